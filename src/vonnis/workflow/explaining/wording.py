"""Values of a record in words, Dutch and English side by side, in the court's own units."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from vonnis.extraction.record import Ages, Period, Sanction
from vonnis.report.formats import date, duration, money, number
from vonnis.report.words import Language


class Words(NamedTuple):
    """The same words in Dutch and in English."""

    nl: str
    en: str


_MONEY = re.compile(r"([A-Z]{3}) (\d+(?:\.\d+)?)")
_ONE_UNIT = re.compile(r"PT?(\d+)([YMWDH])")


def both(make: Callable[[Language], str]) -> Words:
    """Return what ``make`` says in each language."""
    return Words(make("nl"), make("en"))


@cache
def _catalogue() -> dict[str, dict[str, tuple[str, str]]]:
    """Return the shipped words by topic and key."""
    content = yaml.safe_load(files(__package__).joinpath("words.yaml").read_text(encoding="utf-8"))
    return {topic: {key: (row["nl"], row["en"]) for key, row in rows.items()} for topic, rows in content.items()}


def word(topic: str, key: str, /, **values: Words | str) -> Words:
    """Return the shipped words for a key, with ``{names}`` filled in; a key that is unknown stands for itself."""
    nl, en = _catalogue().get(topic, {}).get(key, (key, key))
    given = {name: value if isinstance(value, Words) else Words(value, value) for name, value in values.items()}
    if not given:
        return Words(nl, en)
    return Words(
        nl.format(**{name: value.nl for name, value in given.items()}),
        en.format(**{name: value.en for name, value in given.items()}),
    )


def reason(said: str) -> Words:
    """Return the reason of a doubt in words; one that the shipped words do not know stands as the record has it."""
    if said in _catalogue()["reasons"]:
        return word("reasons", said)
    for key, pattern in _forms().items():
        if matched := pattern.fullmatch(said):
            found = matched.groupdict()
            return word("reasons", key, **{name: _filled(name, found) for name in found})
    return Words(said, said)


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    """Return the reasons that hold {names}, each as a pattern."""
    cut = {key: re.split(r"\{(\w+)\}", key) for key in _catalogue()["reasons"] if "{" in key}
    return {
        key: re.compile("".join(f"(?P<{each}>.+?)" if at % 2 else re.escape(each) for at, each in enumerate(pieces)))
        for key, pieces in cut.items()
    }


def _filled(name: str, found: Mapping[str, str]) -> Words:
    """Return in words what stands in a reason: a kind or part of a sanction, an amount, or as it is."""
    value = found[name]
    if name == "kind":
        return word("kinds", value)
    if name == "part":
        part = word("parts", part_key(value, found["kind"]))
        return Words(part.nl.lower(), part.en.lower())
    if name == "source":
        cited = value.partition(" (")[0]
        return Words(cited, cited)
    return amount(value)


def day(value: dt.date) -> Words:
    """Return a day in words."""
    return both(lambda language: date(value, language))


def amount(value: str) -> Words:
    """Return a duration, hours or money as a court says it; what is neither stays as the record writes it."""
    if value == "all":
        return word("page", "all")
    if matched := _MONEY.fullmatch(value):
        currency, figure = matched[1], float(matched[2])
        if currency == "EUR":
            return both(lambda language: money(figure, language))
        return both(lambda language: f"{currency} {number(figure, language, decimals=2)}")
    try:
        return both(lambda language: duration(value, language))
    except ValueError:
        return Words(value, value)


def sentence(sanction: Sanction) -> Words:
    """Return a sanction's parts in one line: ``18 maanden, waarvan 6 voorwaardelijk, proeftijd 2 jaar``."""
    said: list[Words] = [amount(sanction.total)] if sanction.total else []
    if sanction.suspended == "all":
        said.append(word("sentence", "suspended_all"))
    elif sanction.suspended:
        said.append(word("sentence", "suspended", part=_shortened(sanction.suspended, sanction.total)))
    said.extend(
        word("sentence", part_key(name, sanction.kind), part=amount(value))
        for name in ("probation", "substitute", "after_deduction")
        if (value := getattr(sanction, name))
    )
    return Words(", ".join(words.nl for words in said), ", ".join(words.en for words in said))


def part_key(part: str, kind: str) -> str:
    """Return the key of a part's name: the custody behind an order for a victim or on liberty has a name of its own."""
    special = {"compensation_order": "substitute_custody", "liberty_restriction": "substitute_breach"}
    return special.get(kind, part) if part == "substitute" else part


def _shortened(part: str, total: str | None) -> Words:
    """Return a part without its unit where the whole has the same one, as courts say it."""
    one, whole = _ONE_UNIT.fullmatch(part), _ONE_UNIT.fullmatch(total or "")
    return Words(one[1], one[1]) if one and whole and one[2] == whole[2] else amount(part)


def ages(value: Ages) -> Words:
    """Return an age in completed years, or the two between which it lies."""
    if value.min == value.max:
        return word("page", "age", age=str(value.min))
    return word("page", "age_between", low=str(value.min), high=str(value.max))


def period(value: Period) -> Words:
    """Return a period in words, also where one end is unknown."""
    if value.from_ and value.to:
        if value.from_ == value.to:
            return day(value.from_)
        return word("page", "period", first=day(value.from_), last=day(value.to))
    if value.from_:
        return word("page", "period_from", first=day(value.from_))
    return word("page", "period_to", last=day(value.to)) if value.to else word("page", "not_stated")
