"""The scoreboard counts right, says how sure it is, and tells gains from losses."""

from __future__ import annotations

import csv
import json
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality import __main__ as program
from benchmarks.quality import board, readthrough
from benchmarks.quality.changes import Change, compare, values
from benchmarks.quality.intervals import f1, f1_interval, f1_of_totals, wilson
from benchmarks.quality.material import MaterialSet, load
from benchmarks.quality.readthrough import READINGS, Verdicts, lines, read_verdicts
from benchmarks.quality.scoring import DecadeTally, DoubtTally, KindTally, Measure, SetScore, score_set


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


def test_records_in_which_there_is_nothing_do_not_make_a_score_surer() -> None:
    assert f1_interval([(1, 0, 0)] * 4 + [(0, 0, 0)] * 203) == wilson(4, 4)
    assert f1_interval([(0, 0, 0)] * 207) == (0.0, 1.0)


def test_a_judgment_with_many_values_is_one_trial() -> None:
    assert f1_interval([(9, 0, 0)] * 5) == f1_interval([(1, 0, 0)] * 5) == wilson(5, 5)


def test_a_score_with_faults_is_never_surer_than_one_without() -> None:
    faultless, faulty = [(1, 0, 0)] * 43, [(1, 0, 0)] * 40 + [(0, 0, 1)] * 3
    assert f1_interval(faulty)[0] < f1_interval(faultless)[0]
    assert f1_interval(faulty)[0] < f1(faulty) < f1_interval(faulty)[1] < 1.0


def test_an_f1_of_totals_has_the_interval_of_a_share_of_so_many() -> None:
    assert f1_of_totals(9, extra=0, missing=0) == wilson(9, 9)
    assert f1_of_totals(8, extra=1, missing=1) == wilson(8, 9)
    low, high = f1_of_totals(46, extra=0, missing=1)
    assert low < f1([(46, 0, 1)]) < high


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
    record["date"] = "2014-03-01"
    (tmp_path / "X1.txt").write_text("a")
    score = score_set(material(record, label, tmp_path))
    measures = {measure.name: measure for measure in score.measures}
    assert measures["imposed_all_core"].value == pytest.approx(2 / 3)
    assert measures["imposed_all_core"].n == 2
    assert measures["imposed_all_core"].constant == 1.0
    assert measures["outcome"].value == 0.0
    assert [(k.kind, k.labelled, k.extracted, k.core) for k in score.kinds] == [("fine", 1, 0, 0), ("prison", 1, 1, 1)]
    assert (score.spans, score.spans_not_in_text) == (1, 0)
    assert (measures["imposed_all_core"].right, measures["imposed_all_core"].wrong) == (1, 0)
    assert score.decades == (DecadeTally(decade="2010s", judgments=1, labelled=2, extracted=1, full=1, commonest=1),)


@pytest.mark.parametrize(
    ("doubted", "lists", "shares"),
    [
        pytest.param([], (0, 0, 1), (1, 0), id="a miss without a word"),
        pytest.param(["imposed"], (1, 0, 1), (1, 0), id="a list withheld"),
        pytest.param(["outcome", "outcome"], (0, 0, 1), (0, 1), id="a plain value withheld, once"),
        pytest.param(["demanded"], (0, 0, 1), (1, 0), id="another field"),
    ],
)
def test_what_is_withheld_is_told_from_what_is_wrong(
    judgments: Path, tmp_path: Path, doubted: list[str], lists: tuple[int, int, int], shares: tuple[int, int]
) -> None:
    assert judgments.is_dir()
    label = {**labelled([PRISON, FINE], "conviction"), "victim_ages": [], "defendant_age": None}
    failures = [{"field": field, "reason": "unsure", "evidence": None} for field in doubted]
    score = score_set(material({**labelled([PRISON], "acquittal"), "failures": failures}, label, tmp_path))
    measures = {measure.name: measure for measure in score.measures}
    imposed, outcome = measures["imposed_all_core"], measures["outcome"]
    assert (imposed.withheld, imposed.wrong, imposed.given) == lists
    assert (outcome.wrong, outcome.withheld) == shares
    assert outcome.given == 1 - outcome.withheld
    assert sum(tally.doubts for tally in score.doubted) == len(doubted)
    assert {(tally.field, tally.judgments) for tally in score.doubted} == {(field, 1) for field in doubted}


