"""The disclosure policy: which numbers may leave, and the documented exceptions to it.

A study states its policy in the ``[disclosure]`` table of ``study.toml`` (or in a YAML file with the same keys); what
it does not state holds as in the shipped ``policy.yaml``::

    [disclosure]
    threshold = 5
    crossings = 10                        # a cell of two variables beside each other
    published_elsewhere = "pass"
    reason = { nl = "...", en = "..." }   # why it is less strict than the default

    [disclosure.levels.complex]
    threshold = 3

    [[disclosure.exceptions]]
    id = "E1"
    figures = ["victim_age_min"]        # ids of figures, tables, or cells
    rules = ["extreme"]                 # leave out to set every rule aside
    reason = { nl = "...", en = "..." }
    decided_by = "..."
    date = 2026-11-23
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

import msgspec

from vonnis.errors import StudyError
from vonnis.located.decoding import decode
from vonnis.located.node import Node, Notes
from vonnis.located.text import read_text
from vonnis.located.toml_file import parse_toml
from vonnis.located.yaml_file import parse_yaml

Rule = Literal[
    "threshold",
    "numerator",
    "complement",
    "least_n",
    "small_group",
    "missing",
    "rounded",
    "zero",
    "extreme",
    "linked",
    "complementary",
    "total",
    "published_elsewhere",
    "published_earlier",
    "not_computed",
    "one_complex",
    "recognisable",
    "dominance",
    "p_percent",
    "from_rounded",
    "to_multiples",
    "none",
]
Choice = Literal["publish", "withhold"]
_LANGUAGES = ("nl", "en")


class LevelPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What differs at one level of analysis; None where the general rule holds."""

    threshold: int | None = None
    least_n: int | None = None


class VariablePolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What differs for one variable, or for the figures and tables whose ids begin with its name; None where nothing.

    A threshold of a variable takes the place of that of its level.
    """

    threshold: int | None = None
    extremes: Choice | None = None
    zeros: Choice | None = None


class Dominance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much of an amount the ``largest`` few may bring in together: at most this ``share``, from 0 to 1."""

    largest: int
    share: float


