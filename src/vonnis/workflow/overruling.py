"""The figures of a study of judgments put on the final values of its coders, where ``[final]`` names the questions.

A final value holds until the text that it was coded from changes: where a passage that it rests on no longer stands in
the judgment of today, what the machine reads now counts, and the answer waits to be coded again. Where coders noted no
passage, those of the machine's answer of that time tell; where there are none either, it is not known and the answer
holds.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import get_args

import msgspec

from vonnis.archive.store import Store, open_store
from vonnis.codebook.codebook import Codebook, Variable
from vonnis.codebook.missing import Missing
from vonnis.codebook.reading import read_codebook
from vonnis.errors import StudyError
from vonnis.located.node import Notes
from vonnis.located.text import read_text
from vonnis.located.toml_file import parse_toml
from vonnis.study.coding import COUNTED_ROUNDS, Adjudication, Coding, Evidence, Locator
from vonnis.study.dataset import Dataset
from vonnis.study.final_plan import FIELDS, Field, problem_with
from vonnis.study.overruling import FinalAnswer, Key, overruled, read_by_machine, understood
from vonnis.study.protocol import Protocol, read_protocol
from vonnis.study.seen import Since, found_again
from vonnis.study.selection import ReadJudgment
from vonnis.study.table_file import rows
from vonnis.study.value import Datum, Known, Source
from vonnis.workflow.codings import CODEBOOK, final_of, superseded

DATABASE = "coding.sqlite3"
PROTOCOL = "study.toml"
Place = tuple[str, str]


class Overruled(msgspec.Struct, frozen=True, kw_only=True):
    """A dataset that rests on final values where there are any.

    Attributes:
        dataset: the dataset.
        basis: how many final values it took, by what they rest on.
        changed: how many of them differ from what the machine read.
        outdated: the questions (unit and variable) of which the passage changed after they were coded.
        texts: how many answers rest on a text that is the same, changed elsewhere, changed there, or is not known.
    """

    dataset: Dataset
    basis: dict[str, int]
    changed: int
    outdated: tuple[tuple[str, str], ...]
    texts: dict[Since, int] = {}


class _Question(msgspec.Struct, frozen=True):
    """What a unit is asked, and which field of the dataset it answers."""

    key: Key
    unit: str
    variable: Variable

    @property
    def place(self) -> Place:
        """The unit and the name of the question."""
        return self.unit, self.variable.name


class _Coded(msgspec.Struct, frozen=True):
    """What people and the machine answered to the questions of a study, its final values, and who decided them.

    ``people`` holds the last answer of each coder, ``machine`` all answers of the machine, oldest first.
    """

    final: Mapping[Place, tuple[str | None, int | None, str]]
    people: Mapping[Place, Sequence[Coding]]
    machine: Mapping[Place, Sequence[Coding]]
    judges: Mapping[Place, str]


class _Answer(msgspec.Struct, frozen=True):
    """A final value, what it rests on, and whether its text changed since."""

    answer: FinalAnswer
    basis: str
    since: Since


def on_final_values(
    folder: Path,
    dataset: Dataset,
    *,
    protocol: Protocol,
    judgments: Iterable[ReadJudgment] = (),
    without: Collection[str] = (),
) -> Overruled | None:
    """Return the dataset with the final values of the study in it; None where nothing was coded, or none is asked for.

    ``judgments`` are those of the dataset as they read today; without the text of one, whether it changed since it was
    coded is not known. ``without`` are clients for whom what the machine read stands.

    Raises:
        StudyError: ``[final]`` names a question or a table of units that does not fit, or the database cannot be used.
    """
    if protocol.final is None or not (os.environ.get("DATABASE_URL") or (folder / DATABASE).is_file()):
        return None
    codebook = read_codebook(folder / CODEBOOK)
    now, rule = read_by_machine(dataset), protocol.parameters.day_rule
    asked = [one for one in _asked(folder, now, protocol=protocol) if one.key[1] not in without]
    with closing(open_store(folder)) as store:
        if not store.count(Coding):
            return None
        coded = _coded(store, codebook, {one.variable.name for one in asked})
    published = {judgment for client in dataset.clients for judgment in client.judgments}
    texts = {one.key: one.text for one in judgments if one.key in published}
    found = {one.key: _answered(one, coded, texts) for one in asked if one.place in coded.final}
    kept = {key: one for key, one in found.items() if one.since != "gone"}
    read = {key: understood(key[0], one.answer, rule=rule) for key, one in kept.items()}
    return Overruled(
        dataset=overruled(dataset, {key: one.answer for key, one in kept.items()}, parameters=protocol.parameters),
        basis=dict(sorted(Counter(one.basis for one in kept.values()).items())),
        changed=sum(_differs(value, now.get(key)) for key, value in read.items()),
        outdated=tuple(sorted(one.place for one in asked if one.key in found.keys() - kept.keys())),
        texts={since: sum(one.since == since for one in found.values()) for since in get_args(Since)},
    )


def checked_protocol(path: Path) -> Protocol:
    """Return the protocol of a study, its ``[final]`` held against the codebook beside it.

    Raises:
        StudyError: the protocol is wrong; or see :func:`check_final`.
    """
    protocol = read_protocol(path)
    check_final(path.parent, protocol)
    return protocol


def check_final(folder: Path, protocol: Protocol) -> None:
    """Refuse a ``[final]`` whose questions cannot answer what the machine reads, before anything is read.

    Raises:
        StudyError: there is no codebook.
        MistakesError: a question is not asked, at another level, of another type, or its categories mean nothing to the
            machine; each with its line in ``study.toml``.
    """
    if protocol.final is not None:
        questions_of(folder, protocol)


def questions_of(folder: Path, protocol: Protocol) -> dict[Field, Variable]:
    """Return which question of the codebook answers which field.

    Raises:
        MistakesError: a question does not fit its field; see :func:`check_final`.
    """
    codebook = read_codebook(folder / CODEBOOK)
    path = folder / PROTOCOL
    notes = Notes(str(path))
    node = parse_toml(read_text(path, hint="a study folder holds a study.toml"), notes)
    found: dict[Field, Variable] = {}
    for field in FIELDS:
        name = getattr(protocol.final, field)
        variable = codebook.by_name.get(name)
        problem = problem_with(field, name, variable=variable) if name else None
        if problem is not None and node is not None:
            notes.add(node.at("final", field), problem)
        elif variable is not None:
            found[field] = variable
    notes.stop_if_any()
    return found


def _asked(folder: Path, now: Iterable[Key], *, protocol: Protocol) -> Iterator[_Question]:
    units = _units(folder, protocol)
    questions = questions_of(folder, protocol)
    for key in now:
        field, client, victim = key
        if field in questions:
            yield _Question(key, ".".join(units.get(id_, id_) for id_ in (client, victim) if id_), questions[field])


def _units(folder: Path, protocol: Protocol) -> dict[str, str]:
    if protocol.final is None or not protocol.final.units:
        return {}
    found: dict[str, str] = {}
    taken: set[str] = set()
    path = folder / protocol.final.units
    for line, row in rows(path, columns=("id", "unit")):
        if row["id"] in found or row["unit"] in taken:
            message = f"{path}, line {line}: {row['id']} or {row['unit']} stands twice; keep one line of each"
            raise StudyError(message)
        found[row["id"]] = row["unit"]
        taken.add(row["unit"])
    return found


def _coded(store: Store, codebook: Codebook, names: Collection[str]) -> _Coded:
    """Return what was answered to these questions; every coding of them is read once."""
    import polars as pl

    final = final_of(store, codebook=codebook).filter(pl.col("variable").cast(pl.String).is_in(sorted(names)))
    columns = final.select(pl.col("unit", "variable").cast(pl.String), "value", "missing", "basis")
    old = superseded(store)
    people: dict[Place, dict[str, Coding]] = {}
    machine: dict[Place, list[Coding]] = {}
    for one in store.records(Coding, variable=names, round=(*COUNTED_ROUNDS, "machine")):  # oldest first
        if one.codebook_version in old:
            continue
        place = (one.unit, one.variable)
        if one.round == "machine":
            machine.setdefault(place, []).append(one)
        else:
            people.setdefault(place, {})[one.coder] = one
    return _Coded(
        final={(unit, name): (value, missing, basis) for unit, name, value, missing, basis in columns.iter_rows()},
        people={place: [answers[coder] for coder in sorted(answers)] for place, answers in people.items()},
        machine=machine,
        judges={(one.unit, one.variable): one.adjudicator for one in store.records(Adjudication, variable=names)},
    )


def _answered(question: _Question, coded: _Coded, texts: Mapping[str, str]) -> _Answer:
    """Return the final value of a question with the places that support it, and whether their text changed since."""
    value, code, basis = coded.final[question.place]
    missing = None if code is None else Missing(code)
    everyone = coded.people.get(question.place, ())
    own = everyone if basis == "open" else [one for one in everyone if one.answer == (value, missing)]
    judge = coded.judges.get(question.place, "")
    by = _by(basis, own or everyone, judge=judge, supported=bool(own))
    sources = tuple(dict.fromkeys(place for one in own for place in _sources(one.evidence, by, texts)))
    answer = FinalAnswer(
        value=None if value is None else in_words(question.variable, value, unit=question.unit),
        missing=missing,
        reason=by,
        sources=sources or (Source("", None, by=by),),
    )
    places = [place for one in own or everyone for place in one.evidence]
    since = _since(places, texts)
    if since == "not_known" and everyone:
        last = max(one.at for one in own or everyone)
        before = [one for one in coded.machine.get(question.place, ()) if one.at <= last]
        since = _since(before[-1].evidence if before else (), texts)
    return _Answer(answer, basis, since)


def _by(basis: str, coders: Sequence[Coding], *, judge: str, supported: bool) -> str:
    """Return on whose word a final value rests, in a few words."""
    names = ", ".join(one.coder for one in coders)
    if basis == "adjudicated":
        return (
            f"adjudicated by {judge}, coded by {names}"
            if supported
            else f"adjudicated by {judge}, as no coder answered"
        )
    return {"agreed": f"agreed: {names}", "open": f"coders differ: {names}"}.get(basis, names)


def _since(places: Iterable[Evidence], texts: Mapping[str, str]) -> Since:
    """Return whether the text of places changed since they were noted: where one is gone, it did."""
    found = {found_again(place, texts.get(place.document)).since for place in places}
    return next((since for since in ("gone", "stands", "same") if since in found), "not_known")


def _sources(evidence: tuple[Evidence, ...], by: str, texts: Mapping[str, str]) -> Iterator[Source]:
    """Yield where coders read an answer, with the words that stand there today.

    The words themselves are given of published judgments alone, as others may be erased.
    """
    for one in evidence:
        if isinstance(one, Locator):
            yield Source(one.document, None, page=one.page, by=by)
            continue
        span = found_again(one, texts.get(one.document)).span
        characters = "" if span else f"{one.start}–{one.end}"
        yield Source(one.document, span, by=by, characters=characters)


def in_words(variable: Variable, value: str, *, unit: str = "") -> str:
    """Return an answer as the dataset has it: a category in the word of the extraction record, all else as written.

    Raises:
        StudyError: the value holds a code that the codebook does not have; ``unit`` is whose answer it is.
    """
    if not variable.categories:
        return value
    words = {str(each.code): each.read_as[0] if each.read_as else str(each.code) for each in variable.categories}
    strange = next((code for code in value.split(";") if code not in words), None)
    if strange is not None:
        message = (
            f"{unit}, {variable.name}: the code {strange} was answered, which {CODEBOOK} does not have;"
            " carry the codings over with `vonnis codebook migrate`, or put the category back"
        )
        raise StudyError(message)
    return ";".join(words[code] for code in value.split(";"))


def _differs(one: Datum[object], other: Datum[object] | None) -> bool:
    if isinstance(one, Known) and isinstance(other, Known):
        return one.value != other.value
    return isinstance(one, Known) != isinstance(other, Known)
