"""The earlier waves that a study names, to be set beside its own figures."""

from __future__ import annotations

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
