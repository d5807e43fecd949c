"""Estimates from many machine values and a coded sample: prediction-powered inference.

The machine reads every unit and errs; people coded a random sample. The mean of the machine's values is corrected by
its mean error in the sample (Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023, Science 382; power tuning by
Angelopoulos, Duchi and Zrnic 2023, PPI++). In survey sampling this is the difference estimator. Nothing here is
offered where it is wider than the coded sample alone. "Predicted" names the method; the values are extracted ones.
"""

from __future__ import annotations

from math import sqrt

import msgspec
import numpy as np
from numpy.typing import NDArray

from vonnis.analysis.intervals import LEVEL, wilson, wilson_ends
from vonnis.analysis.result import Interval
from vonnis.errors import UsageError

Floats = NDArray[np.float64]

LEAST_CODED = 30
"""Fewer coded units give no prediction-powered estimate: its variance is then itself too uncertain."""


class CodedSample(msgspec.Struct, frozen=True):
    """What people coded beside what the machine read.

    Attributes:
        coded: final values of a random sample of the units.
        extracted: the machine's values for the same units.
        others: the machine's values for the units that nobody coded.

    Raises:
        UsageError: coded and machine values do not belong together, or there are too few of either.
    """

    coded: Floats
    extracted: Floats
    others: Floats

    def __post_init__(self) -> None:
        """Refuse what cannot be estimated from."""
        if len(self.coded) != len(self.extracted):
            message = f"{len(self.coded)} coded units and {len(self.extracted)} machine values do not belong together"
            raise UsageError(message)
        if len(self.coded) < LEAST_CODED or len(self.others) == 0:
            message = (
                f"prediction-powered estimates need {LEAST_CODED} coded units and machine values for others;"
                f" here are {len(self.coded)} and {len(self.others)}"
            )
            raise UsageError(message)

    @property
    def every(self) -> Floats:
        """The machine's values for all units."""
        return np.concatenate([self.extracted, self.others])


class Powered(msgspec.Struct, frozen=True, kw_only=True):
    """A mean or share from machine values and a coded sample, beside what it must be compared with.

    Attributes:
        value: the prediction-powered estimate; that of the coded sample where it is not offered.
        interval: its interval; that of the coded sample where it is not offered.
        offered: whether the machine's values make the estimate surer.
        naive: the machine's own mean over all units, uncorrected.
        coded: the mean of the coded sample alone.
        coded_interval: the interval of the coded sample alone.
        tuning: how far the machine is trusted, from 0 (not) to 1 (PPI without tuning).
        n: coded units.
        units: units that the machine read and nobody coded.
    """

    value: float
    interval: Interval
    offered: bool
    naive: float
    coded: float
    coded_interval: Interval
    tuning: float
    n: int
    units: int


class Corrected(msgspec.Struct, frozen=True):
    """The estimate of Rogan and Gladen from the machine's share and its measured sensitivity and specificity."""

    value: float
    interval: Interval
    sensitivity: float
    specificity: float


def powered(sample: CodedSample, *, share: bool, level: float = LEVEL, tuning: float | None = None) -> Powered:
    """Return the prediction-powered mean of a coded random sample and machine values for the other units.

    Args:
        sample: the coded units, and the machine's values for all.
        share: whether values are 0 and 1; the interval is then Wilson's on the effective number of units.
        level: of the intervals.
        tuning: lambda of PPI++; found from the data where None (equation 6 of the paper, kept within 0 and 1).
    """
    weight = best_tuning(sample) if tuning is None else tuning
    value, error = mean_and_error(sample, tuning=weight)
    alone, alone_error = mean_and_error(sample, tuning=0.0)
    n = len(sample.coded)
    # The tuning was fitted to the coded units, and costs them one of their degrees of freedom.
    paid = error * sqrt((n - 1) / (n - 2)) if tuning is None else error
    interval = _interval(value, paid, share=share, level=level, like=alone_error, n=n)
    own = _own(sample, level) if share else _interval(alone, alone_error, share=False, level=level, like=0.0, n=n)
    own = msgspec.structs.replace(own, method="Wilson" if share else "Student t")
    offered = weight > 0 and interval.high - interval.low < own.high - own.low
    return Powered(
        value=value if offered else alone,
        interval=interval if offered else own,
        offered=offered,
        naive=float(sample.every.mean()),
        coded=alone,
        coded_interval=own,
        tuning=weight if offered else 0.0,
        n=n,
        units=len(sample.others),
    )


def difference(first: Powered, second: Powered) -> tuple[float, Interval]:
    """Return the first estimate less the second, of separate groups, by the square-and-add method on both intervals."""
    from vonnis.analysis.intervals import hybrid

    low, high = hybrid(
        (first.value, second.value),
        ((first.interval.low, first.interval.high), (second.interval.low, second.interval.high)),
    )
    interval = Interval(low=low, high=high, level=first.interval.level, method="prediction-powered, square and add")
    return first.value - second.value, interval


