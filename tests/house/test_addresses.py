"""No file names a package registry or a place to download from; the lock pins by digest alone."""

from __future__ import annotations

import re

import pytest

from tests.house.repository import ROOT, named, texts

# Written in parts, so that this file does not name them either.
HOSTS = [
    "".join(parts)
    for parts in (
        ("py", "pi.org"),
        ("python", "hosted.org"),
        ("ana", "conda.org"),
        ("npm", "js.org"),
        ("npm", "js.com"),
        ("jsd", "elivr.net"),
        ("un", "pkg.com"),
        ("cdn", "js."),
        ("gh", "cr.io"),
        ("docker", ".io"),
        ("deb.", "debian.org"),
        ("artifact", "ory."),
        ("/opt/", "pypi"),
        ("/opt/", "wheels"),
    )
]
ARCHIVE = re.compile(r"https?://\S+\.(?:whl|tar\.gz|tar\.xz|tgz|zip|deb)\b")
REQUIREMENT = re.compile(r"^[A-Za-z0-9_.-]+(?:\[[a-z,]+\])?==\S+")


@pytest.mark.parametrize("host", HOSTS)
def test_no_file_names_a_registry(host: str) -> None:
    assert [named(path) for path, text in texts().items() if host in text.lower()] == []


def test_no_file_holds_a_download_address() -> None:
    assert [named(path) for path, text in texts().items() if ARCHIVE.search(text)] == []


def test_the_lock_holds_no_address_at_all() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "index" not in lock


def test_every_requirement_of_the_lock_has_digests() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    logical = [line for line in re.sub(r"\\\n\s*", " ", lock).splitlines() if REQUIREMENT.match(line)]
    assert len(logical) > len(HOSTS)
    assert [line.split()[0] for line in logical if "--hash=sha256:" not in line] == []


def test_the_lock_pins_what_setup_itself_needs() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert [name for name in ("editables", "hatchling", "uv") if f"\n{name}==" not in f"\n{lock}"] == []
