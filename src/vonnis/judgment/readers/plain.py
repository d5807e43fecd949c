"""Read plain text, as copied from the judiciary's site or saved from a word processor."""

from __future__ import annotations

import codecs
import re

from vonnis.errors import EncodingError, NotAJudgmentError
from vonnis.judgment.canonical import canonical
from vonnis.judgment.readers.draft import Draft
from vonnis.judgment.unwrapping import unwrapped

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4_096
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.02
_WIDE_SHARE = 0.3


def decode(data: bytes, origin: str) -> str:
    """Return the text that bytes hold: by byte order mark, else UTF-8, else UTF-16, else Windows-1252.

    Raises:
        NotAJudgmentError: the bytes are no text at all.
        EncodingError: none of these encodings explains them.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, origin)
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        return _strict(data, _wide_encoding(sample, origin), origin)
    if len(_CONTROLS.findall(sample)) > _MOST_CONTROLS * len(sample):
        raise _binary(origin)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _strict(data, "cp1252", origin)


def _wide_encoding(sample: bytes, origin: str) -> str:
    """Return which UTF-16 the sample is in, since Latin letters leave every second byte empty."""
    half = len(sample) / 2
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        empty, other = sample[offset::2].count(0), sample[1 - offset :: 2].count(0)
        if empty > _WIDE_SHARE * half and not other:
            return encoding
    raise _binary(origin)


def _strict(data: bytes, encoding: str, origin: str) -> str:
    """Return the text in this encoding, or say where it breaks."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        tried = "neither UTF-8 nor Windows-1252" if encoding == "cp1252" else f"not {encoding.upper()} as it begins"
        message = f"{origin}, line {line}: the text is {tried}; save it as UTF-8."
        raise EncodingError(message) from None


def _binary(origin: str) -> NotAJudgmentError:
    """Return the error for bytes that are no text."""
    message = (
        f"{origin} holds no text and is in no form that vonnis reads (XML, plain text, HTML, PDF, Word, Atom); "
        "give the judgment in one of these."
    )
    return NotAJudgmentError(message)


def read_plain(data: bytes, origin: str) -> Draft:
    """Return the draft of a plain text; its lines stay as they are, unless it was broken at a width."""
    return Draft(text=unwrapped(canonical(decode(data, origin))))
