"""The reference page on coverage and speed, made from the stored numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from benchmarks.agreement.coverage import Coverage
from benchmarks.agreement.speed import Speed

TEXT = Path(__file__).with_name("page.txt")


def render(coverage: Sequence[Coverage], speed: Speed, *, resamples: int) -> str:
    """Return the page, in Markdown."""
    numbers = msgspec.to_builtins(speed) | {
        "rows": 2 * speed.units * speed.variables / 1e6,
        "megabytes": speed.peak_bytes / 1e6,
        "speed_resamples": speed.resamples,
        "resamples": resamples,
    }
    return TEXT.read_text(encoding="utf-8").format(
        best="\n".join(_tables([each for each in coverage if each.method == "best"])),
        others="\n".join(_tables([each for each in coverage if each.method != "best"])),
        **numbers,
    )


def _tables(coverage: Sequence[Coverage]) -> Iterator[str]:
    for size in sorted({each.units for each in coverage}):
        yield f"### {size} units coded twice\n" if coverage[0].method == "best" else f"### Others, {size} units\n"
        yield "| coefficient | method | mean | least | offered | width | worst world |"
        yield "|---|---|---|---|---|---|---|"
        yield from (_row(each) for each in coverage if each.units == size)
        yield ""


def _row(each: Coverage) -> str:
    cells = (
        each.coefficient,
        each.method,
        f"{each.mean:.1%} ± {2 * each.error:.1%}",
        f"{each.least:.1%}",
        f"{each.offered:.0%}",
        f"{each.width:.2f}",
        each.least_in,
    )
    return f"| {' | '.join(cells)} |"
