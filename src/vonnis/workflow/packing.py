"""Work that travels: out to a coder's laptop in one encrypted file, and back with what the coder answered.

A pack holds the files of one coder and nobody else's answers; the machine's are left out too, so that coding stays
blind. On the laptop it becomes a study folder with keys of its own, in which the same coding room opens.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from vonnis.archive.files import check_writable, write_atomically
from vonnis.archive.pack_file import Travel, read_pack, sealed_pack
from vonnis.archive.permit import SLACK, check_readable
from vonnis.archive.store import TABLES, Store, open_store
from vonnis.archive.texts import keep_text, read_text
from vonnis.errors import StudyError, UnwritableError, UsageError
from vonnis.study.case_numbers import refuse_case_numbers
from vonnis.study.coding import Coding
from vonnis.study.erasure import Erasure
from vonnis.study.log import AskAgain, Assignment, HandIn, Listing, MeetingRule, Remark
from vonnis.study.permission import ClosedText, Statement
from vonnis.study.persons import PersonsRule, visible
from vonnis.study.protocol import read_protocol
from vonnis.study.unit import Unit, belongs
from vonnis.study.words import words_of
from vonnis.workflow.codings import CODEBOOK, codebook_of
from vonnis.workflow.judgment_files import files_of
from vonnis.workflow.packs import BEGUN, FAILED, LEFT, throw_broken_off
from vonnis.workflow.population import PROTOCOL

TRAVEL, STUDY = "travel", "study"
"""Under which names a store keeps the pack that it came from, and the name of the study itself."""
RECORDS = "records.jsonl"
_TEXTS, _JUDGMENTS = "texts/", "judgments/"
_KINDS = {kind.__name__: kind for kind in TABLES}


class _Line(msgspec.Struct, frozen=True):
    """A record on its way, with the name of its kind."""

    kind: str
    record: dict[str, Any]


def study_name(store: Store) -> str:
    """Return what tells this study apart from every other; it is made where there is none yet."""
    found = store.remark(STUDY, store.vault.new_name())
    assert found is not None  # noqa: S101 - a default was given
    return found


def travel_of(store: Store) -> Travel | None:
    """Return the pack that a folder was unpacked from; None for a study at home."""
    found = store.remark(TRAVEL)
    return msgspec.json.decode(found, type=Travel) if found else None


def pack(folder: Path, out: Path, *, coder: str | None, to: str | None, at: dt.datetime) -> Travel:
    """Write the pack of a coder; in a folder that was unpacked, the way back.

    Args:
        folder: the study folder.
        out: the file to write, outside the study folder.
        coder: whose files; None in a folder that was unpacked.
        to: a passphrase or an age recipient; None in a folder that was unpacked, which knows the way back.
        at: the moment.

    Raises:
        UsageError: something is named that must not be, or is missing.
        StudyError: the coder has no files.
        ClosedError: it would take along a text, a passage or a note of a closed file that the coder may not read now.
    """
    if out.resolve().is_relative_to(folder.resolve()):
        message = f"{out} lies in the study folder; write the pack elsewhere, such as ../{out.name}"
        raise UsageError(message)
    with closing(open_store(folder)) as store:
        travel = travel_of(store)
        if travel is not None:
            if coder not in (None, travel.coder):
                message = f"this folder holds the work of {travel.coder} alone; leave --coder out"
                raise UsageError(message)
            return _pack_back(store, travel, out, at=at)
        if coder is None or to is None:
            message = "say whose files travel, with --coder, and for whom the pack opens (a passphrase, or --to age1…)"
            raise UsageError(message)
        return _pack_out(store, folder, out, coder=coder, to=to, at=at)


def _pack_out(store: Store, folder: Path, out: Path, *, coder: str, to: str, at: dt.datetime) -> Travel:
    import pyrage

    codebook, protocol = codebook_of(folder), read_protocol(folder / PROTOCOL)
    roots = [one.unit for one in store.records(Assignment, coder=coder) if one.place > 0]
    if not roots:
        message = f"{coder} has been given no file; assign some first (vonnis assign, or in the coding room)"
        raise StudyError(message)
    everything = {unit.id: unit for unit in store.records(Unit)}
    units = _seen(store, _files(everything, sorted(set(roots))), coder, rule=protocol.coding.persons)
    identity = pyrage.x25519.Identity.generate()
    name = store.vault.new_name()
    travel = Travel(
        way="out",
        study=study_name(store),
        title=protocol.study.id,
        pack=name,
        coder=coder,
        codebook=(codebook.version, codebook.digest),
        recipient=str(identity.to_public()),
        at=at,
        units=tuple(sorted(set(roots))),
        victims=tuple(sorted(unit.id for unit in units if unit.level in ("victim", "pair"))),
    )
    members = {name: (folder / name).read_bytes() for name in (PROTOCOL, CODEBOOK)}
    records = tuple(_records(store, units, coder))
    for unit in sorted(set(_told_of(records))):
        check_readable(folder, store, unit=unit, reader=coder, at=at)
    members[RECORDS] = _lines(records)
    members |= dict(_texts(store, units))
    documents = {document for unit in units for document in unit.documents}
    members |= {f"{_JUDGMENTS}{name}": data for name, data in files_of(folder, protocol, documents=documents)}
    detail = {"coder": coder, "pack": name, "units": len(travel.units), "given": travel.units, "file": out.name}
    named, data = sealed_pack(travel, members=members, to=to)
    check_writable(out)
    refuse_case_numbers(detail)
    throw_broken_off(store)
    # Killed at any step, there is no file without its key and line, and no key that the log does not name.
    with store.action(BEGUN, actor=coder, at=at, detail={"pack": name}):
        pass
    try:
        with store.action(LEFT, actor=coder, at=at, detail=detail):
            store.vault.keep_identity(name, str(identity))
    except BaseException:
        store.vault.throw_identity(name)
        raise
    try:
        write_atomically(out, data)
    except BaseException:
        store.vault.throw_identity(name)
        with store.action(FAILED, actor=coder, at=at, detail={"pack": name}):
            pass
        raise
    return named


def _files(everything: dict[str, Unit], roots: Iterable[str]) -> tuple[Unit, ...]:
    """Return the units of files, and the complexes that they are in."""
    found: dict[str, Unit] = {}
    for root in roots:
        home = everything[root].complex
        for unit in everything.values():
            if belongs(unit, everything[root]) or unit.id == home:
                found[unit.id] = unit
    return tuple(found[id_] for id_ in sorted(found))


def _seen(store: Store, units: tuple[Unit, ...], coder: str, *, rule: PersonsRule) -> tuple[Unit, ...]:
    """Return the units that a coder may see in any round: no person whom only others listed."""
    listings = store.records(Listing)
    rounds = {one.round for one in store.records(Assignment, coder=coder)}
    seen = {unit.id for round_ in rounds for unit in visible(units, listings, coder=coder, round_=round_, rule=rule)}
    return tuple(unit for unit in units if unit.id in seen)


def _records(store: Store, units: tuple[Unit, ...], coder: str) -> Iterator[msgspec.Struct]:
    """Yield what a coder needs and may see; no answer of anybody else, and none of the machine."""
    ids, documents = {unit.id for unit in units}, {document for unit in units for document in unit.documents}
    yield from units
    yield from store.records(MeetingRule)
    for kind in (Assignment, HandIn, Listing, AskAgain, Statement, Remark, Coding):
        for record in store.records(kind, coder=coder):
            if getattr(record, "unit", None) in {None, *ids} and getattr(record, "round", "") != "machine":
                yield record
    yield from (one for one in store.records(Erasure) if one.unit in ids or one.document in documents)
    yield from (one for one in store.records(ClosedText) if one.unit in ids)


def _told_of(records: Iterable[msgspec.Struct]) -> Iterator[str]:
    """Yield the units of which a text goes along, or words that somebody wrote."""
    for record in records:
        yield from (subject.unit for subject, _, _ in words_of(record) if subject.unit)
        if isinstance(record, ClosedText):
            yield record.unit


def _texts(store: Store, units: tuple[Unit, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield the texts of closed files of units as members."""
    ids = {unit.id for unit in units}
    for text in store.records(ClosedText):
        data = read_text(store, text) if text.unit in ids else None
        if data is not None:
            yield f"{_TEXTS}{text.document}", data


