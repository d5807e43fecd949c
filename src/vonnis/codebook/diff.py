"""What differs in meaning between two versions of a codebook, and whether codings made under the first still hold.

Layout, remarks and the order of keys are no difference. Each change has a weight: ``wording`` leaves every answer
valid, ``addition`` asks or computes something new, ``meaning`` may change what an answer says, so that a migration
must say what becomes of the codings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from vonnis.codebook.codebook import Codebook, Variable, content

Weight = Literal["wording", "addition", "meaning"]
WEIGHTS: tuple[Weight, ...] = ("wording", "addition", "meaning")

_WORDING = frozenset({"label", "question", "example", "counter_example", "section", "short", "optional", "edition"})
_ADDITION = frozenset({"extractor", "reads", "machine", "double_coding", "precedence", "evidence"})
_OF_CATEGORIES: dict[str, Weight] = {
    "label": "wording",
    "definition": "meaning",
    "alone": "meaning",
    "note": "wording",
    "read_as": "addition",
}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One difference: where (``k_plea.categories.4``), from what to what; None where there was or is nothing."""

    weight: Weight
    place: str
    before: Any = None
    after: Any = None

    @property
    def sentence(self) -> str:
        """The difference in one line."""
        if self.before is None:
            return f"+ {self.place}: {_shown(self.after)}"
        if self.after is None:
            return f"- {self.place}: {_shown(self.before)}"
        return f"~ {self.place}: {_shown(self.before)} → {_shown(self.after)}"


def compare(before: Codebook, after: Codebook) -> tuple[Change, ...]:
    """Return every difference in meaning, in the order of the codebook."""
    return (
        *_variables(before, after),
        *_named("derived", content(before)["derived"], content(after)["derived"], key="name"),
        *_named("checks", content(before)["checks"], content(after)["checks"], key="id"),
        *_parameters(before, after),
        *_texts("title", before.title, after.title),
        *_texts("description", before.description or {}, after.description or {}),
    )


def heaviest(changes: tuple[Change, ...]) -> Weight | None:
    """Return the greatest weight among changes, or None where nothing differs."""
    return max((change.weight for change in changes), key=WEIGHTS.index, default=None)


def _variables(before: Codebook, after: Codebook) -> Iterator[Change]:
    for name, variable in before.by_name.items():
        if name not in after.by_name:
            yield Change(weight="meaning", place=name, before=variable.label)
    for name, variable in after.by_name.items():
        old = before.by_name.get(name)
        if old is None:
            yield Change(weight="addition", place=name, after=variable.label)
        else:
            yield from _fields(old, variable)


def _fields(old: Variable, new: Variable) -> Iterator[Change]:
    before, after = content(old), content(new)
    for field in before:
        place = f"{new.name}.{field}"
        if field == "categories":
            yield from _categories(new.name, before[field], after[field])
        elif before[field] != after[field]:
            weight: Weight = "wording" if field in _WORDING else "addition" if field in _ADDITION else "meaning"
            yield Change(weight=weight, place=place, before=before[field], after=after[field])


def _categories(name: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Change]:
    old, new = ({row["code"]: row for row in rows} for rows in (before, after))
    for code in old.keys() | new.keys():
        place = f"{name}.categories.{code}"
        if code not in new:
            yield Change(weight="meaning", place=place, before=old[code]["label"])
        elif code not in old:
            # An answer that could not be given before may hide in another one, so a new category changes the meaning.
            yield Change(weight="meaning", place=place, after=new[code]["label"])
        else:
            for field, weight in _OF_CATEGORIES.items():
                if old[code][field] != new[code][field]:
                    place_of_field = place if field == "label" else f"{place}.{field}"
                    yield Change(weight=weight, place=place_of_field, before=old[code][field], after=new[code][field])


def _named(what: str, before: list[dict[str, Any]], after: list[dict[str, Any]], *, key: str) -> Iterator[Change]:
    """Yield the differences of things that the codebook computes, so that no coding is touched by them."""
    old, new = ({row[key]: row for row in rows} for rows in (before, after))
    for name in [*old, *(name for name in new if name not in old)]:
        place = f"{what}.{name}"
        if name not in new or name not in old:
            label = old.get(name, new.get(name, {}))
            told = label.get("label") or label.get("message")
            yield Change(
                weight="addition",
                place=place,
                before=told if name in old else None,
                after=told if name in new else None,
            )
            continue
        for field, value in old[name].items():
            if value != new[name][field]:
                weight: Weight = "wording" if field in {"label", "message"} else "addition"
                yield Change(weight=weight, place=f"{place}.{field}", before=value, after=new[name][field])


def _parameters(before: Codebook, after: Codebook) -> Iterator[Change]:
    for name in before.parameters | after.parameters:
        old, new = before.parameters.get(name), after.parameters.get(name)
        if old != new:
            yield Change(weight="addition", place=f"parameters.{name}", before=old, after=new)


def _texts(place: str, before: dict[str, str], after: dict[str, str]) -> Iterator[Change]:
    if before != after:
        yield Change(weight="wording", place=place, before=before or None, after=after or None)


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever a codebook holds
    if isinstance(value, dict):
        return " / ".join(str(text) for text in value.values())
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return str(value)
