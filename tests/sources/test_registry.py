"""Another court's open data, added as the how-to says: its very example, against a server of its own kind."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sources.service import Published, invented
from vonnis.errors import UsageError
from vonnis.sources import registry
from vonnis.sources.client import Client, Manners
from vonnis.sources.proof import prove
from vonnis.sources.registry import source_named, source_names
from vonnis.workflow.harvest import harvest
from vonnis.workflow.harvest_query import Asked, query_of

FIRST = dt.date(2021, 1, 1)


def example(root: Path) -> Any:
    """Return the class of the how-to."""
    page = (root / "docs" / "how-to" / "add-a-source.md").read_text(encoding="utf-8")
    code = re.search(r"```python tested\n(.*?)```", page, flags=re.DOTALL)
    assert code
    names: dict[str, Any] = {}
    exec(code[1], names)  # noqa: S102 - the example of the docs
    return names["Elsewhere"]


class Handler(BaseHTTPRequestHandler):
    published: list[Published]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/index":
            found = [one for one in self.published if asked["from"] <= one.date.isoformat() <= asked["to"]]
            skip, take = int(asked["skip"]), int(asked["take"])
            lines = [
                {"id": one.ecli, "date": one.date.isoformat(), "changed": one.updated, "withdrawn": bool(one.deleted)}
                for one in found[skip : skip + take]
            ]
            body = json.dumps({"total": len(found), "judgments": lines}).encode()
        else:
            body = next(one.xml() for one in self.published if one.ecli == asked["id"])
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_the_source_of_the_how_to_is_harvested(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("elsewhere", "elsewhere_example:Elsewhere", registry.GROUP)
    monkeypatch.setattr(EntryPoint, "load", lambda _: example(root))
    monkeypatch.setattr(registry, "entry_points", lambda **_: [point])
    source = source_named("elsewhere")
    Handler.published = invented(150, first=FIRST, days=20)
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    query = query_of(source, Asked(first="2021-01-01", last="2021-01-20"))
    with Client(Manners(address=address, rate=5_000, contact="me")) as client:
        done = harvest(tmp_path, query, source=source, client=client, now=lambda: dt.datetime.now(tz=dt.UTC))
    server.shutdown()
    server.server_close()
    thread.join()
    assert done.stopped is None
    proof = prove(tmp_path, source_named)
    assert (proof.announced, proof.complete) == (150, True)


def test_the_dutch_service_is_always_there() -> None:
    assert "rechtspraak" in source_names()
    assert source_named("rechtspraak").name == "rechtspraak"


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(UsageError, match="there are rechtspraak"):
        source_named("nowhere")


def test_a_source_that_cannot_be_loaded_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        registry, "entry_points", lambda **_: [EntryPoint("broken", "no_such_module:X", registry.GROUP)]
    )
    with pytest.raises(UsageError, match="cannot be loaded from no_such_module:X"):
        source_named("broken")
