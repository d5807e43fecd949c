"""What a coder, a lead and an adjudicator do; each is one action: permission, change and log line together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
from django.conf import settings
from django.core.exceptions import PermissionDenied

from vonnis.codebook.missing import Missing
from vonnis.codebook.values import read_answer
from vonnis.errors import StudyError
from vonnis.study.coding import COUNTED_ROUNDS, Adjudication, Coding, Evidence, Round
from vonnis.study.load import mixed
from vonnis.study.log import Assignment
from vonnis.study.unit import Unit
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.coding.answers import stored
from vonnis.web.coding.file import File, Question
from vonnis.web.coding.shelf import still_standing
from vonnis.web.coding.undoing import UNDO
from vonnis.web.database import store
from vonnis.workflow.differing import Difference, Side
from vonnis.workflow.load import loads
from vonnis.workflow.population import taught
from vonnis.workflow.sight import check_unseen


def answer(
    person: Person, file: File, *, question: Question, words: str, at: dt.datetime, after: str | None = None
) -> Coding:
    """Keep an answer, with all that stood beside the one before it: evidence, standing, doubt, note.

    Passages that are gone from their text stay behind: an answer given anew does not rest on them.

    ``after`` is the moment (as ISO 8601) of the answer that the coder saw, empty where there was none. When the same
    answer has arrived since, this one is a repetition: a second click, or a page that tried again. It is kept once.

    Raises:
        PermissionDenied: the person codes nothing here.
        ValueError: this is no answer to the question; the message says what would be.
    """
    value, missing = stored(read_answer(question.variable, words))
    before = question.coding
    if before:
        version = file.codebook.version
        kept = still_standing(before.evidence)
        new = msgspec.structs.replace(
            before, value=value, missing=missing, evidence=kept, codebook_version=version, at=at
        )
    else:
        new = Coding(
            unit=question.unit.id,
            variable=question.variable.name,
            coder=person.username,
            value=value,
            missing=missing,
            codebook_version=file.codebook.version,
            round=file.assignment.round,
            at=at,
        )
    return _kept(person, new, action="coding.answer", after=after)


def amend(person: Person, coding: Coding, *, at: dt.datetime, **changes: object) -> Coding:
    """Keep the answer as it is, with other evidence, another standing, certainty or note.

    Raises:
        PermissionDenied: the coding is somebody else's.
    """
    if coding.coder != person.username:
        raise PermissionDenied
    return _kept(person, msgspec.structs.replace(coding, at=at, **changes), action="coding.amend")


def attach(person: Person, coding: Coding, *, evidence: Evidence, at: dt.datetime) -> Coding:
    """Add a passage or a locator to an answer; the same one is not added twice."""
    kept = (*(each for each in coding.evidence if each != evidence), evidence)
    return amend(person, coding, at=at, evidence=kept)


def detach(person: Person, coding: Coding, *, place: int, at: dt.datetime) -> Coding:
    """Take away the passage or locator at a place, counted from 0; where there is none, nothing happens."""
    if not 0 <= place < len(coding.evidence):
        return coding
    return amend(person, coding, at=at, evidence=(*coding.evidence[:place], *coding.evidence[place + 1 :]))


def undo(person: Person, back: Coding, *, at: dt.datetime) -> Coding:
    """Give an earlier answer again, and say in the log that it is an undo.

    Raises:
        PermissionDenied: the coding is somebody else's.
    """
    if back.coder != person.username:
        raise PermissionDenied
    return _kept(person, msgspec.structs.replace(back, at=at), action=UNDO)


class _RepeatedError(Exception):
    """The answer has arrived before; the transaction is given up, so that no line of the log stands for nothing."""

    def __init__(self, coding: Coding) -> None:
        super().__init__()
        self.coding = coding


def _kept(person: Person, coding: Coding, *, action: str, after: str | None = None) -> Coding:
    if not person.may(Right.CODE):
        raise PermissionDenied
    # Without the id of the coding: it is made from the answer, which the readers of the log are not to see.
    detail = {"unit": coding.unit, "variable": coding.variable}
    try:
        with store().action(action, actor=person.username, at=coding.at, detail=detail) as writing:
            if after is not None:
                _refuse_repeated(coding, after)
            writing.add([coding])
    except _RepeatedError as repeated:
        return repeated.coding
    return coding


def _refuse_repeated(coding: Coding, after: str) -> None:
    given = store().records(Coding, unit=coding.unit, variable=coding.variable, coder=coding.coder, round=coding.round)
    last = given[-1] if given else None
    if last and last.at.isoformat() != after and last.answer == coding.answer:
        raise _RepeatedError(last)


def assign(person: Person, units: Sequence[str], *, coders: Sequence[str], round_: Round, at: dt.datetime) -> int:
    """Give files to coders, and return how many were given.

    Who has a file in this round already keeps it, and who handed it over does not get it back.

    Heavy and light files come by turns in each queue.

    Raises:
        PermissionDenied: the person does not run the study.
        StudyError: a file of the case serves the training, so that its answers are known to who was trained.
        SeenError: a coder has seen what others answered about the case of a file, and would code it blind.
    """
    if not person.may(Right.RUN_STUDY):
        raise PermissionDenied
    detail = {"units": sorted(units), "coders": sorted(coders), "round": round_}
    with store().action("file.assign", actor=person.username, at=at, detail=detail) as writing:
        if round_ in COUNTED_ROUNDS and taught(store()) & set(units):
            message = "a case with a reference file of the training is coded in no round that counts"
            raise StudyError(message)
        given = [each for each in store().records(Assignment) if each.round == round_]
        held = {(each.unit, each.coder) for each in given}
        new = []
        for coder in sorted(coders):
            place = sum(each.coder == coder for each in given)
            for unit in sorted(units):
                if (unit, coder) not in held:
                    place += 1
                    made = {"unit": unit, "coder": coder, "round": round_, "place": place, "at": at}
                    new.append(msgspec.convert(made, Assignment))
        check_unseen(store(), [(each.unit, each.coder) for each in new], round_=round_)
        about = [unit for unit in store().records(Unit) if unit.id in {each.unit for each in new}]
        writing.add(mixed(new, loads(settings.ROOM.study, about)))
    return len(new)


def adjudicate(
    person: Person, difference: Difference, *, chosen: Side, version: str, reason: str, at: dt.datetime
) -> None:
    """Decide with a reason which answer holds, where coders differ; ``version`` is that of the codebook.

    Raises:
        PermissionDenied: the person does not adjudicate, or is one of those who differ.
        StudyError: there is no reason.
    """
    coders = {side.by for side in difference.sides if not side.decided}
    if not person.may(Right.ADJUDICATE) or person.username in coders:
        raise PermissionDenied
    missing = Missing.of(chosen.answer)
    decision = Adjudication(
        unit=difference.unit,
        variable=difference.variable,
        adjudicator=person.username,
        value=None if missing is not None else chosen.answer,
        missing=missing,
        reason=reason,
        codebook_version=version,
        at=at,
    )
    detail = {"unit": difference.unit, "variable": difference.variable, "adjudication": decision.id}
    with store().action("coding.adjudicate", actor=person.username, at=at, detail=detail) as writing:
        writing.add([decision])
