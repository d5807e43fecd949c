"""How long the agreement of a large study takes: 25,000 units, 60 variables, two coders, with a bootstrap."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import msgspec
import numpy as np

from vonnis.study.agreement.long_table import read_long_table
from vonnis.study.agreement.measuring import Intervals, measure
from vonnis.study.agreement.ratings import Level

UNITS, VARIABLES, RESAMPLES = 25_000, 60, 1_000
KINDS: tuple[tuple[Level, int], ...] = (
    ("nominal", 2),
    ("nominal", 5),
    ("nominal", 12),
    ("ordinal", 5),
    ("interval", 60),
    ("ratio", 400),
)
"""The variables, in turn: their level, and how many different values they have."""


class Speed(msgspec.Struct, frozen=True, kw_only=True):
    """What one run took: seconds to read the table and to measure it by each method, and the most memory."""

    units: int
    variables: int
    resamples: int
    read_seconds: float
    best_seconds: float
    bootstrap_seconds: float
    peak_bytes: int


def level_of(place: int) -> tuple[Level, int]:
    """Return the level and the number of values of a variable."""
    return KINDS[place % len(KINDS)]


def write_table(path: Path, *, units: int, variables: int, seed: int = 1) -> None:
    """Write the codings of two coders who give the same value nine times in ten."""
    chance = np.random.default_rng(seed)
    with path.open("w", encoding="utf-8") as stream:
        stream.write("unit,coder,variable,value\n")
        for variable in range(variables):
            _, size = level_of(variable)
            true = np.minimum(chance.geometric(min(2 / size, 0.5), units), size)
            for coder in "AB":
                slips = chance.random(units) < 0.1  # noqa: PLR2004 - as the docstring says
                given = np.where(slips, chance.integers(1, size + 1, units), true)
                stream.writelines(f"{unit},{coder},v{variable:02},{value}\n" for unit, value in enumerate(given))


def timed(path: Path) -> Speed:
    """Return what reading and measuring a table takes, in this process."""
    begin = time.perf_counter()
    table = read_long_table(path)
    levels = {name: level_of(place)[0] for place, name in enumerate(table.variables)}
    read = [table.ratings(name, level=level) for name, level in levels.items()]
    seconds = [time.perf_counter() - begin]
    for how in (Intervals(), Intervals(method="bootstrap", resamples=RESAMPLES)):
        begin = time.perf_counter()
        for each in read:
            measure(each, how)
        seconds.append(time.perf_counter() - begin)
    return Speed(
        units=max(each.overlap for each in read),
        variables=len(read),
        resamples=RESAMPLES,
        read_seconds=seconds[0],
        best_seconds=seconds[1],
        bootstrap_seconds=seconds[2],
        peak_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    )


if __name__ == "__main__":
    print(msgspec.json.encode(timed(Path(sys.argv[1]))).decode())
