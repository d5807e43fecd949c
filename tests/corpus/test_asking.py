"""What a question means."""

from __future__ import annotations

import pytest

from vonnis.corpus.asking import Term, folded, marks_in, match_of, other_forms, terms_of
from vonnis.errors import UsageError


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("taakstraf", [Term(kind="phrase", words=("taakstraf",))]),
        ("Taakstraf  Boete", [Term(kind="phrase", words=("taakstraf",)), Term(kind="phrase", words=("boete",))]),
        ('"geheel voorwaardelijk"', [Term(kind="phrase", words=("geheel", "voorwaardelijk"))]),
        ("gevang*", [Term(kind="prefix", words=("gevang",))]),
        ('"een gevang*"', [Term(kind="prefix", words=("een", "gevang"))]),
        ("NEAR(straf geheel, 5)", [Term(kind="near", words=("straf", "geheel"), within=5)]),
        ("NEAR(straf geheel)", [Term(kind="near", words=("straf", "geheel"), within=10)]),
        ("straf -boete", [Term(kind="phrase", words=("straf",)), Term(kind="phrase", words=("boete",), wanted=False)]),
        ("36f", [Term(kind="phrase", words=("36f",))]),
        ("13/123456-20", [Term(kind="phrase", words=("13", "123456", "20"))]),
        ("één", [Term(kind="phrase", words=("één",))]),
        ("AND OR", [Term(kind="phrase", words=("and",)), Term(kind="phrase", words=("or",))]),
        ("straf ' ) *", [Term(kind="phrase", words=("straf",))]),
    ],
)
def test_a_question_is_taken_apart(question: str, terms: list[Term]) -> None:
    assert list(terms_of(question)) == terms


@pytest.mark.parametrize(
    ("question", "said"), [("", "no word"), ("-boete", "no word"), ("* ()", "no word"), ('"a', "open")]
)
def test_what_asks_nothing_is_refused(question: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        terms_of(question)


@pytest.mark.parametrize(("word", "plain"), [("Één", "een"), ("reëel", "reeel"), ("ÇA", "ca"), ("ß", "ß"), ("x", "x")])
def test_accents_fold_away(word: str, plain: str) -> None:
    assert folded(word) == plain


def test_marks_tell_accented_words_and_those_without_a_plain_twin() -> None:
    both, only = marks_in("Eén keer een, één keer café."), marks_in("café")
    assert len(both.split()) == 4
    assert len(only.split()) == 2
    assert marks_in("een keer") == ""
    assert marks_in("€ 500 – x") == ""


def test_a_prefix_has_no_inexact_matches_to_ask_for() -> None:
    assert match_of(terms_of("gevang*"), exact=False) == ""


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("gevangenisstraf", "gevangenisstraffen"), ("gevangenisstraffen", "gevangenisstraf"), ("maand", "maanden"),
        ("jaar", "jaren"), ("jaren", "jaar"), ("uur", "uren"), ("taakstraf", "taakstraffen"), ("brief", "brieven"),
        ("huis", "huizen"), ("huizen", "huis"), ("voorwaardelijk", "voorwaardelijke"), ("boete", "boetes"),
        ("straffen", "straf"), ("getuige", "getuigen"),
    ],
)  # fmt: skip
def test_other_forms_of_a_word(word: str, form: str) -> None:
    assert form in other_forms(word)


@pytest.mark.parametrize("word", ["gevangenisstraffen", "straf", "een", "vannis"])
def test_no_form_is_mangled_as_a_stemmer_would(word: str) -> None:
    assert not {"vannisstraf", "vannisstraff"} & set(other_forms(word))
    assert word not in other_forms(word)
