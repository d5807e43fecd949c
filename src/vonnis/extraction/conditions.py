"""The special conditions of a suspended sentence or a hospital order, by kind; the kinds are ``conditions.yaml``.

A dictum announces them ("stelt als bijzondere voorwaarden dat veroordeelde ...") and lists them, often one a line,
until the next clause of another kind. They belong to the suspended sentence, or hospital order, that was named last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import msgspec
import msgspec.yaml

from vonnis.extraction.clauses import Clause
from vonnis.extraction.draft import Draft
from vonnis.extraction.rules import rule
from vonnis.judgment.scan import Finder, Watch

_HOSPITAL = frozenset({"tbs", "tbs_conditions", "pij"})
_ANNOUNCES = Finder(rule(r"\b(?:bijzondere|volgende|navolgende|overige) (?:\w+ ){0,2}voorwaarden?\b"))
_WITHIN = frozenset(
    {"stelt", "houdt", "laat", "neemt", "geeft", "draagt", "doet", "komt", "ziet", "maakt", "zet", "past", "keert", ""}
)
"""Verbs that open a condition as well as a clause ("stelt zich onder behandeling", "houdt zich aan")."""
_TO_THE_PROBATION_SERVICE = rule(r"(?:geeft|draagt)[^.;]{0,40}opdracht|waarbij|draagt de reclassering")


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of condition: how courts word it, and the provision that names it."""

    patterns: tuple[str, ...]
    source: str


@cache
def kinds() -> dict[str, re.Pattern[str]]:
    """Return the kinds of condition with their patterns; msgspec.ValidationError where the table does not fit."""
    content = files(__package__).joinpath("conditions.yaml").read_bytes()
    rows = msgspec.yaml.decode(content, type=dict[str, _Row])
    return {kind: rule("|".join(row.patterns)) for kind, row in rows.items()}


@cache
def _finders() -> dict[str, Finder]:
    """Return a finder for each kind."""
    return {kind: Finder(pattern) for kind, pattern in kinds().items()}


@cache
def _watch() -> Watch:
    """Return a watch for all kinds."""
    return Watch(*kinds().values())


def settle_conditions(text: str, clauses: Sequence[Clause], *, drafts: Sequence[Draft]) -> None:
    """Give each suspended sentence and hospital order the kinds of the conditions that are set to it."""
    latest, end = None, 0
    for announced in _ANNOUNCES.finditer(text, clauses[0].start, clauses[-1].end) if clauses and drafts else ():
        draft = _bound(drafts, announced.start())
        if draft is None or (draft is latest and announced.start() < end):
            continue
        latest, end = draft, _end(text, [clause for clause in clauses if clause.end > announced.start()])
        possible = _watch().numbers(text, announced.end(), end)
        found = [
            kind
            for number, (kind, finder) in enumerate(_finders().items())
            if number in possible and finder.search(text, announced.end(), end)
        ]
        draft.conditions = tuple(dict.fromkeys((*draft.conditions, *found)))
        if draft.conditions:
            draft.places.setdefault("conditions", announced.span())


def _bound(drafts: Sequence[Draft], place: int) -> Draft | None:
    """Return the sanction to which conditions at a place are bound: the suspended one, or hospital order, before it."""
    before = [draft for draft in drafts if draft.places["noun"][0] < place]
    return next(
        (draft for draft in reversed(before) if draft.has("suspended") or draft.partly or draft.kind in _HOSPITAL), None
    )


def _end(text: str, clauses: Sequence[Clause]) -> int:
    """Return where the conditions end that the first of some clauses announces."""
    return max(_condition_ends(text, clauses), default=clauses[0].end)


def _condition_ends(text: str, clauses: Sequence[Clause]) -> Iterator[int]:
    """Yield the end of each clause that still tells conditions."""
    for number, clause in enumerate(clauses):
        if number and (clause.verb not in _WITHIN or _TO_THE_PROBATION_SERVICE.match(text, clause.start, clause.end)):
            return
        yield clause.end
