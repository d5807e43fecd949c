"""The parsed judgment: one canonical text, its sections, and what its publisher says about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from typing import Literal

import msgspec

from vonnis.judgment.section import Heading, Section, SectionKind
from vonnis.judgment.span import Span

TextIs = Literal["judgment", "dictum", "abstract"]
_WHOLE: dict[TextIs, SectionKind] = {"dictum": "dictum", "abstract": "abstract"}


class Relation(msgspec.Struct, frozen=True):
    """A formal tie to another decision in the same case, as the publisher states it.

    ``type``, ``stage`` and ``effect`` are the last parts of the value-list URIs (``cassatie``, ``latereAanleg``,
    ``bekrachtiging/bevestiging``), or None.
    """

    ecli: str
    type: str | None = None
    stage: str | None = None
    effect: str | None = None


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about a judgment beside its text.

    ``evidence`` holds the passage for a field that was read from the text, because no publisher stated it.
    """

    ecli: str | None = None
    court: str | None = None
    date: dt.date | None = None
    case_numbers: tuple[str, ...] = ()
    type: Literal["uitspraak", "conclusie"] | None = None
    procedures: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    issued: dt.date | None = None
    modified: dt.datetime | None = None
    replaces: tuple[str, ...] = ()
    evidence: dict[str, Span] = {}


class Judgment(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A judgment as vonnis reads it.

    Attributes:
        id: file stem, or ECLI for an entry of a feed; unique within a batch.
        text: the canonical text (NFC, code points, one line feed between lines); empty for a metadata-only document.
        headings: what the document's own markup shows as headings; None for a text that has no sections.
        metadata: what the publisher states, or else what the head of the text states.
        text_is: whether the text is a whole judgment, a dictum alone, or a court's abstract.
    """

    id: str
    text: str
    headings: tuple[Heading, ...] | None = None
    metadata: Metadata = Metadata()
    text_is: TextIs = "judgment"

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections, which cover the text from its first character to its last; a dictum or an abstract is one.

        They are found when somebody asks for them: nobody does of a judgment that is not of criminal law.
        """
        if self.headings is None or not self.text:
            return ()
        if self.text_is in _WHOLE:
            return (Section(_WHOLE[self.text_is], 0, len(self.text)),)
        from vonnis.judgment.sections import find_sections  # with its patterns, which help texts need not load

        return find_sections(self.text, self.headings)

    @property
    def ecli(self) -> str | None:
        """The European Case Law Identifier, or None where it is not stated."""
        return self.metadata.ecli

    @property
    def court(self) -> str | None:
        """The court's name as its publisher or the head of the text gives it."""
        return self.metadata.court

    @property
    def date(self) -> dt.date | None:
        """The date on which the judgment was given."""
        return self.metadata.date

    @property
    def text_sha256(self) -> str | None:
        """The digest (hex) of the canonical text in UTF-8, or None where there is no text."""
        return sha256(self.text.encode()).hexdigest() if self.text else None

    def span(self, start: int, end: int) -> Span:
        """Return the passage ``text[start:end]``."""
        return Span.of(self.text, start, end)

    def of_kind(self, *kinds: SectionKind) -> Iterator[Section]:
        """Yield the sections of these kinds, in the order of the text."""
        return (section for section in self.sections if section.kind in kinds)
