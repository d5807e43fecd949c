"""What the team sees: today's files, files and coders, differences to decide, the codebook, the export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import msgspec
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from vonnis.errors import SeenError, StudyError
from vonnis.study.assignment import holding
from vonnis.study.coding import COUNTED_ROUNDS, PEOPLES_ROUNDS, Adjudication, Coding, Round
from vonnis.study.log import Assignment, Listing, Remark
from vonnis.study.unit import Unit
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right, Role
from vonnis.web.care.words import term, unit_name
from vonnis.web.coding import actions, persons
from vonnis.web.coding.answers import told
from vonnis.web.coding.file import codebook
from vonnis.web.coding.overview import (
    Difference,
    Standing,
    cases_in_hand,
    check_nothing_in_hand,
    differences,
    lists,
    standings,
    to_give_again,
)
from vonnis.web.coding.quotes import Shown, evidence_of
from vonnis.web.coding.sight import note_seen, note_taken
from vonnis.web.coding.training import marks_of, shut_until_trained
from vonnis.web.database import store
from vonnis.web.language import page_language
from vonnis.web.rights import needs
from vonnis.workflow.codings import long_table_of
from vonnis.workflow.differing import Side
from vonnis.workflow.meeting import open_threads, queue
from vonnis.workflow.population import in_study, taught

_PAGE = 100
"""How many files or differences stand on a page."""
_NAMED = 12
"""How many files one sentence names at most."""


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Show what there is to do for this person."""
    person = cast("Person", request.user)
    files = []
    context: dict[str, Any] = {}
    if person.may(Right.CODE):
        own = sorted(standings(person.username), key=_turn)
        shut = shut_until_trained(person.username) if own else ()
        files = [
            (each.assignment, each.done, each.asked, each.assignment.round in shut, unit_name(each.root))
            for each in own
        ]
        context = _news(person.username, own) if own else {}
        ready = [line for line, each in zip(files, own, strict=True) if not line[3] and not each.is_done]
        context["going_on"] = next((line for line in ready if line[1]), next(iter(ready), None))
    if person.may(Right.RUN_STUDY):
        context["asked_threads"] = len(open_threads(store().records(Remark)))
    context["reads_only"] = person.roles == [Role.READER]
    trained = marks_of(person.username) if any(each[0].round == "training" for each in files) else None
    return render(request, "room/home.html", context | {"files": files, "trained": trained})


def _turn(standing: Standing) -> tuple[int, int]:
    """Return when a file is to be coded: round by round as they follow each other, and by its place in the queue."""
    return PEOPLES_ROUNDS.index(standing.assignment.round), standing.assignment.place


def _news(coder: str, own: Sequence[Standing]) -> dict[str, Any]:
    """Return what waits for a coder: answers that are asked again, and threads in which the lead spoke last."""
    roots = {unit.id: each.assignment.unit for each in own for unit in each.units}
    language, by_name = page_language(), codebook().by_name

    def told(unit: str, variable: str) -> tuple[str, str, str]:
        return roots[unit], f"{unit}/{variable}", by_name[variable].label[language]

    last = {(each.unit, each.variable): each for each in store().records(Remark, coder=coder)}
    return {
        "again": [
            told(each.unit, each.variable)
            for each in queue(store(), coder=coder)
            if each.unit in roots and each.variable in by_name
        ],
        "replies": [
            told(*key)
            for key, each in sorted(last.items())
            if each.author != coder and key[0] in roots and key[1] in by_name
        ],
    }


@needs(Right.RUN_STUDY)
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """Show the files of the study with their coders, and give files to coders."""
    coders = [each for each in Person.objects.filter(is_active=True) if each.has_role(Role.CODER)]
    units = _assignable()
    problem, busy = None, cases_in_hand(cast("Person", request.user).username)
    ticked = _ticked(request, units={unit.id for unit in units}, coders={coder.username for coder in coders})
    if request.method == "POST":
        if "case" in request.POST:
            problem = _list_person(request, {unit.complex for unit in units if unit.level != "paper"} - busy)
        else:
            problem = _give(request, ticked)
        if problem is None:
            return redirect(request.get_full_path())
    only_free = "free" in request.GET
    page = Paginator(_free(units) if only_free else units, _PAGE).get_page(request.GET.get("page"))
    context = {
        "only_free": only_free,
        "page": page,
        "units": _rows([*page], coder=cast("Person", request.user).username, busy=busy),
        "coders": coders,
        "victim": term("victim").one,
        "cases": _cases(units, without=busy),
        "codes": bool(busy),
    }
    context |= {"rounds": PEOPLES_ROUNDS, "problem": problem, "ticked": ticked}
    return render(request, "coding/files.html", context)


