"""The earlier waves that a study names, to be set beside its own figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath, PureWindowsPath

import msgspec


class Differs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure that was counted otherwise in an earlier wave, and why; the two are shown with a break between."""

    figure: str
    why: dict[str, str]


class EarlierWave(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An earlier wave: a study folder with its release, or a table of figures that an older study printed.

    Attributes:
        id: what it is called in tables, such as its year.
        label: its name in each language.
        study: a study folder, by its path from this one; its ``release/figures.json`` holds its figures.
        figures: a CSV inside this folder (``id, value, unit, n, low, high, source``, and where known ``statistic``,
            ``numerator`` and ``sd``) where there is no folder.
        years: the first and last year of registration of the cases behind a table of figures; without them it is not
            known whether the two share cases, and nothing is tested.
        fictional: whether a table of figures is made up.
        same_numbers: whether its units bear the same study numbers as here (one key file, one table of complexes), so
            that the same number is the same person; without it numbers start anew in every study.
        differs: figures that were counted otherwise.
    """

    id: str
    label: dict[str, str]
    study: str | None = None
    figures: str | None = None
    years: tuple[int, ...] = ()
    fictional: bool = False
    same_numbers: bool = False
    differs: tuple[Differs, ...] = ()

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and last year of its cases, where a table of figures says so."""
        return (self.years[0], self.years[-1]) if self.years else None


_MOST_YEARS = 2


def wave_problems(waves: Sequence[EarlierWave]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each wave that cannot be so, with its place."""
    for number, wave in enumerate(waves):
        if wave.id in {other.id for other in waves[:number]}:
            yield ("waves", number, "id"), f"the wave `{wave.id}` is named twice; rename one"
        if (wave.study is None) == (wave.figures is None):
            yield (
                ("waves", number),
                f"the wave `{wave.id}` names either a study or a table of figures; give one of them",
            )
        yield from (
            (("waves", number, setting), f"the wave `{wave.id}` {sentence}") for setting, sentence in _of_one(wave)
        )


def _of_one(wave: EarlierWave) -> Iterator[tuple[str, str]]:
    if wave.study is not None:
        if _whole(wave.study):
            yield "study", "names its folder by its whole path; write the path from this folder, such as ../wave1"
        for setting in ("years", "fictional"):
            if getattr(wave, setting):
                yield setting, f"is a study, whose own files say this; leave `{setting}` out"
    if wave.study is None and wave.same_numbers:
        yield "same_numbers", "is a table of figures, which names no units; leave `same_numbers` out"
    if wave.figures is not None and (_whole(wave.figures) or ".." in PurePath(wave.figures).parts):
        yield "figures", "has a table outside this folder; put it inside, such as waves/2014.csv"
    if len(wave.years) > _MOST_YEARS or list(wave.years) != sorted(wave.years):
        yield "years", "has a first and a last year, such as years = [2010, 2014]"


def _whole(path: str) -> bool:
    """Tell whether a path begins at a root, of this system or of Windows, and not at the study folder."""
    return PurePath(path).is_absolute() or bool(PureWindowsPath(path).anchor)
