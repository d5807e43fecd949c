"""The gate: private results go in, released ones come out, and each decision is written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import cast

import msgspec

from vonnis.analysis.result import Interval, Result, TableResult, Text
from vonnis.disclosure.averages import rounded
from vonnis.disclosure.claims import n_id
from vonnis.disclosure.earlier import EarlierNumber
from vonnis.disclosure.policy import Policy, default_policy
from vonnis.disclosure.released import (
    Decision,
    Outcome,
    Release,
    ReleasedCell,
    ReleasedResult,
    ReleasedTable,
    Status,
)
from vonnis.disclosure.rounded_release import MIDDLES, rounded_counts, rounded_missing, rounding_policy
from vonnis.disclosure.rules import NO_CASES, Cases, passes_as_published
from vonnis.disclosure.rulings import Ruling, rulings_on
from vonnis.disclosure.seal import gate_opened
from vonnis.disclosure.statements import cell_id

_LANGUAGES = ("nl", "en")


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What the gate must know beside the numbers.

    Attributes:
        earlier: what earlier releases of the study have printed; no difference between them and this one tells a few.
        cases: which people belong to one case complex.
    """

    earlier: tuple[EarlierNumber, ...] = ()
    cases: Cases = NO_CASES


_NOTHING = Beside()


def release(
    results: Sequence[Result],
    tables: Sequence[TableResult],
    *,
    policy: Policy,
    at: dt.datetime,
    fictional: bool,
    beside: Beside = _NOTHING,
) -> Release:
    """Return what may leave under a policy, with the log of decisions and what the strict default would withhold.

    ``beside`` is what the gate must know beside the numbers.

    Raises:
        DisclosureError: a number lacks what the gate must know to judge it, or numbers contradict each other.
    """
    if policy.method == "round":
        policy = rounding_policy(results, tables, policy=policy)
    rulings = rulings_on(results, tables, policy=policy, earlier=beside.earlier, cases=beside.cases)
    strict = rulings_on(results, tables, policy=default_policy(), cases=beside.cases)
    counts = rounded_counts(results, tables, policy=policy) if policy.method == "round" else {}
    whole = _in_whole_units(results, tables, rulings=rulings, policy=policy)
    if not counts:
        rulings |= {id_: Ruling("rounded") for id_ in whole if rulings[id_].exception is None}
    places = tuple(_places(results, tables, rulings))
    with gate_opened():
        return Release(
            results=tuple(
                _result(result, rulings, policy, whole=result.id in whole, counts=counts) for result in results
            ),
            tables=tuple(_table(table, rulings, policy, counts=counts) for table in tables),
            decisions=tuple(_decision(*place, rulings[place[0]], policy) for place in places),
            strict=tuple(
                _decision(*place, strict[place[0]], default_policy())
                for place in places
                if strict[place[0]].withheld and not rulings[place[0]].withheld
            ),
            policy=_in_words(policy),
            at=at,
            fictional=fictional,
        )


def _in_whole_units(
    results: Sequence[Result], tables: Sequence[TableResult], *, rulings: dict[str, Ruling], policy: Policy
) -> frozenset[str]:
    """Return the ids of the means and medians that are released in whole units only, without interval."""
    if policy.method == "suppress":
        return rounded(results, tables, rulings=rulings, policy=policy)
    middles = [result for result in results if result.statistic in MIDDLES and not rulings[result.id].withheld]
    return frozenset(result.id for result in middles if rulings[result.id].rule == "to_multiples")


def _places(
    results: Sequence[Result], tables: Sequence[TableResult], rulings: dict[str, Ruling]
) -> Iterator[tuple[str, Text, str]]:
    """Yield id, label and level of every number, in the order in which it was handed in; an n where it is withheld."""
    for result in results:
        yield result.id, result.label, result.level
        if result.n is not None and rulings[n_id(result)].withheld:
            yield n_id(result), {language: f"{result.label[language]}: n" for language in _LANGUAGES}, result.level
    for table in tables:
        for row, column in _grid(table):
            yield cell_id(table, row, column=column), _cell_label(table, row, column), table.level


