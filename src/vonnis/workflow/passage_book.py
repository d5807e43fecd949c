"""The private passage book: from a number to the units behind it, and from a unit to the passages of its judgments.

It holds passages of judgments and values before disclosure control, so it stays in ``private/``. A number of the report
is found here by its id: ``private/passages.html#one_day_share``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup

from vonnis.analysis.analyse import Analysis
from vonnis.archive.store import open_store
from vonnis.disclosure.statements import cell_id
from vonnis.report.style import base_css, templates_of
from vonnis.study.coding import COUNTED_ROUNDS, Coding, Evidence, latest
from vonnis.study.coding import Passage as CodedPassage
from vonnis.study.dataset import Dataset
from vonnis.study.value import Absent, Known
from vonnis.workflow.policy_study import PaperSays

PASSAGES = "passages.html"


class Passage(msgspec.Struct, frozen=True):
    """A passage: the judgment that it stands in, where, and its words."""

    judgment: str
    start: int
    end: int
    quote: str


class Answer(msgspec.Struct, frozen=True):
    """What is known of a unit: the field, its value in words, and the passages that carry it."""

    field: str
    value: str
    passages: tuple[Passage, ...]


class UnitEntry(msgspec.Struct, frozen=True):
    """A client, victim or pair with everything that was read about it."""

    key: str
    kind: str
    answers: tuple[Answer, ...]


class NumberEntry(msgspec.Struct, frozen=True):
    """A number of the analysis and the units behind it."""

    id: str
    label: str
    value: str
    units: tuple[str, ...]


def passage_book(analysis: Analysis, dataset: Dataset, *, says: Iterable[PaperSays] = ()) -> str:
    """Return the book as one page of HTML: numbers first, then the units with their passages.

    ``says`` is what was found in papers.
    """
    return _page(analysis, (*_units(dataset), *_papers(says)))


def _papers(says: Iterable[PaperSays]) -> Iterator[UnitEntry]:
    """Yield each paper, motion and commitment with its passages and those about it."""
    by_unit: dict[str, list[Answer]] = {}
    for one in says:
        passages = tuple(Passage(paper, span.start, span.end, span.quote) for paper, span in one.passages)
        by_unit.setdefault(one.unit, []).append(Answer(one.field, one.value, passages))
    for unit, answers in sorted(by_unit.items()):
        yield UnitEntry(unit, "paper", tuple(answers))


def _page(analysis: Analysis, units: tuple[UnitEntry, ...]) -> str:
    return (
        templates_of("vonnis.workflow.explaining")
        .get_template("passages.html.j2")
        .render(
            base_css=Markup(base_css()),  # noqa: S704 - the style sheet of this program
            numbers=tuple(_numbers(analysis)),
            units=units,
            known={unit.key for unit in units},
        )
    )


def passage_book_of_codings(analysis: Analysis, folder: Path, *, says: Iterable[PaperSays] = ()) -> str:
    """Return the book of a study that rests on its codings: each answer of each coder, with the place it rests on.

    ``says`` is what was found in papers; a paper that people coded has both.

    Raises:
        StudyError: the database of the study cannot be used.
    """
    with closing(open_store(folder)) as store:
        codings = [one for one in store.records(Coding) if one.round in COUNTED_ROUNDS]
    papers = {entry.key: entry for entry in _papers(says)}
    units = []
    for entry in _coded_units(codings):
        found = papers.pop(entry.key, None)
        units.append(UnitEntry(entry.key, "paper", (*entry.answers, *found.answers)) if found else entry)
    return _page(analysis, (*units, *papers.values()))


def _coded_units(codings: Iterable[Coding]) -> Iterator[UnitEntry]:
    by_unit: dict[str, list[Coding]] = {}
    for one in latest(codings):
        by_unit.setdefault(one.unit, []).append(one)
    for unit, answers in sorted(by_unit.items()):
        yield UnitEntry(unit, "unit", tuple(_coded_answer(one) for one in answers))


def _coded_answer(one: Coding) -> Answer:
    value = one.value if one.missing is None else one.missing.word
    places = tuple(Passage(_place(place), 0, 0, "") for place in one.evidence)
    return Answer(f"{one.variable} ({one.coder})", str(value), places)


def _place(evidence: Evidence) -> str:
    """Return where an answer stands, without its words: those of a closed file may have to be erased."""
    if isinstance(evidence, CodedPassage):
        return f"{evidence.document}, {evidence.start}–{evidence.end}"
    return ", ".join(filter(None, (evidence.document, f"p. {evidence.page}" if evidence.page else "")))


def _numbers(analysis: Analysis) -> Iterator[NumberEntry]:
    for result in analysis.results:
        shown = "–" if result.value is None else f"{result.value:g}"
        yield NumberEntry(result.id, result.label["en"], shown, result.units or result.base)
    for table in analysis.tables:
        for row, counts in enumerate(table.cells):
            for column, count in enumerate(counts):
                label = f"{table.title['en']}: {table.rows[row]['en']}"
                label += f", {table.columns[column]['en']}" if len(table.columns) > 1 else ""
                keys = table.units[row][column] if table.units else ()
                yield NumberEntry(cell_id(table, row, column=column), label, str(count), keys)


def _units(dataset: Dataset) -> Iterator[UnitEntry]:
    for kind, members in (("client", dataset.clients), ("victim", dataset.victims)):
        for member in members:
            yield UnitEntry(member.id, kind, tuple(_answers(member)))
    for pair in dataset.pairs:
        yield UnitEntry(f"{pair.client}/{pair.victim}", "pair", tuple(_answers(pair)))


def _answers(member: msgspec.Struct) -> Iterator[Answer]:
    for field in member.__struct_fields__:
        held = getattr(member, field)
        if isinstance(held, Known | Absent):
            value = _in_words(held.value) if isinstance(held, Known) else f"{held.missing.word}: {held.reason}"
            yield Answer(field, value, tuple(_passages(held)))
        elif field in ("judgment", "judgments", "court", "victims", "clients", "complex"):
            yield Answer(field, _in_words(held), ())


def _passages(held: Known[Any] | Absent) -> Iterator[Passage]:
    """Yield the passages of a value, or the places in files of which no text is kept, each with whose word it is."""
    seen = set()
    for source in held.sources:
        where = ", ".join(filter(None, (source.judgment, f"p. {source.page}" if source.page else "", source.by)))
        span = source.span
        passage = Passage(where, 0, 0, "") if span is None else Passage(where, span.start, span.end, span.quote)
        if passage not in seen:
            seen.add(passage)
            yield passage


def _in_words(value: Any) -> str:  # noqa: ANN401 - whatever a field holds
    if isinstance(value, msgspec.Struct):
        held = ((field, getattr(value, field)) for field in value.__struct_fields__)
        return ", ".join(f"{field} {_in_words(one)}" for field, one in held if one not in (0, 0.0, False, (), None))
    if isinstance(value, tuple):
        return ", ".join(_in_words(one) for one in value)
    return str(value)