def _pack_back(store: Store, travel: Travel, out: Path, *, at: dt.datetime) -> Travel:
    """Write the way back: what the coder answered, and the log of the laptop."""
    known = {*travel.units, *travel.victims}
    new = [unit for unit in store.records(Unit) if unit.level in ("victim", "pair") and unit.id not in known]
    own: list[msgspec.Struct] = [*new]
    for kind in (Coding, HandIn, Listing, Remark):
        own += store.records(kind, coder=travel.coder)
    members = {
        RECORDS: _lines(own),
        "log.jsonl": b"".join(msgspec.json.encode(line) + b"\n" for line in store.actions()),
    }
    back = msgspec.structs.replace(travel, way="back", at=at, members={})
    named, data = sealed_pack(back, members=members, to=travel.recipient)
    check_writable(out)
    with store.action("pack back", actor=travel.coder, at=at, detail={"pack": travel.pack, "file": out.name}):
        pass
    write_atomically(out, data)
    return named


def unpack(file: Path, folder: Path, *, secret: str, at: dt.datetime) -> Travel:
    """Make a study folder of a pack; it appears whole or not at all.

    Raises:
        UnreadableError: the file is no pack, or was copied by halves.
        StudyError: the key does not fit, the pack is on its way back, or the clock of this machine is wrong.
        UnwritableError: the folder holds something.
    """
    travel, members = read_pack(file, secrets=[secret])
    if travel.way == "back":
        message = f"{file} is on its way back to the study; bring it in there: vonnis merge"
        raise StudyError(message)
    if at < travel.at - SLACK:
        message = (
            f"the clock of this machine says {at:%Y-%m-%d %H:%M} UTC, and the pack was made at"
            f" {travel.at:%Y-%m-%d %H:%M}; set the clock right first"
        )
        raise StudyError(message)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} holds something already; name a folder that does not exist yet"
        raise UnwritableError(message)
    made = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(made, ignore_errors=True)
    try:
        _fill(made, travel, members, at=at)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    except OSError as error:
        message = f"{folder} cannot be made ({error.strerror or error}); see that nothing has it open, and try again"
        raise UnwritableError(message) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return travel


