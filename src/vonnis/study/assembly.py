"""Assembling the dataset from chains of judgments and the table of complexes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from vonnis.errors import StudyError
from vonnis.extraction.record import Ages, ExtractionRecord, Sanction
from vonnis.extraction.record import Victim as ReadVictim
from vonnis.study.ages import AgeGap, age_from_birth_year, age_gap
from vonnis.study.complexes import Link
from vonnis.study.contact import channels_by_victim, same_placeholder
from vonnis.study.dataset import Client, Complex, Dataset, Pair, Victim
from vonnis.study.protocol import Parameters
from vonnis.study.punishment import Punishment, SentenceClass, punishment, sentence_class
from vonnis.study.selection import Chain, Flow, ReadJudgment
from vonnis.study.value import Absent, Datum, Known, Source, not_stated, unclear

Value = TypeVar("Value")
_LEGAL = "ad_site_legal"


def assemble(chains: Sequence[Chain], links: Sequence[Link], *, parameters: Parameters, flow: Flow) -> Dataset:
    """Return the dataset of the clients in the population, in the order of the table of complexes."""
    clients: list[Client] = []
    pairs: list[Pair] = []
    for chain in chains:
        own = _pairs(chain, links)
        pairs += own
        clients.append(_client(chain, own, parameters))
    victims = [
        made_victim(victim, [pair for pair in pairs if pair.victim == victim])
        for victim in dict.fromkeys(pair.victim for pair in pairs)
    ]
    complexes = [_complex(id_, clients, victims) for id_ in dict.fromkeys(client.complex for client in clients)]
    return Dataset(
        clients=tuple(clients),
        victims=tuple(victims),
        pairs=tuple(pairs),
        complexes=tuple(complexes),
        flow=flow,
    )


def _first_known(judgments: Iterable[ReadJudgment], ask: Callable[[ReadJudgment], Datum[Value]]) -> Datum[Value]:
    """Return the first answer that is known; else that of the first judgment asked."""
    answers: list[Datum[Value]] = []
    for judgment in judgments:
        answer = ask(judgment)
        if isinstance(answer, Known):
            return answer
        answers.append(answer)
    return answers[0]


def _sources(judgment: ReadJudgment, field: str) -> tuple[Source, ...]:
    return tuple(Source(judgment.key, span) for span in judgment.record.evidence.get(field, ()))


def _doubt(record: ExtractionRecord, field: str) -> str | None:
    """Return why the machine could not decide a field, or None when it could."""
    return next((doubt.reason for doubt in record.failures if doubt.field == field), None)


def _client(chain: Chain, pairs: Sequence[Pair], parameters: Parameters) -> Client:
    imposed = _imposed(chain.sentencing, parameters)
    return Client(
        id=chain.client,
        complex=chain.complex,
        judgment=chain.deciding.key,
        judgments=tuple(judgment.key for judgment in chain.judgments),
        victims=tuple(pair.victim for pair in pairs),
        court=chain.deciding.record.court,
        date=chain.deciding.record.date,
        appealed=chain.deciding.record.instance == "appeal",
        intake_year=chain.intake_year,
        sex=_first_known(chain.newest_first, _sex),
        birth_year=_first_known(chain.newest_first, _birth_year),
        imposed=imposed,
        demanded=_demanded(chain.deciding, parameters),
        sentence_class=class_of(imposed, parameters),
        age_gap=largest_gap(pairs),
        youngest_victim=youngest([pair.victim_age for pair in pairs]),
        legal_site_contact=on_legal_site([pair.channels for pair in pairs]),
    )


def class_of(imposed: Datum[Punishment], parameters: Parameters) -> Datum[SentenceClass]:
    """Return the class of a sentence; missing where the sentence is."""
    if isinstance(imposed, Absent):
        return imposed
    return Known(sentence_class(imposed.value, long_days=parameters.long_prison_days), imposed.sources)


def _sex(judgment: ReadJudgment) -> Datum[str]:
    sex = judgment.record.defendant.sex
    if sex == "unknown":
        return not_stated("the judgment does not show the sex of the defendant")
    return Known(sex, _sources(judgment, "defendant.sex"))


def _birth_year(judgment: ReadJudgment) -> Datum[int]:
    year = judgment.record.defendant.birth_year
    if year is None:
        return not_stated("the judgment does not print the year of birth")
    return Known(year, _sources(judgment, "defendant.birth_year"))


def _imposed(judgment: ReadJudgment, parameters: Parameters) -> Datum[Punishment]:
    doubt = _doubt(judgment.record, "imposed")
    if doubt:
        return unclear(doubt)
    return _as_punishment(judgment, judgment.record.imposed, parameters)


def _demanded(judgment: ReadJudgment, parameters: Parameters) -> Datum[Punishment]:
    doubt = _doubt(judgment.record, "demanded")
    if doubt:
        return unclear(doubt)
    if not judgment.record.demand_stated:
        return not_stated("the judgment does not state the demand")
    return _as_punishment(judgment, judgment.record.demanded, parameters)


def _as_punishment(judgment: ReadJudgment, sanctions: Sequence[Sanction], parameters: Parameters) -> Datum[Punishment]:
    sources = tuple(Source(judgment.key, sanction.evidence) for sanction in sanctions)
    try:
        return Known(punishment(sanctions, parameters.day_rule), sources)
    except StudyError as error:
        return unclear(str(error), sources)


def _pairs(chain: Chain, links: Sequence[Link]) -> list[Pair]:
    """Return a client's pairs, one a victim that any of his judgments names, as the table of complexes says."""
    keys = {judgment.key for judgment in chain.newest_first}
    own = [link for link in links if link.client == chain.client and link.judgment in keys]
    return [_pair(chain, own, victim) for victim in dict.fromkeys(link.victim for link in own)]


