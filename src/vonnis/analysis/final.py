"""What the final values of a study rest on, as results: how they came about, and how they stand to the machine.

They tell about the coding, as agreement does, and are shares in whole percentages (one where there is any at all)
without a denominator: the number of answers would tell how many people there are at each level, which may be withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vonnis.analysis.result import Basis, Result, Text
from vonnis.analysis.words import figure_words

PREFIX = "final_"
BASES: tuple[str, ...] = ("agreed", "adjudicated", "single", "machine_accepted", "open")
"""What a final value can rest on, and ``open`` where coders differ and nobody has decided."""
_LEAST = 0.01
_SOURCE: Text = {"nl": "Coderingen van dit onderzoek.", "en": "The codings of this study."}


def basis_results(basis: Mapping[str, int]) -> Iterator[Result]:
    """Yield the share of the final values that rests on each basis; nothing where there are none.

    What coders differed on and is not asked after all is no final value, and counts in none of the shares.
    """
    whole = _values(basis)
    if whole:
        yield from (_result(name, basis.get(name, 0), whole) for name in BASES)


def overruling_results(basis: Mapping[str, int], *, changed: int, outdated: int) -> Iterator[Result]:
    """Yield the shares of :func:`basis_results`, and how many final values differ from the machine or were set aside.

    ``changed`` is a part of the final values that hold; ``outdated`` comes beside them.
    """
    yield from basis_results(basis)
    holding = _values(basis)
    if holding:
        yield _result("changed", changed, holding)
    if holding + outdated:
        yield _result("outdated", outdated, holding + outdated)


def _values(basis: Mapping[str, int]) -> int:
    return sum(basis.get(name, 0) for name in BASES)


def _result(name: str, count: int, whole: int) -> Result:
    label, definition = figure_words(f"{PREFIX}{name}", {})
    return Result(
        id=f"{PREFIX}{name}",
        label=label,
        statistic="coefficient",
        value=max(_LEAST, round(count / whole, 2)) if count else 0.0,
        unit="share",
        level="answer",
        definition=definition,
        source=_SOURCE,
        basis=Basis(reading="census"),
    )
