"""The house numbers: how long a module or function may be, and how many parameters it may take."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.house.repository import PACKAGE, Function, body_lines, functions, modules, named, tree

MODULE_LINES = 600
MODULE_SOFT_LINES = 400
FUNCTION_LINES = 80
FUNCTION_SOFT_LINES = 40
TEST_LINES = 40
PARAMETERS = 6
POSITIONAL = 2
SHARE_BEYOND_SOFT = 0.05


@cache
def options() -> frozenset[str]:
    """Return the names under which several commands share one option."""
    assigned = (one for path in modules("src") for one in tree(path).body if isinstance(one, ast.Assign))
    return frozenset(ast.unparse(one.targets[0]) for one in assigned if "typer." in ast.unparse(one.value))


def is_option(argument: ast.arg) -> bool:
    """Tell whether an argument is an option of a command, which a user types by name or not at all."""
    said = "" if argument.annotation is None else ast.unparse(argument.annotation)
    return "typer." in said or said in options()


def parameters(function: Function) -> list[str]:
    arguments = function.args
    everything = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return [argument.arg for argument in everything if argument.arg not in {"self", "cls"} and not is_option(argument)]


def positional(function: Function) -> list[str]:
    """Return the parameters that may be given by place; a start and an end, a first and a last are one thing."""
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return [name for name in names if name not in {"self", "cls", "end", "last"}]


@pytest.mark.parametrize("path", modules("src", "tests", "benchmarks"), ids=named)
def test_a_module_stays_below_the_hard_limit(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@pytest.mark.parametrize("path", modules("src", "benchmarks"), ids=named)
def test_a_function_stays_below_the_hard_limit(path: Path) -> None:
    assert [f.name for f in functions(path) if body_lines(f) > FUNCTION_LINES] == []


@pytest.mark.parametrize("path", modules("tests"), ids=named)
def test_a_test_is_short(path: Path) -> None:
    tests = [f for f in functions(path) if f.name.startswith("test_")]
    assert [f.name for f in tests if body_lines(f) > TEST_LINES] == []


@pytest.mark.parametrize("path", modules("src", "benchmarks"), ids=named)
def test_a_function_takes_few_parameters(path: Path) -> None:
    assert [f.name for f in functions(path) if len(parameters(f)) > PARAMETERS] == []


@pytest.mark.parametrize("path", modules("src", "benchmarks"), ids=named)
def test_parameters_are_keyword_only_after_the_second(path: Path) -> None:
    public = [f for f in functions(path) if not f.name.startswith("_")]
    assert [f.name for f in public if len(positional(f)) > POSITIONAL] == []


def test_few_modules_go_beyond_the_soft_limit() -> None:
    sources = modules("src")
    beyond = [named(path) for path in sources if len(path.read_text("utf-8").splitlines()) > MODULE_SOFT_LINES]
    assert len(beyond) <= SHARE_BEYOND_SOFT * len(sources), beyond


def test_few_functions_go_beyond_the_soft_limit() -> None:
    everything = [(named(path), f) for path in modules("src") for f in functions(path)]
    beyond = [f"{name}: {f.name}" for name, f in everything if body_lines(f) > FUNCTION_SOFT_LINES]
    assert len(beyond) <= SHARE_BEYOND_SOFT * len(everything), beyond


def test_the_source_is_found() -> None:
    assert PACKAGE / "errors.py" in modules("src")
