"""The parts of a judgment, by what they are for."""

from __future__ import annotations

from typing import Literal

import msgspec

SectionKind = Literal[
    "head",
    "abstract",
    "indictment",
    "finding_of_fact",
    "demand",
    "defence",
    "sentencing_reasons",
    "applied_provisions",
    "dictum",
    "signature",
    "annex",
    "other",
]


class Heading(msgspec.Struct, frozen=True):
    """A line that a reader or the section finder takes for a heading, at ``text[start:end]``.

    ``role`` is what the source document itself calls the section (the ``role`` attribute of Rechtspraak XML), else
    None. ``marked`` tells that the document's own markup says that this is a heading (title, bridgehead, h2, a Word
    heading style); the section finder trusts a marked line sooner than a bare one.
    """

    start: int
    end: int
    role: str | None = None
    marked: bool = False


class Section(msgspec.Struct, frozen=True):
    """A stretch ``text[start:end]`` of a judgment and what it is for; sections follow each other without a gap."""

    kind: SectionKind
    start: int
    end: int
    heading: Heading | None = None
