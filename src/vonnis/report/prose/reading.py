"""Read the text of a report: chapters, paragraphs, lists and places for charts and tables, each with its line.

The form is a small part of Markdown. ``# Title {#id}`` opens a chapter (``{#id .annex}`` an annex, ``{#id ?}`` one
that is left out where it holds no figure), ``## Title`` a heading, ``- `` and ``1. `` a list, ``> `` a notice, and
``::: name ids :::`` a place for what the report sets itself. ``(?)`` before a paragraph, an item or a place lets it go
where a figure in it is withheld or unknown. ``<!-- -->`` is a remark that is not printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

import msgspec

from vonnis.errors import StudyError

_CHAPTER = re.compile(r"#\s+(?P<title>.+?)\s*\{#(?P<id>[\w-]+)(?P<marks>[^}]*)\}")
_PLACE = re.compile(r":::\s*(?P<name>[a-z]+)(?P<given>.*)")
_OPTION = re.compile(r"(?P<key>[a-z]+):\s*(?P<value>.*)")
_ITEM = re.compile(r"(?:-|(?P<order>\d+)\.)\s+(?P<text>.*)")
_REMARK = re.compile(r"<!--.*?-->", re.DOTALL)
_OPTIONAL = "(?)"


class Source(msgspec.Struct, frozen=True):
    """A file of text: its name for messages, and its content."""

    name: str
    text: str


class Written(msgspec.Struct, frozen=True):
    """A piece of text as it was written, where it stands, and whether it may be left out."""

    text: str
    where: str
    optional: bool = False


class Prose(msgspec.Struct, frozen=True, tag=True):
    """A paragraph, or a notice."""

    written: Written
    notice: bool = False


class Title(msgspec.Struct, frozen=True, tag=True):
    """A heading inside a chapter."""

    written: Written


class Items(msgspec.Struct, frozen=True, tag=True):
    """A list, numbered or not."""

    items: tuple[Written, ...]
    ordered: bool


class Place(msgspec.Struct, frozen=True, tag=True):
    """A place for what the report sets: its kind, the ids given, and options, of which some come more than once."""

    name: str
    given: tuple[str, ...]
    options: tuple[tuple[str, Written], ...]
    where: str
    optional: bool

    def option(self, key: str) -> str | None:
        """Return the first option of a name, or None."""
        return next((written.text for name, written in self.options if name == key), None)


Node: TypeAlias = Prose | Title | Items | Place


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A chapter as it was written."""

    id: str
    title: Written
    kind: Literal["chapter", "annex", "help"]
    optional: bool
    nodes: tuple[Node, ...]


def read_text(source: Source) -> tuple[Section, ...]:
    """Return the chapters in a file of text.

    Raises:
        StudyError: something stands before the first chapter, or a place is not closed or not understood.
    """
    text = _REMARK.sub(lambda found: "\n" * found[0].count("\n"), source.text)
    lines = [(f"{source.name}, line {number}", line.rstrip()) for number, line in enumerate(text.splitlines(), 1)]
    starts = [index for index, (_, line) in enumerate(lines) if line.startswith("# ")]
    for where, line in lines[: starts[0] if starts else len(lines)]:
        if line:
            message = f"{where}: text before the first chapter; open one with a line such as '# Title {{#id}}'"
            raise StudyError(message)
    ends = [*starts[1:], len(lines)] if starts else []
    return tuple(_section(lines[start:end]) for start, end in zip(starts, ends, strict=True))


def _section(lines: Sequence[tuple[str, str]]) -> Section:
    where, head = lines[0]
    found = _CHAPTER.fullmatch(head)
    if found is None:
        message = f"{where}: the chapter has no id; write it as '# Title {{#id}}'"
        raise StudyError(message)
    marks = found["marks"].split()
    return Section(
        id=found["id"],
        title=Written(found["title"], where),
        kind="annex" if ".annex" in marks else "help" if ".help" in marks else "chapter",
        optional="?" in marks,
        nodes=tuple(_nodes(lines[1:])),
    )


def _nodes(lines: Sequence[tuple[str, str]]) -> Iterator[Node]:
    at = 0
    while at < len(lines):
        line = lines[at][1]
        if not line:
            at += 1
        elif line.startswith("## "):
            yield Title(Written(line[3:].strip(), lines[at][0]))
            at += 1
        elif line.removeprefix(_OPTIONAL).lstrip().startswith(":::"):
            node, at = _place(lines, at)
            yield node
        else:
            end = next((i for i in range(at, len(lines)) if not lines[i][1]), len(lines))
            end = next((i for i in range(at + 1, end) if _opens(lines[i][1])), end)
            yield _paragraph(lines[at:end]) if not _ITEM.fullmatch(line) else _list(lines[at:end])
            at = end


def _opens(line: str) -> bool:
    """Tell whether a line begins something new without an empty line before it."""
    return line.startswith(("## ", ":::", f"{_OPTIONAL} :::"))


def _paragraph(lines: Sequence[tuple[str, str]]) -> Prose:
    notice = lines[0][1].startswith("> ")
    text = " ".join(line.removeprefix("> ").strip() for _, line in lines)
    return Prose(_written(text, lines[0][0]), notice)


def _list(lines: Sequence[tuple[str, str]]) -> Items:
    items: list[tuple[str, str]] = []
    ordered = False
    for where, line in lines:
        found = _ITEM.fullmatch(line)
        if found:
            ordered = ordered or found["order"] is not None
            items.append((where, found["text"]))
        else:
            items[-1] = (items[-1][0], f"{items[-1][1]} {line.strip()}")
    return Items(tuple(_written(text, where) for where, text in items), ordered)


def _written(text: str, where: str) -> Written:
    return Written(text.removeprefix(_OPTIONAL).lstrip(), where, text.startswith(_OPTIONAL))


def _place(lines: Sequence[tuple[str, str]], at: int) -> tuple[Place, int]:
    where, line = lines[at]
    written = _written(line, where)
    found = _PLACE.fullmatch(written.text)
    if found is None:
        message = f"{where}: {line!r} is no place; write '::: name ids :::'"
        raise StudyError(message)
    given, closed = found["given"].strip(), found["given"].rstrip().endswith(":::")
    end = at + 1
    options = []
    if not closed:
        end = next((i for i in range(at + 1, len(lines)) if lines[i][1] == ":::"), len(lines))
        if end == len(lines):
            message = f"{where}: the place '{found['name']}' is not closed; end it with ':::'"
            raise StudyError(message)
        options = [_option(*lines[i]) for i in range(at + 1, end) if lines[i][1]]
        end += 1
    ids = tuple(filter(None, re.split(r"[,\s]+", given.removesuffix(":::").strip())))
    return Place(found["name"], ids, tuple(options), where, written.optional), end


def _option(where: str, line: str) -> tuple[str, Written]:
    found = _OPTION.fullmatch(line.strip())
    if found is None:
        message = f"{where}: {line!r} is no option; write 'name: value', or close the place with ':::'"
        raise StudyError(message)
    return found["key"], Written(found["value"], where)
