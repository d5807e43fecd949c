"""What the numbers of a study rest on: the judgments in its folder, or the final values of its codings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from vonnis.archive.store import Store, open_store
from vonnis.study.coding import COUNTED_ROUNDS, Coding
from vonnis.study.older_rows import is_older
from vonnis.study.protocol import Protocol, read_protocol
from vonnis.study.table_file import rows
from vonnis.study.unit import Unit
from vonnis.workflow.codings import CODEBOOK
from vonnis.workflow.machine_answers import places_of
from vonnis.workflow.population import PROTOCOL

DATABASE = "coding.sqlite3"


def rests_on_codings(folder: Path) -> bool:
    """Tell whether the codings of a study are its data.

    They are where it has a codebook and no judgments; where papers are its material; and where files were coded that no
    judgment in the folder stands for: a machine cannot read those, so that only codings hold units of both.
    """
    if not (folder / CODEBOOK).is_file():
        return False
    protocol = read_protocol(folder / PROTOCOL)
    return (
        _of_papers(protocol) or not (folder / protocol.material.judgments).exists() or _coded_closed(folder, protocol)
    )


def left_out(folder: Path, protocol: Protocol) -> Iterator[str]:
    """Yield a sentence where judgments in a study that rests on its codings are no units of it, and so do not count."""
    if _of_papers(protocol) or not (folder / protocol.material.judgments).exists():
        return
    with closing(open_store(folder)) as store:
        known = {document for unit in store.records(Unit) for document in unit.documents}
    lying: dict[str, set[str]] = {}
    for name, place in places_of(folder).items():
        lying.setdefault(place.id, set()).add(name)
    strange = sorted(min(names) for names in lying.values() if not names & known)
    if strange:
        what = "1 judgment is no unit" if len(strange) == 1 else f"{len(strange)} judgments are no units"
        yield (
            f"{what} of the study and does not count beside its closed files; the first is {strange[0]};"
            f" take them in with: vonnis select {protocol.material.judgments}"
        )


def _of_papers(protocol: Protocol) -> bool:
    return protocol.policy is not None and protocol.policy.papers == protocol.material.judgments


def _coded_closed(folder: Path, protocol: Protocol) -> bool:
    """Tell whether a file was coded that no judgment of the study stands for."""
    if not (os.environ.get("DATABASE_URL") or (folder / DATABASE).is_file()):
        return False
    with closing(open_store(folder)) as store:
        closed = _closed_people(store) - _read_by_machine(folder, protocol)
        if not closed:
            return False
        coded = store.table(Coding, ("unit", "round")).unique()
        answered = {str(unit) for unit, round_ in coded.iter_rows() if str(round_) in COUNTED_ROUNDS}
        return any(unit.defendant in closed and unit.id in answered for unit in store.records(Unit))


def _closed_people(store: Store) -> set[str | None]:
    """Return the defendants of this study itself that are read in closed files."""
    if set(store.tally(Unit, "source_mode", level="defendant")) <= {"published"}:
        return set()
    people = store.records(Unit, level="defendant")
    return {unit.id for unit in people if unit.source_mode != "published" and not is_older(unit)}


def _read_by_machine(folder: Path, protocol: Protocol) -> set[str | None]:
    """Return the units that are clients of the judgments of the study too, so that they count there already."""
    if protocol.final is None:
        return set()
    name, column = (protocol.final.units, "unit") if protocol.final.units else (protocol.material.complexes, "client")
    return {row[column] for _, row in rows(folder / name, columns=(column,))}
