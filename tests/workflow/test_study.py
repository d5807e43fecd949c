"""A study from its folder: nothing is typed in, one bad judgment stops nothing, what is private stays private."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from tests.demonstration import usual_material
from vonnis.demo.margins import margins
from vonnis.engines.engine import Lost
from vonnis.engines.serial import SerialEngine
from vonnis.errors import StudyError, VonnisError
from vonnis.extraction.extractor import extract
from vonnis.judgment.reading import read
from vonnis.report.writing import render
from vonnis.study.value import Known
from vonnis.workflow.progress import Silence
from vonnis.workflow.release import rebuild
from vonnis.workflow.study import Computed, compute, masthead_of, released_of

AT = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
Item = TypeVar("Item")
Result = TypeVar("Result")
ONE_DAY = "een gevangenisstraf voor de tijd van 1 dag;"


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("material") / "study"
    usual_material(out)
    return out


@pytest.fixture(scope="module")
def computed(material: Path) -> Computed:
    return compute(material)


@pytest.fixture
def folder(material: Path, tmp_path: Path) -> Path:
    """A copy of the study that a test may change."""

    def made(path: str, _: list[str]) -> list[str]:
        return ["private", "release"] if Path(path) == material else []

    return Path(shutil.copytree(material, tmp_path / "study", ignore=made))


def keep(folder: Path, number: int) -> list[Path]:
    """Leave so many judgments in a folder, and return them."""
    paths = sorted((folder / "sources/judgments").iterdir())
    for path in paths[number:]:
        path.unlink()
    return paths[:number]


def test_one_altered_dictum_moves_the_figure(folder: Path, computed: Computed) -> None:
    client = next(
        client
        for client in computed.dataset.clients
        if isinstance(client.sentence_class, Known)
        and client.sentence_class.value == "one_day"
        and client.judgment.startswith("ECLI:NL:RBFICW")
    )
    path = folder / f"sources/judgments/{client.judgment.replace(':', '_')}.xml"
    text = path.read_text(encoding="utf-8")
    assert text.count(ONE_DAY) == 1
    path.write_text(text.replace(ONE_DAY, "een gevangenisstraf voor de tijd van 4 maanden;"), encoding="utf-8")
    after = compute(folder).analysis
    shares = [(each.result("one_day_share").numerator, each.result("prison_100_days_share").numerator)
              for each in (computed.analysis, after)]  # fmt: skip
    assert shares == [(61, 16), (60, 17)]


def test_a_parameter_moves_the_figure(folder: Path) -> None:
    path = folder / "study.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("age_gap_years = 19", "age_gap_years = 30"), "utf-8")
    gaps = margins().year_gaps
    wanted = sum(gap > 30 for gap in (*gaps.older, *gaps.other))
    computed = compute(folder)
    assert computed.analysis.result("age_gap_share").numerator == wanted
    page = render(released_of(computed, folder=folder, at=AT), masthead=masthead_of(computed, folder=folder, at=AT))
    report = page["report.html"].decode()
    assert "ten minste 30 jaar ouder" in report
    assert "at least 30 years older" in report
    assert not re.search("19 jaar ouder|19 years older|twintig|twenty", report)


def test_a_judgment_that_cannot_be_read_is_counted_and_the_rest_goes_on(folder: Path) -> None:
    path = keep(folder, 30)[2]
    path.write_bytes(b"\x00\x01 no judgment")
    flow = compute(folder).dataset.flow
    assert (flow.documents, len(flow.unreadable)) == (30, 1)
    assert path.name in flow.unreadable[0]
    assert path.stem.replace("_", ":") in flow.not_found


class LosingEngine(SerialEngine):
    """An engine whose first item always dies."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result | Lost[Item]]:
        first, *others = items
        yield Lost(first, "the process that worked on it died")
        yield from super().map(function, others)


