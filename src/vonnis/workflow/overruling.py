"""The figures of a study of judgments put on the final values of its coders, where ``[final]`` names the questions.

A final value holds until the text that it was coded from changes: where the machine reads something else now than when
the file was coded, what it reads now counts, and the answer waits to be coded again.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import msgspec
import polars as pl

from vonnis.archive.store import Store, open_store
from vonnis.codebook.codebook import Codebook, Variable
from vonnis.codebook.missing import Missing
from vonnis.codebook.reading import read_codebook
from vonnis.errors import StudyError
from vonnis.judgment.span import Span
from vonnis.study.coding import COUNTED_ROUNDS, Adjudication, Coding, Evidence, Locator, latest
from vonnis.study.dataset import Dataset
from vonnis.study.final_plan import FIELDS, Field
from vonnis.study.overruling import FinalAnswer, Key, level_of, overruled, read_by_machine, understood
from vonnis.study.protocol import Protocol
from vonnis.study.table_file import rows
from vonnis.study.value import Datum, Known, Source
from vonnis.workflow.codings import CODEBOOK, final_of

DATABASE = "coding.sqlite3"
_BY = {
    "agreed": "agreed: {coders}",
    "adjudicated": "adjudicated by {adjudicator}, coded by {coders}",
    "single": "{coders}",
    "open": "coders differ: {coders}",
}


class Overruled(msgspec.Struct, frozen=True, kw_only=True):
    """A dataset that rests on final values where there are any.

    Attributes:
        basis: how many final values it took, by what they rest on.
        changed: how many of them differ from what the machine read.
        outdated: the questions (unit and variable) of which the text changed after they were coded.
    """

    dataset: Dataset
    basis: dict[str, int]
    changed: int
    outdated: tuple[tuple[str, str], ...]


class _Question(msgspec.Struct, frozen=True):
    """What a unit is asked, and which field of the dataset it answers."""

    key: Key
    unit: str
    variable: Variable


def on_final_values(
    folder: Path, dataset: Dataset, *, protocol: Protocol, without: Collection[str] = ()
) -> Overruled | None:
    """Return the dataset with the final values of the study in it; None where nothing was coded, or none is asked for.

    ``without`` are clients for whom what the machine read stands.

    Raises:
        StudyError: ``[final]`` names a question or a table of units that does not fit, or the database cannot be used.
    """
    if protocol.final is None or not (os.environ.get("DATABASE_URL") or (folder / DATABASE).is_file()):
        return None
    codebook = read_codebook(folder / CODEBOOK)
    asked = {key: one for key, one in _asked(folder, dataset, protocol=protocol).items() if key[1] not in without}
    now, rule = read_by_machine(dataset), protocol.parameters.day_rule
    with closing(open_store(folder)) as store:
        if not store.count(Coding):
            return None
        published = frozenset(judgment for client in dataset.clients for judgment in client.judgments)
        answers, basis = _answers(store, codebook, asked, published=published)
        before = _machine(store, asked)
    outdated = {key for key in answers if _changed(key, now.get(key), before, asked=asked, protocol=protocol)}
    kept = {key: answer for key, answer in answers.items() if key not in outdated}
    return Overruled(
        dataset=overruled(dataset, kept, parameters=protocol.parameters),
        basis=dict(sorted(Counter(basis[key] for key in kept).items())),
        changed=sum(_differs(understood(key[0], answer, rule=rule), now.get(key)) for key, answer in kept.items()),
        outdated=tuple(sorted((asked[key].unit, asked[key].variable.name) for key in outdated)),
    )


def questions_of(folder: Path, protocol: Protocol) -> dict[Field, Variable]:
    """Return which question of the codebook answers which field.

    Raises:
        StudyError: ``[final]`` names a question that the codebook does not ask at that level.
    """
    codebook = read_codebook(folder / CODEBOOK)
    found: dict[Field, Variable] = {}
    for field in FIELDS:
        name = getattr(protocol.final, field)
        if not name:
            continue
        variable = codebook.by_name.get(name)
        if variable is None or variable.level != level_of(field):
            message = (
                f"{folder / 'study.toml'}: final.{field} names {name!r}, which is no question about a {level_of(field)}"
                f" in {CODEBOOK}"
            )
            raise StudyError(message)
        found[field] = variable
    return found


def _asked(folder: Path, dataset: Dataset, *, protocol: Protocol) -> dict[Key, _Question]:
    units = _units(folder, protocol)
    questions = questions_of(folder, protocol)
    found: dict[Key, _Question] = {}
    for key in read_by_machine(dataset):
        field, client, victim = key
        if field in questions:
            unit = ".".join(units.get(id_, id_) for id_ in (client, victim) if id_)
            found[key] = _Question(key, unit, questions[field])
    return found


def _units(folder: Path, protocol: Protocol) -> dict[str, str]:
    if protocol.final is None or not protocol.final.units:
        return {}
    found: dict[str, str] = {}
    path = folder / protocol.final.units
    for line, row in rows(path, columns=("id", "unit")):
        if row["id"] in found or row["unit"] in found.values():
            message = f"{path}, line {line}: {row['id']} or {row['unit']} stands twice; keep one line of each"
            raise StudyError(message)
        found[row["id"]] = row["unit"]
    return found


def _answers(
    store: Store, codebook: Codebook, asked: Mapping[Key, _Question], *, published: frozenset[str]
) -> tuple[dict[Key, FinalAnswer], dict[Key, str]]:
    """Return the final values with their places, and what each rests on."""
    final = final_of(store, codebook=codebook).select(
        pl.col("unit").cast(pl.String), pl.col("variable").cast(pl.String), "value", "missing", "basis"
    )
    told = {(unit, name): (value, missing, basis) for unit, name, value, missing, basis in final.iter_rows()}
    coded: dict[tuple[str, str], list[Coding]] = {}
    for one in latest(one for one in store.records(Coding) if one.round in COUNTED_ROUNDS):
        coded.setdefault((one.unit, one.variable), []).append(one)
    judges = {(one.unit, one.variable): one.adjudicator for one in store.records(Adjudication)}
    answers: dict[Key, FinalAnswer] = {}
    bases: dict[Key, str] = {}
    for key, question in asked.items():
        place = (question.unit, question.variable.name)
        if place not in told:
            continue
        value, missing, basis = told[place]
        coders = ", ".join(sorted({one.coder for one in coded.get(place, ())}))
        by = _BY[basis].format(coders=coders, adjudicator=judges.get(place, ""))
        places = {source: None for one in coded.get(place, ()) for source in _sources(one.evidence, by, published)}
        answers[key] = FinalAnswer(
            value=None if value is None else in_words(question.variable, value),
            missing=None if missing is None else Missing(missing),
            reason=by,
            sources=tuple(places),
        )
        bases[key] = basis
    return answers, bases


def _sources(evidence: tuple[Evidence, ...], by: str, published: frozenset[str]) -> Iterator[Source]:
    """Yield where coders read an answer; the words themselves only of published judgments, as others may be erased."""
    for one in evidence:
        if isinstance(one, Locator):
            yield Source(one.document, None, page=one.page, by=by)
        elif one.quote and one.document in published:
            yield Source(one.document, Span(one.start, one.end, one.quote), by=by)
        else:
            yield Source(one.document, None, page=f"{one.start}–{one.end}", by=by)


def in_words(variable: Variable, value: str) -> str:
    """Return an answer as the dataset has it: a category in the word of the extraction record, all else as written."""
    if not variable.categories:
        return value
    words = {str(each.code): each.read_as[0] if each.read_as else str(each.code) for each in variable.categories}
    return ";".join(words[code] for code in value.split(";"))


def _machine(store: Store, asked: Mapping[Key, _Question]) -> dict[tuple[str, str], str | None]:
    """Return what the machine answered when the files were coded; None where it read a unit and was silent."""
    codings = latest(store.records(Coding, round="machine"))
    told = {(one.unit, one.variable): one.value for one in sorted(codings, key=lambda one: one.at)}
    units, names = {unit for unit, _ in told}, {name for _, name in told}
    silent = {
        (one.unit, one.variable.name): None
        for one in asked.values()
        if one.unit in units and one.variable.name in names
    }
    return {**silent, **told}


def _changed(
    key: Key,
    now: Datum[object] | None,
    before: Mapping[tuple[str, str], str | None],
    *,
    asked: Mapping[Key, _Question],
    protocol: Protocol,
) -> bool:
    """Tell whether the machine reads something else now than it did when the file was coded."""
    question = asked[key]
    place = (question.unit, question.variable.name)
    if place not in before or now is None:
        return False
    was = before[place]
    if was is None:
        return False  # silence then says nothing of the text: another reading may answer where that one did not
    answer = FinalAnswer(value=in_words(question.variable, was))
    return _differs(understood(key[0], answer, rule=protocol.parameters.day_rule), now)


def _differs(one: Datum[object], other: Datum[object] | None) -> bool:
    if isinstance(one, Known) and isinstance(other, Known):
        return one.value != other.value
    return isinstance(one, Known) != isinstance(other, Known)
