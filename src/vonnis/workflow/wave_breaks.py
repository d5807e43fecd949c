"""Breaks between two waves: which figures are not counted alike, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from vonnis.analysis.remarks import remarks, sentence
from vonnis.analysis.result import Text
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.diff import Change
from vonnis.errors import StudyError
from vonnis.study.final_plan import Field
from vonnis.study.protocol import Protocol
from vonnis.workflow.papers import lexicon_of
from vonnis.workflow.wave_figures import LANGUAGES, in_both

_DAYS = ("month_days", "year_days")
_POLICY = "policy_"
_SETTINGS = ("policy_topic", "policy_lexicon", "policy_patience")
"""The settings of ``[policy]`` that the figures on papers rest on; ``sentence_years`` groups years of a table alone."""
_RESTS_ON: dict[str, tuple[str, ...]] = {
    "age_gap_share": ("age_gap_years",),
    "demand_gap_days": _DAYS,
    "demand_over": _DAYS,
    "demanded_days": _DAYS,
    "imposed_days": _DAYS,
    "one_day_broad": _DAYS,
    "prison_100_days": ("long_prison_days", *_DAYS),
    "sentence_below_demand": _DAYS,
    "suspects_change": ("series_base_year", "series_from", "series_to"),
    _POLICY: _SETTINGS,
}
"""Which parameters the standard figures rest on, by the beginning of their ids.

Those whose id names the limit or the years that they are of (``age_gap_18_share``, ``suspects_2015``) rest on none.
"""
_NOT_COUNTING = ("label", "alternatives", "added", "report", "exact")
"""The settings of a planned result that leave its value as it is."""
_SENTENCE: tuple[Field, ...] = ("custody", "custody_suspended")
_ASKED: dict[str, tuple[Field, ...]] = {
    "age_gap": ("birth_year", "first_contact", "contact_age"),
    "girls": ("victim_sex",),
    "victim_age": ("victim_age",),
    "victims_under": ("victim_age",),
    "legal_site": ("channels",),
    "contact_legal_site": ("channels",),
    "one_day": (*_SENTENCE, "service"),
    "prison_100_days": _SENTENCE,
    "service_hours": ("service",),
    "imposed_days": (*_SENTENCE, "demand_stated"),
    "demanded_days": (*_SENTENCE, "demand_stated"),
    "demand_over": ("demand_stated",),
    "demand_gap_days": (*_SENTENCE, "demand_stated"),
    "demand_gap_hours": ("service", "demand_stated"),
    "sentence_below_demand": (*_SENTENCE, "demand_stated"),
}
"""Which of the fields that people overrule the standard figures rest on, by the beginning of their ids.

