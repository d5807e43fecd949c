"""The same figures over waves: differences with intervals and tests, made of released figures alone.

A figure that passed the gate brings its interval with it, and that counts by complex where it has to. So a difference
is made from the two intervals by Newcombe's square-and-add method (1998; Zou and Donner 2008), and its test from the
half of that interval which points to no difference. A difference of means is Welch's (1947), with standard errors from
the intervals, or from the standard deviation that an older study printed. All tests are corrected together by Holm.
Nothing that a gate withheld is needed, and nothing withheld can be told from the outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

import msgspec

from vonnis.analysis.describing import COUNTS_BELOW
from vonnis.analysis.intervals import LEVEL, hybrid
from vonnis.analysis.remarks import remarks, sentence
from vonnis.analysis.result import Text
from vonnis.analysis.significance import holm

_QUANTILE = 1.959963984540054
"""The normal quantile of an interval of 95%."""
_ESTIMATES = frozenset({"share", "mean", "median", "lower_quartile", "upper_quartile", "difference"})
_ESTIMATED_IN = frozenset({"share", "year", "day", "hour", "EUR"})
"""The units of figures that are taken for estimates where a release does not say what kind of figure they are."""
_UNTESTED = {"minimum": "extreme", "maximum": "extreme", "ratio": "other_kind", "coefficient": "other_kind"}
"""Why figures of a kind are not tested; those of the kinds that are named nowhere count all there were."""
_LEAST = 2


class WaveFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as a wave released it.

    Attributes:
        id: the id under which both waves print it.
        label: its name, in each language.
        value: None where it was withheld.
        unit: ``share``, ``year``, ``count`` and so on.
        statistic: what was computed (``share``, ``mean``); empty where the wave does not say.
        n: the units that it rests on.
        numerator: the units that a share counts.
        interval: its ends, at 95%.
        freedom: the degrees of freedom of the interval of a mean; None where they are not known.
        deviation: the standard deviation of a mean, where an older study printed that.
        status: ``released``, ``suppressed``, or ``exception`` where it left under an exception.
        rounded: whether disclosure control rounded it.
        fictional: whether it is made up.
        source: where it was printed.
    """

    id: str
    label: Text
    value: float | None
    unit: str
    statistic: str = ""
    n: int | None = None
    numerator: int | None = None
    interval: tuple[float, float] | None = None
    freedom: int | None = None
    deviation: float | None = None
    status: str = "released"
    rounded: bool = False
    fictional: bool = False
    source: str = ""


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """A figure in an earlier wave and in this one.

    Attributes:
        id: of the figure.
        label: in the words of this wave, in each language.
        unit: ``share``, ``year``, ``count`` and so on.
        before: the earlier figure.
        now: this wave's.
        difference: now less before; None where either is withheld or absent, or rests on so few that counts alone are
            printed.
        interval: around the difference, at 95%; None with a ``reason`` where no honest one exists.
        p: of the test of no difference; ``adjusted`` after Holm's correction over all figures tested, and
            ``together`` how many those were.
        reason: why there is no interval or test, in each language.
        breaks: why the two are not counted alike, a sentence each; such a figure is not tested.
    """

    id: str
    label: Text
    unit: str
    before: WaveFigure
    now: WaveFigure
    difference: float | None = None
    interval: tuple[float, float] | None = None
    p: float | None = None
    adjusted: float | None = None
    together: int = 0
    reason: Text | None = None
    breaks: tuple[Text, ...] = ()


def compared(
    before: Sequence[WaveFigure],
    now: Sequence[WaveFigure],
    *,
    breaks: Mapping[str, Sequence[Text]],
    beside: Text | None = None,
) -> tuple[Compared, ...]:
    """Return every figure that both waves have, in the order of this one, with tests corrected together.

    ``beside`` says why the two waves do not stand apart, if so: where they share cases, or may, neither interval nor
    test of a difference would be honest.
    """
    earlier = {figure.id: figure for figure in before}
    found = [
        _one(_alike(earlier[figure.id], figure), figure, tuple(breaks.get(figure.id, ())), beside)
        for figure in now
        if figure.id in earlier
    ]
    return corrected([found])[0]


def _alike(before: WaveFigure, now: WaveFigure) -> WaveFigure:
    """Return an earlier figure, of this wave's kind where its own is not known."""
    return before if before.statistic else msgspec.structs.replace(before, statistic=now.statistic)


def _one(before: WaveFigure, now: WaveFigure, breaks: tuple[Text, ...], beside: Text | None) -> Compared:
    made = Compared(id=now.id, label=now.label, unit=now.unit, before=before, now=now, breaks=breaks)
    hindered = _not_compared(before, now)
    if hindered is not None or before.value is None or now.value is None:
        return msgspec.structs.replace(made, reason=hindered)
    difference = now.value - before.value
    made = msgspec.structs.replace(made, difference=difference)
    why = _not_tested(now) or beside
    ends, p = (None, None) if why else _between(before, now, difference)
    if ends is None:
        return msgspec.structs.replace(made, reason=why or _why(_lacking(before, now)))
    if breaks or p is None:
        return msgspec.structs.replace(made, interval=ends, reason=_why("break" if breaks else _silent(before, now)))
    return msgspec.structs.replace(made, interval=ends, p=p)


