"""What a prosecutor demands and a judgment recites is read back exactly, and neither defence nor dictum with it."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extraction.material import invented
from tests.properties.demands import Demand, write_demand
from tests.properties.sentences import Meant
from vonnis.extraction.demand import find_demand


def read(demand: Demand) -> list[Meant]:
    """Return what is read as demanded, and check that every passage is where it says it is."""
    judgment = invented(demand.text)
    dictum = next(section for section in judgment.sections if section.kind == "dictum")
    answer = find_demand(judgment, "first_instance", stop=dictum.start)
    for sanction in answer.value:
        for span in (sanction.evidence, *sanction.parts.values()):
            span.check(judgment.text)
    return sorted((Meant(s.kind, s.total, s.suspended, s.probation, s.substitute) for s in answer.value), key=str)


@given(chance=st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_demand_is_read_back(chance: random.Random) -> None:
    demand = write_demand(chance)
    assert read(demand) == sorted(demand.meant, key=str), demand.text


def test_demands_of_many_prosecutors_are_read_back() -> None:
    for seed in range(400):
        demand = write_demand(random.Random(seed))
        assert read(demand) == sorted(demand.meant, key=str), demand.text
