"""The disclosure policy: which numbers may leave, and the documented exceptions to it.

A study states its policy in the ``[disclosure]`` table of ``study.toml`` (or in a YAML file with the same keys); what
it does not state holds as in the shipped ``policy.yaml``::

    [disclosure]
    threshold = 5
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
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import msgspec

from vonnis.errors import StudyError

Rule = Literal[
    "threshold",
    "numerator",
    "complement",
    "least_n",
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
    "none",
]
Choice = Literal["publish", "withhold"]
_LANGUAGES = ("nl", "en")


class LevelPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What differs at one level of analysis; None where the general rule holds."""

    threshold: int | None = None
    least_n: int | None = None


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
        levels: what differs at one level of analysis.
        exceptions: documented exceptions.
        reason: why the rules are less strict than the default, in each language; asked for where they are.
    """

    threshold: int
    zeros: Choice
    extremes: Choice
    missing: Choice
    published_elsewhere: Literal["pass", "check"]
    levels: dict[str, LevelPolicy] = {}
    exceptions: tuple[DocumentedException, ...] = ()
    reason: dict[str, str] = {}

    def threshold_at(self, level: str) -> int:
        """Return the smallest count that may leave at a level."""
        own = self.levels.get(level, LevelPolicy()).threshold
        return self.threshold if own is None else own

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
    if _is_laxer(policy) and any(not policy.reason.get(language, "").strip() for language in _LANGUAGES):
        message = f"{where}: the disclosure policy is less strict than the default; say why (reason.nl, reason.en)"
        raise StudyError(message)
    return policy


def read_policy(path: Path) -> Policy:
    """Return the policy in a file: the ``[disclosure]`` table of a TOML file, or a YAML file with the same keys.

    Raises:
        StudyError: the file cannot be read or does not hold a policy.
    """
    import yaml

    try:
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text).get("disclosure", {}) if path.suffix == ".toml" else yaml.safe_load(text) or {}
    except OSError as error:
        message = f"the disclosure policy {path} cannot be read ({error.strerror}); put the file there or leave it out"
        raise StudyError(message) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, yaml.YAMLError) as error:
        message = f"the disclosure policy {path} is no valid {path.suffix.lstrip('.')} file: {_one_line(error)}"
        raise StudyError(message) from error
    if not isinstance(content, dict):
        message = f"the disclosure policy {path} holds no table of settings; see the default in the documentation"
        raise StudyError(message)
    return policy_of(content, where=str(path))


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
    problems = _problems(policy)
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
    choices = ((policy.extremes, default.extremes), (policy.missing, default.missing))
    return lower or ("publish", "withhold") in choices


def _problems(policy: Policy) -> list[str]:
    """Return what the types do not catch, a sentence each."""
    numbers = {"threshold": policy.threshold}
    for name, level in policy.levels.items():
        numbers |= {f"levels.{name}.threshold": level.threshold or 1, f"levels.{name}.least_n": level.least_n or 1}
        if 0 in (level.threshold, level.least_n):
            numbers[f"levels.{name}"] = 0
    found = [f"disclosure.{name} is {number}; it must be 1 or more" for name, number in numbers.items() if number < 1]
    seen: set[str] = set()
    for exception in policy.exceptions:
        label = f"the disclosure exception {exception.id or '(without id)'}"
        if not exception.id or exception.id in seen:
            found.append(f"{label} needs an id of its own")
        seen.add(exception.id)
        if not exception.figures:
            found.append(f"{label} names no figures")
        if any(not exception.reason.get(language, "").strip() for language in _LANGUAGES):
            found.append(f"{label} needs a reason in Dutch and in English (reason.nl, reason.en)")
        if not exception.decided_by.strip():
            found.append(f"{label} must say who decided (decided_by)")
    return found


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
