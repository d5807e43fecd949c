"""A zip of zips with so many invented judgments, of the length that published criminal judgments have.

They are written by the generator of the demonstration, which is wholly fictional; numbers and dates are dealt anew so
that each judgment is another one.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from vonnis.demo.dealing import deal
from vonnis.demo.plan import PlannedJudgment
from vonnis.demo.xml import as_xml

_ISSUED = dt.date(2023, 12, 14)
_SEEDS = 8
_IN_A_ZIP = 1_000
_COURTS = ("RBAMS", "RBROT", "RBDHA", "RBMNE", "RBNHO", "RBGEL", "RBOVE", "RBLIM", "RBOBR", "RBZWB", "GHAMS", "GHDHA")
_YEARS = range(2010, 2024)


def judgments(count: int, *, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield so many invented judgments: name and XML."""
    chance = random.Random(seed)
    planned: list[PlannedJudgment] = [one for number in range(_SEEDS) for one in deal(2_023 + number).judgments]
    for number in range(1, count + 1):
        one = planned[number % len(planned)]
        year = chance.choice(_YEARS)
        ecli = f"ECLI:NL:{chance.choice(_COURTS)}:{year}:{number}"
        date = dt.date(year, 1, 1) + dt.timedelta(days=chance.randrange(365))
        new = msgspec.structs.replace(
            one,
            ecli=ecli,
            date=date,
            case_numbers=(f"99/{number:06}-{year % 100:02}",),
            variant=chance.randrange(10_000),
        )
        yield f"{ecli.replace(':', '_')}.xml", as_xml(new, issued=_ISSUED)


def write_zip_of_zips(path: Path, count: int) -> int:
    """Write the archive, a thousand judgments in each of its zips, and return how many bytes of XML are in it."""
    size = 0
    source = judgments(count)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as outer:
        for first in range(0, count, _IN_A_ZIP):
            inner = io.BytesIO()
            with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
                for _ in range(min(_IN_A_ZIP, count - first)):
                    name, data = next(source)
                    archive.writestr(name, data)
                    size += len(data)
            outer.writestr(f"{first // _IN_A_ZIP:04}.zip", inner.getvalue())
    return size
