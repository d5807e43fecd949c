"""Scores the extraction against the labelled judgments: ``python -m benchmarks.quality [--accept]``.

Prints the scoreboard, and every value that was gained, lost or changed since the stored one. ``--accept`` stores the
new scoreboard; nothing else does.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from benchmarks.quality import board
from benchmarks.quality.changes import Values, compare, values
from benchmarks.quality.invented import read_first_looks
from benchmarks.quality.material import ROOT, SHARED, material, missing
from benchmarks.quality.readthrough import READINGS, read_verdicts
from benchmarks.quality.rewritten import endured
from benchmarks.quality.scoring import SetScore, score_set
from vonnis.archive.files import write_atomically

HERE = Path(__file__).parent
SCOREBOARD = HERE / "scoreboard.json"
PREDICTIONS = HERE / "predictions.json"
PAGE = ROOT / "docs" / "reference" / "quality.md"


def main() -> int:
    """Score, compare, print; store when asked. Return 1 where the material is absent or a document was unreadable."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--accept", action="store_true", help="store this scoreboard and these values")
    accept = parser.parse_args().accept
    if sentence := missing():
        print(sentence, file=sys.stderr)
        return 1
    with material() as sets:
        scores = {one.name: score_set(one) for one in sets}
        found = {one.name: values(one) for one in sets}
        labels = {one.name: one.labels for one in sets}
        complaints = [line for one in sets for line in one.complaints]
        extractor = next(iter(sets[0].predictions.values()))["extractor"]
    print(board.terminal(scores))
    for line in complaints:
        print(line)
    if PREDICTIONS.exists():
        stored = msgspec.json.decode(PREDICTIONS.read_bytes(), type=dict[str, Values])
        every = [change for name in found for change in compare(stored.get(name, {}), found[name], labels=labels[name])]
        print(board.changes(every))
    else:
        print("No scoreboard is stored yet.")
    if accept:
        _store(scores, found, extractor)
    else:
        print("Stored nothing. To store this scoreboard: python -m benchmarks.quality --accept")
    return 1 if complaints else 0


def _store(scores: dict[str, SetScore], found: dict[str, Values], extractor: str) -> None:
    document = {"extractor": extractor, "sets": scores}
    rewritten = endured(SHARED / "judgments" / "text")
    readings, invented = read_verdicts(READINGS), read_first_looks()
    page = board.page(scores, extractor, readings=readings, rewritten=rewritten, invented=invented).encode()
    write_atomically(SCOREBOARD, msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
    write_atomically(PREDICTIONS, _lines(found))
    write_atomically(PAGE, page)
    for path in (SCOREBOARD, PREDICTIONS, PAGE):
        print(f"Stored {path.relative_to(ROOT)}")


def _lines(found: dict[str, Values]) -> bytes:
    """Return JSON with one judgment a line, so that a change shows as a changed line."""
    sets = []
    for name, records in found.items():
        lines = [f"    {_text(record)}: {_text(fields)}" for record, fields in records.items()]
        sets.append(f"  {_text(name)}: {{\n" + ",\n".join(lines) + "\n  }")
    return ("{\n" + ",\n".join(sets) + "\n}\n").encode()


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


if __name__ == "__main__":
    sys.exit(main())
