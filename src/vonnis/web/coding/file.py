"""A file as one coder sees it: its persons, its questions, the coder's own answers, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec
from django.conf import settings

from vonnis.archive.files import stamp_of
from vonnis.codebook.codebook import Category, Codebook, Level, Variable
from vonnis.codebook.coded import Coded, CodedUnits
from vonnis.codebook.missing import Missing
from vonnis.codebook.reading import read_codebook
from vonnis.codebook.values import Answer
from vonnis.study.assignment import holding
from vonnis.study.coding import Coding, Passage, latest
from vonnis.study.log import Assignment
from vonnis.study.meeting import Again
from vonnis.study.unit import Unit, belongs
from vonnis.web.coding.answers import answered
from vonnis.web.database import store
from vonnis.workflow.closed_texts import texts_of

_ORDER: tuple[Level, ...] = ("complex", "defendant", "victim", "pair", "paper")
_DIGITS = "1234567890"
_LETTERS = "abcdghilmpqrtvxy"
MISSING_KEYS = {Missing.NOT_STATED: "n", Missing.UNCLEAR: "o", Missing.WITHHELD: "w"}
"""The keys of the kinds of missing: niet vermeld, onduidelijk, withheld; no category has one of these."""


_IN_FACTS = frozenset({"victims", "contact_channels", "offence_period"})
"""Fields of the extraction record that are read from what is charged and proven."""


class Choice(msgspec.Struct, frozen=True):
    """A category with the key that chooses it."""

    category: Category
    key: str


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question about one unit, and where the coder stands with it.

    ``state`` is ``open``, ``answered``, ``skipped`` (its condition does not hold), ``unsupported`` (answered without
    the passage or locator that the codebook asks for) or ``again`` (asked anew, since a rule of the meeting).
    ``machine`` is the machine's answer, once it was opened.
    """

    unit: Unit
    variable: Variable
    coding: Coding | None
    state: str
    machine: Coding | None = None

    @property
    def differs(self) -> bool:
        """Whether the machine's answer is open, and is another."""
        return bool(self.machine and self.coding and self.machine.answer != self.coding.answer)

    @property
    def id(self) -> str:
        """The question's place on the page and in addresses."""
        return f"{self.unit.id}/{self.variable.name}"

    @property
    def choices(self) -> list[Choice]:
        """The categories with their keys: the code itself where every code is one digit, else the place."""
        categories = self.variable.categories
        if all(0 <= category.code < len(_DIGITS) for category in categories):
            return [Choice(category, str(category.code)) for category in categories]
        keys = _DIGITS + _LETTERS
        return [Choice(category, keys[place : place + 1]) for place, category in enumerate(categories)]

    @property
    def needs_facts(self) -> bool:
        """Whether the answer may stand in the parts of a text that stay folded: what happened, and to whom."""
        field = (self.variable.extractor or "").partition(".")[0]
        return self.variable.level in {"victim", "pair"} or field in _IN_FACTS

    @property
    def passages(self) -> list[Passage]:
        """The passages that the answer rests on."""
        return [each for each in self.coding.evidence if isinstance(each, Passage)] if self.coding else []


