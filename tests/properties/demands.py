"""A generator of demands: what a prosecutor asks for, in the sentences in which judgments recite it."""

from __future__ import annotations

import random
from typing import NamedTuple

from tests.extraction.material import HEAD
from tests.properties.sentences import Court, Meant

BODY = (
    "\n\nDe strafoplegging\n\n{heading}\n\n{demand}\n\nHet oordeel van de rechtbank\n\nDe rechtbank acht na te noemen "
    "straf passend.\n\nBESLISSING\n\nDe rechtbank:\nverklaart het bewezenverklaarde strafbaar;\nveroordeelt verdachte "
    "tot een gevangenisstraf voor de duur van 77 dagen;\n"
)


class Demand(NamedTuple):
    """A judgment with a demand in it, and the sanctions demanded."""

    text: str
    meant: list[Meant]


def write_demand(chance: random.Random) -> Demand:
    """Return a judgment in which one, two or three sanctions are demanded in one sentence."""
    court = Court(chance)
    wanted = [_ORDERS[name](court) for name in _chosen(chance)]
    listed = ", ".join(words for words, _ in wanted[:-1])
    said = f"{listed} en {wanted[-1][0]}" if listed else wanted[0][0]
    prosecutor = court.one("De officier van justitie", "De officier van justitie", "Het Openbaar Ministerie")
    opening = court.one(
        f"{prosecutor} heeft gevorderd dat {court.who} zal worden veroordeeld tot {said}",
        f"{prosecutor} heeft gevorderd dat aan {court.who} zal worden opgelegd {said}",
        f"{prosecutor} heeft gevorderd {court.who} te veroordelen tot {said}",
        f"{prosecutor} vordert dat {court.who} wordt veroordeeld tot {said}",
        f"{prosecutor} heeft geëist dat {court.who} wordt veroordeeld tot {said}",
        f"{prosecutor} heeft {said} gevorderd",
        f"{prosecutor} heeft op grond van hetgeen bewezen is geacht gevorderd dat {court.who} ter zake van het onder 1 "
        f"en 2 ten laste gelegde wordt veroordeeld tot {said}",
    )
    tail = court.one("", "", ", met aftrek van voorarrest", ", met aftrek overeenkomstig artikel 27 Sr")
    defence = court.sometimes(f" De raadsman heeft bepleit te volstaan met een taakstraf van {court.length('PT33H')}.")
    heading = court.one("De eis van de officier van justitie", "De vordering van de officier van justitie")
    demand = f"{opening}{tail}.{defence}"
    if court.chance.random() < 0.3:
        items = "".join(f"\n- {words};" for words, _ in wanted)
        demand = f"{prosecutor} heeft gevorderd dat {court.who} wordt veroordeeld tot:{items}\n{defence.strip()}"
    elif court.chance.random() < 0.3 and len(wanted) > 1:
        later = court.one(
            "Daarnaast heeft hij gevorderd", "Voorts vordert de officier van justitie", "Tevens is gevorderd"
        )
        rest = " en ".join(words for words, _ in wanted[1:])
        demand = f"{prosecutor} heeft gevorderd {court.who} te veroordelen tot {wanted[0][0]}. {later} {rest}.{defence}"
    text = HEAD + BODY.format(heading=heading, demand=demand)
    return Demand(text, [meant for _, meant in wanted])


def _chosen(chance: random.Random) -> list[str]:
    """Return the names of what is demanded together."""
    together = [
        ["prison"], ["prison"], ["service"], ["fine"], ["isd"], ["youth"], ["prison", "service"], ["prison", "ban"],
        ["prison", "tbs"], ["service", "ban"], ["fine", "ban"], ["prison", "service", "ban"],
    ]  # fmt: skip
    return chance.choice(together)


def _prison(court: Court, kind: str = "prison") -> tuple[str, Meant]:
    """Return imprisonment or youth detention, whole, in part or not suspended."""
    noun = {"prison": "gevangenisstraf", "youth_detention": "jeugddetentie"}[kind]
    total, part = court.short()
    probation = court.years()
    said, long = court.length(total), court.length(probation)
    link = court.one("van", "voor de duur van")
    way = court.one("plain", "part", "whole")
    if way == "plain":
        unsuspended = court.one("", "", "onvoorwaardelijke ")
        return f"een {unsuspended}{noun} {link} {said}", Meant(kind, total)
    if way == "part":
        words = court.one("met een proeftijd van", "met daaraan verbonden een proeftijd van")
        suspended = f"waarvan {court.length(part)} voorwaardelijk {words} {long}"
        return f"een {noun} {link} {said} {suspended}", Meant(kind, total, part, probation)
    whole = court.one(
        f"een voorwaardelijke {noun} {link} {said} met een proeftijd van {long}",
        f"een {noun} {link} {said} geheel voorwaardelijk met een proeftijd van {long}",
    )
    return whole, Meant(kind, total, "all", probation)


def _service(court: Court) -> tuple[str, Meant]:
    """Return community service with or without detention in its place."""
    hours = court.chance.randint(10, 120) * 2
    total, days = f"PT{hours}H", f"P{hours // 2}D"
    noun = court.one("taakstraf", "werkstraf")
    words = f"een {noun} {court.one('van', 'voor de duur van')} {court.length(total)}"
    if court.chance.random() < 0.3:
        return words, Meant("community_service", total)
    detention = court.one(
        "subsidiair {} hechtenis", "subsidiair {} vervangende hechtenis", "te vervangen door {} hechtenis"
    )
    substitute = detention.format(court.length(days))
    return f"{words} {substitute}", Meant("community_service", total, None, None, days)


def _fine(court: Court) -> tuple[str, Meant]:
    """Return a fine with detention in its place."""
    amount = f"EUR {court.chance.randint(2, 90) * 50}.00"
    words = f"een geldboete van {court.money(amount)} subsidiair {court.length('P10D')} hechtenis"
    return words, Meant("fine", amount, None, None, "P10D")


def _ban(court: Court) -> tuple[str, Meant]:
    """Return a driving ban."""
    total = court.pick("P6M", "P1Y", "P18M")
    noun = court.one("ontzegging van de rijbevoegdheid", "rijontzegging")
    return f"een {noun} {court.one('van', 'voor de duur van')} {court.length(total)}", Meant("driving_ban", total)


def _isd(court: Court) -> tuple[str, Meant]:
    """Return placement in an institution for persistent offenders."""
    words = court.one("de ISD-maatregel", "de maatregel tot plaatsing in een inrichting voor stelselmatige daders")
    return f"{words} voor de duur van {court.length('P2Y')}", Meant("isd", "P2Y")


def _tbs(court: Court) -> tuple[str, Meant]:
    """Return a hospital order with nursing."""
    words = court.one(
        "de maatregel van terbeschikkingstelling met verpleging van overheidswege", "tbs met dwangverpleging"
    )
    return words, Meant("tbs_nursing")


_ORDERS = {
    "prison": _prison,
    "youth": lambda court: _prison(court, "youth_detention"),
    "service": _service,
    "fine": _fine,
    "ban": _ban,
    "isd": _isd,
    "tbs": _tbs,
}
