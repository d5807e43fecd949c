"""The log of the room is that of the study: chained, so that what was changed or taken out shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from tests.web.conftest import NOW, person_named
from vonnis.errors import StudyError
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.actions import acting
from vonnis.web.database import store

pytestmark = pytest.mark.django_db


def written(count: int = 4) -> None:
    for number in range(count):
        with acting(None, "test", right=None, subject=f"u{number}", at=NOW) as detail:
            detail["né"] = number


def test_an_action_leaves_one_line_with_its_detail() -> None:
    written(1)
    (line,) = store().actions()
    assert (line.name, line.actor) == ("test", "vonnis")
    assert line.detail == '{"né":0,"subject":"u0"}'


@pytest.mark.parametrize("statement", ["UPDATE study_action SET actor = 'berta'", "DELETE FROM study_action"])
def test_a_line_cannot_be_changed_through_the_database_of_the_room(statement: str) -> None:
    written()
    with pytest.raises(Exception, match="never changed"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change", ["UPDATE study_action SET actor = 'berta' WHERE seq = 2", "DELETE FROM study_action WHERE seq = 2"]
)
def test_a_line_that_was_changed_all_the_same_shows(change: str, enter: Callable[[str], Client]) -> None:
    written()
    client = enter("lead")
    assert "broken" not in client.get("/audit/", headers={"accept-language": "en"}).content.decode()
    with connection.cursor() as cursor:
        for verb in ("UPDATE", "DELETE"):
            cursor.execute(f"DROP TRIGGER study_action_no_{verb}")
        cursor.execute(change)
    assert "broken at line 2" in client.get("/audit/", headers={"accept-language": "en"}).content.decode()
    with pytest.raises(StudyError, match="line 2"):
        store().actions()


def test_the_file_holds_every_line(enter: Callable[[str], Client]) -> None:
    written()
    rows = list(csv.DictReader(io.StringIO(enter("lead").get("/audit/file/").content.decode())))
    assert [row["digest"] for row in rows] == [line.digest for line in store().actions()]


def test_without_the_right_nothing_is_done_and_nothing_written() -> None:
    coder = person_named("anna", ["coder"])
    with pytest.raises(PermissionDenied), acting(coder, "x", right=Right.MANAGE_PEOPLE, subject="y", at=NOW):
        pytest.fail("the block must not run")
    assert store().lines() == ()


def test_where_the_change_fails_no_line_stands() -> None:
    with pytest.raises(RuntimeError), acting(None, "x", right=None, subject="y", at=NOW):  # noqa: PT012 - the change before the failure is the case
        person_named("anna", ["coder"])
        raise RuntimeError
    assert store().lines() == ()
    assert not Person.objects.exists()
