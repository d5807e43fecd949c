"""Attention and commitments over papers that were read, for one topic of a lexicon."""

from __future__ import annotations

import datetime as dt

from vonnis.errors import UsageError
from vonnis.located.decoding import nearest
from vonnis.papers.attention import Attention, attention
from vonnis.papers.commitments import PATIENCE, Setting, Tracked, track
from vonnis.papers.lexicon import Lexicon, Topic
from vonnis.workflow.papers import Read


def topic_of(lexicon: Lexicon, id_: str | None) -> Topic:
    """Return a topic of a lexicon, or the group concerned where none is named.

    Raises:
        UsageError: there is no such topic.
    """
    found = lexicon.group if id_ is None else lexicon.topic(id_)
    if found is None:
        known = [topic.id for topic in lexicon.topics]
        hint = nearest(id_ or "", known) or f"; there are {', '.join(known)}"
        message = f"there is no topic {id_!r}{hint}" if id_ else f"the lexicon marks no group; name a topic{hint}"
        raise UsageError(message)
    return found


def attention_of(read: Read, *, lexicon: Lexicon, topic: str | None) -> Attention:
    """Return how much attention papers give to a topic.

    Raises:
        UsageError: there is no such topic.
    """
    found = topic_of(lexicon, topic)
    return attention(
        read.in_order,
        found.id,
        label=found.label,
        terms=[term.term for term in found.terms],
        lexicon=lexicon.version,
        is_group=found.group,
    )


def commitments_of(
    read: Read, *, lexicon: Lexicon, on: dt.date, topic: str | None, every: bool = False, patience: int = PATIENCE
) -> tuple[Tracked, ...]:
    """Return the motions and promises about a topic (or ``every`` topic), and where each stands on a day.

    Raises:
        UsageError: there is no such topic.
    """
    chosen = None if every else topic_of(lexicon, topic).id
    setting = Setting(on=on, patience=patience, topic=chosen)
    return track(read.papers, read.findings, references=read.references, lexicon=lexicon, setting=setting)
