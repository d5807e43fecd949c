"""Questions that are put to a coder again: by a rule of the coders' meeting, or by a new version of the codebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from vonnis.study.coding import Coding
from vonnis.study.log import AskAgain


def open_questions(asked: Iterable[AskAgain], codings: Iterable[Coding]) -> tuple[AskAgain, ...]:
    """Return what was asked again and not answered since, each question of a coder once, oldest first."""
    last: dict[tuple[str, str, str], dt.datetime] = {}
    for one in codings:
        key = (one.unit, one.variable, one.coder)
        last[key] = max(one.at, last.get(key, one.at))
    waiting: dict[tuple[str, str, str], AskAgain] = {}
    for ask in sorted(asked, key=lambda ask: (ask.at, ask.id)):
        key = (ask.unit, ask.variable, ask.coder)
        if last.get(key, dt.datetime.min.replace(tzinfo=dt.UTC)) < ask.at:
            waiting[key] = ask
    return tuple(waiting.values())
