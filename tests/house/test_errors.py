"""The error tree in the docstring is the error tree."""

from __future__ import annotations

import re

import pytest

from vonnis import errors


def drawn() -> dict[str, str]:
    """Return each error of the drawn tree with its parent."""
    parents: dict[str, str] = {}
    path: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r" {4}([│├└─ ]*)(\w+Error)\b", line)
        if match:
            depth = len(match[1]) // 4
            path = [entry for entry in path if entry[0] < depth]
            parents[match[2]] = path[-1][1] if path else "Exception"
            path.append((depth, match[2]))
    return parents


def defined() -> dict[str, str]:
    """Return each error of the module with its parent."""
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    return {c.__name__: c.__bases__[0].__name__ for c in classes if c.__module__ == errors.__name__}


def test_the_docstring_draws_the_tree_that_stands() -> None:
    assert drawn() == defined()


@pytest.mark.parametrize("name", sorted(defined()))
def test_every_error_descends_from_the_one_root(name: str) -> None:
    assert issubclass(getattr(errors, name), errors.VonnisError)
