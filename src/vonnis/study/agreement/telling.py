"""Agreement in words and aligned columns, as a person reads it in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from vonnis.study.agreement.drift import BLOCK, Drift
from vonnis.study.agreement.machine import MachineError
from vonnis.study.agreement.measuring import Agreement, CategoryAgreement, Coefficient, Method
from vonnis.study.agreement.planning import Expectation, PlannedInterval
from vonnis.study.agreement.proportions import Share

TENTATIVE, RELIABLE = 0.667, 0.80
"""What Krippendorff (2004, 11.4.2) asks of alpha for tentative and for firm conclusions: quoted, not enforced."""
SKEWED = 0.8
_FAR = 0.1
_WIDTH = 100
_HOW: dict[Method, str] = {
    "best": "95% intervals, each by the method that simulation found dependable at this number of units",
    "analytic": "95% intervals of t standard errors, which are too narrow with few units",
    "bootstrap": "95% intervals from resampled units, which are too narrow with few units",
}
_HEAD = ("variable", "units", "twice", "coders", "agree")
_CATEGORY_HEAD = ("category", "answers", "share", "when chosen", "alpha, against others", "prevalence", "bias")
_NAMES = {
    "cohen_kappa_linear": "Cohen's kappa, linear weights",
    "cohen_kappa_quadratic": "Cohen's kappa, quadratic weights",
    "gwet_ac2_linear": "AC2, linear weights",
    "gwet_ac2_quadratic": "AC2, quadratic weights",
}

Cells = Sequence[str]


def told(found: Sequence[Agreement], *, origin: str, method: Method) -> list[str]:
    """Return the agreement on every variable as lines: a table, why something is missing, and how to read it."""
    columns = _columns(found)
    notes: list[str] = []
    rows: list[Cells] = [[*_HEAD, *(title for _, title in columns)]]
    for each in found:
        agree = "–" if each.percent.estimate is None else f"{each.percent.estimate:.0%}"
        counts = [f"{each.units:,}", f"{each.overlap:,}", str(each.coders), agree]
        rows.append([each.variable, *counts, *(_cell(getattr(each, name), notes) for name, _ in columns)])
    lines = [f"Agreement between coders in {origin}", "", *_aligned(rows, left={0, *range(len(_HEAD), len(rows[0]))})]
    lines += ["", *_noted(notes)] if notes else []
    lines += ["", *(line for sentence in _caution(found, method) for line in wrap(sentence, _WIDTH))]
    for each in found:
        lines += _details(each)
    return lines


def told_of_plan(
    expectation: Expectation, sizes: Sequence[PlannedInterval], *, width: float | None, needed: int | None
) -> list[str]:
    """Return the plan as lines."""
    shares = " / ".join(f"{share:.0%}" for share in expectation.shares)
    rows: list[Cells] = [["coded twice", "interval of alpha", "width"]]
    for each in sizes:
        ends = f"{each.low:.2f} to {each.high:.2f}" if each.low is not None and each.high is not None else "–"
        rows.append([f"{each.units:,}", ends, "–" if each.width is None else f"{each.width:.2f}"])
    lines = [
        f"Two coders, categories of {shares}, an alpha of {expectation.alpha:g} expected",
        "",
        *_aligned(rows, left=set()),
        "",
    ]
    if width is not None:
        enough = f"{needed:,} units coded twice" if needed is not None else "No number of units up to 100,000"
        lines.append(f"{enough} {'give' if needed != 1 else 'gives'} an interval no wider than {width:g}.")
    lines.append("A sample that turns out differently gives another width; a rarer category needs more units.")
    return lines


def told_of_drift(found: Mapping[str, Sequence[Drift]]) -> list[str]:
    """Return each coder's agreement with the others over time as lines."""
    most = max((len(each.blocks) for drifts in found.values() for each in drifts), default=0)
    rows: list[Cells] = [["variable", "coder", *(f"part {place}" for place in range(1, most + 1)), "trend p"]]
    for variable, drifts in found.items():
        for each in drifts:
            blocks = [_share(block) for block in each.blocks] + ["–"] * (most - len(each.blocks))
            rows.append([variable, each.coder, *blocks, "–" if each.trend is None else f"{each.trend:.3f}"])
    if len(rows) == 1:
        return [f"No coder has {BLOCK} answers that another coder gave too, so nothing can be said about drift."]
    return [
        "Share of answers that most other coders gave too, in the order in which each coder worked",
        "",
        *_aligned(rows, left={0, 1}),
        "",
        "Of twenty coders who do not drift, one has a p below 0.05.",
    ]


def told_of_machine(variable: str, error: MachineError) -> list[str]:
    """Return the machine's error on one variable as lines."""
    rows: list[Cells] = [["category", "true", "precision", "recall", "taken for"]]
    for each in error.categories:
        wrong = sorted(each.taken_for.items(), key=lambda item: (-item[1], item[0]))
        words = ", ".join(f"{name or 'no answer'} {count}" for name, count in wrong)
        rows.append([each.category, f"{each.recall.of:,}", _share(each.precision), _share(each.recall), words or "–"])
    right = f"right on {_share(error.correct)} of {error.correct.of:,} answers"
    answered = f"answered {_share(error.answered)} of {error.answered.of:,} units"
    return [
        f"{variable}: {right}; {answered}; found {_share(error.found)} of {error.found.of:,} valid values",
        "",
        *_aligned(rows, left={0, 4}),
        "",
    ]


