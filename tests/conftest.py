"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
JUDGMENTS = ROOT.parent / "shared" / "judgments"


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
