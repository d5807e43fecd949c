"""The wordings of the invented courts, read from ``wordings.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from vonnis.demo.numerals import NumberForm
from vonnis.demo.plan import Unusual
from vonnis.extraction.record import ChannelClass, Sex

SuspendedForm = Literal["none", "part", "all"]
Circumstance = Literal["acquitted", "confirmed", "quashed", "annex"]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a judgment: its heading (or a name where it has none), and its lines.

    ``when`` and ``unless`` name a circumstance of the case in which the part stands, or falls away.
    """

    lines: tuple[str, ...]
    title: str | None = None
    name: str | None = None
    role: str | None = None
    when: Circumstance | None = None
    unless: Circumstance | None = None


class Style(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one invented court writes."""

    court: str
    code: str
    markup: Literal["sections", "bridgeheads", "flat"]
    numbers: NumberForm
    years: Literal["jaar", "jaren"]
    parts: tuple[Part, ...]
    decision: dict[str, tuple[str, ...]]
    sanctions: dict[str, dict[SuspendedForm, tuple[str, ...]]]
    deduction: str | None


class Brackets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The age brackets of the law, in its own words."""

    under_16: str
    under_18: str


class Lines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lines that stand for a victim, a charge or a circumstance; several wordings are used in turn."""

    charge: str
    finding: str
    times: tuple[str, ...]
    brackets: Brackets
    victim: tuple[str, ...]
    victim_bracket: str
    no_demand: tuple[str, ...]
    codefendant: str


class UnusualWording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in place of the usual line (``line``), or after it (``also``), in the courts that write so."""

    styles: tuple[str, ...]
    line: str
    also: str | None = None


class Wordings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that the invented courts can say."""

    notice: str
    channels: dict[ChannelClass, tuple[str, ...]]
    sexes: dict[Sex, str]
    pronouns: dict[Sex, str]
    phrases: dict[str, dict[SuspendedForm, str] | str]
    styles: dict[str, Style]
    lines: Lines
    unusual: dict[Unusual, UnusualWording]


@cache
def wordings() -> Wordings:
    """Return the shipped wordings."""
    import yaml

    text = (files("vonnis.demo") / "wordings.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Wordings)
