"""The final values of coders in place of what a machine read, in the dataset of a study of judgments.

Where coders answered a question, their final value holds and what the machine read is measured against it. All that
follows from an answer (age gaps, the youngest victim, the class of a sentence) is computed anew, by the same rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from vonnis.codebook.missing import Missing
from vonnis.extraction.record import Ages
from vonnis.study.ages import age_from_birth_year
from vonnis.study.assembly import class_of, gap_of, largest_gap, made_victim, on_legal_site, youngest
from vonnis.study.dataset import Client, Dataset, Pair, Victim
from vonnis.study.durations import DayRule, days, hours
from vonnis.study.final_plan import Field
from vonnis.study.protocol import Parameters
from vonnis.study.punishment import CUSTODY, Punishment
from vonnis.study.value import Absent, Datum, Known, Source, not_stated, unclear

_NOTHING = "P0D"
_DAY = 10
_AMOUNTS: dict[Field, str] = {
    "custody": "custody_days",
    "custody_suspended": "suspended_days",
    "service": "service_hours",
}

Key = tuple[Field, str, str]
"""A field with the client and the victim that it is about; the one that it is not about is empty."""


class FinalAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A final value as the codebook writes it, a category in the word of the record, or why there is none."""

    value: str | None = None
    missing: Missing | None = None
    reason: str = ""
    sources: tuple[Source, ...] = ()


def understood(field: Field, answer: FinalAnswer, *, rule: DayRule) -> Datum[Any]:
    """Return what a final value means in the dataset.

    Raises:
        StudyError: a duration is not of the kind that the field holds.
    """
    if answer.value is None:
        return Absent(answer.missing or Missing.UNCLEAR, answer.reason or "coders found no answer", answer.sources)
    if field == "first_contact" and len(answer.value) != _DAY:
        return unclear("coders know no day of the first contact", answer.sources)
    return Known(_MEANT[field](answer.value, rule), answer.sources)


def read_by_machine(dataset: Dataset) -> dict[Key, Datum[Any]]:
    """Return what the machine read of each field of each unit, so that it can be held against what it read before."""
    found: dict[Key, Datum[Any]] = {}
    for client in dataset.clients:
        found["birth_year", client.id, ""] = client.birth_year
        for field, name in _AMOUNTS.items():
            found[field, client.id, ""] = _part(client.imposed, name)
        stated = isinstance(client.demanded, Known)
        silent = isinstance(client.demanded, Absent) and client.demanded.missing is Missing.NOT_STATED
        found["demand_stated", client.id, ""] = Known(stated) if stated or silent else client.demanded
    for victim in dataset.victims:
        found["victim_sex", "", victim.id] = victim.sex
        found["victim_age", "", victim.id] = victim.age
    for pair in dataset.pairs:
        found["first_contact", pair.client, pair.victim] = pair.first_date
        found["contact_age", pair.client, pair.victim] = pair.victim_age
        found["channels", pair.client, pair.victim] = pair.channels
    return found


def overruled(dataset: Dataset, finals: Mapping[Key, FinalAnswer], *, parameters: Parameters) -> Dataset:
    """Return the dataset with final values in place of what the machine read, and all that follows computed anew.

    Raises:
        StudyError: a final value is not of the kind that its field holds.
    """
    rule = parameters.day_rule
    read = read_by_machine(dataset)
    known = {key: _borne(understood(key[0], answer, rule=rule), read.get(key)) for key, answer in finals.items()}
    people = {client.id: client for client in dataset.clients}
    pairs = tuple(_pair(pair, people[pair.client], known) for pair in dataset.pairs)
    by_client: dict[str, list[Pair]] = {}
    by_victim: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_client.setdefault(pair.client, []).append(pair)
        by_victim.setdefault(pair.victim, []).append(pair)
    return msgspec.structs.replace(
        dataset,
        clients=tuple(
            _client(client, by_client.get(client.id, []), known, parameters=parameters) for client in dataset.clients
        ),
        pairs=pairs,
        victims=tuple(_victim(victim, by_victim.get(victim.id, []), known) for victim in dataset.victims),
    )


def _borne(final: Datum[Any], read: Datum[Any] | None) -> Datum[Any]:
    """Return a final value with the passages of the machine behind its own, where the machine read the same."""
    if not isinstance(final, Known) or not isinstance(read, Known) or final.value != read.value:
        return final
    places = {(source.judgment, source.span) for source in final.sources if source.span is not None}
    more = (source for source in read.sources if (source.judgment, source.span) not in places)
    return Known(final.value, (*final.sources, *more))


def _pair(pair: Pair, client: Client, known: Mapping[Key, Datum[Any]]) -> Pair:
    key = (pair.client, pair.victim)
    birth_year = known.get(("birth_year", pair.client, ""), client.birth_year)
    first_date = known.get(("first_contact", *key), pair.first_date)
    victim_age = known.get(("contact_age", *key), pair.victim_age)
    client_age = pair.client_age
    if ("birth_year", pair.client, "") in known or ("first_contact", *key) in known:
        client_age = _age_on(birth_year, first_date)
    return msgspec.structs.replace(
        pair,
        first_date=first_date,
        client_age=client_age,
        victim_age=victim_age,
        victim_sex=known.get(("victim_sex", "", pair.victim), pair.victim_sex),
        age_gap=gap_of(client_age, victim_age),
        channels=known.get(("channels", *key), pair.channels),
    )


