"""Codings in and out, what changed after the machine's answer was seen, and the final values that they give."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vonnis.archive.store import Store, open_store
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.excel_form import read_form
from vonnis.codebook.missing import Missing
from vonnis.codebook.reading import read_codebook
from vonnis.sources.listing import read_file
from vonnis.study.coding import Adjudication, Coding, Reveal
from vonnis.study.complex_links import in_complexes, merged_complexes, with_merged
from vonnis.study.final import closed_where_skipped, final_values, repeats
from vonnis.study.frame_list import table_rows
from vonnis.study.log import Link, Listing
from vonnis.study.long_table import LongTable, read_long_table, write_long_table
from vonnis.study.revealing import AfterReveal, after_reveal
from vonnis.study.skips import without_skipped
from vonnis.study.unit import Unit
from vonnis.workflow.codebook_codings import scored_csv

if TYPE_CHECKING:
    import polars as pl

CODEBOOK = "codebook.yaml"
MIGRATE = "codebook migrate"
"""The name in the log of an action that carries codings over to a new version of the codebook."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What an import of codings gave."""

    codings: int
    new: int
    units: int
    coders: tuple[str, ...]


def codebook_of(folder: Path) -> Codebook:
    """Return the codebook of a study folder.

    Raises:
        StudyError: there is none, or it holds mistakes.
    """
    return read_codebook(folder / CODEBOOK)


def import_codings(folder: Path, path: Path, *, by: str, at: dt.datetime) -> Taken:
    """Add the codings of a long table (CSV or Excel) to a study; those that are there already change nothing.

    Raises:
        StudyError: a row is wrong; each is named by row and column, and nothing is imported.
    """
    return _taken(folder, list(table_rows(path)), file=path, by=by, at=at)


def import_form(folder: Path, path: Path, *, coder: str, by: str, at: dt.datetime) -> Taken:
    """Add the answers of a score form in Excel that a coder has filled in.

    Raises:
        UnreadableError: the form cannot be read, or is of another codebook.
        MistakesError: an answer in it is wrong; each is named by sheet, row and column, and nothing is imported.
        StudyError: it answers questions about units that the study does not have.
    """
    codebook = codebook_of(folder)
    scored = read_form(read_file(str(path)), codebook, file=str(path))
    text = scored_csv(scored, coder=coder, version=codebook.version, at=at.isoformat())
    rows = list(enumerate(csv.reader(io.StringIO(text, newline="")), 1))
    return _taken(folder, rows, file=path, by=by, at=at)


def _taken(
    folder: Path, rows: Sequence[tuple[int, Sequence[object]]], *, file: Path, by: str, at: dt.datetime
) -> Taken:
    codebook = codebook_of(folder)
    with closing(open_store(folder)) as store:
        units = store.records(Unit)
        now = {unit.id: unit.complex for unit in in_complexes(units, store.records(Link))}
        homes = {unit.complex: now[unit.id] for unit in units if unit.id in now}
        table = read_long_table(rows, codebook=codebook, units=units, at=at, file=str(file), homes=homes)
        before = store.count(Coding)
        detail = {"file": file.name, "codings": len(table.codings), "codebook": codebook.version}
        with store.action("code import", actor=by, at=at, detail=detail) as writing:
            writing.add(table.units)
            writing.add(table.codings)
            writing.add(_listed(table, at=at))
        coders = tuple(sorted({coding.coder for coding in table.codings}))
        new = store.count(Coding) - before
        return Taken(codings=len(table.codings), new=new, units=len(table.units), coders=coders)


def _listed(table: LongTable, *, at: dt.datetime) -> list[Listing]:
    """Return that the persons of a table whom the study did not know stand on the lists of who coded them."""
    person = {unit.id: unit.victim for unit in table.units if unit.victim}
    found = {(person[one.unit], one.coder, one.round) for one in table.codings if one.unit in person}
    return [Listing(unit=unit or "", coder=coder, round=round_, at=at) for unit, coder, round_ in sorted(found)]


def export_codings(folder: Path, *, by: str = "lead", at: dt.datetime | None = None, out: str | None = None) -> str:
    """Return all codings of a study as a long table (CSV), those to questions that were skipped later marked.

    With ``at`` the coders' notes are in it, and the log says so: who took them out, when, and to which file.
    """
    with closing(open_store(folder)) as store:
        if at is not None:
            with store.action("code export", actor=by, at=at, detail={"notes": True, "file": out or "-"}):
                pass
        return long_table_of(store, folder, notes=at is not None)


def long_table_of(store: Store, folder: Path, *, notes: bool = False) -> str:
    """Return all codings of an open store as a long table (CSV), without notes and words of passages unless asked."""
    skipped = _skipped(store, codebook_of(folder)) if (folder / CODEBOOK).is_file() else frozenset()
    return write_long_table(store.records(Coding), notes=notes, skipped=skipped)


