"""The scoreboard counts right, says how sure it is, and tells gains from losses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality import __main__ as program
from benchmarks.quality import board
from benchmarks.quality.changes import Change, compare, values
from benchmarks.quality.intervals import bootstrap, f1, f1_interval, wilson
from benchmarks.quality.material import MaterialSet
from benchmarks.quality.scoring import KindTally, Measure, SetScore, score_set


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        pytest.param(81, 263, 0.2553, 0.3662, id="81 of 263"),
        pytest.param(15, 148, 0.0624, 0.1605, id="15 of 148"),
        pytest.param(0, 20, 0.0000, 0.1611, id="0 of 20"),
        pytest.param(1, 29, 0.0061, 0.1718, id="1 of 29"),
    ],
)
def test_wilson_gives_the_published_intervals(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right, of) == pytest.approx((low, high), abs=5e-5)


def test_f1_counts_all_records_together() -> None:
    assert f1([(3, 1, 0), (1, 0, 1)]) == pytest.approx(8 / 10)
    assert f1([(0, 0, 0)]) == 1.0


def test_the_bootstrap_is_the_same_every_time_and_holds_the_score() -> None:
    counts = [(2, 0, 0), (1, 1, 1), (0, 0, 1), (3, 0, 0)] * 5
    low, high = bootstrap(counts)
    assert (low, high) == bootstrap(counts)
    assert low < f1(counts) < high


def test_faultless_records_do_not_make_a_score_certain() -> None:
    assert bootstrap([(1, 0, 0)] * 10) == (1.0, 1.0)
    assert f1_interval([(1, 0, 0)] * 10) == wilson(10, 10)
    assert f1_interval([(1, 0, 0), (1, 0, 1)] * 5) == bootstrap([(1, 0, 0), (1, 0, 1)] * 5)


PRISON = {"kind": "prison", "total": "P6M", "suspended": None, "probation": None, "substitute": None}
FINE = {"kind": "fine", "total": "EUR 500.00", "suspended": None, "probation": None, "substitute": "P10D"}


def labelled(imposed: list[dict[str, Any]], outcome: str) -> dict[str, Any]:
    return {"id": "X1", "imposed": imposed, "demanded": [], "outcome": outcome}


@pytest.mark.parametrize(
    ("before", "after", "verdicts"),
    [
        pytest.param([], ["prison P6M - - -"], ["gained"], id="found"),
        pytest.param(["prison P6M - - -"], [], ["lost"], id="missed"),
        pytest.param([], ["prison P7M - - -"], ["lost"], id="a new error"),
        pytest.param(["prison P7M - - -"], [], ["gained"], id="an error gone"),
        pytest.param(["prison P7M - - -"], ["prison P8M - - -"], ["changed"], id="another error"),
        pytest.param(["prison P7M - - -"], ["prison P6M - - -"], ["gained", "gained"], id="an error mended"),
        pytest.param(["prison P6M - - -"], ["prison P6M - - -"] * 2, ["lost"], id="the right value twice"),
        pytest.param(["prison P6M - - -"], ["prison P6M - - -"], [], id="no change"),
    ],
)
def test_changes_of_sanctions_are_told_apart(before: list[str], after: list[str], verdicts: list[str]) -> None:
    found = compare(
        {"X1": {"imposed": before}}, {"X1": {"imposed": after}}, labels={"X1": labelled([PRISON], "conviction")}
    )
    assert [change.verdict for change in found] == verdicts


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [("other", "conviction", "gained"), ("conviction", "other", "lost"), ("other", "acquittal", "changed")],
)
def test_changes_of_plain_values_are_told_apart(before: str, after: str, verdict: str) -> None:
    labels = {"X1": labelled([], "conviction")}
    (change,) = compare({"X1": {"outcome": before}}, {"X1": {"outcome": after}}, labels=labels)
    assert change == Change(record="X1", field="outcome", verdict=verdict, before=before, after=after)


def material(record: dict[str, Any], label: dict[str, Any], folder: Path) -> MaterialSet:
    for name, content in (("labels", label), ("predictions", record)):
        (folder / f"{name}.jsonl").write_text(json.dumps(content) + "\n")
    return MaterialSet(
        name="judgments",
        title="Whole judgments",
        labels_file=folder / "labels.jsonl",
        predictions_file=folder / "predictions.jsonl",
        texts=folder,
        labels={"X1": label},
        predictions={"X1": record},
        complaints=(),
    )


def test_stored_values_hold_no_quote_and_of_persons_only_whether_they_are_right(tmp_path: Path) -> None:
    quoted = {**PRISON, "evidence": {"start": 0, "end": 6, "quote": "SECRET"}}
    record = {**labelled([quoted], "conviction"), "defendant": {"birth_year": 1980}}
    label = {**labelled([{**PRISON, "quote": "SECRET"}], "conviction"), "birth_year": 1980}
    stored = values(material(record, label, tmp_path))
    assert stored["X1"]["imposed"] == ["prison P6M - - -"]
    assert stored["X1"]["birth_year"] == "right"
    assert "SECRET" not in json.dumps(stored)
    assert "1980" not in json.dumps(stored)


def test_a_set_is_scored_by_the_yardstick(judgments: Path, tmp_path: Path) -> None:
    assert judgments.is_dir()
    label = {**labelled([PRISON, FINE], "conviction"), "victim_ages": [], "defendant_age": None}
    record = labelled([{**PRISON, "evidence": {"start": 0, "end": 1, "quote": "a"}}], "acquittal")
    (tmp_path / "X1.txt").write_text("a")
    score = score_set(material(record, label, tmp_path))
    measures = {measure.name: measure for measure in score.measures}
    assert measures["imposed_all_core"].value == pytest.approx(2 / 3)
    assert measures["imposed_all_core"].n == 2
    assert measures["imposed_all_core"].constant == 1.0
    assert measures["outcome"].value == 0.0
    assert [(k.kind, k.labelled, k.extracted, k.core) for k in score.kinds] == [("fine", 1, 0, 0), ("prison", 1, 1, 1)]
    assert (score.spans, score.spans_not_in_text) == (1, 0)


SCORE = SetScore(
    title="Whole judgments",
    records=46,
    spans=1_206,
    spans_not_in_text=0,
    doubts=6,
    measures=(Measure(name="outcome", kind="share", n=46, value=0.5, low=0.36, high=0.64, constant=0.9),),
    kinds=(KindTally(which="imposed", kind="prison", labelled=2, extracted=1, core=1, full=0),),
)


@pytest.mark.parametrize("form", ["terminal", "page"])
def test_every_number_of_the_scoreboard_is_printed(form: str) -> None:
    text = board.terminal({"judgments": SCORE}) if form == "terminal" else board.page({"judgments": SCORE}, "vonnis 1")
    assert "46 records, 1,206 passages, 0 not in their text, 6 doubts" in text
    (row,) = (line for line in text.splitlines() if "outcome" in line)
    assert row.replace("|", " ").split() == ["outcome", "share", "46", "0.500", "0.360", "0.640", "0.900"]
    (row,) = (line for line in text.splitlines() if "prison" in line)
    assert row.replace("|", " ").split() == ["imposed", "prison", "2", "1", "1", "0"]


def test_changes_are_listed_by_judgment() -> None:
    text = board.changes([Change(record="J05", field="imposed", verdict="lost", before="prison P6M - - -", after="")])
    assert "0 gained, 1 lost, 0 changed" in text
    assert "lost  J05  imposed  prison P6M - - - -> (nothing)" in text


def test_without_the_material_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["quality"])
    monkeypatch.setattr(program, "missing", lambda: "The labelled judgments are not here.")
    assert program.main() == 1
    assert "not here" in capsys.readouterr().err
