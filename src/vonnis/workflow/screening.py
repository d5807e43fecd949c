"""Screening in a study folder: what to read next, what was decided, what is in conflict, and when enough was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import msgspec

from vonnis.archive.store import Store
from vonnis.errors import RefusedError, StudyError, VonnisError
from vonnis.judgment.reading import read_all
from vonnis.sources.listing import list_documents, load
from vonnis.study.flow import flow_of
from vonnis.study.log import Decision, Drawn
from vonnis.study.older_rows import is_older
from vonnis.study.protocol import Criterion, Protocol, ScreeningPlan, read_protocol
from vonnis.study.ranking import Ranker
from vonnis.study.reasons import list_words
from vonnis.study.screening import (
    BLIND,
    NOT_READ,
    Check,
    Recall,
    Screened,
    estimate_recall,
    lessons,
    reading_order,
    sample_size,
    screened,
    shown_to,
    stands,
)
from vonnis.study.screening_sheet import Vote
from vonnis.study.unit import Unit
from vonnis.workflow.population import PROTOCOL
from vonnis.workflow.sight import screened_in_sight

if TYPE_CHECKING:
    from vonnis.study.agreement.measuring import Agreement

_BEFORE = ("list", "rules")


class Criteria(msgspec.Struct, frozen=True, kw_only=True):
    """What screeners go by: the plan of the protocol, and its criteria in the order in which they are put.

    ``reasons`` are the only reasons for which a unit can be out: the criteria of the protocol (what it asks and is not
    met, and what it bars and is), or the fixed reasons of the house where it states none.
    """

    plan: ScreeningPlan
    include: tuple[Criterion, ...]
    exclude: tuple[Criterion, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The words of the criteria."""
        return tuple(one.id for one in (*self.include, *self.exclude))

    @property
    def blind(self) -> bool:
        """Whether two screeners decide without seeing each other."""
        return self.plan.screeners >= BLIND


def criteria_in(folder: Path) -> Criteria:
    """Return what the screeners of a study folder go by.

    Raises:
        StudyError: the protocol cannot be read, or holds mistakes.
    """
    if not (folder / PROTOCOL).is_file():
        return criteria_of(None)
    return criteria_of(read_protocol(folder / PROTOCOL))


def criteria_of(protocol: Protocol | None) -> Criteria:
    """Return what screeners go by after a protocol that was read; without one, the fixed reasons of the house."""
    plan = protocol.screening if protocol else ScreeningPlan()
    population = protocol.population if protocol else None
    if population and (population.include or population.exclude):
        return Criteria(plan=plan, include=population.include, exclude=population.exclude)
    house = [one for one in list_words().reasons if one.step == "screening" and one.id != NOT_READ]
    return Criteria(plan=plan, include=(), exclude=tuple(Criterion(id=one.id, text=one.label) for one in house))


def pool(store: Store) -> tuple[Unit, ...]:
    """Return the defendants that are screened, by study number: those left after the list and the rules."""
    units = [unit for unit in store.records(Unit) if not is_older(unit)]
    earlier = [one for one in store.records(Decision) if one.step in _BEFORE]
    left = set(flow_of(units, earlier).left)
    return tuple(sorted((unit for unit in units if unit.id in left), key=lambda unit: unit.id))


def texts_of(folder: Path, units: Iterable[Unit]) -> dict[str, str]:
    """Return the text of each unit whose judgments lie in the study folder; several are joined.

    A document that cannot be read has no text here, so that its unit is screened after those that have one.
    """
    wanted = {key for unit in units for key in unit.documents}
    place = folder / (read_protocol(folder / PROTOCOL).material.judgments if (folder / PROTOCOL).is_file() else ".")
    found: dict[str, str] = {}
    if wanted and place.exists():
        for document in list_documents([place]).places:
            try:
                judgments = list(read_all(load(document)))
            except VonnisError:
                continue
            for judgment in judgments:
                found.update({key: judgment.text or "" for key in (judgment.ecli, judgment.id) if key in wanted})
    texts = {unit.id: "\n".join(found[key] for key in unit.documents if found.get(key)) for unit in units}
    return {unit: text for unit, text in texts.items() if text}


def ranker_of(texts: Mapping[str, str], *, seed: int) -> Ranker | None:
    """Return what ranks the units by their texts; None where there are no words to go by."""
    try:
        return Ranker(texts, seed=seed)
    except StudyError:
        return None


def reading_list(
    store: Store, criteria: Criteria, *, screener: str, ranker: Ranker | None, every: int = 1
) -> tuple[str, ...]:
    """Return the units that a screener reads next, the likeliest to belong first.

    The same decisions give the same order. Units without text follow in an order that chance decides. The learner
    learns anew after so many decisions (``every``), from those that :func:`shown_to` lets it rest on. What the screener
    saw the other decide on, by taking the study along, is not read blind any more.
    """
    decisions = store.records(Decision)
    seen = screened_in_sight(store, screener, decisions=decisions) if criteria.blind else set()
    units = [unit.id for unit in pool(store) if unit.id not in seen]
    without = Random(criteria.plan.seed).sample(units, len(units))
    ranked: list[str] = []
    if ranker is not None:
        read = shown_to(screener, decisions)
        known = lessons(read[: len(read) - len(read) % every], screener=screener)
        ranked = ranker.rank({unit: known[unit] for unit in ranker.keys if unit in known})
    drawn = [one.unit for one in _check(store)[1]]
    return reading_order(units, decisions, screener=screener, ranked=[*ranked, *without], drawn=drawn)


