"""How the rules of extraction are written: patterns in which a space stands for any white space."""

from __future__ import annotations

import re

_LOOK_BEHIND = re.compile(r"\(\?<[!=][^()]*\)")


def rule(pattern: str) -> re.Pattern[str]:
    """Compile a rule without case; a space stands for one or more white spaces, `` ?`` for at most one.

    In a look-behind, which must have one width, a space stands for exactly one.
    """
    fixed = _LOOK_BEHIND.sub(lambda look: look.group().replace(" ", r"\s"), pattern)
    return re.compile(fixed.replace(" ?", r"\s?").replace(" ", r"\s+"), re.IGNORECASE)
