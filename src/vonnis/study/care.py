"""What a study settles for the people who read its files: a note, a cap, pauses, somebody to turn to, and words."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

_MOST_MINUTES = 240
_ADDRESSES = ("tel:", "mailto:", "https:")

Words = dict[str, str]
"""A text by language: ``nl``, ``en``."""


class Contact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody at the institute to whom readers and coders can turn.

    ``address`` is a link (``tel:``, ``mailto:`` or ``https:``) and ``shown`` what stands on the page for it.
    """

    name: Words
    address: str
    shown: str


class Care(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a study looks after its coders.

    Attributes:
        content_note: whether a note stands before each file, which is opened by a button and not by accident.
        note: the study's own words of that note; the shipped ones where it is empty.
        files_a_day: how many files a coder opens for the first time on one day; 0 sets no cap.
        pause_minutes: after how long without a pause one is proposed; 0 proposes none.
        contacts: to whom somebody can turn at the institute.
    """

    content_note: bool = True
    note: Words = {}
    files_a_day: int = 0
    pause_minutes: int = 45
    contacts: tuple[Contact, ...] = ()


class Term(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a study calls somebody, in the singular and the plural, by language."""

    one: Words
    many: Words


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of a study for the people in its files; the shipped ones where none is given."""

    defendant: Term | None = None
    victim: Term | None = None


Problem = tuple[tuple[str | int, ...], str]
"""Where in the protocol, and what is wrong there."""


def care_problems(care: Care, terms: Terms, *, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Yield each setting that cannot be so, with its place."""
    if care.files_a_day < 0:
        yield ("care", "files_a_day"), "care.files_a_day must be 1 or more, or 0 for no cap"
    if not 0 <= care.pause_minutes <= _MOST_MINUTES:
        yield ("care", "pause_minutes"), f"care.pause_minutes must be from 0 (never) to {_MOST_MINUTES}"
    for place, contact in enumerate(care.contacts):
        if not contact.address.startswith(_ADDRESSES):
            sentence = "care.contacts.address must begin with tel:, mailto: or https:"
            yield ("care", "contacts", place, "address"), sentence
    texts: list[tuple[tuple[str | int, ...], Words]] = [
        (("care", "contacts", place, "name"), contact.name) for place, contact in enumerate(care.contacts)
    ]
    texts += [(("care", "note"), care.note)] if care.note else []
    for level in ("defendant", "victim"):
        term: Term | None = getattr(terms, level)
        texts += [(("terms", level, name), getattr(term, name)) for name in ("one", "many")] if term else []
    for where, words in texts:
        if any(not words.get(language, "").strip() for language in languages):
            name = ".".join(step for step in where if isinstance(step, str))
            yield where, f"{name} needs a text ({', '.join(f'{name}.{language}' for language in languages)})"
