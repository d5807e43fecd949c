"""The manners of the client, against a real server."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from vonnis.errors import GoneError, ServiceError, UsageError
from vonnis.sources.client import Client, Manners, TurnedAwayError, manners
from vonnis.sources.source import MalformedError, Request

ASKED = Request("/thing", (("id", "ECLI:NL:X:2021:1"),))


class Scripted(BaseHTTPRequestHandler):
    """Answers as its script says: a status, headers and a body for each request in turn."""

    script: list[tuple[int, dict[str, str], bytes]]
    heard: list[tuple[float, str]]

    def do_GET(self) -> None:
        self.heard.append((time.monotonic(), self.headers["User-Agent"]))
        status, headers, body = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    Scripted.script, Scripted.heard = [(200, {}, b"good")], []
    server = HTTPServer(("127.0.0.1", 0), Scripted)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def asking(server: HTTPServer, *, rate: float = 200, attempts: int = 4) -> Client:
    address = f"http://127.0.0.1:{server.server_address[1]}"
    return Client(Manners(address=address, rate=rate, contact="me@example.org", program="vonnis/1", attempts=attempts))


def good(body: bytes) -> bytes:
    if body != b"good":
        message = "not good"
        raise MalformedError(message)
    return body


@pytest.mark.parametrize("status", [403, 408, 429, 500, 502, 503])
def test_who_is_turned_away_asks_again(server: HTTPServer, status: int) -> None:
    Scripted.script[:0] = [(status, {}, b""), (status, {}, b"")]
    with asking(server) as client:
        assert client.ask(ASKED, good) == b"good"
    assert len(Scripted.heard) == 3


@pytest.mark.parametrize("body", [b"", b"bad"])
def test_rubbish_is_asked_for_again(server: HTTPServer, body: bytes) -> None:
    Scripted.script[:0] = [(200, {}, body)]
    with asking(server) as client:
        assert client.ask(ASKED, good) == b"good"


def test_a_body_that_is_cut_off_is_asked_for_again(server: HTTPServer) -> None:
    Scripted.script[:0] = [(200, {"Content-Length": "400"}, b"good")]
    with asking(server) as client:
        assert client.ask(ASKED, good) == b"good"


def test_retry_after_is_honoured(server: HTTPServer) -> None:
    Scripted.script[:0] = [(429, {"Retry-After": "1"}, b"")]
    with asking(server) as client:
        client.ask(ASKED, good)
    (first, _), (second, _) = Scripted.heard
    assert second - first >= 1


@pytest.mark.parametrize("after", ["86400", "Fri, 31 Dec 2999 23:59:59 GMT"])
def test_a_wait_of_hours_ends_the_run(server: HTTPServer, after: str) -> None:
    Scripted.script[:0] = [(503, {"Retry-After": after}, b"")]
    with asking(server) as client, pytest.raises(ServiceError, match="come back later"):
        client.ask(ASKED, good)


def test_the_rate_is_kept(server: HTTPServer) -> None:
    with asking(server, rate=20) as client:
        began = time.monotonic()
        for _ in range(5):
            client.ask(ASKED, good)
    # From before the first was sent: a busy machine may hear one late and the next in time, but none too early.
    assert Scripted.heard[-1][0] - began > 4 * 0.045


def test_the_service_is_told_who_asks(server: HTTPServer) -> None:
    with asking(server) as client:
        client.ask(ASKED, good)
    assert Scripted.heard[0][1].startswith("vonnis/")
    assert "me@example.org" in Scripted.heard[0][1]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((404, {}, b""), GoneError),
        ((410, {}, b""), GoneError),
        ((400, {}, b""), ServiceError),
        ((503, {}, b""), TurnedAwayError),
        ((200, {}, b"bad"), MalformedError),
    ],
    ids=["404", "410", "400", "503", "rubbish"],
)
def test_what_stays_wrong_is_an_error(
    server: HTTPServer, answer: tuple[int, dict[str, str], bytes], error: type[ServiceError]
) -> None:
    Scripted.script[:] = [answer]
    with asking(server, attempts=2) as client, pytest.raises(error):
        client.ask(ASKED, good)


def test_nobody_there_is_an_error_with_a_name() -> None:
    with (
        Client(Manners(address="http://127.0.0.1:9", rate=200, contact="me", attempts=2)) as client,
        pytest.raises(TurnedAwayError, match=r"ECLI:NL:X:2021:1: http://127\.0\.0\.1:9 did not answer"),
    ):
        client.ask(ASKED, good)


@pytest.mark.parametrize(
    ("address", "rate"),
    [
        ("http://127.0.0.1:80", 500.0),
        ("http://[::1]:80", 500.0),
        ("http://localhost", 11.0),
        ("https://example.org", 10.0),
    ],
)
def test_fair_rates_are_taken(address: str, rate: float) -> None:
    assert manners(address + "/", rate=rate, contact="me").address == address


@pytest.mark.parametrize(
    ("address", "rate", "contact", "said"),
    [
        ("https://example.org", 10.5, "me", "too much"),
        ("https://127.0.0.1.example.org", 11, "me", "too much"),
        ("https://example.org", 0, "me", "no rate"),
        ("https://example.org", float("nan"), "me", "no rate"),
        ("example.org", 1, "me", "is none"),
        ("file:///etc", 1, "me", "is none"),
        ("https://example.org", 1, "me\nX-Other: 1", "cannot be sent"),
    ],
)
def test_unfair_ones_are_refused(address: str, rate: float, contact: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        manners(address, rate=rate, contact=contact)
