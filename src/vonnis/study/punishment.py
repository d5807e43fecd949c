"""Sentences as numbers that can be compared: days, hours and euros side by side, never added up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

from vonnis.errors import StudyError
from vonnis.extraction.record import Sanction
from vonnis.study.durations import DayRule, days, euros, hours

SentenceClass = Literal[
    "nothing_unconditional",
    "one_day",
    "one_day_by_suspension",
    "days_2_30_with_service",
    "days_2_99",
    "days_100_or_more",
    "otherwise",
]
SENTENCE_CLASSES: tuple[SentenceClass, ...] = get_args(SentenceClass)
"""The classes from lightest to heaviest, with what fits none at the end."""

CUSTODY = ("prison", "youth_detention", "detention")
"""The kinds of sanction that take liberty away for a time, the usual one first."""
LIFE = "imprisonment for life has no number of days"
"""Why a sentence or demand for life is compared with no other by its days."""
_SHORT = 30


class Punishment(msgspec.Struct, frozen=True, kw_only=True):
    """What was demanded or imposed; zero means that the kind was not demanded or imposed at all.

    ``life`` stands for imprisonment without a length; ``kinds`` holds every kind of sanction in the order of the text.
    ``unread`` names the amounts that nobody read: they are zero here, and count as missing.
    """

    custody_days: int = 0
    suspended_days: int = 0
    service_hours: int = 0
    suspended_hours: int = 0
    fine_euros: float = 0.0
    life: bool = False
    kinds: tuple[str, ...] = ()
    unread: tuple[Literal["suspended_hours", "fine_euros"], ...] = ()

    @property
    def unconditional_days(self) -> int:
        """Days of deprivation of liberty that are not suspended."""
        return self.custody_days - self.suspended_days


def punishment(sanctions: Iterable[Sanction], rule: DayRule) -> Punishment:
    """Return sanctions as numbers.

    Raises:
        StudyError: an amount is missing or in a unit that has no conversion, or more is suspended than imposed.
    """
    sums = {"custody": [0, 0], "service": [0, 0]}
    fine, kinds = 0.0, []
    for sanction in sanctions:
        kinds.append(sanction.kind)
        if sanction.kind in CUSTODY:
            _add(sums["custody"], sanction, _in_days(sanction.total, sanction, rule), rule)
        elif sanction.kind == "community_service":
            _add(sums["service"], sanction, _in_hours(sanction.total, sanction), rule)
        elif sanction.kind == "fine":
            fine += euros(_stated(sanction.total, sanction))
    return Punishment(
        custody_days=sums["custody"][0],
        suspended_days=sums["custody"][1],
        service_hours=sums["service"][0],
        suspended_hours=sums["service"][1],
        fine_euros=fine,
        life="life_imprisonment" in kinds,
        kinds=tuple(kinds),
    )


def sentence_class(sentence: Punishment, *, long_days: int) -> SentenceClass:
    """Return the class of a sentence; the classes exclude each other, and every sentence has one.

    ``long_days`` is where the class of long sentences begins (100 in the reference study). ``one_day`` is the strict
    reading: one day imposed, nothing suspended, with community service. ``one_day_by_suspension`` is a longer term of
    which all but one day is suspended, with community service.
    """
    unconditional, service = sentence.unconditional_days, sentence.service_hours > 0
    if sentence.life or unconditional >= long_days:
        return "days_100_or_more"
    if unconditional == 0:
        return "nothing_unconditional" if service or sentence.suspended_days else "otherwise"
    if unconditional == 1:
        strict: SentenceClass = "one_day_by_suspension" if sentence.suspended_days else "one_day"
        return strict if service else "otherwise"
    return "days_2_30_with_service" if service and unconditional <= _SHORT else "days_2_99"


def _stated(amount: str | None, sanction: Sanction) -> str:
    if amount is None:
        message = f"the length or amount of {sanction.kind} is not stated"
        raise StudyError(message)
    return amount


def _in_days(amount: str | None, sanction: Sanction, rule: DayRule) -> int:
    return days(_stated(amount, sanction), rule)


def _in_hours(amount: str | None, sanction: Sanction) -> int:
    return hours(_stated(amount, sanction))


def _add(sums: list[int], sanction: Sanction, total: int, rule: DayRule) -> None:
    """Add a sanction's total and suspended part to their sums."""
    suspended = 0
    if sanction.suspended == "all":
        suspended = total
    elif sanction.suspended:
        service = sanction.kind == "community_service"
        suspended = hours(sanction.suspended) if service else days(sanction.suspended, rule)
    if suspended > total:
        message = f"more of {sanction.kind} is suspended ({sanction.suspended}) than imposed ({sanction.total})"
        raise StudyError(message)
    sums[0] += total
    sums[1] += suspended
