"""Texts of closed files: taken into the study sealed, and read one at a time with a line in the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from vonnis.archive.sealing import Seals
from vonnis.archive.store import Store, open_store
from vonnis.archive.texts import keep_text, read_text
from vonnis.errors import NotAJudgmentError, StudyError, VonnisError
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.reading import read
from vonnis.study.permission import ClosedText
from vonnis.study.unit import Unit

ENDINGS = frozenset({".txt", ".pdf", ".docx", ".odt", ".html", ".xml"})


def take_texts(folder: Path, unit: str, *, files: Sequence[Path], by: str, at: dt.datetime) -> tuple[ClosedText, ...]:
    """Seal the texts of a closed file in the study, and return what they are called there (``D0001-1``).

    The files themselves stay where they are; they are the owner's to destroy.

    Raises:
        StudyError: the unit is unknown, is of published judgments or was erased, or the keys are not here.
        UnreadableError: a file cannot be read as a text.
    """
    for path in files:
        _judgment(path.read_bytes() if path.is_file() else b"", path.name, path)
    with closing(open_store(folder)) as store:
        if not store.records(Unit, id=unit):
            message = f"{unit} is no unit of the study; see `vonnis status`"
            raise StudyError(message)
        if not Seals(store, store.vault).is_closed(unit):
            message = f"{unit} is of published judgments; put those in sources/judgments"
            raise StudyError(message)
        taken = len(store.records(ClosedText, unit=unit))
        made = tuple(
            ClosedText(unit=unit, document=f"{unit}-{number}", ending=path.suffix.lower(), added_by=by, at=at)
            for number, path in enumerate(files, taken + 1)
        )
        detail = {"unit": unit, "documents": [text.document for text in made]}
        with store.action("text add", actor=by, at=at, detail=detail) as writing:
            if len(store.records(ClosedText, unit=unit)) != taken:
                message = f"somebody else is adding texts of {unit}; try again"
                raise StudyError(message)
            writing.add(made)
            for text, path in zip(made, files, strict=True):
                keep_text(store, text, data=path.read_bytes())
    return made


def texts_of(store: Store, units: Sequence[str]) -> tuple[ClosedText, ...]:
    """Return the texts of closed files that the study keeps about units, in their order."""
    found = store.records(ClosedText, unit=units)
    return tuple(sorted(found, key=lambda text: units.index(text.unit)))


def open_text(store: Store, document: str) -> Judgment | None:
    """Return a text of a closed file as it is shown; None where there is none, or it was erased."""
    found = store.records(ClosedText, document=document)
    data = read_text(store, found[-1]) if found else None
    return None if data is None else _judgment(data, f"{document}{found[-1].ending}", Path(document))


def _judgment(data: bytes, name: str, path: Path) -> Judgment:
    if path.suffix.lower() not in ENDINGS and Path(name).suffix.lower() not in ENDINGS:
        message = f"{path} is of no kind that can be shown; give one of {', '.join(sorted(ENDINGS))}"
        raise StudyError(message)
    try:
        with suppress(NotAJudgmentError):
            return read(data, name=name)
        # Most of what a file holds is no judgment: reports of the police, letters, records. It is read as it is.
        return read(data, name=name, text_is="abstract")
    except VonnisError as error:
        message = f"{path}: {error}"
        raise StudyError(message) from error
