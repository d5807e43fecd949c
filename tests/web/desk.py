"""A coder at a desk: somebody logged in, answering questions about the file D1."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests.web.conftest import BACKEND, person_named
from vonnis.study.coding import Coding
from vonnis.web.database import store

TEXT = "zaak-1"


def coder_named(username: str, roles: tuple[str, ...] = ("coder",)) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person_named(username, list(roles)), backend=BACKEND)
    return client


def post(client: Client, name: str, question: str, **data: object) -> str:
    answer = client.post(reverse(name, args=["D1"]), {"question": question, **data})
    assert answer.status_code == 200
    return answer.content.decode()


def codings(variable: str) -> list[Coding]:
    return [each for each in store().records(Coding) if each.variable == variable]


def code_all(client: Client, *, sex: str) -> None:
    post(client, "answer", "C1/c_victims", answer="1")
    post(client, "answer", "D1/k_sex", answer=sex)
    post(client, "answer", "D1/k_route", answer=["1"])
    post(client, "answer", "D1/k_prison", answer="-8")
    post(client, "answer", "D1/k_fine", answer="-8")
