"""The log of the room is that of the study: chained, so that what was changed or taken out shows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import NOW, person_named
from tests.web.desk import coder_named, post
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


def lines_on(client: Client, **asked: str) -> list[int]:
    page = client.get("/audit/", asked, headers={"accept-language": "en"}).content.decode()
    return [int(number) for number in re.findall(r'<tr><td class="r">([\d,]+)</td>', page)]


@pytest.mark.parametrize(
    ("page", "first", "last"),
    [
        ("1", 250, 151),
        ("2", 150, 51),
        ("3", 50, 1),
        ("9", 50, 1),
        ("0", 250, 151),
        ("x", 250, 151),
        ("9" * 99, 250, 151),
    ],
)
def test_a_page_holds_its_part_of_the_log(page: str, first: int, last: int, enter: Callable[[str], Client]) -> None:
    written(250)
    assert lines_on(enter("lead"), page=page) == list(range(first, last - 1, -1))


def test_a_page_reads_no_more_of_the_log_than_it_shows(enter: Callable[[str], Client]) -> None:
    written(250)
    client = enter("lead")
    with CaptureQueriesContext(connection) as asked:
        client.get("/audit/", {"page": "2"})
    (read,) = [each["sql"] for each in asked if "previous" in each["sql"]]
    assert "seq >= 50" in read
    assert "seq <= 150" in read


@pytest.mark.parametrize(("page", "told"), [("1", False), ("2", False), ("3", True), ("1&check=1", True)])
def test_a_break_shows_on_its_page_and_where_the_whole_log_is_proven(
    page: str, *, told: bool, enter: Callable[[str], Client]
) -> None:
    written(250)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER study_action_no_UPDATE")
        cursor.execute("UPDATE study_action SET actor = 'berta' WHERE seq = 20")
    seen = enter("lead").get(f"/audit/?page={page}", headers={"accept-language": "en"}).content.decode()
    assert ("broken at line 20" in seen) is told


def test_the_file_holds_every_line(enter: Callable[[str], Client]) -> None:
    written()
    file = enter("lead").get("/audit/file/")
    rows = list(csv.DictReader(io.StringIO(file.getvalue().decode())))
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


def test_a_lead_who_still_codes_does_not_read_which_questions_another_was_asked(file: None) -> None:  # noqa: ARG001 - there is a file
    anna = coder_named("anna")
    post(anna, "answer", "D1/k_sex", answer="1")
    anna.post("/files/D1/victim/")
    both = coder_named("bert", ("coder", "lead"))
    post(both, "answer", "C1/c_victims", answer="1")
    page = both.get("/audit/").content.decode()
    assert "coding.answer" in page
    assert "k_sex" not in page
    assert "unit.victim</td><td>–</td>" in page
    assert "c_victims" in page
    assert both.get("/audit/file/").status_code == 403
    lena = coder_named("lena", ("lead",))
    assert "k_sex" in lena.get("/audit/").content.decode()
    assert lena.get("/audit/file/").status_code == 200
