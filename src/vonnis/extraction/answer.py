"""What one extractor says about one judgment: a value, its passages, and its doubts."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from vonnis.extraction.record import Doubt
from vonnis.judgment.span import Span

Value = TypeVar("Value")


class Answer(msgspec.Struct, Generic[Value], frozen=True):
    """An extractor's answer.

    ``evidence`` maps a field of the record (``outcome``, ``defendant.birth_year``) to the passages that carry it;
    values that hold their own passages (sanctions, provisions) need no entry. ``doubts`` go to ``failures``.
    """

    value: Value
    evidence: dict[str, tuple[Span, ...]] = {}
    doubts: tuple[Doubt, ...] = ()
