"""Plain text and its encodings."""

from __future__ import annotations

import pytest

from vonnis.errors import EncodingError, NotAJudgmentError, UnreadableError
from vonnis.judgment.readers.plain import decode, read_plain

WORDS = "De rechtbank één € 500 – tweeën"
ENCODED = {
    "UTF-8": WORDS.encode(),
    "UTF-8 with a mark": WORDS.encode("utf-8-sig"),
    "UTF-16 with a mark": WORDS.encode("utf-16"),
    "UTF-16 big-endian with a mark": b"\xfe\xff" + WORDS.encode("utf-16-be"),
    "UTF-16 without a mark": WORDS.replace("€", "EUR").replace("–", "-").encode("utf-16-le"),
    "UTF-16 big-endian without a mark": WORDS.replace("€", "EUR").replace("–", "-").encode("utf-16-be"),
    "UTF-32 with a mark": WORDS.encode("utf-32"),
    "Windows-1252": WORDS.encode("cp1252"),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED)
def test_encoding(data: bytes) -> None:
    assert decode(data, "x.txt").replace("EUR", "€").replace("-", "–") == WORDS


BAD = {
    "binary": (bytes(range(256)) * 4, NotAJudgmentError, "no text"),
    "zeros": (b"\0" * 500, NotAJudgmentError, "no text"),
    "control characters": (b"\x01\x02abc\x03" * 50, NotAJudgmentError, "no text"),
    "neither UTF-8 nor Windows-1252": (b"een\ntwee\x81 drie", EncodingError, "line 2: .*neither"),
    "UTF-16 cut in a character": (b"\xff\xfea\0b", EncodingError, "UTF-16"),
    "marked as UTF-8 and something else": (b"\xef\xbb\xbfa\xe9b", EncodingError, "UTF-8"),
}


@pytest.mark.parametrize(("data", "error", "words"), BAD.values(), ids=BAD)
def test_bad_input(data: bytes, error: type[UnreadableError], words: str) -> None:
    with pytest.raises(error, match=rf"(?s)^x\.txt.*{words}"):
        decode(data, "x.txt")


def test_lines_stay_lines() -> None:
    assert read_plain(b"RECHTBANK\r\n\r\n\r\n\tDe  eis \r\n", "x.txt").text == "RECHTBANK\n\nDe eis"
