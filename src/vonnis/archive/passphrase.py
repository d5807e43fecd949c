"""Opening what was locked with a passphrase (age, scrypt), on a machine that may be busy."""

from __future__ import annotations

from vonnis.errors import StudyError

_TRIES = 12
_TOO_MUCH = "excessive work"


def opened_with(words: str, data: bytes) -> bytes:
    """Return what was locked with a passphrase.

    The library measures, in a thousandth of a second, how fast the machine is, and refuses what would take sixteen
    times longer than it took to lock. On a busy machine that measure is wrong now and then, so that it is taken again.

    Raises:
        StudyError: the machine is too slow or too busy to tell whether the passphrase is right.
        pyrage.DecryptError: it is not, or the data were changed.
    """
    import pyrage

    for _ in range(_TRIES):
        try:
            return bytes(pyrage.passphrase.decrypt(data, words))
        except pyrage.DecryptError as error:
            if _TOO_MUCH not in str(error).lower():
                raise
    message = (
        "this machine is too busy or too slow to open what a passphrase locks, so that nobody can tell whether it was"
        " the right one; close other programs and try again"
    )
    raise StudyError(message)
