"""The first page, help, language, look, health."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_POST

from vonnis.web.room.context import LOOK, LOOKS
from vonnis.web.room.style import style_sheet

_YEAR = 365 * 24 * 3600


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Show where there is help, for everybody."""
    return render(request, "room/help.html")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in this browser."""
    response = redirect(_back(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=_YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    return response


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep the chosen look in this browser: as the system, light, dark, or one that rests the eyes."""
    response = redirect(_back(request))
    chosen = request.POST.get("look", "")
    if chosen in LOOKS:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(LOOK, chosen, max_age=_YEAR, secure=secure, httponly=True, samesite="Strict")
    return response


@require_GET
def style(_request: HttpRequest) -> HttpResponse:
    """Give the style sheet; its address changes with it."""
    response = HttpResponse(style_sheet(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


@require_GET
def health(_request: HttpRequest) -> JsonResponse:
    """Tell a watcher whether the room and its database answer; nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


def _back(request: HttpRequest) -> str:
    """Return the page to go back to, only ever one of this room."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else "/"
