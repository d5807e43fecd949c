"""Screening: does a document belong to the study? Fixed reasons, two blind screeners, and when enough has been read.

A study that must find a few hundred cases among tens of thousands reads them in an order that a learner proposes, and
then has to know what it missed. The order is one matter (``ranking``), the estimate another (here): it rests on a
random sample of what was not read, never on the learner's own scores.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from vonnis.errors import StudyError


class Screening(msgspec.Struct, frozen=True, kw_only=True):
    """What one screener decided about one document.

    Attributes:
        document: the key of the document.
        screener: who decided.
        included: whether it belongs to the study.
        reason: the word of the criterion that it fails; None where it is included.
        at: when.

    Raises:
        StudyError: an exclusion has no reason, or an inclusion has one.
    """

    document: str
    screener: str
    included: bool
    reason: str | None = None
    at: dt.datetime

    def __post_init__(self) -> None:
        """Refuse an exclusion without its reason."""
        if self.included is (self.reason is None):
            return
        message = f"{self.document}: " + (
            "it is included, so it has no reason to be out" if self.included else "it is excluded; say for which reason"
        )
        raise StudyError(message)


class Screened(msgspec.Struct, frozen=True, kw_only=True):
    """Where the screening of a set of documents stands, each document in one place.

    Attributes:
        included: in, by everybody who had to decide.
        excluded: out, by reason.
        in_conflict: the screeners differ on whether it belongs; somebody must decide.
        open: not decided by as many screeners as the study asks.
    """

    included: tuple[str, ...]
    excluded: dict[str, tuple[str, ...]]
    in_conflict: tuple[str, ...]
    open: tuple[str, ...]


def screened(
    documents: Sequence[str],
    screenings: Iterable[Screening],
    *,
    reasons: Sequence[str],
    screeners: int = 1,
    settled: Mapping[str, Screening] | None = None,
) -> Screened:
    """Return where each document stands.

    Of several decisions by one screener the last counts. Where screeners agree that a document is out but not why, the
    reason that stands first in ``reasons`` counts, as in a flow diagram each document is excluded once.

    Args:
        documents: the keys of all documents, in the order in which results list them.
        screenings: what was decided.
        reasons: the words of the criteria, in the order in which they are asked.
        screeners: how many must decide on each document.
        settled: decisions on documents about which screeners differed.

    Raises:
        StudyError: a decision names a document or a reason that the study does not have.
    """
    known, latest = set(documents), _latest(screenings)
    for screening in [*latest.values(), *(settled or {}).values()]:
        _check(screening, known, reasons)
    by_document: dict[str, list[Screening]] = {}
    for screening in latest.values():
        by_document.setdefault(screening.document, []).append(screening)
    places: dict[str, list[str]] = {"in": [], "conflict": [], "open": [], **{f"out {reason}": [] for reason in reasons}}
    for document in documents:
        decision = (settled or {}).get(document)
        found = [decision] if decision else by_document.get(document, [])
        places[_place(found, reasons, needed=1 if decision else screeners)].append(document)
    return Screened(
        included=tuple(places["in"]),
        excluded={reason: tuple(places[f"out {reason}"]) for reason in reasons},
        in_conflict=tuple(places["conflict"]),
        open=tuple(places["open"]),
    )


def _latest(screenings: Iterable[Screening]) -> dict[tuple[str, str], Screening]:
    latest: dict[tuple[str, str], Screening] = {}
    for screening in screenings:
        key = (screening.document, screening.screener)
        if key not in latest or latest[key].at <= screening.at:
            latest[key] = screening
    return latest


def _check(screening: Screening, known: set[str], reasons: Sequence[str]) -> None:
    if screening.document not in known:
        message = f"{screening.document} was screened by {screening.screener}, but is not among the documents"
        raise StudyError(message)
    if screening.reason is not None and screening.reason not in reasons:
        message = f"{screening.document}: {screening.reason!r} is no reason of this study; use {', '.join(reasons)}"
        raise StudyError(message)


def _place(found: Sequence[Screening], reasons: Sequence[str], *, needed: int) -> str:
    if len({screening.included for screening in found}) > 1:
        return "conflict"
    if len(found) < needed:
        return "open"
    if found[0].included:
        return "in"
    given = {screening.reason for screening in found}
    return "out " + next(reason for reason in reasons if reason in given)


class Recall(msgspec.Struct, frozen=True, kw_only=True):
    """How much of what belongs to the study has been found, estimated from a random sample of the rest.

    Attributes:
        found: documents that belong, found by reading in any order.
        rest: documents that were not read when the sample was drawn.
        sampled, sampled_in: how many of the rest were drawn at random and read, and how many of these belong.
        estimate: found, with those of the sample, as a share of all that belong (expected in the rest).
        low, high: an interval of the stated level for that share; exact, so that it holds at least as often.
        level: of the interval (0.95).
    """

    found: int
    rest: int
    sampled: int
    sampled_in: int
    estimate: float
    low: float
    high: float
    level: float

    def reaches(self, target: float) -> bool:
        """Tell whether the study may stop: even the lower end of the interval reaches the target."""
        return self.low >= target


def estimate_recall(found: int, *, rest: int, sampled: int, sampled_in: int, level: float = 0.95) -> Recall:
    """Return the estimated recall with its exact interval.

    How many of the rest belong is estimated from a simple random sample without replacement: the point by
    proportion, the bounds by inverting the hypergeometric distribution (Buonaccorsi 1987, The American Statistician
    41(3), 215–218, each tail with half of one minus the level). As a rule for stopping it is that of Callaghan and
    Müller-Hansen (2020), Systematic Reviews 9:273, there with a one-sided test.

    Args:
        found: documents that belong, found before the sample was drawn.
        rest: documents that were not read at that moment.
        sampled: how many of these were drawn at random and read.
        sampled_in: how many of the drawn belong.
        level: of the interval, between 0 and 1.

    Raises:
        StudyError: the numbers cannot be so.
    """
    if not (0 <= sampled_in <= sampled <= rest and found >= 0 and 0 < level < 1):
        message = (
            f"a sample of {sampled} with {sampled_in} that belong cannot come from a rest of {rest};"
            " give the numbers as they were when the sample was drawn"
        )
        raise StudyError(message)
    expected = rest * sampled_in / sampled if sampled else None
    fewest, most = _bounds(rest, sampled, sampled_in=sampled_in, tail=(1 - level) / 2)
    have = found + sampled_in

    def share(in_rest: float) -> float:
        return have / (found + in_rest) if found + in_rest else 1.0

    return Recall(
        found=found,
        rest=rest,
        sampled=sampled,
        sampled_in=sampled_in,
        estimate=share(expected) if expected is not None else share(most),
        low=share(most),
        high=share(fewest),
        level=level,
    )


def _bounds(rest: int, sampled: int, *, sampled_in: int, tail: float) -> tuple[int, int]:
    """Return the fewest and the most documents of the rest that may belong, given what the sample shows."""
    import numpy as np
    from scipy.stats import hypergeom

    candidates = np.arange(sampled_in, rest - (sampled - sampled_in) + 1)
    at_most = hypergeom.cdf(sampled_in, rest, candidates, sampled)
    at_least = hypergeom.sf(sampled_in - 1, rest, candidates, sampled)
    possible = candidates[(at_most > tail) & (at_least > tail)]
    return int(possible[0]), int(possible[-1])


def sample_size(*, found: int, rest: int, target: float, level: float = 0.95) -> int | None:
    """Return how many of the rest must be drawn and read to show the target, if none of them belongs.

    None where even reading all of the rest would not show it, which cannot happen while something was found.
    """
    if found == 0:
        return None
    low, high = 0, rest
    while low < high:
        middle = (low + high) // 2
        if estimate_recall(found, rest=rest, sampled=middle, sampled_in=0, level=level).reaches(target):
            high = middle
        else:
            low = middle + 1
    return low
