"""What papers are searched for: topics with their terms, the group concerned, measures, answers, promises.

The shipped lexicon is ``topics.yaml``; a study may have one of its own in the same form.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import msgspec

from vonnis.located.decoding import WRONG, decode
from vonnis.located.node import Notes
from vonnis.located.text import read_text
from vonnis.located.yaml_file import parse_yaml
from vonnis.papers.terms import Term

Answered = Literal["carried_out", "partly", "under_way", "refused"]
"""What a letter says about a motion or commitment: uitgevoerd, deels, in uitvoering, niet uitgevoerd."""


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A topic: its id, its name in each language, its terms, and whether it is the group that a study is about."""

    id: str
    label: dict[str, str]
    terms: tuple[Term, ...]
    group: bool = False


class AnswerTerm(Term, frozen=True, kw_only=True):
    """A term by which a letter says what became of a motion or commitment."""

    outcome: Answered


class Lexicon(msgspec.Struct, frozen=True, kw_only=True):
    """The words that papers are searched for; see ``topics.yaml`` for what each part is for."""

    version: str
    topics: tuple[Topic, ...]
    measures: tuple[Term, ...]
    no_measure: tuple[Term, ...] = ()
    answers: tuple[AnswerTerm, ...] = ()
    promises: tuple[Term, ...] = ()

    @property
    def group(self) -> Topic | None:
        """The topic that is the group concerned."""
        return next((topic for topic in self.topics if topic.group), None)

    def topic(self, id_: str) -> Topic | None:
        """Return the topic with this id, or None."""
        return next((topic for topic in self.topics if topic.id == id_), None)


@cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicon that comes with the program."""
    text = files(__package__).joinpath("topics.yaml").read_text(encoding="utf-8")
    return parse_lexicon(text, file="topics.yaml")


def read_lexicon(path: Path) -> Lexicon:
    """Return the lexicon in a file.

    Raises:
        StudyError: the file cannot be read.
        MistakesError: it holds mistakes; ``mistakes`` lists every one of them, with line and column.
    """
    return parse_lexicon(read_text(path, hint="name a lexicon of topics, such as topics.yaml"), file=str(path))


def parse_lexicon(text: str, *, file: str) -> Lexicon:
    """Return the lexicon in a YAML text; ``file`` is what errors call it.

    Raises:
        MistakesError: it holds mistakes; ``mistakes`` lists every one of them.
    """
    notes = Notes(file)
    node = parse_yaml(text, notes)
    found = decode(node, Lexicon, notes=notes) if node is not None else WRONG
    if node is not None and found is not WRONG:
        ids = [topic.id for topic in found.topics]
        for place, id_ in enumerate(ids):
            if id_ in ids[:place]:
                notes.add(node.at("topics", place, "id"), f"the topic `{id_}` stands here a second time; rename one")
        if sum(topic.group for topic in found.topics) > 1:
            notes.add(node.at("topics"), "more than one topic is the group concerned; a study has one")
    notes.stop_if_any()
    lexicon: Lexicon = found
    return lexicon
