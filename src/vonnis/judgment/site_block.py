"""Read the block that uitspraken.rechtspraak.nl puts above a judgment, wherever a page was saved or copied to.

Its labels stand at the start of a line, in a fixed order; a value stands behind its label or on the lines below it.
Source: the detail pages of https://uitspraken.rechtspraak.nl, as they have been since 2013.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from vonnis.judgment.judgment import Metadata
from vonnis.judgment.readers.envelope import case_numbers_in
from vonnis.judgment.scan import Finder
from vonnis.judgment.section import Heading
from vonnis.judgment.span import Span

_REACH = 12_000
_NEEDED = frozenset({"instantie", "datum uitspraak", "datum publicatie"})
_LABEL = Finder(
    re.compile(
        r"^(?P<label>Instantie|Datum uitspraak|Datum publicatie|Zaaknummer|Formele relaties|Rechtsgebieden"
        r"|Bijzondere kenmerken|Inhoudsindicatie|Vindplaatsen|Uitspraak|Conclusie)[ ]?(?:[:|][ ]?|(?=\n))\n*",
        re.MULTILINE,
    )
)
_DAY = re.compile(r"(\d{2})-(\d{2})-(\d{4})")
_BETWEEN = re.compile(r"\n+|;\s*")


class SiteBlock(NamedTuple):
    """What the block states, and the headings that it gives to the abstract and to the judgment below it."""

    metadata: Metadata
    headings: tuple[Heading, ...]


def read_site_block(text: str) -> SiteBlock | None:
    """Return what the block above a judgment states, or None where there is no such block."""
    if text.find("atum publicatie", 0, _REACH) < 0:
        return None
    labels: list[re.Match[str]] = []
    for match in _LABEL.finditer(text, 0, _REACH):
        labels.append(match)
        if match["label"] in {"Uitspraak", "Conclusie"}:
            break
    values: dict[str, Span] = {}
    for number, match in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else match.end()
        if value := text[match.end() : end].rstrip():
            values.setdefault(match["label"].lower(), Span.of(text, match.end(), match.end() + len(value)))
    if not values.keys() >= _NEEDED:
        return None
    return SiteBlock(_metadata(values), tuple(_headings(labels)))


def _headings(labels: list[re.Match[str]]) -> list[Heading]:
    """Return a heading for the abstract, and one for what follows it: the rest of the block, or the judgment."""
    headings = []
    for before, match in zip([None, *labels], labels, strict=False):
        if match["label"] == "Inhoudsindicatie":
            headings.append(Heading(match.start(), match.end("label"), "inhoudsindicatie", marked=True))
        elif before is not None and before["label"] == "Inhoudsindicatie":
            headings.append(Heading(match.start(), match.end("label"), "uitspraak", marked=True))
    return headings


def _metadata(values: dict[str, Span]) -> Metadata:
    """Return the values of the block as metadata, with the passage of each that a record may show."""
    court, day = values["instantie"], _DAY.search(values["datum uitspraak"].quote)
    date, numbers = _date(day), values.get("zaaknummer")
    evidence = {"court": court}
    if day and date:
        start = values["datum uitspraak"].start
        evidence["date"] = Span(start + day.start(), start + day.end(), day.group())
    if numbers:
        evidence["case_numbers"] = numbers
    return Metadata(
        court=" ".join(court.quote.split()),
        date=date,
        case_numbers=tuple(dict.fromkeys(case_numbers_in(numbers.quote))) if numbers else (),
        procedures=_listed(values.get("bijzondere kenmerken")),
        subjects=_listed(values.get("rechtsgebieden")),
        issued=_date(_DAY.search(values["datum publicatie"].quote)),
        evidence=evidence,
    )


def _listed(value: Span | None) -> tuple[str, ...]:
    """Return the parts of a value, each once."""
    return tuple(dict.fromkeys(part for part in _BETWEEN.split(value.quote) if part)) if value else ()


def _date(match: re.Match[str] | None) -> dt.date | None:
    """Return the day that a match writes, or None where the calendar has no such day."""
    try:
        return dt.date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None
