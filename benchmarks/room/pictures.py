"""Makes the pictures of the room in the docs, from fictional material: ``python -m benchmarks.room.pictures [FOLDER]``.

It walks through a small invented study in Chromium as its people do: lead, two coders, adjudicator.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.room.__main__ import people, room
from benchmarks.room.study import AT, PASSWORD
from tests.ports import free_port
from vonnis.archive.files import write_atomically
from vonnis.archive.store import open_store
from vonnis.study.coding import Coding, Passage
from vonnis.study.log import Assignment
from vonnis.study.unit import Unit, complex_unit, pair_unit, victim_unit
from vonnis.workflow.new_study import new_study

HERE = Path(__file__).resolve().parents[2] / "docs" / "images" / "room"
_WIDE = {"width": 1200, "height": 760}
_NARROW = {"width": 390, "height": 760}
_COLOURS = 48
PROTOCOL = """
[study]
id = "voorbeeld"
fictional = true
title = { nl = "Voorbeeld", en = "Example" }
question = { nl = "Welke straf werd opgelegd?", en = "Which sentence was imposed?" }
author = { nl = "vonnis", en = "vonnis" }

[population]
description = { nl = "Verzonnen zaken", en = "Invented cases" }
intake_from = 2015
intake_to = 2019

[[population.include]]
id = "payment"
text = { nl = "Er is betaald, of een betaling beloofd", en = "There was a payment, or one was promised" }

[[population.include]]
id = "convicted"
text = { nl = "Het laatste vonnis veroordeelt", en = "The last judgment convicts" }

[[population.exclude]]
id = "other_offence"
text = { nl = "De zaak gaat over een ander feit", en = "The case is about another offence" }

[screening]
screeners = 2

[care]
files_a_day = 6

[[care.contacts]]
name = { nl = "Vertrouwenspersoon van het instituut", en = "Confidential adviser of the institute" }
address = "tel:+31000000000"
shown = "000 000 00 00"

[terms.defendant]
one = { nl = "klant", en = "client" }
many = { nl = "klanten", en = "clients" }
"""
JUDGMENT = """RECHTBANK FICTIEF
FICTIEF / FICTIONAL: een verzonnen uitspraak in een verzonnen zaak, gemaakt om een programma te tonen.

Strafrecht
Parketnummer: 99/00000{n}-20
Datum uitspraak: {n} maart 2020

Vonnis van de meervoudige kamer in de zaak tegen
[verdachte],
geboren te [geboorteplaats] op [geboortedatum] 198{n}.

1 De tenlastelegging
De tenlastelegging is als bijlage bij dit vonnis gevoegd.

2 De bewezenverklaring
De rechtbank acht wettig en overtuigend bewezen dat verdachte het ten laste gelegde heeft begaan.

3 De eis van de officier van justitie
De officier van justitie heeft gevorderd dat verdachte wordt veroordeeld tot een gevangenisstraf voor de duur van
12 maanden, waarvan 4 maanden voorwaardelijk, met een proeftijd van 2 jaren.

4 De strafmotivering
De rechtbank heeft gelet op de ernst van het feit en op de persoon van verdachte. Verdachte is niet eerder veroordeeld.
De rechtbank houdt rekening met de tijd die sinds het feit is verstreken.

5 De toegepaste wettelijke voorschriften
De beslissing berust op de artikelen 9, 14a, 14b, 22c, 22d en 248b van het Wetboek van Strafrecht.

6 De beslissing
De rechtbank:
- verklaart het ten laste gelegde bewezen;
- veroordeelt verdachte tot een gevangenisstraf voor de duur van {m} maanden, waarvan 3 maanden voorwaardelijk, met een
proeftijd van 2 jaren;
- veroordeelt verdachte tot een taakstraf voor de duur van 120 uren, subsidiair 60 dagen hechtenis.

