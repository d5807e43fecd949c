"""Turn a written sentence into a line: numbers by their id, emphasis, links, references, footnotes.

A number is written by its id alone. What is unknown or withheld stops the build with file and line; so does a number
that somebody typed, unless a year, an article of law or the like is meant, or a backslash says that it is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Literal

from msgspec.structs import replace

from vonnis.errors import DisclosureError, StudyError
from vonnis.report.document import Footnote, Inline, Line, Link, Number, Reference, Words, words
from vonnis.report.printing import PARTS, Printer
from vonnis.report.prose.reading import Written
from vonnis.report.words import data

_MARK = re.compile(
    r"\{\{\s*(?P<place>[^{}]+?)\s*\}\}"
    r"|\*\*(?P<strong>.+?)\*\*"
    r"|\*(?P<emphasis>[^*]+?)\*"
    r"|`(?P<code>[^`]+)`"
    r"|\[(?P<text>[^\]]+)\]\((?P<address>[^)\s]+)\)"
    r"|(?P<foot>\^\[)"
)
_EMPTY = re.compile(r" \(\)|; (?=\))|(?<=\(); ")
_DIGITS = re.compile(r"\\?\d[\d.,]*%?")
_PARAMETER = re.compile(r"<(\w+)>")


class LeftOutError(Exception):
    """An optional sentence names a figure that the release does not hold or withholds."""


class Filler:
    """Fills sentences of one language from one release.

    ``targets`` holds the chapters, charts and tables that a sentence can refer to, by kind and id, as they are called.
    """

    def __init__(self, printer: Printer, targets: Mapping[tuple[str, str], Reference]) -> None:
        """Fill for one printer."""
        self.printer = printer
        self.targets = targets
        self._kinds: dict[str, Callable[[str, Written], Line]] = {
            "said": self._said,
            "parameter": self._parameter,
            "table": lambda rest, written: self._target("table", rest, written),
            "chart": lambda rest, written: self._target("chart", rest, written),
            "chapter": lambda rest, written: self._target("chapter", rest, written),
        }

    def line(self, written: Written) -> Line | None:
        """Return a written text as a line, or None where it is optional and lacks a figure.

        Raises:
            StudyError: a figure, parameter or place is not known, or a number was typed.
            DisclosureError: a figure is withheld.
        """
        try:
            return self._line(written)
        except LeftOutError:
            return None

    def _line(self, written: Written) -> Line:
        text = _with_parameters(written, self.printer.masthead.parameters)
        parts: list[Inline] = []
        at = 0
        while found := _MARK.search(text, at):
            parts += self._plain(text[at : found.start()], written)
            at = found.end()
            if found["foot"]:
                at = _closing(text, at, written)
                inner = Written(text[found.end() : at - 1], written.where, written.optional)
                parts.append(Footnote(self._line(inner)))
            else:
                parts += self._marked(found, written)
        return _tidied((*parts, *self._plain(text[at:], written)))

    def _marked(self, found: re.Match[str], written: Written) -> Line:
        if found["place"]:
            return self._place(found["place"], written)
        if found["code"]:
            return (Words(found["code"], "code"),)
        if found["text"]:
            return (Link(found["text"], found["address"]),)
        style: Literal["strong", "emphasis"] = "strong" if found["strong"] else "emphasis"
        inner = found[style]
        line = self._line(Written(inner, written.where, written.optional))
        return tuple(_styled(part, style) for part in line)

    def _plain(self, text: str, written: Written) -> Line:
        for typed in _DIGITS.finditer(_literal_numbers().sub("", text)):
            if not typed[0].startswith("\\"):
                message = (
                    f"{written.where}: the number {typed[0]} is typed; write it as {{{{ id }}}},"
                    f" or \\{typed[0]} where it is no result of the study"
                )
                raise StudyError(message)
        return words(_unescaped(text))

    def _place(self, place: str, written: Written) -> Line:
        kind, _, rest = place.partition(" ")
        if rest and kind in self._kinds:
            return self._kinds[kind](rest.strip(), written)
        id_, _, part = place.partition(":")
        if part and part not in PARTS:
            message = f"{written.where}: a figure has no part '{part}'; it has {', '.join(PARTS)}"
            raise StudyError(message)
        line = self.printer.named(id_, part or "value")
        if line is None:
            if written.optional:
                raise LeftOutError
            message = f"{written.where}: there is no figure '{id_}'{_near(id_, self.printer)}"
            raise StudyError(message)
        if _is_withheld(line):
            if written.optional:
                raise LeftOutError
            message = (
                f"{written.where}: the figure '{id_}' is withheld by disclosure control and cannot be printed;"
                " take it out, or begin the paragraph with (?) so that it goes where the figure goes"
            )
            raise DisclosureError(message)
        return line

    def _said(self, rest: str, written: Written) -> Line:
        """Return a number of somebody else, with its source in a footnote."""
        number, _, source = rest.partition("|")
        if not source.strip():
            message = f"{written.where}: '{rest}' needs its source: {{{{ said {number.strip()} | source }}}}"
            raise StudyError(message)
        return (Words(number.strip()), Footnote(words(_unescaped(source.strip()))))

    def _parameter(self, rest: str, written: Written) -> Line:
        named = Written(f"<{rest}>", written.where)
        return words(_unescaped(_with_parameters(named, self.printer.masthead.parameters)))

    def _target(self, kind: str, rest: str, written: Written) -> Line:
        target = self.targets.get((kind, rest))
        if target is None:
            if written.optional:
                raise LeftOutError
            message = f"{written.where}: the report has no {kind} '{rest}' to refer to"
            raise StudyError(message)
        return (target,)


def _tidied(line: Line) -> Line:
    """Return a line without the marks around a part that a figure does not have: ``(12 clients; )``, ``()``."""
    found: list[Inline] = []
    for part in line:
        last = found[-1] if found else None
        if isinstance(part, Words) and isinstance(last, Words) and part.style == last.style == "plain":
            found[-1] = Words(_EMPTY.sub("", last.text + part.text))
        else:
            found.append(part)
    return tuple(found)


def _styled(part: Inline, style: Literal["strong", "emphasis"]) -> Inline:
    if isinstance(part, Words):
        return Words(part.text, style)
    return replace(part, strong=style == "strong") if isinstance(part, Number) else part


def _unescaped(text: str) -> str:
    """Return text without the backslashes that said a number was meant."""
    return re.sub(r"\\(?=\d)", "", text)


def _is_withheld(line: Line) -> bool:
    return any(isinstance(part, Number) and part.value is None for part in line)


def _near(id_: str, printer: Printer) -> str:
    near = get_close_matches(id_, list(printer.ids()), n=1)
    return f"; did you mean '{near[0]}'?" if near else "; figures.json lists them all"


def _with_parameters(written: Written, parameters: Mapping[str, int | tuple[int, ...]]) -> str:
    def shown(place: re.Match[str]) -> str:
        value = parameters.get(place[1])
        if not isinstance(value, int):
            message = f"{written.where}: {place[0]} is no single parameter of this study"
            raise StudyError(message)
        # Inside a place it is part of an id; in a sentence it is a number that the study states.
        inside = written.text.rfind("{{", 0, place.start()) > written.text.rfind("}}", 0, place.start())
        return str(value) if inside else f"\\{value}"

    return _PARAMETER.sub(shown, written.text)


def _closing(text: str, at: int, written: Written) -> int:
    """Return the place after the bracket that closes a footnote."""
    depth = 1
    for place in range(at, len(text)):
        depth += {"[": 1, "]": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    message = f"{written.where}: a footnote is not closed; end it with ]"
    raise StudyError(message)


@cache
def _literal_numbers() -> re.Pattern[str]:
    """Return what looks like a number and is none: years, articles of law, names of rules."""
    return re.compile("|".join(entry["pattern"] for entry in data("prose/literal_numbers.yaml")["patterns"]))
