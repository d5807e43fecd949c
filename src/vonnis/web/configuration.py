"""What the coding room is told from outside, by ``vonnis serve`` or the environment of a server."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from vonnis.errors import UsageError

DATABASE = "coding.sqlite3"
_SECRET = "secret.key"  # noqa: S105 - the name of a file, not a secret
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_SECRET_BYTES = 50


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """How one coding room runs.

    Attributes:
        study: the study folder that the room serves.
        database: address of a PostgreSQL database (``postgresql://user:password@host/name``); None for the SQLite
            file in the study folder.
        hosts: the names under which browsers reach the room.
        https: whether a reverse proxy in front of the room speaks HTTPS; cookies then never travel without it.
        forwarded: whether that proxy states the visitor's address last in ``X-Forwarded-For``.
        two_factor: whether everybody needs a second factor; otherwise whoever has set one up uses it.
        state: the folder of what belongs to the room alone (its secret key), outside the study folder's archive.
        idle_minutes: after how long without a request a person is logged out.
    """

    study: Path
    database: str | None = None
    hosts: tuple[str, ...] = _LOOPBACK
    https: bool = False
    forwarded: bool = False
    two_factor: bool = False
    state: Path
    idle_minutes: int = 30

    def environment(self) -> dict[str, str]:
        """Return the configuration as the environment variables that `configuration_of` reads."""
        found = {
            "VONNIS_STUDY": str(self.study),
            "VONNIS_STATE": str(self.state),
            "VONNIS_HOSTS": ",".join(self.hosts),
            "VONNIS_HTTPS": str(int(self.https)),
            "VONNIS_FORWARDED": str(int(self.forwarded)),
            "VONNIS_TWO_FACTOR": str(int(self.two_factor)),
            "VONNIS_IDLE_MINUTES": str(self.idle_minutes),
        }
        return found | ({"DATABASE_URL": self.database} if self.database else {})

    def secret_key(self) -> str:
        """Return the key that signs sessions; it is made on first use and readable by its owner alone.

        Raises:
            UsageError: the file of the key cannot be made or read.
        """
        path = self.state / _SECRET
        try:
            self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
            except FileExistsError:
                return path.read_text(encoding="ascii").strip()
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(_SECRET_BYTES))
            return path.read_text(encoding="ascii").strip()
        except OSError as error:
            message = (
                f"{path} cannot be used ({error.strerror}); name a folder that this program may write: VONNIS_STATE"
            )
            raise UsageError(message) from error


def configuration_of(environment: Mapping[str, str]) -> Configuration:
    """Return the configuration that environment variables state.

    ``VONNIS_STUDY`` must be there; ``DATABASE_URL``, ``VONNIS_STATE``, ``VONNIS_HOSTS`` (names with commas between),
    ``VONNIS_HTTPS``, ``VONNIS_FORWARDED``, ``VONNIS_TWO_FACTOR`` (0 or 1; 1 unless the room is reached over loopback
    alone) and ``VONNIS_IDLE_MINUTES`` may.

    Raises:
        UsageError: a variable is missing or no such value.
    """
    study = environment.get("VONNIS_STUDY", "")
    if not study:
        message = "VONNIS_STUDY is not set; give the study folder that the room serves"
        raise UsageError(message)
    hosts = tuple(filter(None, (name.strip() for name in environment.get("VONNIS_HOSTS", "").split(",")))) or _LOOPBACK
    folder = Path(study).resolve()
    return Configuration(
        study=folder,
        database=environment.get("DATABASE_URL") or None,
        hosts=hosts,
        https=_switch(environment, "VONNIS_HTTPS", default=False),
        forwarded=_switch(environment, "VONNIS_FORWARDED", default=False),
        two_factor=_switch(environment, "VONNIS_TWO_FACTOR", default=any(host not in _LOOPBACK for host in hosts)),
        state=Path(environment.get("VONNIS_STATE") or folder / "private" / "room").resolve(),
        idle_minutes=_minutes(environment.get("VONNIS_IDLE_MINUTES") or "30"),
    )


def database_of(configuration: Configuration) -> dict[str, Any]:
    """Return the database as Django's settings want it.

    Raises:
        UsageError: the address names no PostgreSQL database.
    """
    if configuration.database is None:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(configuration.study / DATABASE),
            # One writer at a time, readers never wait; a second process waits for its turn instead of failing.
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    parts = urlsplit(configuration.database)
    name = parts.path.removeprefix("/")
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        message = "DATABASE_URL must read postgresql://user:password@host:port/name; leave it out for SQLite"
        raise UsageError(message)
    options = dict(parse_qsl(parts.query))
    options.setdefault("options", "-c lock_timeout=20000")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _switch(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = environment.get(name, "").strip().lower()
    if value in {"", "0", "1", "true", "false", "yes", "no"}:
        return default if value == "" else value in {"1", "true", "yes"}
    message = f"{name} is {value!r}; set it to 1 or 0"
    raise UsageError(message)


def _minutes(value: str) -> int:
    if value.isdecimal() and int(value) > 0:
        return int(value)
    message = f"VONNIS_IDLE_MINUTES is {value!r}; set it to a whole number of minutes, 1 or more"
    raise UsageError(message)
