"""Tell what kind of paper a paper is, by the table ``kinds.yaml``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

from vonnis.judgment.span import Span
from vonnis.papers.paper import Kind, Paper

_SUBJECT = 900
"""How far into the text of a letter its subject is looked for, in characters."""


class KindFound(msgspec.Struct, frozen=True):
    """A kind, and the passage that tells it; none where the publisher's record tells it."""

    kind: Kind
    evidence: Span | None = None


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: str
    source: str
    kind: Kind = "other"


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    head: tuple[_Row, ...]
    plan: tuple[_Row, ...]
    no_plan: tuple[_Row, ...]


@cache
def _table() -> _Table:
    return msgspec.yaml.decode(files(__package__).joinpath("kinds.yaml").read_bytes(), type=_Table)


@cache
def _heads() -> tuple[tuple[re.Pattern[str], Kind], ...]:
    return tuple((_pattern(row.words, anchored=True), row.kind) for row in _table().head)


@cache
def _within(rows: str) -> re.Pattern[str]:
    words = "|".join(_pattern(row.words, anchored=False).pattern for row in getattr(_table(), rows))
    return re.compile(words, re.IGNORECASE)


def _pattern(words: str, *, anchored: bool) -> re.Pattern[str]:
    form = r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in words.split())
    return re.compile(rf"{'' if anchored else chr(92) + 'b'}{form}", re.IGNORECASE)


def kind_of(paper: Paper) -> KindFound:
    """Return the kind of a paper: by what its publisher or head calls it, else by its title, else ``other``."""
    kind = _by_head(paper.stated_kind) or _by_head(paper.title) or _by_head(paper.text[:200])
    if paper.id.startswith("ah-"):
        kind = "answer"
    evidence = paper.evidence.get("kind")
    if kind in {"letter", None}:
        if plan := _plan(paper):
            return plan
        kind = kind or _by_salutation(paper)
    return KindFound(kind or "other", evidence)


def _by_head(words: str) -> Kind | None:
    stripped = words.strip()
    return next((kind for pattern, kind in _heads() if stripped and pattern.match(stripped)), None)


def _by_salutation(paper: Paper) -> Kind | None:
    top = paper.text[:_SUBJECT].lower()
    return "letter" if "geachte voorzitter" in top or "aan de voorzitter van de tweede kamer" in top else None


def _plan(paper: Paper) -> KindFound | None:
    """Return that a letter sets out a plan, with the passage, where its title or subject says so."""
    subject = paper.text[:_SUBJECT]
    line = _subject_line(subject)
    for words in (paper.title, line[0]):
        if _within("plan").search(words) and not _within("no_plan").search(words):
            found = _within("plan").search(paper.text)
            return KindFound("plan", Span.of(paper.text, *found.span()) if found else None)
    return None


def _subject_line(top: str) -> tuple[str, int]:
    """Return the line that states the subject of a letter (``Betreft: ...``), or the first after the salutation."""
    found = re.search(r"^(?:Betreft|Onderwerp)\s*:?\s*(.+)$", top, re.MULTILINE | re.IGNORECASE)
    if found is None:
        found = re.search(r"^(?:Geachte voorzitter,?|Den Haag, .*)\n+(.+)$", top, re.MULTILINE | re.IGNORECASE)
    if found is None:
        return "", 0
    sentence = found[1].partition(". ")[0]
    return sentence, found.start(1)
