"""What the attacker is given beside the numbers of a release: which groups of units overlap, and what else is public.

It is more than a reader knows, and nothing that the gate noted while it chose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from vonnis.analysis.result import Result, TableResult
from vonnis.disclosure.amounts import amounts_of
from vonnis.disclosure.arithmetic import Compared, compared, known_means
from vonnis.disclosure.claims import claims_of
from vonnis.disclosure.earlier import EarlierNumber
from vonnis.disclosure.policy import Policy


class Groups(msgspec.Struct, frozen=True, kw_only=True):
    """Which groups overlap, at one level: for each number the atoms that its units fall in.

    No count stands in it but one: ``smallest``, the size of the smallest group (none of nobody) that a difference,
    share or coefficient is worked out from. ``measures`` says of each plain mean which question it is of, and
    ``compared`` which differences are between which shares or means.
    """

    level: str
    atoms: int
    members: dict[str, tuple[int, ...]]
    smallest: dict[str, int] = {}
    measures: dict[str, str] = {}
    compared: tuple[Compared, ...] = ()


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader can count in the public data: of these units there are ``low`` to ``high`` rows."""

    name: str
    level: str
    units: tuple[str, ...]
    low: int
    high: int


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of money behind the means of one level that hang together, in steps.

    ``values`` are those that follow from a mean and its n, wherever that mean is released; ``needs`` is how wide each
    must stay where it is not.
    """

    groups: Groups
    step: float
    values: dict[str, int]
    people: dict[str, int]
    needs: dict[str, int]


def groups_of(
    results: Sequence[Result],
    tables: Sequence[TableResult],
    *,
    earlier: Sequence[EarlierNumber | Counted] = (),
) -> tuple[Groups, ...]:
    """Return which groups of units overlap, level by level, for all numbers of a release and of earlier ones.

    What can be counted in the public data may stand among the ``earlier`` ones.
    """
    found = []
    for level in sorted({result.level for result in results} | {table.level for table in tables}):
        here = [result for result in results if result.level == level]
        claims = {claim.id: claim.units for claim in claims_of(here, [one for one in tables if one.level == level])}
        claims |= {number.name: frozenset(number.units) for number in earlier if number.level == level}
        signatures: dict[str, list[str]] = defaultdict(list)
        for id_, units in claims.items():
            for unit in units:
                signatures[unit].append(id_)
        atoms = {
            signature: place for place, signature in enumerate(sorted({tuple(one) for one in signatures.values()}))
        }
        members = {id_: tuple(n for signature, n in atoms.items() if id_ in signature) for id_ in claims}
        smallest = {one.id: min(filter(None, map(len, one.groups)), default=0) for one in here if one.groups}
        found.append(
            Groups(
                level=level,
                atoms=len(atoms),
                members=members,
                smallest=smallest,
                measures={one.id: one.measure for one in known_means(here, withheld=())},
                compared=tuple(compared(here)),
            )
        )
    return tuple(found)


def sums_of(results: Sequence[Result], *, policy: Policy) -> tuple[Sums, ...]:
    """Return which people the means of money of each level share, and the sums that would follow from them."""
    found = []
    for level in sorted({result.level for result in results}):
        for amounts in amounts_of([one for one in results if one.level == level], policy):
            signatures: dict[str, list[str]] = defaultdict(list)
            for one in amounts.statements:
                for unit in one.units:
                    signatures[unit].append(one.id)
            atoms = sorted({tuple(one) for one in signatures.values()})
            members = {
                one.id: tuple(place for place, signature in enumerate(atoms) if one.id in signature)
                for one in amounts.statements
            }
            found.append(
                Sums(
                    groups=Groups(level=level, atoms=len(atoms), members=members),
                    step=amounts.step,
                    values={one.id: one.value for one in amounts.statements},
                    people={one.id: len(one.units) for one in amounts.statements},
                    needs=amounts.needs,
                )
            )
    return tuple(found)
