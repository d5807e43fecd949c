"""Dutch numbers and amounts as courts write them; the other way round from reading, and apart from it on purpose."""

from __future__ import annotations

import re
from typing import Literal

NumberForm = Literal["digits", "words", "digits_words", "words_digits", "caps"]

_ONES = (
    *("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"),
    *("tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"),
)
_TENS = ("", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_UNITS = {
    "D": ("dag", "dagen"),
    "W": ("week", "weken"),
    "M": ("maand", "maanden"),
    "Y": ("jaar", "jaren"),
    "H": ("uur", "uren"),
}
_TEEN = 20
_HUNDRED = 100


def number_word(number: int) -> str:
    """Return a whole number from 0 to 999 in Dutch words (``tweeëntwintig``, ``honderdtachtig``)."""
    if number < _TEEN:
        return _ONES[number]
    if number < _HUNDRED:
        tens, ones = divmod(number, 10)
        if not ones:
            return _TENS[tens]
        joint = "ën" if _ONES[ones].endswith("e") else "en"
        return f"{_ONES[ones].replace('é', 'e')}{joint}{_TENS[tens]}"
    hundreds, rest = divmod(number, _HUNDRED)
    head = "honderd" if hundreds == 1 else f"{_ONES[hundreds]}honderd"
    return head + (number_word(rest).replace("é", "e") if rest else "")


def written_number(number: int, form: NumberForm) -> str:
    """Return a number in a form that courts use: ``3``, ``drie``, ``3 (drie)``, ``drie (3)``, ``3 (DRIE)``."""
    word = number_word(number)
    forms = {
        "digits": str(number),
        "words": word,
        "digits_words": f"{number} ({word})",
        "words_digits": f"{word} ({number})",
        "caps": f"{number} ({word.upper()})",
    }
    return forms[form]


def written_duration(duration: str, form: NumberForm) -> str:
    """Return an ISO 8601 duration (``P3M``, ``P1Y6M``, ``PT120H``) as a court writes it: ``3 (drie) maanden``."""
    parts = [
        f"{written_number(int(number), form)} {_UNITS[unit][int(number) != 1]}"
        for number, unit in re.findall(r"(\d+)([DWMYH])", duration)
    ]
    return " en ".join(parts)


def written_money(euros: int) -> str:
    """Return whole euros as a dictum prints them: ``€ 1.500,00``."""
    return f"€ {f'{euros:,}'.replace(',', '.')},00"
