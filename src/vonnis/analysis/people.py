"""Figures and tables on clients, victims and complexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import methodcaller

import msgspec

from vonnis.analysis.making import Maker
from vonnis.analysis.result import Result, TableResult, Text
from vonnis.analysis.words import heads
from vonnis.extraction.record import Ages
from vonnis.study.ages import AgeGap
from vonnis.study.dataset import Client, Dataset, Victim
from vonnis.study.protocol import Protocol
from vonnis.study.value import Datum, Known, derived

_SIXTEEN = 16
BRACKET = "the text gives an age bracket or a year, which lies on both sides"
"""Why an age that is known within bounds can leave a question about it undecided."""
_SITES = frozenset({"ad_site_other", "ad_site_unnamed"})
_ONLINE = frozenset({"ad_site_legal", "ad_site_other", "ad_site_unnamed", "dating", "social_media", "chat"})
_CLASS_STARTS = {"clients_per_victim": (1, 2, 5), "victims_per_client": (1, 2), "complexes_by_size": (1, 5)}
_AGE_STARTS = (25, 35, 45, 55)
_GAP_STARTS = (35,)
"""Where classes of a difference in age begin, beside the difference that the study asks about.

Few classes: more of them would tell who lies just below the difference, and would be withheld in a study of this size.
"""


def figures(dataset: Dataset, maker: Maker, *, protocol: Protocol) -> Iterator[Result]:
    """Yield the figures on who the clients and victims are and how they came into contact."""
    clients, victims = dataset.clients, dataset.victims
    yield maker.count("clients", [client.id for client in clients], level="client")
    yield maker.count("victims", [victim.id for victim in victims], level="victim")
    yield maker.count("complexes", [complex_.id for complex_ in dataset.complexes], level="complex")
    yield maker.count("pairs", [f"{pair.client}/{pair.victim}" for pair in dataset.pairs], level="pair")
    flow = dataset.flow
    yield maker.number("judgments_read", flow.documents - len(flow.unreadable), level="document")
    yield maker.number("documents_unreadable", len(flow.unreadable), level="document")
    yield from _gaps(clients, maker, protocol)
    girls = {victim.id: derived(victim.sex, lambda sex: sex == "female", undecided="") for victim in victims}
    yield maker.share("girls_share", girls, level="victim")
    ages = {victim.id: derived(victim.age, _exact, undecided=BRACKET) for victim in victims}
    mean_age = maker.statistic("victim_age_mean", "mean", answers=ages, unit="year", level="victim")
    yield msgspec.structs.replace(mean_age, classed_in=("victims_by_age",))
    yield maker.statistic("victim_age_min", "minimum", answers=ages, unit="year", level="victim")
    young = {victim.id: derived(victim.age, under_sixteen, undecided=BRACKET) for victim in victims}
    yield maker.share("victims_under_16_share", young, level="victim")
    yield from _sites(dataset, maker)
    numbers: dict[str, Datum[float]] = {victim.id: Known(float(len(victim.clients))) for victim in victims}
    per_victim = maker.statistic("clients_per_victim_mean", "mean", answers=numbers, unit="count", level="victim")
    yield msgspec.structs.replace(per_victim, classed_in=("clients_per_victim",))


def tables(dataset: Dataset, maker: Maker, *, protocol: Protocol) -> Iterator[TableResult]:
    """Yield the tables on clients, victims, complexes, and on what became of the judgments."""
    victims, clients = dataset.victims, dataset.clients
    yield _by_age(victims, maker)
    sexes = ("female", "male")
    places = {victim.id: derived(victim.sex, lambda sex: (sexes.index(sex), 0), undecided="") for victim in victims}
    yield maker.table("victims_by_sex", places, level="victim", ordered=False)
    routes = {victim.id: derived(victim.channels, lambda every: (_route(every), 0), undecided="") for victim in victims}
    yield maker.table("victims_by_channel", routes, level="victim", ordered=True)
    yield _by_number("clients_per_victim", {victim.id: len(victim.clients) for victim in victims}, maker, "victim")
    yield _by_number("victims_per_client", {client.id: len(client.victims) for client in clients}, maker, "client")
    sizes = {complex_.id: len(complex_.clients) for complex_ in dataset.complexes}
    yield _by_number("complexes_by_size", sizes, maker, "complex")
    yield _by_year(clients, maker, protocol)
    yield _by_client_age(dataset, maker)
    yield _by_gap(clients, maker, protocol)
    stages: dict[str, Datum[tuple[int, int]]] = {client.id: Known((int(client.appealed), 0)) for client in clients}
    yield maker.table("clients_by_instance", stages, level="client", ordered=True)
    yield _by_use(dataset, maker)


def under_sixteen(ages: Ages) -> bool | None:
    """Tell whether somebody was under sixteen; None where the interval lies on both sides."""
    if ages.max < _SIXTEEN:
        return True
    return False if ages.min >= _SIXTEEN else None


def _exact(ages: Ages) -> float | None:
    return float(ages.min) if ages.min == ages.max else None


def _gaps(clients: Sequence[Client], maker: Maker, protocol: Protocol) -> Iterator[Result]:
    parameters = protocol.parameters
    others = tuple(f"age_gap_{years}_share" for years in parameters.age_gap_alternatives)
    for years in (parameters.age_gap_years, *parameters.age_gap_alternatives):
        main = years == parameters.age_gap_years
        at_least = methodcaller("at_least", years)
        answers: dict[str, Datum[bool]] = {
            client.id: derived(client.age_gap, at_least, undecided=BRACKET) for client in clients
        }
        id_ = "age_gap_share" if main else f"age_gap_{years}_share"
        found = maker.share(id_, answers, level="client", words="age_gap_share", more={"years": years})
        yield msgspec.structs.replace(found, alternatives=others if main else ("age_gap_share",))
    lows = {client.id: derived(client.age_gap, lambda gap: float(gap.low), undecided="") for client in clients}
    yield maker.statistic("age_gap_median", "median", answers=lows, unit="year", level="client")


def _sites(dataset: Dataset, maker: Maker) -> Iterator[Result]:
    """Yield the shares that rest on the way to contact, with the readings that masked names allow."""
    victims = dataset.victims
    legal = {victim.id: victim.on_legal_site for victim in victims}
    named = maker.share("legal_site_share", legal, level="victim")
    yield msgspec.structs.replace(named, alternatives=("legal_site_share_upper", "legal_site_online_share"))
    wide = {"ad_site_legal", "ad_site_unnamed"}
    upper = {
        victim.id: derived(victim.channels, lambda every: bool(wide & {*every}), undecided="") for victim in victims
    }
    yield maker.share("legal_site_share_upper", upper, level="victim")
    online = {
        victim.id: victim.on_legal_site
        for victim in victims
        if isinstance(victim.channels, Known) and _ONLINE & {*victim.channels.value}
    }
    yield maker.share("legal_site_online_share", online, level="victim")
    contacts = {client.id: client.legal_site_contact for client in dataset.clients}
    yield maker.share("contact_legal_site_share", contacts, level="client")


def _route(channels: tuple[str, ...]) -> int:
    """Return the row of a victim in the table of channels: the first that fits."""
    every = {*channels}
    if "ad_site_legal" in every:
        return 0
    if every & _SITES:
        return 1
    return 2 if every & _ONLINE else 3


def _by_age(victims: Sequence[Victim], maker: Maker) -> TableResult:
    """Return victims under sixteen, of sixteen and of seventeen: the ages between which the law draws its line.

    Whoever is known to be under sixteen stands there, whether or not the text gives an exact age. Younger victims are
    few in most studies, and no table tells their ages apart.
    """
    places = {victim.id: derived(victim.age, _age_place, undecided=BRACKET) for victim in victims}
    return maker.table("victims_by_age", places, level="victim", ordered=True)


def _age_place(ages: Ages) -> tuple[int, int] | None:
    """Return the place of an age; None where it may lie in several rows, or lies above them."""
    if under_sixteen(ages):
        return 0, 0
    exact = ages.min == ages.max and ages.min <= _SIXTEEN + 1
    return (ages.min - _SIXTEEN + 1, 0) if exact else None


def _by_number(id_: str, numbers: dict[str, int], maker: Maker, level: str) -> TableResult:
    """Return units by class of a number; a class begins where its number is reached."""
    places: dict[str, Datum[tuple[int, int]]] = {
        key: Known((sum(number >= start for start in _CLASS_STARTS[id_]) - 1, 0)) for key, number in numbers.items()
    }
    return maker.table(id_, places, level=level, ordered=True)


def _by_year(clients: Sequence[Client], maker: Maker, protocol: Protocol) -> TableResult:
    first, last = protocol.population.intake_from, protocol.population.intake_to
    row_heads = tuple(
        head for year in range(first, last + 1) for head in heads("clients_by_year", "rows", parameters={"year": year})
    )
    places = {
        client.id: derived(client.intake_year, lambda year: (year - first, 0), undecided="") for client in clients
    }
    return maker.table("clients_by_year", places, level="client", ordered=True, row_heads=row_heads)


def _by_client_age(dataset: Dataset, maker: Maker) -> TableResult:
    """Return clients by the lowest age that is possible at their first proven contact."""
    first: dict[str, Datum[Ages]] = {}
    for pair in dataset.pairs:
        known, age = first.get(pair.client), pair.client_age
        earlier = isinstance(age, Known) and not (isinstance(known, Known) and known.value.min <= age.value.min)
        if known is None or earlier:
            first[pair.client] = age
    places = {
        key: derived(age, lambda ages: (sum(ages.min >= start for start in _AGE_STARTS), 0), undecided="")
        for key, age in first.items()
    }
    return maker.table("clients_by_age", places, level="client", ordered=True)


def _by_gap(clients: Sequence[Client], maker: Maker, protocol: Protocol) -> TableResult:
    """Return clients by certain difference in age; who is on both sides of the study's difference is undecided."""
    asked = protocol.parameters.age_gap_years
    starts = sorted({*_GAP_STARTS, asked})
    row_heads = tuple(_gap_head(starts, place) for place in range(len(starts) + 1))

    def place(gap: AgeGap) -> tuple[int, int] | None:
        return None if gap.at_least(asked) is None else (sum(gap.low >= start for start in starts), 0)

    places = {client.id: derived(client.age_gap, place, undecided=BRACKET) for client in clients}
    return maker.table("clients_by_age_gap", places, level="client", ordered=True, row_heads=row_heads)


def _gap_head(starts: Sequence[int], place: int) -> Text:
    """Return the head of a class of difference: below the first start, between two, or from the last one on."""
    low, high = starts[max(place - 1, 0)], starts[min(place, len(starts) - 1)]
    below, between, above = heads("clients_by_age_gap", "rows", parameters={"low": low, "high": high, "last": high - 1})
    return below if place == 0 else above if place == len(starts) else between


def _by_use(dataset: Dataset, maker: Maker) -> TableResult:
    """Return what became of each readable judgment."""
    flow = dataset.flow
    own = {key for client in dataset.clients for key in client.judgments}
    counted = {client.judgment for client in dataset.clients}
    places: dict[str, Datum[tuple[int, int]]] = {}
    for key in sorted(own | {*flow.outside} | {*flow.not_in_table}):
        if key in flow.not_in_table:
            row = 3
        elif key in own:
            row = 0 if key in counted else 1
        else:
            row = 2
        places[key] = Known((row, 0))
    return maker.table("judgments_by_use", places, level="judgment", ordered=True)
