"""Dealing the margins out over invented people and cases: the same seed gives the same plan."""

from __future__ import annotations

import datetime as dt
import re
from itertools import chain, repeat
from random import Random
from typing import TypeVar

import msgspec

from vonnis.demo.margins import Margins, SentenceLine, margins
from vonnis.demo.plan import (
    Ending,
    Plan,
    PlannedClient,
    PlannedContact,
    PlannedJudgment,
    PlannedSanction,
    PlannedVictim,
)
from vonnis.demo.unusual import word_unusually
from vonnis.extraction.record import ChannelClass, Sex

Item = TypeVar("Item")

_STYLES = ("noord", "oost", "zuid", "west", "midden")
_ADULT = 18
_DAYS = {"D": 1, "W": 7, "M": 30, "Y": 365}
_LONG = 240
_FOURTEEN = 14
_AMOUNTS = (500, 750, 1000, 1250, 1500, 2000, 2500)
_CERTAIN_OLDER, _CERTAIN_OTHER = 22, 17


class _Case(msgspec.Struct):
    """A client while he is being dealt his case."""

    id: str
    complex: int
    intake_year: int
    first: dt.date
    last: dt.date
    victims: list[int]
    gap: int = 0
    contacts: tuple[PlannedContact, ...] = ()


def _shuffled(rng: Random, items: list[Item]) -> list[Item]:
    result = list(items)
    rng.shuffle(result)
    return result


def _expanded(counts: dict[Item, int]) -> list[Item]:
    return list(chain.from_iterable(repeat(value, count) for value, count in counts.items()))


def _victims_of(index: int, *, victims: int, clients: int) -> list[int]:
    """Return which victims of a complex the client with this number has had contact with."""
    if victims > clients:
        return list(range(index, victims, clients))
    chosen = [index % victims]
    if victims > 1 and clients > victims and index % 3 == 2:  # noqa: PLR2004 - each third client has two victims
        chosen.append((index + 1) % victims)
    return sorted(chosen)


def _deal_cases(rng: Random, plan: Margins) -> list[_Case]:
    """Return the clients of all complexes with their years, periods and victims (numbered through)."""
    cases: list[_Case] = []
    base = 0
    for number, (victims, clients, year) in enumerate(plan.complexes):
        start = dt.date(year, 1, 10) - dt.timedelta(days=rng.randrange(20, 300))
        for index in range(clients):
            early = index < victims
            first = start + dt.timedelta(days=rng.randrange(21) if early else rng.randrange(25, _LONG))
            length = rng.choice((0, 0, 12, 20, 33, 45, 58))
            cases.append(
                _Case(
                    id=f"K{len(cases) + 1:03}",
                    complex=number + 1,
                    intake_year=year,
                    first=first,
                    last=first + dt.timedelta(days=length),
                    victims=[base + victim for victim in _victims_of(index, victims=victims, clients=clients)],
                )
            )
        base += victims
    return cases


