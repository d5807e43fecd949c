"""HTML pages."""

from __future__ import annotations

import pytest

from vonnis.errors import EncodingError, TooLargeError
from vonnis.judgment.readers.html import read_html
from vonnis.judgment.section import Heading

INNER = "<table><tr><td>a</td><td>b</td></tr></table>"
PAGES = {
    "paragraphs": ("<p>Een\n zin.</p><p>Twee.</p>", "Een zin.\n\nTwee."),
    "blocks": ("<div>a<div>b</div>c</div>", "a\nb\nc"),
    "line break": ("een<br>twee<br/>drie", "een\ntwee\ndrie"),
    "inline markup": ("<p>Een <b>vet</b>te <i>l</i>etter</p>", "Een vette letter"),
    "list": ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
    "table": ("<table><tr><th>Feit</th><td>1</td></tr><tr><td></td><td>2</td></tr></table>", "Feit | 1\n2"),
    "cells of several lines": ("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>", "a\nb\nc"),
    "table in a table": (f"<table><tr><td>{INNER}</td><td>c</td></tr></table>", "a | b | c"),
    "preformatted": ("<pre>a\n  b\n\nc</pre>", "a\nb\n\nc"),
    "what a browser does not show": ("a<script>x</script><span style='display:none'>y</span><p hidden>z</p>b", "ab"),
    "navigation": ("<nav>Menu</nav><p>a</p><footer>Colofon</footer>", "a"),
    "comments": ("a<!-- x --> b", "a b"),
    "footnote mark": ("<p>Een<sup><a href='#n1'>1</a></sup> zin</p>", "Een zin"),
    "footnote mark in a link": ("<p>Een<a href='x.html#n1'><sup>12</sup></a> zin</p>", "Een zin"),
    "a link that is text": ("<p>Een <a href='#x'>zin</a> <a href='#y'><sup>e</sup></a></p>", "Een zin e"),
    "superscript that is text": ("<p>10 m<sup>2</sup></p>", "10 m2"),
    "entities": ("&eacute;&nbsp;&amp;&lt;&shy;&euro;", "é &<€"),
    "unclosed tags": ("<p>a<p>b<div>c", "a\n\nb\nc"),
}


@pytest.mark.parametrize(("body", "expected"), PAGES.values(), ids=PAGES)
def test_page(body: str, expected: str) -> None:
    assert read_html(f"<html><head><title>t</title></head><body>{body}</body></html>".encode(), "x").text == expected


def test_headings() -> None:
    draft = read_html(b"<h1>Vonnis</h1><p>a</p><h3> 10. De\n beslissing </h3><p>b</p>", "x.html")
    assert draft.text == "Vonnis\n\na\n\n10. De beslissing\n\nb"
    assert draft.headings == (Heading(0, 6, None, marked=True), Heading(11, 28, None, marked=True))


def test_the_main_part_of_a_page() -> None:
    page = "<div>Zoeken in alle uitspraken</div><main><p>{}</p></main><div>Kies een thema</div>"
    assert read_html(page.format("De rechtbank. " * 20).encode(), "x").text == "De rechtbank. " * 19 + "De rechtbank."
    assert read_html(page.format("Kort").encode(), "x").text.startswith("Zoeken")


def test_the_title_states_the_ecli() -> None:
    metadata = read_html(b"<title>ECLI:NL:RBFIC:2020:12, Rechtbank</title><p>a</p>", "x.html").metadata
    assert metadata is not None
    assert metadata.ecli == "ECLI:NL:RBFIC:2020:12"


ENCODINGS = {
    "declared": ("<meta charset='iso-8859-1'><p>één € ‘a’</p>".encode("cp1252"), "één € ‘a’"),
    "declared in the old way": ("<meta http-equiv='x' content='text/html; charset=utf-8'>é".encode(), "é"),
    "not declared": ("<p>é</p>".encode(), "é"),
    "not declared, Windows": ("<p>é</p>".encode("cp1252"), "é"),
    "byte order mark": ("\ufeff<meta charset='ascii'><p>é</p>".encode(), "é"),
    "UTF-16": ("<html><p>é</p></html>".encode("utf-16"), "é"),
    "declared and unknown": ("<meta charset='klingon'><p>é</p>".encode(), "é"),
    "XHTML": ("<?xml version='1.0' encoding='utf-8'?><html><p>é</p></html>".encode(), "é"),
}


@pytest.mark.parametrize(("data", "expected"), ENCODINGS.values(), ids=ENCODINGS)
def test_encoding(data: bytes, expected: str) -> None:
    assert read_html(data, "x.html").text == expected


def test_a_page_that_is_not_in_its_encoding() -> None:
    with pytest.raises(EncodingError, match=r"^x\.html, line 2: the page is not in utf-8"):
        read_html(b"<meta charset=utf-8>\n<p>\xe9</p>", "x.html")


def test_a_deep_page_is_read_in_full_or_not_at_all() -> None:
    assert read_html(b"<div>" * 1_000 + b"diep", "x.html").text == "diep"
    with pytest.raises(TooLargeError, match="deeper"):
        read_html(b"<div>" * 100_000 + b"diep", "x.html")
