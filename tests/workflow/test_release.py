"""A release of the demonstration: everything in its folder, the way back from data to figures, interim reports."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from functools import partial
from pathlib import Path

import msgspec
import polars as pl
import pytest
from pypdf import PdfReader

from tests.demonstration import AT, copied
from vonnis.cli.main import main
from vonnis.disclosure.policy import LevelPolicy, default_policy
from vonnis.errors import DisclosureError, UnreadableError, UsageError
from vonnis.workflow.progress import Silence
from vonnis.workflow.release import interim_report, rebuild, refresh_draft, stricter
from vonnis.workflow.study import compute

LATER = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def study(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small released study, with an interim report after it."""
    return Path(shutil.copytree(few, tmp_path_factory.mktemp("release") / "study"))


@pytest.fixture(scope="module")
def interim(study: Path) -> Path:
    """An interim report after a release that is remembered to have printed 99 judgments."""
    (kept,) = (study / "private/releases").glob("*-final.figures.json")
    content = json.loads(kept.read_text(encoding="utf-8"))
    changed = [figure | {"value": 99} if figure["id"] == "judgments_read" else figure for figure in content["figures"]]
    kept.write_text(json.dumps(content | {"figures": changed}), encoding="utf-8")
    return interim_report(study, at=LATER, recipients="the committee", report=Silence()).report.parent


@pytest.fixture(scope="module")
def figures(demonstration: Path) -> dict[str, float]:
    content = json.loads((demonstration / "release/figures.json").read_text(encoding="utf-8"))
    return {figure["id"]: figure["value"] for figure in content["figures"]}


