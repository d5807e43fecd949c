"""The margins of the invented study, read from ``margins.yaml`` and checked against each other."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import chain, repeat

import msgspec

from vonnis.demo.plan import AppealEffect, Unusual
from vonnis.errors import StudyError
from vonnis.extraction.record import ChannelClass, Sex


class SentenceLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence or demand and how many clients have it; amounts as in the extraction record, hours and whole euros."""

    people: int
    prison: tuple[str, str | None] | None = None
    service: int | None = None
    service_suspended: int | None = None
    fine: int | None = None
    none: bool = False
    stated: bool = True


class OutsideMargins(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Clients whose judgments are written, though they are no part of the population."""

    acquitted: int
    acquitted_on_appeal: int
    other_years: dict[int, SentenceLine]


class ContactMargins(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Contacts that differ from the place where the victim was offered."""

    not_stated: int
    otherwise: dict[ChannelClass, int]


class YearGaps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Years of birth between client and youngest victim, one entry a client."""

    older: tuple[int, ...]
    other: tuple[int, ...]


class Margins(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many of what the invented study holds."""

    complexes: tuple[tuple[int, int, int], ...]
    victim_ages: dict[int, int]
    victim_sexes: dict[Sex, int]
    victim_channels: dict[ChannelClass, int]
    year_gaps: YearGaps
    sentences: tuple[SentenceLine, ...]
    demands: tuple[SentenceLine, ...]
    appeals: dict[AppealEffect, int]
    outside: OutsideMargins
    contacts: ContactMargins
    unusual: dict[Unusual, int]

    def __post_init__(self) -> None:
        """Refuse margins that do not add up to the same numbers of people."""
        victims = sum(victims for victims, _, _ in self.complexes)
        clients = sum(clients for _, clients, _ in self.complexes)
        sums = {
            "victim_ages": (sum(self.victim_ages.values()), victims),
            "victim_sexes": (sum(self.victim_sexes.values()), victims),
            "victim_channels": (sum(self.victim_channels.values()), victims),
            "year_gaps": (len(self.year_gaps.older) + len(self.year_gaps.other), clients),
            "sentences": (sum(line.people for line in self.sentences), clients),
            "demands": (sum(line.people for line in self.demands), clients),
        }
        for name, (found, wanted) in sums.items():
            if found != wanted:
                message = f"margins.yaml: {name} adds up to {found}, the complexes to {wanted}; make them equal"
                raise StudyError(message)


def dealt(counts: dict[str, int]) -> list[str]:
    """Return each value as often as its count says, in the order of the margin."""
    return list(chain.from_iterable(repeat(value, count) for value, count in counts.items()))


@cache
def margins() -> Margins:
    """Return the shipped margins."""
    import yaml

    text = (files("vonnis.demo") / "margins.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Margins)
