"""The list of persons of a coder's file: who stands on it, who comes on it, and who goes off it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied

from vonnis.errors import StudyError
from vonnis.study.log import Assignment, Listing
from vonnis.study.persons import PersonsRule, listed_by, next_number, visible
from vonnis.study.unit import Unit, pair_unit, victim_unit
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.coding.file import File
from vonnis.web.database import store
from vonnis.web.protocol import protocol


def rule() -> PersonsRule:
    """Return who lists persons in this study."""
    return protocol().coding.persons


def may_list(file: File) -> bool:
    """Tell whether the coder of a file adds persons to it."""
    return rule() != "fixed" and file.root.level != "paper"


def last_added(file: File) -> Unit | None:
    """Return the person whom the coder added last and about whom nothing was answered: it may go off the list again."""
    given = file.assignment
    persons = [unit for unit in file.units if unit.level == "victim"]
    if not persons:
        return None
    last = persons[-1]
    answered = any(unit.victim == last.id for unit in file.units if any(key[0] == unit.id for key in file.codings))
    own = listed_by(listings_of([last]), coder=given.coder, round_=given.round)
    return last if last.id in own and not answered else None


def add_victim(person: Person, file: File, *, at: dt.datetime) -> Unit:
    """Put a victim on a coder's own list, with the pairs with the defendants; a number, never a name.

    The first victim of two coders has one number, so that their answers are held against each other.

    Raises:
        PermissionDenied: the person codes nothing here, or the lead lists the persons.
    """
    if not person.may(Right.CODE) or not may_list(file):
        raise PermissionDenied
    given = file.assignment
    with store().action("unit.victim", actor=person.username, at=at, detail={"complex": file.root.complex}) as writing:
        case = store().case_of(file.root.id)
        victim, pairs = _numbered(own_case(case, given), case, wave=file.root.wave)
        listing = Listing(unit=victim.id, coder=person.username, round=given.round, at=at)
        writing.add([victim, *pairs, listing])
    return victim


def drop_victim(person: Person, file: File, *, at: dt.datetime) -> None:
    """Take the victim whom the coder added last off the own list, while nothing was answered about it.

    Raises:
        PermissionDenied: there is none, or the person codes nothing here.
    """
    victim = last_added(file)
    if not person.may(Right.CODE) or victim is None:
        raise PermissionDenied
    listing = Listing(unit=victim.id, coder=person.username, round=file.assignment.round, listed=False, at=at)
    detail = {"complex": file.root.complex}
    with store().action("unit.victim_off", actor=person.username, at=at, detail=detail) as writing:
        writing.add([listing])


def give_victim(person: Person, complex_: str, *, at: dt.datetime) -> Unit:
    """List a victim of a case beforehand, for all its coders.

    Raises:
        PermissionDenied: the person does not run the study.
        StudyError: a coder has listed persons of this case already, so that numbers would shift.
    """
    if not person.may(Right.RUN_STUDY):
        raise PermissionDenied
    with store().action("unit.victim", actor=person.username, at=at, detail={"complex": complex_}) as writing:
        case = store().case_of(complex_)
        if listings_of(case):
            message = f"{complex_}: a coder has listed persons already"
            raise StudyError(message)
        victim, pairs = _numbered(case, case, wave=case[0].wave)
        writing.add([victim, *pairs])
    return victim


def _numbered(own: Sequence[Unit], case: Sequence[Unit], *, wave: int) -> tuple[Unit, list[Unit]]:
    """Return the next victim after those of a list, and the pairs with every defendant of the case."""
    complex_ = case[0].complex
    victim = victim_unit(f"{complex_}-V{next_number(own)}", complex_=complex_, wave=wave)
    defendants = [unit.id for unit in case if unit.level == "defendant"]
    return victim, [pair_unit(each, victim.id, complex_=complex_, wave=wave) for each in defendants]


def own_case(case: Sequence[Unit], given: Assignment, *, listings: Sequence[Listing] | None = None) -> list[Unit]:
    """Return the units of a case that the coder of an assignment may see; listings of the case where they were read."""
    if listings is None:
        listings = listings_of(case)
    return visible(case, listings, coder=given.coder, round_=given.round, rule=rule())


def listings_of(units: Iterable[Unit]) -> tuple[Listing, ...]:
    """Return what stands in the study about the lists on which persons among some units are."""
    ids = [unit.id for unit in units if unit.level == "victim"]
    return store().records(Listing, unit=ids) if ids else ()
