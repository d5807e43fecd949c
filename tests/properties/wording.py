"""How courts write numbers, durations, hours and amounts: the grammar of quantities run backwards."""

from __future__ import annotations

import random
import re

_SMALL = [
    "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
    "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
]  # fmt: skip
_TENS = ["-", "-", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
_UNITS = {
    "D": ("dag", "dagen"),
    "W": ("week", "weken"),
    "M": ("maand", "maanden"),
    "Y": ("jaar", "jaren"),
    "H": ("uur", "uren"),
}
_PARTS = re.compile(r"(\d+)([DWMYH])")


def in_words(number: int) -> str:
    """Return a whole number below ten thousand in Dutch words, as one word."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        return f"{'' if thousands == 1 else in_words(thousands)}duizend{in_words(rest) if rest else ''}"
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return f"{'' if hundreds == 1 else _SMALL[hundreds]}honderd{in_words(rest) if rest else ''}"
    if number < len(_SMALL):
        return _SMALL[number]
    tens, unit = divmod(number, 10)
    if not unit:
        return _TENS[tens]
    return f"{_SMALL[unit]}{'ën' if _SMALL[unit].endswith('e') else 'en'}{_TENS[tens]}"


class Pen:
    """Writes quantities as one court does; every choice comes from ``chance``."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.style = chance.choice(["digits", "words", "digits (words)", "words (digits)", "WORDS", "mixed"])

    def one(self, *wordings: str) -> str:
        """Return one of the wordings."""
        return self.chance.choice(wordings)

    def sometimes(self, words: str) -> str:
        """Return the words, or none."""
        return self.chance.choice(["", words])

    def number(self, number: int) -> str:
        """Write a whole number in the court's manner."""
        style = self.style
        if style == "mixed":
            style = self.one("digits", "words", "digits (words)", "words (digits)", "WORDS", "DIGITS (WORDS)")
        words = self.one("één", "een") if number == 1 else in_words(number)
        forms = {
            "digits": str(number),
            "words": words,
            "digits (words)": f"{number} ({words})",
            "words (digits)": f"{words} ({number})",
            "WORDS": f"{words.upper()} ({number})",
            "DIGITS (WORDS)": f"{number} ({words.upper()})",
        }
        return forms[style]

    def length(self, value: str) -> str:
        """Write a duration or hours, given as the record writes it: ``P2Y6M``, ``PT120H``."""
        written = []
        for digits, unit in _PARTS.findall(value):
            single, many = _UNITS[unit]
            several = self.one(many, single) if unit in "YH" else many
            written.append(f"{self.number(int(digits))} {single if int(digits) == 1 else several}")
        return self.one(" en ", " en ", ", ").join(written) if len(written) > 1 else written[0]

    def money(self, value: str) -> str:
        """Write an amount, given as the record writes it: ``EUR 1250.00``."""
        currency, amount = value.split()
        whole, cents = amount.split(".")
        digits = f"{int(whole):,}".replace(",", ".") if self.chance.random() < 0.8 else whole
        ending = f",{cents}" if cents != "00" else self.one(",00", ",-", ",--", ",=", "")
        sign = self.one(*_SIGNS[currency])
        if cents == "00" and currency == "EUR" and self.chance.random() < 0.1:
            return f"{digits} euro"
        said = (
            f" ({self.sometimes('zegge: ')}{in_words(int(whole))} euro)" if currency == "EUR" and cents == "00" else ""
        )
        return f"{sign} {digits}{ending}{self.sometimes(said)}"

    def quantity(self, value: str) -> str:
        """Write whatever the value is."""
        return self.length(value) if value.startswith("P") else self.money(value)


_SIGNS = {"EUR": ("€", "€", "EUR"), "ANG": ("NAf.", "ANG"), "AWG": ("Afl.", "AWG"), "USD": ("USD", "US$")}
