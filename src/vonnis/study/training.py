"""The training round: what coders answer about reference files, beside the answers that a study has settled on.

A coder codes a reference file as any other and hands it in; from then on the reference answers stand open, and nothing
that is answered later counts. A mark is the share of the reference answers that the coder gave exactly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from vonnis.codebook.missing import Missing
from vonnis.study.coding import Coding, Round, Value
from vonnis.study.log import HandIn
from vonnis.study.unit import Unit, belongs

Answer = tuple[Value | None, Missing | None]
Question = tuple[str, str]
"""A unit and a variable."""

AFTER_TRAINING: frozenset[Round] = frozenset({"main", "recode"})
"""The rounds that wait for a coder to pass, where the protocol asks for it. The pilot tries the codebook out, not the
coder."""


class TrainingPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the training asks before a coder begins.

    Attributes:
        required: whether files of the rounds main and recode stay closed to a coder who has not passed.
        files: how many reference files a coder hands in at least.
        last: over how many files, the last ones handed in, marks are taken; 0 for all of them.
        marks: the pass mark of single variables, where it is not that of the protocol.
    """

    required: bool = False
    files: int = 1
    last: int = 0
    marks: dict[str, float] = {}


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """How one coder did on one variable: ``right`` of ``units`` answers are those of the reference."""

    variable: str
    units: int
    right: int
    needed: float

    @property
    def share(self) -> float:
        """The share of right answers."""
        return self.right / self.units

    @property
    def passed(self) -> bool:
        """Whether the share reaches the pass mark."""
        return self.share >= self.needed


class Trained(msgspec.Struct, frozen=True, kw_only=True):
    """Where one coder stands in the training: the files handed in, and a mark for each variable in them."""

    coder: str
    files: int
    wanted: int
    marks: tuple[Mark, ...]

    @property
    def passed(self) -> bool:
        """Whether the coder has handed in what is asked and reaches every pass mark."""
        return self.files >= self.wanted and bool(self.marks) and all(mark.passed for mark in self.marks)


def reference_answers(codings: Iterable[Coding]) -> dict[Question, Coding]:
    """Return the reference answer to each question that has one; a later one takes the place of an earlier."""
    ordered = sorted((each for each in codings if each.round == "reference"), key=lambda each: (each.at, each.id))
    return {(each.unit, each.variable): each for each in ordered}


class Training(msgspec.Struct, frozen=True, kw_only=True):
    """The training of a study: the reference answers, all units, and what is asked.

    ``pass_mark`` is the mark of a variable that the plan does not name.
    """

    references: dict[Question, Coding]
    units: dict[str, Unit]
    plan: TrainingPlan
    pass_mark: float

    def has_reference(self, file: str) -> bool:
        """Tell whether there are reference answers to anything in a file."""
        root = self.units.get(file)
        return root is not None and any(
            unit in self.units and belongs(self.units[unit], root) for unit, _ in self.references
        )

    def trained(self, coder: str, *, hand_ins: Iterable[HandIn], codings: Iterable[Coding]) -> Trained:
        """Return the marks of one coder.

        Of the hand-ins, the coder's first of each reference file counts; of the codings, those of the coder in the
        training, as they stood then.
        """
        own = [each for each in codings if each.coder == coder and each.round == "training"]
        files = handed_in(hand_ins, coder=coder, round_="training")
        counted = [(root, at) for root, at in files if self.has_reference(root)]
        tally: dict[str, list[int]] = {}
        for root, at in counted[-self.plan.last :] if self.plan.last else counted:
            given = answers_until(own, at)
            for (unit, variable), reference in self.references.items():
                if unit in self.units and belongs(self.units[unit], self.units[root]):
                    numbers = tally.setdefault(variable, [0, 0])
                    numbers[0] += 1
                    numbers[1] += given.get((unit, variable)) == reference.answer
        marks = tuple(
            Mark(variable=name, units=n, right=right, needed=self.plan.marks.get(name, self.pass_mark))
            for name, (n, right) in sorted(tally.items())
        )
        return Trained(coder=coder, files=len(counted), wanted=self.plan.files, marks=marks)


def handed_in(hand_ins: Iterable[HandIn], *, coder: str, round_: Round) -> list[tuple[str, dt.datetime]]:
    """Return the files that a coder handed in in a round, with the first moment of each, oldest first."""
    first: dict[str, dt.datetime] = {}
    for each in hand_ins:
        if each.coder == coder and each.round == round_:
            first[each.unit] = min(each.at, first.get(each.unit, each.at))
    return sorted(first.items(), key=lambda pair: (pair[1], pair[0]))


def answers_until(codings: Iterable[Coding], at: dt.datetime) -> dict[Question, Answer]:
    """Return the answers as they stood at a moment."""
    ordered = sorted((each for each in codings if each.at <= at), key=lambda each: (each.at, each.id))
    return {(each.unit, each.variable): each.answer for each in ordered}
