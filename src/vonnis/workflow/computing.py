"""What a release rests on: the standard figures of judgments or the codings of a study, its plan, and its agreement.

A study that has a codebook and no folder of judgments, or coded closed files beside them, rests on its codings: its
final values are the data, whatever source each unit comes from, and its plan is what is printed. In a study of
judgments alone the planned results stand beside the standard figures, and the codings tell how far coders agree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import msgspec

from vonnis.analysis.analyse import Analysis
from vonnis.analysis.assembled import units_of_dataset
from vonnis.analysis.coded import units_of_tables
from vonnis.analysis.final import basis_results
from vonnis.analysis.machine import machine_results
from vonnis.analysis.plan import Plan, files_of, plan_of
from vonnis.analysis.remarks import sentence
from vonnis.analysis.result import Result, TableResult
from vonnis.analysis.running import run
from vonnis.archive.store import open_store
from vonnis.engines.engine import Engine
from vonnis.errors import StudyError
from vonnis.study.coding import Coding
from vonnis.study.dataset import Complex, Dataset
from vonnis.study.derived import with_derived
from vonnis.study.permission import source_words
from vonnis.study.protocol import Protocol, read_protocol
from vonnis.study.selection import Flow
from vonnis.study.tables import StudyTables
from vonnis.study.value import not_stated
from vonnis.workflow.agreement import DATABASE, agreement_table, answered_by_machine, study_machine_errors
from vonnis.workflow.analyse import material_of
from vonnis.workflow.codings import CODEBOOK, codebook_of
from vonnis.workflow.dataset import tables_of
from vonnis.workflow.policy_study import study_policy
from vonnis.workflow.population import older_alone
from vonnis.workflow.progress import Progress, Silence
from vonnis.workflow.resting import left_out, rests_on_codings
from vonnis.workflow.sources_behind import modes_in, sources_behind
from vonnis.workflow.study import CLIENT, POLICY, PROTOCOL, Computed, compute, in_both
from vonnis.workflow.waves_shown import wave_inputs

_TEXTS = frozenset({"label", "title", "definition", "source"})
_HEADS = frozenset({"rows", "columns", "row_sources"})
Found = TypeVar("Found", Result, TableResult)


def computed_of(
    folder: Path,
    *,
    engine: Engine | None = None,
    report: Progress | None = None,
    standard: Computed | None = None,
    until: dt.date | None = None,
) -> Computed:
    """Return everything that a release of a study rests on, private until the gate.

    ``standard`` is what the judgments of the study came to, where that was computed before. ``until`` leaves out
    judgments of a later day; a study that rests on its codings is computed as it stood at the end of that day.

    Raises:
        StudyError: a file of the folder is wrong, two results have one id, or there is nothing to release.
    """
    listener = report or Silence()
    coded = rests_on_codings(folder)
    if coded:
        found = _coded(folder, listener, until=until)
    else:
        computed = standard or compute(folder, engine=engine, report=listener, until=until)
        units = units_of_dataset(computed.dataset, rule=computed.protocol.parameters.day_rule)
        plan = _plan_of(computed.protocol, folder)
        planned = run(plan, material_of(plan, folder, units=units), released=True)
        found = _with(computed, planned, inputs=_inputs(plan, folder))
    return _with(found, Analysis(tuple(_agreement(folder, until if coded else None)), ()))


def _coded(folder: Path, listener: Progress, *, until: dt.date | None) -> Computed:
    protocol = read_protocol(folder / PROTOCOL)
    listener.start("laying out the codings")
    tables = with_derived(tables_of(folder, until=until))
    told = source_words(protocol, modes_in(tables))
    protocol = msgspec.structs.replace(protocol, material=msgspec.structs.replace(protocol.material, source=told))
    for remark in left_out(folder, protocol):
        listener.note(remark)
    plan = _plan_of(protocol, folder)
    if not any(one.report for one in plan.plan) and protocol.policy is None:
        message = f"{folder / PROTOCOL} plans no result, so there is nothing to release; write it under [analysis]"
        raise StudyError(message)
    units = units_of_tables(tables, rule=protocol.parameters.day_rule)
    listener.start("carrying out the analysis plan")
    planned = run(plan, material_of(plan, folder, units=units), released=True)
    policy = study_policy(folder, protocol.policy, report=listener) if protocol.policy else None
    for reason in policy.unreadable if policy else ():
        listener.note(reason)
    empty = Computed(
        protocol=protocol,
        judgments=(),
        dataset=Dataset(clients=(), victims=(), pairs=(), complexes=tuple(_complexes(tables)), flow=_NOTHING_READ),
        analysis=policy.figures if policy else Analysis((), ()),
        inputs=(
            *(path for path in (folder / PROTOCOL, folder / POLICY, folder / CODEBOOK) if path.is_file()),
            *(policy.inputs if policy else ()),
            *wave_inputs(folder, protocol),
        ),
        policy=policy.shown if policy else None,
        says=policy.says if policy else (),
        tables=tables,
    )
    found = _with(empty, planned, inputs=_inputs(plan, folder))
    behind = sources_behind(found.analysis, tables, protocol=protocol)
    analysis = Analysis(found.analysis.results, (*found.analysis.tables, *behind.tables))
    found = msgspec.structs.replace(found, analysis=analysis, sources=behind.figures)
    return _with(found, Analysis(tuple(basis_results(tables.basis)), ()))


_NOTHING_READ = Flow(documents=0, unreadable=(), not_in_table=(), not_found=(), outside=(), excluded=(), clients=0)


def _complexes(tables: StudyTables) -> Iterator[Complex]:
    """Yield the complexes of a coded study with who is in them, so that those that can be recognised can be named."""
    members: dict[str, dict[str, list[str]]] = {}
    for level in ("defendant", "victim"):
        frame = tables.levels.get(level)
        for unit, complex_ in frame.select("unit", "complex").iter_rows() if frame is not None else ():
            members.setdefault(complex_, {"defendant": [], "victim": []})[level].append(unit)
    for id_, found in sorted(members.items()):
        yield Complex(
            id=id_,
            clients=tuple(found["defendant"]),
            victims=tuple(found["victim"]),
            intake_year=not_stated("the year of a complex is coded by defendant"),
        )


def _plan_of(protocol: Protocol, folder: Path) -> Plan:
    """Return the plan of a study with the source of its results."""
    plan = plan_of(protocol.analysis, where=str(folder / PROTOCOL))
    source = plan.source or protocol.material.source or SOURCE
    return msgspec.structs.replace(plan, source=source)


SOURCE = {"nl": "dossiers van dit onderzoek", "en": "the files of this study"}
"""Where the material comes from, where the protocol does not say."""


def _inputs(plan: Plan, folder: Path) -> tuple[Path, ...]:
    return tuple(folder / name for name in files_of(plan))


def _with(computed: Computed, more: Analysis, *, inputs: tuple[Path, ...] = ()) -> Computed:
    """Return what was computed with further results, those about defendants as about clients.

    A table of numbers that nobody answered has no rows, and is left out.
    """
    tables = [table for table in more.tables if table.rows]
    if computed.tables is None:
        tables = [_of_clients(table) for table in tables]
    analysis = Analysis(
        results=(*computed.analysis.results, *map(_as_released, more.results)),
        tables=(*computed.analysis.tables, *map(_as_released, tables)),
    )
    ids = [one.id for one in analysis.results] + [one.id for one in analysis.tables]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if twice:
        message = f"two results are called {twice[0]!r}; rename the planned one, or give it report = false"
        raise StudyError(message)
    known = tuple(path for path in inputs if path not in computed.inputs)
    return msgspec.structs.replace(computed, analysis=analysis, inputs=(*computed.inputs, *known))


def _of_clients(table: TableResult) -> TableResult:
    """Return a table of a study of judgments with its defendants called clients: each of them was convicted."""
    if table.columns != (sentence("levels", "defendant"),):
        return table
    return msgspec.structs.replace(table, columns=(sentence("levels", "client"),))


def _as_released(one: Found) -> Found:
    """Return a result as the report knows it: about clients, its words in both languages."""
    fields: dict[str, object] = {"level": CLIENT.get(one.level, one.level)}
    for name in one.__struct_fields__:
        value = getattr(one, name)
        if name in _TEXTS:
            fields[name] = in_both(value)
        elif name in _HEADS:
            fields[name] = tuple(map(in_both, value))
    return msgspec.structs.replace(one, **fields)


def _agreement(folder: Path, until: dt.date | None) -> Iterator[Result]:
    """Yield how far coders agree, and how far the machine is right, up to a day.

    Nothing where nobody coded: judgments are read by machine, and papers are searched, before people begin. A study
    whose people and cases are known from codings alone has nothing to release then.

    Raises:
        StudyError: the study rests on codings of cases, and has none.
    """
    import os

    if not (folder / CODEBOOK).is_file() or not (os.environ.get("DATABASE_URL") or (folder / DATABASE).is_file()):
        return
    with closing(open_store(folder)) as store:
        part = "older" if older_alone(store) else "main"
        coded = bool(store.tally(Coding, "round").keys() - {"machine"})
    if not coded and (read_protocol(folder / PROTOCOL).population.of_papers or not rests_on_codings(folder)):
        return
    for line in agreement_table(folder, part=part, until=until):
        yield from line.results
    if answered_by_machine(folder, until=until):
        yield from machine_results(study_machine_errors(folder, until=until), codebook_of(folder))
