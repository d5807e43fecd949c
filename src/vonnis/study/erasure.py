"""What was erased: whose words, on which ground, when and by whom; the answers themselves stay."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from vonnis.errors import StudyError
from vonnis.study.coding import Record
from vonnis.study.words import Subject

Ground = Literal["withdrawn", "replaced", "permission_ended", "retention_ended", "request", "mistake"]
"""Why words are erased: a court withdrew the judgment or put another text in its place, the permission or the time to
keep ended, a person or the giver of the files asked for it, or it never should have been taken in."""


class Erasure(Record, frozen=True, kw_only=True):
    """The words of a unit, or those that come from a document, were erased for good.

    Attributes:
        unit: the unit; empty where a document is erased for every unit.
        document: the document; empty where everything about the unit is erased.
        ground: why.
        reference: the letter, decision or tombstone behind it.
        values_kept: whether the answers were kept.
        erased_by, at: who did it, and when.

    Raises:
        StudyError: it names neither a unit nor a document.
    """

    references: ClassVar[tuple[str, ...]] = ("reference",)

    unit: str = ""
    document: str = ""
    ground: Ground
    reference: str = ""
    values_kept: bool = True
    erased_by: str
    at: dt.datetime

    def __post_init__(self) -> None:
        """Refuse an erasure of nothing."""
        if not self.unit and not self.document:
            message = "an erasure names a unit or a document"
            raise StudyError(message)

    def bars(self, subject: Subject) -> bool:
        """Tell whether no words of this subject may come in again; those of a newer text of a judgment may."""
        about = self.unit in ("", subject.unit) and self.document in ("", subject.document)
        return about and self.ground != "replaced"
