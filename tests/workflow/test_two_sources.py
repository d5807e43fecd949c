"""Published judgments and closed files in one study: both count, and each figure says on which it rests."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest

from tests.study.codings import codebook_text
from vonnis.archive.store import open_store
from vonnis.disclosure.released import Release
from vonnis.errors import StudyError
from vonnis.report.document import Table, plain
from vonnis.report.writing import documents
from vonnis.study.coding import Coding, Passage
from vonnis.study.protocol import read_protocol
from vonnis.study.unit import SourceMode, Unit, complex_unit
from vonnis.workflow.analyse import analyse_study
from vonnis.workflow.computing import computed_of
from vonnis.workflow.passage_book import passage_book_of_codings
from vonnis.workflow.publishing import texts_of
from vonnis.workflow.resting import left_out, rests_on_codings
from vonnis.workflow.study import Computed, masthead_of, released_of

AT = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
CODED = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
OPEN, ON_PAPER, ON_SCREEN = 24, 16, 2
COUNTS: dict[SourceMode, int] = {"published": OPEN, "closed_paper": ON_PAPER, "closed_screen": ON_SCREEN}
MODES = [mode for mode, count in COUNTS.items() for _ in range(count)]
LYING = "ECLI_NL_RBFIC_2016_999.txt"
PROTOCOL = """
[study]
id = "two"
languages = ["en"]
title = { en = "Two sources" }
question = { en = "Who?" }
author = { en = "Nobody" }
[population]
description = { en = "Invented." }
intake_from = 2015
intake_to = 2019
[coding]
accepted = ["k_year"]
[[sources]]
id = "judgments"
kind = "open"
description = { en = "Judgments of the feed" }
[[sources]]
id = "paper"
kind = "closed_paper"
description = { en = "Files of the office" }
permission = { basis = "art. 15 Wjsg", giver = "College", reference = "2026/7", secrecy = false }
[[sources]]
id = "screen"
kind = "closed_screen"
description = { en = "Files of the court" }
permission = { basis = "art. 15 Wjsg", giver = "Court", reference = "2026/8", secrecy = false }
[[analysis.plan]]
kind = "count"
id = "people"
level = "defendant"
[[analysis.plan]]
kind = "share"
id = "yes_share"
level = "defendant"
variable = "k_sex"
codes = [1]
[[analysis.plan]]
kind = "mean"
id = "year_mean"
level = "defendant"
variable = "k_year"
unit = "year"
"""


def codings() -> list[Coding]:
    """Return an answer to k_sex about everybody; k_year was coded in closed files and read by machine elsewhere."""
    by = {"codebook_version": "1.0.0", "at": CODED}
    found = []
    for place, mode in enumerate(MODES):
        name = f"D{place:03}"
        found.append(Coding(unit=name, variable="k_sex", coder="A", value=str(place % 2), **by))  # type: ignore[arg-type]
        round_, who = ("machine", "rules") if mode == "published" else ("main", "A")
        year = str(1960 + place % 20)
        evidence = (Passage(f"ECLI:NL:RBFIC:2016:{place}", 3, 9),) if mode == "published" else ()
        found.append(
            Coding(unit=name, variable="k_year", coder=who, value=year, round=round_, evidence=evidence, **by)  # type: ignore[arg-type]
        )
    return found


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two") / "study"
    (folder / "sources/judgments").mkdir(parents=True)
    (folder / "sources/judgments" / LYING).write_text("RECHTBANK FICTIEF", encoding="utf-8")
    (folder / "study.toml").write_text(PROTOCOL, encoding="utf-8")
    (folder / "codebook.yaml").write_text(codebook_text(), encoding="utf-8")
    people = [
        Unit(
            id=f"D{place:03}",
            level="defendant",
            complex=f"C{place:03}",
            defendant=f"D{place:03}",
            frame="list",
            source_mode=mode,
            documents=(f"ECLI:NL:RBFIC:2016:{place}",) if mode == "published" else (),
        )
        for place, mode in enumerate(MODES)
    ]
    groups = [complex_unit(f"C{place:03}") for place in range(len(MODES))]
    with closing(open_store(folder)) as store, store.action("made", actor="test", at=CODED, detail={}) as writing:
        writing.add((*groups, *people))
        writing.add(codings())
    return folder


@pytest.fixture(scope="module")
def computed(study: Path) -> Computed:
    return computed_of(study)


@pytest.fixture(scope="module")
def released(study: Path, computed: Computed) -> Release:
    return released_of(computed, folder=study, at=AT)


def test_units_of_both_sources_count_beside_a_folder_of_judgments(study: Path, computed: Computed) -> None:
    assert rests_on_codings(study)
    found = computed.analysis.result("people")
    assert (found.value, found.source["en"]) == (
        len(MODES),
        "Judgments of the feed; Files of the office; Files of the court",
    )
    assert computed.analysis.result("yes_share").n == len(MODES)
    done = analyse_study(study, at=AT).analysis
    assert done.result("people").value == len(MODES)


def test_what_the_machine_read_of_a_judgment_counts_where_the_protocol_accepts_it(computed: Computed) -> None:
    assert computed.analysis.result("year_mean").n == len(MODES)


def test_an_accepted_answer_leads_to_the_passage_of_the_machine(study: Path, computed: Computed) -> None:
    book = passage_book_of_codings(computed.analysis, study)
    year = book.split('id="unit-D000"')[1].split("k_year</strong>")[1].split("</section>")[0]
    assert year.startswith(": 1960 (machine accepted)</p>")
    assert "<cite>ECLI:NL:RBFIC:2016:0, characters 3–9, rules</cite>" in year


def test_a_variable_that_nobody_asks_is_not_accepted(study: Path, tmp_path: Path) -> None:
    for name in ("codebook.yaml", "coding.sqlite3"):
        (tmp_path / name).write_bytes((study / name).read_bytes())
    (tmp_path / "study.toml").write_text(PROTOCOL.replace('["k_year"]', '["k_yaer"]'), encoding="utf-8")
    with pytest.raises(StudyError, match="'k_yaer', which the codebook does not ask"):
        computed_of(tmp_path)


def test_a_judgment_that_is_no_unit_is_named(study: Path) -> None:
    (said,) = left_out(study, read_protocol(study / "study.toml"))
    assert said.startswith("1 judgment is no unit of the study and does not count beside its closed files")
    assert "vonnis select sources/judgments" in said


def test_codings_of_judgments_alone_do_not_make_a_study_rest_on_them(study: Path, tmp_path: Path) -> None:
    (tmp_path / "sources/judgments").mkdir(parents=True)
    for name in ("codebook.yaml", "study.toml"):
        (tmp_path / name).write_bytes((study / name).read_bytes())
    assert not rests_on_codings(tmp_path)
    one = Unit(id="D1", level="defendant", complex="C1", defendant="D1", frame="x", source_mode="published")
    file = Unit(id="D2", level="defendant", complex="C2", defendant="D2", frame="x")
    with closing(open_store(tmp_path)) as store, store.action("made", actor="test", at=CODED, detail={}) as writing:
        writing.add([complex_unit("C1"), one, complex_unit("C2"), file])
        writing.add([Coding(unit="D1", variable="k_sex", coder="A", value="1", codebook_version="1.0.0", at=CODED)])
    assert not rests_on_codings(tmp_path)
    with closing(open_store(tmp_path)) as store, store.action("more", actor="test", at=CODED, detail={}) as writing:
        writing.add([Coding(unit="D2", variable="k_sex", coder="A", value="1", codebook_version="1.0.0", at=CODED)])
    assert rests_on_codings(tmp_path)
    final = '[final]\nunits = "units.csv"\nbirth_year = "k_year"\n'
    (tmp_path / "study.toml").write_text(PROTOCOL + final, encoding="utf-8")
    for unit, rests in (("D2", False), ("D1", True)):
        (tmp_path / "units.csv").write_text(f"id,unit\nK1,{unit}\n", encoding="utf-8")
        assert rests_on_codings(tmp_path) is rests, "a file whose judgment is a client of the study counts there"


def test_each_figure_says_how_many_units_of_which_source_it_rests_on(computed: Computed) -> None:
    (table,) = [one for one in computed.analysis.tables if one.id == "sources_people"]
    assert [row["en"] for row in table.rows] == ["Judgments of the feed", "Files of the office", "Files of the court"]
    assert table.cells == ((OPEN,), (ON_PAPER,), (ON_SCREEN,))
    assert {"people", "yes_share", "year_mean"} <= {id_ for ids in computed.sources.values() for id_ in ids}


def test_a_source_of_a_few_does_not_pass_the_gate_and_the_others_do_not_give_it_away(released: Release) -> None:
    table = released.table("sources_people")
    assert table is not None
    shown = [row[0].value for row in table.cells]
    assert shown[2] is None
    assert shown.count(None) >= 2
    assert table.total is not None
    assert table.total.value == len(MODES)


def test_the_report_prints_it_once_in_the_method(study: Path, computed: Computed, released: Release) -> None:
    masthead = masthead_of(computed, folder=study, at=AT)
    for made in documents(released, masthead=masthead, texts=texts_of(study, coded=True)):
        tables = [block for block in made.blocks() if isinstance(block, Table)]
        assert [table.id for table in tables].count("table-sources") == 1
        assert not [table for table in tables if table.id.startswith("table-sources_")]
        (table,) = [table for table in tables if table.id == "table-sources"]
        heads = [plain(cell.line) for cell in table.head]
        assert heads[2:5] == ["Judgments of the feed", "Files of the office", "Files of the court"]
        (method,) = [chapter for chapter in made.chapters if table in chapter.blocks]
        assert method.id == "method"