def _columns(found: Sequence[Agreement]) -> list[tuple[str, str]]:
    columns = [("krippendorff_alpha", "alpha"), ("gwet_ac1", "AC1")]
    if any(each.coders <= 2 for each in found):  # noqa: PLR2004 - Cohen's kappa is for two
        columns.append(("cohen_kappa", "kappa (Cohen)"))
    if any(each.coders > 2 for each in found):  # noqa: PLR2004 - as above
        columns.append(("fleiss_kappa", "kappa (Fleiss)"))
    return columns


def _cell(coefficient: Coefficient, notes: list[str]) -> str:
    mark = ""
    if coefficient.reason is not None:
        note = coefficient.reason if coefficient.estimate is None else f"no interval: {coefficient.reason}"
        if note not in notes:
            notes.append(note)
        mark = f" {_mark(notes.index(note))}"
    if coefficient.estimate is None:
        return f"–{mark}"
    if coefficient.low is None or coefficient.high is None:
        return f"{coefficient.estimate:.2f}{mark}"
    return f"{coefficient.estimate:.2f} [{coefficient.low:.2f}, {coefficient.high:.2f}]"


def _category(one: CategoryAgreement, notes: list[str]) -> Cells:
    specific = "–" if one.specific is None else f"{one.specific:.0%}"
    indices = ["–" if index is None else f"{index:+.2f}" for index in (one.prevalence_index, one.bias_index)]
    return [
        one.category,
        f"{one.answers:,}",
        f"{one.share:.0%}",
        specific,
        _cell(one.krippendorff_alpha, notes),
        *indices,
    ]


def _noted(notes: Sequence[str]) -> list[str]:
    """Return the notes as lines, each behind its mark."""
    marked = [f"{_mark(place)}  {note}." for place, note in enumerate(notes)]
    return [line for note in marked for line in wrap(note, _WIDTH, subsequent_indent="   ")]


def _mark(place: int) -> str:
    """Return the mark of a note: a to z, then two letters."""
    return (chr(ord("a") + place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)  # noqa: PLR2004 - the alphabet


def _share(share: Share) -> str:
    if share.estimate is None or share.low is None or share.high is None:
        return "–"
    return f"{share.estimate:.0%} [{share.low:.0%}, {share.high:.0%}]"


def _aligned(rows: Sequence[Cells], *, left: set[int]) -> list[str]:
    """Return rows as lines with columns under each other; words to the left, all else to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            f"{cell:<{width}}" if place in left else f"{cell:>{width}}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def _caution(found: Sequence[Agreement], method: Method) -> Iterator[str]:
    yield "units: with an answer; twice: with answers of two coders or more, on which all else rests."
    yield f"In brackets: {_HOW[method]}."
    yield (
        f"Krippendorff (2004) asks alpha to be {RELIABLE:.2f}, and {TENTATIVE} for tentative conclusions. "
        "What a study needs depends on what follows from an error."
    )
    if any(each.level in ("ordinal", "interval", "ratio") for each in found):
        yield "On ranks and numbers alpha counts how far answers lie apart; all else only whether they differ."
    low = [each.variable for each in found if _low(each.krippendorff_alpha)]
    if low:
        yield f"The interval of alpha reaches below {TENTATIVE}: {', '.join(low)}."
    skewed = [each.variable for each in found if _paradox(each)]
    if skewed:
        yield (
            "Coders mostly agree, yet alpha is far below AC1, as happens where nearly all answers fall in one "
            f"category: {', '.join(skewed)}. Read --full for each category before deciding."
        )


def _low(coefficient: Coefficient) -> bool:
    return coefficient.low is not None and coefficient.low < TENTATIVE


def _paradox(each: Agreement) -> bool:
    agree, alpha, other = (c.estimate for c in (each.percent, each.krippendorff_alpha, each.gwet_ac1))
    if agree is None or alpha is None or other is None or each.level not in ("nominal", "set"):
        return False
    return agree >= SKEWED and other - alpha > _FAR


def _details(each: Agreement) -> list[str]:
    """Return what ``--full`` adds for one variable."""
    if not each.categories and not each.weighted:
        return []
    notes: list[str] = []
    lines = ["", f"{each.variable}, in full", ""]
    if each.categories:
        lines += [*_aligned([_CATEGORY_HEAD, *(_category(one, notes) for one in each.categories)], left={0}), ""]
    others = [("PABAK (Brennan-Prediger)", each.pabak), *((_NAMES[name], one) for name, one in each.weighted.items())]
    width = max(len(name) for name, _ in others)
    lines += [f"{name:<{width}}  {_cell(one, notes)}" for name, one in others]
    return lines + (["", *_noted(notes)] if notes else [])
