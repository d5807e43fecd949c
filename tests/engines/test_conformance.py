"""One suite for every engine: what ``Engine`` promises, each keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.material import NOW, add, judgment, write
from vonnis.engines.dask import DaskEngine
from vonnis.engines.engine import Engine
from vonnis.engines.processes import ProcessEngine
from vonnis.engines.serial import SerialEngine
from vonnis.workflow.corpus import Keeper
from vonnis.workflow.corpus_reading import Way

ENGINES = ["serial", "one process", "two processes", "Dask"]


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Engine:
    """The engine by its name."""
    if request.param == "serial":
        return SerialEngine()
    if request.param == "Dask":
        return DaskEngine(request.getfixturevalue("running").address, chunk_size=3)
    return ProcessEngine(1, chunk_size=3) if request.param == "one process" else ProcessEngine(2, chunk_size=2)


def double(number: int) -> int:
    return number * 2


def refuse_seven(number: int) -> int:
    if number == 7:
        message = "seven is refused"
        raise LookupError(message)
    return number


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_results_come_in_the_order_of_the_items(engine: Engine) -> None:
    assert list(engine.map(double, range(50))) == [number * 2 for number in range(50)]


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_no_items_give_no_results(engine: Engine) -> None:
    assert list(engine.map(double, [])) == []


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_an_exception_is_raised_at_the_place_of_its_item(engine: Engine) -> None:
    results = engine.map(refuse_seven, range(20))
    assert [next(results) for _ in range(7)] == [0, 1, 2, 3, 4, 5, 6]
    with pytest.raises(LookupError, match="seven is refused"):
        next(results)


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_items_are_taken_as_they_are_needed(engine: Engine) -> None:
    source = iter(range(1, 10_001))
    results = engine.map(double, source)
    assert next(results) == 2
    assert next(source) <= 100
    results.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_an_engine_can_be_used_again(engine: Engine) -> None:
    assert list(engine.map(double, [1])) == [2]
    assert list(engine.map(double, [2])) == [4]


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_a_corpus_is_the_same_whatever_the_engine(engine: Engine, tmp_path: Path) -> None:
    documents = [judgment(f"ECLI:NL:RBAMS:{2018 + n % 3}:{n}", lines=(f"Zaak {n}.",)) for n in range(20)]
    source = write(tmp_path / "in", *documents)
    (source / "broken.xml").write_bytes(documents[0][:300])
    add(tmp_path / "expected", source)
    done = Keeper(tmp_path / "c", engine, now=lambda: NOW).add([str(source)], way=Way())
    assert (done.added, len(done.failures)) == (20, 1)
    assert "broken.xml" in done.failures[0].reason
    found = {path.name: path.read_bytes() for path in sorted((tmp_path / "c").rglob("*.parquet"))}
    assert found == {path.name: path.read_bytes() for path in sorted((tmp_path / "expected").rglob("*.parquet"))}
