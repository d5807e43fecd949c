"""A sanction in the making: its parts are gathered from several clauses before it becomes one of the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import cast

from vonnis.extraction.quantities import Quantity
from vonnis.extraction.record import Doubt, Sanction, SanctionKind
from vonnis.extraction.shares import rest_of, share_of
from vonnis.extraction.vocabulary import Noun
from vonnis.judgment.span import Span

Place = tuple[int, int]
ONE_UNIT = re.compile(r"(?P<head>PT?)(?P<n>\d+)(?P<unit>[YMWDH])")
"""A length, or hours, in one unit."""
_SUM_OF_TWO = ("whole", "first", "second")


class Draft:
    """A sanction in the making; its parts come from several clauses."""

    def __init__(self, noun: Noun, place: Place) -> None:
        """Start a sanction at the place of its noun."""
        self.noun = noun
        self.kind = noun.kind
        self.values: dict[str, str] = {}
        self.places: dict[str, Place] = {"noun": place}
        self.charges: tuple[str, ...] = ()
        self.conditions: tuple[str, ...] = ()
        self.partly = False
        self.disagrees: list[Place] = []
        self.uncounted: list[Place] = []
        self.served: Quantity | None = None
        self.times = 1
        self.beside: list[Draft] = []

    def __repr__(self) -> str:
        """Show kind and values."""
        return f"Draft({self.kind}, {self.values})"

    @property
    def first(self) -> int:
        """Where its words begin: at its noun, its length, or what is suspended of it."""
        return min(place[0] for part, place in self.places.items() if part in {"noun", "total", "suspended"})

    def has(self, part: str) -> bool:
        """Tell whether the part has a value."""
        return part in self.values

    def give(self, part: str, value: str, *, place: Place) -> None:
        """Set a part and its place, unless it has one already; a probation also for what is suspended beside it."""
        if part not in self.values:
            self.values[part] = value
            self.places[part] = place
            for other in self.beside if part == "probation" else ():
                other.give(part, value, place=place)

    def take(self, part: str, quantity: Quantity) -> None:
        """Set a part from a quantity that stands in the text, unless it has one already."""
        self.give(part, quantity.value, place=(quantity.start, quantity.end))

    def under(self, noun: Noun) -> Draft:
        """Return this length and its substitute as those of another kind of sanction."""
        draft = Draft(noun, self.places["noun"])
        for part in ("total", "substitute"):
            if self.has(part):
                draft.give(part, self.values[part], place=self.places[part])
        return draft

    def suspend_share(self, share: Fraction, place: Place) -> None:
        """Read "de helft daarvan voorwaardelijk", or say that such a share of the total cannot be counted."""
        self._count("suspended", share_of(self.values["total"], share) if self.has("total") else None, place)

    def serve_only(self, served: Quantity) -> None:
        """Read "op één dag na voorwaardelijk": what is suspended is the total without the part that is served."""
        place = served.start, served.end
        if self.values.get("suspended") == "all":
            del self.values["suspended"], self.places["suspended"]
        self._count("suspended", rest_of(self.values["total"], served.value) if self.has("total") else None, place)

    def _count(self, part: str, value: str | None, place: Place) -> None:
        """Set a part that was counted from the words at a place, or keep in mind that it could not be."""
        self.partly = True
        if value is not None:
            self.give(part, value, place=place)
        elif not self.has(part):
            self.uncounted.append(place)

    def doubts(self, text: str, *, field: str) -> Iterator[Doubt]:
        """Yield a doubt for each number that is given twice, and not alike, and each part that cannot be counted.

        ``field`` names where the sanction stands in the record.
        """
        for place in self.disagrees:
            yield Doubt(field, "the number in words differs from the number in digits", Span.of(text, *place))
        for place in self.uncounted:
            yield Doubt(field, "a part is suspended, and how much that is cannot be counted", Span.of(text, *place))

    def sanctions(self, text: str) -> tuple[Sanction, ...]:
        """Return the finished sanction, as often as the text imposes it ("twee geldboetes van elk € 250")."""
        return (self._sanction(text),) * self.times

    def _sanction(self, text: str) -> Sanction:
        start, end = self.places["noun"]
        if "total" in self.places:
            start, end = min(start, self.places["total"][0]), max(end, self.places["total"][1])
        parts: dict[str, Span] = {
            part: Span.of(text, *self.places[part])
            for part in ("suspended", "probation", "substitute", "after_deduction", "conditions")
            if part in self.places
        }
        return Sanction(
            kind=cast("SanctionKind", self.kind),  # "tbs" has been settled by now
            total=self.values.get("total"),
            suspended=self.values.get("suspended"),
            probation=self.values.get("probation"),
            substitute=self.values.get("substitute"),
            after_deduction=self.values.get("after_deduction"),
            charges=self.charges,
            conditions=self.conditions,
            evidence=Span.of(text, start, end),
            parts=parts,
        )


def is_sum(frame: Draft, parts: Sequence[Draft]) -> bool:
    """Tell whether hours are only the sum of those of the penalties behind them ("70 uren, te weten 40 uren ...")."""
    hours = [ONE_UNIT.fullmatch(d.values.get("total", "")) for d in (frame, *parts) if d.noun.measure == "hours"]
    if frame.noun.measure != "hours" or len(hours) < len(_SUM_OF_TWO) or not all(hours):
        return False
    whole, *rest = (int(match["n"]) for match in hours if match)
    return whole == sum(rest)
