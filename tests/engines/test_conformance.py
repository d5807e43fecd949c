"""One suite for every engine: what ``Engine`` promises, each keeps."""

from __future__ import annotations

import pytest

from vonnis.engines.engine import Engine
from vonnis.engines.processes import ProcessEngine
from vonnis.engines.serial import SerialEngine

ENGINES = [
    pytest.param(SerialEngine(), id="serial"),
    pytest.param(ProcessEngine(1, chunk_size=3), id="one process"),
    pytest.param(ProcessEngine(2, chunk_size=2), id="two processes"),
]


def double(number: int) -> int:
    return number * 2


def refuse_seven(number: int) -> int:
    if number == 7:
        message = "seven is refused"
        raise LookupError(message)
    return number


@pytest.mark.parametrize("engine", ENGINES)
def test_results_come_in_the_order_of_the_items(engine: Engine) -> None:
    assert list(engine.map(double, range(50))) == [number * 2 for number in range(50)]


@pytest.mark.parametrize("engine", ENGINES)
def test_no_items_give_no_results(engine: Engine) -> None:
    assert list(engine.map(double, [])) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_an_exception_is_raised_at_the_place_of_its_item(engine: Engine) -> None:
    results = engine.map(refuse_seven, range(20))
    assert [next(results) for _ in range(7)] == [0, 1, 2, 3, 4, 5, 6]
    with pytest.raises(LookupError, match="seven is refused"):
        next(results)


@pytest.mark.parametrize("engine", ENGINES)
def test_items_are_taken_as_they_are_needed(engine: Engine) -> None:
    source = iter(range(1, 10_001))
    results = engine.map(double, source)
    assert next(results) == 2
    assert next(source) <= 100
    results.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_can_be_used_again(engine: Engine) -> None:
    assert list(engine.map(double, [1])) == [2]
    assert list(engine.map(double, [2])) == [4]
