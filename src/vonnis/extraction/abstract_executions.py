"""Read in a court's abstract the execution of earlier sentences: how much of them, or in what other form.

An abstract names it by a heading ("TUL 2 mnd"), in a list, or in plain words ("moet de eerder opgelegde 3 maanden
uitzitten"); that it was asked for is not enough.
"""

from __future__ import annotations

import re

from vonnis.extraction.dictum import REVOCATION
from vonnis.extraction.draft import Draft, Place
from vonnis.extraction.executions import EXECUTION
from vonnis.extraction.numbers import number_of
from vonnis.extraction.phrases import PhraseReader
from vonnis.extraction.quantities import Quantity, find_quantities
from vonnis.extraction.rules import rule

_EXECUTES = rule(
    r"\beerder (?:\w+ ){0,2}opgelegde [^.;]{3,60} (?:uitzitten|ondergaan|alsnog worden betaald|verrichten|uitvoeren)"
    r"|\bmoet(?:en)?\b[^.;]{0,40}\beerder (?:\w+ ){0,2}opgeleg\w*(?: [^.;]{3,80})?(?= ?\.\.)"
    r"|\b(?:gelast|beveelt|bevolen|last tot) (?:thans |nu |alsnog )?de ten ?uitvoer ?legging"
    r"|\bvordering (?:tul|tot ten ?uitvoer ?legging)\b(?=[^.;]{0,60}\b(?:omgezet|omzetting)\b)"
    r"|\bvoorwaardelijke? (?:opgelegde )?\w*(?:straf|detentie)\b[^.;]{0,60}?\balsnog\b[^.;]{0,40}?"
    r"\b(?:uitzitten|uitgezeten|ondergaa?n|verrichten|verricht|uitvoeren|uitgevoerd)\b"
    r"|(?<!momenteel de )(?<!thans de )(?<!moment de )(?<!nog de )ten ?uitvoer ?legging|\btul\b"
    r"|omzetting van (?:de |een )?(?:eerder )?voorwaardelijk opgelegde"
)
_SO_MANY = rule(r"\b(?P<number>twee|beide|drie|vier|vijf|[2-5]) (?:vorderingen )?(?:tot )?(?:de )?$")
_ONE_MORE = rule(r"(?:,|\+|\ben|\balsmede) ?(?:(?:de )?(?:tul|ten ?uitvoer ?legging)\b:? ?(?:van )?|van )")
"""Opens one more execution behind another: ", TUL 40 uur", "en van 3 weken"."""
_ITS_NOUN = rule(
    r" ?(?:(?:een|de|het) )?(?:(?:\w+ ){0,2}?\w*(?:straf|boete|detentie|hechtenis) (?:van |voor de duur van )?)?"
)
"""Between such an opening and its length: "van de taakstraf van "."""
_ITS_LENGTH = rule(r":? ?(?:van )?")
"""Between the word for execution and the length that is executed."""
_CONVERTED = rule(r"omzetting van|omgezet|in plaats (?:van|daarvan|hiervan)")
_INTO_SERVICE = rule(r"\b(?:in|naar) een (?:taak|werk)straf\b")
_EXECUTION_REFUSED = rule(
    r"(?:afwijz|afgewezen|geen (?:aanleiding|reden|grond)\b"
    r"|wijst[^.]{0,60}\baf\b|niet[- ]ontvankelijk|verleng?ing|\bwijzig\w*"
    r"|\btul (?:van )?(?:de )?bijzondere voorwaarden|vordering (?:tot )?(?:tul"
    r"|ten ?uitvoer)[^.]{0,30}\baf)|\bbeslis(?:t|sing|singen) op [^.;]{0,90}ten ?uitvoer ?legging\s*$"
)
_EXECUTION_GRANTED = rule(
    r"\b(?:uitzitten|uitgezeten|ondergaan|verrichten|uitvoeren)\b|\balsnog\b|^[^.;]*\bmoet(?:en)?\b[^.;]{0,40}\beerder\b|gelast|beveelt"
    r"|bevolen|toewijz(?:ing|en)|toegewezen|wijst[^.]{0,200}toe"
    r"|alsnog worden betaald|^\s*(?:de )?(?:(?:gedeeltelijke|gehele) )?ten ?uitvoer ?legging (?:van|voorwaardelijk)"
    r"|^\s*(?:gedeeltelijke|gehele) ten ?uitvoer ?legging\b"
    r"|^\s*omzetting (?:van|(?:de )?vordering|tul)\b"
    r"|(?:\ben|\+|,) (?:een )?(?:tul|ten ?uitvoer ?legging)(?: van)? (?:\d|een|twee|drie|vier|zes)\b"
    r"|en (?:de )?ten ?uitvoer ?legging|alsmede|daarnaast|tevens|^\s*tul\b|last tot|omgezet"
    r"|\b(?:tul|ten ?uitvoer ?legging)\b[^.;]{0,30}\bomzetting\b"
)
_REVOKES = rule(
    r"herroeping(?:[^.]{0,60}voorwaardelijke invrijheidstelling| (?:van de )?v\.?i\b\.?)[^.]{0,60}"
    r"(?:gelast|toegewezen|voor (?:een periode|de duur|\d))|(?:toewijzing|gelast)[^.]{0,60}herroeping"
)


