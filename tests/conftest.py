"""What every test may ask for."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.demonstration import few_judgments, made_once, whole_study

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
JUDGMENTS = ROOT.parent / "shared" / "judgments"
CHROMIUM = Path("/usr/bin/chromium")
MEMORY = Path("/dev/shm")  # noqa: S108 - Linux keeps what stands there in memory
ROOM = 4 * 2**30
SHARED = {"demonstration", "few"}

# The same examples each time, and no limit of time: what a run says is said of the code, not of chance or the machine.
# Other examples: pytest --hypothesis-profile=default
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=False
)
settings.load_profile("steady")


def write_in_memory() -> None:
    """Let tests, and the programs they run, write in memory where there is room for it.

    The program waits for the disk after every file that it writes. TMPDIR names another place.
    """
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK | os.X_OK):
        return
    if shutil.disk_usage(MEMORY).free >= ROOM and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


write_in_memory()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files that read what is made once first, since it takes longest, and no worker is left alone with it."""
    long = {item.path for item in items if SHARED & set(getattr(item, "fixturenames", ()))}
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish() -> None:
    """Keep the tests themselves out of what is searched for garbage: there are many, and none becomes garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def keys_of_closed_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the keys of closed files of every test, and of the programs it runs, out of the home of the user."""
    before = os.environ.get("VONNIS_KEYS")
    place = tmp_path_factory.mktemp("keys")
    os.environ["VONNIS_KEYS"] = str(place)
    yield place
    del os.environ["VONNIS_KEYS"]
    if before is not None:
        os.environ["VONNIS_KEYS"] = before


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def judgments() -> Path:
    """The folder of real labelled judgments; the test is skipped where it is absent."""
    if not JUDGMENTS.is_dir():
        pytest.skip(f"real judgments are not in {JUDGMENTS}; they are never part of the repository")
    return JUDGMENTS


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demonstration as ``vonnis demo`` makes it, once for all tests: for reading; copy it to change it."""
    with made_once(tmp_path_factory, "demonstration", whole_study) as folder:
        yield folder


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A released study of a few judgments, of which nearly everything is withheld: for reading; copy it to change."""
    with made_once(tmp_path_factory, "few", few_judgments) as folder:
        yield folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, in which a page is looked at; the test is skipped where it is not installed."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed; the page is not looked at")
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield found
        found.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server on loopback; the test is skipped where none is installed."""
    from tests.postgresql import PROGRAMS, running_postgresql

    if PROGRAMS is None:
        pytest.skip("PostgreSQL is not installed; the database of a team is not tried")
    with running_postgresql() as server:
        yield server
