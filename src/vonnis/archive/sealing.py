"""Words of records sealed on their way into the store, and opened on their way out.

Each word is bound to the id of its record and its place in it, so that nothing sealed can be moved elsewhere. Where the
key was thrown away, or lies on a disk that is not here, the record comes out without the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Protocol, TypeVar

import msgspec

from vonnis.archive.ring import Sealed, holds_sealed, sealed_under
from vonnis.archive.vault import Vault, check_ring
from vonnis.errors import StudyError
from vonnis.study.coding import Record
from vonnis.study.erasure import Erasure
from vonnis.study.words import Subject, reworded, words_of

Kept = TypeVar("Kept", bound=msgspec.Struct)

RING = "ring"
"""Under which name the store keeps the name of its ring of closed files."""
NOT_READABLE = "(erased, or closed without its key)"
"""What stands for a reason or a line of a thread that cannot be read; a note or passage is empty then."""
NEVER_EMPTY = frozenset({"reason", "words"})
"""The places of words without which a record is none; all others may be empty."""
_BATCH = 500
_ONE_BY_ONE = 20
_ECLI = "ECLI:"


class Holder(Protocol):
    """What sealing asks of the store."""

    def records(self, kind: type[Kept], **equal: str) -> tuple[Kept, ...]:
        """Return the records of a kind."""
        ...

    def as_stored(self, kind: type[Kept], ids: Sequence[str] | None = None) -> tuple[tuple[str, Kept], ...]:
        """Return records with their ids as they are stored, their words sealed."""
        ...

    def remark(self, name: str, default: str | None = None) -> str | None:
        """Return what the store keeps about itself."""
        ...

    def modes(self, unit: str) -> frozenset[str]:
        """Return how the defendants of a unit's complex are read."""
        ...

    def is_linked_to_closed(self, unit: str) -> bool:
        """Tell whether the complex of a unit is, or was, linked with one that is read in a closed file."""
        ...

    def holds_closed(self) -> bool:
        """Tell whether the study reads closed files, or will."""
        ...

    def publishes(self, document: str) -> bool:
        """Tell whether a unit that is read in published judgments has this document."""
        ...

    def published(self) -> frozenset[str]:
        """Return the documents of all units that are read in published judgments."""
        ...


