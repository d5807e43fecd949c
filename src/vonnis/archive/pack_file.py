"""A pack: one encrypted file (age) with the work of one coder, on its way out or on its way back.

Inside lies a zip: a manifest that names every member with its digest, and the members. A pack is read whole and proven
before anything of it is used, so that one that was copied by halves changes nothing.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec

from vonnis import __version__
from vonnis.archive.files import write_atomically
from vonnis.archive.passphrase import opened_with
from vonnis.errors import StudyError, UnreadableError, UsageError

MANIFEST = "pack.json"
FORMAT = 1
_RECIPIENT = "age1"
_IDENTITY = "AGE-SECRET-KEY-"
_SHORTEST = 12
_FIXED = (1980, 1, 1, 0, 0, 0)


class Travel(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack is.

    Attributes:
        way: out to the coder, or back to the study.
        study: the name that tells the study apart from every other; title and id are for people.
        title: the id of the study, as its protocol gives it.
        pack: the name of this pack; the way back has that of the way out.
        coder: whose work it is.
        codebook: the version and the digest of the codebook.
        recipient: the age recipient that the way back is encrypted to.
        at: when it was made.
        units: the files that were given, by their root.
        victims: the victims and pairs that the study knew when it was packed.
        members: the digest (SHA-256, hex) of each member.
    """

    format: int = FORMAT
    vonnis: str = __version__
    way: Literal["out", "back"]
    study: str
    title: str
    pack: str
    coder: str
    codebook: tuple[str, str]
    recipient: str
    at: dt.datetime
    units: tuple[str, ...]
    victims: tuple[str, ...] = ()
    members: dict[str, str] = {}


def write_pack(path: Path, travel: Travel, *, members: Mapping[str, bytes], to: str) -> Travel:
    """Write a pack, and return its manifest; see :func:`sealed_pack`.

    Raises:
        UnwritableError: the file cannot be written.
    """
    named, data = sealed_pack(travel, members=members, to=to)
    write_atomically(path, data)
    return named


def sealed_pack(travel: Travel, *, members: Mapping[str, bytes], to: str) -> tuple[Travel, bytes]:
    """Return the manifest and the bytes of a pack, encrypted to an age recipient (``age1…``) or with a passphrase.

    Raises:
        UsageError: the passphrase is too short, or the recipient is none.
    """
    named = msgspec.structs.replace(travel, members={name: sha256(data).hexdigest() for name, data in members.items()})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [(MANIFEST, msgspec.json.encode(named)), *sorted(members.items())]:
            archive.writestr(zipfile.ZipInfo(name, _FIXED), data, zipfile.ZIP_DEFLATED)
    return named, _locked(stream.getvalue(), to)


def _locked(data: bytes, to: str) -> bytes:
    import pyrage

    if not to.startswith(_RECIPIENT):
        if len(to) < _SHORTEST:
            message = f"the passphrase is too short; take {_SHORTEST} characters or more, such as four words"
            raise UsageError(message)
        return bytes(pyrage.passphrase.encrypt(data, to))
    try:
        return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(to.strip())]))
    except pyrage.RecipientError as error:
        message = f"{to[:12]}… is no age recipient; copy the whole line that begins with age1"
        raise UsageError(message) from error


def read_pack(path: Path, *, secrets: Sequence[str]) -> tuple[Travel, dict[str, bytes]]:
    """Return the manifest and the members of a pack, with a passphrase or with age identities of which one fits.

    Raises:
        UnreadableError: the file is no pack, was copied by halves, or is of a later version.
        StudyError: no key fits.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); name a file that `vonnis pack` wrote"
        raise UnreadableError(message) from error
    if not data.startswith(b"age-encryption.org/"):
        message = f"{path} is no pack; name a file that `vonnis pack` wrote"
        raise UnreadableError(message)
    try:
        with zipfile.ZipFile(io.BytesIO(_unlocked(path, data, secrets))) as archive:
            travel = msgspec.json.decode(archive.read(MANIFEST), type=Travel)
            members = {name: archive.read(name) for name in travel.members}
    except (zipfile.BadZipFile, KeyError, msgspec.DecodeError, EOFError) as error:
        message = f"{path} is damaged or of a later version of vonnis ({error}); copy it again"
        raise UnreadableError(message) from error
    wrong = [name for name, data in members.items() if sha256(data).hexdigest() != travel.members[name]]
    if wrong or travel.format != FORMAT:
        message = f"{path} is damaged or of a later version of vonnis; copy it again, or upgrade vonnis"
        raise UnreadableError(message)
    return travel, members


def _unlocked(path: Path, data: bytes, secrets: Sequence[str]) -> bytes:
    import pyrage

    identities = [pyrage.x25519.Identity.from_str(one.strip()) for one in secrets if one.startswith(_IDENTITY)]
    words = [one for one in secrets if not one.startswith(_IDENTITY)]
    if not identities and not words:
        message = f"no key for {path} is here; merge where the pack was made, with the disk of the keys (VONNIS_KEYS)"
        raise StudyError(message)
    try:
        if identities:
            return bytes(pyrage.decrypt(data, identities))
        return opened_with(words[0], data)
    except pyrage.DecryptError as error:
        # The library has one error for both; its words tell them apart.
        if any(words in str(error).lower() for words in ("no matching", "decryption failed")):
            why = (
                "the keys that are here; it is of another study, on its way out to a coder, or its last came in before"
                " or was ended"
                if identities
                else "this key; it is of another study, or the passphrase is wrong"
            )
            message = f"{path} does not open with {why}"
            raise StudyError(message) from error
        message = f"{path} was not copied whole, or was changed on its way; copy it again"
        raise UnreadableError(message) from error
