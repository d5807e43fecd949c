"""A parliamentary paper or letter: one canonical text, and what its publisher or its own head says about it."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from typing import Literal, get_args

import msgspec

from vonnis.judgment.span import Span

Kind = Literal[
    "plan", "motion", "commitment", "answer", "letter", "question", "amendment", "minutes", "report", "other"
]
"""What a paper is. A plan is a letter or file that sets out policy; a commitment the record of a minister's promise."""
KINDS: tuple[Kind, ...] = get_args(Kind)
"""All kinds, in the order of a report."""

Outcome = Literal["adopted", "rejected", "withdrawn", "held_over", "other"]
"""What the House decided: aangenomen, verworpen, ingetrokken, aangehouden."""


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who signs or is named as the author of a paper in public office.

    Attributes:
        name: the surname with its particles (``Van der Linde``), or the whole name as printed.
        party: the group in the House; None where it is not stated.
        office: the office held (``Minister van Justitie en Veiligheid``); None for a member.
        first: whether this is the first who signed.
    """

    name: str
    party: str | None = None
    office: str | None = None
    first: bool = False


class HouseDecision(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of the House about a paper: the day (None where not stated), what it was, and its words."""

    date: dt.date | None = None
    outcome: Outcome
    words: str = ""


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as vonnis reads it.

    Attributes:
        id: ``28638-233`` for a paper in a dossier, ``ah-tk-20242025-680`` for an answer, the number that the House
            gave it (``2023D42860``, ``TZ202306-123``), or the stem of a file of the user's own.
        origin: the service it came from, or the path of a file.
        text: the canonical text; empty where only the record of the House is known.
        title: as the publisher or the head states it.
        date: of the paper itself; for minutes the day on which they were adopted.
        held: the day of the debate, for minutes and for a commitment.
        dossiers: numbers of the dossiers, the paper's own first (``28638``, ``36200-VI``).
        number: its number within its own dossier; letters in the Senate.
        session: the session year (``2023-2024``).
        chamber: ``tk`` for the House, ``ek`` for the Senate.
        stated_kind: the kind in the words of the publisher (``BRIEF VAN DE MINISTER ...``).
        actors: who signed it, the first first.
        decisions: what the House decided about it, the oldest first.
        also: other identifiers of the same paper.
        due: the day by which a recorded commitment is to be kept.
        done: whether the clerks of the House call a recorded commitment kept; None where they do not say.
        changed: the day on which the House last changed its record of a commitment; ``done`` is known from then on.
        evidence: the passage of each field that was read from the text.
    """

    id: str
    origin: str
    text: str = ""
    title: str = ""
    date: dt.date | None = None
    held: dt.date | None = None
    dossiers: tuple[str, ...] = ()
    number: str | None = None
    session: str | None = None
    chamber: Literal["tk", "ek"] = "tk"
    stated_kind: str = ""
    actors: tuple[Actor, ...] = ()
    decisions: tuple[HouseDecision, ...] = ()
    also: tuple[str, ...] = ()
    due: dt.date | None = None
    done: bool | None = None
    changed: dt.date | None = None
    evidence: dict[str, Span] = {}

    @property
    def text_sha256(self) -> str | None:
        """The digest (hex) of the canonical text in UTF-8, or None where there is no text."""
        return sha256(self.text.encode()).hexdigest() if self.text else None

    @property
    def dossier(self) -> str | None:
        """The paper's own dossier."""
        return self.dossiers[0] if self.dossiers else None

    def span(self, start: int, end: int) -> Span:
        """Return the passage ``text[start:end]``."""
        return Span.of(self.text, start, end)