Dit vonnis is gewezen door mr. [rechter], voorzitter, en uitgesproken op {n} maart 2020.
"""
NAMES = ["lena", "anna", "bert", "eva"]


def study(folder: Path) -> Path:
    """Make the invented study: six cases with their texts, one file on paper, two coders with a part of it done."""
    new_study(folder, template="op-de-koop-toe")
    write_atomically(folder / "study.toml", PROTOCOL)
    texts = folder / "sources" / "judgments"
    texts.mkdir(parents=True)
    records: list[Any] = []
    for n in range(1, 8):
        key = () if n == 4 else (f"fictief-{n}",)  # noqa: PLR2004 - one file is on paper
        if key:
            write_atomically(texts / f"fictief-{n}.txt", JUDGMENT.format(n=n, m=4 + 2 * n))
        complex_, name = f"C000{n}", f"D000{n}"
        records.append(complex_unit(complex_))
        records.append(Unit(id=name, level="defendant", complex=complex_, defendant=name, documents=key))
    victim = victim_unit("C0001-V1", complex_="C0001")
    records += [victim, pair_unit("D0001", victim.id, complex_="C0001")]
    records += [
        Assignment(unit=f"D000{n}", coder=coder, round="main", place=n, at=AT)
        for coder in ("anna", "bert")
        for n in range(1, 5)
    ]
    start = JUDGMENT.format(n=1, m=6).index("gevangenisstraf voor de duur van 6 maanden")
    passage = Passage("fictief-1", start, start + 42, JUDGMENT.format(n=1, m=6)[start : start + 42])
    given = {"coder": "anna", "codebook_version": "1.0.0", "at": AT}
    records += [
        Coding(unit="D0001", variable="k_sex", value="1", **given),  # type: ignore[arg-type]
        Coding(unit="D0001", variable="k_imp_prison", value="P6M", evidence=(passage,), **given),  # type: ignore[arg-type]
    ]
    with (
        closing(open_store(folder, url=f"sqlite:///{folder / 'coding.sqlite3'}")) as store,
        store.action("example", actor="vonnis", at=AT, detail={}) as writing,
    ):
        writing.add(records)
    return folder


class View(NamedTuple):
    """How a page is looked at: in which language, light, dark or at rest, on a wide screen or a narrow one."""

    language: str = "en"
    look: str = "light"
    narrow: bool = False


_PLAIN = View()
_SMALL = View(look="rest", narrow=True)


class Album:
    """Takes pictures of pages of a room for one person."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self._browser, self._address, self._folder = browser, address, folder

    def picture(
        self, name: str, path: str, *, who: str, do: Callable[[Page], None] | None = None, view: View = _PLAIN,
    ) -> None:  # fmt: skip
        """Take one picture."""
        size: Any = _NARROW if view.narrow else _WIDE
        context = self._browser.new_context(viewport=size, locale=view.language)
        context.add_cookies([{"name": "vonnis_look", "value": view.look, "url": self._address}])
        page = context.new_page()
        page.goto(f"{self._address}/in/")
        page.locator("[name=username]").fill(who)
        page.locator("[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{self._address}/")
        page.goto(self._address + path)
        if do:
            do(page)
        page.wait_for_timeout(200)
        write_atomically(self._folder / f"{name}.png", small(page.screenshot()))
        context.close()


def small(png: bytes) -> bytes:
    """Return a picture of a page in few colours, which is what a page has."""
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def open_file(page: Page) -> None:
    """Pass the note before a file and come back to the question that was asked for."""
    wanted = page.url
    if wanted.endswith("/open/"):
        page.get_by_role("button", name="Open").click()
        page.wait_for_url(wanted.replace("/open/", "/"))


def pictures(folder: Path) -> None:
    """Make every picture of the docs."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="vonnis-pictures-") as scratch, sync_playwright() as playwright:
        made = study(Path(scratch) / "voorbeeld")
        people(made, NAMES, database=None)
        _roles(made)
        port = free_port()
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        with room(made, port=port, database=None, workers=1):
            album = Album(browser, f"http://127.0.0.1:{port}", folder)
            album.picture("note", "/files/D0001/", who="anna")
            album.picture("screening", "/screening/", who="bert")
            album.picture("today", "/", who="anna", do=lambda page: _visit(page, "D0001"))
            album.picture("coding", "/files/D0001/?question=D0001/k_imp_prison", who="anna")
            album.picture("paper", "/files/D0004/", who="anna", do=open_file, view=View("nl", "dark"))
            album.picture(
                "phone", "/files/D0001/?question=D0001/k_sex", who="anna", view=View(look="rest", narrow=True)
            )
            album.picture("files", "/files/", who="lena")
            album.picture("standing", "/screening/standing/", who="lena", view=View("nl"))
        browser.close()


def _visit(page: Page, unit: str) -> None:
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + f"/files/{unit}/")
    open_file(page)
    page.goto(page.url.split("/files/")[0] + "/")


def _roles(folder: Path) -> None:
    import sqlite3

    with closing(sqlite3.connect(folder / "coding.sqlite3")) as connection:
        for name, roles in {"lena": '["lead"]', "eva": '["adjudicator"]'}.items():
            connection.execute("UPDATE accounts_person SET roles = ? WHERE username = ?", (roles, name))
        connection.commit()


if __name__ == "__main__":
    pictures(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
