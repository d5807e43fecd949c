"""The page in a browser: structure, languages, widths, no request to anywhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from vonnis.report.tokens import tokens


@pytest.fixture
def opened(browser: Browser, page_file: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=True)
    tab = context.new_page()
    tab.goto(page_file.as_uri())
    yield tab
    context.close()


def test_nothing_is_fetched(opened: Page) -> None:
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.reload()
    assert len(asked) == 1
    assert asked[0].startswith("file:")


def test_there_is_no_script(opened: Page) -> None:
    assert opened.locator("script").count() == 0


@pytest.mark.parametrize(
    ("fragment", "shown", "hidden"), [("", "nl", "en"), ("#en-method", "en", "nl"), ("#nl", "nl", "en")]
)
def test_one_language_is_shown(opened: Page, page_file: Path, fragment: str, shown: str, hidden: str) -> None:
    opened.goto(page_file.as_uri() + fragment)
    assert opened.locator(f"article#{shown}").is_visible()
    assert not opened.locator(f"article#{hidden}").is_visible()


def test_the_language_changes_in_place(opened: Page, page_file: Path) -> None:
    opened.goto(page_file.as_uri() + "#nl-sentence")
    opened.locator("#nl-sentence a.switch").click()
    assert opened.url.endswith("#en-sentence")
    assert 0 <= opened.evaluate("document.getElementById('en-sentence').getBoundingClientRect().top") < 300


@pytest.mark.parametrize("language", ["nl", "en"])
def test_headings_are_in_order(opened: Page, language: str) -> None:
    levels = opened.evaluate(
        f"[...document.querySelectorAll('article#{language} h1, article#{language} h2, article#{language} h3')]"
        ".map(heading => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_landmarks_labels_and_alternatives(opened: Page) -> None:
    assert opened.locator("main").count() == 1
    assert opened.locator("article#nl nav").count() == 1
    assert opened.locator("svg.chart:not([aria-label])").count() == 0
    assert opened.locator("table:not(:has(caption))").count() == 0
    assert opened.locator("article:not([lang])").count() == 0
    assert opened.evaluate("document.documentElement.lang") == "nl"
    assert (
        opened.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size")
        == opened.locator("[id]").count()
    )


def test_every_link_in_the_page_leads_somewhere(opened: Page) -> None:
    missing = opened.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
        ".filter(id => !document.getElementById(id))"
    )
    assert missing == []


def test_fiction_is_marked_on_page_charts_and_tables(opened: Page) -> None:
    assert opened.locator(".fictional").is_visible()
    assert opened.locator("svg.chart:not(:has(.fictional-mark))").count() == 0
    assert opened.locator("caption:not(:has(.mark))").count() == 0


@pytest.mark.parametrize("width", [360, 640, 1280])
@pytest.mark.parametrize("fragment", ["#nl", "#en"])
def test_the_page_never_scrolls_sideways(opened: Page, page_file: Path, width: int, fragment: str) -> None:
    opened.set_viewport_size({"width": width, "height": 900})
    opened.goto(page_file.as_uri() + fragment)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_a_word_without_end_breaks_on_a_telephone(opened: Page, page_file: Path) -> None:
    opened.set_viewport_size({"width": 360, "height": 900})
    opened.goto(page_file.as_uri())
    opened.evaluate("document.querySelector('section p').textContent = 'kind/slachtoffer*/uitbuit*/'.repeat(9)")
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_skip_link_comes_first_and_shows_itself(opened: Page) -> None:
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
    assert opened.evaluate("document.activeElement.getBoundingClientRect().top") >= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_follow_the_reader(opened: Page, scheme: Literal["light", "dark"]) -> None:
    opened.emulate_media(color_scheme=scheme)
    paper = opened.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()")
    assert paper == getattr(tokens(), scheme)["paper"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", ["#nl", "#en"])
def test_axe_finds_nothing(opened: Page, page_file: Path, fragment: str, scheme: Literal["light", "dark"]) -> None:
    opened.emulate_media(color_scheme=scheme)
    opened.goto(page_file.as_uri() + fragment)
    found = Axe().run(opened)
    assert [violation["id"] for violation in found.response["violations"]] == []


def test_a_number_leads_to_what_it_counts(opened: Page) -> None:
    opened.locator('#nl a.to-definition:has(data[data-figure="one_day_share"])').first.click()
    assert opened.url.endswith("#nl-definition-one_day_share")
