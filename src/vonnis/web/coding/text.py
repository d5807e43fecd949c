"""The text of a judgment as the coding screen shows it.

Each paragraph is one piece of text that knows where it begins, so that the browser can tell where a selection stands.
Passages are drawn over it by the browser; the page itself never changes, however many there are.
"""

from __future__ import annotations

import msgspec

from vonnis.judgment.judgment import Judgment
from vonnis.workflow.explaining.setting import closed_parts, paragraphs_of, sections_of, title_of
from vonnis.workflow.explaining.wording import Words, word


class Paragraph(msgspec.Struct, frozen=True):
    """A stretch of the text: where it begins, in code points, and its words."""

    start: int
    words: str
    is_heading: bool


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A section: what it is, its own heading, and (``folded``) why it stays closed until somebody opens it."""

    id: str
    kind: str
    name: Words
    heading: str | None
    folded: Words | None
    is_first: bool
    paragraphs: tuple[Paragraph, ...]


def parts_of(judgment: Judgment) -> tuple[Part, ...]:
    """Return the sections of a judgment; the paragraphs joined are its text to the character.

    Sections in which crimes are described stay closed. The screen opens at the sentence: ``is_first`` is the dictum,
    or the first section where none was found.
    """
    sections = sections_of(judgment)
    closed = closed_parts(judgment)
    first = next((section for section in sections if section.kind == "dictum"), sections[0] if sections else None)
    parts = []
    for place, section in enumerate(sections, 1):
        heading = title_of(judgment.text, section)
        titled = section.heading is not None and section.heading.start == section.start
        # A head or an abstract can be marked as one long heading; set in bold it could not be read.
        titled = titled and heading is not None and not heading.endswith("…")
        paragraphs = (
            Paragraph(start, judgment.text[start:end], titled and index == 0)
            for index, (start, end) in enumerate(paragraphs_of(judgment.text, section))
        )
        parts.append(
            Part(
                id=f"s{place}",
                kind=section.kind,
                name=word("sections", section.kind),
                heading=heading,
                folded=word("folded", section.kind) if section in closed else None,
                is_first=section is first,
                paragraphs=tuple(paragraphs),
            )
        )
    return tuple(parts)
