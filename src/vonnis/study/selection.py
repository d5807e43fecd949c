"""From judgments to clients: which judgments concern one client, which of them counts, and who falls outside.

The sentence that counts is the last one on the merits. An appeal court that confirms without saying what leaves the
earlier sentence standing, which is then read from the earlier judgment.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from vonnis.extraction.record import ExtractionRecord, Outcome
from vonnis.study.complexes import Link
from vonnis.study.protocol import Population
from vonnis.study.value import Absent, Datum, Known, not_stated

_CASE_NUMBER = re.compile(r"(\d{2})\s?[/.\-]\s?(\d{6})\s?[/.\-]\s?(\d{2})")
# Numbers that begin with these are given by the courts of appeal, not by a prosecutor's office.
_APPEAL_OFFICES = frozenset({"20", "21", "22", "23", "24"})
_CENTURY = 70
_MERITS: frozenset[Outcome] = frozenset({"conviction", "acquittal", "discharge", "guilty_without_penalty", "upheld"})
_CONVICTED: frozenset[Outcome] = frozenset({"conviction", "guilty_without_penalty"})

Reason = Literal["no_judgment_on_the_merits", "not_convicted", "other_years", "year_unknown"]


class ReadJudgment(msgspec.Struct, frozen=True):
    """A judgment as the study uses it: what the machine read, and the text that its passages point into."""

    record: ExtractionRecord
    text: str

    @property
    def key(self) -> str:
        """The ECLI, or the id where there is none."""
        return self.record.ecli or self.record.id


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """All judgments about one client, oldest first, and the one that counts.

    ``deciding`` is the last judgment on the merits; ``sentencing`` states its sentence, and is an earlier one only
    where ``deciding`` confirms without repeating.
    """

    client: str
    complex: str
    judgments: tuple[ReadJudgment, ...]
    deciding: ReadJudgment
    sentencing: ReadJudgment
    intake_year: Datum[int]

    @property
    def newest_first(self) -> tuple[ReadJudgment, ...]:
        """The judgments from the deciding one back to the first."""
        return self.judgments[self.judgments.index(self.deciding) :: -1]


class Exclusion(msgspec.Struct, frozen=True):
    """A client who is no part of the population, and why."""

    client: str
    reason: Reason


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """Every count between the documents found and the clients that the figures are about.

    ``unreadable`` holds a sentence each; ``not_in_table`` judgments that the table of complexes does not name;
    ``not_found`` judgments that it names and that were not among the documents; ``outside`` judgments about clients
    who are no part of the population.
    """

    documents: int
    unreadable: tuple[str, ...]
    not_in_table: tuple[str, ...]
    not_found: tuple[str, ...]
    outside: tuple[str, ...]
    excluded: tuple[Exclusion, ...]
    clients: int


def select(
    judgments: Sequence[ReadJudgment],
    links: Sequence[Link],
    *,
    population: Population,
    unreadable: Sequence[str] = (),
) -> tuple[tuple[Chain, ...], Flow]:
    """Return the chains of the clients in the population, in the order of the table, and how they were arrived at."""
    known = {judgment.key: judgment for judgment in judgments}
    named = {link.judgment for link in links}
    chains: list[Chain] = []
    outside: list[str] = []
    excluded: list[Exclusion] = []
    for client, own in _by_client(links).items():
        found = sorted((known[key] for key in own if key in known), key=_order)
        chain = _chain(client, own[next(iter(own))], found)
        reason = _outside(chain, population)
        if chain is None or reason:
            excluded.append(Exclusion(client, reason or "no_judgment_on_the_merits"))
            outside += [judgment.key for judgment in found]
        else:
            chains.append(chain)
    flow = Flow(
        documents=len(judgments) + len(unreadable),
        unreadable=tuple(unreadable),
        not_in_table=tuple(sorted(known.keys() - named)),
        not_found=tuple(sorted(named - known.keys())),
        outside=tuple(outside),
        excluded=tuple(excluded),
        clients=len(chains),
    )
    return tuple(chains), flow


def intake_year(judgments: Iterable[ReadJudgment]) -> Datum[int]:
    """Return the year in which a prosecutor's office registered the case: the last two digits of its number.

    Read from the first number of the oldest judgment; numbers of a court of appeal are passed over.
    """
    for judgment in judgments:
        if judgment.record.instance == "appeal":
            continue
        for number in judgment.record.case_numbers:
            found = _CASE_NUMBER.search(number)
            if found and found.group(1) not in _APPEAL_OFFICES:
                short = int(found.group(3))
                return Known(short + (2000 if short < _CENTURY else 1900))
    return not_stated("no judgment gives a number of a prosecutor's office")


def _by_client(links: Sequence[Link]) -> dict[str, dict[str, str]]:
    """Return, for each client, his judgments, each with the complex."""
    result: dict[str, dict[str, str]] = {}
    for link in links:
        result.setdefault(link.client, {})[link.judgment] = link.complex
    return result


def _order(judgment: ReadJudgment) -> tuple[dt.date, bool, str]:
    record = judgment.record
    return record.date or dt.date.min, record.instance == "appeal", judgment.key


def _chain(client: str, complex_: str, judgments: Sequence[ReadJudgment]) -> Chain | None:
    merits = [
        judgment
        for judgment in judgments
        if judgment.record.decision == "criminal" and judgment.record.outcome in _MERITS
    ]
    if not merits:
        return None
    stated = [judgment for judgment in merits if judgment.record.outcome != "upheld"]
    return Chain(
        client=client,
        complex=complex_,
        judgments=tuple(judgments),
        deciding=merits[-1],
        sentencing=stated[-1] if stated else merits[-1],
        intake_year=intake_year(judgments),
    )


def _outside(chain: Chain | None, population: Population) -> Reason | None:
    """Return why a client is no part of the population, or None when he is."""
    if chain is None:
        return "no_judgment_on_the_merits"
    if chain.sentencing.record.outcome not in _CONVICTED:
        return "not_convicted"
    if isinstance(chain.intake_year, Absent):
        return "year_unknown"
    if not population.intake_from <= chain.intake_year.value <= population.intake_to:
        return "other_years"
    return None
