"""What the figures of a Word document stand for, kept inside the file, so that a refresh can tell when that changed.

A number in its control is brought up to date; the words around it are the writer's. Where a figure is
counted in another way than when the draft was made, those words may have become untrue, and only the writer can mend
them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import msgspec

from vonnis.errors import UnreadableError
from vonnis.report.document import Document, Line, Link, Picture, Table, Terms, Words
from vonnis.report.word.draft import part_tree
from vonnis.report.words import LANGUAGES, words

ITEM = "customXml/item1.xml"
"""The part in which a report keeps them; Word may give it another number."""
NAMESPACE = "urn:vonnis:meanings"
_ITEMS = re.compile(r"customXml/item\d+\.xml")
_OPEN = "…"


class Meaning(msgspec.Struct, frozen=True):
    """What a figure stands for and how it is counted; of a table or chart, its caption and the words below it."""

    name: str
    detail: str


def meanings(made: Document) -> dict[str, Meaning]:
    """Return what each figure, table and chart of a document stands for, by its id; numbers are left open."""
    found: dict[str, Meaning] = {}
    for block in made.blocks():
        if isinstance(block, Terms):
            found |= {
                term.id.removeprefix("definition-"): Meaning(_wording(term.term), _wording(term.meaning))
                for term in block.items
                if term.id
            }
        elif isinstance(block, Table):
            found[block.id] = Meaning(_wording(block.caption), _wording(block.notes))
        elif isinstance(block, Picture):
            found[block.id] = Meaning(_wording(block.finding), " ".join(block.notes))
    return found


def _wording(line: Line) -> str:
    """Return the words of a line, with a mark where a number or a reference stands."""
    return "".join(part.text if isinstance(part, Words | Link) else _OPEN for part in line)


def meanings_part(made: Document) -> str:
    """Return the part of a Word file that keeps what the figures of a document stand for."""
    entries = "".join(
        f"<figure id={quoteattr(id_)}><name>{escape(one.name)}</name><detail>{escape(one.detail)}</detail></figure>"
        for id_, one in meanings(made).items()
    )
    return f'<figures xmlns="{NAMESPACE}" language="{made.language}">{entries}</figures>'


class Kept(msgspec.Struct, frozen=True):
    """What a Word file says that its figures stand for: the name of the part, its language, and the meanings by id."""

    part: str = ""
    language: str = ""
    meanings: Mapping[str, Meaning] = {}


def kept_meanings(parts: Mapping[str, bytes]) -> Kept:
    """Return what a Word file says that its figures stand for; empty where it says nothing."""
    for name in filter(_ITEMS.fullmatch, parts):
        try:
            root = part_tree(parts, name)
        except UnreadableError:
            continue
        if root.tag == f"{{{NAMESPACE}}}figures":
            told = {figure.get("id", ""): Meaning(*map(_text, figure)) for figure in root if len(figure) == 2}  # noqa: PLR2004 - a name and a detail
            return Kept(name, root.get("language", ""), told)
    return Kept()


def _text(node: Any) -> str:  # noqa: ANN401 - lxml's own type
    return node.text or ""


class Changed(msgspec.Struct, frozen=True):
    """What figures stand for otherwise than when a draft was made, and what they say otherwise of missing answers."""

    reworded: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def changed_meanings(held: Collection[str], *, before: Mapping[str, Meaning], now: Mapping[str, Meaning]) -> Changed:
    """Return a sentence for each figure, table or chart that stands for something else than when a draft was made.

    A cell or total that the text uses stands for what its table does; it is told once, with the table where that is
    there too. Which kinds of answer are missing is told apart: the figure is counted as it was.
    """
    reworded, lacking = [], []
    owners = dict.fromkeys(id_ if id_ in before else id_.split(".")[0] for id_ in held)
    for id_ in owners:
        old, new = before.get(id_), now.get(id_)
        if old is None or new is None or ((table := f"table-{id_}") in owners and table in before):
            continue
        if old.name != new.name:
            reworded.append(f"{id_} is “{new.name}” now, and was “{old.name}”")
        elif _counted(old) != _counted(new):
            reworded.append(f"{id_} is explained as “{new.detail}” now, and was as “{old.detail}”")
        elif (told := _missing(new)) != (was := _missing(old)):
            lacking.append(f"{id_}: answers are missing otherwise than when the draft was made ({was} became {told})")
    return Changed(tuple(reworded), tuple(lacking))


def _counted(meaning: Meaning) -> str:
    """Return how a figure is counted, without what is said of missing answers."""
    return _told_missing().sub("", meaning.detail)


def _missing(meaning: Meaning) -> str:
    found = _told_missing().search(meaning.detail)
    none = [words(language)["none"] for language in LANGUAGES]
    return f"“{found[1]}”" if found and found[1] not in none else "none"


@cache
def _told_missing() -> re.Pattern[str]:
    """Return the pattern of the sentence that says which answers are missing, in any language of a report."""
    heads = (re.escape(words(language)["missing_note"].split("{")[0]) for language in LANGUAGES)
    return re.compile(rf" ?\b(?:{'|'.join(heads)})([^.]*)\.")
