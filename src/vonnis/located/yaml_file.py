"""YAML with places: every key and value knows its line; a key may stand once only; nothing is guessed from looks.

A plain ``no`` or ``12`` stays the text that was written, since only the reader of the file knows whether a text or a
number belongs there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vonnis.located.node import Node, Notes, Place

if TYPE_CHECKING:
    import yaml

_DEEPEST = 40


def parse_yaml(text: str, notes: Notes) -> Node | None:
    """Return the document in a YAML text, or None after noting why there is none.

    Anchors, aliases and tags are refused: a reader of the file should see each value where it stands.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for token in yaml.scan(text, Loader=loader):
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken):
                notes.add(
                    _place(token.start_mark), "an anchor, alias or tag (&, *, !) is not read; write the value out"
                )
                return None
        document = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        notes.add(*_syntax(error, text))
        return None
    except yaml.YAMLError as error:
        notes.add(Place(1, 1), f"this is no YAML: {' '.join(str(error).split())}")
        return None
    if document is None:
        notes.add(Place(1, 1), "the file is empty")
        return None
    return _node(document, notes, 0)


def _place(mark: yaml.Mark) -> Place:
    return Place(mark.line + 1, mark.column + 1)


def _syntax(error: yaml.MarkedYAMLError, text: str) -> tuple[Place, str]:
    """Return where the syntax fails, and why in words that help somebody who does not know YAML."""
    began = str(error.context).startswith(("while scanning a quoted scalar", "while scanning a simple key"))
    mark = (error.context_mark if began else None) or error.problem_mark or error.context_mark
    place = _place(mark) if mark else Place(1, 1)
    lines = text.split("\n")
    for number, line in enumerate(lines[: place.line], 1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            return Place(number, indent.index("\t") + 1), "a tab stands in the indentation; use spaces"
    problem = error.problem or "the structure is broken"
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if "mapping values are not allowed" in problem:
        return place, "a colon stands inside a text here; put the whole text between double quotation marks"
    if "could not find expected ':'" in problem or "did not find expected ':'" in problem:
        return place, "a key without a colon: write `key: value`, with a space after the colon"
    if line.count('"') % 2 or line.count("'") % 2 or "quoted scalar" in f"{error.context} {problem}":
        return (
            place,
            f"a quotation mark is not closed or stands inside a text ({problem}); check the marks of this line",
        )
    return place, f"this is no YAML ({problem}); check indentation, colons and brackets just before this place"


def _node(node: yaml.Node, notes: Notes, depth: int) -> Node:
    import yaml

    place = _place(node.start_mark)
    if depth > _DEEPEST:
        notes.add(place, "this lies too deep; a file of this kind has few levels")
        return Node(place=place, kind="plain")
    if isinstance(node, yaml.SequenceNode):
        return Node(place=place, kind="list", items=tuple(_node(item, notes, depth + 1) for item in node.value))
    if isinstance(node, yaml.ScalarNode):
        raw = str(node.value)
        return Node(place=place, kind="text" if node.style else "plain", raw=raw, value=raw)
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    for key, value in node.value:
        name, where = str(key.value), _place(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            notes.add(where, "a key must be one word")
        elif name in entries:
            notes.add(where, f"`{name}` stands here a second time (first in line {keys[name].line}); keep one of them")
        else:
            entries[name], keys[name] = _node(value, notes, depth + 1), where
    return Node(place=place, kind="mapping", entries=entries, keys=keys)
