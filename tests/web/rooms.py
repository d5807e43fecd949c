"""A coding room as its users have it: a process of its own on loopback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ports import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

WORDS = "paard batterij nietje correct"
"""The password of people who exist in tests only."""
Run = Callable[..., "subprocess.CompletedProcess[str]"]
"""Runs ``vonnis`` with arguments."""

STUDY = Path(__file__).resolve().parents[2] / "src" / "vonnis" / "demo" / "protocol" / "study.toml"


def study_folder(folder: Path) -> Path:
    """Make a folder with a protocol in it, which says nothing of how its files are coded: a test adds that."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = re.compile(r"^\[coding.*?(?=^#|^\[(?!coding))", re.MULTILINE | re.DOTALL)
    protocol = tables.sub("", STUDY.read_text(encoding="utf-8"))
    (folder / "study.toml").write_text(protocol, encoding="utf-8")
    return folder


def run_vonnis(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``vonnis`` in a process of its own, without the settings of this one but for its database."""
    return subprocess.run(
        [sys.executable, "-m", "vonnis", *arguments],
        env=_environment() | {key: os.environ[key] for key in ("DATABASE_URL",) if key in os.environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def _environment() -> dict[str, str]:
    own = ("VONNIS_", "DJANGO_", "DATABASE_URL")
    return {key: value for key, value in os.environ.items() if key == "VONNIS_KEYS" or not key.startswith(own)}


class Room:
    """A served room: its process, its address, and the link of its first account."""

    def __init__(self, process: subprocess.Popen[str], address: str, first_link: str | None) -> None:
        self.process = process
        self.address = address
        self.first_link = first_link


@contextmanager
def served(
    study: Path, *, port: int | None = None, database: str | None = None, more: Sequence[str] = ()
) -> Iterator[Room]:
    """Serve a study until the block ends; the room is killed then, as by a power cut, unless it ended itself."""
    chosen = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "vonnis", "serve", str(study), "--port", str(chosen), *more],
        env=_environment() | ({"DATABASE_URL": database} if database else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        said: list[str] = []
        while not said or "Ctrl-C" not in said[-1]:
            line = process.stdout.readline()
            assert line, f"the room did not open: {''.join(said)}"
            said.append(line)
        link = re.search(r"http\S+/in/\S+", "".join(said))
        yield Room(process, f"http://127.0.0.1:{chosen}", link.group() if link else None)
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def first_account(room: Room, browser: Browser) -> BrowserContext:
    """Make the first account, by hand as a person would, and return its browser: Anna, lead and coder, in English."""
    context = browser.new_context(locale="en", bypass_csp=True)
    page = context.new_page()
    assert room.first_link is not None
    page.goto(room.first_link)
    for name, value in {"username": "anna", "name": "Anna", "password": WORDS, "again": WORDS}.items():
        page.locator(f"[name={name}]").fill(value)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{room.address}/")
    page.goto(f"{room.address}/people/anna/")
    page.locator("#role_coder").check()
    page.get_by_role("button", name="Save the roles").click()
    page.wait_for_url(f"{room.address}/people/")
    page.close()
    return context


@contextmanager
def cookie(context: BrowserContext, room: Room, *, name: str, value: str) -> Iterator[None]:
    """Let a browser have a cookie until the block ends, also where a test fails in it."""
    context.add_cookies([{"name": name, "value": value, "url": room.address}])
    try:
        yield
    finally:
        context.clear_cookies(name=name)


def in_language(context: BrowserContext, room: Room, language: str) -> AbstractContextManager[None]:
    """Let a browser see the room in a language until the block ends."""
    return cookie(context, room, name="django_language", value=language)
