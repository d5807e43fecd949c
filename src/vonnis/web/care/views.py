"""A pause, and what a note tells."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from vonnis.web.accounts.roles import Right
from vonnis.web.care.notes import told_by
from vonnis.web.rights import needs

_LONGEST_NOTE = 4000


@require_GET
def pause(request: HttpRequest) -> HttpResponse:
    """Show a page with nothing to read: for a pause."""
    return render(request, "care/pause.html")


@needs(Right.CODE, Right.SCREEN, Right.ADJUDICATE, Right.RUN_STUDY)
@require_POST
def check_note(request: HttpRequest) -> HttpResponse:
    """Tell what in a note could lead to a person; nothing of it is kept."""
    given = next((request.POST[name] for name in ("note", "reason", "words") if name in request.POST), "")
    return render(request, "care/told.html", {"told": told_by(given[:_LONGEST_NOTE])})
