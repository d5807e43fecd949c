"""``vonnis demo`` hands over to the demonstration and says where the report is; the demonstration has its own tests."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import vonnis.demo
from vonnis.cli.main import main
from vonnis.errors import StudyError, UsageError
from vonnis.workflow.progress import Progress
from vonnis.workflow.study import Rebuilt


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, dt.datetime]]:
    """What the demonstration was asked for; nothing is made."""
    calls: list[tuple[Path, dt.datetime]] = []

    def run(out: Path, *, at: dt.datetime, report: Progress) -> Rebuilt:
        report.start("writing")
        calls.append((out, at))
        return Rebuilt(out / "release" / "report.html", ())

    monkeypatch.setattr(vonnis.demo, "run", run)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    return calls


def test_the_report_is_named_on_standard_output(
    asked: list[tuple[Path, dt.datetime]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--out", "x"]) == 0
    shown = capsys.readouterr()
    assert shown.out == f"The report is at {Path('x/release/report.html')}\n"
    assert shown.err == "writing\n"
    assert asked == [(Path("x"), dt.datetime(1970, 1, 2, tzinfo=dt.UTC))]


def test_the_folder_is_called_demo_and_quiet_says_no_more_than_where(
    asked: list[tuple[Path, dt.datetime]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--quiet"]) == 0
    assert capsys.readouterr().err == ""
    assert asked[0][0] == Path("demo")


@pytest.mark.parametrize(("error", "code"), [(UsageError("x is taken"), 2), (StudyError("x is wrong"), 1)])
def test_an_error_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, code: int
) -> None:
    def run(*_given: object, **_named: object) -> Path:
        raise error

    monkeypatch.setattr(vonnis.demo, "run", run)
    assert main(["demo"]) == code
    assert capsys.readouterr().err == f"vonnis: {error}.\n"


def test_a_time_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert main(["demo"]) == 2
    assert "SOURCE_DATE_EPOCH" in capsys.readouterr().err


def test_material_that_cannot_be_used_is_named_and_leaves_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(vonnis.demo, "run", lambda out, **_named: Rebuilt(out / "report.html", ("x.xml is cut off",)))
    assert main(["demo", "--out", "y", "--quiet"]) == 1
    assert capsys.readouterr().err == (
        "x.xml is cut off\nThe report is incomplete: not all that stands in y could be used.\n"
    )
