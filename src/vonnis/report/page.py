"""The documents of a report as one HTML page: one file, nothing fetched, light and dark, both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from vonnis.report import document
from vonnis.report.document import (
    Block,
    Cards,
    Cell,
    Document,
    Footnote,
    Heading,
    Inline,
    Line,
    Link,
    Number,
    Paragraph,
    Picture,
    Points,
    Reference,
    Table,
    Terms,
    Words,
)
from vonnis.report.style import templates_of
from vonnis.report.tokens import css_variables, tokens
from vonnis.report.words import words

_STYLES = {
    "strong": Markup("<strong>{}</strong>"),
    "emphasis": Markup("<em>{}</em>"),
    "code": Markup("<code>{}</code>"),
}


def page(documents: Sequence[Document]) -> str:
    """Return one page that holds a report in every language; links change the language in place."""
    fictional = any(made.mark for made in documents)
    template = templates_of("vonnis.report").get_template("report.html.j2")
    return template.render(
        articles=[Article(made, documents) for made in documents],
        documents=documents,
        fictional=fictional,
        watermark=next((made.watermark for made in documents if made.watermark), ""),
        tokens=tokens(),
        css_variables=css_variables,
    )


class Article:
    """One document as markup; its ids begin with its language, so that two of them fit in a page."""

    def __init__(self, made: Document, documents: Sequence[Document]) -> None:
        """Set one document beside the others, which a reader can change to."""
        self.made = made
        self.words = words(made.language)
        self.defined = {term.id for block in made.blocks() if isinstance(block, Terms) for term in block.items}
        other = [also for also in documents if also.language != made.language]
        self.other = other[0].language if other else ""
        self.chapters_elsewhere = {chapter.id for also in other for chapter in also.chapters}
        self.footnotes: list[tuple[str, Markup]] = []

    def line(self, line: Line, *, linked: bool = True) -> Markup:
        """Return a line; ``linked`` leads its numbers to what they count."""
        return Markup("").join(self._inline(part, linked) for part in line)

    def _inline(self, part: Inline, linked: bool) -> Markup:  # noqa: FBT001 - handed on
        if isinstance(part, Words):
            return _STYLES.get(part.style, Markup("{}")).format(part.text)
        if isinstance(part, Number):
            return self._number(part, linked)
        if isinstance(part, Link):
            return Markup('<a href="{}">{}</a>').format(part.address, part.text)
        if isinstance(part, Reference):
            return Markup('<a href="#{}">{}</a>').format(self.id(part.target), part.shown)
        return self._footnote(part)

    def _number(self, part: Number, linked: bool) -> Markup:  # noqa: FBT001 - handed on
        if part.value is None:
            return Markup('<data class="num withheld" data-figure="{}" data-part="{}" title="{}">{}</data>').format(
                part.figure, part.part, self.words["withheld"], part.shown
            )
        shown = Markup('<data class="num" data-figure="{}" data-part="{}" value="{!r}">{}</data>').format(
            part.figure, part.part, part.value, part.shown
        )
        owner = f"definition-{part.figure.split('.')[0]}"
        if linked and owner in self.defined:
            shown = Markup('<a class="to-definition" href="#{}">{}</a>').format(self.id(owner), shown)
        shown = _STYLES["strong"].format(shown) if part.strong else shown
        return shown + Markup('<span class="note">†</span>') if part.exception else shown

    def _footnote(self, part: Footnote) -> Markup:
        number = len(self.footnotes) + 1
        id_ = self.id(f"note-{number}")
        self.footnotes.append((id_, self.line(part.line)))
        return Markup('<sup><a id="{0}-back" href="#{0}" aria-label="{2} {1}">{1}</a></sup>').format(
            id_, number, self.words["footnote"]
        )

    def id(self, name: str) -> str:
        """Return an id as it stands in the page."""
        return f"{self.made.language}-{name}"

    def block(self, block: Block) -> Markup:
        """Return a block."""
        if isinstance(block, Paragraph):
            role = Markup(' class="{}"').format(block.role) if block.role != "body" else ""
            return Markup("<p{}>{}</p>").format(role, self.line(block.line))
        if isinstance(block, Heading):
            return Markup("<h3>{}</h3>").format(block.text)
        if isinstance(block, Points):
            tag = "ol" if block.ordered else "ul"
            items = Markup("").join(Markup("<li>{}</li>").format(self.line(item)) for item in block.items)
            return Markup("<{0}>{1}</{0}>").format(tag, items)
        if isinstance(block, Terms):
            return self._terms(block)
        if isinstance(block, Cards):
            return self._cards(block)
        return self._picture(block) if isinstance(block, Picture) else self._table(block)

    def _terms(self, block: Terms) -> Markup:
        items = Markup("").join(
            Markup("<dt{}>{}</dt><dd>{}</dd>\n").format(
                Markup(' id="{}"').format(self.id(term.id)) if term.id else "",
                self.line(term.term, linked=False),
                self.line(term.meaning, linked=False),
            )
            for term in block.items
        )
        return Markup('<dl class="definitions">{}</dl>').format(items)

    def _cards(self, block: Cards) -> Markup:
        cards = Markup("").join(
            Markup(
                '<div class="card" role="listitem"><p class="number">{}</p><p class="what">{}</p>'
                '<p class="sure">{}</p><p class="source">{}</p></div>\n'
            ).format(
                self.line(card.number),
                card.what,
                Markup("<br>").join(self.line(line, linked=False) for line in card.sure),
                self.line(card.source),
            )
            for card in block.cards
        )
        note = Markup('<p class="tablenote">{}</p>').format(self.line(block.note)) if block.note else ""
        return Markup('<div class="cards" role="list" aria-label="{}">{}</div>{}').format(block.label, cards, note)

    def _picture(self, block: Picture) -> Markup:
        notes = Markup("").join(Markup('<p class="tablenote">{}</p>').format(note) for note in block.notes)
        return Markup(
            '<figure id="{}"><figcaption><p class="finding"><span class="label">{} {}.</span> {}</p>'
            '<p class="subtitle">{}</p></figcaption>\n<div class="wide">{}</div>\n'
            '<div class="narrow">{}</div>{}</figure>'
        ).format(
            self.id(block.id),
            self.words["figure_word"],
            block.number,
            self.line(block.finding, linked=False),
            self.line(block.subtitle, linked=False),
            Markup(block.wide),  # noqa: S704 - our own SVG
            Markup(block.narrow),  # noqa: S704 - our own SVG
            notes,
        )

    def _table(self, block: Table) -> Markup:
        caption = document.plain(block.caption)
        mark = Markup(' <span class="mark">{}</span>').format(self.made.mark) if self.made.mark else ""
        head = Markup("").join(self._head(cell) for cell in block.head)
        rows = Markup("\n").join(self._row(row) for row in block.rows)
        foot = Markup("\n").join(self._row(row) for row in block.foot)
        notes = (
            Markup('<p class="tablenote">{}</p>').format(self.line(block.notes, linked=False)) if block.notes else ""
        )
        return Markup(
            '<div class="scroll" id="{id}" tabindex="0" role="group" aria-label="{word} {number}: {label}">\n'
            '<table{compact}><caption><span class="label">{word} {number}.</span> {caption}{mark}</caption>\n'
            "<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody>{foot}</table></div>{notes}"
        ).format(
            id=self.id(block.id),
            label=caption,
            compact=Markup(' class="compact"') if block.compact else "",
            word=self.words["table_word"],
            number=block.number,
            caption=self.line(block.caption, linked=False),
            mark=mark,
            head=head,
            rows=rows,
            foot=Markup("<tfoot>{}</tfoot>").format(foot) if block.foot else "",
            notes=Markup('<p class="tablenote">{}</p>').format(notes) if notes else "",
        )

    def _head(self, cell: Cell) -> Markup:
        if not cell.line:
            return Markup("<td></td>")
        right = Markup(' class="r"') if cell.right else ""
        return Markup('<th scope="col"{}>{}</th>').format(right, self.line(cell.line, linked=False))

    def _row(self, row: Sequence[Cell]) -> Markup:
        first = Markup('<th scope="row">{}</th>').format(self.line(row[0].line, linked=False))
        return Markup("<tr>{}{}</tr>").format(first, Markup("").join(self._cell(cell) for cell in row[1:]))

    def _cell(self, cell: Cell) -> Markup:
        classes = " ".join(name for name, holds in _classes(cell).items() if holds)
        given = Markup(' class="{}"').format(classes) if classes else ""
        return Markup("<td{}>{}</td>").format(given, self.line(cell.line, linked=False))


def _classes(cell: Cell) -> Mapping[str, Any]:
    return {"r": cell.right, "total": cell.strong, "long": cell.long}