class _Ticked(msgspec.Struct, frozen=True):
    """Which files were ticked for which coders, and in which round; they stay so when nothing came of it."""

    units: list[str]
    coders: list[str]
    round: Round | None


def _ticked(request: HttpRequest, *, units: set[str], coders: set[str]) -> _Ticked:
    """Return what was ticked among units and coders that there are."""
    return _Ticked(
        sorted(set(request.POST.getlist("unit")) & units),
        sorted(set(request.POST.getlist("coder")) & coders),
        next((each for each in PEOPLES_ROUNDS if each == request.POST.get("round", "main")), None),
    )


def _give(request: HttpRequest, ticked: _Ticked) -> str | None:
    """Give files to coders and say how many were given; return what is wrong, where something is."""
    if not ticked.units or not ticked.coders or ticked.round is None:
        return _("Choose at least one file, at least one coder, and a round.")
    try:
        person, now = cast("Person", request.user), timezone.now()
        given = actions.assign(person, ticked.units, coders=ticked.coders, round_=ticked.round, at=now)
    except SeenError as error:
        return _(
            "%(coder)s has seen what others answered about the case of %(unit)s, and codes it in no round in which"
            " coders are blind. Give it to somebody else."
        ) % {"coder": error.coder, "unit": error.unit}
    except StudyError:
        barred = sorted(taught(store()) & set(ticked.units))
        told = ", ".join(barred[:_NAMED]) + (", …" if len(barred) > _NAMED else "")
        return _(
            "Leave out %(units)s: a case with a reference file of the training is coded in no round that counts."
        ) % {"units": told}
    words = ngettext("%(n)s file was given out.", "%(n)s files were given out.", given)
    messages.success(request, words % {"n": given})
    return None


def _rows(
    units: Sequence[Unit], *, coder: str, busy: set[str]
) -> list[tuple[Unit, str, list[tuple[Standing, bool]], list[str]]]:
    """Return some units with their names, how far each coder's file is, and the rounds to be given again.

    Beside each file stands whether how much it asks is kept from this person.
    """
    cases = {unit.complex for unit in units}
    everything, again = standings(of=cases), to_give_again()
    by_unit: dict[str, list[tuple[Standing, bool]]] = {}
    for standing in everything:
        # How much a colleague's file asks tells how many persons that colleague found.
        hides = standing.assignment.coder != coder and standing.root.complex in busy
        by_unit.setdefault(standing.assignment.unit, []).append((standing, hides))
    return [(unit, unit_name(unit), by_unit.get(unit.id, []), again.get(unit.id, [])) for unit in units]


def _free(units: Sequence[Unit]) -> list[Unit]:
    """Return the units that nobody holds in any round, or that are to be given again."""
    held, again = {each.unit for each in holding(store().records(Assignment))}, to_give_again()
    return [unit for unit in units if unit.id in again or unit.id not in held]


def _assignable() -> list[Unit]:
    """Return the units that can be given out, case by case: those in the study, and the complexes that they are of."""
    everything, inside = store().records(Unit), in_study(store())
    homes = {unit.complex for unit in everything if unit.id in inside}
    found = (unit for unit in everything if unit.id in inside or (unit.level == "complex" and unit.id in homes))
    return sorted(found, key=lambda unit: (unit.complex, unit.level != "complex", unit.id))


def _cases(units: Iterable[Unit], *, without: set[str]) -> list[str]:
    """Return the cases in which no coder has listed a person yet, so that the lead may.

    Those of which the lead still codes a file are left out: that one is missing would tell that a colleague found
    somebody in it.
    """
    begun = {each.unit.rpartition("-V")[0] for each in store().records(Listing)}
    return sorted({unit.complex for unit in units if unit.level != "paper"} - begun - without)


