"""From an outside list to the units that are coded: frame, attrition, sample, assignment, each one logged action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import closing
from hashlib import file_digest
from pathlib import Path

import msgspec

from vonnis.archive.key_file import check_outside, write_key
from vonnis.archive.store import Store, open_store
from vonnis.errors import StudyError, UsageError
from vonnis.study.assignment import assign, holding
from vonnis.study.coding import COUNTED_ROUNDS, Coding, Round
from vonnis.study.complex_links import cases_of, in_complexes
from vonnis.study.flow import StudyFlow, flow_of
from vonnis.study.frame import Naming, frame_of
from vonnis.study.frame_list import read_case_list
from vonnis.study.load import mixed
from vonnis.study.log import Assignment, Decision, Drawn, Link, Step
from vonnis.study.older_rows import OLDER, is_older
from vonnis.study.protocol import CodingPlan, read_protocol
from vonnis.study.reasons import reason as reason_with
from vonnis.study.sample import Stratum, draw
from vonnis.study.screening import Check
from vonnis.study.training import reference_answers
from vonnis.study.unit import FLOWING, SourceMode, Unit
from vonnis.workflow.key_opening import opened_key
from vonnis.workflow.load import loads
from vonnis.workflow.sight import check_unseen

PROTOCOL = "study.toml"


class ListImport(msgspec.Struct, frozen=True, kw_only=True):
    """How a list is to be read; see :func:`vonnis.study.frame_list.read_case_list` and :class:`Naming`.

    ``key`` is the key file outside the study; None only for a list without parketnummers. A closed one needs the
    ``passphrases`` of two of its holders.
    """

    path: Path
    key: Path | None = None
    passphrases: Mapping[str, str] = {}
    columns: Mapping[str, str] = {}
    means: Mapping[str, str] = {}
    wave: int = 1
    seed: int = 1
    source_mode: SourceMode = "closed_paper"


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What a list gave: rows read, units that are new, the flow so far, and the columns that were not taken."""

    rows: int
    new: int
    flow: StudyFlow
    left_out: tuple[str, ...]


def import_list(folder: Path, given: ListImport, *, by: str, at: dt.datetime) -> Imported:
    """Make units of an outside list; parketnummers go to the key file, and a list with a wrong row goes nowhere.

    The key file is written first: should the program die in between, the next run finds the numbers in it again.

    Raises:
        UsageError: the key file lies in the study, or is not named although the list holds parketnummers.
        StudyError: the list is wrong (each row and column named), or was imported before.
    """
    cases = read_case_list(given.path, columns=given.columns, means=given.means, today=at.date())
    identified = bool({"parketnummer", "complex"} & cases.columns.keys())
    if identified and given.key is None:
        message = f"{given.path} identifies cases; name a key file outside the study folder with --key"
        raise UsageError(message)
    if given.key is not None:
        check_outside(given.key, folder)
    check_outside(given.path, folder)
    with given.path.open("rb") as stream:
        # No more of it: who guesses at a list of one case finds hundreds of numbers that fit, and no single one.
        frame = f"list-{file_digest(stream, 'sha256').hexdigest()[:4]}"
    with closing(open_store(folder)) as store:
        units = store.records(Unit)
        if any((unit.frame or "").startswith(frame) for unit in units):
            message = f"{given.path} was imported before; a later list is another file, with --wave 2"
            raise StudyError(message)
        made = frame_of(
            cases.cases,
            key=opened_key(store, given.key, passphrases=given.passphrases, why="frame import", at=at)
            if given.key
            else (),
            taken=taken_numbers(units),
            naming=Naming(
                frame=frame, wave=given.wave, seed=given.seed, source_mode=given.source_mode, years=_years(folder)
            ),
            by=by,
            at=at,
        )
        if given.key is not None:
            write_key(given.key, made.key)
        detail = {"frame": frame, "rows": len(cases.cases), "wave": given.wave, "seed": given.seed}
        with store.action("frame import", actor=by, at=at, detail=detail) as writing:
            writing.add(made.units)
            writing.add(made.decisions)
        known = {unit.id for unit in units}
        new = sum(unit.level == "defendant" and unit.id not in known for unit in made.units)
        return Imported(rows=len(cases.cases), new=new, flow=flow(store), left_out=cases.left_out)


