"""A new version of the codebook, carried out on the codings that a study keeps: none is lost, and none is changed.

Codings of the older version stay as they are. What they say under the new version is added beside them: the same unit,
coder and round, a microsecond after the original, with the new version. What only a coder can tell is asked again.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

from vonnis.archive.store import Store, open_store
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.migration import AskAgain as Asked
from vonnis.codebook.migration import Entry, Migration, migrate, read_migration
from vonnis.codebook.missing import CODES, Missing
from vonnis.errors import StudyError
from vonnis.study.coding import Adjudication, Coding, latest
from vonnis.study.log import AskAgain, MeetingRule
from vonnis.study.words import apart
from vonnis.workflow.codings import MIGRATE, Carried, carried, codebook_of, superseded

Kept = TypeVar("Kept", Coding, Adjudication)
_ASKED_OF = ("main", "recode")
_STEP = dt.timedelta(microseconds=1)


class MigratedStudy(msgspec.Struct, frozen=True, kw_only=True):
    """What a migration came to.

    Attributes:
        from_, to: the versions.
        codings, adjudications: how many say something under the new version.
        asked_again: how many questions are put to a coder again, by variable.
        set_aside: how many codings have no place in the new version; they stay under the older one.
    """

    from_: str
    to: str
    codings: int
    adjudications: int
    asked_again: dict[str, int]
    set_aside: int


def migrate_study(folder: Path, steps: Path, *, before: Codebook, by: str, at: dt.datetime) -> MigratedStudy:
    """Carry the codings of a study over to the codebook that lies in its folder.

    Repeated with the same steps it carries over what came in later under the older version, in a pack say.

    Raises:
        StudyError: the migration was carried out before and nothing came in since, or went by other steps.
        MistakesError: it does not join the two versions, or leaves a coding without a place.
    """
    after = codebook_of(folder)
    migration = read_migration(steps, before=before, after=after)
    digest = sha256(steps.read_bytes()).hexdigest()
    with closing(open_store(folder)) as store:
        earlier = tuple(one for one in carried(store) if one.from_ == before.version)
        _check_same(earlier, to=after.version, steps=digest)
        found = _found(store, migration, before=before, after=after, earlier=earlier)
        if earlier and found.is_empty:
            message = f"the codings of version {before.version} were carried over before; nothing is left to do"
            raise StudyError(message)
        whys = sorted({(one.variable, one.why) for one in found.asked})
        made_rules = apart(_rule(why, migration, by=by, at=at) for why in whys)
        rules = dict(zip(whys, made_rules, strict=True))
        made = MigratedStudy(
            from_=before.version,
            to=after.version,
            codings=len(found.codings),
            adjudications=len(found.decisions),
            asked_again=dict(sorted(Counter(one.variable for one in found.asked).items())),
            set_aside=found.set_aside,
        )
        detail = {
            "from": before.version,
            "to": after.version,
            "steps": digest,
            "codings": made.codings,
            "adjudications": made.adjudications,
            "asked": len(found.asked),
            "set_aside": made.set_aside,
        }
        with store.action(MIGRATE, actor=by, at=at, detail=detail) as writing:
            writing.add(found.codings)
            writing.add(found.decisions)
            writing.add(rules.values())
            writing.add(
                AskAgain(
                    rule=rules[one.variable, one.why].id, unit=one.unit, variable=one.variable, coder=one.coder, at=at
                )
                for one in found.asked
            )
    return made


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a migration has to add: what is said under the new version, what is asked again, how much says nothing."""

    codings: list[Coding]
    decisions: list[Adjudication]
    asked: list[Asked]
    set_aside: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to carry over."""
        return not (self.codings or self.decisions or self.asked or self.set_aside)


def _found(
    store: Store, migration: Migration, *, before: Codebook, after: Codebook, earlier: Sequence[Carried]
) -> _Found:
    """Return what is to be added; where the migration was carried out ``earlier``, for what came in since."""
    codings = [one for one in store.records(Coding) if one.codebook_version == before.version]
    decisions = [one for one in store.records(Adjudication) if one.codebook_version == before.version]
    moved = list(_moved(codings, migration, before=before, after=after))
    decided = list(_moved(decisions, migration, before=before, after=after))
    asked = _asked(codings, migration, before=before, after=after)
    if earlier:
        known = {one.id for one in (*store.records(Coding), *store.records(Adjudication))}
        moved = [one for one in moved if one.id not in known]
        decided = [one for one in decided if one.id not in known]
        asked = _not_asked_yet(store, asked, migration=migration)
    counted = len(codings) - sum(one.codings + one.set_aside for one in earlier)
    return _Found(codings=moved, decisions=decided, asked=asked, set_aside=max(0, counted - len(moved)))


def _check_same(earlier: Iterable[Carried], *, to: str, steps: str) -> None:
    """Refuse to carry codings over by other steps than those by which earlier ones of their version went."""
    for one in earlier:
        if (one.to, one.steps) != (to, steps):
            message = (
                f"the codings of version {one.from_} were carried over before, to {one.to};"
                " what came in since goes the same way: give that codebook and the same file of steps"
            )
            raise StudyError(message)


def _not_asked_yet(store: Store, asked: Iterable[Asked], *, migration: Migration) -> list[Asked]:
    """Return what this migration has not put to its coder again before."""
    words = {one.id: one.words for one in store.records(MeetingRule)}
    known = {(one.unit, one.variable, one.coder, words.get(one.rule)) for one in store.records(AskAgain)}
    return [one for one in asked if (one.unit, one.variable, one.coder, _words(one.why, migration)) not in known]


def _rule(why: tuple[str, str], migration: Migration, *, by: str, at: dt.datetime) -> MeetingRule:
    """Return the rule that a question is asked again under, which says why."""
    return MeetingRule(variable=why[0], words=_words(why[1], migration), decided_by=by, ask_again=False, at=at)


def _words(why: str, migration: Migration) -> str:
    return f"{why} (codebook {migration.from_} to {migration.to})"


def _moved(records: Sequence[Kept], migration: Migration, *, before: Codebook, after: Codebook) -> Iterator[Kept]:
    """Yield what each coding or decision says under the new version, as far as it says anything."""
    entries = (_entry(one, place) for place, one in enumerate(records))
    for entry in migrate(entries, migration, before=before, after=after).kept:
        old = records[int(entry.coding)]
        missing = Missing(int(entry.answer)) if _is_missing(entry.answer) else None
        yield msgspec.structs.replace(
            old,
            variable=entry.variable,
            value=None if missing is not None else entry.answer,
            missing=missing,
            codebook_version=after.version,
            at=old.at + _STEP,
        )


def _asked(codings: Iterable[Coding], migration: Migration, *, before: Codebook, after: Codebook) -> list[Asked]:
    """Return what is asked again: of people, about the answers that count."""
    own = [one for one in codings if one.round in _ASKED_OF]
    last: dict[tuple[str, str, str], Coding] = {}
    for one in sorted(latest(own), key=lambda one: (one.at, one.id)):
        last[one.unit, one.variable, one.coder] = one
    entries = (_entry(one, place) for place, one in enumerate(last.values()))
    return list(migrate(entries, migration, before=before, after=after).ask_again)


def _entry(one: Coding | Adjudication, place: int) -> Entry:
    who = one.coder if isinstance(one, Coding) else one.adjudicator
    answer = str(int(one.missing)) if one.missing is not None else str(one.value)
    return Entry(one.unit, one.variable, who, answer, str(place))


def _is_missing(answer: str) -> bool:
    return answer in {str(code) for code in CODES}


def carried_over(store: Store) -> dict[str, int]:
    """Return how many codings say something only because a migration carried them over, by variable."""
    old = superseded(store)
    if not old:
        return {}
    known = {(one.unit, one.coder, one.round, one.at) for one in store.records(Coding) if one.codebook_version in old}
    counts = Counter(
        one.variable
        for one in store.records(Coding)
        if one.codebook_version not in old and (one.unit, one.coder, one.round, one.at - _STEP) in known
    )
    return dict(sorted(counts.items()))
