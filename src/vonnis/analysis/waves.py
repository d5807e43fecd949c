"""The same figures over waves: differences with intervals and tests, made of released figures alone.

A figure that passed the gate brings its interval with it, and that counts by complex where it has to. So a difference
is made from the two intervals by Newcombe's square-and-add method (1998; Zou and Donner 2008 for means), and its test
from the half of that interval which points to no difference; tests are corrected together by Holm. Nothing that a gate
withheld is needed, and nothing withheld can be told from the outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vonnis.analysis.intervals import hybrid
from vonnis.analysis.remarks import sentence
from vonnis.analysis.result import Text
from vonnis.analysis.significance import holm

_QUANTILE = 1.959963984540054
"""The normal quantile of an interval of 95%."""
_COMPARED = frozenset({"share", "year", "day", "hour", "EUR"})


class WaveFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as a wave released it; ``value`` is None where it was withheld."""

    id: str
    label: Text
    value: float | None
    unit: str
    n: int | None = None
    interval: tuple[float, float] | None = None
    source: str = ""


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """A figure in an earlier wave and in this one.

    Attributes:
        id: of the figure.
        label: in the words of this wave, in each language.
        unit: ``share``, ``year``, ``count`` and so on.
        before: the earlier figure.
        now: this wave's.
        difference: now less before; None where either is withheld or absent.
        interval: around the difference, at 95%; None with a ``reason`` where no honest one exists.
        p: of the test of no difference; ``adjusted`` after Holm's correction over all figures tested.
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
    reason: Text | None = None
    breaks: tuple[Text, ...] = ()


def compared(
    before: Sequence[WaveFigure],
    now: Sequence[WaveFigure],
    *,
    breaks: Mapping[str, Sequence[Text]],
    shared: str | None = None,
) -> tuple[Compared, ...]:
    """Return every figure that both waves have, in the order of this one, with tests corrected together.

    ``shared`` names the years of registration that both waves hold, if they do: their samples then share cases, so that
    neither interval nor test of a difference would be honest.
    """
    earlier = {figure.id: figure for figure in before}
    found = [
        _one(earlier[figure.id], figure, tuple(breaks.get(figure.id, ())), shared)
        for figure in now
        if figure.id in earlier
    ]
    return corrected([found])[0]


def _one(before: WaveFigure, now: WaveFigure, breaks: tuple[Text, ...], shared: str | None) -> Compared:
    made = Compared(id=now.id, label=now.label, unit=now.unit, before=before, now=now, breaks=breaks)
    if before.value is None or now.value is None:
        return msgspec.structs.replace(made, reason=_why("withheld"))
    if before.unit != now.unit:
        return msgspec.structs.replace(made, reason=_why("other_unit", before=before.unit, now=now.unit))
    difference = now.value - before.value
    made = msgspec.structs.replace(made, difference=difference)
    if now.unit not in _COMPARED:
        return msgspec.structs.replace(made, reason=_why("all_there_were"))
    if shared:
        return msgspec.structs.replace(made, reason=_why("shared", years=shared))
    if before.interval is None or now.interval is None:
        return msgspec.structs.replace(made, reason=_why("no_interval"))
    ends = hybrid((now.value, before.value), (now.interval, before.interval))
    p = None if breaks else _chance(difference, ends)
    reason = _why("break") if breaks else _why("no_width") if p is None else None
    return msgspec.structs.replace(made, interval=ends, p=p, reason=reason)


def _why(key: str, **filled: object) -> Text:
    return sentence("waves", key, **filled)


def corrected(families: Sequence[Sequence[Compared]]) -> tuple[tuple[Compared, ...], ...]:
    """Return the figures of several earlier waves with all tests, of every wave, corrected together by Holm."""
    raw = {(place, one.id): one.p for place, family in enumerate(families) for one in family if one.p is not None}
    names = {key: f"{key[0]} {key[1]}" for key in raw}
    adjusted = holm({names[key]: p for key, p in raw.items()})
    return tuple(
        tuple(
            msgspec.structs.replace(one, adjusted=adjusted[names[place, one.id]]) if one.p is not None else one
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
