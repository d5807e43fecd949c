"""Rules that select judgments from a corpus, as ``selection.toml`` in the study folder states them.

::

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
from typing import Literal

import msgspec

from vonnis.errors import StudyError
from vonnis.study.selection import ReadJudgment

Field = Literal["court", "decision", "instance", "outcome", "date", "statutes", "text", "contact_channels"]


class SelectionRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule of a selection, which a judgment meets or does not.

    Attributes:
        id: the reason in the flow for what drops out here.
        field: what of the judgment is looked at; ``text`` is searched for patterns, without regard to capitals.
        any_of: one of these must be there; empty where only the period counts.
        since, until: first and last day, both included: of the judgment for ``date``, and for ``statutes`` of the
            version of the law that was applied (where the text shows it).
        exclude: what matches drops out, in place of what does not.
    """

    id: str
    field: Field
    any_of: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    exclude: bool = False


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
        problem = _problem(rule, seen)
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


def _problem(rule: SelectionRule, seen: set[str]) -> str | None:
    if rule.id in seen:
        return "stands twice; rename one"
    dated = rule.field in ("date", "statutes")
    if (rule.since or rule.until) and not dated:
        return "has a period, which only date and statutes can have"
    if rule.since and rule.until and rule.since > rule.until:
        return "ends before it begins; turn the days around"
    if not rule.any_of and not (dated and (rule.since or rule.until)):
        return "asks for nothing; fill in any_of"
    if rule.field == "text":
        for pattern in rule.any_of:
            try:
                re.compile(pattern)
            except re.error as error:
                return f"has a pattern that cannot be read: {pattern!r} ({error})"
    return None
