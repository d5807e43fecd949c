"""The chapter on earlier waves: chart with its text, table with intervals and tests, breaks, what changed."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest

from tests.report.invented import AT, masthead, released, text
from vonnis.disclosure.gate import release
from vonnis.disclosure.policy import default_policy
from vonnis.report.building import build
from vonnis.report.charts.waves import BREAK, MARKS
from vonnis.report.document import Document, Heading, Picture, Points, Table, plain
from vonnis.report.figures import figures_of
from vonnis.report.formats import chance, difference
from vonnis.report.masthead import Masthead
from vonnis.report.printing import Printer
from vonnis.report.prose.reading import Source, read_text
from vonnis.report.waves_shown import ShownComparison, ShownWave, WaveNumber
from vonnis.report.words import Language

SOURCE = text("verzonnen", "invented")


def compared(figure: str, value: float | None, *, p: float | None = None, broken: bool = False) -> ShownComparison:
    """Return a share in the earlier wave, with a difference of eleven points where it was released."""
    label = text(f"{figure} (nl)", f"{figure} (en)")
    id_ = f"wave.first.{figure}"
    before = WaveNumber(
        id=id_,
        label=label,
        value=value,
        unit="share",
        statistic="share",
        n=60,
        interval=(0.2, 0.5) if value else None,
        status="released" if value else "suppressed",
        source=SOURCE,
    )
    change = WaveNumber(
        id=f"{id_}.difference", label=label, value=-0.11, unit="share", interval=(-0.2, 0.02), source=SOURCE
    )
    tested = WaveNumber(id=f"{id_}.p", label=label, value=p, unit="p", source=SOURCE) if p is not None else None
    return ShownComparison(
        figure=figure,
        label=label,
        unit="share",
        before=before,
        difference=change if value is not None else None,
        chance=tested,
        reason=None if tested else text("niet getoetst", "not tested"),
        breaks=(text("anders geteld", "counted otherwise"),) if broken else (),
    )


FIRST = ShownWave(
    id="first",
    label=text("Eerste golf", "First wave"),
    figures=(
        compared("one_day_share", 0.38, p=0.012),
        compared("legal_site_share", 0.37, broken=True),
        compared("age_gap_share", None),
    ),
    changes=(
        ("population", (text("ingeschreven in 2010; nu in 2015", "registered in 2010 then, in 2015 now"),)),
        ("codebook", ()),
    ),
    together=1,
)


def head(*waves: ShownWave) -> Masthead:
    return msgspec.structs.replace(masthead(), waves=waves)


def chapter(language: Language, *waves: ShownWave) -> Document:
    sections = read_text(Source("83-waves.md", "# Waves {#waves ?}\n\nBefore.\n\n::: waves :::\n"))
    return build(released(), head(*waves), sections=sections, language=language)


@cache
def beside_first(language: Language) -> Document:
    return chapter(language, FIRST)


def blocks(kind: type, language: Language = "en") -> list:  # type: ignore[type-arg]
    return [block for block in beside_first(language).chapters[0].blocks if isinstance(block, kind)]


def test_the_chart_tells_every_share_in_words_and_names_what_differs() -> None:
    (picture,) = blocks(Picture)
    assert plain(picture.finding) == "Differs by more than chance: “one_day_share (en)”"
    assert "this wave 60% (n = 101), First wave 38% (n = 60)" in picture.alternative
    assert "First wave 37% (n = 60), not counted alike" in picture.alternative
    assert picture.alternative in picture.wide.replace("&quot;", '"')
    assert picture.notes[0].startswith(BREAK)
    assert "FICTIONAL" in picture.narrow


def test_the_table_has_then_now_difference_and_test() -> None:
    (table,) = blocks(Table, "nl")
    cells = [[plain(cell.line) for cell in row] for row in table.rows]
    assert cells[0][1] == "38% (20%\u00a0tot\u00a050%)"
    assert cells[0][3:] == ["−11 procentpunt (−20\u00a0tot\u00a0+2)", "0,012"]
    assert cells[1][0].endswith(BREAK)
    assert cells[1][4] == "anders geteld; niet getoetst"
    assert cells[2][1] == "×"
    assert cells[2][3:] == ["–", "niet getoetst"]


def test_the_table_says_how_many_tests_were_corrected_together() -> None:
    (table,) = blocks(Table)
    assert "of every earlier wave (Holm; number of tests: 1)" in plain(table.notes)
    assert "× = withheld" in plain(table.notes)


FEW = WaveNumber(
    id="wave.first.girls_share",
    label=text("meisjes", "girls"),
    value=7 / 12,
    unit="share",
    statistic="share",
    n=12,
    numerator=7,
    interval=(0.32, 0.81),
    status="exception",
    fictional=True,
    source=SOURCE,
)
GIRLS = ShownComparison(
    figure="girls_share", label=FEW.label, unit="share", before=FEW, reason=text("te weinig", "too few")
)
CHANGE = ShownComparison(
    figure="suspects_change",
    label=text("verandering", "change"),
    unit="share",
    before=msgspec.structs.replace(
        FEW, id="wave.first.suspects_change", value=0.25, statistic="change", n=None, interval=None
    ),
)
MEAN = ShownComparison(
    figure="victim_age_mean",
    label=text("leeftijd", "age"),
    unit="year",
    before=msgspec.structs.replace(
        FEW, id="wave.first.victim_age_mean", value=15.5, unit="year", statistic="mean", interval=(14.5, 16.5)
    ),
)
INVENTED = ShownWave(id="first", label=text("Eerste golf", "First wave"), figures=(GIRLS, CHANGE, MEAN), fictional=True)


def test_a_share_of_few_in_an_earlier_wave_is_printed_as_counts() -> None:
    made = chapter("en", INVENTED)
    (picture,) = (block for block in made.chapters[0].blocks if isinstance(block, Picture))
    (table,) = (block for block in made.chapters[0].blocks if isinstance(block, Table))
    assert plain(table.rows[0][1].line).startswith("7 of 12")
    assert "58" not in plain(table.rows[0][1].line)
    assert "First wave (FICTIONAL) 7 of 12" in picture.alternative
    for width in (picture.wide, picture.narrow):
        assert ">7/12<" in width
        assert "58%" not in width


def test_only_shares_stand_in_the_chart_and_the_others_in_their_own_unit() -> None:
    made = chapter("en", INVENTED)
    (picture,) = (block for block in made.chapters[0].blocks if isinstance(block, Picture))
    (table,) = (block for block in made.chapters[0].blocks if isinstance(block, Table))
    assert "victims who are girls" in picture.alternative
    assert "change" not in picture.alternative
    assert plain(table.rows[1][1].line).startswith("+25%")
    assert plain(table.rows[2][1].line).startswith("15.5 years")
    assert "14.5 years" in plain(table.rows[2][1].line)


def test_fiction_and_exceptions_of_an_earlier_wave_are_shown() -> None:
    made = chapter("en", INVENTED)
    blocks_ = made.chapters[0].blocks
    assert [block.text for block in blocks_ if isinstance(block, Heading)] == ["First wave (FICTIONAL)"]
    (table,) = (block for block in blocks_ if isinstance(block, Table))
    assert "† = published under a documented exception" in plain(table.notes)
    real = release([], [], policy=default_policy(), at=AT, fictional=False)
    figures = figures_of(real, head(INVENTED)).by_id()
    found = figures["wave.first.girls_share"]
    assert (found.status, found.fictional, found.statistic) == ("exception", True, "share")


def test_every_wave_of_the_chart_has_a_mark_of_its_own_and_the_oldest_are_left_out() -> None:
    many = [
        ShownWave(
            id=f"w{place}", label=text(f"Golf {place}", f"Wave {place}"), figures=(compared("one_day_share", 0.5),)
        )
        for place in range(1, 9)
    ]
    picture = next(block for block in chapter("en", *many).chapters[0].blocks if isinstance(block, Picture))
    legend = plain(picture.subtitle).split(": ", maxsplit=1)[1].split(" · ")
    assert [one.split(" ", maxsplit=1)[1] for one in legend] == ["this wave", *(f"Wave {n}" for n in range(8, 2, -1))]
    assert len({one.split(" ", maxsplit=1)[0] for one in legend}) == len(legend) == len({shape for _, shape in MARKS})
    assert picture.notes == ("Drawn are this wave and the last 6 before it.",)


def test_what_changed_and_what_did_not_is_told() -> None:
    (points,) = blocks(Points)
    assert [plain(item) for item in points.items] == [
        "Population: registered in 2010 then, in 2015 now.",
        "Codebook: nothing.",
    ]


def test_the_last_wave_comes_first_and_the_chart_has_a_mark_for_each() -> None:
    second = ShownWave(id="second", label=text("Tweede", "Second"), figures=(compared("one_day_share", 0.5, p=0.4),))
    made = chapter("en", FIRST, second)
    found = made.chapters[0].blocks
    assert [block.text for block in found if isinstance(block, Heading)] == ["Second", "First wave"]
    picture = next(block for block in found if isinstance(block, Picture))
    assert plain(picture.subtitle).endswith("● this wave · ◇ Second · □ First wave")
    assert plain(picture.finding) == "No figure differs by more than chance from: Second"


def test_a_study_without_earlier_waves_has_no_such_chapter() -> None:
    assert all(one.id != "waves" for one in chapter("en").chapters)


def test_every_number_of_the_chapter_stands_in_the_figures() -> None:
    figures = figures_of(released(), head(FIRST)).by_id()
    assert figures["wave.first.one_day_share.difference"].interval == (-0.2, 0.02)
    assert figures["wave.first.one_day_share.p"].unit == "p"
    assert figures["wave.first.age_gap_share"].status == "suppressed"


def test_a_sentence_can_name_a_number_of_an_earlier_wave() -> None:
    printer = Printer(released(), head(FIRST), "en")
    line = printer.named("wave.first.one_day_share.difference")
    assert line is not None
    assert plain(line) == "−11 points"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(0.214, "share", "+21 procentpunt"), (-1.0, "year", "−1 jaar"), (3.0, "count", "+3")],
)
def test_a_difference_has_its_sign(value: float, unit: str, said: str) -> None:
    assert difference(value, unit, language="nl") == said


@pytest.mark.parametrize(("value", "said"), [(0.0004, "< 0,001"), (0.0123, "0,012"), (1.0, "1,000")])
def test_a_chance_has_three_decimals(value: float, said: str) -> None:
    assert chance(value, "nl") == said
