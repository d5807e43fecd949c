"""Closed files in a study: of which source a unit is, the texts that are kept, and who has promised secrecy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

from vonnis.errors import StudyError
from vonnis.study.coding import Record
from vonnis.study.protocol import Protocol, SourceOfStudy, Text
from vonnis.study.unit import FLOWING, Unit


def source_words(protocol: Protocol, modes: Iterable[str]) -> Text:
    """Return what numbers rest on, in words: the sources of the protocol from which units come.

    ``modes`` says how the units behind the numbers are read. Where they come from one source, or the protocol names
    none of them, its own words for the material are returned.
    """
    kinds = {"open" if mode == "published" else mode for mode in modes}
    used = [source for source in protocol.sources if source.kind in kinds]
    material = protocol.material.source
    if len(used) < 2:  # noqa: PLR2004 - two sources or more
        return material or (used[0].description if used else material)
    joined = {
        language: "; ".join(source.description[language] for source in used) for language in protocol.study.languages
    }
    return {language: f"{material[language]}: {words}" if material else words for language, words in joined.items()}


class ClosedText(Record, frozen=True, kw_only=True):
    """A text of a closed file that the study keeps, sealed, under ``sources/closed``.

    Attributes:
        unit: the unit whose file it is from.
        document: its key in the study (``D0001-1``), which tells nothing of it.
        ending: the kind of file (``.pdf``).
        added_by, at: who took it in, and when.
    """

    unit: str
    document: str
    ending: str
    added_by: str
    at: dt.datetime


class Statement(Record, frozen=True, kw_only=True):
    """A coder signed a statement of secrecy for a source: when, and where the paper lies.

    A later statement of the same coder and source takes the place of an earlier one.
    """

    references: ClassVar[tuple[str, ...]] = ("reference",)

    coder: str
    source: str
    signed: dt.date
    reference: str
    noted_by: str
    at: dt.datetime


class Sources:
    """Which source of the protocol each unit is of."""

    def __init__(self, protocol: Protocol | None, units: Iterable[Unit]) -> None:
        """Tell it by how the defendants of a complex are read, and by their office where a source names offices."""
        self._sources = protocol.sources if protocol else ()
        self._units = tuple(units)
        self._homes: dict[str, list[Unit]] = {}
        for unit in self._units:
            if unit.level == "defendant":
                self._homes.setdefault(unit.complex, []).append(unit)
        self._found: dict[tuple[str, str], tuple[SourceOfStudy, ...]] = {}

    def of(self, unit: Unit) -> tuple[SourceOfStudy, ...]:
        """Return the sources of a unit; several where defendants of its complex differ, or the protocol cannot tell."""
        found: dict[str, SourceOfStudy] = {}
        for home in self._homes.get(unit.complex, [unit]):
            key = (home.source_mode, home.office)
            if key not in self._found:
                self._found[key] = self._of_one(home)
            found |= {source.id: source for source in self._found[key]}
        return tuple(found.values())

    def unstated(self, units: Iterable[Unit]) -> tuple[Unit, ...]:
        """Return those of the defendants and papers that are read in closed files of which no source is stated."""
        closed = (unit for unit in units if unit.level in FLOWING and unit.source_mode != "published")
        return tuple(unit for unit in closed if not self._of_one(unit))

    def _of_one(self, unit: Unit) -> tuple[SourceOfStudy, ...]:
        kind = "open" if unit.source_mode == "published" else unit.source_mode
        alike = [source for source in self._sources if source.kind == kind]
        named = [source for source in alike if unit.office and unit.office in source.offices]
        return tuple(named or [source for source in alike if not source.offices] or alike)

    def units(self, source: str) -> tuple[Unit, ...]:
        """Return the units of one source.

        Raises:
            StudyError: the protocol has no such source, or does not tell whether a unit is of it or of another.
        """
        known = [one.id for one in self._sources]
        if source not in known:
            message = f"{source!r} is no source of study.toml (there are: {', '.join(known) or 'none'})"
            raise StudyError(message)
        found = []
        for unit in self._units:
            own = {one.id for one in self.of(unit)}
            if source in own and len(own) > 1:
                message = (
                    f"{unit.id} may be of {' or of '.join(sorted(own))}; name the units, or the offices of each source"
                    " in study.toml"
                )
                raise StudyError(message)
            if source in own:
                found.append(unit)
        return tuple(found)

    def keeps_values(self, unit: Unit) -> bool:
        """Tell whether the answers about a unit may stay after its files are destroyed: every permission allows it."""
        return all(one.permission.keep_values for one in self.of(unit) if one.permission is not None)
