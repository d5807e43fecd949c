"""The page in a browser: from value to passage and back, by mouse and keyboard; languages, widths, no request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.workflow.explaining.invented import invented, record_of
from vonnis.report.tokens import contrast, tokens
from vonnis.workflow.explaining.page import render

PASSAGE = "3 maanden"


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    judgment = invented()
    path = tmp_path_factory.mktemp("explain") / "fictief.explain.html"
    path.write_text(render(judgment, record_of(judgment)), encoding="utf-8")
    return path


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def opened(request: pytest.FixtureRequest, browser: Browser, page_file: Path) -> Iterator[Page]:
    """The page on a wide screen, with scripts allowed in the browser and without."""
    context = browser.new_context(viewport={"width": 1280, "height": 700}, java_script_enabled=request.param)
    tab = context.new_page()
    tab.goto(page_file.as_uri())
    yield tab
    context.close()


@pytest.fixture
def tab(browser: Browser, page_file: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 700})
    found = context.new_page()
    found.goto(page_file.as_uri())
    yield found
    context.close()


def focused(tab: Page) -> str:
    """Return the words of the element that has the focus."""
    return tab.locator(":focus").inner_text()


def test_a_click_leads_to_the_passage_and_back(opened: Page) -> None:
    value = opened.get_by_role("link", name=f"‘{PASSAGE}’", exact=True)
    value.click()
    mark = opened.locator(".words a:focus")
    assert mark.inner_text() == PASSAGE
    assert (box := mark.bounding_box())
    assert 0 < box["y"] < 700
    mark.click()
    assert focused(opened) == f"‘{PASSAGE}’"


def test_the_keyboard_alone_goes_there_and_back(tab: Page) -> None:
    for _ in range(200):
        tab.keyboard.press("Tab")
        if tab.locator(":focus").count() and focused(tab) == f"‘{PASSAGE}’":
            break
    tab.keyboard.press("Enter")
    assert focused(tab) == PASSAGE
    tab.keyboard.press("Enter")
    assert focused(tab) == f"‘{PASSAGE}’"


@pytest.mark.parametrize(
    ("language", "name"),
    [("nl", f"Opgelegd Gevangenisstraf Voorwaardelijk {PASSAGE}"), ("en", f"Imposed Prison Suspended {PASSAGE}")],
)
def test_a_screen_reader_hears_what_a_passage_is(tab: Page, language: str, name: str) -> None:
    tab.check(f"#language-{language}")
    assert tab.get_by_role("link", name=name, exact=True).count() == 1


def test_a_passage_in_a_folded_part_opens_it(tab: Page) -> None:
    inside = tab.locator("details.part .words a[id]")
    assert inside.count() > 0
    assert not inside.first.is_visible()
    tab.locator(f"a[href='#{inside.first.get_attribute('id')}']").first.click()
    assert inside.first.is_visible()


def test_the_language_changes_all_but_the_court(tab: Page) -> None:
    court = tab.locator("#text .words").last.inner_text()
    assert tab.get_by_role("heading", name="Opgelegd").is_visible()
    tab.check("#language-en")
    assert tab.get_by_role("heading", name="Imposed").is_visible()
    assert tab.locator(".nl:visible").count() == 0
    assert tab.locator("#text .words").last.inner_text() == court


def test_nothing_is_fetched(tab: Page) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.reload()
    assert len(asked) == 1
    assert asked[0].startswith("file:")


@pytest.mark.parametrize("width", [360, 640, 1280])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_never_scrolls_sideways(tab: Page, width: int, language: str) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.check(f"#language-{language}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    panes = "[...document.querySelectorAll('.pane')].filter(pane => pane.scrollWidth > pane.clientWidth).length"
    assert tab.evaluate(panes) == 0


def test_panes_stand_side_by_side_or_one_below_the_other(tab: Page) -> None:
    def tops() -> list[float]:
        found: list[float] = tab.evaluate(
            "[...document.querySelectorAll('.pane')].map(pane => pane.getBoundingClientRect().top)"
        )
        return found

    assert tops()[0] == tops()[1]
    tab.set_viewport_size({"width": 360, "height": 800})
    assert tops()[0] < tops()[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_that_are_seen_have_contrast(tab: Page, scheme: Literal["light", "dark"]) -> None:
    tab.emulate_media(color_scheme=scheme)
    palette = getattr(tokens(), scheme)
    seen = tab.evaluate(
        "[...document.querySelectorAll('dt, .value, .way a, .note, .m, .kind, .private')].map(element =>"
        " getComputedStyle(element).color.match(/\\d+/g).map(Number))"
    )
    colours = {"#{:02x}{:02x}{:02x}".format(*channels[:3]) for channels in seen}
    assert colours <= set(palette.values())
    assert min(contrast(colour, palette[ground]) for colour in colours for ground in ("paper", "surface")) >= 4.5


def test_the_focus_is_visible_wherever_the_keyboard_goes(tab: Page) -> None:
    seen = set()
    for _ in range(12):
        tab.keyboard.press("Tab")
        focus = tab.locator(":focus")
        seen.add(focus.get_attribute("id"))
        assert focus.evaluate("element => getComputedStyle(element).outlineStyle") == "solid", seen
    assert "record" in seen


def test_the_focus_is_visible(tab: Page) -> None:
    mark = tab.locator(".words a.m[id]:visible").first
    tab.keyboard.press("Tab")
    mark.focus()
    assert mark.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    assert mark.evaluate("element => parseFloat(getComputedStyle(element).outlineWidth)") >= 2
