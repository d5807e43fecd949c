"""What a program read before somebody erased it is not written by that program afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from vonnis.archive.store import open_store
from vonnis.errors import StudyError
from vonnis.study.erasure import Erasure


class Unerased:
    """How far a study was erased when a program began to read it."""

    def __init__(self, folder: Path) -> None:
        """Look, before anything of the study is read."""
        self._folder = folder
        self._before = self._count()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the only place of a writer, in which nobody erases, while files with words or answers are written.

        An erasure that comes after it finds the files and removes them.

        Raises:
            StudyError: something was erased since this began; nothing may be written of what was read.
        """
        if not self._has_store():
            yield
            return
        with closing(open_store(self._folder)) as store, store.database.transaction():
            if store.count(Erasure) != self._before:
                message = (
                    "words of the study were erased while this ran, so that nothing of what it had read was written;"
                    " run it again"
                )
                raise StudyError(message)
            yield

    def _count(self) -> int:
        if not self._has_store():
            return 0
        with closing(open_store(self._folder)) as store:
            return store.count(Erasure)

    def _has_store(self) -> bool:
        """Tell whether the study has a database; looking must not make one."""
        return bool(os.environ.get("DATABASE_URL")) or (self._folder / "coding.sqlite3").is_file()
