"""An older study taken into a study folder, from its files and a mapping, as a wave of its own."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from hashlib import file_digest
from pathlib import Path

import msgspec

from vonnis.archive.key_file import check_outside, read_key, write_key
from vonnis.archive.store import open_store
from vonnis.errors import StudyError
from vonnis.study.frame_list import table_rows
from vonnis.study.older import OlderTable, read_mapping
from vonnis.study.older_rows import OLDER, Rows, older_study
from vonnis.study.unit import Unit
from vonnis.workflow.codings import codebook_of
from vonnis.workflow.population import taken_numbers


class OlderImport(msgspec.Struct, frozen=True, kw_only=True):
    """What an older study gave: its wave, units by level, codings, and columns that were not taken, by file."""

    study: str
    wave: int
    units: dict[str, int]
    codings: int
    left_out: dict[str, tuple[str, ...]]


def import_older(
    folder: Path, mapping: Path, *, key: Path | None = None, seed: int = 1, by: str, at: dt.datetime
) -> OlderImport:
    """Add the units and codings of an older study to a study folder; nothing where a single cell is wrong.

    Its units carry the wave of the mapping and the frame ``older-NAME``. Nobody codes them here: they are in no flow,
    sample or assignment, and stand in the dataset only where that is asked for (``tables_of(folder, older=True)``).

    Args:
        folder: the study.
        mapping: the mapping; its tables lie beside it.
        key: a file outside the study that keeps which older number became which study number; None keeps it nowhere.
        seed: where chance begins that deals out the study numbers.
        by: who imports.
        at: when.

    Raises:
        MistakesError: the mapping holds mistakes, each with line and column.
        StudyError: a table cannot be read, a cell is wrong (each is named), or the study was imported before.
    """
    codebook = codebook_of(folder)
    how = read_mapping(mapping, codebook=codebook)
    files = [mapping.parent / table.file for table in how.tables]
    tables = [_rows(path, table) for path, table in zip(files, how.tables, strict=True)]
    if key is not None:
        check_outside(key, folder)
    with closing(open_store(folder)) as store:
        units = store.records(Unit)
        if any(unit.frame == f"{OLDER}{how.study}" for unit in units):
            message = f"{how.study} was imported before; another older study needs another name in the mapping"
            raise StudyError(message)
        made = older_study(how, tables, codebook=codebook, taken=taken_numbers(units), seed=seed, at=at)
        if key is not None:
            write_key(key, tuple(sorted({*read_key(key), *made.key})))
        detail = {
            "study": how.study,
            "wave": how.wave,
            "mapping": _digest(mapping),
            "files": {table.file: _digest(path) for path, table in zip(files, how.tables, strict=True)},
            "codings": len(made.codings),
            "codebook": codebook.version,
        }
        with store.action("import older", actor=by, at=at, detail=detail) as writing:
            writing.add(made.units)
            writing.add(made.codings)
            writing.add(made.drawn)
    counted: dict[str, int] = {}
    for unit in made.units:
        counted[unit.level] = counted.get(unit.level, 0) + 1
    return OlderImport(study=how.study, wave=how.wave, units=counted, codings=len(made.codings), left_out=made.left_out)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _rows(path: Path, table: OlderTable) -> Rows:
    """Return the rows of a table as texts."""
    if path.suffix.lower() == ".sav":
        return _sav_rows(path)
    found = list(table_rows(path, sheet=table.sheet))
    if not found:
        message = f"{path} is empty; its first row must name the columns"
        raise StudyError(message)
    names = tuple(_text(cell) for cell in found[0][1])
    width = len(names)
    rows = ((number, [*cells, *[None] * width][:width]) for number, cells in found[1:])
    return Rows(
        names,
        tuple((number, dict(zip(names, map(_text, cells), strict=True))) for number, cells in rows),
    )


def _sav_rows(path: Path) -> Rows:
    """Return the rows of an SPSS file, its user-missing codes as they are; rows are numbered from 1."""
    import pyreadstat

    try:
        with path.open("rb"):
            pass
        frame, _ = pyreadstat.read_sav(str(path), user_missing=True, output_format="dict")
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})"
        raise StudyError(message) from error
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        message = f"{path} is no SPSS file that can be read ({error}); save it again as .sav"
        raise StudyError(message) from error
    names = tuple(frame)
    rows = zip(*frame.values(), strict=True)
    return Rows(names, tuple((n, dict(zip(names, map(_text, row), strict=True))) for n, row in enumerate(rows, 1)))


def _text(cell: object) -> str:
    """Return a cell as text: whole numbers without decimals, days as ISO 8601, nothing where it is empty."""
    if cell is None or cell != cell:  # noqa: PLR0124 - an empty cell of SPSS is no number, and that equals nothing
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
    return str(cell).strip()
