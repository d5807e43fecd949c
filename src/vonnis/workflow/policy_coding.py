"""Papers as the units of a study: a frame of them, and the machine's answers to the questions of the codebook.

People code the same questions without seeing these answers; agreement between coders and with the machine is measured
as in any study.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import msgspec

from vonnis.archive.store import open_store
from vonnis.codebook.codebook import Codebook, Variable
from vonnis.codebook.missing import Missing
from vonnis.errors import StudyError
from vonnis.judgment.span import Span
from vonnis.papers.commitments import Setting, Tracked, track
from vonnis.papers.finding import CONCERNS, MACHINE, Findings
from vonnis.papers.paper import KINDS, Paper
from vonnis.study.coding import Coding, Passage
from vonnis.study.log import Decision
from vonnis.study.protocol import read_protocol
from vonnis.study.unit import Unit, paper_unit
from vonnis.workflow.codings import codebook_of
from vonnis.workflow.papers import Read, lexicon_of, read_papers
from vonnis.workflow.policy_study import inside_study
from vonnis.workflow.progress import Progress

_TOPIC_CODES = {"clients": 1, "ad_sites": 2, "detection": 3, "prosecution": 4, "prevention": 5, "victims": 6}
_OUTCOME_CODES = {"adopted": 1, "rejected": 2, "withdrawn": 3, "held_over": 4}
_STATE_CODES = {
    "carried_out": 1, "partly": 2, "refused": 3, "open": 4, "overdue": 5, "not_adopted": 6, "withdrawn": 6,
    "replaced": 6,
}  # fmt: skip
_OTHER = 97
_MEMBERS = frozenset({"motion", "question", "amendment"})


class Framed(msgspec.Struct, frozen=True, kw_only=True):
    """What a frame of papers gave: papers read, units that are new, machine codings, papers without a text."""

    papers: int
    new: int
    codings: int
    without_text: tuple[str, ...]
    unreadable: tuple[str, ...]


class _Answer(msgspec.Struct, frozen=True):
    """An answer of the machine, or None for what a paper does not state, with its passages."""

    value: str | None
    evidence: tuple[Span, ...] = ()


class _Found(msgspec.Struct, frozen=True):
    """What is known of one paper."""

    paper: Paper
    findings: Findings
    tracked: Tracked | None


def frame_papers(folder: Path, *, by: str, at: dt.datetime, report: Progress) -> Framed:
    """Make every paper with a text a unit of a study, and enter the machine's answers to the questions it can answer.

    A paper that is a unit already is passed over; run again after a harvest, it brings what is new. A machine coding of
    a paper that was changed is added beside the older one.

    Raises:
        StudyError: the protocol names no papers, or papers outside the study; or the codebook asks nothing of a paper.
    """
    protocol, codebook = read_protocol(folder / "study.toml"), codebook_of(folder)
    if protocol.policy is None:
        message = f"{folder / 'study.toml'} names no papers; add [policy] with papers, on and source"
        raise StudyError(message)
    if not codebook.at("paper"):
        message = (
            f"the codebook {codebook.name} asks nothing of a paper; begin with `vonnis new --template policy-papers`"
        )
        raise StudyError(message)
    plan = protocol.policy
    lexicon = lexicon_of(inside_study(folder, plan.lexicon) if plan.lexicon else None)
    read = read_papers([inside_study(folder, plan.papers)], lexicon=lexicon, report=report)
    setting = Setting(on=plan.on, patience=plan.patience)
    tracked = track(read.papers, read.findings, references=read.references, lexicon=lexicon, setting=setting)
    with closing(open_store(folder)) as store:
        known = {unit.id for unit in store.records(Unit)}
        made: list[Unit | Decision | Coding] = []
        new = 0
        for paper in _with_text(read):
            if paper.id not in known:
                new += 1
                year = paper.date.year if paper.date else None
                made.append(paper_unit(paper.id, dossier=paper.dossier, year=year))
                made.append(Decision(unit=paper.id, step="rules", reason=None, decided_by=by, at=at))
        codings = list(_codings(read, {one.id: one for one in tracked}, codebook, at=at))
        before = store.count(Coding)
        with store.action("policy frame", actor=by, at=at, detail={"papers": len(read.papers), "new": new}) as writing:
            writing.add(made)
            writing.add(codings)
        added = store.count(Coding) - before
    return Framed(
        papers=len(read.papers),
        new=new,
        codings=added,
        without_text=tuple(paper.id for paper in read.papers if not paper.text),
        unreadable=tuple(one.reason for one in read.unreadable),
    )


def _with_text(read: Read) -> list[Paper]:
    return [paper for paper in read.papers if paper.text]


def _codings(read: Read, tracked: Mapping[str, Tracked], codebook: Codebook, *, at: dt.datetime) -> Iterator[Coding]:
    """Yield the machine's answer to each question that names a field of a paper."""
    asked = [
        (variable, _FIELDS[variable.extractor]) for variable in codebook.at("paper") if variable.extractor in _FIELDS
    ]
    for paper in _with_text(read):
        found = _Found(paper, read.findings[paper.id], tracked.get(paper.id))
        for variable, field in asked:
            answer = field(found)
            if answer is not None:
                yield _coding(paper, variable, answer, codebook=codebook, at=at)


