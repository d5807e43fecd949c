"""The words in a record that a file or a person is the source of: passages, notes, reasons.

They are what must be kept closed and can be erased, while the rest of the record (the answer, its place, its moment)
stays as it is. Each stands under a subject: the unit that it is about, and the document that it comes from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from vonnis.study.coding import Passage, Record

Kept = TypeVar("Kept", bound=msgspec.Struct)


class Subject(msgspec.Struct, frozen=True, order=True):
    """What words belong to: a unit, and a document; empty where the words come from no document.

    Words about no unit (a rule of the meeting, the reason of an opening) have the id of their record, or the moment of
    their line, in the place of a document.
    """

    unit: str
    document: str


Change = Callable[[Subject, str, str], str]
"""Takes a subject, the place in the record, and the words there; gives other words."""


def words_of(record: msgspec.Struct) -> Iterator[tuple[Subject, str, str]]:
    """Yield the words of a record: their subject, their place (``note``, ``reason``, ``quote/0``), and themselves.

    A note belongs to the document that the answer rests on first, since that is what it is most likely to repeat.
    """
    if not isinstance(record, Record):
        return
    unit = str(getattr(record, "unit", "") or getattr(record, "one", ""))
    evidence = getattr(record, "evidence", ())
    document = evidence[0].document if evidence else "" if unit else record.id
    for name in record.written():
        text = getattr(record, name)
        if text:
            yield Subject(unit, document), name, text
    for number, each in enumerate(evidence):
        if isinstance(each, Passage) and each.quote:
            yield Subject(unit, each.document), f"quote/{number}", each.quote


def apart(records: Iterable[Any]) -> Iterator[Any]:
    """Yield records, those that differ in their words alone a microsecond apart, so that each has an id of its own."""
    seen: set[str] = set()
    for record in records:
        one = record
        while one.id in seen:
            one = msgspec.structs.replace(one, at=one.at + dt.timedelta(microseconds=1))
        seen.add(one.id)
        yield one


def reworded(record: Kept, change: Change) -> Kept:
    """Return a record with each of its words changed; one without words is returned as it is."""
    new = {place: change(subject, place, text) for subject, place, text in words_of(record)}
    if not new:
        return record
    fields: dict[str, Any] = {place: text for place, text in new.items() if "/" not in place}
    if len(fields) < len(new):
        evidence = getattr(record, "evidence", ())
        fields["evidence"] = tuple(
            msgspec.structs.replace(each, quote=new[place]) if (place := f"quote/{number}") in new else each
            for number, each in enumerate(evidence)
        )
    return msgspec.structs.replace(record, **fields)
