"""``vonnis waves``: a study beside its earlier waves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from vonnis.cli.study_options import Json, Study
from vonnis.cli.terminal import plain

if TYPE_CHECKING:
    from vonnis.analysis.waves import Compared, WaveFigure
    from vonnis.workflow.waves import WaveComparison


def waves(study: Study = Path(), *, as_json: Json = False) -> None:
    """Set a study beside the earlier waves that its protocol names: figures, differences, breaks.

    Compares released figures only. Tells what changed in population, parameters, law and codebook; a figure that is
    not counted alike is marked (‖) and not tested. All tests, of every earlier wave, are corrected together (Holm), as
    in the report.
    """
    import msgspec

    from vonnis.workflow.waves import compare_waves

    found = compare_waves(study)
    if as_json:
        typer.echo(json.dumps([msgspec.to_builtins(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        for line in _lines(one):
            typer.echo(plain(line))


def _lines(found: WaveComparison) -> list[str]:
    mark = ", FICTIONAL" if found.fictional else ""
    lines = [f"{found.label.get('en', found.id)} ({found.id}{mark})"]
    for title, sentences in (
        ("population", [text["en"] for text in found.population]),
        ("law", [text["en"] for text in found.law]),
        ("parameters", [f"{name}: {then} then, {now} now" for name, then, now in found.parameters]),
        ("codebook", [f"{change.weight}: {change.sentence}" for change in found.codebook]),
        ("not compared", [text["en"] for text in found.unknown]),
    ):
        lines += [f"  {title}: {sentence}" for sentence in sentences]
    tests = f"p (Holm, {found.together} tests)" if found.together else "p"
    lines += ["", f"  {'figure':<34} {'then':>10} {'now':>10} {'difference':>11}  {'95% interval':<18} {tests}"]
    for one in found.figures:
        lines.append(f"  {one.id:<34} {_value(one.before):>10} {_value(one.now):>10} {_rest(one)}")
        lines += [f"  {'':<34} ‖ {text['en']}" for text in one.breaks]
    if any(figure.status == "exception" for one in found.figures for figure in (one.before, one.now)):
        lines.append("  † published under an exception of the disclosure policy")
    return [*lines, ""]


def _value(figure: WaveFigure) -> str:
    from vonnis.analysis.waves import counts_only

    if figure.value is None:
        return "x"
    mark = "†" if figure.status == "exception" else ""
    if counts_only(figure) and figure.numerator is not None:
        return f"{figure.numerator} of {figure.n}{mark}"
    return (f"{figure.value:.1%}" if figure.unit == "share" else f"{figure.value:g}") + mark


def _rest(one: Compared) -> str:
    reason = one.reason["en"] if one.reason else ""
    if one.difference is None:
        return f"{'':>11}  {reason}"
    whole = "+,.0f" if one.difference.is_integer() else "+,.2f"
    shown = f"{one.difference:+.1%}" if one.unit == "share" else f"{one.difference:{whole}}"
    if one.interval is None:
        return f"{shown:>11}  {reason}"
    ends = [f"{end:+.1%}" if one.unit == "share" else f"{end:+,.2f}" for end in one.interval]
    chance = reason if one.adjusted is None else f"{one.adjusted:.3f}"
    return f"{shown:>11}  {f'{ends[0]} to {ends[1]}':<18} {chance}"
