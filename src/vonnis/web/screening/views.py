"""The screening screen, where it stands, and units about which two screeners differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import msgspec
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vonnis.errors import StudyError
from vonnis.study.log import Decision
from vonnis.study.screening import stands
from vonnis.study.screening_sheet import Vote
from vonnis.study.unit import Unit
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.care.words import unit_name
from vonnis.web.coding.shelf import judgment_of
from vonnis.web.coding.text import parts_of
from vonnis.web.database import store
from vonnis.web.language import page_language
from vonnis.web.protocol import protocol
from vonnis.web.rights import needs
from vonnis.web.screening import actions
from vonnis.web.screening.queue import criteria, is_learning, members, next_units
from vonnis.workflow.screening import screening_of

_KEYS = "123456789abcdghjkmnopqrstuvwxy"
_LATER = "screen_later"
_MOST_LATER = 200
_LONGEST_REASON = 2000


class Shown(msgspec.Struct, frozen=True):
    """A criterion as a button: its id, its key, its words, and whether it asks something or bars it."""

    id: str
    key: str
    words: str
    bars: bool


@needs(Right.SCREEN)
@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """Show the next unit with the criteria beside it, or one that this screener decided on before."""
    person, units = cast("Person", request.user), members()
    waiting = next_units(person.username, units)
    mine = _last_word(person.username)
    later = [unit for unit in request.session.get(_LATER, []) if unit in waiting]
    turned = [*(unit for unit in waiting if unit not in later), *later]
    wanted = request.GET.get("unit", "")
    if wanted and wanted not in {*waiting, *mine}:
        raise Http404
    chosen = wanted or next(iter(turned), "")
    unit = next((each for each in units if each.id == chosen), None)
    last = max(mine.values(), key=lambda each: each.at, default=None)
    context = {
        "unit": unit,
        "waiting": len(waiting),
        "learning": is_learning(units),
        "last": last,
        "last_words": _words(last.reason) if last else "",
        "own": mine.get(chosen),
        "blind": criteria().blind,
        "pause_minutes": protocol().care.pause_minutes,
        **_criteria(),
        **(_text(request, unit) if unit else {}),
    }
    return render(request, "screening/screen.html", context)


@needs(Right.SCREEN)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Keep a decision and go on to the next unit; or put this one behind the others."""
    unit = request.POST.get("unit", "")
    if "later" in request.POST:
        later = [each for each in request.session.get(_LATER, []) if each != unit]
        request.session[_LATER] = [*later, unit[:200]][-_MOST_LATER:]
        return redirect("screening")
    reason = request.POST.get("out")
    if reason is None and "in" not in request.POST:
        raise Http404
    try:
        actions.decide(cast("Person", request.user), unit, reason=reason, at=timezone.now())
    except StudyError:
        messages.error(request, _("This was not kept: others have decided on it, or it is no unit that is screened."))
    return redirect("screening")


@needs(Right.RUN_STUDY, Right.ADJUDICATE)
@require_GET
def standing(request: HttpRequest) -> HttpResponse:
    """Show where the screening stands: in, out by reason, in conflict, and how much was found."""
    person, found = cast("Person", request.user), screening_of(store(), criteria())
    known = stands(store().records(Decision))
    conflicts = [unit for unit in found.screened.in_conflict if person.username not in known[unit].voters]
    reasons = [(_words(reason), len(units)) for reason, units in found.screened.excluded.items()]
    context = {
        "found": found,
        "reasons": reasons,
        "conflicts": conflicts if person.may(Right.ADJUDICATE) else [],
        "level": round(100 * found.criteria.plan.level),
        "share": round(100 * found.criteria.plan.recall),
        "recall": _percent(found.recall.estimate, found.recall.low, found.recall.high) if found.recall else None,
        "agree": round(100 * (found.agreement.percent.estimate or 0)) if found.agreement else None,
        "ready": not found.screened.in_conflict and not found.screened.begun,
    }
    return render(request, "screening/standing.html", context)


@needs(Right.RUN_STUDY)
@require_POST
def draw_check(request: HttpRequest) -> HttpResponse:
    """Draw the random sample that tells how much was missed."""
    return _told(request, lambda person: actions.draw_check(person, at=timezone.now()))


@needs(Right.RUN_STUDY)
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Leave the rest unread, once enough is shown to be found or with a reason."""
    although = request.POST.get("although", "").strip()[:_LONGEST_REASON]
    return _told(request, lambda person: actions.stop(person, although=although, at=timezone.now()))


@needs(Right.ADJUDICATE)
@require_http_methods(["GET", "POST"])
def conflict(request: HttpRequest, unit: str) -> HttpResponse:
    """Show what two screeners said of a unit, and decide between them."""
    person, found = cast("Person", request.user), stands(store().records(Decision)).get(unit)
    root = next((each for each in members() if each.id == unit), None)
    if found is None or root is None or found.place != "conflict":
        raise Http404
    if person.username in found.voters:
        raise PermissionDenied
    if request.method == "POST" and ("in" in request.POST or "out" in request.POST):
        detail = request.POST.get("reason", "").strip()[:_LONGEST_REASON]
        vote = Vote(unit=unit, reason=request.POST.get("out"), detail=detail)
        try:
            actions.settle(person, vote, at=timezone.now())
        except StudyError as error:
            raise Http404 from error
        return redirect("screening_standing")
    votes = [(voter, _words(_last_word(voter)[unit].reason)) for voter in found.voters]
    context = {"unit": root, "votes": votes, **_criteria(), **_text(request, root)}
    return render(request, "screening/conflict.html", context)


def _told(request: HttpRequest, act: Callable[[Person], None]) -> HttpResponse:
    try:
        act(cast("Person", request.user))
    except StudyError:
        text = _("This cannot be done yet: units are half read, in conflict, or nothing was found that belongs.")
        messages.error(request, text)
    return redirect("screening_standing")


def _last_word(screener: str) -> dict[str, Decision]:
    """Return what a screener said last of each unit."""
    given = store().records(Decision, decided_by=screener)
    return {each.unit: each for each in given if each.step in {"blind_screening", "screening"}}


def _criteria() -> dict[str, Any]:
    """Return the criteria with their keys; those that a unit must meet first."""
    language, going = page_language(), criteria()
    shown = [
        Shown(each.id, key, each.text[language], place >= len(going.include))
        for place, (each, key) in enumerate(zip((*going.include, *going.exclude), _KEYS, strict=False))
    ]
    return {"reasons": shown, "asked": any(not each.bars for each in shown)}


def _words(reason: str | None) -> str:
    if reason is None:
        return _("in")
    found = next((each.text for each in (*criteria().include, *criteria().exclude) if each.id == reason), None)
    return found[page_language()] if found else _("left unread") if reason == "not_read" else reason


def _text(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    texts = [(key, found) for key in unit.documents if (found := judgment_of(key)) and found.text]
    first = texts[0] if texts else ("", None)
    key, judgment = next((pair for pair in texts if pair[0] == request.GET.get("text")), first)
    return {
        "key": key,
        "judgment": judgment,
        "texts": texts,
        "parts": parts_of(judgment) if judgment else (),
        "language": page_language(),
        "name": unit_name(unit),
    }


def _percent(*shares: float) -> list[str]:
    return [f"{100 * share:.1f}".replace(".", "," if page_language() == "nl" else ".") for share in shares]