def _grid(table: TableResult) -> Iterator[tuple[int | None, int | None]]:
    rows, columns = range(len(table.rows)), range(len(table.columns))
    yield from ((row, column) for row in rows for column in columns)
    if table.row_wholes:
        yield from ((row, None) for row in rows)
        return
    if table.additive and len(rows) > 1 and len(columns) > 1:
        yield from ((row, None) for row in rows)
        yield from ((None, column) for column in columns)
    if table.additive and len(rows) * len(columns) > 1:
        yield None, None


def _cell_label(table: TableResult, row: int | None, column: int | None) -> Text:
    words = _catalogue("words.yaml")
    return {
        language: ": ".join(
            [
                table.title[language],
                ", ".join(
                    [words["total"][language] if row is None else table.rows[row][language]]
                    + ([table.columns[column][language]] if column is not None and len(table.columns) > 1 else []),
                ),
            ],
        )
        for language in _LANGUAGES
    }


def _result(
    result: Result, rulings: dict[str, Ruling], policy: Policy, *, whole: bool, counts: Mapping[str, int]
) -> ReleasedResult:
    result = _with_rounded_counts(result, counts)
    ruling = rulings[result.id]
    withheld = ruling.withheld
    without_n = result.n is not None and rulings[n_id(result)].withheld
    value = result.value if result.value is None or not whole else float(round(result.value))
    return ReleasedResult(
        id=result.id,
        label=result.label,
        statistic=result.statistic,
        value=None if withheld else value,
        unit=result.unit,
        level=result.level,
        n=None if without_n else result.n,
        numerator=None if withheld else result.numerator,
        missing=_missing(result.missing, result.level, policy, told=not without_n),
        interval=None if withheld or whole else _ends(result, tells_n=not without_n),
        status=_status(ruling),
        rounded=whole or ruling.rule == "to_multiples",
        rule=None if ruling.rule == "none" else ruling.rule,
        definition=result.definition,
        source=result.source,
        published_elsewhere=result.published_elsewhere,
        caveats=result.basis.caveats if result.basis and not withheld else (),
    )


def _ends(result: Result, *, tells_n: bool) -> Interval | None:
    """Return the interval of a result, without the degrees of freedom where n stays inside, since they tell it."""
    if result.interval is None or tells_n:
        return result.interval
    return msgspec.structs.replace(result.interval, freedom=None)


def _with_rounded_counts(result: Result, counts: Mapping[str, int]) -> Result:
    """Return a result with its counts as a rounded report prints them."""
    n = counts.get(n_id(result), result.n)
    if result.id not in counts:
        return msgspec.structs.replace(result, n=n)
    count = counts[result.id]
    value = (count / n if n else None) if result.statistic == "share" else float(count)
    numerator = count if result.statistic == "share" else result.numerator
    return msgspec.structs.replace(result, n=n, value=value, numerator=numerator, interval=None)


def _table(
    table: TableResult, rulings: dict[str, Ruling], policy: Policy, *, counts: Mapping[str, int]
) -> ReleasedTable:
    rows, columns = range(len(table.rows)), range(len(table.columns))
    whole = table.additive and not table.row_wholes and len(rows) * len(columns) > 1
    two_ways = whole and len(rows) > 1 and len(columns) > 1
    sums = [sum(counts) for counts in table.cells]
    wholes = [cell_id(table, row, column=None) for row in rows] if table.row_wholes else [f"{table.id}.total"] * whole

    def cell(row: int | None, column: int | None, *, count: int) -> ReleasedCell:
        id_ = cell_id(table, row, column=column)
        withheld = rulings[id_].withheld
        base_id, base = (
            (cell_id(table, row, column=None), sums[row or 0]) if table.row_wholes else (f"{table.id}.total", sum(sums))
        )
        count, base = counts.get(id_, count), counts.get(base_id, base)
        shared = (whole or table.row_wholes) and base > 0 and not withheld and not rulings[base_id].withheld
        weighted = table.basis is not None and table.basis.weighted
        share = _weighted_share(table, row, column) if weighted and policy.method != "round" else count / (base or 1)
        return ReleasedCell(
            id=id_,
            value=None if withheld else count,
            share=share if shared and not (weighted and policy.method == "round") else None,
            status=_status(rulings[id_]),
        )

    return ReleasedTable(
        id=table.id,
        title=table.title,
        level=table.level,
        rows=table.rows,
        columns=table.columns,
        cells=tuple(tuple(cell(row, column, count=table.cells[row][column]) for column in columns) for row in rows),
        row_totals=tuple(cell(row, None, count=sums[row]) for row in rows) if two_ways or table.row_wholes else (),
        column_totals=tuple(
            cell(None, column, count=sum(counts[column] for counts in table.cells)) for column in columns
        )
        if two_ways
        else (),
        total=cell(None, None, count=sum(sums)) if whole else None,
        missing=dict[str, int | None](table.missing)
        if passes_as_published(table, policy)
        else _missing(table.missing, table.level, policy, told=not any(rulings[id_].withheld for id_ in wholes)),
        ordered=table.ordered,
        invented=table.invented,
        breaks=table.breaks,
        definition=table.definition,
        source=table.source,
        row_sources=table.row_sources,
        published_elsewhere=table.published_elsewhere,
        drawn=table.drawn,
        caveats=table.basis.caveats if table.basis else (),
    )


