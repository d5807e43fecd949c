"""From the training to the meeting, in a real browser against a real room, by keyboard where a coder's hands are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.material import CODEBOOK, coded_study
from tests.web.rooms import Room, cookie, first_account, in_language, served
from tests.web.test_journeys import AT, kept
from tests.web.test_pages import seen
from vonnis.archive.store import open_store
from vonnis.study.coding import Coding, Passage
from vonnis.study.log import Assignment
from vonnis.study.unit import Unit, complex_unit

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

PLAN = '[coding.reveal]\nwhen = "after_answer"\n'
REFERENCE = {"c_victims": "1", "k_sex": "2", "k_route": "1"}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = coded_study(tmp_path_factory.mktemp("rounds") / "study")
    with (folder / "study.toml").open("a", encoding="utf-8") as protocol:
        protocol.write(PLAN)
    (folder / "codebooks").mkdir()
    (folder / "codebooks" / "0.9.0.yaml").write_text(CODEBOOK.replace("As the court", "As the file"), encoding="utf-8")
    people = [
        Unit(id=f"D{n}", level="defendant", complex=f"C{n}", defendant=f"D{n}", documents=("zaak-1",)) for n in (1, 2)
    ]
    store = open_store(folder)
    with store.action("frame", actor="test", at=AT, detail={}) as writing:
        writing.add([complex_unit("C1"), complex_unit("C2"), *people])
        writing.add([Assignment(unit="D1", coder="anna", round="training", place=1, at=AT)])
        writing.add([Assignment(unit="D2", coder="anna", round="main", place=1, at=AT)])
        for name, value in REFERENCE.items():
            writing.add([answer(name, value, coder="lena", round_="reference")])
        writing.add([answer("k_sex", "1", coder="rules 1", round_="machine", unit="D2")])
    store.close()
    return folder


def answer(name: str, value: str, *, coder: str, round_: str, unit: str = "D1") -> Coding:
    """Return an answer with the first word of the text as its passage."""
    return Coding(
        unit="C1" if name.startswith("c_") else unit,
        variable=name,
        coder=coder,
        value=value,
        evidence=(Passage("zaak-1", 0, 9, "RECHTBANK"),),
        codebook_version="1.0.0",
        round="machine" if round_ == "machine" else "reference",
        at=AT,
    )


@pytest.fixture(scope="module")
def room(study: Path) -> Iterator[Room]:
    with served(study) as opened:
        yield opened


@pytest.fixture(scope="module")
def context(room: Room, browser: Browser) -> Iterator[BrowserContext]:
    context = first_account(room, browser)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()


def ready(page: Page, question: str) -> None:
    """Wait until a question is in view and takes keys: the page gives it the focus then."""
    page.locator("#question:focus", has_text=question).wait_for()


def test_a_coder_trains_by_keyboard_and_gets_feedback_at_once(page: Page, room: Room) -> None:
    page.goto(f"{room.address}/files/D1/")
    page.locator("#typed").fill("1")
    page.keyboard.press("Enter")
    ready(page, "What is the sex?")
    page.keyboard.press("2")
    ready(page, "How was the defendant traced?")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator(".progress")).to_have_text("3 of 5 answered", timeout=30_000)
    for name in ("Prison sentence", "Fine"):
        page.locator(f".persons a:text-is('{name}')").click()
        ready(page, f"Which {name.lower()}?")
        page.keyboard.press("n")
        page.locator(".persons li", has_text=f"{name}: not stated").wait_for()
    page.get_by_role("button", name="Hand this file in").click()
    page.get_by_text("3 of 3 answers are those of the reference. You have reached every mark.").wait_for()


def test_the_machines_answer_follows_the_coders_and_k_keeps_the_own_one(page: Page, room: Room, study: Path) -> None:
    page.goto(f"{room.address}/files/D2/?question=D2/k_sex")
    assert page.locator(".machine").count() == 0
    page.keyboard.press("2")
    page.get_by_role("heading", name="The machine read: male").wait_for()
    drawn = page.evaluate("[...CSS.highlights.get('machine')].map(range => range.toString())")
    assert drawn == ["RECHTBANK"]
    ready(page, "What is the sex?")
    page.keyboard.press("k")
    ready(page, "How was the defendant traced?")
    assert [each.value for each in kept(study, "k_sex") if each.unit == "D2" and each.round == "main"] == ["2"]


def test_a_question_goes_to_the_lead_and_a_rule_comes_back(page: Page, room: Room) -> None:
    asked = f"{room.address}/files/D2/?question=D2/k_fine"
    page.goto(asked)
    with page.expect_response(re.compile("/answer/")):
        page.keyboard.press("n")
    page.goto(asked)
    page.get_by_text("Ask the lead").click()
    page.get_by_label("Your question; no names, dates or places").fill("Which document counts?")
    page.get_by_role("button", name="Send").click()
    page.locator(".thread").get_by_text("Which document counts?").wait_for()
    page.goto(f"{room.address}/meeting/")
    page.get_by_label("About").select_option("k_fine")
    page.get_by_role("textbox", name="The rule").fill("The fine of the operative part.")
    page.get_by_label("All answers to this question").check()
    page.get_by_role("button", name="Keep the rule").click()
    page.get_by_role("cell", name="The fine of the operative part.").wait_for()
    page.goto(f"{room.address}/")
    page.locator(".notice").get_by_role("link", name="Fine").click()
    page.get_by_text("Asked again.").wait_for()
    page.wait_for_load_state()
    page.keyboard.press("n")
    expect(page.locator("#question")).not_to_have_text("Which fine?")
    page.goto(f"{room.address}/")
    assert page.get_by_text("Asked again").count() == 0


PAGES = ["/", "/training/", "/meeting/", "/progress/", "/codebook/", "/codebook/changes/", "/files/D1/feedback/"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", [*PAGES, "/files/D2/?question=D2/k_sex", "/audit/"])
def test_the_pages_of_the_rounds_can_be_used_by_everybody(
    path: str, language: str, context: BrowserContext, room: Room
) -> None:
    with in_language(context, room, language):
        assert seen(context, room.address + path) == []


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_the_rounds_can_be_read_in_the_dark_on_a_phone(
    path: str, context: BrowserContext, room: Room
) -> None:
    with cookie(context, room, name="vonnis_look", value="dark"):
        page = context.new_page()
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(room.address + path)
        assert page.locator("html").get_attribute("data-look") == "dark"
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        page.close()
