"""Yearly numbers from CBS StatLine: the OData v4 service, with v3 for tables that only the older one has.

A table is asked for one measure and one category of each other dimension; only whole years are taken. CBS names years
``2015JJ00`` and rounds some tables of justice to multiples of five.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

import msgspec

from vonnis.errors import GoneError, ServiceError
from vonnis.sources.answers import odata_text
from vonnis.sources.client import Client, Manners
from vonnis.sources.source import MalformedError, Request

V4, V3 = "https://datasets.cbs.nl/odata/v1/CBS", "https://opendata.cbs.nl/ODataApi/OData"
Version = Literal["v4", "v3"]
_JSON = "application/json"
_YEAR = re.compile(r"(\d{4})JJ00")
_NAME = re.compile(r"[A-Za-z0-9_]+")
_PAGES = 1_000


class _NoMeasureError(GoneError):
    """A service has the table, and not the measure."""


class YearCount(msgspec.Struct, frozen=True):
    """The number of one year, and whether CBS calls it final (``Definitief``, or a provisional status)."""

    year: int
    number: int
    status: str


class StatLine(msgspec.Struct, frozen=True, kw_only=True):
    """A series as CBS gave it: which table and measure, by which service, and the years, oldest first."""

    table: str
    title: str
    version: Version
    years: tuple[YearCount, ...]
    without_number: tuple[int, ...] = ()


def fetch(
    table: str,
    measure: str,
    *,
    where: Mapping[str, str],
    v4: Manners,
    v3: Manners | None,
) -> StatLine:
    """Return the yearly numbers of a measure; the v3 service is asked where v4 does not have the table.

    Args:
        table: its name, such as ``81536NED``.
        measure: the code of the measure (v4: ``M004200``; v3: the name of its column).
        where: the code of each other dimension.
        v4: how the newer service is asked.
        v3: how the older one is asked; None to do without it.

    Raises:
        GoneError: neither service has the table or measure.
        ServiceError: a service refuses, the measure is not a whole number, or nothing is found.
    """
    for name in (table, measure, *where):
        if not _NAME.fullmatch(name):
            message = (
                f"{name!r} is no name of a table, measure or dimension of CBS; give letters, digits and underscores"
            )
            raise ServiceError(message)
    lacking: _NoMeasureError | None = None
    for manners, ask in ((v4, _newer), (v3, _older)):
        if manners is None:
            continue
        try:
            with Client(msgspec.structs.replace(manners, accept=_JSON)) as client:
                return ask(client, table, measure, where=where)
        except _NoMeasureError as error:
            lacking = lacking or error
        except GoneError:
            pass
    if lacking is not None:
        raise lacking
    message = f"CBS has no table {table} in the services that were asked; look its name up on StatLine"
    raise GoneError(message)


def _newer(client: Client, table: str, measure: str, *, where: Mapping[str, str]) -> StatLine:
    """Ask the v4 service: what the measure counts, the status of each year, and the observations."""
    meaning = _one(
        _rows(client, f"/{table}/MeasureCodes", (("$filter", f"Identifier eq {odata_text(measure)}"),)), table, measure
    )
    factor = _factor(str(meaning.get("Unit") or ""), measure)
    periods = _statuses(_rows(client, f"/{table}/PeriodenCodes", ()), "Identifier")
    parts = [f"Measure eq {odata_text(measure)}", *(f"{name} eq {odata_text(code)}" for name, code in where.items())]
    observations = _rows(client, f"/{table}/Observations", (("$filter", " and ".join(parts)),))
    pairs = [(str(row.get("Perioden") or ""), row.get("Value")) for row in observations]
    return _series(table, str(meaning.get("Title") or measure), "v4", pairs=pairs, periods=periods, factor=factor)


def _older(client: Client, table: str, measure: str, *, where: Mapping[str, str]) -> StatLine:
    """Ask the v3 service, which has a column a measure and pads its codes with spaces."""
    properties = _rows(client, f"/{table}/DataProperties", ())
    meaning = _one([row for row in properties if row.get("Key") == measure], table, measure)
    factor = _factor(str(meaning.get("Unit") or ""), measure)
    periods = _statuses(_rows(client, f"/{table}/Perioden", ()), "Key")
    parts = [f"trim({name}) eq {odata_text(code)}" for name, code in where.items()]
    chosen = [("$filter", " and ".join(parts))] if parts else []
    found = _rows(client, f"/{table}/TypedDataSet", (*chosen, ("$select", f"Perioden,{measure}")))
    pairs = [(str(row.get("Perioden") or ""), row.get(measure)) for row in found]
    return _series(table, str(meaning.get("Title") or measure), "v3", pairs=pairs, periods=periods, factor=factor)


def _series(
    table: str,
    title: str,
    version: Version,
    *,
    pairs: Iterable[tuple[str, Any]],
    periods: Mapping[str, str],
    factor: int,
) -> StatLine:
    years: dict[int, YearCount] = {}
    without: list[int] = []
    for period, value in pairs:
        match = _YEAR.fullmatch(period.strip())
        if match is None:
            continue
        year = int(match[1])
        if year in years or year in without:
            message = (
                f"CBS table {table} gives more than one number for {year}; name a code for each dimension with --where"
            )
            raise ServiceError(message)
        if value is None:
            without.append(year)
            continue
        number = float(value) * factor
        if not number.is_integer() or number < 0:
            message = (
                f"CBS table {table} gives {value} for {year}, which is no number of people; choose another measure"
            )
            raise ServiceError(message)
        years[year] = YearCount(year, int(number), periods.get(period.strip(), "unknown"))
    if not years:
        message = f"CBS table {table} has no yearly number for this choice; check the measure and the codes"
        raise ServiceError(message)
    ordered = tuple(years[year] for year in sorted(years))
    return StatLine(table=table, title=title, version=version, years=ordered, without_number=tuple(sorted(without)))


def _rows(client: Client, path: str, parameters: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    """Return all rows of an answer, following its pages."""
    found: list[dict[str, Any]] = []
    request = Request(path, parameters)
    base = urlsplit(client.manners.address)
    for _ in range(_PAGES):
        answer = client.ask(request, _understood)
        found += answer["value"]
        following = answer.get("@odata.nextLink") or answer.get("odata.nextLink")
        if not following:
            return found
        link = urlsplit(str(following))
        if link.netloc not in ("", base.netloc):
            message = f"CBS sends the next page of {path} to another host ({link.netloc}); it was not followed"
            raise ServiceError(message)
        request = Request(link.path.removeprefix(base.path), tuple(parse_qsl(link.query)))
    message = f"CBS answers {path} in more than {_PAGES} pages; ask for less with --where"
    raise ServiceError(message)


def _understood(body: bytes) -> dict[str, Any]:
    """Return an answer of OData, or say that it is none."""
    try:
        answer = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError as error:
        message = f"the answer of CBS is no JSON ({error})"
        raise MalformedError(message) from None
    rows = answer.get("value")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        message = "the answer of CBS holds no rows"
        raise MalformedError(message)
    return answer


def _one(rows: list[dict[str, Any]], table: str, measure: str) -> dict[str, Any]:
    if not rows:
        message = f"CBS table {table} has no measure {measure!r}; see its list of measures on StatLine"
        raise _NoMeasureError(message)
    return rows[0]


def _statuses(rows: Iterable[dict[str, Any]], key: str) -> dict[str, str]:
    return {str(row.get(key) or "").strip(): str(row.get("Status") or "unknown") for row in rows}


def _factor(unit: str, measure: str) -> int:
    """Return how many people a unit of a measure stands for."""
    plain = unit.strip().lower().replace(" ", "")
    if plain in ("aantal", ""):
        return 1
    if plain in ("x1000", "1000"):
        return 1000
    message = f"the measure {measure} counts in {unit!r}, which is no number of people; choose a measure in numbers"
    raise ServiceError(message)
