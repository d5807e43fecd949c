"""A document: bytes with an id and a place to name in messages."""

from __future__ import annotations

import msgspec


class Document(msgspec.Struct, frozen=True):
    """The bytes of one file or archive member.

    Attributes:
        id: what its record will be called; unique within a batch.
        origin: where it stands, for messages: a path, with ``!`` before each archive member.
        data: the bytes, as found.
    """

    id: str
    origin: str
    data: bytes


class Unreadable(msgspec.Struct, frozen=True):
    """A place that holds no readable document, and why: ``reason`` is one clear sentence that names the place."""

    origin: str
    reason: str
