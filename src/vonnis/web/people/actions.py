"""What can be done to accounts; each is one action with its audit line."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from vonnis.web.accounts.models import Invitation, Person
from vonnis.web.accounts.roles import Right, Role
from vonnis.web.actions import acting
from vonnis.web.database import store
from vonnis.workflow.packing import travel_of

RECOVERY_CODES = 8


def first_link(at: dt.datetime) -> str | None:
    """Return the secret of a link for the first account; None where there is an account already.

    A link that was made before and not used stops working.
    """
    if Person.objects.exists():
        return None
    with acting(None, "link.first", right=None, subject="first account", at=at):
        Invitation.objects.filter(used_at__isnull=True).update(ends_at=at)
        # In a folder that travels there is one coder, and no study to lead.
        second = Role.LEAD if travel_of(store()) is None else Role.CODER
        roles = [Role.ADMINISTRATOR.value, second.value]
        return Invitation.make(roles=roles, person=None, at=at, days=1)[1]


def invite(actor: Person, roles: list[str], *, at: dt.datetime) -> str:
    """Return the secret of a link that makes an account with these roles."""
    with acting(actor, "link.invite", right=Right.MANAGE_PEOPLE, subject="new account", at=at) as detail:
        detail["roles"] = sorted(roles)
        return Invitation.make(roles=sorted(roles), person=None, at=at)[1]


def invite_back(actor: Person, person: Person, *, at: dt.datetime) -> str:
    """Return the secret of a link with which somebody sets a new password and loses the second factor."""
    with acting(actor, "link.password", right=Right.MANAGE_PEOPLE, subject=person.username, at=at):
        person.links.filter(used_at__isnull=True).update(ends_at=at)
        return Invitation.make(roles=[], person=person, at=at, days=1)[1]


def join(secret: str, *, username: str, name: str, password: str, at: dt.datetime) -> Person:
    """Make the account of a link.

    Raises:
        PermissionDenied: the link does not work (any more).
    """
    with transaction.atomic():
        link = _opened(secret, at=at)
        person = Person(username=username, name=name, roles=link.roles, made_at=at)
        person.set_password(password)
        with acting(None, "account.make", right=None, subject=username, at=at) as detail:
            person.save(force_insert=True)
            detail["roles"] = link.roles
    return person


def come_back(secret: str, *, password: str, at: dt.datetime) -> Person:
    """Set the new password of a link; the second factor is to be set up again.

    Raises:
        PermissionDenied: the link does not work (any more).
    """
    with transaction.atomic():
        link = _opened(secret, at=at)
        person = link.person
        if person is None:
            raise PermissionDenied
        with acting(None, "account.password", right=None, subject=person.username, at=at):
            person.set_password(password)
            person.save(update_fields=["password"])
            TOTPDevice.objects.filter(user=person).delete()
            StaticDevice.objects.filter(user=person).delete()
    return person


def _opened(secret: str, *, at: dt.datetime) -> Invitation:
    link = Invitation.take(secret, at=at)
    if link is None:
        raise PermissionDenied
    return link


def give_roles(actor: Person, person: Person, *, roles: list[str], at: dt.datetime) -> None:
    """Set somebody's roles; the last administrator keeps that role.

    Raises:
        PermissionDenied: nobody would be left who can manage people.
    """
    with acting(actor, "account.roles", right=Right.MANAGE_PEOPLE, subject=person.username, at=at) as detail:
        detail |= {"before": sorted(person.roles), "after": sorted(roles)}
        person.roles = sorted(roles)
        person.save(update_fields=["roles"])
        _keep_an_administrator()


def close_account(actor: Person, person: Person, *, at: dt.datetime) -> None:
    """Close an account at once, in every browser; codings and audit lines keep its name.

    Raises:
        PermissionDenied: nobody would be left who can manage people.
    """
    with acting(actor, "account.close", right=Right.MANAGE_PEOPLE, subject=person.username, at=at):
        person.is_active = False
        person.save(update_fields=["is_active"])
        person.links.filter(used_at__isnull=True).update(ends_at=at)
        _keep_an_administrator()


def open_account(actor: Person, person: Person, *, at: dt.datetime) -> None:
    """Open a closed account again."""
    with acting(actor, "account.open", right=Right.MANAGE_PEOPLE, subject=person.username, at=at):
        person.is_active = True
        person.save(update_fields=["is_active"])


def _keep_an_administrator() -> None:
    if not any(person.may(Right.MANAGE_PEOPLE) for person in Person.objects.filter(is_active=True)):
        raise PermissionDenied


def confirm_second_factor(person: Person, device: TOTPDevice, *, at: dt.datetime) -> list[str]:
    """Make a device the person's second factor, and return recovery codes, which are shown once."""
    with acting(person, "account.second_factor", right=None, subject=person.username, at=at):
        TOTPDevice.objects.filter(user=person).exclude(pk=device.pk).delete()
        StaticDevice.objects.filter(user=person).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        spare = StaticDevice.objects.create(user=person, name="recovery", confirmed=True)
        codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=spare, token=code) for code in codes)
    return codes
