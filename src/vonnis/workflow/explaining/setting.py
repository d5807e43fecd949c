"""The text of a judgment as it is set: parts, paragraphs, marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from markupsafe import Markup, escape

from vonnis.judgment.judgment import Judgment
from vonnis.judgment.section import Section
from vonnis.report.formats import number
from vonnis.workflow.explaining.folding import folded
from vonnis.workflow.explaining.links import WEIGHT, Link
from vonnis.workflow.explaining.passages import Passage, Piece, cut
from vonnis.workflow.explaining.wording import Words, both, word

LONGEST_TITLE = 90


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A section of the text as it is set: its kind in words, its own heading, its text with marks.

    ``names_itself`` is True where the heading says more than the kind, which is no particular one.
    """

    id: str
    kind: Words
    heading: str | None
    names_itself: bool
    body: Markup
    passages: Words
    folded: Words | None
    length: Words


def sections_of(judgment: Judgment) -> tuple[Section, ...]:
    """Return the sections of a judgment; a text in which none was found is one."""
    if judgment.sections or not judgment.text:
        return judgment.sections
    return (Section("other", 0, len(judgment.text)),)


def closed_parts(judgment: Judgment) -> dict[Section, Words]:
    """Return the sections that stay folded, in the order of the text, each with what it is called."""
    sections = sections_of(judgment)
    closed = folded(sections, judgment.text)
    return {section: _name(judgment.text, section) for section in sections if section in closed}


def parts_of(judgment: Judgment, passages: Sequence[Passage], *, leading: Mapping[int, Link]) -> list[Part]:
    """Return the text in parts; what they hold, joined, is the text to the character."""
    sections = sections_of(judgment)
    closed = folded(sections, judgment.text)
    paragraphs = [list(paragraphs_of(judgment.text, section)) for section in sections]
    cuts = iter(cut(passages, [paragraph for group in paragraphs for paragraph in group]))
    parts = []
    for place, (section, group) in enumerate(zip(sections, paragraphs, strict=True), 1):
        pieces = [next(cuts) for _ in group]
        part = _part(judgment.text, section, pieces=pieces, leading=leading, is_folded=section in closed)
        parts.append(msgspec.structs.replace(part, id=f"s{place}"))
    return parts


def counted(key: str, amount: int) -> Words:
    """Return a number of things in words, in the singular for one."""
    if amount == 1:
        return word("page", f"{key}_one")
    return word("page", key, number=both(lambda language: number(amount, language)))


def _part(
    text: str, section: Section, *, pieces: Sequence[Sequence[Piece]], leading: Mapping[int, Link], is_folded: bool
) -> Part:
    """Return a section as it is set, from the pieces of each of its paragraphs."""
    heading = section.heading
    title = title_of(text, section)
    kind = word("sections", section.kind)
    if title and title.lower() in kind.nl.lower():
        title = None
    places = sum(piece.is_place for paragraph in pieces for piece in paragraph)
    titled = bool(heading and heading.start == section.start < heading.end)
    return Part(
        id="",
        names_itself=section.kind == "other" and title is not None,
        kind=kind,
        heading=title,
        body=Markup().join(
            Markup('<p class="{}">{}</p>').format(
                "line heading" if titled and index == 0 else "line",
                Markup().join(_mark(text, piece, leading=leading) for piece in paragraph),
            )
            for index, paragraph in enumerate(pieces)
        ),
        passages=counted("passages", places) if places else word("page", "passage_none"),
        folded=word("folded", section.kind) if is_folded else None,
        length=counted("characters", section.end - section.start),
    )


def _name(text: str, section: Section) -> Words:
    """Return what a section is called: its kind, or its heading where it is of no particular kind."""
    title = title_of(text, section)
    return Words(title, title) if title and section.kind == "other" else word("sections", section.kind)


def title_of(text: str, section: Section) -> str | None:
    """Return a section's own heading, shortened, or None where it has none."""
    heading = section.heading
    title = " ".join(text[heading.start : heading.end].split()) if heading else ""
    return _shortened(title) if title else None


def _shortened(title: str) -> str:
    """Return a heading for the outline, cut at a word where it is long."""
    return title if len(title) <= LONGEST_TITLE else title[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"


def paragraphs_of(text: str, section: Section) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of a section, each with the line ends that follow it; its own heading is the first."""
    start = section.start
    heading = section.heading
    if heading and heading.start == start < heading.end < section.end:
        end = heading.end
        while end < section.end and text[end] == "\n":
            end += 1
        yield start, end
        start = end
    while start < section.end:
        blank = text.find("\n\n", start, section.end)
        end = section.end if blank < 0 else blank + 2
        yield start, end
        start = end


def _mark(text: str, piece: Piece, *, leading: Mapping[int, Link]) -> Markup:
    """Return the words of a piece, as a link back to the value of its innermost passage where there is one.

    It is underlined in the tone that prevails, so that a passage is not broken by another inside it.
    """
    words = text[piece.start : piece.end]
    if not piece.passages or not (piece.is_place or words.strip()):
        return escape(words)
    passage = piece.passages[-1]
    link = leading[passage]
    tone = max((leading[each].tone for each in piece.passages), key=WEIGHT.__getitem__)
    inner = ["inner"] if len(piece.passages) > 1 else []
    classes = " ".join(["m", tone, *inner, *(f"p{each}" for each in piece.passages)])
    title = f"{link.title.nl} / {link.title.en}"
    if not piece.is_place:
        again = Markup('<a class="{}" href="#{}" tabindex="-1" title="{}">{}</a>')
        return again.format(classes, link.id, title, words)
    named = " ".join((*link.called_by, f"p{passage}"))
    place = Markup('<a class="{}" id="p{}" href="#{}" title="{}" aria-labelledby="{}">{}</a>')
    return place.format(classes, passage, link.id, title, named, words)
