"""Pages that show the answers of others, and exports, bar their reader from coding those cases blind."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.desk import code_all, coder_named, post
from vonnis.study.log import Assignment
from vonnis.web.database import store

pytestmark = pytest.mark.django_db
BOTH = ("lead", "adjudicator", "coder")


@pytest.fixture
def lena(file: None) -> Client:  # noqa: ARG001 - there is a file
    """A lead who codes and decides too; two others have coded D1 and differ."""
    for name, sex in (("anna", "1"), ("bert", "2")):
        client = coder_named(name)
        code_all(client, sex=sex)
        if name == "anna":
            post(client, "ask", "D1/k_sex", words="Which?")
    return coder_named("lena", BOTH)


def given_to_herself(lena: Client, round_: str) -> bool:
    page = lena.post("/files/", {"unit": ["D1"], "coder": ["lena"], "round": round_}, follow=True).content.decode()
    given = bool(store().records(Assignment, coder="lena", round=round_))
    assert given is not ("lena has seen what others answered about the case of D1" in page)
    return given


SHOWING = [
    "/differences/",
    "/differences/D1/k_sex/",
    "/meeting/?since=2020-01-01",
    "/threads/D1/k_sex/anna/",
    "/export/",
    "/exchange/study.zip",
]


@pytest.mark.parametrize("page", SHOWING)
def test_who_saw_the_answers_of_others_is_not_given_the_file_to_code_blind(lena: Client, page: str) -> None:
    answer = lena.get(page)
    answer.close()
    assert answer.status_code == 200
    before = store().length()
    assert not given_to_herself(lena, "main")
    assert store().length() == before
    assert given_to_herself(lena, "training")


@pytest.mark.parametrize("page", ["/files/", "/progress/", "/codebook/", "/exchange/", "/training/"])
def test_pages_without_answers_bar_nobody(lena: Client, page: str) -> None:
    assert lena.get(page).status_code == 200
    assert given_to_herself(lena, "main")


def test_what_was_seen_stands_in_the_log_once(lena: Client) -> None:
    for page in (*SHOWING[:4], *SHOWING[:4]):
        lena.get(page)
    assert [(each.actor, each.detail) for each in store().each_line(name="answers.seen")] == [
        ("lena", '{"cases":["C1"]}')
    ]


@pytest.mark.parametrize(("roles", "told"), [(BOTH, True), (("lead",), False)])
@pytest.mark.usefixtures("file")
def test_a_lead_who_codes_is_told_before_taking_answers_along(roles: tuple[str, ...], *, told: bool) -> None:
    page = coder_named("lena", roles).get("/exchange/").content.decode()
    assert ("You also code. Whoever takes all answers along" in page) is told
