"""Codings in and out, what changed after the machine's answer was seen, and decisions where coders differ."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from vonnis.archive.store import Store, open_store
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.excel_form import read_form
from vonnis.codebook.missing import Missing
from vonnis.codebook.reading import read_codebook
from vonnis.codebook.values import read_answer, write_answer
from vonnis.errors import RefusedError, StudyError
from vonnis.sources.listing import read_file
from vonnis.study.coding import Adjudication, Coding, Reveal
from vonnis.study.complex_links import in_complexes
from vonnis.study.final import closed_where_skipped, final_values, repeats
from vonnis.study.frame_list import table_rows
from vonnis.study.log import Link, Listing
from vonnis.study.long_table import LongTable, read_long_table, write_long_table
from vonnis.study.revealing import AfterReveal, after_reveal
from vonnis.study.skips import without_skipped
from vonnis.study.unit import Unit
from vonnis.workflow.codebook_codings import scored_csv
from vonnis.workflow.population import units_in_study

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
    codings = _last_of_each(codings.with_columns(pl.col("unit", "variable", "coder", "round").cast(pl.String)))
    after = without_skipped(codings, codebook, units=store.records(Unit), by="coder")
    code = int(Missing.NOT_APPLICABLE)
    hit = (after["missing"].fill_null(0) == code) & (codings["missing"].fill_null(0) != code)
    return frozenset(after.filter(hit).select("unit", "variable", "coder").iter_rows())


def revised(folder: Path) -> tuple[AfterReveal, ...]:
    """Return for each variable of a study what changed after coders saw the machine's answer."""
    with closing(open_store(folder)) as store:
        return after_reveal(store.records(Coding), store.records(Reveal))


def final_of(store: Store, *, codebook: Codebook, accepted: Sequence[str] = ()) -> pl.DataFrame:
    """Return the final values of a study; see :func:`vonnis.study.final.final_values`.

    An answer to a question that a rule of the codebook skips is not applicable: by the coder's own answers before
    coders are held against each other, and by the final values afterwards; that closes what coders differ on.
    """
    decisions = counted(store, Adjudication, columns=("unit", "variable", "value", "missing", "at", "id"))
    codings = _answers(store)
    if not any(variable.asked_if for variable in codebook.variables):
        return final_values(codings, decisions, accepted=accepted)
    units = store.records(Unit)
    codings = without_skipped(_last_of_each(codings), codebook, units=units, by="coder")
    final = without_skipped(final_values(codings, decisions, accepted=accepted), codebook, units=units)
    return closed_where_skipped(final)