What stands beside a demand counts those alone of whom both are known, so that it rests on the sentence as well.
"""
_OF_ONE_FIGURE = ("count", "share", "mean")
"""The kinds of planned results that come to one figure, with the id of the plan, save for its bounds."""
_BOUNDS = ("_lowest", "_highest")
_IN_DAYS = ("sentences", "demand_and_sentence", "guideline")
"""The kinds of planned results that turn what was imposed into days."""
_RULES = ("value", "cases")
"""The settings of a derived variable that say how it is computed."""
_DERIVED, _PARAMETERS = "derived.", "parameters."


class Bases(msgspec.Struct, frozen=True, kw_only=True):
    """What the figures of two waves rest on.

    Attributes:
        then, now: both protocols.
        books: both codebooks; none where they could not be compared.
        parameters: parameters that differ: name, then, now.
        changed: what changed in the codebooks by its name, with the sentence that says so.
    """

    then: Protocol
    now: Protocol
    books: tuple[Codebook, ...]
    parameters: tuple[tuple[str, str, str], ...]
    changed: Mapping[str, Text]


def parameters_that_differ(then: tuple[Path, Protocol], now: tuple[Path, Protocol]) -> Iterator[tuple[str, str, str]]:
    """Yield each parameter, and each setting of ``[policy]``, that differs: name, then, now."""
    old, new = msgspec.to_builtins(then[1].parameters), msgspec.to_builtins(now[1].parameters)
    if then[1].policy and now[1].policy:
        old, new = old | _policy(*then), new | _policy(*now)
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield name, str(old.get(name)), str(new.get(name))


def _policy(folder: Path, protocol: Protocol) -> dict[str, object]:
    """Return what the figures on papers rest on; a lexicon by its name and what its content comes to."""
    plan = protocol.policy
    if plan is None:
        return {}
    return {
        "policy_topic": plan.topic or "-",
        "policy_lexicon": f"{plan.lexicon or 'vonnis'} ({_content(folder / plan.lexicon if plan.lexicon else None)})",
        "policy_patience": plan.patience,
        "policy_sentence_years": plan.sentence_years,
    }


def _content(lexicon: Path | None) -> str:
    """Return what tells the content of a lexicon from another, whatever its layout."""
    try:
        content = msgspec.json.encode(lexicon_of(lexicon), order="sorted")
    except StudyError:
        return "?"
    return hashlib.sha256(content).hexdigest()[:8]


def changed_names(
    changes: Sequence[Change], meaning: Mapping[str, Text], *, books: Sequence[Codebook]
) -> dict[str, Text]:
    """Return what changed in the meaning of a codebook by its name, each with its sentence.

    Beside questions these are derived variables that are computed otherwise, and parameters of the codebook.
    """
    found: dict[str, Text] = {}
    for change in sorted(changes, key=lambda one: one.place):
        kind, _, place = change.place.partition(".")
        name, _, setting = place.partition(".")
        if change.place.startswith(_DERIVED) and (setting in _RULES or not setting):
            label = next((one.label for book in books if (one := book.derived_by_name.get(name))), {})
            said = {language: f"“{text}” ({name})" for language, text in in_both(label).items()}
            found.setdefault(name, sentence("wave_changes", "computed", name=said or name))
        elif change.place.startswith(_PARAMETERS):
            found[place] = parameter_words(place, then=str(change.before), now=str(change.after))
        elif change.weight == "meaning":
            found[kind] = meaning.get(kind) or sentence("wave_changes", "question", name=kind)
    return found


def parameter_words(name: str, *, then: str, now: str) -> Text:
    """Return in words that a parameter differs between two waves."""
    label = remarks()["parameters"].get(name, dict.fromkeys(LANGUAGES, name))
    return sentence("wave_changes", "parameter", name=label, before=then, now=now)


def breaks_of(id_: str, bases: Bases) -> tuple[Text, ...]:
    """Return why a figure is not counted alike: what it rests on changed its meaning, or another thing is counted."""
    planned = _planned(id_, bases.now.analysis)
    asked, others = (_asked(id_, protocol) for protocol in (bases.now, bases.then))
    named = _closed(_texts(planned), bases.books)
    rests = {name for start, names in _RESTS_ON.items() if not planned and id_.startswith(start) for name in names}
    if planned.get("kind") in _IN_DAYS or (planned.get("unit") != "hour" and _durations(named, bases.books)):
        rests |= {*_DAYS}
        named |= {*_DAYS}
    named |= asked
    found = [parameter_words(name, then=then, now=now) for name, then, now in bases.parameters if name in rests]
    found += [why for name, why in bases.changed.items() if name in named]
    before = _planned(id_, bases.then.analysis)
    if _counted(before) != _counted(planned) or (others and asked and others != asked):
        found.append(sentence("wave_changes", "counted_otherwise"))
    elif before.get("exact", False) != planned.get("exact", False):
        found.append(sentence("wave_changes", "other_interval"))
    if planned and _weighing(bases.then.analysis, planned) != _weighing(bases.now.analysis, planned):
        found.append(sentence("wave_changes", "weighted_otherwise"))
    return tuple(why for place, why in enumerate(found) if why not in found[:place])


def _closed(names: Iterable[str], books: Sequence[Codebook]) -> set[str]:
    """Return names with all that the derived variables among them rest on, in either codebook."""
    rests: dict[str, set[str]] = {}
    for book in books:
        for derived in book.derived:
            rules = [derived.value, *(case.when for case in derived.cases)]
            rests.setdefault(derived.name, set()).update(name for rule in rules if rule for name in rule.names())
    found: set[str] = set()
    left = [*names]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += rests.get(name, ())
    return found


def _durations(names: set[str], books: Sequence[Codebook]) -> bool:
    """Tell whether some of these questions ask for lengths of time, which are turned into days."""
    return any(variable.type == "duration" for book in books for variable in book.variables if variable.name in names)


def _asked(id_: str, protocol: Protocol) -> frozenset[str]:
    """Return the questions that a standard figure rests on where people overrule the machine."""
    fields = {name for start, names in _ASKED.items() if id_.startswith(start) for name in names}
    return frozenset(getattr(protocol.final, name) for name in fields if protocol.final) - {""}


def _planned(id_: str, analysis: dict[str, Any]) -> dict[str, Any]:
    """Return what the analysis plan says of a figure; nothing of a standard figure.

    A planned result of several figures names each by its own id and a further word (``gap_days`` of ``gap``), and the
    bounds of any (``gap_highest``).
    """
    name = next((id_.removesuffix(end) for end in _BOUNDS if id_.endswith(end)), id_)
    plan = [entry for entry in analysis.get("plan", ()) if isinstance(entry.get("id"), str)]
    own = [entry for entry in plan if entry["id"] == id_] or [entry for entry in plan if entry["id"] == name]
    parts = [entry for entry in plan if id_.startswith(f"{entry['id']}_") and entry.get("kind") not in _OF_ONE_FIGURE]
    found: dict[str, Any] = max(own or parts, key=lambda entry: len(entry["id"]), default={})
    return found


def _counted(planned: Mapping[str, Any]) -> dict[str, Any]:
    """Return what decides the value of a planned result."""
    return {name: value for name, value in planned.items() if name not in _NOT_COUNTING}


def _weighing(analysis: Mapping[str, Any], planned: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return the questions, and the files of known margins, to which a plan weighs the level of a planned result."""
    return {
        (str(entry.get("variable")), str(entry.get("margins")))
        for entry in analysis.get("plan", ())
        if entry.get("kind") == "selection"
        and entry.get("level") == planned.get("level")
        and entry.get("weigh", True)
        and not entry.get("where")
    }


