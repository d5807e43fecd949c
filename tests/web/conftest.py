"""The room in the test's own process, with people in it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402 - after Django is set up
from django.test import Client  # noqa: E402 - as above

from tests.web.rooms import Run, run_vonnis  # noqa: E402
from vonnis.study.log import Assignment  # noqa: E402
from vonnis.study.unit import Unit, complex_unit  # noqa: E402
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


@pytest.fixture
def file(db: None) -> None:  # noqa: ARG001 - the database must be there
    """A complex with one defendant, given to Anna and to Bert."""
    defendant = Unit(id="D1", level="defendant", complex="C1", defendant="D1", documents=("zaak-1",))
    given = [Assignment(unit="D1", coder=coder, round="main", place=1, at=NOW) for coder in ("anna", "bert")]
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        writing.add([complex_unit("C1"), defendant, *given])


_VERSIONS = count(1)


@pytest.fixture
def protocol_says() -> Iterator[Callable[[str], None]]:
    """Add lines to the protocol of the room until the test ends."""
    path: Path = settings.ROOM.study / "study.toml"
    kept = path.read_text(encoding="utf-8")

    def write(text: str) -> None:
        path.write_text(text, encoding="utf-8")
        version = next(_VERSIONS)
        os.utime(path, ns=(version, version))

    yield lambda lines: write(f"{kept}\n{lines}\n")
    write(kept)
