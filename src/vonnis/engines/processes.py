"""The engine that spreads work over processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import TypeAlias, TypeVar

from vonnis.engines.chunks import apply, chunked
from vonnis.engines.engine import Lost
from vonnis.errors import UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")

_Work: TypeAlias = Future[tuple[list[Result], Exception | None]]

_STOPS = (signal.SIGINT, signal.SIGTERM)
_CHUNKS_AHEAD = 4
"""Chunks under way or waiting for each process: enough to keep it busy, few enough to keep memory flat."""


class ProcessEngine:
    """Works in a pool of processes that are started afresh, never forked from the caller's threads.

    A program that uses it keeps its own work under ``if __name__ == "__main__":``, since each process loads its module.

    Args:
        processes: how many, at least one.
        chunk_size: how many items go to a process at a time; a chunk's results come back together.
        preload: modules that are loaded once and shared by the processes, where the system can do so.

    Raises:
        UsageError: fewer than one process or one item in a chunk; or, when work begins, a system without processes.
    """

    def __init__(self, processes: int, *, chunk_size: int = 8, preload: tuple[str, ...] = ()) -> None:
        """Take the numbers; no process is started yet."""
        if processes < 1 or chunk_size < 1:
            message = f"{processes} processes with {chunk_size} items at a time cannot work; give 1 or more of each"
            raise UsageError(message)
        self._processes = processes
        self._chunk_size = chunk_size
        self._preload = preload

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result | Lost[Item]]:
        """Yield ``function(item)`` for each item, in order, or a Lost for an item that killed its process."""
        chunks = chunked(items, self._chunk_size)
        under_way: deque[tuple[tuple[Item, ...], _Work[Result]]] = deque()
        pool = self._open(self._processes)
        try:
            while True:
                for chunk in islice(chunks, self._processes * _CHUNKS_AHEAD - len(under_way)):
                    under_way.append((chunk, _submit(pool, function, chunk)))
                if not under_way:
                    return
                chunk, future = under_way.popleft()
                try:
                    future.result()
                except BrokenProcessPool:
                    # Every chunk under way shares the broken pool, and any of them may have broken it.
                    pool.shutdown(wait=True, cancel_futures=True)
                    suspects = [chunk, *(other for other, _ in under_way)]
                    done = [future, *(other for _, other in under_way)]
                    under_way.clear()
                    for suspect, earlier in zip(suspects, done, strict=True):
                        if _is_finished(earlier):
                            yield from _unpacked(earlier)
                        else:
                            yield from self._one_by_one(function, suspect)
                    pool = self._open(self._processes)
                else:
                    yield from _unpacked(future)
        except BaseException:
            _kill(pool)
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _one_by_one(self, function: Callable[[Item], Result], items: tuple[Item, ...]) -> Iterator[Result | Lost[Item]]:
        """Find the item that kills its process, at the price of a new process after each death."""
        pool = self._open(1)
        try:
            for item in items:
                try:
                    yield from _unpacked(_submit(pool, function, (item,)))
                except BrokenProcessPool:
                    yield Lost(item, "the process that worked on it died, as it does when memory runs out")
                    pool.shutdown(wait=True)
                    pool = self._open(1)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _open(self, processes: int) -> ProcessPoolExecutor:
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload(["__main__", *self._preload])
        try:
            return ProcessPoolExecutor(processes, mp_context=context, initializer=_begin)
        except (NotImplementedError, OSError) as error:
            raise _no_process(error) from error


def _kill(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool at once; one that is still starting would find its parent gone, and say so."""
    # Python 3.14 has a public way (kill_workers).
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.kill()


def _begin() -> None:
    """Prepare a new process: Ctrl-C ends it at once and silently, and it does not outlive its parent."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _submit(pool: ProcessPoolExecutor, function: Callable[[Item], Result], chunk: tuple[Item, ...]) -> _Work[Result]:
    try:
        with _undisturbed():
            return pool.submit(apply, function, chunk)
    except OSError as error:
        raise _no_process(error) from error
    except BrokenProcessPool as error:
        # The pool broke between two submissions; the future tells it where its turn comes.
        failed: _Work[Result] = Future()
        failed.set_exception(error)
        return failed


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back what stops a program while it starts a process, which would else be left behind and find it gone."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _no_process(error: Exception) -> UsageError:
    return UsageError(f"this system starts no processes to share the work ({error}); work with one, which starts none")


def _is_finished(future: _Work[Result]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _unpacked(future: _Work[Result]) -> Iterator[Result]:
    results, error = future.result()
    yield from results
    if error is not None:
        raise error
