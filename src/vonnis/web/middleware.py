"""What holds for every request: security headers, and a door that is shut unless a page says otherwise."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponse]

OPEN = frozenset({"health", "help", "invitation", "language", "login", "look", "style"})
"""Pages for everybody, by the name of their URL; all others ask who is there."""

HALFWAY = frozenset({"code", "enrol", "logout"})
"""Pages for somebody who gave a password and still owes the second factor."""

_SECONDS_BETWEEN_MARKS = 60

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " font-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def headers(answer: Answer) -> Answer:
    """Set a strict content security policy, and keep what is private out of caches."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), interest-cohort=()"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return respond


def _door(request: HttpRequest, name: str) -> HttpResponse:
    """Send somebody to the door; a part of a page gets a plain no, or the door would be set in its place."""
    return HttpResponse(status=401) if "HX-Request" in request.headers else redirect(name)


def _mark(request: HttpRequest) -> None:
    """Keep a session alive, at the price of one write a minute rather than one a request."""
    now = int(timezone.now().timestamp())
    if request.user.is_authenticated and now - int(request.session.get("seen", 0)) > _SECONDS_BETWEEN_MARKS:
        request.session["seen"] = now


def doorkeeper(answer: Answer) -> Answer:
    """Let nobody in without a password and, where it is asked or set up, a second factor."""

    def respond(request: HttpRequest) -> HttpResponse:
        _mark(request)
        try:
            name = resolve(request.path_info).url_name
        except Resolver404:
            name = None
        if name in OPEN:
            return answer(request)
        person = request.user
        if not person.is_authenticated:
            return _door(request, settings.LOGIN_URL)
        if name in HALFWAY or person.is_verified():
            return answer(request)
        if person.has_second_factor():
            return _door(request, "code")
        return _door(request, "enrol") if settings.ROOM.two_factor else answer(request)

    return respond