class File:
    """What one coder works on: the assigned unit with everything that belongs to it.

    Args:
        assignment: whose file it is, and in which round.
        everything: all units of the study.
        codings: the coder's own codings of this round.
        opened: the machine's answers that were opened for this coder.
        again: the answers of this coder that are asked again.
    """

    def __init__(
        self,
        assignment: Assignment,
        everything: Iterable[Unit],
        *,
        codings: Iterable[Coding],
        opened: Iterable[Coding] = (),
        again: Iterable[Again] = (),
    ) -> None:
        self.assignment = assignment
        units = {unit.id: unit for unit in everything}
        root = units[assignment.unit]
        self.root = root
        self.units = sorted(
            (unit for unit in units.values() if belongs(unit, root)),
            key=lambda unit: (_ORDER.index(unit.level), len(unit.id), unit.id),
        )
        self.codings = {(coding.unit, coding.variable): coding for coding in latest(codings)}
        self.opened = {(coding.unit, coding.variable): coding for coding in opened}
        self.again = {(each.unit, each.variable) for each in again}

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook of the study."""
        return codebook()

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The keys of the judgments about the units of this file, and of the texts of closed files that are kept."""
        return tuple(dict.fromkeys([*(key for unit in self.units for key in unit.documents), *self.closed]))

    @cached_property
    def closed(self) -> tuple[str, ...]:
        """The keys of the texts of closed files that are kept."""
        return tuple(text.document for text in texts_of(store(), [unit.id for unit in self.units]))

    @cached_property
    def questions(self) -> list[Question]:
        """All questions, unit by unit, in the order of the codebook."""
        answers: dict[str, dict[str, Answer]] = {unit.id: {} for unit in self.units}
        for (unit, name), coding in self.codings.items():
            variable = self.codebook.by_name.get(name)
            answer = answered(variable, coding) if variable else None
            if unit in answers and answer is not None:
                answers[unit][name] = answer
        coded = CodedUnits(self.codebook, [_coded(unit, answers[unit.id]) for unit in self.units])
        return [
            self._question(unit, variable, asked=coded.unit(unit.level, unit.id).asked(variable) is not False)
            for unit in self.units
            for variable in self.codebook.at(unit.level)
            if not variable.optional
        ]

    def after(self, coding: Coding) -> File:
        """Return the file as it stands once an answer of its coder was kept; nothing is read again."""
        new = File(self.assignment, self.units, codings=[*self.codings.values(), coding], opened=self.opened.values())
        new.again = self.again - {(coding.unit, coding.variable)}
        return new

    def question(self, unit: str, variable: str) -> Question | None:
        """Return one question, or None where the file does not ask it."""
        return next((each for each in self.questions if (each.unit.id, each.variable.name) == (unit, variable)), None)

    def next_open(self, after: Question | None = None) -> Question | None:
        """Return the next question that is open, from one on and then from the beginning; None when all are done."""
        questions = self.questions
        start = questions.index(after) + 1 if after else 0
        turned = [*questions[start:], *questions[:start]]
        unsupported = next((question for question in turned if question.state == "unsupported"), None)
        return next((question for question in turned if question.state in {"open", "again"}), unsupported)

    @property
    def progress(self) -> tuple[int, int]:
        """How many of the questions that are asked are answered, and how many are asked."""
        asked = [question for question in self.questions if question.state != "skipped"]
        return sum(question.state == "answered" for question in asked), len(asked)

    @property
    def is_done(self) -> bool:
        """Whether every question that is asked has its answer."""
        done, asked = self.progress
        return done >= asked

    def _question(self, unit: Unit, variable: Variable, *, asked: bool) -> Question:
        coding = self.codings.get((unit.id, variable.name))
        state = "skipped" if not asked else "open" if coding is None else "answered"
        if state == "answered" and coding and coding.missing is None and not _supported(variable, coding):
            state = "unsupported"
        if state == "answered" and (unit.id, variable.name) in self.again:
            state = "again"
        # Opened in an earlier round, it still waits here for the coder's own answer in this one.
        machine = self.opened.get((unit.id, variable.name)) if coding else None
        return Question(unit=unit, variable=variable, coding=coding, state=state, machine=machine)


def _supported(variable: Variable, coding: Coding) -> bool:
    """Tell whether an answer has the evidence that its question asks for."""
    passage = any(isinstance(each, Passage) for each in coding.evidence)
    return {"none": True, "either": True, "passage": passage, "locator": bool(coding.evidence)}[variable.evidence]


def _coded(unit: Unit, answers: dict[str, Answer]) -> Coded:
    return Coded(
        level=unit.level,
        key=unit.id,
        complex=unit.complex,
        defendant=unit.defendant,
        victim=unit.victim,
        answers=answers,
    )


def codebook() -> Codebook:
    """Return the codebook of the study; it is read again when its file changes."""
    path: Path = settings.ROOM.study / "codebook.yaml"
    return _codebook(path, stamp_of(path))


@lru_cache(maxsize=4)
def _codebook(path: Path, _stamp: tuple[int, int, int]) -> Codebook:
    return read_codebook(path)


def assignments_of(coder: str) -> Sequence[Assignment]:
    """Return the files of a coder, in the order in which they are to be coded."""
    given = holding(store().records(Assignment, coder=coder))
    return sorted(given, key=lambda each: (each.round, each.place, each.unit))


def newest_assignment(coder: str, unit: str) -> Assignment | None:
    """Return by which assignment a coder holds a unit; None where the coder does not."""
    given = holding(store().records(Assignment, coder=coder, unit=unit))
    return max(given, key=lambda each: each.at, default=None)
