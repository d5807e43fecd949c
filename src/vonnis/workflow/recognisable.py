"""The case complexes that can be recognised from elsewhere, named to the researcher at each release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vonnis.analysis.analyse import Analysis
from vonnis.disclosure.claims import claims_of
from vonnis.disclosure.policy import Policy
from vonnis.disclosure.released import Release
from vonnis.errors import StudyError
from vonnis.study.dataset import Dataset

_MANY = 0.5


def recognised(policy: Policy, released: Release, *, dataset: Dataset, analysis: Analysis) -> Iterator[str]:
    """Yield a sentence for each recognisable complex: who is in it, what was withheld for it, and where it weighs most.

    Raises:
        StudyError: the policy names a complex that the study does not have.
    """
    complexes = {one.id: one for one in dataset.complexes}
    withheld = [decision for decision in released.decisions if decision.rule == "recognisable"]
    for known in policy.recognisable:
        if known.complex not in complexes:
            message = (
                f"the policy calls complex {known.complex} recognisable, but the study has no complex of that name"
            )
            raise StudyError(message)
        one = complexes[known.complex]
        heavy = sorted(_heavy(one.id, released, dataset=dataset, analysis=analysis))
        look = f"; look at {', '.join(heavy)}, of which it makes half or more" if heavy else ""
        yield (
            f"complex {one.id} can be recognised ({known.reason['en']}): {len(one.clients)} clients and "
            f"{len(one.victims)} victims; the public data hold no answer of them, and {len(withheld)} numbers were "
            f"held back so that they do not stand alone{look}"
        )


def _heavy(complex_: str, released: Release, *, dataset: Dataset, analysis: Analysis) -> Iterator[str]:
    """Yield the published counts of which half or more belong to one complex."""
    of: Mapping[str, str] = {person.id: person.complex for person in dataset.clients}
    of = {**of, **{person.id: person.complex for person in dataset.victims}}
    kept = {decision.id for decision in released.decisions if decision.outcome == "withheld"}
    for level in ("client", "victim"):
        results = [result for result in analysis.results if result.level == level]
        for claim in claims_of(results, [table for table in analysis.tables if table.level == level]):
            here = sum(of.get(unit) == complex_ for unit in claim.units)
            if claim.id not in kept and here >= _MANY * len(claim.units):
                yield claim.id
