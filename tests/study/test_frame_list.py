"""An outside list: read whole or not at all, each mistake named by row and column, no number repeated anywhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from vonnis.errors import StudyError
from vonnis.study.frame import Naming, frame_of
from vonnis.study.frame_list import as_date, read_case_list
from vonnis.study.reasons import disposal_reason, list_words, reason

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
NAMING = Naming(frame="list", wave=1, seed=1, source_mode="closed_paper")
TODAY = dt.date(2026, 11, 1)
HEAD = "Parketnummer;Instroomdatum;Artikel;Afdoening;Parket;Naam"
GOOD = "01/345678-15;3-5-2016;248b Sr;veroordeeld;Noord;niemand"


def written(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def test_a_csv_list_is_read_with_the_columns_of_its_own_language(tmp_path: Path) -> None:
    found = read_case_list(written(tmp_path, GOOD), today=TODAY)
    case = found.cases[0]
    assert (case.parketnummer, case.intake_date, case.article) == ("01/345678-15", dt.date(2016, 5, 3), "248b Sr")
    assert (case.drops_out, case.office, found.left_out) == (None, "Noord", ("Naam",))


def test_a_sheet_gives_the_same_as_a_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(HEAD.split(";"))
    book.worksheets[0].append(["01/345678-15", dt.date(2016, 5, 3), "248b Sr", "veroordeeld", "Noord", "niemand"])
    book.save(tmp_path / "list.xlsx")
    sheet = read_case_list(tmp_path / "list.xlsx", today=TODAY)
    assert sheet.cases == read_case_list(written(tmp_path, GOOD), today=TODAY).cases


def test_a_case_may_name_its_published_judgments(tmp_path: Path) -> None:
    head = f"{HEAD};ECLI"
    rows = (f"{GOOD};ECLI:NL:RBXXX:2016:1, ECLI:NL:GHXXX:2017:2", "01/345679-15;3-5-2016;248b Sr;veroordeeld;;;")
    found = read_case_list(written(tmp_path, *rows, head=head), today=TODAY)
    assert [case.documents for case in found.cases] == [("ECLI:NL:RBXXX:2016:1", "ECLI:NL:GHXXX:2017:2"), ()]
    frame = frame_of(found.cases, key=(), taken={}, naming=NAMING, by="a", at=NOW)
    people = {unit.documents: unit.source_mode for unit in frame.units if unit.level == "defendant"}
    assert people == {found.cases[0].documents: "published", (): "closed_paper"}


def test_what_is_no_ecli_is_named_by_row_and_column(tmp_path: Path) -> None:
    path = written(tmp_path, f"{GOOD};RBXXX 2016", head=f"{HEAD};ECLI")
    with pytest.raises(StudyError, match=r"row 2, column ECLI: 'RBXXX' is no ECLI"):
        read_case_list(path, today=TODAY)


MISTAKES = {
    "no number": ("12345;3-5-2016;;veroordeeld;;", "row 3, column Parketnummer: is no parketnummer"),
    "twice": (GOOD, "row 3, column Parketnummer: stands in row 2 already"),
    "no date": ("01/234567-16;voorjaar;;veroordeeld;;", "row 3, column Instroomdatum: 'voorjaar' is no date"),
    "future": ("01/234567-16;1-1-2030;;veroordeeld;;", "row 3, column Instroomdatum: 2030-01-01 lies before"),
    "unknown end": ("01/234567-16;1-1-2016;;klaar;;", "row 3, column Afdoening: 'klaar' is no disposal"),
    "no end": ("01/234567-16;1-1-2016;;;;", "row 3, column Afdoening: is empty"),
}


@pytest.mark.parametrize(("row", "words"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_wrong_row_stops_the_import_and_is_named(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(StudyError) as caught:
        read_case_list(written(tmp_path, GOOD, row), today=TODAY)
    assert words in str(caught.value)
    assert "nothing was imported" in str(caught.value)
    assert "345678" not in str(caught.value)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("Parketnummer;Datum", "no column for how a case ended"),
        ("Afdoening;Uitkomst", "both 'Afdoening' and 'Uitkomst' may be the disposal"),
    ],
)
def test_columns_that_cannot_be_told_are_asked_for(tmp_path: Path, head: str, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        read_case_list(written(tmp_path, "a;b", head=head), today=TODAY)


def test_unusual_columns_and_words_are_said(tmp_path: Path) -> None:
    path = written(tmp_path, "klaar", "weg", head="einde")
    found = read_case_list(
        path, columns={"disposal": "einde"}, means={"Klaar": "convicted", "weg": "transferred"}, today=TODAY
    )
    assert [case.drops_out for case in found.cases] == [None, "transferred"]


def test_a_parketnummer_in_another_cell_is_masked(tmp_path: Path) -> None:
    row = "01/234567-16;1-1-2016;248b;gevoegd bij 01/999999-15;;"
    case = read_case_list(written(tmp_path, row), today=TODAY).cases[0]
    assert (case.disposal, case.drops_out) == ("gevoegd bij [parketnummer]", "joined")


@pytest.mark.parametrize("name", ["list.pdf", "nowhere.csv", "broken.xlsx"])
def test_a_file_that_is_no_list_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    with pytest.raises(StudyError, match=r"no \.xlsx or \.csv|cannot be read|no Excel file"):
        read_case_list(tmp_path / name, today=TODAY)


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("Veroordeeld", (None, "")),
        ("schuldigverklaring zonder straf", (None, "")),
        ("technisch sepot 02", ("dismissed", "02")),
        ("voorwaardelijk sepot", ("dismissed", "")),
        ("vrijspraak", ("acquitted", "")),
        ("OVAR", ("discharged", "")),
        ("overdracht naar ander parket", ("transferred", "")),
        ("hoger beroep ingesteld", ("on_appeal", "")),
        ("strafbeschikking", ("out_of_court", "")),
        ("OM niet-ontvankelijk", ("inadmissible", "")),
        ("loopt nog", ("pending", "")),
        ("onbekend", None),
    ],
)
def test_the_words_of_offices_have_one_meaning(words: str, means: tuple[str | None, str] | None) -> None:
    assert disposal_reason(words) == means


def test_reasons_are_fixed_and_stand_at_their_step() -> None:
    assert reason("not_found", step="file").label["nl"] == "dossier niet gevonden"
    with pytest.raises(StudyError, match="no reason at the step file; take one of not_found"):
        reason("acquitted", step="file")
    assert len({one.id for one in list_words().reasons}) == len(list_words().reasons)


MIDDAY = dt.datetime.fromisoformat("2016-05-03T12:00")


@pytest.mark.parametrize("cell", ["2016-05-03", "3-5-2016", "03/05/2016", MIDDAY, MIDDAY.date()])
def test_a_day_is_read_in_the_ways_of_spreadsheets(cell: object) -> None:
    assert as_date(cell) == dt.date(2016, 5, 3)


@pytest.mark.parametrize("cell", ["31-2-2016", "", None, "5-2016", 42])
def test_what_is_no_day_is_none(cell: object) -> None:
    assert as_date(cell) is None
