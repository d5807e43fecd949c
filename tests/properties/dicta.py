"""A generator of dicta: from the sanctions that a court means to the operative part that it writes.

The wordings are those of the courts' forms and of the law; the facts are invented. ``write_dictum`` takes all chance
from its argument, so that hypothesis can shrink what fails.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable
from typing import NamedTuple

from tests.properties.measures import FullCourt
from tests.properties.sentences import Meant, Written

WIDTH = 72
"""The width, in characters, at which older judgments break their lines."""


class Dictum(NamedTuple):
    """An operative part and the sanctions that it imposes."""

    text: str
    meant: list[Meant]


SENTENCES: dict[str, Callable[[FullCourt], Written]] = {
    "prison": lambda c: c.detained("prison"),
    "detention": lambda c: c.detained("detention"),
    "youth_detention": lambda c: c.detained("youth_detention"),
    "one_day": FullCourt.one_day,
    "community_service": FullCourt.service,
    "youth_service": lambda c: c.service(young=True),
    "training_order": FullCourt.training,
    "fine": FullCourt.fine,
    "life_imprisonment": FullCourt.life,
    "tbs": FullCourt.tbs,
    "isd": lambda c: c.institution("isd"),
    "pij": lambda c: c.institution("pij"),
    "psychiatric_placement": FullCourt.hospital,
}
"""Main punishments and measures, by name."""
BESIDE: dict[str, Callable[[FullCourt], Written]] = {
    "driving_ban": FullCourt.driving_ban,
    "disqualification": FullCourt.disqualification,
    "liberty_restriction": FullCourt.liberty,
    "conduct_measure": FullCourt.conduct,
    "goods": FullCourt.goods,
    "compensation": FullCourt.compensation,
    "execution": FullCourt.executed,
    "nothing": FullCourt.nothing,
}
"""What stands beside them, by name."""
_TOGETHER = [
    ("prison", "community_service"), ("prison", "fine"), ("prison", "detention"), ("prison", "tbs"),
    ("youth_detention", "youth_service"), ("youth_detention", "pij"), ("community_service", "fine"),
    ("training_order", "youth_service"), ("prison", "prison"), ("fine", "fine"),
]  # fmt: skip


_HEADS = ("veroordeelt {who} tot", "veroordeelt {who} tot de navolgende straffen", "legt op de volgende straffen")


def write_list(chance: random.Random) -> Dictum:
    """Return a dictum that gives its sentences as a list under one verb."""
    court = FullCourt(chance)
    wanted = [_item(court, name) for name in chance.choice(_LISTS)]
    bullet, mark = chance.choice([("- ", ";"), ("- ", ""), ("• ", ";"), ("* ", ";"), ("", ";")])
    items = "\n".join(f"{bullet}{words}{mark}" for words, _ in wanted)
    verb = court.one(*_HEADS).format(who=court.who)
    text = f"De rechtbank:\n\n{verb}:\n{items}\n"
    return Dictum(text, [meant for _, meant in wanted])


_LISTS = [
    ("prison", "service"),
    ("prison", "fine"),
    ("service", "fine"),
    ("prison", "service", "fine"),
    ("youth", "service"),
]


def _item(court: FullCourt, name: str) -> tuple[str, Meant]:
    """Return an item of a list of sentences."""
    total, part = court.short()
    if name == "service":
        days = court.length("P40D")
        how = court.one(
            f", subsidiair {days} hechtenis", f", te vervangen door {days} hechtenis", f" ({days} hechtenis)"
        )
        return f"een taakstraf van {court.length('PT80H')}{how}", Meant(
            "community_service", "PT80H", None, None, "P40D"
        )
    if name == "fine":
        words = f"een geldboete van {court.money('EUR 750.00')}, subsidiair {court.length('P15D')} hechtenis"
        return words, Meant("fine", "EUR 750.00", None, None, "P15D")
    kind, noun = ("prison", "gevangenisstraf") if name == "prison" else ("youth_detention", "jeugddetentie")
    if court.chance.random() < 0.5:
        return f"een {noun} voor de duur van {court.length(total)}", Meant(kind, total)
    probation = court.years()
    words = f"een {noun} van {court.length(total)}{court.suspended_inline(part, probation)}"
    return words, Meant(kind, total, part, probation)


def write(chance: random.Random, *names: str) -> Dictum:
    """Return a dictum that holds what is named, in that order."""
    court = FullCourt(chance)
    written = [{**SENTENCES, **BESIDE}[name](court) for name in names]
    clauses = [clause for part in written for clause in part.clauses]
    return Dictum(_lay_out(chance, _opening(court) + clauses), [meant for part in written for meant in part.meant])


def write_dictum(chance: random.Random) -> Dictum:
    """Return a dictum with one or two sentences and some of what stands beside them."""
    main = [chance.choice(list(SENTENCES))] if chance.random() < 0.6 else list(chance.choice(_TOGETHER))
    beside = [name for name in BESIDE if chance.random() < 0.25]
    if chance.random() < 0.2:
        beside.append("compensation")
    return write(chance, *main, *beside)


def _opening(court: FullCourt) -> list[str]:
    """Return what stands before the sentence: what is proven, and the residual acquittal."""
    if court.chance.random() < 0.5:
        return []
    return [
        f"verklaart bewezen dat {court.who} het onder 1 en 2 ten laste gelegde heeft begaan",
        f"spreekt {court.who} vrij van hetgeen meer of anders is ten laste gelegd",
        f"verklaart het bewezenverklaarde strafbaar en {court.who} daarvoor strafbaar",
    ]


def _lay_out(chance: random.Random, clauses: list[str]) -> str:
    """Return the clauses with head, bullets, marks and lines as one court sets them."""
    head = chance.choice(["De rechtbank:", "De rechtbank", "HET HOF, RECHT DOENDE:", "Het hof:", "De politierechter:"])
    bullet, capital, mark, gap = chance.choice(
        [("", False, ";", "\n"), ("- ", False, ";", "\n"), ("", True, ".", "\n"), ("", True, ".", "\n\n"),
         ("• ", False, ";", "\n"), ("- ", False, "", "\n"), ("* ", True, ".", "\n"), ("", False, ";", "\n\n")]
    )  # fmt: skip
    lines = []
    for clause in clauses:
        words = clause[0].upper() + clause[1:] if capital else clause
        lines.append(f"{bullet}{words}{mark}")
    text = gap.join([head, *lines]) + "\n"
    if chance.random() < 0.25:
        wrapped = [
            textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")
        ]
        text = "\n".join(wrapped)
    return text
