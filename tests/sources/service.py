"""A faithful and ill-behaved open-data service on loopback: the index, the documents, and every fault that one meets.

All judgments in it are invented. What it does wrong is drawn from a seed, so a run can be repeated.
"""

from __future__ import annotations

import datetime as dt
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import msgspec

SUBJECT = "http://psi.rechtspraak.nl/rechtsgebied#"
OWMS = "http://standaarden.overheid.nl/owms/terms/"
COURTS = (
    ("RBAMS", "Rechtbank Amsterdam", f"{OWMS}Rechtbank_Amsterdam"),
    ("RBROT", "Rechtbank Rotterdam", f"{OWMS}Rechtbank_Rotterdam"),
    ("GHAMS", "Gerechtshof Amsterdam", f"{OWMS}Gerechtshof_Amsterdam"),
)
CAP = 1_000

_DOCUMENT = """<?xml version="1.0" encoding="utf-8"?>
<open-rechtspraak>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:psi="http://psi.rechtspraak.nl/" xmlns:ecli="https://e-justice.europa.eu/ecli">
<rdf:Description><dcterms:identifier>{ecli}</dcterms:identifier>
<dcterms:modified>{updated}</dcterms:modified>
<dcterms:creator resourceIdentifier="{court_uri}">{court}</dcterms:creator>
<dcterms:date>{date}</dcterms:date><psi:zaaknummer>{number}</psi:zaaknummer>
<dcterms:type>{type}</dcterms:type>
{relation}<dcterms:subject resourceIdentifier="{subject}">Strafrecht</dcterms:subject></rdf:Description></rdf:RDF>
{body}</open-rechtspraak>
"""
_BODY = """<uitspraak xmlns="http://www.rechtspraak.nl/schema/rechtspraak-1.0"><para>{court}</para>
<para>Vonnis van {date} in de zaak {number}, versie {version}. Alles in dit stuk is verzonnen.</para>
<para>De officier van justitie heeft een gevangenisstraf van 6 maanden gevorderd.</para>
<para>De beslissing</para>
<para>De rechtbank veroordeelt de verdachte tot een gevangenisstraf van {months} maanden.</para></uitspraak>
"""


class Published(msgspec.Struct, kw_only=True):
    """One judgment of the service. ``listed`` and ``served`` turn off where it is gone from the index or altogether."""

    ecli: str
    court: int
    date: dt.date
    updated: str
    number: str
    type: str = "Uitspraak"
    subject: str = f"{SUBJECT}strafrecht"
    with_text: bool = True
    version: int = 1
    deleted: str | None = None
    listed: bool = True
    served: bool = True
    relation: str = ""
    data: bytes | None = None

    def xml(self) -> bytes:
        """Return the document."""
        if self.data is not None:
            return self.data
        _, court, uri = COURTS[self.court]
        day = self.date.isoformat()
        body = _BODY.format(
            court=court, date=day, number=self.number, version=self.version, months=int(self.number[-2:]) % 9 + 1
        )
        return _DOCUMENT.format(
            ecli=self.ecli, updated=self.updated, court=court, court_uri=uri, date=day, number=self.number,
            type=self.type, relation=self.relation, subject=self.subject, body=body if self.with_text else "",
        ).encode()  # fmt: skip


class Faults(msgspec.Struct, frozen=True, kw_only=True):
    """How often each fault comes, as a share of the answers."""

    forbidden: float = 0.0
    reset: float = 0.0
    truncated: float = 0.0
    malformed: float = 0.0
    slow: float = 0.0
    wrong_total: float = 0.0
    moved: float = 0.0
    duplicate: float = 0.0
    empty: float = 0.0


NONE = Faults()
ILL = Faults(
    forbidden=0.03, reset=0.03, truncated=0.03, malformed=0.03, slow=0.01, wrong_total=0.1, moved=0.2, duplicate=0.2,
    empty=0.05,
)  # fmt: skip


def invented(count: int, *, first: dt.date, days: int, seed: int = 1) -> list[Published]:
    """Return so many invented judgments, spread over days; a fifth has no text, and a few are withdrawn."""
    chance = random.Random(seed)
    made = []
    for number in range(1, count + 1):
        court = chance.randrange(len(COURTS))
        date = first + dt.timedelta(days=chance.randrange(days))
        changed = dt.datetime.combine(date, dt.time(12), tzinfo=dt.UTC) + dt.timedelta(days=3, seconds=number)
        made.append(
            Published(
                ecli=f"ECLI:NL:{COURTS[court][0]}:{date.year}:{number}",
                court=court,
                date=date,
                updated=changed.isoformat().replace("+00:00", "Z"),
                number=f"99/{number:06}-{date.year % 100:02}",
                with_text=chance.random() > 0.2,
                deleted="ecli" if chance.random() < 0.02 else None,
            )
        )
    return made


