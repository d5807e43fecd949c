"""A real PostgreSQL on loopback for the tests that need one, started and ended by them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from tests.ports import free_port

PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@contextmanager
def running_postgresql(*, safe: bool = False) -> Iterator[str]:
    """Start a cluster of its own and give the address of its server, without a database name at its end.

    It does not wait for the disk unless it is to be ``safe``, as one that holds real answers is.
    """
    assert PROGRAMS is not None
    owner = pwd.getpwnam("postgres") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    folder = Path(mkdtemp(prefix="vonnis-postgresql-"))
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    port = free_port()

    def run(program: str, *arguments: str) -> None:
        as_root = os.getuid() == 0
        subprocess.run(
            [str(PROGRAMS / program), *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=300,
            user=owner.pw_uid if as_root else None,
            group=owner.pw_gid if as_root else None,
        )

    data = folder / "data"
    fsync = "on" if safe else "off"
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync={fsync}"
    try:
        run("initdb", "--no-sync", "--auth=trust", "--username=vonnis", "--encoding=UTF8", f"--pgdata={data}")
        run("pg_ctl", f"--pgdata={data}", "--wait", f"--log={folder / 'log'}", f"--options={options}", "start")
        try:
            yield f"postgresql://vonnis@127.0.0.1:{port}"
        finally:
            run("pg_ctl", f"--pgdata={data}", "--mode=immediate", "--wait", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_database(server: str, name: str) -> str:
    """Make an empty database on a running server and return its address."""
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{server}/{name}"
