"""How the rules of extraction are written: patterns in which a space stands for any white space."""

from __future__ import annotations

import re


def rule(pattern: str) -> re.Pattern[str]:
    """Compile a rule without case; a space stands for one or more white spaces, `` ?`` for at most one."""
    return re.compile(pattern.replace(" ?", r"\s?").replace(" ", r"\s+"), re.IGNORECASE)