def record_votes(store: Store, votes: Sequence[Vote], *, criteria: Criteria, screener: str, at: dt.datetime) -> int:
    """Add what a screener decided about units, and return how many decisions; all of them, or none.

    Where the protocol asks for two blind screeners a decision counts when the other one's is there too.

    Raises:
        StudyError: a unit is not screened, a reason is none of the study's, the unit is settled or has been read by two
            others, or the screener saw what another decided on it; each is named.
    """
    with store.action("screen", actor=screener, at=at, detail={"decisions": len(votes)}) as writing:
        decisions = store.records(Decision)
        members, known = {unit.id for unit in pool(store)}, stands(decisions)
        seen = screened_in_sight(store, screener, decisions=decisions) if criteria.blind else set()
        mistakes: list[str] = []
        for vote in votes:
            problem = _problem(vote, members=members, criteria=criteria)
            stand = known.get(vote.unit)
            if problem is None and criteria.blind and stand is not None and screener not in stand.voters:
                settled = stand.place in ("in", "out") and len(stand.voters) < BLIND
                if settled or len(stand.voters) >= BLIND:
                    problem = f"{vote.unit} has been decided on; where two screeners differ, settle it"
            if problem is None and vote.unit in seen:
                problem = f"{vote.unit}: {screener} took the study along with what another decided, and is not blind"
            if problem:
                mistakes.append(f"row {vote.row}: {problem}" if vote.row else problem)
        if mistakes:
            refusal = "no decision was added"
            raise RefusedError(refusal, mistakes)
        writing.add(
            Decision(
                unit=vote.unit,
                step="blind_screening" if criteria.blind else "screening",
                reason=vote.reason,
                detail=vote.detail,
                decided_by=screener,
                at=at,
            )
            for vote in votes
        )
    return len(votes)


def _problem(vote: Vote, *, members: set[str], criteria: Criteria) -> str | None:
    if vote.unit not in members:
        return f"{vote.unit!r} is no unit that is screened; `vonnis screen list` names them"
    if vote.reason is not None and vote.reason not in criteria.reasons:
        return f"{vote.unit}: {vote.reason!r} is no reason of this study; use {', '.join(criteria.reasons)}"
    return None


def settle(store: Store, vote: Vote, *, criteria: Criteria, by: str, at: dt.datetime) -> None:
    """Decide on a unit about which two screeners differ; ``vote.detail`` may say why.

    Raises:
        StudyError: they do not differ, the reason is none of the study's, or it is one of the two who decides.
    """
    unit, reason, detail = vote.unit, vote.reason, vote.detail
    with store.action("screen settle", actor=by, at=at, detail={"unit": unit}) as writing:
        stand = stands(store.records(Decision)).get(unit)
        problem = _problem(vote, members={one.id for one in pool(store)}, criteria=criteria)
        if problem is None and (stand is None or stand.place != "conflict"):
            problem = f"{unit} is not in conflict; `vonnis screen status` lists the units that are"
        if problem is None and stand is not None and by in stand.voters:
            problem = f"{unit}: {by} is one of the two who differ; a third settles it, or one of them decides anew"
        if problem:
            raise StudyError(problem)
        writing.add([Decision(unit=unit, step="screening", reason=reason, detail=detail, decided_by=by, at=at)])


def draw_check(
    store: Store, criteria: Criteria, *, size: int | None = None, by: str, at: dt.datetime
) -> tuple[str, ...]:
    """Draw a random sample of what nobody has read, to be read next, and return its units.

    Without a size it is the smallest sample that would show the recall that the protocol wants if nothing in it
    belongs.

    Raises:
        StudyError: units are half read or in conflict, nothing was found yet, or there are not so many.
    """
    with store.action("screen check", actor=by, at=at, detail={"size": size}) as writing:
        units = [unit.id for unit in pool(store)]
        now = screened(units, store.records(Decision))
        waiting = (*now.in_conflict, *now.begun)
        if waiting:
            message = f"{len(waiting)} units are in conflict or read by one of two; finish these first"
            raise StudyError(message)
        found, rest, plan = len(now.included), len(now.open), criteria.plan
        wanted = size or sample_size(found=found, rest=rest, target=plan.recall, level=plan.level)
        if wanted is None:
            message = "nothing was found to belong yet; read on, or give the size of the sample"
            raise StudyError(message)
        if not 0 < wanted <= rest:
            message = f"a sample of {wanted} cannot be drawn from {rest} units that nobody has read"
            raise StudyError(message)
        name = Check(units=len(units), rest=rest, found=found).name
        drawn = Random(f"{plan.seed} {name}").sample(now.open, wanted)
        writing.add(
            Drawn(
                unit=unit,
                draw=name,
                stratum="unread",
                probability=wanted / rest,
                weight=rest / wanted,
                seed=plan.seed,
                at=at,
            )
            for unit in drawn
        )
    return tuple(drawn)


