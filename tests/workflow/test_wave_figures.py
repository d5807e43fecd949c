"""Figures of earlier waves that cannot be so are refused in one sentence, with their file and place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.workflow.test_waves import HEAD, OLD, share, wave
from vonnis.errors import StudyError
from vonnis.workflow.wave_figures import released_figures
from vonnis.workflow.waves import compare_waves


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("one_day_share,0.6,share,101,0.7,0.8,invented\n", "line 2: 0.6 does not lie between 0.7 and 0.8"),
        ("one_day_share,nan,share,101,,,invented\n", "line 2: 'nan' is no number"),
        ("one_day_share,0.6,share,101,,,a\none_day_share,0.5,share,101,,,a\n", "line 3: .* stands twice"),
        ("one_day_share,,share,101,0.5,0.7,invented\n", "line 2: an interval stands around no value"),
        ("one_day_share,0.6,share,101,0.5,,invented\n", "line 2: an interval has two ends"),
        ("one_day_share,0.6,share,about 100,,,invented\n", "line 2: 'about 100' is no whole number"),
        (",0.6,share,101,,,invented\n", "line 2: the figure has no id"),
        ("one_day_share,44,share,101,,,invented\n", "line 2: 44 is no share; write 44% as 0.44"),
        ("one_day_share,0.9,share,101,0.8,1.2,invented\n", "line 2: 1.2 is no share"),
    ],
    ids=["interval", "no number", "twice", "no value", "one end", "n", "no id", "percentage", "end"],
)
def test_a_table_of_figures_that_is_wrong_is_refused(tmp_path: Path, rows: str, complaint: str) -> None:
    folder = wave(tmp_path / "now", [share("one_day_share", 20, 80)], years=(2020, 2022), more=OLD)
    (folder / "waves").mkdir()
    (folder / "waves/old.csv").write_text(HEAD + rows)
    with pytest.raises(StudyError, match=complaint):
        compare_waves(folder)


def test_a_table_that_counts_more_than_there_are_is_refused(tmp_path: Path) -> None:
    folder = wave(tmp_path / "now", [share("one_day_share", 20, 80)], years=(2020, 2022), more=OLD)
    (folder / "waves").mkdir()
    head = HEAD.replace("source", "source,numerator")
    (folder / "waves/old.csv").write_text(head + "one_day_share,0.6,share,12,,,invented,60\n")
    with pytest.raises(StudyError, match=r"old.csv, line 2: 60 of 12 cannot be"):
        compare_waves(folder)


def test_a_change_may_be_less_than_nothing(tmp_path: Path) -> None:
    folder = wave(tmp_path / "now", [share("one_day_share", 20, 80)], years=(2020, 2022), more=OLD)
    (folder / "waves").mkdir()
    (folder / "waves/old.csv").write_text(HEAD + "suspects_change,-0.77,share,,,,invented\n")
    assert compare_waves(folder)[0].figures == ()


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"n": "101"}, "figures.json: a number of 'one_day_share' is none"),
        ({"n": 1.5}, "figures.json: a number of 'one_day_share' is none"),
        ({"value": "0.25"}, "figures.json: a number of 'one_day_share' is none"),
        ({"interval": [0.9, 0.1]}, "figures.json: the interval of 'one_day_share' ends before it begins"),
        ({"interval": [0.1]}, "an interval has two ends, not 1"),
        ({"interval": ["0.1", "0.4"]}, "figures.json: a number of 'one_day_share' is none"),
        ({"interval": [0.1, None]}, "figures.json: a number of 'one_day_share' is none"),
        ({"n": 12}, "figures.json, one_day_share: 20 of 12 cannot be"),
    ],
)
def test_a_release_that_cannot_be_so_is_refused(tmp_path: Path, changed: dict[str, Any], complaint: str) -> None:
    folder = wave(tmp_path / "now", [share("one_day_share", 20, 80)], years=(2020, 2022))
    path = folder / "release/figures.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["figures"][0] |= changed
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(StudyError, match=complaint):
        released_figures(folder)


def test_a_released_value_a_hair_beside_its_interval_is_read(tmp_path: Path) -> None:
    beside = msgspec.structs.replace(share("few_share", 1, 80), interval=(0.0, 0.0125 - 1e-12))
    assert released_figures(wave(tmp_path / "now", [beside], years=(2020, 2022)))[0].interval == beside.interval