class Seals:
    """The seals of one store, for the length of one action or reading."""

    def __init__(self, holder: Holder, vault: Vault) -> None:
        """Seal and open what this store holds, with these keys."""
        self._holder, self._vault = holder, vault
        self._is_closed: dict[str, bool] = {}
        self._is_beside: dict[str, bool] = {}
        self._is_published: dict[str, bool] = {}
        self._all_published: frozenset[str] | None = None

    def sealed(self, records: Sequence[msgspec.Struct]) -> Iterator[msgspec.Struct]:
        """Yield records with their words sealed, inside the transaction that adds them.

        Raises:
            StudyError: the words are of something that was erased, a record is there already with other words, or the
                ring of closed files is not here.
        """
        worded = [(subject, place) for record in records for subject, place, _ in words_of(record)]
        if not worded:
            yield from records
            return
        self._refuse_erased(sorted({subject for subject, _ in worded}))
        ring = self._provide(sorted({self.keeper(subject, place) for subject, place in worded}))
        made = [self._sealed_one(record, ring) for record in records]
        self._refuse_other_words(records)
        yield from made

    def thrown(self, record: Kept) -> Kept:
        """Return a record with its words sealed under a key that nobody keeps, as those of something erased are."""
        key = self._vault.new_key()
        return reworded(record, lambda _, place, text: key.seal(text, bound=place))

    def without_digests(self, record: Kept) -> Kept:
        """Return a record of a closed file without the digests of its text, by which its words could be guessed."""
        evidence = getattr(record, "evidence", ())
        noted = any(place.seen is not msgspec.UNSET for place in evidence)
        if not noted or not self.is_closed(str(getattr(record, "unit", ""))):
            return record
        bare = tuple(msgspec.structs.replace(place, seen=msgspec.UNSET) for place in evidence)
        return msgspec.structs.replace(record, evidence=bare)

    def key_for(self, subject: Subject) -> Sealed:
        """Return the key of a subject, made where there is none, inside the transaction of an action.

        Raises:
            StudyError: it was erased, or the ring of closed files is not here.
        """
        self._refuse_erased([subject])
        key = self._vault.key_for(subject, closed=self._of_a_file(subject), name=self._provide([subject]))
        assert key is not None  # noqa: S101 - it was provided
        return key

    def opened(self, found: Iterable[tuple[str, Kept]]) -> tuple[Kept, ...]:
        """Return records, each given with its id, with those words that can be read."""
        ring = cache(lambda: self._holder.remark(RING))  # records without words need no ring

        def _one(id_: str, record: Kept) -> Kept:
            def _changed(subject: Subject, place: str, stored: str) -> str:
                # A note stands under the one or the other, by what its unit was read in when it came.
                keepers = dict.fromkeys((subject, _of_its_unit(subject, place)))
                keys = (key for one in keepers for key in self._vault.keys_of(one, name=ring()))
                key = next((one for one in keys if sealed_under(stored, one)), None)
                if key is None:
                    return NOT_READABLE if place in NEVER_EMPTY else ""
                return key.open(stored, bound=f"{id_} {place}")

            return reworded(record, _changed)

        return tuple(_one(id_, record) for id_, record in found)

    def keeper(self, subject: Subject, place: str) -> Subject:
        """Return the subject under whose key words are sealed.

        What is written about a closed file may repeat that file, also where it rests on a published judgment first.
        """
        beside = self.is_beside_closed(subject.unit) and self.is_published(subject.document)
        return _of_its_unit(subject, place) if beside else subject

    def seal_line(self, text: str, *, place: str) -> str:
        """Return what a person says in a line of the log as it stands there; ``place`` is its name and moment."""
        return self.key_for(Subject("", place)).seal(text, bound=place)

    def open_line(self, detail: dict[str, object], *, place: str) -> dict[str, object]:
        """Return the detail of a line with its words opened, as far as they can be read."""
        keys = self._vault.keys_of(Subject("", place), name=self._holder.remark(RING))

        def _opened(value: object) -> object:
            if not isinstance(value, str) or not holds_sealed(value):
                return value
            key = next((one for one in keys if sealed_under(value, one)), None)
            return key.open(value, bound=place) if key else NOT_READABLE

        return {name: _opened(value) for name, value in detail.items()}

    def _sealed_one(self, record: Any, ring: str | None) -> Any:  # noqa: ANN401 - of the kind that it was
        def _changed(subject: Subject, place: str, text: str) -> str:
            keeper = self.keeper(subject, place)
            key = self._vault.key_for(keeper, closed=self._of_a_file(keeper), name=ring)
            if key is None:
                message = f"the key of {subject.unit} is gone from its ring; try again"
                raise StudyError(message)
            return key.seal(text, bound=f"{record.id} {place}")

        return reworded(record, _changed)

    def _refuse_erased(self, subjects: Sequence[Subject]) -> None:
        for erasure in self._holder.records(Erasure):
            hit = next((subject for subject in subjects if erasure.bars(subject)), None)
            if hit is not None:
                what = erasure.document or erasure.unit
                message = (
                    f"{hit.unit}: {what} was erased on {erasure.at:%Y-%m-%d}, and no words of it are taken in again;"
                    " leave out its passages and notes"
                )
                raise StudyError(message)

    def _provide(self, subjects: Sequence[Subject]) -> str | None:
        wanted = [(subject, self._of_a_file(subject)) for subject in subjects]
        ring = self._holder.remark(RING)
        apart = any(self._vault.is_apart(closed=closed) for _, closed in wanted)
        if apart and ring is None:
            ring = self._holder.remark(RING, self._vault.new_name())
        elif apart and ring is not None:
            check_ring(self._vault.closed(ring))
        self._vault.provide(wanted, name=ring)
        return ring

    def _refuse_other_words(self, given: Sequence[msgspec.Struct]) -> None:
        """Refuse a record that is there already with other words; its id is the same, so it would be lost unseen."""
        worded = {record.id: record for record in given if isinstance(record, Record) and any(words_of(record))}
        for kind in {type(record) for record in worded.values()}:
            ids = [id_ for id_, record in worded.items() if type(record) is kind]
            for place in range(0, len(ids), _BATCH):
                found = self._holder.as_stored(kind, ids[place : place + _BATCH])
                for (id_, old), shown in zip(found, self.opened(found), strict=True):
                    if _differ(old, shown, given=worded[id_]):
                        message = (
                            f"{getattr(old, 'unit', '') or getattr(old, 'one', '')}: the same answer of the same moment"
                            " stands with another note or passage; give the new one its own moment"
                        )
                        raise StudyError(message)

    def is_closed(self, unit: str) -> bool:
        """Tell whether a unit is of a closed file: any defendant of its complex is read in one, or it is unknown.

        Words about no unit may repeat any file of the study.
        """
        if unit not in self._is_closed:
            self._is_closed[unit] = self._holder.modes(unit) != {"published"} if unit else self._holder.holds_closed()
        return self._is_closed[unit]

    def is_beside_closed(self, unit: str) -> bool:
        """Tell whether what is written about a unit may repeat a closed file: its own, or one of a linked complex."""
        if unit not in self._is_beside:
            self._is_beside[unit] = self.is_closed(unit) or (bool(unit) and self._holder.is_linked_to_closed(unit))
        return self._is_beside[unit]

    def is_published(self, document: str) -> bool:
        """Tell whether a document is a published judgment: one that a unit of an open source is read in.

        A file may hold judgments that nobody published, and those have an ECLI too.
        """
        if not is_ecli(document):
            return False
        if document not in self._is_published:
            # One question looks through every unit: who asks for many documents reads them all once.
            if self._all_published is None and len(self._is_published) >= _ONE_BY_ONE:
                self._all_published = self._holder.published()
            known = self._all_published
            self._is_published[document] = self._holder.publishes(document) if known is None else document in known
        return self._is_published[document]

    def _of_a_file(self, subject: Subject) -> bool:
        """Tell whether words of a subject may be of a closed file; what a published judgment says is published."""
        return self.is_beside_closed(subject.unit) and not self.is_published(subject.document)


def is_ecli(document: str) -> bool:
    """Tell whether a document is known by an ECLI, as any judgment may be, published or not."""
    return document.startswith(_ECLI)


def _of_its_unit(subject: Subject, place: str) -> Subject:
    """Return the subject of what is written beside a published judgment; a passage of one stays with it."""
    written = not place.startswith("quote/") and is_ecli(subject.document)
    return Subject(subject.unit, "") if written else subject


def _differ(stored: Record, shown: Record, *, given: Record) -> bool:
    """Tell whether a record holds other words than the one of its id that is given, as far as they can be read."""
    places = {place for _, place, _ in words_of(stored)}
    known = {place: text for _, place, text in words_of(shown) if text != NOT_READABLE}
    said = {place: text for _, place, text in words_of(given)}
    return places != said.keys() or any(text != said[place] for place, text in known.items())
