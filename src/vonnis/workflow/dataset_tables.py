"""The dataset that a machine read, as the tables that a deposit is made of: one a level, one row a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from vonnis.codebook.codebook import Codebook, Level, Variable
from vonnis.codebook.reading import parse_codebook
from vonnis.report.masthead import Asked
from vonnis.study.dataset import Client, Dataset, Pair, Victim
from vonnis.study.punishment import SENTENCE_CLASSES, Punishment
from vonnis.study.value import Absent, Datum

if TYPE_CHECKING:
    import polars as pl

_SEX = {"male": 1, "female": 2}
_CHANNELS = (
    "ad_site_legal",
    "ad_site_other",
    "ad_site_unnamed",
    "dating",
    "social_media",
    "chat",
    "agency",
    "street",
    "third_party",
    "acquaintance",
    "other",
)
_TYPES = {
    "integer": {"nl": "een geheel getal", "en": "a whole number"},
    "interval": {"nl": "een getal, of een onder- en bovengrens", "en": "a number, or a lower and upper bound"},
    "money": {"nl": "een bedrag", "en": "an amount"},
    "duration": {"nl": "een duur zoals uitgesproken", "en": "a duration as it was imposed"},
    "date": {"nl": "een datum", "en": "a date"},
}
Cell = tuple[Any, int | None]
"""A value, or the code of why there is none."""


def machine_codebook() -> Codebook:
    """Return the codebook of what a machine reads."""
    text = (files("vonnis.workflow") / "data_codebook.yaml").read_text(encoding="utf-8")
    return parse_codebook(text, file="data_codebook.yaml")


def asked_of(codebook: Codebook) -> tuple[Asked, ...]:
    """Return the questions of a codebook as a report prints them."""
    return tuple(
        Asked(
            name=variable.name,
            level=variable.level,
            question=variable.question,
            answers={language: _answers(variable, language) for language in ("nl", "en")},
        )
        for variable in codebook.questions
    )


def _answers(variable: Variable, language: str) -> str:
    if variable.categories:
        return "; ".join(f"{category.code} {category.label[language]}" for category in variable.categories)
    return _TYPES[variable.type][language]


def dataset_tables(dataset: Dataset) -> dict[Level, pl.DataFrame]:
    """Return the defendants, victims and pairs of a dataset as tables with the columns of :func:`machine_codebook`."""
    return {
        "defendant": _frame(dataset.clients, lambda one: {"unit": one.id, "complex": one.complex}, _defendant),
        "victim": _frame(dataset.victims, lambda one: {"unit": one.id, "complex": one.complex}, _victim),
        "pair": _frame(
            dataset.pairs,
            lambda one: {
                "unit": f"{one.client}-{one.victim}",
                "complex": one.complex,
                "defendant": one.client,
                "victim": one.victim,
            },
            _pair,
        ),
    }


def _frame(units: Iterable[Any], keys: Callable[[Any], dict[str, str]], cells: Callable[[Any], dict[str, Cell]]) -> Any:  # noqa: ANN401 - each level has units of its own
    import polars as pl

    rows = []
    for unit in units:
        row: dict[str, Any] = {**keys(unit), "weight": 1.0}
        for name, (value, missing) in cells(unit).items():
            row |= {name: value, f"{name}_mis": missing}
        rows.append(row)
    return pl.DataFrame(rows, schema=_schema(cells), infer_schema_length=None) if rows else pl.DataFrame()


def _schema(cells: Callable[[Any], dict[str, Cell]]) -> Any:  # noqa: ANN401 - a schema of Polars
    import polars as pl

    keys = ["unit", "complex"] if cells is not _pair else ["unit", "complex", "defendant", "victim"]
    schema: dict[str, Any] = {**dict.fromkeys(keys, pl.String), "weight": pl.Float64}
    level = {_defendant: "defendant", _victim: "victim", _pair: "pair"}[cells]
    types: dict[str, Any] = {
        "categories": pl.List(pl.Int64),
        "interval": pl.Struct({"low": pl.Int64, "high": pl.Int64}),
        "date": pl.Date,
    }
    for variable in machine_codebook().variables:
        if variable.level == level:
            schema |= {variable.name: types.get(variable.type, pl.Int64), f"{variable.name}_mis": pl.Int8}
    return schema


def _cell(datum: Datum[Any], rule: Callable[[Any], Any]) -> Cell:
    return (None, int(datum.missing)) if isinstance(datum, Absent) else (rule(datum.value), None)


def _same(value: Any) -> Any:  # noqa: ANN401 - as it came
    return value


def _bounds(value: Any) -> dict[str, int]:  # noqa: ANN401 - ages or a gap
    low, high = (value.low, value.high) if hasattr(value, "low") else (value.min, value.max)
    return {"low": low, "high": high}


def _codes(channels: tuple[str, ...]) -> list[int]:
    return sorted(_CHANNELS.index(channel) + 1 for channel in channels)


def _defendant(client: Client) -> dict[str, Cell]:
    def of(datum: Datum[Punishment], rule: Callable[[Punishment], int]) -> Cell:
        return _cell(datum, rule)

    return {
        "d_intake_year": _cell(client.intake_year, _same),
        "d_instance": (2 if client.appealed else 1, None),
        "d_sex": _cell(client.sex, lambda sex: _SEX.get(sex, 3)),
        "d_birth_year": _cell(client.birth_year, _same),
        "d_age_gap": _cell(client.age_gap, _bounds),
        "d_youngest_victim": _cell(client.youngest_victim, _bounds),
        "d_legal_site": _cell(client.legal_site_contact, int),
        "d_sentence_class": _cell(client.sentence_class, lambda one: SENTENCE_CLASSES.index(one) + 1),
        "d_custody_days": of(client.imposed, lambda one: one.custody_days),
        "d_suspended_days": of(client.imposed, lambda one: one.suspended_days),
        "d_service_hours": of(client.imposed, lambda one: one.service_hours),
        "d_demanded_days": of(client.demanded, lambda one: one.unconditional_days),
        "d_demanded_suspended": of(client.demanded, lambda one: one.suspended_days),
    }


def _victim(victim: Victim) -> dict[str, Cell]:
    return {
        "v_sex": _cell(victim.sex, lambda sex: _SEX.get(sex, 3)),
        "v_age": _cell(victim.age, _bounds),
        "v_legal_site": _cell(victim.on_legal_site, int),
        "v_channels": _cell(victim.channels, _codes),
    }


def _pair(pair: Pair) -> dict[str, Cell]:
    return {
        "p_first_contact": _cell(pair.first_date, _same),
        "p_victim_age": _cell(pair.victim_age, _bounds),
        "p_channels": _cell(pair.channels, _codes),
    }
