"""Numbers of the prosecution (parketnummers) where none may stand: in what stays readable in a study.

Each names a person. They belong in the key file, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from vonnis.errors import StudyError
from vonnis.study.coding import Locator, Record
from vonnis.study.unit import Unit

_NUMBER = re.compile(
    r"(?<!\d)\d{2}[-/. ]\d{6}[-/. ]?\d{2}(?!\d)|(?<!\d)\d{8}[-/. ]\d{2}(?!\d)"
    # Without a sign between them only as a word, since digests hold ten digits in a row too.
    r"|(?<!\w)\d{10}(?!\w)"
)


def refuse_case_numbers(given: Iterable[msgspec.Struct] | Mapping[str, object]) -> None:
    """Refuse records, or the detail of a line of the log, that would keep a parketnummer where anybody can read it.

    Looked at is what people type and is not sealed: documents and pages of a place in a file, references, names of
    files.

    Raises:
        StudyError: one is named; the message gives the place and not the number.
    """
    texts = _in(given) if isinstance(given, Mapping) else (each for record in given for each in _typed(record))
    for place, text in texts:
        if _NUMBER.search(text):
            message = (
                f"{place} holds what looks like a parketnummer, and whoever has the study could read it;"
                " leave it out, or give the study number"
            )
            raise StudyError(message)


def _typed(record: msgspec.Struct) -> Iterator[tuple[str, str]]:
    if isinstance(record, Unit):
        for name in ("article", "disposal", "office"):
            yield f"{record.id}: the {name}", getattr(record, name)
    if not isinstance(record, Record):
        return
    for name in record.references:
        yield f"the {name}", getattr(record, name)
    for each in getattr(record, "evidence", ()):
        if isinstance(each, Locator):
            place = f"{getattr(record, 'unit', '')}, {getattr(record, 'variable', '')}: the"
            yield f"{place} document", each.document
            yield f"{place} page", each.page


def _in(value: object, place: str = "the log") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _in(each, f"{name} in the log")
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _in(each, place)
