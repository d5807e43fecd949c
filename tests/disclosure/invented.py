"""Invented private results for the tests of the gate."""

from __future__ import annotations

import datetime as dt

from vonnis.analysis.result import Interval, Result, TableResult, Text
from vonnis.disclosure.gate import release
from vonnis.disclosure.policy import Policy, default_policy, policy_of
from vonnis.disclosure.released import Release

AT = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
SOURCE = {"nl": "verzonnen", "en": "invented"}
STRICT = default_policy()
FIVE = policy_of({"threshold": 5, "reason": {"nl": "reden", "en": "reason"}}, where="test")


def both(text: str) -> Text:
    """Return the same text in both languages."""
    return {"nl": text, "en": text}


def keys(prefix: str, first: int, last: int) -> tuple[str, ...]:
    """Return unit keys such as ``v1`` to ``v5``."""
    return tuple(f"{prefix}{number}" for number in range(first, last + 1))


def figure(id_: str, statistic: str, value: float | None, **more: object) -> Result:
    """Return a result with the given essentials and invented words."""
    settings: dict[str, object] = {
        "label": both(id_),
        "unit": "count",
        "level": "victim",
        "definition": both(id_),
        "source": SOURCE,
    }
    return Result(id=id_, statistic=statistic, value=value, **{**settings, **more})  # type: ignore[arg-type]


def share(id_: str, numerator: int, n: int, **more: object) -> Result:
    """Return a share with an interval (its ends do not matter here)."""
    interval = Interval(low=0.1, high=0.9, level=0.95, method="Wilson")
    return figure(id_, "share", numerator / n, numerator=numerator, n=n, unit="share", interval=interval, **more)


def table(id_: str, cells: list[list[int]], **more: object) -> TableResult:
    """Return a table of counts with rows r1, r2, ... and columns c1, c2, ..."""
    settings: dict[str, object] = {"level": "victim", "definition": both(id_), "source": SOURCE, "title": both(id_)}
    return TableResult(
        id=id_,
        rows=tuple(both(f"r{row + 1}") for row in range(len(cells))),
        columns=tuple(both(f"c{column + 1}") for column in range(len(cells[0]))),
        cells=tuple(map(tuple, cells)),
        **{**settings, **more},  # type: ignore[arg-type]
    )


def let_out(*items: Result | TableResult, policy: Policy = STRICT) -> Release:
    """Pass results and tables through the gate."""
    results = [item for item in items if isinstance(item, Result)]
    tables = [item for item in items if isinstance(item, TableResult)]
    return release(results, tables, policy=policy, at=AT, fictional=True)