def _age(born: dt.date, on: dt.date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _deal_victims(rng: Random, plan: Margins, cases: list[_Case]) -> list[PlannedVictim]:
    """Return the victims, each with the age of the margin at the first contact."""
    ages = _shuffled(rng, _expanded(plan.victim_ages))
    sexes: list[Sex] = _shuffled(rng, _expanded(plan.victim_sexes))
    channels: list[ChannelClass] = _shuffled(rng, _expanded(plan.victim_channels))
    victims = []
    for index, age in enumerate(ages):
        first = min(case.first for case in cases if index in case.victims)
        # Nobody turns eighteen before the last contact of the complex.
        since_birthday = rng.randrange(40) if age == _ADULT - 1 else rng.randrange(1, 360)
        day = first - dt.timedelta(days=since_birthday)
        born = dt.date(day.year - age, day.month, min(day.day, 28))
        victims.append(PlannedVictim(f"V{index + 1:02}", sexes[index], age, born, channels[index]))
    return victims


def _deal_contacts(rng: Random, plan: Margins, cases: list[_Case], victims: list[PlannedVictim]) -> None:
    """Give every case its contacts: ages at that time, and how contact came about."""
    firsts = {victim: min(cases, key=lambda case: (victim not in case.victims, case.first)).id
              for victim in range(len(victims))}  # fmt: skip
    rest = [(case.id, victim) for case in cases for victim in case.victims if firsts[victim] != case.id]
    otherwise: list[ChannelClass | None] = [None] * plan.contacts.not_stated
    otherwise += [class_ for class_, count in plan.contacts.otherwise.items() for _ in range(count)]
    exceptions = dict(zip(_shuffled(rng, rest), otherwise, strict=False))
    for case in cases:
        case.contacts = tuple(
            PlannedContact(
                victim=victims[victim],
                placeholder=f"[slachtoffer {place}]" if len(case.victims) > 1 else "[slachtoffer]",
                age=_age(victims[victim].born, case.first),
                channel=exceptions.get((case.id, victim), victims[victim].channel),
            )
            for place, victim in enumerate(case.victims, start=1)
        )


def _deal_gaps(rng: Random, plan: Margins, cases: list[_Case], victims: list[PlannedVictim]) -> None:
    """Give every client an age, and a few contacts the statutory bracket in place of an exact age."""
    gaps = _shuffled(rng, [*plan.year_gaps.older, *plan.year_gaps.other])
    least_older = min(plan.year_gaps.older)
    brackets = 4
    for case, gap in zip(cases, gaps, strict=True):
        youngest = min(contact.age for contact in case.contacts)
        case.gap = gap if gap >= least_older else max(gap, _ADULT + 1 - youngest)
        only = case.contacts[0]
        sixteen = len(case.contacts) == 1 and only.age == only.victim.age == 16  # noqa: PLR2004 - 16-17 is a bracket
        elsewhere = sum(only.victim in [c.victim for c in other.contacts] for other in cases) > 2  # noqa: PLR2004
        certain = case.gap >= _CERTAIN_OLDER or case.gap <= _CERTAIN_OTHER
        earliest = min(other.first for other in cases if victims.index(only.victim) in other.victims)
        if brackets and sixteen and elsewhere and certain and case.first > earliest:
            case.contacts = (msgspec.structs.replace(only, exact=False),)
            brackets -= 1


def _days(duration: str | None) -> int:
    found = re.findall(r"(\d+)([DWMY])", duration or "")
    return sum(int(number) * _DAYS[unit] for number, unit in found)


def _unconditional(line: SentenceLine) -> int:
    if line.prison is None or line.prison[1] == "all":
        return 0
    return _days(line.prison[0]) - _days(line.prison[1])


def _sanctions(line: SentenceLine, *, parts: bool) -> tuple[PlannedSanction, ...]:
    """Return the sanctions of a line; ``parts`` adds what a dictum states beside the amounts."""
    result = []
    if line.prison:
        total, suspended = line.prison
        probation = ("P3Y" if _days(total) > _LONG else "P2Y") if suspended else None
        result.append(PlannedSanction("prison", total, suspended, probation))
    if line.service:
        hours = f"PT{line.service_suspended}H" if line.service_suspended else None
        probation = "P2Y" if hours else None
        substitute = f"P{line.service // 2}D" if parts else None
        result.append(PlannedSanction("community_service", f"PT{line.service}H", hours, probation, substitute))
    if line.fine:
        result.append(PlannedSanction("fine", f"EUR {line.fine}.00", substitute=f"P{line.fine // 50}D"))
    return tuple(result)


def _deal_sentences(rng: Random, plan: Margins, cases: list[_Case]) -> list[SentenceLine]:
    """Return each client's sentence; two days go to clients of a victim of fourteen, as the page reports."""
    lines = _shuffled(rng, [line for line in plan.sentences for _ in range(line.people)])
    fourteen = [i for i, case in enumerate(cases) if min(contact.age for contact in case.contacts) == _FOURTEEN]
    two_days = [i for i, line in enumerate(lines) if line.prison is not None and line.prison[0] == "P2D"]
    for target, source in zip(fourteen, two_days, strict=False):
        lines[target], lines[source] = lines[source], lines[target]
    return lines


def _deal_demands(rng: Random, plan: Margins, sentences: list[SentenceLine]) -> list[SentenceLine]:
    """Return each client's demand: the heavier the sentence, the heavier it is; silence with one-day sentences."""
    demands = _shuffled(rng, [line for line in plan.demands for _ in range(line.people)])
    silent = [line for line in demands if not line.stated]
    stated = sorted((line for line in demands if line.stated), key=_unconditional)
    order = _shuffled(rng, list(range(len(sentences))))
    quiet = [i for i in order if _unconditional(sentences[i]) == 1][: len(silent)]
    rest = sorted((i for i in order if i not in quiet), key=lambda i: max(1, _unconditional(sentences[i])))
    dealt = dict(zip(quiet, silent, strict=True)) | dict(zip(rest, stated, strict=True))
    return [dealt[i] for i in range(len(sentences))]


def _compensation(rng: Random, case: _Case) -> tuple[PlannedSanction, ...]:
    """Return a compensation order for each victim in about a third of the cases."""
    if rng.random() > 0.35:  # noqa: PLR2004 - an invented share
        return ()
    orders = []
    for contact in case.contacts:
        amount = rng.choice(_AMOUNTS)
        days = f"P{amount // 50}D"
        orders.append(PlannedSanction("compensation_order", f"EUR {amount}.00", substitute=days,
                                      victim=contact.placeholder))  # fmt: skip
    return tuple(orders)


class _Docket:
    """Hands out case numbers and ECLIs that cannot exist: court codes with FIC are in no value list."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int], int] = {}

    def ecli(self, style: str, year: int) -> str:
        court = "GHFIC" if style == "hof" else f"RBFIC{style[0].upper()}"
        number = self._numbers[(court, year)] = self._numbers.get((court, year), 0) + 1
        return f"ECLI:NL:{court}:{year}:{number}"

    def case_number(self, style: str, year: int) -> str:
        serial = self._numbers[("docket", 0)] = self._numbers.get(("docket", 0), 0) + 1
        office = 72 + (_STYLES.index(style) if style in _STYLES else 7)
        first, second = {"west": ("-", "-"), "hof": ("-", "-"), "oost": (".", ".")}.get(style, ("/", "-"))
        return f"{office}{first}900{serial:03}{second}{year % 100:02}"


def _first_instance(
    rng: Random, docket: _Docket, case: _Case, *, line: SentenceLine, demand: SentenceLine, ending: Ending | None = None
) -> PlannedJudgment:
    style = _STYLES[(case.complex - 1) % len(_STYLES)]
    earliest = max(dt.date(case.intake_year, 3, 1), case.last + dt.timedelta(days=90))
    date = earliest + dt.timedelta(days=rng.randrange(120, 540))
    while date.weekday() > 4:  # noqa: PLR2004 - courts sit from Monday to Friday
        date += dt.timedelta(days=1)
    numbers = [docket.case_number(style, case.intake_year)]
    if rng.random() < 0.12:  # noqa: PLR2004 - an invented share of joined cases
        numbers.append(docket.case_number(style, case.intake_year))
    ending = ending or ("no_penalty" if line.none else "convicted")
    imposed = _sanctions(line, parts=True) if ending == "convicted" else ()
    if imposed:
        imposed += _compensation(rng, case)
    return PlannedJudgment(
        ecli=docket.ecli(style, date.year),
        style=style,
        date=date,
        case_numbers=tuple(numbers),
        client=case.id,
        birth_year=case.first.year - min(contact.age for contact in case.contacts) - case.gap,
        first_date=case.first,
        last_date=case.last,
        contacts=case.contacts,
        ending=ending,
        imposed=imposed,
        demanded=_sanctions(demand, parts=rng.random() < 0.5) if demand.stated else None,  # noqa: PLR2004
        variant=rng.randrange(360),
    )


def _appeal(
    rng: Random, docket: _Docket, first: PlannedJudgment, *, effect: str, final: PlannedJudgment
) -> PlannedJudgment:
    """Return the judgment on appeal of ``first``, which decides as ``final`` says."""
    date = first.date + dt.timedelta(days=rng.randrange(40, 70) * 7)
    confirmed = effect != "quashed"
    return msgspec.structs.replace(
        final,
        ecli=docket.ecli("hof", date.year),
        style="hof",
        date=date,
        case_numbers=(docket.case_number("hof", first.date.year),),
        imposed=() if effect == "confirmed_unstated" else (first.imposed if confirmed else final.imposed),
        demanded=None if effect == "confirmed_unstated" else final.demanded,
        appeal_from=first.ecli,
        appeal_effect=effect,
        earlier_date=first.date,
        earlier_sentence=first.imposed,
        variant=rng.randrange(360),
    )


def _client(case: _Case, judgments: tuple[PlannedJudgment, ...], *, inside: bool = True) -> PlannedClient:
    return PlannedClient(
        id=case.id,
        complex=f"C{case.complex:02}",
        intake_year=case.intake_year,
        in_population=inside,
        judgments=judgments,
    )


def _deal_clients(rng: Random, plan: Margins, cases: list[_Case], docket: _Docket) -> list[PlannedClient]:
    """Return the clients of the population with their judgments, some of them on appeal."""
    sentences = _deal_sentences(rng, plan, cases)
    demands = _deal_demands(rng, plan, sentences)
    candidates = _shuffled(rng, [i for i, line in enumerate(sentences) if line.prison and not line.none])
    silent = [i for i in candidates if not demands[i].stated]
    effects = _expanded(plan.appeals)
    effect_of = dict(zip([i for i in candidates if demands[i].stated], [e for e in effects if "unstated" not in e],
                         strict=False))  # fmt: skip
    effect_of |= dict(zip(silent, [e for e in effects if "unstated" in e], strict=False))
    clients = []
    for i, case in enumerate(cases):
        final = _first_instance(rng, docket, case, line=sentences[i], demand=demands[i])
        judgments: tuple[PlannedJudgment, ...] = (final,)
        effect = effect_of.get(i)
        if effect == "quashed":
            other = rng.choice([line for line in plan.sentences if line.prison and line != sentences[i]])
            first = msgspec.structs.replace(final, imposed=_sanctions(other, parts=True))
            judgments = (first, _appeal(rng, docket, first, effect=effect, final=final))
        elif effect:
            # A judgment that is confirmed holds main punishments alone, which the appeal judgment recites.
            final = msgspec.structs.replace(final, imposed=_sanctions(sentences[i], parts=True))
            judgments = (final, _appeal(rng, docket, final, effect=effect, final=final))
        clients.append(_client(case, judgments))
    return clients


def _deal_outside(rng: Random, plan: Margins, cases: list[_Case], docket: _Docket) -> list[PlannedClient]:
    """Return clients outside the population: acquitted, or registered in another year."""
    hosts = [case for case in cases if len(case.contacts) == 1 and case.contacts[0].exact]
    usual, demand = plan.sentences[3], plan.demands[0]
    clients = []
    years = [0] * (plan.outside.acquitted + plan.outside.acquitted_on_appeal) + list(plan.outside.other_years)
    for index, year in enumerate(years):
        nearest = sorted(hosts, key=lambda host, year=year: abs(host.intake_year - year))[:3]  # type: ignore[misc]
        host = rng.choice(nearest if year else hosts)
        case = _Case(**{field: getattr(host, field) for field in host.__struct_fields__})
        case.id = f"K{len(cases) + index + 1:03}"
        case.intake_year = year or host.intake_year
        line = plan.outside.other_years.get(year, usual)
        if index < plan.outside.acquitted:
            judgments: tuple[PlannedJudgment, ...] = (
                _first_instance(rng, docket, case, line=line, demand=demand, ending="acquitted"),
            )
        else:
            judgments = (_first_instance(rng, docket, case, line=line, demand=demand),)
        if plan.outside.acquitted <= index and not year:
            acquitted = msgspec.structs.replace(judgments[0], ending="acquitted", imposed=())
            judgments += (_appeal(rng, docket, judgments[0], effect="quashed", final=acquitted),)
        clients.append(_client(case, judgments, inside=False))
    return clients


def deal(seed: int) -> Plan:
    """Return the invented study for a seed: the margins of ``margins.yaml``, dealt out over people and cases."""
    rng = Random(seed)
    plan = margins()
    cases = _deal_cases(rng, plan)
    victims = _deal_victims(rng, plan, cases)
    _deal_contacts(rng, plan, cases, victims)
    _deal_gaps(rng, plan, cases, victims)
    docket = _Docket()
    clients = _deal_clients(rng, plan, cases, docket)
    clients += _deal_outside(rng, plan, cases, docket)
    return Plan(tuple(word_unusually(clients, plan.unusual)), tuple(victims))
