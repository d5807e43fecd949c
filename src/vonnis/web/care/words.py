"""The words of the study for people, and its own note and contacts, in the language of the page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
import yaml
from django.utils.translation import gettext as _

from vonnis.codebook.codebook import Standing
from vonnis.study.care import Term, Terms
from vonnis.study.unit import Unit
from vonnis.web.language import page_language
from vonnis.web.protocol import protocol


class Called(msgspec.Struct, frozen=True):
    """What somebody is called, in one language: one of them, and several."""

    one: str
    many: str


class Turn(msgspec.Struct, frozen=True):
    """Somebody to turn to: name, link, and what stands on the page for it."""

    name: str
    address: str
    shown: str


def term(level: str) -> Called:
    """Return what the study calls a ``defendant`` or a ``victim`` on this page."""
    own: Term | None = getattr(protocol().terms, level)
    found = own or getattr(_shipped(), level)
    language = page_language()
    return Called(found.one[language], found.many[language])


def unit_name(unit: Unit) -> str:
    """Return what a unit is called on a page: the word for its level and its number."""
    if unit.level == "complex":
        return _("Case %(number)s") % {"number": unit.id}
    if unit.level == "paper":
        return _("Paper %(number)s") % {"number": unit.id}
    if unit.level == "pair":
        words = {"one": _capital(term("defendant").one), "other": term("victim").one}
        return _("%(one)s and %(other)s") % words + f" {unit.victim}"
    return f"{_capital(term(unit.level).one)} {unit.id}"


def who_says(standing: Standing) -> str:
    """Return what a page calls whoever says so in a file: court, police and others, or a person of the case."""
    if standing in {"defendant", "victim"}:
        return term(standing).one
    return {
        "court": _("court"),
        "prosecution": _("prosecution"),
        "police": _("police"),
        "expert": _("expert"),
        "inferred": _("inferred"),
    }[standing]


def content_note() -> str:
    """Return the note that stands before each file: the study's own words, or the shipped ones."""
    own = protocol().care.note.get(page_language(), "")
    return own or _(
        "This file tells of crimes and of people who suffered from them. You see the sentence first; what was proven"
        " stays folded until you open it. You can stop at any moment, and hand the file over without saying why."
    )


def contacts() -> list[Turn]:
    """Return to whom somebody can turn at the institute."""
    language = page_language()
    return [
        Turn(each.name.get(language) or next(iter(each.name.values())), each.address, each.shown)
        for each in protocol().care.contacts
    ]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


@cache
def _shipped() -> Terms:
    content = files("vonnis.web.care").joinpath("terms.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(content), Terms)
