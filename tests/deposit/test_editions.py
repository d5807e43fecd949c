"""The public edition: no study number, no date below the year, no rare combination, no judgment by name."""

from __future__ import annotations

import random
from collections import Counter

import polars as pl
import pytest

from tests.deposit.invented import edition, flat, made
from vonnis.deposit.editions import check_public, public, suppress_rare
from vonnis.errors import DisclosureError


def test_the_restricted_edition_holds_every_row_and_key() -> None:
    (sheet,) = edition("restricted").sheets
    assert sheet.frame.equals(flat()[0].frame)


def test_the_public_edition_has_no_keys_and_open_variables_alone() -> None:
    (sheet,) = edition("public").sheets
    assert sheet.frame.columns == ["fictional", "weight", "d_class"]


def test_its_order_tells_nothing() -> None:
    (sheet,) = edition("public").sheets
    assert sheet.frame.equals(sheet.frame.sort(sheet.frame.columns))


def test_no_combination_is_rare_and_what_was_withheld_is_counted() -> None:
    made = edition("public")
    counts = Counter(made.sheets[0].frame["d_class"])
    assert min(counts.values()) >= 5
    assert made.withheld.keys() <= {"defendants.d_class"}


@pytest.mark.parametrize("seed", range(30))
def test_whatever_the_data_each_combination_is_frequent_afterwards(seed: int) -> None:
    chance = random.Random(seed)
    size = chance.randint(6, 80)
    columns = {name: [chance.randint(1, 4) for _ in range(size)] for name in ("a", "b", "c")}
    frame = pl.DataFrame(columns)
    protected = suppress_rare(frame, ["a", "b", "c"], least=5)
    assert min(Counter(protected.rows()).values()) >= 5
    assert protected.height == frame.height
    for before, after in zip(frame.rows(), protected.rows(), strict=True):
        assert all(new in (old, -6) for old, new in zip(before, after, strict=True))


def test_what_is_frequent_already_stays() -> None:
    frame = pl.DataFrame({"a": [1] * 5 + [2] * 6})
    assert suppress_rare(frame, ["a"], least=5).equals(frame)


def test_too_few_rows_have_no_public_edition() -> None:
    with pytest.raises(DisclosureError, match="12 rows are too few"):
        public(flat(), thresholds={"defendant": 13})


@pytest.mark.parametrize("name", ["ECLI:NL:RBFICO:2016:9", "ecli_nl_rbfic_2016_9"])
def test_a_public_file_that_names_a_judgment_is_refused(name: str) -> None:
    with pytest.raises(DisclosureError, match=r"a\.csv names a judgment"):
        check_public({"a.csv": f"1,2\n{name},3\n".encode()})


def test_the_files_of_the_public_edition_name_no_judgment_and_no_unit() -> None:
    check_public(made("public"))
    for data in made("public").values():
        assert b"K001" not in data
