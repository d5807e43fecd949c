"""Read in a court's abstract the execution of earlier sentences: how much of them, or in what other form.

An abstract names it by a heading ("TUL 2 mnd"), in a list, or in plain words ("moet de eerder opgelegde 3 maanden
uitzitten"); that it was asked for is not enough.
"""

from __future__ import annotations

from vonnis.extraction.dictum import REVOCATION
from vonnis.extraction.draft import Draft
from vonnis.extraction.executions import EXECUTION
from vonnis.extraction.numbers import number_of
from vonnis.extraction.phrases import PhraseReader
from vonnis.extraction.quantities import find_quantities
from vonnis.extraction.rules import rule

_EXECUTES = rule(
    r"\beerder (?:\w+ ){0,2}opgelegde [^.;]{3,60} (?:uitzitten|ondergaan|alsnog worden betaald|verrichten|uitvoeren)"
    r"|\bmoet(?:en)?\b[^.;]{0,40}\beerder (?:\w+ ){0,2}opgeleg\w*(?: [^.;]{3,80})?(?= ?\.\.)"
    r"|\b(?:gelast|beveelt|bevolen|last tot) (?:thans |nu |alsnog )?de ten ?uitvoer ?legging"
    r"|\bvordering (?:tul|tot ten ?uitvoer ?legging)\b(?=[^.;]{0,60}\bomgezet\b)"
    r"|(?<!momenteel de )(?<!thans de )(?<!moment de )(?<!nog de )ten ?uitvoer ?legging|\btul\b"
    r"|omzetting van (?:de |een )?(?:eerder )?voorwaardelijk opgelegde"
)
_SO_MANY = rule(r"\b(?P<number>twee|beide|drie|vier|vijf|[2-5]) (?:vorderingen )?(?:tot )?(?:de )?$")
_CONVERTED = rule(r"omzetting van|omgezet|in plaats (?:van|daarvan|hiervan)")
_INTO_SERVICE = rule(r"\b(?:in|naar) een (?:taak|werk)straf\b")
_EXECUTION_REFUSED = rule(
    r"(?:afwijz|afgewezen|geen (?:aanleiding|reden|grond)\b"
    r"|wijst[^.]{0,60}\baf\b|niet[- ]ontvankelijk|verleng?ing|\bwijzig\w*"
    r"|\btul (?:van )?(?:de )?bijzondere voorwaarden|vordering (?:tot )?(?:tul"
    r"|ten ?uitvoer)[^.]{0,30}\baf)|\bbeslis(?:t|sing|singen) op [^.;]{0,90}ten ?uitvoer ?legging\s*$"
)
_EXECUTION_GRANTED = rule(
    r"\b(?:uitzitten|ondergaan|verrichten|uitvoeren)\b|^[^.;]*\bmoet(?:en)?\b[^.;]{0,40}\beerder\b|gelast|beveelt"
    r"|bevolen|toewijz(?:ing|en)|toegewezen|wijst[^.]{0,200}toe"
    r"|alsnog worden betaald|^\s*(?:de )?(?:(?:gedeeltelijke|gehele) )?ten ?uitvoer ?legging (?:van|voorwaardelijk)"
    r"|^\s*(?:gedeeltelijke|gehele) ten ?uitvoer ?legging\b"
    r"|^\s*omzetting (?:van|(?:de )?vordering|tul)\b"
    r"|(?:\ben|\+|,) (?:een )?tul(?: van)? (?:\d|een|twee|drie|vier|zes)\b"
    r"|en (?:de )?ten ?uitvoer ?legging|alsmede|daarnaast|tevens|^\s*tul\b|last tot|omgezet"
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
    reader = PhraseReader(text, lengths_optional=True)
    reader.read(match.end(), end)
    draft = Draft(EXECUTION, match.span())
    q = next((q for q in find_quantities(text, match.start(), end)), None)
    totals = [d for d in reader.drafts if d.has("total")]
    service = [d for d in totals if d.kind == "community_service"]
    executed = next(iter(service if service and _CONVERTED.search(words) else totals), None)
    unknown = not service and _INTO_SERVICE.search(text, match.end(), end)
    if unknown:
        pass  # what it was turned into counts, and the abstract does not say how much that is
    elif executed:
        draft = executed.under(EXECUTION)
        draft.places["noun"] = match.span()
    elif q:
        draft.take("total", q)
    several = _SO_MANY.search(text, start, match.start())
    number = number_of(several["number"]) or 2 if several and not draft.has("total") else 1
    return [draft, *(Draft(EXECUTION, match.span()) for _ in range(number - 1))], match.start()


def with_executions(executed: list[Draft], imposed: list[Draft]) -> list[Draft]:
    """Return what is ``imposed`` with the executions of one more sentence; the fuller of two sentences stays."""
    known = [d for d in imposed if d.kind == EXECUTION.kind]
    if any(d.has("total") or d.noun is REVOCATION for d in executed):
        return [*(d for d in imposed if d not in known or d.has("total")), *executed]
    return imposed if known else [*imposed, *executed]
