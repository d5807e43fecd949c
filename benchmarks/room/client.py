"""Coders at work, from a process of their own: ``python -m benchmarks.room.client ADDRESS PLAN.json OUT.jsonl RATE``.

Each coder answers at fixed moments, whether or not the answer before has come back in time, so that waiting shows as
waiting. An answer that gets no reply is sent again, as a page of a coder would, until it is acknowledged.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from pathlib import Path
from typing import TextIO

import httpx

from benchmarks.room.study import PASSWORD

_PATIENCE = 120.0
_PAUSE = 0.2
_AWAY = 2.0
_OK = 200
_REFUSED = re.compile(r'role="alert">(.*?)</p>', re.DOTALL)
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Lines:
    """A file of JSON lines that several threads write to."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._lock = stream, threading.Lock()

    def write(self, line: dict[str, object]) -> None:
        """Write one line whole."""
        with self._lock:
            self._stream.write(json.dumps(line) + "\n")
            self._stream.flush()


class Coder:
    """One coder with a browser of its own."""

    def __init__(self, address: str, name: str) -> None:
        self.name = name
        self.browser = httpx.Client(base_url=address, timeout=30.0, follow_redirects=True)
        page = self.browser.get("/in/").text
        self.token = self._token(page)
        given = {"csrfmiddlewaretoken": self.token, "username": name, "password": PASSWORD, "next": "/"}
        self.token = self._token(self.browser.post("/in/", data=given).text)

    @staticmethod
    def _token(page: str) -> str:
        found = _TOKEN.search(page)
        if found is None:
            message = "the page holds no form"
            raise RuntimeError(message)
        return found[1]

    def answer(self, unit: str, variable: str, *, value: str) -> int:
        """Send one answer and return how often it had to be sent."""
        began = time.monotonic()
        sent = 0
        data = {"csrfmiddlewaretoken": self.token, "question": f"{unit}/{variable}", "answer": value, "after": ""}
        while time.monotonic() - began < _PATIENCE:
            sent += 1
            try:
                reply = self.browser.post(f"/files/{unit}/answer/", data=data, headers={"HX-Request": "true"})
            except httpx.HTTPError:
                time.sleep(_PAUSE)
                continue
            if reply.status_code == _OK:
                refused = _REFUSED.search(reply.text)
                if not refused:
                    return sent
                message = f"{unit}/{variable} was refused: {refused[1]}"
                raise RuntimeError(message)
            time.sleep(_PAUSE)
        message = f"{unit}/{variable} was not acknowledged in {_PATIENCE:.0f} seconds"
        raise RuntimeError(message)


def work(coder: Coder, wanted: list[list[str]], *, rate: float, start: float, out: Lines) -> None:
    """Answer what is wanted at a rate a second from a start, and write down each acknowledged answer."""
    late = 0.0
    for number, (unit, variable, value) in enumerate(wanted):
        due = start + late + number / rate
        behind = time.monotonic() - due
        if behind > _AWAY:
            # The room was gone; a coder goes on from here, and does not make up for it in a rush.
            late, due = late + behind, due + behind
        time.sleep(max(0.0, due - time.monotonic()))
        sent = coder.answer(unit, variable, value=value)
        out.write(
            {
                "coder": coder.name,
                "unit": unit,
                "variable": variable,
                "value": value,
                "sent": sent,
                "at": due - start,
                "seconds": time.monotonic() - due,
            }
        )


def run(address: str, plan: dict[str, list[list[str]]], *, rate: float, out: Path) -> None:
    """Let all coders of a plan work at once."""
    coders = [Coder(address, name) for name in plan]
    print("ready", flush=True)
    with out.open("w", encoding="utf-8") as stream:
        start, lines = time.monotonic() + 1.0, Lines(stream)
        threads = [
            threading.Thread(
                target=work,
                args=(coder, plan[coder.name]),
                kwargs={"rate": rate, "start": start + place / rate / len(coders), "out": lines},
            )
            for place, coder in enumerate(coders)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    run(sys.argv[1], json.loads(Path(sys.argv[2]).read_text("utf-8")), rate=float(sys.argv[4]), out=Path(sys.argv[3]))
