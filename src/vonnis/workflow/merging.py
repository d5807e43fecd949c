"""Packs that come back: their answers join the study, in any order and twice alike, and conflicts are listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import msgspec

from vonnis.archive.pack_file import Travel, read_pack
from vonnis.archive.store import Store, Writing, open_store
from vonnis.codebook.codebook import Codebook
from vonnis.errors import StudyError
from vonnis.study.coding import PEOPLES_ROUNDS, Coding, latest
from vonnis.study.erasure import Erasure
from vonnis.study.log import HandIn, Listing, Remark
from vonnis.study.unit import Unit, belongs
from vonnis.study.words import Subject, reworded
from vonnis.workflow.codings import codebook_of
from vonnis.workflow.packing import RECORDS, STUDY, read_lines
from vonnis.workflow.packs import check_pack_keys, packs_of


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a person must look at; everything was kept, and the sentence says what counts."""

    unit: str
    variable: str = ""
    words: str


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack gave.

    Attributes:
        file, coder: the pack, and whose work it is.
        codings, new: answers in it, and how many of them the study did not have.
        victims: victims and pairs that the study did not have.
        older: answers to an earlier version of the codebook.
        without_words: answers whose passages and notes were left out, since they were erased in the study.
        conflicts: what a person must look at.
    """

    file: str
    coder: str
    codings: int
    new: int
    victims: int
    older: int
    without_words: int
    conflicts: tuple[Conflict, ...]


def merge(folder: Path, files: Sequence[Path], *, last: bool = False, by: str, at: dt.datetime) -> tuple[Merged, ...]:
    """Add what came back in packs, all of them or none, and each is proven before the first is added.

    With ``last`` nothing more is to come back: the keys that open these packs are thrown away. A file that came in
    before changes nothing then either.

    Raises:
        UnreadableError: a file is no pack, or was copied by halves.
        StudyError: a pack is of another study, on its way out, of a later codebook, or holds somebody else's answers;
            or ``last`` is asked where the key of the pack is not.
        ClosedError: answers were given when no permission covered them.
    """
    codebook = codebook_of(folder)
    with closing(open_store(folder)) as store:
        before = came_in(store)
        found = [before.get(_digest(file)) or _proven(store, file, codebook) for file in files]
        read = [one for one in found if isinstance(one, Read)]
        if last:
            again = {one.pack for one in found if isinstance(one, CameIn)}
            check_pack_keys(tuple(one for one in packs_of(store) if one.pack in again))
        lacking = any(store.lacking(_without_erased(store, one.records)[0]) for one in read)
        closing_now = [one.travel for one in read] if last else []
        made = {}
        if lacking or closing_now:
            packs = [
                {"pack": one.travel.pack, "coder": one.travel.coder, "file": one.digest, "answers": one.answers}
                for one in read
            ]
            with store.action("merge", actor=by, at=at, detail={"packs": packs, "last": last}) as writing:
                made = {one.file: _counted(store, one, codebook=codebook, writing=writing) for one in read}
        for travel in closing_now:
            store.vault.throw_identity(travel.pack)
        return tuple(
            made.get(file) or (_counted(store, one, codebook=codebook) if isinstance(one, Read) else _again(file, one))
            for file, one in zip(files, found, strict=True)
        )


class Read(msgspec.Struct, frozen=True):
    """A pack that was proven: its file, what it is, and what it holds."""

    file: Path
    travel: Travel
    records: tuple[msgspec.Struct, ...]
    digest: str

    @property
    def answers(self) -> int:
        """How many answers are in it."""
        return sum(isinstance(record, Coding) for record in self.records)


class CameIn(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """A pack that came in, by the log of the study, and whose key is not here: thrown away since, or elsewhere."""

    pack: str
    coder: str
    file: str = ""
    answers: int = 0


def came_in(store: Store) -> dict[str, CameIn]:
    """Return the packs that came in and that no key opens here, by the digest of their file."""
    here = store.vault.identities()
    lines = (msgspec.json.decode(line.detail) for line in store.lines() if line.name == "merge")
    packs = (msgspec.convert(each, CameIn) for detail in lines for each in detail.get("packs", ()))
    return {one.file: one for one in packs if one.file and one.pack not in here}


def _digest(file: Path) -> str:
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""  # reading it says what is wrong


def _again(file: Path, came: CameIn) -> Merged:
    return Merged(
        file=str(file), coder=came.coder, codings=came.answers, new=0, victims=0, older=0, without_words=0, conflicts=()
    )


def _proven(store: Store, file: Path, codebook: Codebook) -> Read:
    travel, members = read_pack(file, secrets=tuple(store.vault.identities().values()))
    if travel.way == "out":
        message = f"{file} is on its way out to {travel.coder}; unpack it there, and merge what comes back"
        raise StudyError(message)
    if travel.study != store.remark(STUDY):
        message = f"{file} is of another study ({travel.title}); merge it there"
        raise StudyError(message)
    version, digest = travel.codebook
    if digest != codebook.digest and _number(version) >= _number(codebook.version):
        later = (
            "a later version" if _number(version) > _number(codebook.version) else "another text of the same version"
        )
        message = (
            f"{file} was coded with codebook {version}, {later} of the study's {codebook.version};"
            " bring the codebook of the study in line first"
        )
        raise StudyError(message)
    records = read_lines(members[RECORDS])
    _check_own(store, file, travel, records)
    return Read(file, travel, records, _digest(file))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _check_own(store: Store, file: Path, travel: Travel, records: Iterable[msgspec.Struct]) -> None:
    """Refuse a pack that holds more than its coder could have answered."""
    units = {unit.id: unit for unit in store.records(Unit)}
    given = {unit.id: unit for unit in records if isinstance(unit, Unit)}
    roots = [units[root] for root in travel.units if root in units]
    # What travelled out comes back too: a line of the lead, say.
    known = {one.id for kind in (Coding, HandIn, Listing, Remark) for one in store.records(kind, coder=travel.coder)}
    for record in records:
        unit = record if isinstance(record, Unit) else (given | units).get(getattr(record, "unit", ""))
        own = _is_own(record, travel.coder) or getattr(record, "id", "") in known
        if not own or unit is None or not any(_within(unit, root) for root in roots):
            message = (
                f"{file} holds what {travel.coder} was not given ({getattr(unit, 'id', 'an unknown unit')}); pack again"
            )
            raise StudyError(message)


def _is_own(record: msgspec.Struct, coder: str) -> bool:
    """Tell whether a record is of a kind that a coder makes on the way, and says no more than the coder may."""
    match record:
        case Unit():
            return record.level in ("victim", "pair")
        case Coding() | HandIn() | Listing():
            return record.coder == coder and record.round in PEOPLES_ROUNDS
        case Remark():
            return record.coder == coder and record.author == coder
    return False


def _within(unit: Unit, root: Unit) -> bool:
    return belongs(unit, root) or unit.id == root.complex


def _counted(store: Store, read: Read, *, codebook: Codebook, writing: Writing | None = None) -> Merged:
    """Add what a pack holds where there is an action to add it in, and return what it gave."""
    file, travel, records = read.file, read.travel, read.records
    codings = [record for record in records if isinstance(record, Coding)]
    before = {kind: store.count(kind) for kind in (Coding, Unit, HandIn, Remark)}
    conflicts = tuple(_conflicts(store, travel, records))
    kept, bare = _without_erased(store, records)
    if writing is not None:
        writing.add(store.lacking(kept))
    new = {kind: store.count(kind) - number for kind, number in before.items()}
    return Merged(
        file=str(file),
        coder=travel.coder,
        codings=len(codings),
        new=new[Coding],
        victims=new[Unit],
        older=sum(one.codebook_version != codebook.version for one in codings),
        without_words=bare,
        conflicts=conflicts,
    )


def _without_erased(store: Store, records: Iterable[msgspec.Struct]) -> tuple[list[msgspec.Struct], int]:
    """Return the records without words of what was erased since, and without answers that may not be kept."""
    erasures = store.records(Erasure)
    struck = {one.unit for one in erasures if not one.values_kept}
    kept: list[msgspec.Struct] = []
    bare = 0

    def _cleared(subject: Subject, _place: str, words: str) -> str:
        return "" if any(one.bars(subject) for one in erasures) else words

    for record in records:
        if getattr(record, "unit", None) in struck or (isinstance(record, Remark) and _barred(record, erasures)):
            continue
        cleared = record if isinstance(record, Remark) else reworded(record, _cleared)
        bare += cleared != record
        kept.append(cleared)
    return kept, bare


def _barred(remark: Remark, erasures: Iterable[Erasure]) -> bool:
    return any(one.bars(Subject(remark.unit, "")) for one in erasures)


def _conflicts(store: Store, travel: Travel, records: Sequence[msgspec.Struct]) -> Iterator[Conflict]:
    """Yield what a person must look at: answers given in two places, victims numbered by two, units that left."""
    ids = {record.id for record in records if isinstance(record, Coding)}
    came = {
        (one.unit, one.variable, one.round): one for one in latest(one for one in records if isinstance(one, Coding))
    }
    for home in latest(one for one in store.records(Coding, coder=travel.coder) if one.id not in ids):
        other = came.get((home.unit, home.variable, home.round))
        if other is not None and other.answer != home.answer and home.at > _packed(store, travel):
            counts = "the one from the pack counts" if other.at > home.at else "the one in the study counts"
            words = f"{travel.coder} answered in the study and on the way, and differs; {counts}, as the later one"
            yield Conflict(unit=home.unit, variable=home.variable, words=words)
    for unit in records:
        if isinstance(unit, Unit):
            others = sorted({one.coder for one in store.records(Coding, unit=unit.id)} - {travel.coder})
            if others:
                words = f"numbered by {travel.coder} on the way, and coded by {', '.join(others)} too: one person?"
                yield Conflict(unit=unit.id, words=words)
    gone = {one.unit for one in store.records(Erasure) if one.unit}
    for unit_id in sorted({one.unit for one in came.values()} & gone):
        yield Conflict(
            unit=unit_id, words="was erased in the study meanwhile; its answers come in without words, if at all"
        )


def _packed(store: Store, travel: Travel) -> dt.datetime:
    """Return when the pack left, by the log of the study."""
    left = [line.at for line in store.lines() if line.name == "pack" and travel.pack in line.detail]
    return dt.datetime.fromisoformat(left[-1]) if left else travel.at
