"""First looks at invented judgments: what was read right before any rule was mended on them.

The texts themselves are not kept as they were: what was wrong in each stands among the cases of ``tests/extraction``.
``invented.csv`` holds the counts: the set, the measure, what was right, what was missed, and for sanctions what was
read and stands nowhere; ``constant`` is empty for sets whose labels were not kept.
"""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec

from benchmarks.quality.intervals import f1_of_totals, wilson

FIRST_LOOKS = Path(__file__).parent / "invented.csv"


class FirstLook(msgspec.Struct, frozen=True, kw_only=True):
    """One count of one set; ``extra`` is None for a share, which has nothing that can be read too much.

    ``constant`` is what the best single answer for every text would score, or None where the labels were not kept.
    """

    set: int
    measure: str
    right: int
    missed: int
    extra: int | None
    constant: float | None = None

    def row(self) -> tuple[str, ...]:
        """Return the count as a row: an F1 for sanctions, else a share; Wilson's interval; the constant guess."""
        of = self.right + self.missed
        if self.extra is None:
            value, ends = self.right / of, wilson(self.right, of)
        else:
            value = 2 * self.right / (2 * self.right + self.missed + self.extra)
            ends = f1_of_totals(self.right, extra=self.extra, missing=self.missed)
        kind, extra = ("share", "") if self.extra is None else ("F1", f"{self.extra}")
        constant = "–" if self.constant is None else f"{self.constant:.3f}"
        numbers = (f"{number:.3f}" for number in (value, *ends))
        return (f"{self.set}", self.measure, kind, f"{self.right} of {of}", extra, *numbers, constant)


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
                constant=float(line["constant"]) if line.get("constant") else None,
            )
            for line in csv.DictReader(lines)
        )
