"""Pages for what went wrong; each says what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this page is not for this person, and why where that is not a matter of roles."""
    return render(request, "room/refused.html", {"why": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """Say that there is no such page."""
    return render(request, "room/not_found.html", status=404)


def failed(_request: HttpRequest) -> HttpResponse:
    """Say that the room itself failed, without rendering anything that could fail again."""
    return HttpResponse(
        "De coderuimte zelf faalde; wat was opgeslagen, is bewaard. Ga terug en probeer het nog eens.\n"
        "The coding room itself failed; what was saved is kept. Go back and try again.\n",
        status=500,
        content_type="text/plain; charset=utf-8",
    )
