"""``vonnis protect`` from the outside: files in, files out, and one sentence where it cannot."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

Lines = list[list[str]]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vonnis", "protect", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def write(path: Path, rows: Lines, *, separator: str = ",", start: str = "") -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(start)
        csv.writer(stream, delimiter=separator).writerows(rows)
    return path


def read(path: Path) -> Lines:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def people(seed: int = 1, many: int = 120) -> Lines:
    chance = random.Random(seed)
    rows = [["sex", "court", "year"]]
    for _ in range(many):
        year = str(chance.choice([2009, 2010, 2011]))
        rows.append([chance.choices("mf", [4, 1])[0], chance.choice(["Utrecht", "Assen", "Breda", ""]), year])
    return rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("protect")
    data = write(folder / "data.csv", people(), separator=";", start="\ufeff")
    done = run(data, "--table", "sex,court", "--table", "court,year", "--attack", "--out", folder / "out", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["attacked"] is True
    return folder / "out"


def test_a_table_has_its_columns_its_margins_and_the_bounds_of_a_reader(made: Path) -> None:
    header, *rows = read(made / "sex,court.csv")
    assert header == ["sex", "court", "count", "low", "high"]
    assert [row[:2] for row in rows[:6]] == [
        ["f", "Assen"],
        ["f", "Breda"],
        ["f", "Utrecht"],
        ["f", ""],
        ["f", "Total"],
        ["m", "Assen"],
    ]
    assert rows[-1] == ["Total", "Total", "120", "120", "120"]


def test_what_is_printed_is_true_and_what_is_withheld_is_small_or_covers_it(made: Path) -> None:
    units = people()[1:]
    for row in read(made / "sex,court.csv")[1:]:
        true = sum(
            all(asked in ("Total", value) for asked, value in zip(row, unit[:2], strict=False)) for unit in units
        )
        assert row[2] in ("x", str(true))
        assert int(row[3]) <= true <= float(row[4])
        assert not 0 < true < 10 or float(row[4]) - int(row[3]) >= 10


def test_values_stay_as_they_are_written(tmp_path: Path) -> None:
    rows = [["a, b", 'the "q"'], *[["x", "01"]] * 12, *[['say "x"', "2,5"]] * 15, *[["", "10"]] * 11]
    data = write(tmp_path / "d.csv", rows)
    done = run(data, "--table", '"a, b","the ""q"""', "--out", tmp_path / "out", "--quiet")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
    (path,) = (tmp_path / "out").iterdir()
    found = read(path)
    assert found[0] == ["a, b", 'the "q"', "count"]
    assert {row[0] for row in found[1:]} == {"x", 'say "x"', "", "Total"}
    assert [row[1] for row in found[1:5]] == ["01", "2,5", "10", "Total"]


def test_two_runs_write_the_same_bytes_whatever_the_order_of_the_units(tmp_path: Path) -> None:
    rows = people(seed=4, many=60)
    written = []
    for name, order in (("one", rows), ("two", [rows[0], *reversed(rows[1:])])):
        data = write(tmp_path / f"{name}.csv", order)
        run(data, "--table", "sex,court,year", "--out", tmp_path / name)
        written.append((tmp_path / name / "sex,court,year.csv").read_bytes())
    assert written[0] == written[1]
    assert b",x\n" in written[0]


