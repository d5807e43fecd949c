"""The protocol of the study of this room; it is read again when its file changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vonnis.study.protocol import Protocol, read_protocol


def protocol() -> Protocol:
    """Return the protocol of the study.

    Raises:
        MistakesError: it holds mistakes now.
    """
    path: Path = settings.ROOM.study / "study.toml"
    return _protocol(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _protocol(path: Path, _changed: int) -> Protocol:
    return read_protocol(path)
