"""``vonnis series import``: from a service on loopback and from a CSV, into a series that a study can read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.odata import service
from vonnis.cli.main import main
from vonnis.study.series import read_series


def test_a_table_becomes_a_series_with_its_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "suspects.csv"
    with service() as address:
        services = ["--base-url", f"{address}/v4", "--fallback-url", f"{address}/v3"]
        chosen = ["--measure", "M1", "--where", "Soort=all"]
        code = main(["series", "import", "NEW", *chosen, "--out", str(out), *services])
    assert code == 0
    years = read_series(out)
    assert [(one.year, one.suspects, one.invented) for one in years] == [
        (2014, 16, False),
        (2015, 112, False),
        (2017, 24, False),
    ]
    assert years[0].source.startswith("CBS StatLine NEW, Suspects, v4, ")
    assert years[2].source.endswith("(voorlopig)")
    shown = capsys.readouterr()
    assert "3 years, 2014 to 2017" in shown.out
    assert "CBS gives no number for 2016" in shown.err


def test_a_csv_becomes_a_series(tmp_path: Path) -> None:
    given, out = tmp_path / "om.csv", tmp_path / "suspects.csv"
    given.write_text("jaar,aantal\n2016,41\n2015,112\n", encoding="utf-8")
    command = ["series", "import", str(given), "--year", "jaar", "--count", "aantal", "--out", str(out)]
    assert main([*command, "--source", "OM, letter of 2023"]) == 0
    assert [(one.year, one.suspects, one.source) for one in read_series(out)] == [
        (2015, 112, "OM, letter of 2023"),
        (2016, 41, "OM, letter of 2023"),
    ]


def test_a_csv_of_a_dutch_spreadsheet_becomes_a_series(tmp_path: Path) -> None:
    given, out = tmp_path / "om.csv", tmp_path / "suspects.csv"
    given.write_text("\ufeffjaar;aantal;toelichting\n2015;112;met, komma\n", encoding="utf-8")
    command = ["series", "import", str(given), "--year", "jaar", "--count", "aantal", "--out", str(out)]
    assert main([*command, "--source", "OM"]) == 0
    assert [(one.year, one.suspects) for one in read_series(out)] == [(2015, 112)]


def test_years_that_stand_twice_leave_the_file_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, out = tmp_path / "om.csv", tmp_path / "suspects.csv"
    out.write_text("as it was\n", encoding="utf-8")
    given.write_text("year,suspects\n2015,112\n2015,113\n", encoding="utf-8")
    assert main(["series", "import", str(given), "--source", "OM", "--out", str(out)]) == 1
    assert "the year 2015 stands twice" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "as it was\n"
    given.write_text("year,suspects\n", encoding="utf-8")
    assert main(["series", "import", str(given), "--source", "OM", "--out", str(out)]) == 1
    assert "no year to write" in capsys.readouterr().err


WRONG = [
    pytest.param(["NEW", "--out", "x.csv"], 2, "needs --measure", id="no measure"),
    pytest.param(["NEW", "--measure", "M1", "--where", "Soort", "--out", "x.csv"], 2, "no dimension with", id="where"),
    pytest.param(
        ["NEW", "--measure", "M1", "--out", "nowhere/x.csv", "--base-url", "http://127.0.0.1:9"],
        1,
        "does not exist; make it first",
        id="folder, before anybody is asked",
    ),
    pytest.param(["gone.csv", "--source", "OM", "--out", "x.csv"], 1, "cannot be read", id="file"),
    pytest.param(["gone.csv", "--out", "x.csv"], 1, "say who counted", id="no source"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), WRONG)
def test_what_is_wrong_is_one_sentence(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["series", "import", *arguments]) == code
    assert words in capsys.readouterr().err