def _fill(folder: Path, travel: Travel, members: dict[str, bytes], *, at: dt.datetime) -> None:
    folder.mkdir(parents=True)
    for name in (PROTOCOL, CODEBOOK):
        write_atomically(folder / name, members[name])
    judgments = folder / read_protocol(folder / PROTOCOL).material.judgments
    for name, data in members.items():
        if name.startswith(_JUDGMENTS):
            judgments.mkdir(parents=True, exist_ok=True)
            write_atomically(judgments / Path(name).name, data)
    records = read_lines(members[RECORDS])
    detail = {"pack": travel.pack, "coder": travel.coder, "units": len(travel.units)}
    with (
        closing(open_store(folder)) as store,
        store.action("unpack", actor=travel.coder, at=at, detail=detail) as writing,
    ):
        store.remark(STUDY, travel.study)
        store.remark(TRAVEL, msgspec.json.encode(travel).decode())
        writing.add(record for record in records if not isinstance(record, Erasure))
        for text in records:
            if isinstance(text, ClosedText) and _TEXTS + text.document in members:
                keep_text(store, text, data=members[_TEXTS + text.document])
        writing.add(record for record in records if isinstance(record, Erasure))


def _lines(records: Iterable[msgspec.Struct]) -> bytes:
    return b"".join(
        msgspec.json.encode({"kind": type(record).__name__, "record": record}) + b"\n" for record in records
    )


def read_lines(data: bytes) -> tuple[msgspec.Struct, ...]:
    """Return the records that a pack holds, a line each.

    Raises:
        StudyError: a line is of a kind that this version does not know, or holds no record of its kind.
    """
    found = []
    for number, line in enumerate(data.splitlines(), 1):
        try:
            raw = msgspec.json.decode(line, type=_Line)
            if raw.kind not in _KINDS:
                message = f"the pack holds a {raw.kind}, which this vonnis does not know; upgrade vonnis"
                raise StudyError(message)
            found.append(msgspec.convert(raw.record, _KINDS[raw.kind]))
        except msgspec.DecodeError as error:
            message = f"line {number} of the pack holds no record that this vonnis knows; upgrade vonnis, or pack again"
            raise StudyError(message) from error
    return tuple(found)
