"""The way of a coder through a file, in a real browser against a real room."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.material import coded_study
from tests.web.rooms import Room, first_account, in_language, served
from tests.web.test_pages import findings
from vonnis.archive.store import open_store
from vonnis.study.coding import Coding, Passage
from vonnis.study.log import Assignment, Decision
from vonnis.study.unit import Unit, complex_unit

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Route

AT = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = coded_study(tmp_path_factory.mktemp("journey") / "study")
    store = open_store(folder)
    with_text = Unit(id="D1", level="defendant", complex="C1", defendant="D1", documents=("zaak-1",))
    on_paper = Unit(id="D2", level="defendant", complex="C2", defendant="D2")
    given = [
        Assignment(unit=unit, coder="anna", round="main", place=place, at=AT)
        for place, unit in enumerate(("D1", "D2"), 1)
    ]
    with store.action("frame", actor="test", at=AT, detail={}) as writing:
        writing.add([complex_unit("C1"), complex_unit("C2"), with_text, on_paper, *given])
    store.close()
    return folder


@pytest.fixture(scope="module")
def room(study: Path) -> Iterator[Room]:
    with served(study) as opened:
        yield opened


@pytest.fixture(scope="module")
def context(room: Room, browser: Browser) -> Iterator[BrowserContext]:
    """A browser in which the first account was made and given the roles of a coder and a lead."""
    context = first_account(room, browser)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()


def kept(study: Path, variable: str) -> list[Coding]:
    store = open_store(study)
    found = [coding for coding in store.records(Coding) if coding.variable == variable]
    store.close()
    return found


def test_one_key_answers_a_question_and_goes_on(page: Page, room: Room, study: Path) -> None:
    page.goto(f"{room.address}/files/D1/?question=D1/k_sex")
    page.keyboard.press("2")
    page.get_by_role("heading", name="How was the defendant traced?").wait_for()
    assert [coding.value for coding in kept(study, "k_sex")] == ["2"]


def test_keys_choose_several_answers_and_enter_keeps_them(page: Page, room: Room, study: Path) -> None:
    page.goto(f"{room.address}/files/D1/?question=D1/k_route")
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.get_by_text(re.compile(r"saved \d")).wait_for()
    assert [coding.value for coding in kept(study, "k_route")] == ["1;2"]


def test_a_passage_is_attached_with_a_key_and_drawn_in_the_text(page: Page, room: Room, study: Path) -> None:
    page.goto(f"{room.address}/files/D1/?question=D1/k_prison")
    page.locator("[name=months]").fill("18")
    page.keyboard.press("Enter")
    page.get_by_text("This question asks for a passage").wait_for()
    page.evaluate(SELECT, "vindplaats 😀 volstaat")
    page.keyboard.press("e")
    page.get_by_role("button", name="“vindplaats 😀 volstaat”").wait_for()
    (passage,) = kept(study, "k_prison")[-1].evidence
    assert isinstance(passage, Passage)
    assert passage.quote == "vindplaats 😀 volstaat"
    assert page.evaluate("[...CSS.highlights.get('passage')].map(range => range.toString())") == [passage.quote]


def test_a_passage_waits_for_the_answer_that_it_belongs_to(page: Page, room: Room) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.goto(f"{room.address}/files/D1/?question=D1/k_prison")
    page.route(re.compile("/answer/"), hold)
    page.locator("[name=months]").fill("12")
    with page.expect_request(re.compile("/answer/")):
        page.keyboard.press("Enter")
    page.evaluate(SELECT, "Parketnummer")
    page.keyboard.press("e")
    held[0].continue_()
    page.get_by_role("button", name="“Parketnummer”").wait_for()


def test_words_typed_while_an_answer_is_saved_stay_under_their_question(page: Page, room: Room, study: Path) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.goto(f"{room.address}/files/D1/?question=D1/k_sex")
    with page.expect_response(re.compile("/answer/")):
        page.keyboard.press("1")
    page.goto(f"{room.address}/files/D1/?question=D1/k_sex")
    page.locator("details.more > summary").click()
    page.route(re.compile("/answer/"), hold)
    with page.expect_request(re.compile("/answer/")):
        page.locator("button.choice", has_text="female").click()
    page.locator("#note").press_sequentially("twee bronnen")
    page.get_by_label("I am unsure").check()
    page.locator("#note").focus()
    held[0].continue_()
    page.get_by_text("not saved yet: what you wrote under this question").wait_for()
    assert page.locator("button.choice[aria-pressed=true]").inner_text().startswith("2")
    page.keyboard.type(" in het dossier")  # the hands were not taken from the field
    page.keyboard.press("Escape")
    page.keyboard.press(".")
    page.locator("#note:focus").wait_for()  # the question stays until its words are saved or gone
    with page.expect_response(re.compile("/detail/")):
        page.locator("details.more button").click()
    page.locator("#held").wait_for(state="hidden")
    last = kept(study, "k_sex")[-1]
    assert (last.value, last.note, last.certainty) == ("2", "twee bronnen in het dossier", "unsure")
    page.keyboard.press(".")
    page.get_by_role("heading", name="How was the defendant traced?").wait_for()


SELECT = """words => {
  const paragraph = [...document.querySelectorAll('[data-start]')].find(each => each.textContent.includes(words));
  paragraph.closest('details').open = true;
  const range = document.createRange();
  const place = paragraph.firstChild.data.indexOf(words);
  range.setStart(paragraph.firstChild, place);
  range.setEnd(paragraph.firstChild, place + words.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  document.activeElement.blur();
}"""


def test_the_search_leads_to_its_hits_and_opens_what_is_folded(page: Page, room: Room) -> None:
    page.goto(f"{room.address}/files/D1/")
    page.keyboard.press("/")
    page.keyboard.type("vindplaats")
    page.keyboard.press("Enter")
    assert page.locator("#hits").inner_text() == "1 / 1"
    assert page.get_by_text("volstaat").is_visible()
    for key in ("Escape", "s", "ArrowRight"):
        page.keyboard.press(key)
    page.locator("#chosen").filter(has_text=re.compile("^vindplaats 😀")).wait_for()  # the browser tells it later
    page.keyboard.press("Escape")
    assert page.evaluate("String(getSelection())") == ""


def test_a_file_without_a_text_is_coded_with_places_in_it(page: Page, room: Room, study: Path) -> None:
    page.goto(f"{room.address}/files/D2/?question=C2/c_victims")
    assert page.locator("#text").count() == 0
    page.locator("#typed").fill("2")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What is the sex?").wait_for()
    page.goto(f"{room.address}/files/D2/?question=C2/c_victims")
    page.get_by_label("Document").fill("requisitoir")
    page.get_by_label("Page").fill("4")
    page.get_by_role("button", name="Attach", exact=True).click()
    page.get_by_text("requisitoir, page 4").wait_for()
    assert kept(study, "c_victims")[-1].value == "2"


def test_a_victim_is_added_and_asked_about(page: Page, room: Room) -> None:
    page.goto(f"{room.address}/files/D2/")
    page.get_by_role("button", name="Add a victim").click()
    page.get_by_role("heading", name="How old was the victim?").wait_for()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", ["/", "/files/", "/codebook/", "/files/D1/?question=D1/k_route", "/files/D2/"])
def test_the_pages_of_the_room_can_be_used_by_everybody(path: str, language: str, page: Page, room: Room) -> None:
    with in_language(page.context, room, language):
        page.goto(room.address + path)
        assert page.locator("html").get_attribute("lang") == language
        assert findings(page) == []


def test_the_screen_says_when_an_answer_did_not_arrive(page: Page, room: Room) -> None:
    page.goto(f"{room.address}/files/D1/?question=D1/k_fine")
    page.route(re.compile("answer"), lambda route: route.abort())
    page.keyboard.press("n")
    page.get_by_text("not saved: log in again").wait_for()


def test_the_screen_works_on_a_phone(page: Page, room: Room) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{room.address}/files/D1/?question=D1/k_sex")
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_the_text_opens_at_the_sentence_and_one_key_opens_what_is_folded(page: Page, room: Room) -> None:
    page.goto(f"{room.address}/files/D1/?question=D1/k_sex")
    assert page.get_by_text("veroordeelt verdachte tot een gevangenisstraf").is_visible()
    assert not page.get_by_text("volstaat").is_visible()
    page.keyboard.press("f")
    assert page.get_by_text("volstaat").is_visible()
    page.keyboard.press("f")
    assert not page.get_by_text("volstaat").is_visible()


@pytest.mark.parametrize("height", [420, 500, 580, 660])
def test_no_title_of_the_text_is_cut_by_the_tools_over_it(height: int, page: Page, room: Room) -> None:
    page.set_viewport_size({"width": 1200, "height": height})
    page.goto(f"{room.address}/files/D1/?question=D1/k_sex")
    cut = """() => {
      const edge = document.querySelector(".reading-tools").getBoundingClientRect().bottom;
      const titles = [...document.querySelectorAll("#text summary, .outline summary")];
      const boxes = titles.map((each) => each.getBoundingClientRect());
      return boxes.filter((box) => box.top < edge - 1 && box.bottom > edge + 1).length;
    }"""
    assert page.evaluate(cut) == 0
    assert page.locator("[data-first] summary").is_visible()


def test_a_note_that_holds_a_name_is_warned_of_while_it_is_written(page: Page, room: Room, study: Path) -> None:
    page.goto(f"{room.address}/files/D1/?question=D1/k_fine")
    with page.expect_response(re.compile("/answer/")):
        page.keyboard.press("n")
    page.goto(f"{room.address}/files/D1/?question=D1/k_fine")
    page.locator("details.more > summary").click()
    page.locator("#note").fill("mevrouw Jansen zegt iets anders")
    page.get_by_text("perhaps a name").wait_for()
    assert page.evaluate("document.activeElement.id") == "note"
    assert findings(page) == []
    with page.expect_response(re.compile("/detail/")):
        page.locator("details.more button").click()
    assert kept(study, "k_fine")[-1].note == "mevrouw Jansen zegt iets anders"


def test_a_pause_is_proposed_after_a_while_and_put_off_with_a_button(page: Page, room: Room) -> None:
    page.goto(f"{room.address}/files/D1/")
    assert not page.locator("#pause").is_visible()
    page.evaluate("sessionStorage.setItem('vonnis-began', String(Date.now() - 46 * 60 * 1000))")
    page.keyboard.press("Shift")
    page.locator("#pause").get_by_role("button", name="Later").click()
    assert not page.locator("#pause").is_visible()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", ["/files/D2/open/", "/pause/", "/help/"])
def test_the_pages_of_care_can_be_used_by_everybody(path: str, language: str, page: Page, room: Room) -> None:
    with in_language(page.context, room, language):
        page.goto(room.address + path)
        assert findings(page) == []


AT_ONCE = """keys => {
  for (const key of keys) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}"""


def test_units_are_screened_with_one_key_each(page: Page, room: Room, study: Path) -> None:
    page.goto(f"{room.address}/screening/")
    assert findings(page) == []
    page.evaluate(AT_ONCE, ["1", "i"])  # the second is meant for the unit that comes, and says nothing of this one
    page.get_by_text(re.compile(r"saved \d\d:\d\d: D")).wait_for()
    page.wait_for_load_state()
    page.keyboard.press("i")
    page.get_by_text("There is nothing to screen for you now.").wait_for()
    page.wait_for_load_state()
    page.keyboard.press("z")
    page.locator('button[aria-pressed="true"][data-key="i"]').wait_for()
    store = open_store(study)
    given = [each.reason is None for each in store.records(Decision)]
    store.close()
    assert given == [False, True]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_of_screening_can_be_used_by_everybody(language: str, page: Page, room: Room) -> None:
    with in_language(page.context, room, language):
        for path in ("/screening/?unit=D1", "/screening/standing/"):
            page.goto(room.address + path)
            assert findings(page) == []


def test_a_file_is_opened_answered_taken_back_and_left_by_keyboard_alone(page: Page, room: Room, study: Path) -> None:
    page.goto(f"{room.address}/files/D2/open/")
    page.locator("button:focus", has_text="Open this file").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/files/D2/$"))
    page.goto(f"{room.address}/files/D2/?question=D2/k_sex")
    for key in ("1", "2"):
        with page.expect_response(re.compile("/answer/")):
            page.keyboard.press(key)
        page.goto(f"{room.address}/files/D2/?question=D2/k_sex")
    with page.expect_response(re.compile("/undo/")):
        page.keyboard.press("z")
    assert [coding.value for coding in kept(study, "k_sex") if coding.unit == "D2"] == ["1", "2", "1"]
    for key, heading in ((".", "How was the defendant traced?"), (",", "What is the sex?")):
        page.keyboard.press(key)
        page.get_by_role("heading", name=heading).wait_for()
    page.keyboard.press("?")
    page.get_by_text("open and fold the parts that tell what happened").wait_for()
    page.locator(".over summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Hand it over").focus()
    page.keyboard.press("Enter")
    page.get_by_text("File D2 is out of your list").wait_for()
    assert findings(page) == []


def test_a_key_that_undoes_waits_for_the_answer_before_it(page: Page, room: Room, study: Path) -> None:
    page.goto(f"{room.address}/files/D1/?question=D1/k_sex")
    with page.expect_response(re.compile("/answer/")):
        page.keyboard.press("2")
    page.goto(f"{room.address}/files/D1/?question=D1/k_sex")
    press = "key => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}))"
    with page.expect_response(re.compile("/undo/")):
        page.evaluate(f"['1', 'z'].forEach({press})")
    assert [coding.value for coding in kept(study, "k_sex") if coding.unit == "D1"][-2:] == ["1", "2"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_of_in_and_out_can_be_used_by_everybody(language: str, page: Page, room: Room) -> None:
    with in_language(page.context, room, language):
        page.goto(f"{room.address}/exchange/")
        assert findings(page) == []
