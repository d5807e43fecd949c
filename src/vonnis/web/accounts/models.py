"""Accounts and the links that make them."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp import user_has_device

from vonnis.web.accounts.roles import RIGHTS, Right, Role

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN_BYTES = 32
_OF_ONE_HOME = 64
"""So many first bits of an IPv6 address are of one connection; whoever has it chooses the others at will."""
USERNAME = RegexValidator(
    r"\A[a-z0-9][a-z0-9._-]{1,30}\Z",
    _("Use 2 to 31 small letters, digits, dots and dashes, beginning with a letter or digit."),
)


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the name with which they log in, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return the person with this name of login."""
        return self.get(username=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who may enter the room.

    Nobody is ever deleted, since codings and audit lines name them; an account is closed instead (``is_active``).
    ``username`` is also the name of the coder in the study's codings.
    """

    username = models.CharField(_("Login name"), max_length=31, unique=True, validators=[USERNAME])
    name = models.CharField(_("Name"), max_length=80)
    roles = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    last_login = None  # when somebody was in last is kept nowhere

    if TYPE_CHECKING:
        is_verified: Callable[[], bool]  # set by the middleware of django-otp

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        """People stand in the order of their names."""

        ordering: ClassVar[list[str]] = ["username"]

    def __str__(self) -> str:
        return self.username

    def has_role(self, role: Role) -> bool:
        """Tell whether the person has a role."""
        return role.value in self.roles

    def may(self, right: Right) -> bool:
        """Tell whether any of the person's roles gives a right; a closed account has none."""
        return self.is_active and any(right in RIGHTS[role] for role in Role if self.has_role(role))

    def has_second_factor(self) -> bool:
        """Tell whether the person has set up a second factor."""
        return bool(user_has_device(self))


class Invitation(models.Model):
    """A link that makes one account, or sets a new password for one; it works once, and for some days.

    Only the digest of the link is kept, so that whoever reads the database cannot use it.
    """

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="links")
    roles = models.JSONField(default=list)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link {self.pk}"

    @classmethod
    def make(cls, *, roles: list[str], person: Person | None, at: dt.datetime, days: int = 7) -> tuple[Invitation, str]:
        """Store a new link and return it with its secret, which is shown once and not kept."""
        secret = secrets.token_urlsafe(_TOKEN_BYTES)
        link = cls.objects.create(
            digest=_digest(secret), person=person, roles=roles, made_at=at, ends_at=at + dt.timedelta(days=days)
        )
        return link, secret

    @classmethod
    def peek(cls, secret: str, *, at: dt.datetime) -> Invitation | None:
        """Return the link of a secret while it works."""
        return cls.objects.filter(digest=_digest(secret), used_at__isnull=True, ends_at__gt=at).first()

    @classmethod
    def take(cls, secret: str, *, at: dt.datetime) -> Invitation | None:
        """Use up the link of a secret, and return it; of two who come at once, one gets it."""
        taken = cls.objects.filter(digest=_digest(secret), used_at__isnull=True, ends_at__gt=at).update(used_at=at)
        return cls.objects.get(digest=_digest(secret)) if taken else None


def attempted(request: HttpRequest, credentials: dict[str, str] | None = None) -> str:
    """Return the name with which somebody tries to come in, as accounts have it: in small letters."""
    return ((credentials or {}).get("username") or request.POST.get("username", "")).strip().lower()


def visitor(request: HttpRequest) -> str | None:
    """Return from where somebody tries to come in, so that guesses of a stranger shut no door for others.

    Behind a proxy that states it, that is the last address in ``X-Forwarded-For``: those before it come from the
    visitor, who can write what they like. Of IPv6 it is the network, since a home has more addresses than guesses.
    """
    reached: str | None = request.META.get("REMOTE_ADDR")
    stated = request.headers.get("X-Forwarded-For", "") if settings.ROOM.forwarded else ""
    for address in (stated.rpartition(",")[2].strip(), reached or ""):
        try:
            found = ip_address(address)
        except ValueError:
            continue
        if isinstance(found, IPv4Address):
            return str(found)
        network = IPv6Network((int(found), _OF_ONE_HOME), strict=False)
        return str(found.ipv4_mapped or network.network_address)
    return reached


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
