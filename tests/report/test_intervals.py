"""The methods behind intervals are named in the language of the report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import vonnis
from vonnis.report.intervals import method_name, method_names
from vonnis.report.words import LANGUAGES, Language, data


@pytest.mark.parametrize(
    ("method", "language", "name"),
    [
        ("studentised bootstrap", "nl", "gestudentiseerde bootstrap"),
        ("t, clusters (CR2)", "nl", "t-verdeling met clusters (CR2)"),
        ("t, clusters (CR2)", "en", "t distribution with clusters (CR2)"),
        ("Wilson, finite population", "nl", "Wilson, eindige populatie"),
        ("prediction-powered, Wilson, clusters", "en", "with machine values, Wilson with clusters"),
        ("Wald, clusters (CR1, t)", "nl", "Wald met clusters (CR1, t)"),
        ("Wald, random intercepts (t)", "nl", "Wald met een eigen niveau per cluster (t)"),
        ("a method of somebody", "nl", "a method of somebody"),
    ],
)
def test_a_method_has_a_name_in_each_language(method: str, language: Language, name: str) -> None:
    assert method_name(method, language) == name


def test_each_is_named_once_in_the_order_of_the_alphabet() -> None:
    assert method_names(["score", "quasi-Poisson", "score"], "nl") == "quasi-Poisson; score-interval"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_a_method_that_the_analysis_names_has_a_name(language: Language) -> None:
    known = data("intervals.yaml")
    paths = (Path(vonnis.__file__).parent / "analysis").glob("*.py")
    sources = [path.read_text() for path in paths if path.name != "significance.py"]  # whose methods are of tests
    lines = [
        line for source in sources for line in re.findall(r"(?:Interval|_named|_t)\(.*|method = .*|\"Wald.*", source)
    ]
    quoted = {name for line in lines for name in re.findall(r'"([A-Za-z][^"]+)"', line)} - {"mixed_logistic"}
    found = {part for name in quoted for part in re.split(r", (?![^(]*\))", name)}
    assert len(found) >= 16
    assert sorted(part for part in found if language not in known.get(part, {})) == []
