"""Texts of closed files in the study folder: sealed, under a name that tells nothing.

Each lies in ``sources/closed`` as bytes that its own key opens, in the way of the words of the store. Who has the
folder and not the key ring has nothing.
"""

from __future__ import annotations

import base64
from pathlib import Path

from vonnis.archive.files import write_atomically
from vonnis.archive.ring import sealed_under
from vonnis.archive.sealing import RING, Seals
from vonnis.archive.store import Store
from vonnis.archive.vault import check_ring
from vonnis.errors import StudyError
from vonnis.study.permission import ClosedText
from vonnis.study.words import Subject

FOLDER = "sources/closed"
"""Where the sealed texts lie in the study folder."""


def sealed_path(folder: Path, document: str) -> Path:
    """Return where the sealed text of a document lies.

    Raises:
        StudyError: the name leads out of the folder; a pack may come from a stranger.
    """
    if any(sign in document for sign in ("/", "\\", ":", "\x00")):
        message = f"{document[:100]!r} is no name of a text; nothing was read or written"
        raise StudyError(message)
    return folder / FOLDER / f"{document}.sealed"


def keep_text(store: Store, text: ClosedText, *, data: bytes) -> None:
    """Seal the bytes of a closed file under the key of its unit and document, inside an action of the store.

    Raises:
        StudyError: the unit or document was erased, or the ring of closed files is not here.
    """
    key = Seals(store, store.vault).key_for(Subject(text.unit, text.document))
    path = sealed_path(store.vault.folder, text.document)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, key.seal(base64.b64encode(data).decode(), bound=text.document))


def read_text(store: Store, text: ClosedText) -> bytes | None:
    """Return the bytes of a closed file; None where they were erased.

    Raises:
        StudyError: the ring is not here, or the sealed file was changed.
    """
    ring = store.remark(RING)
    keys = store.vault.keys_of(Subject(text.unit, text.document), name=ring)
    path = sealed_path(store.vault.folder, text.document)
    if not keys:
        if ring is not None:
            check_ring(store.vault.closed(ring))
        return None
    try:
        stored = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read; put a copy of it in its place"
        raise StudyError(message) from error
    key = next((one for one in keys if sealed_under(stored, one)), keys[-1])
    return base64.b64decode(key.open(stored, bound=text.document))
