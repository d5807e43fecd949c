"""What a study says about papers: where they lie, what they are searched for, and for which day they are counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import PurePath

import msgspec


class PolicyPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ``[policy]`` table of ``study.toml``.

    Attributes:
        papers: the folder with papers, inside the study folder: harvested folders and files of one's own.
        on: the day for which it is told where motions and commitments stand.
        lexicon: a lexicon of the study's own, inside its folder; the shipped one where none is named.
        topic: the topic that is measured and followed; the group concerned where none is named.
        patience: days after which what has no term counts as late.
        source: where the papers come from, in each language.
        sentence_years: how many years of judgment stand together where sentences stand beside the timeline; one unless
            a year holds too few clients to leave.
    """

    papers: str
    on: dt.date
    lexicon: str | None = None
    topic: str | None = None
    patience: int = 365
    source: dict[str, str]
    sentence_years: int = 1


_MOST_DAYS = 36_500
_MOST_TOGETHER = 25
_PRIVATE = "private"


def policy_problems(
    plan: PolicyPlan, *, judgments: str, units: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each setting that cannot be so, with its place.

    Papers are quoted in a report as published text, so that they lie in no folder with private material: not in or
    above ``private``, and with no judgments or case files among them.
    """
    if not 1 <= plan.patience <= _MOST_DAYS:
        yield ("policy", "patience"), f"policy.patience is a number of days from 1 to {_MOST_DAYS}"
    if not 1 <= plan.sentence_years <= _MOST_TOGETHER:
        yield ("policy", "sentence_years"), f"policy.sentence_years is a number of years from 1 to {_MOST_TOGETHER}"
    if not plan.source:
        yield ("policy", "source"), "policy.source says where the papers come from, in each language"
    papers = PurePath(plan.papers)
    private, files = PurePath(_PRIVATE), PurePath(judgments)
    if papers.is_relative_to(private) or private.is_relative_to(papers):
        yield ("policy", "papers"), "policy.papers are quoted in the report; name a folder apart from what is private"
        return
    cases = tuple(units) != ("paper",)
    if (files.is_relative_to(papers) and files != papers) or (cases and papers.is_relative_to(files)):
        sentence = f"policy.papers are quoted in the report, and {judgments} holds case files; name a folder of its own"
        yield ("policy", "papers"), sentence
