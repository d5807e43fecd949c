"""The small language of rules: what a condition, a check or a derived variable is written in.

::

    asked_if: c_trafficking_link = 1
    asked_if: v_advertised has {1, 2, 3, 4, 8} and not (v_sex is missing)
    must:     k_imp_prison_susp <= k_imp_prison
    value:    lowest(p_age_gap)                      over the pairs of a client

A rule is parsed once into the frozen values below; nothing of it is ever executed as a program. How the answers are
found is said in ``evaluation``, which names may stand where in ``typing``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal, Union, get_args

import msgspec

Comparator = Literal["=", "!=", "<", "<=", ">", ">="]
State = Literal["answered", "missing", "unclear", "not_stated", "not_applicable", "withheld"]
Aggregate = Literal["any", "all", "count", "lowest", "highest", "mean", "sum"]
Function = Literal["days", "hours", "year", "age", "years"]


class Number(msgspec.Struct, frozen=True, tag=True):
    """A number as written; ``column`` counts from 1 inside the rule, here and below."""

    value: float
    column: int


class Day(msgspec.Struct, frozen=True, tag=True):
    """A date as written (``2024-07-01``)."""

    value: dt.date
    column: int


class Name(msgspec.Struct, frozen=True, tag=True):
    """A variable, or a parameter of the codebook."""

    name: str
    column: int


class Compare(msgspec.Struct, frozen=True, tag=True):
    """Two values held against each other."""

    operator: Comparator
    left: Node
    right: Node
    column: int


class Holds(msgspec.Struct, frozen=True, tag=True):
    """``x in {1, 2}`` (one answer among these codes), or ``x has {1, 2}`` (a set with at least one of them)."""

    name: Name
    codes: tuple[int, ...]
    is_set: bool
    column: int


class Is(msgspec.Struct, frozen=True, tag=True):
    """``x is missing``, ``x is answered``, ``x is not_stated``: known even where the value is not."""

    name: Name
    state: State
    column: int


class Not(msgspec.Struct, frozen=True, tag=True):
    """The opposite; of what is unknown, unknown."""

    part: Node
    column: int


class Both(msgspec.Struct, frozen=True, tag=True):
    """``and``: false when one part is, true when all are, unknown otherwise."""

    parts: tuple[Node, ...]
    column: int


class Either(msgspec.Struct, frozen=True, tag=True):
    """``or``: true when one part is, false when none can be, unknown otherwise."""

    parts: tuple[Node, ...]
    column: int


class Arithmetic(msgspec.Struct, frozen=True, tag=True):
    """Two numbers added, subtracted, multiplied or divided; ranges give ranges."""

    operator: Literal["+", "-", "*", "/"]
    left: Node
    right: Node
    column: int


class Call(msgspec.Struct, frozen=True, tag=True):
    """A function of values: ``days(k_imp_prison)``, ``age(k_birth_year, p_first_date)``."""

    function: Function
    arguments: tuple[Node, ...]
    column: int


class Over(msgspec.Struct, frozen=True, tag=True):
    """Something about the units below: ``any(p_channel = 1)``, ``lowest(v_age_start)``."""

    aggregate: Aggregate
    part: Node
    column: int


Node = Union[Number, Day, Name, Compare, Holds, Is, Not, Both, Either, Arithmetic, Call, Over]  # noqa: UP007 - classes refer to it by name


class Rule(msgspec.Struct, frozen=True):
    """A rule as written, and what it means; two rules are equal when their words are."""

    text: str
    root: Node

    def names(self) -> tuple[str, ...]:
        """Return the variables and parameters that the rule rests on, in the order of their first appearance."""
        return tuple(dict.fromkeys(name.name for name in names_in(self.root)))


def is_word(name: str) -> bool:
    """Tell whether a word has a meaning of its own in rules, so that no variable may bear it."""
    return name in {"and", "or", "not", "in", "has", "is", *get_args(State), *get_args(Aggregate), *get_args(Function)}


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node."""
    if isinstance(node, Compare | Arithmetic):
        return (node.left, node.right)
    if isinstance(node, Both | Either):
        return node.parts
    if isinstance(node, Not | Over):
        return (node.part,)
    if isinstance(node, Holds | Is):
        return (node.name,)
    return node.arguments if isinstance(node, Call) else ()


def names_in(node: Node) -> Iterator[Name]:
    """Yield every name in a node, as often as it stands there."""
    if isinstance(node, Name):
        yield node
    for part in children(node):
        yield from names_in(part)