def _last_of_each(codings: pl.DataFrame) -> pl.DataFrame:
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


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A question on which coders differ: who answered what, when the last of them did, and whether it is decided."""

    unit: str
    variable: str
    answers: dict[str, str]
    last: str
    decided: bool


def differences(
    store: Store, *, codebook: Codebook, units: Sequence[Unit] | None = None, answers: pl.DataFrame | None = None
) -> tuple[Difference, ...]:
    """Return the questions that coders answered differently in the rounds that count, by unit and variable.

    What is compared are the answers on which final values rest: ``answers``, where :func:`people_answers` was asked
    already. ``units`` are whole complexes, where only these count; all of the study otherwise. A question that the
    final answers to others skip waits for nobody, and is left out unless it was decided.
    """
    import polars as pl

    answers = people_answers(store, codebook=codebook, units=units) if answers is None else answers
    answer = pl.coalesce(pl.col("missing").cast(pl.String), "value")
    differ = answers.group_by("unit", "variable").agg(answer.n_unique().alias("n")).filter(pl.col("n") > 1)
    ids = None if units is None else [unit.id for unit in units]
    decided = counted(store, Adjudication, columns=("unit", "variable"), units=ids).cast(pl.String)
    told = answers.join(differ.select("unit", "variable"), on=["unit", "variable"]).join(
        decided.unique().with_columns(pl.lit(value=True).alias("decided")), on=["unit", "variable"], how="left"
    )
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in told.sort("unit", "variable", "coder").iter_rows(named=True):
        found.setdefault((row["unit"], row["variable"]), []).append(row)
    open_ = {place for place, rows in found.items() if not rows[0]["decided"]}
    closed = _not_asked(store, open_, codebook=codebook, units=units, answers=answers)
    return tuple(
        Difference(
            unit=unit,
            variable=variable,
            answers={
                row["coder"]: row["value"] if row["missing"] is None else Missing(row["missing"]).word for row in rows
            },
            last=max(row["at"] for row in rows),
            decided=bool(rows[0]["decided"]),
        )
        for (unit, variable), rows in found.items()
        if (unit, variable) not in closed
    )


def _not_asked(
    store: Store,
    places: Collection[tuple[str, str]],
    *,
    codebook: Codebook,
    units: Sequence[Unit] | None,
    answers: pl.DataFrame,
) -> frozenset[tuple[str, str]]:
    """Return which of these open differences are about a question that the final answers to others skip."""
    import polars as pl

    gated = {variable.name for variable in codebook.variables if variable.asked_if}
    places = {(unit, name) for unit, name in places if name in gated}
    if not places:
        return frozenset()
    everyone = store.records(Unit) if units is None else units
    homes = {unit.complex for unit in everyone if unit.id in dict(places)}
    about = [unit for unit in everyone if unit.complex in homes]
    ids = [unit.id for unit in about]
    decisions = counted(
        store, Adjudication, columns=("unit", "variable", "value", "missing", "at", "id"), units=ids
    ).with_columns(pl.col("unit", "variable").cast(pl.String))
    final = final_values(answers.filter(pl.col("unit").is_in(ids)), decisions)
    final = closed_where_skipped(without_skipped(final, codebook, units=about))
    closed = final.filter(pl.col("basis") == "not_asked").select("unit", "variable")
    return frozenset(closed.iter_rows()) & places


def open_differences(store: Store, *, codebook: Codebook) -> tuple[Difference, ...]:
    """Return the questions that wait for an adjudicator, by unit and variable; units that dropped out wait for none."""
    inside = {unit.id for unit in units_in_study(store)}
    found = differences(store, codebook=codebook)
    return tuple(each for each in found if not each.decided and each.unit in inside)


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How a question was answered: by how many, on how many units two or more can be compared, how many alike."""

    answers: int = 0
    compared: int = 0
    alike: int = 0
    unsure: int = 0


def tallied(answers: pl.DataFrame, *, closed: Collection[str] = ()) -> dict[str, Tally]:
    """Return how each question was answered, as :func:`people_answers` gives it; skipped answers are left out.

    On ``closed`` units somebody still works: their answers are counted and compared with nothing.
    """
    import polars as pl

    answers = answers.filter(pl.col("missing").is_null() | (pl.col("missing") != int(Missing.NOT_APPLICABLE)))
    answer = pl.coalesce(pl.col("missing").cast(pl.String), "value")
    units = answers.group_by("variable", "unit").agg(
        pl.len().alias("answers"),
        (pl.col("certainty") == "unsure").sum().alias("unsure"),
        answer.n_unique().alias("kinds"),
    )
    compared = (pl.col("answers") > 1) & ~pl.col("unit").is_in(sorted(closed))
    told = units.group_by("variable").agg(
        pl.col("answers").sum(),
        compared.sum().alias("compared"),
        (compared & (pl.col("kinds") == 1)).sum().alias("alike"),
        pl.col("unsure").sum(),
    )
    return {row.pop("variable"): Tally(**row) for row in told.iter_rows(named=True)}


