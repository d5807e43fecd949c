"""The protocol of a study, and what is wrong with one."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from vonnis.errors import StudyError
from vonnis.study.protocol import read_protocol

SHIPPED = (files("vonnis.demo") / "protocol" / "study.toml").read_text(encoding="utf-8")
CLOSED = """[[sources]]
id = "om"
kind = "closed_paper"
description = { nl = "Dossiers", en = "Files" }

[parameters]"""
AMENDED = """[[amendments]]
date = 2026-11-25
change = { nl = "Meer", en = "More" }
reason = { nl = "Omdat" }
decided_by = "FICTIEF"

[parameters]"""
WRONG = [
    ("intake_to = 2019", "intake_to = 2014", "intake_from lies after intake_to"),
    ("intake_to = 2019", "intake_to = 'late'", "line 24, column 1: `intake_to` holds `late`; write a whole number"),
    ("month_days = 30", "month_days = 0", "parameters.month_days must be 1 or more"),
    ("series_to = 2022", "series_to = 2010", "series_from lies after series_to"),
    ('judgments = "sources/judgments"', 'judgments = "../secret"', "must be a path inside the study folder"),
    ('judgments = "sources/judgments"', 'judgments = "/etc"', "must be a path inside the study folder"),
    ("[study.title]\nnl =", "[study.title]\nfr =", "study.title needs a text in Dutch and in English"),
    ("[study]", "[study", "line 4, column 7: this is no valid TOML"),
    ('papers = "sources/papers"', 'papers = "."', "policy.papers are quoted in the report; name a folder apart"),
    (
        'papers = "sources/papers"',
        'papers = "private/in"',
        "policy.papers are quoted in the report; name a folder apart",
    ),
    ('papers = "sources/papers"', 'papers = "sources"', "sources/judgments holds case files; name a folder of its own"),
    ('papers = "sources/papers"', 'papers = "sources/judgments/a"', "sources/judgments holds case files"),
    ("patience = 365", "patience = 0", "policy.patience is a number of days from 1 to"),
    ('study = "waves/2010-2014"', "", "names either a study or a table of figures; give one of them"),
    ('country = "NL"', "country = NL", "this is no valid TOML"),
    ("month_days = 30", "month_dais = 30", "did you mean `month_days`"),
    ("intake_from = 2015", "", "`intake_from` is missing in `population`; add it"),
    ("intake_to = 2019", "intake_to = 2019\ndesign = 'sample'", r"add \[sampling\] with size and seed"),
    ("intake_to = 2019", "intake_to = 2019\ndesign = 'sampel'", "did you mean `sample`"),
    ("intake_to = 2019", "intake_to = 2019\nunits = []", "no unit is counted"),
    ("intake_to = 2019", "intake_to = 2019\nunits = ['client']", "one of complex, defendant, victim, pair"),
    ("intake_to = 2019", "intake_to = 2019\nreference_date = 'soon'", "write a date as YYYY-MM-DD"),
    ("double_share = 0.3", "double_share = 20", "is a share; write a number from 0 to 1"),
    ("[parameters]", "[sampling]\nsize = 10\nseed = 1\n\n[parameters]", "a census draws no sample"),
    ("[parameters]", CLOSED, r"line 32, column 1: closed files need a permission; add \[sources\.permission\]"),
    ("[parameters]", AMENDED, "amendments.0.reason needs|amendments.reason needs"),
    ("fictional = true", "fictional = true\nlanguages = ['fr']", 'the languages of a study are "nl" and "en"'),
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
