"""Which complexes belong together and who is the same person, from the links that coders decided.

An uncertain link is counted apart: a figure is computed with and without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from vonnis.study.log import Link
from vonnis.study.unit import Unit

if TYPE_CHECKING:
    import polars as pl


def last_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the link that counts for each pair of units: the last one, whichever of the two it names first."""
    found: dict[tuple[str, str, str], Link] = {}
    for link in sorted(links, key=lambda link: (link.at, link.id)):
        found[(link.kind, *sorted((link.one, link.other)))] = link  # type: ignore[index]
    return tuple(found[key] for key in sorted(found))


def in_complexes(units: Iterable[Unit], links: Iterable[Link], *, with_uncertain: bool = True) -> tuple[Unit, ...]:
    """Return the units with the complex that each belongs to now.

    Complexes that are linked become one, which keeps the lowest number; the others are no units any more.
    """
    joined = merged_complexes(links, with_uncertain=with_uncertain)
    result = []
    for unit in units:
        home = joined.get(unit.complex, unit.complex)
        if unit.level == "complex" and home != unit.id:
            continue
        result.append(msgspec.structs.replace(unit, complex=home) if home != unit.complex else unit)
    return tuple(result)


def cases_of(units: Sequence[Unit], links: Iterable[Link]) -> dict[str, str]:
    """Return the case of each unit: its complex as it is linked now; a paper is a case of its own.

    Who knows the answers about one unit of a case knows something of every other.
    """
    now = {unit.id: unit.complex for unit in in_complexes(units, links)}
    homes = {unit.complex: now[unit.id] for unit in units if unit.id in now}
    return {unit.id: unit.id if unit.level == "paper" else homes.get(unit.complex, unit.complex) for unit in units}


def merged_complexes(links: Iterable[Link], *, with_uncertain: bool = True) -> dict[str, str]:
    """Return the complexes that became part of another, each with the one that it is part of now."""
    held = (link for link in last_links(links) if link.kind == "complex" and _holds(link, with_uncertain))
    return {id_: home for id_, home in _groups(held).items() if id_ != home}


def made_of(cases: Collection[str], merged: Mapping[str, str]) -> set[str]:
    """Return some complexes with all that are one case with them; ``merged`` is of :func:`merged_complexes`."""
    homes = {merged.get(case, case) for case in cases}
    return homes | {part for part, home in merged.items() if home in homes}


def with_merged(final: pl.DataFrame, merged: Mapping[str, str]) -> pl.DataFrame:
    """Return final values with those about complexes that became part of another moved to that one.

    What was decided about the one that remains holds. Else the answers to a question must be the same, or they differ,
    which is open until somebody decides. Columns as :func:`vonnis.study.final.final_values` has them.
    """
    import polars as pl

    if not merged:
        return final
    unit = pl.col("unit").cast(pl.String)
    touched = final.filter(unit.is_in([*merged, *merged.values()]))
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in touched.iter_rows(named=True):
        groups.setdefault((merged.get(row["unit"], row["unit"]), row["variable"]), []).append(row)
    rows = [_one_of(home, told) for (home, _), told in groups.items()]
    plain = {"unit": pl.String, "variable": pl.String}
    rest = final.filter(~unit.is_in([*merged, *merged.values()])).cast(plain)  # type: ignore[arg-type]
    return pl.concat([rest, pl.DataFrame(rows, schema=rest.schema)]).sort("unit", "variable")


def _one_of(home: str, told: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the final value of a question about a complex from those about all that it is made of."""
    first = min(told, key=lambda row: (row["unit"] != home, row["unit"]))
    decided = first["unit"] == home and first["basis"] == "adjudicated"
    if decided or len({(row["value"], row["missing"], row["basis"] == "open") for row in told}) == 1:
        return {**first, "unit": home}
    return {**first, "unit": home, "value": None, "missing": None, "basis": "open"}


def persons(units: Iterable[Unit], links: Iterable[Link], *, with_uncertain: bool = True) -> dict[str, str]:
    """Return for each defendant and victim the number of the person: the lowest of all that are the same person."""
    same = _groups(link for link in last_links(links) if link.kind == "same_person" and _holds(link, with_uncertain))
    return {unit.id: same.get(unit.id, unit.id) for unit in units if unit.level in ("defendant", "victim")}


def _holds(link: Link, with_uncertain: bool) -> bool:  # noqa: FBT001 - an inner step, named at every call outside
    return link.standing == "certain" or (with_uncertain and link.standing == "uncertain")


def _groups(links: Iterable[Link]) -> dict[str, str]:
    """Return for each linked id the lowest id of its group."""
    root: dict[str, str] = {}

    def find(id_: str) -> str:
        while root.setdefault(id_, id_) != id_:
            id_ = root[id_]
        return id_

    for link in links:
        one, other = sorted((find(link.one), find(link.other)))
        root[other] = one
    return {id_: find(id_) for id_ in root}
