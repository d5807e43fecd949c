"""The canonical form of a text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.judgment.canonical import canonical, joined, trimmed_lines

CASES = {
    "plain text stays": ("De rechtbank\nveroordeelt", "De rechtbank\nveroordeelt"),
    "carriage returns": ("een\r\ntwee\rdrie", "een\ntwee\ndrie"),
    "no-break space": ("6\u00a0maanden", "6 maanden"),
    "narrow and wide spaces": ("€\u202f500,\u2009–\u3000x", "€ 500, – x"),
    "tabs and runs of spaces": ("a \t  b", "a b"),
    "spaces at both ends": ("  a  \n b ", "a\nb"),
    "soft hyphen": ("gevangenis\u00adstraf", "gevangenisstraf"),
    "zero-width characters": ("a\u200bb\u200dc\ufeffd", "abcd"),
    "a space that a zero-width character hides": ("a \u200b b", "a b"),
    "decomposed letters": ("tweee\u0308n", "tweeën"),
    "control characters": ("a\x00b\x07c", "abc"),
    "Windows quotation marks as control codes": ("\x91a\x92", "‘a’"),
    "form feed ends a line": ("a\x0cb", "a\nb"),
    "blank lines": ("\n\na\n\n\n\nb\n\n", "a\n\nb"),
    "blank lines of spaces": ("a\n \u00a0\n\t\nb", "a\n\nb"),
    "half a surrogate pair": ("a\ud800b", "a\ufffdb"),
    "symbol bullets stay": ("\uf0b7 een", "\uf0b7 een"),
    "the Kelvin sign is a K": ("5 \u212a", "5 K"),
    "nothing": ("", ""),
    "only blanks": (" \n\u00a0\n", ""),
}


@pytest.mark.parametrize(("raw", "expected"), CASES.values(), ids=CASES)
def test_form(raw: str, expected: str) -> None:
    assert canonical(raw) == expected


@given(st.text(st.characters(codec=None), max_size=60))
def test_canonical_text_is_its_own_canonical_form(raw: str) -> None:
    text = canonical(raw)
    assert canonical(text) == text


@given(st.text(st.sampled_from("ab \n\t\r\u00a0\u00ad\u200b\u0308e\u2028\x85\ud800\u1161가"), max_size=40))
def test_canonical_text_keeps_its_promises(raw: str) -> None:
    text = canonical(raw)
    assert unicodedata.is_normalized("NFC", text)
    assert not any(pair in text for pair in ("  ", " \n", "\n ", "\n\n\n"))
    assert text == text.strip()
    assert text.encode().decode() == text


@given(st.lists(st.text(max_size=10), max_size=5))
def test_each_line_stays_a_line(lines: list[str]) -> None:
    assert len(trimmed_lines(lines)) == len(lines)


@pytest.mark.parametrize("sound", [False, True])
@given(lines=st.lists(st.text("ab \n\t\r", max_size=8), max_size=8))
def test_lines_become_a_canonical_text(*, lines: list[str], sound: bool) -> None:
    expected = canonical("\n".join(" ".join(line.split()) for line in lines))
    assert joined(trimmed_lines(lines, sound=sound)) == expected
