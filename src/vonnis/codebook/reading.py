"""``codebook.yaml`` read and checked: all its mistakes at once, each with line, column and remedy."""

from __future__ import annotations

from pathlib import Path

from vonnis.codebook import checking
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.expression import Rule
from vonnis.codebook.missing import Missing
from vonnis.codebook.parsing import RuleSyntaxError, parse_rule
from vonnis.located.decoding import WRONG, Special, decode, nearest
from vonnis.located.node import Node, Notes
from vonnis.located.text import read_text
from vonnis.located.yaml_file import parse_yaml


def read_codebook(path: Path) -> Codebook:
    """Return the codebook in a file.

    Raises:
        StudyError: the file cannot be read.
        MistakesError: it holds mistakes; ``mistakes`` lists every one of them.
    """
    return parse_codebook(read_text(path, hint="name a codebook, such as codebook.yaml"), file=str(path))


def parse_codebook(text: str, *, file: str) -> Codebook:
    """Return the codebook in a YAML text; ``file`` is what errors call it.

    Raises:
        MistakesError: it holds mistakes; ``mistakes`` lists every one of them.
    """
    notes = Notes(file)
    node = parse_yaml(text, notes)
    found = decode(node, Codebook, notes=notes, special=SPECIAL) if node is not None else WRONG
    if node is not None and found is not WRONG:
        checking.check(found, node, notes=notes)
    notes.stop_if_any()
    codebook: Codebook = found
    return codebook


def _rule(node: Node, notes: Notes) -> Rule:
    """Return the rule that a text holds; a mistake stands at its own column where the rule is on one line."""
    if node.kind not in {"plain", "text"} or not node.raw.strip():
        notes.add(node.place, "a rule is expected here, such as `v_sex = 1`")
        return WRONG  # type: ignore[no-any-return]
    try:
        return parse_rule(node.raw)
    except RuleSyntaxError as error:
        notes.add(
            checking.place_in_rule(node, error.column), f"in the rule `{' '.join(node.raw.split())}`: {error.sentence}"
        )
        return WRONG  # type: ignore[no-any-return]


def _missing(node: Node, notes: Notes) -> Missing:
    kind = Missing.of(node.raw)
    if kind is None:
        words = [kind.word for kind in Missing]
        hint = nearest(node.raw, words)
        notes.add(node.place, f"`{node.raw}` is no kind of missing; known are {', '.join(words)}{hint}")
        return WRONG  # type: ignore[no-any-return]
    return kind


SPECIAL: Special = {Rule: _rule, Missing: _missing}
"""How rules and kinds of missing are read."""
