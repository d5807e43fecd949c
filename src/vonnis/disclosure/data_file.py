"""A data file for everybody: no combination of traits that is rare, and no group that tells one answer of everyone.

*k-anonymity*: each combination of the quasi-identifiers (traits that somebody may know) belongs to at least k rows.
*l-diversity*: the rows of one combination hold at least l different sensitive answers (L. Sweeney, k-anonymity, 2002;
A. Machanavajjhala and others, l-diversity, 2007). Values are generalised by the steps that the policy names, and what
is then still rare is withheld in its cells. Of all ways to take those steps the one is taken that loses least together:
for each column, how much is unknown of the answers by what the file says in their place (the entropy of A. Gionis and
T. Tassa, k-anonymization with minimal loss of information, 2009; of a withheld answer nothing is known).

A reader who subtracts the file from a published table of one column learns which answers were withheld in it, though
not where. Were they all the same, every withheld cell could be filled in again: so they never are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import log2, prod
from typing import TYPE_CHECKING

import msgspec

from vonnis.errors import DisclosureError

if TYPE_CHECKING:
    import polars as pl

Generalisation = Mapping[str, str]
"""What each value becomes in one step, both as text; a value that is not named stays."""

_MOST_WAYS = 500

Rows = list[tuple[object, ...]]


class DataPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of a data file.

    Attributes:
        traits: the columns by which somebody may recognise a row.
        sensitive: the columns whose answers no group may share; none where l-diversity is not asked.
        k: how many rows must share a combination of traits.
        l: how many different answers a group must hold in each sensitive column.
        steps: for each trait, how its values are made coarser, step by step.
        withheld: what stands for a cell that is withheld, as the column types it.
    """

    traits: tuple[str, ...]
    sensitive: tuple[str, ...] = ()
    k: int = 10
    l: int = 1  # noqa: E741 - the name that the literature gives it
    steps: Mapping[str, tuple[Generalisation, ...]] = {}
    withheld: int = -6


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that gave the same answers before any was withheld, by their places; and how many of them a reader counts.

    There are at least as many as show those answers, and at most as many as withhold nothing else: ``low`` to ``high``.
    """

    answers: str
    places: tuple[int, ...]
    low: int
    high: int


class DataFile(msgspec.Struct, frozen=True, kw_only=True):
    """A protected data file, and what it cost: steps taken by trait, and cells withheld by column.

    ``answered`` is what a reader of the file can count; it stays inside.
    """

    frame: pl.DataFrame
    answered: tuple[Answered, ...]
    steps: dict[str, int]
    withheld: dict[str, int]


def protect_rows(frame: pl.DataFrame, policy: DataPolicy) -> DataFile:
    """Return a data file in which no row stands out, its rows in an order that tells nothing.

    Columns keep their types; in a column of text an empty cell is an answer of its own.

    Raises:
        DisclosureError: a column is missing, or the file has fewer rows than a group needs.
    """
    import polars as pl

    names = (*policy.traits, *policy.sensitive)
    if missing := [name for name in names if name not in frame.columns]:
        message = f"the data file has no column {missing[0]}; name its traits as they are called in the file"
        raise DisclosureError(message)
    if 0 < frame.height < policy.k:
        message = (
            f"the data file has {frame.height} rows, fewer than the {policy.k} that a group needs; publish no rows"
        )
        raise DisclosureError(message)
    schema = {name: frame.schema[name] for name in names}
    blank = {name: pl.Series([policy.withheld]).cast(type_)[0] for name, type_ in schema.items()}
    rows = [dict(row) for row in frame.select(pl.col(pl.String).fill_null(""), pl.exclude(pl.String)).to_dicts()]
    steps, before, rows = min(_generalised(rows, policy, schema, blank), key=lambda one: _lost(rows, one[2], policy))
    cells = {name: sum(a[name] != b[name] for a, b in zip(before, rows, strict=True)) for name in names}
    made = pl.DataFrame(rows, schema=frame.schema, orient="row").select(frame.columns)
    withheld = {name: count for name, count in cells.items() if count}
    answered = tuple(_answered(before, rows, policy))
    return DataFile(frame=made.sort(frame.columns, nulls_last=True), answered=answered, steps=steps, withheld=withheld)


def _answered(
    before: Sequence[Mapping[str, object]], after: Sequence[Mapping[str, object]], policy: DataPolicy
) -> Iterator[Answered]:
    """Yield what can be counted: the answers in each column, and in all of them together where none is withheld."""
    columns, blanks = (*policy.traits, *policy.sensitive), _written(policy)
    for names in dict.fromkeys([*((name,) for name in columns), columns] if columns else []):
        places: dict[tuple[str, ...], list[int]] = {}
        for place, row in enumerate(before):
            places.setdefault(tuple(str(row[name]) for name in names), []).append(place)
        shown = Counter(tuple(str(row[name]) for name in names) for row in after)
        for answers, same in sorted(places.items()):
            many = sum(
                count
                for row, count in shown.items()
                if all(told == answer or told in blanks for told, answer in zip(row, answers, strict=True))
            )
            if len(names) > 1 and many > shown[answers]:
                continue
            said = ", ".join(f"{name}={answer}" for name, answer in zip(names, answers, strict=True))
            yield Answered(answers=said, places=tuple(same), low=shown[answers], high=many)


def rare_rows(rows: Sequence[Mapping[str, object]], policy: DataPolicy) -> list[int]:
    """Return the rows whose combination of traits is too rare, or tells one sensitive answer of everyone in it."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(tuple(row[name] for name in policy.traits), []).append(place)
    found: list[int] = []
    for members in groups.values():
        if len(members) < policy.k or any(_tells(rows, members, name, policy=policy) for name in policy.sensitive):
            found += members
    return sorted(found)