def _pair(chain: Chain, links: Sequence[Link], victim: str) -> Pair:
    placeholders = {link.judgment: link.placeholder for link in links if link.victim == victim}
    judgments = [judgment for judgment in chain.newest_first if judgment.key in placeholders]
    everyone = {judgment.key: _placeholders(links, judgment) for judgment in judgments}

    def person(judgment: ReadJudgment) -> ReadVictim | None:
        return _person(judgment, placeholders[judgment.key], alone=len(everyone[judgment.key]) == 1)

    first_date = _first_known(judgments, _first_date)
    victim_age = _first_known(judgments, lambda judgment: _victim_age(judgment, person(judgment)))
    client_age = _first_known(judgments, lambda judgment: _client_age(judgment, first_date))
    return Pair(
        client=chain.client,
        victim=victim,
        complex=chain.complex,
        first_date=first_date,
        client_age=client_age,
        victim_age=victim_age,
        victim_sex=_first_known(judgments, lambda judgment: _victim_sex(judgment, person(judgment))),
        age_gap=gap_of(client_age, victim_age),
        channels=_first_known(
            judgments,
            lambda judgment: channels_by_victim(judgment, everyone[judgment.key])[placeholders[judgment.key]],
        ),
    )


def gap_of(client_age: Datum[Ages], victim_age: Datum[Ages]) -> Datum[AgeGap]:
    """Return how much older a client is than a victim; missing where one of the ages is."""
    if isinstance(client_age, Known) and isinstance(victim_age, Known):
        return Known(age_gap(client_age.value, victim_age.value), client_age.sources + victim_age.sources)
    return client_age if isinstance(client_age, Absent) else unclear("the age of the victim is not known")


def _placeholders(links: Sequence[Link], judgment: ReadJudgment) -> list[str]:
    return [link.placeholder for link in links if link.judgment == judgment.key]


def _person(judgment: ReadJudgment, placeholder: str, *, alone: bool) -> ReadVictim | None:
    """Return what the machine read about a victim; in a judgment about one, the only one that it found."""
    found = judgment.record.victims
    if alone and len(found) == 1:
        return found[0]
    return next((victim for victim in found if same_placeholder(victim.placeholder, placeholder)), None)


def _victim_age(judgment: ReadJudgment, person: ReadVictim | None) -> Datum[Ages]:
    if person is None:
        return not_stated("the judgment does not state the age of the victim")
    low = person.age if person.age is not None else person.age_min
    high = person.age if person.age is not None else person.age_max
    sources = (Source(judgment.key, person.evidence),)
    if low is None or high is None:
        return Absent(not_stated("").missing, "the judgment does not state the age of the victim", sources)
    return Known(Ages(low, high), sources)


def _victim_sex(judgment: ReadJudgment, person: ReadVictim | None) -> Datum[str]:
    if person is None or person.sex == "unknown":
        return not_stated("the judgment does not show the sex of the victim")
    return Known(person.sex, (Source(judgment.key, person.evidence),))


