"""The door through which codings of closed files come into the store, and their texts out: only while permitted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Protocol as Shape
from typing import TypeVar

import msgspec

from vonnis.archive.files import stamp_of
from vonnis.errors import ClosedError, StudyError, VonnisError
from vonnis.study.coding import Coding
from vonnis.study.erasure import Erasure
from vonnis.study.permission import Sources, Statement
from vonnis.study.permitting import Signed, closed_by, signed_by
from vonnis.study.protocol import Protocol, SourceOfStudy, read_protocol
from vonnis.study.unit import FLOWING, Unit

Kept = TypeVar("Kept", bound=msgspec.Struct)

SLACK = dt.timedelta(minutes=10)
"""How far the clocks of two machines that share a database may differ."""


class Holder(Shape):
    """What the check asks of the store."""

    def records(self, kind: type[Kept], **equal: str) -> tuple[Kept, ...]:
        """Return the records of a kind."""
        ...

    def case_of(self, unit: str) -> tuple[Unit, ...]:
        """Return all units of the complex of a unit; none where the unit is unknown."""
        ...

    def last_moment(self) -> dt.datetime | None:
        """Return the moment of the last line of the log."""
        ...


def protocol_of(folder: Path) -> Protocol | None:
    """Return the protocol of a study folder, read again when its file changes; None where there is none."""
    path = folder / "study.toml"
    try:
        stamp = stamp_of(path)
    except OSError:
        return None
    return _read(path, stamp)


def states_closed(folder: Path) -> bool:
    """Tell whether the protocol of a folder states a source of closed files; one that cannot be read may."""
    try:
        protocol = protocol_of(folder)
    except VonnisError:
        return True
    return protocol is not None and any(source.kind != "open" for source in protocol.sources)


def keeps_sealed(folder: Path) -> bool:
    """Tell whether a folder lies in a study of closed files about real people, whose texts lie sealed or nowhere."""
    home = next((place for place in folder.absolute().parents if (place / "study.toml").is_file()), None)
    if home is None or not states_closed(home):
        return False
    try:
        protocol = protocol_of(home)
    except VonnisError:
        return True
    return protocol is None or not protocol.study.fictional


@lru_cache(maxsize=8)
def _read(path: Path, _stamp: tuple[int, int, int]) -> Protocol:
    return read_protocol(path)


def check_permitted(folder: Path, holder: Holder, *, codings: Iterable[Coding], at: dt.datetime) -> None:
    """Refuse codings of closed files that no permission covers, inside the transaction that would add them.

    What counts is the day on which a coding was made: what was coded in time may be brought in later. A fictional study
    needs no permission.

    Raises:
        ClosedError: no permission is on record, it has not begun or has ended, or the coder signed no statement of
            secrecy; or the answers about the file were erased and may not stay.
        StudyError: the clock of this machine was set back.
    """
    protocol = protocol_of(folder)
    if protocol is not None and protocol.study.fictional:
        return
    homes: dict[str, tuple[SourceOfStudy, ...] | None] = {}
    signed, free = None, set[str]()
    for coding in codings:
        if coding.round == "older":
            continue  # an older study that is taken in was coded under a permission of its own
        if coding.unit not in homes:
            homes[coding.unit] = _sources(protocol, holder, coding.unit)
        sources = homes[coding.unit]
        if sources is None:
            continue
        if signed is None:
            _check_clock(holder, at)
            signed = signed_by(holder.records(Statement))
        coder = None if coding.round == "machine" else coding.coder
        if coder is not None and coding.unit not in free:
            _check_may_stay(holder, coding.unit)
            free.add(coding.unit)
        _check_open(sources, coding.unit, coder, on=coding.at.astimezone().date(), signed=signed)


def check_readable(folder: Path, holder: Holder, *, unit: str, reader: str, at: dt.datetime) -> None:
    """Refuse to show somebody a text of a closed file at a moment when that person could not code it.

    Raises:
        ClosedError: no permission is on record, it has not begun or has ended, or there is no statement of secrecy.
        StudyError: the clock of this machine was set back.
    """
    protocol = protocol_of(folder)
    if protocol is not None and protocol.study.fictional:
        return
    sources = _sources(protocol, holder, unit)
    if sources is not None:
        _check_clock(holder, at)
        _check_open(sources, unit, reader, on=at.astimezone().date(), signed=signed_by(holder.records(Statement)))


def _check_may_stay(holder: Holder, unit: str) -> None:
    """Refuse answers about a unit whose answers were taken out: they would come back from an older copy, say."""
    struck = next((one for one in holder.records(Erasure, unit=unit) if not one.values_kept), None)
    if struck is not None:
        message = (
            f"{unit} was erased on {struck.at:%Y-%m-%d} with the answers about it, which its permission does not let"
            " stay; none is taken in again"
        )
        raise ClosedError(message)


def _check_open(sources: Iterable[SourceOfStudy], unit: str, coder: str | None, *, on: dt.date, signed: Signed) -> None:
    for source in sources:
        notice = closed_by(source, coder, on=on, signed=signed)
        if notice is not None:
            message = f"{unit}: {notice.words}"
            raise ClosedError(message)


def _sources(protocol: Protocol | None, holder: Holder, unit: str) -> tuple[SourceOfStudy, ...] | None:
    """Return the sources of a unit of a closed file; None for a unit of published judgments."""
    case = holder.case_of(unit)
    modes = {each.source_mode for each in case if each.level in FLOWING}
    if modes == {"published"}:
        return None
    found = next((each for each in case if each.id == unit), None)
    stated = protocol.sources if protocol else ()
    # What nobody knows may be of any closed source, so that each must allow it.
    closed = tuple(source for source in stated if source.kind != "open")
    of_case = Sources(protocol, case)
    sources = of_case.of(found) if found else closed
    # In a complex with a published judgment too, its source says nothing of the file beside it.
    unstated = {each.source_mode for each in of_case.unstated(case)}
    if not sources or unstated:
        kind = min(unstated or modes - {"published"}, default="closed_paper")
        message = (
            f"{unit}: no permission to read it is on record, so that it is not coded; write in study.toml [[sources]]"
            f' with kind = "{kind}" and [sources.permission] with basis, giver, reference, given and until'
        )
        raise ClosedError(message)
    return sources


def _check_clock(holder: Holder, at: dt.datetime) -> None:
    last = holder.last_moment()
    if last is not None and at < last - SLACK:
        message = (
            f"the clock of this machine says {at:%Y-%m-%d %H:%M} UTC, and the log of the study ends at"
            f" {last:%Y-%m-%d %H:%M}; set the clock right before closed files are coded"
        )
        raise StudyError(message)
