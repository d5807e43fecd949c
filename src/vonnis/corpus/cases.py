"""The chain of instances: which judgments are about one case, and which of them is its last.

Publishers state the ties between decisions in one direction or the other (``dcterms:relation``); here they hold in
both. A case counts once, at its last instance. It is *not final* where a later decision is known that the corpus does
not hold, or where the last one sends the case back. Of a case without a known later decision only that is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from vonnis.archive.files import open_atomically
from vonnis.corpus.library import Library
from vonnis.judgment.judgment import Relation

FILE = "cases.parquet"
Status = Literal["last_known", "not_final", "superseded", "opinion"]
SCHEMA = pa.schema(
    [
        pa.field("case", pa.string(), nullable=False),
        pa.field("ecli", pa.string(), nullable=False),
        pa.field("position", pa.int64(), nullable=False),
        pa.field("instance", pa.string(), nullable=False),
        pa.field("counts", pa.bool_(), nullable=False),
        pa.field("status", pa.string(), nullable=False),
        pa.field("earlier", pa.list_(pa.string()), nullable=False),
        pa.field("later", pa.list_(pa.string()), nullable=False),
    ]
)
"""``counts`` is true for one judgment of each case; ``earlier`` and ``later`` name decisions held or not."""
_LINKS_AT_ONCE = 10_000
_EARLIER, _LATER = "eerdereAanleg", "latereAanleg"
_OPINIONS = re.compile(r"conclusie", re.IGNORECASE)
_SENT_BACK = re.compile(r"verwijz|terugwijz", re.IGNORECASE)
_RANKS = {"cassation": 3, "appeal": 2, "first_instance": 1, "opinion": 0}


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A judgment as far as its chain needs it."""

    ecli: str
    date: str
    type: str | None
    relations: tuple[Relation, ...]

    @property
    def instance(self) -> str:
        """The instance, by the court in the ECLI."""
        court = self.ecli.split(":")[2] if self.ecli.count(":") >= 4 else ""  # noqa: PLR2004 - the parts of an ECLI
        if self.type == "conclusie" or court == "PHR":
            return "opinion"
        if court == "HR":
            return "cassation"
        return "appeal" if court.startswith(("GH", "OGH", "OHJ")) else "first_instance"


class _Metadata(msgspec.Struct, frozen=True):
    relations: tuple[Relation, ...] = ()


class _About(msgspec.Struct, frozen=True):
    """The part of what is known of a judgment that ties it to others; the rest is passed over unread."""

    metadata: _Metadata


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One judgment in the chain of its case."""

    case: str
    ecli: str
    position: int
    instance: str
    counts: bool
    status: Status
    earlier: tuple[str, ...]
    later: tuple[str, ...]


def chain_of(decisions: Callable[[], Iterable[Decision]]) -> Iterator[Link]:
    """Yield every decision in the chain of its case, case by case in the order of the least ECLI of each.

    A case is named after its earliest decision that is held.

    Args:
        decisions: gives the decisions in the order of their ECLI, and is asked twice, so that only those that are tied
            to another one are held in memory.
    """
    earlier, later = _ties(decisions())
    tied = earlier.keys() | later.keys()
    held = {decision.ecli: decision for decision in decisions() if decision.ecli in tied}
    cases = _cases(held, earlier, later)
    for decision in decisions():
        if decision.ecli not in tied:
            yield from _chain([decision], earlier, later)
        elif decision.ecli in cases:
            yield from _chain(cases[decision.ecli], earlier, later)


def _chain(members: list[Decision], earlier: dict[str, set[str]], later: dict[str, set[str]]) -> Iterator[Link]:
    """Yield the links of one case; what is tied to it and not among its members is not held."""
    chain = sorted(members, key=lambda one: (_RANKS[one.instance] > 0, one.date, _RANKS[one.instance], one.ecli))
    judged = [one for one in chain if one.instance != "opinion"]
    last = judged[-1] if judged else chain[-1]
    name = (judged or chain)[0].ecli
    known_later = sorted(later.get(last.ecli, set()) - {one.ecli for one in members})
    for position, one in enumerate(chain, 1):
        yield Link(
            case=name,
            ecli=one.ecli,
            position=position,
            instance=one.instance,
            counts=one is last,
            status=_status(one, last, known_later),
            earlier=tuple(sorted(earlier.get(one.ecli, ()))),
            later=tuple(sorted(later.get(one.ecli, ()))),
        )


def _status(one: Decision, last: Decision, known_later: list[str]) -> Status:
    if one is not last:
        return "opinion" if one.instance == "opinion" else "superseded"
    sent_back = any(tie.stage == _EARLIER and _SENT_BACK.search(tie.effect or "") for tie in one.relations)
    return "not_final" if known_later or sent_back else "last_known"


def _ties(decisions: Iterable[Decision]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return for each decision the earlier and the later ones, as either of the two states it."""
    earlier: dict[str, set[str]] = {}
    later: dict[str, set[str]] = {}
    for decision in decisions:
        for tie in decision.relations:
            if tie.ecli == decision.ecli or tie.stage not in {_EARLIER, _LATER}:
                continue
            before, after = (tie.ecli, decision.ecli) if tie.stage == _EARLIER else (decision.ecli, tie.ecli)
            earlier.setdefault(after, set()).add(before)
            later.setdefault(before, set()).add(after)
    return earlier, later


def _cases(
    held: dict[str, Decision], earlier: dict[str, set[str]], later: dict[str, set[str]]
) -> dict[str, list[Decision]]:
    """Return the decisions that are tied together, also through ones that are not held, by the least ECLI of each."""
    cases: dict[str, list[Decision]] = {}
    seen: set[str] = set()
    for ecli in sorted(held):
        if ecli in seen:
            continue
        waiting, members = [ecli], []
        seen.add(ecli)
        while waiting:
            one = waiting.pop()
            if one in held:
                members.append(held[one])
            for tied in earlier.get(one, set()) | later.get(one, set()):
                if tied not in seen:
                    seen.add(tied)
                    waiting.append(tied)
        cases[ecli] = members
    return cases


def decisions_in(library: Library) -> Iterator[Decision]:
    """Yield the published judgments of a library as their chains need them."""
    decoder = msgspec.json.Decoder(_About)
    rows = library.connection.execute(
        "SELECT id, coalesce(date, ''), type, about FROM judgment WHERE NOT closed ORDER BY id"
    )
    for id_, date, type_, about in rows:
        yield Decision(ecli=id_, date=date, type=type_, relations=decoder.decode(about).metadata.relations)


def write_cases(library: Library, folder: Path) -> int:
    """Write the chains of a library as ``cases.parquet``, and return how many cases there are."""
    cases = 0
    with (
        open_atomically(folder / FILE) as stream,
        pq.ParquetWriter(stream, SCHEMA, compression="zstd") as writer,
    ):
        found = chain_of(lambda: decisions_in(library))
        while links := list(islice(found, _LINKS_AT_ONCE)):
            writer.write_table(pa.Table.from_pylist([msgspec.structs.asdict(link) for link in links], schema=SCHEMA))
            cases += sum(link.counts for link in links)
    return cases
