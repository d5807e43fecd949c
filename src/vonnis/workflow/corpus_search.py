"""Searching a corpus: the index finds the judgments, the library gives their texts, and passages are cut from those."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import msgspec

from vonnis.corpus.asking import Term
from vonnis.corpus.index import Index, Wanted
from vonnis.corpus.library import open_library
from vonnis.corpus.passages import passage_of


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A judgment that was found: ``passage == text[start:end]``, with ``marks`` as places within the passage."""

    id: str
    about: str
    start: int
    end: int
    passage: str
    marks: tuple[tuple[int, int], ...]
    exact: bool


def hits(
    folder: Path, terms: tuple[Term, ...], *, wanted: Wanted, wider: bool = False, limit: int | None = None
) -> Iterator[Hit]:
    """Yield what a search finds in a corpus folder, each judgment once, exact matches first.

    Raises:
        CorpusError: the folder is no corpus, or has no index.
    """
    with (
        closing(open_library(folder, read_only=True)) as library,
        closing(Index(folder)) as index,
    ):
        asked = tuple(map(index.widened, terms)) if wider else terms
        for found in islice(index.search(terms, wanted, wider=wider), limit):
            text = library.text(found.id)
            passage = passage_of(text, asked)
            start, end = (passage.start, passage.end) if passage else (0, 0)
            yield Hit(
                id=found.id,
                about=library.described(found.id),
                start=start,
                end=end,
                passage=text[start:end],
                marks=tuple((a - start, b - start) for a, b in passage.marks) if passage else (),
                exact=found.exact,
            )
