"""Hold what was read against the law: no sanction exceeds its legal maximum, and no part exceeds its whole.

A value that does was probably misread. It stays in the record, and a doubt says why it may be wrong. The maxima are
the table ``limits.yaml``. Since months and years have no fixed length in days, a value counts as exceeding a limit only
when it does so at its shortest: months of 30 days (art. 88 Sr) and years of 360, against 31 and 366 for the limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import msgspec
import msgspec.yaml

from vonnis.extraction.record import Doubt, Sanction
from vonnis.judgment.span import Span


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The most that the law allows for one part of a sanction, and the provision that says so."""

    at_most: str
    source: str


@cache
def limits() -> dict[str, dict[str, Limit]]:
    """Return the table: by kind of sanction and part, the most that the law allows."""
    return msgspec.yaml.decode(
        files(__package__).joinpath("limits.yaml").read_bytes(), type=dict[str, dict[str, Limit]]
    )


def find_excess(sanctions: Iterable[Sanction], *, field: str) -> Iterator[Doubt]:
    """Yield a doubt for each part of a sanction above its legal maximum, or above the whole that it is part of.

    ``field`` names where the sanctions stand in the record: ``imposed`` or ``demanded``.
    """
    for sanction in sanctions:
        for part, limit in limits().get(sanction.kind, {}).items():
            value = getattr(sanction, part)
            if value is not None and _exceeds(value, limit.at_most):
                reason = (
                    f"{part} {value} of {sanction.kind} is above the legal maximum {limit.at_most} ({limit.source})"
                )
                yield Doubt(field, reason, _passage(sanction, part))
        for part in ("suspended", "after_deduction"):
            value = getattr(sanction, part)
            if value is not None and sanction.total is not None and _exceeds(value, sanction.total):
                reason = f"{part} {value} of {sanction.kind} is more than its total {sanction.total}"
                yield Doubt(field, reason, _passage(sanction, part))


def _passage(sanction: Sanction, part: str) -> Span:
    """Return the passage of a part of a sanction."""
    return sanction.parts.get(part, sanction.evidence)


_LENGTH = re.compile(r"(\d+)([YMWDH])")
_MONEY = re.compile(r"([A-Z]{3}) (\d+\.\d{2})")
_SHORTEST = {"Y": 360.0, "M": 30.0, "W": 7.0, "D": 1.0, "H": 1.0}
_LONGEST = {"Y": 366.0, "M": 31.0, "W": 7.0, "D": 1.0, "H": 1.0}


def _exceeds(value: str, limit: str) -> bool:
    """Tell whether a value is above a limit of the same measure; "all", and values of another measure, never are."""
    money, most = _MONEY.fullmatch(value), _MONEY.fullmatch(limit)
    if money and most:
        return money[1] == most[1] and float(money[2]) > float(most[2])
    if not (value.startswith("P") and limit.startswith("P")) or ("H" in value) != ("H" in limit):
        return False
    return _days(value, _SHORTEST) > _days(limit, _LONGEST)


def _days(value: str, lengths: dict[str, float]) -> float:
    """Return a duration in days, or hours in hours, by the lengths that are given for its units."""
    return sum(int(number) * lengths[unit] for number, unit in _LENGTH.findall(value))
