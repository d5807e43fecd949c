"""Folder order is data flow, the walls stand, and importing vonnis is light."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import vonnis
from tests.house.repository import ROOT

HEAVY = {
    "altair",
    "bs4",
    "dask",
    "distributed",
    "django",
    "docx",
    "duckdb",
    "highspy",
    "jinja2",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "pypdf",
    "scipy",
    "statsmodels",
    "vl_convert",
}
EXPORTS = ["__version__", "extract", "read"]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of the source below ``folder``, which stands before the installed one."""
    program = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    return subprocess.run(
        [program, "--no-cache", "--no-logo"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def loaded_by(statement: str) -> set[str]:
    """Return the top-level packages that a fresh interpreter holds after ``statement``."""
    program = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    return {name.partition(".")[0] for name in json.loads(answer)}


def test_the_import_contracts_hold() -> None:
    answer = lint_imports(ROOT)
    assert answer.returncode == 0, answer.stdout
    assert " kept, 0 broken." in answer.stdout


@pytest.mark.parametrize(
    ("module", "statement", "contract"),
    [
        ("judgment/span.py", "import vonnis.report", "Folder order is data flow"),
        ("engines/late.py", "def f() -> None:\n    import vonnis.workflow", "Folder order is data flow"),
        ("report/page.py", "import vonnis.analysis.result", "The report sees released results only"),
        ("report/page.py", "import vonnis.judgment", "The report sees released results only"),
        ("cli/serve.py", "import django", "Django stays in web"),
        ("workflow/spread.py", "import distributed", "Cluster libraries stay in engines"),
        ("stray/__init__.py", "", "Folder order is data flow"),
    ],
    ids=["upward", "upward-late", "report-analysis", "report-judgment", "django", "cluster", "room-without-a-place"],
)
def test_a_broken_contract_is_found(tmp_path: Path, module: str, statement: str, contract: str) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / "src" / "vonnis" / module
    target.parent.mkdir(exist_ok=True)
    with target.open("a", encoding="utf-8") as source:
        source.write(f"\n{statement}\n")
    answer = lint_imports(tmp_path)
    assert answer.returncode != 0
    assert any(contract in line and "BROKEN" in line for line in answer.stdout.splitlines()), answer.stdout


def test_the_exports_are_pinned() -> None:
    assert vonnis.__all__ == EXPORTS


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_resolves(name: str) -> None:
    assert getattr(vonnis, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'verdict'"):
        vonnis.verdict  # noqa: B018 - asking for it is the test


@pytest.mark.parametrize("statement", ["import vonnis", "import vonnis.cli.main"], ids=["library", "command-line"])
def test_importing_loads_nothing_heavy(statement: str) -> None:
    assert loaded_by(statement) & HEAVY == set()


def test_importing_the_library_loads_no_command_line() -> None:
    assert loaded_by("import vonnis") & {"typer", "rich", "click", "lxml", "yaml"} == set()
