"""The papers beside the program agree with it and with each other."""

from __future__ import annotations

import os
import re
import subprocess

import pytest
import yaml

import vonnis
from tests.house.repository import ROOT, texts

PAPERS = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "CITATION.cff", "LICENSE", "docs/glossary.md"]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 0


def test_the_newest_release_says_what_changes_results() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.split(r"^## ", changelog, flags=re.MULTILINE)[1]
    assert "### Changes results" in newest


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(vonnis.__version__)}\b", changelog, flags=re.MULTILINE)


def test_the_citation_is_of_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == vonnis.__version__
    assert citation["license"] == "Apache-2.0"


def test_the_package_is_of_this_version() -> None:
    assert f'version = "{vonnis.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_continuous_integration_runs_what_developers_run() -> None:
    program = ROOT / ".ci" / "run"
    assert os.access(program, os.X_OK)
    assert "make test" in program.read_text(encoding="utf-8")


@pytest.mark.parametrize("tool", ["ruff check", "ruff format", "mypy", "lint-imports", "pytest"])
def test_make_test_runs_every_check(tool: str) -> None:
    command = ["make", "--dry-run", "test"]
    environment = {"PATH": "/usr/bin:/bin"}
    plan = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert tool in plan


def test_the_help_block_stands_in_the_readme() -> None:
    readme = texts()[ROOT / "README.md"]
    assert "Chat met Fier" in readme
    assert "112" in readme
