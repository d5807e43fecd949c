"""Wordings that a reader understands and the machine does not, dealt to some judgments of the demonstration.

They are ordinary legal language. What is true of these cases does not change; what the machine reads in them is wrong,
or nothing. So the demonstration shows that people correct the machine, and that the figures rest on what people found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from vonnis.demo.plan import PlannedClient, PlannedJudgment, PlannedSanction, Unusual
from vonnis.demo.wordings import wordings

_CENTURY = 1900
_GROWN = 16
"""The oldest age that a year later is still one of a minor."""


def word_unusually(clients: Sequence[PlannedClient], counts: Mapping[Unusual, int]) -> list[PlannedClient]:
    """Return the clients, so many of each kind with one wording in their judgment that the machine misreads.

    It is given to those whom it fits, in their order, to each client one at most; fewer where it fits fewer.
    """
    result = list(clients)
    for turn, (kind, count) in enumerate(counts.items()):
        fitting = [place for place, client in enumerate(result) if _fits(client, kind)]
        step = max(1, len(fitting) // count)
        for place in fitting[turn % step :: step][:count]:
            (judgment,) = result[place].judgments
            worded = msgspec.structs.replace(judgment, unusual=kind)
            result[place] = msgspec.structs.replace(result[place], judgments=(worded,))
    return result


def sanction_of(judgment: PlannedJudgment, kind: Unusual) -> PlannedSanction | None:
    """Return the sanction that a wording is about; None where it is about something else, or there is none."""
    for sanction in judgment.imposed:
        prison, service = sanction.kind == "prison", sanction.kind == "community_service"
        if (
            (kind == "remand" and prison and (sanction.total, sanction.suspended) == ("P1D", None))
            or (kind == "but_a_day" and prison and _all_but_a_day(sanction))
            or (kind == "twofold" and service and not sanction.suspended and _hours(sanction) % 4 == 0)
        ):
            return sanction
    return None


def halved(sanction: PlannedSanction) -> str | None:
    """Return half the hours of an order of community service; None of anything else."""
    return f"PT{_hours(sanction) // 2}H" if sanction.kind == "community_service" else None


ASKED: dict[Unusual, str] = {
    "remand": "k_imp_prison",
    "but_a_day": "k_imp_suspended",
    "twofold": "k_imp_hours",
    "year_in_words": "k_birth_year",
    "grown": "p_victim_age",
    "unnamed_site": "p_channels",
    "unlike_others": "p_channels",
    "wide_period": "p_first_contact",
}
"""Which question of the codebook a wording answers."""


def telling_line(judgment: PlannedJudgment, lines: Iterable[str]) -> str | None:
    """Return the line of a judgment that says what the machine misreads; None where it has no such wording."""
    if judgment.unusual is None:
        return None
    words = wordings().unusual[judgment.unusual]
    literal = max(re.split(r"{\w+}", words.also or words.line), key=len)
    return next((line for line in lines if literal in line), None)


def _fits(client: PlannedClient, kind: Unusual) -> bool:
    if not client.in_population or client.on_paper or len(client.judgments) > 1:
        return False
    (judgment,) = client.judgments
    if judgment.unusual or judgment.ending != "convicted" or len(judgment.contacts) > 1:
        return False
    words = wordings().unusual[kind]
    if judgment.style not in words.styles:
        return False
    (contact,) = judgment.contacts
    return {
        "year_in_words": 0 < judgment.birth_year - _CENTURY < 100,  # noqa: PLR2004 - two digits in words
        "grown": contact.exact and contact.age <= _GROWN,
        "unnamed_site": contact.channel == "ad_site_legal",
        "unlike_others": contact.channel == "social_media",
        "wide_period": judgment.first_date != judgment.last_date,
    }.get(kind, sanction_of(judgment, kind) is not None)


def _all_but_a_day(sanction: PlannedSanction) -> bool:
    total, suspended = (re.fullmatch(r"P(\d+)D", part or "") for part in (sanction.total, sanction.suspended))
    return total is not None and suspended is not None and int(total[1]) - int(suspended[1]) == 1


def _hours(sanction: PlannedSanction) -> int:
    return int((sanction.total or "PT1H")[2:-1])
