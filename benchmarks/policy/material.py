"""Ten years of invented papers for the benchmark: motions, letters, plans, answers and records of commitments.

Each paper knows what it speaks of, so that the benchmark can say how many references were resolved rightly, beside
how long it took. All of it is made up; the mixture is that of a dossier: many letters, fewer motions, a plan a year.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import NamedTuple
from xml.sax.saxutils import escape

NAMES = (
    *("Ravenstein", "Quispel", "Wolderink", "Ten Kortenaar", "Van Ossenbruggen", "De Wit-Schalm", "Oosterveld"),
    *("Brandsma", "Van den Oeverland", "Terpstra-Hoek", "Lindeboom", "Van der Meulenhof", "Zijlmans", "Eekhout"),
)
SUBJECTS = (
    "een campagne voor klanten van minderjarigen", "de registratie van meldingen bij gemeenten",
    "de opvang van slachtoffers", "leeftijdscontrole op advertentiesites", "de opsporing door de zedenrecherche",
    "de evaluatie van straffen", "de voorlichting op scholen", "de samenwerking met buitenlandse diensten",
)  # fmt: skip
FILLER = (
    "De afgelopen periode is met de betrokken organisaties gesproken over de uitvoering van het beleid in de regio.",
    "Uit de gesprekken blijkt dat de samenwerking tussen gemeenten, politie en zorg verder vorm krijgt.",
    "In het najaar worden de uitkomsten van het onderzoek verwacht, waarna de aanpak waar nodig wordt bijgesteld.",
    "Daarbij hecht ik eraan dat slachtoffers de hulp krijgen die zij nodig hebben, ook wanneer zij geen aangifte doen.",
    "De kosten bedragen € 1,2 miljoen per jaar en worden gedekt binnen de begroting van mijn departement.",
    "De verdeling van taken is vastgelegd in afspraken, die in 2024 worden herzien op grond van de ervaringen.",
    "Voor de verdere uitwerking verwijs ik naar de bijlage, waarin per maatregel de stand van zaken is opgenomen.",
)
SHARES = {"motion": 0.3, "answers a motion": 0.12, "names a letter": 0.05, "promises": 0.08, "pays": 0.1}
"""How many papers are motions, and how many paragraphs of a letter do what."""
_DOSSIERS = tuple(f"99{number:03}" for number in range(1, 41))
_FIRST = dt.date(2014, 1, 6)
_DAYS = 3_650
_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober"),
    *("november", "december"),
)


class Made(NamedTuple):
    """A paper of the benchmark: the name of its file, its XML, its id, and the ids that it speaks of."""

    name: str
    data: bytes
    id: str
    speaks_of: tuple[str, ...]


class _Known(NamedTuple):
    id: str
    dossier: str
    number: int
    day: dt.date
    names: tuple[str, ...]


def papers(count: int, *, seed: int = 2015) -> list[Made]:
    """Return so many invented papers, in the order of their days; the same seed gives the same bytes."""
    chance = random.Random(seed)
    numbers = dict.fromkeys(_DOSSIERS, 0)
    days = sorted(_FIRST + dt.timedelta(days=chance.randrange(_DAYS)) for _ in range(count))
    motions: dict[str, list[_Known]] = {dossier: [] for dossier in _DOSSIERS}
    letters: dict[str, list[_Known]] = {dossier: [] for dossier in _DOSSIERS}
    made = []
    for day in days:
        dossier = chance.choice(_DOSSIERS)
        numbers[dossier] += 1
        known = _Known(f"{dossier}-{numbers[dossier]}", dossier, numbers[dossier], day, tuple(chance.sample(NAMES, 3)))
        if chance.random() < SHARES["motion"]:
            made.append(_motion(known, chance))
            motions[dossier].append(known)
        else:
            made.append(_letter(known, motions[dossier], letters[dossier], chance))
            letters[dossier].append(known)
    return made


def _motion(known: _Known, chance: random.Random) -> Made:
    lines = [
        f"Voorgesteld {_day(known.day)}", "De Kamer,", "gehoord de beraadslaging,",
        f"overwegende dat {chance.choice(SUBJECTS)} aandacht verdient;",
        f"verzoekt de regering {chance.choice(SUBJECTS)} te verbeteren en voor het einde van het jaar te berichten,",
        "en gaat over tot de orde van de dag.", *known.names,
    ]  # fmt: skip
    head = f"MOTIE VAN HET LID {known.names[0].upper()} C.S."
    return Made(f"kst-{known.id}.xml", _xml(known, head, lines), known.id, ())


def _letter(known: _Known, motions: list[_Known], letters: list[_Known], chance: random.Random) -> Made:
    lines = ["Aan de Voorzitter van de Tweede Kamer der Staten-Generaal", f"Den Haag, {_day(known.day)}"]
    speaks_of = []
    for _ in range(chance.randrange(18, 60)):
        line = " ".join(chance.sample(FILLER, 3))
        if chance.random() < SHARES["answers a motion"] and motions:
            motion = chance.choice(motions)
            speaks_of.append(motion.id)
            number = f"{motion.dossier[:2]} {motion.dossier[2:]}, nr. {motion.number}"
            line += f" Met deze brief is de motie-{motion.names[0]} c.s. (Kamerstuk {number}) uitgevoerd."
        if chance.random() < SHARES["names a letter"] and letters:
            letter = chance.choice(letters)
            speaks_of.append(letter.id)
            line += f" Zie ook Kamerstukken II, {letter.dossier}, nr. {letter.number}."
        if chance.random() < SHARES["promises"]:
            line += f" Ik zeg uw Kamer toe dat ik voor de zomer over {chance.choice(SUBJECTS)} bericht."
        if chance.random() < SHARES["pays"]:
            line += f" Ik start een programma voor {chance.choice(SUBJECTS)} met € {chance.randrange(1, 9)} miljoen."
        lines.append(line)
    lines += ["De Minister van Verzonnen Zaken,", "A.B. Verzonnen"]
    head = "BRIEF VAN DE MINISTER VAN VERZONNEN ZAKEN"
    return Made(f"kst-{known.id}.xml", _xml(known, head, lines), known.id, tuple(dict.fromkeys(speaks_of)))


def _xml(known: _Known, head: str, lines: list[str]) -> bytes:
    body = "".join(f"<al>{escape(line)}</al>" for line in lines)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><officiele-publicatie><metadata>'
        f'<meta name="DC.identifier" content="kst-{known.id}"/></metadata><kamerstuk><kamerstukkop>'
        f"<tekstregel>Tweede Kamer der Staten-Generaal</tekstregel></kamerstukkop><dossier><dossiernummer><dossiernr>"
        f"{known.dossier[:2]} {known.dossier[2:]}</dossiernr></dossiernummer><titel>Verzonnen dossier</titel></dossier>"
        f"<stuk><stuknr><ondernummer>{known.number}</ondernummer></stuknr><titel>{escape(head)}</titel>"
        f"<algemeen>{body}</algemeen></stuk></kamerstuk></officiele-publicatie>"
    ).encode()


def _day(day: dt.date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
