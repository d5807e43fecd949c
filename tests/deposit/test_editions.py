"""The public edition: no study number, no date below the year, no rare combination, no judgment by name."""

from __future__ import annotations

import random
from collections import Counter

import msgspec
import polars as pl
import pytest

from tests.deposit.invented import FACTS, edition, flat, made
from vonnis.deposit.editions import check_public, public
from vonnis.deposit.making import deposit_files
from vonnis.deposit.sheet import Sheet
from vonnis.disclosure.data_file import DataPolicy, protect_rows
from vonnis.disclosure.policy import DataRules
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
    protected = protect_rows(frame, DataPolicy(traits=("a", "b", "c"), k=5))
    assert min(Counter(protected.frame.rows()).values()) >= 5
    assert protected.frame.height == frame.height
    for name in frame.columns:
        left = Counter(frame[name])
        left.subtract(Counter(protected.frame[name].filter(protected.frame[name] != -6)))
        assert min(left.values()) >= 0
        assert sum(left.values()) == protected.withheld.get(name, 0)


def test_what_is_frequent_already_stays() -> None:
    frame = pl.DataFrame({"a": [1] * 5 + [2] * 6})
    assert protect_rows(frame, DataPolicy(traits=("a",), k=5)).frame.equals(frame)


def in_classes(*counts: int) -> Sheet:
    """Return the invented table with so many rows in the first class, the second, and without a statement."""
    (sheet,) = flat(sum(counts))
    answers = [code for code, many in zip((1, 2, -8), counts, strict=True) for _ in range(many)]
    return msgspec.structs.replace(sheet, frame=sheet.frame.with_columns(pl.Series("d_class", answers)))


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        pytest.param({}, None, id="the labels of its classes"),
        pytest.param({"d_class": {"2": {"nl": "kort", "en": "short"}}}, "short", id="a label of its own"),
    ],
)
def test_answers_become_coarser_where_the_policy_says_how(
    labels: dict[str, dict[str, dict[str, str]]], name: str | None
) -> None:
    sheet = in_classes(6, 6, 12)
    rules = DataRules(k=8, steps={"d_class": ({"1": "2"},)}, labels=labels)
    made = public([sheet], thresholds={"defendant": 5}, rules=rules)
    assert made.coarser == {"defendants.d_class": 1}
    assert Counter(made.sheets[0].frame["d_class"]) == {2: 12, -8: 12}
    assert made.threshold == 8
    before = {
        code: label["en"] for column in sheet.columns if column.name == "d_class" for code, label in column.values
    }
    (after,) = [column for column in made.sheets[0].columns if column.name == "d_class"]
    assert dict(after.values)[2]["en"] == (name or f"{before[1]}; {before[2]}")
    assert 1 not in dict(after.values)


def test_the_rows_of_a_recognisable_complex_hold_no_answer() -> None:
    made = public(flat(24), thresholds={"defendant": 5}, recognisable=("C0",))
    assert Counter(flat(24)[0].frame["complex"])["C0"] == 4
    assert Counter(made.sheets[0].frame["d_class"]) == {2: 13, -6: 11}


def test_weights_that_differ_make_no_row_rare_and_are_empty_where_withheld() -> None:
    (sheet,) = flat(24)
    weights = pl.Series("weight", [7.5] * 2 + [2.0] * 22)
    drawn = msgspec.structs.replace(sheet, frame=sheet.frame.with_columns(weights))
    made = public([drawn], thresholds={"defendant": 5})
    counts = Counter(made.sheets[0].frame.select("weight", "d_class").rows())
    assert min(counts.values()) >= 5
    assert made.sheets[0].frame.schema["weight"] == pl.Float64
    assert set(made.sheets[0].frame["weight"]) == {2.0, None}
    assert made.withheld["defendants.weight"] >= 5
    files = deposit_files(made, FACTS)
    assert b"-6.0" not in files["csv/defendants.csv"]


def test_a_rule_for_a_variable_that_is_not_public_is_refused() -> None:
    with pytest.raises(DisclosureError, match="names d_secret, which is no open variable"):
        public(flat(24), thresholds={"defendant": 5}, rules=DataRules(sensitive=("d_secret",), l=2))


def test_a_table_of_too_few_rows_is_left_out() -> None:
    made = public(flat(), thresholds={"defendant": 13, "paper": 1})
    assert (made.sheets, made.counts, made.left_out) == ((), (), (flat()[0].title,))


def test_the_threshold_that_is_told_is_that_of_the_tables_which_stand() -> None:
    assert public(flat(24), thresholds={"defendant": 5, "paper": 1}).threshold == 5


def test_a_table_that_would_tell_is_left_out_with_all_that_is_said_of_it() -> None:
    made = public([in_classes(20, 4, 1)], thresholds={"defendant": 5})
    assert made.withheld
    bare = made.without(["defendants"])
    assert (bare.sheets, bare.withheld, bare.counts, len(bare.left_out)) == ((), {}, (), 1)


def test_what_a_reader_can_count_stands_beside_the_table() -> None:
    made = public([in_classes(14, 8, 3)], thresholds={"defendant": 5})
    all_rows, *answers = made.counts
    assert (all_rows.answers, all_rows.low, all_rows.high) == ("", 25, 25)
    assert {one.answers: (len(one.units), one.low, one.high) for one in answers} == {
        "d_class=1": (14, 14, 25), "d_class=2": (8, 0, 11), "d_class=-8": (3, 0, 11),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["ECLI:NL:RBFICO:2016:9", "ecli_nl_rbfic_2016_9", "09-123456-16", "LJN BV1234"])
def test_a_public_file_that_names_a_judgment_is_refused(name: str) -> None:
    with pytest.raises(DisclosureError, match=r"a\.csv names a case"):
        check_public({"a.csv": f"1,2\n{name},3\n".encode()})


def test_the_files_of_the_public_edition_name_no_judgment_and_no_unit() -> None:
    check_public(made("public"))
    for data in made("public").values():
        assert b"K001" not in data
