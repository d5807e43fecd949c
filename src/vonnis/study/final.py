"""The final value of each question about each unit, and what it rests on.

In this order: an adjudication; the answer on which all coders agree; the answer of a single coder; the machine's, where
the study accepts it and nobody answered. Where coders differ and nobody has decided there is no final value: the
disagreement is open, and is counted. It closes by itself where other final values make that the question is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from vonnis.codebook.missing import Missing
from vonnis.study.coding import COUNTED_ROUNDS

if TYPE_CHECKING:
    import polars as pl

Basis = Literal["adjudicated", "agreed", "single", "machine_accepted", "open", "not_asked"]
"""What a final value rests on; ``open`` where coders differ and nobody has decided, ``not_asked`` where nobody need."""

_QUESTION = ["unit", "variable"]
_KINDS = 10
"""More than the size of any code of missing."""


def final_values(codings: pl.DataFrame, adjudications: pl.DataFrame, *, accepted: Iterable[str] = ()) -> pl.DataFrame:
    """Return the final values: columns ``unit``, ``variable``, ``value``, ``missing``, ``basis``, ``coders``.

    Args:
        codings: columns ``unit``, ``variable``, ``coder``, ``value``, ``missing``, ``round``, ``at``, ``id``.
        adjudications: columns ``unit``, ``variable``, ``value``, ``missing``, ``at``, ``id``.
        accepted: variables of which the machine's answer counts where no coder has answered.
    """
    import polars as pl

    answers = latest_answers(codings.filter(pl.col("round").cast(pl.String).is_in(list(COUNTED_ROUNDS))))
    # Each answer as one number, so that millions of them are compared without touching a text.
    code = pl.col("value").cast(pl.Categorical).to_physical().cast(pl.Int64).fill_null(-1) * _KINDS
    coded = answers.with_columns((code - pl.col("missing").cast(pl.Int64).fill_null(0)).alias("code"))
    told = coded.group_by(_QUESTION).agg(
        pl.col("value").first(),
        pl.col("missing").first(),
        pl.len().alias("coders"),
        (pl.col("code").min() != pl.col("code").max()).alias("differ"),
    )
    told = told.with_columns(
        pl.when("differ").then(pl.lit("open")).when(pl.col("coders") > 1).then(pl.lit("agreed"))
        .otherwise(pl.lit("single")).alias("basis"),
        pl.when("differ").then(None).otherwise("value").alias("value"),
        pl.when("differ").then(None).otherwise("missing").alias("missing"),
    ).drop("differ")  # fmt: skip
    decided = _last(adjudications, _QUESTION).select(
        *_QUESTION, "value", "missing", pl.lit("adjudicated").alias("basis")
    )
    coders = told.select(*_QUESTION, "coders")
    decided = decided.join(coders, on=_QUESTION, how="left").with_columns(pl.col("coders").fill_null(0))
    machine = latest_of_machine(codings.filter(pl.col("variable").is_in(list(accepted)))).select(
        *_QUESTION, "value", "missing", pl.lit("machine_accepted").alias("basis"), pl.lit(0).alias("coders")
    )
    columns = [*_QUESTION, "value", "missing", "basis", "coders"]
    kept = [decided, told.join(decided, on=_QUESTION, how="anti")]
    human = pl.concat([part.select(columns).cast({"coders": pl.Int64}) for part in kept])
    rest = machine.join(human, on=_QUESTION, how="anti").select(columns).cast({"coders": pl.Int64})
    return pl.concat([human, rest]).sort(_QUESTION)


def closed_where_skipped(final: pl.DataFrame) -> pl.DataFrame:
    """Return final values with each open difference closed where a rule has made its question not applicable."""
    import polars as pl

    skipped = (pl.col("basis") == "open") & (pl.col("missing") == int(Missing.NOT_APPLICABLE))
    return final.with_columns(pl.when(skipped).then(pl.lit("not_asked")).otherwise("basis").alias("basis"))


def latest_answers(codings: pl.DataFrame) -> pl.DataFrame:
    """Return the last answer of each coder to each question, over the rounds that are given.

    Of two at the same moment the one with the higher id counts, so that the order of the input does not matter.
    """
    return _last(codings, [*_QUESTION, "coder"])


def latest_of_machine(codings: pl.DataFrame) -> pl.DataFrame:
    """Return the machine's last answer to each question, whichever version of its rules gave it."""
    import polars as pl

    return _last(codings.filter(pl.col("round").cast(pl.String) == "machine"), _QUESTION)


def repeats(frame: pl.DataFrame, key: list[str]) -> bool:
    """Tell whether a key stands in a table twice; its columns are texts or categories."""
    import polars as pl

    if not frame.height:
        return False
    places = frame.select(pl.col(name).cast(pl.Categorical).to_physical().cast(pl.UInt64) for name in key)
    joined = pl.lit(0, pl.UInt64)
    for name in key:
        joined = joined * (pl.col(name).max() + 1) + pl.col(name)
    return places.select(joined.alias("key"))["key"].n_unique() != frame.height


def _last(frame: pl.DataFrame, key: list[str]) -> pl.DataFrame:

    if not repeats(frame, key):
        return frame
    return frame.sort("at", "id").unique(key, keep="last", maintain_order=True)
