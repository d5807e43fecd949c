"""The dataset of a coded study: final values laid out by level, written below ``private/``, with what they rest on."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from vonnis.archive.as_it_stood import open_as_it_stood
from vonnis.archive.files import write_atomically
from vonnis.archive.store import Store, open_store
from vonnis.archive.unerased import Unerased
from vonnis.codebook.codebook import Codebook
from vonnis.errors import StudyError
from vonnis.located.spreadsheet import FORMULA, guarded
from vonnis.study.coding import Coding
from vonnis.study.complex_links import last_links, persons
from vonnis.study.derived import with_skips
from vonnis.study.log import Link
from vonnis.study.protocol import read_protocol
from vonnis.study.tables import StudyTables, study_tables, wide_table
from vonnis.study.unit import Unit
from vonnis.workflow.codings import codebook_of, counted, final_of, last_of_each
from vonnis.workflow.migrating import carried_over
from vonnis.workflow.population import PROTOCOL, in_study, older_alone, older_weights, units_in_study

if TYPE_CHECKING:
    import polars as pl

FOLDER = "private/dataset"
CERTAIN = "private/dataset-certain"
WAVES = "private/dataset-waves"
TableFormat = Literal["csv", "parquet", "both"]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a dataset rests on.

    Attributes:
        at: the moment that it was made.
        store: digest of the last line of the log, which covers all lines before it.
        codebook: digest of the questions; when either changes, the dataset is stale.
        units: how many of each level.
        persons: how many people the defendants are, where the same person occurs in several complexes; papers are none.
        uncertain_links: links between complexes or people that are uncertain; ``with_uncertain`` whether they hold.
        basis: how many final values rest on what (``agreed``, ``adjudicated``, ``single``, ``machine_accepted``), and
            how many questions are ``open``, or are ``not_asked`` after all although coders differ.
        migrated: answers that a migration of the codebook carried over from an older version, by variable.
        contradicted: answers that stand and at which the coder noted that another source says otherwise, by variable.
        unsure: answers that stand and of which the coder was not sure, by variable.
        sources: how many defendants are read where (``published``, ``closed_paper``, …).
    """

    at: dt.datetime
    store: str
    codebook: str
    codebook_version: str
    units: dict[str, int]
    persons: int
    uncertain_links: int
    with_uncertain: bool
    basis: dict[str, int]
    contradicted: dict[str, int]
    unsure: dict[str, int]
    migrated: dict[str, int] = {}
    sources: dict[str, int] = {}


def tables_of(
    folder: Path,
    *,
    accepted: Iterable[str] | None = None,
    with_uncertain: bool = True,
    older: bool = False,
    until: dt.date | None = None,
) -> StudyTables:
    """Return the dataset of a study folder, computed from its codings.

    With ``older`` the units of older studies that were taken in stand in it too; the column ``wave`` tells them apart.
    A folder that holds nothing but older studies rests on them. With ``until`` it is the dataset as it stood at the end
    of that day. ``accepted`` are the variables of which the machine's answer counts where no coder answered; without it
    those of the protocol.

    Raises:
        StudyError: the folder has no codebook or no units, or a coding does not fit.
    """
    with closing(open_as_it_stood(folder, day=until) if until else open_store(folder)) as store:
        if until and store.table(Coding, ("unit",)).is_empty():
            message = f"{folder}: nobody had coded anything by {until}; give a later day"
            raise StudyError(message)
        everyone = store.records(Unit)
        inside = in_study(store, units=everyone)
        older = older or (not inside and older_alone(store))
        units = units_in_study(store, with_uncertain=with_uncertain, older=older, inside=inside, everyone=everyone)
        weights = {**older_weights(store), **inside} if older else inside
        named = _accepted(folder, accepted)
        rests_on = _RestsOn(named, with_uncertain)
        return _tables(store, codebook_of(folder), units=units, weights=weights, rests_on=rests_on)


def write_dataset(
    folder: Path,
    *,
    at: dt.datetime,
    accepted: Iterable[str] | None = None,
    formats: TableFormat = "both",
    with_uncertain: bool = True,
    older: bool = False,
) -> Summary:
    """Compute the dataset, write it below ``private/dataset/``, and return what it rests on.

    Without the uncertain links it goes to ``private/dataset-certain/``, to be held against the usual one; with the
    older studies that were taken in, to ``private/dataset-waves/``.

    Raises:
        StudyError: the folder has no codebook or no units, a coding does not fit, or something was erased meanwhile.
    """
    codebook, unerased = codebook_of(folder), Unerased(folder)
    with closing(open_store(folder)) as store:
        everyone = store.records(Unit)
        inside = in_study(store, units=everyone)
        with_older = older or (not inside and older_alone(store))
        units = units_in_study(store, with_uncertain=with_uncertain, older=with_older, inside=inside, everyone=everyone)
        weights = {**older_weights(store), **inside} if with_older else inside
        rests_on = _RestsOn(_accepted(folder, accepted), with_uncertain)
        tables = _tables(store, codebook, units=units, weights=weights, rests_on=rests_on)
        people = [unit for unit in units if unit.id in inside]
        summary = _summary(store, tables, people=people, at=at, with_uncertain=with_uncertain)
    target = folder / (WAVES if older else FOLDER if with_uncertain else CERTAIN)
    frames: dict[str, pl.DataFrame] = dict(tables.levels)  # type: ignore[arg-type]
    frames["wide"] = wide_table(tables)
    text = msgspec.json.format(msgspec.json.encode(summary, order="deterministic"), indent=2)
    with unerased.writing():
        target.mkdir(parents=True, exist_ok=True)
        for name, frame in frames.items():
            for ending, data in _encoded(frame, formats):
                write_atomically(target / f"{name}.{ending}", data)
        write_atomically(target / "summary.json", text + b"\n")
    return summary


