"""The page and figures.json say the same, hide the same, and are the same on every run."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest
from bs4 import BeautifulSoup

from tests.report.invented import AT, masthead, released, results, small, tables
from vonnis.disclosure.gate import release
from vonnis.disclosure.policy import default_policy, policy_of
from vonnis.errors import DisclosureError
from vonnis.report.building import build
from vonnis.report.document import Picture, Table, plain
from vonnis.report.formats import quantity
from vonnis.report.prose.reading import Source, read_text
from vonnis.report.sheets import sheet
from vonnis.report.words import Language
from vonnis.report.writing import render

LANGUAGES: tuple[Language, ...] = ("nl", "en")


@pytest.fixture(scope="session")
def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "lxml")


@pytest.fixture(scope="session")
def figures(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    return {figure["id"]: figure for figure in json.loads(files["figures.json"])["figures"]}


def printed(soup: BeautifulSoup, language: str) -> list[Any]:
    return list(soup.select(f"article#{language} data[data-figure]"))


@pytest.mark.parametrize(
    ("method", "language", "head", "note"),
    [
        ("round", "nl", "0 of “geen” kan een klein aantal zijn", "Aantallen zijn afgerond op een veelvoud."),
        ("round", "en", "0 or “none” may be a small number", "Counts are rounded to a multiple."),
        ("suppress", "en", "", ""),
    ],
)
def test_what_is_in_rounded_counts_says_so(method: str, language: Language, head: str, note: str) -> None:
    policy = policy_of({"method": method}, where="test")
    let = release(results()[:2], tables()[:1], policy=policy, at=AT, fictional=True)
    text = read_text(Source("own.md", "# Title {#own}\n\n::: chart sentence_class :::\n"))
    report = build(let, masthead(), sections=text, language=language)
    notes = [" ".join(block.notes) for block in report.blocks() if isinstance(block, Picture)]
    notes += [plain(block.notes) for block in report.blocks() if isinstance(block, Table)]
    assert len(notes) == 2
    for made in (report, sheet(let, masthead(), kind="press", language=language)):
        assert head in made.notice
        assert ("100%" in made.notice) is bool(head)
    assert all(note in one for one in notes)
    assert ("multiple" in notes[-1] or "veelvoud" in notes[-1]) is bool(note)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_printed_number_stands_in_figures_json(
    soup: BeautifulSoup, figures: dict[str, dict[str, Any]], language: str
) -> None:
    found = printed(soup, language)
    assert len(found) > 100
    for number in found:
        figure = figures[number["data-figure"]]
        part = number["data-part"]
        if "withheld" in number.get("class", []):
            assert (number.text, figure["value"], figure["status"]) == ("×", None, "suppressed")
            continue
        ends = dict(zip(("low", "high"), figure["interval"] or (None, None), strict=True))
        expected = ends[part] if part in ends else figure[part]
        assert float(number["value"]) == expected


def test_the_shown_text_is_the_value_in_the_language(soup: BeautifulSoup, figures: dict[str, dict[str, Any]]) -> None:
    for language in LANGUAGES:
        for number in printed(soup, language):
            figure = figures[number["data-figure"]]
            if number["data-part"] == "value" and figure["value"] is not None and "reference." not in figure["id"]:
                assert number.text == quantity(figure["value"], figure["unit"], language=language, n=figure["n"])


def test_no_figure_stands_outside_its_mark(soup: BeautifulSoup) -> None:
    """Tables hold no bare number: each digit in a cell belongs to a marked figure, a date or a count of decisions."""
    article = BeautifulSoup(str(soup.select_one("article#nl")), "lxml")
    for mark in article.select("data"):
        mark.decompose()
    for section in ("clients", "victims", "contact", "sentence", "registrations"):
        for cell in article.select(f'section[aria-labelledby="nl-{section}"] td'):
            assert not re.search(r"\d", re.sub(r"95%", "", cell.text)), cell.text


def test_both_languages_print_the_same_figures(soup: BeautifulSoup) -> None:
    dutch, english = ([(n["data-figure"], n["data-part"]) for n in printed(soup, code)] for code in LANGUAGES)
    assert dutch == english


def test_a_withheld_count_stands_nowhere(files: dict[str, bytes]) -> None:
    figures = {figure["id"]: figure for figure in json.loads(files["figures.json"])["figures"]}
    for id_ in ("victims_by_age.13_years", "victims_by_age.14_years"):
        assert figures[id_]["value"] is None
        assert figures[id_]["status"] == "suppressed"
        assert f"{id_}.share" not in figures
    assert 'data-figure="victims_by_age.13_years" data-part="value" title' in files["report.html"].decode()


def test_figures_have_the_fields_of_the_contract(files: dict[str, bytes]) -> None:
    content = json.loads(files["figures.json"])
    assert content["fictional"] is True
    names = {"id", "label", "value", "unit", "n", "interval", "status", "source"}
    assert all(names <= set(figure) for figure in content["figures"])
    assert {figure["status"] for figure in content["figures"]} == {"released", "suppressed", "exception"}
    by_id = {figure["id"]: figure for figure in content["figures"]}
    assert by_id["one_day_share"]["value"] == 61 / 101
    assert by_id["one_day_share"]["interval"] == [0.51, 0.69]
    assert by_id["victim_age_min"]["status"] == "exception"
    assert by_id["reference.girls_share"]["value"] == 0.88


def test_an_id_stands_once(files: dict[str, bytes]) -> None:
    ids = [figure["id"] for figure in json.loads(files["figures.json"])["figures"]]
    assert len(ids) == len(set(ids))


def test_the_same_release_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    assert render(released(), masthead=masthead()) == files


def test_another_release_gives_another_page(files: dict[str, bytes]) -> None:
    assert render(small(), masthead=masthead())["report.html"] != files["report.html"]


def test_fiction_cannot_be_published_as_fact() -> None:
    with pytest.raises(DisclosureError, match="must say so"):
        render(released(), masthead=msgspec.structs.replace(masthead(), fictional=False))


def test_what_no_chapter_names_is_printed_all_the_same(soup: BeautifulSoup, page: str) -> None:
    assert {table.id for table in tables()} <= {n["data-figure"].split(".")[0] for n in printed(soup, "nl")}
    assert "CKM" not in page.split('class="byline"')[1].split("</p>", maxsplit=1)[0]


def test_markup_in_a_label_is_text() -> None:
    frame = msgspec.structs.replace(masthead(), title={"nl": "<script>x</script>", "en": "a & b"})
    page = render(small(), masthead=frame)["report.html"].decode()
    assert "<script" not in page
    assert "a &amp; b" in page


def test_a_report_without_reference_help_or_numbers_still_stands() -> None:
    bare = msgspec.structs.replace(masthead(), references=(), reference_name=None, country="XX", fictional=False)
    empty = release([], [], policy=default_policy(), at=AT, fictional=False)
    made = render(empty, masthead=bare)
    page = made["report.html"].decode()
    assert "FICTIEF" not in page
    assert "nl-help" not in page
    assert json.loads(made["figures.json"]) == {"fictional": False, "figures": []}