def measured(name: str, kind: str, counts: tuple[int, ...], *, ends: tuple[float, ...]) -> Measure:
    n, given, right, wrong, withheld = counts
    value, low, high, constant = ends
    return Measure(
        name=name,
        kind=kind,
        n=n,
        given=given,
        right=right,
        wrong=wrong,
        withheld=withheld,
        value=value,
        low=low,
        high=high,
        constant=constant,
    )


SCORE = SetScore(
    title="Whole judgments",
    records=46,
    spans=1_206,
    spans_not_in_text=0,
    doubts=6,
    measures=(
        measured("outcome", "share", (46, 43, 23, 20, 3), ends=(0.5, 0.36, 0.64, 0.9)),
        measured("statutes", "F1", (9, 9, 9, 0, 0), ends=(1.0, 0.92, 1.0, 0.3)),
    ),
    doubted=(
        DoubtTally(field="outcome", doubts=6, judgments=5, right=2),
        DoubtTally(field="offence_period", doubts=1, judgments=0, right=0),
    ),
    kinds=(KindTally(which="imposed", kind="prison", labelled=2, extracted=1, core=1, full=0, commonest=1),),
    decades=(DecadeTally(decade="2010s", judgments=46, labelled=2, extracted=1, full=0, commonest=1),),
)
VERDICTS = (
    Verdicts(reading=1, set="hit", n=20, seen=4, counts={"right": 20, "partly": 0, "wrong": 0}, faults={}),
    Verdicts(reading=1, set="miss", n=148, seen=2, counts={"nothing stated": 133, "wrong": 15}, faults={"kind": 15}),
)
ROWS = [
    "outcome share 46 43 23 20 3 0.500 0.360 0.640 0.900",
    "statutes F1 9 9 9 0 0 1.000 0.920 1.000 0.300",
    "outcome 6 2 of 5",
    "offence_period 1 not labelled",
    "imposed prison 2 1 1 0 0.000 0.000 0.658 0.500",
]
PRINTED = {
    "terminal": ROWS,
    "page": [
        *ROWS,
        "2010s 46 2 1 0 0.000 0.000 0.658 0.500",
        "hit right 20 of 20 1.000 0.839 1.000",
        "miss wrong 15 of 148 0.101 0.062 0.160",
    ],
}


def as_text(form: str) -> str:
    scores = {"judgments": SCORE}
    return board.terminal(scores) if form == "terminal" else board.page(scores, "vonnis 1", readings=VERDICTS)


@pytest.mark.parametrize("form", ["terminal", "page"])
def test_every_number_of_the_scoreboard_is_printed(form: str) -> None:
    text = as_text(form)
    assert "46 records, 1,206 passages, 0 not in their text, 6 doubts" in text
    rows = [" ".join(line.replace("|", " ").split()) for line in text.splitlines()]
    assert [row for row in PRINTED[form] if row not in rows] == []
    assert "in sample: the rules were written while reading these texts" in text


def test_the_page_leads_with_what_is_known_out_of_sample() -> None:
    text = as_text("page")
    places = [text.index(words) for words in ("Not known", "## Out of sample", "On your own files\n", "in sample:")]
    assert places == sorted(places)
    assert 'The constant answer "no sanction" would be right on 133 of 168.' in text
    assert "Fields at fault: kind 15. Left out, since they were labelled too: 6." in text


