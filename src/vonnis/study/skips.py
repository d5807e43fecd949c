"""Answers to questions that a rule skips: they do not count, whoever gave them and however late the rule came to hold.

A coder answers a question, and then changes the answer on which it hangs: the first answer stays in the codings, and is
not applicable (−7) in final values, agreement and dataset. A question is skipped only where its condition is known not
to hold: silence elsewhere never closes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from vonnis.codebook.codebook import Codebook, Variable
from vonnis.codebook.coded import Coded, CodedUnits
from vonnis.codebook.expression import Rule, names_in
from vonnis.codebook.missing import Missing
from vonnis.codebook.values import Answer, read_answer
from vonnis.study.unit import Unit

if TYPE_CHECKING:
    import polars as pl

_ONE = "one"
_KEY = ["unit", "by"]
_ANSWER = ["value", "missing"]
Cell = tuple[str | None, int | None]


def without_skipped(
    answers: pl.DataFrame, codebook: Codebook, *, units: Iterable[Unit] = (), by: str | None = None
) -> pl.DataFrame:
    """Return answers with those to a skipped question as not applicable; order and columns stay.

    Args:
        answers: columns ``unit``, ``variable``, ``value`` and ``missing``, one row a question (of each of ``by``).
        codebook: whose rules skip questions.
        units: which unit hangs together with which; needed for rules over units of other levels.
        by: the column of those who answer each for themselves (``coder``); None where all rows are one body of answers.
    """
    import polars as pl

    asked = [variable for variable in codebook.variables if variable.asked_if is not None]
    present = set(answers["variable"].cast(pl.String).unique().to_list())
    gated = [variable for variable in asked if variable.name in present]
    if not gated:
        return answers
    plain = answers.select(
        pl.col("unit", "variable").cast(pl.String),
        (pl.col(by).cast(pl.String) if by else pl.lit("")).alias("by"),
        *_ANSWER,
    )
    near = [variable for variable in gated if _names(variable, codebook) is not None]
    far = [variable for variable in gated if variable not in near]
    found = [_skipped_near(plain, variable, codebook) for variable in near]
    found += [_skipped_far(plain, far, codebook, units=tuple(units))] if far else []
    skipped = pl.concat(found).unique()
    marked = plain.with_row_index("place").join(skipped, on=[*_KEY, "variable"], how="semi")["place"]
    if not marked.len():
        return answers
    hit = pl.int_range(pl.len()).is_in(marked.implode())
    code = pl.lit(int(Missing.NOT_APPLICABLE)).cast(answers.schema["missing"])
    return answers.with_columns(
        pl.when(hit).then(None).otherwise(pl.col("value")).alias("value"),
        pl.when(hit).then(code).otherwise(pl.col("missing")).alias("missing"),
    )


def _names(variable: Variable, codebook: Codebook) -> tuple[str, ...] | None:
    """Return every variable that decides whether this one is asked; None where one is of another level."""
    found: dict[str, None] = {}
    waiting = [variable.asked_if] if variable.asked_if else []
    while waiting:
        for name in {name.name for name in names_in(waiting.pop().root)} - found.keys():
            known = codebook.by_name.get(name)
            derived = codebook.derived_by_name.get(name)
            rules: list[Rule | None] = [known.asked_if] if known else []
            if derived:
                rules = [derived.value, *(case.when for case in derived.cases)]
            owner = known or derived
            if owner is None:
                continue
            if owner.level != variable.level:
                return None
            found[name] = None
            waiting += [rule for rule in rules if rule is not None]
    return tuple(name for name in found if name in codebook.by_name)


def _deciding(variables: Iterable[Variable], codebook: Codebook) -> set[str]:
    """Return these questions and every variable, of whatever level, that decides whether they are asked."""
    found: set[str] = set()
    waiting = [variable.name for variable in variables]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        known, derived = codebook.by_name.get(name), codebook.derived_by_name.get(name)
        rules = [known.asked_if] if known else []
        rules += [derived.value, *(case.when for case in derived.cases)] if derived else []
        waiting += [each.name for rule in rules if rule is not None for each in names_in(rule.root)]
    return found


def _skipped_near(plain: pl.DataFrame, variable: Variable, codebook: Codebook) -> pl.DataFrame:
    """Return where a question is skipped by answers about the same unit, each combination of them looked at once."""
    import polars as pl

    names = _names(variable, codebook) or ()
    own = plain.filter(pl.col("variable") == variable.name).select(_KEY)
    for name in names:
        told = plain.filter(pl.col("variable") == name).select(
            *_KEY, pl.col("value").alias(f"{name} value"), pl.col("missing").alias(f"{name} missing")
        )
        own = own.join(told, on=_KEY, how="left")
    cells = [column for column in own.columns if column not in _KEY]
    if not cells:
        return own.select(*_KEY, pl.lit(variable.name).alias("variable")).clear()
    combinations = own.select(cells).unique()
    closed = [
        not _open(variable, codebook, {name: (row[f"{name} value"], row[f"{name} missing"]) for name in names})
        for row in combinations.iter_rows(named=True)
    ]
    closing = combinations.filter(pl.Series(closed, dtype=pl.Boolean))
    hit = own.join(closing, on=cells, how="semi", nulls_equal=True)
    return hit.select(*_KEY, pl.lit(variable.name).alias("variable"))


def _open(variable: Variable, codebook: Codebook, cells: dict[str, Cell]) -> bool:
    coded = Coded(level=variable.level, key=_ONE, complex=_ONE, answers=dict(_answers(cells, codebook)))
    return CodedUnits(codebook, [coded]).unit(variable.level, _ONE).asked(variable) is not False


def _skipped_far(
    plain: pl.DataFrame, variables: Sequence[Variable], codebook: Codebook, *, units: tuple[Unit, ...]
) -> pl.DataFrame:
    """Return where questions are skipped by answers about other units too, unit by unit."""
    import polars as pl

    rows: list[tuple[str, str, str]] = []
    home = {unit.id: unit.complex for unit in units}
    deciding = plain.filter(pl.col("variable").is_in(sorted(_deciding(variables, codebook))))
    for who, part in sorted(deciding.partition_by("by", as_dict=True).items()):
        by_unit: dict[str, dict[str, Cell]] = {}
        for unit, name, value, missing in part.select("unit", "variable", *_ANSWER).iter_rows():
            by_unit.setdefault(unit, {})[name] = (value, missing)
        own = {home[unit] for unit in by_unit if unit in home}
        linked = CodedUnits(codebook, _coded((each for each in units if each.complex in own), by_unit, codebook))
        for variable in variables:
            for unit in linked.at(variable.level):
                answered = variable.name in by_unit.get(unit.coded.key, {})
                if answered and unit.asked(variable) is False:
                    rows.append((unit.coded.key, str(who[0]), variable.name))
    return pl.DataFrame(rows, schema=dict.fromkeys([*_KEY, "variable"], pl.String), orient="row")


def _coded(units: Iterable[Unit], by_unit: dict[str, dict[str, Cell]], codebook: Codebook) -> Iterator[Coded]:
    for unit in units:
        yield Coded(
            level=unit.level,
            key=unit.id,
            complex=unit.complex,
            defendant=unit.defendant,
            victim=unit.victim,
            answers=dict(_answers(by_unit.get(unit.id, {}), codebook)),
        )


def _answers(cells: dict[str, Cell], codebook: Codebook) -> Iterator[tuple[str, Answer]]:
    """Yield what cells answer; one that the codebook does not take is left out, so that it decides nothing."""
    for name, (value, missing) in cells.items():
        variable = codebook.by_name.get(name)
        if variable is None or (value is None and missing is None):
            continue
        if missing is not None:
            yield name, Missing(missing)
            continue
        try:
            yield name, read_answer(variable, str(value))
        except ValueError:
            continue
