"""Measures how fast vonnis is, beside parsing alone: ``python -m benchmarks.speed``.

Everything in one table was timed in one run, in turn. Absolute numbers say as much about the machine as about the
program; the ratios say more. The results are stored in ``benchmarks/speed/results.json``.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Generator, Mapping
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import msgspec
from bs4 import BeautifulSoup
from lxml import etree

import vonnis
from benchmarks.speed.material import ROOT, copies, missing, published, wrapped
from benchmarks.speed.timing import ROUNDS, Command, Timing, interleaved
from vonnis.archive.files import write_atomically
from vonnis.engines.chunks import chunked
from vonnis.errors import VonnisError
from vonnis.extraction.extractor import extracting
from vonnis.judgment.reading import reading
from vonnis.judgment.steps import in_step
from vonnis.sources.document import Document
from vonnis.workflow.extraction import TOGETHER

RESULTS = Path(__file__).parent / "results.json"
COPIES = 10
BASE = "lxml: parse, take text"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One contestant: documents a second (median of the rounds), and its time in times that of the base."""

    name: str
    documents_per_second: float
    times_base: float
    peak_bytes: int | None = None


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """What was compared on which documents."""

    title: str
    documents: int
    bytes: int
    rows: tuple[Row, ...]


def in_process(title: str, documents: Mapping[str, bytes]) -> Table:
    """Time parsing and vonnis in this process, on documents in memory, by the processor's time."""
    held = [Document(id=name, origin=name, data=data) for name, data in documents.items()]
    contestants: dict[str, Callable[[], object]] = {
        BASE: lambda: [_lxml_text(document.data) for document in held],
        "BeautifulSoup (lxml-xml): parse, take text": lambda: [_soup_text(document.data) for document in held],
        "vonnis: read": lambda: [in_step(map(_read, group)) for group in chunked(held, TOGETHER)],
        "vonnis: read, extract, encode": lambda: [in_step(map(_record, group)) for group in chunked(held, TOGETHER)],
    }
    timings = interleaved(contestants, clock=time.process_time)
    return _table(title, documents, timings=timings)


def commands(title: str, documents: Mapping[str, bytes]) -> Table:
    """Time the whole command, start included, on files, by the wall's clock: one process, two, and parsing alone."""
    with TemporaryDirectory() as folder:
        inputs = Path(folder) / "in"
        inputs.mkdir()
        copies(dict(documents), COPIES, folder=inputs)
        out = str(Path(folder) / "out.jsonl")
        held = [path.read_bytes() for path in sorted(inputs.iterdir())]
        run = ["-m", "vonnis", "extract", str(inputs), "--out", out, "--quiet", "--processes"]
        contestants: dict[str, Callable[[], object]] = {
            BASE: lambda: [_lxml_text(data) for data in held],
            "vonnis extract --processes 1": Command(*run, "1"),
            "vonnis extract --processes 2": Command(*run, "2"),
        }
        peaks = {name: c.peak_bytes for name, c in contestants.items() if isinstance(c, Command)}
        return _table(title, documents, timings=interleaved(contestants), times=COPIES, peaks=peaks)


def imports() -> dict[str, float]:
    """Return the seconds that a Python takes to start, and to start and import vonnis."""
    contestants = {"python": Command("-c", "pass"), "python, import vonnis": Command("-c", "import vonnis")}
    return {name: timing.median for name, timing in interleaved(contestants).items()}


def _table(
    title: str,
    documents: Mapping[str, bytes],
    *,
    timings: Mapping[str, Timing],
    times: int = 1,
    peaks: Mapping[str, int] = MappingProxyType({}),
) -> Table:
    base = timings[BASE].median
    count = len(documents) * times
    rows = tuple(
        Row(
            name=name,
            documents_per_second=count / timing.median,
            times_base=timing.median / base,
            peak_bytes=peaks.get(name),
        )
        for name, timing in timings.items()
    )
    return Table(title=title, documents=count, bytes=sum(map(len, documents.values())) * times, rows=rows)


def _lxml_text(data: bytes) -> str:
    return "".join(map(str, etree.fromstring(data.lstrip()).itertext()))


def _soup_text(data: bytes) -> str:
    return BeautifulSoup(data, "lxml-xml").get_text()


def _read(document: Document) -> Generator[None, None, int]:
    """Read a document step by step, as the command does with several together."""
    try:
        judgments = yield from reading(document)
    except VonnisError:
        return 0
    return sum(len(judgment.text) for judgment in judgments)


def _record(document: Document) -> Generator[None, None, int]:
    """Read, extract and encode a document in the same way."""
    try:
        judgments = yield from reading(document)
    except VonnisError:
        return 0
    yield
    length = 0
    for judgment in judgments:
        length += len(msgspec.json.encode((yield from extracting(judgment))))
    return length


def _print(table: Table) -> None:
    print(f"{table.title}: {table.documents} documents, {table.bytes / 1e6:.1f} MB, medians of {ROUNDS} rounds")
    width = max(len(row.name) for row in table.rows)
    print(f"  {'':{width}}  {'documents/s':>12}  {'time, lxml = 1':>14}  {'peak memory':>11}")
    for row in table.rows:
        peak = f"{row.peak_bytes / 1e6:.0f} MB" if row.peak_bytes else ""
        print(f"  {row.name:{width}}  {row.documents_per_second:>12,.0f}  {row.times_base:>14.2f}  {peak:>11}".rstrip())
    print()


def main() -> int:
    """Time everything, print the tables and store them. Return 1 where there is nothing to time."""
    if sentence := missing():
        print(sentence, file=sys.stderr)
        return 1
    xml, criminal = published(), wrapped()
    tables = [
        in_process("Published XML of all areas of law, in memory, processor time of one core", xml),
        in_process("Criminal judgments as XML, in memory, processor time of one core", criminal),
        commands(f"The command on files, start included, {COPIES} copies of the criminal judgments", criminal),
    ]
    for table in tables:
        _print(table)
    starts = imports()
    for name, seconds in starts.items():
        print(f"{name}: {seconds * 1000:.0f} ms")
    machine = {
        "python": platform.python_version(),
        "lxml": metadata.version("lxml"),
        "vonnis": vonnis.__version__,
        "processors": os.cpu_count(),
    }
    document = {"machine": machine, "rounds": ROUNDS, "tables": tables, "start_seconds": starts}
    write_atomically(RESULTS, msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
    print(f"Stored {RESULTS.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
