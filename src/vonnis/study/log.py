"""What is decided about units beside their codings: in or out, linked, drawn, given to a coder, asked again."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from vonnis.errors import StudyError
from vonnis.study.coding import Record, Round

Step = Literal["list", "rules", "blind_screening", "screening", "file", "coding"]
"""Where in the flow a unit is decided upon: the outside list, the rules of selection, screening, the file, coding.

``blind_screening`` is what one of two screeners decides without seeing the other; alone it decides nothing, see
:func:`vonnis.study.screening.decided_by_two`.
"""

STEPS: tuple[Step, ...] = ("list", "rules", "screening", "file", "coding")
"""The steps of the flow, in their order."""


class Decision(Record, frozen=True, kw_only=True):
    """A unit is kept at a step (``reason`` None) or drops out of the study there, for one of the fixed reasons.

    ``detail`` is a code at the steps that a program takes (a list, rules), and at the others what a person remarks.
    """

    free_words: ClassVar[tuple[str, ...]] = ("detail",)

    unit: str
    step: Step
    reason: str | None = None
    detail: str = ""
    decided_by: str
    at: dt.datetime

    def written(self) -> tuple[str, ...]:
        """Return the fields that a person wrote; none where the detail is a code."""
        return () if self.step in ("list", "rules") else self.free_words


LinkStanding = Literal["certain", "uncertain", "refused"]


class Link(Record, frozen=True, kw_only=True):
    """Two units belong together: in one complex, or as the same person; decided with a reason.

    ``other`` joins ``one``. The last decision about a pair of units counts, so that a link can be refused later.

    Raises:
        StudyError: there is no reason, or a unit is linked to itself.
    """

    free_words: ClassVar[tuple[str, ...]] = ("reason",)

    kind: Literal["complex", "same_person"]
    one: str
    other: str
    standing: LinkStanding = "certain"
    reason: str
    linked_by: str
    at: dt.datetime

    def __post_init__(self) -> None:
        """Refuse a link without a reason."""
        if not self.reason.strip():
            message = f"{self.one} and {self.other}: the link gives no reason; say what joins or parts them"
            raise StudyError(message)
        if self.one == self.other:
            message = f"{self.one} cannot be linked to itself"
            raise StudyError(message)


class Drawn(Record, frozen=True, kw_only=True):
    """A unit that the sample drew: from which stratum, with which probability; ``weight`` is its inverse."""

    unit: str
    draw: str
    stratum: str
    probability: float
    weight: float
    seed: int
    at: dt.datetime


class Assignment(Record, frozen=True, kw_only=True):
    """A unit that a coder is to code in a round; ``place`` is its place in the coder's queue, from 1.

    A later record of the same unit, coder and round takes the place of an earlier one. Place 0 takes the unit out of
    the queue: the coder handed it over. Why is asked and kept nowhere.
    """

    unit: str
    coder: str
    round: Round
    place: int
    at: dt.datetime


class MeetingRule(Record, frozen=True, kw_only=True):
    """A decision of the coders' meeting about a variable; ``ask_again`` puts earlier answers in a queue."""

    free_words: ClassVar[tuple[str, ...]] = ("words",)

    variable: str
    words: str
    decided_by: str
    ask_again: bool = False
    at: dt.datetime


class AskAgain(Record, frozen=True, kw_only=True):
    """An answer that a rule of the meeting puts before its coder again; ``rule`` is the id of the rule."""

    rule: str
    unit: str
    variable: str
    coder: str
    at: dt.datetime


class HandIn(Record, frozen=True, kw_only=True):
    """A coder hands a file in: what was answered until then is what the coder stands for.

    In the training it is what the marks are given for, and what opens the reference answers to the coder.
    """

    unit: str
    coder: str
    round: Round
    at: dt.datetime


class Listing(Record, frozen=True, kw_only=True):
    """A coder puts a person of a case on the own list in a round, or (``listed`` false) takes one off it again.

    The last record about a person, coder and round counts.
    """

    unit: str
    coder: str
    round: Round
    listed: bool = True
    at: dt.datetime


class Remark(Record, frozen=True, kw_only=True):
    """A line in the thread of one coder's answer to one question: the coder asks, the lead or the coder goes on.

    Raises:
        StudyError: it says nothing.
    """

    free_words: ClassVar[tuple[str, ...]] = ("words",)

    unit: str
    variable: str
    coder: str
    author: str
    words: str
    at: dt.datetime

    def __post_init__(self) -> None:
        """Refuse an empty line."""
        if not self.words.strip():
            message = f"{self.unit}, {self.variable}: the line says nothing; write a question or an answer"
            raise StudyError(message)
