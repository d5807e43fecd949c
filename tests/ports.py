"""Ports of this machine for the servers that tests start."""

from __future__ import annotations

import os
import socket
from itertools import count

_FIRST = 12_000
_EACH = 50
"""How many ports a process of the tests goes through before it begins again."""
_BLOCKS = 400
_places = count()


def free_port() -> int:
    """Return a port that nobody uses, and that nobody else is given before a server listens on it.

    The system hands out ports from 32,768 on, to every connection and to all who ask for any; a port of those can be
    gone by the time that a server has started. These lie below, in a block of this process's own.
    """
    first = _FIRST + os.getpid() % _BLOCKS * _EACH
    while True:
        port = first + next(_places) % _EACH
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
