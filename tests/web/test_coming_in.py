"""The door: links, passwords, the second factor, too many attempts."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable

import msgspec
import pytest
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.web.conftest import NOW, PASSWORD, person_named
from vonnis.web.accounts.models import Invitation, Person, visitor
from vonnis.web.people.actions import first_link

pytestmark = pytest.mark.django_db


def answers(username: str, password: str, **headers: str) -> tuple[int, str]:
    page = Client(headers=headers).post("/in/", {"username": username, "password": password})
    return page.status_code, page.content.decode().replace(username, "*")


def body(page: str) -> str:
    """Return a page without the token that differs at each request."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_a_first_link_makes_the_first_account_and_works_once() -> None:
    secret = first_link(timezone.now())
    form = {"username": "Anna", "name": "Anna", "password": PASSWORD, "again": PASSWORD}
    assert Client().post(f"/in/{secret}/", form).status_code == 302
    assert Person.objects.get().roles == ["administrator", "lead"]
    assert Client().post(f"/in/{secret}/", form | {"username": "bert"}).status_code == 404
    assert first_link(timezone.now()) is None


def test_nothing_is_kept_of_when_people_came_once_they_are_gone() -> None:
    person_named("anna", ["coder"])
    now = timezone.now()
    answers("anna", "wrong")
    AccessAttempt.objects.update(attempt_time=now - dt.timedelta(hours=1))
    AccessLog.objects.create(username="anna", path_info="/in/", session_hash="x")
    answers("bert", "wrong")
    Session.objects.create(session_key="gone", session_data="x", expire_date=now - dt.timedelta(minutes=1))
    client = Client()
    for _ in range(2):
        assert client.post("/in/", {"username": "anna", "password": PASSWORD}).status_code == 302
        assert client.get("/").status_code == 200
        client.post("/out/")
    assert [each.username for each in AccessAttempt.objects.all()] == ["bert"]
    assert (AccessLog.objects.count(), Session.objects.filter(session_key="gone").count()) == (0, 0)
    assert not [field for field in Person._meta.get_fields() if "login" in field.name]


def test_a_new_first_link_ends_the_one_before() -> None:
    old, new = first_link(timezone.now()), first_link(timezone.now())
    assert Client().get(f"/in/{old}/").status_code == 404
    assert Client().get(f"/in/{new}/").status_code == 200


def test_a_link_ends() -> None:
    _, secret = Invitation.make(roles=["coder"], person=None, at=NOW - dt.timedelta(days=400))
    assert Client().get(f"/in/{secret}/").status_code == 404


def test_a_link_is_not_kept_in_the_database() -> None:
    link, secret = Invitation.make(roles=[], person=None, at=NOW)
    assert secret not in str(list(Invitation.objects.values()))
    assert len(link.digest) == 64


@pytest.mark.parametrize("password", ["kort", "anna-anna-anna", "123456789012345", "wachtwoord12"])
def test_an_easy_password_is_refused(password: str) -> None:
    form = {"username": "anna-anna-anna", "name": "Anna", "password": password, "again": password}
    if password == "wachtwoord12":  # noqa: S105 - long enough, but typed differently the second time
        form["again"] = "wachtwoord13"
    page = Client().post(f"/in/{first_link(timezone.now())}/", form)
    assert page.status_code == 200
    assert not Person.objects.exists()


def test_an_unknown_name_and_a_wrong_password_are_told_alike() -> None:
    person_named("anna", ["coder"])
    known, unknown = answers("anna", "wrong"), answers("berta", "wrong")
    assert known[0] == unknown[0] == 200
    assert body(known[1]) == body(unknown[1])


def test_a_closed_account_is_told_like_a_wrong_password() -> None:
    closed = person_named("anna", ["coder"])
    closed.is_active = False
    closed.save()
    assert body(answers("anna", PASSWORD)[1]) == body(answers("berta", PASSWORD)[1])


def test_capitals_in_a_login_name_do_not_matter() -> None:
    person_named("anna", ["coder"])
    assert answers("ANNA", PASSWORD)[0] == 302


@pytest.mark.parametrize("username", ["anna", "nobody-of-that-name"])
def test_after_too_many_attempts_the_door_stays_shut_for_a_while(username: str) -> None:
    person_named("anna", ["coder"])
    tried = [answers(username, "wrong")[0] for _ in range(7)]
    assert tried[0] == 200
    assert tried[-1] == 429
    assert answers(username, PASSWORD)[0] == 429