def restricted(study: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(study / "private/restricted-edition/csv" / f"{name}.csv")


def share(frame: pl.DataFrame, condition: pl.Expr, valid: pl.Expr) -> float:
    return frame.filter(valid & condition).height / frame.filter(valid).height


def test_the_release_folder_holds_what_the_reference_promises(demonstration: Path) -> None:
    names = {path.relative_to(demonstration / "release").as_posix() for path in (demonstration / "release").rglob("*")}
    wanted = {"report.html", "figures.json", "ro-crate-metadata.json", "data", "sheets", "sheets/press.nl.pdf"}
    wanted |= {f"report.{language}.{kind}" for language in ("nl", "en") for kind in ("pdf", "docx")}
    wanted |= {"data/spss/defendants.nl.sav", "data/stata/victims.dta", "data/codebook.xml", "data/datapackage.json"}
    assert wanted <= names


def test_the_data_lead_back_to_the_figures_of_the_report(demonstration: Path, figures: dict[str, float]) -> None:
    people, victims = restricted(demonstration, "defendants"), restricted(demonstration, "victims")
    known = pl.col("d_sentence_class") > 0
    assert people.height == figures["clients"]
    assert victims.height == figures["victims"]
    assert share(people, pl.col("d_sentence_class") == 2, known) == figures["one_day_share"]
    assert share(people, pl.col("d_sentence_class") == 6, known) == figures["prison_100_days_share"]
    assert share(people, pl.col("d_age_gap_low") >= 19, pl.col("d_age_gap_low") > -9) == figures["age_gap_share"]
    assert share(victims, pl.col("v_sex") == 2, pl.col("v_sex") > 0) == figures["girls_share"]
    assert share(victims, pl.col("v_legal_site") == 1, pl.col("v_legal_site") >= 0) == figures["legal_site_share"]
    assert restricted(demonstration, "pairs").height == figures["pairs"]
    demanded = pl.col("d_demanded_days") + pl.col("d_demanded_suspended")
    assert share(people, demanded > 30, pl.col("d_demanded_days") >= 0) == figures["demand_over_month_share"]


def test_a_study_of_few_people_is_released_without_the_rows_that_would_tell(few: Path) -> None:
    readme = (few / "release/data/README.md").read_text(encoding="utf-8")
    assert "- Defendants: left out" in readme
    assert not list((few / "release/data").rglob("*defendants*"))
    assert restricted(few, "defendants").height == 15
    assert (few / "release/data/csv/victims.csv").is_file()


def test_nothing_public_holds_a_judgment_or_a_study_number(demonstration: Path) -> None:
    for path in (demonstration / "release/data").rglob("*"):
        if path.is_file():
            assert not re.search(rb"ECLI[:_]|K0\d\d|V0\d", path.read_bytes()), path


def test_the_passage_book_leads_from_a_number_to_passages_and_stays_inside(demonstration: Path) -> None:
    book = (demonstration / "private/passages.html").read_text(encoding="utf-8")
    section = book.split('id="one_day_share"')[1].split("</section>")[0]
    clients = re.findall(r'href="#unit-(K\d+)"', section)
    assert len(clients) == 61
    unit = book.split(f'id="unit-{clients[0]}"')[1].split("</section>")[0]
    assert re.search(r"<blockquote>.+?<cite>ECLI:NL:\w+:\d+:\d+, [^<]*characters \d+–\d+", unit, flags=re.DOTALL)
    assert "passages" not in {path.stem for path in (demonstration / "release").rglob("*")}


def test_files_of_an_earlier_release_are_taken_away(study: Path) -> None:
    stale = study / "release/data/old.csv"
    stale.write_text("x", encoding="utf-8")
    rebuild(study, at=AT)
    assert not stale.exists()


def test_an_interim_report_says_for_whom_and_since_when(interim: Path) -> None:
    page = (interim / "report.html").read_text(encoding="utf-8")
    assert interim.as_posix().endswith("interim/2026-12-01")
    assert "for the committee" in page
    assert "Changed since the last release (23 November 2026)" in page
    assert "INTERIM" in page
    for path in interim.glob("report.*.pdf"):
        for sheet in PdfReader(path).pages:
            assert re.search("TUSSENSTAND|INTERIM", sheet.extract_text())


def test_an_interim_report_lists_what_changed(interim: Path, study: Path) -> None:
    page = (interim / "report.html").read_text(encoding="utf-8")
    table = page.split('id="en-table-changes"')[1].split("</table>")[0]
    assert re.findall(r">(99|30)<", table) == ["99", "30"]
    assert len(list((study / "private/releases").glob("*-interim.figures.json"))) == 1


def test_a_stricter_threshold_cannot_take_back_what_was_published(interim: Path, study: Path) -> None:
    assert interim.is_dir()
    with pytest.raises(DisclosureError, match="nothing was released"):
        interim_report(study, at=LATER, recipients="us", threshold=12, report=Silence())


def printed(study: Path) -> dict[str, set[str]]:
    """Return the ids of the numbers that a study is remembered to have printed, by the moment."""
    found: dict[str, set[str]] = {}
    for path in (study / "private/let_out").glob("*.jsonl"):
        for line in path.read_bytes().splitlines():
            one = json.loads(line)
            found.setdefault(one["at"][:10], set()).add(one["id"])
    return found


@pytest.mark.parametrize("kind", ["interim", "release"])
def test_what_a_run_that_is_stopped_while_it_writes_has_printed_is_known(few: Path, tmp_path: Path, kind: str) -> None:
    study = copied(few, tmp_path / "study", without=("release", "private/let_out"))
    (study / kind).write_text("in the way of what is published", encoding="utf-8")
    run = partial(interim_report, recipients="us", report=Silence()) if kind == "interim" else rebuild
    with pytest.raises(OSError, match=kind):
        run(study, at=LATER)
    assert "judgments_read" in printed(study)["2026-12-01"]


def test_a_draft_counts_as_printed_in_what_it_shows(few: Path, tmp_path: Path) -> None:
    from docx import Document

    study = Path(shutil.copytree(few, tmp_path / "study"))
    draft = tmp_path / "draft.docx"
    written = Document()
    written.add_paragraph("We read {{ judgments_read }} judgments.")
    written.save(str(draft))
    assert refresh_draft(draft, study, at=LATER, report=Silence()).changed
    assert printed(study)["2026-12-01"] == {"judgments_read"}


def test_a_threshold_is_raised_at_every_level_and_never_lowered() -> None:
    policy = default_policy()
    assert stricter(policy, None) is policy
    assert stricter(policy, 15).threshold == 15
    laxer = msgspec.structs.replace(policy, levels={"x": LevelPolicy(3)})
    assert stricter(laxer, 5).levels["x"].threshold == 5
    with pytest.raises(UsageError, match="is no stricter"):
        stricter(policy, 5)


def test_an_interim_report_is_for_somebody(study: Path) -> None:
    with pytest.raises(UsageError, match="name the readers with --for"):
        interim_report(study, at=LATER, recipients=" ", report=Silence())


def test_a_reference_date_counts_cases_as_they_stood_on_that_day(demonstration: Path) -> None:
    day = dt.date(2018, 6, 30)
    then = compute(demonstration, until=day).dataset
    people = pl.read_ndjson(demonstration / "private/clients.jsonl")
    judged = people.filter(pl.col("date").str.to_date() <= day)["id"].to_list()
    assert {*judged} <= {client.id for client in then.clients}
    assert len(then.clients) < people.height
    assert [client.id for client in then.clients if client.date is None or client.date > day] == []
    assert then.flow.not_found == ()


def test_an_earlier_day_after_a_full_release_would_tell_who_came_later_and_is_refused(study: Path) -> None:
    with pytest.raises(DisclosureError, match="nothing was released"):
        interim_report(study, at=LATER, recipients="us", report=Silence(), reference=dt.date(2018, 6, 30))


def test_a_reference_date_has_passed(study: Path) -> None:
    with pytest.raises(UsageError, match="lies after today"):
        interim_report(study, at=AT, recipients="us", report=Silence(), reference=dt.date(2027, 1, 1))


WRONG = [
    (["--reference-date", "2018-06-30"], "belong to an interim report"),
    (["--interim", "--for", "us", "--reference-date", "June"], "is no day; write it as 2026-12-31"),
]


@pytest.mark.parametrize(("words", "said"), WRONG, ids=["no interim", "no day"])
def test_a_wrong_reference_date_is_one_sentence(
    study: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["release", str(study), *words]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_no_answer_in_the_public_data_is_rarer_than_the_threshold_of_its_level(demonstration: Path) -> None:
    for name, threshold in (("defendants", 5), ("victims", 10)):
        frame = pl.read_csv(demonstration / "release/data/csv" / f"{name}.csv")
        for column in frame.columns:
            counts = frame.filter(pl.col(column) > -6)[column].value_counts()["count"]
            assert counts.len() == 0 or counts.min() >= threshold, (name, column)  # type: ignore[operator]


def test_what_is_no_draft_is_said_before_anything_is_computed(tmp_path: Path) -> None:
    draft = tmp_path / "draft.docx"
    draft.write_bytes(b"\xd0\xcf\x11\xe0 an older document")
    with pytest.raises(UnreadableError, match=r"draft\.docx is an older \.doc or locked"):
        refresh_draft(draft, tmp_path / "no study here", at=LATER, report=Silence())
