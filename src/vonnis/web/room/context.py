"""What every page of the room knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from vonnis.report.words import data
from vonnis.study.log import Decision
from vonnis.study.protocol import ScreeningPlan
from vonnis.web.accounts.roles import Right
from vonnis.web.care.words import contacts
from vonnis.web.database import store
from vonnis.web.language import page_language
from vonnis.web.protocol import protocol
from vonnis.web.room.permission import warnings_for
from vonnis.web.room.style import style_version

LOOK = "vonnis_look"
"""The cookie with the chosen look."""

LOOKS = ("system", "light", "dark", "rest")


def room(request: HttpRequest) -> dict[str, Any]:
    """Give the study's name, the help block, the chosen look, and what the person may do."""
    look = request.COOKIES.get(LOOK, "system")
    person = getattr(request, "user", None)
    may = {right.value: True for right in Right if person and person.is_authenticated and person.may(right)}
    language = page_language()
    block = data("helplines.yaml")["NL"]
    return {
        "study_name": settings.ROOM.study.name,
        "fictional": protocol().study.fictional,
        "style_version": style_version(),
        "look": look if look in LOOKS else "system",
        "looks": LOOKS,
        "may": may,
        # What is asked of the store waits until a page shows it: the parts that follow an answer do not.
        "screens": SimpleLazyObject(lambda: bool(may) and _screens()),
        "contacts": contacts() if person and person.is_authenticated else [],
        "permission": SimpleLazyObject(lambda: warnings_for(person) if person and person.is_authenticated else []),
        "help_title": block["title"][language],
        "help_text": block["text"][language],
        "help_contacts": [
            {"name": contact["name"][language], "address": contact["address"], "shown": contact["shown"]}
            for contact in block["contacts"]
        ],
    }


def _screens() -> bool:
    """Tell whether the study screens: its protocol says how, or somebody has begun."""
    if protocol().screening != ScreeningPlan():
        return True
    return any(store().tally(Decision, "step", step=step) for step in ("screening", "blind_screening"))
