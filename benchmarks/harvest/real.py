"""The real feeds and documents as a service: what the index said in 2022, and documents as they were served."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.sources.service import COURTS, ILL, Published, Service
from vonnis.sources.rechtspraak import Rechtspraak

ROOT = Path(__file__).resolve().parents[2]
JUDGMENTS = ROOT.parent / "shared" / "judgments"
_LINES = 1_500


def real_service(*, seed: int) -> Service | None:
    """Return a service of the real documents and of lines of the real index, or None where they are not there.

    A line of the index has no document here, so it is served with an invented one under its ECLI, day and court.
    """
    if not (JUDGMENTS / "atom").is_dir():
        return None
    source = Rechtspraak()
    published: list[Published] = []
    for path in sorted((JUDGMENTS / "atom").iterdir()):
        for entry in source.read_index(path.read_bytes()).entries:
            if len(published) < _LINES and entry.date and entry.updated:
                published.append(_published(entry.ecli, entry.date, updated=entry.updated, data=None))
    for path in sorted((JUDGMENTS / "xml").iterdir()):
        data = path.read_bytes()
        ecli = path.stem.replace("_", ":")
        date = source.read_content(data, ecli).date
        if date is not None:
            published.append(_published(ecli, date, updated="2022-09-01T00:00:00Z", data=data))
    return Service(published, faults=ILL, seed=seed)


def _published(ecli: str, date: dt.date, *, updated: str, data: bytes | None) -> Published:
    codes = [code for code, _, _ in COURTS]
    court = codes.index(ecli.split(":")[2]) if ecli.split(":")[2] in codes else 0
    return Published(ecli=ecli, court=court, date=date, updated=updated, number="99/000001-21", data=data)