def _tells(rows: Sequence[Mapping[str, object]], members: Sequence[int], name: str, *, policy: DataPolicy) -> bool:
    """Tell whether a group of rows shares too few different answers to one sensitive question."""
    answers = {str(rows[place][name]) for place in members} - _written(policy)
    return 0 < len(answers) < policy.l


def _written(policy: DataPolicy) -> frozenset[str]:
    """Return how a withheld cell is written, in a column of whole numbers or words and in one of amounts."""
    return frozenset({str(policy.withheld), str(float(policy.withheld))})


def _generalised(
    rows: list[dict[str, object]], policy: DataPolicy, schema: Mapping[str, pl.DataType], blank: Mapping[str, object]
) -> Iterator[tuple[dict[str, int], list[dict[str, object]], list[dict[str, object]]]]:
    """Yield each way to take the steps, fewest first: the steps by trait, the coarser rows, and those without the rare.

    Raises:
        DisclosureError: there are too many ways to try.
    """
    able = [name for name in policy.traits if policy.steps.get(name)]
    ways = prod(len(policy.steps[name]) + 1 for name in able)
    if ways > _MOST_WAYS:
        message = f"the steps of the data file can be taken in {ways:,} ways, at most {_MOST_WAYS:,}; name fewer steps"
        raise DisclosureError(message)
    for taken in sorted(
        product(*(range(len(policy.steps[name]) + 1) for name in able)), key=lambda way: (sum(way), way)
    ):
        steps = dict(zip(able, taken, strict=True))
        coarser = [dict(row) for row in rows]
        for name, many in steps.items():
            _make_coarser(coarser, name, policy.steps[name][:many], schema[name])
        made = [dict(row) for row in coarser]
        _suppress(made, policy, blank)
        yield {name: many for name, many in steps.items() if many}, coarser, made


def _make_coarser(
    rows: list[dict[str, object]], name: str, steps: Sequence[Generalisation], type_: pl.DataType
) -> None:
    import polars as pl

    for step in steps:
        coarser = {value: pl.Series([into]).cast(type_)[0] for value, into in step.items()}
        for row in rows:
            row[name] = coarser.get(str(row[name]), row[name])


def _lost(before: Sequence[Mapping[str, object]], after: Sequence[Mapping[str, object]], policy: DataPolicy) -> float:
    """Return how much is unknown of the answers by what stands in their place, in bits, over all columns.

    Nothing at all is known of an answer that is withheld: it may be any of those that the column has.
    """
    bits = 0.0
    for name in (*policy.traits, *policy.sensitive):
        answers: dict[str, Counter[str]] = {}
        for old, new in zip(before, after, strict=True):
            answers.setdefault(str(new[name]), Counter())[str(old[name])] += 1
        hidden = sum((answers.pop(blank, Counter()) for blank in _written(policy)), Counter())
        bits += hidden.total() * log2(len({str(old[name]) for old in before}))
        bits += sum(-many * log2(many / counts.total()) for counts in answers.values() for many in counts.values())
    return round(bits, 6)


