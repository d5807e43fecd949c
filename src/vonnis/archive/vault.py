"""Where the keys of a study lie: those of published judgments with the study, those of closed files apart from it.

Keys of published judgments stand in ``private/keys.sqlite3`` and travel with the folder and its backups, so that a
study of open judgments can be copied as it always could. Keys of closed files never do: their ring lies in the folder
that ``VONNIS_KEYS`` names, or ``.vonnis/keys`` in the home of the user.
"""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path

from vonnis.archive.files import throw_away, write_atomically
from vonnis.archive.ring import KEY_BYTES, Ring, Sealed
from vonnis.errors import StudyError, UsageError
from vonnis.study.words import Subject

OPEN_RING = "private/keys.sqlite3"
"""The ring of published judgments, in the study folder."""
VARIABLE = "VONNIS_KEYS"
_PACKS = "packs"
_NAME = re.compile(r"[0-9a-f]{1,64}")


class Vault:
    """The two key rings of one study."""

    def __init__(
        self, folder: Path, *, keys: Path | None = None, chance: Callable[[int], bytes] = secrets.token_bytes
    ) -> None:
        """Use the rings of a study folder.

        Args:
            folder: the study folder.
            keys: the folder of the rings of closed files; without it ``VONNIS_KEYS``, then the home of the user.
            chance: gives so many random bytes.
        """
        self.folder, self._keys, self._chance = folder, keys, chance
        self._open = Ring(folder / OPEN_RING)
        self._closed: dict[str, Ring] = {}

    def keys_of(self, subject: Subject, *, name: str | None) -> tuple[Sealed, ...]:
        """Return the keys of a subject from both rings; none where they were thrown away, or their ring is not here.

        A subject has two where its unit was of published judgments until a closed file came into its complex: words of
        before then open with the first, which lies with the study, and later ones with the other alone. ``name`` is the
        name of the study's closed ring; None where it has none yet.
        """
        found = (ring.find(subject) for ring in self.rings(name))
        return tuple(Sealed(secret) for secret in found if secret is not None)

    def key_for(self, subject: Subject, *, closed: bool, name: str | None) -> Sealed | None:
        """Return the key that words of a subject are sealed under now; None where there is none, or it is not here.

        The flag tells whether they are of a closed file; then no key that lies in the study folder is taken.
        """
        apart = self.is_apart(closed=closed)
        rings = () if apart and name is None else self.rings(name)[1:] if apart else self.rings(name)
        secret = next((found for ring in rings if (found := ring.find(subject)) is not None), None)
        return None if secret is None else Sealed(secret)

    def new_name(self) -> str:
        """Return a name for a ring that no other ring has."""
        return self._chance(8).hex()

    def new_key(self) -> Sealed:
        """Return a key that no ring holds."""
        return Sealed(self._chance(KEY_BYTES))

    def is_apart(self, *, closed: bool) -> bool:
        """Tell whether keys of closed files belong in a ring outside the folder, as of all but invented ones."""
        return closed and not self._is_fictional

    def provide(self, subjects: Iterable[tuple[Subject, bool]], *, name: str | None) -> None:
        """Make a key for each subject that has none; the flag tells whether it is of a closed file.

        Raises:
            UsageError: the ring of closed files would lie in the study folder.
            StudyError: a ring cannot be written.
        """
        inside: dict[Subject, bytes] = {}
        outside: dict[Subject, bytes] = {}
        for subject, closed in subjects:
            if self.key_for(subject, closed=closed, name=name) is None:
                ring = outside if self.is_apart(closed=closed) else inside
                ring[subject] = self._chance(KEY_BYTES)
        self._open.take(inside)
        if outside and name is not None:
            self.closed(name).take(outside)

    def rings(self, name: str | None) -> tuple[Ring, ...]:
        """Return the rings of the study, that of published judgments first."""
        return (self._open, self.closed(name)) if name else (self._open,)

    def closed(self, name: str) -> Ring:
        """Return the ring of closed files of this name.

        Raises:
            UsageError: it would lie in the study folder, or no place for it is known.
            StudyError: the name is none that a ring can have; it may come from a stranger's database.
        """
        if not _NAME.fullmatch(name):
            message = "the study names its key ring in a way that no vonnis does; put a backup in its place"
            raise StudyError(message)
        if name not in self._closed:
            self._closed[name] = Ring(self._place() / f"{name}.sqlite3")
        return self._closed[name]

    def give_open_keys(self, other: Vault) -> None:
        """Copy the keys of the ring in the study folder, and of no other, into that of another folder."""
        other._open.take(self._open.all())

    def keep_identity(self, name: str, identity: str) -> None:
        """Keep the age identity that opens a pack on its way back, readable by its owner alone.

        Raises:
            UsageError: its place would be in the study folder.
            UnwritableError: the disk refuses.
        """
        folder = self._place() / _PACKS
        before = os.umask(0o077)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomically(folder / f"{name}.key", identity + "\n")
        finally:
            os.umask(before)

    def identities(self) -> dict[str, str]:
        """Return the age identity of each pack that left from here and may come back, by the name of the pack."""
        found = sorted((self._place() / _PACKS).glob("*.key"))
        return {path.stem: path.read_text(encoding="ascii").strip() for path in found}

    def throw_identity(self, name: str) -> bool:
        """Overwrite and remove the identity of a pack, so that nothing opens it any more; tell whether it was there.

        Raises:
            UnwritableError: the disk refuses.
        """
        path = self._place() / _PACKS / f"{name}.key"
        if not _NAME.fullmatch(name) or not path.exists():
            return False
        throw_away(path)
        return True

    def _place(self) -> Path:
        try:
            place = self._keys or Path(os.environ.get(VARIABLE) or Path.home() / ".vonnis" / "keys")
        except RuntimeError as error:
            message = f"no home folder is known for the keys of closed files; name a folder: {VARIABLE}"
            raise UsageError(message) from error
        if place.resolve().is_relative_to(self.folder.resolve()):
            message = f"{place} lies in the study folder; the keys of closed files belong elsewhere: {VARIABLE}"
            raise UsageError(message)
        return place

    @cached_property
    def _is_fictional(self) -> bool:
        """Nobody is behind a fictional study, and the example leaves nothing outside its folder."""
        try:
            with (self.folder / "study.toml").open("rb") as file:
                return bool(tomllib.load(file).get("study", {}).get("fictional", False))
        except (OSError, tomllib.TOMLDecodeError, AttributeError):
            return False


def check_ring(ring: Ring) -> None:
    """Refuse to go on where the keys of closed files are not here.

    Raises:
        StudyError: there is no such ring.
    """
    if not ring.path.exists():
        message = f"the keys of the closed files are not here ({ring.path}); bring their disk, or set {VARIABLE}"
        raise StudyError(message)