def _not_compared(before: WaveFigure, now: WaveFigure) -> Text | None:
    """Return why two figures have no difference, or None."""
    if before.value is None or now.value is None:
        return _why("withheld")
    if before.unit != now.unit:
        return _why("other_unit", before=before.unit, now=now.unit)
    if now.statistic and before.statistic != now.statistic:
        return _why("other_statistic", before=_kind(before), now=_kind(now))
    return _why("few", least=COUNTS_BELOW) if counts_only(before) or counts_only(now) else None


def counts_only(figure: WaveFigure) -> bool:
    """Tell whether a share rests on so few units that counts alone are printed."""
    return figure.statistic == "share" and figure.n is not None and figure.n < COUNTS_BELOW


def _kind(figure: WaveFigure) -> Text:
    return remarks()["statistics"].get(figure.statistic, dict.fromkeys(("nl", "en"), figure.statistic))


def _not_tested(now: WaveFigure) -> Text | None:
    """Return why no figure of this kind is tested, or None."""
    estimated = now.statistic in _ESTIMATES if now.statistic else now.unit in _ESTIMATED_IN
    return None if estimated else _why(_UNTESTED.get(now.statistic, "all_there_were"))


def _lacking(before: WaveFigure, now: WaveFigure) -> str:
    return "no_spread" if "mean" in (before.statistic, now.statistic) else "no_interval"


def _silent(before: WaveFigure, now: WaveFigure) -> str:
    """Return why an interval around a difference says nothing about chance."""
    unknown = now.statistic == "mean" and None in (_spread(before), _spread(now))
    return "no_freedom" if unknown else "no_width"


def _between(
    before: WaveFigure, now: WaveFigure, difference: float
) -> tuple[tuple[float, float], float | None] | tuple[None, None]:
    """Return the interval of a difference and the chance of one so large; None where the figures do not allow it.

    A mean whose degrees of freedom are not known has no test: its interval tells how far chance reaches at 95%, and no
    further out, where a correction over many tests reads it.
    """
    if now.statistic == "mean":
        spreads = _spread(before), _spread(now)
        if spreads[0] is not None and spreads[1] is not None:
            return _welch(difference, spreads[0], spreads[1])
    if before.value is None or now.value is None or before.interval is None or now.interval is None:
        return None, None
    ends = hybrid((now.value, before.value), (now.interval, before.interval))
    return ends, None if now.statistic == "mean" else _chance(difference, ends)


def _spread(mean: WaveFigure) -> tuple[float, int] | None:
    """Return the standard error of a mean and its degrees of freedom, from its deviation or its interval."""
    if mean.deviation is not None:
        return None if mean.n is None or mean.n < _LEAST else (mean.deviation / sqrt(mean.n), mean.n - 1)
    if mean.interval is None or mean.freedom is None or mean.freedom < 1:
        return None
    half = (mean.interval[1] - mean.interval[0]) / 2
    return half / _student(mean.freedom), mean.freedom


def _welch(
    difference: float, before: tuple[float, int], now: tuple[float, int]
) -> tuple[tuple[float, float], float | None]:
    """Return the interval of a difference of means, and Welch's test (1947) with Satterthwaite's degrees of freedom."""
    from scipy.special import stdtr

    squares = [error**2 for error, _ in (before, now)]
    if not all(squares):
        return (difference, difference), None
    degrees = sum(squares) ** 2 / sum(square**2 / own for square, (_, own) in zip(squares, (before, now), strict=True))
    error = sqrt(sum(squares))
    half = _student(degrees) * error
    return (difference - half, difference + half), 2 * float(stdtr(degrees, -abs(difference) / error))


def _student(degrees: float) -> float:
    """Return the quantile of Student's t for an interval of 95%."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + LEVEL) / 2))


def _why(key: str, **filled: object) -> Text:
    return sentence("waves", key, **filled)


def corrected(families: Sequence[Sequence[Compared]]) -> tuple[tuple[Compared, ...], ...]:
    """Return the figures of several earlier waves with all tests, of every wave, corrected together by Holm."""
    raw = {(place, one.id): one.p for place, family in enumerate(families) for one in family if one.p is not None}
    names = {key: f"{key[0]} {key[1]}" for key in raw}
    adjusted = holm({names[key]: p for key, p in raw.items()})
    return tuple(
        tuple(
            one
            if one.p is None
            else msgspec.structs.replace(one, adjusted=adjusted[names[place, one.id]], together=len(raw))
            for one in family
        )
        for place, family in enumerate(families)
    )


def _chance(difference: float, ends: tuple[float, float]) -> float | None:
    """Return the two-sided chance of such a difference, from the half of its interval that points to nought.

    None where that half has no width, as around a median of equal values: it says nothing about chance.
    """
    from scipy.stats import norm

    half = difference - ends[0] if difference > 0 else ends[1] - difference
    if half <= 0:
        return None
    return min(1.0, 2 * float(norm.sf(abs(difference) / (half / _QUANTILE))))
