"""The earlier waves that a study names, to be set beside its own figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
        figures: a CSV inside this folder (``id, value, unit, n, low, high, source``) where there is no folder.
        differs: figures that were counted otherwise.
    """

    id: str
    label: dict[str, str]
    study: str | None = None
    figures: str | None = None
    differs: tuple[Differs, ...] = ()


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
