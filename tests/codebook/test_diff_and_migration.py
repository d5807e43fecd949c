"""Two versions differ in meaning or they do not; a migration gives every coding a place and loses none."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.codebook.test_mistakes import GOOD
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.diff import compare, heaviest
from vonnis.codebook.migration import Entry, Migration, Step, migrate, read_migration
from vonnis.codebook.reading import parse_codebook
from vonnis.errors import MistakesError

OLD = parse_codebook(GOOD, file="old.yaml")


def changed(*changes: tuple[str, str]) -> Codebook:
    text = GOOD.replace("version: 1.0.0", "version: 1.1.0")
    for part, change in changes:
        assert part in text
        text = text.replace(part, change)
    return parse_codebook(text, file="new.yaml")


DIFFERENCES = [
    ("{nl: man, en: male}", "{nl: heer, en: male}", "wording", "~ k_sex.categories.1: man / male → heer / male"),
    ("Wat is het geslacht?", "Welk geslacht?", "wording", "k_sex.question"),
    ("most: 2015", "most: 2010", "meaning", "~ k_birth_year.most: 2015 → 2010"),
    ("asked_if: k_sex = 1", "asked_if: k_sex in {1, 2}", "meaning", "k_birth_year.asked_if: k_sex = 1 →"),
    ("must: v_age < 18", "must: v_age < 17", "addition", "checks.E1.must"),
    ("when: v_age <= 15", "when: v_age <= 14", "addition", "derived.young.cases"),
    ("big_gap: 19", "big_gap: 20", "addition", "~ parameters.big_gap: 19 → 20"),
    (
        "      - {code: 2, label: {nl: vrouw, en: female}}\n",
        "      - {code: 3, label: {nl: v, en: f}}\n",
        "meaning",
        "- k_",
    ),
    ("name: v_age\n", "name: v_years\n", "meaning", "- v_age: Leeftijd / Age"),
    ("title: {nl: Klein codeboek,", "title: {nl: Codeboek,", "wording", "title"),
]


@pytest.mark.parametrize(("part", "change", "weight", "sentence"), DIFFERENCES, ids=[row[3] for row in DIFFERENCES])
def test_a_difference_has_a_weight(part: str, change: str, weight: str, sentence: str) -> None:
    renamed = [("v_age", "v_years")] if "v_years" in change else [(part, change)]
    changes = compare(OLD, changed(*renamed))
    assert heaviest(changes) == weight
    assert any(sentence in one.sentence for one in changes), [one.sentence for one in changes]


def test_layout_is_no_difference() -> None:
    assert compare(OLD, parse_codebook("# a remark\n" + GOOD.replace("{nl: ", "{ nl:   "), file="x")) == ()


ENTRIES = (
    Entry("D1", "k_sex", "A", "1", "1"),
    Entry("D1", "k_birth_year", "A", "2012", "2"),
    Entry("D1", "k_fine", "A", "-8", "3"),
    Entry("C1", "c_documents", "A", "0", "4"),
    Entry("C2", "c_documents", "B", "1", "5"),
    Entry("V1", "v_age", "B", "15..16", "6"),
)


def test_codes_are_exchanged_at_once() -> None:
    steps = (
        Step(do="recode", variable="k_sex", code=1, into=(2,)),
        Step(do="recode", variable="k_sex", code=2, into=(1,)),
    )
    moved = migrate(ENTRIES, Migration(from_="1.0.0", to="1.1.0", steps=steps), before=OLD, after=changed())
    assert {one.answer for one in moved.kept if one.variable == "k_sex"} == {"2"}
    assert len(moved.kept) == len(ENTRIES)


def test_each_kind_of_step() -> None:
    new = changed(("name: v_age\n", "name: v_years\n"), ("v_age", "v_years"), ("most: 2015", "most: 2010"))
    steps = (
        Step(do="rename", variable="v_age", to="v_years"),
        Step(do="redefine", variable="k_birth_year"),
        Step(do="split", variable="c_documents", code=1, into=(1, 0)),
        Step(do="add", variable="k_sex", reason={"en": "asked anew"}),
    )
    moved = migrate(ENTRIES, Migration(from_="1.0.0", to="1.1.0", steps=steps), before=OLD, after=new)
    assert ("V1", "v_years", "15..16") in {(one.unit, one.variable, one.answer) for one in moved.kept}
    queue = {(one.unit, one.variable): one.why for one in moved.ask_again}
    assert "outside the range" in queue["D1", "k_birth_year"]
    assert queue["C2", "c_documents"] == "code 1 was split"
    assert queue["D1", "k_sex"] == "asked anew"
    assert ("C1", "c_documents") not in queue


def test_a_dropped_question_is_set_aside_and_not_lost() -> None:
    text = GOOD.replace("version: 1.0.0", "version: 1.1.0")
    start, end = text.index("  - name: k_fine"), text.index("  - name: v_age")
    new = parse_codebook(text[:start] + text[end:], file="new.yaml")
    migration = Migration(from_="1.0.0", to="1.1.0", steps=(Step(do="drop", variable="k_fine"),))
    moved = migrate(ENTRIES, migration, before=OLD, after=new)
    assert [one.coding for one in moved.set_aside] == ["3"]


steps_of = st.builds(
    Step,
    do=st.sampled_from(["rename", "recode", "split", "merge", "redefine", "drop"]),
    variable=st.sampled_from(list(OLD.by_name)),
    to=st.sampled_from([None, *OLD.by_name]),
    codes=st.lists(st.integers(0, 2), max_size=2).map(tuple),
    code=st.none() | st.integers(0, 2),
    into=st.lists(st.integers(0, 2), min_size=1, max_size=2).map(tuple),
    ask_again=st.booleans(),
)


@settings(deadline=None)  # a machine that does other work is slow now and then
@given(st.lists(steps_of, max_size=5))
def test_no_migration_loses_a_coding(steps: list[Step]) -> None:
    moved = migrate(ENTRIES, Migration(from_="1", to="2", steps=tuple(steps)), before=OLD, after=changed())
    assert len(moved.kept) + len(moved.ask_again) + len(moved.set_aside) == len(ENTRIES)


NEW = changed(("most: 2015", "most: 2010"))
HEAD = "from: 1.0.0\nto: 1.1.0\nsteps:\n"
WRONG = [
    ("from: 1.0.0\nto: 2.0.0\nsteps: [{do: redefine, variable: k_birth_year}]\n", "line 2", "goes `to` 2.0.0"),
    (f"{HEAD}  - {{do: redefine, variable: k_sex}}\n", "line 3", "`k_birth_year.most` differs in meaning"),
    (f"{HEAD}  - {{do: redefine, variable: k_birthyear}}\n", "line 4", "did you mean `k_birth_year`?"),
    (f"{HEAD}  - {{do: rename, variable: k_birth_year}}\n", "line 4", "`rename` needs `to`"),
    (f"{HEAD}  - {{do: recode, variable: k_sex, code: 9, into: [1]}}\n", "line 4", "9 is no category of `k_sex`"),
    (f"{HEAD}  - {{do: recode, variable: k_sex, code: 1, into: [7]}}\n", "line 4", "7 is no category of `k_sex`"),
    (f"{HEAD}  - {{do: merge, variable: k_sex, codes: [1, 2], into: [1, 2]}}\n", "line 4", "for several write `split`"),
    (f"{HEAD}  - {{do: drop, variable: k_sex}}\n", "line 4", "is still asked"),
    (f"{HEAD}  - {{do: add, variable: k_sex}}\n", "line 4", "is asked already"),
    (f"{HEAD}  - {{do: melt, variable: k_sex}}\n", "line 4", "write one of rename"),
]


@pytest.mark.parametrize(("text", "line", "sentence"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_migration_is_refused(tmp_path: Path, text: str, line: str, sentence: str) -> None:
    path = tmp_path / "1.1.0.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MistakesError) as caught:
        read_migration(path, before=OLD, after=NEW)
    assert any(line in one and sentence in one for one in caught.value.mistakes), caught.value.mistakes


def test_a_sound_migration_is_read(tmp_path: Path) -> None:
    path = tmp_path / "1.1.0.yaml"
    path.write_text(f"{HEAD}  - {{do: redefine, variable: k_birth_year, ask_again: true}}\n", encoding="utf-8")
    migration = read_migration(path, before=OLD, after=NEW)
    assert msgspec.structs.asdict(migration.steps[0])["ask_again"] is True
    moved = migrate(ENTRIES, migration, before=OLD, after=NEW)
    assert [(one.variable, one.was, one.why) for one in moved.ask_again] == [
        ("k_birth_year", "2012", "the question was redefined")
    ]
