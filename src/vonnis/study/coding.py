"""A coding: one answer of one coder to one question about one unit, with its evidence.

Codings are added and never changed. A correction is a new coding; the latest one of a coder in a round counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from hashlib import sha256
from typing import ClassVar, Literal

import msgspec

from vonnis.codebook.codebook import Standing
from vonnis.codebook.missing import Missing
from vonnis.errors import StudyError

Round = Literal["training", "pilot", "main", "recode", "machine", "reference", "older"]
"""In which part of the work a coding was made.

``machine`` holds what the extraction answered, ``reference`` the answers against which the training is measured; nobody
is given a file in either. ``older`` holds the codings of an older study that was taken in as a wave of its own.
"""

PEOPLES_ROUNDS: tuple[Round, ...] = ("training", "pilot", "main", "recode")
"""The rounds in which people code, in their order."""

Certainty = Literal["sure", "unsure"]

COUNTED_ROUNDS: frozenset[Round] = frozenset({"main", "recode", "older"})
"""The rounds whose codings make the dataset; training and pilot are kept and measured apart."""


Value = str
"""A valid answer in the one way in which the codebook writes it: ``3``, ``1;3``, ``16..17``, ``P18M``, ``2016-05``."""


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the published text of a document was when it was read, so that a later change shows.

    Attributes:
        text: the first 128 bits of the SHA-256 of the canonical text, in hex.
        lines: the same of the lines that the passage stands in; empty for a locator.
    """

    text: str
    lines: str = ""


class Passage(msgspec.Struct, frozen=True, tag="passage", tag_field="kind"):
    """A stretch of a text: ``start`` and ``end`` in code points of the canonical text of a document.

    ``seen`` tells what that text was; it is not there (nor counts for the id) where nobody noted it.
    """

    document: str
    start: int
    end: int
    quote: str = ""
    seen: Seen | msgspec.UnsetType = msgspec.UNSET


class Locator(msgspec.Struct, frozen=True, tag="locator", tag_field="kind"):
    """A place in a file of which no text may be kept: the document, its date, and the page.

    ``seen`` is there where the document is a published text after all.
    """

    document: str
    page: str = ""
    date: dt.date | None = None
    seen: Seen | msgspec.UnsetType = msgspec.UNSET


Evidence = Passage | Locator


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Anything that the store of a study keeps: added once, never changed, known by its content.

    ``free_words`` names the fields that people write in their own words, about what they read; they are kept sealed.
    ``references`` names those that say where a paper lies or what it is called; they stay readable.
    """

    free_words: ClassVar[tuple[str, ...]] = ()
    references: ClassVar[tuple[str, ...]] = ()

    @property
    def id(self) -> str:
        """The id: the first 128 bits of the SHA-256 of kind and content, in hex; equal content has one id anywhere.

        Words of files and people (passages, notes, reasons) are left out. So the id stays true when they are erased,
        and nobody can find out closed words by guessing them.
        """
        content = msgspec.json.encode(self._without_words(), order=None)
        return sha256(type(self).__name__.encode() + b"\n" + content).hexdigest()[:32]

    def written(self) -> tuple[str, ...]:
        """Return the fields of this very record that people wrote in their own words."""
        return self.free_words

    def _without_words(self) -> object:
        evidence = getattr(self, "evidence", ())
        quoted = any(getattr(each, "quote", "") for each in evidence)
        if not quoted and not any(getattr(self, name) for name in self.written()):
            return self
        content: dict[str, object] = {name: getattr(self, name) for name in self.__struct_fields__}
        content |= dict.fromkeys(self.written(), "")
        if quoted:
            content["evidence"] = [
                msgspec.structs.replace(each, quote="") if getattr(each, "quote", "") else each for each in evidence
            ]
        return content


class Coding(Record, frozen=True, kw_only=True):
    """What a coder answered.

    Attributes:
        unit: the unit that the question is about, at the level of the variable.
        variable: name of the variable.
        coder: who answered; for the round ``machine`` the name and version of the rules.
        value: the answer; None where it is missing.
        missing: the kind of missing; None where there is a value.
        evidence: passages or locators that carry the answer.
        standing: who says so in the source; None where that was not asked.
        certainty: how sure the coder is; None where that was not asked.
        contradicted: whether another source says otherwise; the one with the highest standing is coded.
        note: a remark for the team; it never leaves the study.
        codebook_version: the version that was answered to.
        round: the part of the work.
        at: when.

    Raises:
        StudyError: there is both a value and a missing, or neither.
    """

    free_words: ClassVar[tuple[str, ...]] = ("note",)

    unit: str
    variable: str
    coder: str
    value: Value | None = None
    missing: Missing | None = None
    evidence: tuple[Evidence, ...] = ()
    standing: Standing | None = None
    certainty: Certainty | None = None
    contradicted: bool = False
    note: str = ""
    codebook_version: str
    round: Round = "main"
    at: dt.datetime

    def __post_init__(self) -> None:
        """Refuse a coding that answers twice, or not at all."""
        if (self.value is None) == (self.missing is None):
            message = f"{self.unit}, {self.variable}: a coding holds either a value or a kind of missing"
            raise StudyError(message)

    @property
    def answer(self) -> tuple[Value | None, Missing | None]:
        """What two coders must agree on: the value, or the kind of missing."""
        return self.value, self.missing


class Adjudication(Record, frozen=True, kw_only=True):
    """The decision between codings that differ, with its reason.

    Raises:
        StudyError: there is no reason, or both a value and a missing, or neither.
    """

    free_words: ClassVar[tuple[str, ...]] = ("reason",)

    unit: str
    variable: str
    adjudicator: str
    value: Value | None = None
    missing: Missing | None = None
    reason: str
    codebook_version: str
    at: dt.datetime

    def __post_init__(self) -> None:
        """Refuse a decision without a reason or without one answer."""
        where = f"{self.unit}, {self.variable}"
        if (self.value is None) == (self.missing is None):
            message = f"{where}: an adjudication holds either a value or a kind of missing"
            raise StudyError(message)
        if not self.reason.strip():
            message = f"{where}: the adjudication gives no reason; say why this answer holds"
            raise StudyError(message)


class Reveal(Record, frozen=True, kw_only=True):
    """A coder was shown the machine's answer, after having answered."""

    unit: str
    variable: str
    coder: str
    at: dt.datetime


def latest(codings: Iterable[Coding]) -> tuple[Coding, ...]:
    """Return the codings that count: the last one for each unit, variable, coder and round, ordered by these.

    Of two at the same moment the one with the higher id counts, so that the order of the input does not matter.
    """
    found: dict[tuple[str, str, str, str], tuple[dt.datetime, str, Coding]] = {}
    for coding in codings:
        key = (coding.unit, coding.variable, coding.coder, coding.round)
        new = (coding.at, coding.id, coding)
        if key not in found or found[key][:2] < new[:2]:
            found[key] = new
    return tuple(found[key][2] for key in sorted(found))
