"""What the extraction answers to the questions of a codebook, kept as codings of the round ``machine``.

A variable names the field of the record that answers the same question (``extractor``), and where that field holds
sanctions, which part of which (``reads: prison.total``); a category is meant by its label or by the words
that it names (``read_as: [male]``). What
the record does not say, or says with a doubt, gives no answer: the machine does not guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import msgspec

from vonnis.archive.store import open_store
from vonnis.codebook.codebook import Codebook, Variable
from vonnis.codebook.missing import Missing
from vonnis.codebook.values import read_answer, write_answer
from vonnis.errors import VonnisError
from vonnis.extraction.extractor import EXTRACTOR, extract
from vonnis.extraction.record import ExtractionRecord
from vonnis.judgment.reading import read_all
from vonnis.judgment.span import Span
from vonnis.sources.listing import list_documents, load
from vonnis.sources.place import Place
from vonnis.study.coding import Coding, Passage
from vonnis.study.protocol import read_protocol
from vonnis.study.seen import as_seen
from vonnis.study.selection import ReadJudgment
from vonnis.study.unit import Unit
from vonnis.workflow.codings import codebook_of
from vonnis.workflow.population import PROTOCOL

_SANCTIONS = frozenset({"demanded", "imposed"})
_SILENT = frozenset({"", "unknown", "not_stated"})
_FILE_SAFE = "ECLI_"


class MachineRead(msgspec.Struct, frozen=True, kw_only=True):
    """What reading gave: units with a text that could be read, answers, those that are new, and what was not read."""

    units: int
    answers: int
    new: int
    variables: tuple[str, ...]
    unread: tuple[str, ...]


def read_answers(folder: Path, *, by: str, at: dt.datetime) -> MachineRead:
    """Read the judgments of a study's units and keep what the extraction answers; repeated, it adds what is new.

    Raises:
        StudyError: the folder is no study, or its database cannot be used.
    """
    codebook = codebook_of(folder)
    asked = tuple(each for each in codebook.variables if each.extractor)
    places = places_of(folder)
    unread: set[str] = set()
    made: list[Coding] = []
    with closing(open_store(folder)) as store:
        known = {(one.unit, one.variable, one.coder): one for one in store.records(Coding, round="machine")}
        units = [unit for unit in store.records(Unit) if unit.documents]
        records: dict[str, ReadJudgment] = {}
        for unit in units:
            for key in unit.documents:
                if key not in records and key not in unread:
                    record = _record(places, key)
                    unread.update(() if record else (key,))
                    records.update({key: record} if record else {})
            about = {key: records[key] for key in unit.documents if key in records}
            made += _answers(unit, about, asked, codebook=codebook, at=at)
        new = [one for one in made if not _same(known.get((one.unit, one.variable, one.coder)), one)]
        if new:
            with store.action("machine.read", actor=by, at=at, detail={"answers": len(new)}) as writing:
                writing.add(new)
    return MachineRead(
        units=sum(any(key in records for key in unit.documents) for unit in units),
        answers=len(made),
        new=len(new),
        variables=tuple(sorted({one.variable for one in made})),
        unread=tuple(sorted(unread)),
    )


def places_of(folder: Path) -> dict[str, Place]:
    """Return where each judgment of a study lies, by its id and, where its name is a file-safe ECLI, by that."""
    below = folder / read_protocol(folder / PROTOCOL).material.judgments
    places: dict[str, Place] = {}
    for place in list_documents([below]).places if below.exists() else ():
        places[place.id] = place
        if place.id.startswith(_FILE_SAFE):
            places[place.id.replace("_", ":")] = place
    return places


def answer_of(variable: Variable, record: ExtractionRecord) -> tuple[str, tuple[Span, ...]] | None:
    """Return what a record answers to a question, as the codebook writes it, with its spans; None where it does not."""
    field = variable.extractor or ""
    if any(doubt.field == field or field.startswith(f"{doubt.field}.") for doubt in record.failures):
        return None
    if variable.type == "categories":
        found = _several(variable, record, field)
    else:
        found = _sanction(variable, record, field) if field in _SANCTIONS else _field(record, field)
    if found is None:
        return None
    word, spans = found
    text = word if variable.type == "categories" else _in_codes(variable, word)
    if text is None:
        return None
    try:
        answer = read_answer(variable, text)
    except ValueError:
        return None
    return None if isinstance(answer, Missing) else (write_answer(answer), spans)


def _record(places: Mapping[str, Place], key: str) -> ReadJudgment | None:
    if key not in places:
        return None
    try:
        judgments = list(read_all(load(places[key])))
    except VonnisError:
        return None
    found = next((each for each in judgments if key in {each.ecli, each.id}), None)
    return ReadJudgment(extract(found), found.text) if found and found.text else None


def _answers(
    unit: Unit,
    records: Mapping[str, ReadJudgment],
    asked: tuple[Variable, ...],
    *,
    codebook: Codebook,
    at: dt.datetime,
) -> Iterator[Coding]:
    """Yield the answers about one unit; of several judgments the last one that answers holds."""
    ordered = sorted(records.items(), key=lambda pair: (pair[1].record.date or dt.date.min, pair[0]))
    for variable in asked:
        if variable.level != unit.level:
            continue
        told = [(key, found) for key, read in ordered if (found := answer_of(variable, read.record))]
        if told:
            key, (value, spans) = told[-1]
            yield Coding(
                unit=unit.id,
                variable=variable.name,
                coder=EXTRACTOR,
                value=value,
                evidence=tuple(
                    as_seen(Passage(key, span.start, span.end, span.quote), records[key].text) for span in spans
                ),
                codebook_version=codebook.version,
                round="machine",
                at=at,
            )


def _same(before: Coding | None, now: Coding) -> bool:
    """Tell whether the machine answered this before, in the same words of the same places."""
    if before is None:
        return False
    places = [[msgspec.structs.replace(place, seen=msgspec.UNSET) for place in one.evidence] for one in (before, now)]
    return before.answer == now.answer and places[0] == places[1]


def _field(record: ExtractionRecord, field: str) -> tuple[str, tuple[Span, ...]] | None:
    value: object = record
    for step in field.split("."):
        value = getattr(value, step, None)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if not isinstance(value, str | int | dt.date) or str(value) in _SILENT:
        return None
    return str(value), record.evidence.get(field, ())


def _sanction(variable: Variable, record: ExtractionRecord, field: str) -> tuple[str, tuple[Span, ...]] | None:
    """Return a part of the one sanction of a kind; where there are several of that kind, none is meant."""
    kind, _, part = (variable.reads or "").partition(".")
    of_kind = [sanction for sanction in getattr(record, field) if sanction.kind == kind]
    if len(of_kind) != 1 or part not in {"total", "suspended", "probation", "substitute"}:
        return None
    (sanction,) = of_kind
    value = getattr(sanction, part)
    if value == "all":
        value = sanction.total
    return (value, (sanction.parts.get(part, sanction.evidence),)) if value else None


def _several(variable: Variable, record: ExtractionRecord, field: str) -> tuple[str, tuple[Span, ...]] | None:
    """Return every category that a sanction or a contact channel of the record means.

    Where none does there is no answer: that the record says nothing is not that there was nothing.
    """
    if field in _SANCTIONS:
        items = [(sanction.kind, sanction.evidence) for sanction in getattr(record, field)]
    else:
        channels = record.contact_channels if field == "contact_channels" else ()
        items = [(channel.class_, channel.evidence) for channel in channels]
    meant = [(int(code), span) for word, span in items if (code := _category(variable, word)) is not None]
    codes = sorted({code for code, _ in meant})
    return (";".join(map(str, codes)), tuple(span for _, span in meant)) if codes else None


def _category(variable: Variable, word: str) -> str | None:
    """Return the code of the category that a word of the record means."""
    found = (str(each.code) for each in variable.categories if word in (*each.read_as, *each.label.values()))
    return next(found, None)


def _in_codes(variable: Variable, word: str) -> str | None:
    """Return a word of the record as the codebook writes the answer that it means."""
    if variable.type == "category":
        return _category(variable, word)
    if variable.type == "money":
        currency, _, amount = word.partition(" ")
        return amount if currency == (variable.unit or "EUR") else None
    return word
