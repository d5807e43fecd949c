"""``vonnis waves`` and ``vonnis new --from`` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from tests.cli.conftest import Run
from tests.workflow.test_waves import WAVE, share, wave


def test_a_wave_is_set_beside_the_one_before(vonnis: Run, tmp_path: Path) -> None:
    wave(tmp_path / "first", [share("one_day_share", 61, 101)], years=(2015, 2019))
    second = wave(tmp_path / "second", [share("one_day_share", 20, 80)], years=(2025, 2027), more=WAVE)
    done = vonnis("waves", second)
    assert done.returncode == 0, done.stderr
    for words in ("first (first)", "one_day_share", "-35.4%", "registered in 2015", "2024-07-01"):
        assert words in done.stdout.decode()
    assert "p (Holm, 1 tests)" in done.stdout.decode()
    (found,) = json.loads(vonnis("waves", second, "--json").stdout)
    assert found["figures"][0]["adjusted"] < 0.001


def test_breaks_counts_and_fiction_are_shown_as_in_the_report(vonnis: Run, tmp_path: Path) -> None:
    figures = [share("one_day_share", 61, 101), share("girls_share", 7, 12), share("age_gap_share", 60, 101)]
    invented = [msgspec.structs.replace(one, fictional=True, status="exception") for one in figures]
    wave(tmp_path / "first", invented, years=(2015, 2019))
    second = wave(tmp_path / "second", figures, years=(2025, 2027), more=WAVE, age_gap_years="20")
    lines = vonnis("waves", second).stdout.decode().splitlines()
    assert lines[0] == "first (first, FICTIONAL)"
    (girls,) = (line for line in lines if "girls_share" in line)
    assert girls.split()[1:7] == ["7", "of", "12†", "7", "of", "12"]
    assert "fewer than 20 in one of the waves" in girls
    assert "%" not in girls
    assert any(line.strip().startswith("‖ years of a large difference") for line in lines)


def test_the_next_wave_is_made_and_checked(vonnis: Run, tmp_path: Path) -> None:
    first = wave(tmp_path / "first", [share("one_day_share", 61, 101)], years=(2015, 2019))
    done = vonnis("new", tmp_path / "next", "--from", first)
    assert done.returncode == 0, done.stderr
    assert vonnis("protocol", tmp_path / "next").returncode == 0
    again = vonnis("new", tmp_path / "next", "--from", first)
    assert again.returncode == 1
    assert b"is there already" in again.stderr


def test_a_study_without_waves_says_what_to_do(vonnis: Run, tmp_path: Path) -> None:
    done = vonnis("waves", wave(tmp_path / "only", [], years=(2015, 2019)))
    assert done.returncode == 1
    assert b"vonnis new DIR --from STUDY" in done.stderr
