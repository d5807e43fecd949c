"""Open the coding room: prepare the database, make the link of the first account, and serve."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from vonnis.errors import StudyError, UsageError, VonnisError
from vonnis.web.configuration import Configuration, configuration_of

HOST = "127.0.0.1"
"""The room answers on this machine only; a team puts a reverse proxy with HTTPS in front of it."""

_THREADS = 8
_HIGHEST_PORT = 65535
_A_TEXT = b"Vonnis van de rechtbank.\n\nDe beslissing\nDe rechtbank veroordeelt verdachte."


class Opened(msgspec.Struct, frozen=True):
    """A room that is ready: its address, and the link of the first account where there is no account yet."""

    address: str
    first_link: str | None


def configure(study: Path) -> Configuration:
    """Return the configuration of a study's room from the environment, and set Django up with it.

    Raises:
        StudyError: the folder is no study folder.
        UsageError: a variable of the environment is wrong, or the database cannot be reached.
    """
    if not (study / "study.toml").is_file():
        message = f"{study} is no study folder: it has no study.toml; make one with: vonnis new {study}"
        raise StudyError(message)
    configuration = configuration_of({**os.environ, "VONNIS_STUDY": str(study.resolve())})
    os.environ.update(configuration.environment())
    os.environ["DJANGO_SETTINGS_MODULE"] = "vonnis.web.settings"
    import django

    django.setup()
    return configuration


def prepare() -> None:
    """Bring the database to the form that this version knows, and forget visits that are over.

    Raises:
        UsageError: the database cannot be reached.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.utils import Error
    from django.utils import timezone

    from vonnis.web.database import store
    from vonnis.web.people.visits import forget_visits

    try:
        with _alone():
            call_command("migrate", interactive=False, verbosity=0)
            store()
            forget_visits(timezone.now())
    except Error as error:
        message = f"the database of the room cannot be used ({str(error).strip()}); check DATABASE_URL and the disk"
        raise UsageError(message) from error
    finally:
        connection.close()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time change the form of a PostgreSQL database; SQLite locks its file by itself."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    lock = 0x766F7A
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [lock])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])


def open_room(study: Path, *, port: int) -> Opened:
    """Prepare the room of a study and return where it will be.

    Raises:
        StudyError: the folder is no study folder.
        UsageError: the port is taken or no port, the environment is wrong, or the database cannot be reached.
    """
    _check(port)
    configure(study)
    prepare()
    from django.urls import reverse
    from django.utils import timezone

    from vonnis.web.people.actions import first_link

    address = f"http://{HOST}:{port}"
    secret = first_link(timezone.now())
    return Opened(f"{address}/", address + reverse("invitation", args=[secret]) if secret else None)


def serve(*, port: int, workers: int, ready: Callable[[], None]) -> None:
    """Serve the opened room until the process is stopped; several workers share the port.

    Raises:
        UsageError: several workers are asked on a system without them.
    """
    if workers > 1:
        _serve_together(port=port, workers=workers, ready=ready)
        return
    from waitress.server import create_server

    from vonnis.web.wsgi import application

    warm_up()

    server = create_server(
        application, host=HOST, port=port, threads=_THREADS, ident=None, clear_untrusted_proxy_headers=False
    )
    ready()
    try:
        server.run()
    finally:
        server.close()


def warm_up() -> None:
    """Do beforehand what the first visitor would wait for: addresses, templates, the readers of texts, the codebook."""
    from importlib import import_module

    from django.conf import settings
    from django.db import connections
    from django.template.loader import get_template

    from vonnis.judgment.reading import read_all
    from vonnis.sources.document import Document
    from vonnis.web.coding.file import codebook
    from vonnis.web.coding.text import parts_of
    from vonnis.web.room.style import style_sheet

    import_module(settings.ROOT_URLCONF)
    style_sheet()
    for name in ("coding/screen.html", "coding/questions.html", "room/home.html", "screening/screen.html"):
        get_template(name)
    for judgment in read_all(Document(id="warm", origin="warm.txt", data=_A_TEXT)):
        parts_of(judgment)
    if (settings.ROOM.study / "codebook.yaml").exists():
        with suppress(VonnisError):
            codebook()
    connections.close_all()


def _serve_together(*, port: int, workers: int, ready: Callable[[], None]) -> None:
    if sys.platform == "win32":
        message = "several workers need Linux or macOS; serve with one"
        raise UsageError(message)
    from gunicorn.app.base import BaseApplication

    class Room(BaseApplication):  # type: ignore[misc] # gunicorn has no types
        """Gunicorn with settings from here instead of from its own command line."""

        def load_config(self) -> None:
            for key, value in {
                "bind": f"{HOST}:{port}",
                "workers": workers,
                "worker_class": "gthread",
                "preload_app": True,
                "threads": 4,
                "accesslog": None,
                "loglevel": "warning",
                "when_ready": lambda _server: ready(),
                "control_socket_disable": True,
            }.items():
                if key in self.cfg.settings:
                    self.cfg.set(key, value)

        def load(self) -> object:
            from vonnis.web.wsgi import application

            # Made once and shared by all workers; a connection cannot be shared.
            warm_up()
            return application

    Room().run()


def _check(port: int) -> None:
    if not 1 <= port <= _HIGHEST_PORT:
        message = f"{port} is no port; choose one from 1 to {_HIGHEST_PORT}, such as 8000"
        raise UsageError(message)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            message = f"port {port} cannot be used ({error.strerror}); choose another with --port"
            raise UsageError(message) from error
