"""An older study is taken in whole or not at all, from our own SPSS files and from sheets of others."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest

from tests.deposit.invented import TEXT, levels, made
from vonnis.archive.store import open_store
from vonnis.errors import MistakesError, StudyError
from vonnis.study.coding import Coding
from vonnis.study.unit import Unit, complex_unit
from vonnis.workflow.computing import computed_of
from vonnis.workflow.dataset import tables_of, write_dataset
from vonnis.workflow.older import OlderImport, import_older
from vonnis.workflow.population import flow, in_study
from vonnis.workflow.standing import standing_of

AT = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
SHEET = """nr,zaak,klasse,site,straat,van,tot,naam
101,A,licht,ja,nee,40,41,x
102,A,zwaar,nee,ja,99,99,y
103,B,licht,ja,ja,38,,z
"""
MAPPING = """
study: clients-2016
wave: 0
coder: team 2016
coded: 2016-05-01
missing: {"99": not_stated}
tables:
  - file: old.csv
    level: defendant
    unit: nr
    complex: zaak
    variables:
      d_class: {column: klasse, values: {licht: "1", zwaar: "2"}}
      d_ways: {columns: {"1": site, "2": straat}}
      d_age: {low: van, high: tot}
    leave: [naam]
"""
DEPOSIT = """
study: deposit
wave: 0
tables: [{file: defendants.sav, level: defendant, unit: unit, complex: complex, same_names: true}]
"""
WAVE_ZERO = """
[study]
id = "clients-2016"
languages = ["en"]
title = { en = "An older study" }
question = { en = "Who?" }
author = { en = "Nobody" }
[population]
description = { en = "Invented." }
intake_from = 2010
intake_to = 2014
[[analysis.plan]]
kind = "share"
id = "light_share"
level = "defendant"
variable = "d_class"
codes = [1]
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "codebook.yaml").write_text(TEXT, encoding="utf-8")
    with closing(open_store(folder)) as store, store.action("frame", actor="lead", at=AT, detail={}) as writing:
        writing.add([complex_unit("C0001"), Unit(id="D0001", level="defendant", complex="C0001", defendant="D0001")])
    return folder


def take(study: Path, mapping: str = MAPPING, sheet: str = SHEET, *, key: Path | None = None) -> OlderImport:
    """Import the older study."""
    beside = study.parent
    (beside / "old.csv").write_text(sheet, encoding="utf-8")
    (beside / "older.yaml").write_text(mapping, encoding="utf-8")
    return import_older(study, beside / "older.yaml", key=key, by="lead", at=AT)


def codings(study: Path) -> tuple[Coding, ...]:
    with closing(open_store(study)) as store:
        return store.records(Coding)


def test_a_coding_sheet_becomes_units_and_codings_of_a_wave_of_its_own(study: Path) -> None:
    found = take(study)
    assert (found.wave, found.units, found.codings, found.left_out) == (0, {"complex": 2, "defendant": 3}, 9, {})
    with closing(open_store(study)) as store:
        units = [unit for unit in store.records(Unit) if unit.frame == "older-clients-2016"]
    assert {unit.wave for unit in units} == {0}
    assert {unit.id for unit in units} == {"C0002", "C0003", "D0002", "D0003", "D0004"}
    own = codings(study)
    assert {(one.coder, one.round, one.at.year) for one in own} == {("team 2016", "older", 2016)}
    answers = sorted((one.variable, one.value or "", int(one.missing or 0)) for one in own)
    assert answers == [
        ("d_age", "", -8), ("d_age", "38", 0), ("d_age", "40..41", 0),
        ("d_class", "1", 0), ("d_class", "1", 0), ("d_class", "2", 0),
        ("d_ways", "1", 0), ("d_ways", "1;2", 0), ("d_ways", "2", 0),
    ]  # fmt: skip


def test_our_own_spss_file_comes_back_as_the_dataset_that_it_was_made_of(study: Path) -> None:
    (study.parent / "defendants.sav").write_bytes(made("restricted")["spss/defendants.nl.sav"])
    found = take(study, DEPOSIT)
    assert found.left_out == {"defendants.sav": ("fictional", "weight")}
    before = levels()["defendant"]
    after = tables_of(study, older=True).levels["defendant"].filter(wave=0)
    assert after.height == before.height
    for name in ("d_class", "d_ways", "d_age", "d_fine", "d_term"):
        assert sorted(map(str, after[name].to_list())) == sorted(map(str, before[name].to_list()))
        assert after[f"{name}_mis"].drop_nulls().to_list() == [-8]
    assert set(after["d_day"].drop_nulls().to_list()) == {dt.date(2016, 5, 1)}
    assert sorted(after["complex"].value_counts()["count"].to_list()) == [4, 4, 4]


