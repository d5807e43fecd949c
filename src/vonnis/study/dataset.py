"""The dataset of a study: clients, victims, pairs and complexes, each value with its judgment and passage."""

from __future__ import annotations

import datetime as dt

import msgspec

from vonnis.extraction.record import Ages
from vonnis.study.ages import AgeGap
from vonnis.study.punishment import Punishment, SentenceClass
from vonnis.study.selection import Flow
from vonnis.study.value import Datum


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """A convicted client.

    Attributes:
        id: study number.
        complex: number of the case complex.
        judgment: key of the judgment that counts.
        judgments: keys of all judgments about this client, oldest first.
        victims: study numbers of the victims with whom contact is coded.
        appealed: whether the judgment that counts is one on appeal.
        demanded: in the same instance as the sentence that counts.
        age_gap: with the youngest victim, so the largest.
        youngest_victim: age of the youngest victim at that client's first contact.
        legal_site_contact: whether any contact came about through a legal advertisement site.
    """

    id: str
    complex: str
    judgment: str
    judgments: tuple[str, ...]
    victims: tuple[str, ...]
    court: str | None
    date: dt.date | None
    appealed: bool
    intake_year: Datum[int]
    sex: Datum[str]
    birth_year: Datum[int]
    imposed: Datum[Punishment]
    demanded: Datum[Punishment]
    sentence_class: Datum[SentenceClass]
    age_gap: Datum[AgeGap]
    youngest_victim: Datum[Ages]
    legal_site_contact: Datum[bool]


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A client and a victim; ages in completed years at the first proven contact."""

    client: str
    victim: str
    complex: str
    first_date: Datum[dt.date]
    client_age: Datum[Ages]
    victim_age: Datum[Ages]
    victim_sex: Datum[str]
    age_gap: Datum[AgeGap]
    channels: Datum[tuple[str, ...]]


class Victim(msgspec.Struct, frozen=True, kw_only=True):
    """A victim, once in the complex.

    ``age`` is the age at the first proven contact with any client; ``channels`` all ways in which any client came into
    contact; ``on_legal_site`` whether a legal advertisement site is among them.
    """

    id: str
    complex: str
    clients: tuple[str, ...]
    sex: Datum[str]
    age: Datum[Ages]
    channels: Datum[tuple[str, ...]]
    on_legal_site: Datum[bool]


class Complex(msgspec.Struct, frozen=True, kw_only=True):
    """A case complex; ``intake_year`` is that of the first client who was registered."""

    id: str
    clients: tuple[str, ...]
    victims: tuple[str, ...]
    intake_year: Datum[int]


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the analysis rests on, and how the clients were arrived at."""

    clients: tuple[Client, ...]
    victims: tuple[Victim, ...]
    pairs: tuple[Pair, ...]
    complexes: tuple[Complex, ...]
    flow: Flow
