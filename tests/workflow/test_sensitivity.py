"""Uncertain links between complexes: the planned results stand beside those without them, counted."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from pathlib import Path

import pytest

from tests.study.codings import AT, PAPER_FILES, codebook_text, coding, protocol_head
from vonnis.archive.store import open_store
from vonnis.cli.analyse import summary
from vonnis.study.log import Link
from vonnis.study.unit import Unit, complex_unit
from vonnis.workflow.analyse import Analysed, analyse_study

LATER = AT + dt.timedelta(days=1)
PEOPLE = 24
PLAN = """
[analysis]
reading = "process"
cluster = "complex"
seed = 1

[[analysis.plan]]
kind = "share"
id = "yes"
level = "defendant"
variable = "k_sex"
codes = [1]
label = {nl = "ja", en = "yes"}

[[analysis.plan]]
kind = "frequencies"
id = "by_sex"
level = "defendant"
variable = "k_sex"

[[analysis.plan]]
kind = "frequencies"
id = "by_link"
level = "complex"
variable = "c_link"
"""
PROTOCOL = protocol_head("links") + PAPER_FILES + PLAN


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "study.toml").write_text(PROTOCOL, encoding="utf-8")
    (tmp_path / "codebook.yaml").write_text(codebook_text(), encoding="utf-8")
    people = [
        Unit(id=f"D{n:04}", level="defendant", complex=f"C{n // 2:04}", defendant=f"D{n:04}", source_mode="published")
        for n in range(PEOPLE)
    ]
    with closing(open_store(tmp_path)) as store, store.action("made", actor="t", at=AT, detail={}) as writing:
        writing.add((*people, *(complex_unit(f"C{n:04}") for n in range(PEOPLE // 2))))
        writing.add(coding(one.id, "k_sex", int(n < PEOPLE // 2)) for n, one in enumerate(people))
        writing.add(coding(f"C{n:04}", "c_link", n % 2) for n in range(PEOPLE // 2))
    return tmp_path


def linked(study: Path, standing: str) -> Analysed:
    """Return the analysis after two complexes were linked so."""
    made = Link(kind="complex", one="C0000", other="C0001", standing=standing, reason="x", linked_by="A", at=LATER)  # type: ignore[arg-type]
    with closing(open_store(study)) as store, store.action("link", actor="A", at=LATER, detail={}) as writing:
        writing.add([made])
    return analyse_study(study, at=LATER)


def test_without_uncertain_links_there_is_nothing_beside_the_results(study: Path) -> None:
    assert linked(study, "certain").sensitivity is None
    assert not (study / "private/sensitivity.json").exists()


def test_both_runs_stand_beside_each_other_and_are_counted(study: Path) -> None:
    done = linked(study, "uncertain")
    found = done.sensitivity
    assert found is not None
    assert (found.links, found.complexes, found.without_complexes) == (1, 11, 12)
    (one,) = found.results
    assert (one.id, one.main, one.without) == ("yes", 0.5, 0.5)
    assert one.differs
    assert one.main_interval != one.without_interval
    written = json.loads((study / "private/sensitivity.json").read_bytes())
    assert written["results"][0]["without_interval"] == list(one.without_interval or ())


def test_the_summary_says_what_depends_on_them(study: Path) -> None:
    lines = list(summary(linked(study, "uncertain")))
    assert (
        "1 uncertain link: 11 complexes where they hold, 12 without."
        " Of 1 planned results and 2 tables 3 depend on them:" in lines
    )
    assert any("without them 50%" in line for line in lines)
    assert any(line.startswith("  c_link") and "yes 5, without them 6" in line for line in lines)
    assert any(line.startswith("  k_sex") and line.endswith("the same counts, with other intervals") for line in lines)


def test_a_table_of_the_plan_is_varied_too(study: Path) -> None:
    found = linked(study, "uncertain").sensitivity
    assert found is not None
    tables = {table.id: table for table in found.tables}
    counts = [
        [line["Case complexes"] for line in each.values()]
        for each in (tables["by_link"].main, tables["by_link"].without)
    ]
    assert counts == [[5, 5], [6, 6]]  # C0000 and C0001 were coded differently: as one, nobody has decided yet
    assert tables["by_sex"].main == tables["by_sex"].without
