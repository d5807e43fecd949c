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
from vonnis.workflow.codings import MIGRATE, codebook_of, superseded

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

    Raises:
        StudyError: the migration was carried out before.
        MistakesError: it does not join the two versions, or leaves a coding without a place.
    """
    after = codebook_of(folder)
    migration = read_migration(steps, before=before, after=after)
    with closing(open_store(folder)) as store:
        if before.version in superseded(store):
            message = f"the codings of version {before.version} were carried over before; nothing is left to do"
            raise StudyError(message)
        codings = [one for one in store.records(Coding) if one.codebook_version == before.version]
        decisions = [one for one in store.records(Adjudication) if one.codebook_version == before.version]
        moved = list(_moved(codings, migration, before=before, after=after))
        decided = list(_moved(decisions, migration, before=before, after=after))
        asked = _asked(codings, migration, before=before, after=after)
        whys = sorted({(one.variable, one.why) for one in asked})
        made_rules = apart(_rule(why, migration, by=by, at=at) for why in whys)
        rules = dict(zip(whys, made_rules, strict=True))
        made = MigratedStudy(
            from_=before.version,
            to=after.version,
            codings=len(moved),
            adjudications=len(decided),
            asked_again=dict(sorted(Counter(one.variable for one in asked).items())),
            set_aside=len(codings) - len(moved),
        )
        detail = {
            "from": before.version,
            "to": after.version,
            "steps": sha256(steps.read_bytes()).hexdigest(),
            "codings": made.codings,
            "adjudications": made.adjudications,
            "asked": len(asked),
            "set_aside": made.set_aside,
        }
        with store.action(MIGRATE, actor=by, at=at, detail=detail) as writing:
            writing.add(moved)
            writing.add(decided)
            writing.add(rules.values())
            writing.add(
                AskAgain(
                    rule=rules[one.variable, one.why].id, unit=one.unit, variable=one.variable, coder=one.coder, at=at
                )
                for one in asked
            )
    return made


def _rule(why: tuple[str, str], migration: Migration, *, by: str, at: dt.datetime) -> MeetingRule:
    """Return the rule that a question is asked again under, which says why."""
    words = f"{why[1]} (codebook {migration.from_} to {migration.to})"
    return MeetingRule(variable=why[0], words=words, decided_by=by, ask_again=False, at=at)


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