class RecognisableComplex(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case complex that can be recognised from elsewhere, such as the press; and why, in each language."""

    complex: str
    reason: dict[str, str]


class DataRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of the public data file.

    Attributes:
        k: how many rows must share a combination of open answers; None for the threshold of the level.
        sensitive: variables whose answer no group may have in common.
        l: how many different answers a group must hold in each of those.
        steps: coarser classes by variable, one mapping of codes a step (``{"1": "2"}``), taken where less is lost so.
        labels: what a coarser class is called, by variable and code; the labels of its classes together by default.
    """

    k: int | None = None
    sensitive: tuple[str, ...] = ()
    l: int = 1  # noqa: E741 - the name that the literature gives it
    steps: dict[str, tuple[dict[str, str], ...]] = {}
    labels: dict[str, dict[str, dict[str, str]]] = {}


class DocumentedException(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision of a named person to publish what a rule would withhold.

    ``figures`` are ids of figures, tables (``victims_by_age``) or single cells; ``rules`` are the rules set aside,
    all of them where none is named.
    """

    id: str
    figures: tuple[str, ...]
    reason: dict[str, str]
    decided_by: str
    date: dt.date
    rules: tuple[Rule, ...] = ()

    def covers(self, id_: str, rule: Rule) -> bool:
        """Tell whether this exception sets a rule aside for a figure, a table, or a cell of that table."""
        named = any(id_ == figure or id_.startswith(f"{figure}.") for figure in self.figures)
        return named and (not self.rules or rule in self.rules)


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of one release.

    Attributes:
        threshold: a count of units from 1 up to this number, itself not included, is withheld.
        zeros: whether a count of zero (and a share of 0 or 1) may leave.
        extremes: whether a minimum or maximum, which is the value of one unit, may leave.
        missing: whether small numbers of missing answers may leave; if not, the n that tells them stays inside too.
        published_elsewhere: whether numbers that a third party has published pass unchecked.
        method: withhold what is too small, or round every count of the report to multiples of the threshold.
        crossings: the threshold of a cell in a table of two variables, where that is higher than otherwise.
        least_complexes: from how many case complexes the people of a count must come.
        dominance: how much of a sum or mean of amounts a few may bring in; None where that is not asked.
        p_percent: how near, as a share, the second largest may come to the largest amount by subtracting; None if not.
        levels: what differs at one level of analysis.
        variables: what differs for one variable.
        deciders: who may decide on an exception, by name or role; anyone who is named where nobody stands here.
        recognisable: case complexes that can be recognised from elsewhere.
        data: the rules of the public data file.
        exceptions: documented exceptions.
        reason: why the rules are less strict than the default, in each language; asked for where they are.
    """

    threshold: int
    zeros: Choice
    extremes: Choice
    missing: Choice
    published_elsewhere: Literal["pass", "check"]
    method: Literal["suppress", "round"] = "suppress"
    crossings: int | None = None
    least_complexes: int = 1
    dominance: Dominance | None = None
    p_percent: float | None = None
    levels: dict[str, LevelPolicy] = {}
    variables: dict[str, VariablePolicy] = {}
    deciders: tuple[str, ...] = ()
    recognisable: tuple[RecognisableComplex, ...] = ()
    data: DataRules = DataRules()
    exceptions: tuple[DocumentedException, ...] = ()
    reason: dict[str, str] = {}

    def threshold_at(self, level: str) -> int:
        """Return the smallest count that may leave at a level."""
        own = self.levels.get(level, LevelPolicy()).threshold
        return self.threshold if own is None else own

    def threshold_for(self, id_: str, level: str, *, crossing: bool = False) -> int:
        """Return the smallest count that may leave as one number; ``crossing`` for a cell of two variables."""
        own = [rules.threshold for rules in self.rules_for(id_) if rules.threshold is not None]
        usual = max(own) if own else self.threshold_at(level)
        return max(usual, self.crossings or 0) if crossing and usual > 1 else usual

    def zeros_for(self, id_: str) -> Choice:
        """Return whether a zero may leave as this number."""
        return next((rules.zeros for rules in self.rules_for(id_) if rules.zeros), self.zeros)

    def extremes_for(self, id_: str) -> Choice:
        """Return whether this minimum or maximum may leave."""
        return next((rules.extremes for rules in self.rules_for(id_) if rules.extremes), self.extremes)

    def rules_for(self, id_: str) -> list[VariablePolicy]:
        """Return what differs for the variable of a figure, table or cell, the longest name first."""
        named = [name for name in self.variables if id_ == name or id_.startswith((f"{name}.", f"{name}_"))]
        return [self.variables[name] for name in sorted(named, key=lambda name: (-len(name), name))]

    def least_n_at(self, level: str) -> int:
        """Return the smallest number of units that a share, mean or median may rest on at a level."""
        own = self.levels.get(level, LevelPolicy()).least_n
        return self.threshold_at(level) if own is None else own

    def exception_for(self, id_: str, rule: Rule) -> DocumentedException | None:
        """Return the first exception that sets a rule aside for this figure, or None."""
        return next((exception for exception in self.exceptions if exception.covers(id_, rule)), None)


@cache
def default_policy() -> Policy:
    """Return the shipped strict policy."""
    import yaml

    text = files("vonnis.disclosure").joinpath("policy.yaml").read_text(encoding="utf-8")
    return _converted(yaml.safe_load(text), "policy.yaml")


def policy_of(table: Mapping[str, Any], *, where: str) -> Policy:
    """Return the policy that a ``[disclosure]`` table states, on top of the default.

    Raises:
        StudyError: a key is unknown, a value is of the wrong kind, or an exception is not documented; the message
            names ``where`` and the key.
    """
    base = msgspec.to_builtins(default_policy())
    policy = _converted({**base, **table, "levels": {**base["levels"], **_levels(table, where)}}, where)
    _ask_reason(policy, where)
    return policy


def _ask_reason(policy: Policy, where: str) -> None:
    if _is_laxer(policy) and any(not policy.reason.get(language, "").strip() for language in _LANGUAGES):
        message = f"{where}: the disclosure policy is less strict than the default; say why (reason.nl, reason.en)"
        raise StudyError(message)


def read_policy(path: Path) -> Policy:
    """Return the policy in a file: the ``[disclosure]`` table of a TOML file, or a YAML file with the same keys.

    Raises:
        StudyError: the file cannot be read, or is less strict than the default without a reason.
        MistakesError: it does not hold a policy; each mistake with line and column.
    """
    text = read_text(path, hint="put the disclosure policy there or leave it out")
    return parse_policy(text, file=str(path))


def parse_policy(text: str, *, file: str) -> Policy:
    """Return the policy in the text of a TOML or YAML file, on top of the default.

    Raises:
        MistakesError: the text does not hold a policy; each mistake with line and column.
        StudyError: it is less strict than the default and does not say why.
    """
    notes = Notes(file)
    node = parse_toml(text, notes) if file.endswith(".toml") else parse_yaml(text, notes)
    notes.stop_if_any()
    if node is not None and file.endswith(".toml"):
        node = node.entries.get("disclosure")
    if node is None or (node.kind == "plain" and not node.raw):
        return default_policy()
    if node.kind != "mapping":
        notes.add(node.place, "the disclosure policy holds no table of settings; write `key: value`")
        notes.stop_if_any()
    base = _default_node()
    levels = {**base.entries["levels"].entries, **(node.entries["levels"].entries if "levels" in node.entries else {})}
    own_levels = msgspec.structs.replace(node.entries.get("levels", base.entries["levels"]), entries=levels)
    whole = msgspec.structs.replace(node, entries={**base.entries, **node.entries, "levels": own_levels})
    whole = msgspec.structs.replace(whole, keys={**base.keys, **node.keys})
    if "levels" in node.entries and node.entries["levels"].kind != "mapping":
        notes.add(
            node.entries["levels"].place, "`levels` must be a table of levels, such as [disclosure.levels.victim]"
        )
        notes.stop_if_any()
    policy = decode(whole, Policy, notes=notes)
    notes.stop_if_any()
    for path, sentence in _problems(policy):
        notes.add(node.at(*path), sentence)
    notes.stop_if_any()
    _ask_reason(policy, f"{file}, line {node.place.line}")
    return cast("Policy", policy)


def _default_node() -> Node:
    notes = Notes("policy.yaml")
    node = parse_yaml(files("vonnis.disclosure").joinpath("policy.yaml").read_text(encoding="utf-8"), notes)
    notes.stop_if_any()
    return cast("Node", node)


def _levels(table: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    levels = table.get("levels", {})
    if not isinstance(levels, Mapping):
        message = f"{where}: disclosure.levels must be a table of levels, such as [disclosure.levels.victim]"
        raise StudyError(message)
    return levels


def _converted(content: Mapping[str, Any], where: str) -> Policy:
    try:
        policy = msgspec.convert(content, Policy)
    except msgspec.ValidationError as error:
        message = f"{where}: the disclosure policy is wrong: {_one_line(error)}"
        raise StudyError(message) from error
    problems = [sentence for _, sentence in _problems(policy)]
    if problems:
        message = f"{where}: {'; '.join(problems)}"
        raise StudyError(message)
    return policy


def _is_laxer(policy: Policy) -> bool:
    default = default_policy()
    levels = {*policy.levels, *default.levels, ""}
    lower = any(
        policy.threshold_at(level) < default.threshold_at(level) or policy.least_n_at(level) < default.least_n_at(level)
        for level in levels
    )
    lower = lower or any(
        (rules.threshold or default.threshold) < default.threshold for rules in policy.variables.values()
    )
    choices = [(policy.extremes, default.extremes), (policy.missing, default.missing)]
    choices += [(rules.extremes or policy.extremes, default.extremes) for rules in policy.variables.values()]
    fewer = policy.least_complexes < default.least_complexes
    fewer = fewer or (policy.data.k is not None and policy.data.k < default.threshold)
    return lower or fewer or _is_laxer_on_money(policy) or ("publish", "withhold") in choices


def _is_laxer_on_money(policy: Policy) -> bool:
    """Tell whether more of an amount may come from a few, or the largest be told more nearly."""
    usual, own = default_policy().dominance, policy.dominance
    if usual and (own is None or own.share > usual.share or (own.share == usual.share and own.largest < usual.largest)):
        return True
    return (policy.p_percent or 0.0) < (default_policy().p_percent or 0.0)


_Path = tuple[str | int, ...]


def _problems(policy: Policy) -> Iterator[tuple[_Path, str]]:
    """Yield what the types do not catch: where it stands, and a sentence."""
    numbers: dict[_Path, int | None] = {
        ("threshold",): policy.threshold,
        ("crossings",): policy.crossings,
        ("least_complexes",): policy.least_complexes,
        ("data", "k"): policy.data.k,
        ("data", "l"): policy.data.l,
    }
    for name, level in policy.levels.items():
        numbers |= {("levels", name, "threshold"): level.threshold, ("levels", name, "least_n"): level.least_n}
    numbers |= {("variables", name, "threshold"): rules.threshold for name, rules in policy.variables.items()}
    for path, number in numbers.items():
        if number is not None and number < 1:
            yield path, f"disclosure.{'.'.join(map(str, path))} is {number}; it must be 1 or more"
    if policy.dominance and not (policy.dominance.largest >= 1 and 0.0 < policy.dominance.share <= 1.0):
        yield ("dominance",), "disclosure.dominance needs a whole `largest` of 1 or more and a `share` above 0, up to 1"
    if policy.p_percent is not None and not 0.0 < policy.p_percent <= 1.0:
        yield ("p_percent",), f"disclosure.p_percent is {policy.p_percent}; write it as a share above 0, up to 1 (0.1)"
    for number, known in enumerate(policy.recognisable):
        if not known.complex.strip() or _lacks_language(known.reason):
            yield (
                ("recognisable", number),
                "a recognisable complex needs its number and a reason in both languages",
            )
    yield from _problems_of_exceptions(policy)


def _problems_of_exceptions(policy: Policy) -> Iterator[tuple[_Path, str]]:
    seen: set[str] = set()
    for number, exception in enumerate(policy.exceptions):
        place = ("exceptions", number)
        label = f"the disclosure exception {exception.id or '(without id)'}"
        if not exception.id or exception.id in seen:
            yield place, f"{label} needs an id of its own"
        seen.add(exception.id)
        if not exception.figures:
            yield place, f"{label} names no figures"
        if _lacks_language(exception.reason):
            yield place, f"{label} needs a reason in Dutch and in English (reason.nl, reason.en)"
        if not exception.decided_by.strip():
            yield place, f"{label} must say who decided (decided_by)"
        elif policy.deciders and exception.decided_by not in policy.deciders:
            yield (*place, "decided_by"), f"{label} was decided by {exception.decided_by}, who is none of the deciders"


def _lacks_language(text: Mapping[str, str]) -> bool:
    return any(not text.get(language, "").strip() for language in _LANGUAGES)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
