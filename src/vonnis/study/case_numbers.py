"""Numbers of the prosecution (parketnummers) where none may stand: in what stays readable in a study.

Each names a person. They belong in the key file, and nowhere else. A number counts as one when it begins with the
code of an office or a court of appeal and ends on a year that can be (``offices.yaml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

import msgspec

from vonnis.errors import StudyError
from vonnis.study.coding import Locator, Record
from vonnis.study.unit import Unit

_SIGN = r"(?:\s?[-/._–]{1,2}\s?|\s)"
_APART = re.compile(rf"(?<!\d)(?P<office>\d{{2}}){_SIGN}(?P<serial>\d{{6}}){_SIGN}(?P<year>\d{{2}})(?!\d)")
# Without a sign between them only as a word, since digests hold ten digits in a row too.
_TOGETHER = re.compile(
    rf"(?<!\d)(?P<office>\d{{2}}){_SIGN}(?P<serial>\d{{6}})(?P<year>\d{{2}})(?!\d)"
    rf"|(?<!\d)(?P<office2>\d{{2}})(?P<serial2>\d{{6}}){_SIGN}(?P<year2>\d{{2}})(?!\d)"
    r"|(?<![^\W_])(?P<office3>\d{2})(?P<serial3>\d{6})(?P<year3>\d{2})(?![^\W_])"
)
_MOBILE = "06"
"""Ten digits that begin so are a telephone number: the office with this code closed in 2013."""
_DAY_FIRST = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2}")
"""A date in front of a file name. One that begins with the year has a serial that no court of appeal reaches."""


class Office(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An office of the prosecution, or a court of appeal: its code, and below which number its serials stay."""

    code: str
    office: str
    serials_below: int = 1_000_000
    source: str = ""


class _Years(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    from_: int
    to: int


class _Offices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    years: _Years
    offices: tuple[Office, ...]


@cache
def _shipped() -> tuple[dict[str, Office], frozenset[str]]:
    """Return the offices by code, and the two digits of every year that can be."""
    import yaml

    text = (files("vonnis.study") / "offices.yaml").read_text(encoding="utf-8")
    found = msgspec.convert(yaml.safe_load(text), _Offices)
    years = frozenset(f"{year % 100:02}" for year in range(found.years.from_, found.years.to + 1))
    return {office.code: office for office in found.offices}, years


def known_offices() -> tuple[Office, ...]:
    """Return the offices whose codes begin a parketnummer."""
    return tuple(_shipped()[0].values())


def holds_case_number(text: str) -> bool:
    """Tell whether a text holds what looks like a parketnummer.

    Written in three parts (``16/123456-16``) the code and the year decide. Written without a sign between the parts it
    may also be a telephone number or a date in front of a file name, and then it is none.
    """
    offices, years = _shipped()
    for match in _APART.finditer(text):
        if match["office"] in offices and match["year"] in years:
            return True
    for match in _TOGETHER.finditer(text):
        code, serial, year = (part for part in match.groups() if part is not None)
        office = offices.get(code)
        if office is None or year not in years or int(serial) >= office.serials_below or code == _MOBILE:
            continue
        if not _DAY_FIRST.fullmatch(code + serial):
            return True
    return False


def refuse_case_numbers(given: Iterable[msgspec.Struct] | Mapping[str, object]) -> None:
    """Refuse records, or the detail of a line of the log, that would keep a parketnummer where anybody can read it.

    Looked at is what people type and is not sealed: documents and pages of a place in a file, references, names of
    files.

    Raises:
        StudyError: one is named; the message gives the place and not the number.
    """
    texts = _in(given) if isinstance(given, Mapping) else (each for record in given for each in _typed(record))
    for place, text in texts:
        if holds_case_number(text):
            message = (
                f"{place} holds what looks like a parketnummer, and whoever has the study could read it;"
                " leave it out, or give the study number"
            )
            raise StudyError(message)


def _typed(record: msgspec.Struct) -> Iterator[tuple[str, str]]:
    if isinstance(record, Unit):
        for name in ("article", "disposal", "office"):
            yield f"{record.id}: the {name}", getattr(record, name)
    if not isinstance(record, Record):
        return
    for name in record.references:
        yield f"the {name}", getattr(record, name)
    for each in getattr(record, "evidence", ()):
        if isinstance(each, Locator):
            place = f"{getattr(record, 'unit', '')}, {getattr(record, 'variable', '')}: the"
            yield f"{place} document", each.document
            yield f"{place} page", each.page


def _in(value: object, place: str = "the log") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _in(each, f"{name} in the log")
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _in(each, place)
