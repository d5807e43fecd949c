"""The order of the report: which figures and tables stand in which chapter, and what is said about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from vonnis.errors import StudyError
from vonnis.report.words import data

Text = dict[str, str]
Parameters: TypeAlias = Mapping[str, int | tuple[int, ...]]
"""The numbers that a study's definitions rest on, by name."""

_PARAMETER = re.compile(r"<(\w+)>")
ChartKind = Literal["none", "bars", "people", "series", "flow", "stacks"]


class Mean(msgspec.Struct, frozen=True, rename={"from_": "from"}, forbid_unknown_fields=True):
    """A mean drawn over rows of a series: the figure, and the heads of the first and last row."""

    figure: str
    from_: str
    to: str


class TablePlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a table stands, how it is drawn, and the sentence that its chart shows."""

    id: str
    chart: ChartKind = "none"
    tint: str = "accent"
    finding: Text | None = None
    mean: Mean | None = None


class ChapterPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One chapter: sentences, figures by id, tables."""

    id: str
    title: Text
    paragraphs: tuple[Text, ...] = ()
    figures: tuple[str, ...] = ()
    tables: tuple[TablePlace, ...] = ()


class Outline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole report: key-figure cards (six at most), figures set beside the reference study, and chapters."""

    cards: tuple[str, ...]
    estimates: tuple[str, ...]
    summary: tuple[Text, ...]
    chapters: tuple[ChapterPlan, ...]


def outline(parameters: Parameters) -> Outline:
    """Return the shipped outline with the parameters of a study filled in, in its sentences and in its ids.

    Raises:
        StudyError: the outline names a parameter that the study does not have.
    """
    return msgspec.convert(_filled(data("outline.yaml"), parameters), Outline)


def _filled(node: Any, parameters: Parameters) -> Any:  # noqa: ANN401 - what YAML holds
    if isinstance(node, dict):
        return {key: _filled(value, parameters) for key, value in node.items()}
    if isinstance(node, list):
        every = [each for item in node for each in _each(item, parameters)]
        # Two parameters can name one year; its figure is printed once.
        return [item for place, item in enumerate(every) if item not in every[:place]]
    return _text(node, parameters) if isinstance(node, str) else node


def _each(item: Any, parameters: Parameters) -> Iterator[Any]:  # noqa: ANN401 - what YAML holds
    """Yield an item of a list, once for each value of a parameter that has several."""
    names = _PARAMETER.findall(item) if isinstance(item, str) else []
    several = next((name for name in names if isinstance(parameters.get(name), tuple)), None)
    if several is None:
        yield _filled(item, parameters)
        return
    values = parameters[several]
    for value in values if isinstance(values, tuple) else (values,):
        yield from _each(item, {**parameters, several: value})


def _text(text: str, parameters: Parameters) -> str:
    def shown(place: re.Match[str]) -> str:
        value = parameters.get(place[1])
        if not isinstance(value, int):
            message = f"the outline of the report names {place[0]}, which is no single parameter of this study"
            raise StudyError(message)
        return str(value)

    return _PARAMETER.sub(shown, text)
