"""A data file for everybody: no combination of traits that is rare, and no group that tells one answer of everyone.

*k-anonymity*: each combination of the quasi-identifiers (traits that somebody may know) belongs to at least k rows.
*l-diversity*: the rows of one combination hold at least l different sensitive answers (L. Sweeney, k-anonymity, 2002;
A. Machanavajjhala and others, l-diversity, 2007). First values are generalised by the steps that the policy names, the
trait with the most different values first; what is then still rare is withheld in its cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from vonnis.errors import DisclosureError

if TYPE_CHECKING:
    import polars as pl

Generalisation = Mapping[str, str]
"""What each value becomes in one step; a value that is not named stays."""


class DataPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of a data file.

    Attributes:
        traits: the columns by which somebody may recognise a row.
        sensitive: the columns whose answers no group may share; none where l-diversity is not asked.
        k: how many rows must share a combination of traits.
        l: how many different answers a group must hold in each sensitive column.
        steps: for each trait, how its values are made coarser, step by step.
        withheld: what stands for a cell that is withheld.
    """

    traits: tuple[str, ...]
    sensitive: tuple[str, ...] = ()
    k: int = 10
    l: int = 1  # noqa: E741 - the name that the literature gives it
    steps: Mapping[str, tuple[Generalisation, ...]] = {}
    withheld: str = "-6"


class DataFile(msgspec.Struct, frozen=True, kw_only=True):
    """A protected data file, and what it cost: steps taken by trait, and cells withheld by column."""

    frame: pl.DataFrame
    steps: dict[str, int]
    withheld: dict[str, int]


def protect_rows(frame: pl.DataFrame, policy: DataPolicy) -> DataFile:
    """Return a data file in which no row stands out, its rows in an order that tells nothing.

    Raises:
        DisclosureError: a column is missing, or the file has fewer rows than a group needs.
    """
    import polars as pl

    if missing := [name for name in (*policy.traits, *policy.sensitive) if name not in frame.columns]:
        message = f"the data file has no column {missing[0]}; name its traits as they are called in the file"
        raise DisclosureError(message)
    if 0 < frame.height < policy.k:
        message = (
            f"the data file has {frame.height} rows, fewer than the {policy.k} that a group needs; publish no rows"
        )
        raise DisclosureError(message)
    columns = [pl.col(name).cast(pl.String).fill_null("") for name in (*policy.traits, *policy.sensitive)]
    rows = frame.with_columns(columns).to_dicts()
    steps = _generalise(rows, policy)
    cells = _suppress(rows, policy)
    names = frame.columns
    texts = dict.fromkeys((*policy.traits, *policy.sensitive), pl.String())
    made = pl.DataFrame(rows, schema={**frame.schema, **texts}, orient="row").select(names)
    return DataFile(frame=made.sort(names, nulls_last=True), steps=steps, withheld=cells)


def rare_rows(rows: Sequence[Mapping[str, object]], policy: DataPolicy) -> list[int]:
    """Return the rows whose combination of traits is too rare, or tells one sensitive answer of everyone in it."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(tuple(row[name] for name in policy.traits), []).append(place)
    found: list[int] = []
    for members in groups.values():
        uniform = any(
            len({rows[place][name] for place in members} - {policy.withheld}) < policy.l
            and any(rows[place][name] != policy.withheld for place in members)
            for name in policy.sensitive
        )
        if len(members) < policy.k or uniform:
            found += members
    return sorted(found)


def _generalise(rows: list[dict[str, object]], policy: DataPolicy) -> dict[str, int]:
    """Take one step after another, of the trait with the most different values, until no row is rare."""
    taken = dict.fromkeys(policy.traits, 0)
    while rare_rows(rows, policy):
        left = [name for name in policy.traits if taken[name] < len(policy.steps.get(name, ()))]
        if not left:
            break
        name = max(left, key=lambda one: (len({row[one] for row in rows}), one))
        step = policy.steps[name][taken[name]]
        for row in rows:
            row[name] = step.get(str(row[name]), row[name])
        taken[name] += 1
    return {name: count for name, count in taken.items() if count}


def _suppress(rows: list[dict[str, object]], policy: DataPolicy) -> dict[str, int]:
    """Withhold traits of rare rows, most different values first, and then sensitive answers; count the cells."""
    before = [dict(row) for row in rows]
    order = sorted(policy.traits, key=lambda name: (-len({str(row[name]) for row in rows}), name))
    for name in order:
        for place in rare_rows(rows, policy):
            rows[place][name] = policy.withheld
    while rare := rare_rows(rows, policy):
        emptied = [place for place, row in enumerate(rows) if all(row[name] == policy.withheld for name in order)]
        if len(emptied) >= policy.k:
            for place in rare:  # enough rows without traits, but they share an answer
                rows[place].update(dict.fromkeys(policy.sensitive, policy.withheld))
            continue
        counts: dict[tuple[object, ...], list[int]] = {}
        for place, row in enumerate(rows):
            if place not in emptied:
                counts.setdefault(tuple(row[name] for name in order), []).append(place)
        joining = min(counts.values(), key=lambda places: (len(places), places))
        for place in joining:
            rows[place].update(dict.fromkeys(order, policy.withheld))
    names = (*policy.traits, *policy.sensitive)
    changed = {name: sum(a[name] != b[name] for a, b in zip(before, rows, strict=True)) for name in names}
    return {name: count for name, count in changed.items() if count}
