"""From a file with one judgment to a page on which its record and its text can be compared."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice

from vonnis.errors import UnreadableError, UsageError, VonnisError
from vonnis.judgment.judgment import Judgment, TextIs
from vonnis.judgment.reading import read_all
from vonnis.sources.listing import list_documents, load
from vonnis.sources.place import Place

_NAMED = 3
"""So many ids are named when a reader must choose one."""


def explain(judgment: Judgment) -> str:
    """Return the page of a judgment: HTML without outside parts, its text marked where the values stand.

    Raises:
        UsageError: the packages that set pages are not installed.
        VonnisError: the judgment cannot be extracted from; the message says why.
    """
    from vonnis.extraction.extractor import extract

    try:
        from vonnis.workflow.explaining.page import render
    except ModuleNotFoundError as error:
        message = f"a page needs the package {error.name}; install vonnis with its extra `report`."
        raise UsageError(message) from error
    try:
        return render(judgment, extract(judgment))
    except VonnisError:
        raise
    except Exception as error:
        detail = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        message = f"{judgment.id}: vonnis itself failed here ({detail}); please report it."
        raise UnreadableError(message) from error


def find_judgment(path: str | os.PathLike[str], wanted: str | None = None, *, text_is: TextIs = "judgment") -> Judgment:
    """Return the one judgment in a file, or the one whose id or ECLI is ``wanted`` among several.

    Raises:
        UnreadableError: the file, or the judgment that was asked for, cannot be read; the message says why.
        UsageError: the file holds several judgments and none of them, or more than one, was named.
    """
    listing = list_documents([path])
    if not listing.places:
        raise UnreadableError(listing.unreadable[0].reason)
    name = os.fspath(path)
    if wanted is None:
        return _only(listing.places, name, text_is=text_is)
    found = list(islice(_called(wanted, listing.places, text_is=text_is), 2))
    if not found:
        message = f"{name} holds no judgment called {wanted}; run `vonnis extract` on it to see the ids."
        raise UsageError(message)
    if len(found) > 1:
        message = f"{name} holds several judgments called {wanted}; name one by its ECLI."
        raise UsageError(message)
    return found[0]


def _only(places: tuple[Place, ...], name: str, *, text_is: TextIs) -> Judgment:
    """Return the judgment in the only place; raise UsageError where there are several of either."""
    if len(places) > 1:
        raise UsageError(_choose(name, [place.id for place in places[:_NAMED]], several=f"{len(places):,}"))
    found = list(islice(read_all(load(places[0]), text_is=text_is), _NAMED))
    if not found:
        message = f"{name} is an index page without entries; it holds no judgment."
        raise UnreadableError(message)
    if len(found) > 1:
        raise UsageError(_choose(name, [judgment.id for judgment in found], several="several"))
    return found[0]


def _choose(name: str, ids: list[str], *, several: str) -> str:
    """Return the sentence that asks for one of several judgments."""
    return f"{name} holds {several} judgments, and a page shows one; add --id with one of them, such as {ids[0]}"


def _called(wanted: str, places: tuple[Place, ...], *, text_is: TextIs) -> Iterator[Judgment]:
    """Yield the judgments with this id or ECLI; a place with this id is looked into first, and must be readable."""
    for place in (place for place in places if place.id == wanted):
        yield from read_all(load(place), text_is=text_is)
        return
    for place in places:
        try:
            yield from (found for found in read_all(load(place), text_is=text_is) if wanted in {found.id, found.ecli})
        except UnreadableError:
            continue
