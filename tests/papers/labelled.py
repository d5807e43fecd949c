"""The labelled set: invented papers whose passages about other papers are marked."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from vonnis.papers.paper import Actor, Paper
from vonnis.papers.reading import read_paper
from vonnis.sources.document import Document

_MARK = re.compile(r"\[\[(.+?)=>(.+?)\]\]")


class Marked(NamedTuple):
    """A passage of a paper that speaks of another one; ``target`` is None where that is not in the set."""

    paper: str
    start: int
    end: int
    target: str | None


@cache
def labelled() -> tuple[tuple[Paper, ...], tuple[Marked, ...]]:
    """Return the papers of both sets together, read as files are, and their marks."""
    rows: list[dict[str, Any]] = [
        row
        for name in ("labelled.yaml", "labelled_later.yaml")
        for row in yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    ]
    papers, marks = [], []
    for row in rows:
        text, found = _unmarked(row["text"])
        paper = _commitment(row, text) if "commitment" in row else _read(row, text)
        assert paper.text == text.rstrip("\n"), row["id"]
        papers.append(paper)
        marks += [Marked(row["id"], start, end, None if target == "?" else target) for start, end, target in found]
    return tuple(papers), tuple(marks)


def _unmarked(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    plain, found, at = "", [], 0
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        found.append((len(plain), len(plain) + len(mark[1]), mark[2]))
        plain += mark[1]
        at = mark.end()
    return plain + text[at:], found


def _read(row: dict[str, Any], text: str) -> Paper:
    return read_paper(Document(id=row["id"], origin=f"{row['id']}.txt", data=text.encode()))


def _commitment(row: dict[str, Any], text: str) -> Paper:
    day: dt.date = row["commitment"]["day"]
    actor = Actor(name=row["commitment"]["name"], first=True)
    return Paper(
        id=row["id"],
        origin="toezeggingen",
        text=text.strip(),
        date=day,
        held=day,
        stated_kind="Toezegging",
        actors=(actor,),
    )
