"""Verdicts of people who read what the machine made of files drawn at random: counts with intervals.

``python -m benchmarks.quality.readthrough FILE.csv`` counts the verdicts in a file. Its columns are those of
``readthrough.csv``: the identifier, the reading (a number), the set from which the file was drawn (``hit``: the machine
read a sanction; ``miss``: it read none), the verdict, and the field at fault. A column ``seen`` may mark with ``yes``
the files that stand among labelled ones, on which rules may have been written: they are left out of the counts.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from pathlib import Path

import msgspec

from benchmarks.quality.intervals import wilson

READINGS = Path(__file__).parent / "readthrough.csv"
COLUMNS = ("ecli", "reading", "set", "verdict", "field")
VERDICTS = {"hit": ("right", "partly", "wrong"), "miss": ("nothing stated", "wrong")}
"""The verdicts on each set, the good one first."""


class Verdicts(msgspec.Struct, frozen=True, kw_only=True):
    """How often each verdict was given on one set in one reading, and which fields were at fault how often.

    ``n`` counts the files that no rule can have been written on; ``seen`` the others, which no other field counts.
    """

    reading: int
    set: str
    n: int
    seen: int
    counts: dict[str, int]
    faults: dict[str, int]


def read_verdicts(path: Path) -> tuple[Verdicts, ...]:
    """Return the verdicts in a file by reading and set, hits first; SystemExit with a sentence where it is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            text = stream.read()
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"{path} cannot be read ({error}); give a CSV file in UTF-8 ('CSV UTF-8' in a spreadsheet)")
    # A spreadsheet set to Dutch saves "CSV" with semicolons.
    head = text.partition("\n")[0]
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in head and "," not in head else ","))
    if not rows or not set(COLUMNS) <= rows[0].keys():
        sys.exit(f"{path} needs the columns {', '.join(COLUMNS)} and a row for each file that was read")
    groups: dict[tuple[int, str], list[dict[str, str]]] = {}
    seen: set[tuple[str, str]] = set()
    for line, row in enumerate(rows, start=2):
        if problem := _problem(row, seen):
            sys.exit(f"{path}, line {line}: {problem}")
        seen.add((row["ecli"], row["reading"]))
        groups.setdefault((int(row["reading"]), row["set"]), []).append(row)
    return tuple(_tallied(reading, kind, groups[reading, kind]) for reading, kind in sorted(groups))


def lines(verdicts: Verdicts) -> list[tuple[str, ...]]:
    """Return a row for each verdict: set, verdict, how many of how many, share, and Wilson's interval."""
    found = []
    for verdict, count in verdicts.counts.items() if verdicts.n else ():
        low, high = wilson(count, verdicts.n)
        numbers = tuple(f"{number:.3f}" for number in (count / verdicts.n, low, high))
        found.append((verdicts.set, verdict, f"{count} of {verdicts.n}", *numbers))
    return found


def main() -> int:
    """Print the verdicts in the file that is named, by default those that come with vonnis."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else READINGS
    for verdicts in read_verdicts(path):
        for set_, verdict, counted, share, low, high in lines(verdicts):
            sys.stdout.write(
                f"reading {verdicts.reading}  {set_:4}  {verdict:14}  {counted:>12}  {share}  {low}-{high}\n"
            )
    return 0


def _problem(row: dict[str, str], seen: set[tuple[str, str]]) -> str | None:
    """Return what is wrong with a row, in words."""
    if row["set"] not in VERDICTS:
        return f"the set is {row['set']!r}; write hit or miss"
    if row["verdict"] not in VERDICTS[row["set"]]:
        return f"the verdict on a {row['set']} is {row['verdict']!r}; write {' or '.join(VERDICTS[row['set']])}"
    if not (row["reading"] or "").isdecimal():
        return f"the reading is {row['reading']!r}; write a number, 1 for the first"
    if not row["ecli"] or (row["ecli"], row["reading"]) in seen:
        return f"the identifier {row['ecli']!r} is empty or stands in this reading twice; each file is read once"
    return None


def _tallied(reading: int, kind: str, every: list[dict[str, str]]) -> Verdicts:
    rows = [row for row in every if row.get("seen") != "yes"]
    given = Counter(row["verdict"] for row in rows)
    faults = Counter(row["field"] for row in rows if row["field"])
    return Verdicts(
        reading=reading,
        set=kind,
        n=len(rows),
        seen=len(every) - len(rows),
        counts={verdict: given[verdict] for verdict in VERDICTS[kind]},
        faults=dict(sorted(faults.items(), key=lambda item: (-item[1], item[0]))),
    )


if __name__ == "__main__":
    sys.exit(main())