def test_older_units_are_in_the_dataset_only_where_that_is_asked(study: Path) -> None:
    take(study)
    assert tables_of(study).levels["defendant"]["unit"].to_list() == ["D0001"]
    assert tables_of(study, older=True).levels["defendant"]["wave"].to_list() == [1, 0, 0, 0]
    assert write_dataset(study, at=AT, older=True).units["defendant"] == 4
    assert (study / "private/dataset-waves/defendant.csv").is_file()


def test_a_folder_that_holds_an_older_study_alone_rests_on_it(tmp_path: Path) -> None:
    folder = tmp_path / "wave0"
    folder.mkdir()
    (folder / "codebook.yaml").write_text(TEXT, encoding="utf-8")
    (folder / "study.toml").write_text(WAVE_ZERO, encoding="utf-8")
    head, *people = SHEET.splitlines()
    sheet = "\n".join([f"{head},coder", *(f"{row},anna" for row in people), ""])
    take(folder, MAPPING.replace("    unit: nr\n", "    unit: nr\n    coder: coder\n"), sheet)
    assert tables_of(folder).levels["defendant"]["unit"].to_list() == ["D0001", "D0002", "D0003"]
    found = {one.id: one.value for one in computed_of(folder).analysis.results}
    assert found["light_share"] == pytest.approx(2 / 3)
    assert write_dataset(folder, at=AT).units["defendant"] == 3
    standing = standing_of(folder, on=AT.date())
    assert standing.stages[2].words == "3 defendants of an older study, taken in with 9 answers"
    assert standing.next == ("vonnis analyse",)


def test_nobody_is_given_an_older_unit(study: Path) -> None:
    take(study)
    with closing(open_store(study)) as store:
        assert (flow(store).units, set(in_study(store))) == (1, {"D0001"})


def test_older_numbers_go_to_a_key_file_and_nowhere_else(study: Path) -> None:
    key = study.parent / "key.csv"
    take(study, sheet=SHEET.replace("101", "R7791"), key=key)
    assert "R7791" in key.read_text(encoding="utf-8")
    assert b"R7791" not in (study / "coding.sqlite3").read_bytes()