def _first_date(judgment: ReadJudgment) -> Datum[dt.date]:
    period = judgment.record.offence_period
    if period is None or period.from_ is None:
        return not_stated("the judgment gives no first day of the offence")
    return Known(period.from_, _sources(judgment, "offence_period"))


def _client_age(judgment: ReadJudgment, first_date: Datum[dt.date]) -> Datum[Ages]:
    """Return the client's age at first contact: from year of birth and first day, else as the judgment states it."""
    birth_year = _birth_year(judgment)
    if isinstance(birth_year, Known) and isinstance(first_date, Known):
        ages = age_from_birth_year(birth_year.value, first_date.value)
        return Known(ages, birth_year.sources + first_date.sources)
    stated = judgment.record.defendant.age_at_offence
    if stated is not None:
        return Known(stated, _sources(judgment, "defendant.age_at_offence"))
    return birth_year if isinstance(birth_year, Absent) else not_stated("the judgment gives no date of the offence")


def largest_gap(pairs: Sequence[Pair]) -> Datum[AgeGap]:
    """Return the gap with the youngest victim; unclear as soon as one pair's gap is not known."""
    known = [pair.age_gap for pair in pairs if isinstance(pair.age_gap, Known)]
    absent = [pair.age_gap for pair in pairs if isinstance(pair.age_gap, Absent)]
    if absent or not known:
        return absent[0] if absent else not_stated("no victim is coded")
    low = max(gap.value.low for gap in known)
    high = max(gap.value.high for gap in known)
    return Known(AgeGap(low, high), tuple(dict.fromkeys(source for gap in known for source in gap.sources)))


def youngest(ages: Sequence[Datum[Ages]]) -> Datum[Ages]:
    """Return the lowest age as an interval; not known as soon as one age is not."""
    known = [age for age in ages if isinstance(age, Known)]
    absent = [age for age in ages if isinstance(age, Absent)]
    if absent or not known:
        return absent[0] if absent else not_stated("no victim is coded")
    low, high = min(age.value.min for age in known), min(age.value.max for age in known)
    return Known(Ages(low, high), tuple(source for age in known for source in age.sources))


def on_legal_site(channels: Sequence[Datum[tuple[str, ...]]]) -> Datum[bool]:
    """Return whether a legal site is among the channels; silence of some judgments does not undo what others say."""
    known = [channel for channel in channels if isinstance(channel, Known)]
    if not known:
        return next((channel for channel in channels if isinstance(channel, Absent)), not_stated("no contact is coded"))
    legal = [channel for channel in known if _LEGAL in channel.value]
    return Known(bool(legal), tuple(source for channel in legal or known for source in channel.sources))


def made_victim(id_: str, pairs: Sequence[Pair]) -> Victim:
    """Return a victim, once in the complex, from the pairs with every client."""
    known_ages: list[Datum[Ages]] = [pair.victim_age for pair in pairs if isinstance(pair.victim_age, Known)]
    known_channels = [pair.channels for pair in pairs if isinstance(pair.channels, Known)]
    channels: Datum[tuple[str, ...]] = pairs[0].channels
    if known_channels:
        every = sorted({class_ for channel in known_channels for class_ in channel.value})
        channels = Known(tuple(every), tuple(source for channel in known_channels for source in channel.sources))
    return Victim(
        id=id_,
        complex=pairs[0].complex,
        clients=tuple(pair.client for pair in pairs),
        sex=_agreed_sex([pair.victim_sex for pair in pairs]),
        age=youngest(known_ages or [pairs[0].victim_age]),
        channels=channels,
        on_legal_site=on_legal_site([pair.channels for pair in pairs]),
    )


def _agreed_sex(answers: Sequence[Datum[str]]) -> Datum[str]:
    known = [answer for answer in answers if isinstance(answer, Known)]
    if not known:
        return answers[0]
    sources = tuple(source for answer in known for source in answer.sources)
    if len({answer.value for answer in known}) > 1:
        return unclear("judgments contradict each other about the sex of the victim", sources)
    return Known(known[0].value, sources)


def _complex(id_: str, clients: Sequence[Client], victims: Sequence[Victim]) -> Complex:
    own = [client for client in clients if client.complex == id_]
    years = [client.intake_year for client in own if isinstance(client.intake_year, Known)]
    first: Datum[int] = min(years, key=lambda year: year.value) if years else own[0].intake_year
    return Complex(
        id=id_,
        clients=tuple(client.id for client in own),
        victims=tuple(victim.id for victim in victims if victim.complex == id_),
        intake_year=first,
    )
