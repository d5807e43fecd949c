"""The invented report, made once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.invented import masthead, released
from vonnis.report.writing import render


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    """The files of the invented report."""
    return render(released(), masthead=masthead())


@pytest.fixture(scope="session")
def page(files: dict[str, bytes]) -> str:
    """The page of the invented report."""
    return files["report.html"].decode()


@pytest.fixture(scope="session")
def page_file(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the invented report, on disk."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(files["report.html"])
    return path