def test_a_study_is_taken_in_once(study: Path) -> None:
    take(study)
    with pytest.raises(StudyError, match="imported before"):
        take(study)


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (SHEET.replace("zwaar", "middel"), "old.csv, row 3, column klasse: 'middel' is not among the codes"),
        (SHEET.replace("102,A", "101,A"), "row 3, column nr: this unit stands in row 2 already"),
        (SHEET.replace("103,B", "101,B"), "row 4, column zaak: '101' is of two complexes"),
        (SHEET.replace("40,41", "41,40"), "row 2, column van, tot"),
        (SHEET.replace("ja,nee", "nee,nee"), "row 2, column site, straat: no category holds"),
        (SHEET.replace("102,A", ",A"), "row 3, column nr: is empty"),
        (SHEET.replace("klasse", "klass"), "there is no column 'klasse'; did you mean `klass`"),
        (SHEET.replace("naam", "klasse"), "'klasse' heads more than one column"),
        ("", "is empty"),
    ],
)
def test_a_wrong_cell_stops_all_of_it(study: Path, sheet: str, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        take(study, sheet=sheet)
    assert codings(study) == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("d_class:", "d_klass:", "line 13, column 7: `d_klass` is no variable of codebook 1.0.0; did you mean"),
        ('zwaar: "2"', 'zwaar: "3"', "`3` is neither a category of `d_class` nor a kind of missing"),
        ('{"99": not_stated}', '{"99": unknown}', "line 6, column 11: `unknown` is no kind of missing"),
        ("low: van", "years: van", "`d_age` is a interval, which has no years"),
        ('"2": straat', '"7": straat', "7 is no category of `d_ways`"),
        ("    unit: nr\n", "", "a defendant needs `unit`"),
        ("file: old.csv", "file: old.ods", "is no .sav, .xlsx or .csv"),
        ("wave: 0", "wave: -1", "a wave is 0 or more"),
        ("leave: [naam]", "left: [naam]", "line 16, column 5"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_refused_with_its_line(study: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(MistakesError, match=words.replace("[", r"\[")):
        take(study, MAPPING.replace(old, new))


def test_what_holds_is_said_in_any_case(study: Path) -> None:
    take(study, MAPPING.replace('"2": straat}', '"2": straat}, yes: [Ja]'))
    assert sorted(one.value or "" for one in codings(study) if one.variable == "d_ways") == ["1", "1;2", "2"]


def test_a_column_that_another_table_of_the_same_file_reads_is_not_left_out(study: Path) -> None:
    sheet = "nr,zaak,age,naam\n7,A,16,x\n8,B,15,y\n"
    from tests.study.codings import codebook_text

    (study / "codebook.yaml").write_text(codebook_text(), encoding="utf-8")
    mapping = """
study: clients-2016
tables:
  - file: old.csv
    level: defendant
    unit: nr
    complex: zaak
    variables: {k_sex: {column: age, values: {"16": "1", "15": "0"}}}
  - {file: old.csv, level: victim, unit: nr, complex: zaak, variables: {v_age: {column: age}}}
"""
    assert take(study, mapping, sheet).left_out == {"old.csv": ("naam",)}
    with closing(open_store(study)) as store:
        assert len(store.records(Unit)) == 8


def test_victims_and_pairs_hang_on_to_their_defendants(study: Path) -> None:
    from tests.study.codings import codebook_text

    (study / "codebook.yaml").write_text(codebook_text(), encoding="utf-8")
    (study.parent / "victims.csv").write_text("nr,zaak,age\n7,A,16\n8,B,15\n", encoding="utf-8")
    (study.parent / "pairs.csv").write_text("who,whom,way\n101,7,1\n103,8,0\n", encoding="utf-8")
    mapping = """
study: clients-2016
tables:
  - file: old.csv
    level: defendant
    unit: nr
    complex: zaak
    variables: {k_sex: {column: klasse, values: {licht: "1", zwaar: "0"}}}
  - {file: victims.csv, level: victim, unit: nr, complex: zaak, variables: {v_age: {column: age}}}
  - {file: pairs.csv, level: pair, defendant: who, victim: whom, variables: {p_channel: {column: way}}}
"""
    assert take(study, mapping).units == {"complex": 2, "defendant": 3, "pair": 2, "victim": 2}
    pairs = tables_of(study, older=True).levels["pair"]
    assert sorted(pairs["p_channel"].to_list()) == [0, 1]
    assert all(victim.startswith(complex_) for victim, complex_ in pairs.select("victim", "complex").iter_rows())


WEIGHED = MAPPING.replace("    complex: zaak\n", "    complex: zaak\n    weight: gewicht\n")


def weighed(*weights: str) -> str:
    """Return the sheet with a column of weights."""
    head, *rows = SHEET.splitlines()
    return (
        "\n".join([f"{head},gewicht", *(f"{row},{weight}" for row, weight in zip(rows, weights, strict=True))]) + "\n"
    )


def test_an_older_sample_brings_its_weights(study: Path) -> None:
    take(study, WEIGHED, weighed("2.5", "1", "4"))
    people = tables_of(study, older=True).levels["defendant"]
    assert sorted(people.filter(people["wave"] == 0)["weight"].to_list()) == [1.0, 2.5, 4.0]
    assert people.filter(people["wave"] == 1)["weight"].to_list() == [1.0]
    homes = tables_of(study, older=True).levels["complex"]
    assert sorted(homes.filter(homes["wave"] == 0)["weight"].to_list()) == [2.5, 4.0]
    with closing(open_store(study)) as store:
        assert in_study(store) == {"D0001": 1.0}


@pytest.mark.parametrize("weight", ["0", "-1", "much", "", "inf"])
def test_a_wrong_weight_is_named(study: Path, weight: str) -> None:
    with pytest.raises(StudyError, match=r"old\.csv, row 3, column gewicht: .* is no weight"):
        take(study, WEIGHED, weighed("2.5", weight, "4"))
