"""What a coder does with a file as a whole: open it, or hand it over; each is one action with its line in the log."""

from __future__ import annotations

import datetime as dt

import msgspec
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from vonnis.study.log import Assignment
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.care.models import Opening
from vonnis.web.database import store
from vonnis.web.protocol import protocol


def is_open(person: Person, assignment: Assignment) -> bool:
    """Tell whether somebody may read a file now: it was opened before, or the study asks for nothing first."""
    care = protocol().care
    if not care.content_note and not care.files_a_day:
        return True
    return Opening.objects.filter(person=person, unit=assignment.unit, round=assignment.round).exists()


def is_enough(person: Person, *, at: dt.datetime) -> bool:
    """Tell whether somebody has opened as many files today (on the clock of the room) as the protocol holds to."""
    cap = protocol().care.files_a_day
    if not cap:
        return False
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return Opening.objects.filter(person=person, at__gte=midnight).count() >= cap


def open_file(person: Person, assignment: Assignment, *, at: dt.datetime) -> None:
    """Open a file for the first time; what is open stays so.

    Raises:
        PermissionDenied: the person codes nothing here, or has opened enough files today.
    """
    if not person.may(Right.CODE):
        raise PermissionDenied
    detail = {"unit": assignment.unit, "round": assignment.round}
    with store().action("file.open", actor=person.username, at=at, detail=detail):
        key = {"person": person, "unit": assignment.unit, "round": assignment.round}
        if not Opening.objects.filter(**key).exists():
            if is_enough(person, at=at):
                raise PermissionDenied
            Opening.objects.create(**key, at=at)


def hand_over(person: Person, assignment: Assignment, *, at: dt.datetime) -> None:
    """Take a file out of somebody's own queue. Nobody asks why, and no reason is kept.

    Answers that were given stay: they are answers. The log holds the change of the queue and nothing else.

    Raises:
        PermissionDenied: the file is somebody else's, or the person codes nothing here.
    """
    if not person.may(Right.CODE) or assignment.coder != person.username:
        raise PermissionDenied
    detail = {"unit": assignment.unit, "round": assignment.round}
    with store().action("file.queue", actor=person.username, at=at, detail=detail) as writing:
        writing.add([msgspec.structs.replace(assignment, place=0, at=at)])