def test_the_engine_reads_the_judgments(folder: Path) -> None:
    lost, *kept = keep(folder, 30)
    found = compute(folder, engine=LosingEngine())
    assert [judgment.record for judgment in found.judgments] == [extract(read(path)) for path in kept]
    assert [judgment.text for judgment in found.judgments] == [read(path).text for path in kept]
    assert found.dataset.flow.unreadable == (f"{lost}: the process that worked on it died.",)


def test_a_study_without_judgments_is_one_sentence(folder: Path) -> None:
    shutil.rmtree(folder / "sources/judgments")
    with pytest.raises(StudyError, match="holds no judgment that can be read"):
        compute(folder)


def test_a_study_without_clients_is_one_sentence(folder: Path) -> None:
    keep(folder, 4)
    path = folder / "study.toml"
    text = path.read_text(encoding="utf-8").replace("intake_from = 2015", "intake_from = 1990")
    path.write_text(text.replace("intake_to = 2019", "intake_to = 1991"), encoding="utf-8")
    with pytest.raises(StudyError, match=r"no client to count: .* registered in 1990 to 1991; check the table"):
        compute(folder)


class Notes(Silence):
    """A listener that keeps what it is told."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def note(self, sentence: str) -> None:
        self.sentences.append(sentence)


def test_judgments_that_were_not_used_are_told(folder: Path) -> None:
    keep(folder, 30)
    # Of so few clients the grounds of the recommendations are withheld, which stops the release.
    for page in (folder / "report").glob("*/87-recommendations.md"):
        page.unlink()
    table = (folder / "complexes.csv").read_text(encoding="utf-8").splitlines()
    named = {row.split(",")[2] for row in table[1:]}
    gone = {path.stem.replace("_", ":") for path in (folder / "sources/judgments").iterdir()}
    notes = Notes()
    rebuild(folder, at=AT, report=notes)
    first = min(named - gone)
    sentence = "stand in the table of complexes, but not among the judgments"
    assert notes.sentences == [f"{len(named - gone)} judgments {sentence}; the first is {first}"]


def test_nothing_but_what_passed_the_gate_is_in_the_release(demonstration: Path) -> None:
    released = {path.name for path in (demonstration / "release").iterdir()}
    assert {"report.html", "figures.json"} <= released
    figures = json.loads((demonstration / "release/figures.json").read_text(encoding="utf-8"))
    withheld = [figure for figure in figures["figures"] if figure["status"] == "suppressed"]
    assert figures["fictional"] is True
    assert withheld
    assert all(figure["value"] is None and figure["interval"] is None for figure in withheld)


def test_the_private_dataset_holds_a_passage_for_each_sentence(demonstration: Path) -> None:
    lines = (demonstration / "private/clients.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) == 101
    assert all(row["imposed"]["sources"] for row in rows if row["imposed"]["value"]["kinds"])


def test_the_masthead_tells_what_the_report_rests_on(material: Path, computed: Computed) -> None:
    masthead = masthead_of(computed, folder=material, at=AT)
    assert masthead.fictional
    assert len(masthead.digest) == 64
    assert masthead.methods[1]["en"].endswith(
        "read {judgments_read} judgments; {documents_unreadable} documents could not be read."
    )
    assert computed.analysis.result("judgments_read").value == 122
    assert computed.analysis.result("documents_unreadable").value == 0
    assert masthead.reference_name is not None
    assert masthead.reference_name["nl"] not in masthead.author["nl"]


def test_the_headline_figures_leave_the_study(material: Path, computed: Computed) -> None:
    released = released_of(computed, folder=material, at=AT)
    results = {result.id: result.status for result in released.results}
    headline = ["clients", "victims", "age_gap_share", "girls_share", "victim_age_mean", "victim_age_min",
                "legal_site_share", "one_day_share", "one_day_broad_share", "prison_100_days_share", "suspects_2015",
                "suspects_2018", "suspects_mean_2016_2022", "suspects_change"]  # fmt: skip
    assert [id_ for id_ in headline if results[id_] == "suppressed"] == []


def test_a_wrong_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(VonnisError, match=r"study\.toml cannot be read"):
        rebuild(tmp_path, at=AT)
