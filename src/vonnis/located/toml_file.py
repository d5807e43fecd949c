"""TOML with places: values as the standard library reads them, each with the line and column of its key."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from vonnis.located.node import Node, Notes, Place

_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:([A-Za-z0-9_-]+)|"([^"\\\n]*)"|'([^'\n]*)')[ \t]*""")
_LONG = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}", re.DOTALL)
_SHORT = re.compile(r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'")
_BARE = re.compile(r"[^\s,\]}#]+(?: \d{2}:\d{2}[^\s,\]}#]*)?")
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
Path = tuple[str | int, ...]


def parse_toml(text: str, notes: Notes) -> Node | None:
    """Return the document in a TOML text, or None after noting why there is none."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        last = Place(text.count("\n") + 1, 1)
        place = Place(int(found[1]), int(found[2])) if found and found[1] else last
        problem = _AT.sub("", str(error))
        notes.add(
            place,
            f"this is no valid TOML ({problem[:1].lower()}{problem[1:]}); check quotation marks, `=` and brackets",
        )
        return None
    scanner = _Scanner(text)
    scanner.document()
    return _node(content, (), scanner.places, Place(1, 1))


def _node(value: Any, path: Path, places: dict[Path, Place], near: Place) -> Node:  # noqa: ANN401 - whatever TOML holds
    place = places.get(path, near)
    if isinstance(value, dict):
        entries = {key: _node(inner, (*path, key), places, place) for key, inner in value.items()}
        keys = {key: places.get((*path, key), place) for key in value}
        return Node(place=place, kind="mapping", entries=entries, keys=keys)
    if isinstance(value, list):
        items = tuple(_node(inner, (*path, number), places, place) for number, inner in enumerate(value))
        return Node(place=place, kind="list", items=items)
    if isinstance(value, bool):
        return Node(place=place, kind="plain", raw=str(value).lower(), value=value)
    return Node(place=place, kind="text" if isinstance(value, str) else "plain", raw=str(value), value=value)


class _Scanner:
    """Walks over a text that is known to be valid TOML, and notes where each key and item stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.places: dict[Path, Place] = {}
        self.counts: dict[Path, int] = {}

    def place(self) -> Place:
        start = self.text.rfind("\n", 0, self.at) + 1
        return Place(self.text.count("\n", 0, self.at) + 1, self.at - start + 1)

    def space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def document(self) -> None:
        table: Path = ()
        self.space()
        while self.at < len(self.text):
            if self.text.startswith("[", self.at):
                table = self.header()
            else:
                self.pair(table)
            self.space()

    def header(self) -> Path:
        """Read ``[a.b]`` or ``[[a.b]]`` and return the path of the table that it opens."""
        place, is_list = self.place(), self.text.startswith("[[", self.at)
        self.at += 1 + is_list
        keys = self.key()
        path: Path = ()
        for number, key in enumerate(keys):
            path = (*path, key)
            self.places.setdefault(path, place)
            is_last = number == len(keys) - 1
            if is_last and is_list:
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = (*path, self.counts[path])
                if is_last:
                    self.places[path] = place
        self.at = self.text.index("]", self.at) + 1 + is_list
        return path

    def key(self) -> list[str]:
        """Read ``a.b."c"``."""
        keys = []
        while found := _KEY.match(self.text, self.at):
            keys.append(next(part for part in found.groups() if part is not None))
            self.at = found.end()
            if not self.text.startswith(".", self.at):
                break
            self.at += 1
        return keys

    def pair(self, table: Path) -> None:
        """Read ``key = value``."""
        place = self.place()
        path = table
        for key in self.key():
            path = (*path, key)
            self.places.setdefault(path, place)
        self.at = self.text.find("=", self.at) + 1 or len(self.text)
        self.space()
        self.value(path)

    def value(self, path: Path) -> None:
        if self.text.startswith("[", self.at):
            self.items(path)
        elif self.text.startswith("{", self.at):
            self.inline(path)
        else:
            found = (
                _LONG.match(self.text, self.at) or _SHORT.match(self.text, self.at) or _BARE.match(self.text, self.at)
            )
            self.at = found.end() if found else len(self.text)

    def items(self, path: Path) -> None:
        self.at += 1
        number = 0
        self.space()
        while self.at < len(self.text) and self.text[self.at] != "]":
            self.places[*path, number] = self.place()
            self.value((*path, number))
            number += 1
            self.comma()
        self.at += 1

    def inline(self, path: Path) -> None:
        self.at += 1
        self.space()
        while self.at < len(self.text) and self.text[self.at] != "}":
            self.pair(path)
            self.comma()
        self.at += 1

    def comma(self) -> None:
        self.space()
        if self.text.startswith(",", self.at):
            self.at += 1
            self.space()
