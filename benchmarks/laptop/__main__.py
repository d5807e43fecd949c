"""The laptop's folder from end to end: ``python -m benchmarks.laptop [FOLDER]``.

Builds the folder for Linux (or takes one), packs the work of a coder in an invented study, and then, as on a strange
machine, without a network (a network namespace of its own), with an empty environment, another home and a plain Python:
unpacks, opens the room, makes an account, answers, packs back, merges at home, and destroys. It stops at the first
thing that is not as it should be, and prints how long each step took.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from vonnis.archive.files import write_atomically

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
WORDS = "vier woorden van een codeur"
LIST = "Parketnummer,Instroomdatum,Artikel,Afdoening\n" + "".join(
    f"99/10000{n}-16,3-5-2016,248b Sr,veroordeeld\n" for n in (1, 2)
)
TEXT = "RECHTBANK FICTIEF\n\nDe verdachte heeft MARKTEKST verklaard.\n\nDe beslissing\n"
_NEWNET = 0x40000000
_UP = 0x8914
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Walk:
    """One walk, its steps timed."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder, self.scratch, self.seconds = folder, scratch, dict[str, float]()
        self.home, self.laptop = scratch / "study", scratch / "strange home"
        self.laptop.mkdir()
        python = Path(sys.base_prefix) / "bin" / "python3.11"
        self.away = {"HOME": str(self.laptop), "PATH": "/usr/bin:/bin", "PYTHON": str(python)}
        self.here = {**os.environ, "VONNIS_KEYS": str(scratch / "keys")}

    def at_home(self, *words: object, typed: str = "") -> str:
        """Run a command of the study at home."""
        return self._run([sys.executable, "-m", "vonnis", *map(str, words)], self.here, typed)

    def on_laptop(self, name: str, *words: object, typed: str = "", code: int = 0) -> str:
        """Run a starter of the laptop's folder in an empty environment."""
        began = time.monotonic()
        said = self._run([str(self.folder / name), *map(str, words)], self.away, typed, code=code)
        self.seconds[f"{name} {words[0] if words else ''}".strip()] = round(time.monotonic() - began, 2)
        return said

    @staticmethod
    def _run(command: list[str], env: dict[str, str], typed: str, *, code: int = 0) -> str:
        done = subprocess.run(command, env=env, input=typed, capture_output=True, text=True, check=False, cwd="/")
        said = done.stdout + done.stderr
        if done.returncode != code or "Traceback" in said:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{said}")
        return said

    @contextmanager
    def room(self) -> Iterator[tuple[str, str]]:
        """Open the room from the laptop's folder, and give its address and its first link."""
        began = time.monotonic()
        process = subprocess.Popen(
            [str(self.folder / "2-code.command")], env=self.away, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, cwd="/",
        )  # fmt: skip
        assert process.stdout is not None
        said = ""
        while "Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line, f"the room did not open: {said}"
            said += line
        self.seconds["2-code.command"] = round(time.monotonic() - began, 2)
        link = re.search(r"http\S+/in/\S+", said)
        assert link is not None, said
        yield link[0].partition("/in/")[0], link[0]
        process.terminate()
        process.wait()
        process.stdout.close()


def walk(folder: Path, scratch: Path) -> dict[str, float]:
    """Go all the way and return the seconds of each step."""
    _cut_off()
    trip = Walk(folder, scratch)
    unit = _packed(trip)
    missing = {**trip.away, "PYTHON": "/nowhere/python3.11"}
    said = trip._run([str(folder / "vonnis"), "--help"], missing, "", code=2)  # noqa: SLF001 - of this module
    assert said == "Python 3.11 is missing (/nowhere/python3.11): see READ ME.txt, step 0.\n", said
    trip.on_laptop("vonnis", "--help")
    pack = scratch / "the pack.age"
    said = trip.on_laptop("1-unpack.command", typed=f"'{pack}'\n{WORDS}\n")
    assert "Make an account named cas" in said, said
    with trip.room() as (address, link):
        _answered(address, link, unit)
    trip.on_laptop("3-pack-back.command")
    back = folder / "back.age"
    merged = [json.loads(trip.at_home("merge", back, "--study", trip.home, "--json"))[0]["new"] for _ in range(2)]
    assert merged == [1, 0], merged
    trip.at_home("merge", back, "--study", trip.home, "--last")
    trip.on_laptop("4-destroy.command", typed="yes\n")
    left = [path for path in (folder / "study").rglob("*") if path.is_file() and b"MARKTEKST" in path.read_bytes()]
    assert left == [], left
    return trip.seconds


