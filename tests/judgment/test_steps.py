"""Works are taken together, one step with each before the next, and give what each would give alone."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from vonnis.judgment.steps import in_step

_GONE = "the judgment is gone"


def counted(name: str, steps: int, heard: list[str]) -> Generator[None, None, str]:
    for number in range(steps):
        heard.append(f"{name}{number}")
        yield
    return name


def test_each_takes_a_step_before_any_takes_the_next() -> None:
    heard: list[str] = []

    assert in_step([counted("a", 2, heard), counted("b", 0, heard), counted("c", 3, heard)]) == ["a", "b", "c"]
    assert heard == ["a0", "c0", "a1", "c1", "c2"]


def test_no_work_gives_nothing() -> None:
    assert in_step(()) == []


def test_what_a_work_raises_is_raised() -> None:
    def failing() -> Generator[None, None, str]:
        yield
        raise OSError(_GONE)

    with pytest.raises(OSError, match=_GONE):
        in_step([counted("a", 3, []), failing()])
