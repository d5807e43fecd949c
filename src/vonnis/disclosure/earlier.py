"""What earlier releases of a study have printed: a difference between two of them can tell a few units.

A study that published 98 clients and now publishes 101 tells three clients apart. The gate therefore keeps what it let
out, with the keys of the units (so it stays inside the study), and holds every later release against it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.claims import claims_of
from vonnis.disclosure.released import Release
from vonnis.errors import StudyError


class EarlierNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A count that an earlier release printed, and the keys of the units that it counted then."""

    id: str
    level: str
    value: int
    units: tuple[str, ...]
    at: dt.datetime

    @property
    def name(self) -> str:
        """The name under which it stands beside the numbers of today."""
        return f"earlier/{self.at.isoformat()}/{self.id}"


def numbers_let_out(
    release: Release, results: Sequence[Result], *, tables: Sequence[TableResult]
) -> Iterator[EarlierNumber]:
    """Yield every count that a release prints about units that are known, for the releases that follow."""
    withheld = {decision.id for decision in release.decisions if decision.outcome == "withheld"}
    for level in sorted({result.level for result in results} | {table.level for table in tables}):
        here = [result for result in results if result.level == level]
        for claim in claims_of(here, [table for table in tables if table.level == level]):
            if claim.id not in withheld:
                yield EarlierNumber(
                    id=claim.id, level=level, value=len(claim.units), units=tuple(sorted(claim.units)), at=release.at
                )


def as_lines(numbers: Sequence[EarlierNumber]) -> bytes:
    """Return numbers as JSON, one a line."""
    return msgspec.json.Encoder(order="deterministic").encode_lines(numbers)


def read_earlier(folder: Path) -> tuple[EarlierNumber, ...]:
    """Return the numbers of all earlier releases, from the files (``*.jsonl``) of a folder; none where it is absent.

    Raises:
        StudyError: a file cannot be read.
    """
    found: list[EarlierNumber] = []
    for path in sorted(folder.glob("*.jsonl")):
        try:
            found += msgspec.json.Decoder(EarlierNumber).decode_lines(path.read_bytes())
        except (OSError, msgspec.MsgspecError) as error:
            message = f"{path} cannot be read as what an earlier release printed ({error}); put the file back"
            raise StudyError(message) from error
    return tuple(found)
