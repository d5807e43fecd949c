"""The pages around a file: the note before it, and the way out of it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vonnis.study.log import Assignment
from vonnis.study.unit import Unit
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.care import actions
from vonnis.web.care.words import content_note, unit_name
from vonnis.web.coding.file import newest_assignment
from vonnis.web.coding.shelf import judgment_of
from vonnis.web.coding.training import check_trained
from vonnis.web.database import store
from vonnis.web.protocol import protocol
from vonnis.web.rights import needs

_CHARACTERS_A_PAGE = 3000


@needs(Right.CODE)
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, unit: str) -> HttpResponse:
    """Show what kind of file this is before it opens, and open it."""
    person, assignment, now = cast("Person", request.user), _assignment(request, unit), timezone.now()
    check_trained(assignment)
    if request.method == "POST":
        if not actions.is_open(person, assignment):
            if actions.is_enough(person, at=now):
                return redirect("opening", unit)
            actions.open_file(person, assignment, at=now)
        return redirect("screen", unit)
    (root,) = store().records(Unit, id=unit)
    texts = [found for key in root.documents if (found := judgment_of(key)) and found.text]
    context = {
        "unit": root,
        "name": unit_name(root),
        "note": content_note(),
        "texts": len(texts),
        "pages": sum(-(-len(each.text) // _CHARACTERS_A_PAGE) for each in texts),
        "is_open": actions.is_open(person, assignment),
        "enough": actions.is_enough(person, at=now),
        "cap": protocol().care.files_a_day,
    }
    return render(request, "care/opening.html", context)


@needs(Right.CODE)
@require_POST
def over(request: HttpRequest, unit: str) -> HttpResponse:
    """Take a file out of the coder's queue; nobody asks why."""
    actions.hand_over(cast("Person", request.user), _assignment(request, unit), at=timezone.now())
    messages.success(request, _("File %(unit)s is out of your list. Somebody else will get it.") % {"unit": unit})
    return redirect("home")


def _assignment(request: HttpRequest, unit: str) -> Assignment:
    found = newest_assignment(cast("Person", request.user).username, unit)
    if found is None:
        raise Http404
    return found
