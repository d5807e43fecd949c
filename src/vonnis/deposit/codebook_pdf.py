"""The codebook of an edition as a PDF: every column with its question, definition and codes."""

from __future__ import annotations

from collections.abc import Iterator

from vonnis.deposit.editions import Made
from vonnis.deposit.facts import Facts
from vonnis.deposit.sheet import Column, Sheet
from vonnis.deposit.statistical import labels_of
from vonnis.report.document import Block, Cell, Chapter, Document, Front, Heading, Line, Paragraph, Table, Terms, Words
from vonnis.report.document import words as line
from vonnis.report.paper.typesetting import pdf
from vonnis.report.words import Language, words


def codebook_pdf(made: Made, facts: Facts, *, language: Language) -> bytes:
    """Return the codebook of an edition in one language; tagged as the report is."""
    known = words(language)
    front = Front(
        title=f"{known['codebook_word']}: {facts.title[language]}",
        subtitle=known[f"edition_{made.edition}"],
        question=facts.question[language],
        population=facts.population[language],
        author=facts.author[language],
        day=f"{facts.at:%Y-%m-%d}",
    )
    numbers = iter(range(1, sum(len(sheet.columns) for sheet in made.sheets) + 1))
    chapters = tuple(
        Chapter(
            id=sheet.name,
            title=f"{sheet.title[language]} ({sheet.name})",
            number=str(place),
            blocks=tuple(_blocks(sheet, language, numbers)),
        )
        for place, sheet in enumerate(made.sheets, start=1)
    )
    return pdf(
        Document(
            language=language,
            kind="report",
            front=front,
            notice=known["fictional_notice"] if facts.fictional else "",
            mark=known["fictional_mark"] if facts.fictional else "",
            chapters=chapters,
            colophon=Terms(()),
            at=facts.at,
            generator=facts.version,
        )
    )


def _blocks(sheet: Sheet, language: Language, numbers: Iterator[int]) -> Iterator[Block]:
    known = words(language)
    seen = ""
    for column in sheet.columns:
        if column.set_of and column.set_of == seen:
            continue
        seen = column.set_of
        yield Heading(column.set_of or column.name)
        yield Paragraph(line(_label(column, language)))
        if column.question:
            yield Paragraph((Words(column.question[language], "emphasis"),))
        if column.definition:
            yield Paragraph(line(column.definition[language]), "muted")
        rows = tuple(_rows(sheet, column, language))
        if rows:
            heads = ("codebook_code", "codebook_meaning")
            yield Table(
                id=f"codes-{sheet.name}-{column.name}",
                number=str(next(numbers)),
                caption=line(column.set_of or column.name),
                head=tuple(Cell(line(known[head]), right=head == "codebook_code") for head in heads)[::-1],
                rows=rows,
            )


def _label(column: Column, language: Language) -> str:
    return column.label[language].rpartition(": ")[0] if column.set_of else column.label[language]


def _rows(sheet: Sheet, column: Column, language: Language) -> Iterator[tuple[Cell, Cell]]:
    """Yield what can stand in a column: its meaning and its code, or the columns of a set."""

    def row(meaning: str, code: str) -> tuple[Cell, Cell]:
        shown: Line = (Words(code, "code"),)
        return Cell(line(meaning)), Cell(shown, right=True)

    if column.set_of:
        for member in (one for one in sheet.columns if one.set_of == column.set_of):
            yield row(member.label[language].rpartition(": ")[2], member.name)
        return
    yield from (row(label, str(code)) for code, label in sorted(labels_of(column, language).items()))
