"""Small public data sets for the tests of regression, as they were printed or shipped by others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Satisfaction of 1,681 residents of Copenhagen (Madsen 1976; `housing` of R's MASS): residents by type of housing,
# contact and influence, low, medium and high satisfaction side by side.
HOUSING = """
21 21 28 34 22 36 10 11 36 61 23 17 43 35 40 26 18 54 13 9 10 8 8 12 6 7 9 18 6 7 15 13 13 7 5 11 14 19 37 17
23 40 3 5 23 78 46 43 48 45 86 15 25 62 20 23 20 10 22 24 7 10 21 57 23 13 31 21 13 5 6 13
"""
# Deaths of infants in Colombia by cohort of birth and age (Rodriguez; `rod93` of Stata's manual).
DEATHS = "168 48 63 89 102 81 40 197 48 62 81 97 103 39 195 55 58 85 87 70 10"
# Seizures of 59 people in four periods of two weeks after eight weeks without treatment (Thall and Vail 1990; `epil` of
# R's MASS): treated, number before, and the four numbers.
EPIL = """
0 11 5 3 3 3  0 11 3 5 3 3  0 6 2 4 0 5  0 8 4 4 1 4  0 66 7 18 9 21  0 27 5 2 8 7  0 12 6 4 0 2
0 52 40 20 21 12  0 23 5 6 6 5  0 10 14 13 6 0  0 52 26 12 6 22  0 33 12 6 8 4  0 18 4 4 6 2  0 42 7 9 12 14
0 87 16 24 10 9  0 50 11 0 0 5  0 18 0 0 3 3  0 111 37 29 28 29  0 18 3 5 2 5  0 20 3 0 6 7  0 12 3 4 3 4
0 9 3 4 3 4  0 17 2 3 3 5  0 28 8 12 2 8  0 55 18 24 76 25  0 9 2 1 2 1  0 10 3 1 4 2  0 47 13 15 13 12
1 76 11 14 9 8  1 38 8 7 9 4  1 19 0 4 3 0  1 10 3 6 1 3  1 19 2 6 7 4  1 24 4 3 1 3  1 31 22 17 19 16
1 14 5 4 7 4  1 11 2 4 0 4  1 67 3 7 7 7  1 41 4 18 2 5  1 7 2 1 1 0  1 22 0 2 4 0  1 13 5 4 0 3
1 46 11 14 25 15  1 36 10 5 3 8  1 38 19 7 6 7  1 7 1 1 2 3  1 36 6 10 8 8  1 11 2 1 0 0  1 151 102 65 72 63
1 22 4 3 2 4  1 41 8 6 5 7  1 32 1 3 1 5  1 56 18 11 28 13  1 24 6 3 4 0  1 16 3 5 4 3  1 22 1 23 19 8
1 25 2 3 0 1  1 13 0 0 0 0  1 12 1 4 3 2
"""
# Contagious bovine pleuropneumonia (`cbpp` of R's lme4; Lesnoff and others 2004): herd, cases, animals, period.
HERDS = """
1 2 14 1  1 3 12 2  1 4 9 3  1 0 5 4  2 3 22 1  2 1 18 2  2 1 21 3  3 8 22 1  3 2 16 2  3 0 16 3  3 2 20 4
4 2 10 1  4 0 10 2  4 2 9 3  4 0 6 4  5 5 18 1  5 0 25 2  5 0 24 3  5 1 4 4  6 3 17 1  6 0 17 2  6 0 18 3
6 1 20 4  7 8 16 1  7 1 10 2  7 3 9 3  7 0 5 4  8 12 34 1  9 2 9 1  9 0 6 2  9 0 8 3  9 0 6 4  10 1 22 1
10 1 22 2  10 0 18 3  10 2 22 4  11 0 25 1  11 5 27 2  11 3 22 3  11 1 22 4  12 2 10 1  12 1 8 2  12 0 6 3
12 0 5 4  13 1 21 1  13 2 24 2  13 0 19 3  13 0 23 4  14 11 19 1  14 0 2 2  14 0 3 3  14 0 2 4  15 1 19 1
15 1 15 2  15 1 15 3  15 0 15 4
"""


def cattle() -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Return for each animal whether it fell ill, the contrasts of its period, and its herd."""
    rows = np.array(HERDS.split(), dtype=np.intp).reshape(-1, 4)
    ill = np.concatenate([np.repeat([1.0, 0.0], [cases, size - cases]) for _, cases, size, _ in rows])
    periods, herds = (np.repeat(rows[:, column], rows[:, 2]) for column in (3, 0))
    return ill, np.column_stack([(periods == period).astype(np.float64) for period in (2, 3, 4)]), herds


def residents() -> tuple[Floats, Floats]:
    """Return the satisfaction of each resident, and contrasts: influence (2), type of housing (3), contact (1)."""
    counts = np.array(HOUSING.split(), dtype=np.intp)
    satisfied, influence, kind, contact = (
        np.repeat(np.arange(72) // each % levels, counts) for each, levels in ((1, 3), (3, 3), (9, 4), (36, 2))
    )
    columns = [influence == 1, influence == 2, kind == 1, kind == 2, kind == 3, contact == 1]
    return satisfied.astype(np.float64), np.column_stack(columns).astype(np.float64)


def seizures() -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Return the number in each period, whether treated with the log of a quarter of the number before, and who."""
    rows = np.array(EPIL.split(), dtype=np.float64).reshape(-1, 6)
    people = np.repeat(np.arange(len(rows)), 4)
    columns = np.column_stack([rows[:, 0], np.log(rows[:, 1] / 4)])
    return rows[:, 2:].ravel(), columns[people], people