def _check(store: Store) -> tuple[Check | None, tuple[Drawn, ...]]:
    """Return the last check of a screening, and its sample."""
    drawn = [one for one in store.records(Drawn) if Check.named(one.draw)]
    if not drawn:
        return None, ()
    last = drawn[-1]
    return Check.named(last.draw), tuple(one for one in drawn if (one.at, one.draw) == (last.at, last.draw))


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where the screening of a study stands.

    Attributes:
        criteria: what screeners go by.
        screened: where each unit stands.
        agreement: of two blind screeners on whether units belong, by their first word; None where there are not two.
        other_reason: units that both put out, for different reasons.
        recall: how much was found, from the last random sample once it was read.
        waiting: drawn units that are still to be read.
        why_not: why there is no estimate.
        may_stop: whether the recall that the protocol wants is shown.
    """

    criteria: Criteria
    screened: Screened
    agreement: Agreement | None
    other_reason: int
    recall: Recall | None
    waiting: int
    why_not: str
    may_stop: bool


def screening_of(store: Store, criteria: Criteria) -> Standing:
    """Return where the screening of a study stands."""
    units = [unit.id for unit in pool(store)]
    decisions = store.records(Decision)
    now = screened(units, decisions, reasons=criteria.reasons)
    check, drawn = _check(store)
    decided = {*now.included, *(unit for name, out in now.excluded.items() if name != NOT_READ for unit in out)}
    waiting = sum(one.unit not in decided for one in drawn)
    recall, why_not = None, ""
    if check is None:
        why_not = "no random sample of the unread was drawn"
    elif waiting:
        why_not = f"{waiting} units of the random sample are still to be read"
    elif check.units != len(units):
        why_not = "units came after the random sample was drawn; draw another"
    else:
        hits = sum(one.unit in now.included for one in drawn)
        # A correction can take back what had been found when the sample was drawn.
        found = min(check.found, len(now.included) - hits)
        recall = estimate_recall(
            found,
            rest=check.rest,
            sampled=len(drawn),
            sampled_in=hits,
            later=min(len(now.included) - hits - found, check.rest - len(drawn)),
            level=criteria.plan.level,
        )
    agreement, other_reason = _agreement(units, decisions)
    return Standing(
        criteria=criteria,
        screened=now,
        agreement=agreement,
        other_reason=other_reason,
        recall=recall,
        waiting=waiting,
        why_not=why_not,
        may_stop=recall is not None and recall.reaches(criteria.plan.recall),
    )


def _agreement(units: Sequence[str], decisions: Iterable[Decision]) -> tuple[Agreement | None, int]:
    """Return how two blind screeners agree, and on how many units they give other reasons."""
    from vonnis.study.agreement.measuring import measure
    from vonnis.study.agreement.ratings import ratings

    first: dict[str, dict[str, Decision]] = {unit: {} for unit in units}
    for one in decisions:
        if one.step == "blind_screening" and one.unit in first:
            first[one.unit].setdefault(one.decided_by, one)
    people = sorted({name for votes in first.values() for name in votes})
    both = [votes for votes in first.values() if len(votes) >= BLIND]
    if not both:
        return None, 0
    words = [[None if name not in votes else _word(votes[name]) for name in people] for votes in both]
    other = sum(
        None not in given and len(given) > 1 for votes in both for given in [{v.reason for v in votes.values()}]
    )
    return measure(ratings("belongs", words, coders=people)), other


def _word(decision: Decision) -> str:
    return "in" if decision.reason is None else "out"


def stop(store: Store, criteria: Criteria, *, although: str = "", by: str, at: dt.datetime) -> int:
    """Log that the units that nobody has read are left unread, and return how many.

    Raises:
        StudyError: the recall that the protocol wants is not shown (``although`` says why the study stops all the
            same), or units are half read or in conflict.
    """
    now = screening_of(store, criteria)
    waiting = len(now.screened.in_conflict) + len(now.screened.begun)
    if waiting:
        message = f"{waiting} units are in conflict or read by one of two; finish these first"
        raise StudyError(message)
    if not now.may_stop and not although:
        shown = now.why_not or f"at least {now.recall.low:.0%} was found" if now.recall else now.why_not
        message = (
            f"it is not shown that {criteria.plan.recall:.0%} was found ({shown}); read on, or say why it stops here"
        )
        raise StudyError(message)
    left = now.screened.open
    detail = {"unread": len(left), "although": bool(although)}
    with store.action("screen stop", actor=by, at=at, detail=detail) as writing:
        writing.add(
            Decision(unit=unit, step="screening", reason=NOT_READ, detail=although, decided_by=by, at=at)
            for unit in left
        )
    return len(left)
