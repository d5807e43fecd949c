"""A codebook: the questions that machine and coder answer, on four levels, as frozen values.

``read_codebook`` in ``reading`` is the only maker that checks; these values say what a codebook is.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Any, Literal

import msgspec

from vonnis.codebook.expression import Rule
from vonnis.codebook.missing import Missing

Text = dict[str, str]
"""A text in each language of the codebook: ``{"nl": …, "en": …}``."""

Level = Literal["complex", "defendant", "victim", "pair", "paper"]
"""What a question is about: a case complex, a defendant in a case, a victim in a complex, or defendant × victim."""
Type = Literal["category", "categories", "integer", "interval", "money", "duration", "date"]
Scale = Literal["nominal", "ordinal", "interval", "ratio"]
Need = Literal["passage", "locator", "either", "none"]
Standing = Literal["court", "prosecution", "defendant", "victim", "police", "expert", "inferred"]

LEVELS: tuple[Level, ...] = ("complex", "defendant", "victim", "pair")
"""The levels of a study of cases; a study of papers asks of each ``paper``, and of nothing else."""
BY_DEFAULT = (Missing.NOT_STATED, Missing.UNCLEAR, Missing.WITHHELD)
STANDINGS: tuple[Standing, ...] = ("court", "prosecution", "defendant", "victim", "police", "expert", "inferred")
"""Who says so, in the order in which the first is coded where sources contradict each other."""


class Category(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A possible answer: its code in the data, and its words.

    Attributes:
        alone: in a set, this answer excludes all others ("none").
        note: this answer asks the coder for a short note ("other").
        read_as: the words of the extraction record that mean this answer (``male``; ``yes`` and ``no``).
    """

    code: int
    label: Text
    definition: Text | None = None
    alone: bool = False
    note: bool = False
    read_as: tuple[str, ...] = ()


class Variable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question, asked of every unit of its level.

    Attributes:
        label: short name in tables and data files; ``question`` is what the coder is asked.
        section: id of the section in which it is printed.
        part_of: the variable whose question it completes (the suspended part of a sentence); no question of its own.
        definition, rule, example, counter_example: what it means, how to decide, and a case on each side of the line.
        missing: the kinds of missing that a coder may choose; not_applicable is set by ``asked_if`` alone.
        asked_if: the question is asked where this holds, or where that is unknown because an answer is missing.
        least, most: the range, both included; in years for a date, hours for a duration in hours, else in days.
        unit: what is counted (``days``), or the currency of money (``EUR``).
        precision: the coarsest precision in which a date may be given.
        evidence: what an answer must point to.
        precedence: who is believed first where sources contradict each other; the house order where empty.
        extractor: the field of the extraction record that answers the same question; ``machine`` says how well.
        reads: where that field holds sanctions, the kind and the part that answer: ``prison.total``.
        double_coding: the share of units that two coders answer; None where the protocol's share holds.
        short: belongs to the short form. ``optional``: off unless the study switches it on.
        edition: in which edition of the data the variable may stand.
    """

    name: str
    level: Level
    type: Type
    label: Text
    question: Text
    scale: Scale = "nominal"
    section: str | None = None
    part_of: str | None = None
    definition: Text | None = None
    rule: Text | None = None
    example: Text | None = None
    counter_example: Text | None = None
    categories: tuple[Category, ...] = ()
    missing: tuple[Missing, ...] = BY_DEFAULT
    asked_if: Rule | None = None
    least: int | None = None
    most: int | None = None
    unit: str | None = None
    precision: Literal["day", "month", "year"] = "day"
    evidence: Need = "either"
    precedence: tuple[Standing, ...] = ()
    extractor: str | None = None
    reads: str | None = None
    machine: Literal["yes", "partly", "no"] = "no"
    double_coding: float | None = None
    short: bool = False
    optional: bool = False
    edition: Literal["open", "grouped", "restricted"] = "open"

    @property
    def believed(self) -> tuple[Standing, ...]:
        """Who may say so, in the order in which they are believed where they contradict each other."""
        return (*self.precedence, *(one for one in STANDINGS if one not in self.precedence))

    @property
    def codes(self) -> tuple[int, ...]:
        """The codes of the categories, in their order."""
        return tuple(category.code for category in self.categories)

    def category(self, code: int) -> Category | None:
        """Return the category with a code, or None."""
        return next((category for category in self.categories if category.code == code), None)

    @property
    def kinds(self) -> tuple[Missing, ...]:
        """The kinds of missing that its data can hold, from −9 to −6."""
        found = {*self.missing, *([Missing.NOT_APPLICABLE] if self.asked_if else [])}
        return tuple(sorted(found))


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A heading under which variables are printed."""

    id: str
    label: Text


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule over several answers of one unit: ``must`` holds, or the coder sees the message.

    An ``error`` must be mended; a ``question`` may be answered with a note. What is unknown raises nothing.
    """

    id: str
    level: Level
    must: Rule
    message: Text
    severity: Literal["error", "question"] = "error"


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of a derived category: the first row whose ``when`` holds gives the code; one without always holds."""

    code: int
    when: Rule | None = None