def test_the_verdicts_of_the_repository_are_those_that_its_page_tells() -> None:
    page = (program.HERE / "readthrough.md").read_text(encoding="utf-8")
    found = read_verdicts(READINGS)
    assert [(one.reading, one.set, one.n + one.seen) for one in found] == [
        *((1, "hit", 100), (1, "miss", 100), (2, "hit", 60)),
        *((2, "miss", 60), (3, "hit", 79), (3, "miss", 42)),
        *((4, "hit", 40), (4, "miss", 30), (5, "hit", 45), (5, "miss", 20)),
        *((6, "hit", 47), (6, "miss", 13), (7, "hit", 34), (7, "miss", 6)),
        *((8, "hit", 29), (8, "miss", 11), (9, "hit", 1908), (9, "miss", 714)),
    ]
    for one in found:
        for _, verdict, counted, share, low, high in lines(one):
            assert f"| {one.reading} | {one.set} | {verdict} | {counted} | {share} | {low}–{high} |" in page


def test_no_labelled_summary_is_counted_as_out_of_sample(judgments: Path) -> None:
    labelled = {label["ecli"] for label in load(judgments / "summaries_gold.jsonl").values()}
    rows = list(csv.DictReader(READINGS.read_text(encoding="utf-8").splitlines()))
    assert {row["ecli"] for row in rows if row["seen"] == "yes"} == labelled & {row["ecli"] for row in rows}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param("E1,1,found,right,", "line 3: the set is 'found'; write hit or miss", id="set"),
        pytest.param("E1,1,miss,right,", "the verdict on a miss is 'right'; write nothing stated or", id="verdict"),
        pytest.param("E1,one,hit,right,", "the reading is 'one'; write a number", id="reading"),
        pytest.param("E0,1,hit,right,", "'E0' is empty or stands in this reading twice", id="twice"),
        pytest.param(",1,hit,right,", "'' is empty or stands", id="no identifier"),
        pytest.param("E1,1,hit", "the verdict on a hit is None", id="short row"),
    ],
)
def test_a_wrong_line_of_verdicts_is_one_sentence(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"ecli,reading,set,verdict,field\nE0,1,hit,right,\n{row}\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=re.escape(said)):
        read_verdicts(path)


@pytest.mark.parametrize("content", [None, b"", b"a;b\n1;2\n", b"\xff\xfe"], ids=["none", "empty", "columns", "bytes"])
def test_a_file_without_verdicts_is_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "own.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SystemExit, match=r"own\.csv (needs the columns ecli|cannot be read)"):
        read_verdicts(path)


def test_a_team_counts_its_own_verdicts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.csv"
    rows = [f"E{number},1,hit,{'right' if number else 'partly'},{'' if number else 'total'}" for number in range(20)]
    path.write_text("\n".join(["ecli,reading,set,verdict,field", *rows]), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["readthrough", str(path)])
    assert readthrough.main() == 0
    printed = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert printed[1] == "reading 1 hit partly 1 of 20 0.050 0.009-0.236"


def test_a_spreadsheet_set_to_dutch_parts_verdicts_by_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("\ufeffecli;reading;set;verdict;field\nE1;1;miss;nothing stated;\n", encoding="utf-8")
    (verdicts,) = read_verdicts(path)
    assert verdicts.counts == {"nothing stated": 1, "wrong": 0}


def test_the_table_that_the_page_shows_can_be_counted(tmp_path: Path) -> None:
    _, _, after = board.page({}, "vonnis 1", readings=()).partition("```text\n")
    path = tmp_path / "own.csv"
    path.write_text(textwrap.dedent(after.partition("```")[0]), encoding="utf-8")
    hits, misses = read_verdicts(path)
    assert (hits.counts["right"], hits.counts["partly"], misses.counts["nothing stated"]) == (1, 1, 1)
    assert hits.faults == {"suspended": 1}


def test_changes_are_listed_by_judgment() -> None:
    text = board.changes([Change(record="J05", field="imposed", verdict="lost", before="prison P6M - - -", after="")])
    assert "0 gained, 1 lost, 0 changed" in text
    assert "lost  J05  imposed  prison P6M - - - -> (nothing)" in text


def test_without_the_material_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["quality"])
    monkeypatch.setattr(program, "missing", lambda: "The labelled judgments are not here.")
    assert program.main() == 1
    assert "not here" in capsys.readouterr().err
