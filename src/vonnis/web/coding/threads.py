"""The thread of one coder's answer: the coder asks, the lead answers; nobody learns what another coder answered.

A thread belongs to one coder and one question. The coder reads it; who runs the study or decides differences reads it
too, unless that person still codes a file of the same case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vonnis.study.assignment import holding
from vonnis.study.coding import PEOPLES_ROUNDS, Coding, Round
from vonnis.study.log import Assignment, Remark
from vonnis.study.unit import Unit, belongs
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.coding.answers import in_words
from vonnis.web.coding.file import File, Question, codebook
from vonnis.web.coding.persons import listings_of, own_case
from vonnis.web.coding.quotes import evidence_of
from vonnis.web.coding.sight import note_seen
from vonnis.web.database import store
from vonnis.web.language import page_language
from vonnis.web.rights import needs

LONGEST = 2000
"""How many characters a line may have."""


def say(person: Person, *, unit: str, variable: str, coder: str, words: str, at: dt.datetime) -> None:
    """Add a line to a thread.

    Raises:
        PermissionDenied: it is not the person's own thread, and not one that the person may answer.
    """
    own = person.username == coder and person.may(Right.CODE)
    if not own and not (person.may(Right.RUN_STUDY) and may_read(person, unit)):
        raise PermissionDenied
    remark = Remark(unit=unit, variable=variable, coder=coder, author=person.username, words=words[:LONGEST], at=at)
    detail = {"unit": unit, "variable": variable, "coder": coder}
    with store().action("thread.say", actor=person.username, at=at, detail=detail) as writing:
        writing.add([remark])


def own_thread(question: Question, coder: str) -> tuple[Remark, ...]:
    """Return the lines about one coder's answer to a question, oldest first."""
    return store().records(Remark, unit=question.unit.id, variable=question.variable.name, coder=coder)


def may_read(person: Person, unit: str) -> bool:
    """Tell whether a person may read what coders of a unit's case write: not while coding a file of that case."""
    if not (person.may(Right.RUN_STUDY) or person.may(Right.ADJUDICATE)):
        return False
    found = store().records(Unit, id=unit)
    return bool(found) and person.username not in undone(found[0].complex)


def undone(complex_: str, *, rounds: Iterable[Round] = PEOPLES_ROUNDS) -> set[str]:
    """Return the coders who still code a file of a case, in these rounds."""
    units = store().records(Unit, complex=complex_)
    coders = set()
    listings = listings_of(units)
    for root in units:
        for given in holding(store().records(Assignment, unit=root.id)):
            if given.round not in rounds:
                continue
            own = [unit for unit in own_case(units, given, listings=listings) if belongs(unit, root)]
            ids = [unit.id for unit in own]
            codings = store().records(Coding, unit=ids, coder=given.coder, round=given.round)
            if not File(given, own, codings=codings).is_done:
                coders.add(given.coder)
    return coders


@needs(Right.RUN_STUDY, Right.ADJUDICATE)
@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, unit: str, *, variable: str, coder: str) -> HttpResponse:
    """Show a thread with the answer that it is about, and let the lead go on with it."""
    person, asked = cast("Person", request.user), codebook().by_name.get(variable)
    lines = store().records(Remark, unit=unit, variable=variable, coder=coder)
    if asked is None or not lines:
        raise Http404
    if not may_read(person, unit):
        raise PermissionDenied(_("You still code a file of this case. Until it is done, this stays closed to you."))
    note_seen(person, [unit], at=timezone.now())
    problem = None
    if request.method == "POST":
        words = request.POST.get("words", "").strip()
        if words:
            say(person, unit=unit, variable=variable, coder=coder, words=words, at=timezone.now())
            return redirect("thread", unit, variable, coder)
        problem = _("Write something first.")
    given = store().records(Coding, unit=unit, variable=variable, coder=coder)
    own = [each for each in given if each.round not in {"machine", "reference"}]
    language = page_language()
    context: dict[str, Any] = {
        "unit": unit,
        "variable": asked,
        "coder": coder,
        "thread": lines,
        "question": asked.question[language],
        "answer": in_words(asked, own[-1], language=language) if own else "",
        "evidence": evidence_of(request, own[-1]) if own else [],
        "problem": problem,
    }
    return render(request, "coding/thread_page.html", context)