def _age_on(birth_year: Datum[int], day: Datum[dt.date]) -> Datum[Ages]:
    if isinstance(birth_year, Absent):
        return birth_year
    if isinstance(day, Absent):
        return day
    return Known(age_from_birth_year(birth_year.value, day.value), birth_year.sources + day.sources)


def _client(client: Client, pairs: list[Pair], known: Mapping[Key, Datum[Any]], *, parameters: Parameters) -> Client:
    imposed = _sentence(client, known)
    demanded = client.demanded
    stated = known.get(("demand_stated", client.id, ""))
    if isinstance(stated, Absent):
        demanded = stated
    elif stated is not None and not stated.value:
        demanded = msgspec.structs.replace(not_stated("the coders found no demand"), sources=stated.sources)
    elif stated is not None and isinstance(demanded, Absent):
        demanded = unclear("the coders found a demand, which the machine did not read", stated.sources)
    return msgspec.structs.replace(
        client,
        birth_year=known.get(("birth_year", client.id, ""), client.birth_year),
        imposed=imposed,
        demanded=demanded,
        sentence_class=class_of(imposed, parameters),
        age_gap=largest_gap(pairs),
        youngest_victim=youngest([pair.victim_age for pair in pairs]),
        legal_site_contact=on_legal_site([pair.channels for pair in pairs]),
    )


def _victim(victim: Victim, pairs: list[Pair], known: Mapping[Key, Datum[Any]]) -> Victim:
    made = made_victim(victim.id, pairs)
    return msgspec.structs.replace(made, age=known.get(("victim_age", "", victim.id), made.age))


def _part(sentence: Datum[Punishment], name: str) -> Datum[Any]:
    return Known(getattr(sentence.value, name), sentence.sources) if isinstance(sentence, Known) else sentence


def _sentence(client: Client, known: Mapping[Key, Datum[Any]]) -> Datum[Punishment]:
    """Return the sentence with the parts that coders answered.

    A sentence of which a part is missing is missing, as the rest of it would count as the whole. One that the machine
    could not read stands on the coders alone, where they answered prison, its suspended part, and community service.
    """
    coded = {field: known[field, client.id, ""] for field in _AMOUNTS if (field, client.id, "") in known}
    if not coded:
        return client.imposed
    prison = coded.get("custody")
    if isinstance(prison, Known) and not prison.value and not isinstance(coded.get("custody_suspended"), Known):
        coded["custody_suspended"] = prison  # of no prison nothing is suspended, whether or not that was asked
    lacking = [field for field in _AMOUNTS if field not in coded]
    sources = tuple(dict.fromkeys(source for part in coded.values() for source in part.sources))
    for part in coded.values():
        if isinstance(part, Absent):
            return part
    if isinstance(client.imposed, Absent):
        if lacking:
            return unclear(f"the machine could not read the sentence, and no coder answered {lacking[0]}", sources)
        before = Punishment(unread=("fine_euros",))
    else:
        before = client.imposed.value
    parts = {_AMOUNTS[field]: part.value for field, part in coded.items() if isinstance(part, Known)}
    value = msgspec.structs.replace(before, **parts)
    if isinstance(client.imposed, Absent) and value.service_hours:
        value = msgspec.structs.replace(value, unread=("fine_euros", "suspended_hours"))
    if value.suspended_days > value.custody_days:
        return unclear("more prison is suspended than imposed", sources)
    if lacking or before.fine_euros or before.suspended_hours or before.life:  # a part of it is the machine's
        sources = tuple(dict.fromkeys((*sources, *client.imposed.sources)))
    return Known(msgspec.structs.replace(value, kinds=_kinds(value)), sources)


def _kinds(sentence: Punishment) -> tuple[str, ...]:
    """Return the kinds of a sentence, so that they fit its amounts."""
    kinds = sentence.kinds
    for amount, own in ((sentence.custody_days, CUSTODY), (sentence.service_hours, ("community_service",))):
        if not amount and not sentence.life:
            kinds = tuple(kind for kind in kinds if kind not in own)
        elif amount and not set(own) & set(kinds):
            kinds = (own[0], *kinds)
    return kinds


def _in_hours(value: str, _rule: DayRule) -> int:
    return int(value) if value.isdigit() else 0 if value == _NOTHING else hours(value)


def _ages(value: str, _rule: DayRule) -> Ages:
    low, _, high = value.partition("..")
    return Ages(int(low), int(high or low))


_MEANT: dict[Field, Callable[[str, DayRule], Any]] = {
    "birth_year": lambda value, _: int(value),
    "custody": days,
    "custody_suspended": days,
    "service": _in_hours,
    "demand_stated": lambda value, _: value == "yes",
    "victim_sex": lambda value, _: value,
    "victim_age": _ages,
    "first_contact": lambda value, _: dt.date.fromisoformat(value),
    "contact_age": _ages,
    "channels": lambda value, _: tuple(sorted(value.split(";"))),
}
