"""Every mistake in a policy is told with its line and column; what is left out holds as in the shipped file."""

from __future__ import annotations

from pathlib import Path

import pytest

from vonnis.disclosure.policy import Policy, default_policy, parse_policy
from vonnis.errors import MistakesError, StudyError

REASON = "reason: { nl: reden, en: reason }\n"
EXCEPTION = """exceptions:
  - id: E1
    figures: [age]
    reason: { nl: reden, en: reason }
    decided_by: the board
    date: 2026-11-02
"""


def parsed(text: str) -> Policy:
    return parse_policy(text, file="policy.yaml")


def test_a_policy_in_yaml_states_everything() -> None:
    policy = parsed(
        "threshold: 10\ncrossings: 15\nmethod: round\nleast_complexes: 3\np_percent: 0.2\n"
        "dominance: { largest: 1, share: 0.5 }\nvariables: { age: { threshold: 20 } }\n"
        "recognisable:\n  - { complex: C7, reason: { nl: in de krant, en: in the papers } }\n"
        "data: { k: 12, l: 2, sensitive: [sentence], steps: { age: [ { '15': '16' } ] } }\n"
        "deciders: [the board]\n" + EXCEPTION
    )
    assert (policy.crossings, policy.method, policy.least_complexes, policy.p_percent) == (15, "round", 3, 0.2)
    assert (policy.data.k, policy.data.steps["age"][0]["15"]) == (12, "16")
    assert policy.threshold_for("age_mean", "client") == 20
    assert policy.recognisable[0].complex == "C7"


@pytest.mark.parametrize("text", ["threshold: 10\n", "# nothing new\nzeros: publish\n"])
def test_what_is_left_out_holds_as_in_the_default(text: str) -> None:
    assert parsed(text) == default_policy()


def test_the_levels_of_the_default_stay_beside_those_of_a_study() -> None:
    policy = parsed("levels: { client: { threshold: 12 } }\n")
    assert (policy.threshold_at("client"), policy.threshold_at("document")) == (12, 1)


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        pytest.param("treshold: 5\n", (1, 1), "did you mean `threshold`?", id="misspelt"),
        pytest.param("zeros: publish\nthreshold: ten\n", (2, 12), "write a whole number", id="wrong-kind"),
        pytest.param("zeros: perhaps\n", (1, 8), "write one of publish, withhold", id="no-choice"),
        pytest.param("threshold: 0\n", (1, 1), "threshold is 0; it must be 1 or more", id="nought"),
        pytest.param("levels:\n  pair: { threshold: 0 }\n", (2, 11), "levels.pair.threshold is 0", id="level"),
        pytest.param("levels: 3\n", (1, 9), "must be a table of levels", id="levels"),
        pytest.param("dominance: { largest: 2, share: 9 }\n", (1, 1), "a `share` above 0, up to 1", id="dominance"),
        pytest.param("p_percent: 10\n", (1, 1), "write it as a share", id="p-percent"),
        pytest.param("- 1\n", (1, 1), "holds no table of settings", id="list"),
        pytest.param(
            "recognisable:\n  - { complex: C1, reason: { nl: x } }\n",
            (2, 5),
            "a reason in both languages",
            id="complex",
        ),
        pytest.param(
            f"deciders: [the minister]\n{EXCEPTION}", (6, 5), "was decided by the board, who is none", id="decider"
        ),
        pytest.param(f"{EXCEPTION}{EXCEPTION[12:]}", (7, 5), "needs an id of its own", id="twice"),
        pytest.param(EXCEPTION.replace(", en: reason", ""), (2, 5), "in Dutch and in English", id="one-language"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, place: tuple[int, int], sentence: str) -> None:
    with pytest.raises(MistakesError) as caught:
        parsed(text)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("policy.yaml, line {}, column {}: ".format(*place))


@pytest.mark.parametrize(
    "text",
    ["threshold: 5\n", "least_complexes: 1\n", "variables: { age: { threshold: 3 } }\n", "extremes: publish\n"],
)
def test_a_laxer_policy_says_why(text: str) -> None:
    with pytest.raises(StudyError, match=r"policy.yaml, line 1: .* less strict than the default"):
        parsed(text)
    assert parsed(text + REASON).reason["en"] == "reason"


def test_a_mistake_in_study_toml_is_told_with_its_place(tmp_path: Path) -> None:
    text = 'a = 1\n\n[disclosure]\nthreshold = 12\nextreme = "withhold"\n'
    with pytest.raises(
        MistakesError, match=r"study.toml, line 5, column 1: `extreme` is no setting here; did you mean"
    ):
        parse_policy(text, file=str(tmp_path / "study.toml"))