def people_answers(store: Store, *, codebook: Codebook, units: Sequence[Unit] | None = None) -> pl.DataFrame:
    """Return the last answer of each coder to each question in the rounds that count.

    Columns ``unit``, ``variable``, ``coder``, ``value``, ``missing``, ``round``, ``at``, ``id``, ``certainty``; an
    answer to a question that the coder's other answers skip is not applicable. ``units`` as in :func:`differences`.
    """
    import polars as pl

    columns = ("unit", "variable", "coder", "value", "missing", "round", "at", "id", "certainty")
    ids = None if units is None else [unit.id for unit in units]
    codings = counted(store, Coding, columns=columns, units=ids)
    codings = codings.with_columns(pl.col("unit", "variable", "coder", "round").cast(pl.String))
    answers = _last_of_each(codings).filter(pl.col("round") != "machine")
    about = store.records(Unit) if units is None else units
    return without_skipped(answers, codebook, units=about, by="coder")


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """A decision as an adjudicator writes it down; ``row`` says where it stands in a file."""

    unit: str
    variable: str
    answer: str
    reason: str
    row: int | None = None


def adjudicate(folder: Path, settlements: Sequence[Settlement], *, by: str, at: dt.datetime) -> int:
    """Add decisions where coders differ (or where a decision is to be replaced), and return how many.

    Raises:
        StudyError: a decision is wrong; each is named, and none is added.
    """
    codebook = codebook_of(folder)
    with closing(open_store(folder)) as store:
        final = final_of(store, codebook=codebook).select("unit", "variable", "basis", "coders")
        basis = {(str(unit), str(name)): (kind, coders) for unit, name, kind, coders in final.iter_rows()}
        made: list[Adjudication] = []
        mistakes: list[str] = []
        for one in settlements:
            where = f"row {one.row}: " if one.row else ""
            try:
                made.append(_settled(one, codebook, basis, by=by, at=at))
            except (StudyError, ValueError) as error:
                mistakes.append(f"{where}{error}")
        if mistakes:
            refusal = "no decision was added"
            raise RefusedError(refusal, mistakes)
        with store.action("adjudicate", actor=by, at=at, detail={"decisions": len(made)}) as writing:
            writing.add(made)
        return len(made)


def _settled(
    one: Settlement, codebook: Codebook, basis: dict[tuple[str, str], tuple[str, int]], *, by: str, at: dt.datetime
) -> Adjudication:
    variable = codebook.by_name.get(one.variable)
    if variable is None:
        message = f"{one.variable!r} is no variable of codebook {codebook.version}"
        raise StudyError(message)
    kind, _ = basis.get((one.unit, one.variable), (None, 0))
    if kind is None:
        message = f"{one.unit}, {one.variable}: nobody has answered this, so that there is nothing to decide"
        raise StudyError(message)
    answer = read_answer(variable, one.answer)
    missing = answer if isinstance(answer, Missing) else None
    return Adjudication(
        unit=one.unit,
        variable=one.variable,
        adjudicator=by,
        value=None if missing is not None else write_answer(answer),
        missing=missing,
        reason=one.reason,
        codebook_version=codebook.version,
        at=at,
    )


def read_settlements(path: Path) -> tuple[Settlement, ...]:
    """Return the decisions in a table with the columns ``unit``, ``variable``, ``decision`` and ``reason``.

    Rows without a decision are passed over: the list of open differences can be filled in bit by bit.

    Raises:
        StudyError: the file cannot be read, or lacks a column.
    """
    rows = list(table_rows(path))
    names = [str(cell or "").strip() for cell in rows[0][1]] if rows else []
    lacking = [name for name in ("unit", "variable", "decision", "reason") if name not in names]
    if lacking:
        message = f"{path} lacks the column {lacking[0]!r}; `vonnis adjudicate --list` writes a table to fill in"
        raise StudyError(message)
    found = []
    for number, cells in rows[1:]:
        row = {name: "" if cell is None else str(cell).strip() for name, cell in zip(names, cells, strict=False)}
        if row.get("decision"):
            found.append(
                Settlement(
                    unit=row.get("unit", ""),
                    variable=row.get("variable", ""),
                    answer=row["decision"],
                    reason=row.get("reason", ""),
                    row=number,
                )
            )
    return tuple(found)
