"""What changed since the last release: other values, and figures that only one of the two prints."""

from __future__ import annotations

import pytest

from vonnis.report.figures import Figure, Figures
from vonnis.workflow.kept_releases import changes_since


def figures(value: float | None, *, statistic: str = "share") -> Figures:
    one = Figure(
        id="girls",
        label="girls",
        label_nl="meisjes",
        value=value,
        unit="share",
        statistic=statistic,
        n=40,
        source="cases",
        fictional=True,
    )
    return Figures(fictional=True, figures=(one,))


NOTHING = Figures(fictional=True, figures=())


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        pytest.param(figures(0.5), figures(0.6), [(0.5, True)], id="another value"),
        pytest.param(figures(0.5), figures(0.5), [], id="the same value"),
        pytest.param(figures(0.5), figures(None), [(None, True)], id="withheld now"),
        pytest.param(figures(None), figures(0.5), [(None, False)], id="withheld then"),
        pytest.param(NOTHING, figures(0.5), [(None, False)], id="new"),
        pytest.param(figures(0.5), NOTHING, [], id="gone"),
        pytest.param(figures(None), figures(None), [], id="never printed"),
        pytest.param(figures(5, statistic=""), figures(None, statistic=""), [], id="a cell withheld now"),
        pytest.param(figures(5, statistic=""), figures(7, statistic=""), [(5, True)], id="a cell with another value"),
    ],
)
def test_a_change_is_told(before: Figures, now: Figures, told: list[tuple[float | None, bool]]) -> None:
    found = list(changes_since(before, now))
    assert [(one.value, one.printed) for one in found] == told
    assert {one.label["nl"] for one in found} <= {"meisjes"}
