"""A small codebook with every type of variable, and invented codings, for the tests of the study."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl

from vonnis.codebook.codebook import Codebook
from vonnis.codebook.reading import parse_codebook
from vonnis.study.coding import Adjudication, Coding
from vonnis.study.unit import Unit, complex_unit, pair_unit, victim_unit

AT = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)

CATEGORIES = "categories: [{code: 0, label: {nl: nee, en: 'no'}}, {code: 1, label: {nl: ja, en: 'yes'}}]"
KINDS = {
    "c_link": ("complex", "category"),
    "k_sex": ("defendant", "category"),
    "k_seen": ("defendant", "categories"),
    "k_year": ("defendant", "integer"),
    "k_fine": ("defendant", "money"),
    "k_prison": ("defendant", "duration"),
    "k_date": ("defendant", "date"),
    "v_age": ("victim", "interval"),
    "p_channel": ("pair", "category"),
}


def protocol_head(id_: str, *, years: tuple[int, int] = (2015, 2019), fictional: bool = False) -> str:
    """Return the first tables of a small study.toml, to which a test adds its own."""
    first, last = years
    return f"""
[study]
id = "{id_}"
title = {{nl = "Klein", en = "Small"}}
question = {{nl = "Hoe?", en = "How?"}}
author = {{nl = "FICTIEF", en = "FICTIONAL"}}
{"fictional = true" if fictional else ""}
[population]
description = {{nl = "Verdachten", en = "Defendants"}}
intake_from = {first}
intake_to = {last}
"""


PAPER_FILES = """
[[sources]]
id = "files"
kind = "closed_paper"
description = {nl = "Dossiers", en = "Files"}
permission = {basis = "art. 15 Wjsg", giver = "College", reference = "2026/7", secrecy = false}
"""
"""A source of files on paper that anybody may code."""
PERMITTED = protocol_head("small", years=(2010, 2030)) + PAPER_FILES
"""A protocol under which the files of :func:`units` may be coded by anybody."""


def permit(folder: Path) -> Path:
    """Let a folder permit its files to be coded, and return it."""
    (folder / "study.toml").write_text(PERMITTED, encoding="utf-8")
    return folder


def codebook() -> Codebook:
    """Return a codebook with one variable of each type."""
    return parse_codebook(codebook_text(), file="codebook.yaml")


def codebook_text() -> str:
    """Return the codebook as its file holds it."""
    lines = ["name: small", "version: 1.0.0", "title: {nl: Klein, en: Small}", "variables:"]
    for name, (level, kind) in KINDS.items():
        lines += [
            f"  - name: {name}",
            f"    level: {level}",
            f"    type: {kind}",
            f"    label: {{nl: {name}, en: {name}}}",
            f"    question: {{nl: Wat is {name}?, en: What is {name}?}}",
        ]
        lines += [f"    {CATEGORIES}"] if kind.startswith("categor") else []
        lines += ["    unit: EUR"] if kind == "money" else []
        lines += ["    precision: year"] if kind == "date" else []
        lines += ["    scale: ratio"] if kind in ("integer", "interval", "money", "duration") else []
        lines += ["    scale: interval"] if kind == "date" else []
    return "\n".join(lines) + "\n"


def units() -> tuple[Unit, ...]:
    """Return a complex with two defendants, a victim, and their pairs."""
    people = [
        Unit(id=f"D{n}", level="defendant", complex="C1", defendant=f"D{n}", frame="list", intake_year=2015 + n)
        for n in (1, 2)
    ]
    pairs = [pair_unit(person.id, "C1-V1", complex_="C1") for person in people]
    return complex_unit("C1"), *people, victim_unit("C1-V1", complex_="C1"), *pairs


def coding(unit: str, variable: str, value: int | str | None = None, *, coder: str = "A", **more: Any) -> Coding:
    """Return an invented coding."""
    fixed: dict[str, Any] = {"codebook_version": "1.0.0", "at": AT, **more}
    return Coding(unit=unit, variable=variable, coder=coder, value=None if value is None else str(value), **fixed)


def adjudication(unit: str, variable: str, value: int | str, *, minutes: int = 0) -> Adjudication:
    """Return an invented adjudication, so many minutes after the codings."""
    return Adjudication(
        unit=unit,
        variable=variable,
        adjudicator="E",
        value=str(value),
        reason="page 3 is plain",
        codebook_version="1.0.0",
        at=AT + dt.timedelta(minutes=minutes),
    )


def frame_of(*records: Coding | Adjudication) -> pl.DataFrame:
    """Return records as the store hands them over in bulk."""
    rows = [
        {
            "unit": record.unit,
            "variable": record.variable,
            "coder": getattr(record, "coder", "E"),
            "round": getattr(record, "round", "main"),
            "value": record.value,
            "missing": record.missing,
            "at": record.at.isoformat(),
            "id": record.id,
        }
        for record in records
    ]
    names = ("unit", "variable", "coder", "round", "value", "missing", "at", "id")
    return pl.DataFrame(rows, schema={name: pl.Int8 if name == "missing" else pl.String for name in names})
