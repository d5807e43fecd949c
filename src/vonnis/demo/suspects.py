"""The invented list of registered suspects from which the clients of the demonstration come.

It holds as many suspects a year as the registration series of the demonstration. Those who are no client of the plan
drop out for stated reasons, most of them on the list, a few when their file turns out not to be there or to hold no
payment.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Collection, Mapping
from random import Random

import msgspec

from vonnis.demo.plan import Plan

_ENDS = ("sepot 02", "sepot 01", "vrijspraak", "overgedragen", "hoger beroep loopt", "strafbeschikking")
_LATER = ("not_found", "not_released", "no_payment")
_EACH = 3


class SuspectList(msgspec.Struct, frozen=True):
    """The list as CSV; the parketnummer of each client of the plan; and who drops out later, with the reason."""

    text: str
    clients: dict[str, str]
    later: dict[str, str]


def suspect_list(plan: Plan, suspects: Mapping[int, int], *, paper: Collection[str] = (), seed: int) -> SuspectList:
    """Return the list of suspects that were registered in the years of a series (year to number).

    The list names the judgments of the clients, but for those whose files lie on paper (``paper``, their ids).

    No parketnummer in it can exist: the offices 72 to 79 are none.
    """
    rng = Random(seed)
    rows: list[tuple[str, ...]] = []
    clients: dict[str, str] = {}
    later: dict[str, str] = {}
    counts = dict.fromkeys(suspects, 0)
    for client in plan.clients:
        number = next(number for number in client.judgments[0].case_numbers).replace(".", "/", 1).replace("-", "/", 1)
        number = f"{number[:2]}/{number[3:9]}-{number[-2:]}"
        clients[client.id] = number
        ended = "veroordeeld" if client.judgments[-1].ending != "acquitted" else "vrijspraak"
        counts[client.intake_year] = counts.get(client.intake_year, 0) + 1
        judgments = "" if client.id in paper else " ".join(judgment.ecli for judgment in client.judgments)
        rows.append((*_row(rng, number, client.intake_year, ended=ended, group=client.complex), judgments))
    serial = 0
    for year, total in sorted(suspects.items()):
        for place in range(total - counts[year]):
            serial += 1
            number = f"79/{serial:06}-{year % 100:02}"
            # The first of the year are convicted, and drop out only when their files are asked for.
            reason = _LATER[serial % _EACH] if place < _EACH and total - counts[year] > _EACH else None
            if reason:
                later[number] = reason
            ended = "veroordeeld" if reason else rng.choice(_ENDS)
            rows.append((*_row(rng, number, year, ended=ended, group=""), ""))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["parketnummer", "instroomdatum", "artikel", "afdoening", "onderzoek", "ecli", "FICTIEF"])
    writer.writerows((*row, "FICTIEF / FICTIONAL") for row in rng.sample(rows, len(rows)))
    return SuspectList(stream.getvalue(), clients, later)


def _row(rng: Random, number: str, year: int, *, ended: str, group: str) -> tuple[str, ...]:
    day = dt.date(year, 1, 1) + dt.timedelta(days=rng.randrange(365))
    return number, day.isoformat(), "248b Sr", ended, group and f"Onderzoek {group}"
