"""Adds zips of invented judgments to a corpus, beside extraction alone: ``python -m benchmarks.corpus [SIZE…]``.

For each size: ``vonnis extract`` and ``vonnis corpus add``, each in one process, by the processor's time, since a busy
machine stretches the clock but not that. The largest corpus is killed (``kill -9``) at half and finished by the same
command. Each corpus is held against what ``vonnis extract`` wrote: the same documents, texts and records, by digest.
Results and chart go to ``benchmarks/corpus``.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import msgspec

from benchmarks.corpus.chart import chart
from benchmarks.corpus.material import write_zip_of_zips
from vonnis.archive.files import write_atomically
from vonnis.corpus.asking import terms_of
from vonnis.corpus.index import Wanted
from vonnis.corpus.library import open_library
from vonnis.workflow.corpus_search import hits

HERE = Path(__file__).parent
SIZES = (1_000, 10_000, 100_000)
QUESTIONS = (
    "taakstraf", '"geheel voorwaardelijk"', '"de verdachte heeft"', "gevangenis*", "NEAR(gevangenisstraf maanden, 10)",
    "gevangenisstraf taakstraf -boete", "verdachte",
)  # fmt: skip
SHOWN = 20


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What a command took: processor seconds, seconds on the clock, the most memory it held."""

    processor_seconds: float
    seconds: float
    peak_bytes: int


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One size: extraction alone and the corpus, and whether both hold the same."""

    judgments: int
    bytes: int
    extract: Cost
    add: Cost
    killed_at: int | None
    same_as_extract: bool
    folder_bytes: int

    @property
    def share(self) -> float:
        """The throughput per core of adding, as a share of that of extraction alone."""
        return self.extract.processor_seconds / self.add.processor_seconds


def cost(command: list[str], *, stop: Callable[[], bool] | None = None) -> Cost:
    """Run a command to its end, or kill it when ``stop`` says so, and return what it took."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    ended = threading.Event()

    def watch() -> None:
        while stop is not None and not ended.wait(0.2):
            if stop():
                process.kill()
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, status, used = os.wait4(process.pid, 0)
    ended.set()
    watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ((0,) if stop is None else (0, -9)):
        sys.exit(f"{' '.join(command)} failed with {process.returncode}")
    return Cost(
        processor_seconds=used.ru_utime + used.ru_stime,
        seconds=time.monotonic() - begin,
        peak_bytes=used.ru_maxrss * 1024,
    )


def expected_digest(archive: Path, records: Path) -> str:
    """Return the digest that a corpus of these documents and records has, made without the corpus."""
    raw = {}
    with zipfile.ZipFile(archive) as outer:
        for name in outer.namelist():
            with zipfile.ZipFile(BytesIO(outer.read(name))) as inner:
                for member in inner.namelist():
                    raw[Path(member).stem] = sha256(inner.read(member)).hexdigest()
    lines = []
    with records.open("rb") as stream:
        for line in stream:
            record = json.loads(line)
            named = line.rstrip(b"\n").replace(record["id"].encode(), record["ecli"].encode(), 1)
            values = (record["ecli"], raw[record["id"]], record["text_sha256"] or "", sha256(named).hexdigest())
            lines.append("\t".join(values))
    total = sha256()
    for line_ in sorted(lines):
        total.update(line_.encode() + b"\n")
    return total.hexdigest()


def measure(size: int, scratch: Path, *, kill: bool) -> Row:
    """Measure one size, and leave its corpus in the folder."""
    archive, corpus, records = scratch / "in.zip", scratch / "corpus", scratch / "records.jsonl"
    shutil.rmtree(corpus, ignore_errors=True)
    written = write_zip_of_zips(archive, size)
    vonnis = [sys.executable, "-m", "vonnis"]
    alone = cost([*vonnis, "extract", str(archive), "--processes", "1", "--quiet", "--out", str(records)])
    adding = [*vonnis, "corpus", "add", str(corpus), str(archive), "--engine", "serial", "--quiet"]
    parts, killed_at = [], None
    if kill:
        parts.append(cost(adding, stop=lambda: _held(corpus) >= size // 2))
        killed_at = _held(corpus)
    parts.append(cost(adding))
    library = open_library(corpus, read_only=True)
    same = library.digest() == expected_digest(archive, records)
    library.close()
    return Row(
        judgments=size,
        bytes=written,
        extract=alone,
        add=Cost(
            processor_seconds=sum(part.processor_seconds for part in parts),
            seconds=sum(part.seconds for part in parts),
            peak_bytes=max(part.peak_bytes for part in parts),
        ),
        killed_at=killed_at,
        same_as_extract=same,
        folder_bytes=sum(path.stat().st_size for path in corpus.rglob("*") if path.is_file()),
    )


def _held(corpus: Path) -> int:
    with suppress(sqlite3.Error):
        connection = sqlite3.connect(f"file:{corpus / 'ledger.sqlite3'}?mode=ro", uri=True)
        try:
            return int(connection.execute("SELECT count(*) FROM document").fetchone()[0])
        finally:
            connection.close()
    return 0


def searches(corpus: Path) -> dict[str, float]:
    """Return the milliseconds that the first hits of each question take, opening the files included: median of 7."""
    result = {}
    for question in QUESTIONS:
        times, shown = [], 0
        for _ in range(7):
            begin = time.perf_counter()
            shown = len(list(hits(corpus, terms_of(question), wanted=Wanted(), limit=SHOWN)))
            times.append((time.perf_counter() - begin) * 1_000)
        result[f"{question} ({shown} shown)"] = median(times)
    return result


def main(arguments: list[str]) -> int:
    """Measure every size, print and store the table; return 1 where a corpus is not what extraction gives."""
    sizes = tuple(map(int, arguments)) or SIZES
    rows: list[Row] = []
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        for size in sizes:
            rows.append(measure(size, scratch, kill=size == max(sizes)))
            _print(rows[-1])
            # Stored after each size, so that a long run that is stopped has shown what it has.
            _store(rows, searches(scratch / "corpus"))
    return 0 if all(row.same_as_extract for row in rows) else 1


def _store(rows: list[Row], found: dict[str, float]) -> None:
    """Store the table and the chart, and print how long searches took in the last corpus."""
    for question, milliseconds in found.items():
        print(f"{milliseconds:10.1f} ms  {question}", flush=True)
    million = rows[-1].add.processor_seconds / rows[-1].judgments * 1_000_000 / 3_600
    print(f"  A million at this cost: {million:.1f} processor hours.", flush=True)
    document = {
        "rows": [msgspec.to_builtins(row) | {"share_of_extract": row.share} for row in rows],
        "searched": rows[-1].judgments,
        "search_milliseconds": found,
        "million_processor_hours": million,
    }
    write_atomically(HERE / "results.json", json.dumps(document, indent=1) + "\n")
    if len(rows) > 1:
        write_atomically(HERE / "cost.svg", chart([(row.judgments, row.add.processor_seconds) for row in rows]))


def _print(row: Row) -> None:
    print(
        f"{row.judgments:>8,} judgments, {row.bytes / 1e6:,.0f} MB: extract {row.extract.processor_seconds:,.0f} s, "
        f"add {row.add.processor_seconds:,.0f} s of a processor ({row.share:.0%}), {row.add.seconds / 60:.1f} minutes, "
        f"{row.add.peak_bytes / 1e6:,.0f} MB, killed at {row.killed_at}, same: {row.same_as_extract}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
