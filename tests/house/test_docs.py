"""The docs tell what exists: every link leads somewhere, every command is real, every tested example runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.demonstration import AT
from tests.house.repository import ROOT, named, tracked
from vonnis.cli.app import app

PAGES = [path for path in tracked() if path.suffix == ".md"]
PROGRAMS = Path(sys.executable).parent
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w+)?([^\n]*)\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
COMMAND = re.compile(
    r"(?:^|\| |&& |\$ )(?:\.venv/bin/)?vonnis ([a-z]+(?:-[a-z]+)*)((?: [^\n|&]*)?)", flags=re.MULTILINE
)
MAKING = re.compile(r"^vonnis demo --out demo$", flags=re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
KINDS = {"tutorials", "how-to", "reference", "explanation", "decisions"}


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page's headings, as a reader of Markdown makes them."""
    prose = FENCE.sub("", path.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.+)$", prose, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in titles}


def dead(page: Path) -> list[str]:
    """Return the links of a page that lead nowhere in the repository."""
    found = []
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        place = (page.parent / name).resolve() if name else page
        if not place.exists() or (anchor and place.suffix == ".md" and anchor not in anchors(place)):
            found.append(target)
    return found


@cache
def help_of(*command: str) -> str | None:
    """Return what a command says about itself, or None where it does not exist."""
    runner = CliRunner(env={"NO_COLOR": "1", "TERM": "dumb"})
    answer = runner.invoke(app, [*command, "--help"], prog_name="vonnis", terminal_width=200)
    return answer.output if answer.exit_code == 0 else None


def commands(page: Path) -> list[tuple[str, str]]:
    """Return each command line of a page, in a shell example or between backticks: the command and the rest."""
    text = page.read_text(encoding="utf-8")
    code = [body for language, _, body in FENCE.findall(text) if language in {"sh", "console"}]
    code += re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    return [match for piece in code for match in COMMAND.findall(piece)]


def examples(page: Path) -> list[tuple[str, str]]:
    """Return the fenced examples of a page that are marked as tested: language and code."""
    fences = FENCE.findall(page.read_text(encoding="utf-8"))
    return [(language, code) for language, marks, code in fences if "tested" in marks.split()]


def unmade(page: Path) -> list[tuple[str, str]]:
    """Return the tested examples of a page from where the demo has been made for the first time, which the desk has."""
    left, made = [], False
    for language, code in examples(page):
        left.append((language, code if made else MAKING.sub("", code, count=1)))
        made = made or MAKING.search(code) is not None
    return left


@pytest.fixture
def desk(demonstration: Path, tmp_path: Path) -> Path:
    """A folder in which the demo has been made, as after the tutorial's first step."""
    shutil.copytree(demonstration, tmp_path / "demo")
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert dead(page) == []


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=named)
def test_every_command_exists_with_its_options(page: Path) -> None:
    wrong = []
    for command, rest in commands(page):
        text = help_of(command)
        if text is None:
            wrong.append(command)
            continue
        if inner := re.match(r" ([a-z]+)\b", rest):
            text += help_of(command, inner[1]) or ""
        wrong += [f"{command} {option}" for option in OPTION.findall(rest) if option not in text]
    assert wrong == []


@pytest.mark.parametrize("page", [page for page in PAGES if examples(page)], ids=named)
def test_the_examples_run(page: Path, desk: Path) -> None:
    path = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "SOURCE_DATE_EPOCH": str(int(AT.timestamp()))}
    for language, code in unmade(page):
        program = ["sh", "-euc", code] if language == "sh" else [sys.executable, "-c", code]
        answer = subprocess.run(
            program, cwd=desk, env=environment, capture_output=True, text=True, check=False, timeout=300
        )
        assert answer.returncode == 0, f"{code}\n{answer.stderr}"


def test_the_tutorial_has_examples_that_run_and_makes_the_demo_anew() -> None:
    assert MAKING.search("".join(code for _, code in unmade(ROOT / "docs" / "tutorials" / "first-study.md")))


def test_the_docs_come_in_their_kinds() -> None:
    folders = {path.relative_to(ROOT / "docs").parts[0] for path in PAGES if path.is_relative_to(ROOT / "docs")}
    assert folders >= KINDS


def test_every_page_is_reached_from_the_index() -> None:
    reached, queue = set(), [ROOT / "README.md"]
    while queue:
        page = queue.pop()
        if page in reached or not page.is_file():
            continue
        reached.add(page)
        targets = [link.partition("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8"))]
        queue += [(page.parent / name).resolve() for name in targets if name.endswith(".md") and "://" not in name]
    pages = {page for page in PAGES if page.is_relative_to(ROOT / "docs")}
    assert sorted(map(named, pages - reached)) == []
