"""The agreement between coders as results: private to the study, to be printed beside the figures they vouch for.

For each variable the share of answers that agree, Krippendorff's alpha and Gwet's AC1, each with its interval where an
honest one exists. Where a coefficient has no value the reason stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from vonnis.analysis.result import Basis, Interval, Result, Text
from vonnis.codebook.codebook import Codebook
from vonnis.study.agreement.measuring import MANY_UNITS, Agreement, Coefficient

LEVEL = 0.95
Name = Literal["percent", "krippendorff_alpha", "gwet_ac1"]
COEFFICIENTS: tuple[Name, ...] = ("percent", "krippendorff_alpha", "gwet_ac1")
"""What is told of each variable, in this order."""

_LABELS: dict[Name, Text] = {
    "percent": {"nl": "overeenstemming", "en": "agreement"},
    "krippendorff_alpha": {"nl": "Krippendorffs alfa", "en": "Krippendorff's alpha"},
    "gwet_ac1": {"nl": "Gwets AC1", "en": "Gwet's AC1"},
}
_DEFINITIONS: dict[Name, Text] = {
    "percent": {
        "nl": "Aandeel van de dubbel gecodeerde eenheden waarin codeurs die elkaar niet zagen hetzelfde antwoorden.",
        "en": "Share of the units coded twice on which coders who did not see each other answer the same.",
    },
    "krippendorff_alpha": {
        "nl": "Overeenstemming gecorrigeerd voor toeval, naar het meetniveau van de variabele (Krippendorff 2011).",
        "en": "Agreement corrected for chance, by the level of measurement of the variable (Krippendorff 2011).",
    },
    "gwet_ac1": {
        "nl": "Overeenstemming gecorrigeerd voor toeval, die bij scheve verdelingen niet instort (Gwet 2008).",
        "en": "Agreement corrected for chance that holds where one answer is rare (Gwet 2008).",
    },
}
_SOURCE: Text = {"nl": "Coderingen van dit onderzoek.", "en": "The codings of this study."}


class AgreementLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a table of agreement: a variable, and what is told of it.

    Attributes:
        variable: its name; ``NAME (stated)`` for whether coders agree that a number is stated at all.
        label: its label in the codebook.
        scale: how it is measured: nominal, ordinal, interval, ratio or set.
        overlap: the units that two coders or more answered.
        coders: how many coders answered.
        percent, krippendorff_alpha, gwet_ac1: the share and the coefficients, each a private result.
        reasons: why a coefficient has no value or no interval, by its name.
    """

    variable: str
    label: Text
    scale: str
    overlap: int
    coders: int
    percent: Result
    krippendorff_alpha: Result
    gwet_ac1: Result
    reasons: dict[str, str] = {}

    @property
    def results(self) -> tuple[Result, ...]:
        """The results of the line, in the order in which they are told."""
        return tuple(getattr(self, name) for name in COEFFICIENTS)


def agreement_lines(found: Iterable[Agreement], codebook: Codebook) -> tuple[AgreementLine, ...]:
    """Return a line for each variable of which units were coded twice, in the order given."""
    return tuple(_lines(found, codebook))


def _lines(found: Iterable[Agreement], codebook: Codebook) -> Iterator[AgreementLine]:
    for one in found:
        if not one.overlap:
            continue
        name, _, stated = one.variable.partition(" ")
        variable = codebook.by_name[name]
        more = {"nl": " (vermeld)", "en": " (stated)"} if stated else {"nl": "", "en": ""}
        label = {language: text + more.get(language, "") for language, text in variable.label.items()}
        told: dict[Name, Coefficient] = {key: getattr(one, key) for key in COEFFICIENTS}
        results = {key: _result(key, each, one, label=label, level=variable.level) for key, each in told.items()}
        yield AgreementLine(
            variable=one.variable,
            label=label,
            scale=one.level,
            overlap=one.overlap,
            coders=one.coders,
            reasons={key: each.reason for key, each in told.items() if each.reason},
            **results,
        )


def _result(key: Name, coefficient: Coefficient, one: Agreement, *, label: Text, level: str) -> Result:
    interval = None
    if coefficient.low is not None and coefficient.high is not None:
        interval = Interval(coefficient.low, coefficient.high, LEVEL, _method(key, one))
    return Result(
        id=f"agreement_{key}_{one.variable.replace(' (stated)', '_stated')}",
        label={language: f"{text}: {_LABELS[key][language]}" for language, text in label.items()},
        statistic="coefficient",
        value=coefficient.estimate,
        unit="share" if key == "percent" else "coefficient",
        level={"defendant": "client"}.get(level, level),
        n=one.overlap,
        interval=interval,
        definition=_DEFINITIONS[key],
        source=_SOURCE,
        basis=Basis(reading="process"),
    )


def _method(key: Name, one: Agreement) -> str:
    """Return how the interval was made; see :func:`vonnis.study.agreement.measuring.measure`."""
    if key != "krippendorff_alpha" or one.level in ("nominal", "set"):
        return "score"
    numbers = one.level in ("interval", "ratio")
    return "studentised bootstrap" if numbers and one.overlap < MANY_UNITS else "logarithmic"
