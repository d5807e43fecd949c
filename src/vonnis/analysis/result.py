"""Results as values: private to the study by type; only the gate can make something public out of them."""

from __future__ import annotations

from typing import Literal

import msgspec

Text = dict[str, str]
"""A text in each language of the report: ``{"nl": "...", "en": "..."}``."""

Statistic = Literal["count", "share", "mean", "median", "minimum", "maximum", "change"]


class Interval(msgspec.Struct, frozen=True):
    """An interval around an estimate: its ends, its level (0.95), and the name of its method (``Wilson``)."""

    low: float
    high: float
    level: float
    method: str


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One private number: an estimate with everything that is needed to judge and to trace it.

    Attributes:
        id: the stable id under which the report prints it (``clients``).
        statistic: what was computed; ``count`` and ``share`` are made of units that can be counted.
        value: the estimate, unrounded; shares are 0-1; None where it cannot be computed.
        unit: ``count``, ``share``, ``year``, ``day``, ``hour`` or ``EUR``.
        level: the unit of analysis (``client``, ``victim``, ``pair``, ``complex``, ``year``).
        n: the number of units in the denominator (valid answers); None for a number that has none.
        numerator: the number of units that a share counts; None for other statistics.
        missing: units without a valid answer, by kind of missing.
        units: the keys of the units behind the number, from which its passages are found.
        base: the keys of the ``n`` units that a share rests on; other statistics rest on ``units``.
        classed_in: the tables whose classes are classes of what a mean or median averages; None where that is not
            said, so that it may be any table of the same units.
        definition: what exactly was counted, in each language.
        source: where the material comes from; a published series names its publisher.
        published_elsewhere: True for a number that a third party has already published.
    """

    id: str
    label: Text
    statistic: Statistic
    value: float | None
    unit: str
    level: str
    n: int | None = None
    numerator: int | None = None
    missing: dict[str, int] = {}
    interval: Interval | None = None
    units: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    classed_in: tuple[str, ...] | None = None
    definition: Text
    source: Text
    published_elsewhere: bool = False


class TableResult(msgspec.Struct, frozen=True, kw_only=True):
    """A private table of counts.

    ``cells[i][j]`` counts the units of row i and column j; ``units[i][j]`` holds their keys. Totals are not stored:
    they are sums, and the gate treats them as such. ``ordered`` tells that the rows have a natural order (years,
    classes of length); otherwise a report sorts them by value. ``additive`` tells that the cells are parts of one
    whole, so that totals and shares mean something (years of a series are not); ``row_wholes`` that each row is a
    whole of its own instead, with a total a row and none below. ``invented`` holds the indexes of
    rows whose numbers are made up for a demonstration, ``breaks`` those before which the way of counting changed.
    ``published_elsewhere`` is said of the rows that are not made up; ``row_sources`` holds the source of each row where
    the rows do not share one.
    """

    id: str
    title: Text
    level: str
    rows: tuple[Text, ...]
    columns: tuple[Text, ...]
    cells: tuple[tuple[int, ...], ...]
    units: tuple[tuple[tuple[str, ...], ...], ...] = ()
    missing: dict[str, int] = {}
    ordered: bool = False
    additive: bool = True
    row_wholes: bool = False
    invented: tuple[int, ...] = ()
    breaks: tuple[int, ...] = ()
    definition: Text
    source: Text
    row_sources: tuple[Text, ...] = ()
    published_elsewhere: bool = False
