"""Texts of closed files in the study folder: sealed, under a name that tells nothing.

Each lies in ``sources/closed`` as bytes that its own key opens (AES-SIV, as the words of the store). Who has the folder
and not the key ring has nothing.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = "sources/closed"
"""Where the sealed texts lie in the study folder."""


def sealed_path(folder: Path, document: str) -> Path:
    """Return where the sealed text of a document lies."""
    return folder / FOLDER / f"{document}.sealed"
