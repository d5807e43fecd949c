"""A study from its folder: judgments read, records extracted, dataset, results, the gate, the report.

Nothing is remembered between two runs: every number is computed from what lies in the folder, so that a changed
judgment changes the figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from vonnis import __version__
from vonnis.analysis.analyse import Analysis, analyse
from vonnis.analysis.final import overruling_results
from vonnis.analysis.plan import plan_of
from vonnis.archive.files import write_atomically
from vonnis.archive.run_record import digests
from vonnis.disclosure.earlier import EarlierNumber
from vonnis.disclosure.gate import Beside, release
from vonnis.disclosure.outsider import Attack
from vonnis.disclosure.policy import Policy, read_policy
from vonnis.disclosure.released import Release
from vonnis.disclosure.rules import Cases
from vonnis.engines.engine import Engine
from vonnis.engines.serial import SerialEngine
from vonnis.errors import StudyError
from vonnis.extraction.extractor import EXTRACTOR
from vonnis.extraction.record import ExtractionRecord
from vonnis.report.masthead import Masthead, Reference
from vonnis.report.papers_shown import ShownPolicy
from vonnis.report.waves_shown import ShownWave
from vonnis.sources.listing import list_documents
from vonnis.study.assembly import assemble
from vonnis.study.complexes import read_links
from vonnis.study.dataset import Dataset
from vonnis.study.protocol import Material, Protocol
from vonnis.study.selection import Flow, ReadJudgment, select
from vonnis.study.series import SeriesYear, read_series
from vonnis.study.tables import StudyTables
from vonnis.workflow.extraction import extract_listing
from vonnis.workflow.overruling import Overruled, checked_protocol, on_final_values
from vonnis.workflow.policy_study import PaperSays, study_policy
from vonnis.workflow.progress import Progress, Silence
from vonnis.workflow.waves_shown import wave_inputs

PROTOCOL = "study.toml"
POLICY = "policy.yaml"
"""A disclosure policy in a file of its own, where ``study.toml`` has none."""
PRIVATE = "private"
RELEASE = "release"
CLIENT = {"defendant": "client"}
"""Defendants are clients to the gate and the report; what a report calls them is for the protocol to say."""
DEFENDANTS = {"nl": "verdachten", "en": "defendants"}


class Computed(msgspec.Struct, frozen=True):
    """What a study folder comes to before anything leaves it.

    ``inputs`` are the files that it rests on, ``tables`` the final values of a study that rests on its codings,
    ``says`` the passages of papers, ``sources`` the tables of sources with the numbers that they are about. ``beside``
    are the results that no client enters; ``final`` tells which final values overruled the machine.
    """

    protocol: Protocol
    judgments: tuple[ReadJudgment, ...]
    dataset: Dataset
    analysis: Analysis
    inputs: tuple[Path, ...]
    policy: ShownPolicy | None = None
    tables: StudyTables | None = None
    beside: Analysis = Analysis((), ())
    final: Overruled | None = None
    says: tuple[PaperSays, ...] = ()
    sources: dict[str, tuple[str, ...]] = {}


def compute(
    folder: Path, *, engine: Engine | None = None, report: Progress | None = None, until: dt.date | None = None
) -> Computed:
    """Read the judgments of a study folder and compute everything that is private to the study.

    A judgment that cannot be read is counted in the flow with its reason; the rest goes on. Without an engine the
    judgments are read one after another; every engine gives the same. With ``until``, judgments of a later day are
    left out as if they had not been given yet, so that a case counts as it stood on that day.

    Raises:
        StudyError: the protocol or a table of the folder is wrong, no judgment can be read, or no client counts.
    """
    listener = report or Silence()
    protocol = checked_protocol(folder / PROTOCOL)  # a mistake in it is told before hours of reading
    material = protocol.material
    links = read_links(folder / material.complexes)
    series = read_series(folder / material.series)
    judgments, unreadable = _read(folder / material.judgments, engine or SerialEngine(), listener=listener)
    cut_short: frozenset[str] = frozenset()
    if until is not None:
        later = {one.key for one in judgments if one.record.date is not None and one.record.date > until}
        judgments = [one for one in judgments if one.key not in later]
        cut_short = frozenset(link.client for link in links if link.judgment in later)
        links = tuple(link for link in links if link.judgment not in later)
    listener.start("computing figures")
    chains, flow = select(judgments, links, population=protocol.population, unreadable=unreadable)
    if not chains:
        message = (
            f"{folder} has no client to count: no judgment that {material.complexes} names convicts somebody whose case"
            f" was registered in {protocol.population.intake_from} to {protocol.population.intake_to};"
            f" check the table and {PROTOCOL}"
        )
        raise StudyError(message)
    dataset = assemble(chains, links, parameters=protocol.parameters, flow=flow)
    policy = study_policy(folder, protocol.policy, report=listener) if protocol.policy else None
    for reason in policy.unreadable if policy else ():
        listener.note(reason)
    beside = policy.figures if policy else Analysis((), ())
    computed = Computed(
        protocol=protocol,
        judgments=tuple(judgments),
        dataset=dataset,
        analysis=beside,
        inputs=(
            *(folder / name for name in _inputs(folder, material)),
            *(policy.inputs if policy else ()),
            *wave_inputs(folder, protocol),
        ),
        policy=policy.shown if policy else None,
        beside=beside,
        says=policy.says if policy else (),
    )
    return on_finals(folder, computed, series=series, report=listener, without=cut_short)


def on_finals(
    folder: Path,
    computed: Computed,
    *,
    series: Sequence[SeriesYear] | None = None,
    report: Progress | None = None,
    without: Collection[str] = (),
) -> Computed:
    """Return a study of judgments with its figures on the final values of its coders, as far as they coded.

    ``without`` are clients for whom what the machine read stands.

    Raises:
        StudyError: ``[final]`` of the protocol does not fit the codebook or the units.
    """
    protocol = computed.protocol
    found = on_final_values(folder, computed.dataset, protocol=protocol, judgments=computed.judgments, without=without)
    if found is not None and found.outdated:
        unit, name = found.outdated[0]
        (report or Silence()).note(
            f"{len(found.outdated)} answers were coded before the passage that they rest on changed, so that what the"
            f" machine reads now counts; the first is {name} of {unit}; code them again"
        )
    dataset = found.dataset if found is not None else computed.dataset
    known = read_series(folder / protocol.material.series) if series is None else series
    analysis = analyse(dataset, known, protocol=protocol)
    more = computed.beside
    how = () if found is None else overruling_results(found.basis, changed=found.changed, outdated=len(found.outdated))
    analysis = Analysis((*analysis.results, *how, *more.results), (*analysis.tables, *more.tables))
    inputs = computed.inputs if found is None else (*computed.inputs, *_coded_inputs(folder, protocol))
    return msgspec.structs.replace(computed, dataset=dataset, analysis=analysis, final=found, inputs=inputs)


def _coded_inputs(folder: Path, protocol: Protocol) -> Iterator[Path]:
    """Yield the files that the final values rest on, beside the database, which may stand elsewhere."""
    for name in ("codebook.yaml", protocol.final.units if protocol.final else ""):
        if name and (folder / name).is_file():
            yield folder / name


def _inputs(folder: Path, material: Material) -> Iterator[str]:
    yield PROTOCOL
    if (folder / POLICY).is_file():
        yield POLICY
    yield from (material.complexes, material.series, material.judgments)


class Rebuilt(msgspec.Struct, frozen=True):
    """A study made anew: the path of its report, and a sentence for each judgment that it had to do without.

    ``attack`` tells what an outsider can infer about the numbers that were withheld; ``notes`` are what the researcher
    must look at before the report leaves: recognisable complexes, and what stands in quotes.
    """

    report: Path
    remarks: tuple[str, ...]
    attack: Attack = Attack(findings=())
    notes: tuple[str, ...] = ()


def remarks_of(flow: Flow) -> Iterator[str]:
    """Yield a sentence for each judgment that could not be used, as far as that is no choice of the study."""
    yield from flow.unreadable
    for keys, what in (
        (flow.not_found, "stand in the table of complexes, but not among the judgments"),
        (flow.not_in_table, "stand among the judgments, but not in the table of complexes"),
    ):
        if keys:
            yield f"{len(keys)} judgments {what}; the first is {keys[0]}"


def released_of(
    computed: Computed,
    *,
    folder: Path,
    at: dt.datetime,
    policy: Policy | None = None,
    earlier: Sequence[EarlierNumber] = (),
) -> Release:
    """Return what may leave of a computed study, under the policy that its protocol states or a stricter one.

    ``earlier`` is what earlier releases of the study have printed.
    """
    return release(
        computed.analysis.results,
        computed.analysis.tables,
        policy=policy or policy_in(computed, folder=folder),
        at=at,
        fictional=computed.protocol.study.fictional,
        beside=Beside(earlier=tuple(earlier), cases=cases_of(computed.dataset)),
    )


def cases_of(dataset: Dataset) -> Cases:
    """Return which case complex each client, victim and pair belongs to."""
    found = {client.id: client.complex for client in dataset.clients}
    found |= {victim.id: victim.complex for victim in dataset.victims}
    return Cases(found | {f"{pair.client}/{pair.victim}": pair.complex for pair in dataset.pairs})


def policy_in(computed: Computed, *, folder: Path) -> Policy:
    """Return the disclosure policy that a computed study states."""
    return policy_at(folder, computed.protocol)


def policy_at(folder: Path, protocol: Protocol) -> Policy:
    """Return the disclosure policy that a study states: in ``study.toml``, or in a ``policy.yaml`` beside it.

    Raises:
        StudyError: both state one, or it is less strict than the default without a reason.
        MistakesError: it is wrong; each mistake with line and column.
    """
    own = folder / POLICY
    if not own.exists():
        return read_policy(folder / PROTOCOL)
    if protocol.disclosure:
        message = f"{folder / PROTOCOL} has a table [disclosure] and {own} stands beside it; keep one of them"
        raise StudyError(message)
    return read_policy(own)


def masthead_of(computed: Computed, *, folder: Path, at: dt.datetime, waves: tuple[ShownWave, ...] = ()) -> Masthead:
    """Return what the report says about itself, and the earlier ``waves`` that it shows."""
    from vonnis.workflow.dataset_tables import asked_of, machine_codebook
    from vonnis.workflow.method import limits_of, methods_of

    protocol = computed.protocol
    reference = protocol.reference
    figures = reference.figures if reference else ()
    return Masthead(
        title=in_both(protocol.study.title),
        question=in_both(protocol.study.question),
        population=in_both(protocol.population.description),
        author=in_both(protocol.study.author),
        at=at,
        version=f"vonnis {__version__}",
        digest=_digest(folder, computed.inputs),
        fictional=protocol.study.fictional,
        country=protocol.study.country,
        period=dict.fromkeys(("nl", "en"), f"{protocol.population.intake_from}–{protocol.population.intake_to}"),
        reference_name=reference.name if reference else None,
        reference_source=reference.source if reference else None,
        references=tuple(Reference(id=figure.id, value=figure.value, printed=figure.printed) for figure in figures),
        methods=methods_of(
            protocol, extractor=EXTRACTOR, coded=computed.tables is not None, final=computed.final is not None
        ),
        limits=limits_of(protocol, coded=computed.tables is not None),
        parameters=msgspec.structs.asdict(protocol.parameters),
        codebook=asked_of(computed.tables.codebook if computed.tables else machine_codebook()),
        policy=computed.policy,
        waves=waves,
        reading=plan_of(protocol.analysis, where=PROTOCOL).reading if computed.tables is not None else "process",
        called=_called(protocol, coded=computed.tables is not None),
        sources=computed.sources,
    )


def _called(protocol: Protocol, *, coded: bool) -> dict[str, dict[str, str]]:
    """Return what units are called: as the protocol says; defendants of a coded study are no clients by themselves."""
    own = {CLIENT.get(level, level): in_both(words) for level, words in protocol.population.called.items()}
    return {**({"client": DEFENDANTS} if coded else {}), **own}


def in_both(text: dict[str, str]) -> dict[str, str]:
    """Return a text in both languages of the report; what a study writes in one alone stands in the other too."""
    known = next((words for words in text.values() if words), "")
    return {language: text.get(language) or known for language in ("nl", "en")}


def _read(folder: Path, engine: Engine, *, listener: Progress) -> tuple[list[ReadJudgment], list[str]]:
    """Return the judgments below a folder with their records, and a sentence for each that could not be read."""
    unreadable: list[str] = []
    judgments: list[ReadJudgment] = []
    decoder = msgspec.json.Decoder(ExtractionRecord)
    for found in extract_listing(list_documents([folder]), engine, with_texts=True, progress=listener):
        records = map(decoder.decode, found.records)
        judgments += [ReadJudgment(record, text) for record, text in zip(records, found.texts, strict=True)]
        unreadable += [failure.reason for failure in found.failures]
    if not judgments:
        message = f"{folder} holds no judgment that can be read; put the judgments of the study there"
        raise StudyError(message)
    return judgments, unreadable


def _digest(folder: Path, inputs: Sequence[Path]) -> str:
    """Return one digest (hex) of the names and contents of all files that the figures rest on."""
    lines = (f"{digest.path} {digest.sha256}\n" for digest in digests(inputs, below=folder))
    return sha256("".join(lines).encode()).hexdigest()


def write_private(folder: Path, computed: Computed) -> None:
    """Write what never leaves the study: records, dataset and results, one JSON value a line."""
    private = folder / PRIVATE
    private.mkdir(exist_ok=True)
    dataset, analysis = computed.dataset, computed.analysis
    lines: dict[str, Sequence[object]] = {
        "records.jsonl": [judgment.record for judgment in computed.judgments],
        "clients.jsonl": dataset.clients,
        "victims.jsonl": dataset.victims,
        "pairs.jsonl": dataset.pairs,
        "complexes.jsonl": dataset.complexes,
        "flow.jsonl": [dataset.flow],
    }
    if computed.tables is not None:
        lines = {}
    lines |= {"results.jsonl": analysis.results, "tables.jsonl": analysis.tables}
    encoder = msgspec.json.Encoder(order="deterministic")
    for name, values in lines.items():
        write_atomically(private / name, encoder.encode_lines(values))