class Alternative(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another reading of a derived variable, to be reported beside it; ``name`` is a derived variable of its own."""

    name: str
    label: Text


class Derived(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A variable that is computed and never coded by hand: by a ``value``, or by ``cases``.

    Unknown where its rule is; then it carries the missing kind of the first missing answer that it rests on.
    """

    name: str
    level: Level
    type: Literal["category", "integer", "interval", "date"]
    label: Text
    definition: Text
    scale: Scale = "nominal"
    categories: tuple[Category, ...] = ()
    value: Rule | None = None
    cases: tuple[Case, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    short: bool = False

    @property
    def codes(self) -> tuple[int, ...]:
        """The codes of the categories, in their order."""
        return tuple(category.code for category in self.categories)


class Codebook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """A version of a codebook.

    Attributes:
        name, version: the name stays, the version grows with each change (``1.2.0``).
        parameters: numbers that rules refer to by name (``age_gap_years``); each is a choice that reports print.
    """

    name: str
    version: str
    title: Text
    variables: tuple[Variable, ...]
    languages: tuple[str, ...] = ("nl", "en")
    description: Text | None = None
    sections: tuple[Section, ...] = ()
    parameters: dict[str, int] = {}
    checks: tuple[Check, ...] = ()
    derived: tuple[Derived, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Variable]:
        """The variables by their names."""
        return {variable.name: variable for variable in self.variables}

    @cached_property
    def derived_by_name(self) -> dict[str, Derived]:
        """The derived variables by their names."""
        return {derived.name: derived for derived in self.derived}

    def at(self, level: Level) -> tuple[Variable, ...]:
        """Return the variables of a level, in their order."""
        return tuple(variable for variable in self.variables if variable.level == level)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels of its dataset: those of cases, and that of papers where it asks anything of a paper."""
        return (*LEVELS, "paper") if self.at("paper") else LEVELS

    @property
    def questions(self) -> tuple[Variable, ...]:
        """The variables that ask a question of their own; parts of another question are left out."""
        return tuple(variable for variable in self.variables if variable.part_of is None)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content, whatever its layout: equal digests ask the same in the same words."""
        return hashlib.sha256(msgspec.json.encode(content(self), order="sorted")).hexdigest()


def content(value: msgspec.Struct) -> dict[str, Any]:
    """Return a codebook, or a part of one, as plain values: rules as their words, kinds of missing as theirs."""
    return {field: _plain(getattr(value, field)) for field in value.__struct_fields__}


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever the value is made of
    if isinstance(value, Rule):
        return value.text
    if isinstance(value, Missing):
        return value.word
    if isinstance(value, msgspec.Struct):
        return content(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
