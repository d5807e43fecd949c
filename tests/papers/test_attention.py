"""Attention is counted with its passages, and silence only over what was searched."""

from __future__ import annotations

import datetime as dt

import pytest

from vonnis.papers.attention import Attention, attention
from vonnis.papers.finding import find
from vonnis.papers.lexicon import shipped_lexicon
from vonnis.papers.paper import Paper

NAMES = "Klanten van minderjarigen verdienen aandacht."
SILENT = "De opvang wordt uitgebreid."
PAYS = "Ik start een campagne voor klanten van minderjarigen met € 500.000 per jaar."


def paper(number: int, year: int, text: str) -> Paper:
    return Paper(
        id=f"99001-{number}", origin="own", stated_kind="Brief regering", text=text, date=dt.date(year, 3, number)
    )


def measured(*papers: Paper, topic: str = "clients") -> Attention:
    lexicon = shipped_lexicon()
    found = lexicon.topic(topic)
    assert found is not None
    return attention(
        [find(one, lexicon) for one in papers],
        topic,
        label=found.label,
        terms=[term.term for term in found.terms],
        lexicon=lexicon.version,
        is_group=found.group,
    )


def test_papers_are_counted_by_year() -> None:
    found = measured(paper(1, 2021, NAMES), paper(2, 2021, SILENT), paper(3, 2023, PAYS))
    assert [(one.year, one.papers, one.naming, one.measures, one.budget) for one in found.years] == [
        (2021, 2, 1, 0, 0), (2023, 1, 1, 1, 1),
    ]  # fmt: skip
    assert (found.years[1].money, found.years[1].money_yearly) == (0, 500_000)


def test_the_share_is_that_of_the_characters_of_the_sentences() -> None:
    found = measured(paper(1, 2021, f"{NAMES} {SILENT}"))
    assert found.papers[0].share == pytest.approx(len(NAMES) / (len(NAMES) + len(SILENT)))
    assert found.years[0].share == found.papers[0].share


def test_silence_is_told_only_of_papers_that_were_searched() -> None:
    found = measured(paper(1, 2021, SILENT), paper(2, 2022, ""), paper(3, 2023, NAMES))
    assert [one.paper for one in found.silent] == ["99001-1"]
    assert found.searched.without_text == ("99001-2",)
    assert (found.searched.papers, found.searched.first, found.searched.last) == (2, "2021-03-01", "2023-03-03")
    assert found.searched.terms


def test_a_paper_without_a_text_has_no_share() -> None:
    found = measured(paper(1, 2021, ""))
    assert (found.papers[0].share, found.years[0].share, found.years[0].searched) == (None, None, 0)


def test_money_for_something_else_is_not_counted() -> None:
    found = measured(paper(1, 2021, f"{PAYS} De opvang kost € 9 miljoen."))
    assert (found.papers[0].money, found.papers[0].money_yearly) == (0, 500_000)


def test_another_topic_is_counted_without_measures() -> None:
    found = measured(paper(1, 2021, SILENT), topic="victims")
    assert (found.years[0].naming, found.years[0].measures, found.papers[0].concern) == (1, 0, "named")


def test_every_passage_stands_where_it_says() -> None:
    one = paper(1, 2021, f"{SILENT}\n{NAMES}\n{PAYS}")
    for span in measured(one).papers[0].passages:
        assert one.text[span.start : span.end] == span.quote


def test_a_changed_paper_changes_the_count() -> None:
    before = measured(paper(1, 2021, SILENT)).years[0]
    assert measured(paper(1, 2021, f"{SILENT} {NAMES}")).years[0].passages == before.passages + 1


def test_the_money_of_every_measure_is_counted_once() -> None:
    other = "Ik start een cursus voor klanten van minderjarigen met € 200.000 per jaar."
    found = measured(paper(1, 2023, f"{PAYS} {other} De opvang krijgt € 900.000."))
    assert found.papers[0].money_yearly == 700_000
