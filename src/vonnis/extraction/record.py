"""The extraction record: what the machine read in one judgment, each value with its passage.

Names and meaning are fixed by the record format in ``docs/reference/record.md``; durations are ISO 8601 in the units
of the text (``P18M``, ``PT120H``), money is ``EUR 500.00``. Nothing is converted here.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from vonnis.judgment.span import Span

SanctionKind = Literal[
    "prison",
    "life_imprisonment",
    "detention",
    "youth_detention",
    "community_service",
    "training_order",
    "fine",
    "tbs_nursing",
    "tbs_conditions",
    "pij",
    "isd",
    "psychiatric_placement",
    "driving_ban",
    "disqualification",
    "compensation_order",
    "liberty_restriction",
    "conduct_measure",
    "forfeiture",
    "withdrawal_from_circulation",
    "execution_of_suspended",
    "confiscation",
    "other",
]
Decision = Literal["criminal", "confiscation", "tbs_extension", "interim", "other"]
Instance = Literal["first_instance", "appeal", "cassation", "opinion", "other"]
Outcome = Literal[
    "conviction",
    "acquittal",
    "discharge",
    "guilty_without_penalty",
    "inadmissible",
    "upheld",
    "other",
    "not_stated",
]
Sex = Literal["male", "female", "unknown"]
ChannelClass = Literal[
    "ad_site_legal",
    "ad_site_other",
    "ad_site_unnamed",
    "dating",
    "social_media",
    "chat",
    "agency",
    "street",
    "third_party",
    "acquaintance",
    "other",
]
Standing = Literal["no_later_known", "upheld", "changed", "under_review"]
KnowledgeOfAge = Literal["knew", "ought_to_have_known", "not_plausible"]
BenchmarkClass = Literal["om_guideline", "lovs", "appeal_2018", "similar_cases", "art_22b"]


class Doubt(msgspec.Struct, frozen=True):
    """What could not be decided: the field, the reason in one sentence, and the passage where there is one."""

    field: str
    reason: str
    evidence: Span | None = None


class Sanction(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence or measure, demanded or imposed, as written; ``parts`` holds a passage for each part given."""

    kind: SanctionKind
    total: str | None = None
    suspended: str | None = None
    probation: str | None = None
    substitute: str | None = None
    after_deduction: str | None = None
    charges: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    evidence: Span
    parts: dict[str, Span] = {}


class Ages(msgspec.Struct, frozen=True):
    """An age in completed years, as an interval; both ends are equal where the age is exact."""

    min: int
    max: int


class Period(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """A first and a last day, either of which may be unknown."""

    from_: dt.date | None = None
    to: dt.date | None = None


class Defendant(msgspec.Struct, frozen=True, kw_only=True):
    """The person whom the judgment is about."""

    birth_year: int | None = None
    sex: Sex = "unknown"
    legal_person: bool = False
    age_at_judgment: Ages | None = None
    age_at_offence: Ages | None = None


class Victim(msgspec.Struct, frozen=True, kw_only=True):
    """A victim, once per judgment by placeholder; ages in completed years."""

    placeholder: str | None = None
    age: int | None = None
    age_min: int | None = None
    age_max: int | None = None
    sex: Sex = "unknown"
    evidence: Span


class Provision(msgspec.Struct, frozen=True, kw_only=True):
    """A provision listed as applied; ``version`` is the day whose consolidated text applies, where known."""

    law: str
    article: str
    bwb_id: str | None = None
    version: dt.date | None = None
    jurisdiction: str = "NL"
    evidence: Span


class Channel(msgspec.Struct, frozen=True):
    """A way in which contact came about, by class; the site's name is never kept outside its passage."""

    class_: ChannelClass = msgspec.field(name="class")
    evidence: Span


class Benchmark(msgspec.Struct, frozen=True, kw_only=True, rename={"class_": "class"}):
    """A benchmark that the court names for its sentence; ``reference`` is its number or ECLI where stated."""

    class_: BenchmarkClass
    reference: str | None = None
    evidence: Span


class CourtReasons(msgspec.Struct, frozen=True, kw_only=True):
    """What the court finds and names in its reasons, in its own words; None where it says nothing plain."""

    knowledge_of_age: KnowledgeOfAge | None = None
    benchmarks: tuple[Benchmark, ...] = ()
    repeat_visits: bool | None = None


class LaterDecision(msgspec.Struct, frozen=True, kw_only=True):
    """A later decision in the same case, as the publisher names it: its identifier, the remedy, and what it did."""

    ecli: str
    type: str | None = None
    effect: str | None = None


class Finality(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the judgment stands, as far as its publisher tells; silence of the publisher is no finality."""

    status: Standing = "no_later_known"
    later: tuple[LaterDecision, ...] = ()


class ExtractionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Everything read in one judgment; one JSON object a line when written."""

    id: str
    ecli: str | None
    court: str | None
    date: dt.date | None
    case_numbers: tuple[str, ...]
    text_sha256: str | None
    extractor: str
    decision: Decision
    instance: Instance
    defendant: Defendant
    outcome: Outcome
    offence_period: Period | None
    demand_stated: bool
    demanded: tuple[Sanction, ...]
    imposed: tuple[Sanction, ...]
    statutes: tuple[Provision, ...]
    pretrial_detention_deducted: bool
    victims: tuple[Victim, ...]
    contact_channels: tuple[Channel, ...]
    evidence: dict[str, tuple[Span, ...]]
    failures: tuple[Doubt, ...]
    court_reasons: CourtReasons = CourtReasons()
    finality: Finality = Finality()
