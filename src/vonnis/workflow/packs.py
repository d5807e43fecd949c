"""Packs that travel, by the log of the study: which left, and of which nothing more can come in.

What tells is the log, and not whether a key lies on this machine: the disk of the keys may be elsewhere today.
"""

from __future__ import annotations

import msgspec

from vonnis.archive.store import Store
from vonnis.errors import StudyError

BEGUN, LEFT, FAILED = "pack begun", "pack", "pack failed"
"""The lines of the log about a pack on its way out: before its key is made; with its key and before its file, so that
a file never leaves unlogged; and where the file could not be written."""


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that left the study.

    Attributes:
        pack, coder, day, file: its name, whose work it is, when it left, and what its file was called.
        given: the files in it.
        key_here: whether the key that opens what comes back is on this machine.
        ended: whether its key was thrown away, so that nothing more of it can come in, or its file was never written.
    """

    pack: str
    coder: str
    day: str
    file: str
    given: tuple[str, ...]
    key_here: bool
    ended: bool


def packs_of(store: Store) -> tuple[Pack, ...]:
    """Return the packs that left a study, oldest first."""
    lines = [line for line in store.lines() if line.name in (LEFT, FAILED, "merge", "destroy")]
    told = [(line.name, line.at[:10], msgspec.json.decode(line.detail)) for line in lines]
    last = [detail for name, _, detail in told if name == "merge" and detail.get("last")]
    over = {one["pack"] for detail in last for one in detail["packs"]}
    over |= {one for name, _, detail in told if name == "destroy" for one in detail.get("packs", ())}
    over |= {detail["pack"] for name, _, detail in told if name == FAILED}
    left = [(day, detail) for name, day, detail in told if name == LEFT]
    here = store.vault.identities() if left else {}
    return tuple(
        Pack(
            pack=detail["pack"],
            coder=detail["coder"],
            day=day,
            file=detail.get("file", ""),
            given=tuple(detail.get("given", ())),
            key_here=detail["pack"] in here,
            # A run that died between its line and the key is no end: the next run throws the key away.
            ended=detail["pack"] in over and detail["pack"] not in here,
        )
        for day, detail in left
    )


def throw_broken_off(store: Store) -> None:
    """Throw away the keys of packs that were begun and did not get as far as their line: no file was written of them.

    It holds the only place of a writer, so that no other program is between the key and the line of a pack.
    """
    with store.database.transaction():
        begun, left = (
            {msgspec.json.decode(line.detail)["pack"] for line in store.each_line(name=name)} for name in (BEGUN, LEFT)
        )
        for name in begun - left:
            store.vault.throw_identity(name)


def check_pack_keys(packs: tuple[Pack, ...]) -> None:
    """Refuse to call keys of packs thrown away while they lie on a disk that is not here.

    Raises:
        StudyError: a key is neither here nor thrown away.
    """
    away = [pack for pack in packs if not pack.key_here and not pack.ended]
    if away:
        message = (
            f"the key of the pack of {away[0].coder} ({away[0].day}) is not here, so that it cannot be thrown away;"
            " bring the disk of the keys (VONNIS_KEYS)"
        )
        raise StudyError(message)
