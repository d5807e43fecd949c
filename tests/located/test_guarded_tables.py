"""Every table that leaves for a spreadsheet: words from outside are never carried out there."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import msgspec
import polars as pl
import pytest

from tests.archive.test_records import EMPTY
from tests.deposit.invented import codebook, levels
from vonnis.archive.key_file import read_key, write_key
from vonnis.archive.record_rows import CsvWriter
from vonnis.deposit.packaging import value_labels
from vonnis.deposit.sheet import Column, Sheet, sheets
from vonnis.study.frame import KeyLine
from vonnis.study.series import read_series
from vonnis.workflow.dataset import flat
from vonnis.workflow.policy_tables import table_bytes
from vonnis.workflow.progress import Silence
from vonnis.workflow.protect import Request, protect
from vonnis.workflow.series import import_csv

WORD, WRITTEN = "=1+1;=A1", "'=1+1;'=A1"


def cells(text: str | bytes) -> set[str]:
    return {cell for row in csv.reader(io.StringIO(text if isinstance(text, str) else text.decode())) for cell in row}


def extraction() -> str:
    stream = io.BytesIO()
    CsvWriter(stream).write(msgspec.json.encode(msgspec.structs.replace(EMPTY, id=WORD)))
    return stream.getvalue().decode()


def labels() -> bytes:
    column = Column(name="a", label={"nl": "a", "en": "a"}, kind="integer", values=((1, {"nl": WORD, "en": "x"}),))
    return value_labels([Sheet(name="s", title={}, level="defendant", columns=(column,), frame=pl.DataFrame())])


def deposit() -> str:
    named = levels()["defendant"].with_columns(unit=pl.lit(WORD))
    return sheets(codebook(), {"defendant": named}, fictional=True)[0].frame.write_csv()


WRITERS: dict[str, Callable[[], str | bytes]] = {
    "extraction": extraction,
    "labels of a deposit": labels,
    "deposit": deposit,
    "dataset": lambda: flat(pl.DataFrame({"unit": [WORD], "d_class": [-8]})).write_csv(),
    "policy": lambda: table_bytes(["paper", "lag"], [(WORD, -8)]),
}


@pytest.mark.parametrize("name", WRITERS)
def test_words_from_outside_are_guarded(name: str) -> None:
    found = cells(WRITERS[name]())
    assert WRITTEN in found
    assert WORD not in found


@pytest.mark.parametrize("name", ["deposit", "dataset", "policy"])
def test_numbers_stay_numbers(name: str) -> None:
    assert "-8" in cells(WRITERS[name]())


def test_every_form_of_a_deposit_holds_the_same_study_number() -> None:
    named = levels()["defendant"].with_columns(unit=pl.lit(WORD))
    assert set(sheets(codebook(), {"defendant": named}, fictional=True)[0].frame["unit"]) == {WRITTEN}


def test_a_protected_table_guards_the_values_of_its_data_and_is_known_again(tmp_path: Path) -> None:
    data, out = tmp_path / "data.csv", tmp_path / "out"
    rows = "".join(f'"{WORD}",{place % 2 - 1}\n' for place in range(40))
    data.write_text(f"=kind,other\n{rows}", encoding="utf-8")
    protect(data, Request(tables=(("=kind", "other"),)), out=out, report=Silence())
    (table,) = out.glob("*.csv")
    assert {"'=kind", WRITTEN, "-1"} <= cells(table.read_bytes())
    protect(data, Request(tables=(("other",),)), out=out, report=Silence())
    assert not table.exists()


def test_the_source_of_a_series_is_guarded_and_comes_back(tmp_path: Path) -> None:
    given, out = tmp_path / "given.csv", tmp_path / "series.csv"
    given.write_text("year,n\n2016,5\n", encoding="utf-8")
    import_csv(given, year="year", count="n", source=f"{WORD}\n=2", out=out)
    assert cells(out.read_bytes()) >= {f"{WRITTEN}\n'=2"}
    assert [one.source for one in read_series(out)] == [f"{WORD}\n=2"]


def test_the_key_file_is_guarded_and_comes_back(tmp_path: Path) -> None:
    path, lines = tmp_path / "key.csv", (KeyLine("V001", "complex", WORD),)
    write_key(path, lines)
    assert WRITTEN in cells(path.read_bytes())
    assert read_key(path) == lines
