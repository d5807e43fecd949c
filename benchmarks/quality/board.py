"""The scoreboard as text: for the terminal, and as a page of the documentation."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.quality.changes import Change
from benchmarks.quality.intervals import LEVEL, RESAMPLES
from benchmarks.quality.scoring import KindTally, Measure, SetScore

_ABOUT = f"""\
# How well the extraction reads

This page is written by `python -m benchmarks.quality --accept`. It describes the material named in
each table; it is no promise about other judgments. The rules were written with these judgments at hand, so expect less
on others.

The labelled judgments are published by the Dutch judiciary. They hold personal data on criminal matters and are not
part of this repository; `make quality` looks for them in `../shared/judgments`, and scores with the yardstick that
comes with them.

- **F1** joins how much of what is labelled was found and how much of what was found is right; its interval is a
  bootstrap over whole judgments ({RESAMPLES:,} resamples, fixed seed), or, where every judgment is faultless, Wilson's
  for the share of faultless judgments. `n` counts labelled values.
- **share** is right judgments out of all; its interval is Wilson's. `n` counts judgments.
- Both intervals are at {LEVEL:.0%}, as if the judgments were drawn from a larger pile of the same kind.
- **constant** is what the best single answer for every judgment would score. A score near it says little.
- *core*: kind, total and suspended part are right; *full*: probation and substitute detention too.
- *main*: principal punishments and measures; *all*: every kind of sanction.
"""


def terminal(scores: dict[str, SetScore]) -> str:
    """Return the scoreboard as aligned text."""
    blocks = []
    for score in scores.values():
        rows = [("measure", "", "n", "value", "low", "high", "constant"), *map(_measure, score.measures)]
        kinds = [("which", "kind", "labelled", "extracted", "core", "full"), *map(_kind, score.kinds)]
        blocks += [_head(score), "", _aligned(rows, words=2), "", _aligned(kinds, words=2), ""]
    return "\n".join(blocks)


def page(scores: dict[str, SetScore], extractor: str) -> str:
    """Return the scoreboard as a Markdown page."""
    parts = [_ABOUT, f"Extractor: `{extractor}`.\n"]
    for score in scores.values():
        head = ("measure", "kind", "n", "value", "low", "high", "constant")
        kinds = ("which", "kind", "labelled", "extracted", "right (core)", "right (full)")
        parts += [
            f"## {score.title}\n",
            f"{_head(score)}.\n",
            _markdown(head, list(map(_measure, score.measures)), words=2),
            "### By kind of sanction\n",
            _markdown(kinds, list(map(_kind, score.kinds)), words=2),
        ]
    return "\n".join(parts)


def changes(found: Sequence[Change]) -> str:
    """Return what changed since the stored scoreboard, a line a value, after a line of counts."""
    if not found:
        return "No value differs from the stored ones."
    tally = {verdict: sum(change.verdict == verdict for change in found) for verdict in ("gained", "lost", "changed")}
    head = ", ".join(f"{count} {verdict}" for verdict, count in tally.items())
    rows = [
        (
            change.verdict,
            change.record,
            change.field,
            f"{change.before or '(nothing)'} -> {change.after or '(nothing)'}",
        )
        for change in found
    ]
    return f"Against the stored values: {head}.\n{_aligned(rows, words=4)}"


def _head(score: SetScore) -> str:
    evidence = f"{score.spans:,} passages, {score.spans_not_in_text} not in their text"
    return f"{score.title}: {score.records} records, {evidence}, {score.doubts} doubts"


def _measure(measure: Measure) -> tuple[str, ...]:
    numbers = (measure.value, measure.low, measure.high, measure.constant)
    return (measure.name, measure.kind, str(measure.n), *(f"{number:.3f}" for number in numbers))


def _kind(tally: KindTally) -> tuple[str, ...]:
    return (tally.which, tally.kind, *map(str, (tally.labelled, tally.extracted, tally.core, tally.full)))


def _aligned(rows: Sequence[tuple[str, ...]], *, words: int) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if index < words else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines)


def _markdown(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, words: int) -> str:
    ruler = tuple("---" if index < words else "---:" for index in range(len(head)))
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ruler, *rows)) + "\n"
