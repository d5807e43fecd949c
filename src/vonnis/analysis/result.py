"""Results as values: private to the study by type; only the gate can make something public out of them."""

from __future__ import annotations

from typing import Literal

import msgspec

Text = dict[str, str]
"""A text in each language of the report: ``{"nl": "...", "en": "..."}``."""

Statistic = Literal[
    "count",
    "share",
    "mean",
    "median",
    "minimum",
    "maximum",
    "change",
    "lower_quartile",
    "upper_quartile",
    "difference",
    "ratio",
    "coefficient",
]
"""What was computed. Quartiles rest on their units as a median does; a difference, ratio or coefficient on ``n``."""

Reading = Literal["census", "process", "sample"]
"""How the units are read: all there are; all there are, as if a process could have given others; a random sample."""


class Interval(msgspec.Struct, frozen=True, omit_defaults=True):
    """An interval around an estimate: its ends, its level (0.95), and the name of its method (``Wilson``).

    ``freedom`` are the degrees of freedom of a t interval around a mean, rounded down: one less than the units, and
    fewer where these hang together.
    """

    low: float
    high: float
    level: float
    method: str
    freedom: int | None = None


class Significance(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a test.

    Attributes:
        p: two-sided; None where the data cannot tell (one group empty, all values alike).
        statistic: the number that the test rests on, as R prints it (W, V, or the chance of the table).
        effect: Cramér's V, or the rank-biserial correlation (from -1 to 1); None where p is.
        method: what was done.
        n: the units that the test rests on.
        adjusted: p after Holm's correction over all tests of the plan; None where it stands alone.
        together: how many tests were corrected together; nought where none were.
    """

    p: float | None
    statistic: float | None
    effect: float | None
    method: str
    n: int
    adjusted: float | None = None
    together: int = 0


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What an estimate rests on beside its units, and how it is to be read.

    Attributes:
        reading: how the units are read.
        population: the size of the population that a sample was drawn from.
        weighted: whether units count by a weight other than one: shares and means do, counts and n never.
        cluster: what units hang together by (``complex``); None where each stands on its own.
        clusters: how many of those there are among the valid units.
        design_effect: how much the clusters (and weights) multiply the variance.
        exploratory: True for what the analysis plan did not announce.
        remarks: what must be said beside the number, a sentence each, in each language.
        caveats: those of them that go with the number into the report; none tells a count of units.
    """

    reading: Reading = "process"
    population: int | None = None
    weighted: bool = False
    cluster: str | None = None
    clusters: int | None = None
    design_effect: float | None = None
    exploratory: bool = False
    remarks: tuple[Text, ...] = ()
    caveats: tuple[Text, ...] = ()


class CellShare(msgspec.Struct, frozen=True, kw_only=True):
    """The share of one cell of a table: of the valid units of its whole, of all its units, and an interval."""

    of_valid: float
    of_all: float
    interval: Interval | None = None


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
        basis: weights, clusters, reading, and what must be said beside the number; None where nothing was stated.
        alternatives: ids of results that read the same question otherwise.
        significance: the test that belongs to a difference.
        of_all: a share over all units that the question is about and somebody coded, valid or not, where silence is
            common; None elsewhere.
        range: lowest and highest value that masked or bracketed answers allow; None where every answer is exact.
        amounts: what each unit brings into a mean or sum of money, for the rules on dominance.
        groups: the keys of each group that a difference, share or coefficient is worked out from, one for each answer
            in each of the groups compared: the cells of the table that it could be computed from; of a bound, those
            whose answers are masked or bounded.
        bound_of: the result that this is the lowest or highest value of, as masked or bounded answers allow.
        measure: the question that a mean is of; empty where that is not said, so that it may be any in the same unit.
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
    basis: Basis | None = None
    alternatives: tuple[str, ...] = ()
    significance: Significance | None = None
    of_all: float | None = None
    range: tuple[float, float] | None = None
    amounts: tuple[float, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    measure: str = ""
    bound_of: str = ""


class TableResult(msgspec.Struct, frozen=True, kw_only=True):
    """A private table of counts.

    ``cells[i][j]`` counts the units of row i and column j; ``units[i][j]`` holds their keys. Totals are not stored:
    they are sums, and the gate treats them as such. ``ordered`` tells that the rows have a natural order (years,
    classes of length); otherwise a report sorts them by value. ``additive`` tells that the cells are parts of one
    whole, so that totals and shares mean something (years of a series are not); ``row_wholes`` that each row is a
    whole of its own instead, with a total a row and none below. ``invented`` holds the indexes of
    rows whose numbers are made up for a demonstration, ``breaks`` those before which the way of counting changed.
    ``published_elsewhere`` is said of the rows that are not made up; ``row_sources`` holds the source of each row where
    the rows do not share one. ``drawn`` names the chart of the report that shows the table, where one does.
    ``shares`` holds the share of each cell, weighted where the units are, in its row where that is a whole of its own,
    else in its column; ``basis`` and ``significance`` are as in a result.
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
    drawn: str = ""
    basis: Basis | None = None
    significance: Significance | None = None
    shares: tuple[tuple[CellShare | None, ...], ...] = ()
