"""One rule by which judgments are selected from a corpus; see :mod:`vonnis.study.selection_rules`."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

import msgspec

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


def problem_of(rule: SelectionRule, seen: set[str]) -> str | None:
    """Return what is wrong with a rule, as the end of a sentence; ``seen`` are the ids of the rules before it."""
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
