"""Every public name says what it is, in a sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.repository import modules, named, tree

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
WORDS = 3


def is_overload(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(decorator, ast.Name) and decorator.id == "overload" for decorator in node.decorator_list)


def public(node: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[str, Documented]]:
    for child in node.body:
        if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if child.name.startswith("_") or is_overload(child):
            continue
        yield f"{prefix}{child.name}", child
        if isinstance(child, ast.ClassDef):
            yield from public(child, f"{prefix}{child.name}.")


def is_sentence(docstring: str | None) -> bool:
    """Tell whether the first line ends as a sentence, has words enough, and begins with a capital or a name in code."""
    if not docstring:
        return False
    line = docstring.strip().splitlines()[0].rstrip()
    begins = not line[0].islower() or line.startswith("vonnis ")
    return begins and line.endswith((".", ":", "?")) and len(line.split()) >= WORDS


@pytest.mark.parametrize("path", modules("src", "benchmarks"), ids=named)
def test_the_first_line_of_each_docstring_is_a_sentence(path: Path) -> None:
    module = tree(path)
    everything: list[tuple[str, Documented]] = [("the module", module), *public(module, "")]
    assert [name for name, node in everything if not is_sentence(ast.get_docstring(node))] == []
