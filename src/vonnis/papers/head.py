"""Read from the text of a paper what no publisher states: dossier, number, kind, day, who signed.

The forms are those of parliamentary papers in print: a line for the session, one for the dossier with its title, one
for the number with the kind, then the text, which names day and signers at its head or its foot.
"""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from vonnis.extraction.dates import DAY, first_day, parts_of
from vonnis.judgment.span import Span
from vonnis.papers.identity import dossier_of, session_of
from vonnis.papers.paper import Actor

_HEAD_LINES = 40
_SESSION = re.compile(r"Vergaderjaar\s+(\d{4}\s*[-–]\s*\d{4})|^(\d{4}\s?[-–]\s?\d{4})$", re.MULTILINE)
_DOSSIER = re.compile(r"^(\d{2} ?\d{3})(?:[ -]([IVXLC]+[A-C]?))?(?:[ -]\(R\d+\))?(?: ([^\sa-z].*))?$", re.MULTILINE)
_NUMBER = re.compile(r"^Nr\.? ?(\d+|[A-Z]{1,2})\b(?: ?[-–:]? ?(\S.*))?$", re.MULTILINE | re.IGNORECASE)
_BELOW_DOSSIER = re.compile(r"^(?:Nr\.? ?(?:\d+|[A-Z]{1,2})\b.*|\d{1,4}|[A-Z]{1,2}(?: [A-Z]{3}.*)?)$", re.MULTILINE)
_LINES_BELOW = 12
_ANNEX = re.compile(r"^Aanhangsel van de Handelingen$", re.MULTILINE | re.IGNORECASE)
_ANNEX_NUMBER = re.compile(r"^(\d{1,4})$", re.MULTILINE)
_SENATE = "Eerste Kamer der Staten-Generaal"
_SENATE_NUMBER = re.compile(r"^([A-Z]{1,2})(?: ([A-Z]{3}.*))?$", re.MULTILINE)
_KIND = re.compile(
    r"^((?:nader\s+)?(?:gewijzigde?\s+)?(?:motie|amendement|brief|verslag|lijst van vragen|nota naar aanleiding|"
    r"antwoord|vragen van|toezegging|rapport|actieplan|plan van aanpak|stenogram|geachte voorzitter)\b.*)$",
    re.MULTILINE | re.IGNORECASE,
)
_DAYS = (
    re.compile(rf"\b(?:Voorgesteld|Vastgesteld)(?: op)? ({DAY})", re.IGNORECASE),
    re.compile(rf"\(ontvangen ({DAY})\)", re.IGNORECASE),
    re.compile(rf"^(?:Den Haag|'s-Gravenhage|’s-Gravenhage|Utrecht|Rotterdam|Amsterdam),? ({DAY})", re.MULTILINE),
    re.compile(rf"^(?:Datum|Date|Ontvangen)\s*:? ({DAY})", re.MULTILINE | re.IGNORECASE),
    re.compile(rf"\b(?:d\.d\.|gedateerd) ({DAY})", re.IGNORECASE),
)
_HELD = re.compile(
    rf"\b(?:heeft (?:op )?|gehouden op |debat van |op )({DAY})\s*(?:overleg gevoerd|,? ?over\b|gesproken)?"
)
_OFFICE = re.compile(r"^(?:De |de )?((?:Minister|Staatssecretaris)\b[^,\n]*),?$", re.MULTILINE)
_INITIALS = re.compile(r"^(?:mr\. |drs\. |dr\. |ir\. |prof\. )*(?:[A-Z]\.(?:-?[A-Z]\.)* ?)+(?P<name>\S.*)$")
_CLOSING = re.compile(r"^en gaat over tot de orde van de dag\.?$", re.MULTILINE | re.IGNORECASE)
_NAME_LINE = re.compile(
    r"(?:(?:van|de|den|der|ten|ter|el|al|in|’t|'t)\s){0,3}[A-ZÀ-Ý][\w'’-]+(?:[ -][A-ZÀ-Ý][\w'’-]+)*", re.IGNORECASE
)
_MOST_SIGNERS = 30
_AMENDED_BY = re.compile(
    r"^(?:nader )?(?:gewijzigde? )?amendement van (?:het lid|de leden) (?P<names>.+?)(?: c\.s\.)?"
    r"(?: ter vervanging.*)?$",
    re.IGNORECASE,
)
_SMALL = frozenset({"van", "de", "den", "der", "ten", "ter", "el", "al", "in", "’t", "'t"})


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What the text of a paper states about itself, with the passage of each field."""

    dossier: str | None = None
    number: str | None = None
    title: str = ""
    session: str | None = None
    kind: str = ""
    date: dt.date | None = None
    held: dt.date | None = None
    actors: tuple[Actor, ...] = ()
    annex: bool = False
    evidence: dict[str, Span] = {}


def read_head(text: str) -> Head:
    """Return what the head and foot of a text state."""
    end = _end_of_lines(text, _HEAD_LINES)
    top = text[:end]
    evidence: dict[str, Span] = {}

    def seen(field: str, match: re.Match[str] | None) -> re.Match[str] | None:
        if match is not None and match.group(1):
            evidence[field] = Span.of(text, match.start(1), match.end(1))
        return match

    annex = _ANNEX.search(top) is not None
    session = seen("session", _SESSION.search(top))
    dossier = seen("dossier", _dossier_line(top))
    numbered = _ANNEX_NUMBER if annex else _SENATE_NUMBER if _SENATE in top else _NUMBER
    number = seen("number", numbered.search(top))
    kind = seen("kind", _KIND.search(top)) or (number if number and not annex and number[2] else None)
    day = next((seen("date", found) for pattern in _DAYS if (found := pattern.search(text))), None)
    called = "Aanhangsel" if annex else kind[kind.lastindex or 1] if kind else ""
    held = _HELD.search(top) if called.lower().startswith("verslag") else None
    signed = _named_in(called) or _signed(text)
    return Head(
        dossier=dossier_of(dossier[1], dossier[2]) if dossier else None,
        number=number[1] if number else None,
        title=(dossier[3] or "") if dossier else "",
        session=session_of(session[0]) if session else None,
        kind=called,
        date=_day(day),
        held=_day(seen("held", held)),
        actors=signed,
        annex=annex,
        evidence=evidence,
    )


def _dossier_line(top: str) -> re.Match[str] | None:
    """Return the first line that begins with a dossier and has the number of a paper below it.

    "12 500 euro" at the beginning of a line is no dossier.
    """
    for found in _DOSSIER.finditer(top):
        below = top[found.end() :]
        if _BELOW_DOSSIER.search(below, 0, _end_of_lines(below, _LINES_BELOW)):
            return found
    return None


def _end_of_lines(text: str, lines: int) -> int:
    at = 0
    for _ in range(lines):
        found = text.find("\n", at)
        if found < 0:
            return len(text)
        at = found + 1
    return at


def _day(match: re.Match[str] | None) -> dt.date | None:
    return first_day(parts_of(match[1].lower())) if match else None


def _named_in(called: str) -> tuple[Actor, ...]:
    """Return the members whom the head of an amendment names; below it their names follow an explanation."""
    found = _AMENDED_BY.search(called)
    if found is None:
        return ()
    names = (_as_name(name) for name in re.split(r"(?i),\s*|\s+en\s+", found["names"]) if name.strip())
    return tuple(Actor(name=name, first=place == 0) for place, name in enumerate(names))


def _as_name(name: str) -> str:
    """Return a name in capitals as it is written in a text: ``VAN DEN OEVER`` is ``Van den Oever``."""
    words = [
        word if word in _SMALL else "-".join(part.capitalize() for part in word.split("-"))
        for word in name.lower().split()
    ]
    return " ".join([words[0].capitalize(), *words[1:]]) if words else ""


def _signed(text: str) -> tuple[Actor, ...]:
    """Return the members below a motion, or the ministers below a letter."""
    closing = _CLOSING.search(text)
    if closing:
        lines = [line.strip() for line in text[closing.end() :].split("\n") if line.strip()][:_MOST_SIGNERS]
        names = []
        for line in lines:
            if _NAME_LINE.fullmatch(line) is None:
                break
            names.append(line)
        return tuple(Actor(name=name, first=place == 0) for place, name in enumerate(names))
    found: list[Actor] = []
    for office in _OFFICE.finditer(text):
        following = text[office.end() :].lstrip("\n").partition("\n")[0].strip()
        name = _INITIALS.match(following)
        if name:
            found.append(Actor(name=name["name"], office=office[1].strip(), first=not found))
    return tuple(found)
