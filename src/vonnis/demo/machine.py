"""What the machine read about the clients of the demonstration, as answers to the questions of its codebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from vonnis.codebook.codebook import Variable
from vonnis.codebook.values import Interval, write_answer
from vonnis.demo.places import Place
from vonnis.demo.unusual import ASKED, telling_line
from vonnis.extraction.extractor import EXTRACTOR
from vonnis.extraction.record import Ages, ExtractionRecord
from vonnis.study.coding import Coding, Passage
from vonnis.study.dataset import Client
from vonnis.study.final_plan import Field
from vonnis.study.overruling import read_by_machine
from vonnis.study.punishment import CUSTODY
from vonnis.study.value import Datum, Known
from vonnis.workflow.overruling import questions_of
from vonnis.workflow.study import Computed

_NONE = "P0D"
_KINDS: dict[str, tuple[str, ...]] = {
    "custody": CUSTODY,
    "custody_suspended": CUSTODY,
    "service": ("community_service",),
}


def machine_codings(folder: Path, computed: Computed, *, places: Sequence[Place], at: dt.datetime) -> Iterator[Coding]:
    """Yield what the machine read, with its passages; where it doubts or found nothing, it gives no answer."""
    units = {place.client.id: place.defendant.id for place in places}
    units |= {victim: unit for place in places for victim, unit in place.victims.items()}
    clients = {client.id: client for client in computed.dataset.clients}
    records = {judgment.key: judgment.record for judgment in computed.judgments}
    questions = questions_of(folder, computed.protocol)
    for (field, client, victim), datum in read_by_machine(computed.dataset).items():
        variable = questions.get(field)
        if variable is None or not isinstance(datum, Known):
            continue
        value = _in_codes(field, datum.value, variable)
        if field in _KINDS:
            value = _as_written(field, clients[client], records)
        yield Coding(
            unit=".".join(units[id_] for id_ in (client, victim) if id_),
            variable=variable.name,
            coder=EXTRACTOR,
            value=value,
            evidence=tuple(dict.fromkeys(_passages(field, datum, clients.get(client)))),
            codebook_version="1.0.0",
            round="machine",
            at=at,
        )


def told_otherwise(computed: Computed, *, places: Sequence[Place]) -> Iterator[tuple[tuple[str, str], Passage]]:
    """Yield the unit and variable of each answer that the machine misreads, with the passage that a reader marks."""
    texts = {judgment.key: judgment.text for judgment in computed.judgments}
    for place in places:
        judgment = place.client.judgments[-1]
        text = texts.get(judgment.ecli, "")
        line = telling_line(judgment, text.splitlines())
        if judgment.unusual is None or line is None:
            continue
        name = ASKED[judgment.unusual]
        units = [place.defendant.id, *place.victims.values()]
        start = text.index(line)
        unit = ".".join(units if name.startswith("p_") else units[:1])
        yield (unit, name), Passage(judgment.ecli, start, start + len(line), line)


def _passages(field: Field, datum: Datum[Any], client: Client | None) -> Iterator[Passage]:
    told = client.demanded if field == "demand_stated" and client is not None else datum
    for source in told.sources:
        if source.span is not None:
            yield Passage(source.judgment, source.span.start, source.span.end, source.span.quote)


def _in_codes(field: Field, value: Any, variable: Variable) -> str:  # noqa: ANN401 - whatever the dataset holds
    codes = {word: each.code for each in variable.categories for word in each.read_as}
    if field == "channels":
        return ";".join(str(code) for code in sorted(codes[word] for word in value))
    if field == "demand_stated":
        return str(codes["yes" if value else "no"])
    if isinstance(value, Ages):
        return write_answer(Interval(value.min, value.max))
    return str(codes[value]) if codes else str(value)


def _as_written(field: str, client: Client, records: Mapping[str, ExtractionRecord]) -> str:
    """Return an amount in the units of the judgment that imposes it."""
    judgment = next((source.judgment for source in client.imposed.sources), client.judgment)
    sanction = next((one for one in records[judgment].imposed if one.kind in _KINDS[field]), None)
    if sanction is None:
        return _NONE
    suspended = sanction.total if sanction.suspended == "all" else sanction.suspended
    return (suspended if field == "custody_suspended" else sanction.total) or _NONE
