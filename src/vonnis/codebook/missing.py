"""The kinds of missing: a question without a valid answer says why, and silence is never "no"."""

from __future__ import annotations

from enum import IntEnum


class Missing(IntEnum):
    """The kinds of missing, with the codes that data files use; silence is never "no"."""

    UNCLEAR = -9
    NOT_STATED = -8
    NOT_APPLICABLE = -7
    WITHHELD = -6

    @property
    def word(self) -> str:
        """The kind as a word (``not_stated``)."""
        return self.name.lower()

    @property
    def label(self) -> dict[str, str]:
        """The kind as it is printed, in each language."""
        return _LABELS[self]

    @classmethod
    def of(cls, word: str) -> Missing | None:
        """Return the kind that a word names (``not_stated``), or None."""
        return cls.__members__.get(word.upper()) if word.islower() else None


_LABELS = {
    Missing.UNCLEAR: {"nl": "onduidelijk", "en": "unclear"},
    Missing.NOT_STATED: {"nl": "niet vermeld", "en": "not stated"},
    Missing.NOT_APPLICABLE: {"nl": "niet van toepassing", "en": "not applicable"},
    Missing.WITHHELD: {"nl": "afgeschermd", "en": "withheld"},
}

CODES = frozenset(int(kind) for kind in Missing)
"""The codes −9 to −6, which no category may use."""
