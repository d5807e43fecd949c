"""Every page in a real browser: nothing that axe finds, in both languages, and no error of the page itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.rooms import WORDS, Room, served, study_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

LANGUAGES = ["nl", "en"]
LOOKS = ["light", "dark", "rest"]
OUTSIDE = ["/in/", "/help/", "/in/no-such-link/"]
INSIDE = ["/", "/people/", "/people/invite/", "/people/anna/", "/audit/", "/in/second-factor/", "/no/such/page/"]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with served(study_folder(tmp_path_factory.mktemp("pages") / "study")) as opened:
        yield opened


@pytest.fixture(scope="module")
def state(room: Room, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cookies of a browser in which the first account was made, by hand as a person would."""
    context = browser.new_context()
    page = context.new_page()
    assert room.first_link is not None
    page.goto(room.first_link)
    for name, value in {"username": "anna", "name": "Anna", "password": WORDS, "again": WORDS}.items():
        page.locator(f"[name={name}]").fill(value)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{room.address}/")
    path = tmp_path_factory.mktemp("state") / "state.json"
    context.storage_state(path=path)
    context.close()
    return path


def findings(page: Page) -> list[str]:
    """Return what axe finds in a page, once all of it is there."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state()
    # axe puts its own script into the page, which the room's policy forbids to everybody else.
    return [f"{rule['id']}: {rule['nodes'][0]['html']}" for rule in Axe().run(page).response["violations"]]


def seen(context: BrowserContext, address: str) -> list[str]:
    """Return what is wrong with a page: what axe finds, what the browser complains of, and what runs off its side."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(address)
    assert answer is not None
    if answer.status >= 400:
        complaints.clear()
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    found = [*findings(page), *complaints, *(["wider than the window"] if wide else [])]
    page.close()
    return found


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_outside_can_be_used_by_everybody(path: str, language: str, room: Room, browser: Browser) -> None:
    context = browser.new_context(locale=language, bypass_csp=True, viewport={"width": 360, "height": 740})
    assert seen(context, room.address + path) == []
    context.close()


@pytest.mark.parametrize("path", INSIDE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_inside_can_be_used_by_everybody(
    path: str, language: str, room: Room, browser: Browser, state: Path
) -> None:
    context = browser.new_context(locale=language, storage_state=state, bypass_csp=True)
    assert seen(context, room.address + path) == []
    context.close()


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_can_be_read(look: str, room: Room, browser: Browser, state: Path) -> None:
    context = browser.new_context(storage_state=state, bypass_csp=True, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{room.address}/people/")
    page.locator(".folded > summary").press("Enter")
    page.locator(".folded .menu summary").press("Enter")
    assert findings(page) == []
    page.locator(f".folded button[value={look}]").click()
    assert page.locator("html").get_attribute("data-look") == look
    assert findings(page) == []
    context.close()


def test_the_policy_of_the_room_breaks_none_of_its_pages(room: Room, browser: Browser, state: Path) -> None:
    context = browser.new_context(storage_state=state)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for path in INSIDE[:-1]:
        page.goto(room.address + path)
    assert complaints == []
    context.close()


def test_the_door_works_by_keyboard_alone(room: Room, browser: Browser, state: Path) -> None:
    assert state.exists()
    page = browser.new_page(locale="en")
    page.goto(f"{room.address}/in/")
    page.locator("[name=username]").focus()
    page.keyboard.type("anna")
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{room.address}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.close()
