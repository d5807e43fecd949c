"""How far the coding is: by round, by coder and by question. Nothing here says how fast anybody works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import cast

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vonnis.study.coding import PEOPLES_ROUNDS, Coding, Reveal
from vonnis.study.revealing import AfterReveal, after_reveal
from vonnis.study.unit import Unit
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.coding.file import codebook
from vonnis.web.coding.overview import Standing, differences, standings
from vonnis.web.database import store
from vonnis.web.language import page_language
from vonnis.web.rights import needs
from vonnis.workflow.differing import Tally, people_answers, tallied
from vonnis.workflow.meeting import queue


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """The files of one round, of one coder or of all: given, begun, done, and their questions answered and asked."""

    round: str
    coder: str
    given: int
    begun: int
    done: int
    answered: int
    asked: int


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Where one question stands: answers, units that two or more answered and how many of those alike, and doubts."""

    name: str
    label: str
    answers: int
    compared: int
    alike: int
    open: int
    unsure: int
    again: int


def stretches(found: Iterable[Standing], *, by_coder: bool) -> list[Stretch]:
    """Return the files of each round, in the order of the rounds and of the coders' names."""
    groups: dict[tuple[int, str], list[Standing]] = {}
    for each in found:
        coder = each.assignment.coder if by_coder else ""
        groups.setdefault((PEOPLES_ROUNDS.index(each.assignment.round), coder), []).append(each)
    return [
        Stretch(
            round=PEOPLES_ROUNDS[place],
            coder=coder,
            given=len(group),
            begun=sum(bool(each.done) for each in group),
            done=sum(each.is_done for each in group),
            answered=sum(each.done for each in group),
            asked=sum(each.asked for each in group),
        )
        for (place, coder), group in sorted(groups.items())
    ]


def questions(found: Collection[Standing], *, without: Collection[str] = (), language: str) -> list[Asked]:
    """Return where each question of the codebook stands, over the rounds that count, in the order of the codebook.

    Answers are compared once all who hold the unit are done: before that, the count would tell a coder who reads this
    page what the other answered. Cases that are to be left out, ``without``, count nowhere.
    """
    import polars as pl

    busy = {unit.id for each in found if not each.is_done for unit in each.units}
    hidden = [unit.id for unit in store().records(Unit, complex=without)]
    answers = people_answers(store(), codebook=codebook()).filter(~pl.col("unit").is_in(hidden))
    tallies = tallied(answers, closed=busy)
    open_ = Counter(each.variable.name for each in differences(answers=answers) if not each.decided)
    again = Counter(each.variable for each in queue(store()) if each.unit not in hidden)
    return [
        Asked(
            name=variable.name,
            label=variable.label[language],
            open=open_[variable.name],
            again=again[variable.name],
            **msgspec.structs.asdict(tallies.get(variable.name, Tally())),
        )
        for variable in codebook().variables
    ]


def revealed(*, without: Collection[str] = (), language: str) -> list[tuple[str, AfterReveal]]:
    """Return what changed after coders saw the machine's answer, by question; nothing before one was shown.

    Cases that are to be left out, ``without``, count nowhere.
    """
    hidden = {unit.id for unit in store().records(Unit, complex=without)}
    shown = [each for each in store().records(Reveal) if each.unit not in hidden]
    if not shown:
        return []
    names = sorted({each.variable for each in shown})
    found = after_reveal((each for name in names for each in store().without_words(Coding, variable=name)), shown)
    by_name = codebook().by_name
    return [(by_name[each.variable].label[language], each) for each in found if each.variable in by_name]


@needs(Right.SEE_PROGRESS)
@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """Show how far the coding is."""
    coder, everything = cast("Person", request.user).username, standings()
    # How much a colleague's file asks, and which questions were asked there, tells what the colleague answered.
    own = {each.root.complex for each in everything if each.assignment.coder == coder and not each.is_done}
    found = [each for each in everything if each.root.complex not in own or each.assignment.coder == coder]
    context = {
        "rounds": stretches(found, by_coder=False),
        "coders": stretches(found, by_coder=True),
        "revealed": revealed(without=own, language=page_language()),
        "questions": questions(everything, without=own, language=page_language()),
        "codes": bool(own),
    }
    return render(request, "coding/progress.html", context)