def _list_person(request: HttpRequest, cases: set[str]) -> str | None:
    """List a person of a case beforehand; return what is wrong, where something is."""
    case = request.POST.get("case", "")
    if case not in cases:
        return _("Choose a case.")
    try:
        persons.give_victim(cast("Person", request.user), case, at=timezone.now())
    except StudyError:
        return _("A coder has listed persons of this case already; the list is the coders' now.")
    return None


@needs(Right.ADJUDICATE)
@require_GET
def differ(request: HttpRequest) -> HttpResponse:
    """List the questions on which coders differ, those still open first."""
    person, language = cast("Person", request.user), page_language()
    found = [each for each in differences() if person.username not in each.holders]
    page = Paginator(sorted(found, key=lambda each: bool(each.decided)), _PAGE).get_page(request.GET.get("page"))
    others = [each for each in lists() if person.username not in each.holders]
    shown = [side.unit for each in page for side in each.told.sides]
    note_seen(person, [*shown, *(each.complex for each in others)], at=timezone.now())
    context = {
        "page": page,
        "differences": [(each, each.variable.label[language], each.sides(language)) for each in page],
        "lists": others,
    }
    return render(request, "coding/differ.html", context)


@needs(Right.ADJUDICATE)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, unit: str, *, variable: str) -> HttpResponse:
    """Show the answers side by side and decide with a reason."""
    case = {each.complex for each in store().records(Unit, id=unit)}
    found = next((each for each in differences(case) if (each.unit, each.variable.name) == (unit, variable)), None)
    if found is None:
        raise Http404
    person = cast("Person", request.user)
    if person.username in found.holders:
        raise PermissionDenied(_("You hold a file of this case, so that others decide about it."))
    note_seen(person, [side.unit for side in found.told.sides], at=timezone.now())
    problem, answers = None, _last_answers(found)
    if request.method == "POST":
        chosen = next((one for one in answers if one[1].id == request.POST.get("coding")), None)
        reason = request.POST.get("reason", "").strip()
        if chosen and reason:
            side, given = chosen
            version, now = given.codebook_version, timezone.now()
            actions.adjudicate(person, found.told, chosen=side, version=version, reason=reason[:2000], at=now)
            return redirect("differ")
        problem = _("Choose an answer, and say why it holds.")
    language = page_language()
    sides = [
        (each, found.told.who(side), told(found.variable, side.answer, language=language), _evidence(request, each))
        for side, each in answers
    ]
    context = {"difference": found, "sides": sides, "problem": problem, "question": found.variable.question[language]}
    return render(request, "coding/decide.html", context)


def _last_answers(difference: Difference) -> list[tuple[Side, Coding | Adjudication]]:
    """Return who answers what, with all that stands beside it: each coder's last answer of the rounds that count.

    What was decided about a complex before it became part of this one is an answer too. An answer to a question that
    the coder's other answers skip is not applicable, whatever was written.
    """
    sides = difference.told.sides
    about = {"unit": {side.unit for side in sides}, "variable": difference.variable.name}
    given = [each for each in store().records(Coding, **about) if each.round in COUNTED_ROUNDS]
    answered = {(each.unit, each.coder): each for each in given}
    decided = {each.unit: each for each in store().records(Adjudication, **about)}
    return [(side, decided[side.unit] if side.decided else answered[side.unit, side.by]) for side in sides]


def _evidence(request: HttpRequest, answer: Coding | Adjudication) -> list[Shown]:
    return evidence_of(request, answer) if isinstance(answer, Coding) else []


@needs(Right.EXPORT)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Give all codings as long CSV, a row an answer, without notes and words of passages.

    Whoever still codes a file gets none: the answers of others would be in it.
    """
    person = cast("Person", request.user)
    check_nothing_in_hand(person)
    note_taken(person, at=timezone.now())
    table = long_table_of(store(), settings.ROOM.study)
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="codings.csv"'
    return response
