"""Figures and tables on demand and sentence: by kind, never added up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import msgspec

from vonnis.analysis.demand_tables import GAP_ENDS
from vonnis.analysis.making import Maker
from vonnis.analysis.people import BRACKET, under_sixteen
from vonnis.analysis.result import Result, TableResult
from vonnis.analysis.words import heads
from vonnis.study.dataset import Client, Dataset
from vonnis.study.protocol import Protocol
from vonnis.study.punishment import LIFE, SENTENCE_CLASSES, Punishment
from vonnis.study.value import Absent, Datum, Known, derived, not_stated

_BOTH = tuple[Punishment, Punishment]


def figures(dataset: Dataset, maker: Maker, *, protocol: Protocol) -> Iterator[Result]:
    """Yield the figures on sentences, and on sentences beside demands."""
    clients = dataset.clients
    classes = {client.id: client.sentence_class for client in clients}
    one_day = {key: derived(class_, lambda name: name == "one_day", undecided="") for key, class_ in classes.items()}
    strict = maker.share("one_day_share", one_day, level="client")
    yield msgspec.structs.replace(strict, alternatives=("one_day_broad_share",))
    broad = {"one_day", "one_day_by_suspension"}
    wide = {key: derived(class_, lambda name: name in broad, undecided="") for key, class_ in classes.items()}
    broadly = maker.share("one_day_broad_share", wide, level="client")
    yield msgspec.structs.replace(broadly, alternatives=("one_day_share",))
    yield maker.count_yes("one_day_under_16", {client.id: _one_day_young(client) for client in clients}, level="client")
    long = {
        key: derived(class_, lambda name: name == "days_100_or_more", undecided="") for key, class_ in classes.items()
    }
    more: dict[str, object] = {"days": protocol.parameters.long_prison_days}
    yield maker.share("prison_100_days_share", long, level="client", more=more)
    hours = {
        client.id: Known(float(client.imposed.value.service_hours))
        for client in clients
        if isinstance(client.imposed, Known) and client.imposed.value.service_hours
    }
    yield maker.statistic("service_hours_median", "median", answers=hours, unit="hour", level="client")
    yield from _beside_demand(clients, maker, month_days=protocol.parameters.month_days)


def tables(dataset: Dataset, maker: Maker, *, protocol: Protocol) -> Iterator[TableResult]:
    """Yield the tables on sentences, and on sentences beside demands."""
    clients = dataset.clients
    places = {
        client.id: derived(client.sentence_class, lambda name: (SENTENCE_CLASSES.index(name), 0), undecided="")
        for client in clients
    }
    yield maker.table("sentence_class", places, level="client", ordered=True)
    if protocol.policy is not None and any(client.date for client in clients):
        yield _by_year(clients, maker, together=protocol.policy.sentence_years)
    pairs = {client.id: paired(client) for client in clients}
    place = partial(_cross_place, protocol.parameters.long_prison_days)
    cross = {key: derived(pair, place, undecided="") for key, pair in pairs.items()}
    yield maker.table("demand_and_sentence", cross, level="client", ordered=True)
    yield _gap_table(pairs, maker)
    classes = {
        key: derived(_with_days(pair), lambda both: (_gap_class(both), 0), undecided="") for key, pair in pairs.items()
    }
    yield maker.table("demand_gap_days", classes, level="client", ordered=True)


def _by_year(clients: Sequence[Client], maker: Maker, *, together: int) -> TableResult:
    """Return one day or another sentence by the year of judgment, or by so many years together."""
    years = [client.date.year for client in clients if client.date is not None]
    first, last = min(years), max(years)
    starts = range(first, last + 1, together)
    spans = [str(start) if together == 1 else f"{start}–{min(last, start + together - 1)}" for start in starts]
    rows = tuple(head for span in spans for head in heads("sentence_by_year", "rows", parameters={"years": span}))
    places = {client.id: _year_place(client, first, together) for client in clients}
    made = maker.table("sentence_by_year", places, level="client", ordered=True, row_heads=rows)
    return msgspec.structs.replace(made, row_wholes=True)


def _year_place(client: Client, first: int, together: int) -> Datum[tuple[int, int]]:
    day = client.date
    if day is None:
        return not_stated("the judgment has no date")
    row = (day.year - first) // together
    return derived(client.sentence_class, lambda name: (row, int(name != "one_day")), undecided="")


def paired(client: Client) -> Datum[_BOTH]:
    """Return demand and sentence of one client in the same instance; missing where either is."""
    if isinstance(client.demanded, Absent):
        return client.demanded
    if isinstance(client.imposed, Absent):
        return client.imposed
    both = (client.demanded.value, client.imposed.value)
    return Known(both, client.demanded.sources + client.imposed.sources)


def _one_day_young(client: Client) -> Datum[bool]:
    """Tell whether a client got one day with a victim under sixteen; missing where what is unknown would decide it."""
    young = derived(client.youngest_victim, under_sixteen, undecided=BRACKET)
    one_day = derived(client.sentence_class, lambda name: name == "one_day", undecided="")
    answers = (one_day, young)
    if any(isinstance(answer, Known) and not answer.value for answer in answers):
        return Known(value=False)
    return next((answer for answer in answers if isinstance(answer, Absent)), Known(value=True))


def _beside_demand(clients: Sequence[Client], maker: Maker, *, month_days: int) -> Iterator[Result]:
    over = {
        client.id: derived(
            client.demanded, lambda demand: demand.life or demand.custody_days > month_days, undecided=""
        )
        for client in clients
    }
    yield maker.share("demand_over_month_share", over, level="client", more={"month_days": month_days})
    pairs = {client.id: paired(client) for client in clients}
    in_days = {key: _with_days(pair) for key, pair in pairs.items()}
    below = {key: derived(pair, lambda both: _difference(both) < 0, undecided="") for key, pair in in_days.items()}
    yield maker.share("sentence_below_demand_share", below, level="client")
    rules: dict[str, Callable[[_BOTH], float]] = {
        "demanded_days_median": lambda both: float(both[0].unconditional_days),
        "imposed_days_median": lambda both: float(both[1].unconditional_days),
        "demand_gap_days_median": lambda both: float(_difference(both)),
    }
    for id_, rule in rules.items():
        answers = {key: derived(pair, rule, undecided="") for key, pair in in_days.items()}
        yield maker.statistic(id_, "median", answers=answers, unit="day", level="client")
    hours = {
        key: derived(_with_hours(pair), lambda both: float(_hours(both[1]) - _hours(both[0])), undecided="")
        for key, pair in pairs.items()
    }
    yield maker.statistic("demand_gap_hours_median", "median", answers=hours, unit="hour", level="client")


def _with_days(pair: Datum[_BOTH]) -> Datum[_BOTH]:
    """Return demand and sentence where both have a number of days; missing where either is for life."""
    return derived(pair, lambda both: None if any(one.life for one in both) else both, undecided=LIFE)


def _with_hours(pair: Datum[_BOTH]) -> Datum[_BOTH]:
    """Return demand and sentence where both tell how many hours hold; missing where nobody read the suspended ones."""
    lacks = "nobody read how much of the community service is suspended"
    return derived(pair, lambda both: None if any("suspended_hours" in one.unread for one in both) else both,
                   undecided=lacks)  # fmt: skip


def _hours(sentence: Punishment) -> int:
    return sentence.service_hours - sentence.suspended_hours


def _difference(both: _BOTH) -> int:
    return both[1].unconditional_days - both[0].unconditional_days


def _gap_class(both: _BOTH) -> int:
    """Return the class of the difference between sentence and demand, from far below to above."""
    difference = _difference(both)
    return sum(difference > end for end in GAP_ENDS) if difference < 0 else len(GAP_ENDS) + 1 + int(difference > 0)


def _cross_place(long_days: int, both: _BOTH) -> tuple[int, int]:
    """Return the classes of demand and sentence: at most one day, more, or as long as a long sentence."""
    demand, sentence = (
        2 if one.life or one.unconditional_days >= long_days else int(one.unconditional_days > 1) for one in both
    )
    return demand, sentence


def _gap_table(pairs: dict[str, Datum[_BOTH]], maker: Maker) -> TableResult:
    """Return below, equal and above by kind; a client stands in it once a kind, so the kinds do not add up."""
    kinds: tuple[Callable[[Punishment], int], ...] = (
        lambda sentence: sentence.unconditional_days,
        _hours,
    )
    halves = []
    for row, amount in enumerate(kinds):
        place = partial(_side, row, amount)
        told = {key: _with_hours(pair) if amount is _hours else _with_days(pair) for key, pair in pairs.items()}
        places = {key: derived(pair, place, undecided="") for key, pair in told.items()}
        halves.append(maker.table("demand_gap", places, level="client", ordered=True))
    return msgspec.structs.replace(
        halves[0],
        cells=(halves[0].cells[0], halves[1].cells[1]),
        units=(halves[0].units[0], halves[1].units[1]),
        row_wholes=True,
    )


def _side(row: int, amount: Callable[[Punishment], int], both: _BOTH) -> tuple[int, int]:
    """Return the row, with column 0 where the sentence lies below the demand, 1 where equal, 2 where above."""
    demanded, imposed = amount(both[0]), amount(both[1])
    return row, (imposed > demanded) - (imposed < demanded) + 1
