"""The two editions of the data: one for a reader under a contract, one for everybody.

The restricted edition holds every row with its study number, dates to the month. The public edition holds what a
codebook marks as open, without study numbers and in an order that tells nothing, dates to the year, and no row that is
rarer than the threshold: answers become coarser where the policy says how, and the rarest are withheld (−6) until each
combination occurs often enough (:mod:`vonnis.disclosure.data_file`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

import msgspec
import polars as pl

from vonnis.codebook.codebook import Level
from vonnis.codebook.missing import Missing
from vonnis.deposit.sheet import Column, Sheet
from vonnis.disclosure.data_file import DataFile, DataPolicy, protect_rows
from vonnis.disclosure.policy import DataRules
from vonnis.disclosure.quotes import refuse_findable_rows
from vonnis.errors import DisclosureError

Edition = Literal["public", "restricted"]
_KEYS = frozenset({"unit", "complex", "defendant", "victim"})
_PUBLIC_LEVELS = ("defendant", "victim", "paper")
_WITHHELD = int(Missing.WITHHELD)
_WEIGHT = "weight"
_NO_RULES = DataRules()


class RowCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows of a table gave the same answers, as a reader can count them; all rows where none are named.

    ``units`` are the keys of those that did, which stay inside.
    """

    table: str
    answers: str
    units: tuple[str, ...]
    low: int
    high: int


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """An edition: its tables, what had to be withheld from it (cells by column), and which columns are coarser.

    ``left_out`` are the titles of the tables of which no row may be published; ``counts`` what a reader can count in
    those that are.
    """

    edition: Edition
    sheets: tuple[Sheet, ...]
    withheld: dict[str, int] = {}
    coarser: dict[str, int] = {}
    threshold: int = 0
    left_out: tuple[dict[str, str], ...] = ()
    counts: tuple[RowCount, ...] = ()

    def without(self, names: Collection[str]) -> Made:
        """Return the edition without some of its tables."""
        gone = tuple(sheet for sheet in self.sheets if sheet.name in names)
        prefixes = tuple(f"{sheet.name}." for sheet in gone)
        return msgspec.structs.replace(
            self,
            sheets=tuple(sheet for sheet in self.sheets if sheet not in gone),
            withheld={name: count for name, count in self.withheld.items() if not name.startswith(prefixes)},
            coarser={name: count for name, count in self.coarser.items() if not name.startswith(prefixes)},
            left_out=(*self.left_out, *(sheet.title for sheet in gone)),
            counts=tuple(count for count in self.counts if count.table not in names),
        )


def restricted(sheets: Sequence[Sheet]) -> Made:
    """Return the edition for the archive's restricted access."""
    return Made(edition="restricted", sheets=tuple(sheets))


def public(
    sheets: Sequence[Sheet],
    *,
    thresholds: Mapping[Level, int],
    rules: DataRules = _NO_RULES,
    recognisable: Collection[str] = (),
) -> Made:
    """Return the edition for everybody: open variables, and no combination of answers below the threshold of its level.

    ``recognisable`` are the case complexes that can be recognised from elsewhere: their rows stay without an answer,
    and so do enough others that no difference with a published table is theirs. A table with fewer rows than that
    threshold is left out whole.

    Raises:
        DisclosureError: the rules name a variable that no public table has.
    """
    found = []
    few = []
    counts: list[RowCount] = []
    withheld: dict[str, int] = {}
    coarser: dict[str, int] = {}
    open_sheets = [sheet for sheet in sheets if sheet.level in _PUBLIC_LEVELS]
    _check_names(rules, open_sheets)
    for sheet in open_sheets:
        k = rules.k or thresholds[sheet.level]
        if sheet.frame.height < k:
            few.append(sheet.title)
            continue
        made, file = _public(sheet, rules, k=k, recognisable=recognisable)
        found.append(made)
        counts += _counts(sheet, file)
        withheld |= {f"{sheet.name}.{name}": count for name, count in file.withheld.items()}
        coarser |= {f"{sheet.name}.{name}": count for name, count in file.steps.items()}
    return Made(
        edition="public",
        sheets=tuple(found),
        withheld=withheld,
        coarser=coarser,
        threshold=min((rules.k or thresholds[sheet.level] for sheet in found), default=0),
        left_out=tuple(few),
        counts=tuple(counts),
    )


