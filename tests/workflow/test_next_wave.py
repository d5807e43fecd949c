"""A next wave of a study: what comes along, what stays behind, and all of it or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.workflow.test_waves import HEAD, OLD, WAVE, wave
from vonnis.errors import StudyError, UnwritableError, UsageError
from vonnis.study.protocol import read_protocol
from vonnis.workflow.next_wave import next_wave


@pytest.fixture
def second(tmp_path: Path) -> Path:
    wave(tmp_path / "first", [], years=(2015, 2019))
    return wave(tmp_path / "second", [], years=(2025, 2027), more=WAVE)


def test_the_next_wave_names_the_one_before_and_takes_no_data_along(second: Path) -> None:
    (second / "private").mkdir()
    (second / "private/results.jsonl").write_text("{}")
    (second / "series").mkdir()
    (second / "series/suspects.csv").write_text("year\n")
    third = second.parent / "third"
    assert next_wave(third, second) == ["codebook.yaml", "private/", "series/", "study.toml"]
    protocol = read_protocol(third / "study.toml")
    assert [each.study for each in protocol.waves] == ["../first", "../second"]
    assert list((third / "private").iterdir()) == []
    assert (third / "series/suspects.csv").is_file()


def test_papers_come_along_with_their_ledger_and_judgments_do_not(second: Path) -> None:
    for name in ("sources/papers/kst-99001-1.xml", "sources/papers/ledger.sqlite3", "sources/judgments/a.xml"):
        (second / name).parent.mkdir(parents=True, exist_ok=True)
        (second / name).write_text(name, encoding="utf-8")
    (second / "policy.yaml").write_text("threshold: 20\n", encoding="utf-8")
    third = second.parent / "third"
    next_wave(third, second)
    found = {path.relative_to(third).as_posix() for path in third.rglob("*") if path.is_file()}
    assert {"sources/papers/kst-99001-1.xml", "sources/papers/ledger.sqlite3", "policy.yaml"} <= found
    assert not any("judgments" in name for name in found)


def test_nothing_is_overwritten_by_a_next_wave(second: Path) -> None:
    with pytest.raises(UnwritableError, match="is there already"):
        next_wave(second.parent / "first", second)
    with pytest.raises(UsageError, match="the earlier study itself"):
        next_wave(second, second)
    with pytest.raises(UsageError, match="lies inside the earlier study"):
        next_wave(second / "report/next", second)


def test_a_next_wave_elsewhere_finds_the_earlier_waves_and_their_figures(second: Path) -> None:
    text = (second / "study.toml").read_text(encoding="utf-8")
    (second / "study.toml").write_text(text + OLD, encoding="utf-8")
    (second / "waves").mkdir()
    (second / "waves/old.csv").write_text(HEAD)
    third = second.parent / "elsewhere/deep/third"
    next_wave(third, second)
    protocol = read_protocol(third / "study.toml")
    assert [each.study for each in protocol.waves] == ["../../../first", None, "../../../second"]
    assert all((third / each.study / "study.toml").is_file() for each in protocol.waves if each.study)
    assert (third / "waves/old.csv").read_text() == HEAD


def test_what_a_link_stands_for_stays_behind(second: Path) -> None:
    (second / "private").mkdir()
    (second / "private/key.csv").write_text("study_number,kind,outside\n")
    (second / "report").mkdir()
    (second / "report/intro.md").write_text("text")
    (second / "report/x").symlink_to("../private")
    (second / "report/key.csv").symlink_to("../private/key.csv")
    (second / "series").mkdir()
    (second / "series/gone.csv").symlink_to("nowhere.csv")
    (second / "selection.toml").symlink_to("private/key.csv")
    third = second.parent / "third"
    next_wave(third, second)
    found = sorted(path.relative_to(third).as_posix() for path in third.rglob("*") if path.is_file())
    assert found == ["codebook.yaml", "report/intro.md", "study.toml"]


def test_the_series_that_a_protocol_names_come_along(second: Path) -> None:
    text = (second / "study.toml").read_text(encoding="utf-8")
    (second / "study.toml").write_text(text.replace("series/suspects.csv", "numbers/suspects.csv"), encoding="utf-8")
    (second / "numbers").mkdir()
    (second / "numbers/suspects.csv").write_text("year\n")
    next_wave(second.parent / "third", second)
    assert (second.parent / "third/numbers/suspects.csv").is_file()


def test_a_protocol_whose_waves_stand_in_one_line_is_refused_and_nothing_is_made(second: Path) -> None:
    text = (second / "study.toml").read_text(encoding="utf-8").replace(WAVE, "")
    line = 'waves = [{ id = "first", label = { nl = "eerste" }, study = "../first" }]\n'
    (second / "study.toml").write_text(line + text, encoding="utf-8")
    with pytest.raises(StudyError, match=r"no \[\[waves\]\] can be added at the end of .*study.toml"):
        next_wave(second.parent / "third", second)
    assert sorted(path.name for path in second.parent.iterdir()) == ["first", "second"]


def test_what_cannot_be_copied_leaves_nothing_behind_and_says_why(second: Path) -> None:
    (second / "series").mkdir()
    os.mkfifo(second / "series/pipe")
    third = second.parent / "third"
    with pytest.raises(UnwritableError, match=r"cannot be made \(.*pipe"):
        next_wave(third, second)
    assert sorted(path.name for path in second.parent.iterdir()) == ["first", "second"]
    (second / "series/pipe").unlink()
    assert "study.toml" in next_wave(third, second)


def test_an_empty_folder_becomes_the_next_wave(second: Path) -> None:
    third = second.parent / "third"
    third.mkdir()
    assert next_wave(third, second) == ["codebook.yaml", "private/", "series/", "study.toml"]
    assert sorted(path.name for path in second.parent.iterdir()) == ["first", "second", "third"]