def _suppress(rows: list[dict[str, object]], policy: DataPolicy, blank: Mapping[str, object]) -> None:
    """Withhold answers of rare rows: the trait first that makes most of them frequent; then join what is still rare.

    Where no single trait helps, the one with the most different answers goes. Groups that share too few sensitive
    answers lose those.
    """
    order = sorted(policy.traits, key=lambda name: (-len({str(row[name]) for row in rows}), name))
    combinations: Rows = [tuple(row[name] for name in order) for row in rows]
    empty = tuple(blank[name] for name in order)
    combinations = _joined(_masked_until_frequent(combinations, empty, policy.k), empty, policy.k)
    before: Rows = [tuple(row[name] for name in order) for row in rows]
    combinations = _mixed(before, _covered(before, combinations, empty, policy.k), empty)
    for row, combination in zip(rows, combinations, strict=True):
        row.update(zip(order, combination, strict=True))
    groups = _groups(combinations)
    for name in policy.sensitive:
        telling = [members for members in groups.values() if _tells(rows, members, name, policy=policy)]
        varied = [members for members in groups.values() if members not in telling and _varied(rows, members, name)]
        if telling and varied:
            # Beside a published table of these answers, groups of one answer alone would be filled in again.
            telling.append(min(varied, key=lambda members: (len(members), str(combinations[members[0]]))))
        if empty in before:
            telling.append(groups[empty])
        for place in (place for members in telling for place in members):
            rows[place][name] = blank[name]


def _covered(before: Rows, rows: Rows, blank: tuple[object, ...], least: int) -> Rows:
    """Return rows in which those that came without any answer stand among as many others as a group needs.

    Theirs would else be the difference between the file and a published table.
    """
    while blank in before and sum(row == blank != old for old, row in zip(before, rows, strict=True)) < least:
        counts = Counter(row for row in rows if row != blank)
        if not counts:
            break
        smallest = min(counts, key=lambda row: (counts[row], str(row)))
        rows = [blank if row == smallest else row for row in rows]
    return rows


def _groups(rows: Rows) -> dict[tuple[object, ...], list[int]]:
    found: dict[tuple[object, ...], list[int]] = {}
    for place, row in enumerate(rows):
        found.setdefault(row, []).append(place)
    return found


def _varied(rows: Sequence[Mapping[str, object]], members: Sequence[int], name: str) -> bool:
    return len({str(rows[place][name]) for place in members}) > 1


def _mixed(before: Rows, rows: Rows, blank: tuple[object, ...]) -> Rows:
    """Return rows in which no column withholds one answer only: the smallest group with another answer joins it.

    A group goes whole into that of the same combination without the answer, so that none becomes too small.
    """
    for place, empty in enumerate(blank):
        hidden = {old[place] for old, row in zip(before, rows, strict=True) if old[place] != row[place]}
        others = [row for row in rows if row[place] not in (empty, *hidden)]
        if len(hidden) != 1 or not others:
            continue
        counts = Counter(others)
        chosen = min(counts, key=lambda row: (counts[row], str(row)))
        rows = [(*row[:place], empty, *row[place + 1 :]) if row == chosen else row for row in rows]
    return rows


def _masked_until_frequent(rows: Rows, empty: tuple[object, ...], least: int) -> Rows:
    left = set(range(len(empty)))
    while left and (rare := _rare(rows, least)):
        masked = {place: _masked(rows, rare, place, blank=empty[place]) for place in left}
        gains = {place: len(rare) - len(_rare(made, least)) for place, made in masked.items()}
        best = max(sorted(left), key=lambda place: (gains[place], -place))
        made = masked[best]
        if gains[best] > 0:
            still = set(_rare(made, least))
            kept = [rows[at] if at in still else made[at] for at in range(len(rows))]
            rows = kept
            if len(_rare(rows, least)) < len(rare):
                continue
        rows = made
        left.discard(best)
    return rows


def _rare(rows: Rows, least: int) -> list[int]:
    counts = Counter(rows)
    return [at for at, row in enumerate(rows) if counts[row] < least]


def _masked(rows: Rows, rare: Sequence[int], place: int, *, blank: object) -> Rows:
    """Return the rows with one answer of the rare ones withheld."""
    chosen = set(rare)
    return [(*row[:place], blank, *row[place + 1 :]) if at in chosen else row for at, row in enumerate(rows)]


def _joined(rows: Rows, blank: tuple[object, ...], least: int) -> Rows:
    """Return rows of which the last rare ones are blank, with the smallest frequent combination beside them."""
    while rare := _rare(rows, least):
        chosen = set(rare)
        counts = Counter(row for at, row in enumerate(rows) if at not in chosen and row != blank)
        smallest = min(counts, key=lambda row: (counts[row], str(row)), default=None)
        rows = [blank if at in chosen or row in (smallest, blank) else row for at, row in enumerate(rows)]
        if smallest is None:
            return rows
    return rows
