"""The population from judgments: each one a unit, and for each the rule at which it dropped out, if any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from vonnis.archive.store import open_store
from vonnis.engines.engine import Engine
from vonnis.errors import StudyError
from vonnis.extraction.record import ExtractionRecord
from vonnis.sources.listing import list_documents
from vonnis.study.flow import StudyFlow
from vonnis.study.log import Decision
from vonnis.study.protocol import read_protocol
from vonnis.study.selection import ReadJudgment, intake_year
from vonnis.study.selection_rule import SelectionRule
from vonnis.study.selection_rules import dropped_by, read_rules
from vonnis.study.unit import Unit, complex_unit
from vonnis.study.value import Known
from vonnis.workflow.extraction import extract_listing
from vonnis.workflow.population import PROTOCOL, flow, taken_numbers
from vonnis.workflow.progress import Progress, Silence

RULES = "selection.toml"


class Selected(msgspec.Struct, frozen=True, kw_only=True):
    """What a selection gave: judgments read, units that are new, the flow so far, and what could not be read."""

    read: int
    new: int
    flow: StudyFlow
    unreadable: tuple[str, ...]


def select_judgments(
    folder: Path,
    paths: Sequence[Path],
    *,
    engine: Engine,
    by: str,
    at: dt.datetime,
    report: Progress | None = None,
) -> Selected:
    """Make a unit of every judgment in files, folders and archives, and log by which rule it drops out, or none.

    A judgment that is a unit already (by its ECLI or id) is passed over, so that a corpus can grow between two runs. A
    text that is the same as an earlier one, of this run or of one before, drops out as ``duplicate``: the log keeps the
    digest of each. A document without text stays in: nothing can be said against it.

    Raises:
        StudyError: the rules of the study folder are wrong.
    """
    rules = rules_in(folder)
    unreadable: list[str] = []
    with closing(open_store(folder)) as store:
        units = store.records(Unit)
        known = {document for unit in units for document in unit.documents}
        number = max(taken_numbers(units).values(), default=0)
        wave = max((unit.wave for unit in units), default=1)
        fresh: set[str] = set()
        made: list[Unit | Decision] = []
        texts = {one.detail for one in store.records(Decision, step="rules") if one.detail}
        decided: list[Decision] = []
        read = 0
        for judgment in _judgments(paths, engine, unreadable, report or Silence()):
            read += 1
            digest = judgment.record.text_sha256 or ""
            if judgment.key in known:
                if judgment.key not in fresh:
                    texts.add(digest)
                continue
            known.add(judgment.key)
            fresh.add(judgment.key)
            number += 1
            made += _unit(judgment, number, wave=wave)
            reason = _reason(rules, judgment)
            decided.append(
                Decision(unit=f"D{number:04}", step="rules", reason=reason, detail=digest, decided_by=by, at=at)
            )
        made += _without_duplicates(decided, texts)
        new = len(decided)
        detail = {"read": read, "new": new, "rules": [rule.id for rule in rules], "unreadable": len(unreadable)}
        with store.action("select", actor=by, at=at, detail=detail) as writing:
            writing.add(made)
        return Selected(read=read, new=new, flow=flow(store), unreadable=tuple(unreadable))


def rules_in(folder: Path) -> tuple[SelectionRule, ...]:
    """Return the rules of selection of a study folder: those of its protocol, or of its ``selection.toml``.

    Raises:
        StudyError: the rules are wrong, stand in both files, or in none.
    """
    apart = folder / RULES
    stated = read_protocol(folder / PROTOCOL).selection if (folder / PROTOCOL).is_file() else ()
    if stated and apart.is_file():
        message = f"{folder} states rules of selection in {PROTOCOL} and in {RULES}; keep them in one of the two"
        raise StudyError(message)
    return stated or read_rules(apart)


def _judgments(
    paths: Sequence[Path], engine: Engine, unreadable: list[str], report: Progress
) -> Iterator[ReadJudgment]:
    decoder = msgspec.json.Decoder(ExtractionRecord)
    for found in extract_listing(list_documents(list(paths)), engine, with_texts=True, progress=report):
        for record, text in zip(map(decoder.decode, found.records), found.texts, strict=True):
            yield ReadJudgment(record, text)
        unreadable += [failure.reason for failure in found.failures]


def _without_duplicates(decided: Iterable[Decision], texts: set[str]) -> Iterator[Decision]:
    """Yield the decisions, with those about a text that is known, or stood in one before, as a duplicate."""
    for one in decided:
        twice = bool(one.detail) and one.detail in texts
        texts.add(one.detail)
        yield msgspec.structs.replace(one, reason="duplicate") if twice else one


def _reason(rules: tuple[SelectionRule, ...], judgment: ReadJudgment) -> str | None:
    return None if judgment.record.text_sha256 is None else dropped_by(rules, judgment)


def _unit(judgment: ReadJudgment, number: int, *, wave: int) -> tuple[Unit, Unit]:
    """Return the unit of a judgment and a complex of its own; a coder links those that belong together."""
    group, person = f"C{number:04}", f"D{number:04}"
    year = intake_year([judgment])
    return complex_unit(group, wave=wave, frame="selection"), Unit(
        id=person,
        level="defendant",
        complex=group,
        defendant=person,
        frame="selection",
        wave=wave,
        source_mode="published",
        documents=(judgment.key,),
        intake_year=year.value if isinstance(year, Known) else None,
        office=judgment.record.court or "",
    )