def executions(text: str, start: int, end: int) -> tuple[list[Draft], int]:
    """Read in a sentence the execution of earlier ones; return it, as often as granted, and where the rest ends."""
    revoked = _REVOKES.search(text, start, end)
    if revoked:
        q = next((q for q in find_quantities(text, revoked.start(), end) if q.measure == "duration"), None)
        draft = Draft(REVOCATION, revoked.span())
        if q:
            draft.take("total", q)
        return [draft], revoked.start()
    match = _EXECUTES.search(text, start, end)
    if match is None:
        return [], end
    words = text[start:end]
    if _EXECUTION_REFUSED.search(words) or not _EXECUTION_GRANTED.search(words):
        return [], match.start()
    others = [
        one for one in _ONE_MORE.finditer(text, match.end(), end) if _length_at(text, one.end(), end, behind=_ITS_NOUN)
    ]
    stops = [*(one.start() for one in others), end]
    first = _execution(text, match.span(), stops[0], converted=_CONVERTED.search(words) is not None)
    more = [
        _execution(text, one.span(), stop, converted=_CONVERTED.search(text, one.end(), stop) is not None)
        for one, stop in zip(others, stops[1:], strict=True)
    ]
    several = _SO_MANY.search(text, start, match.start())
    number = number_of(several["number"]) or 2 if several and not (more or first.has("total")) else 1
    return [first, *more, *(Draft(EXECUTION, match.span()) for _ in range(number - 1))], match.start()


def _length_at(text: str, place: int, end: int, *, behind: re.Pattern[str]) -> Quantity | None:
    """Return the length that stands at a place, ``behind`` words that may precede it."""
    q = next(find_quantities(text, place, end), None)
    return q if q and behind.fullmatch(text, place, q.start) else None


def _execution(text: str, place: Place, end: int, *, converted: bool) -> Draft:
    """Return the execution that is named at a place, with how much is executed as told behind it."""
    reader = PhraseReader(text, lengths_optional=True)
    reader.read(place[1], end)
    draft = Draft(EXECUTION, place)
    q = next(find_quantities(text, place[0], end), None)
    totals = [d for d in reader.drafts if d.has("total")]
    service = [d for d in totals if d.kind == "community_service"]
    executed = next(iter(service if service and converted else totals), None)
    if not service and _INTO_SERVICE.search(text, place[1], end):
        return draft  # what it was turned into counts, and the abstract does not say how much that is
    own = _length_at(text, place[1], end, behind=_ITS_LENGTH)
    if own and executed and not converted and executed.places["total"][0] != own.start:
        draft.take("total", own)
    elif executed:
        draft = executed.under(EXECUTION)
        draft.places["noun"] = place
    elif q:
        draft.take("total", q)
    return draft


def with_executions(executed: list[Draft], imposed: list[Draft]) -> list[Draft]:
    """Return what is ``imposed`` with the executions of one more sentence; the fuller of two sentences stays."""
    known = [d for d in imposed if d.kind == EXECUTION.kind]
    if any(d.has("total") or d.noun is REVOCATION for d in executed):
        return [*(d for d in imposed if d not in known or d.has("total")), *executed]
    return imposed if known else [*imposed, *executed]
