"""The units of a study: complexes, defendants, victims, and pairs of a defendant and a victim.

A unit has a study number and never a name. A frame gives the defendants their numbers; victims get theirs inside a
complex (``C0012-V1``), pairs from both (``D0031.C0012-V1``).
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from vonnis.codebook.codebook import Level
from vonnis.errors import StudyError

SourceMode = Literal["closed_paper", "closed_screen", "closed_file", "published"]
"""Where a unit is read: on paper, on a screen without copying, in a local file, or in a published judgment."""


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the dataset, before anything is coded about it.

    Attributes:
        id: study number, unique over all levels.
        level: complex, defendant, victim or pair; a paper in a study of papers.
        complex: the complex as it was known when the unit was made; see :mod:`vonnis.study.complex_links`. Of a paper
            its dossier.
        defendant: study number of the defendant, for a pair and for the defendant itself.
        victim: study number of the victim, for a pair and for the victim itself.
        frame: id of the list or selection that the unit came from; None for a unit that a coder added.
        wave: number of the wave of the study.
        source_mode: where it is read.
        documents: keys of the published judgments about it; none for a closed file.
        intake_date: when the prosecutor's office registered the case.
        intake_year: the year, also where the day is not known.
        article: the article of registration, as the list gives it.
        disposal: how the case ended, as the list gives it.
        office: the prosecutor's office or court, as the list gives it.
    """

    id: str
    level: Level
    complex: str
    defendant: str | None = None
    victim: str | None = None
    frame: str | None = None
    wave: int = 1
    source_mode: SourceMode = "closed_paper"
    documents: tuple[str, ...] = ()
    intake_date: dt.date | None = None
    intake_year: int | None = None
    article: str = ""
    disposal: str = ""
    office: str = ""

    def __post_init__(self) -> None:
        """Refuse a unit whose keys do not fit its level."""
        own = {"complex": (None, None), "paper": (None, None), "defendant": (self.id, None), "victim": (None, self.id)}
        keys = (self.defendant, self.victim)
        wrong = keys != own[self.level] if self.level in own else None in keys
        if wrong or (self.level == "complex" and self.complex != self.id):
            message = f"unit {self.id}: its keys do not fit the level {self.level}"
            raise StudyError(message)


def complex_unit(number: str, *, wave: int = 1, frame: str | None = None) -> Unit:
    """Return the unit of a complex."""
    return Unit(id=number, level="complex", complex=number, wave=wave, frame=frame)


def victim_unit(number: str, *, complex_: str, wave: int = 1) -> Unit:
    """Return the unit of a victim in a complex."""
    return Unit(id=number, level="victim", complex=complex_, victim=number, wave=wave)


def pair_unit(defendant: str, victim: str, *, complex_: str, wave: int = 1) -> Unit:
    """Return the unit of a defendant and a victim; its number is made from theirs."""
    return Unit(
        id=f"{defendant}.{victim}", level="pair", complex=complex_, defendant=defendant, victim=victim, wave=wave
    )


def next_victim(complex_: str, taken: int) -> str:
    """Return the study number of the next victim of a complex in which so many are numbered."""
    return f"{complex_}-V{taken + 1}"


def belongs(unit: Unit, root: Unit) -> bool:
    """Tell whether a unit is part of the file of another: of a complex, or of a defendant in it."""
    if "paper" in {unit.level, root.level}:
        return unit.id == root.id
    if unit.complex != root.complex:
        return False
    return root.level == "complex" or unit.defendant in {None, root.defendant}


def paper_unit(id_: str, *, dossier: str | None, year: int | None, wave: int = 1) -> Unit:
    """Return the unit of a parliamentary paper, which is known by its own public id."""
    return Unit(
        id=id_,
        level="paper",
        complex=dossier or id_,
        frame="papers",
        wave=wave,
        source_mode="published",
        documents=(id_,),
        intake_year=year,
    )


FLOWING: frozenset[Level] = frozenset({"defendant", "paper"})
"""The levels that are selected, sampled and given to coders; all else follows from them."""
