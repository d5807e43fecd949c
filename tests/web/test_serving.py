"""``vonnis serve`` as a process, with SQLite and with PostgreSQL."""

from __future__ import annotations

import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port
from tests.postgresql import make_database
from tests.web.rooms import Room, Run, served, study_folder

WORDS = "paard batterij nietje correct"


@contextmanager
def make_account(room: Room, *, username: str = "anna") -> Iterator[httpx.Client]:
    """Go through the first link as a browser does, and give the browser."""
    assert room.first_link is not None
    with httpx.Client(base_url=room.address, follow_redirects=True) as browser:
        fill_in(browser, room.first_link, username)
        yield browser


def fill_in(browser: httpx.Client, link: str, username: str) -> None:
    page = browser.get(link).text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "username": username, "name": "A", "password": WORDS, "again": WORDS}
    answer = browser.post(link, data=form, headers={"referer": link})
    assert answer.status_code == 200
    assert username in answer.text


def test_a_first_account_outlives_the_room(tmp_path: Path) -> None:
    study, port = study_folder(tmp_path / "study"), free_port()
    with served(study, port=port) as room, make_account(room) as browser:
        assert browser.get("/people/").status_code == 200
        assert httpx.get(f"{room.address}/health").json() == {"status": "ok"}
    with served(study, port=port) as again:
        assert again.first_link is None
        assert httpx.get(f"{again.address}/health").json() == {"status": "ok"}


def test_several_workers_share_a_postgresql_database(tmp_path: Path, postgresql: str) -> None:
    database = make_database(postgresql, "several_workers")
    study = study_folder(tmp_path / "study")
    with served(study, database=database, more=("--workers", "2")) as room, make_account(room) as browser:
        assert {browser.get("/audit/").status_code for _ in range(10)} == {200}
    assert not (study / "coding.sqlite3").exists()


def test_the_room_asks_nothing_of_another_host(tmp_path: Path) -> None:
    with served(study_folder(tmp_path / "study")) as room:
        page = httpx.get(f"{room.address}/in/").text
        addresses = re.findall(r'(?:src|href|action)="([^"]+)"', page)
        parts = [address for address in addresses if "chatmetfier" not in address and not address.startswith("tel:")]
        assert all(address.startswith(("/", "data:", "#")) for address in parts)
        assert {
            httpx.get(room.address + part).status_code for part in parts if part.startswith(("/static", "/style"))
        } == {200}


def test_ctrl_c_ends_the_room_in_silence(tmp_path: Path) -> None:
    with served(study_folder(tmp_path / "study")) as room:
        room.process.send_signal(signal.SIGINT)
        rest, _ = room.process.communicate(timeout=300)
    assert "Traceback" not in rest


def test_a_folder_without_a_protocol_is_refused(run: Run, tmp_path: Path) -> None:
    answer = run("serve", str(tmp_path))
    assert answer.returncode == 1
    assert "study.toml" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_port_that_is_taken_is_refused(run: Run, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = run("serve", str(study_folder(tmp_path / "study")), "--port", str(taken.getsockname()[1]))
    assert answer.returncode == 2
    assert "--port" in answer.stderr


@pytest.mark.parametrize("address", ["mysql://a/b", "postgresql://nobody@127.0.0.1:1/none"])
def test_a_database_that_cannot_be_used_is_said_in_one_sentence(
    address: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    answer = run("serve", str(study_folder(tmp_path / "study")), "--port", str(free_port()))
    assert answer.returncode == 2
    assert "DATABASE_URL" in answer.stderr
    assert answer.stderr.count("\n") == 1
