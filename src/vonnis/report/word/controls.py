"""Content controls: the tag by which a number, table or chart in a Word document is known again.

Word holds 64 characters in a tag. A tag that would be longer keeps its kind and takes a digest in place of the id.
"""

from __future__ import annotations

from hashlib import sha256
from zlib import crc32

import msgspec

_LONGEST = 64
_PREFIX = "vonnis"
_PARTS = 4


class Tag(msgspec.Struct, frozen=True):
    """What a control holds: a language, a kind (``value``, ``n``, ``low``, ``high``, ``table``, ``chart``), an id."""

    language: str
    kind: str
    id: str

    @property
    def text(self) -> str:
        """The tag as it stands in the document."""
        whole = f"{_PREFIX}:{self.language}:{self.kind}:{self.id}"
        if len(whole) <= _LONGEST:
            return whole
        return f"{_PREFIX}:{self.language}:{self.kind}:#{sha256(self.id.encode()).hexdigest()[:24]}"


def read_tag(text: str) -> Tag | None:
    """Return a tag as it stands in a document, its id perhaps a digest; None for a control of somebody else."""
    parts = text.split(":", maxsplit=_PARTS - 1)
    return Tag(*parts[1:]) if len(parts) == _PARTS and parts[0] == _PREFIX else None


def control_id(tag: str, occurrence: int) -> int:
    """Return the number by which Word knows one control: the same for the same tag and place."""
    return crc32(f"{tag}/{occurrence}".encode()) & 0x7FFFFFFF or 1
