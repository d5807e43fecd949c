"""The typed dataset of a study of judgments as columns of units, so that a plan can be carried out on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import polars as pl

from vonnis.analysis.result import Text
from vonnis.analysis.units import Asked, Units
from vonnis.extraction.record import Ages
from vonnis.study.ages import AgeGap
from vonnis.study.dataset import Client, Dataset, Victim
from vonnis.study.durations import DayRule
from vonnis.study.punishment import LIFE, Punishment
from vonnis.study.value import Datum, Known, Missing, unclear

_RANGE = pl.Struct({"low": pl.Int64, "high": pl.Int64})


class _Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question of ``assembled.yaml``: its type, label, and categories by code with the word in the dataset."""

    type: str
    label: Text
    categories: dict[int, tuple[str, str, str]] = {}


@cache
def questions() -> dict[str, dict[str, _Word]]:
    """Return the questions that the dataset answers, by level and name."""
    import yaml

    text = (files("vonnis.analysis") / "assembled.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), dict[str, dict[str, _Word]])


def units_of_dataset(dataset: Dataset, *, rule: DayRule) -> dict[str, Units]:
    """Return clients as defendants, and victims, as units; sentences are in days already, by the rule."""
    clients, victims = dataset.clients, dataset.victims
    sentences = {
        "prison": "custody_days",
        "prison_suspended": "suspended_days",
        "hours": "service_hours",
        "hours_suspended": "suspended_hours",
        "fine": "fine_euros",
    }
    columns: dict[str, Sequence[Datum[Any]]] = {
        "k_sex": [_coded(client.sex, "k_sex") for client in clients],
        "k_birth_year": [client.birth_year for client in clients],
        "k_intake_year": [client.intake_year for client in clients],
        "k_age_gap": [_bounds(client.age_gap) for client in clients],
        "k_youngest": [_bounds(client.youngest_victim) for client in clients],
        "k_legal_site": [_map(client.legal_site_contact, int) for client in clients],
        "k_appealed": [Known(int(client.appealed)) for client in clients],
        "k_judged_on": [Known(client.date) if client.date else _silent() for client in clients],
        "k_offence_on": [_first_dates(dataset).get(client.id, _silent()) for client in clients],
    }
    for name, part in sentences.items():
        columns[f"k_dem_{name}"] = [_amount(client.demanded, part) for client in clients]
        columns[f"k_imp_{name}"] = [_amount(client.imposed, part) for client in clients]
    of_victims: dict[str, Sequence[Datum[Any]]] = {
        "v_sex": [_coded(victim.sex, "v_sex") for victim in victims],
        "v_age": [_bounds(victim.age) for victim in victims],
        "v_legal_site": [_map(victim.on_legal_site, int) for victim in victims],
        "v_channels": [_channels(victim) for victim in victims],
        "v_clients": [Known(len(victim.clients)) for victim in victims],
    }
    return {
        "defendant": _units("defendant", clients, columns, rule),
        "victim": _units("victim", victims, of_victims, rule),
    }


def _units(
    level: str, people: Sequence[Client] | Sequence[Victim], columns: Mapping[str, Sequence[Datum[Any]]], rule: DayRule
) -> Units:
    asked = {
        name: Asked(
            name,
            word.type,
            word.label,
            tuple((code, {"nl": nl, "en": en}) for code, (_, nl, en) in word.categories.items()),
        )
        for name, word in questions()[level].items()
    }
    types: dict[str, Any] = {
        "interval": _RANGE,
        "categories": pl.List(pl.Int64),
        "date": pl.Date,
        "category": pl.Int64,
        "integer": pl.Int64,
    }
    series = [
        pl.Series("unit", [one.id for one in people], dtype=pl.String),
        pl.Series("complex", [one.complex for one in people], dtype=pl.String),
        pl.Series("weight", [1.0] * len(people), dtype=pl.Float64),
    ]
    for name, answers in columns.items():
        values = [answer.value if isinstance(answer, Known) else None for answer in answers]
        kinds = [None if isinstance(answer, Known) else int(answer.missing) for answer in answers]
        series.append(pl.Series(name, values, dtype=types[asked[name].type]))
        series.append(pl.Series(f"{name}_mis", kinds, dtype=pl.Int8))
    return Units(level, pl.DataFrame(series), asked, rule)


def _map(answer: Datum[Any], part: Callable[[Any], Any]) -> Datum[Any]:
    return Known(part(answer.value), answer.sources) if isinstance(answer, Known) else answer


def _amount(sentence: Datum[Punishment], part: str) -> Datum[int]:
    """Return a part of a sentence, in whole days, hours or euros; missing where nobody read that part."""
    if isinstance(sentence, Known) and part in sentence.value.unread:
        return unclear("coders were not asked it, and the machine could not read the sentence", sentence.sources)
    if isinstance(sentence, Known) and sentence.value.life and part in ("custody_days", "suspended_days"):
        return unclear(LIFE, sentence.sources)
    return _map(sentence, lambda one: round(getattr(one, part)))


def _bounds(answer: Datum[Ages] | Datum[AgeGap]) -> Datum[dict[str, int]]:
    if not isinstance(answer, Known):
        return answer
    value = answer.value
    low, high = (value.min, value.max) if isinstance(value, Ages) else (value.low, value.high)
    return Known({"low": low, "high": high})


def _codes(name: str) -> dict[str, int]:
    level = "defendant" if name.startswith("k_") else "victim"
    return {word: code for code, (word, _, _) in questions()[level][name].categories.items()}


def _coded(answer: Datum[str], name: str) -> Datum[int]:
    if isinstance(answer, Known) and answer.value not in _codes(name):
        return _silent()
    return _map(answer, lambda word: _codes(name)[word])


def _channels(victim: Victim) -> Datum[list[int]]:
    return _map(victim.channels, lambda words: sorted({_codes("v_channels")[word] for word in words}))


def _first_dates(dataset: Dataset) -> dict[str, Datum[Any]]:
    """Return the first proven contact of each client over all victims."""
    found: dict[str, Datum[Any]] = {}
    for pair in dataset.pairs:
        known = found.get(pair.client)
        day = pair.first_date
        if isinstance(day, Known) and (not isinstance(known, Known) or day.value < known.value):
            found[pair.client] = Known(day.value)
        found.setdefault(pair.client, day)
    return found


def _silent() -> Datum[Any]:
    from vonnis.study.value import Absent

    return Absent(Missing.NOT_STATED, "the judgments do not say")