def readings_that_differ(then: Protocol, now: Protocol) -> Iterator[Text]:
    """Yield how two plans read their units otherwise, on which every interval rests: a sentence each."""
    words = remarks()["reading_words"]
    first, second = (str(one.analysis.get("reading", "process")) for one in (then, now))
    if first != second:
        yield sentence("wave_changes", "reading", before=words[first], now=words[second])
    elif first == "sample" and then.analysis.get("population") != now.analysis.get("population"):
        sizes = (_sizes(one.analysis.get("population", {})) for one in (then, now))
        yield sentence("wave_changes", "drawn_from", **dict(zip(("before", "now"), sizes, strict=True)))
    bound = [str(one.analysis.get("cluster", "complex")) for one in (then, now)]
    if bound[0] != bound[1]:
        before, today = (words[one or "alone"] if one in ("", "complex") else one for one in bound)
        yield sentence("wave_changes", "clusters", before=before, now=today)


def _sizes(population: Mapping[str, Any]) -> Text:
    """Return the size of a population by level, in words."""
    levels = remarks()["levels"]
    return {
        language: "; ".join(
            f"{levels.get(level, {}).get(language, level)} {size}" for level, size in population.items()
        )
        for language in LANGUAGES
    }


def _texts(value: Any, *, inside: bool = False) -> Iterator[str]:  # noqa: ANN401 - any part of a plan
    """Yield the words of a plan, with the names that ``where = { v_sex = [2] }`` and the like set a value beside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value if inside else ()
        for one in value.values():
            yield from _texts(one, inside=True)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one, inside=True)
