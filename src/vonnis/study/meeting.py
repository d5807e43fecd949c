"""The coders' meeting: a decision becomes a dated rule, and the answers that it concerns are asked again.

A question that is asked again stays so until its coder has answered it anew, with the same answer or with another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from vonnis.study.asking import open_questions
from vonnis.study.coding import PEOPLES_ROUNDS, Coding, Round, latest
from vonnis.study.log import AskAgain, MeetingRule

ASKED_AGAIN: tuple[Round, ...] = ("main", "recode")
"""The rounds whose answers a rule puts before their coders again."""


class Again(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that waits to be given anew: whose, to what, and since which rule."""

    unit: str
    variable: str
    coder: str
    rule: MeetingRule


def concerned(codings: Iterable[Coding], variable: str, *, answers: Sequence[str] | None = None) -> tuple[Coding, ...]:
    """Return the answers that a rule about a variable concerns: all that count, or those that say one of these.

    ``answers`` are written as the codebook writes them; a kind of missing is its code.
    """
    own = latest(each for each in codings if each.variable == variable and each.round in ASKED_AGAIN)
    return tuple(each for each in own if answers is None or _written(each) in answers)


def waiting(rules: Iterable[MeetingRule], *, asked: Iterable[AskAgain], codings: Iterable[Coding]) -> tuple[Again, ...]:
    """Return the answers that wait to be given anew, by coder, unit and variable; the latest rule about each holds.

    A rule that asks again and names no single answers asks all that are older than itself.
    """
    known = {rule.id: rule for rule in rules}
    single = [each for each in asked if each.rule in known]
    whole = [rule for rule in known.values() if rule.ask_again and rule.id not in {each.rule for each in single}]
    own = [each for each in codings if each.round in ASKED_AGAIN]
    last: dict[tuple[str, str, str], Coding] = {}
    for each in latest(own):
        key = (each.coder, each.unit, each.variable)
        last[key] = max(each, last.get(key, each), key=lambda one: (one.at, one.id))
    found = {(one.coder, one.unit, one.variable): known[one.rule] for one in open_questions(single, own)}
    for rule in sorted(whole, key=lambda each: (each.at, each.id)):
        for key, given in last.items():
            if key[2] == rule.variable and given.at < rule.at and (key not in found or found[key].at <= rule.at):
                found[key] = rule
    return tuple(Again(coder=key[0], unit=key[1], variable=key[2], rule=found[key]) for key in sorted(found))


def rules_of(rules: Iterable[MeetingRule]) -> Mapping[str, tuple[MeetingRule, ...]]:
    """Return the rules of each variable, oldest first."""
    found: dict[str, tuple[MeetingRule, ...]] = {}
    for rule in sorted(rules, key=lambda each: (each.at, each.id)):
        found[rule.variable] = (*found.get(rule.variable, ()), rule)
    return found


def unsure(codings: Iterable[Coding], *, since: dt.datetime) -> tuple[Coding, ...]:
    """Return the answers of people that stand as unsure, given since a moment."""
    own = latest(each for each in codings if each.round in PEOPLES_ROUNDS)
    return tuple(each for each in own if each.certainty == "unsure" and each.at >= since)


def _written(coding: Coding) -> str:
    return str(int(coding.missing)) if coding.missing is not None else str(coding.value)
