"""What a report shows of earlier waves beside its own figures, as plain values: all of it was released before.

An earlier figure passed the gate of its own release, and a difference is made of two released figures, so that nothing
withheld can be told from either.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from vonnis.disclosure.released import Status
from vonnis.report.formats import COUNTS_BELOW

Text = dict[str, str]


class WaveNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A number about an earlier wave that the report prints under an id of its own (``wave.2014.girls_share``).

    Attributes:
        id: the id.
        label: what it is, with the name of the wave.
        value: None where the earlier wave withheld it.
        unit: ``share``, ``year``, ``count``, ``p`` and so on.
        statistic: what was computed (``share``, ``mean``; ``difference`` between two waves).
        n: the units that it rests on; ``numerator`` those that a share counts.
        interval: its ends, at 95%.
        status: whether it left its study, under an exception, or not.
        rounded: whether disclosure control rounded it.
        fictional: whether it is made up, or made of something that is.
        source: where it comes from.
    """

    id: str
    label: Text
    value: float | None
    unit: str
    statistic: str = ""
    n: int | None = None
    numerator: int | None = None
    interval: tuple[float, float] | None = None
    status: Status = "released"
    rounded: bool = False
    fictional: bool = False
    source: Text

    @property
    def counts_only(self) -> bool:
        """Whether it is a share of so few units that only counts are printed."""
        return self.statistic == "share" and self.n is not None and self.n < COUNTS_BELOW


class ShownComparison(msgspec.Struct, frozen=True, kw_only=True):
    """A figure in an earlier wave and in this one.

    Attributes:
        figure: the id of the figure in this report.
        label: its name.
        unit: what it is counted in.
        before: the earlier figure.
        difference: this one less the earlier, with its interval; None where either is withheld, or their units differ.
        chance: p of the test of no difference, corrected for all tests together; None where there is no test.
        reason: why there is no interval or test.
        breaks: why the two are not counted alike, a sentence each.
    """

    figure: str
    label: Text
    unit: str
    before: WaveNumber
    difference: WaveNumber | None = None
    chance: WaveNumber | None = None
    reason: Text | None = None
    breaks: tuple[Text, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the test finds a difference at five in a hundred."""
        return self.chance is not None and self.chance.value is not None and self.chance.value < LEVEL

    def numbers(self) -> Iterator[WaveNumber]:
        """Yield every number of this comparison."""
        yield from (one for one in (self.before, self.difference, self.chance) if one is not None)


LEVEL = 0.05
"""The chance of error below which a difference is told."""


class ShownWave(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier wave beside this one.

    Attributes:
        id: of the wave; ``label`` its name.
        figures: every figure that both have.
        changes: what changed between the two, by kind (``population``, ``law``, ``parameters``, ``codebook``,
            ``unknown``), a sentence each; a kind without any says that nothing changed, one that is absent that it was
            not compared.
        together: how many tests were corrected together, those of every earlier wave.
        fictional: whether a figure of the wave is made up.
    """

    id: str
    label: Text
    figures: tuple[ShownComparison, ...]
    changes: tuple[tuple[str, tuple[Text, ...]], ...] = ()
    together: int = 0
    fictional: bool = False
