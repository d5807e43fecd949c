"""The protocol of a study, and what is wrong with one."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from vonnis.errors import StudyError
from vonnis.study.protocol import read_protocol

SHIPPED = (files("vonnis.demo") / "protocol" / "study.toml").read_text(encoding="utf-8")
WRONG = [
    ("intake_to = 2019", "intake_to = 2014", "intake_from lies after intake_to"),
    ("intake_to = 2019", "intake_to = 'late'", "Expected `int`, got `str`"),
    ("month_days = 30", "month_days = 0", "parameters.month_days must be 1 or more"),
    ("month_days = 30", "month_length = 30", "month_length"),
    ("series_to = 2022", "series_to = 2010", "series_from lies after series_to"),
    ('judgments = "sources/judgments"', 'judgments = "../secret"', "must be a path inside the study folder"),
    ('judgments = "sources/judgments"', 'judgments = "/etc"', "must be a path inside the study folder"),
    ("[study.title]\nnl =", "[study.title]\nfr =", "study.title needs a text in Dutch and in English"),
    ("[study]", "[study", "is no valid TOML"),
]


def test_the_shipped_protocol_is_read(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_text(SHIPPED, encoding="utf-8")
    protocol = read_protocol(path)
    assert (protocol.parameters.age_gap_years, protocol.parameters.day_rule.month_days) == (19, 30)
    assert protocol.reference is not None
    assert len(protocol.reference.figures) == 13


@pytest.mark.parametrize(("part", "change", "sentence"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_protocol_is_refused(tmp_path: Path, part: str, change: str, sentence: str) -> None:
    path = tmp_path / "study.toml"
    assert part in SHIPPED
    path.write_text(SHIPPED.replace(part, change), encoding="utf-8")
    with pytest.raises(StudyError, match=sentence) as caught:
        read_protocol(path)
    assert str(path) in str(caught.value)


def test_a_folder_without_protocol_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"a study folder holds a study\.toml"):
        read_protocol(tmp_path / "study.toml")
