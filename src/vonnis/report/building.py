"""Build the document of a report in one language: its text, with every place set and every reference numbered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from vonnis.disclosure.released import Release
from vonnis.errors import StudyError
from vonnis.report import document
from vonnis.report.document import (
    Block,
    Cards,
    Chapter,
    Document,
    Front,
    Heading,
    Line,
    Link,
    Paragraph,
    Picture,
    Points,
    Reference,
    Table,
    Term,
    Terms,
)
from vonnis.report.formats import date
from vonnis.report.masthead import Masthead
from vonnis.report.places import Setter, ids_in
from vonnis.report.printing import Printer
from vonnis.report.prose.filling import Filler
from vonnis.report.prose.reading import Items, Place, Prose, Section, Title, Written
from vonnis.report.words import Language, data, words


def build(release: Release, masthead: Masthead, *, sections: Sequence[Section], language: Language) -> Document:
    """Return a report in one language.

    Raises:
        StudyError: the text names a figure, table, parameter or place that does not exist, or a number was typed.
        DisclosureError: the text names a figure that is withheld.
    """
    printer = Printer(release, masthead, language)
    known = words(language)
    named = frozenset(
        id_
        for section in sections
        for node in section.nodes
        if isinstance(node, Place)
        for id_ in ids_in(node, masthead.parameters)
    )
    chapters = _chapters(printer, dict(_targets(release, sections)), sections=sections, named=named)
    help_ = _help(masthead.country, language)
    front = Front(
        title=masthead.title[language],
        question=masthead.question[language],
        population=masthead.population[language],
        author=masthead.author[language],
        day=date(masthead.at.date(), language),
    )
    made = Document(
        language=language,
        kind="report",
        front=front,
        notice=_notice(release, masthead, language),
        mark=known["fictional_mark"] if release.fictional else "",
        watermark=known["interim_mark"] if masthead.interim else "",
        chapters=(*chapters, *help_),
        colophon=_colophon(masthead, language),
        at=masthead.at,
        generator=masthead.version,
    )
    return numbered(made)


def _notice(release: Release, masthead: Masthead, language: Language) -> str:
    """Return what a reader must know before anything else: that it is made up, in rounded counts, or not final."""
    known = words(language)
    parts = [known["fictional_notice"]] if release.fictional else []
    if any(decision.rule == "to_multiples" for decision in release.decisions):
        parts.append(known["rounded_notice"])
    if masthead.interim:
        day = date(masthead.at.date(), language)
        parts.append(known["interim_notice"].format(day=day, recipients=masthead.interim.recipients))
        if masthead.interim.reference:
            told = known["interim_reference_coded" if masthead.interim.coded else "interim_reference"]
            parts.append(told.format(day=date(masthead.interim.reference, language)))
    return " ".join(parts)


def _chapters(
    printer: Printer,
    targets: dict[tuple[str, str], Reference],
    *,
    sections: Sequence[Section],
    named: frozenset[str],
) -> list[Chapter]:
    """Return the chapters; set again without the references to what turned out to be left out."""
    filler = Filler(printer, targets)
    setter = Setter(printer, filler, named)
    chapters = [chapter for section in sections if (chapter := _chapter(section, filler, setter))]
    present = {chapter.id for chapter in chapters}
    present |= {block.id for chapter in chapters for block in chapter.blocks if isinstance(block, Picture | Table)}
    if all(target in present for target in _referred(tuple(chapters))):
        return chapters
    left = {key: target for key, target in targets.items() if target.target in present}
    tables = {key: left.get(("table", key[1])) for key in targets.keys() - left.keys() if key[0] == "chart"}
    left |= {key: table for key, table in tables.items() if table}  # of a chart that is not drawn, its table is meant
    return _chapters(printer, left, sections=sections, named=named)


def _referred(node: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a document
    if isinstance(node, Reference):
        yield node.target
    elif isinstance(node, tuple):
        for item in node:
            yield from _referred(item)
    elif isinstance(node, msgspec.Struct):
        for field in node.__struct_fields__:
            yield from _referred(getattr(node, field))


def _targets(release: Release, sections: Sequence[Section]) -> Iterator[tuple[tuple[str, str], Reference]]:
    for section in sections:
        yield ("chapter", section.id), Reference(section.id, "")
    for table in release.tables:
        yield ("table", table.id), Reference(f"table-{table.id}", "")
        yield ("chart", table.id), Reference(f"chart-{table.id}", "")


def _chapter(section: Section, filler: Filler, setter: Setter) -> Chapter | None:
    blocks = tuple(_without_bare_headings(tuple(_blocks(section, filler, setter))))
    if section.optional and not any(_shows_figures(block) for block in blocks):
        return None
    return Chapter(id=section.id, title=_heading(section.title, filler), blocks=blocks, kind=section.kind)


def _heading(written: Written, filler: Filler) -> str:
    """Return the words of a heading; a figure in it could lead nowhere, so that it is refused.

    Raises:
        StudyError: there is a figure or a typed number in it.
    """
    line = filler.line(written) or ()
    if any(isinstance(part, document.Number) for part in line):
        message = f"{written.where}: a heading holds no figure; say it in the sentence below"
        raise StudyError(message)
    return document.plain(line)


def _blocks(section: Section, filler: Filler, setter: Setter) -> Iterator[Block]:
    for node in section.nodes:
        if isinstance(node, Title):
            text = _heading(node.written, filler)
            yield Heading(text, f"{section.id}-{_slug(text)}")
        elif isinstance(node, Prose):
            if line := filler.line(node.written):
                yield Paragraph(line, "notice" if node.notice else "body")
        elif isinstance(node, Items):
            if lines := tuple(line for item in node.items if (line := filler.line(item))):
                yield Points(lines, node.ordered)
        else:
            yield from setter.blocks(node, section)


def _without_bare_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks without the headings under which everything was left out."""
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if not isinstance(block, Heading) or not (after is None or isinstance(after, Heading)):
            yield block


