"""Invented archives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

Tree = Mapping[str, "bytes | Tree"]


def zipped(members: Tree) -> bytes:
    """Return a zip of these members; a mapping inside becomes a zip inside."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content if isinstance(content, bytes) else zipped(content))
    return made.getvalue()


def locked(data: bytes) -> bytes:
    """Return a zip whose members say that they are encrypted."""
    changed = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(magic)
        while place >= 0:
            changed[place + offset] |= 1
            place = changed.find(magic, place + 4)
    return bytes(changed)
