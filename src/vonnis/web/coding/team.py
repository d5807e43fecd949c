"""What the team sees: today's files, files and coders, differences to decide, the codebook, the export."""

from __future__ import annotations

import csv
import io
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vonnis.study.coding import PEOPLES_ROUNDS, Coding, Evidence, Passage
from vonnis.study.unit import Unit
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right, Role
from vonnis.web.coding import actions
from vonnis.web.coding.answers import in_words, written
from vonnis.web.coding.file import codebook
from vonnis.web.coding.overview import Difference, differences, standings, to_give_again
from vonnis.web.database import store
from vonnis.web.language import page_language
from vonnis.web.rights import needs

_COLUMNS = (
    *("unit", "coder", "variable", "value", "start", "end", "codebook_version", "at"),
    *("round", "document", "page"),
)


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Show what there is to do for this person."""
    person = cast("Person", request.user)
    files = []
    if person.may(Right.CODE):
        own = sorted(standings(person.username), key=lambda each: (each.assignment.round, each.assignment.place))
        files = [(each.assignment, each.done, each.asked) for each in own]
    return render(request, "room/home.html", {"files": files})


@needs(Right.RUN_STUDY)
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """Show the files of the study with their coders, and give files to coders."""
    coders = [each for each in Person.objects.filter(is_active=True) if each.has_role(Role.CODER)]
    units = [unit for unit in store().records(Unit) if unit.level in {"complex", "defendant", "paper"}]
    problem = None
    if request.method == "POST":
        chosen = sorted(set(request.POST.getlist("unit")) & {unit.id for unit in units})
        names = sorted(set(request.POST.getlist("coder")) & {coder.username for coder in coders})
        round_ = request.POST.get("round", "")
        if chosen and names and round_ in PEOPLES_ROUNDS:
            actions.assign(cast("Person", request.user), chosen, coders=names, round_=round_, at=timezone.now())
            return redirect("files")
        problem = _("Choose at least one file, at least one coder, and a round.")
    by_unit: dict[str, list[object]] = {}
    for standing in standings():
        by_unit.setdefault(standing.assignment.unit, []).append(standing)
    again = to_give_again()
    rows = [(unit, by_unit.get(unit.id, []), again.get(unit.id, [])) for unit in units]
    context = {"units": rows, "coders": coders}
    return render(request, "coding/files.html", context | {"rounds": PEOPLES_ROUNDS, "problem": problem})


@needs(Right.ADJUDICATE)
@require_GET
def differ(request: HttpRequest) -> HttpResponse:
    """List the questions on which coders differ, those still open first."""
    person = cast("Person", request.user)
    found = [(each, _sides(each)) for each in differences() if person.username not in each.holders]
    return render(request, "coding/differ.html", {"differences": sorted(found, key=lambda pair: bool(pair[0].decided))})


@needs(Right.ADJUDICATE)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, unit: str, *, variable: str) -> HttpResponse:
    """Show the answers side by side and decide with a reason."""
    found = next((each for each in differences() if (each.unit, each.variable.name) == (unit, variable)), None)
    if found is None:
        raise Http404
    person = cast("Person", request.user)
    if person.username in found.holders:
        raise PermissionDenied
    problem = None
    if request.method == "POST":
        chosen = next((each for each in found.codings if each.id == request.POST.get("coding")), None)
        reason = request.POST.get("reason", "").strip()
        if chosen and reason:
            actions.adjudicate(person, found.codings, chosen=chosen, reason=reason[:2000], at=timezone.now())
            return redirect("differ")
        problem = _("Choose an answer, and say why it holds.")
    context = {"difference": found, "sides": _sides(found), "problem": problem, "language": page_language()}
    return render(request, "coding/decide.html", context | {"question": found.variable.question[page_language()]})


@needs(Right.SEE_CODEBOOK)
@require_GET
def codebook_page(request: HttpRequest) -> HttpResponse:
    """Show the codebook: every question with its definition, categories and rules."""
    language = page_language()
    shown = [
        {
            "variable": each,
            "label": each.label[language],
            "question": each.question[language],
            "definition": (each.definition or {}).get(language, ""),
            "categories": [(category.code, category.label[language]) for category in each.categories],
            "kinds": [kind.label[language] for kind in each.kinds],
        }
        for each in codebook().variables
    ]
    return render(request, "coding/codebook.html", {"codebook": codebook(), "variables": shown})


@needs(Right.EXPORT)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Give all codings as long CSV, a row an answer and a piece of evidence, without notes and words of passages.

    Whoever still codes a file gets none: the answers of others would be in it.
    """
    person = cast("Person", request.user)
    if any(not each.is_done for each in standings(person.username)):
        raise PermissionDenied
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for coding in store().records(Coding):
        head = (coding.unit, coding.coder, coding.variable, written(coding))
        tail = (coding.codebook_version, coding.at.isoformat(), coding.round)
        for each in coding.evidence or (None,):
            writer.writerow([*head, *_place(each)[:2], *tail, *_place(each)[2:]])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="codings.csv"'
    return response


def _place(evidence: Evidence | None) -> tuple[object, object, str, str]:
    """Return start and end of a passage, the document, and the page."""
    if isinstance(evidence, Passage):
        return evidence.start, evidence.end, evidence.document, ""
    return ("", "", evidence.document, evidence.page) if evidence else ("", "", "", "")


def _sides(difference: Difference) -> list[tuple[Coding, str]]:
    """Return each coding with its answer in words."""
    return [(coding, in_words(difference.variable, coding, language=page_language())) for coding in difference.codings]
