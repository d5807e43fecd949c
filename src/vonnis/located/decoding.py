"""From a located tree to frozen values, by the annotations of the structs; a mistake is noted and stops nothing."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, Literal, Union

import msgspec

from vonnis.located.node import Node, Notes

Special = Mapping[Any, Callable[[Node, Notes], Any]]
"""Readers for types that are more than their annotation tells; each notes its mistakes and then returns ``WRONG``."""

WRONG: Any = object()
"""Stands where a value could not be read; never part of a result that is handed out."""

_INTEGER = re.compile(r"[-+]?(?:0|[1-9]\d*)")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_KIND_WORDS = {"mapping": "a group of settings", "list": "a list", "plain": "a value", "text": "a text"}


def decode(node: Node, type_: Any, *, notes: Notes, special: Special | None = None) -> Any:  # noqa: ANN401 - any type, as annotated
    """Return the value that a node holds for a type, or ``WRONG`` after noting why it holds none."""
    return _Decoder(notes, special or {}).whole(node, type_)


def nearest(word: str, words: list[str]) -> str:
    """Return ``; did you mean `x`?`` for the known word that comes nearest, or nothing where none is near."""
    found = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    return f"; did you mean `{found[0]}`?" if found else ""


class _Decoder:
    def __init__(self, notes: Notes, special: Special) -> None:
        self.notes = notes
        self.special = special

    def whole(self, node: Node, type_: Any) -> Any:  # noqa: ANN401 - as annotated
        return self._value(node, type_, "")

    def _value(self, node: Node, type_: Any, name: str) -> Any:  # noqa: ANN401, PLR0911 - one way out per kind of type
        if type_ in self.special:
            return self.special[type_](node, self.notes)
        origin, arguments = typing.get_origin(type_), typing.get_args(type_)
        if origin in {Union, types.UnionType}:
            return self._optional(node, arguments, name)
        if origin is Literal:
            return self._literal(node, arguments, name)
        if origin is tuple:
            return self._list(node, arguments[0], name)
        if origin is dict:
            return self._mapping(node, arguments[1], name)
        if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
            return self._struct(node, type_, name)
        if type_ is Any:
            return plain(node)
        return self._scalar(node, type_, name)

    def _wrong(self, node: Node, name: str, wanted: str) -> Any:  # noqa: ANN401 - the mark of a wrong value
        """Note that something else is wanted here."""
        found = f"`{node.raw}`" if node.kind in {"plain", "text"} and node.raw else _KIND_WORDS[node.kind]
        subject = f"`{name}`" if name else "this"
        empty = node.kind == "plain" and not node.raw
        self.notes.add(node.place, f"{subject} {'is empty' if empty else f'holds {found}'}; write {wanted}")
        return WRONG

    def _optional(self, node: Node, arguments: tuple[Any, ...], name: str) -> Any:  # noqa: ANN401
        inner = [argument for argument in arguments if argument is not type(None)]
        if len(inner) < len(arguments) and node.kind == "plain" and node.raw in {"", "~", "null"}:
            return None
        if len(inner) == 1:
            return self._value(node, inner[0], name)
        return self._wrong(node, name, "one value") if node.kind in {"mapping", "list"} else plain(node)

    def _literal(self, node: Node, words: tuple[Any, ...], name: str) -> Any:  # noqa: ANN401
        if node.kind in {"mapping", "list"} or node.raw not in words:
            known = ", ".join(map(str, words))
            return self._wrong(node, name, f"one of {known}{nearest(node.raw, [str(word) for word in words])}")
        return node.raw

    def _list(self, node: Node, inner: Any, name: str) -> Any:  # noqa: ANN401
        if node.kind != "list":
            return self._wrong(node, name, "a list, as [a, b] or with a dash before each line")
        found = tuple(self._value(item, inner, name) for item in node.items)
        return WRONG if any(item is WRONG for item in found) else found

    def _mapping(self, node: Node, inner: Any, name: str) -> Any:  # noqa: ANN401
        if node.kind != "mapping":
            return self._wrong(node, name, "settings, as `key: value`")
        found = {
            key: self._value(value, inner, f"{name}.{key}" if name else key) for key, value in node.entries.items()
        }
        return WRONG if any(value is WRONG for value in found.values()) else found

    def _struct(self, node: Node, type_: type[msgspec.Struct], name: str) -> Any:  # noqa: ANN401
        fields = {field.encode_name: field for field in msgspec.structs.fields(type_)}
        if node.kind != "mapping":
            return self._wrong(node, name, f"settings such as `{next(iter(fields))}: …`")
        known = list(fields)
        for key in node.entries.keys() - fields.keys():
            hint = nearest(key, known) or f"; known here are {', '.join(known)}"
            self.notes.add(node.keys[key], f"`{key}` is no setting here{hint}")
        hints = typing.get_type_hints(type_)
        values: dict[str, Any] = {}
        for key, field in fields.items():
            if key in node.entries:
                values[field.name] = self._value(node.entries[key], hints[field.name], key)
            elif field.required:
                where = f" in `{name}`" if name else ""
                self.notes.add(node.place, f"`{key}` is missing{where}; add it")
                values[field.name] = WRONG
        if any(value is WRONG for value in values.values()) or node.entries.keys() - fields.keys():
            return WRONG
        return type_(**values)

    def _scalar(self, node: Node, type_: Any, name: str) -> Any:  # noqa: ANN401
        readers: dict[Any, tuple[Callable[[Node], Any], str]] = {
            str: (_text, "a text"),
            int: (_integer, "a whole number, without quotation marks"),
            float: (_number, "a number, without quotation marks"),
            bool: (_truth, "true or false"),
            dt.date: (_date, "a date as YYYY-MM-DD"),
        }
        read, wanted = readers[type_]
        found = read(node) if node.kind in {"plain", "text"} else None
        return self._wrong(node, name, wanted) if found is None else found


def plain(node: Node) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return a node as plain Python values, for parts that another reader checks."""
    if node.kind == "mapping":
        return {key: plain(value) for key, value in node.entries.items()}
    if node.kind == "list":
        return [plain(item) for item in node.items]
    return node.value


def _text(node: Node) -> str | None:
    return node.raw.strip() or None


def _integer(node: Node) -> int | None:
    return int(node.raw) if node.kind == "plain" and _INTEGER.fullmatch(node.raw) else None


def _number(node: Node) -> float | None:
    return float(node.raw) if node.kind == "plain" and _NUMBER.fullmatch(node.raw) else None


def _truth(node: Node) -> bool | None:
    return {"true": True, "false": False}.get(node.raw) if node.kind == "plain" else None


def _date(node: Node) -> dt.date | None:
    try:
        return dt.date.fromisoformat(node.raw)
    except ValueError:
        return None
