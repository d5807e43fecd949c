"""Every address and everybody: who gets what. An address without a row fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from tests.web.conftest import BACKEND, PERSONAS, person_named
from vonnis.web.urls import urlpatterns

ROWS: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "addresses.yaml").read_text(encoding="utf-8"))
EVERYBODY = [*PERSONAS, "outsider"]


def entered_with_all_rights() -> Client:
    client = Client()
    client.force_login(person_named("all", ["administrator", "lead", "coder", "adjudicator"]), backend=BACKEND)
    return client


@pytest.mark.parametrize("persona", EVERYBODY)
@pytest.mark.parametrize("name", ROWS)
def test_an_address_answers_each_person_as_the_table_says(
    name: str, persona: str, enter: Callable[[str], Client]
) -> None:
    row = ROWS[name]
    client = enter(persona)
    person_named("subject", ["coder"])
    answer = getattr(client, row.get("method", "get"))(reverse(name, kwargs=row.get("arguments", {})))
    answer.close()
    assert answer.status_code == row.get(persona, row["others"])


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.get("outsider") == 302 and name != "login"])
def test_who_is_not_in_is_sent_to_the_door(name: str, enter: Callable[[str], Client]) -> None:
    row = ROWS[name]
    answer = getattr(enter("outsider"), row.get("method", "get"))(reverse(name, kwargs=row.get("arguments", {})))
    assert answer["Location"] == reverse("login")


def test_every_address_has_a_row() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(ROWS)


def test_an_outsider_cannot_tell_an_address_that_exists_from_one_that_does_not(enter: Callable[[str], Client]) -> None:
    outsider = enter("outsider")
    there, not_there = outsider.get("/people/"), outsider.get("/no/such/page/")
    assert (there.status_code, there["Location"]) == (not_there.status_code, not_there["Location"])


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.get("method") == "post"])
def test_what_changes_something_wants_a_token(name: str, db: None) -> None:  # noqa: ARG001 - the database must be there
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = entered_with_all_rights().cookies
    person_named("subject", ["coder"])
    answer = strict.post(reverse(name, kwargs=ROWS[name].get("arguments", {})))
    assert answer.status_code == 403


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.get("method") == "post"])
def test_what_changes_something_is_not_done_by_a_link(name: str, db: None) -> None:  # noqa: ARG001 - the database must be there
    client = entered_with_all_rights()
    person_named("subject", ["coder"])
    assert client.get(reverse(name, kwargs=ROWS[name].get("arguments", {}))).status_code == 405
