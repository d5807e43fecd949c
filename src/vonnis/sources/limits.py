"""How large, how deep and how dense an input may be before it is refused as no honest collection of judgments."""

from __future__ import annotations

import msgspec

_MIB = 2**20


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The limits on what is read. The largest published judgments are a few megabytes; the bulk file is about 6 GB.

    Attributes:
        document_bytes: of one document.
        archive_bytes: of one archive inside another.
        total_bytes: of all members of one archive, unpacked.
        ratio: unpacked to packed size, for a member or archive of at least ``ratio_from`` bytes.
        ratio_from: below this many unpacked bytes no ratio is suspect.
        members: of one archive.
        depth: of archives within archives.
    """

    document_bytes: int = 32 * _MIB
    archive_bytes: int = 4_096 * _MIB
    total_bytes: int = 262_144 * _MIB
    ratio: int = 200
    ratio_from: int = 4 * _MIB
    members: int = 2_000_000
    depth: int = 4


DEFAULT = Limits()
"""The limits that hold where none are given."""


def in_words(size: int) -> str:
    """Return a number of bytes in megabytes or kilobytes, for messages."""
    return f"{size / _MIB:,.1f} MB" if size >= _MIB else f"{size / 1_024:,.1f} kB"
