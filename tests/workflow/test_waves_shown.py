"""Earlier waves in the report of a study: compared with what it releases, with every file that this rests on."""

from __future__ import annotations

from pathlib import Path

from tests.report.invented import released
from tests.workflow.test_waves import DEMO, WAVE, share, wave
from vonnis.archive.run_record import digests
from vonnis.codebook.diff import compare
from vonnis.codebook.reading import read_codebook
from vonnis.demo.waves import FOLDER, wave_files
from vonnis.study.protocol import read_protocol
from vonnis.workflow.waves_shown import shown_waves, wave_inputs


def second(folder: Path, *, years: tuple[int, int] = (2025, 2027)) -> Path:
    wave(folder / "first", [share("one_day_share", 20, 80), share("clients", 1, 2)], years=(2015, 2019))
    return wave(folder / "second", [], years=years, more=WAVE)


def test_the_release_stands_beside_the_earlier_wave(tmp_path: Path) -> None:
    folder = second(tmp_path)
    release = released()
    (found,) = shown_waves(folder, read_protocol(folder / "study.toml"), release=release)
    now = release.result("one_day_share")
    assert now is not None
    assert now.value is not None
    one_day = next(one for one in found.figures if one.figure == "one_day_share")
    assert one_day.before.id == "wave.first.one_day_share"
    assert one_day.difference is not None
    assert one_day.difference.value == now.value - 0.25
    assert dict(found.changes)["population"][0]["nl"] == "ingeschreven in 2015–2019; nu in 2025–2027"
    assert dict(found.changes)["codebook"] == ()


def test_waves_that_hold_the_same_years_are_not_tested(tmp_path: Path) -> None:
    folder = second(tmp_path, years=(2018, 2021))
    (found,) = shown_waves(folder, read_protocol(folder / "study.toml"), release=released())
    one_day = next(one for one in found.figures if one.figure == "one_day_share")
    assert one_day.chance is None
    assert one_day.reason is not None
    assert "2018–2019" in one_day.reason["en"]
    assert one_day.difference is not None
    assert one_day.difference.interval is None


def test_a_study_that_names_no_wave_shows_none(tmp_path: Path) -> None:
    folder = wave(tmp_path / "only", [], years=(2015, 2019))
    assert shown_waves(folder, read_protocol(folder / "study.toml"), release=released()) == ()


def test_the_digest_of_the_material_knows_the_files_of_the_earlier_wave(tmp_path: Path) -> None:
    folder = second(tmp_path)
    found = digests(wave_inputs(folder, read_protocol(folder / "study.toml")), below=folder)
    assert [one.path for one in found] == [
        "../first/codebook.yaml", "../first/release/figures.json", "../first/study.toml",
    ]  # fmt: skip


def test_the_earlier_wave_of_the_demonstration_says_that_it_is_fictional(tmp_path: Path) -> None:
    for name, data in wave_files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        assert b"FICTI" in data or b"fictional" in data, name
    assert read_protocol(tmp_path / FOLDER / "study.toml").study.fictional
    changes = compare(read_codebook(tmp_path / FOLDER / "codebook.yaml"), read_codebook(DEMO / "codebook.yaml"))
    assert [change.place for change in changes if change.weight == "meaning"] == ["p_channels.definition"]
