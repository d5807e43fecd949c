"""The engine that spreads work over the machines of a Dask cluster.

Workers must have the same vonnis, and see the same files under the same paths. A worker that dies gives its work back
to the others; an item that kills one worker after another becomes a :class:`vonnis.engines.engine.Lost`.
"""

from __future__ import annotations

import ipaddress
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from vonnis.engines.chunks import apply, chunked
from vonnis.engines.engine import Lost
from vonnis.errors import ServiceError, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

Item = TypeVar("Item")
Result = TypeVar("Result")

_Work = tuple[tuple[Item, ...], "Future[Any]"]
"""Items that went out together, and what will bring back their results."""

_CHUNKS_AHEAD = 4
_SECONDS_TO_CONNECT = 20


class DaskEngine:
    """Works on a Dask cluster, or without an address on a small one of this machine, for as long as a map takes.

    Args:
        scheduler: its address, as in ``tcp://host:8786``; None to start a scheduler and workers on loopback.
        workers: how many to start where none has an address; without it, one a processor.
        chunk_size: how many items go to a worker at a time.

    Raises:
        UsageError: the numbers make no sense; or, when work begins, nobody answers at the address.
    """

    def __init__(self, scheduler: str | None = None, *, workers: int | None = None, chunk_size: int = 8) -> None:
        """Take the address; nothing is connected yet."""
        if chunk_size < 1 or (workers is not None and workers < 1):
            message = f"{workers} workers with {chunk_size} items at a time cannot work; give 1 or more of each"
            raise UsageError(message)
        self._scheduler = scheduler
        self._workers = workers
        self._chunk_size = chunk_size

    @property
    def elsewhere(self) -> bool:
        """Whether the work may be done on other machines, to which nothing closed may go."""
        if self._scheduler is None:
            return False
        host = urlsplit(self._scheduler if "://" in self._scheduler else f"tcp://{self._scheduler}").hostname or ""
        try:
            return not ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host != "localhost"

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result | Lost[Item]]:
        """Yield ``function(item)`` for each item, in order, or a Lost for an item that killed its workers."""
        client = self._connect()
        under_way: deque[_Work[Item]] = deque()
        try:
            ahead = max(1, len(client.scheduler_info()["workers"])) * _CHUNKS_AHEAD
            chunks = chunked(items, self._chunk_size)
            while True:
                for chunk in islice(chunks, ahead - len(under_way)):
                    under_way.append((chunk, client.submit(apply, function, chunk, pure=False)))
                if not under_way:
                    return
                work = under_way.popleft()
                yield from self._results(client, function, work=work, others=[future for _, future in under_way])
        finally:
            client.cancel([future for _, future in under_way])  # type: ignore[no-untyped-call]
            client.close()  # type: ignore[no-untyped-call]

    def _results(
        self, client: Client, function: Callable[[Item], Result], *, work: _Work[Item], others: Iterable[Future[Any]]
    ) -> Iterator[Result | Lost[Item]]:
        """Yield the results of a chunk; where its workers died, those of each of its items by itself."""
        from distributed import KilledWorker

        chunk, future = work
        try:
            yield from _finished(future)
        except KilledWorker:
            # Whatever else was under way may have killed the workers, so these items are tried with nothing beside.
            for each in others:
                each.exception()  # type: ignore[no-untyped-call] # waits for its end
            for item in chunk:
                try:
                    yield from _finished(client.submit(apply, function, (item,), pure=False))
                except KilledWorker:
                    yield Lost(item, "the workers that worked on it died, as they do when memory runs out")

    def _connect(self) -> Client:
        from distributed import Client

        # Its own complaints go to people who run clusters; what matters to this work comes back as an error.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            if self._scheduler is None:
                return Client(  # type: ignore[no-untyped-call]
                    n_workers=self._workers,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    dashboard_address=None,
                    set_as_default=False,
                )
            client = Client(self._scheduler, timeout=_SECONDS_TO_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            message = f"no Dask scheduler answers at {self._scheduler} ({error}); start one, or correct --scheduler"
            raise UsageError(message) from None
        try:
            client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
        except TimeoutError:
            client.close()  # type: ignore[no-untyped-call]
            message = f"the Dask scheduler at {self._scheduler} has no workers; start some with dask worker"
            raise UsageError(message) from None
        return client


def _finished(future: Future[Any]) -> Iterator[Any]:
    """Yield the results that a worker brings back, and raise the error that ended them.

    Raises:
        ServiceError: the scheduler went away.
        UsageError: a worker lacks a part of vonnis.
    """
    try:
        results, error = future.result()
    except (CancelledError, OSError) as lost:
        message = f"the Dask scheduler went away ({lost}); run the same command again, what is done is kept"
        raise ServiceError(message) from None
    except ModuleNotFoundError as missing:
        message = f"a Dask worker lacks a part ({missing}); install the same vonnis where the workers run"
        raise UsageError(message) from None
    yield from results
    if error is not None:
        raise error
