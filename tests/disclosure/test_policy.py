"""A policy is read from a study's protocol, and refused with a sentence where it is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from vonnis.disclosure.policy import Rule, default_policy, policy_of, read_policy
from vonnis.errors import StudyError

REASON = {"nl": "reden", "en": "reason"}
EXCEPTION: dict[str, Any] = {
    "id": "E1",
    "figures": ["victim_age_min"],
    "reason": {"nl": "reden", "en": "reason"},
    "decided_by": "the board",
    "date": dt.date(2026, 11, 2),
}
TOML = """
title = "a study"
[disclosure]
threshold = 5
reason = { nl = "reden", en = "reason" }
[[disclosure.exceptions]]
id = "E1"
figures = ["victim_age_min"]
rules = ["extreme"]
reason = { nl = "reden", en = "reason" }
decided_by = "the board"
date = 2026-11-02
"""


def test_the_default_is_strict() -> None:
    policy = default_policy()
    assert (policy.threshold, policy.extremes, policy.exceptions) == (10, "withhold", ())
    assert policy.least_n_at("client") == 10
    assert policy.least_n_at("year") == 1
    assert policy.threshold_at("year") == 10


def test_a_study_changes_what_it_names_and_keeps_the_rest() -> None:
    policy = policy_of({"threshold": 5, "levels": {"complex": {"threshold": 3}}, "reason": REASON}, where="study.toml")
    assert (policy.threshold, policy.threshold_at("complex"), policy.least_n_at("year")) == (5, 3, 1)
    assert policy.extremes == "withhold"


def test_policy_from_toml(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_text(TOML, encoding="utf-8")
    policy = read_policy(path)
    assert policy.threshold == 5
    assert policy.exceptions[0].date == dt.date(2026, 11, 2)


def test_policy_from_yaml(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text("threshold: 6\nextremes: publish\nreason: {nl: reden, en: reason}\n", encoding="utf-8")
    assert (read_policy(path).threshold, read_policy(path).extremes) == (6, "publish")


@pytest.mark.parametrize(
    ("id_", "rule", "covered"),
    [
        ("victim_age_min", "extreme", True),
        ("victim_age_min", "threshold", False),
        ("victim_age_min.r1", "extreme", True),
        ("victim_age_minimum", "extreme", False),
    ],
)
def test_an_exception_covers_what_it_names(id_: str, rule: Rule, covered: bool) -> None:  # noqa: FBT001 - a table test
    policy = policy_of({"exceptions": [{**EXCEPTION, "rules": ["extreme"]}]}, where="t")
    assert (policy.exception_for(id_, rule) is not None) is covered


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param({"treshold": 5}, "unknown field `treshold`", id="misspelt-key"),
        pytest.param({"threshold": "ten"}, r"Expected `int`, got `str` - at `\$.threshold`", id="wrong-kind"),
        pytest.param({"threshold": 0}, "disclosure.threshold is 0; it must be 1 or more", id="threshold-zero"),
        pytest.param({"levels": {"pair": {"threshold": 0}}}, "levels.pair.threshold is 0", id="level-zero"),
        pytest.param({"levels": 3}, "must be a table of levels", id="levels-no-table"),
        pytest.param({"threshold": 5}, "less strict than the default; say why", id="laxer-without-reason"),
        pytest.param({"levels": {"client": {"threshold": 5}}, "reason": {"nl": "x"}}, "say why", id="laxer-level"),
        pytest.param({"data": {"k": 2}}, "say why", id="laxer-data-file"),
        pytest.param({"dominance": None}, "say why", id="no-dominance"),
        pytest.param({"dominance": {"largest": 2, "share": 0.99}}, "say why", id="laxer-dominance"),
        pytest.param({"dominance": {"largest": 1, "share": 0.9}}, "say why", id="dominance-of-one"),
        pytest.param({"p_percent": 0.01}, "say why", id="laxer-p-percent"),
        pytest.param({"extremes": "publish"}, "say why", id="extremes-without-reason"),
        pytest.param({"zeros": "maybe"}, "Invalid enum value 'maybe'", id="unknown-choice"),
        pytest.param(
            {"exceptions": [{**EXCEPTION, "reason": {"nl": "reden"}}]}, "in Dutch and in English", id="reason"
        ),
        pytest.param({"exceptions": [{**EXCEPTION, "decided_by": " "}]}, "must say who decided", id="nobody-decided"),
        pytest.param({"exceptions": [{**EXCEPTION, "figures": []}]}, "names no figures", id="no-figures"),
        pytest.param({"exceptions": [EXCEPTION, EXCEPTION]}, "needs an id of its own", id="id-twice"),
        pytest.param({"exceptions": [{**EXCEPTION, "rules": ["luck"]}]}, "Invalid enum value 'luck'", id="no-rule"),
    ],
)
def test_a_wrong_policy_is_refused_with_its_place(table: dict[str, Any], message: str) -> None:
    with pytest.raises(StudyError, match=message) as caught:
        policy_of(table, where="study.toml")
    assert str(caught.value).startswith("study.toml")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("study.toml", b"[disclosure\n", "line 1, column 12: this is no valid TOML", id="broken-toml"),
        pytest.param("study.toml", b"\xff\xfe\x00", "line 1, column 1: this is no UTF-8", id="no-text"),
        pytest.param("policy.yaml", b"a: [1", "this is no YAML", id="broken-yaml"),
        pytest.param("policy.yaml", b"- 1\n", "holds no table of settings", id="a-list"),
        pytest.param("study.toml", b"disclosure = 3\n", "holds no table of settings", id="a-number"),
    ],
)
def test_an_unreadable_policy_is_one_sentence(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StudyError, match=message) as caught:
        read_policy(path)
    assert "\n" not in str(caught.value)


def test_a_missing_policy_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="cannot be read"):
        read_policy(tmp_path / "absent.toml")
