"""Read from the head of a text what a publisher would have stated: ECLI, court, day, case numbers."""

from __future__ import annotations

from vonnis.judgment.judgment import Metadata
from vonnis.judgment.readers.envelope import ECLI
from vonnis.judgment.span import Span

_HEAD = 1_500


def read_head(text: str) -> Metadata:
    """Return what a text states about itself, each value with its passage."""
    evidence: dict[str, Span] = {}
    ecli = ECLI.search(text, 0, _HEAD)
    if ecli:
        evidence["ecli"] = Span.of(text, *ecli.span())
    return Metadata(ecli=ecli.group() if ecli else None, evidence=evidence)
