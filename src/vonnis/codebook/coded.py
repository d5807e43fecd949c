"""The coded units of a study as rules see them: which question is asked of whom, what is checked, what is derived.

Pure functions of the codebook and the answers; where the answers came from is no matter here.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from functools import cached_property

import msgspec

from vonnis.codebook import expression as ex
from vonnis.codebook.codebook import Check, Codebook, Derived, Level, Variable
from vonnis.codebook.evaluation import ANY, Span, Truth, holds, number
from vonnis.codebook.levels import iterated
from vonnis.codebook.missing import Missing
from vonnis.codebook.values import Answer, Interval, PartialDate


class Coded(msgspec.Struct, frozen=True, kw_only=True):
    """The answers about one unit, and the units it belongs to.

    Attributes:
        key: study number of the unit at its level.
        complex, defendant, victim: keys of the units above it, and of itself; None where there is none.
        answers: by the name of the variable; a question that is not answered yet is left out.
    """

    level: Level
    key: str
    complex: str
    defendant: str | None = None
    victim: str | None = None
    answers: dict[str, Answer] = {}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A check that does not hold for a unit."""

    check: Check
    level: Level
    unit: str


class CodedUnits:
    """All coded units of a study, linked with each other.

    Raises:
        ValueError: a unit stands in it twice.
    """

    def __init__(self, codebook: Codebook, units: Iterable[Coded]) -> None:
        """Link the units."""
        self.codebook = codebook
        self.units: dict[tuple[Level, str], CodedUnit] = {}
        self.children: dict[tuple[Level, str, Level], list[CodedUnit]] = {}
        for coded in units:
            if (coded.level, coded.key) in self.units:
                message = f"{coded.level} {coded.key} is coded twice; combine its answers into one unit"
                raise ValueError(message)
            self.units[coded.level, coded.key] = CodedUnit(self, coded)
        for unit in self.units.values():
            for level, key in unit.above:
                self.children.setdefault((level, key, unit.coded.level), []).append(unit)

    def unit(self, level: Level, key: str) -> CodedUnit:
        """Return a unit by its level and key."""
        return self.units[level, key]

    def at(self, level: Level) -> list[CodedUnit]:
        """Return the units of a level, in the order in which they came."""
        return [unit for unit in self.units.values() if unit.coded.level == level]

    def findings(self) -> Iterator[Finding]:
        """Yield every check that does not hold, unit by unit."""
        for check in self.codebook.checks:
            for unit in self.at(check.level):
                if holds(check.must, unit) is False:
                    yield Finding(check=check, level=check.level, unit=unit.coded.key)


class CodedUnit:
    """One unit with its links; it answers to the names of its own variables and of those above it."""

    def __init__(self, all_units: CodedUnits, coded: Coded) -> None:
        """Link one unit to all others."""
        self.all = all_units
        self.coded = coded
        self._spans: dict[str, Span] = {}

    @cached_property
    def above(self) -> list[tuple[Level, str]]:
        """The units to which this one belongs, by level and key."""
        coded = self.coded
        links: list[tuple[Level, str | None]] = [
            ("complex", coded.complex),
            ("defendant", coded.defendant),
            ("victim", coded.victim),
        ]
        return [(level, key) for level, key in links if key is not None and level != coded.level]

    def level_of(self, names: tuple[str, ...]) -> Level:
        """Return the level of the units that a rule over these names goes through."""
        return iterated(self.all.codebook, names, level=self.coded.level)

    def below(self, level: Level) -> list[CodedUnit]:
        """Return the units of a level below this one."""
        return self.all.children.get((self.coded.level, self.coded.key, level), [])

    def answer(self, name: str) -> Answer | Span | None:
        """Return the answer to a variable here or above, the value of a parameter, or of a derived variable."""
        codebook = self.all.codebook
        if name in codebook.parameters:
            return codebook.parameters[name]
        known = codebook.by_name.get(name) or codebook.derived_by_name.get(name)
        if known is None:
            return None
        owner = self._owner(known.level)
        if owner is None:
            return None
        if isinstance(known, Derived):
            return owner.span(known)
        # An answer from before its question was skipped no longer counts, here and in the rules that rest on it.
        if owner.asked(known) is False:
            return Missing.NOT_APPLICABLE
        return owner.coded.answers.get(name)

    def asked(self, variable: Variable) -> Truth:
        """Tell whether a question is asked of this unit; None where an answer that decides it is missing.

        A question is skipped, as not applicable, only where this is False: silence elsewhere never closes a question.
        One that hangs on nothing but skipped questions is skipped with them.
        """
        if variable.asked_if is None:
            return True
        found = holds(variable.asked_if, self)
        if found is not None:
            return found
        names = {name.name for name in ex.names_in(variable.asked_if.root)} & self.all.codebook.by_name.keys()
        skipped = [self._owner_skips(name) for name in names]
        return False if skipped and all(skipped) else None

    def _owner_skips(self, name: str) -> bool:
        """Tell whether a question, here or above, is skipped."""
        known = self.all.codebook.by_name[name]
        owner = self._owner(known.level)
        return owner is not None and owner.asked(known) is False

    def span(self, derived: Derived) -> Span:
        """Return the range in which a derived variable lies; the code itself for a derived category."""
        if derived.name not in self._spans:
            self._spans[derived.name] = self._computed(derived)
        return self._spans[derived.name]

    def derive(self, derived: Derived) -> Answer:
        """Return a derived variable as an answer: its value, or why there is none."""
        span = self.span(derived)
        if math.isinf(span.low) or math.isinf(span.high):
            return self._why_missing(derived)
        if derived.type == "interval":
            return Interval(math.floor(span.low), math.ceil(span.high))
        if span.low != span.high:
            return Missing.UNCLEAR
        if derived.type == "date":
            day = dt.date.fromordinal(int(span.low))
            return PartialDate(day.year, day.month, day.day)
        return round(span.low)

    def _owner(self, level: Level) -> CodedUnit | None:
        if level == self.coded.level:
            return self
        return next((self.all.units.get(link) for link in self.above if link[0] == level), None)

    def _computed(self, derived: Derived) -> Span:
        if derived.value is not None:
            return number(derived.value, self)
        for case in derived.cases:
            holds_here = True if case.when is None else holds(case.when, self)
            if holds_here is None:
                return ANY
            if holds_here:
                return Span(case.code, case.code)
        return ANY

    def _why_missing(self, derived: Derived) -> Missing:
        """Return the kind of the first missing answer that a derived variable rests on; unclear where none is."""
        rules = [derived.value, *(case.when for case in derived.cases)]
        return next((kind for rule in rules if rule for kind in self._kinds(rule.root)), Missing.UNCLEAR)

    def _kinds(self, node: ex.Node) -> Iterator[Missing]:
        if isinstance(node, ex.Is):
            return
        if isinstance(node, ex.Name):
            answer = self.answer(node.name)
            if isinstance(answer, Missing):
                yield answer
            inner = self.all.codebook.derived_by_name.get(node.name)
            owner = self._owner(inner.level) if inner else None
            if inner and owner and isinstance(answer, Span) and math.isinf(answer.high):
                yield owner._why_missing(inner)  # noqa: SLF001 - the same class
        elif isinstance(node, ex.Over):
            names = tuple(name.name for name in ex.names_in(node.part))
            for unit in self.below(self.level_of(names)):
                yield from unit._kinds(node.part)  # noqa: SLF001 - the same class
        else:
            for part in ex.children(node):
                yield from self._kinds(part)
