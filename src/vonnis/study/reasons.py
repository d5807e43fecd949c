"""The fixed reasons why a unit drops out of a study, and the words of outside lists that mean them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

from vonnis.errors import StudyError
from vonnis.study.log import Step

Text = dict[str, str]


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reason for dropping out, and the step at which it is given."""

    id: str
    step: Step
    label: Text


class Disposal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words in a list and the reason that they are; None where the case stays in (a conviction)."""

    words: str
    reason: str | None


class ListWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``frame_list.yaml`` states."""

    columns: dict[str, tuple[str, ...]]
    reasons: tuple[Reason, ...]
    disposals: tuple[Disposal, ...]


@cache
def list_words() -> ListWords:
    """Return the shipped words of outside lists."""
    import yaml

    text = (files("vonnis.study") / "frame_list.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), ListWords)


def reason(id_: str, *, step: Step | None = None) -> Reason:
    """Return the reason with an id.

    Raises:
        StudyError: there is none, or it is not given at this step; the message lists those that are.
    """
    allowed = [one for one in list_words().reasons if step in (None, one.step)]
    found = next((one for one in allowed if one.id == id_), None)
    if found is None:
        at = f" at the step {step}" if step else ""
        message = f"{id_!r} is no reason{at}; take one of {', '.join(one.id for one in allowed)}"
        raise StudyError(message)
    return found


def disposal_reason(words: str) -> tuple[str | None, str] | None:
    """Return the reason that a disposal means and its code, None for the reason of a conviction.

    The code is the number behind a dismissal (``sepot 02`` gives ``02``). The whole is None where the words are known
    to nobody.
    """
    for disposal in list_words().disposals:
        if re.search(disposal.words, words, re.IGNORECASE):
            code = re.search(r"\b(\d{1,2})\b", words) if disposal.reason == "dismissed" else None
            return disposal.reason, code.group(1) if code else ""
    return None
