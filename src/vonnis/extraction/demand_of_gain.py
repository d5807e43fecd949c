"""Read what the prosecutor claims in a confiscation case: how much unlawful gain is to be paid back to the State.

The claim (art. 36e Sr, 511b Sv) is told in its own section or in passing, often lowered at the hearing ("verminderd tot
€ 1.000"). What is to be paid counts before what the gain is estimated at, and what is said last before what was said
first. A claim that the prosecutor wants dismissed is stated and demands nothing, as is one that a judgment below be
confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator

from vonnis.extraction.answer import Answer
from vonnis.extraction.compensation import take_default
from vonnis.extraction.dictum import CONFISCATION
from vonnis.extraction.draft import Draft
from vonnis.extraction.prosecutor import COURT, OF_INSTANCE, is_not_prosecutor, sentences_of
from vonnis.extraction.quantities import Quantity, find_quantities
from vonnis.extraction.record import Sanction
from vonnis.extraction.rules import rule
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.span import Span

_CLAIMS = rule(
    r"gevorderd|vordert|vorderde|\bvordering (?:strekt|luidt|houdt|is|wordt|bedraagt)|strekt|strekkende|geconcludeerd"
    r"|concludeert|verzocht|verzoekt|verminderd|vermindert|gewijzigd|wijzigt|bijgesteld|aangepast|standpunt|geschat"
)
_OPENS_CLAIM = rule(
    r" ?(?:de|deze|die|haar|zijn) (?:\w+ )?(?:ontnemings)?vordering\b|(?:zij|hij)\b|ter (?:terecht)?zitting\b"
    r"|bij (?:conclusie|requisitoir|repliek)\b"
)
"""Opens a sentence that goes on from the prosecutor's."""
_THE_CLAIM = rule(
    r"\b(?:de|deze) (?:schriftelijke |gewijzigde )?(?:ontnemings)?vordering (?:van (?:de|het) [\w-]+(?: \w+)* )?"
    r"(?:strekt|luidt|houdt in|bedraagt)"
)
"""A claim that is told without naming who makes it."""
_TO_BE_PAID = rule(
    r"\b(?:betaling|betalingsverplichting|te betalen|ontneming)\b[^;€]{0,140}$|\baan de staat [^;€]{0,60}$"
)
_CHANGED = rule(
    r"\b(?:verminderd|vermindert|gewijzigd|wijzigt|bijgesteld|verlaagd|verlaagt|gematigd|matigt|verhoogd|verhoogt"
    r"|aangepast)\b[^;€]{0,60}\b(?:tot|naar|op|in)\b[^;€]{0,30}$"
)
_ESTIMATED = rule(
    r"\b(?:bedrag|geschat|schat|schatten|vaststell\w*|vast ?te ?stellen|vastgesteld|gesteld|bepaald|voordeel)\b"
    r"[^;€]{0,120}\b(?:op|van|ad|tot|weten)\b[^;€]{0,40}$"
)
_NO_LONGER = rule(
    r"\b(?:aanvankelijk|oorspronkelijk|eerder|in plaats van)\w*\b[^;€]{0,60}$|\b(?:bijstelling|vermindering|wijziging)"
    r" van [^;€]{0,60}$"
)
"""Before an amount that was claimed until it was changed."""
_AT_FIRST = rule(r"\b(?:in|bij de rechtbank in) eerste aanleg\b")
_NOTHING = rule(r"afwijz|af te wijzen|afgewezen|\bnihil\b|niet-ontvankelijk|bevestig")
_THAT = rule(r"\bdat $")


def find_demand_of_gain(judgment: Judgment, *, appeal: bool, stop: int) -> Answer[tuple[Sanction, ...]]:
    """Return what the prosecutor of this instance claims in a confiscation case, as told before ``stop`` (the dictum).

    The evidence under ``demand_stated`` is the sentence that tells it, also where nothing is claimed any more.
    """
    best: tuple[int, Draft, Span] | None = None
    nothing: Span | None = None
    for start, end in _sentences(judgment, appeal=appeal, stop=stop):
        chosen = max(_amounts(judgment.text, start, end), key=lambda found: found[0], default=None)
        if chosen and (best is None or chosen[0] >= best[0]):
            draft = Draft(CONFISCATION, (chosen[1].start, chosen[1].end))
            draft.take("total", chosen[1])
            take_default(judgment.text, draft, start=chosen[1].end, stop=end)
            best = chosen[0], draft, judgment.span(start, end)
        elif nothing is None and _NOTHING.search(judgment.text, start, end):
            nothing = judgment.span(start, end)
    if best is None:
        return Answer((), {"demand_stated": (nothing,)} if nothing else {})
    return Answer(best[1].sanctions(judgment.text), {"demand_stated": (best[2],)})


def _sentences(judgment: Judgment, *, appeal: bool, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the prosecutor's sentences about the claim, up to where the court speaks."""
    text, cues = judgment.text, OF_INSTANCE[appeal]
    for section in judgment.sections:
        if section.kind == "defence" or section.start >= stop:
            continue
        body = section.heading.end if section.heading else section.start
        going = False
        for start, end in sentences_of(text, max(body, section.start), min(section.end, stop)):
            seen = cues.watch.look(text, start, end)
            if is_not_prosecutor(seen, cues, appeal=appeal) or (appeal and _AT_FIRST.search(text, start, end)):
                going = False
                continue
            named = seen.has(cues.subject) or section.kind == "demand" or _THE_CLAIM.search(text, start, end)
            going = bool(
                _CLAIMS.search(text, start, end) and (named or (going and _OPENS_CLAIM.match(text, start, end)))
            )
            if going:
                yield start, _own_end(text, start, end)


def _own_end(text: str, start: int, end: int) -> int:
    """Return where a sentence of the prosecutor's turns to what the court does."""
    for court in COURT.finditer(text, start, end):
        if not _THAT.search(text, start, court.start()):
            return court.start()
    return end


def _amounts(text: str, start: int, end: int) -> Iterator[tuple[int, Quantity]]:
    """Yield the amounts that are claimed, with how much they tell: the last of those that tell most comes last."""
    found: list[tuple[int, Quantity]] = []
    last = start
    for q in find_quantities(text, start, end):
        if q.measure == "money" and not _NO_LONGER.search(text, last, q.start):
            if _CHANGED.search(text, last, q.start) or _TO_BE_PAID.search(text, last, q.start):
                found.append((2, q))
            elif _ESTIMATED.search(text, last, q.start):
                found.append((1, q))
        last = q.end
    yield from reversed(found)
