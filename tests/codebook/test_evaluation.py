"""Rules know three values, and a range is decided only where every choice from it agrees."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.codebook.codebook import Level
from vonnis.codebook.evaluation import ANY, Span, Truth, Unit, compare, holds, number
from vonnis.codebook.expression import Comparator
from vonnis.codebook.missing import Missing
from vonnis.codebook.parsing import RuleSyntaxError, parse_rule
from vonnis.codebook.values import Answer, Duration, Interval, PartialDate


class One:
    """A unit with answers and some units below it."""

    def __init__(self, answers: dict[str, Answer], below: tuple[One, ...] = ()) -> None:
        self.answers = answers
        self.units = below

    def answer(self, name: str) -> Answer | Span | None:
        return self.answers.get(name)

    def below(self, level: Level) -> Iterable[Unit]:
        assert level == "pair"
        return self.units

    def level_of(self, names: tuple[str, ...]) -> Level:
        assert names
        return "pair"


UNIT = One(
    {
        "yes": 1,
        "no": 0,
        "silent": Missing.NOT_STATED,
        "some": (1, 3),
        "age": Interval(15, 16),
        "born": 1980,
        "month": PartialDate(2016, 5),
        "day": PartialDate(2016, 5, 20),
        "last": PartialDate(2016, 12, 31),
        "term": Duration(months=12),
        "year_term": Duration(years=1),
        "service": Duration(hours=120),
    },
    (One({"x": 1}), One({"x": 2}), One({"x": Missing.UNCLEAR})),
)
TRUTHS: list[tuple[str, Truth]] = [
    ("yes = 1 and silent = 1", None),
    ("no = 1 and silent = 1", False),
    ("yes = 1 or silent = 1", True),
    ("no = 1 or silent = 1", None),
    ("not (silent = 1)", None),
    ("not yes = 0 and no = 0", True),
    ("silent is missing", True),
    ("silent is not not_stated", False),
    ("unasked is missing", None),
    ("yes is answered", True),
    ("some has {2, 3}", True),
    ("some has 2", False),
    ("silent has 2", None),
    ("yes in {0, 1}", True),
    ("age < 17", True),
    ("age < 16", None),
    ("age >= 17", False),
    ("age = 15", None),
    ("age != 18", True),
    ("month < 2016-06-01", True),
    ("month < 2016-05-15", None),
    ("day - month <= 19", True),
    ("day - month <= 10", None),
    ("term <= year_term", True),
    ("year_term <= term", None),
    ("days(term) = 360", True),
    ("hours(service) = 120", True),
    ("days(service) = 5", None),
    ("year(day) = 2016", True),
    ("year(silent) = 2016", None),
    ("year(unasked) - born >= 19", None),
    ("any(x = 2)", True),
    ("any(x = 3)", None),
    ("all(x = 1)", False),
    ("count(x = 1) >= 1", True),
    ("count(x = 1) = 1", None),
    ("highest(x) >= 2", True),
    ("highest(x) <= 2", None),
    ("2 + 2 * 2 = 6", True),
    ("(2 + 2) * 2 = 8", True),
    ("1 / no = 1", None),
]


@pytest.mark.parametrize(("rule", "truth"), TRUTHS, ids=[rule for rule, _ in TRUTHS])
def test_a_rule_is_true_false_or_unknown(rule: str, truth: Truth) -> None:
    assert holds(parse_rule(rule), UNIT) is truth


@pytest.mark.parametrize(
    ("rule", "span"),
    [
        ("age(born, day)", Span(35, 36)),
        ("age(born, last)", Span(36, 36)),
        ("age(born, day) - age", Span(19, 21)),
        ("years(day, last)", Span(0, 1)),
        ("years(day, day)", Span(0, 0)),
        ("mean(x)", ANY),
        ("lowest(silent)", ANY),
        ("sum(x)", ANY),
    ],
)
def test_a_number_is_the_range_in_which_it_lies(rule: str, span: Span) -> None:
    assert number(parse_rule(rule), UNIT) == span


spans = st.tuples(st.integers(-3, 3), st.integers(0, 3)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
signs = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])


@given(spans, spans, signs)
def test_a_comparison_is_decided_where_every_choice_agrees(left: Span, right: Span, sign: Comparator) -> None:
    choices = itertools.product(range(int(left.low), int(left.high) + 1), range(int(right.low), int(right.high) + 1))
    found = {compare(sign, Span(a, a), right=Span(b, b)) for a, b in choices}
    assert compare(sign, left, right=right) == (found.pop() if len(found) == 1 else None)


@given(st.text(alphabet="ab1 =<>()!{},.-+*/'andorhasinit", max_size=40))
def test_no_text_brings_the_parser_down(text: str) -> None:
    with suppress(RuleSyntaxError):
        rule = parse_rule(text)
        assert parse_rule(rule.text).names() == rule.names()


def test_brackets_without_end_are_refused() -> None:
    with pytest.raises(RuleSyntaxError, match="brackets lie too deep"):
        parse_rule("(" * 500 + "a = 1" + ")" * 500)
