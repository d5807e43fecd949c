"""Ways in which one judgment is written twice: other spellings, other typography, copies that break its lines."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

_NUMBERS = {
    "1": "één", "2": "twee", "3": "drie", "4": "vier", "5": "vijf", "6": "zes", "8": "acht", "10": "tien",
    "12": "twaalf", "15": "vijftien", "18": "achttien", "24": "vierentwintig", "30": "dertig", "36": "zesendertig",
    "40": "veertig", "60": "zestig", "80": "tachtig", "90": "negentig", "120": "honderdtwintig",
    "180": "honderdtachtig", "240": "tweehonderdveertig",
}  # fmt: skip
_UNIT = r"(?=(?:maanden?|dagen|dag|weken|jaren|jaar|uren|uur)\b)"
_LONE = re.compile(rf"(?<![a-zé] )\b(\d{{1,3}}) {_UNIT}")
_DECISION = re.compile(r"(?m)^(?:\d+\.?\s*)?(?:De |DE )?(?:BESLISSING|Beslissing|beslissing)\.?:?$")
_EUROS = re.compile(r"€ ?(\d[\d.]*),(\d\d)\b")


def _spelt(text: str) -> str:
    return _LONE.sub(lambda m: f"{_NUMBERS.get(m[1], m[1])} ", text)


def _said_twice(text: str) -> str:
    return _LONE.sub(lambda m: f"{m[1]} ({_NUMBERS[m[1]]}) " if m[1] in _NUMBERS else m[0], text)


def _money(text: str) -> str:
    return _EUROS.sub(lambda m: f"EUR {m[1]},{'--' if m[2] == '00' else m[2]}", text)


def _broken(text: str) -> str:
    return "\n".join(textwrap.fill(line, 80) if line else line for line in text.splitlines())


MUTATIONS: dict[str, Callable[[str], str]] = {
    "numbers in words": _spelt,
    "numbers twice": _said_twice,
    "spaced heading": lambda text: _DECISION.sub("B E S L I S S I N G", text),
    "hard spaces": lambda text: re.sub(r"(?<=\d) (?=[a-z])", "\u00a0", text),
    "other dashes": lambda text: text.replace("- ", "– ").replace("'", "’"),
    "currency code": _money,
    "bullets": lambda text: re.sub(r"(?m)^- ", "• ", text),
    "units in capitals": lambda text: text.replace(" maanden", " MAANDEN").replace(" jaren", " JAREN"),
    "lines broken at a width": _broken,
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
}
