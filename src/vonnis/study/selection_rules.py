"""Rules that select judgments from a corpus, as the study folder states them.

They stand in ``study.toml`` under ``[[selection]]``, or apart in ``selection.toml``::

    [[rule]]
    id = "article"
    field = "statutes"            # law and article; of that law as it stood in these years
    any_of = ["Sr 248b"]
    until = 2024-06-30

    [[rule]]
    id = "confiscation"
    field = "decision"
    any_of = ["confiscation"]
    exclude = true

A judgment drops out at the first rule that it does not meet. What the machine could not decide is no ground to drop it:
it stays in, for a person to screen.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import msgspec

from vonnis.errors import StudyError
from vonnis.study.selection import ReadJudgment
from vonnis.study.selection_rule import SelectionRule, problem_of


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[SelectionRule, ...]


def read_rules(path: Path) -> tuple[SelectionRule, ...]:
    """Return the rules of a ``selection.toml``, in their order.

    Raises:
        StudyError: the file cannot be read, or a rule is wrong, stands twice, or asks for nothing.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        rules = msgspec.convert(content, _File).rule
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); write the rules of selection there"
        raise StudyError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        message = f"{path}: {error}"
        raise StudyError(message) from error
    seen: set[str] = set()
    for rule in rules:
        problem = problem_of(rule, seen)
        if problem:
            message = f"{path}: rule {rule.id!r} {problem}"
            raise StudyError(message)
        seen.add(rule.id)
    return rules


def dropped_by(rules: tuple[SelectionRule, ...], judgment: ReadJudgment) -> str | None:
    """Return the id of the first rule at which a judgment drops out; None where it stays in."""
    for rule in rules:
        met = meets(rule, judgment)
        if met is not None and met == rule.exclude:
            return rule.id
    return None


def meets(rule: SelectionRule, judgment: ReadJudgment) -> bool | None:
    """Tell whether a judgment has what a rule looks for; None where the machine left it undecided."""
    record = judgment.record
    if rule.field == "text":
        return any(re.search(pattern, judgment.text, re.IGNORECASE) for pattern in rule.any_of)
    if rule.field == "date":
        return None if record.date is None else _within(rule, record.date)
    if any(doubt.field == rule.field for doubt in record.failures):
        return None
    if rule.field == "statutes":
        return any(
            (not rule.any_of or f"{one.law} {one.article}" in rule.any_of)
            and (one.version is None or _within(rule, one.version))
            for one in record.statutes
        )
    if rule.field == "contact_channels":
        return any(channel.class_ in rule.any_of for channel in record.contact_channels)
    value = getattr(record, rule.field)
    return None if value in (None, "not_stated") else value in rule.any_of


def _within(rule: SelectionRule, day: dt.date) -> bool:
    return (rule.since is None or day >= rule.since) and (rule.until is None or day <= rule.until)
