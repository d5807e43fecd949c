"""The fictional truth: who is in the invented cases, and what each judgment decides, before a word is written."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from vonnis.extraction.record import ChannelClass, SanctionKind, Sex

Ending = Literal["convicted", "acquitted", "no_penalty"]
AppealEffect = Literal["quashed", "confirmed", "confirmed_unstated"]
Unusual = Literal[
    "remand", "but_a_day", "twofold", "year_in_words", "grown", "unnamed_site", "unlike_others", "wide_period"
]
"""A wording that a reader understands and the machine does not; ``wordings.yaml`` says what each is."""
_PAPER = 5


class PlannedSanction(msgspec.Struct, frozen=True):
    """A sanction as the plan wants it: amounts in the notation of the extraction record."""

    kind: SanctionKind
    total: str | None = None
    suspended: str | None = None
    probation: str | None = None
    substitute: str | None = None
    victim: str | None = None


class PlannedVictim(msgspec.Struct, frozen=True):
    """An invented victim: ``age`` is the age in completed years at the first proven contact with any client."""

    id: str
    sex: Sex
    age: int
    born: dt.date
    channel: ChannelClass


class PlannedContact(msgspec.Struct, frozen=True):
    """What one client's case says about one victim.

    ``channel`` is None where the judgment does not say how contact came about; ``exact`` is False where it gives the
    statutory age bracket alone.
    """

    victim: PlannedVictim
    placeholder: str
    age: int
    channel: ChannelClass | None
    exact: bool = True


class PlannedJudgment(msgspec.Struct, frozen=True, kw_only=True):
    """One judgment to be written: what stands in it, and how it is to be worded."""

    ecli: str
    style: str
    date: dt.date
    case_numbers: tuple[str, ...]
    client: str
    birth_year: int
    first_date: dt.date
    last_date: dt.date
    contacts: tuple[PlannedContact, ...]
    ending: Ending
    imposed: tuple[PlannedSanction, ...]
    demanded: tuple[PlannedSanction, ...] | None
    appeal_from: str | None = None
    appeal_effect: AppealEffect | None = None
    earlier_date: dt.date | None = None
    earlier_sentence: tuple[PlannedSanction, ...] = ()
    variant: int = 0
    unusual: Unusual | None = None


class PlannedClient(msgspec.Struct, frozen=True, kw_only=True):
    """One invented client with all judgments in his case, the first instance first."""

    id: str
    complex: str
    intake_year: int
    in_population: bool
    judgments: tuple[PlannedJudgment, ...]

    @property
    def on_paper(self) -> bool:
        """Whether the file lies on paper, so that a page is all that may be noted of it: one in five."""
        return int(self.id[1:]) % _PAPER == 0


class Plan(msgspec.Struct, frozen=True):
    """The whole invented study."""

    clients: tuple[PlannedClient, ...]
    victims: tuple[PlannedVictim, ...]

    @property
    def judgments(self) -> tuple[PlannedJudgment, ...]:
        """Every judgment to be written, in the order of the clients."""
        return tuple(judgment for client in self.clients for judgment in client.judgments)
