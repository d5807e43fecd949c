"""``vonnis analyse``: the analysis plan of a study carried out, its results kept private."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vonnis.cli.terminal import listening, plain

if TYPE_CHECKING:
    from vonnis.analysis.result import Result, TableResult
    from vonnis.workflow.analyse import Analysed
    from vonnis.workflow.sensitivity import VariedTable

_NAME = 62
_WHOLE_BELOW = 200
_COUNTS_BELOW = 20
_NAMED = 6


def analyse(
    study: Annotated[Path, typer.Argument(metavar="[STUDY]", help="The study folder.")] = Path(),
    *,
    explore: Annotated[
        Path | None,
        typer.Option(metavar="TOML", help="A further plan; its results are marked exploratory."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the results as JSON, without the keys of units.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no summary.")] = False,
) -> None:
    """Carry out the analysis plan in study.toml.

    Results are private to the study: they go to private/, and only the release, which passes the disclosure gate,
    may be published. What the plan did not announce is marked exploratory.
    """
    from vonnis.archive.run_record import moment
    from vonnis.workflow.analyse import analyse_study

    with listening(quiet=quiet or json) as progress:
        done = analyse_study(study, at=moment(), explore=explore, report=progress)
    if json:
        typer.echo(_as_json(done))
    elif not quiet:
        for line in summary(done):
            typer.echo(plain(line))


def summary(done: Analysed) -> Iterator[str]:
    """Yield the lines of the summary: what was computed, each planned result on a line, and what to do next."""
    planned = [one for one in done.analysis.results if one.id in done.asked]
    tables = [one for one in done.analysis.tables if one.id in done.asked]
    for result in planned:
        yield from _line(result.label["en"], _of_result(result))
    for table in tables:
        yield from _line(table.title["en"], _of_table(table))
    if planned or tables:
        yield ""
    yield from _absent(planned)
    bases = [one.basis for one in planned] + [one.basis for one in tables]
    if any(basis and basis.weighted for basis in bases):
        yield "Shares and means are weighted where that is said; counts and n never are."
    found = [one.significance for one in planned] + [one.significance for one in tables]
    tests = [test.together for test in found if test]
    if max(tests, default=0) > 1:
        yield f"p is corrected for {max(tests)} tests together (Holm)."
    yield from _without_uncertain(done)
    yield (
        f"{done.planned} planned and {done.exploratory} exploratory results,"
        f" {len(done.analysis.results) + len(done.analysis.tables) - done.planned - done.exploratory} standard ones."
    )
    yield "They are private: " + ", ".join(str(path) for path in done.written)
    yield "Nothing here may be published before it has passed the disclosure gate."


def _absent(planned: list[Result]) -> Iterator[str]:
    """Yield each reason for which a number or its interval is not given, with the ids of those results."""
    from vonnis.analysis.remarks import no_interval

    said: dict[tuple[str, str], list[str]] = {}
    for one in planned:
        remarks = one.basis.remarks if one.basis else ()
        absent = remarks[:1] if one.value is None else () if one.interval else no_interval(remarks)
        head = "Not computed" if one.value is None else "No interval"
        for words in absent:
            said.setdefault((head, words["en"]), []).append(one.id)
    for (head, why), ids in said.items():
        more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
        yield f"{head} ({', '.join(ids[:_NAMED])}{more}): {why}"


def _without_uncertain(done: Analysed) -> Iterator[str]:
    """Yield how many links are uncertain, and each result that depends on them with and without them."""
    found = done.sensitivity
    if found is None:
        return
    links = f"{found.links:,} uncertain links" if found.links != 1 else "1 uncertain link"
    depend = len(found.differing) + len(found.differing_tables)
    yield (
        f"{links}: {found.complexes:,} complexes where they hold, {found.without_complexes:,} without."
        f" Of {len(found.results)} planned results and {len(found.tables)} tables {depend}"
        f" {'depends' if depend == 1 else 'depend'} on them{':' if depend else '.'}"
    )
    known = {result.id: result for result in done.analysis.results}
    for one in found.differing:
        result = known[one.id]
        yield from _line(f"  {one.label['en']}", f"{_both(result, one.main, one.main_interval)}, without them"
                         f" {_both(result, one.without, one.without_interval)}")  # fmt: skip
    for table in found.differing_tables:
        yield from _line(f"  {table.title['en']}", _varied_cells(table))
    if done.exploratory:
        yield "Exploratory results were not varied."
    yield ""


def _varied_cells(table: VariedTable) -> str:
    """Return the cells of a table whose count depends on uncertain links, or that its intervals alone do."""
    cells = {(row, column): (count, 0) for row, line in table.main.items() for column, count in line.items()}
    for row, line in table.without.items():
        cells |= {(row, column): (cells.get((row, column), (0, 0))[0], count) for column, count in line.items()}
    several = len({column for _, column in cells}) > 1
    told = [
        f"{row}, {column} {main}, without them {without}" if several else f"{row} {main}, without them {without}"
        for (row, column), (main, without) in cells.items()
        if main != without
    ]
    return "; ".join(told) or "the same counts, with other intervals"


def _both(result: Result, value: float | None, ends: tuple[float, float] | None) -> str:
    if value is None:
        return "no value"
    around = f" ({_number(result, ends[0])} to {_number(result, ends[1])})" if ends else ""
    return f"{_number(result, value)}{around}"


def _line(label: str, value: str) -> Iterator[str]:
    """Yield a label with its value beside it, or below it where the label is long."""
    if len(label) <= _NAME:
        yield f"{label:<{_NAME}}  {value}"
    else:
        yield label
        yield f"{'':<{_NAME}}  {value}"


def _of_result(result: Result) -> str:
    """Return a result in words: value with interval, n, and its marks."""
    marks = []
    basis = result.basis
    if result.range is not None:
        low, high = (_number(result, end) for end in result.range)
        marks.append(f"{low} to {high} as masked or bounded answers allow")
    if basis is not None and basis.weighted:
        marks.append("weighted")
    if basis is not None and basis.design_effect is not None and basis.design_effect > 1:
        over = "by weights" if basis.clusters is None else f"over {basis.clusters} clusters"
        marks.append(f"design effect {basis.design_effect:.1f} {over}")
    elif basis is not None and basis.clusters is not None and result.interval is not None:
        marks.append(f"over {basis.clusters} clusters")
    if result.value is not None and result.interval is None and result.unit == "share":
        marks.append("no interval")
    test = result.significance
    if test is not None and test.p is not None:
        p = test.adjusted if test.adjusted is not None else test.p
        marks.append("p < 0.001" if p < 0.001 else f"p = {p:.3f}")  # noqa: PLR2004 - the smallest that is printed
    if basis is not None and basis.exploratory:
        marks.append("exploratory")
    tail = f"  [{'; '.join(marks)}]" if marks else ""
    return f"{_value(result)}{tail}"


def _value(result: Result) -> str:
    n = "" if result.n is None else f"  n = {result.n:,}"
    if result.value is None:
        return f"no value{n}"
    if result.unit == "share" and result.n is not None and result.n < _COUNTS_BELOW and result.numerator is not None:
        return f"{result.numerator} of {result.n}"
    ends = (
        f" ({_number(result, result.interval.low)} to {_number(result, result.interval.high)})"
        if result.interval
        else ""
    )
    return f"{_number(result, result.value)}{ends}{n}"


def _number(result: Result, value: float) -> str:
    """Return a number as the house rule on digits has it: whole percentages below 200 units."""
    if result.unit == "share":
        decimals = 0 if result.n is None or result.n < _WHOLE_BELOW else 1
        return f"{100 * value:.{decimals}f}%"
    if result.unit in ("ratio", "odds_ratio", "rate_ratio"):
        return f"{value:.2f}"
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def _of_table(table: TableResult) -> str:
    counts = (
        [sum(row) for row in table.cells] if len(table.columns) == 1 else [cell for row in table.cells for cell in row]
    )
    missing = sum(table.missing.values())
    marks = []
    if table.significance is not None and table.significance.effect is not None:
        marks.append(f"Cramer's V {table.significance.effect:.2f}")
    if table.basis is not None and table.basis.exploratory:
        marks.append("exploratory")
    tail = f"  [{'; '.join(marks)}]" if marks else ""
    return f"{' / '.join(map(str, counts))}" + (f", {missing} missing" if missing else "") + tail


def _as_json(done: Analysed) -> str:
    """Return the results as JSON, without the keys of the units behind them."""
    import msgspec

    hidden = ("units", "base")
    parts: dict[str, list[dict[str, Any]]] = {"results": [], "tables": []}
    for name, values in (("results", done.analysis.results), ("tables", done.analysis.tables)):
        for value in values:
            fields = msgspec.to_builtins(value)
            parts[name].append({key: held for key, held in fields.items() if key not in hidden})
    told: dict[str, Any] = {"planned": done.planned, "exploratory": done.exploratory, **parts}
    if done.sensitivity is not None:
        told["without_uncertain_links"] = done.sensitivity
    return msgspec.json.encode(told, order="deterministic").decode()