def _skipped(store: Store, codebook: Codebook) -> frozenset[tuple[str, str, str]]:
    """Return the unit, variable and coder of each answer to a question that the coder's other answers skip."""
    import polars as pl

    columns = ("unit", "variable", "coder", "value", "missing", "round", "at", "id")
    codings = counted(store, Coding, columns=columns)
    codings = last_of_each(codings.with_columns(pl.col("unit", "variable", "coder", "round").cast(pl.String)))
    after = without_skipped(codings, codebook, units=store.records(Unit), by="coder")
    code = int(Missing.NOT_APPLICABLE)
    hit = (after["missing"].fill_null(0) == code) & (codings["missing"].fill_null(0) != code)
    return frozenset(after.filter(hit).select("unit", "variable", "coder").iter_rows())


def revised(folder: Path) -> tuple[AfterReveal, ...]:
    """Return for each variable of a study what changed after coders saw the machine's answer."""
    with closing(open_store(folder)) as store:
        return after_reveal(store.records(Coding), store.records(Reveal))


def final_of(
    store: Store, *, codebook: Codebook, accepted: Sequence[str] = (), with_uncertain: bool = True
) -> pl.DataFrame:
    """Return the final values of a study; see :func:`vonnis.study.final.final_values`.

    An answer to a question that a rule of the codebook skips is not applicable: by the coder's own answers before
    coders are held against each other, and by the final values afterwards; that closes what coders differ on.
    Answers about a complex that became part of another are about that one; ``with_uncertain`` lets uncertain links do
    so too.
    """
    decisions = counted(store, Adjudication, columns=("unit", "variable", "value", "missing", "at", "id"))
    codings, links = _answers(store), store.records(Link)
    merged = merged_complexes(links, with_uncertain=with_uncertain)
    if not any(variable.asked_if for variable in codebook.variables):
        return with_merged(final_values(codings, decisions, accepted=accepted), merged)
    units = store.records(Unit)
    codings = without_skipped(last_of_each(codings), codebook, units=units, by="coder")
    final = with_merged(final_values(codings, decisions, accepted=accepted), merged)
    units = in_complexes(units, links, with_uncertain=with_uncertain)
    return closed_where_skipped(without_skipped(final, codebook, units=units))


def last_of_each(codings: pl.DataFrame) -> pl.DataFrame:
    """Return the last answer of each coder to each question, of the rounds that count and of the machine."""
    import polars as pl

    from vonnis.study.coding import COUNTED_ROUNDS
    from vonnis.study.final import latest_answers

    round_ = pl.col("round").cast(pl.String)
    people = latest_answers(codings.filter(round_.is_in(list(COUNTED_ROUNDS))))
    return pl.concat([people, latest_answers(codings.filter(round_ == "machine"))])


def _answers(store: Store) -> pl.DataFrame:
    """Return the codings in bulk; moments and ids are fetched only where somebody answered a question twice.

    The machine is one, whichever version of its rules answered.

    They are most of what millions of codings weigh, and nothing but the order of corrections rests on them.
    """
    import polars as pl

    plain = ("unit", "variable", "coder", "value", "missing", "round")
    codings = counted(store, Coding, columns=plain)
    machine = codings.filter(pl.col("round").cast(pl.String) == "machine")
    if not repeats(codings, ["unit", "variable", "coder"]) and not repeats(machine, ["unit", "variable"]):
        return codings.with_columns(pl.lit("").alias("at"), pl.lit("").alias("id"))
    return counted(store, Coding, columns=(*plain, "at", "id"))


class Carried(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A migration that was carried out: between which versions, by which steps (a digest), and on how many codings."""

    from_: str
    to: str = ""
    steps: str = ""
    codings: int = 0
    set_aside: int = 0


def carried(store: Store) -> tuple[Carried, ...]:
    """Return the migrations of the codebook that were carried out, oldest first."""
    return tuple(msgspec.json.decode(line.detail, type=Carried) for line in store.each_line(name=MIGRATE))


def superseded(store: Store) -> frozenset[str]:
    """Return the versions of the codebook whose codings were carried over to a later one."""
    return frozenset(one.from_ for one in carried(store))


def counted(
    store: Store, kind: type[msgspec.Struct], *, columns: tuple[str, ...], units: Sequence[str] | None = None
) -> pl.DataFrame:
    """Return columns of all codings or decisions that count, or those about some units.

    Those of a superseded version of the codebook are left out.
    """
    import polars as pl

    old = superseded(store)
    if not old:
        return store.table(kind, columns, units=units)
    found = store.table(kind, (*columns, "codebook_version"), units=units)
    return found.filter(~pl.col("codebook_version").is_in(sorted(old))).drop("codebook_version")
