"""One bad document never stops a batch; it becomes a counted, listed failure."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import ATOM, judgment_text, judgment_xml
from vonnis.engines.engine import Lost
from vonnis.engines.processes import ProcessEngine
from vonnis.engines.serial import SerialEngine
from vonnis.errors import EvidenceError
from vonnis.extraction.extractor import extracting
from vonnis.extraction.record import ExtractionRecord
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.reading import read
from vonnis.sources.listing import list_documents
from vonnis.sources.place import Listing, Place
from vonnis.workflow import extraction
from vonnis.workflow.extraction import TOGETHER, Extracted, Tally, extract_documents, extract_listing


def listing(folder: Path, texts: dict[str, str]) -> Listing:
    for name, text in texts.items():
        (folder / name).write_text(text)
    return list_documents([folder])


def failing(error: BaseException, on: str) -> Callable[[Judgment], Generator[None, None, ExtractionRecord]]:
    def extract_or_fail(judgment: Judgment) -> Generator[None, None, ExtractionRecord]:
        yield
        if judgment.id == on:
            raise error
        return (yield from extracting(judgment))

    return extract_or_fail


ERRORS = [
    pytest.param(EvidenceError("span 1:2 does not fit"), "span 1:2 does not fit", id="an error of vonnis"),
    pytest.param(KeyError("lost"), "(KeyError: 'lost')", id="a fault"),
    pytest.param(RecursionError("too deep"), "(RecursionError: too deep)", id="too deep"),
    pytest.param(MemoryError(), "(MemoryError)", id="out of memory"),
]


@pytest.mark.parametrize(("error", "said"), ERRORS)
def test_any_failure_costs_one_judgment_and_says_what_and_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    monkeypatch.setattr(extraction, "extracting", failing(error, on="b"))
    found = listing(tmp_path, {f"{name}.txt": judgment_text() for name in "abc"})
    results = list(extract_listing(found, SerialEngine()))
    assert [len(result.records) for result in results] == [1, 0, 1]
    (failure,) = results[1].failures
    assert failure.origin.startswith(str(tmp_path / "b.txt"))
    assert str(tmp_path / "b.txt") in failure.reason
    assert said in failure.reason


def test_texts_come_along_where_they_are_asked_for(tmp_path: Path) -> None:
    found = listing(tmp_path, {"a.txt": judgment_text(), "b.txt": judgment_text()})
    with_texts = list(extract_listing(found, SerialEngine(), with_texts=True))
    without = list(extract_listing(found, SerialEngine()))
    assert [result.records for result in with_texts] == [result.records for result in without]
    assert [result.texts for result in with_texts] == [(read(tmp_path / name).text,) for name in ("a.txt", "b.txt")]
    assert {result.texts for result in without} == {()}


def test_one_entry_of_a_page_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "extracting", failing(ValueError("odd"), on="ECLI:NL:FIC:2020:1"))
    (result,) = extract_listing(listing(tmp_path, {"page.atom": ATOM}), SerialEngine())
    assert [json.loads(record)["id"] for record in result.records] == ["ECLI:NL:FIC:2020:2"]
    assert "ECLI:NL:FIC:2020:1" in result.failures[0].reason


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3)], ids=["Ctrl-C", "exit"])
def test_a_wish_to_stop_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    monkeypatch.setattr(extraction, "extracting", failing(error, on="a"))
    results = extract_listing(listing(tmp_path, {"a.txt": judgment_text()}), SerialEngine())
    with pytest.raises(type(error)):
        list(results)


Group = tuple[Place, ...]


class LosingEngine:
    """An engine on which the document "b" always kills what works on it."""

    def map(
        self, function: Callable[[Group], list[Extracted]], items: Iterable[Group]
    ) -> Iterator[list[Extracted] | Lost[Group]]:
        for group in items:
            deadly = any(place.origin.endswith("b.txt") for place in group)
            yield Lost(group, "the process that worked on it died") if deadly else function(group)


def test_a_document_that_kills_its_process_is_listed(tmp_path: Path) -> None:
    found = listing(tmp_path, {f"{name}.txt": judgment_text() for name in "abc"})
    results = list(extract_listing(found, LosingEngine()))  # type: ignore[arg-type]
    assert [len(result.records) for result in results] == [1, 0, 1]
    assert results[1].failures[0].reason == f"{tmp_path / 'b.txt'}: the process that worked on it died."


def test_more_documents_than_are_taken_together_come_in_their_order(tmp_path: Path) -> None:
    found = listing(tmp_path, {f"{number:02}.xml": judgment_xml(number) for number in range(2 * TOGETHER + 3)})
    ids = [json.loads(record)["id"] for result in extract_listing(found, SerialEngine()) for record in result.records]
    assert ids == [f"{number:02}" for number in range(2 * TOGETHER + 3)]


def test_a_document_that_is_gone_by_the_time_it_is_read_is_listed(tmp_path: Path) -> None:
    found = listing(tmp_path, {"a.txt": judgment_text(), "b.txt": judgment_text()})
    os.unlink(tmp_path / "a.txt")  # noqa: PTH108 - another program takes it away
    results = list(extract_listing(found, SerialEngine()))
    assert [len(result.failures) for result in results] == [1, 0]
    assert str(tmp_path / "a.txt") in results[0].failures[0].reason


def test_every_engine_gives_the_same_results_in_the_same_order(tmp_path: Path) -> None:
    texts = {f"{number:02}.xml": judgment_xml(number, with_text=number % 5 > 0) for number in range(20)}
    found = listing(tmp_path, {**texts, "none.txt": "bread, milk"})
    serial = list(extract_listing(found, SerialEngine()))
    assert list(extract_listing(found, ProcessEngine(2, chunk_size=3))) == serial
    assert len(serial) == 21


def test_the_counts_are_those_of_the_results(tmp_path: Path) -> None:
    texts = {
        "a.xml": judgment_xml(1),
        "b.xml": judgment_xml(2, with_text=False),
        "page.atom": ATOM,
        "none.txt": "bread",
    }
    tally = Tally()
    for result in extract_listing(listing(tmp_path, texts), SerialEngine()):
        tally.add(result)
    assert (tally.documents, tally.records, tally.without_text, tally.unreadable) == (4, 4, 2, 1)


def test_the_listener_hears_of_every_document(tmp_path: Path) -> None:
    heard: list[object] = []

    class Listener:
        def start(self, step: str, total: int | None = None) -> None:
            heard.append((step, total))

        def advance(self, units: int = 1) -> None:
            heard.append(units)

        def note(self, sentence: str) -> None:
            heard.append(sentence)

    found = listing(tmp_path, {"a.txt": judgment_text(), "none.txt": "bread"})
    list(extract_listing(found, SerialEngine(), progress=Listener()))
    assert heard == [("reading judgments", 2), 1, 1]


def test_a_record_is_the_same_as_from_python(tmp_path: Path) -> None:
    import msgspec

    import vonnis

    (tmp_path / "a.txt").write_text(judgment_text())
    (result,) = extract_documents([Place("a", str(tmp_path / "a.txt"))])
    assert msgspec.json.decode(result.records[0], type=ExtractionRecord) == vonnis.extract(
        vonnis.read(tmp_path / "a.txt")
    )