def read_summary(folder: Path) -> Summary | None:
    """Return what the written dataset rests on; None where there is none."""
    path = folder / FOLDER / "summary.json"
    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Summary)
    except msgspec.DecodeError as error:
        message = f"{path} is damaged ({error}); run `vonnis dataset` again"
        raise StudyError(message) from error


def _accepted(folder: Path, named: Iterable[str] | None) -> tuple[str, ...]:
    """Return the variables of which the machine's answer counts: those that are named, else those of the protocol."""
    if named is not None or not (folder / PROTOCOL).is_file():
        return tuple(named or ())
    return read_protocol(folder / PROTOCOL).coding.accepted


class _RestsOn(msgspec.Struct, frozen=True):
    """Which machine answers count where nobody answered, and whether uncertain links between complexes hold."""

    accepted: tuple[str, ...]
    with_uncertain: bool


def _tables(
    store: Store, codebook: Codebook, *, units: Sequence[Unit], weights: Mapping[str, float], rests_on: _RestsOn
) -> StudyTables:
    import polars as pl

    if not units:
        message = "the study has no units; import a list with `vonnis frame import`, or select from a corpus"
        raise StudyError(message)
    strange = [name for name in rests_on.accepted if name not in codebook.by_name]
    if strange:
        message = f"the machine's answer is to count for {strange[0]!r}, which the codebook does not ask; mend its name"
        raise StudyError(message)
    final = final_of(store, codebook=codebook, accepted=rests_on.accepted, with_uncertain=rests_on.with_uncertain)
    final = final.with_columns(pl.col("unit", "variable").cast(pl.String))
    inside = pl.Series("unit", [unit.id for unit in units], dtype=pl.String)
    final = final.filter(pl.col("unit").is_in(inside.implode()))
    bases = final.group_by("basis").len().sort("basis").iter_rows()
    basis = {str(name): int(number) for name, number in bases}
    tables = study_tables(codebook, final, units=units, weights=weights)
    return with_skips(msgspec.structs.replace(tables, basis=basis))


def _summary(
    store: Store,
    tables: StudyTables,
    *,
    people: Sequence[Unit],
    at: dt.datetime,
    with_uncertain: bool,
) -> Summary:
    codebook, links = tables.codebook, store.records(Link)
    same = persons(people, links, with_uncertain=with_uncertain)
    contradicted, unsure = _noted(store, units={name for one in tables.levels.values() for name in one["unit"]})
    return Summary(
        at=at,
        store=store.head(),
        codebook=codebook.digest,
        codebook_version=codebook.version,
        persons=len({same[unit.id] for unit in people if unit.id in same}),
        uncertain_links=sum(link.standing == "uncertain" for link in last_links(links)),
        with_uncertain=with_uncertain,
        units={level: frame.height for level, frame in tables.levels.items()},
        basis=tables.basis,
        contradicted=contradicted,
        unsure=unsure,
        migrated=carried_over(store),
        sources=dict(Counter(unit.source_mode for unit in people)),
    )


def _noted(store: Store, *, units: Collection[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many answers about some units are contradicted, and how many unsure, by variable.

    Each coder's last answer in the rounds that count stands, as for the final values: who corrects an answer or adds a
    note gives it anew.
    """
    import polars as pl

    if not (store.tally(Coding, "variable", contradicted=1) or store.tally(Coding, "variable", certainty="unsure")):
        return {}, {}
    columns = ("unit", "variable", "coder", "round", "at", "id", "contradicted", "certainty")
    answers = counted(store, Coding, columns=columns)
    answers = answers.with_columns(pl.col("unit", "variable", "round").cast(pl.String))
    answers = last_of_each(answers.filter(pl.col("unit").is_in(list(units)), pl.col("round") != "machine"))

    def told(flag: pl.Expr) -> dict[str, int]:
        return dict(answers.filter(flag).group_by("variable").len().sort("variable").iter_rows())

    return told(pl.col("contradicted") == 1), told(pl.col("certainty") == "unsure")


def _encoded(frame: pl.DataFrame, formats: TableFormat) -> Iterator[tuple[str, bytes]]:
    stream = io.BytesIO()
    if formats in ("parquet", "both"):
        frame.write_parquet(stream, compression="zstd", compression_level=3)
        yield "parquet", stream.getvalue()
    if formats in ("csv", "both"):
        yield "csv", flat(frame).write_csv().encode()


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table as CSV can hold it: a column for each part of an interval or duration, sets as ``1;3``.

    Study numbers are guarded against spreadsheets, since a list of somebody else may give them; the rest is codes.
    """
    import polars as pl

    columns: list[pl.Expr | pl.Series] = []
    for name, kind in frame.schema.items():
        if isinstance(kind, pl.Struct):
            columns += [pl.col(name).struct.field(part.name).alias(f"{name}_{part.name}") for part in kind.fields]
        elif isinstance(kind, pl.List):
            columns.append(pl.col(name).cast(pl.List(pl.String)).list.join(";").alias(name))
        elif kind == pl.String:
            column = frame[name]
            if column.str.contains(FORMULA).any():
                column = pl.Series(name, [guarded(each) for each in column], dtype=pl.String)
            columns.append(column)
        else:
            columns.append(pl.col(name))
    return frame.select(columns)
