"""Complexes that the corpus proposes, brought to the units of a study, so that a coder decides on each with a reason.

Nothing is linked here: judgments of one court that share dates, offence period, case numbers or much of their text may
be about one complex, and only a reader can tell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import get_args

import msgspec

from vonnis.archive.store import open_store
from vonnis.errors import RefusedError, StudyError
from vonnis.located.spreadsheet import write_table
from vonnis.study.complex_links import in_complexes, last_links
from vonnis.study.frame_list import table_rows
from vonnis.study.log import Link, LinkStanding
from vonnis.study.unit import Unit
from vonnis.workflow.population import link

COLUMNS = ("one", "other", "reasons", "shared", "judgments", "standing", "reason")
"""The columns of a table of proposals; the last two are empty, for the coder."""
_STANDINGS: tuple[str, ...] = get_args(LinkStanding)


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Two complexes of a study that may be one.

    Attributes:
        one, other: their numbers.
        reasons: what the judgments have in common: ``names_the_case``, ``near_duplicate``, ``same_day_and_period``.
        shared: the largest share of text that two of their judgments have in common, as estimated.
        judgments: the pairs of judgments that say so.
    """

    one: str
    other: str
    reasons: tuple[str, ...]
    shared: float
    judgments: tuple[tuple[str, str], ...]


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """The open proposals, the most alike first, and how many were decided before or hold already."""

    open: tuple[Proposal, ...]
    decided: int
    together: int


def propose(folder: Path, corpus: Path) -> Proposed:
    """Return which complexes of a study may be one, from what ``vonnis corpus related`` found in a corpus.

    Raises:
        StudyError: the corpus holds no related judgments yet.
    """
    import pyarrow.parquet as pq

    from vonnis.corpus.related import FILE

    path = corpus / FILE
    if not path.is_file():
        message = f"{path} does not exist; run `vonnis corpus related {corpus}` first, or name the corpus with --corpus"
        raise StudyError(message)
    with closing(open_store(folder)) as store:
        units, links = store.records(Unit), store.records(Link)
    now = {unit.id: unit.complex for unit in in_complexes(units, links)}
    home = {unit.complex: now[unit.id] for unit in units if unit.id in now}
    homes: dict[str, set[str]] = {}
    for unit in units:
        for document in unit.documents if unit.level == "defendant" else ():
            homes.setdefault(document, set()).add(now[unit.id])
    found: dict[tuple[str, str], list[dict[str, object]]] = {}
    together = 0
    for row in pq.read_table(path).to_pylist():
        for one in homes.get(row["ecli"], ()):
            for other in homes.get(row["other"], ()):
                together += one == other
                if one != other:
                    found.setdefault((min(one, other), max(one, other)), []).append(row)
    now_decided = (
        (home.get(each.one, each.one), home.get(each.other, each.other))
        for each in last_links(links)
        if each.kind == "complex"
    )
    decided = {(min(pair), max(pair)) for pair in now_decided}
    made = [_proposal(pair, rows) for pair, rows in found.items() if pair not in decided]
    return Proposed(
        open=tuple(sorted(made, key=lambda one: (-one.shared, one.one, one.other))),
        decided=len(found) - len(made),
        together=together,
    )


def _proposal(pair: tuple[str, str], rows: list[dict[str, object]]) -> Proposal:
    reasons = sorted({str(reason) for row in rows for reason in row["reasons"]})  # type: ignore[attr-defined]
    return Proposal(
        one=pair[0],
        other=pair[1],
        reasons=tuple(reasons),
        shared=max(float(str(row["shared"])) for row in rows),
        judgments=tuple(sorted((str(row["ecli"]), str(row["other"])) for row in rows)),
    )


def as_table(proposed: Proposed) -> str:
    """Return the open proposals as CSV, with empty columns for the coder's decision and its reason."""
    return write_table(COLUMNS, map(_row, proposed.open))


def _row(one: Proposal) -> tuple[object, ...]:
    judgments = "; ".join(f"{left} + {right}" for left, right in one.judgments)
    return one.one, one.other, "; ".join(one.reasons), f"{one.shared:.2f}", judgments, "", ""


def decide(folder: Path, path: Path, *, by: str, at: dt.datetime) -> tuple[Link, ...]:
    """Log the decisions of a filled-in table; rows without a standing are passed over.

    Raises:
        StudyError: the table lacks a column, or a row is wrong; each is named, and nothing is logged.
    """
    mistakes: list[str] = []
    links = tuple(_links(path, mistakes, by=by, at=at))
    if mistakes:
        refusal = f"{path}: nothing was linked"
        raise RefusedError(refusal, mistakes)
    if links:
        link(folder, links, by=by, at=at)
    return links


def _links(path: Path, mistakes: list[str], *, by: str, at: dt.datetime) -> Iterator[Link]:
    rows = list(table_rows(path))
    names = [str(cell or "").strip() for cell in rows[0][1]] if rows else []
    lacking = [name for name in ("one", "other", "standing", "reason") if name not in names]
    if lacking:
        message = f"{path} lacks the column {lacking[0]!r}; `vonnis frame propose --out` writes a table to fill in"
        raise StudyError(message)
    for number, cells in rows[1:]:
        row = {name: str(cell or "").strip() for name, cell in zip(names, cells, strict=False)}
        standing = row.get("standing", "")
        if not standing:
            continue
        if standing not in _STANDINGS:
            mistakes.append(f"row {number}, column standing: {standing!r} is none of {', '.join(_STANDINGS)}")
            continue
        try:
            yield Link(
                kind="complex",
                one=row["one"],
                other=row["other"],
                standing=standing,  # type: ignore[arg-type]
                reason=row.get("reason", ""),
                linked_by=by,
                at=at,
            )
        except StudyError as error:
            mistakes.append(f"row {number}, column reason: {error}")