def _shows_figures(block: Block) -> bool:
    if isinstance(block, Table | Picture | Cards):
        return True
    return any(isinstance(part, document.Number) for line in document.lines(block) for part in line)


def _slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def _help(country: str, language: Language) -> tuple[Chapter, ...]:
    """Return the block that tells where help is found, for the country of the study."""
    block: dict[str, Any] = data("helplines.yaml").get(country, {})
    if not block:
        return ()
    contacts = tuple(
        (*document.words(f"{contact['name'][language]}: "), Link(contact["shown"], contact["address"]))
        for contact in block["contacts"]
    )
    text = Paragraph(document.words(block["text"][language]))
    return (Chapter(id="help", title=block["title"][language], blocks=(text, Points(contacts)), kind="help"),)


def help_chapter(country: str, language: Language) -> tuple[Chapter, ...]:
    """Return the help block of a country as a chapter; nothing where the country has none."""
    return _help(country, language)


def _colophon(masthead: Masthead, language: Language) -> Terms:
    known = words(language)
    facts: list[tuple[str, Line]] = [
        ("author", document.words(masthead.author[language])),
        ("date", document.words(date(masthead.at.date(), language))),
        ("program", document.words(masthead.version)),
        ("digest", (document.Words(masthead.digest, "code"),)),
        ("data", (document.Words(known["colophon_data_text"], "code"),)),
    ]
    return Terms(tuple(Term(document.words(known[f"colophon_{key}"]), line) for key, line in facts))


def numbered(made: Document) -> Document:
    """Return a document with its charts and tables numbered, and every reference said as what it leads to."""
    known = words(made.language)
    shown: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for kind, type_ in (("figure", Picture), ("table", Table)):
        found = [block for block in made.blocks() if isinstance(block, type_)]
        for number, block in enumerate(found, start=1):
            numbers[block.id] = str(number)
            shown[block.id] = f"{known[f'{kind}_ref']} {number}"
    counts = {"chapter": 0, "annex": 0}
    for chapter in made.chapters:
        if chapter.kind in counts:
            counts[chapter.kind] += 1
            number_ = counts[chapter.kind]
            label = str(number_) if chapter.kind == "chapter" else chr(ord("A") + number_ - 1)
            numbers[chapter.id] = label
            shown[chapter.id] = f"{known[f'{chapter.kind}_ref']} {label}"
    result: Document = _mapped(made, shown, numbers)
    return result


def _mapped(node: Any, shown: Mapping[str, str], numbers: Mapping[str, str]) -> Any:  # noqa: ANN401 - any part of a document
    if isinstance(node, tuple):
        return tuple(_mapped(item, shown, numbers) for item in node)
    if isinstance(node, Reference):
        return Reference(node.target, shown[node.target])
    if isinstance(node, msgspec.Struct):
        changes = {
            field: new
            for field in node.__struct_fields__
            if (new := _mapped(old := getattr(node, field), shown, numbers)) is not old
        }
        if isinstance(node, Picture | Table | Chapter):
            changes["number"] = numbers.get(node.id, "")
        return msgspec.structs.replace(node, **changes) if changes else node
    return node
