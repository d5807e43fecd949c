"""``vonnis release`` attacks what it is about to publish, names what to look at, and stops where something leaks."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demonstration import called, copied
from vonnis.workflow.study import compute

LEAK = "an outsider could pin down"


@pytest.fixture
def study(few: Path, tmp_path: Path) -> Path:
    """A study before its first release."""
    kept = ("release", "private/let_out", "private/releases", "private/attack.json")
    return copied(few, tmp_path / "study", without=kept)


def findings(study: Path) -> Iterator[dict[str, object]]:
    yield from json.loads((study / "private/attack.json").read_text(encoding="utf-8"))["findings"]


def remember(study: Path, **numbers: int) -> None:
    """Write that an earlier release has printed these many clients, the first ones of the study, by name of number."""
    results = [json.loads(line) for line in (study / "private/results.jsonl").read_bytes().splitlines()]
    clients = next(one["units"] for one in results if one["id"] == "clients")
    folder = study / "private/let_out"
    folder.mkdir(parents=True)
    lines = [
        {"id": name, "level": "client", "value": many, "units": clients[:many], "at": "2026-01-05T00:00:00Z"}
        for name, many in numbers.items()
    ]
    (folder / "2026-01-05T000000Z.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")


def test_an_interim_report_after_a_release_is_attacked_with_what_that_printed(few: Path, tmp_path: Path) -> None:
    study = Path(shutil.copytree(few, tmp_path / "study"))
    (kept,) = (study / "private/let_out").glob("*.jsonl")
    printed = [json.loads(line) for line in kept.read_bytes().splitlines()]
    withheld = {one["id"] for one in findings(study)}
    assert printed
    assert {one["id"] for one in printed}.isdisjoint(withheld)
    done = called("release", study, "--interim", "--for", "the committee", "--attack", "--quiet", days=3)
    assert done.returncode == 0
    assert "let loose on the release" in done.stdout
    assert len(list((study / "private/let_out").glob("*.jsonl"))) == 2


@pytest.mark.parametrize("more", [(), ("--interim", "--for", "us")])
def test_two_earlier_releases_that_differ_by_three_stop_the_next(study: Path, more: tuple[str, ...]) -> None:
    remember(study, first=10, second=7)
    done = called("release", study, "--attack", "--quiet", *more)
    assert done.returncode == 1
    assert LEAK in done.stderr
    assert "nothing was released" in done.stderr
    assert not (study / "release").exists()
    assert not (study / "interim").exists()
    broken = [one for one in findings(study) if not one["unavoidable"] and one["low"] == one["high"] == 3]
    assert [re.sub(r"earlier/[^/]+/", "", str(one["id"])) for one in broken] == ["first less second"]


def test_a_draft_is_held_against_what_earlier_releases_printed(study: Path, few: Path) -> None:
    remember(study, first=10, second=7)
    draft = Path(shutil.copy(few / "release/report.nl.docx", study / "draft.docx"))
    before = draft.read_bytes()
    done = called("release", study, "--into", draft, "--quiet")
    assert done.returncode == 1
    assert LEAK in done.stderr
    assert draft.read_bytes() == before


def test_a_passage_of_a_judgment_between_quotation_marks_stops_a_release(study: Path) -> None:
    read = [judgment for judgment in compute(study).judgments if judgment.text]
    passages = re.findall(r"[^\n“”\"\[\]]{60,200}", read[3].text)
    passage = next(one for one in passages if sum(one in judgment.text for judgment in read) == 1)
    own = study / "report/nl/15-own.md"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(f"# Eigen {{#own}}\n\nDe rechtbank schrijft: “{passage}”\n", encoding="utf-8")
    done = called("release", study, "--quiet")
    assert done.returncode == 1
    assert f"{own}, line 3: the quote holds" in done.stderr
    assert not (study / "release").exists()


def test_a_recognisable_complex_is_named_or_refused(study: Path) -> None:
    protocol = study / "study.toml"
    known = '\n[[disclosure.recognisable]]\ncomplex = "{}"\nreason = {{ nl = "krant", en = "in the papers" }}\n'
    text = protocol.read_text(encoding="utf-8")
    protocol.write_text(text + known.format("C99"), encoding="utf-8")
    refused = called("release", study, "--quiet")
    assert refused.returncode == 1
    assert "calls complex C99 recognisable, but the study has no complex of that name" in refused.stderr


def test_a_mistake_in_the_policy_is_told_with_its_place(study: Path) -> None:
    (study / "policy.yaml").write_text("threshold: ten\n", encoding="utf-8")
    twice = called("release", study, "--quiet")
    assert "keep one of them" in twice.stderr
    protocol = study / "study.toml"
    text = protocol.read_text(encoding="utf-8")
    protocol.write_text(text[: text.index("[disclosure]")], encoding="utf-8")
    wrong = called("protocol", study)
    assert wrong.returncode == 1
    assert "policy.yaml, line 1, column 12: `threshold` holds `ten`" in wrong.stderr
