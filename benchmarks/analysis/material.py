"""Invented units by the thousand, with every type of variable, and a plan that asks for all of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl

from vonnis.analysis.plan import Plan, plan_of
from vonnis.analysis.units import Asked, Units

_TYPES = ("category", "categories", "integer", "interval", "duration", "date")
_CODES = 6
_SPAN = ("years", "months", "weeks", "days", "hours")


def thousands(count: int, *, variables: int, seed: int) -> Units:
    """Return so many units with so many variables, a tenth of the answers missing, in complexes of about four."""
    chance = np.random.default_rng(seed)
    columns = [
        pl.Series("unit", [f"D{place:06}" for place in range(count)]),
        pl.Series("complex", [f"C{place:05}" for place in chance.integers(0, max(count // 4, 1), count).tolist()]),
        pl.Series("weight", chance.choice([1.0, 1.0, 2.0], count)),
    ]
    asked = {}
    for place in range(variables):
        name, kind = f"v{place:02}", _TYPES[place % len(_TYPES)]
        lacks = chance.random(count) < 0.1  # noqa: PLR2004 - a tenth is missing
        values = [
            None if lack else value for lack, value in zip(lacks.tolist(), _values(chance, kind, count), strict=True)
        ]
        columns.append(pl.Series(name, values, dtype=_dtype(kind)))
        columns.append(pl.Series(f"{name}_mis", [-8 if lack else None for lack in lacks.tolist()], dtype=pl.Int8))
        categories = tuple((code, {"nl": str(code), "en": str(code)}) for code in range(1, _CODES + 1))
        asked[name] = Asked(name, kind, {"nl": name, "en": name}, categories if kind.startswith("categor") else ())
    return Units("defendant", pl.DataFrame(columns), asked)


def plan_of_everything(variables: int) -> Plan:
    """Return a plan that describes each variable by its type, crosses and compares them, and fits a model."""
    entries: list[dict[str, Any]] = []
    for place in range(variables):
        name, kind = f"v{place:02}", _TYPES[place % len(_TYPES)]
        base = {"level": "defendant", "variable": name}
        if kind in ("category", "categories"):
            entries.append({**base, "kind": "frequencies", "id": f"freq_{name}"})
            entries.append({**base, "kind": "share", "id": f"share_{name}", "codes": [1, 2]})
        else:
            entries.append({**base, "kind": "mean", "id": f"mean_{name}", "unit": "day"})
            entries.append({**base, "kind": "median", "id": f"median_{name}", "unit": "day"})
    by = {"level": "defendant", "by": "v00", "groups": [[1, 2], [3, 4]]}
    for place in range(6, variables, 6):
        entries.append(
            {**by, "kind": "difference", "id": f"diff_v{place:02}", "variable": f"v{place:02}", "codes": [1]}
        )
        entries.append(
            {**by, "kind": "comparison", "id": f"comp_v{place:02}", "variable": f"v{place + 2:02}", "unit": "day"}
        )
        cross = {"level": "defendant", "kind": "cross_table", "id": f"cross_v{place:02}"}
        entries.append({**cross, "rows": "v00", "columns": f"v{place:02}"})
    sentence = {"prison": "v04", "hours": "v02"}
    entries.append({"level": "defendant", "kind": "sentences", "id": "s", "imposed": sentence, "youngest": "v03"})
    demanded = {"prison": "v10", "hours": "v08"}
    entries.append(
        {"level": "defendant", "kind": "demand_and_sentence", "id": "d", "demanded": demanded, "imposed": sentence}
    )
    model = {"model": "logistic", "outcome": "v00", "codes": [1, 2], "on": ["v06", "v02"]}
    entries.append({"level": "defendant", "kind": "regression", "id": "m", **model})
    return plan_of({"plan": entries}, where="benchmark")


def _dtype(kind: str) -> Any:  # noqa: ANN401 - Polars' types
    return {
        "category": pl.Int64,
        "categories": pl.List(pl.Int64),
        "integer": pl.Int64,
        "interval": pl.Struct({"low": pl.Int64, "high": pl.Int64}),
        "duration": pl.Struct(dict.fromkeys(_SPAN, pl.Int64)),
        "date": pl.Date,
    }[kind]


def _values(chance: np.random.Generator, kind: str, count: int) -> list[Any]:
    numbers = chance.integers(1, _CODES + 1, count).tolist()
    if kind == "categories":
        return [[number, 1 + number % _CODES] for number in numbers]
    if kind == "interval":
        return [{"low": 12 + number, "high": 12 + number + number % 2} for number in numbers]
    if kind == "duration":
        return [{"years": 0, "months": number, "weeks": 0, "days": 0, "hours": 0} for number in numbers]
    if kind == "date":
        return [dt.date(2015, 1, 1) + dt.timedelta(days=37 * number) for number in numbers]
    return numbers  # type: ignore[no-any-return]
