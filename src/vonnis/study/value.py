"""A value of the dataset: known, with the passages it was read from, or absent in one of four ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar, Union

import msgspec

from vonnis.codebook.missing import Missing as Missing  # noqa: PLC0414 - a value's missing kind is that of the codebook
from vonnis.judgment.span import Span

Value = TypeVar("Value")
Derived = TypeVar("Derived")


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a value was read: the key of a judgment and the passage in it.

    Where no text may be kept, ``judgment`` names the document, ``page`` the page in it or ``characters`` the stretch
    of its text, and there is no span; it is empty where nobody noted a place. ``by`` tells on whose word a value rests
    that people coded.
    """

    judgment: str
    span: Span | None
    page: str = ""
    by: str = ""
    characters: str = ""


class Known(msgspec.Struct, Generic[Value], frozen=True, tag="known", tag_field="status"):
    """A value and the passages that carry it; none where the publisher's metadata carries it."""

    value: Value
    sources: tuple[Source, ...] = ()


class Absent(msgspec.Struct, frozen=True, tag="absent", tag_field="status"):
    """No value: the kind of missing, and why in one sentence."""

    missing: Missing
    reason: str
    sources: tuple[Source, ...] = ()


Datum = Union[Known[Value], Absent]  # noqa: UP007 - a generic alias must be a typing.Union before Python 3.12
"""What a variable holds for a unit."""


def not_stated(reason: str) -> Absent:
    """Return the missing value for what the file does not say."""
    return Absent(Missing.NOT_STATED, reason)


def unclear(reason: str, sources: tuple[Source, ...] = ()) -> Absent:
    """Return the missing value for what sources contradict or leave undecided."""
    return Absent(Missing.UNCLEAR, reason, sources)


def derived(datum: Datum[Value], rule: Callable[[Value], Derived | None], *, undecided: str) -> Datum[Derived]:
    """Return what a rule makes of a value, with the same passages; a missing value stays missing.

    Where the rule gives None, the answer is unclear, for the reason ``undecided``.
    """
    if isinstance(datum, Absent):
        return datum
    answer = rule(datum.value)
    return unclear(undecided, datum.sources) if answer is None else Known(answer, datum.sources)