def _packed(trip: Walk) -> str:
    scratch, home = trip.scratch, trip.home
    (scratch / "keys").mkdir()
    (scratch / "list.csv").write_text(LIST, encoding="utf-8")
    (scratch / "text.txt").write_text(TEXT, encoding="utf-8")
    trip.at_home("new", home, "--template", "op-de-koop-toe")
    protocol = (home / "study.toml").read_text(encoding="utf-8")
    for blank in re.findall(r'"(<[^"]*>)"', protocol):
        protocol = protocol.replace(blank, "filled in")
    (home / "study.toml").write_text(protocol, encoding="utf-8")
    trip.at_home("frame", "import", scratch / "list.csv", home, "--key", scratch / "keys" / "key.csv")
    trip.at_home("assign", home, "--coder", "cas", "--coder", "dewi", "--overlap", "1")
    trip.at_home(
        "secrecy", home, "--coder", "cas", "--source", "om_files", "--signed", "2026-01-05", "--reference", "x"
    )
    trip.at_home("text-add", "D0001", scratch / "text.txt", "--study", home)
    trip.at_home("pack", home, "--coder", "cas", "--out", scratch / "the pack.age", typed=f"{WORDS}\n")
    return "D0001"


def _answered(address: str, link: str, unit: str) -> None:
    """Make the account, read the text and give one answer, as a browser does."""
    with httpx.Client(base_url=address, follow_redirects=True, timeout=60) as browser:
        form = {"username": "cas", "name": "Cas", "password": WORDS, "again": WORDS}
        token = _TOKEN.search(browser.get(link).text)
        assert token is not None
        browser.post(link, data={"csrfmiddlewaretoken": token[1], **form}, headers={"referer": link})
        assert unit in (desk := browser.get("/")).text, desk.text
        page = browser.get(f"/files/{unit}/")
        if "MARKTEKST" not in page.text:  # the note before a file is shown first
            token = _TOKEN.search(page.text)
            assert token is not None, page.text
            page = browser.post(str(page.url), data={"csrfmiddlewaretoken": token[1]})
            page = browser.get(f"/files/{unit}/")
        assert "MARKTEKST" in page.text, page.text
        token = _TOKEN.search(page.text)
        assert token is not None
        given = {"csrfmiddlewaretoken": token[1], "question": f"{unit}/k_sex", "answer": "1", "after": ""}
        reply = browser.post(f"/files/{unit}/answer/", data=given, headers={"HX-Request": "true"})
        assert 'role="alert"' not in reply.text, reply.text
        reply.raise_for_status()


def _cut_off() -> None:
    """Leave every network but this machine's own loopback behind."""
    if ctypes.CDLL(None, use_errno=True).unshare(_NEWNET) != 0:
        sys.exit("a network of its own needs root; run it as root")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _UP, struct.pack("16sH14s", b"lo", 1, b""))


def main() -> None:
    """Build where no folder is named, walk in a process of its own, and store the seconds."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        if len(sys.argv) > 1:
            folder = Path(shutil.copytree(sys.argv[1], scratch / "vonnis laptop"))
        else:
            builder = [sys.executable, str(ROOT / "scripts" / "laptop_bundle.py"), "linux", "--out", str(scratch)]
            subprocess.run(builder, check=True)
            folder = scratch / "vonnis-laptop-linux"
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        made = {"megabytes": round(size / 1e6), "seconds": walk(folder, scratch)}
    write_atomically(HERE / "results.json", json.dumps(made, indent=1) + "\n")
    print(json.dumps(made, indent=1))


if __name__ == "__main__":
    main()
