"""Accounts: who may change them, and what must never happen."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.db.models import ProtectedError
from django.test import Client

from tests.web.conftest import NOW, person_named
from vonnis.web.accounts.models import Invitation, Person
from vonnis.web.database import store

pytestmark = pytest.mark.django_db


def test_an_invitation_makes_an_account_with_the_chosen_roles_only(enter: Callable[[str], Client]) -> None:
    link = enter("administrator").post("/people/invite/", {"roles": ["coder"]}).context["address"]
    words = "een heel lang wachtwoord"
    form = {
        "username": "nieuw",
        "name": "N",
        "password": words,
        "again": words,
        "roles": ["administrator"],
        "is_active": "1",
    }
    assert Client().post(link, form).status_code == 302
    assert Person.objects.get(username="nieuw").roles == ["coder"]


def test_roles_are_changed_and_the_change_stands_in_the_audit(enter: Callable[[str], Client]) -> None:
    person_named("anna", ["coder"])
    enter("administrator").post("/people/anna/", {"roles": ["adjudicator", "coder"]})
    line = next(line for line in store().actions() if line.name == "account.roles")
    assert line.actor == "administrator"
    assert json.loads(line.detail) == {"subject": "anna", "before": ["coder"], "after": ["adjudicator", "coder"]}


@pytest.mark.parametrize("roles", [["emperor"], []])
def test_a_role_that_does_not_exist_and_no_role_are_refused(roles: list[str], enter: Callable[[str], Client]) -> None:
    person_named("anna", ["coder"])
    assert enter("administrator").post("/people/anna/", {"roles": roles}).status_code == 200
    assert Person.objects.get(username="anna").roles == ["coder"]


def test_the_last_administrator_cannot_step_down(enter: Callable[[str], Client]) -> None:
    client = enter("administrator")
    assert client.post("/people/administrator/", {"roles": ["lead"]}).status_code == 403
    assert client.post("/people/administrator/close/").status_code == 403
    assert Person.objects.get().roles == ["administrator"]
    assert store().lines() == ()


def test_a_closed_account_is_out_at_once(enter: Callable[[str], Client]) -> None:
    coder = enter("coder")
    assert coder.get("/").status_code == 200
    administrator = enter("administrator")
    administrator.post("/people/coder/close/")
    assert coder.get("/").status_code == 302
    administrator.post("/people/coder/open/")
    assert coder.get("/").status_code == 200


def test_nobody_can_be_deleted_who_is_named() -> None:
    person = person_named("anna", ["coder"])
    Invitation.make(roles=[], person=person, at=NOW)
    with pytest.raises(ProtectedError):
        person.delete()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_a_name_is_shown_as_it_is_and_runs_nowhere(name: str, enter: Callable[[str], Client]) -> None:
    person = person_named("anna", ["coder"])
    person.name = name
    person.save()
    page = enter("administrator").get("/people/").content.decode()
    assert name not in page
    assert "alert(1)" in page