def mean_and_error(sample: CodedSample, *, tuning: float) -> tuple[float, float]:
    """Return the prediction-powered mean and its standard error for one value of the tuning (PPI++, section 2)."""
    n, many = len(sample.coded), len(sample.others)
    rectified = sample.coded - tuning * sample.extracted
    value = tuning * float(sample.others.mean()) + float(rectified.mean())
    variance = tuning**2 * float(sample.others.var()) / many + float(rectified.var()) / n
    return value, sqrt(variance)


def best_tuning(sample: CodedSample) -> float:
    """Return the tuning that makes the variance least (PPI++, equation 6 for a mean), within 0 and 1."""
    n, many = len(sample.coded), len(sample.others)
    spread = float(sample.every.var(ddof=1))
    if spread <= 0:
        return 0.0
    together = float(np.cov(sample.coded, sample.extracted)[0, 1])
    return min(1.0, max(0.0, together / ((1 + n / many) * spread)))


def rogan_gladen(sample: CodedSample, *, level: float = LEVEL) -> Corrected | None:
    """Return the machine's share corrected for its errors as measured in the coded sample (Rogan and Gladen 1978).

    The interval is the delta method's, with the doubt about sensitivity and specificity counted in. None where the
    sample lacks either answer, or the machine does no better than chance.
    """
    from scipy.special import ndtri

    yes, no = sample.coded == 1, sample.coded == 0
    if not yes.any() or not no.any():
        return None
    sensitivity, specificity = float(sample.extracted[yes].mean()), float(1 - sample.extracted[no].mean())
    youden = sensitivity + specificity - 1
    if youden <= 0:
        return None
    apparent = float(sample.others.mean())
    value = min(1.0, max(0.0, (apparent + specificity - 1) / youden))
    variance = (
        apparent * (1 - apparent) / len(sample.others)
        + value**2 * sensitivity * (1 - sensitivity) / int(yes.sum())
        + (1 - value) ** 2 * specificity * (1 - specificity) / int(no.sum())
    ) / youden**2
    half = float(ndtri((1 + level) / 2)) * sqrt(variance)
    interval = Interval(low=max(0.0, value - half), high=min(1.0, value + half), level=level, method="Rogan-Gladen")
    return Corrected(value, interval, sensitivity, specificity)


def files_to_code(
    share: float, accuracy: float, *, units: int, half_width: float, level: float = LEVEL
) -> tuple[int | None, int | None]:
    """Return how many files to code for an interval of plus and minus ``half_width``, with the machine and without.

    Args:
        share: the share that is expected.
        accuracy: how often the machine is right, taken as both its sensitivity and its specificity.
        units: all units that the machine reads.
        half_width: half the width that the interval may have.
        level: of the interval.

    Returns:
        With the machine, and coding alone; None where even coding all of them is too few under a process reading.
    """
    from scipy.special import ndtri

    wanted = (half_width / float(ndtri((1 + level) / 2))) ** 2
    own = share * (1 - share)
    seen = share * accuracy + (1 - share) * (1 - accuracy)
    together = own * (2 * accuracy - 1)

    def variance(n: int, *, machine: bool) -> float:
        others = units - n
        if not machine or others <= 0 or not 0 < seen < 1:
            return own / n
        tuning = min(1.0, max(0.0, together / ((1 + n / others) * seen * (1 - seen))))
        rectified = own + tuning**2 * seen * (1 - seen) - 2 * tuning * together
        return rectified / n + tuning**2 * seen * (1 - seen) / others

    def least(*, machine: bool) -> int | None:
        low, high = LEAST_CODED if machine else 1, units
        if variance(high, machine=machine) > wanted:
            return None
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if variance(middle, machine=machine) <= wanted else (middle + 1, high)
        return low

    return least(machine=True), least(machine=False)


def _own(sample: CodedSample, level: float) -> Interval:
    """Return Wilson's interval around the share of the coded sample alone."""
    return wilson(int(sample.coded.sum()), len(sample.coded), level=level)


def _interval(value: float, error: float, *, share: bool, level: float, like: float, n: int) -> Interval:
    """Return Wilson's interval on the number of units that a share is worth, or the t interval around a mean.

    The number is that of the coded units times how much less the variance is than theirs (``like``), and as t asks
    more than the normal quantile does with few of them.
    """
    from scipy.special import ndtri, stdtrit

    z, t = float(ndtri((1 + level) / 2)), float(stdtrit(n - 1, (1 + level) / 2))
    if not share:
        half = t * error * sqrt(n / (n - 1))
        low, high = value - half, value + half
        return Interval(low=low, high=high, level=level, method="prediction-powered, t", freedom=n - 1)
    inside = min(max(value, 0.0), 1.0)
    effective = n * (like / error * z / t) ** 2 if error > 0 and like > 0 else float(n)
    low, high = wilson_ends(inside, effective, quantile=z)
    return Interval(low=low, high=high, level=level, method="prediction-powered, Wilson")
