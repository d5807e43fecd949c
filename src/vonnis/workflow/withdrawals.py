"""What courts withdrew or replaced, against what a study rests on: its stale judgments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from vonnis.archive.sealing import RING
from vonnis.archive.store import Store, open_store
from vonnis.sources.holdings import FILE, PURGED, Holdings, connect
from vonnis.study.coding import Coding
from vonnis.study.erasure import Erasure, Ground
from vonnis.study.unit import Unit
from vonnis.workflow.certificate import Certificate
from vonnis.workflow.erasing import Reason, Wanted, destroy

CORPUS = "corpus"
"""The corpus of a study, in its folder."""


class Stale(msgspec.Struct, frozen=True, order=True):
    """A judgment that the corpus erased and a study still rests on: on which ground, and in whose words."""

    document: str
    ground: Ground
    words: str


def erase_withdrawn(folder: Path, *, corpus: Path | None, by: str, at: dt.datetime) -> tuple[Certificate, ...]:
    """Erase from a study what its corpus erased; one certificate for each ground, none where nothing is stale.

    Raises:
        CorpusError: the corpus that is named is none.
        StudyError: the study cannot be used.
    """
    with closing(open_store(folder)) as store:
        stale = stale_in(store, corpus or folder / CORPUS, must_exist=corpus is not None)
    made = []
    for ground, words in sorted({(one.ground, one.words) for one in stale}):
        documents = tuple(one.document for one in stale if (one.ground, one.words) == (ground, words))
        reason = Reason(ground=ground, reference=f"corpus: {words}", by=by, at=at)
        made.append(destroy(folder, Wanted(documents=documents), reason=reason))
    return tuple(made)


def stale_in(store: Store, corpus: Path, *, must_exist: bool = False) -> tuple[Stale, ...]:
    """Return the judgments of a study that its corpus erased and that are not erased in the study, in order.

    A judgment of which the corpus holds a newer text is stale where an answer was given before that text came.
    """
    if not must_exist and not (corpus / FILE).is_file():
        return ()
    connection = connect(corpus, read_only=True)
    try:
        holdings = Holdings(connection)
        stones = {stone.id: stone for stone in holdings.tombstones()}
        held = {id_ for id_ in stones if holdings.find(id_) is not None}
    finally:
        connection.close()
    if not stones:
        return ()
    erased = {one.document: one.at for one in store.records(Erasure)}
    first = _first_answers(store)
    found = []
    for document in sorted(_documents(store, first) & stones.keys()):
        stone = stones[document]
        if document not in held:
            if document not in erased:
                ground: Ground = "request" if stone.reason == PURGED else "withdrawn"
                found.append(Stale(document, ground, stone.reason))
            continue
        moment = dt.datetime.fromisoformat(stone.erased_at)
        if document in first and first[document] < moment and erased.get(document, first[document]) < moment:
            found.append(Stale(document, "replaced", stone.reason))
    return tuple(found)


def _first_answers(store: Store) -> dict[str, dt.datetime]:
    """Return when the first answer was given on each document."""
    first: dict[str, dt.datetime] = {}
    for _, coding in store.as_stored(Coding):
        for each in coding.evidence:
            first[each.document] = min(coding.at, first.get(each.document, coding.at))
    return first


def _documents(store: Store, answered: dict[str, dt.datetime]) -> set[str]:
    """Return the documents that units or answers of a study rest on."""
    return set(answered) | set(_of_units(store)) | set(_with_keys(store))


def _of_units(store: Store) -> Iterator[str]:
    for unit in store.records(Unit):
        yield from unit.documents


def _with_keys(store: Store) -> Iterator[str]:
    for ring in store.vault.rings(store.remark(RING)):
        yield from (subject.document for subject in ring.all() if subject.document)
