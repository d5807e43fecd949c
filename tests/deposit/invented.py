"""A small invented dataset with every type of variable, for the tests of the deposit."""

from __future__ import annotations

import datetime as dt
from functools import cache

import polars as pl

from vonnis.codebook.codebook import Codebook, Level
from vonnis.codebook.reading import parse_codebook
from vonnis.deposit.editions import Made, public, restricted
from vonnis.deposit.facts import Facts, Input
from vonnis.deposit.making import deposit_files
from vonnis.deposit.sheet import Sheet, sheets

AT = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
TEXT = """
name: small
version: 1.0.0
title: { nl: Klein, en: Small }
variables:
  - name: d_class
    level: defendant
    type: category
    scale: ordinal
    label: { nl: Klasse, en: Class }
    question: { nl: "Welke klasse?", en: "Which class?" }
    categories:
      - { code: 1, label: { nl: licht, en: light } }
      - { code: 2, label: { nl: zwaar, en: heavy } }
  - name: d_ways
    level: defendant
    type: categories
    label: { nl: Wegen, en: Ways }
    question: { nl: "Welke wegen?", en: "Which ways?" }
    edition: restricted
    categories:
      - { code: 1, label: { nl: site, en: site } }
      - { code: 2, label: { nl: straat, en: street } }
  - name: d_age
    level: defendant
    type: interval
    scale: ratio
    edition: restricted
    label: { nl: Leeftijd, en: Age }
    question: { nl: "Hoe oud?", en: "How old?" }
  - name: d_fine
    level: defendant
    type: money
    scale: ratio
    unit: EUR
    edition: restricted
    label: { nl: Boete, en: Fine }
    question: { nl: "Welk bedrag?", en: "Which amount?" }
  - name: d_term
    level: defendant
    type: duration
    scale: ratio
    edition: restricted
    label: { nl: Duur, en: Term }
    question: { nl: "Hoe lang?", en: "How long?" }
  - name: d_day
    level: defendant
    type: date
    scale: interval
    edition: restricted
    label: { nl: Dag, en: Day }
    question: { nl: "Welke dag?", en: "Which day?" }
"""
TERM = {"years": 0, "months": 3, "weeks": 0, "days": 0, "hours": 0}
FACTS = Facts(
    identifier="small",
    title={"nl": "Klein onderzoek", "en": "Small study"},
    question={"nl": "Wat?", "en": "What?"},
    population={"nl": "Verzonnen zaken", "en": "Invented cases"},
    author={"nl": "Niemand", "en": "Nobody"},
    source={"nl": "verzonnen", "en": "invented"},
    period="2015–2019",
    at=AT,
    version="vonnis 0.0.0",
    digest="ab" * 32,
    fictional=True,
    inputs=(Input("study.toml", "cd" * 32),),
)


@cache
def codebook() -> Codebook:
    """Return the codebook with a variable of each type."""
    return parse_codebook(TEXT, file="small.yaml")


def levels(rows: int = 12) -> dict[Level, pl.DataFrame]:
    """Return defendants: ten light, the rest heavy; the last one answers nothing."""
    numbers = range(rows)
    last = rows - 1
    nothing = [-8 if n == last else None for n in numbers]

    def held(values: list[object], type_: pl.DataType | type[pl.DataType]) -> pl.Series:
        return pl.Series([None if n == last else values[n] for n in numbers], dtype=type_)

    whole = pl.Int64
    term = pl.Struct(dict.fromkeys(TERM, pl.Int64))
    columns = {
        "unit": pl.Series([f"K{n:03d}" for n in numbers]),
        "complex": pl.Series([f"C{n // 4}" for n in numbers]),
        "weight": pl.Series([1.0] * rows),
        "d_class": held([1 if n < 10 else 2 for n in numbers], whole),
        "d_ways": held([[1, 2] if n % 2 else [1] for n in numbers], pl.List(whole)),
        "d_age": held([{"low": 40 + n, "high": 41 + n} for n in numbers], pl.Struct({"low": whole, "high": whole})),
        "d_fine": held([250.5 for _ in numbers], pl.Float64),
        "d_term": held([TERM for _ in numbers], term),
        "d_day": held([dt.date(2016, 5, 1 + n) for n in numbers], pl.Date),
    }
    missing = {f"{name}_mis": pl.Series(nothing, dtype=pl.Int8) for name in columns if name.startswith("d_")}
    return {"defendant": pl.DataFrame({**columns, **missing})}


@cache
def flat(rows: int = 12) -> tuple[Sheet, ...]:
    """Return the flat tables."""
    return sheets(codebook(), levels(rows), fictional=True)


@cache
def edition(name: str) -> Made:
    """Return one of the two editions."""
    return restricted(flat()) if name == "restricted" else public(flat(24), thresholds={"defendant": 5})


@cache
def made(name: str) -> dict[str, bytes]:
    """Return the files of an edition."""
    return deposit_files(edition(name), FACTS)
