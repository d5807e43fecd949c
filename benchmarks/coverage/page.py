"""The table of coverage as a page of the docs, made from the stored results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "coverage.md"

_HEAD = """# How often the intervals hold the truth

Made by `python -m benchmarks.coverage`; do not edit.

An interval at 95% should hold the true share in 95 of 100 studies. An approximate method aims at that on average over
the shares from 0.05 to 0.95; an exact one promises at least that for every share. "Mean" is over those shares, "least"
is the worst of them, "error" is the standard error of simulating the mean (nought where all outcomes were summed
instead). Simulated scenes draw {repeats:,} studies for each share.

What follows from it: Wilson's interval is used by default, Clopper and Pearson's where a plan asks for `exact`. Around
clustered shares no interval is given below twelve clusters or four degrees of freedom. Prediction-powered shares need
30 coded units, and are not offered where they are wider than the coded sample alone.
"""
_CLUSTERS = """
Clusters have unequal sizes. The last column is Wilson's interval with the clusters ignored: what an honest study must
not print. "Offered" is how often an interval was given at all.
"""
_MACHINE = """
The machine is right for 85% of the units. "Width" is that of the prediction-powered interval over the coded sample's
alone. The machine's own share, uncorrected, misses the truth almost always unless the share is near one half.
"""


_BY_CLUSTER = """
The same where clusters, about four units each, are drawn and coded whole, out of 1,000 clusters that correlate by 0.2.
"Ignoring clusters" is the estimate that reads each unit as if it stood on its own.
"""
_BETWEEN = """
The difference of two groups of 150 coded units each out of 5,000, or of 40 coded clusters each out of 1,000.
"""
_DRAWN = """
Clusters are drawn without replacement from a population whose own share is to be held. "Uncorrected" is the coverage
without the finite population correction: it holds the truth more often than it promises, and is wider.
"""
_YEARLY = """
Later years over earlier ones; years scatter so many times as much as by chance. "Poisson" is the exact interval that
assumes chance alone. The quasi-Poisson interval takes the scatter from the years themselves, also where they happen to
scatter less than by chance: kept from that, it would cover 98 to 100% where they scatter by chance alone.
"""
_MEANS = """
The same for the mean number a year.
"""


def page_of(results: dict[str, Any]) -> str:
    """Return the page of the docs."""
    parts = [_HEAD.format(repeats=results["repeats"])]
    parts += ["\n## Units on their own\n", _table(results["alone"] + results["differences"], ())]
    parts += ["\n## Units in clusters\n", _CLUSTERS]
    parts += [_table(results["clustered"], ("offered", "ignoring clusters")), _table(results["medians"], ("offered",))]
    parts += ["\n## Machine values corrected by a coded sample\n", _MACHINE]
    parts += [_table(results["machine"], ("width", "offered", "coded alone", "Rogan-Gladen", "machine alone"))]
    parts += [
        _BY_CLUSTER,
        _table(results["machine by cluster"], ("width", "offered", "coded alone", "ignoring clusters")),
    ]
    parts += [_BETWEEN, _table(results["machine differences"], ("width", "coded alone"))]
    parts += ["\n## Samples of clusters\n", _DRAWN, _table(results["drawn"], ("offered", "uncorrected"))]
    parts += ["\n## Ratios of years\n", _YEARLY, _table(results["yearly"], ("Poisson",))]
    parts += [_MEANS, _table(results["means"], ("Poisson",))]
    return "".join(parts)


def _table(rows: Sequence[dict[str, Any]], more: tuple[str, ...]) -> str:
    heads = ["method", "scene", "mean", "least", "error", *more]
    lines = ["", f"| {' | '.join(heads)} |", f"|{'---|' * 2}{'---:|' * (len(heads) - 2)}"]
    for row in rows:
        numbers = [f"{100 * row[head]:.1f}%" for head in heads[2:]]
        lines.append(f"| {row['method']} | {row['scene']} | {' | '.join(numbers)} |")
    return "\n".join(lines) + "\n"
