"""Public numbers as values: what passed the gate, what was withheld, and why.

Nothing here can be made outside :func:`vonnis.disclosure.gate.release`: each constructor asks for the open gate.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from vonnis.analysis.result import Interval, Statistic, Text
from vonnis.disclosure.seal import require_gate

__all__ = [
    "Decision",
    "Interval",
    "Outcome",
    "Release",
    "ReleasedCell",
    "ReleasedResult",
    "ReleasedTable",
    "Statistic",
    "Status",
    "Text",
]

Status = Literal["released", "suppressed", "exception"]
Outcome = Literal["released", "withheld", "exception"]


class _Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A value that only the gate can make."""

    def __post_init__(self) -> None:
        """Refuse to be made outside the gate."""
        require_gate(type(self).__name__)


PAPERS = "paper"
"""The level of figures on papers: published or not, the papers of a fictional study are made up."""


class ReleasedResult(_Sealed, frozen=True, kw_only=True):
    """A number that passed the gate, or the place of one that was withheld.

    Where ``status`` is ``suppressed``, ``value``, ``numerator`` and ``interval`` are None; ``n`` stays unless it is
    itself too small or tells a withheld number. ``rounded`` marks a mean or median that the gate rounded to whole units
    and released without interval. ``rule`` names the rule that withheld the number, or that an exception set aside.
    ``caveats`` is what must be read beside it.
    """

    id: str
    label: Text
    statistic: Statistic
    value: float | None
    unit: str
    level: str
    n: int | None
    numerator: int | None
    missing: dict[str, int | None]
    interval: Interval | None
    status: Status
    rounded: bool
    rule: str | None
    definition: Text
    source: Text
    published_elsewhere: bool
    caveats: tuple[Text, ...] = ()

    def made_up(self, *, fictional: bool) -> bool:
        """Tell whether the number is made up in a ``fictional`` study: papers are, what others published is not."""
        return fictional and (self.level == PAPERS or not self.published_elsewhere)

    @property
    def withholds_n(self) -> bool:
        """Whether this number has an n that stays inside with it."""
        return self.status == "suppressed" and self.n is None and self.statistic in ("share", "mean", "median")


class ReleasedCell(_Sealed, frozen=True, kw_only=True):
    """One number of a table: its count, and its share of the table (or row) where that total is released too.

    ``id`` is made of the table and the English heads (``sentence_class.no_prison.clients``); ``value`` is None where
    the cell is withheld.
    """

    id: str
    value: int | None
    share: float | None
    status: Status


class ReleasedTable(_Sealed, frozen=True, kw_only=True):
    """A table that passed the gate as a whole; ``row_totals`` and ``column_totals`` are empty where they would repeat.

    ``invented`` holds the rows whose numbers were made up for a demonstration, ``breaks`` the rows before which the
    way of counting changed; ``drawn`` names the chart that shows it. Neither totals nor shares stand in a table whose
    rows are no parts of one whole. Shares are weighted where the units are, and ``caveats`` then says so.
    """

    id: str
    title: Text
    level: str
    rows: tuple[Text, ...]
    columns: tuple[Text, ...]
    cells: tuple[tuple[ReleasedCell, ...], ...]
    row_totals: tuple[ReleasedCell, ...]
    column_totals: tuple[ReleasedCell, ...]
    total: ReleasedCell | None
    missing: dict[str, int | None]
    ordered: bool
    invented: tuple[int, ...]
    breaks: tuple[int, ...]
    definition: Text
    source: Text
    row_sources: tuple[Text, ...]
    published_elsewhere: bool
    drawn: str = ""
    caveats: tuple[Text, ...] = ()


class Decision(_Sealed, frozen=True, kw_only=True):
    """What the gate decided about one number: what, by which rule, how, why, and who decided where a person did.

    ``reason`` never tells the number itself.
    """

    id: str
    label: Text
    rule: str
    outcome: Outcome
    reason: Text
    exception: str | None = None
    decided_by: str | None = None
    date: dt.date | None = None


class Release(_Sealed, frozen=True, kw_only=True):
    """Everything that leaves the study at one moment, and the log of why.

    ``decisions`` holds one line a number; ``strict`` what the shipped default policy would withhold of what this
    policy releases; ``policy`` says the rules in words, a sentence each.
    """

    results: tuple[ReleasedResult, ...]
    tables: tuple[ReleasedTable, ...]
    decisions: tuple[Decision, ...]
    strict: tuple[Decision, ...]
    policy: tuple[Text, ...]
    at: dt.datetime
    fictional: bool

    def result(self, id_: str) -> ReleasedResult | None:
        """Return the released result with this id, or None."""
        return next((result for result in self.results if result.id == id_), None)

    def table(self, id_: str) -> ReleasedTable | None:
        """Return the released table with this id, or None."""
        return next((table for table in self.tables if table.id == id_), None)
