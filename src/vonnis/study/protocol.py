"""The protocol of a study, as ``study.toml`` states it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from vonnis.errors import StudyError
from vonnis.study.durations import DayRule

Text = dict[str, str]


class StudyHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a study is called and asks; ``fictional`` puts the word on everything that leaves it."""

    id: str
    title: Text
    question: Text
    author: Text
    fictional: bool = False
    country: str = "NL"


class Population(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which clients count: registered in these years (both included)."""

    description: Text
    intake_from: int
    intake_to: int


class Parameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The numbers that a definition rests on; each is a choice that the report prints."""

    month_days: int = 30
    year_days: int = 365
    age_gap_years: int = 19
    age_gap_alternatives: tuple[int, ...] = (18, 20)
    long_prison_days: int = 100
    series_base_year: int = 2015
    series_low_year: int = 2018
    series_from: int = 2016
    series_to: int = 2022

    @property
    def day_rule(self) -> DayRule:
        """How months and years become days in this study."""
        return DayRule(self.month_days, self.year_days)


class Material(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the material lies, as paths inside the study folder, and what it is."""

    judgments: str
    complexes: str
    series: str
    source: Text


class ReferenceFigure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure that another study printed: its value, and its own wording."""

    id: str
    value: float
    printed: Text


class ReferenceStudy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The study that this one follows."""

    name: Text
    source: Text
    figures: tuple[ReferenceFigure, ...] = ()


class Protocol(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that ``study.toml`` states; ``analysis`` (the plan) and ``disclosure`` are read by their stages."""

    study: StudyHead
    population: Population
    material: Material
    parameters: Parameters = Parameters()
    reference: ReferenceStudy | None = None
    analysis: dict[str, Any] = {}
    disclosure: dict[str, Any] = {}


def read_protocol(path: Path) -> Protocol:
    """Return the protocol in a ``study.toml``.

    Raises:
        StudyError: the file is missing, is no TOML, or a setting is unknown, missing, or out of range.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); a study folder holds a study.toml"
        raise StudyError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path} is no valid TOML: {error}"
        raise StudyError(message) from error
    try:
        protocol = msgspec.convert(content, Protocol)
    except msgspec.ValidationError as error:
        message = f"{path}: {error}"
        raise StudyError(message) from error
    for problem in _problems(protocol):
        message = f"{path}: {problem}"
        raise StudyError(message)
    return protocol


def _problems(protocol: Protocol) -> list[str]:
    """Return what the types do not catch, a sentence each."""
    parameters, population = protocol.parameters, protocol.population
    found = []
    if population.intake_from > population.intake_to:
        found.append("population.intake_from lies after intake_to; turn them around")
    if parameters.series_from > parameters.series_to:
        found.append("parameters.series_from lies after series_to; turn them around")
    counted = ("month_days", "year_days", "age_gap_years", "long_prison_days")
    found += [f"parameters.{name} must be 1 or more" for name in counted if getattr(parameters, name) < 1]
    paths = {
        "judgments": protocol.material.judgments,
        "complexes": protocol.material.complexes,
        "series": protocol.material.series,
    }
    found += [
        f"material.{name} must be a path inside the study folder, such as sources/judgments"
        for name, value in paths.items()
        if Path(value).is_absolute() or ".." in Path(value).parts
    ]
    texts = {
        "study.title": protocol.study.title,
        "study.question": protocol.study.question,
        "study.author": protocol.study.author,
        "population.description": protocol.population.description,
        "material.source": protocol.material.source,
    }
    found += [
        f"{name} needs a text in Dutch and in English ({name}.nl, {name}.en)"
        for name, text in texts.items()
        if any(not text.get(language, "").strip() for language in ("nl", "en"))
    ]
    return found
