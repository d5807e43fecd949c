"""Refresh a Word document that somebody wrote: its numbers, tables and charts, and nothing else of it.

Every number, table and chart that the report set, or that a writer asked for as ``{{ id }}``, stands in a content
control with its id. A refresh gives those controls what is released now. Text, comments and tracked changes stay as
they are; every other part of the file keeps its bytes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import msgspec

from vonnis.report.document import Document, Line, Number, Picture, Table, plain
from vonnis.report.drawings import is_drawn
from vonnis.report.printing import PARTS, Printer
from vonnis.report.tables import table_of
from vonnis.report.word.body import Body, run
from vonnis.report.word.controls import Tag, read_tag
from vonnis.report.word.draft import draft_parts, give_proportions, part_tree, picture_part
from vonnis.report.word.meanings import Changed, changed_meanings, kept_meanings, meanings, meanings_part
from vonnis.report.word.package import HEAD, NAMESPACES, png_of, size_of, zipped

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ASKED = re.compile(r"\{\{\s*([\w.<>-]+)(?::(\w+))?\s*\}\}")
_TEXTS = re.compile(r"word/(document|footnotes|endnotes|header|footer)\d*\.xml")
_TRACKED = tuple(f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"))
_GONE = (f"{_W}del", f"{_W}moveFrom")
_BY_HAND = tuple(
    f"{_W}{name}" for name in ("commentReference", "footnoteReference", "endnoteReference", "bookmarkStart")
)
_ENDS = {"n": " (n)", "low": " (low end)", "high": " (high end)"}


class Refreshed(msgspec.Struct, frozen=True, kw_only=True):
    """A document made anew, and what became of its controls.

    ``changed`` holds a sentence for each that shows something else now; ``stale`` those whose id the release does not
    hold, or whose text carries a tracked change, left as they are; ``withheld`` the ids that turned into a cross;
    ``shown`` the ids of the figures, tables and charts that say what is released now; ``reworded`` a sentence for each
    that stands for something else than when the draft was made, so that the words around it may no longer be true;
    ``lacking`` one for each of which other kinds of answer are missing now.
    """

    data: bytes
    same: int
    changed: tuple[str, ...]
    stale: tuple[str, ...]
    withheld: tuple[str, ...]
    shown: frozenset[str] = frozenset()
    reworded: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def refresh(data: bytes, *, name: str, documents: Mapping[str, Document], printers: Mapping[str, Printer]) -> Refreshed:
    """Return a Word document with what is released now in its controls.

    Raises:
        UnreadableError: the file is no Word document, or damaged.
    """
    parts = draft_parts(data, name)
    refresher = _Refresher(parts, documents, printers)
    for part in filter(_TEXTS.fullmatch, list(parts)):
        refresher.part(part)
    at = next(iter(documents.values())).at
    return refresher.done(at)


class _Refresher:
    """Walks through the parts of one file."""

    def __init__(
        self, parts: dict[str, bytes], documents: Mapping[str, Document], printers: Mapping[str, Printer]
    ) -> None:
        self.parts = parts
        self.documents = documents
        self.printers = printers
        self.known = {tag.text: tag for printer in printers.values() for tag in _every_tag(printer)}
        self.blocks = {
            (language, block.id): block
            for language, made in documents.items()
            for block in made.blocks()
            if isinstance(block, Table | Picture)
        }
        self.outcomes: dict[str, list[str]] = {"changed": [], "stale": [], "withheld": []}
        self.same = 0
        self.shown: set[str] = set()
        self.held: dict[str, None] = {}

    def done(self, at: dt.datetime) -> Refreshed:
        meant = self._changed_meanings()
        return Refreshed(
            data=zipped(self.parts, at=at),
            same=self.same,
            changed=tuple(self.outcomes["changed"]),
            stale=tuple(self.outcomes["stale"]),
            withheld=tuple(self.outcomes["withheld"]),
            shown=frozenset(self.shown),
            reworded=meant.reworded,
            lacking=meant.lacking,
        )

    def _changed_meanings(self) -> Changed:
        """Return what stands for something else now, and keep in the file what everything stands for from here on."""
        kept = kept_meanings(self.parts)
        made = self.documents.get(kept.language)
        if made is None:
            return Changed()
        self.parts[kept.part] = (HEAD + meanings_part(made)).encode()
        return changed_meanings(self.held, before=kept.meanings, now=meanings(made))

    def part(self, name: str) -> None:
        from lxml import etree

        tree = part_tree(self.parts, name)
        before = etree.tostring(tree)
        self._join(tree)
        self._ask(tree)
        for control in list(tree.iter(f"{_W}sdt")):
            tag = control.find(f"{_W}sdtPr/{_W}tag")
            read = read_tag(tag.get(f"{_W}val", "")) if tag is not None else None
            if read is not None and tag is not None and next(control.iterancestors(*_GONE), None) is None:
                self._control(control, self.known.get(tag.get(f"{_W}val", ""), read), name)
        if etree.tostring(tree) != before:
            self.parts[name] = (HEAD + etree.tostring(tree, encoding="unicode")).encode()

    def _control(self, control: Any, tag: Tag, part: str) -> None:  # noqa: ANN401 - lxml's own type
        content = control.find(f"{_W}sdtContent")
        self.held[tag.id.removesuffix(".numerator")] = None
        if content is None:
            self.outcomes["stale"].append(f"{tag.id}: a control that holds nothing")
        elif tag.language not in self.printers:
            self.outcomes["stale"].append(f"{tag.id}: a control of another language")
        elif next(content.iter(*_TRACKED), None) is not None:
            self.outcomes["stale"].append(f"{tag.id}: holds a tracked change; accept or reject it, then refresh again")
        elif tag.kind == "table":
            self._table(content, tag)
        elif tag.kind == "chart":
            self._chart(content, tag, part)
        else:
            self._number(content, tag)

    def _number(self, content: Any, tag: Tag) -> None:  # noqa: ANN401 - lxml's own type
        number = _number_of(self.printers[tag.language], tag)
        if number is None:
            self.outcomes["stale"].append(f"{tag.id}: the release holds no such figure")
            return
        _no_placeholder(content)
        texts = list(content.iter(f"{_W}t")) or _room(content)
        before = "".join(text.text or "" for text in texts)
        if number.value is not None:
            self.shown.add(tag.id.removesuffix(".numerator"))
        if before == number.shown:
            self.same += 1
            return
        if number.value is None:
            self.outcomes["withheld"].append(tag.id)
        texts[0].text = number.shown
        for text in texts[1:]:
            text.text = ""
        was = before.strip() or "nothing"
        self.outcomes["changed"].append(f"{tag.id}{_ENDS.get(tag.kind, '')}: {was} became {number.shown}")

    def _table(self, content: Any, tag: Tag) -> None:  # noqa: ANN401 - lxml's own type
        block = self._table_block(tag)
        old = content.find(f"{_W}tbl")
        if block is None or old is None:
            self.outcomes["stale"].append(f"{tag.id}: the release holds no such table")
            return
        self.shown.add(tag.id.removeprefix("table-"))
        body = Body(self.documents[tag.language], {})
        new = _parsed(body.table(block, controls=False)).find(f"{_W}tbl")
        titled = _titled(old, new)
        if _shown(old) == _shown(new) and not titled:
            self.same += 1
            return
        cells = [list(table.iter(f"{_W}tc")) for table in (old, new)]
        if [len(row) for row in _shown(old)] == [len(row) for row in _shown(new)]:
            for cell, current in zip(*cells, strict=True):
                _write(cell, current)
        elif next(old.iter(*_BY_HAND), None) is not None:
            reason = "has other rows or columns now, and holds a comment or note; take that out, then refresh again"
            self.outcomes["stale"].append(f"{tag.id}: {reason}")
            return
        else:
            content.replace(old, new)
        self.outcomes["changed"].append(f"{tag.id}: the table was set anew")

    def _table_block(self, tag: Tag) -> Table | None:
        block = self.blocks.get((tag.language, tag.id))
        if isinstance(block, Table):
            return block
        table = self.printers[tag.language].release.table(tag.id.removeprefix("table-"))
        return table_of(table, self.printers[tag.language]) if table else None

    def _chart(self, content: Any, tag: Tag, part: str) -> None:  # noqa: ANN401 - lxml's own type
        block = self.blocks.get((tag.language, tag.id))
        blip = next(content.iter(f"{_A}blip"), None)
        if not isinstance(block, Picture) or blip is None:
            self.outcomes["stale"].append(f"{tag.id}: {self._undrawn(tag)}")
            return
        target = picture_part(self.parts, part, relation=blip.get(f"{_R}embed", ""))
        if target is None:
            reason = "its picture is no PNG inside this file; copy the chart from the new report in its place"
            self.outcomes["stale"].append(f"{tag.id}: {reason}")
            return
        self.shown.add(tag.id.removeprefix("chart-"))
        png = png_of(block.wide)
        named = list(content.iter(f"{_WP}docPr", f"{_PIC}cNvPr"))
        if self.parts.get(target) == png and all(one.get("descr") == block.alternative for one in named):
            self.same += 1
            return
        self.parts[target] = png
        for one in named:
            one.set("descr", block.alternative)
        width, height = size_of(block.wide)
        give_proportions(content, width, height=height)
        self.outcomes["changed"].append(f"{tag.id}: the chart was drawn anew")

    def _undrawn(self, tag: Tag) -> str:
        """Return why the report has no chart for a control, which then still shows what was released before."""
        table = self.printers[tag.language].release.table(tag.id.removeprefix("chart-"))
        if table is None or is_drawn(table):
            return "the report holds no such chart"
        return "too much of it is withheld now to draw it, and the old chart still shows it; take that out"

    def _join(self, tree: Any) -> None:  # noqa: ANN401 - lxml's own type
        """Put each ``{{ id }}`` that Word keeps in several runs, as it does with words it does not know, into one."""
        for paragraph in tree.iter(f"{_W}p"):
            texts = [text for text in paragraph.iter(f"{_W}t") if next(text.iterancestors(f"{_W}p")) is paragraph]
            whole = "".join(text.text or "" for text in texts)
            for asked in _ASKED.finditer(whole):
                held = _between(texts, asked.start(), asked.end())
                if len({text.getparent().getparent() for text, _, _ in held}) > 1:
                    reason = "is typed partly as a tracked change or link; type it at once, then refresh again"
                    self.outcomes["stale"].append(f"{asked[1]}: {reason}")
                elif len(held) > 1:
                    first, start, _ = held[0]
                    last, _, end = held[-1]
                    first.text, last.text = first.text[:start] + asked[0], last.text[end:]
                    for text in (first, last):
                        text.set(_SPACE, "preserve")
                    for middle, _, _ in held[1:-1]:
                        middle.text = ""

    def _ask(self, tree: Any) -> None:  # noqa: ANN401 - lxml's own type
        """Put a control in the place of every ``{{ id }}`` that somebody typed; the language is that of the file."""
        language = self._language()
        for text in list(tree.iter(f"{_W}t")):
            held = text.getparent()
            if not _ASKED.search(text.text or "") or held is None or language not in self.printers:
                continue
            if next(text.iterancestors(*_GONE), None) is not None:
                continue
            self._replace(held, text, language)

    def _replace(self, held: Any, text: Any, language: str) -> None:  # noqa: ANN401 - lxml's own type
        body = Body(self.documents[language], {})
        properties = held.find(f"{_W}rPr")
        kept = "".join(_source(child) for child in properties) if properties is not None else ""
        parts, at = [], 0
        for asked in _ASKED.finditer(text.text):
            line, reason = _answer(self.printers[language], asked[1], part=asked[2] or "value")
            if reason:
                self.outcomes["stale"].append(f"{asked[1]}: {reason}")
                continue
            self.shown.add(asked[1])
            parts += [run(text.text[at : asked.start()], kept), body.line(line, kept)]
            at = asked.end()
            self.outcomes["changed"].append(f"{asked[1]}: {asked[0]} became {plain(line)}")
        if at:
            _put_in_place(text, _parsed("".join([*parts, run(text.text[at:], kept)])))

    def _language(self) -> str:
        """Return the language to write numbers in: what the file says of itself, if a report is written in that."""
        document = next(part for name, part in self.parts.items() if name.startswith("word/document"))
        told = re.findall(rb"<dc:language>(\w\w)", self.parts.get("docProps/core.xml", b""))
        told += [one for one, _ in Counter(re.findall(rb'"vonnis:(\w\w):', document)).most_common()]
        told += re.findall(rb'<w:lang [^>]*w:val="(\w\w)', self.parts.get("word/styles.xml", b""))
        return next((name for one in told if (name := one.decode()) in self.printers), next(iter(self.printers)))


def _every_tag(printer: Printer) -> Iterator[Tag]:
    """Yield the tag of everything that a control of one language can hold, so that shortened ones are known again."""
    for id_ in printer.ids():
        for kind in ("value", "n", "low", "high"):
            yield Tag(printer.language, kind, id_)
        for ending in ("numerator", "share"):
            yield Tag(printer.language, "value", f"{id_}.{ending}")
    for table in printer.release.tables:
        yield Tag(printer.language, "table", f"table-{table.id}")
        yield Tag(printer.language, "chart", f"chart-{table.id}")


def _number_of(printer: Printer, tag: Tag) -> Number | None:
    """Return what a control of this tag shows now, or None where the release does not hold it."""
    id_, part = tag.id, {"low": "ends", "high": "ends"}.get(tag.kind, tag.kind)
    result = printer.release.result(id_.removesuffix(".numerator"))
    if result is not None and id_.endswith(".numerator"):
        id_, part = result.id, "numerator"
    if part not in PARTS:
        return None
    line = printer.named(id_, part) or ()
    found = [one for one in line if isinstance(one, Number)]
    return next((one for one in found if one.part == tag.kind or one.value is None), None)


def _answer(printer: Printer, id_: str, *, part: str) -> tuple[Line, str]:
    """Return what is to stand in the place of an id that somebody typed, and why that must be left, or nothing."""
    if part not in PARTS:
        return (), f"a figure has no part '{part}'; it has {', '.join(PARTS)}"
    line = printer.named(id_, part)
    if line is None:
        return (), "the release holds no such figure"
    result = printer.release.result(id_)
    held = result is not None if part != "numerator" else result is not None and result.statistic == "share"
    empty = not line or (part == "n" and not any(isinstance(one, Number) for one in line))
    if empty or (part != "value" and not held):
        return (), f"the figure has no {part}"
    withheld = any(isinstance(one, Number) and one.value is None for one in line)
    return line, "withheld by disclosure control" if withheld else ""


def _between(texts: Sequence[Any], start: int, end: int) -> list[tuple[Any, int, int]]:
    """Return the texts of which a stretch of their words is made, each with the part of it that is."""
    found, at = [], 0
    for text in texts:
        length = len(text.text or "")
        if at < end and start < at + length:
            found.append((text, max(0, start - at), min(length, end - at)))
        at += length
    return found


def _put_in_place(text: Any, new: Iterable[Any]) -> None:  # noqa: ANN401 - lxml's own type
    """Put runs and controls in the place of a text; what stands beside it in its run, as a tab or note, stays there."""
    held = text.getparent()
    beside = [child for child in held if child.tag != f"{_W}rPr"]
    before = beside[: beside.index(text)]
    if before:
        first = deepcopy(held)
        for child in first[len(held) - len(beside) + len(before) :]:
            first.remove(child)
        held.addprevious(first)
    for one in list(new):
        held.addprevious(one)
    for child in (*before, text):
        held.remove(child)
    if len(beside) == len(before) + 1:
        held.getparent().remove(held)


def _no_placeholder(content: Any) -> None:  # noqa: ANN401 - lxml's own type
    """Take away what Word shows in a control that somebody emptied: a prompt, and the mark that it is one."""
    properties = content.getparent().find(f"{_W}sdtPr")
    for prompt in properties.findall(f"{_W}showingPlcHdr") if properties is not None else ():
        properties.remove(prompt)
        for style in list(content.iter(f"{_W}rStyle")):
            style.getparent().remove(style)


def _room(content: Any) -> list[Any]:  # noqa: ANN401 - lxml's own type
    """Return an empty text in a control without any, for the number to stand in."""
    place = next(content.iter(f"{_W}r"), None)
    if place is None:
        held = next(content.iter(f"{_W}p"), content)
        held.append(held.makeelement(f"{_W}r"))
        place = held[-1]
    place.append(place.makeelement(f"{_W}t"))
    return [place[-1]]


def _titled(old: Any, new: Any) -> bool:  # noqa: ANN401 - lxml's own type
    """Give a table the title of another, which a reading program says aloud; tell whether it had a different one."""
    titles = [table.find(f"{_W}tblPr/{_W}tblCaption") for table in (old, new)]
    if any(title is None for title in titles):
        return False
    before, now = (title.get(f"{_W}val") for title in titles)
    titles[0].set(f"{_W}val", now)
    return bool(before != now)


def _write(cell: Any, current: Any) -> None:  # noqa: ANN401 - lxml's own type
    """Give a cell the words of another, and leave all else in it: its form, comments, notes."""
    old, new = (list(one.iter(f"{_W}t")) for one in (cell, current))
    words = "".join(text.text or "" for text in new)
    if "".join(text.text or "" for text in old) == words:
        return
    if not old:
        for empty in cell.findall(f"{_W}p"):
            cell.remove(empty)
        cell.extend(current.findall(f"{_W}p"))
        return
    for place, text in enumerate(old):
        text.text = "" if place else words


def _parsed(content: str) -> Any:  # noqa: ANN401 - lxml's own type
    from lxml import etree

    return etree.fromstring(f"<w:held {NAMESPACES}>{content}</w:held>")


def _source(node: Any) -> str:  # noqa: ANN401 - lxml's own type
    from lxml import etree

    return etree.tostring(node, encoding="unicode")


def _shown(table: Any) -> list[list[str]]:  # noqa: ANN401 - lxml's own type
    """Return the words of a table, cell by cell."""
    return [
        ["".join(text.text or "" for text in cell.iter(f"{_W}t")) for cell in row.iter(f"{_W}tc")]
        for row in table.iter(f"{_W}tr")
    ]
