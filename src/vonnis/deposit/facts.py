"""What a deposit says about the study it comes from."""

from __future__ import annotations

import datetime as dt

import msgspec

from vonnis.codebook.codebook import Text


class Input(msgspec.Struct, frozen=True):
    """A file that the data were computed from: its path in the study, and its digest."""

    path: str
    sha256: str


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """A study as a catalogue describes it.

    Attributes:
        identifier: short name of the study (``op-de-koop-toe``), which names the deposit.
        source: where the material comes from.
        at: the moment of the release; nothing in a deposit knows another time.
        program, version: what made it.
        digest: one digest of all input.
        licence: SPDX name of the licence of the public edition, and its address (:meth:`licence_of`).
        inputs: what the data were computed from.
    """

    identifier: str
    title: Text
    question: Text
    population: Text
    author: Text
    source: Text
    period: str
    at: dt.datetime
    version: str
    digest: str
    fictional: bool
    licence: tuple[str, str] = ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
    inputs: tuple[Input, ...] = ()

    def licence_of(self, edition: str) -> tuple[str, str] | None:
        """Return name and address of the licence of an edition; what is not for everybody has none."""
        return self.licence if edition == "public" else None

    @property
    def mark(self) -> str:
        """The words that stand on every file of made-up material, else nothing."""
        return "FICTIEF / FICTIONAL" if self.fictional else ""

    def titled(self, language: str) -> str:
        """Return the title, with the mark before it where the material is made up."""
        word = {"nl": "FICTIEF: ", "en": "FICTIONAL: "}[language] if self.fictional else ""
        return word + self.title[language]