class Service:
    """The service, once started: its address, its judgments, and what it was asked."""

    def __init__(self, published: list[Published], *, faults: Faults = NONE, seed: int = 1, cap: int = CAP) -> None:
        self.published = {one.ecli: one for one in published}
        self.faults = faults
        self.cap = cap
        self.given: Counter[str] = Counter()
        """How often each document was given whole."""
        self.asked: list[str] = []
        self.user_agents: set[str] = set()
        self.times: list[float] = []
        self.faulty = 0
        """How many answers were refused, torn or broken."""
        self.late: list[Published] = []
        """Judgments that are published while the service is being read, one for every few requests."""
        self._chance = random.Random(seed)
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.service = self
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    @contextmanager
    def running(self) -> Iterator[Service]:
        """Serve while the block runs."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def expected(self, first: dt.date, last: dt.date) -> dict[str, Published]:
        """Return what a harvest of these days must account for."""
        return {e: one for e, one in self.published.items() if one.listed and first <= one.date <= last}

    def draw(self, path: str, agent: str) -> random.Random:
        """Note a request, and return the chance to draw its faults from; now and then something new is published."""
        with self._lock:
            self.asked.append(path)
            self.times.append(time.monotonic())
            self.user_agents.add(agent)
            if self.late and len(self.asked) % 10 == 0:
                new = self.late.pop()
                self.published[new.ecli] = new
            return random.Random(self._chance.random())

    def reply(self, path: str, asked: dict[str, list[str]], chance: random.Random) -> tuple[int, bytes, str | None]:
        """Return status and body of an answer, and the document that it gives, if it gives one."""
        if path == "/uitspraken/zoeken":
            return 200, self.index(asked, chance), None
        one = self.published.get(asked.get("id", [""])[0])
        if path != "/uitspraken/content" or one is None or not one.served or one.deleted:
            return 404, b"niet gevonden", None
        return 200, one.xml(), one.ecli

    def index(self, asked: dict[str, list[str]], chance: random.Random) -> bytes:
        """Return a page of the index, with the faults that are in its lines and its total."""
        found = self._found(asked)
        total, offset = len(found), int(asked.get("from", ["0"])[0])
        size = min(int(asked.get("max", ["1000"])[0]), self.cap)
        if chance.random() < self.faults.moved:
            # A line slips to the other side of a page's edge, as when the order changes between two questions.
            for place in range(size - 1, len(found) - 1, size):
                found[place], found[place + 1] = found[place + 1], found[place]
        page = found[offset : offset + size]
        if page and chance.random() < self.faults.duplicate:
            double = chance.choice(page)
            if chance.random() < 0.5:
                page[chance.randrange(len(page))] = double
            else:
                page.append(double)
        if chance.random() < self.faults.empty:
            page = []
        if chance.random() < self.faults.wrong_total:
            total = max(0, total + chance.choice([-7, -1, 1, 3, 1500]))
        return _feed(total, page)

    def _found(self, asked: dict[str, list[str]]) -> list[Published]:
        days = [dt.date.fromisoformat(day) for day in asked.get("date", [])]
        first, last = (days[0], days[-1]) if days else (dt.date.min, dt.date.max)
        courts = set(asked.get("creator", []))
        since = asked.get("modified", [""])[0]
        with self._lock:
            every = list(self.published.values())
        found = [
            one
            for one in every
            if one.listed
            and first <= one.date <= last
            and (not courts or COURTS[one.court][2] in courts)
            and ("subject" not in asked or any(one.subject.startswith(uri) for uri in asked["subject"]))
            and ("type" not in asked or one.type in asked["type"])
            and ("return" not in asked or (one.with_text and not one.deleted))
            and one.updated >= since
        ]
        return sorted(found, key=lambda one: (one.updated, one.ecli), reverse=asked.get("sort") == ["DESC"])


def _feed(total: int, page: list[Published]) -> bytes:
    entries = "".join(
        f"<entry{f' deleted={chr(34)}{one.deleted}{chr(34)}' if one.deleted else ''}><id>{one.ecli}</id>"
        f'<title type="text">{one.ecli}, {COURTS[one.court][1]}, {one.date:%d-%m-%Y}, {escape(one.number)}</title>'
        f'<summary type="text">-</summary><updated>{one.updated}</updated></entry>'
        for one in page
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Rechtspraak Open Data (Uitspraken)</title><subtitle>Aantal gevonden ECLI's: {total}</subtitle>"
        f"{entries}</feed>"
    ).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    service: Service

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that are killed break their connections."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        service, parts = self.server.service, urlsplit(self.path)
        asked = parse_qs(parts.query)
        chance = service.draw(self.path, self.headers.get("User-Agent", ""))
        if self._turned_away(service.faults, chance):
            return
        status, body, given = service.reply(parts.path, asked, chance)
        if self._answer(status, body, chance) and given:
            service.given[given] += 1

    def _turned_away(self, faults: Faults, chance: random.Random) -> bool:
        if chance.random() < faults.slow:
            time.sleep(0.2)
        if chance.random() < faults.forbidden:
            status, after = chance.choice([(403, None), (429, "0"), (503, None)])
            self.send_response(status)
            if after is not None:
                self.send_header("Retry-After", after)
            self.send_header("Content-Length", "0")
            self.end_headers()
            self.server.service.faulty += 1
            return True
        if chance.random() < faults.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            self.server.service.faulty += 1
            return True
        return False

    def _answer(self, status: int, body: bytes, chance: random.Random) -> bool:
        """Give an answer, and return whether it came whole."""
        faults, whole = self.server.service.faults, True
        sent = body
        if status == 200 and chance.random() < faults.malformed:
            cut = len(body) // 2
            sent, whole = body[:cut] + b"<\0>" + body[cut:], False
        self.send_response(status)
        self.send_header("Content-Type", "application/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        if status == 200 and chance.random() < faults.truncated:
            sent, whole, self.close_connection = sent[: len(sent) // 3], False, True
        self.wfile.write(sent)
        self.server.service.faulty += not whole
        return whole

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""
