"""A codebook goes to REDCap and comes back whole; a dictionary made there becomes a codebook, or says what cannot."""

from __future__ import annotations

import csv
import io

import pytest

from vonnis.codebook.codebook import Codebook
from vonnis.codebook.diff import compare
from vonnis.codebook.reading import parse_codebook
from vonnis.codebook.redcap import HEAD, read_redcap, write_redcap
from vonnis.codebook.templates import TEMPLATES, template
from vonnis.codebook.writing import write_codebook
from vonnis.errors import MistakesError


def back(text: str) -> Codebook:
    return parse_codebook(read_redcap(text, name="small", language="nl", file="d.csv"), file="made.yaml")


def dictionary(**cells: str) -> str:
    """A dictionary with one field that REDCap itself made."""
    names = {name.split("(")[0].split("/")[0].split(",")[0].strip(): name for name in HEAD}
    row = {"Variable": "k_sex", "Form Name": "defendant", "Field Type": "radio", "Field Label": "Geslacht", **cells}
    stream = io.StringIO()
    writer = csv.DictWriter(stream, HEAD, restval="")
    writer.writeheader()
    writer.writerow({names.get(key, key): value for key, value in row.items()})
    return stream.getvalue()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_codebook_comes_back_whole(name: str) -> None:
    codebook = template(name)
    assert back(write_redcap(codebook, language="nl")).variables == codebook.variables
    assert parse_codebook(write_codebook(codebook), file="x").digest == codebook.digest


def test_redcap_sees_choices_kinds_of_missing_and_branching() -> None:
    text = write_redcap(template("op-de-koop-toe"), language="nl")
    rows = {row[HEAD[0]]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["k_sex"]["Choices, Calculations, OR Slider Labels"].startswith(
        "1, man | 2, vrouw | 3, anders | -8, niet vermeld"
    )
    assert rows["c_exploiter_outcome"][HEAD[11]] == "[c_trafficking_link] = '1'"
    assert rows["v_ad_age"][HEAD[11]].startswith("([v_advertised(1)] = '1' or [v_advertised(2)] = '1'")
    assert rows["k_imp_prison_kind"][HEAD[11]] == ""
    assert (rows["k_judgment_date"][HEAD[7]], rows["p_first_date"][HEAD[7]]) == ("date_ymd", "")
    assert rows["k_stage"][HEAD[12]] == "y"


def test_what_was_changed_in_redcap_wins() -> None:
    codebook = template("op-de-koop-toe")
    changed = back(write_redcap(codebook, language="nl").replace("1, man | 2, vrouw", "1, mannelijk | 2, vrouw"))
    sentences = [change.sentence for change in compare(codebook, changed) if change.place.startswith("k_")]
    assert sentences == ["~ k_sex.categories.1: man / male → mannelijk / male"]


def test_a_dictionary_of_redcap_becomes_a_codebook() -> None:
    made = back(dictionary(Choices="1, man | 2, vrouw | -8, niet vermeld"))
    sex = made.by_name["k_sex"]
    assert (sex.level, sex.type, sex.codes, [kind.word for kind in sex.missing]) == (
        "defendant", "category", (1, 2), ["not_stated"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Field Type": "notes"}, "row 2, column Field Type: a field of type `notes` has no place in a codebook"),
        ({"Form Name": "Baseline"}, "row 2, column Form Name: `Baseline` is no level"),
        ({"Choices": "a, man | b, vrouw"}, "has no numeric code; write `1, words`"),
        ({"Choices": "1, x | 2, y", "Field Annotation": "@VONNIS={broken"}, "what vonnis wrote here is damaged"),
    ],
)
def test_what_a_codebook_cannot_ask_is_told(cells: dict[str, str], sentence: str) -> None:
    with pytest.raises(MistakesError) as caught:
        back(dictionary(**cells))
    assert sentence in caught.value.mistakes[0]


def test_another_table_is_no_dictionary() -> None:
    with pytest.raises(MistakesError, match="this is no REDCap data dictionary"):
        read_redcap("a,b\n1,2\n", name="x", language="nl", file="d.csv")


def test_branching_logic_becomes_a_rule() -> None:
    text = dictionary(Choices="1, man | 2, vrouw")
    more = "k_more,defendant,,checkbox,Meer,\"1, a | 2, b\",,,,,,\"[k_sex] = '1' or [k_sex] <> '2'\",,,,,,\n"
    last = 'k_last,defendant,,text,Hoeveel,,,integer,0,9,,[k_more(2)] = "1",,,,,,\n'
    made = back(text.replace("\r\n", "\n") + more + last)
    rules = [made.by_name[name].asked_if for name in ("k_more", "k_last")]
    assert [rule.text for rule in rules if rule] == ["k_sex = 1 or k_sex != 2", "k_more has 2"]
    assert (made.by_name["k_last"].least, made.by_name["k_last"].most) == (0, 9)


@pytest.mark.parametrize(
    ("logic", "rule"),
    [
        ("[k_more(2)] = '1'", "k_more has 2"),
        ("[k_more(2)] = '0'", "not (k_more has 2)"),
        ("[k_more(2)] <> '1'", "not (k_more has 2)"),
        ("[k_more(2)] != '0'", "k_more has 2"),
        ("[k_more(2)] > 0", "k_more has 2"),
        ("[k_more(2)] < 1", "not (k_more has 2)"),
    ],
)
def test_a_box_that_is_ticked_or_not_becomes_the_rule_that_says_so(logic: str, rule: str) -> None:
    boxes = 'k_more,defendant,,checkbox,Meer,"1, a | 2, b",,,,,,,,,,,,\n'
    last = f'k_last,defendant,,text,Hoeveel,,,integer,0,9,,"{logic}",,,,,,\n'
    made = back(dictionary(Choices="1, man | 2, vrouw").replace("\r\n", "\n") + boxes + last)
    asked_if = made.by_name["k_last"].asked_if
    assert asked_if is not None
    assert asked_if.text == rule
