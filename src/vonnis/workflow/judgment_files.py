"""The files of a study that hold published judgments, and what is taken out of them when one is erased.

A judgment may be a file of its own, under its ECLI or another name, a member of a zip or of a zip within one, or an
entry of a page of a feed. The first goes, zips are written anew without it, and what cannot be taken apart is named.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import msgspec

from vonnis.archive.files import remove, replace_for_good
from vonnis.errors import VonnisError
from vonnis.judgment.reading import read_all
from vonnis.sources.archives import SHELF, UNREADABLE
from vonnis.sources.document import Document
from vonnis.sources.listing import list_documents, load
from vonnis.sources.place import MEMBER_MARK, Place
from vonnis.study.protocol import Protocol

SOURCES = "sources"
_CLOSED = "sources/closed"
_PACKED = frozenset({".pdf", ".docx", ".odt", ".doc"})
"""Forms in which words do not stand as they are, so that a document must be read to know what it is."""
_MOST = 2**29
"""How large an archive within an archive may be that is written anew, in memory."""

Chain = tuple[str, ...]


class TakenOut(msgspec.Struct, frozen=True):
    """What was taken out of the files of a study, and places that hold something and could not be taken apart."""

    gone: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def folder_of(study: Path, protocol: Protocol | None) -> Path:
    """Return where the judgments of a study lie."""
    return study / (protocol.material.judgments if protocol else "sources/judgments")


def stems_in(study: Path, protocol: Protocol | None) -> frozenset[str]:
    """Return what the documents among the judgments of a study are called, those in zips too, without their ending."""
    return frozenset(_stem(place) for place in _places((folder_of(study, protocol),)))


def files_of(study: Path, protocol: Protocol | None, *, documents: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of judgments by name with their bytes, also those in zips; the first of each name."""
    wanted = {document.replace(":", "_") for document in documents}
    seen: set[str] = set()
    for place in _places((folder_of(study, protocol),)) if wanted else ():
        name = PurePosixPath(place.members[-1]).name if place.members else Path(place.path).name
        if _stem(place) in wanted and name not in seen:
            seen.add(name)
            yield name, load(place).data


def take_out(
    study: Path, protocol: Protocol | None, *, documents: Collection[str], looked_into: Collection[str]
) -> TakenOut:
    """Take judgments out of the files of a study.

    Args:
        study: the study folder.
        protocol: its protocol, which says where judgments lie.
        documents: the keys of what goes wherever its name says so.
        looked_into: the keys of what goes under whichever name it lies, for which files that may hold it are read.
    """
    if not documents:
        return TakenOut()
    names = {document.replace(":", "_") for document in documents} | set(documents)
    whole: set[str] = set()
    members: dict[str, set[Chain]] = {}
    left: list[str] = []
    for place in _places((folder_of(study, protocol), study / SOURCES)):
        if Path(place.path).is_relative_to(study / _CLOSED):
            continue
        keys = () if _stem(place) in names else _keys(place, looked_into)
        if keys and not set(keys) <= set(documents):
            left.append(f"{_within(study, place)} ({', '.join(sorted(set(keys) & set(documents)))})")
        elif (keys or _stem(place) in names) and place.members:
            members.setdefault(place.path, set()).add(place.members)
        elif keys or _stem(place) in names:
            whole.add(place.path)
    SHELF.close()  # some systems replace no file that is open
    gone = [_within(study, Place("", path)) for path in sorted(whole) if _removed(Path(path))]
    for path, chains in sorted(members.items()):
        told = [_within(study, Place("", path, chain)) for chain in sorted(chains)]
        (gone if _without(Path(path), chains) else left).extend(told)
    return TakenOut(tuple(gone), tuple(left))


def _places(folders: Iterable[Path]) -> Iterator[Place]:
    found = list_documents([folder for folder in folders if folder.is_dir()])
    yield from found.places


def _stem(place: Place) -> str:
    return PurePosixPath(place.members[-1]).stem if place.members else Path(place.path).stem


def _within(study: Path, place: Place) -> str:
    """Return a place as it is told, by its path in the study folder."""
    path = Path(place.path)
    below = path.relative_to(study).as_posix() if path.is_relative_to(study) else path.as_posix()
    return MEMBER_MARK.join((below, *place.members))


def _keys(place: Place, wanted: Collection[str]) -> tuple[str, ...]:
    """Return the keys of everything in a document where one of these is among them; none otherwise."""
    if not wanted:
        return ()
    try:
        document = load(place)
        packed = _PACKED & {PurePosixPath((place.members or (place.path,))[-1]).suffix.lower()}
        if not packed and not any(_names(document.data, key) for key in wanted):
            return ()
        keys = tuple(judgment.ecli or document.id for judgment in read_all(Document("", place.origin, document.data)))
    except VonnisError:
        return ()  # what cannot be read is no judgment of the study
    return keys if set(keys) & set(wanted) else ()


def _names(data: bytes, key: str) -> bool:
    return key.encode() in data or key.encode("utf-16-le") in data or key.encode("utf-16-be") in data


def _removed(path: Path) -> bool:
    if path.is_file():
        remove(path)
        return True
    return False


def _without(path: Path, chains: Collection[Chain]) -> bool:
    """Write a zip anew without some members, or remove it where none is left; tell whether that could be done."""
    if path.is_symlink():
        return False  # it lies elsewhere, and others may use it
    try:
        with zipfile.ZipFile(path) as archive:
            empty = not any(_kept(archive, chains))
            if not empty:
                with replace_for_good(path) as stream:
                    _copy(archive, stream, chains)
        if empty:
            remove(path)
    except (*UNREADABLE, VonnisError):
        return False
    return True


def _kept(archive: zipfile.ZipFile, chains: Collection[Chain]) -> Iterator[zipfile.ZipInfo]:
    whole = {chain[0] for chain in chains if len(chain) == 1}
    return (info for info in archive.infolist() if info.filename not in whole and not info.is_dir())


def _copy(archive: zipfile.ZipFile, into: BinaryIO, chains: Collection[Chain]) -> None:
    """Copy an archive member by member without some of them, also those that lie in an archive in it."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for info in _kept(archive, chains):
            inner = {chain[1:] for chain in chains if chain[0] == info.filename}
            if not inner:
                with archive.open(info) as old, made.open(_plain(info), "w", force_zip64=True) as new:
                    shutil.copyfileobj(old, new, 2**20)
            elif info.file_size > _MOST:
                raise zipfile.LargeZipFile(info.filename)
            else:
                _copy_inner(archive.read(info), made, info=info, chains=inner)


def _copy_inner(data: bytes, made: zipfile.ZipFile, *, info: zipfile.ZipInfo, chains: Collection[Chain]) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if any(_kept(archive, chains)):
            anew = io.BytesIO()
            _copy(archive, anew, chains)
            made.writestr(_plain(info), anew.getvalue(), info.compress_type)


def _plain(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Return the head of a member: its name, moment and way of packing."""
    made = zipfile.ZipInfo(info.filename, info.date_time)
    made.compress_type, made.external_attr = info.compress_type, info.external_attr
    return made
