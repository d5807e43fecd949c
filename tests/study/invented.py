"""Invented judgments and records for the tests of the study."""

from __future__ import annotations

import datetime as dt

from vonnis.extraction.record import (
    Ages,
    Channel,
    ChannelClass,
    Defendant,
    Doubt,
    ExtractionRecord,
    Instance,
    Outcome,
    Period,
    Sanction,
    SanctionKind,
    Victim,
)
from vonnis.judgment.span import Span
from vonnis.study.complexes import Link
from vonnis.study.selection import ReadJudgment

TEXT = "De rechtbank veroordeelt. [slachtoffer 1] kwam via een datingsite.\n[slachtoffer 2] kwam via een chatbox."
SPAN = Span.of(TEXT, 0, 12)
FIRST = dt.date(2016, 5, 1)
ONE_DAY = Period(FIRST, FIRST)


def sanction(kind: SanctionKind, total: str | None, suspended: str | None = None) -> Sanction:
    return Sanction(kind=kind, total=total, suspended=suspended, evidence=SPAN)


def victim(placeholder: str = "[slachtoffer 1]", age: int | None = 16, *, bracket: Ages | None = None) -> Victim:
    low, high = (bracket.min, bracket.max) if bracket else (None, None)
    return Victim(placeholder=placeholder, age=age, age_min=low, age_max=high, sex="female", evidence=SPAN)


def channel(class_: ChannelClass, words: str) -> Channel:
    start = TEXT.index(words)
    return Channel(class_, Span.of(TEXT, start, start + len(words)))


def judgment(  # noqa: PLR0913 - a record has many fields, and a test sets the few that it is about
    ecli: str = "E1",
    *,
    date: dt.date = dt.date(2017, 1, 9),
    instance: Instance = "first_instance",
    outcome: Outcome = "conviction",
    imposed: tuple[Sanction, ...] = (sanction("prison", "P1D"), sanction("community_service", "PT60H")),
    demanded: tuple[Sanction, ...] | None = (sanction("prison", "P4M"),),
    victims: tuple[Victim, ...] = (victim(),),
    channels: tuple[Channel, ...] = (),
    birth_year: int | None = 1980,
    period: Period | None = ONE_DAY,
    numbers: tuple[str, ...] = ("71/900001-16",),
    failures: tuple[Doubt, ...] = (),
) -> ReadJudgment:
    record = ExtractionRecord(
        id=ecli,
        ecli=ecli,
        court="Rechtbank Fictief",
        date=date,
        case_numbers=numbers,
        text_sha256="0",
        extractor="test",
        decision="criminal",
        instance=instance,
        defendant=Defendant(birth_year=birth_year, sex="male"),
        outcome=outcome,
        offence_period=period,
        demand_stated=demanded is not None,
        demanded=demanded or (),
        imposed=imposed,
        statutes=(),
        pretrial_detention_deducted=False,
        victims=victims,
        contact_channels=channels,
        evidence={"defendant.birth_year": (SPAN,)},
        failures=failures,
    )
    return ReadJudgment(record, TEXT)


def link(ecli: str = "E1", *, client: str = "K1", placeholder: str = "[slachtoffer 1]", victim_id: str = "V1") -> Link:
    return Link("C1", client, ecli, placeholder, victim_id)
