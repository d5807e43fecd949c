"""The chain of audit lines shows what was changed or taken out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from tests.web.conftest import NOW, person_named
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.actions import acting
from vonnis.web.audit.models import Line, broken_at, write_line

pytestmark = pytest.mark.django_db


def written(count: int = 4) -> list[Line]:
    return [
        write_line(actor="anna", action="answer", subject=f"u{number}", at=NOW, detail={"né": number})
        for number in range(count)
    ]


def test_an_untouched_chain_is_whole() -> None:
    written()
    assert broken_at() is None


@pytest.mark.parametrize(
    "change",
    [{"actor": "berta"}, {"detail": {"né": 9}}, {"subject": "u9"}, {"digest": "0" * 64}],
    ids=lambda c: next(iter(c)),
)
def test_a_changed_line_shows(change: dict[str, object]) -> None:
    lines = written()
    Line.objects.filter(pk=lines[1].pk).update(**change)
    found = broken_at()
    assert found is not None
    assert found.pk == lines[1].pk


def test_a_line_that_is_gone_shows_at_the_next() -> None:
    lines = written()
    lines[1].delete()
    found = broken_at()
    assert found is not None
    assert found.pk == lines[2].pk


def test_a_broken_chain_is_said_on_the_page(enter: Callable[[str], Client]) -> None:
    lines = written()
    client = enter("lead")
    assert "broken" not in client.get("/audit/", headers={"accept-language": "en"}).content.decode()
    Line.objects.filter(pk=lines[0].pk).update(actor="berta")
    assert "broken" in client.get("/audit/", headers={"accept-language": "en"}).content.decode()


def test_the_file_holds_every_line(enter: Callable[[str], Client]) -> None:
    lines = written()
    answer = enter("lead").get("/audit/file/")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))  # type: ignore[attr-defined]
    assert [row["digest"] for row in rows] == [line.digest for line in lines]


def test_without_the_right_nothing_is_done_and_nothing_written() -> None:
    coder = person_named("anna", ["coder"])
    with pytest.raises(PermissionDenied), acting(coder, "x", right=Right.MANAGE_PEOPLE, subject="y", at=NOW):
        pytest.fail("the block must not run")
    assert not Line.objects.exists()


def test_where_the_change_fails_no_line_stands() -> None:
    with pytest.raises(RuntimeError), acting(None, "x", right=None, subject="y", at=NOW):  # noqa: PT012 - the change before the failure is the case
        person_named("anna", ["coder"])
        raise RuntimeError
    assert not Line.objects.exists()
    assert not Person.objects.exists()
