"""The room in the test's own process, with people in it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable

import pytest
from pytest_django import DjangoDbBlocker

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"

import django

django.setup()

from django.test import Client  # noqa: E402 - after Django is set up

from tests.web.rooms import Run, run_vonnis  # noqa: E402
from vonnis.web.accounts.models import Person  # noqa: E402
from vonnis.web.database import store  # noqa: E402

PASSWORD = "paard batterij nietje correct"  # noqa: S105 - of people who exist in tests only
BACKEND = "django.contrib.auth.backends.ModelBackend"
NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
PERSONAS = {
    "administrator": ["administrator"],
    "lead": ["lead"],
    "coder": ["coder"],
    "adjudicator": ["adjudicator"],
    "reader": ["reader"],
    "nobody": [],
}


def person_named(username: str, roles: list[str]) -> Person:
    """Make somebody with these roles and the password of all tests."""
    person = Person(username=username, name=username.capitalize(), roles=roles, made_at=NOW)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def run() -> Run:
    """Run ``vonnis`` as its users do."""
    return run_vonnis


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:  # noqa: ARG001 - the one that it goes on from
    """Make the tables of the study beside those of the room, once."""
    with django_db_blocker.unblock():
        store()


@pytest.fixture
def enter(db: None) -> Callable[[str], Client]:  # noqa: ARG001 - the database must be there
    """Make somebody with the roles of a persona and return a browser in which that person is logged in."""

    def entered(persona: str) -> Client:
        client = Client()
        if persona != "outsider":
            client.force_login(person_named(persona, PERSONAS[persona]), backend=BACKEND)
        return client

    return entered
