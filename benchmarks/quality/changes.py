"""What changed since the stored scoreboard, by judgment: values gained, lost, or changed from one error to another.

Stored are the values alone, by the id of the labelled judgment: no quotes, and of persons only whether the value is
right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from benchmarks.quality.material import Labels, MaterialSet
from benchmarks.quality.scoring import full

LISTS = ("imposed", "demanded", "statutes")
PLAIN = ("outcome", "decision", "instance", "demand_stated", "pretrial_deducted")
PERSONAL = ("birth_year", "sex", "defendant_age", "victim_ages")

Values = dict[str, dict[str, Any]]
"""By id, each field's value: lists of words for lists, one word otherwise, ``right`` or ``wrong`` for a person's."""


class Change(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One value that is no longer what it was.

    ``verdict`` is ``gained`` (right, and new, or an error that is gone), ``lost`` (right before, or a new error), or
    ``changed`` (from one wrong value to another).
    """

    record: str
    field: str
    verdict: str
    before: str
    after: str


def values(material: MaterialSet) -> Values:
    """Return the extracted values that a comparison needs, by the id of the judgment."""
    found: Values = {}
    for name, label in sorted(material.labels.items()):
        record = material.predictions.get(name, {})
        found[name] = {
            **{field: _list(record, field) for field in LISTS if field in label},
            **{field: str(_plain(record, field)) for field in PLAIN if field in label},
            **{field: _person_right(label, record, field=field) for field in PERSONAL if field in label},
        }
    return found


def compare(before: Values, after: Values, *, labels: Labels) -> list[Change]:
    """Return every change of a value between two runs, by judgment."""
    return sorted(
        change for name in before.keys() & after.keys() for change in _of_one(name, (before, after), labels=labels)
    )


def _of_one(name: str, runs: tuple[Values, Values], *, labels: Labels) -> Iterator[Change]:
    before, after = runs
    for field, new in after[name].items():
        old = before[name].get(field)
        if old is None or old == new:
            continue
        if isinstance(new, list):
            yield from _of_lists(
                name, field, versions=(Counter(old), Counter(new), Counter(_list(labels[name], field)))
            )
        else:
            right = "right" if field in PERSONAL else str(_plain(labels[name], field))
            verdict = "gained" if new == right else "lost" if old == right else "changed"
            yield Change(record=name, field=field, verdict=verdict, before=old, after=new)


def _of_lists(name: str, field: str, *, versions: tuple[Counter[str], Counter[str], Counter[str]]) -> Iterator[Change]:
    old, new, right = versions
    gone, come = old - new, new - old
    gained, lost = come & (right - old), gone & (right - new)
    for value in gained.elements():
        yield Change(record=name, field=field, verdict="gained", before="", after=value)
    for value in lost.elements():
        yield Change(record=name, field=field, verdict="lost", before=value, after="")
    errors_gone, errors_come = sorted((gone - lost).elements()), sorted((come - gained).elements())
    pairs = min(len(errors_gone), len(errors_come))
    for was, is_now in zip(errors_gone[:pairs], errors_come[:pairs], strict=True):
        yield Change(record=name, field=field, verdict="changed", before=was, after=is_now)
    for value in errors_gone[pairs:]:
        yield Change(record=name, field=field, verdict="gained", before=value, after="")
    for value in errors_come[pairs:]:
        yield Change(record=name, field=field, verdict="lost", before="", after=value)


def _list(record: dict[str, Any], field: str) -> list[str]:
    items = record.get(field) or []
    if field == "statutes":
        return sorted(item if isinstance(item, str) else f"{item['law']} {item['article']}" for item in items)
    return sorted(" ".join("-" if part is None else part for part in full(item)) for item in items)


def _plain(record: dict[str, Any], field: str) -> object:
    if field == "pretrial_deducted" and field not in record:
        return record.get("pretrial_detention_deducted")
    return record.get(field)


def _person_right(label: dict[str, Any], record: dict[str, Any], *, field: str) -> str:
    person = record.get("defendant") or {}
    if field == "victim_ages":
        got: object = sorted(v["age"] for v in record.get("victims") or [] if v.get("age") is not None)
        return _word(got == sorted(label[field]))
    if field == "defendant_age":
        exact = {
            ages["min"]
            for ages in (person.get("age_at_judgment"), person.get("age_at_offence"))
            if ages and ages["min"] == ages["max"]
        }
        return _word(label[field] in exact if label[field] is not None else not exact)
    return _word(person.get(field) == label[field])


def _word(right: bool) -> str:  # noqa: FBT001 - a word for a truth
    return "right" if right else "wrong"
