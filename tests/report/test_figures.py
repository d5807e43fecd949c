"""The numbers of a release as ``figures.json`` lists them."""

from __future__ import annotations

import json

import msgspec

from tests.disclosure.invented import figure, keys, let_out, share
from tests.report.invented import masthead
from vonnis.analysis.result import Interval
from vonnis.report.figures import figures_of


def test_a_mean_brings_the_degrees_of_freedom_of_its_interval_and_nothing_else_does() -> None:
    around = Interval(low=14.0, high=16.0, level=0.95, method="t, clusters (CR2)", freedom=11)
    units = keys("v", 1, 60)
    mean = figure("age_mean", "mean", 15.0, n=60, units=units, unit="year", interval=around)
    part = share("girls_share", 30, 60, units=keys("v", 1, 30), base=units)
    found = json.loads(msgspec.json.encode(figures_of(let_out(mean, part), masthead())))["figures"]
    assert {one["id"]: one["freedom"] for one in found if "freedom" in one} == {"age_mean": 11}
