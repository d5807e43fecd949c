"""The analysis plan of a study carried out: results private to the study, and what lies outside the plan marked."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from vonnis.analysis.analyse import Analysis
from vonnis.analysis.assembled import units_of_dataset
from vonnis.analysis.coded import units_of_tables
from vonnis.analysis.plan import Attrition, Plan, Selection, Series, plan_of
from vonnis.analysis.running import Material, corrected_together, run
from vonnis.analysis.selection import Margin
from vonnis.analysis.units import Units
from vonnis.archive.files import write_atomically
from vonnis.archive.run_record import digests, record_run
from vonnis.engines.engine import Engine
from vonnis.errors import StudyError
from vonnis.study.derived import with_derived
from vonnis.study.permission import source_words
from vonnis.study.protocol import Protocol, read_protocol
from vonnis.study.series import read_series, read_steps
from vonnis.study.table_file import rows, whole_number
from vonnis.study.tables import StudyTables
from vonnis.workflow.dataset import tables_of
from vonnis.workflow.progress import Progress, Silence
from vonnis.workflow.resting import left_out, rests_on_codings
from vonnis.workflow.sensitivity import FILE as SENSITIVITY
from vonnis.workflow.sensitivity import Sensitivity, without_uncertain
from vonnis.workflow.sources_behind import modes_in
from vonnis.workflow.study import PRIVATE, PROTOCOL, compute

Read = TypeVar("Read")
RESULTS, TABLES = "results.jsonl", "tables.jsonl"


class Analysed(msgspec.Struct, frozen=True):
    """A plan carried out: all results, how many of them the plan announced, and where they were written.

    ``asked`` holds the ids of what the plan and the exploration came to; the others are the standard figures.
    ``sensitivity`` sets the planned results beside those without uncertain links, where a coded study has such links.
    """

    analysis: Analysis
    planned: int
    exploratory: int
    asked: frozenset[str]
    written: tuple[Path, ...]
    sensitivity: Sensitivity | None = None


class _Study(msgspec.Struct, frozen=True):
    """What a plan is carried out on: the folder and its protocol, the units, the standard figures, the files read."""

    folder: Path
    protocol: Protocol
    units: Mapping[str, Units]
    standard: Analysis
    inputs: tuple[Path, ...]


def analyse_study(
    folder: Path,
    *,
    at: dt.datetime,
    explore: Path | None = None,
    engine: Engine | None = None,
    report: Progress | None = None,
) -> Analysed:
    """Compute a study from its judgments or its codings, carry out its plan, and write every result to ``private/``.

    Which of the two it rests on, :func:`vonnis.workflow.resting.rests_on_codings` tells. ``explore`` is a TOML file
    with a further plan; what it asks for is marked exploratory.

    Raises:
        StudyError: a file of the folder is wrong, or the plan asks for what the study does not have.
    """
    listener = report or Silence()
    if explore is not None:  # a mistake in it is told before hours of reading
        _further(explore, plan_of(read_protocol(folder / PROTOCOL).analysis, where=str(folder / PROTOCOL)))
    if rests_on_codings(folder):
        for sentence in left_out(folder, read_protocol(folder / PROTOCOL)):
            listener.note(sentence)
        listener.start("laying out the codings")
        tables = with_derived(tables_of(folder))
        return _varied(folder, tables, analyse_tables(folder, tables, at=at, explore=explore))
    computed = compute(folder, engine=engine, report=listener)
    listener.start("carrying out the analysis plan")
    units = units_of_dataset(computed.dataset, rule=computed.protocol.parameters.day_rule)
    study = _Study(folder, computed.protocol, units, computed.analysis, computed.inputs)
    return _carried_out(study, at=at, explore=explore)


def analyse_tables(folder: Path, tables: StudyTables, *, at: dt.datetime, explore: Path | None = None) -> Analysed:
    """Carry out the plan of a study on the tables of its codings, and write every result to ``private/``.

    Raises:
        StudyError: the protocol is wrong, or the plan asks for what the study does not have.
    """
    protocol = read_protocol(folder / PROTOCOL)
    material = msgspec.structs.replace(protocol.material, source=source_words(protocol, modes_in(tables)))
    protocol = msgspec.structs.replace(protocol, material=material)
    units = units_of_tables(tables, rule=protocol.parameters.day_rule)
    nothing = Analysis(results=(), tables=())
    return _carried_out(_Study(folder, protocol, units, nothing, (folder / PROTOCOL,)), at=at, explore=explore)


def _varied(folder: Path, tables: StudyTables, done: Analysed) -> Analysed:
    """Set the planned results beside those without uncertain links and keep both, where a link is uncertain."""
    protocol = read_protocol(folder / PROTOCOL)
    plan = plan_of(protocol.analysis, where=str(folder / PROTOCOL))
    complexes = tables.levels["defendant"]["complex"].n_unique() if "defendant" in tables.levels else 0

    def again(varied: StudyTables) -> Analysis:
        units = units_of_tables(varied, rule=protocol.parameters.day_rule)
        made = run(plan, material_of(plan, folder, units=units))
        return Analysis(tuple(made.results), tuple(made.tables))

    found = without_uncertain(folder, done.analysis, again=again, complexes=complexes)
    path = folder / PRIVATE / SENSITIVITY
    if found is None:
        path.unlink(missing_ok=True)
        return done
    write_atomically(path, msgspec.json.format(msgspec.json.encode(found, order="deterministic"), indent=2) + b"\n")
    return msgspec.structs.replace(done, sensitivity=found, written=(*done.written, path))


def _carried_out(study: _Study, *, at: dt.datetime, explore: Path | None) -> Analysed:
    """Carry out the plan and the exploration, and write results and run record."""
    folder, source = study.folder, study.protocol.material.source
    plan = _with_source(plan_of(study.protocol.analysis, where=str(folder / PROTOCOL)), source)
    planned = run(plan, material_of(plan, folder, units=study.units))
    found: list[Any] = [*planned.results, *planned.tables]
    if explore is not None:
        further = _with_source(_further(explore, plan), source)
        explored = run(further, material_of(further, folder, units=study.units))
        found = corrected_together([*found, *map(_as_exploratory, (*explored.results, *explored.tables))])
    analysis = Analysis(
        results=(*study.standard.results, *(one for one in found if hasattr(one, "statistic"))),
        tables=(*study.standard.tables, *(one for one in found if hasattr(one, "cells"))),
    )
    _check_ids(analysis, folder)
    written = _write(folder, analysis)
    record = record_run(
        "analyse",
        given=() if explore is None else ("--explore", str(explore)),
        completed=msgspec.to_builtins(plan),
        at=at,
        inputs=digests(study.inputs, below=folder),
        outputs=digests(written, below=folder),
    )
    write_atomically(folder / PRIVATE / "analyse.run.json", record.to_json())
    exploratory = sum(1 for one in found if one.basis is not None and one.basis.exploratory)
    asked = frozenset(one.id for one in found)
    return Analysed(analysis, len(found) - exploratory, exploratory, asked, written)


def material_of(plan: Plan, folder: Path, *, units: Mapping[str, Units]) -> Material:
    """Return the units with the files that a plan names, read from the study folder.

    Raises:
        StudyError: a file is missing, lies outside the folder, or is wrong.
    """
    return Material(
        units=units,
        series=_files(folder, (one.file for one in plan.plan if isinstance(one, Series)), read_series),
        steps=_files(folder, (one.file for one in plan.plan if isinstance(one, Attrition)), read_steps),
        margins=_files(folder, (one.margins for one in plan.plan if isinstance(one, Selection)), read_margins),
    )


def read_margins(path: Path) -> tuple[Margin, ...]:
    """Return the known margins of a population: a CSV of ``code, number, source``.

    Raises:
        StudyError: the file cannot be read, a number is none, a source is missing, or all numbers are nought.
    """
    found = []
    for line, row in rows(path, columns=("code", "number", "source")):
        where = f"{path}, line {line}"
        if not row["source"]:
            message = f"{where}: the margin has no source; say who counted"
            raise StudyError(message)
        code = whole_number(row["code"], where=f"{where}: code")
        found.append(Margin(code, whole_number(row["number"], where=f"{where}: number"), row["source"]))
    if not sum(margin.number for margin in found):
        message = f"{path}: the margins add up to nought; give how many of each category the population holds"
        raise StudyError(message)
    return tuple(found)


def _files(folder: Path, names: Iterable[str], read: Callable[[Path], Read]) -> dict[str, Read]:
    found = {}
    for name in dict.fromkeys(names):
        if Path(name).is_absolute() or ".." in Path(name).parts:
            message = f"the analysis plan names {name!r}; a file of a plan lies inside the study folder"
            raise StudyError(message)
        found[name] = read(folder / name)
    return found


def _further(path: Path, plan: Plan) -> Plan:
    """Return the exploratory plan in a file; what it does not state is as in the study's plan."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); name a TOML file with [[plan]] tables"
        raise StudyError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path} is no valid TOML: {error}"
        raise StudyError(message) from error
    stated = {key: value for key, value in msgspec.to_builtins(plan).items() if key != "plan"}
    return plan_of({**stated, **content}, where=str(path))


def _with_source(plan: Plan, source: dict[str, str]) -> Plan:
    return plan if plan.source else msgspec.structs.replace(plan, source=source)


def _as_exploratory(one: Any) -> Any:  # noqa: ANN401 - a result or a table
    return msgspec.structs.replace(one, basis=msgspec.structs.replace(one.basis, exploratory=True))


def _check_ids(analysis: Analysis, folder: Path) -> None:
    ids = [one.id for one in analysis.results] + [one.id for one in analysis.tables]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if twice:
        message = f"{folder / PROTOCOL}: two results are called {twice[0]!r}; rename the planned one"
        raise StudyError(message)


def _write(folder: Path, analysis: Analysis) -> tuple[Path, ...]:
    private = folder / PRIVATE
    private.mkdir(exist_ok=True)
    encoder = msgspec.json.Encoder(order="deterministic")
    parts: dict[str, Iterable[Any]] = {RESULTS: analysis.results, TABLES: analysis.tables}
    for name, values in parts.items():
        write_atomically(private / name, encoder.encode_lines(values))
    return tuple(private / name for name in parts)
