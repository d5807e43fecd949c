"""The private passage book: from a number to the units behind it, and from a unit to the passages of its judgments.

It holds passages of judgments and values before disclosure control, so it stays in ``private/``. A number of the report
is found here by its id: ``private/passages.html#one_day_share``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from markupsafe import Markup

from vonnis.analysis.analyse import Analysis
from vonnis.archive.store import open_store
from vonnis.codebook.missing import Missing
from vonnis.disclosure.statements import cell_id
from vonnis.report.style import base_css, templates_of
from vonnis.study.coding import COUNTED_ROUNDS, Adjudication, Coding, Evidence
from vonnis.study.coding import Passage as CodedPassage
from vonnis.study.dataset import Dataset
from vonnis.study.protocol import read_protocol
from vonnis.study.value import Absent, Known
from vonnis.workflow.codings import codebook_of, final_of, superseded
from vonnis.workflow.policy_study import PaperSays

if TYPE_CHECKING:
    import polars as pl

PASSAGES = "passages.html"
PROTOCOL = "study.toml"


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
    """Return the book of a study that rests on its codings: each final value, with the places that support it.

    ``says`` is what was found in papers; a paper that people coded has both.

    Raises:
        StudyError: the database of the study cannot be used.
    """
    with closing(open_store(folder)) as store:
        old = superseded(store)
        accepted = read_protocol(folder / PROTOCOL).coding.accepted
        final = final_of(store, codebook=codebook_of(folder), accepted=accepted)
        codings = store.records(Coding, round=COUNTED_ROUNDS)
        machine = store.records(Coding, round="machine", variable=accepted)
        judges = {(one.unit, one.variable): one.adjudicator for one in store.records(Adjudication)}
    coders: dict[tuple[str, str], dict[str, Coding]] = {}
    for one in codings:  # oldest first, so that the last answer of a coder stays
        if one.codebook_version not in old:
            coders.setdefault((one.unit, one.variable), {})[one.coder] = one
    for place, one in {
        (each.unit, each.variable): each for each in machine if each.codebook_version not in old
    }.items():
        coders.setdefault(place, {one.coder: one})  # what was accepted where nobody answered
    papers = {entry.key: entry for entry in _papers(says)}
    units = []
    for entry in _coded_units(final, coders, judges):
        found = papers.pop(entry.key, None)
        units.append(UnitEntry(entry.key, "paper", (*entry.answers, *found.answers)) if found else entry)
    return _page(analysis, (*units, *papers.values()))


def _coded_units(
    final: pl.DataFrame,
    coders: Mapping[tuple[str, str], Mapping[str, Coding]],
    judges: Mapping[tuple[str, str], str],
) -> Iterator[UnitEntry]:
    """Yield each unit with its final values: what each rests on, the places that support it, and who said otherwise."""
    by_unit: dict[str, list[Answer]] = {}
    columns = final.select("unit", "variable", "value", "missing", "basis").sort("unit", "variable")
    for unit, name, value, code, basis in columns.iter_rows():
        place = (str(unit), str(name))
        answers = list(coders.get(place, {}).values())
        settled = (value, None if code is None else Missing(code))
        own = [one for one in answers if one.answer == settled]
        others = [one for one in answers if one not in own]
        by = f" by {judges[place]}" if basis == "adjudicated" and place in judges else ""
        said = f"{_in_short(settled)} ({basis.replace('_', ' ')}{by})" if basis != "open" else "coders differ"
        said += "".join(f"; {one.coder} answered {_in_short(one.answer)}" for one in others)
        passages = tuple(
            Passage(_place(each, by=one.coder), 0, 0, "")
            for one in (own if basis != "open" else others)
            for each in one.evidence
        )
        by_unit.setdefault(place[0], []).append(Answer(place[1], said, passages))
    for unit, found in sorted(by_unit.items()):
        yield UnitEntry(unit, "unit", tuple(found))


def _in_short(answer: tuple[str | None, Missing | None]) -> str:
    value, missing = answer
    return str(value) if missing is None else missing.word


def _place(evidence: Evidence, *, by: str) -> str:
    """Return where an answer stands, without its words: those of a closed file may have to be erased."""
    if isinstance(evidence, CodedPassage):
        return _where(evidence.document, characters=f"{evidence.start}–{evidence.end}", by=by)
    return _where(evidence.document, page=evidence.page, by=by)


def _where(document: str, *, page: str = "", characters: str = "", by: str = "") -> str:
    """Return a place in a file in words, with whose word it is."""
    parts = (document, f"p. {page}" if page else "", f"characters {characters}" if characters else "", by)
    return ", ".join(filter(None, parts))


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
        where = _where(source.judgment, page=source.page, characters=source.characters, by=source.by)
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
