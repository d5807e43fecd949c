"""Parse XML without trust: no DTD, no entities, no network, no huge trees."""

from __future__ import annotations

import re

from lxml import etree

from vonnis.errors import EncodingError, TooLargeError, UnreadableError

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, collect_ids=False
)
_BOM = b"\xef\xbb\xbf"
_TOO_MUCH = re.compile(r"XML_PARSE_HUGE|[Ee]xcessive depth|huge|[Ll]imit")
_ENCODING_TROUBLE = re.compile(r"not proper UTF-8|[Ee]ncoding|conversion failed|Invalid bytes")


def parse_xml(data: bytes, origin: str) -> etree._Element:
    """Return the root element of an XML document.

    Blank lines before the declaration, which some published documents have, are passed over.

    Raises:
        UnreadableError: the XML is broken, or declares a DTD (the way in for entity bombs and external entities).
        TooLargeError: an element is deeper or longer than the parser's limits.
        EncodingError: the bytes are not in the encoding that the document declares.
    """
    start = data.removeprefix(_BOM).lstrip() if data[:1] != b"<" else data
    try:
        root = etree.fromstring(start, _PARSER)
    except etree.XMLSyntaxError as error:
        line = data[: len(data) - len(start)].count(b"\n") + (error.lineno or 1)
        reason = (error.msg or "no element found").rstrip(".")
        if b"<!DOCTYPE" in data[:65_536]:
            raise _doctype(origin) from None
        if _TOO_MUCH.search(reason):
            message = f"{origin}, line {line}: the XML is larger or deeper than any judgment is ({reason})."
            raise TooLargeError(message) from None
        if _ENCODING_TROUBLE.search(reason):
            message = (
                f"{origin}, line {line}: the bytes are not in the encoding that the XML declares ({reason}); "
                "save it as UTF-8."
            )
            raise EncodingError(message) from None
        message = f"{origin}, line {line}: the XML is broken or cut off ({reason}); fetch the document again."
        raise UnreadableError(message) from None
    except ValueError as error:
        message = f"{origin}: the XML cannot be read ({error})."
        raise UnreadableError(message) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(origin)
    return root


def _doctype(origin: str) -> UnreadableError:
    """Return the error for a document with a document type declaration."""
    message = (
        f"{origin}: the XML declares a document type (DOCTYPE), which published judgments never do and which can hide "
        "entity bombs; remove the declaration if you trust the file."
    )
    return UnreadableError(message)
