"""Where a document stands: a file, or a member of an archive; small enough to keep a million of, or to send away."""

from __future__ import annotations

import msgspec

from vonnis.sources.document import Unreadable

MEMBER_MARK = "!"
"""Stands between an archive and its member in ids and messages, as in ``2021.zip!01.zip!x.xml``."""


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where one document stands.

    Attributes:
        id: what its record will be called; unique within a listing.
        path: the file.
        members: the chain of member names inside it, outermost first; empty for a file that is the document itself.
    """

    id: str
    path: str
    members: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """The place in words, for messages."""
        return readable(MEMBER_MARK.join((self.path, *self.members)))


class Listing(msgspec.Struct, frozen=True):
    """The documents below some paths, in a fixed order, and what could not be listed."""

    places: tuple[Place, ...]
    unreadable: tuple[Unreadable, ...] = ()


def readable(name: str) -> str:
    """Return a name that can be written as UTF-8, whatever bytes the file system holds for it."""
    return name if name.isascii() else name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
