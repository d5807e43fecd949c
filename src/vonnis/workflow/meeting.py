"""What the coders' meeting talks about, and what becomes of its decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from vonnis.archive.store import Store, open_store
from vonnis.archive.store_rows import instant
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.missing import Missing
from vonnis.codebook.values import Answer, read_answer, write_answer
from vonnis.errors import StudyError
from vonnis.study.coding import Coding
from vonnis.study.log import AskAgain, MeetingRule, Remark
from vonnis.study.meeting import Again, concerned, unsure, waiting
from vonnis.workflow.codings import codebook_of
from vonnis.workflow.differing import Difference, open_differences


class Agenda(msgspec.Struct, frozen=True, kw_only=True):
    """What a meeting has before it: answers that differ, answers that are unsure, threads that wait for an answer."""

    differences: tuple[Difference, ...]
    unsure: tuple[Coding, ...]
    threads: tuple[Remark, ...]


def agenda(folder: Path, *, since: dt.datetime) -> Agenda:
    """Return what the meeting has before it: differences with an answer since a moment, doubts, and questions.

    Raises:
        StudyError: the folder is no study, or its database cannot be used.
    """
    codebook = codebook_of(folder)
    with closing(open_store(folder)) as store:
        found = open_differences(store, codebook=codebook)
        return Agenda(
            differences=tuple(each for each in found if each.last >= instant(since)),
            unsure=unsure(store.records(Coding), since=since),
            threads=open_threads(store.records(Remark)),
        )


def open_threads(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """Return the last line of each thread in which the coder spoke last."""
    last = {(each.unit, each.variable, each.coder): each for each in sorted(remarks, key=lambda one: (one.at, one.id))}
    return tuple(each for _, each in sorted(last.items()) if each.author == each.coder)


def decide(folder: Path, rule: MeetingRule, *, answers: Sequence[str] | None) -> int:
    """Add a rule of the meeting, and put the answers that it concerns before their coders again; return how many.

    Args:
        folder: the study.
        rule: what was decided; with ``ask_again``, answers are asked again.
        answers: only those that say one of these; all where None.

    Raises:
        StudyError: the codebook has no such variable, an answer is none, or the rule says nothing.
    """
    codebook = codebook_of(folder)
    with closing(open_store(folder)) as store:
        return add_rule(store, rule, codebook=codebook, answers=answers)


def add_rule(store: Store, rule: MeetingRule, *, codebook: Codebook, answers: Sequence[str] | None) -> int:
    """Do what :func:`decide` does, in an open store."""
    variable = codebook.by_name.get(rule.variable)
    if variable is None:
        message = f"{rule.variable!r} is no variable of codebook {codebook.version}; name one"
        raise StudyError(message)
    if not rule.words.strip():
        message = f"{rule.variable}: the rule says nothing; write what was decided"
        raise StudyError(message)
    try:
        wanted = None if answers is None else [_as_stored(read_answer(variable, one)) for one in answers]
    except ValueError as error:
        raise StudyError(str(error)) from error
    given = store.without_words(Coding, variable=rule.variable) if rule.ask_again else ()
    about = concerned(given, rule.variable, answers=wanted)
    # A rule that asks again and names no answer would ask all of them: one that concerns nobody asks nothing.
    kept = msgspec.structs.replace(rule, ask_again=bool(about))
    again = [
        AskAgain(rule=kept.id, unit=each.unit, variable=each.variable, coder=each.coder, at=rule.at) for each in about
    ]
    detail = {"variable": rule.variable, "rule": kept.id, "asked_again": len(again)}
    with store.action("meeting.rule", actor=rule.decided_by, at=rule.at, detail=detail) as writing:
        writing.add([kept, *again])
    return len(again)


def _as_stored(answer: Answer) -> str:
    return str(int(answer)) if isinstance(answer, Missing) else write_answer(answer)


def queue(store: Store, *, coder: str | None = None) -> tuple[Again, ...]:
    """Return the answers that wait to be given anew, of one coder or of all."""
    rules = store.records(MeetingRule)
    if not rules:
        return ()
    asked = store.records(AskAgain)
    names = {rule.variable for rule in rules if rule.ask_again} | {each.variable for each in asked}
    wanted = {} if coder is None else {"coder": coder}
    codings = [each for name in sorted(names) for each in store.without_words(Coding, variable=name, **wanted)]
    found = waiting(rules, asked=asked, codings=codings)
    return tuple(each for each in found if coder is None or each.coder == coder)


def asked_again(folder: Path) -> tuple[Again, ...]:
    """Return the answers of a study that wait to be given anew.

    Raises:
        StudyError: the folder is no study, or its database cannot be used.
    """
    with closing(open_store(folder)) as store:
        return queue(store)
