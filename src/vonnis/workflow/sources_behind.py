"""Which source each number of a coded study rests on: published judgments, closed files on paper, and so on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from vonnis.analysis.analyse import Analysis
from vonnis.analysis.by_source import BySource, by_source
from vonnis.study.protocol import Protocol
from vonnis.study.tables import StudyTables

if TYPE_CHECKING:
    from vonnis.analysis.result import Text

SEVERAL = "several"
"""The source of what belongs to a complex whose defendants are read in more than one."""
_WORDS: dict[str, Text] = {
    "published": {"nl": "openbare uitspraken", "en": "published judgments"},
    "closed_file": {"nl": "gesloten dossiers als bestand", "en": "closed files, as texts"},
    "closed_paper": {"nl": "gesloten dossiers op papier", "en": "closed files, on paper"},
    "closed_screen": {"nl": "gesloten dossiers op een scherm", "en": "closed files, on a screen"},
    SEVERAL: {"nl": "meer dan één bron", "en": "more than one source"},
}
"""What a source is called where the protocol has none of its kind, or several."""


def modes_in(tables: StudyTables) -> tuple[str, ...]:
    """Return how the defendants or papers of a study are read, in a fixed order."""
    found: set[str] = set()
    for level in ("defendant", "paper"):
        frame = tables.levels.get(level)
        found.update(() if frame is None else frame["source_mode"].drop_nulls().cast(str).to_list())
    return tuple(mode for mode in _WORDS if mode in found)


def sources_behind(analysis: Analysis, tables: StudyTables, *, protocol: Protocol) -> BySource:
    """Return how many units behind each number come from which source; nothing where a study has one source."""
    modes = modes_in(tables)
    if len(modes) < 2:  # noqa: PLR2004 - two sources or more
        return BySource()
    homes = _homes(tables)
    used = [mode for mode in _WORDS if mode in set(homes.values())]
    return by_source(analysis, homes, labels={mode: _label(mode, protocol) for mode in used})


def _label(mode: str, protocol: Protocol) -> Text:
    """Return what the protocol calls the only source of a kind; else what such sources are called."""
    kind = "open" if mode == "published" else mode
    alike = [source.description for source in protocol.sources if source.kind == kind]
    if len(alike) != 1:
        return _WORDS[mode]
    known = next((words for words in alike[0].values() if words), "")
    return {language: alike[0].get(language) or known for language in ("nl", "en")}


def _homes(tables: StudyTables) -> Mapping[str, str]:
    """Return the source of each unit: its own where it is read itself, else that of the defendants of its complex."""
    own: dict[str, str] = {}
    inside: dict[str, set[str]] = {}
    for level in ("defendant", "paper"):
        frame = tables.levels.get(level)
        for unit, complex_, mode in (
            frame.select("unit", "complex", "source_mode").iter_rows() if frame is not None else ()
        ):
            own[unit] = mode
            inside.setdefault(complex_, set()).add(mode)
    whole = {complex_: SEVERAL if len(modes) > 1 else next(iter(modes)) for complex_, modes in inside.items()}
    found: dict[str, str] = {}
    for frame in tables.levels.values():
        columns = [name for name in ("unit", "complex", "defendant") if name in frame.columns]
        for row in frame.select(columns).iter_rows(named=True):
            found[row["unit"]] = own.get(row.get("defendant") or row["unit"]) or whole.get(row["complex"], SEVERAL)
    return found
