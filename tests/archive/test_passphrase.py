"""A passphrase on a busy machine: tried again, and never called wrong where nobody can tell."""

from __future__ import annotations

import base64

import pyrage
import pytest

from vonnis.archive.passphrase import opened_with
from vonnis.errors import StudyError

WORDS = "vier woorden van anna"
# Of the library, with the work in its head raised to what takes any machine some hours.
HARD = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBFM2JpTWRjZFgra25xRUIrZklGbGFRIDMwCnFzVlVrUURnQVp4ZU85eFB0"
    "YW5wclV2TVFBeHMxeFl1cVNlWXhJa0ZyVk0KLS0tIFVMZ0ZzM1Rpd3F0ZjZiak1maE9Wc2pFdk4vMHFPR0JGYXE2MjFoaFRyYWsK"
    "twIZAiLz0QGiIO031b+4RQbmYYhAXOiA4heWT7JvI/JtdqqkhQ=="
)


def test_a_machine_that_was_busy_for_a_moment_is_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    opens, seen = pyrage.passphrase.decrypt, []

    def busy(data: bytes, words: str) -> bytes:
        seen.append(words)
        return bytes(opens(data, words)) if len(seen) < 4 else b"MARK"

    monkeypatch.setattr(pyrage.passphrase, "decrypt", busy)
    assert (opened_with(WORDS, HARD), len(seen)) == (b"MARK", 4)


def test_where_nobody_can_tell_the_passphrase_is_not_called_wrong() -> None:
    with pytest.raises(StudyError, match="too busy or too slow to open what a passphrase locks"):
        opened_with(WORDS, HARD)
