"""What earlier releases of a study have printed: a difference between two of them can tell a few units.

A study that published 98 clients and now publishes 101 tells three clients apart. The gate therefore keeps what it let
out, with the keys of the units (so it stays inside the study), and holds every later release against it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.arithmetic import KnownMean, known_means
from vonnis.disclosure.claims import YEAR, claims_of, n_id
from vonnis.disclosure.policy import Policy
from vonnis.disclosure.released import Release
from vonnis.disclosure.statements import counts_its_keys, is_crossing, printed, printed_counts, quantity_of
from vonnis.errors import StudyError


class EarlierNumber(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A count that an earlier release printed, and the keys of the units that it counted then.

    ``units`` is empty where they are not known: such a number is held against the one that has its id today. ``mean``
    is the mean, printed without rounding, of a question (``measure``) over these units, in a ``unit``.
    """

    id: str
    level: str
    value: int
    units: tuple[str, ...]
    at: dt.datetime
    mean: float | None = None
    measure: str = ""
    unit: str = ""

    @property
    def name(self) -> str:
        """The name under which it stands beside the numbers of today."""
        return f"earlier/{self.at.isoformat()}/{self.id}"

    @property
    def known_mean(self) -> KnownMean | None:
        """The mean that a reader of the earlier release knows; None where it printed none over these units."""
        if self.mean is None or not self.units:
            return None
        return KnownMean(id=self.name, measure=self.measure, unit=self.unit, units=frozenset(self.units), fixed=True)


def numbers_let_out(
    release: Release, results: Sequence[Result], *, tables: Sequence[TableResult]
) -> Iterator[EarlierNumber]:
    """Yield every count that a release prints, for the releases that follow; with its units where these are known.

    What a third party has published, and numbers of years, are known to everybody and no news. On how many units a
    coefficient without units of its own rests (how many were coded twice) tells of nobody.
    """
    withheld = {decision.id for decision in release.decisions if decision.outcome == "withheld"}
    exact = {one.id for one in release.results if one.value is not None and not one.rounded}
    told: set[str] = set()
    for level in sorted({result.level for result in results} | {table.level for table in tables}):
        here = [result for result in results if result.level == level]
        means = {n_id(one): one for one in here if one.statistic == "mean" and one.id in exact and one.units}
        means = {id_: one for id_, one in means.items() if known_means([one], withheld=withheld)}
        for claim in claims_of(here, [table for table in tables if table.level == level]):
            told.add(claim.id)
            if claim.id in withheld:
                continue
            number = EarlierNumber(
                id=claim.id, level=level, value=len(claim.units), units=tuple(sorted(claim.units)), at=release.at
            )
            if own := means.get(claim.id):
                number = msgspec.structs.replace(number, mean=own.value, measure=own.measure, unit=own.unit)
            yield number
    for id_, level, value in counts_printed(release):
        if id_ not in told and level != YEAR:
            yield EarlierNumber(id=id_, level=level, value=value, units=(), at=release.at)


def counts_printed(release: Release) -> Iterator[tuple[str, str, int]]:
    """Yield id, level and value of every count of the study's own that a release prints, an n by the id of its own."""
    for result in release.results:
        counted = result.value if result.statistic == "count" else result.numerator
        if counted is not None and not result.published_elsewhere:
            yield result.id, result.level, round(counted)
        if result.n is not None and result.statistic != "coefficient" and not result.published_elsewhere:
            yield f"{result.id}.n", result.level, result.n
    for table in release.tables:
        cells = [cell for row in table.cells for cell in row]
        cells += [*table.row_totals, *table.column_totals, *([table.total] if table.total else [])]
        yield from (
            (cell.id, table.level, cell.value)
            for cell in cells
            if cell.value is not None and not table.published_elsewhere
        )


def changed_by_few(
    earlier: Sequence[EarlierNumber], results: Sequence[Result], *, tables: Sequence[TableResult], policy: Policy
) -> frozenset[str]:
    """Return the numbers that differ by too few from what an earlier release printed under the same id.

    That is asked where the units behind the earlier number are not known, or are not all units of today: keys were
    given anew, so that nothing tells who was counted then and is counted now.
    """
    today: dict[str, set[str]] = {}
    crossings: set[str] = set()
    now: dict[str, tuple[str, int]] = {}
    for result in results:
        today.setdefault(result.level, set()).update(result.units, result.base)
        if result.statistic in ("count", "share") and (count := quantity_of(result)) is not None:
            now[result.id] = (result.level, count)
        if result.n is not None:
            now[n_id(result)] = (result.level, result.n)
    for table in tables:
        cells = (cell for row in table.units for cell in row) if counts_its_keys(table) else ()
        today.setdefault(table.level, set()).update(*cells)
        now |= {id_: (table.level, count) for id_, count in printed_counts(table)}
        crossings |= {id_ for id_, _, rank in printed(table) if is_crossing(table, rank)}
    return frozenset(
        one.id
        for one in earlier
        if one.id in now
        and now[one.id][0] == one.level
        and (not one.units or not today[one.level].issuperset(one.units))
        and 0 < abs(now[one.id][1] - one.value) < policy.threshold_for(one.id, one.level, crossing=one.id in crossings)
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
    return tuple(_apart(found))


def _apart(numbers: Sequence[EarlierNumber]) -> Iterator[EarlierNumber]:
    """Yield numbers, those of one id that several runs printed at the same moment about other units under own names."""
    seen: Counter[str] = Counter()
    for number in numbers:
        seen[number.name] += 1
        again = seen[number.name]
        yield number if again == 1 else msgspec.structs.replace(number, id=f"{number.id}/{again}")