def _counts(sheet: Sheet, file: DataFile) -> Iterator[RowCount]:
    """Yield what a reader of a table can count; all rows first."""
    units = sheet.frame["unit"].to_list()
    yield RowCount(table=sheet.name, answers="", units=tuple(units), low=len(units), high=len(units))
    for one in file.answered:
        same = tuple(units[place] for place in one.places)
        yield RowCount(table=sheet.name, answers=one.answers, units=same, low=one.low, high=one.high)


def _check_names(rules: DataRules, sheets: Sequence[Sheet]) -> None:
    known = {name for sheet in sheets for column in _open_columns(sheet) for name in (column.name, column.source)}
    for name in (*rules.sensitive, *rules.steps):
        if name not in known:
            message = f"disclosure.data names {name}, which is no open variable of a public table; see its codebook"
            raise DisclosureError(message)


def _open_columns(sheet: Sheet) -> tuple[Column, ...]:
    return tuple(
        column
        for column in sheet.columns
        if column.name not in _KEYS and column.edition == "open" and not column.name.endswith("_month")
    )


def _public(sheet: Sheet, rules: DataRules, *, k: int, recognisable: Collection[str]) -> tuple[Sheet, DataFile]:
    columns = _open_columns(sheet)
    told = [column for column in columns if column.source]
    sensitive = tuple(one.name for one in told if {one.name, one.source} & set(rules.sensitive))
    frame = _without(sheet.frame, [column.name for column in told], recognisable)
    traits = tuple(column.name for column in told if column.name not in sensitive)
    # Weights that differ tell the stratum of the draw, which the method describes.
    weighted = _WEIGHT in frame.columns and frame[_WEIGHT].n_unique() > 1
    policy = DataPolicy(
        traits=(*traits, _WEIGHT) if weighted else traits,
        sensitive=sensitive,
        k=k,
        l=rules.l,
        steps={column.name: steps for column in told if (steps := _steps(column, rules))},
        withheld=_WITHHELD,
    )
    file = protect_rows(frame.select(column.name for column in columns), policy)
    # A weight below nought would count in a sum; one that is withheld is empty.
    made = file.frame.with_columns(pl.when(pl.col(_WEIGHT) >= 0).then(_WEIGHT)) if weighted else file.frame
    named = tuple(_relabelled(column, rules, file.steps.get(column.name, 0)) for column in columns)
    return msgspec.structs.replace(sheet, columns=named, frame=made), file


def _relabelled(column: Column, rules: DataRules, taken: int) -> Column:
    """Return a column with the words of its coarser classes: those that the policy gives, or all of its classes."""
    if not taken:
        return column
    labels = rules.labels.get(column.name) or rules.labels.get(column.source, {})
    classes: dict[int, list[dict[str, str]]] = {}
    for code, label in column.values:
        into = str(code)
        for step in _steps(column, rules)[:taken]:
            into = step.get(into, into)
        classes.setdefault(int(into), []).append(label)
    joined = {
        code: {language: "; ".join(label[language] for label in found) for language in found[0]}
        | (labels.get(str(code), {}) if len(found) > 1 else {})
        for code, found in classes.items()
    }
    values = tuple(sorted(joined.items(), key=lambda one: one[0]))
    return msgspec.structs.replace(column, values=values)


def _steps(column: Column, rules: DataRules) -> tuple[Mapping[str, str], ...]:
    return rules.steps.get(column.name) or rules.steps.get(column.source, ())


def _without(frame: pl.DataFrame, names: Sequence[str], recognisable: Collection[str]) -> pl.DataFrame:
    """Return the rows with every answer of some complexes withheld."""
    if "complex" not in frame.columns or not recognisable:
        return frame
    known = pl.col("complex").is_in(sorted(recognisable))
    blank = (
        pl.when(known).then(pl.lit(_WITHHELD).cast(frame.schema[name])).otherwise(name).alias(name) for name in names
    )
    return frame.with_columns(blank)


def check_public(files: Mapping[str, bytes]) -> None:
    """Refuse a public file that names a judgment or case: beside a row of attributes, that is a person.

    Raises:
        DisclosureError: a file holds an ECLI, an old LJN, or the number of a prosecution.
    """
    refuse_findable_rows(files)
