"""First looks at invented judgments: what was read right before any rule was mended on them.

The texts themselves are not kept as they were: what was wrong in each stands among the cases of ``tests/extraction``.
``invented.csv`` holds the counts: the set, the measure, what was right, what was missed, and for sanctions what was
read and stands nowhere.
"""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec

from benchmarks.quality.intervals import wilson

FIRST_LOOKS = Path(__file__).parent / "invented.csv"


class FirstLook(msgspec.Struct, frozen=True, kw_only=True):
    """One count of one set; ``extra`` is None for a share, which has nothing that can be read too much."""

    set: int
    measure: str
    right: int
    missed: int
    extra: int | None

    def row(self) -> tuple[str, ...]:
        """Return the count as a row: an F1 for sanctions, without an interval; else a share with Wilson's."""
        of = self.right + self.missed
        if self.extra is not None:
            value = 2 * self.right / (2 * self.right + self.missed + self.extra)
            return (
                f"{self.set}",
                self.measure,
                "F1",
                f"{self.right} of {of}",
                f"{self.extra}",
                f"{value:.3f}",
                "–",
                "–",
            )
        low, high = wilson(self.right, of)
        numbers = (f"{number:.3f}" for number in (self.right / of, low, high))
        return (f"{self.set}", self.measure, "share", f"{self.right} of {of}", "", *numbers)


def read_first_looks(path: Path = FIRST_LOOKS) -> tuple[FirstLook, ...]:
    """Return the counts of a file; raise ValueError where a number is none."""
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            FirstLook(
                set=int(line["set"]),
                measure=line["measure"],
                right=int(line["right"]),
                missed=int(line["missed"]),
                extra=int(line["extra"]) if line["extra"] else None,
            )
            for line in csv.DictReader(lines)
        )
