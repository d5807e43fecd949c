"""The pages of training, meeting, progress and codebook, in a real browser against a real room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.material import CODEBOOK, coded_study
from tests.web.rooms import Room, first_account, served
from tests.web.test_journeys import AT
from tests.web.test_pages import seen
from vonnis.archive.store import open_store
from vonnis.study.coding import Coding, Passage
from vonnis.study.log import Assignment
from vonnis.study.unit import Unit, complex_unit

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

PLAN = '[coding.reveal]\nwhen = "after_answer"\n[coding.training]\nrequired = true\n'
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


PAGES = ["/", "/training/", "/meeting/", "/progress/", "/codebook/", "/codebook/changes/"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", [*PAGES, "/audit/"])
def test_the_pages_of_the_rounds_can_be_used_by_everybody(
    path: str, language: str, context: BrowserContext, room: Room
) -> None:
    context.add_cookies([{"name": "django_language", "value": language, "url": room.address}])
    assert seen(context, room.address + path) == []
    context.clear_cookies(name="django_language")


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_the_rounds_can_be_read_in_the_dark_on_a_phone(
    path: str, context: BrowserContext, room: Room
) -> None:
    context.add_cookies([{"name": "vonnis_look", "value": "dark", "url": room.address}])
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(room.address + path)
    assert page.locator("html").get_attribute("data-look") == "dark"
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    page.close()
    context.clear_cookies(name="vonnis_look")
