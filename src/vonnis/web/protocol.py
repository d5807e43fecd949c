"""The protocol of the study of this room; it is read again when its file changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vonnis.archive.files import stamp_of
from vonnis.errors import VonnisError
from vonnis.study.protocol import Protocol, read_protocol

_GOOD: dict[Path, Protocol] = {}


def protocol() -> Protocol:
    """Return the protocol of the study; while its file holds a mistake, the one that was read before.

    Raises:
        VonnisError: it cannot be read, and never could since the room was opened.
    """
    path: Path = settings.ROOM.study / "study.toml"
    try:
        _GOOD[path] = _protocol(path, stamp_of(path))
    except (VonnisError, OSError):
        # Somebody is editing the file; coders need not lose their page over that.
        if path not in _GOOD:
            raise
    return _GOOD[path]


@lru_cache(maxsize=4)
def _protocol(path: Path, _stamp: tuple[int, int, int]) -> Protocol:
    return read_protocol(path)
