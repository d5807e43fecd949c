"""Which planned results rest on which questions: by name, by a condition, and by way of derived variables."""

from __future__ import annotations

from vonnis.codebook.reading import parse_codebook
from vonnis.codebook.templates import template_files
from vonnis.study.protocol import parse_protocol
from vonnis.workflow.traced import results_over

PLAN = """
[[analysis.plan]]
kind = "frequencies"
id = "by_class"
level = "defendant"
variable = "{derived}"
"""


def test_a_result_over_a_derived_variable_rests_on_what_that_is_computed_from() -> None:
    held = template_files("op-de-koop-toe")
    codebook = parse_codebook(held["codebook.yaml"], file="codebook.yaml")
    head = held["study.toml"].split("[analysis]")[0]
    found = results_over(parse_protocol(head + PLAN.format(derived="p_client_age"), file="x"), codebook)
    assert found["k_birth_year"] == ("by_class",)
    assert "k_sex" not in found


def test_the_results_of_the_template_name_their_questions_and_final_values_their_fields() -> None:
    held = template_files("op-de-koop-toe")
    final = '\n[final]\nbirth_year = "k_birth_year"\n'
    protocol = parse_protocol(held["study.toml"] + final, file="study.toml")
    found = results_over(protocol, None)
    assert "girls" in found["v_sex"]
    assert "sentences" in found["k_imp_prison"]
    assert found["k_birth_year"] == ("final.birth_year",)
    assert results_over(None, None) == {}