def _coding(paper: Paper, variable: Variable, answer: _Answer, *, codebook: Codebook, at: dt.datetime) -> Coding:
    return Coding(
        unit=paper.id,
        variable=variable.name,
        coder=MACHINE,
        value=answer.value,
        missing=Missing.NOT_STATED if answer.value is None else None,
        evidence=tuple(
            Passage(document=paper.id, start=span.start, end=span.end, quote=span.quote) for span in answer.evidence
        ),
        codebook_version=codebook.version,
        round="machine",
        at=at,
    )


def _date(found: _Found) -> _Answer:
    day = found.paper.date
    evidence = found.paper.evidence.get("date")
    return _Answer(day.isoformat() if day else None, (evidence,) if evidence and day else ())


def _actor(found: _Found) -> _Answer:
    paper, kind = found.paper, found.findings.kind
    if any(actor.office for actor in paper.actors) or kind in {"plan", "letter", "commitment"}:
        return _Answer("1")
    return _Answer("2" if kind in _MEMBERS else "3" if kind == "minutes" else None)


def _kind(found: _Found) -> _Answer:
    kind = found.findings.kind
    code = _OTHER if kind == "other" else KINDS.index(kind) + 1
    evidence = found.findings.kind_evidence
    return _Answer(str(code), (evidence,) if evidence else ())


def _topics(found: _Found) -> _Answer:
    first = {one.topic: one.span for one in reversed(found.findings.topics) if one.topic in _TOPIC_CODES}
    codes = sorted((_TOPIC_CODES[topic], topic) for topic in first)
    value = ";".join(str(code) for code, _ in codes)
    return _Answer(value or None, tuple(first[topic] for _, topic in codes))


def _concern(found: _Found) -> _Answer:
    findings = found.findings
    return _Answer(str(CONCERNS.index(findings.concern)), findings.concern_evidence)


def _outcome(found: _Found) -> _Answer | None:
    if found.findings.kind != "motion":
        return None
    outcome = found.findings.outcome
    code = _OUTCOME_CODES.get(outcome) if outcome else None
    return _Answer(str(code) if code else None)


def _state(found: _Found) -> _Answer | None:
    if found.tracked is None or found.findings.kind not in {"motion", "commitment"}:
        return None
    return _Answer(str(_STATE_CODES[found.tracked.state]))


_FIELDS: dict[str | None, Callable[[_Found], _Answer | None]] = {
    "paper.date": _date,
    "paper.actor": _actor,
    "paper.kind": _kind,
    "paper.topics": _topics,
    "paper.concern": _concern,
    "paper.outcome": _outcome,
    "paper.state": _state,
}
"""What the machine can answer, by the field that a question names as its ``extractor``."""
