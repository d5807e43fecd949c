"""Reading the answers of services without trust: XML without entities or network, days, texts in OData."""

from __future__ import annotations

import datetime as dt

from lxml import etree

from vonnis.sources.source import MalformedError

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def parsed_answer(body: bytes, what: str) -> etree._Element:
    """Return the root of an answer in XML; ``what`` names it in messages.

    Raises:
        MalformedError: it is broken or cut off.
    """
    try:
        return etree.fromstring(body.removeprefix(b"\xef\xbb\xbf").lstrip(), _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        detail = str(error).splitlines()[0] if str(error) else "nothing in it"
        message = f"{what}: the answer is broken or cut off ({detail})"
        raise MalformedError(message) from None


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def iso_day(value: object) -> dt.date | None:
    """Return the day with which a text begins (``2023-10-18T00:00:00``), or None where it begins with none."""
    try:
        return dt.date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        return None


def odata_text(value: str) -> str:
    """Return a text as OData quotes it."""
    return "'" + value.replace("'", "''") + "'"
