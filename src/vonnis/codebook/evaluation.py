"""What a rule says of a unit: true, false or unknown; a number as the range in which it lies; never a guess.

Kleene's three-valued logic: an ``and`` with a false part is false whatever else is unknown, an ``or`` with a true part
true. A missing answer makes a comparison unknown; only ``is`` asks for the kind of missing itself. A number, date or
duration that is known in part is a range, and a comparison of ranges is decided where every choice from them agrees.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple, Protocol

from vonnis.codebook import expression as ex
from vonnis.codebook.codebook import Level
from vonnis.codebook.missing import Missing
from vonnis.codebook.values import Answer, Duration, Interval, PartialDate, days_of

Truth = bool | None
"""True, false, or None for unknown."""

MONTH_DAYS = 30
YEAR_DAYS = 365
_WEEK = 7
_SHORT_YEAR, _LONG_YEAR = 365, 366


class Span(NamedTuple):
    """A number between two bounds, both included; dates as their ordinal, durations in days."""

    low: float
    high: float


ANY = Span(-math.inf, math.inf)
"""A number of which nothing is known."""


class Unit(Protocol):
    """A unit as rules see it: its own answers, those of the units above it, and the units below."""

    def answer(self, name: str) -> Answer | Span | None:
        """Return the answer to a variable of this unit or of one above; None while it is not answered.

        A parameter is a number; a derived variable may be the range in which it lies.
        """
        ...

    def below(self, level: Level) -> Iterable[Unit]:
        """Return the units of a level below this one."""
        ...

    def level_of(self, names: tuple[str, ...]) -> Level:
        """Return the level of the units that a rule over these names goes through."""
        ...


def holds(rule: ex.Rule, unit: Unit) -> Truth:
    """Tell whether a condition holds for a unit; None where that is unknown."""
    return _truth(rule.root, unit)


def number(rule: ex.Rule, unit: Unit) -> Span:
    """Return the range in which the value of a rule lies for a unit; ``ANY`` where nothing is known."""
    return _span(rule.root, unit)


def _truth(node: ex.Node, unit: Unit) -> Truth:  # noqa: PLR0911 - one way out per kind
    if isinstance(node, ex.Not):
        inner = _truth(node.part, unit)
        return None if inner is None else not inner
    if isinstance(node, ex.Both):
        return _all(_truth(part, unit) for part in node.parts)
    if isinstance(node, ex.Either):
        return _any(_truth(part, unit) for part in node.parts)
    if isinstance(node, ex.Compare):
        return compare(node.operator, _span(node.left, unit), right=_span(node.right, unit))
    if isinstance(node, ex.Holds):
        return _holds(node, unit)
    if isinstance(node, ex.Is):
        return _is(unit.answer(node.name.name), node.state)
    if isinstance(node, ex.Over):
        found = (_truth(node.part, one) for one in _units(node, unit))
        return _any(found) if node.aggregate == "any" else _all(found)
    return None


def _all(parts: Iterable[Truth]) -> Truth:
    found = list(parts)
    return False if False in found else None if None in found else True


def _any(parts: Iterable[Truth]) -> Truth:
    found = list(parts)
    return True if True in found else None if None in found else False


def compare(operator: ex.Comparator, left: Span, *, right: Span) -> Truth:
    """Hold two ranges against each other: decided where every choice from them gives the same answer."""
    if operator in {">", ">="}:
        return compare("<" if operator == ">" else "<=", right, right=left)
    if operator == "<":
        return True if left.high < right.low else False if left.low >= right.high else None
    if operator == "<=":
        return True if left.high <= right.low else False if left.low > right.high else None
    apart = left.high < right.low or right.high < left.low
    equal = False if apart else True if left.low == left.high == right.low == right.high else None
    return equal if operator == "=" or equal is None else not equal


def _holds(node: ex.Holds, unit: Unit) -> Truth:
    answer = unit.answer(node.name.name)
    if answer is None or isinstance(answer, Missing):
        return None
    if isinstance(answer, tuple) and not isinstance(answer, Span):
        return any(code in answer for code in node.codes)
    span = _of(answer)
    return _any(compare("=", span, right=Span(code, code)) for code in node.codes)


def _is(answer: Answer | Span | None, state: ex.State) -> Truth:
    if answer is None:
        return None
    if state == "answered":
        return not isinstance(answer, Missing)
    if state == "missing":
        return isinstance(answer, Missing)
    return isinstance(answer, Missing) and answer.word == state


def _span(node: ex.Node, unit: Unit) -> Span:  # noqa: PLR0911 - one way out per kind
    if isinstance(node, ex.Number):
        return Span(node.value, node.value)
    if isinstance(node, ex.Day):
        return Span(node.value.toordinal(), node.value.toordinal())
    if isinstance(node, ex.Name):
        return _of(unit.answer(node.name))
    if isinstance(node, ex.Arithmetic):
        return _arithmetic(node.operator, _span(node.left, unit), _span(node.right, unit))
    if isinstance(node, ex.Call):
        return _call(node, unit)
    if isinstance(node, ex.Over):
        return _over(node, unit)
    return ANY


def _of(answer: Answer | Span | None) -> Span:  # noqa: PLR0911 - one way out per kind
    """Return the range in which an answer lies; nothing is known of a missing one."""
    if answer is None or isinstance(answer, Missing):
        return ANY
    if isinstance(answer, Span):
        return answer
    if isinstance(answer, Interval):
        return Span(answer.low, answer.high)
    if isinstance(answer, PartialDate):
        return Span(answer.first.toordinal(), answer.last.toordinal())
    if isinstance(answer, Duration):
        return Span(*days_of(answer))
    if isinstance(answer, Decimal | int):
        return Span(float(answer) if isinstance(answer, Decimal) else answer, float(answer))
    return ANY


def _arithmetic(operator: str, left: Span, right: Span) -> Span:
    if ANY in (left, right):
        return ANY
    if operator == "+":
        return Span(left.low + right.low, left.high + right.high)
    if operator == "-":
        return Span(left.low - right.high, left.high - right.low)
    if operator == "/" and right.low <= 0 <= right.high:
        return ANY
    ends = [a * b if operator == "*" else a / b for a in left for b in right if not (math.isinf(a) or math.isinf(b))]
    return Span(min(ends), max(ends)) if len(ends) == len(left) * len(right) else ANY


def _call(node: ex.Call, unit: Unit) -> Span:
    if node.function in {"days", "hours"}:
        name = node.arguments[0]
        answer = unit.answer(name.name) if isinstance(name, ex.Name) else None
        return _length(answer, node.function, unit) if isinstance(answer, Duration) else ANY
    first = _span(node.arguments[0], unit)
    second = _span(node.arguments[1], unit) if len(node.arguments) > 1 else ANY
    if node.function == "year":
        return ANY if any(map(math.isinf, first)) else Span(_year(first.low), _year(first.high))
    if any(map(math.isinf, (*first, *second))):
        return ANY
    if node.function == "age":
        return Span(_year(second.low) - first.high - (not _is_last_day(second.low)), _year(second.high) - first.low)
    if first == second:
        return Span(0, 0)  # two dates that are written alike are taken as the same day
    gap = Span(max(second.low - first.high, 0), max(second.high - first.low, 0))
    return Span(math.floor(gap.low / _LONG_YEAR), math.ceil(gap.high / _SHORT_YEAR))


def _length(duration: Duration, unit_word: str, unit: Unit) -> Span:
    if unit_word == "hours":
        return Span(duration.hours, duration.hours) if days_of(duration) == (0, 0) else ANY
    if duration.hours:
        return ANY
    month, year = _parameter(unit, "month_days", MONTH_DAYS), _parameter(unit, "year_days", YEAR_DAYS)
    days = duration.years * year + duration.months * month + duration.weeks * _WEEK + duration.days
    return Span(days, days)


def _parameter(unit: Unit, name: str, default: int) -> int:
    found = unit.answer(name)
    return found if isinstance(found, int) else default


def _year(ordinal: float) -> int:
    return dt.date.fromordinal(int(ordinal)).year


def _is_last_day(ordinal: float) -> bool:
    day = dt.date.fromordinal(int(ordinal))
    return (day.month, day.day) == (12, 31)


def _units(node: ex.Over, unit: Unit) -> list[Unit]:
    names = tuple(name.name for name in ex.names_in(node.part))
    return list(unit.below(unit.level_of(names)))


def _over(node: ex.Over, unit: Unit) -> Span:
    units = _units(node, unit)
    if node.aggregate == "count":
        found = [_truth(node.part, one) for one in units]
        return Span(found.count(True), found.count(True) + found.count(None))
    spans = [_span(node.part, one) for one in units]
    if node.aggregate == "sum":
        return Span(sum(span.low for span in spans), sum(span.high for span in spans))
    if not spans:
        return ANY
    if node.aggregate == "mean":
        return Span(sum(span.low for span in spans) / len(spans), sum(span.high for span in spans) / len(spans))
    choose = min if node.aggregate == "lowest" else max
    return Span(choose(span.low for span in spans), choose(span.high for span in spans))
