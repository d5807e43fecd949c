"""The words of the house: a file is found by its name, and a thing has one name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.repository import ROOT, modules, named, texts, tree

NO_MODULE = {"common", "core", "helper", "helpers", "manager", "misc", "util", "utils"}

# The word that is not used, and the one that the glossary gives instead.
NO_IDENTIFIER = {
    "annotator": "coder",
    "confidence": "certainty (of a coder) or interval (of an estimate)",
    "label_text": "a key of Text",
    "offender": "defendant or client",
    "prediction": "extracted value",
    "predictions": "extracted values",
    "suspicion": "charge",
    "verdict": "judgment or outcome",
    "verdicts": "judgments or outcomes",
}

# Written backwards, so that this file does not hold them.
MARKS = [word[::-1] for word in ("ODOT", "EMXIF", "KCAH")]


def identifiers(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def words(identifier: str) -> set[str]:
    return {part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", identifier)}


@pytest.mark.parametrize("path", modules("src", "tests", "benchmarks"), ids=named)
def test_no_module_is_named_after_nothing(path: Path) -> None:
    assert not NO_MODULE & {path.stem, *path.relative_to(ROOT).parent.parts}


@pytest.mark.parametrize("path", modules("src"), ids=named)
def test_identifiers_use_the_words_of_the_glossary(path: Path) -> None:
    wrong = {name: NO_IDENTIFIER[word] for name in identifiers(path) for word in words(name) & NO_IDENTIFIER.keys()}
    assert wrong == {}


def test_nothing_is_left_to_do_in_the_text() -> None:
    mark = re.compile(rf"\b(?:{'|'.join(MARKS)})\b(?!.*#\d)")
    left = [
        f"{named(path)}:{number}"
        for path, text in texts().items()
        if path.suffix in {".cff", ".md", ".py", ".toml", ".yaml", ".yml"} or path.name == "Makefile"
        for number, line in enumerate(text.splitlines(), 1)
        if mark.search(line)
    ]
    assert left == []
