"""PDF documents."""

from __future__ import annotations

from time import thread_time

import pytest

from tests.judgment.papers import LINES, locked_pdf, pdf
from vonnis.errors import NoTextError, ProtectedError, UnreadableError
from vonnis.judgment.readers.pdf import _rejoined, read_pdf

LONG = "Dit is een regel die doorloopt tot aan het einde van de bladspiegel en"


def test_lines_of_a_page() -> None:
    assert read_pdf(pdf(LINES), "x.pdf").text == "\n".join(LINES)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([LONG, "dan verder gaat."], f"{LONG} dan verder gaat.", id="a sentence goes on"),
        pytest.param([f"{LONG} gevange-", "nisstraf."], f"{LONG} gevangenisstraf.", id="a broken word"),
        pytest.param([f"{LONG} voor-", "en nadelen."], f"{LONG} voor- en nadelen.", id="a hyphen that stays"),
        pytest.param([f"{LONG}.", "Een nieuwe zin."], f"{LONG}.\nEen nieuwe zin.", id="a full stop"),
        pytest.param([LONG, "- een gevangenisstraf;"], f"{LONG}\n- een gevangenisstraf;", id="a list item"),
        pytest.param([LONG, "BESLISSING", "x."], f"{LONG}\nBESLISSING\nx.", id="a heading in capitals"),
        pytest.param(["Kort", "Nog een kop", LONG], f"Kort\nNog een kop\n{LONG}", id="short lines stay lines"),
    ],
)
def test_lines_are_put_back_together(lines: list[str], expected: str) -> None:
    assert read_pdf(pdf(lines), "x.pdf").text == expected


def test_headers_and_page_numbers_are_left_out() -> None:
    pages = [
        ("Rechtbank Fictie, vonnis 1/20", f"Overweging {word}.", "x.", f"- {n} -") for n, word in enumerate("abcd", 1)
    ]
    text = read_pdf(pdf(*pages), "x.pdf").text
    assert "vonnis" not in text
    assert "- 3 -" not in text
    assert [f"Overweging {word}." in text for word in "abcd"] == [True] * 4


def test_a_number_that_is_no_page_number_stays() -> None:
    pages = [("Kop.", "4", "1"), ("De eis.", "2"), ("7", "De beslissing.", "3"), ("Slot.", "4")]
    expected = ["Kop.", "4", "De eis.", "7", "De beslissing.", "Slot."]
    assert read_pdf(pdf(*pages), "x.pdf").text.split("\n") == expected


def test_a_line_that_stands_on_few_pages_stays() -> None:
    assert read_pdf(pdf(("Kop.", "A."), ("Kop.", "B.")), "x.pdf").text == "Kop.\nA.\nKop.\nB."


def test_an_empty_password_is_tried() -> None:
    assert read_pdf(locked_pdf(""), "x.pdf").text == "\n".join(LINES)


BAD = {
    "closed by a password": (locked_pdf("geheim"), ProtectedError, "password"),
    "a scan": (pdf((), ()), NoTextError, "text recognition"),
    "cut off": (pdf(LINES)[:60], UnreadableError, "damaged"),
    "only a beginning": (b"%PDF-1.7\n", UnreadableError, "damaged"),
}


@pytest.mark.parametrize(("data", "error", "words"), BAD.values(), ids=BAD)
def test_bad_input(data: bytes, error: type[UnreadableError], words: str) -> None:
    with pytest.raises(error, match=rf"^x\.pdf .*{words}"):
        read_pdf(data, "x.pdf")


def test_a_damaged_pdf_says_no_more_than_its_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnreadableError):
        read_pdf(pdf(LINES).replace(b"/Catalog", b"/Katalog")[:-200], "x.pdf")
    assert capfd.readouterr() == ("", "")


def test_a_long_paragraph_of_unbroken_letters_takes_no_longer_than_it_should() -> None:
    began = thread_time()
    list(_rejoined(["abcdefghij" * 10] * 2_000))
    assert thread_time() - began < 2.0  # a search of the whole paragraph at each line takes minutes
