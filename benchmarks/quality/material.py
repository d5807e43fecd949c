"""The labelled judgments, and what vonnis reads in them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"

Labels = dict[str, dict[str, Any]]
"""Records by id, as JSON gives them."""


class MaterialSet(msgspec.Struct, frozen=True, kw_only=True):
    """One set of labelled material: its name, its labels file, its texts, and what vonnis made of them."""

    name: str
    title: str
    labels_file: Path
    predictions_file: Path
    texts: Path
    labels: Labels
    predictions: Labels
    complaints: tuple[str, ...]


def missing() -> str | None:
    """Return a sentence that says what is not there, or None when everything is."""
    needed = [SHARED / "judgments" / "gold.jsonl", SHARED / "judgments" / "text", SHARED / "tools" / "score.py"]
    gone = [str(path) for path in needed if not path.exists()]
    if not gone:
        return None
    return (
        f"The labelled judgments are not here ({', '.join(gone)}): they hold personal data on criminal matters and are "
        f"never part of the repository. Put them beside it, in {SHARED}, and run this again."
    )


@contextmanager
def material() -> Iterator[list[MaterialSet]]:
    """Extract every labelled text with the ``vonnis`` command, and give each set with its labels and records."""
    judgments = SHARED / "judgments"
    with TemporaryDirectory() as folder:
        work = Path(folder)
        summaries = work / "summaries"
        summaries.mkdir()
        labels = load(judgments / "summaries_gold.jsonl")
        for name, label in labels.items():
            (summaries / f"{name}.txt").write_text(label["text"], encoding="utf-8")
        yield [
            _extracted("judgments", "Whole judgments", judgments / "gold.jsonl", judgments / "text", work=work),
            _extracted("summaries", "Court summaries", judgments / "summaries_gold.jsonl", summaries, work=work),
        ]


def load(path: Path) -> Labels:
    """Return the records of a JSON Lines file by id."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {record["id"]: record for record in map(json.loads, filter(None, lines))}


def _extracted(name: str, title: str, labels_file: Path, texts: Path, *, work: Path) -> MaterialSet:
    out = work / f"{name}.jsonl"
    text_is = "abstract" if name == "summaries" else "judgment"
    command = [
        sys.executable,
        "-m",
        "vonnis",
        "extract",
        str(texts),
        "--text-is",
        text_is,
        "--out",
        str(out),
        "--quiet",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not out.exists():
        sys.exit(f"vonnis extract failed: {done.stderr.strip() or done.returncode}")
    return MaterialSet(
        name=name,
        title=title,
        labels_file=labels_file,
        predictions_file=out,
        texts=texts,
        labels=load(labels_file),
        predictions=load(out),
        complaints=tuple(done.stderr.splitlines()),
    )
