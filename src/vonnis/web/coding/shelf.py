"""The texts of the study, read when somebody needs them; nothing of them is kept beside the study folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from msgspec import UNSET

from vonnis.archive.files import stamp_of
from vonnis.archive.permit import check_readable
from vonnis.errors import StudyError, VonnisError
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.reading import read_all
from vonnis.papers.lexicon import shipped_lexicon
from vonnis.sources.listing import list_documents, load
from vonnis.sources.place import Place
from vonnis.study.coding import Evidence
from vonnis.study.permission import ClosedText
from vonnis.study.seen import as_seen, found_again
from vonnis.web.accounts.models import Person
from vonnis.web.actions import acting
from vonnis.web.database import store
from vonnis.web.protocol import protocol
from vonnis.workflow.closed_texts import open_text
from vonnis.workflow.papers import read_papers

_KEPT = 32
_FILE_SAFE = "ECLI_"


def judgment_of(key: str) -> Judgment | None:
    """Return the judgment with this key (its ECLI, or the id of its document); None where no text can be read.

    A paper is shown as a judgment without sections. A text of a closed file is unsealed each time and kept nowhere, so
    that it is gone as soon as its key is.
    """
    if store().records(ClosedText, document=key):
        return open_text(store(), key)
    study: Path = settings.ROOM.study
    folder = study / protocol().material.judgments
    place = _places(folder, folder.stat().st_mtime_ns).get(key) if folder.exists() else None
    found = _at(place, key) if place else None
    return found or _paper(study, key)


def seen_now(place: Evidence) -> Evidence:
    """Return a place with what its text is now, where that is a published one; nothing is noted of closed texts."""
    if store().records(ClosedText, document=place.document):
        return place
    judgment = judgment_of(place.document)
    return as_seen(place, judgment.text) if judgment and judgment.text else place


def still_standing(places: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return places without those whose words are gone from their published text, as an answer given anew needs."""
    return tuple(place for place in places if place.seen is UNSET or not _is_gone(place))


def _is_gone(place: Evidence) -> bool:
    judgment = judgment_of(place.document)
    return judgment is not None and found_again(place, judgment.text).since == "gone"


def may_be_shown(person: Person, unit: str, *, at: dt.datetime) -> bool:
    """Tell whether a person may be shown the texts of a closed file: only while that person may code it."""
    try:
        check_readable(settings.ROOM.study, store(), unit=unit, reader=person.username, at=at)
    except StudyError:
        return False  # every page says why
    return True


def note_reading(person: Person, unit: str, *, key: str, at: dt.datetime) -> None:
    """Log that somebody was shown a text of a closed file."""
    with acting(person, "text.read", right=None, subject=unit, at=at) as detail:
        detail["document"] = key


def _at(place: Place, key: str) -> Judgment | None:
    try:
        return _read(place, key, stamp_of(Path(place.path)))
    except OSError:
        return None


@lru_cache(maxsize=_KEPT)
def _read(place: Place, key: str, _stamp: tuple[int, int, int]) -> Judgment | None:
    try:
        return next((found for found in read_all(load(place)) if key in {found.ecli, found.id}), None)
    except VonnisError:
        return None


def _paper(study: Path, key: str) -> Judgment | None:
    """Return the paper with this id, where the study has papers."""
    plan = protocol().policy
    folder = study / plan.papers if plan else None
    if folder is None or not folder.exists():
        return None
    text = _papers(folder, folder.stat().st_mtime_ns).get(key)
    return Judgment(id=key, text=text) if text else None


@lru_cache(maxsize=1)
def _papers(folder: Path, _changed: int) -> dict[str, str]:
    """Return the texts of the papers in a folder by their ids."""
    return {paper.id: paper.text for paper in read_papers([folder], lexicon=shipped_lexicon()).papers}


@lru_cache(maxsize=1)
def _places(folder: Path, _changed: int) -> dict[str, Place]:
    """Return where each document lies, by its id and, where its name is an ECLI in its file-safe form, by that."""
    places = {}
    for place in list_documents([folder]).places:
        places[place.id] = place
        if place.id.startswith(_FILE_SAFE):
            places[place.id.replace("_", ":")] = place
    return places
