"""What the report says of papers: a timeline with its text and table, passages, recommendations on their grounds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cache

import msgspec
import pytest

from tests.report.invented import AT, masthead, released, tables, text
from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.gate import release
from vonnis.disclosure.policy import policy_of
from vonnis.disclosure.released import Release
from vonnis.errors import DisclosureError, StudyError
from vonnis.report.building import build
from vonnis.report.charts.drawing import Frame
from vonnis.report.charts.timeline import Beside
from vonnis.report.charts.timeline import timeline as charted
from vonnis.report.document import Document, Heading, Number, Paragraph, Picture, Points, Table, plain
from vonnis.report.figures import figures_of
from vonnis.report.papers_shown import ShownEvent, ShownItem, ShownPaper, ShownPolicy
from vonnis.report.prose.reading import Source, read_text

ON = dt.date(2022, 7, 1)
FRAME = Frame(id="x", language="nl", width=800, fictional=True)
SHOWN = ShownPolicy(
    topic=text("Klanten", "Clients"),
    on=ON,
    papers=(
        ShownPaper(
            id="99001-1", date=dt.date(2015, 3, 1), kind="plan", title="Plan", concern="named", searched=True,
            passages=("Klanten verdienen aandacht.",),
        ),
        ShownPaper(id="99001-2", date=dt.date(2016, 3, 1), kind="letter", title="", concern="not_named", searched=True),
        ShownPaper(id="99001-3", date=None, kind="letter", title="", concern="not_named", searched=False),
    ),
    items=(
        ShownItem(
            id="99001-4", kind="motion", date=dt.date(2017, 1, 1), due=dt.date(2018, 1, 1), stated=True,
            state="carried_out", settled=dt.date(2017, 6, 1), actor="Jansma c.s.", asks="verzoekt iets,",
            events=(ShownEvent(date=dt.date(2017, 6, 1), paper="99001-5", says="carried_out", quote="Het is gedaan."),),
        ),
        ShownItem(
            id="99001-6", kind="commitment", date=dt.date(2019, 1, 1), due=dt.date(2020, 1, 1), stated=False,
            state="overdue", settled=None, actor="Linde", asks="zegt toe",
        ),
    ),
    terms=("klant*",),
)  # fmt: skip


def made(words: str, *, shown: ShownPolicy | None = SHOWN, held: Release | None = None) -> Document:
    head = msgspec.structs.replace(masthead(), policy=shown)
    sections = read_text(Source("own.md", f"# Beleid {{#policy}}\n\n{words}\n"))
    return build(held or released(), head, sections=sections, language="nl")


@cache
def timeline() -> Document:
    return made("::: timeline :::")


def found(document: Document, kind: type) -> list:  # type: ignore[type-arg]
    return [block for block in document.chapters[0].blocks if isinstance(block, kind)]


def test_the_timeline_stands_with_its_text_and_its_table() -> None:
    (picture,) = found(timeline(), Picture)
    assert "99001-6" in picture.alternative
    assert "te laat" in picture.alternative
    # This release holds no count of them, so the sentence goes without numbers.
    assert plain(picture.finding) == "Moties en toezeggingen over klanten, met hun afloop op 1 juli 2022"
    (table,) = found(timeline(), Table)
    assert [plain(cell.line) for cell in table.rows[1]] == [
        "99001-6, 1 januari 2019, Linde", "zegt toe", "1 januari 2020†", "te laat", "–",
    ]  # fmt: skip


def test_a_timeline_of_many_draws_the_last_and_lists_them_all() -> None:
    many = tuple(msgspec.structs.replace(SHOWN.items[1], id=f"99002-{place}") for place in range(1, 41))
    document = made("::: timeline :::", shown=msgspec.structs.replace(SHOWN, items=many))
    (picture,), (table,) = found(document, Picture), found(document, Table)
    assert ("99002-11," in picture.alternative, "99002-10," in picture.alternative) == (True, False)
    assert picture.notes[-1] == "Getekend zijn de laatste 30; de tabel heeft ze alle."
    assert len(table.rows) == len(many)
    assert "Getekend" not in " ".join(found(timeline(), Picture)[0].notes)


def test_the_numbers_of_the_timeline_are_those_that_were_released() -> None:
    rows = (text("uitgevoerd", "carried out"), text("te laat", "overdue"))
    states = msgspec.structs.replace(
        tables()[0], id="policy_by_state", level="paper", rows=rows, cells=((1,), (2,)), published_elsewhere=True
    )
    held = release([], [states], policy=policy_of({}, where="test"), at=AT, fictional=True)
    (picture,) = found(made("::: timeline :::", held=held), Picture)
    assert plain(picture.finding) == "Van 3 moties en toezeggingen: 1 uitgevoerd en 2 te laat op 1 juli 2022"
    figures = {part.figure for part in picture.finding if isinstance(part, Number)}
    assert figures == {"policy_by_state.total", "policy_by_state.carried_out", "policy_by_state.overdue"}


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_timeline_holds_the_series_and_says_that_it_is_fiction(width: str) -> None:
    (picture,) = found(timeline(), Picture)
    drawn = getattr(picture, width)
    for words in ("Ingeschreven verdachten", "99001-4 Jansma c.s.", "uitgevoerd", "te laat", "FICTIEF"):
        assert words in drawn
    assert 'role="img"' in drawn


def test_a_study_without_papers_has_no_timeline() -> None:
    assert found(made("Woorden.\n\n::: timeline :::\n\n::: attention :::", shown=None), Picture) == []


def test_silence_is_told_beside_what_was_searched() -> None:
    document = made("::: attention :::")
    told = [plain(block.line) for block in found(document, Paragraph)]
    assert told[0].startswith("Gezocht is naar: klant* (")
    listed = [[plain(line) for line in block.items] for block in found(document, Points)]
    assert listed == [["99001-2, 1 maart 2016"], ["99001-3, –"]]
    (table,) = found(document, Table)
    assert plain(table.rows[0][-1].line) == "“Klanten verdienen aandacht.”"


def test_a_recommendation_points_to_its_figures_and_passages() -> None:
    document = made("::: recommendation A one_day_share\ntext: Doe iets.\npassages: 99001-1 99001-5\n:::")
    (heading,) = found(document, Heading)
    assert (heading.text, heading.id) == ("Aanbeveling A", "recommendation-a")
    (points,) = found(document, Points)
    grounds = [plain(line) for line in points.items]
    assert grounds[0].startswith("één dag cel met taakstraf: 60% (61 van 101")
    assert grounds[1:] == ["99001-1: “Klanten verdienen aandacht.”", "99001-5: “Het is gedaan.”"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("::: recommendation A gone_share\ntext: Doe iets.\n:::", "which the report does not have"),
        ("::: recommendation A one_day_share\ntext: Doe iets.\npassages: 99001-2\n:::", "have none"),
        ("::: recommendation A one_day_share\ntext: Doe iets.\npassages: 99001-77\n:::", "have none"),
        ("::: recommendation A\ntext: Doe iets.\n:::", "rests on nothing"),
        ("::: recommendation A one_day_share :::", "with a line 'text"),
        ("::: recommendation A one_day_share\ntext: Doe 7 dingen.\n:::", "is typed"),
    ],
)
def test_a_recommendation_whose_ground_is_gone_stops_the_build(words: str, said: str) -> None:
    with pytest.raises(StudyError, match=said):
        made(words)


def test_a_recommendation_on_a_withheld_figure_stops_the_build() -> None:
    with pytest.raises(DisclosureError, match="withheld"):
        made("::: recommendation A victims_by_age.13_years\ntext: Doe iets.\n:::")


def paper_count(value: int) -> Result:
    words = text("stukken", "papers")
    return Result(
        id="policy_overdue", label=words, statistic="count", value=float(value), unit="count", level="paper",
        units=tuple(map(str, range(value))), definition=words, source=words, published_elsewhere=True,
    )  # fmt: skip


def test_small_numbers_of_papers_leave_under_the_strict_policy() -> None:
    table: TableResult = msgspec.structs.replace(tables()[0], id="policy_by_state", level="paper")
    held = release([paper_count(2)], [table], policy=policy_of({}, where="test"), at=AT, fictional=True)
    result = held.result("policy_overdue")
    assert result is not None
    assert (result.status, result.value) == ("released", 2.0)
    state = held.table("policy_by_state")
    assert state is not None
    assert all(cell.status == "released" for row in state.cells for cell in row)


def test_the_sentences_stand_beside_the_timeline_as_far_as_they_were_released() -> None:
    rows = (text("2015–2017", "2015–2017"), text("2018–2020", "2018–2020"))
    columns = (text("Eén dag", "One day"), text("Anders", "Otherwise"))
    sentences = msgspec.structs.replace(
        tables()[0], id="sentence_by_year", level="client", rows=rows, columns=columns, cells=((46, 30), (6, 3)),
        units=(), row_wholes=True, missing={},
    )  # fmt: skip
    held = release([], [sentences], policy=policy_of({}, where="here"), at=AT, fictional=True)
    (picture,) = found(made("::: timeline :::", held=held), Picture)
    assert "2015–2017, Eén dag: 61%; 2018–2020, Eén dag: ingehouden" in picture.alternative
    assert "61%" in picture.wide.split("</title>")[1]
    assert "hatch_quiet" in picture.wide


def test_chart_and_text_print_few_sentences_as_counts() -> None:
    rows = (text("2015–2017", "2015–2017"), text("2018–2020", "2018–2020"))
    sentences = msgspec.structs.replace(
        tables()[0], id="sentence_by_year", level="paper", rows=rows, cells=((6, 4), (30, 20)), units=(),
        columns=(text("Eén dag", "One day"), text("Anders", "Otherwise")), row_wholes=True, missing={},
        published_elsewhere=True,
    )  # fmt: skip
    held = release([], [sentences], policy=policy_of({}, where="here"), at=AT, fictional=True)
    (picture,) = found(made("::: timeline :::", held=held), Picture)
    assert "2015–2017, Eén dag: 6 van 10; 2018–2020, Eén dag: 60%" in picture.alternative
    assert "6 van 10" in picture.wide.split("</title>")[1]


@pytest.mark.parametrize(
    ("change", "late"),
    [
        ({"state": "overdue"}, True),
        ({"state": "carried_out", "settled": dt.date(2021, 1, 1)}, True),
        ({"state": "carried_out", "settled": dt.date(2019, 6, 1)}, False),
        ({"state": "carried_out"}, False),
        ({"state": "open"}, False),
    ],
)
def test_only_what_is_known_to_be_late_is_drawn_as_late(change: dict[str, object], late: bool) -> None:  # noqa: FBT001
    item = msgspec.structs.replace(SHOWN.items[1], **change)
    words: defaultdict[str, str] = defaultdict(str)
    drawn = charted([item], [], on=ON, beside=Beside(None, None), words=words, frame=FRAME)
    rows = [row for values in drawn.to_dict()["datasets"].values() for row in values if "late" in row]
    assert [row["late"] < row["end"] for row in rows] == [late]


def test_figures_on_the_papers_of_a_fictional_study_are_fictional() -> None:
    table: TableResult = msgspec.structs.replace(
        tables()[0], id="policy_by_state", level="paper", published_elsewhere=True
    )
    held = release([paper_count(2)], [table], policy=policy_of({}, where="test"), at=AT, fictional=True)
    figures = [one for one in figures_of(held, masthead()).figures if one.id.startswith("policy_")]
    assert len(figures) > 3
    assert all(one.fictional for one in figures)
    assert all(one.made_up(fictional=True) and not one.made_up(fictional=False) for one in held.results)
