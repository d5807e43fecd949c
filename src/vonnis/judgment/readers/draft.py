"""What a reader makes of a document: the text, what its markup calls headings, and what its publisher states."""

from __future__ import annotations

import msgspec

from vonnis.judgment.judgment import Metadata, TextIs
from vonnis.judgment.section import Heading


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A judgment before its sections are found and its head is read.

    ``id`` is None where the document's own id serves; ``metadata`` is None where no publisher states any; ``text_is``
    is None where the caller knows best.
    """

    text: str
    headings: tuple[Heading, ...] = ()
    metadata: Metadata | None = None
    id: str | None = None
    text_is: TextIs | None = None
