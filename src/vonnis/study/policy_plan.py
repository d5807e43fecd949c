"""What a study says about papers: where they lie, what they are searched for, and for which day they are counted."""

from __future__ import annotations

import datetime as dt

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
    """

    papers: str
    on: dt.date
    lexicon: str | None = None
    topic: str | None = None
    patience: int = 365
    source: dict[str, str]
