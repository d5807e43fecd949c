"""Join the lines of a text that was broken at a width, so that a paragraph is one line again, as in published texts.

Mail programs, terminals and ``fold`` break every paragraph at the same width. Such a text gives itself away: most long
lines are *full*, which means that the first word of the next line would not have fitted on it. A text whose lines
are paragraphs has few full lines, since no two paragraphs are equally long. Only where the lines of a text are mostly
full are they joined, and only a full line to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from vonnis.judgment.sections import COURT_NOUN, LONGEST_TITLE, OPERATIVE_VERB, topic_of

WIDEST = 160
"""No text is broken at more characters than this."""
NARROWEST = 30
"""Nor at fewer than this."""
_FEWEST_FULL = 3
_SHARE_FULL = 0.4
_OVERLONG = 0.01
"""So large a share of lines may be wider than the width: a long word or an address is not broken."""
_FIRST_WORD = re.compile(r"(?:[^\W\d_]+-(?=[^\W\d_])|\S+)")
_NEW_ITEM = re.compile(r"(?:[-–—•*·\uf0b7\uf0a7\u25aa]|o(?=\s[A-Z])|\(?\d{1,2}[.)](?!\d)|\(?[a-z]\)|[A-Z]\.)\s")
_ENDS_ITEM = re.compile(r"[;:](?:\s+en)?$")
_BROKEN_WORD = re.compile(r"[^\W\d_]-$")
_SHARED_HEAD = re.compile(r"(?:en|of|dan wel|c\.q\.|noch|als)\b")
_WANTS_NUMBER = re.compile(r"\b(?:feit(?:en)?|onder|artikel(?:en)?|lid|punt|paragraaf|nummer|sub|en|of|van|te|op)$")
_OWN_LINE = re.compile(
    r"(?:Arrest|Vonnis|Beslissing|Beschikking|Uitspraak) (?:van|d\.d\.)|(?:Parket|Zaak|Rol)nummers?\b"
    rf"|in de (?:straf)?zaak|(?:De|Het) {COURT_NOUN}:?$|(?=[A-Z])(?i:{OPERATIVE_VERB})\b"
)
"""What begins a line of its own: the date of a judgment, its numbers, and a clause of the decision."""


def unwrapped(text: str) -> str:
    """Return a canonical text with the lines joined that were broken at a width; any other text as it is."""
    lines = text.split("\n")
    width = _width(lines)
    return "\n".join(_joined(lines, width)) if width else text


def _width(lines: Sequence[str]) -> int:
    """Return the width at which a text was broken, or 0 where it was not."""
    lengths = sorted(len(line) for line in lines if line)
    if len(lengths) <= _FEWEST_FULL:
        return 0
    width = lengths[-1 - int(_OVERLONG * len(lengths))]
    if not NARROWEST <= width <= WIDEST:
        return 0
    pairs = [(one, other) for one, other in pairwise(lines) if one and other]
    long = [_is_full(one, other, width) for one, other in pairs if len(one) > width / 2]
    return width if sum(long) >= max(_FEWEST_FULL, _SHARE_FULL * len(long)) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Tell whether the first word of the next line would not have fitted on this one."""
    word = _FIRST_WORD.match(following)
    return len(line) + (0 if line.endswith("-") else 1) + (len(word.group()) if word else 0) > width


def _joined(lines: Sequence[str], width: int) -> Iterator[str]:
    """Yield the lines as they were before they were broken."""
    whole, previous = "", ""
    for number, line in enumerate(lines):
        if whole and line and _goes_on(previous, line, width):
            tight = _BROKEN_WORD.search(whole) and line[0].isalpha() and not _SHARED_HEAD.match(line)
            whole = whole + line if tight else f"{whole} {line}"
        else:
            if number:
                yield whole
            whole = line
        previous = line
    yield whole


def _goes_on(line: str, following: str, width: int) -> bool:
    """Tell whether a paragraph on a line goes on in the next one."""
    if not _is_full(line, following, width) or _ENDS_ITEM.search(line):
        return False
    if _NEW_ITEM.match(following) and not _WANTS_NUMBER.search(line):
        return False
    return not (_OWN_LINE.match(following) or _is_heading(following) or _is_heading(line))


def _is_heading(line: str) -> bool:
    """Tell whether a line is a heading of its own."""
    return len(line) <= LONGEST_TITLE and line[0] != "(" and topic_of(line) is not None and not line[0].islower()
