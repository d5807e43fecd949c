"""The machine's error as results: what it read against the final values of the coders, a variable at a time.

They tell about the machine, as agreement tells about coders. They are rounded to whole percentages and have no interval
or denominator of their own, since those would tell how often files are silent, which may be a small number. The error
by category stays inside the study.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from vonnis.analysis.result import Basis, Result, Text
from vonnis.codebook.codebook import Codebook
from vonnis.study.agreement.machine import MachineError
from vonnis.study.agreement.proportions import Share

Name = Literal["correct", "found"]
MEASURES: tuple[Name, ...] = ("correct", "found")
"""What is told of the machine on each variable: its precision and its recall."""
_LABELS: dict[Name, Text] = {
    "correct": {"nl": "juist van wat de machine gaf", "en": "right of what the machine gave"},
    "found": {"nl": "gevonden door de machine", "en": "found by the machine"},
}
_DEFINITIONS: dict[Name, Text] = {
    "correct": {
        "nl": "Aandeel van de antwoorden van de machine dat gelijk is aan het eindantwoord van de codeurs (precisie).",
        "en": "Share of the machine's answers that equal the final answer of the coders (precision).",
    },
    "found": {
        "nl": "Aandeel van de geldige eindantwoorden van de codeurs dat de machine ook gaf (recall).",
        "en": "Share of the valid final answers of the coders that the machine gave too (recall).",
    },
}
_SOURCE: Text = {
    "nl": "Antwoorden van de machine naast de eindantwoorden van de codeurs.",
    "en": "The machine's answers beside the final answers of the coders.",
}


def machine_results(errors: Mapping[str, MachineError], codebook: Codebook) -> Iterator[Result]:
    """Yield precision and recall of the machine on each variable, in the order of the codebook."""
    for variable in codebook.variables:
        error = errors.get(variable.name)
        if error is None:
            continue
        shares: dict[Name, Share] = {"correct": error.correct, "found": error.found}
        for name, share in shares.items():
            yield Result(
                id=f"machine_{name}_{variable.name}",
                label={key: f"{text}: {_LABELS[name].get(key, '')}" for key, text in variable.label.items()},
                statistic="coefficient",
                value=None if share.estimate is None else round(share.estimate, 2),
                unit="share",
                level={"defendant": "client"}.get(variable.level, variable.level),
                n=error.answered.of,
                interval=None,
                definition=_DEFINITIONS[name],
                source=_SOURCE,
                basis=Basis(reading="process"),
            )
