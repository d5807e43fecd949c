"""The list of the coders' meeting: what differs, what is unsure, what was asked; and what was decided about it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vonnis.archive.store_rows import instant
from vonnis.errors import StudyError
from vonnis.study.coding import Coding
from vonnis.study.log import MeetingRule, Remark
from vonnis.study.meeting import unsure
from vonnis.study.unit import Unit
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.coding.answers import in_words
from vonnis.web.coding.file import codebook
from vonnis.web.coding.overview import cases_in_hand, differences, standings, still_codes
from vonnis.web.coding.sight import note_seen
from vonnis.web.coding.threads import LONGEST
from vonnis.web.database import store
from vonnis.web.language import page_language
from vonnis.web.rights import needs
from vonnis.workflow.meeting import add_rule, open_threads, queue

_WEEK = dt.timedelta(days=7)


@needs(Right.RUN_STUDY, Right.ADJUDICATE)
@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest) -> HttpResponse:
    """Show what the meeting has before it, and take its decision about a variable."""
    person, problem = cast("Person", request.user), None
    if request.method == "POST":
        if not person.may(Right.RUN_STUDY):
            raise PermissionDenied
        try:
            _decide(request, person)
            return redirect("meeting")
        except StudyError:
            problem = _("Choose a question, write what was decided, and name answers as the codebook writes them.")
    since = _since(request)
    language = page_language()
    waiting = Counter(each.rule.id for each in queue(store()))
    context: dict[str, Any] = {
        "since": since.date(),
        "problem": problem,
        "given": request.POST,
        "variables": [(each.name, each.label[language]) for each in codebook().variables],
        # How many answers a rule asks again tells how many say what the rule names, those of colleagues among them.
        "codes": still_codes(person.username),
        "rules": [(rule, waiting[rule.id]) for rule in store().records(MeetingRule)][::-1],
        **_agenda(person, since, language=language),
    }
    return render(request, "coding/meeting.html", context)


def _agenda(person: Person, since: dt.datetime, *, language: str) -> dict[str, Any]:
    """Return what differs, what is unsure and what is asked, as far as this person may see it.

    Nothing of a file that somebody still codes is shown, but for a question to the lead; nothing at all of a case of
    which this person still codes a file.
    """
    by_name = codebook().by_name
    doubts = [each for each in _doubts(since) if each.variable in by_name]
    asked = [each for each in open_threads(store().records(Remark)) if each.variable in by_name]
    about = sorted({each.unit for each in doubts} | {each.unit for each in asked})
    case_of = {unit.id: unit.complex for unit in store().records(Unit, id=about)}
    busy = {unit.id for each in standings(of=set(case_of.values())) if not each.is_done for unit in each.units}
    own = cases_in_hand(person.username)
    found = [
        each
        for each in differences()
        if person.username not in each.holders and not each.decided and each.last >= instant(since)
    ]
    doubts = [each for each in doubts if each.unit not in busy and case_of.get(each.unit) not in own]
    asked = [
        each
        for each in asked
        if case_of.get(each.unit) not in own and (person.may(Right.RUN_STUDY) or each.unit not in busy)
    ]
    note_seen(person, {each.unit for part in (found, doubts, asked) for each in part}, at=timezone.now())
    return {
        "differences": [
            (each, each.variable.label[language], each.sides(language))
            for each in sorted(found, key=lambda each: (each.variable.name, each.unit))
        ],
        "doubts": [
            (each, by_name[each.variable].label[language], in_words(by_name[each.variable], each, language=language))
            for each in doubts
        ],
        "threads": [(each, by_name[each.variable].label[language]) for each in asked],
    }


def _doubts(since: dt.datetime) -> tuple[Coding, ...]:
    """Return the unsure answers of people since a moment that are still their coder's last ones."""
    once = store().records(Coding, certainty="unsure")
    about, names = {each.unit for each in once}, {each.variable for each in once}
    return unsure(store().records(Coding, unit=about, variable=names), since=since)


def _decide(request: HttpRequest, person: Person) -> None:
    which = request.POST.get("again", "none")
    answers = [word.strip() for word in request.POST.get("answers", "").split(",") if word.strip()]
    rule = MeetingRule(
        variable=request.POST.get("variable", ""),
        words=request.POST.get("words", "").strip()[:LONGEST],
        decided_by=person.username,
        ask_again=which in {"all", "some"},
        at=timezone.now(),
    )
    add_rule(store(), rule, codebook=codebook(), answers=answers if which == "some" else None)


def _since(request: HttpRequest) -> dt.datetime:
    try:
        day = dt.date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        return timezone.now() - _WEEK
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
