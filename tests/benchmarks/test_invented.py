"""The counts of first looks at invented judgments, as the page of the documentation shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality import board
from benchmarks.quality.invented import FirstLook, read_first_looks
from tests.benchmarks.test_quality import SCORE, VERDICTS


def test_every_first_look_has_an_interval_and_a_constant_guess_where_it_is_known(tmp_path: Path) -> None:
    kept = tmp_path / "looks.csv"
    kept.write_text(
        "set,measure,right,missed,extra,constant\n1,imposed_main_core,8,1,1\n1,outcome,9,1,,0.75\n", "utf-8"
    )
    sanctions, share = read_first_looks(kept)
    assert sanctions.row() == ("1", "imposed_main_core", "F1", "8 of 9", "1", "0.889", "0.565", "0.980", "–")
    assert share.row() == ("1", "outcome", "share", "9 of 10", "", "0.900", "0.596", "0.982", "0.750")


def test_a_count_that_is_no_number_is_refused(tmp_path: Path) -> None:
    kept = tmp_path / "looks.csv"
    kept.write_text("set,measure,right,missed,extra\n1,outcome,many,1,\n", "utf-8")
    with pytest.raises(ValueError, match="many"):
        read_first_looks(kept)


def test_the_page_shows_first_looks_only_where_there_are_any() -> None:
    look = FirstLook(set=2, measure="outcome", right=3, missed=1, extra=None)
    assert "| 2 | outcome | share | 3 of 4 |  | 0.750 |" in board.page({}, "vonnis 1", readings=(), invented=[look])
    assert "## Invented judgments" not in board.page({}, "vonnis 1", readings=())


def test_the_page_opens_with_the_newest_first_look_at_each_measure() -> None:
    old, new = (
        FirstLook(set=number, measure="outcome", right=right, missed=10 - right, extra=None)
        for number, right in ((1, 5), (2, 9))
    )
    page = board.page({"judgments": SCORE}, "vonnis 1", readings=VERDICTS, invented=[new, old])
    assert "| outcome | share | 2 | 9 of 10 | 0.900 | 0.596 | 0.982 | 0.500 |" in page
    assert "Of 20 real summaries in which a sanction was read, 20 were read fully right" in page
    assert page.index("In short:") < page.index("## Out of sample")


def test_the_stored_counts_are_counts() -> None:
    looks = read_first_looks()
    assert {look.set for look in looks} == set(range(1, max(look.set for look in looks) + 1)), "a set was left out"
    assert all(look.right >= 0 and look.missed >= 0 and (look.extra or 0) >= 0 for look in looks)
