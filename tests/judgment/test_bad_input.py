"""Bad input: one clear sentence that names the file, whatever it is."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.judgment.papers import LINES, pdf, word
from tests.judgment.readers.envelopes import envelope
from vonnis.errors import (
    EncodingError,
    NotAJudgmentError,
    ProtectedError,
    TooLargeError,
    UnreadableError,
    VonnisError,
)
from vonnis.judgment.reading import read, read_all
from vonnis.sources.document import Document

XML = envelope("<para>Een é.</para>")
BOMB = b"""<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>
<open-rechtspraak><uitspraak><para>&c;</para></uitspraak></open-rechtspraak>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<open-rechtspraak><uitspraak><para>&x;</para></uitspraak></open-rechtspraak>"""


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


BAD = {
    "empty": (b"", NotAJudgmentError, "is empty"),
    "blank": (b" \n\t\n", NotAJudgmentError, "is empty"),
    "only a mark": (b"\xef\xbb\xbf", NotAJudgmentError, "is empty"),
    "nothing to see": ("\u00ad\u200b".encode(), NotAJudgmentError, "no words"),
    "binary": (random.Random(1).randbytes(5_000), NotAJudgmentError, "no text"),
    "another text": (b"Recept voor appeltaart: neem zes appels.", NotAJudgmentError, "none of the words"),
    "one legal word": (b"De rechter dronk thee.", NotAJudgmentError, "none of the words"),
    "JSON": (b'{"text": "De rechtbank veroordeelt verdachte"}', NotAJudgmentError, "JSON"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, NotAJudgmentError, "PNG"),
    "gzip": (gzip.compress(XML), NotAJudgmentError, "gzip"),
    "RTF": (b"{\\rtf1 De rechtbank veroordeelt verdachte}", NotAJudgmentError, "RTF"),
    "old Word": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, NotAJudgmentError, r"\.docx"),
    "locked Word": (
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        ProtectedError,
        "password",
    ),
    "zip": (zipped(x=XML), NotAJudgmentError, "zip archive"),
    "OpenDocument": (
        zipped(mimetype=b"application/vnd.oasis.opendocument.text"),
        UnreadableError,
        r"damaged OpenDocument text.*\.odt",
    ),
    "a spreadsheet": (zipped(**{"[Content_Types].xml": b"x"}), NotAJudgmentError, "Office file"),
    "empty zip": (b"PK\x05\x06" + b"\0" * 18, NotAJudgmentError, "zip archive"),
    "truncated XML": (XML[:-30], UnreadableError, "line .*cut off"),
    "XML in another encoding": (XML.replace("é".encode(), b"\xe9"), EncodingError, "line .*UTF-8"),
    "XML of another kind": (b"<?xml version='1.0'?><brief>De rechtbank</brief>", NotAJudgmentError, "<brief>"),
    "an envelope without anything": (b"<open-rechtspraak/>", NotAJudgmentError, "neither"),
    "an index page without entries": (
        b'<feed xmlns="http://www.w3.org/2005/Atom"/>',
        NotAJudgmentError,
        "without entries",
    ),
    "entity bomb": (BOMB, UnreadableError, "DOCTYPE"),
    "external entity": (EXTERNAL, UnreadableError, "DOCTYPE"),
    "bomb in UTF-16": (BOMB.decode().encode("utf-16"), UnreadableError, "DOCTYPE"),
    "a deep document": (
        envelope("<blockquote>" * 500 + "<para>x</para>" + "</blockquote>" * 500),
        TooLargeError,
        "deeper",
    ),
    "page without words": (b"<html><body><img src='x'></body></html>", NotAJudgmentError, "no words"),
    "truncated PDF": (pdf(LINES)[:100], UnreadableError, "damaged"),
    "truncated Word": (word()[:5_000], UnreadableError, r"damaged|Office"),
}


@pytest.mark.parametrize(("data", "error", "words"), BAD.values(), ids=BAD)
def test_one_sentence(data: bytes, error: type[VonnisError], words: str) -> None:
    with pytest.raises(error, match=rf"(?s)^slecht\.bin\b.*{words}") as caught:
        read(data, name="slecht.bin")
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 400
    assert message.endswith(".")


SEEDS = (XML, pdf(LINES), word(), "\n".join(LINES).encode(), b"<html><body><p>De rechtbank</p><table><tr><td>x")


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw a document with some bytes changed, cut out or doubled."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.integers(0, 40))
        match draw(st.sampled_from(["change", "cut", "double", "end"])):
            case "change":
                data[place : place + length] = draw(st.binary(max_size=40))
            case "cut":
                del data[place : place + length]
            case "double":
                data[place:place] = data[place : place + length]
            case _:
                del data[place:]
    return bytes(data)


@settings(deadline=None)  # the first document loads the tables
@given(damaged() | st.binary(max_size=200))
def test_damage_gives_a_judgment_or_a_sentence(data: bytes) -> None:
    try:
        judgments = list(read_all(Document(id="x", origin="x", data=data)))
    except VonnisError as error:
        assert str(error).startswith("x")  # noqa: PT017 - either outcome is right
        return
    for judgment in judgments:
        assert sum(section.end - section.start for section in judgment.sections) == len(judgment.text)


def test_a_folder_in_place_of_a_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as found:
        read(tmp_path)
    assert str(found.value) == (
        f"{tmp_path} is a folder, and a file is read here; name a file in it, or run `vonnis extract` on it."
    )
