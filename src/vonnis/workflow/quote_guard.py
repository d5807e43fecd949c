"""What stands between quotation marks in the text of a study, held against the judgments before it may be printed.

A passage that stands word for word in a few judgments leads to its case in one search, and what courts put in the place
of a name shows where it was taken from: both stop a release. Names, dates, places, ages and what few people of the
study share may be harmless, and are told to the researcher.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from vonnis.disclosure.quotes import Kind, QuoteWarning, Search, check_quote
from vonnis.errors import DisclosureError
from vonnis.study.selection import ReadJudgment
from vonnis.study.tables import StudyTables
from vonnis.workflow.quoted_traits import told_in

_QUOTED = re.compile(r"[“„«]([^“”„«»]+)[”“»]|\"([^\"\n]+)\"|(?<!\w)[‘']([^‘’'\n]{12,})[’'](?!\w)")
_FEWEST = 4
"""How many words in a row make a quote; shorter ones are terms."""
_STOPS: tuple[Kind, ...] = ("findable", "placeholder", "identifier", "number")
_WORD = re.compile(r"[\w'’-]+")


def guard_quotes(
    folder: Path,
    judgments: Sequence[ReadJudgment],
    *,
    tables: StudyTables,
    few: int,
    few_alike: int | None = None,
) -> tuple[str, ...]:
    """Return a sentence for each name, date, place, age or rare combination in the quotes that a study prints.

    Args:
        folder: the study.
        judgments: the judgments that a quote may stand in.
        tables: the people of the study, among whom a combination of traits may be rare.
        few: a passage that so many judgments share leads to none of them.
        few_alike: how many people must share what a quote tells of them; as many as ``few`` where it is not given.

    Raises:
        DisclosureError: a quote leads back to a case; the message names file and line.
    """
    texts = [*sorted((folder / "report").rglob("*.md")), *sorted((folder / "report").rglob("*.yaml"))]
    if not texts:
        return ()
    search = _search(judgments)
    found: list[str] = []
    for path in texts:
        for line, quote in quotes_in(path.read_text(encoding="utf-8", errors="replace")):
            alike = told_in(quote, tables)
            for warning in check_quote(quote, search=search, alike=alike, threshold=few_alike or few, few=few):
                sentence = f"{path}, line {line}: the quote holds {warning.words!r}; {warning.reason}"
                if warning.kind in _STOPS:
                    raise DisclosureError(_stopped(sentence, warning))
                found.append(sentence)
    return tuple(found)


def _stopped(sentence: str, warning: QuoteWarning) -> str:
    end = "" if warning.kind == "findable" else "; say it in your own words, or leave the quotation marks out"
    return f"{sentence}{end}"


def quotes_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield each quote of a few words or more, with the line on which it begins; remarks are not read."""
    bare = re.sub(r"<!--.*?-->", lambda hit: re.sub(r"[^\n]", " ", hit[0]), text, flags=re.DOTALL)
    for hit in _QUOTED.finditer(bare):
        quote = next(group for group in hit.groups() if group)
        if len(_WORD.findall(quote)) >= _FEWEST:
            yield bare.count("\n", 0, hit.start()) + 1, quote


def _search(judgments: Sequence[ReadJudgment]) -> Search:
    """Return a search for words in a row."""
    texts = {judgment.record.id: f" {_plain(judgment.text)} " for judgment in judgments if judgment.text}

    def search(words: str) -> Collection[str]:
        wanted = f" {_plain(words)} "
        return [key for key, text in texts.items() if wanted in text]

    return search


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
