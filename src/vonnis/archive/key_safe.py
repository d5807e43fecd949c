"""The key file behind two locks: any two of its holders open it together, and one alone has nothing.

The lines are encrypted (age, X25519) to an identity that nobody holds. For each pair of holders that identity is split
in two shares, of which one alone is random noise; each share is encrypted with the passphrase of its holder (age,
scrypt). Writing needs no passphrase, reading needs two.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec

from vonnis.archive.passphrase import opened_with
from vonnis.errors import StudyError, UsageError
from vonnis.study.frame import KeyLine

LEAST, MOST = 2, 4
"""How many holders there may be."""
SHORTEST = 12
"""How many characters a passphrase has at least."""


_RECIPIENT = "age1"
_IDENTITY = "AGE-SECRET-KEY-"


class Share(msgspec.Struct, frozen=True):
    """Half of the identity for one pair: who holds it, with whom it opens, and the half itself, encrypted."""

    holder: str
    other: str
    half: bytes


class Safe(msgspec.Struct, frozen=True, kw_only=True):
    """A closed key file; ``recipient`` is the age recipient that lines are encrypted to."""

    vonnis_key_file: int = 1
    recipient: str
    shares: tuple[Share, ...]
    lines: bytes

    @property
    def holders(self) -> tuple[str, ...]:
        """Who can open it, two together."""
        return tuple(sorted({share.holder for share in self.shares}))


def make_safe(passphrases: Mapping[str, str], lines: Sequence[KeyLine] = ()) -> Safe:
    """Return a closed key file for holders, each with a passphrase or an age recipient (``age1…``).

    Raises:
        UsageError: there are too few or too many holders, or a passphrase is too short or stands twice.
    """
    import pyrage

    if not LEAST <= len(passphrases) <= MOST:
        message = f"a key file has {LEAST} to {MOST} holders, and {len(passphrases)} are named; name each with --holder"
        raise UsageError(message)
    for name, words in passphrases.items():
        if len(words) < SHORTEST:
            message = f"the passphrase of {name} is too short; take {SHORTEST} characters or more, such as four words"
            raise UsageError(message)
    if len(set(passphrases.values())) < len(passphrases):
        message = "two holders have the same passphrase, so that one could open the file alone; take another"
        raise UsageError(message)
    identity = pyrage.x25519.Identity.generate()
    secret, shares = str(identity).encode(), []
    for one, other in combinations(sorted(passphrases), 2):
        noise = secrets.token_bytes(len(secret))
        for holder, partner, half in ((one, other, noise), (other, one, _xor(noise, secret))):
            shares.append(Share(holder, partner, _locked(half, passphrases[holder])))
    return with_lines(Safe(recipient=str(identity.to_public()), shares=tuple(shares), lines=b""), lines)


def with_lines(safe: Safe, lines: Sequence[KeyLine]) -> Safe:
    """Return the file with these lines in the place of those that it had; nobody needs to be there for it."""
    import pyrage

    to = pyrage.x25519.Recipient.from_str(safe.recipient)
    return msgspec.structs.replace(safe, lines=pyrage.encrypt(msgspec.json.encode(sorted(lines)), [to]))


def open_safe(safe: Safe, passphrases: Mapping[str, str]) -> tuple[KeyLine, ...]:
    """Return the lines, with the passphrases (or age identities) of two of the holders.

    Raises:
        StudyError: these are not two holders, a passphrase is wrong, or the file is damaged.
    """
    import pyrage

    if len(passphrases) != LEAST or set(passphrases) - set(safe.holders):
        message = f"the key file opens for two of its holders together: {', '.join(safe.holders)}"
        raise StudyError(message)
    halves = [share for share in safe.shares if {share.holder, share.other} == set(passphrases)]
    opened = []
    for share in halves:
        try:
            opened.append(_unlocked(share.half, passphrases[share.holder]))
        except (pyrage.DecryptError, pyrage.IdentityError) as error:
            message = f"this is not the passphrase of {share.holder}; nothing was opened"
            raise StudyError(message) from error
    try:
        identity = pyrage.x25519.Identity.from_str(_xor(*opened).decode("ascii"))
        return tuple(msgspec.json.decode(pyrage.decrypt(safe.lines, [identity]), type=list[KeyLine]))
    except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError, msgspec.DecodeError) as error:
        message = "the key file is damaged; put a copy of it in its place"
        raise StudyError(message) from error


def _locked(half: bytes, words: str) -> bytes:
    import pyrage

    if not words.startswith(_RECIPIENT):
        return bytes(pyrage.passphrase.encrypt(half, words))
    try:
        return bytes(pyrage.encrypt(half, [pyrage.x25519.Recipient.from_str(words.strip())]))
    except pyrage.RecipientError as error:
        message = f"{words[:12]}… is no age recipient; copy the whole line that begins with age1"
        raise UsageError(message) from error


def _unlocked(half: bytes, words: str) -> bytes:
    import pyrage

    if words.startswith(_IDENTITY):
        return bytes(pyrage.decrypt(half, [pyrage.x25519.Identity.from_str(words.strip())]))
    return opened_with(words, half)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
