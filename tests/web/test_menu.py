"""The menu of the room: in full on a wide screen, folded on a phone, with the same links and without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from vonnis.web.room.style import style_sheet

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "word"), [("nl", "Menu"), ("en", "Menu")])
@pytest.mark.parametrize("persona", ["lead", "coder", "adjudicator", "reader", "administrator"])
def test_the_folded_menu_holds_what_the_wide_one_holds(
    enter: Callable[[str], Client], persona: str, language: str, word: str
) -> None:
    answer = enter(persona).get("/help/", headers={"accept-language": language})
    page = BeautifulSoup(answer.content, "html.parser")
    (folded,), (wide,) = page.select("details.folded"), page.select("nav.wide")
    assert not folded.has_attr("open")
    assert folded.select("summary")[0].get_text() == word
    links = [[each["href"] for each in menu.select("a")] for menu in (wide, folded)]
    assert links[0] == links[1] != []
    buttons = [[each.get_text() for each in tools.find_all("button")] for tools in page.select(".tools")]
    assert buttons[0] == buttons[1]


def test_one_menu_is_shown_at_a_time() -> None:
    narrow = style_sheet().split("@media (max-width: 40rem) {\n  .bar")[1].split("\n}")[0]
    assert ".wide { display: none; }" in narrow
    assert ".folded { display: block; }" in narrow
    assert ".folded { display: none; }" in style_sheet().split("@media (max-width: 40rem) {\n  .bar")[0]


@pytest.mark.parametrize(
    ("persona", "way"),
    [
        ("lead", "/files/"),
        ("adjudicator", "/differences/"),
        ("administrator", "/people/"),
        ("reader", "/codebook/"),
        ("nobody", "Ask its administrator for one."),
    ],
)
def test_the_first_page_says_to_each_role_what_there_is_to_do(
    enter: Callable[[str], Client], persona: str, way: str
) -> None:
    page = BeautifulSoup(enter(persona).get("/", headers={"accept-language": "en"}).content, "html.parser")
    said = page.select_one("main")
    assert said is not None
    assert way in str(said)