def _weighted_share(table: TableResult, row: int | None, column: int | None) -> float | None:
    """Return the weighted share of a cell in the whole that it is printed in; None where only counts are known."""
    if row is None or column is None:
        return 1.0 if table.row_wholes or (len(table.columns) == 1 and row is None) else None
    if not table.shares or not (table.row_wholes or len(table.columns) == 1):
        return None
    found = table.shares[row][column]
    return found.of_valid if found else None


def _missing(missing: dict[str, int], level: str, policy: Policy, *, told: bool) -> dict[str, int | None]:
    """Return the missing answers by kind; where one kind is small, none is told, since their sum may be known.

    Nor is any where the number with a valid answer is not ``told``: it is what remains of all units.
    """
    if policy.method == "round":
        return rounded_missing(missing, policy.threshold_at(level))
    few = policy.threshold_at(level) if policy.missing == "withhold" else 0
    small = any(0 < count < few for count in missing.values())
    return {kind: None if (small or not told) and count else count for kind, count in missing.items()}


def _status(ruling: Ruling) -> Status:
    if ruling.exception:
        return "exception"
    return "suppressed" if ruling.withheld else "released"


def _decision(id_: str, label: Text, level: str, ruling: Ruling, policy: Policy) -> Decision:
    outcomes: dict[Status, Outcome] = {"released": "released", "suppressed": "withheld", "exception": "exception"}
    why = _catalogue("reasons.yaml")[ruling.rule]
    exception = ruling.exception
    reason = {language: why[language].format(threshold=policy.threshold_at(level)) for language in _LANGUAGES}
    return Decision(
        id=id_,
        label=label,
        rule=ruling.rule,
        outcome=outcomes[_status(ruling)],
        reason=exception.reason if exception else reason,
        exception=exception.id if exception else None,
        decided_by=exception.decided_by if exception else None,
        date=exception.date if exception else None,
    )


def _in_words(policy: Policy) -> tuple[Text, ...]:
    """Return the rules of a policy, a sentence each."""
    words = _catalogue("words.yaml")
    keys = ["threshold", "shares", f"extremes_{policy.extremes}", f"zeros_{policy.zeros}"]
    keys += [f"missing_{policy.missing}", f"published_elsewhere_{policy.published_elsewhere}", "tables", "means"]
    keys += ["crossings"] if policy.crossings else []
    keys += ["one_complex"] if policy.least_complexes > 1 else []
    if policy.method == "round":
        keys = ["method_round", f"extremes_{policy.extremes}", f"published_elsewhere_{policy.published_elsewhere}"]
    values = {"threshold": policy.threshold, "crossings": policy.crossings, "complexes": policy.least_complexes}
    lines = [{language: words[key][language].format(**values) for language in _LANGUAGES} for key in keys]
    for name in sorted(policy.levels):
        level = words.get(f"level_{name}", dict.fromkeys(_LANGUAGES, name))
        numbers = {"threshold": policy.threshold_at(name), "least_n": policy.least_n_at(name)}
        lines.append(
            {language: words["level"][language].format(level=level[language], **numbers) for language in _LANGUAGES},
        )
    return tuple([*lines, policy.reason] if policy.reason else lines)


@cache
def _catalogue(name: str) -> dict[str, Text]:
    import yaml

    text = files("vonnis.disclosure").joinpath(name).read_text(encoding="utf-8")
    return cast("dict[str, Text]", yaml.safe_load(text))
