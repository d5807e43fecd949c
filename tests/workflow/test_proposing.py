"""Complexes that a corpus proposes: brought to the units of a study, decided on by people, and not proposed again."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.study.codings import AT
from vonnis.archive.store import open_store
from vonnis.cli.main import main
from vonnis.corpus.related import FILE, SCHEMA
from vonnis.errors import StudyError
from vonnis.study.log import Link, LinkStanding
from vonnis.study.unit import Unit, complex_unit
from vonnis.workflow.proposing import COLUMNS, as_table, decide, propose

HOMES = {"E:1": "C0001", "E:2": "C0002", "E:3": "C0003", "E:4": "C0001"}
ROWS = [
    ("E:1", "E:2", ["near_duplicate"], 0.8),
    ("E:2", "E:4", ["names_the_case"], 0.3),
    ("E:1", "E:3", ["same_day_and_period"], 0.1),
    ("E:1", "E:4", ["near_duplicate"], 0.9),
    ("E:1", "E:9", ["near_duplicate"], 0.9),
]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    people = [
        Unit(
            id=f"D{n:04}",
            level="defendant",
            complex=home,
            defendant=f"D{n:04}",
            documents=(ecli,),
            source_mode="published",
        )
        for n, (ecli, home) in enumerate(HOMES.items(), 1)
    ]
    folder = tmp_path / "study"
    (folder / "corpus").mkdir(parents=True)
    with closing(open_store(folder)) as store, store.action("made", actor="test", at=AT, detail={}) as writing:
        writing.add((*people, *map(complex_unit, sorted(set(HOMES.values())))))
    rows = [dict(zip(("ecli", "other", "reasons", "shared"), row, strict=True)) | {"complex": None} for row in ROWS]
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), folder / "corpus" / FILE)
    return folder


def filled(study: Path, *decisions: tuple[str, str]) -> Path:
    """Return the table of proposals with a standing and a reason in its first rows."""
    rows = list(csv.reader(io.StringIO(as_table(propose(study, study / "corpus")))))
    for row, decision in zip(rows[1:], decisions, strict=False):
        row[-2:] = decision
    path = study / "decided.csv"
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    return path


def test_pairs_of_judgments_become_pairs_of_complexes(study: Path) -> None:
    found = propose(study, study / "corpus")
    assert [(one.one, one.other, one.reasons) for one in found.open] == [
        ("C0001", "C0002", ("names_the_case", "near_duplicate")),
        ("C0001", "C0003", ("same_day_and_period",)),
    ]
    assert (found.together, found.decided) == (1, 0)
    assert tuple(as_table(found).splitlines()[0].split(",")) == COLUMNS


def test_what_a_coder_decides_is_logged_and_not_proposed_again(study: Path) -> None:
    path = filled(study, ("certain", "one police file"), ("refused", "other victims"))
    assert main(["frame", "link", "--study", str(study), "--from", str(path), "--by", "anna", "--quiet"]) == 0
    with closing(open_store(study)) as store:
        links = {(one.other, one.standing, one.reason, one.linked_by) for one in store.records(Link)}
    assert links == {("C0002", "certain", "one police file", "anna"), ("C0003", "refused", "other victims", "anna")}
    assert propose(study, study / "corpus").open == ()


@pytest.mark.parametrize("standing", ["certain", "uncertain"])
def test_what_was_refused_stays_refused_when_one_of_the_two_becomes_part_of_another(
    study: Path, standing: LinkStanding
) -> None:
    decisions: list[tuple[str, str, LinkStanding]] = [
        ("C0003", "C0002", "refused"),
        ("C0002", "C0001", standing),
    ]
    with closing(open_store(study)) as store, store.action("link", actor="anna", at=AT, detail={}) as writing:
        writing.add(
            Link(kind="complex", one=one, other=other, standing=how, reason="read both", linked_by="anna", at=AT)
            for one, other, how in decisions
        )
    found = propose(study, study / "corpus")
    assert (found.open, found.decided) == ((), 1)


def test_a_row_that_nobody_filled_in_waits(study: Path) -> None:
    assert len(decide(study, filled(study, ("uncertain", "same month")), by="anna", at=AT)) == 1
    assert [one.other for one in propose(study, study / "corpus").open] == ["C0003"]


@pytest.mark.parametrize(
    ("decision", "words"),
    [(("sure", "x"), "row 2, column standing: 'sure' is none of"), (("certain", ""), "row 2, column reason")],
    ids=["standing", "reason"],
)
def test_a_wrong_row_is_named_and_nothing_is_linked(study: Path, decision: tuple[str, str], words: str) -> None:
    with pytest.raises(StudyError) as caught:
        decide(study, filled(study, decision, ("certain", "good")), by="anna", at=AT)
    assert words in str(caught.value)
    with closing(open_store(study)) as store:
        assert store.count(Link) == 0


def test_a_corpus_without_related_judgments_says_what_to_do(study: Path) -> None:
    with pytest.raises(StudyError, match="vonnis corpus related"):
        propose(study, study)


def test_the_command_lists_the_proposals(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frame", "propose", str(study)]) == 0
    assert "C0001  C0002  names_the_case, near_duplicate  0.80" in capsys.readouterr().out
    assert main(["frame", "link", "C0001", "--study", str(study)]) == 2
