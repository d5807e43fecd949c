"""Where coders differ, how their answers compare, and the decisions that settle it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from vonnis.archive.store import Store, open_store
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.missing import Missing
from vonnis.codebook.values import read_answer, write_answer
from vonnis.errors import RefusedError, StudyError
from vonnis.study.coding import Adjudication, Coding
from vonnis.study.complex_links import in_complexes, made_of, merged_complexes, with_merged
from vonnis.study.final import closed_where_skipped, final_values
from vonnis.study.frame_list import table_rows
from vonnis.study.log import Link
from vonnis.study.skips import without_skipped
from vonnis.study.unit import Unit
from vonnis.workflow.codings import codebook_of, counted, final_of, last_of_each
from vonnis.workflow.population import units_in_study

if TYPE_CHECKING:
    import polars as pl


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of the answers that differ: whose it is, and about which unit it was given.

    ``decided`` where it is not the answer of a coder, but what was decided about a complex before that became part of
    the one whose question it is now.
    """

    unit: str
    by: str
    answer: str
    decided: bool = False


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A question on which coders differ: who answered what, when the last of them did, and whether it is decided."""

    unit: str
    variable: str
    sides: tuple[Side, ...]
    last: str
    decided: bool

    @property
    def answers(self) -> dict[str, str]:
        """Who answered what; who did so about a complex that became part of this one stands with its number."""
        return {self.who(side): side.answer for side in self.sides}

    def who(self, side: Side) -> str:
        """Return whose answer it is in words: ``anna``, ``anna (C2)``, ``eva (C2, decided)``."""
        more = [side.unit] * (side.unit != self.unit) + ["decided"] * side.decided
        return f"{side.by} ({', '.join(more)})" if more else side.by


def differences(
    store: Store, *, codebook: Codebook, units: Sequence[Unit] | None = None, answers: pl.DataFrame | None = None
) -> tuple[Difference, ...]:
    """Return the questions that coders answered differently in the rounds that count, by unit and variable.

    What is compared are the answers on which final values rest: ``answers``, where :func:`people_answers` was asked
    already. ``units`` are whole complexes, with all that became part of them, where only these count; all of the study
    otherwise. Answers about complexes that became one are held against each other; what was decided about one that
    became part of another stands in the place of the answers that it settled.

    Left out is what waits for nobody: units that dropped out, and a question that the final answers to others skip,
    unless it was decided.
    """
    import polars as pl

    answers = people_answers(store, codebook=codebook, units=units) if answers is None else answers
    ids = None if units is None else [unit.id for unit in units]
    columns = ("unit", "variable", "adjudicator", "value", "missing", "at", "id")
    decisions = counted(store, Adjudication, columns=columns, units=ids)
    decisions = decisions.with_columns(pl.col("unit", "variable", "adjudicator").cast(pl.String))
    merged = merged_complexes(store.records(Link))
    told = _sides(answers, decisions, merged)
    answer = pl.coalesce(pl.col("missing").cast(pl.String), "value")
    differ = told.group_by(_PLACE).agg(answer.n_unique().alias("n")).filter(pl.col("n") > 1)
    told = told.join(differ.select(_PLACE), on=_PLACE)
    settled = frozenset(decisions.select(_PLACE).iter_rows())
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in told.sort(*_PLACE, "moved", "about", "coder").iter_rows(named=True):
        found.setdefault((row["unit"], row["variable"]), []).append(row)
    if not found:
        return ()
    inside = {unit.id for unit in units_in_study(store, everyone=units)}
    found = {place: rows for place, rows in found.items() if place[0] in inside}
    closed = _not_asked(store, found.keys() - settled, codebook=codebook, units=units, given=(answers, decisions))
    return tuple(
        Difference(
            unit=unit,
            variable=variable,
            sides=tuple(
                Side(unit=row["about"], by=row["coder"], answer=_written(row), decided=row["decided"]) for row in rows
            ),
            last=max(row["at"] for row in rows),
            decided=(unit, variable) in settled,
        )
        for (unit, variable), rows in found.items()
        if (unit, variable) not in closed
    )


_PLACE = ["unit", "variable"]


def _sides(answers: pl.DataFrame, decisions: pl.DataFrame, merged: Mapping[str, str]) -> pl.DataFrame:
    """Return who says what to each question, under the unit that it is about now.

    Columns ``unit``, ``variable``, ``coder``, ``value``, ``missing``, ``at``; ``about``, the unit of the answer itself;
    ``moved``, whether that is another; ``decided``, whether it is a decision about that one.
    """
    import polars as pl

    columns = ("unit", "variable", "coder", "value", "missing", "at")
    about, still = pl.col("unit").alias("about"), pl.lit(value=False).alias
    if not merged:
        return answers.select(*columns, about, still("moved"), still("decided"))
    earlier = decisions.filter(pl.col("unit").is_in(list(merged))).sort("at", "id").unique(_PLACE, keep="last")
    earlier = earlier.rename({"adjudicator": "coder"}).select(columns)
    rest = answers.join(earlier, on=_PLACE, how="anti").select(columns)
    both = pl.concat([rest.with_columns(still("decided")), earlier.with_columns(pl.lit(value=True).alias("decided"))])
    moved = pl.col("unit").is_in(list(merged)).alias("moved")
    return both.with_columns(about, moved, pl.col("unit").replace(merged))


def _not_asked(
    store: Store,
    places: Collection[tuple[str, str]],
    *,
    codebook: Codebook,
    units: Sequence[Unit] | None,
    given: tuple[pl.DataFrame, pl.DataFrame],
) -> frozenset[tuple[str, str]]:
    """Return which of these open differences are about a question that the final answers to others skip.

    ``given`` are the answers and the decisions.
    """
    import polars as pl

    gated = {variable.name for variable in codebook.variables if variable.asked_if}
    places = {(unit, name) for unit, name in places if name in gated}
    if not places:
        return frozenset()
    answers, decisions = given
    links = store.records(Link)
    merged = merged_complexes(links)
    everyone = in_complexes(store.records(Unit) if units is None else units, links)
    homes = {unit.complex for unit in everyone if unit.id in dict(places)}
    about = [unit for unit in everyone if unit.complex in homes]
    ids = [*(unit.id for unit in about), *(made_of(homes, merged) - homes)]
    within = pl.col("unit").is_in(ids)
    final = with_merged(final_values(answers.filter(within), decisions.filter(within)), merged)
    final = closed_where_skipped(without_skipped(final, codebook, units=about))
    closed = final.filter(pl.col("basis") == "not_asked").select("unit", "variable")
    return frozenset(closed.iter_rows()) & places


def open_differences(store: Store, *, codebook: Codebook) -> tuple[Difference, ...]:
    """Return the questions that wait for an adjudicator, by unit and variable; see :func:`differences`."""
    return tuple(each for each in differences(store, codebook=codebook) if not each.decided)


def _written(row: dict[str, Any]) -> str:
    return str(row["value"]) if row["missing"] is None else Missing(row["missing"]).word


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
    answers = last_of_each(codings).filter(pl.col("round") != "machine")
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
        merged = merged_complexes(store.records(Link))
        made: list[Adjudication] = []
        mistakes: list[str] = []
        for one in settlements:
            where = f"row {one.row}: " if one.row else ""
            try:
                made.append(_settled(one, codebook, basis, merged=merged, by=by, at=at))
            except (StudyError, ValueError) as error:
                mistakes.append(f"{where}{error}")
        if mistakes:
            refusal = "no decision was added"
            raise RefusedError(refusal, mistakes)
        with store.action("adjudicate", actor=by, at=at, detail={"decisions": len(made)}) as writing:
            writing.add(made)
        return len(made)


def _settled(
    one: Settlement,
    codebook: Codebook,
    basis: dict[tuple[str, str], tuple[str, int]],
    *,
    merged: dict[str, str],
    by: str,
    at: dt.datetime,
) -> Adjudication:
    variable = codebook.by_name.get(one.variable)
    if variable is None:
        message = f"{one.variable!r} is no variable of codebook {codebook.version}"
        raise StudyError(message)
    kind, _ = basis.get((one.unit, one.variable), (None, 0))
    if kind is None and one.unit in merged:
        message = f"{one.unit} became part of {merged[one.unit]}; decide about that one"
        raise StudyError(message)
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
