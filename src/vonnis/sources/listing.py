"""List the documents below files, folders and archives, without reading them; then read one at a time.

Listing looks at names and at the directories of archives only, so it is cheap, and what it keeps of each document is
its place. Documents are read when they are asked for, in this process or in another one to which a place was sent.

Ids: a document is called by its file stem. Where stems clash within one listing, each clashing document is called by
its path below the argument (a file or archive that is itself the argument counts by its name), with ``!`` before each
archive member: ``2021.zip!01.zip!x.xml``. Where even those clash, by its path as given.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePath

from vonnis.errors import TooLargeError, UnreadableError
from vonnis.sources.archives import SHELF, explained, read_member
from vonnis.sources.document import Document, Unreadable
from vonnis.sources.limits import DEFAULT, Limits, in_words
from vonnis.sources.place import MEMBER_MARK, Listing, Place, readable

DOCUMENT_ENDINGS = frozenset({".xml", ".txt", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".doc", ".odt", ".atom"})
"""File name endings that are taken for documents by name; others are looked into."""
ARCHIVE_ENDING = ".zip"

_ZIP_MAGIC = b"PK\x03\x04"
_LEFT_ALONE = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_OFFICE_PARTS = frozenset({"[Content_Types].xml", "mimetype"})


def list_documents(paths: Iterable[str | os.PathLike[str]], *, limits: Limits = DEFAULT) -> Listing:
    """Return the places of all documents below ``paths``, sorted within each, and what could not be listed.

    A file that is reached twice is listed once. A path that is missing, a folder without documents, and an archive
    that is damaged or beyond the limits are among the unreadable; the rest goes on.
    """
    walk = _Walk(limits)
    for path in paths:
        walk.argument(os.fspath(path))
    return Listing(places=tuple(_named(walk.found)), unreadable=tuple(walk.unreadable))


def load(place: Place, *, limits: Limits = DEFAULT) -> Document:
    """Return the document at a place.

    Raises:
        UnreadableError: it is gone, damaged, closed by a password, or larger than the limits; the message says which.
    """
    if place.members:
        archive = SHELF.archive(place.path, place.members[:-1], limits=limits)
        data = read_member(archive, place.members[-1], origin=place.origin, limits=limits)
    else:
        data = read_file(place.path, limits=limits)
    return Document(id=place.id, origin=place.origin, data=data)


def read_file(path: str, *, limits: Limits = DEFAULT) -> bytes:
    """Return the bytes of a regular file within the limits; raise UnreadableError otherwise."""
    with explained(path):
        state = Path(path).stat()
        if stat.S_ISDIR(state.st_mode):
            message = f"{path} is a folder, and a file is read here; name a file in it, or run `vonnis extract` on it."
            raise UnreadableError(message)
        if not stat.S_ISREG(state.st_mode):
            message = f"{path} is not a file; give a file."
            raise UnreadableError(message)
        if state.st_size > limits.document_bytes:
            message = f"{path} is {in_words(state.st_size)}; a judgment is at most {in_words(limits.document_bytes)}."
            raise TooLargeError(message)
        return Path(path).read_bytes()


class _Found:
    """A document on the way to its id: its place, and the path of its file below the argument."""

    __slots__ = ("file", "members", "path")

    def __init__(self, path: str, members: tuple[str, ...], file: str) -> None:
        self.path = path
        self.members = members
        self.file = file

    @property
    def below(self) -> str:
        """The path below the argument, through archives."""
        return MEMBER_MARK.join((self.file, *self.members))

    @property
    def name(self) -> str:
        """The name of the file or member itself."""
        return self.members[-1] if self.members else self.path

    def place(self, called: str) -> Place:
        """Return the place under this id."""
        return Place(called, self.path, self.members)


class _Walk:
    """One listing in progress."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.found: list[_Found] = []
        self.unreadable: list[Unreadable] = []
        self._seen: set[str] = set()

    def argument(self, path: str) -> None:
        """List one path that was asked for by name."""
        if not Path(path).is_dir():
            self._attempt(path, partial(self._file, path, PurePath(path).name, look=True))
            return
        if os.path.realpath(path) in self._seen:
            return
        before = len(self._seen) + len(self.unreadable)
        folders = self._folder(path, path)
        if len(self._seen) + len(self.unreadable) == before + folders:
            reason = f"{path} holds no documents; give a folder with judgments in it."
            self.unreadable.append(Unreadable(path, reason))

    def _attempt(self, origin: str, task: Callable[[], None]) -> None:
        """Do a task, and note it where it meets something unreadable."""
        try:
            task()
        except UnreadableError as error:
            self.unreadable.append(Unreadable(origin, str(error)))

    def _folder(self, folder: str, argument: str) -> int:
        """List a folder and the folders in it, each once, and return how many folders there were."""
        real = os.path.realpath(folder)
        if real in self._seen:
            return 0
        self._seen.add(real)
        folders = 1
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            reason = f"{folder} cannot be listed ({error.strerror or error}); check its permissions."
            self.unreadable.append(Unreadable(folder, reason))
            return folders
        for entry in entries:
            if _left_alone(entry.name):
                continue
            if os.path.isdir(entry.path):  # noqa: PTH112 - a link that leads to itself is none, and raises nothing
                folders += self._folder(entry.path, argument)
            else:
                below = os.path.relpath(entry.path, argument).replace(os.sep, "/")
                self._attempt(entry.path, partial(self._file, entry.path, below, look=False))
        return folders

    def _file(self, path: str, below: str, *, look: bool) -> None:
        """List a file: a document, or an archive with documents; ``look`` inside whatever its name says."""
        with explained(path):
            state = Path(path).stat()
        if not stat.S_ISREG(state.st_mode):
            message = f"{path} is not a file; give a file, a folder or a zip."
            raise UnreadableError(message)
        real = os.path.realpath(path)
        if real in self._seen:
            return
        self._seen.add(real)
        ending = PurePath(path).suffix.lower()
        archive = ending == ARCHIVE_ENDING
        if not archive and (look or ending not in DOCUMENT_ENDINGS):
            with explained(path):
                archive = _is_archive_file(path)
        if archive:
            self._archive(path, (), below)
        else:
            self.found.append(_Found(path, (), below))

    def _archive(self, path: str, members: tuple[str, ...], below: str) -> None:
        """List the members of an archive, in the order of their names."""
        origin = MEMBER_MARK.join((path, *members))
        archive = SHELF.archive(path, members, limits=self.limits)
        twice = _told_apart(archive.infolist())
        names = sorted({name for name in archive.namelist() if name and not name.endswith("/")})
        names = [name for name in names if not any(_left_alone(part) for part in name.split("/") if part.strip("."))]
        if not names:
            reason = f"{origin} is an archive without documents; give one with judgments in it."
            self.unreadable.append(Unreadable(origin, reason))
        for name in sorted(twice.intersection(names)):
            reason = (
                f"{origin}{MEMBER_MARK}{name} stands there more than once, with other contents; only the last is read. "
                "Unpack it, and give each a name of its own."
            )
            self.unreadable.append(Unreadable(f"{origin}{MEMBER_MARK}{name}", reason))
        for name in names:
            member = partial(self._member, path, (*members, name), below)
            self._attempt(f"{origin}{MEMBER_MARK}{name}", member)

    def _member(self, path: str, chain: tuple[str, ...], below: str) -> None:
        """List one member of an archive: a document, or an archive in its turn."""
        ending = PurePath(chain[-1]).suffix.lower()
        if ending == ARCHIVE_ENDING or (ending not in DOCUMENT_ENDINGS and self._member_is_archive(path, chain)):
            self._archive(path, chain, below)
        else:
            self.found.append(_Found(path, chain, below))

    def _member_is_archive(self, path: str, chain: tuple[str, ...]) -> bool:
        """Tell by its bytes whether a member is an archive of documents."""
        read = partial(
            read_member,
            SHELF.archive(path, chain[:-1], limits=self.limits),
            chain[-1],
            origin=MEMBER_MARK.join((path, *chain)),
            limits=self.limits,
        )
        with explained(MEMBER_MARK.join((path, *chain))):
            return read(size=len(_ZIP_MAGIC)) == _ZIP_MAGIC and _holds_documents(io.BytesIO(read()))


