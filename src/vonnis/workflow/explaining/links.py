"""The ways between the values of a record and the passages of its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vonnis.judgment.section import Section
from vonnis.judgment.span import Span
from vonnis.workflow.explaining.groups import Group, Tone
from vonnis.workflow.explaining.passages import Passage
from vonnis.workflow.explaining.wording import Words

LONGEST_QUOTE = 140
WEIGHT: dict[Tone, int] = {"plain": 0, "demanded": 1, "imposed": 2, "doubt": 3}
"""Which tone prevails where passages share words."""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A way from a value to its passage and back.

    Attributes:
        id: the place of the link in the record, to which the passage leads back.
        passage: the number of the passage.
        quote: its words, shortened; None where they stay folded or where the value repeats them already.
        folded_in: the part of the text in which the words stay folded, or None.
        called_by: the ids of the words in the record that say what this passage is.
        title: the same in one line, for a tooltip.
        tone: whether a sanction imposed or demanded, a doubt, or another value.
    """

    id: str
    passage: int
    quote: str | None
    folded_in: Words | None
    called_by: tuple[str, ...]
    title: Words
    tone: Tone


LinksByRow = Mapping[tuple[int, int, int], Sequence[Link]]
"""The links of each row that has any, by the places of its group, card and row."""


def links_of(
    groups: Sequence[Group], passages: Mapping[tuple[int, int], Passage], *, closed: Mapping[Section, Words]
) -> dict[tuple[int, int, int], list[Link]]:
    """Return the links of each row, by the places of its group, card and row; the words of closed parts stay there."""
    links: dict[tuple[int, int, int], list[Link]] = {}
    made = 0
    for g, group in enumerate(groups):
        for c, card in enumerate(group.cards):
            for r, row in enumerate(card.rows):
                names = (group.title, *([card.title] if card.title else []), row.name)
                called_by = (f"g{g}", *([f"c{g}-{c}"] if card.title else []), f"r{g}-{c}-{r}")
                for span in row.spans:
                    made += 1
                    folded_in = _folded_in(span, closed)
                    link = Link(
                        id=f"v{made}",
                        passage=passages[span.start, span.end].number,
                        quote=None if folded_in or row.is_short else _shortened(span.quote),
                        folded_in=folded_in,
                        called_by=called_by,
                        title=_title(names),
                        tone=group.tone,
                    )
                    links.setdefault((g, c, r), []).append(link)
    return links


def _title(names: Sequence[Words]) -> Words:
    """Return the names from group to row in one line."""
    return Words(": ".join(name.nl for name in names), ": ".join(name.en for name in names))


def _folded_in(span: Span, closed: Mapping[Section, Words]) -> Words | None:
    """Return the name of the folded part in which a passage lies, or None where it lies open."""
    for section, name in closed.items():
        if section.start < span.end and span.start < section.end:
            return name
    return None


def _shortened(quote: str) -> str:
    """Return a quote on one line, cut at a word where it is long."""
    line = " ".join(quote.split())
    if len(line) <= LONGEST_QUOTE:
        return line
    return line[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def leading_links(links: LinksByRow) -> dict[int, Link]:
    """Return for each passage the link to which it leads back: the first of those with the weightiest tone."""
    leading: dict[int, Link] = {}
    for link in (link for row in links.values() for link in row):
        held = leading.get(link.passage)
        if held is None or WEIGHT[link.tone] > WEIGHT[held.tone]:
            leading[link.passage] = link
    return leading


def sharing_links(links: LinksByRow) -> dict[str, list[Link]]:
    """Return for each link the others that share its passage, by its id."""
    sharing: dict[int, list[Link]] = {}
    for link in (link for row in links.values() for link in row):
        sharing.setdefault(link.passage, []).append(link)
    return {link.id: [other for other in row if other is not link] for row in sharing.values() for link in row}
