"""What a screener reads next; the learner behind the order is made once for a set of texts, away from the page."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from pathlib import Path

from django.conf import settings

from vonnis.study.log import Decision
from vonnis.study.ranking import Ranker
from vonnis.study.unit import Unit
from vonnis.web.database import store
from vonnis.web.protocol import protocol
from vonnis.workflow.screening import Criteria, criteria_of, pool, ranker_of, reading_list, texts_of

_EVERY = 10
"""After so many decisions the learner learns anew: often enough to help, and no page waits for it each time."""
_AT_ONCE = 100
"""So many texts are learned from while the page waits; of more, chance gives the order until they are read."""
_PATIENCE = 2.0
"""Seconds that a page waits for the learner at most: loading it alone takes that long on a busy machine."""


def criteria() -> Criteria:
    """Return what the screeners of this study go by, without reading the protocol anew for each question about it."""
    return criteria_of(protocol())


def next_units(screener: str, units: Sequence[Unit]) -> tuple[str, ...]:
    """Return the units that a screener reads next, the likeliest to belong first."""
    return reading_list(store(), criteria(), screener=screener, ranker=_ranker(units), every=_EVERY)


def still_screens(screener: str) -> bool:
    """Tell whether somebody began to screen blind and is not done, so that what others decided stays out of reach."""
    begun = criteria().blind and store().tally(Decision, "step", decided_by=screener, step="blind_screening")
    return bool(begun and reading_list(store(), criteria(), screener=screener, ranker=None))


def is_learning(units: Sequence[Unit]) -> bool:
    """Tell whether the texts are still being read, so that chance gives the order."""
    return not _made(units).done()


def members() -> tuple[Unit, ...]:
    """Return the units that are screened."""
    return pool(store())


def _ranker(units: Sequence[Unit]) -> Ranker | None:
    made = _made(units)
    if sum(bool(unit.documents) for unit in units) <= _AT_ONCE:
        wait([made], timeout=_PATIENCE)
    return made.result() if made.done() else None


def _made(units: Sequence[Unit]) -> Future[Ranker | None]:
    study: Path = settings.ROOM.study
    texts = study / protocol().material.judgments
    changed = texts.stat().st_mtime_ns if texts.exists() else 0
    return _learned(study, changed, tuple((unit.id, unit.documents) for unit in units), criteria().plan.seed)


@cache
def _readers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="screening")


@cache
def _learned(
    study: Path, _changed: int, units: tuple[tuple[str, tuple[str, ...]], ...], seed: int
) -> Future[Ranker | None]:
    wanted = [
        Unit(id=name, level="defendant", complex=name, defendant=name, documents=documents) for name, documents in units
    ]
    return _readers().submit(lambda: ranker_of(texts_of(study, wanted), seed=seed))
