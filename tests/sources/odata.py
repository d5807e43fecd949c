"""A statistics service on loopback that answers as OData v4 and v3 do; its table and numbers are invented."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

COUNTS: dict[str, float | None] = {
    "2014JJ00": 16.0,
    "2015JJ00": 112.0,
    "2015KW01": 20.0,
    "2016JJ00": None,
    "2017JJ00": 24.0,
}
PERIODS = [
    {"Identifier": code, "Key": code, "Title": code[:4], "Status": "Voorlopig" if code == "2017JJ00" else "Definitief"}
    for code in COUNTS
]
UNITS = {"M1": "aantal", "M2": "%", "M3": "x 1 000", "Suspects_1": "aantal"}


class Handler(BaseHTTPRequestHandler):
    """Answers ``/v4/TABLE/...`` and ``/v3/TABLE/...``; ``NEW`` is a table of v4 alone, ``OLD`` of v3 alone."""

    asked: ClassVar[list[str]] = []
    fails = 0

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        _, version, table, *rest = parts.path.split("/")
        type(self).asked.append(self.path)
        if type(self).fails:
            type(self).fails -= 1
            return self._send(503, {"error": "busy"})
        if (version, table) not in {("v4", "NEW"), ("v3", "OLD")}:
            return self._send(404, {"error": "no such table"})
        answer = self._v4(rest[0], query) if version == "v4" else self._v3(rest[0], query)
        return self._send(200, answer)

    def _v4(self, entity: str, query: dict[str, str]) -> dict[str, Any]:
        if entity == "MeasureCodes":
            name = query["$filter"].split("'")[1]
            found = [{"Identifier": name, "Title": "Suspects", "Unit": UNITS[name]}] if name in UNITS else []
            return {"@odata.context": "x", "value": found}
        if entity == "PeriodenCodes":
            return {"value": PERIODS}
        every = [{"Measure": "M1", "Perioden": code, "Value": value} for code, value in COUNTS.items()]
        if "Soort eq 'all'" not in query.get("$filter", "") and "$skip" not in query:
            return {"value": every * 2}
        skip = int(query.get("$skip", 0))
        answer: dict[str, Any] = {"value": every[skip : skip + 2]}
        if skip + 2 < len(every):
            host = self.headers["Host"]
            answer["@odata.nextLink"] = f"http://{host}/v4/NEW/Observations?$skip={skip + 2}"
        return answer

    def _v3(self, entity: str, query: dict[str, str]) -> dict[str, Any]:
        if entity == "DataProperties":
            return {"odata.metadata": "x", "value": [{"Key": "Suspects_1", "Title": "Suspects", "Unit": "aantal"}]}
        if entity == "Perioden":
            return {"value": PERIODS}
        assert query["$select"] == "Perioden,Suspects_1"
        return {"value": [{"Perioden": code, "Suspects_1": value} for code, value in COUNTS.items()]}

    def _send(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def service() -> Iterator[str]:
    """Give the address of a running service."""
    Handler.asked, Handler.fails = [], 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
