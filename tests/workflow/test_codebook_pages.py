"""The codebook for coders and the score form: every question in them, in both languages, the same bytes twice."""

from __future__ import annotations

import datetime as dt
import io

import msgspec
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from vonnis.codebook.templates import template
from vonnis.workflow.codebook_pages import Kind, codebook_page, codebook_pdf

AT = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
BOOK = template("op-de-koop-toe")


@pytest.mark.parametrize("kind", ["codebook", "form"])
def test_the_page_holds_every_question_in_both_languages(kind: Kind) -> None:
    text = BeautifulSoup(codebook_page(BOOK, kind=kind, at=AT), "html.parser").get_text(" ", strip=True)
    for variable in BOOK.variables:
        assert all(variable.question[language] in text for language in ("nl", "en")), variable.name
    assert "None" not in text.split()


def test_the_page_has_one_element_for_each_id() -> None:
    soup = BeautifulSoup(codebook_page(BOOK, kind="codebook", at=AT), "html.parser")
    ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_rules_and_derived_variables_are_explained() -> None:
    text = BeautifulSoup(codebook_page(BOOK, kind="codebook", at=AT), "html.parser").get_text(" ", strip=True)
    assert "Alleen als c_trafficking_link = 1" in text
    assert "Only if c_trafficking_link = 1" in text
    assert "6 100 dagen of meer: uncond_days >= long_prison_days" in text
    assert BOOK.digest in text


def test_who_is_believed_first_is_told() -> None:
    first = msgspec.structs.replace(BOOK.variables[0], precedence=("victim", "police"))
    book = msgspec.structs.replace(BOOK, variables=(first, *BOOK.variables[1:]))
    text = BeautifulSoup(codebook_page(book, kind="codebook", at=AT), "html.parser").get_text(" ", strip=True)
    assert "code what the first of these says: victim, police, court, prosecution, defendant, expert, inferred" in text
    assert "codeer dan wat de eerste van deze zegt: slachtoffer, politie, rechter" in text


@pytest.mark.parametrize(("kind", "word"), [("codebook", "Controles"), ("form", "Stuk en bladzijde")])
def test_the_pdf_is_for_people_and_the_same_twice(kind: Kind, word: str) -> None:
    data = codebook_pdf(BOOK, kind=kind, language="nl", at=AT)
    assert data == codebook_pdf(BOOK, kind=kind, language="nl", at=AT)
    pages = PdfReader(io.BytesIO(data)).pages
    text = " ".join(page.extract_text() for page in pages)
    assert word in text
    assert "k_court_responsibility" in text
