"""Tell from its first bytes what form a document has; a name is believed only where the bytes say nothing."""

from __future__ import annotations

import re
from typing import Literal

from vonnis.errors import NotAJudgmentError, ProtectedError

Form = Literal["xml", "html", "pdf", "docx", "odt", "plain"]

_HEAD = 4_096
_BLANK = b" \t\r\n\x0b\x0c"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|h[1-6]|span|table|article|main)\b", re.IGNORECASE
)
_HTML_FIRST = re.compile(rb"(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(rb"<(?:\?xml\b|[A-Za-z_][\w.:-]*[\s/>]|!--|!DOCTYPE\b)")
_JSON = re.compile(rb"(?:\{\s*\"|\[\s*[\[{\"])")
_FOREIGN = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"),
)


def form_of(data: bytes, origin: str) -> Form:
    """Return the form of a document.

    Raises:
        NotAJudgmentError: it is empty, or in a form that vonnis does not read; the message says which.
        ProtectedError: it is a Word document closed by a password.
    """
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(_BLANK)
    if not head and not data.removeprefix(b"\xef\xbb\xbf").strip():
        message = f"{origin} is empty; fetch or save the judgment again."
        raise NotAJudgmentError(message)
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in head[:4]:
        head = head.replace(b"\0", b"").lstrip(b"\xff\xfe" + _BLANK)
    if b"%PDF-" in data[:1_024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, origin)
    if head.startswith(b"<"):
        if _HTML_FIRST.match(head):
            return "html"
        if _XML.match(head):
            return "html" if not head.startswith(b"<?xml") and _HTML.match(head) else "xml"
        return "html" if _HTML.search(head) else "plain"
    _refuse_foreign(data, head, origin)
    return "plain"


def _zipped(data: bytes, origin: str) -> Form:
    """Return the form of a zip that is one document, or say what it is instead."""
    if b"word/document.xml" in data:
        return "docx"
    if b"opendocument.text" in data[:200]:
        return "odt"
    if b"opendocument." in data[:200]:
        kind, way = "an OpenDocument file without a text document", "save its text as .odt or .docx"
    elif b"[Content_Types].xml" in data:
        kind, way = "an Office file without a text document", "save its text as .docx"
    else:
        kind, way = "a zip archive", "give it the ending .zip, or unpack it"
    message = f"{origin} is {kind}, not one judgment; {way}."
    raise NotAJudgmentError(message)


def _refuse_foreign(data: bytes, head: bytes, origin: str) -> None:
    """Say of a known foreign form what it is."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if _ENCRYPTED_OFFICE in data:
            message = f"{origin} is closed by a password; save it without one."
            raise ProtectedError(message)
        message = f"{origin} is in the Word format of before 2007 (.doc); save it as .docx."
        raise NotAJudgmentError(message)
    kind = next((kind for magic, kind in _FOREIGN if data.startswith(magic)), None)
    if kind is None and _JSON.match(head):
        kind = "JSON data"
    if kind:
        message = f"{origin} is {kind}, not a judgment; give XML, plain text, HTML, PDF or Word."
        raise NotAJudgmentError(message)
