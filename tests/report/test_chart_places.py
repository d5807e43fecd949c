"""Charts that a text asks for: pyramids, distributions, attrition, forests, each with its table and its words."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.report.invented import AT, masthead, number, share, table, text
from vonnis.disclosure.gate import release
from vonnis.disclosure.policy import policy_of
from vonnis.disclosure.released import Release
from vonnis.errors import StudyError
from vonnis.report.building import build
from vonnis.report.document import Block, Paragraph, Picture, Table, plain
from vonnis.report.prose.reading import Source, read_text

AGES = [text(f"{low} jaar", f"{low} years") for low in (16, 17)]
CLASSES = [text("jonger dan 40", "under 40"), text("40 of ouder", "40 or older")]
GAPS = [text("lager", "below"), text("gelijk", "equal")]
STEPS = [text("ingeschreven", "registered"), text("veroordeeld", "convicted")]
PEOPLE = (text("klanten", "clients"),)

OTHERS = read_text(Source("own.md", "# Title {#first}\n\n::: others :::\n"))


@cache
def passed() -> Release:
    ends = (0.5, 0.7)
    results = [
        share("one", text("Een dag", "One day"), 610, 1010, "client", ends),
        share("long", text("Lang", "Long"), 160, 1010, "client", (0.14, 0.18)),
        number("gap", text("Verschil", "Difference"), -89.0, "day", "client", statistic="median", n=1010),
    ]
    tables = [
        table("younger", text("Slachtoffers", "Victims"), AGES, ((160,), (140,)), ordered=True, level="victim"),
        table("older", text("Klanten", "Clients"), CLASSES, ((510,), (500,)), ordered=True, columns=PEOPLE),
        table("gaps", text("Straf en eis", "Sentence and demand"), GAPS, ((880,), (130,)), ordered=True),
        table("steps", text("Uitval", "Attrition"), STEPS, ((2400,), (1010,)), additive=False, ordered=True),
    ]
    return release(results, tables, policy=policy_of({}, where="test"), at=AT, fictional=True)


def blocks(written: str) -> list[Block]:
    sections = read_text(Source("own.md", f"# Title {{#first}}\n\n{written}\n"))
    return list(build(passed(), masthead(), language="en", sections=sections).blocks())


def test_shares_of_few_units_are_counts_and_planned_tables_are_drawn_without_being_named() -> None:
    few = share("few", text("Weinig", "Few"), 12, 15, "client", (0.5, 0.9))
    rows = [text("nee", "no"), text("niet", "none"), text("ja", "yes")]
    planned = table("planned", text("Gepland", "Planned"), rows, ((12,), (0,), (11,)), ordered=True, drawn="bars")
    let = release([few], [planned], policy=policy_of({"threshold": 2, "reason": text("om", "why")}, where="test"),
                  at=AT, fictional=True)  # fmt: skip
    picture, shown, figures = list(build(let, masthead(), language="en", sections=OTHERS).blocks())[:3]
    assert isinstance(picture, Picture)
    assert "no: 12; yes: 11" in picture.alternative
    assert picture.wide.index(">none<") > picture.wide.index(">no<")
    assert isinstance(shown, Table)
    assert isinstance(figures, Table)
    assert [plain(cell.line) for cell in figures.rows[0]] == ["Few", "12 of 15", "15"]


PLACES = [
    pytest.param("chart older\ndraw: pyramid\nbeside: younger", ["16 years: 160", "40 or older: 500"], id="pyramid"),
    pytest.param("chart gaps\ndraw: distribution\nmedian: gap\nzero: equal", ["below: 880"], id="distribution"),
    pytest.param("chart steps\ndraw: attrition", ["registered: 2,400", "convicted: 1,010"], id="attrition"),
    pytest.param("forest one long", ["One day: 60.4%", "95% interval 14.0% to 18.0%"], id="forest"),
]


@pytest.mark.parametrize(("place", "said"), PLACES)
def test_a_chart_has_an_alternative_and_a_table_below(place: str, said: list[str]) -> None:
    found = blocks(f"::: {place}\nfinding: What it shows\n:::")
    picture, below = found[0], found[1]
    assert isinstance(picture, Picture)
    assert isinstance(below, Table)
    assert plain(picture.finding) == "What it shows"
    assert [words for words in said if words not in picture.alternative] == []
    assert ">FICTIONAL</text>" in picture.wide


def test_planned_pyramids_and_shares_that_no_text_names_are_drawn() -> None:
    groups = (text("meisjes", "girls"), text("jongens", "boys"))
    ages = table("ages", text("Leeftijd", "Age"), AGES, ((40, 20), (30, 50)), columns=groups, drawn="pyramid")
    ends = (0.5, 0.7)
    shares = [
        share(f"s{place}", text(f"deel {place}", f"part {place}"), 60, 100, "client", ends) for place in range(13)
    ]
    one = share("alone", text("slachtoffers", "victims"), 60, 100, "victim", ends)
    let = release([*shares, one], [ages], policy=policy_of({}, where="test"), at=AT, fictional=True)
    found = list(build(let, masthead(), language="en", sections=OTHERS).blocks())
    pictures = [block for block in found if isinstance(block, Picture)]
    assert [picture.figure for picture in pictures] == ["ages", "forest-other-1", "forest-other-2"]
    assert "16 years, girls: 40" in pictures[0].alternative
    assert "part 0: 60% 95% interval 50% to 70%" in pictures[1].alternative
    assert [picture.alternative.count("part ") for picture in pictures[1:]] == [7, 6]
    figures = [block for block in found if isinstance(block, Table)][-1]
    assert len(figures.rows) == len(let.results)


def test_shares_with_long_or_equal_labels_each_have_a_row_of_their_own() -> None:
    long = "sentence of a hundred days or more that is not suspended, in the decision that counts"
    labels = (long, "one day", "one day")
    shares = [
        share(f"s{place}", text(label, label), 60, 100, "client", (0.5, 0.7)) for place, label in enumerate(labels)
    ]
    let = release(shares, [], policy=policy_of({}, where="test"), at=AT, fictional=True)
    picture = next(iter(build(let, masthead(), language="en", sections=OTHERS).blocks()))
    assert isinstance(picture, Picture)
    for drawn, width in ((picture.wide, 680), (picture.narrow, 320)):
        assert drawn.count(">60%<") == 3
        size = re.search(r'viewBox="0 0 ([\d.]+)', drawn)
        assert size is not None
        assert float(size[1]) <= width + 12


def test_the_table_beside_a_pyramid_is_printed_once() -> None:
    place = "::: chart older\ndraw: pyramid\nbeside: younger\n:::"
    assert [block.figure for block in blocks(place) if isinstance(block, Table)] == ["older", "younger"]
    both = [block.figure for block in blocks(f"{place}\n\n::: table younger :::") if isinstance(block, Table)]
    assert both == ["older", "younger"]


def test_a_pyramid_without_a_second_side_is_refused_or_drawn_as_bars_where_it_may_go() -> None:
    with pytest.raises(StudyError, match="needs a table of two columns"):
        blocks("::: chart older\ndraw: pyramid\n:::")
    assert isinstance(blocks("(?) ::: chart older\ndraw: pyramid\nbeside: nothing\n:::")[0], Picture)


def test_a_forest_without_any_share_is_left_out() -> None:
    assert not [one for one in blocks("::: forest nothing gap\nfinding: x\n:::") if isinstance(one, Picture | Table)]


def test_a_chart_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(StudyError, match=r"no chart 'pie'; there are bars, .*attrition"):
        blocks("::: chart gaps\ndraw: pie\n:::")


def test_the_ends_of_an_interval_do_not_part() -> None:
    shown = blocks("::: forest one long :::")[1]
    assert isinstance(shown, Table)
    assert [plain(row[3].line) for row in shown.rows] == ["50.0%\u00a0to\u00a070.0%", "14.0%\u00a0to\u00a018.0%"]


WITHHELD = [text("een", "one"), text("twee", "two"), text("drie", "three")]


@pytest.mark.parametrize(
    ("counts", "drawn"),
    [
        pytest.param([30, 3, 4, 20], False, id="one number beside crosses"),
        pytest.param([30, 25, 8, 9], True, id="two numbers beside crosses"),
        pytest.param([30], True, id="one number, and nothing withheld"),
    ],
)
@pytest.mark.parametrize("place", ["::: chart t :::", "::: others :::"])
def test_a_chart_of_crosses_is_told_by_its_table(counts: list[int], drawn: bool, place: str) -> None:  # noqa: FBT001
    heads = [*WITHHELD, text("vier", "four")][: len(counts)]
    shown = table("t", text("Wegen", "Ways"), heads, tuple((n,) for n in counts), ordered=True, drawn="bars")
    let = release([], [shown], policy=policy_of({}, where="test"), at=AT, fictional=True)
    sections = read_text(Source("own.md", f"# Title {{#first}}\n\nSee {{{{ chart t }}}}.\n\n{place}\n"))
    found = list(build(let, masthead(), language="en", sections=sections).blocks())
    assert any(isinstance(block, Picture) for block in found) is drawn
    said = [plain(block.line) for block in found if isinstance(block, Paragraph)]
    assert "See figure 1." in said if drawn else "See table 1." in said
    assert any(line.startswith("Too much of “Ways” is withheld for a figure.") for line in said) is not drawn
    assert any(isinstance(block, Table) for block in found)
