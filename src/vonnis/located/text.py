"""The bytes of a hand-written file as text: UTF-8, with a sentence and a line where they are not."""

from __future__ import annotations

from pathlib import Path

from vonnis.errors import MistakesError, StudyError

_LARGEST = 4_000_000


def read_text(path: Path, *, hint: str, most: int | None = _LARGEST) -> str:
    """Return the text of a file; ``hint`` ends the error when there is none (``a study holds a study.toml``).

    ``most`` is the number of bytes beyond which it is surely no file that people write.

    Raises:
        StudyError: the file cannot be read or is far too large.
        MistakesError: its bytes are no UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); {hint}"
        raise StudyError(message) from error
    if most is not None and len(data) > most:
        message = f"{path} is larger than {most:,} bytes; a file that people write is far smaller"
        raise StudyError(message)
    return decoded(data, str(path))


def decoded(data: bytes, file: str) -> str:
    """Return bytes as text, without a byte order mark and with plain line ends.

    Raises:
        MistakesError: the bytes are no UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        sentence = "this is no UTF-8; save the file as UTF-8 in your editor and try again"
        raise MistakesError((f"{file}, line {line}, column {column}: {sentence}",)) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
