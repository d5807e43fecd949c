"""Asking a service with manners: one request at a time, no faster than agreed, and patient when it is turned away.

One request at a time also means that a stop at any moment leaves at most one answer that was given and not kept.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urlsplit

import msgspec

from vonnis.errors import GoneError, ServiceError, UsageError
from vonnis.sources.source import MalformedError, Request

Answer = TypeVar("Answer")

FASTEST = 10.0
"""Requests a second that a public service is never asked more than."""
_ATTEMPTS = 7
_LONGEST_WAIT = 60.0
_LONGEST_ASKED_WAIT = 3_600.0
_CONNECT, _BETWEEN_BYTES, _WHOLE = 10.0, 30.0, 180.0
_LARGEST = 64 * 2**20
_GONE = frozenset({404, 410})
_LATER = frozenset({403, 408, 425, 429})
_SERVER = 500
_OK = 200


class TurnedAwayError(ServiceError):
    """The service would not answer now; ``wait`` is how many seconds it asked for, if it did."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        """Keep the sentence and the wait."""
        super().__init__(message)
        self.wait = wait


class Manners(msgspec.Struct, frozen=True, kw_only=True):
    """How a service is asked.

    Attributes:
        address: the service's address, without a slash at the end.
        rate: requests a second, at most.
        contact: who asks: a mail address or a page.
        program: the name and version of the program.
        attempts: how often one thing is asked for before it counts as failed.
        accept: the kinds of answer that are understood.
    """

    address: str
    rate: float = 1.0
    contact: str
    program: str = "vonnis"
    attempts: int = _ATTEMPTS
    accept: str = "application/atom+xml, application/xml, text/xml"

    @property
    def user_agent(self) -> str:
        """What the service is told about the program and who runs it."""
        return f"{self.program} (case-file research; contact: {self.contact})"

    @property
    def first_wait(self) -> float:
        """Seconds before something is asked again; each further wait is twice as long."""
        shortest = 0.05 if is_loopback(self.address) else 1.0
        return max(shortest, min(2.0, 2.0 / self.rate))


def manners(address: str, *, rate: float, contact: str, program: str = "vonnis") -> Manners:
    """Return the manners for an address, or say what is wrong with them.

    Raises:
        UsageError: the address is none, or the rate is beyond what a public service is asked.
    """
    parts = urlsplit(address.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        message = f"the address {address!r} is none; give one as in https://data.rechtspraak.nl"
        raise UsageError(message)
    if not 0 < rate < float("inf"):
        message = f"{rate:g} requests a second is no rate; give a number above 0"
        raise UsageError(message)
    if rate > FASTEST and not is_loopback(address):
        message = f"{rate:g} requests a second is too much for a public service; give --rate {FASTEST:g} or less"
        raise UsageError(message)
    if not contact.isprintable() or not contact.isascii() or not contact.strip():
        message = f"the contact {contact!r} cannot be sent; give a mail address or the address of a page"
        raise UsageError(message)
    return Manners(address=address.strip().rstrip("/"), rate=rate, contact=contact.strip(), program=program)


def is_loopback(address: str) -> bool:
    """Tell whether an address is on this machine."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Client:
    """Asks one service; closed at the end of a ``with`` block.

    Args:
        manners: how.
        clock: seconds from any beginning, never going back.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        manners: Manners,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare; nothing is sent yet."""
        import httpx

        self.manners = manners
        self.sent = 0
        self._clock = clock
        self._sleep = sleep
        self._free_at = 0.0
        self._http = httpx.Client(
            headers={"User-Agent": manners.user_agent, "Accept": manners.accept},
            timeout=httpx.Timeout(_BETWEEN_BYTES, connect=_CONNECT),
            trust_env=not is_loopback(manners.address),
        )

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connection."""
        self._http.close()

    def ask(self, request: Request, understand: Callable[[bytes], Answer]) -> Answer:
        """Return what an answer means; ask again, later and later, while the service fails or answers with rubbish.

        Raises:
            GoneError: the service does not have it.
            TurnedAwayError: the service did not answer in any attempt; the message says how it failed last.
        MalformedError: the last answer could not be understood.
        ServiceError: it refuses the request for good, or asks to wait for hours.
        """
        failure: TurnedAwayError | MalformedError = TurnedAwayError("it was never asked")
        for attempt in range(1, self.manners.attempts + 1):
            try:
                return understand(self._once(request))
            except GoneError:
                raise
            except TurnedAwayError as error:
                failure, wait = error, error.wait
            except MalformedError as error:
                failure, wait = error, None
            if wait is not None and wait > _LONGEST_ASKED_WAIT:
                message = f"{failure}; it asks to wait {wait / 60:,.0f} minutes, so come back later"
                raise ServiceError(message)
            backoff = min(_LONGEST_WAIT, self.manners.first_wait * 2 ** (attempt - 1))
            self._free_at = max(self._free_at, self._clock() + (backoff if wait is None else max(wait, backoff / 2)))
        message = f"{failure} (asked {self.manners.attempts} times)"
        raise type(failure)(message)

    def _once(self, request: Request) -> bytes:
        """Send one request, not before its time, and return the body of a good answer."""
        import httpx

        if (wait := self._free_at - self._clock()) > 0:
            self._sleep(wait)
        self._free_at = self._clock() + 1 / self.manners.rate
        self.sent += 1
        try:
            url = self.manners.address + request.path
            with self._http.stream("GET", url, params=list(request.parameters)) as response:
                _acknowledge(response.extensions.get("network_stream"))
                self._check(response.status_code, response.headers.get("Retry-After"), request)
                return self._body(response.iter_bytes())
        except httpx.HTTPError as error:
            detail = str(error) or type(error).__name__
            message = f"{_named(request)}: {self.manners.address} did not answer ({detail})"
            raise TurnedAwayError(message) from None

    def _body(self, pieces: object) -> bytes:
        """Return a whole body; one that is too large or drips in too slowly counts as none."""
        end = self._clock() + _WHOLE
        body = bytearray()
        for piece in pieces:  # type: ignore[attr-defined]
            body += piece
            if len(body) > _LARGEST or self._clock() > end:
                message = "the answer is too large, or came too slowly"
                raise TurnedAwayError(message)
        return bytes(body)

    def _check(self, status: int, retry_after: str | None, request: Request) -> None:
        """Raise what a status means, unless it is that of a good answer."""
        if status == _OK:
            return
        message = f"{_named(request)}: the service answered with status {status}"
        if status in _GONE:
            raise GoneError(message)
        if status in _LATER or status >= _SERVER:
            raise TurnedAwayError(message, _seconds(retry_after))
        raise ServiceError(message)


def _acknowledge(stream: object) -> None:
    """Acknowledge the head of an answer at once.

    A server that sends head and body apart waits for this, and systems put it off for some 40 ms (RFC 1122, 4.2.3.2).
    """
    given = getattr(stream, "get_extra_info", None)
    connection = given("socket") if given else None
    if isinstance(connection, socket.socket) and hasattr(socket, "TCP_QUICKACK"):
        with suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _named(request: Request) -> str:
    """Return what a request is for, in words."""
    asked = dict(request.parameters)
    return asked.get("id") or f"{request.path.rpartition('/')[2]} {' '.join(asked.values())}"


def _seconds(retry_after: str | None) -> float | None:
    """Return how long a service asks to wait: a number of seconds, or until a moment."""
    if not retry_after:
        return None
    text = retry_after.strip()
    if text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (until - dt.datetime.now(tz=until.tzinfo)).total_seconds())