def drop(
    folder: Path, units: Sequence[str], *, reason: str | None, detail: str = "", by: str, at: dt.datetime
) -> StudyFlow:
    """Log that defendants drop out for a fixed reason, or (``reason`` None) that their file was found after all.

    Raises:
        StudyError: a unit or reason is unknown.
    """
    step = _step_of(folder, reason)
    with closing(open_store(folder)) as store:
        known = {unit.id for unit in store.records(Unit) if unit.level in FLOWING}
        for unit in units:
            if unit not in known:
                message = f"{unit} is no defendant of the study; see `vonnis status`"
                raise StudyError(message)
        with store.action("frame drop", actor=by, at=at, detail={"reason": reason, "units": len(units)}) as writing:
            writing.add(
                Decision(unit=unit, step=step, reason=reason, detail=detail, decided_by=by, at=at) for unit in units
            )
        return flow(store)


def _step_of(folder: Path, reason: str | None) -> Step:
    """Return the step at which a reason is given: those that the protocol states are reasons of the screening."""
    if reason is None:
        return "file"
    if (folder / PROTOCOL).is_file():
        population = read_protocol(folder / PROTOCOL).population
        if reason in {one.id for one in (*population.include, *population.exclude)}:
            return "screening"
    return reason_with(reason).step


def draw_sample(
    folder: Path, *, size: int | Mapping[str, int], strata: Stratum | None, seed: int, by: str, at: dt.datetime
) -> tuple[Drawn, ...]:
    """Draw a sample of the defendants that are in the population, and log it; a later draw replaces an earlier one.

    Raises:
        StudyError: there are not so many units, or a coder was already given some.
    """
    with closing(open_store(folder)) as store:
        if store.count(Assignment):
            message = "units are assigned to coders already; a new sample would change the study under their hands"
            raise StudyError(message)
        inside = set(flow(store).left)
        people = [unit for unit in store.records(Unit) if unit.level in FLOWING and unit.id in inside]
        drawn = draw(people, size=size, by=strata, seed=seed, at=at)
        detail = {"seed": seed, "strata": strata, "size": len(drawn), "of": len(people)}
        with store.action("sample", actor=by, at=at, detail=detail) as writing:
            writing.add(drawn)
        return drawn


class RoundPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A round of coding as it is planned: its coders, the share that two of them code, and where chance begins.

    ``only`` names the units; nothing there means all of the study that the round has not given out yet.
    """

    coders: tuple[str, ...]
    overlap: float
    round: Round = "main"
    seed: int = 1
    only: tuple[str, ...] = ()


def assign_units(folder: Path, plan: RoundPlan, *, by: str, at: dt.datetime) -> tuple[Assignment, ...]:
    """Give the units of the sample (or those named) to coders, and log it; units that a round has given out stay.

    Raises:
        StudyError: there is nothing to assign, the overlap cannot be had, or a coder has seen what others answered.
    """
    with closing(open_store(folder)) as store:
        inside = in_study(store)
        strange = [unit for unit in plan.only if unit not in inside]
        if strange:
            message = f"{strange[0]} is not in the study (or not in the sample); see `vonnis status`"
            raise StudyError(message)
        references = taught(store) if plan.round in COUNTED_ROUNDS else frozenset()
        known = [unit for unit in plan.only if unit in references]
        if known:
            message = (
                f"the case of {known[0]} has a reference file of the training, and is coded in no round that counts;"
                " leave it out"
            )
            raise StudyError(message)
        given = {assignment.unit for assignment in holding(store.records(Assignment, round=plan.round))} | references
        units = [unit for unit in plan.only or sorted(inside) if unit not in given]
        made = assign(units, plan.coders, overlap=plan.overlap, round_=plan.round, seed=plan.seed, at=at)
        check_unseen(store, [(each.unit, each.coder) for each in made], round_=plan.round)
        made = mixed(made, loads(folder, [unit for unit in store.records(Unit) if unit.id in set(units)]))
        with store.action(
            "assign", actor=by, at=at, detail={**msgspec.to_builtins(plan), "units": len(units)}
        ) as writing:
            writing.add(made)
        return made


def taught(store: Store) -> frozenset[str]:
    """Return the units of every case with reference answers, which the training shows to who is trained.

    They are coded in no round that counts: a reference answer about a case, or about a victim in it, is an answer about
    each of its defendants.
    """
    shown = {unit for unit, _ in reference_answers(store.records(Coding, round="reference"))}
    if not shown:
        return frozenset()
    cases = cases_of(store.records(Unit), store.records(Link))
    known = {cases[unit] for unit in shown if unit in cases}
    return frozenset(unit for unit, case in cases.items() if case in known)


def flow(store: Store, *, units: Sequence[Unit] | None = None) -> StudyFlow:
    """Return the flow of the study so far, counted from its log; an older study that was taken in has its own.

    ``units`` are all units of the study, where they were read already.
    """
    everyone = store.records(Unit) if units is None else units
    return flow_of((unit for unit in everyone if not is_older(unit)), store.records(Decision))


def drawn_units(store: Store) -> dict[str, float]:
    """Return the units of the last sample with their weights; nothing where the study is a census."""
    drawn = [one for one in _drawn(store, older=False) if Check.named(one.draw) is None]
    last = max((one.at for one in drawn), default=None)
    return {one.unit: one.weight for one in drawn if one.at == last}


def older_weights(store: Store) -> dict[str, float]:
    """Return the weights of the defendants of older studies that stated them."""
    return {one.unit: one.weight for one in _drawn(store, older=True)}


def _drawn(store: Store, *, older: bool) -> tuple[Drawn, ...]:
    return tuple(one for one in store.records(Drawn) if one.draw.startswith(OLDER) is older)


def in_study(store: Store, *, units: Sequence[Unit] | None = None) -> dict[str, float]:
    """Return the defendants that are to be coded, with their weights (1.0 in a census); ``units`` as in ``flow``."""
    left = flow(store, units=units).left
    weights = drawn_units(store)
    return {unit: weights.get(unit, 1.0) for unit in left if not weights or unit in weights}


def link(folder: Path, links: Sequence[Link], *, by: str, at: dt.datetime) -> None:
    """Log that complexes belong together, or that people of two complexes are the same person.

    Raises:
        StudyError: a unit is unknown, or of a level that cannot be linked so.
    """
    allowed = {"complex": ("complex",), "same_person": ("defendant", "victim")}
    with closing(open_store(folder)) as store:
        levels = {unit.id: unit.level for unit in store.records(Unit)}
        for one in links:
            for id_ in (one.one, one.other):
                if levels.get(id_) not in allowed[one.kind]:
                    what = " or ".join(allowed[one.kind])
                    message = f"{id_} is no {what} of the study; see `vonnis status`"
                    raise StudyError(message)
            if levels[one.one] != levels[one.other]:
                message = f"{one.one} is a {levels[one.one]} and {one.other} a {levels[one.other]}; they are two people"
                raise StudyError(message)
        with store.action("link", actor=by, at=at, detail={"links": len(links)}) as writing:
            writing.add(links)


def units_in_study(
    store: Store,
    *,
    with_uncertain: bool = True,
    older: bool = False,
    inside: Mapping[str, float] | None = None,
    everyone: Sequence[Unit] | None = None,
) -> tuple[Unit, ...]:
    """Return the units of the dataset: the defendants that are coded, and the complexes, victims and pairs of these.

    ``with_uncertain`` lets uncertain links between complexes hold; ``older`` adds the units of older studies;
    ``inside`` is what :func:`in_study` returns, and ``everyone`` all units, where these are known already.
    """
    everyone = store.records(Unit) if everyone is None else everyone
    inside = in_study(store, units=everyone) if inside is None else inside
    units = in_complexes(everyone, store.records(Link), with_uncertain=with_uncertain)
    homes = {unit.complex for unit in units if unit.id in inside}

    def stands(unit: Unit) -> bool:
        if is_older(unit):
            return older
        if unit.level == "paper":
            return unit.id in inside
        return unit.defendant in inside if unit.defendant is not None else unit.complex in homes

    return tuple(unit for unit in units if stands(unit))


def older_alone(store: Store) -> bool:
    """Tell whether a study holds nothing but older studies that were taken in, which are then its data."""
    return bool(store.tally(Coding, "round", round="older")) and all(map(is_older, store.records(Unit)))


def taken_numbers(units: Sequence[Unit]) -> dict[str, int]:
    """Return how many numbers of each letter are in use."""
    taken: dict[str, int] = {}
    for unit in units:
        if unit.level in ("defendant", "complex") and unit.id[1:].isdigit():
            taken[unit.id[0]] = max(taken.get(unit.id[0], 0), int(unit.id[1:]))
    return taken


def _years(folder: Path) -> tuple[int, int] | None:
    """Return the years of the population where the folder states a protocol."""
    if not (folder / PROTOCOL).is_file():
        return None
    population = read_protocol(folder / PROTOCOL).population
    return population.intake_from, population.intake_to


def planned_overlap(folder: Path) -> float:
    """Return the share of double coding that the protocol states, a fifth where there is none."""
    if not (folder / PROTOCOL).is_file():
        return CodingPlan().double_share
    return read_protocol(folder / PROTOCOL).coding.double_share