def _left_alone(name: str) -> bool:
    """Tell whether a name is hidden, a lock file, or something that operating systems leave behind."""
    return name.startswith((".", "~$")) or name.lower() in _LEFT_ALONE


def _told_apart(members: Iterable[zipfile.ZipInfo]) -> set[str]:
    """Return the names that several members of an archive share whose contents differ."""
    seen: dict[str, tuple[int, int]] = {}
    twice = set()
    for member in members:
        content = (member.CRC, member.file_size)
        if seen.setdefault(member.filename, content) != content:
            twice.add(member.filename)
    return twice


def _is_archive_file(path: str) -> bool:
    """Tell by its bytes whether a file is an archive of documents, and not one document in an archive."""
    with Path(path).open("rb") as file:
        return file.read(len(_ZIP_MAGIC)) == _ZIP_MAGIC and _holds_documents(file)


def _holds_documents(file: io.BufferedReader | io.BytesIO) -> bool:
    """Tell whether a zip is an archive of documents; an Office document is a zip as well, but one document."""
    try:
        with zipfile.ZipFile(file) as archive:
            return not _OFFICE_PARTS & set(archive.namelist())
    except zipfile.BadZipFile:
        return False


def _named(found: list[_Found]) -> Iterator[Place]:
    """Yield each place under its id: the stem, or where stems clash, longer names."""
    stems = [PurePath(document.name).stem for document in found]
    often = Counter(stems)
    called = [stem if often[stem] == 1 else document.below for document, stem in zip(found, stems, strict=True)]
    often = Counter(called)
    for document, name in zip(found, called, strict=True):
        full = MEMBER_MARK.join((document.path, *document.members))
        yield document.place(readable(name if often[name] == 1 else full))