def test_rounded_tables_add_up_and_stay_within_one_step(tmp_path: Path) -> None:
    units = people()
    data = write(tmp_path / "d.csv", units)
    done = run(data, "--table", "sex,year", "--method", "round", "--threshold", "5", "--attack", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    counts = {tuple(row[:2]): int(row[2]) for row in read(tmp_path / "sex,year.csv")[1:]}
    for (sex, year), count in counts.items():
        true = sum(sex in ("Total", unit[0]) and year in ("Total", unit[2]) for unit in units[1:])
        assert count % 5 == 0
        assert abs(count - true) <= 5
        if sex == "Total":
            assert count == sum(counts[one, year] for one in "mf")


def test_what_is_said_does_not_tell_which_cells_are_small(tmp_path: Path) -> None:
    data = write(tmp_path / "d.csv", people())
    done = run(data, "--table", "sex,court", "--attack", "--out", tmp_path / "out", "--json")
    report = json.loads(done.stdout)
    assert set(report) == {"method", "threshold", "zeros", "attacked", "tables", "out"}
    rows = read(tmp_path / "out" / "sex,court.csv")[1:]
    assert report["tables"][0]["withheld"] == sum(row[2] == "x" for row in rows)
    assert not any(word in done.stderr for word in ("sensitive cells", "primary", "secondary"))


@pytest.mark.parametrize(
    ("rows", "threshold"),
    [
        pytest.param([["a"], *[["only"]] * 30], 10, id="one-category"),
        pytest.param([["a"], ["p"], ["q"], ["r"]], 10, id="everything-small"),
        pytest.param([["a"], *[["p"]] * 30, ["q"]], 1, id="nothing-sensitive"),
    ],
)
def test_edges_pass_the_attack(tmp_path: Path, rows: Lines, threshold: int) -> None:
    data = write(tmp_path / "d.csv", rows)
    done = run(data, "--table", "a", "--threshold", str(threshold), "--attack", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    small = len(rows) - 1 < threshold
    assert all((row[1] == "x") == small for row in read(tmp_path / "out/a.csv")[1:])


def test_zeros_are_not_rounded_to_what_they_are(tmp_path: Path) -> None:
    data = write(tmp_path / "d.csv", people())
    options = ("--zeros", "--method", "round", "--threshold", "1")
    done = run(data, "--table", "sex,court", *options, "--out", tmp_path / "out")
    assert (done.returncode, "leaves every zero" in done.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "table", "code", "message"),
    [
        pytest.param("sex,court\nm,U\n", "sex,cort", 2, "no column 'cort'; did you mean 'court'?", id="unknown-column"),
        pytest.param("sex,sex\nm,f\n", "sex", 2, "2 columns called sex", id="column-twice"),
        pytest.param("sex,court\nm,U\n", "sex,sex", 2, "names a column twice", id="table-names-it-twice"),
        pytest.param("count,b\n1,2\n", "count", 2, "cannot be called count", id="reserved"),
        pytest.param("sex\nm\n", '"sex', 2, "cannot be read", id="open-quotation-mark"),
        pytest.param("sex\nm\n", "", 2, "needs the names of its columns", id="no-column"),
        pytest.param("", "sex", 1, "is empty", id="empty-file"),
        pytest.param("sex\n", "sex", 1, "holds no rows", id="header-only"),
        pytest.param("sex,b\nm,1\nm\n", "sex", 1, "line 3: the row has 1 cells and the header 2", id="short-row"),
        pytest.param("sex\nTotal\n", "sex", 1, "holds the value Total", id="total-as-a-value"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path: Path, content: str, table: str, code: int, message: str) -> None:
    data = tmp_path / "d.csv"
    data.write_text(content, encoding="utf-8")
    done = run(data, "--table", table, "--out", tmp_path / "out", "--quiet")
    assert done.returncode == code
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_bytes("place\nGroënlo\n".encode("cp1252"))
    done = run(tmp_path / "d.csv", "--table", "place", "--out", tmp_path / "out", "--quiet")
    assert (done.returncode, "not in UTF-8" in done.stderr) == (1, True)


def test_tables_of_an_earlier_run_are_taken_away_and_nothing_else(tmp_path: Path) -> None:
    data = write(tmp_path / "data.csv", people())
    write(tmp_path / "court,count.csv", [["court", "count"], ["Assen", "4"]])
    earlier = ("--table", "sex,year", "--threshold", "2", "--out", tmp_path)
    assert run(data, *earlier, "--attack").returncode == 0
    assert (tmp_path / "sex,year.csv").is_file()
    done = run(data, "--table", "sex,court", "--out", tmp_path)
    assert "sex,year.csv is taken away: it is a table of an earlier run" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"data.csv", "court,count.csv", "sex,court.csv"}


def fined(path: Path, *, spoiled: str = "") -> Path:
    rows = [[*row, "100"] for row in people()]
    rows[0][-1] = "fine"
    rows[1][-1] = spoiled or "90000,50"
    return write(path, rows, separator=";")


def test_sums_stand_beside_counts_and_go_where_a_few_bring_them_in(tmp_path: Path) -> None:
    data = fined(tmp_path / "data.csv")
    done = run(data, "--table", "sex,court", "--amount", "fine", "--attack", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    header, *rows = read(tmp_path / "out/sex,court.csv")
    assert header == ["sex", "court", "count", "low", "high", "sum", "sum_low", "sum_high"]
    sex, court = read(data.with_name("data.csv"))[1][0].split(";")[:2]
    (held,) = [row for row in rows if row[:2] == [sex, court]]
    assert (held[2], held[5]) == ("x", "x")
    assert float(held[6]) < 81000
    assert float(held[7]) > 99000
    again = run(data, "--table", "year", "--amount", "fine", "--out", tmp_path / "out")
    assert "is taken away" in again.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["year.csv"]


@pytest.mark.parametrize(
    ("arguments", "spoiled", "message"),
    [
        pytest.param(["--table", "sex"], "-3", "holds '-3', which is no amount of nought or more", id="negative"),
        pytest.param(["--table", "sex"], "much", "holds 'much', which is no amount", id="word"),
        pytest.param(["--table", "sex", "--method", "round"], "", "are withheld, never rounded", id="rounding"),
        pytest.param(["--table", "sex,fine"], "", "is a column of a table", id="both"),
    ],
)
def test_an_amount_that_cannot_be_summed_is_one_sentence(
    arguments: list[str], spoiled: str, message: str, tmp_path: Path
) -> None:
    done = run(fined(tmp_path / "data.csv", spoiled=spoiled), *arguments, "--amount", "fine", "--out", tmp_path / "out")
    assert (done.returncode, message in done.stderr) == (1 if spoiled else 2, True), done.stderr
    assert not (tmp_path / "out").exists()