def test_the_spelling_of_a_name_gives_no_more_attempts() -> None:
    person_named("anna", ["coder"])
    tried = [answers(name, "wrong")[0] for name in ("anna", "Anna", "aNna", "anNa", "annA", "ANNA", "ANna")]
    assert tried[-1] == 429


def behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ROOM", msgspec.structs.replace(settings.ROOM, forwarded=True))


def test_a_stranger_who_guesses_shuts_the_door_for_the_stranger_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    behind_a_proxy(monkeypatch)
    person_named("anna", ["coder"])
    stranger, home = "203.0.113.9", "198.51.100.7"
    tried = [answers("anna", "wrong", **{"x-forwarded-for": f"10.0.0.{n}, {stranger}"})[0] for n in range(7)]
    assert tried[-1] == 429
    assert answers("anna", PASSWORD, **{"x-forwarded-for": f"{home}, {stranger}"})[0] == 429
    assert answers("anna", PASSWORD, **{"x-forwarded-for": home})[0] == 302


def test_what_a_visitor_states_gives_no_more_attempts_where_no_proxy_does() -> None:
    person_named("anna", ["coder"])
    tried = [answers("anna", "wrong", **{"x-forwarded-for": f"203.0.113.{n}"})[0] for n in range(7)]
    assert tried[-1] == 429


@pytest.mark.parametrize(
    ("stated", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, ", "127.0.0.1"),
        ("unknown", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_a_visitor_is_known_by_the_last_address_and_the_network_of_a_home(
    stated: str, counted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind_a_proxy(monkeypatch)
    assert visitor(RequestFactory(headers={"x-forwarded-for": stated}).get("/in/")) == counted


def test_a_second_factor_is_asked_once_it_is_set_up(enter: Callable[[str], Client]) -> None:
    client = enter("coder")
    device = confirmed_device("coder")
    assert client.get("/")["Location"] == "/in/code/"
    assert client.post("/in/code/", {"code": "000000"}).status_code == 200
    device.throttle_reset()
    assert client.post("/in/code/", {"code": current_code(device)})["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_second_factor_cannot_be_replaced_without_it(enter: Callable[[str], Client]) -> None:
    client = enter("coder")
    confirmed_device("coder")
    assert client.get("/in/second-factor/")["Location"] == "/in/code/"


def test_where_a_second_factor_is_required_nothing_opens_without_one(
    enter: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ROOM", msgspec.structs.replace(settings.ROOM, two_factor=True))
    assert enter("lead").get("/audit/")["Location"] == "/in/second-factor/"


def test_a_second_factor_is_set_up_with_a_code_and_gives_recovery_codes(enter: Callable[[str], Client]) -> None:
    client = enter("coder")
    assert "data:image/svg+xml;base64," in client.get("/in/second-factor/").content.decode()
    device = TOTPDevice.objects.get()
    page = client.post("/in/second-factor/", {"code": current_code(device)}).content.decode()
    codes = list(StaticToken.objects.values_list("token", flat=True))
    assert len(codes) == 8
    assert all(code in page for code in codes)
    other = Client()
    other.post("/in/", {"username": "coder", "password": PASSWORD})
    assert other.post("/in/code/", {"code": codes[0]})["Location"] == "/"
    assert StaticToken.objects.count() == 7


def test_the_session_gets_a_new_key_at_the_door() -> None:
    person_named("anna", ["coder"])
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.post("/in/", {"username": "anna", "password": PASSWORD})
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_back_never_leads_out_of_the_room(wanted: str) -> None:
    person_named("anna", ["coder"])
    client = Client()
    assert client.post("/in/", {"username": "anna", "password": PASSWORD, "next": wanted})["Location"] == "/"
    assert client.post("/language/", {"language": "en", "next": wanted})["Location"] == "/"


def test_who_loses_a_password_loses_the_second_factor_too(enter: Callable[[str], Client]) -> None:
    enter("coder")
    confirmed_device("coder")
    link = enter("administrator").post("/people/coder/password/").context["address"]
    new = "geheel ander lang wachtwoord"
    assert Client().post(link, {"password": new, "again": new}).status_code == 302
    assert not TOTPDevice.objects.exists()
    assert answers("coder", PASSWORD)[0] == 200
    assert answers("coder", new)[0] == 302


def confirmed_device(username: str) -> TOTPDevice:

    return TOTPDevice.objects.create(user=Person.objects.get(username=username), name="app", confirmed=True)


def current_code(device: TOTPDevice) -> str:

    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = time.time()  # noqa: TID251 - a one-time code is of this moment
    return f"{clock.token():06d}"
