"""The analysis of a study: every figure and table, private until the gate."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vonnis.analysis import people, registration, sentencing
from vonnis.analysis.around import Read
from vonnis.analysis.making import Maker
from vonnis.analysis.plan import plan_of
from vonnis.analysis.result import Result, TableResult
from vonnis.study.dataset import Dataset
from vonnis.study.protocol import Protocol
from vonnis.study.series import SeriesYear


class Analysis(msgspec.Struct, frozen=True):
    """Everything that was computed, before disclosure control."""

    results: tuple[Result, ...]
    tables: tuple[TableResult, ...]

    def result(self, id_: str) -> Result:
        """Return the result with this id; raise KeyError where there is none."""
        return {result.id: result for result in self.results}[id_]


def analyse(dataset: Dataset, series: Sequence[SeriesYear], *, protocol: Protocol) -> Analysis:
    """Return every figure and table that a study of this kind prints.

    Raises:
        StudyError: the registration series lacks a year that the protocol asks for.
    """
    maker = Maker(
        source=protocol.material.source,
        parameters={
            "intake_from": protocol.population.intake_from,
            "intake_to": protocol.population.intake_to,
            "days": protocol.parameters.long_prison_days,
            "days_below": protocol.parameters.long_prison_days - 1,
            "rule_nl": protocol.parameters.day_rule.words["nl"],
            "rule_en": protocol.parameters.day_rule.words["en"],
        },
        complexes={client.id: client.complex for client in dataset.clients}
        | {victim.id: victim.complex for victim in dataset.victims},
        reads=_reads(protocol),
    )
    return Analysis(
        results=(
            *people.figures(dataset, maker, protocol=protocol),
            *sentencing.figures(dataset, maker, protocol=protocol),
            *registration.figures(series, protocol.parameters),
        ),
        tables=(
            *people.tables(dataset, maker, protocol=protocol),
            *sentencing.tables(dataset, maker, protocol=protocol),
            registration.table(series),
        ),
    )


def _reads(protocol: Protocol) -> dict[str, Read]:
    """Return how the plan of a study reads the units of each level."""
    plan = plan_of(protocol.analysis, where="study.toml")
    sizes = plan.population if plan.reading == "sample" else {}
    whole = sizes.get("complex")
    return {
        level: Read(plan.reading, sizes.get({"client": "defendant"}.get(level, level)), whole)
        for level in ("client", "victim", "pair", "complex")
    }
