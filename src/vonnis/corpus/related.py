"""Judgments that may belong to one complex: near-duplicates and related cases, proposed and never decided.

Judgments of one court within a month of each other are compared. Two of them are proposed together where one names the
other's case number, where large parts of their texts are the same (as with co-defendants), or where both were given on
one day about the same period of offences. Which of them are about the same victims only a reader of the files can tell.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from heapq import nsmallest
from pathlib import Path
from typing import Literal

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from vonnis.archive.files import open_atomically
from vonnis.corpus.library import About, Library, unpack_text
from vonnis.extraction.record import ExtractionRecord

FILE = "related.parquet"
Reason = Literal["names_the_case", "near_duplicate", "same_day_and_period"]
SCHEMA = pa.schema(
    [
        pa.field("complex", pa.string()),
        pa.field("ecli", pa.string(), nullable=False),
        pa.field("other", pa.string(), nullable=False),
        pa.field("reasons", pa.list_(pa.string()), nullable=False),
        pa.field("shared", pa.float64(), nullable=False),
    ]
)
"""``complex`` is the proposed complex, null for a pair that only shares day and period; ``shared`` a share of text."""
_DAYS = 31
_WORDS = 6
_SKETCH = 96
_ENOUGH_SHARED = 0.5
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\b\d{2}[/.-]\d{6}[-./]?\d{2}\b")
_COHERENT = re.compile(r"\bsamenhang(?:ende|t)?\b[^.\n]{0,400}", re.IGNORECASE)
_ROLL_NUMBER = re.compile(r"\b\d{2}/\d{5}\b")
"""As the Supreme Court numbers its cases; elsewhere in a text it may be the number of a law or a paper."""


class Sketch(msgspec.Struct, frozen=True, kw_only=True):
    """A judgment as far as its relations need it: a sample of its word sequences, and the numbers in it."""

    ecli: str
    date: dt.date
    numbers: frozenset[str]
    named: frozenset[str]
    period: tuple[dt.date | None, dt.date | None] | None
    sample: frozenset[int]


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two judgments that may belong together, why, and what share of their texts is the same (an estimate)."""

    ecli: str
    other: str
    reasons: tuple[Reason, ...]
    shared: float
    complex: str | None = None

    @property
    def strong(self) -> bool:
        """Whether the texts themselves tie the two."""
        return self.reasons != ("same_day_and_period",)


def sample_of(text: str) -> frozenset[int]:
    """Return the least hashes of all sequences of six words: a sample that two texts can be compared by (MinHash).

    Source: A. Broder, "On the resemblance and containment of documents" (1997).
    """
    words = _WORD.findall(text.lower())
    hashes = {zlib.crc32(" ".join(words[n : n + _WORDS]).encode()) for n in range(max(1, len(words) - _WORDS + 1))}
    return frozenset(nsmallest(_SKETCH, hashes))


def named_in(text: str) -> frozenset[str]:
    """Return the case numbers that a text names, digits only; those of the Supreme Court after "Samenhang met"."""
    coherent = (number for match in _COHERENT.finditer(text) for number in _ROLL_NUMBER.findall(match[0]))
    return frozenset(map(_bare, (*_NUMBER.findall(text), *coherent)))


def shared_of(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the estimated share of word sequences that two texts have in common, of all that they have."""
    least = nsmallest(_SKETCH, one | other)
    return sum(value in one and value in other for value in least) / len(least) if least else 0.0


def sketches(library: Library, *, tick: Callable[[], None] = lambda: None) -> Iterator[tuple[str, Sketch]]:
    """Yield the court and the sketch of each published judgment with a text and a date, by court and date."""
    about, records = msgspec.json.Decoder(About), msgspec.json.Decoder(ExtractionRecord)
    rows = library.connection.execute(
        "SELECT id, court_code, date, about, text, record FROM judgment "
        "WHERE NOT closed AND text IS NOT NULL AND date IS NOT NULL ORDER BY court_code, date, id"
    )
    for ecli, court, date, packed_about, text, record in rows:
        plain = unpack_text(text)
        numbers = frozenset(_bare(number) for number in about.decode(packed_about).metadata.case_numbers)
        period = records.decode(zlib.decompress(record)).offence_period if record else None
        yield (
            court,
            Sketch(
                ecli=ecli,
                date=dt.date.fromisoformat(date),
                numbers=numbers,
                named=named_in(plain) - numbers,
                period=(period.from_, period.to) if period else None,
                sample=sample_of(plain),
            ),
        )
        tick()


def pairs_of(found: Iterator[tuple[str, Sketch]]) -> Iterator[Pair]:
    """Yield the pairs that may belong together, among the judgments of one court within a month."""
    near: deque[Sketch] = deque()
    court = None
    for code, sketch in found:
        if code != court:
            near.clear()
            court = code
        while near and (sketch.date - near[0].date).days > _DAYS:
            near.popleft()
        for other in near:
            if pair := _pair(other, sketch):
                yield pair
        near.append(sketch)


def _pair(one: Sketch, other: Sketch) -> Pair | None:
    reasons: list[Reason] = []
    if one.named & other.numbers or other.named & one.numbers or one.numbers & other.numbers:
        reasons.append("names_the_case")
    shared = shared_of(one.sample, other.sample) if one.sample & other.sample else 0.0
    if shared >= _ENOUGH_SHARED:
        reasons.append("near_duplicate")
    if one.date == other.date and one.period is not None and one.period == other.period:
        reasons.append("same_day_and_period")
    return Pair(ecli=one.ecli, other=other.ecli, reasons=tuple(reasons), shared=shared) if reasons else None


def _bare(number: str) -> str:
    return re.sub(r"\D", "", number)


def complexes(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs with the proposed complex of each: all judgments that strong pairs tie together."""
    tied: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        if pair.strong:
            tied[pair.ecli].add(pair.other)
            tied[pair.other].add(pair.ecli)
    name: dict[str, str] = {}
    for ecli in sorted(tied):
        waiting = [ecli] if ecli not in name else []
        while waiting:
            one = waiting.pop()
            if one not in name:
                name[one] = ecli
                waiting += sorted(tied[one])
    return [msgspec.structs.replace(pair, complex=name[pair.ecli] if pair.strong else None) for pair in pairs]


def write_related(library: Library, folder: Path, *, tick: Callable[[], None] = lambda: None) -> list[Pair]:
    """Write the proposals for a library as ``related.parquet``, and return them."""
    pairs = complexes(list(pairs_of(sketches(library, tick=tick))))
    table = pa.Table.from_pylist([msgspec.structs.asdict(pair) for pair in pairs], schema=SCHEMA)
    with open_atomically(folder / FILE) as stream:
        pq.write_table(table, stream, compression="zstd")
    return pairs
