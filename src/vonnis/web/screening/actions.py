"""What screeners, an adjudicator and the lead decide; each is one action: permission, change and log line together."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied

from vonnis.study.screening_sheet import Vote
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.database import store
from vonnis.web.screening.queue import criteria
from vonnis.workflow import screening


def decide(person: Person, unit: str, *, reason: str | None, at: dt.datetime) -> None:
    """Log that a unit is in (``reason`` None), or out for a fixed reason; the last word of a screener counts.

    Raises:
        PermissionDenied: the person screens nothing here.
        StudyError: the unit is not screened or was decided by others, or the reason is none of the study's.
    """
    if not person.may(Right.SCREEN):
        raise PermissionDenied
    vote = Vote(unit=unit, reason=reason)
    screening.record_votes(store(), [vote], criteria=criteria(), screener=person.username, at=at)


def settle(person: Person, vote: Vote, *, at: dt.datetime) -> None:
    """Decide on a unit about which two screeners differ.

    Raises:
        PermissionDenied: the person does not adjudicate.
        StudyError: they do not differ, the person is one of them, or the reason is none of the study's.
    """
    if not person.may(Right.ADJUDICATE):
        raise PermissionDenied
    screening.settle(store(), vote, criteria=criteria(), by=person.username, at=at)


def draw_check(person: Person, *, at: dt.datetime) -> None:
    """Draw the random sample of the unread that tells how much was missed.

    Raises:
        PermissionDenied: the person does not run the study.
        StudyError: units are half read or in conflict, or nothing was found yet.
    """
    if not person.may(Right.RUN_STUDY):
        raise PermissionDenied
    screening.draw_check(store(), criteria(), by=person.username, at=at)


def stop(person: Person, *, although: str, at: dt.datetime) -> None:
    """Leave the rest unread.

    Raises:
        PermissionDenied: the person does not run the study.
        StudyError: units are half read or in conflict, or the recall is not shown and no reason is given.
    """
    if not person.may(Right.RUN_STUDY):
        raise PermissionDenied
    screening.stop(store(), criteria(), although=although, by=person.username, at=at)
