"""The training of a study: its reference answers, and the marks of its coders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from vonnis.archive.store import Store, open_store
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.coded import Coded, CodedUnits
from vonnis.codebook.missing import Missing
from vonnis.codebook.values import Answer, read_answer
from vonnis.errors import StudyError
from vonnis.study.assignment import holding
from vonnis.study.coding import COUNTED_ROUNDS, Adjudication, Coding, latest
from vonnis.study.complex_links import made_of, merged_complexes
from vonnis.study.log import Assignment, HandIn, Link, Listing
from vonnis.study.persons import visible
from vonnis.study.protocol import CodingPlan, read_protocol
from vonnis.study.training import Trained, Training, reference_answers
from vonnis.study.unit import Unit, belongs
from vonnis.workflow.codings import codebook_of, final_of
from vonnis.workflow.population import PROTOCOL


def training_of(store: Store, plan: CodingPlan, *, hand_ins: Iterable[HandIn]) -> Training:
    """Return the training of a study, with the units of its reference answers and of the files handed in.

    Marks are counted from answers alone: their words stay sealed, as a coder's every answer asks for the marks.
    """
    references = reference_answers(store.without_words(Coding, round="reference"))
    wanted = {unit for unit, _ in references} | {each.unit for each in hand_ins}
    units = {unit.id: unit for unit in store.records(Unit, id=wanted)}
    return Training(references=references, units=units, plan=plan.training, pass_mark=plan.pass_mark)


def trained_of(store: Store, coder: str, *, plan: CodingPlan) -> Trained:
    """Return where one coder stands in the training."""
    hand_ins = store.records(HandIn, coder=coder)
    codings = store.without_words(Coding, coder=coder, round="training")
    return training_of(store, plan, hand_ins=hand_ins).trained(coder, hand_ins=hand_ins, codings=codings)


def marks_of(folder: Path) -> tuple[Trained, ...]:
    """Return where each coder stands who was given a file in the training, by name.

    Raises:
        StudyError: the folder is no study, or its database cannot be used.
    """
    plan = read_protocol(folder / PROTOCOL).coding
    with closing(open_store(folder)) as store:
        return tuple(trained_of(store, coder, plan=plan) for coder in trainees(store))


def trainees(store: Store) -> list[str]:
    """Return the coders who were given a file in the training, by name."""
    return sorted({each.coder for each in store.records(Assignment, round="training")})


def make_reference(folder: Path, files: Sequence[str], *, by: str, at: dt.datetime) -> int:
    """Make the final answers of some files the reference answers of the training; return how many.

    Raises:
        StudyError: a file is not known, nothing in it was answered, coders still differ about it, or somebody still
            codes its case.
    """
    codebook = codebook_of(folder)
    with closing(open_store(folder)) as store:
        for file in files:
            coders = who_still_codes(store, file, codebook=codebook)
            if coders:
                message = (
                    f"{file}: {', '.join(coders)} still code this case, and would see the answers of others in the"
                    " training; wait until all are done"
                )
                raise StudyError(message)
        return add_reference(store, files, codebook=codebook, by=by, at=at)


def who_still_codes(store: Store, unit: str, *, codebook: Codebook) -> list[str]:
    """Return the coders who hold a file of a unit's case in a round that counts, and lack an answer in it."""
    case = store.case_of(unit)
    listings = store.records(Listing, unit=[each.id for each in case])
    coders = set()
    for given in holding(store.records(Assignment, unit=[each.id for each in case])):
        if given.round not in COUNTED_ROUNDS:
            continue
        root = next(each for each in case if each.id == given.unit)
        seen = visible(case, listings, coder=given.coder, round_=given.round, rule="own")
        own = [each for each in seen if belongs(each, root)]
        codings = store.records(Coding, coder=given.coder, round=given.round, unit=[each.id for each in own])
        if _is_open(own, latest(codings), codebook=codebook):
            coders.add(given.coder)
    return sorted(coders)


def _is_open(units: Sequence[Unit], codings: Iterable[Coding], *, codebook: Codebook) -> bool:
    """Tell whether a question that a file asks has no answer."""
    answers: dict[str, dict[str, Answer]] = {unit.id: {} for unit in units}
    for each in codings:
        variable = codebook.by_name.get(each.variable)
        if variable is not None:
            with suppress(ValueError):
                words = str(each.value) if each.missing is None else str(int(each.missing))
                answers[each.unit][each.variable] = read_answer(variable, words)
    rows = [
        Coded(
            level=unit.level,
            key=unit.id,
            complex=unit.complex,
            defendant=unit.defendant,
            victim=unit.victim,
            answers=answers[unit.id],
        )
        for unit in units
    ]
    coded = CodedUnits(codebook, rows)
    return any(
        variable.name not in answers[unit.id] and coded.unit(unit.level, unit.id).asked(variable) is not False
        for unit in units
        for variable in codebook.at(unit.level)
        if not variable.optional
    )


def add_reference(store: Store, files: Sequence[str], *, codebook: Codebook, by: str, at: dt.datetime) -> int:
    """Do what :func:`make_reference` does, in an open store."""
    made = [coding for file in files for coding in _references(store, file, codebook=codebook, by=by, at=at)]
    with store.action("training.reference", actor=by, at=at, detail={"files": sorted(files)}) as writing:
        writing.add(made)
    return len(made)


def _references(store: Store, file: str, *, codebook: Codebook, by: str, at: dt.datetime) -> Iterator[Coding]:
    found = store.records(Unit, id=file)
    if not found:
        message = f"{file} is no unit of this study; `vonnis frame list` names them"
        raise StudyError(message)
    units = {unit.id for unit in store.records(Unit, complex=found[0].complex) if belongs(unit, found[0])}
    rows = [row for row in final_of(store, codebook=codebook).iter_rows(named=True) if str(row["unit"]) in units]
    differ = sorted(f"{row['unit']} {row['variable']}" for row in rows if row["basis"] == "open")
    if differ:
        message = f"coders still differ about {differ[0]}; decide first with `vonnis adjudicate`"
        raise StudyError(message)
    if not rows:
        message = f"nothing about {file} was answered yet; code it first, in the round main"
        raise StudyError(message)
    merged = merged_complexes(store.records(Link))
    for row in rows:
        yield _reference(store, made_of({str(row["unit"])}, merged), row=row, by=by, at=at)


def _reference(store: Store, told: Collection[str], *, row: dict[str, object], by: str, at: dt.datetime) -> Coding:
    """Return the reference answer to one question, with the evidence of a coder who gave it and the reason.

    ``told`` names the units about which it was given: the row's own, and complexes that are part of it now.
    """
    unit, variable = str(row["unit"]), str(row["variable"])
    missing = None if row["missing"] is None else Missing(int(str(row["missing"])))
    answer = (row["value"], missing)
    codings = latest(each for each in store.records(Coding, unit=told, variable=variable) if each.round != "reference")
    same = [each for each in codings if each.answer == answer]
    decided = store.records(Adjudication, unit=told, variable=variable)
    version = same[-1].codebook_version if same else decided[-1].codebook_version
    return Coding(
        unit=unit,
        variable=variable,
        coder=by,
        value=None if row["value"] is None else str(row["value"]),
        missing=missing,
        evidence=next((each.evidence for each in same if each.evidence), ()),
        note=decided[-1].reason if decided else "",
        codebook_version=version,
        round="reference",
        at=at,
    )
