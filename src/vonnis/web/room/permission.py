"""What the room says about the permission of closed files: before it ends, and when coding is closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vonnis.errors import StudyError
from vonnis.study.permitting import Notice
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.database import store
from vonnis.workflow.permissions import permission_notices

View = Callable[..., HttpResponse]


def warnings_for(person: Person) -> list[tuple[str, bool]]:
    """Return what a person is to know, each with whether it closes coding: a coder of the own files, a lead of all."""
    if not (person.may(Right.CODE) or person.may(Right.RUN_STUDY)):
        return []
    coders = None if person.may(Right.RUN_STUDY) else [person.username]
    found = permission_notices(store(), on=timezone.localdate(), coders=coders)
    return [(in_words(notice), notice.closes) for notice in found]


def in_words(notice: Notice) -> str:
    """Return a notice as a sentence in the language of the page."""
    about = {
        "source": notice.source,
        "day": date_format(notice.day) if notice.day else "",
        "coders": ", ".join(notice.coders),
    }
    return {
        "not_begun": _("The permission for %(source)s begins on %(day)s. Until then its files are not coded."),
        "ended": _("The permission for %(source)s ended on %(day)s. Its files are not coded any more."),
        "ends_soon": _("The permission for %(source)s ends on %(day)s. Coding closes after that day."),
        "no_statement": _("No statement of secrecy for %(source)s: %(coders)s. The lead notes it before coding opens."),
        "destroy_soon": _("What was kept of %(source)s must be destroyed by %(day)s."),
        "destroy_overdue": _("What was kept of %(source)s should have been destroyed by %(day)s."),
        "no_source": _("The protocol names no source. Closed files need one, with its permission."),
        "not_filled_in": _("The permission for %(source)s is not filled in yet."),
    }[notice.state] % about


def while_permitted(view: View) -> View:
    """Say on the page why nothing was saved, where the study takes no answer of this person now."""

    @wraps(view)
    def shown(request: HttpRequest, *given: object, **named: object) -> HttpResponse:
        try:
            return view(request, *given, **named)
        except StudyError as error:
            part = "coding/closed_part.html" if "HX-Request" in request.headers else "coding/closed.html"
            status = 200 if "HX-Request" in request.headers else 409
            return render(request, part, {"why": str(error)}, status=status)

    return shown
