"""How heavy files are to read, as far as that can be measured without reading them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from vonnis.errors import VonnisError
from vonnis.sources.listing import list_documents, load
from vonnis.study.protocol import read_protocol
from vonnis.study.unit import Unit


def loads(folder: Path, units: Iterable[Unit]) -> dict[str, float]:
    """Return for each unit with a text in the study how many characters of it stay folded until they are needed.

    A text that cannot be read, or is not there, counts for nothing; a unit without any text is left out.
    """
    # Commands that only tell what they can do do not wait for the readers.
    from vonnis.judgment.reading import read_all
    from vonnis.workflow.explaining.setting import closed_parts

    about: dict[str, list[str]] = {}
    for unit in units:
        for key in unit.documents:
            about.setdefault(key, []).append(unit.id)
    texts = folder / read_protocol(folder / "study.toml").material.judgments if about else folder
    found: dict[str, float] = {}
    for place in list_documents([texts]).places if about and texts.exists() else ():
        if about.keys() & {place.id, place.id.replace("_", ":")}:
            try:
                judgments = list(read_all(load(place)))
            except VonnisError:
                continue
            for judgment in judgments:
                length = sum(section.end - section.start for section in closed_parts(judgment))
                for key in {judgment.ecli or "", judgment.id} & about.keys():
                    for name in about[key]:
                        found[name] = found.get(name, 0.0) + length
    return found
