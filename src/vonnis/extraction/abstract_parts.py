"""Read what a court's abstract says of a sanction in another sentence than the one that names it.

"Daarvan zijn 6 maanden voorwaardelijk", "Beide met een proeftijd van twee jaren", "Doet hij dat niet, dan moet hij 20
dagen zitten", and a sentence of years that has no noun at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vonnis.extraction.abstract_subject import OF_SOMEBODY_ELSE
from vonnis.extraction.draft import Draft, Place
from vonnis.extraction.phrases import PhraseReader
from vonnis.extraction.quantities import Quantity, find_quantities
from vonnis.extraction.rules import rule
from vonnis.extraction.vocabulary import nouns
from vonnis.extraction.wordings import PER_BREACH, PROBATION_WORD

_THE_MEASURE = rule(
    r"\b(?:de|deze|die|een) maatregel\b[^.;]{0,60}\bvoor (?:de (?:duur|tijd|termijn) van|een (?:periode|termijn) van) "
)
"""Before the length of a measure that was named before."""
_EACH = r"(?:beide|allebei|steeds|telkens)"
_EACH_PROBATION = rule(
    rf"\b(?:{_EACH}[, ](?:met )?(?:een )?(?:{PROBATION_WORD})|(?:{PROBATION_WORD}) (?:is )?{_EACH}\b)"
)
_BOTH_SUSPENDED = rule(r"\W*(?:beide|allebei|alle(?= straffen)|deze straffen)\b[^.;,]{0,40}\b(?P<how>voorwaardelijk)\b")
"""Opens a sentence that suspends the sanctions of the one before it: "Beide straffen zijn voorwaardelijk"."""
_MEASURE_SUSPENDED = rule(
    r"\b(?:de|deze|die) maatregel (?:\w+ ){0,2}?(?P<how>voorwaardelijk) (?:op ?(?:te )?leggen|opgelegd|op\b)"
)
"""Suspends the measure that was named before: "De rechtbank zal de maatregel voorwaardelijk opleggen"."""
_PAIR = 2
_OF_SOMETHING_ELSE = rule(
    r"\b(?:vordering\w*|schade\w*|benadeelde\w*|bp|voordeel|\w*ontneming\w*|gijzeling|hechtenis|proeftijd|\w*eis|bedrag)\b"
)
"""In the words before, what is lowered that is no sentence."""
_LOWERED = rule(
    r"\b(?:gematigd|matigt|matigde|verminderd|vermindert|verlaagd|verlaagt|teruggebracht|brengt\b[^.;]{0,60}\bterug|bekort)\b"
    r"(?:[^.;]|\.(?=\d)){0,120}? (?:tot|naar) (?:een (?:\w+ ){0,2}?\w*(?:straf|boete|detentie|ontzegging) van )?$"
)
"""Before the length to which the court lowered a sentence that it named before."""
_FOR_DEBT = rule(
    r"\W*(?:bepaling van )?(?:(?:de )?duur (?:van )?(?:de )?)?(?:gijzeling|lijfsdwang)\b:? "
    r"(?:(?:is |wordt )?(?:vastgesteld |bepaald )?op |van |voor |maximaal )?(?:de duur van )?"
)
"""Opens a sentence on the custody that follows where a debt to the State is not paid."""
_PER_BREACH = rule(rf"\b{PER_BREACH}")
_NEAR = 40
"""So many characters at most stand between a length and the words that tell what it is for."""
_OF_IT = rule(
    r"\s*(?:(?:daar|hier)van|(?:de helft|een (?:deel|gedeelte)|(?:\d+|\w+) (?:dagen|weken|maanden|maand|jaar|uur"
    r"|uren)"
    r") (?:daar|hier|er)van)\b"
)
"""Opens a sentence that goes on about the sanction of the one before."""
_PART_IN_BRACKETS = rule(
    r"\b(?:deel|gedeelte) (?:(?:is|wordt|daarvan|hiervan) ){0,2}voorwaardelijk (?:is |wordt )?(?:opgelegd )?"
    r"\($"
)
_NAMELESS = rule(r"\bveroordeeld (?:tot|voor) $")
_ELSE = rule(
    r"\b(?:als|indien|wanneer|doet)\b[^.;]{0,60}\bniet\b[^.;]{0,40}\b(?:moet|gaat|volgt|volgen|zit)\b[^.;]{0,60}"
    r"\b(?:zitten|cel|hechtenis|vast)\b"
)
_NOT_ALONE = rule(r" ?(?:oude?\b|geleden|gevangenis|cel|jeugd|tbs|hechtenis|ontzeg)")
_YEARS = re.compile(r"P(\d+)Y")
_SURELY_PRISON = 3
"""From so many years on, no other punishment or measure than prison has a length."""
_PROBATION = rule(rf"\b(?:{PROBATION_WORD})")


def add_parts(text: str, start: int, end: int, *, imposed: list[Draft], own: Sequence[Draft]) -> None:
    """Give the sanctions ``imposed`` so far what a sentence says of them; ``own`` are those that it names itself."""
    if not own and not _goes_on(text, start, end, imposed=imposed):
        _nameless(text, start, end, imposed=imposed)
    before = min([end, *(draft.places["noun"][0] for draft in own)])
    _suspended_together(text, start, end, imposed=imposed)
    _measure_suspended(text, start, end, imposed=imposed)
    for of_it, until in ((_probation, before), (_probation_of_each, end), (_else_to_be_served, end)):
        of_it(text, start, until, imposed=imposed)
    custody_for_debt(text, start, end, imposed=imposed)
    _custody_for_breach(text, start, end, imposed=imposed)
    _length_of_the_measure(text, start, end, imposed=imposed)
    _part_in_brackets(text, start, end, imposed=imposed)


def lowered(text: str, start: int, end: int, *, imposed: list[Draft]) -> Place | None:
    """Read to what length a sentence was lowered in the end ("... wordt gematigd tot 22 maanden"); return its place.

    The sanction that was lowered has that length, or goes where the lower one is named with a noun of its own.
    """
    for q in find_quantities(text, start, end):
        if not _LOWERED.search(text, start, q.start) or _OF_SOMETHING_ELSE.search(text, start, q.start):
            continue
        named = next((draft for draft in imposed if draft.places.get("total") == (q.start, q.end)), None)
        before = [
            d for d in imposed if d.noun.measure == q.measure and d.has("total") and d.places["total"][0] < q.start
        ]
        target = next((d for d in reversed(before) if named is None or d.kind == named.kind), None)
        if target and named:
            imposed.remove(target)
        elif target and "total" in target.places:
            target.values["total"], target.places["total"] = q.value, (q.start, q.end)
        return (q.start, q.end) if target else None
    return None


def custody_for_debt(text: str, start: int, end: int, *, imposed: list[Draft]) -> None:
    """Read the custody for a debt to the State in its own sentence: "Gijzeling 455 dagen"."""
    found = _FOR_DEBT.match(text, start, end)
    last = next((d for d in reversed(imposed) if d.kind in {"confiscation", "compensation_order"}), None)
    q = next(find_quantities(text, found.end(), end), None) if found and last and not last.has("substitute") else None
    if found and last and q and q.measure == "duration" and q.start == found.end():
        last.take("substitute", q)


def surely_prison(q: Quantity) -> bool:
    """Tell whether a length can be that of no other punishment or measure than prison."""
    years = _YEARS.match(q.value)
    return years is not None and int(years[1]) >= _SURELY_PRISON


def _goes_on(text: str, start: int, end: int, *, imposed: list[Draft]) -> bool:
    """Read a sentence about the last sanction: "Daarvan zijn 6 maanden voorwaardelijk"."""
    last = next((d for d in reversed(imposed) if "suspended" in d.noun.carries), None)
    if last is None or last.has("suspended") or not _OF_IT.match(text, start, end):
        return False
    reader = PhraseReader(text, lengths_optional=True, of_one=False)
    reader.drafts.append(last)
    reader.read(start, end)
    return True


def _suspended_together(text: str, start: int, end: int, *, imposed: list[Draft]) -> None:
    """Read that the last two sanctions are suspended: "Beide straffen zijn voorwaardelijk"."""
    found = _BOTH_SUSPENDED.match(text, start, end)
    last = [draft for draft in imposed if "suspended" in draft.noun.carries][-_PAIR:]
    if found and len(last) == _PAIR and not any(draft.has("suspended") or draft.partly for draft in last):
        for draft in last:
            draft.give("suspended", "all", place=found.span("how"))
        last[-1].beside = last[:-1]


def _measure_suspended(text: str, start: int, end: int, *, imposed: list[Draft]) -> None:
    """Read that the one measure that can be suspended is: "De rechtbank legt de maatregel voorwaardelijk op"."""
    found = _MEASURE_SUSPENDED.search(text, start, end)
    named = [draft for draft in imposed if draft.kind in {"isd", "pij"}]
    if found and len(named) == 1 and not (named[0].has("suspended") or named[0].partly):
        named[0].give("suspended", "all", place=found.span("how"))


def _part_in_brackets(text: str, start: int, end: int, *, imposed: list[Draft]) -> None:
    """Read how much of the last sanction is suspended: "een deel is voorwaardelijk opgelegd (4 maanden)"."""
    last = next((d for d in reversed(imposed) if "suspended" in d.noun.carries), None)
    for q in find_quantities(text, start, end) if last and not last.has("suspended") else ():
        if last and q.measure == last.noun.measure and _PART_IN_BRACKETS.search(text, start, q.start):
            last.take("suspended", q)


def _nameless(text: str, start: int, end: int, *, imposed: list[Draft]) -> None:
    """Read a sentence of years without a noun, which can be no other than prison: "veroordeeld tot 12 jaar"."""
    for q in find_quantities(text, start, end):
        if (
            surely_prison(q)
            and _NAMELESS.search(text, start, q.start)
            and not _NOT_ALONE.match(text, q.end, end)
            and not OF_SOMEBODY_ELSE.search(text, start, q.start)
            and all(draft.kind != "prison" for draft in imposed)
        ):
            draft = Draft(nouns()["prison"], (q.start, q.end))
            draft.take("total", q)
            imposed.append(draft)


def _probation_of_each(text: str, start: int, end: int, *, imposed: list[Draft]) -> None:
    """Read one probation period that holds for all: "beide met een proeftijd van twee jaren"."""
    found = _EACH_PROBATION.search(text, start, end)
    q = next(find_quantities(text, found.end(), min(end, found.end() + 40)), None) if found else None
    if q and q.measure == "duration":
        for draft in imposed:
            if (draft.has("suspended") or draft.partly) and "probation" in draft.noun.carries:
                draft.take("probation", q)


def _else_to_be_served(text: str, start: int, end: int, *, imposed: list[Draft]) -> None:
    """Read detention in place of hours in its own sentence: "Doet hij dat niet, dan moet hij 20 dagen zitten"."""
    last = next((d for d in reversed(imposed) if d.has("total") and "substitute" in d.noun.carries), None)
    found = _ELSE.search(text, start, end)
    q = next(find_quantities(text, *found.span()), None) if found and last else None
    if last and q and q.measure == "duration":
        last.take("substitute", q)


def _custody_for_breach(text: str, start: int, end: int, *, imposed: list[Draft]) -> None:
    """Read the custody for each breach of a ban: "2 weken hechtenis per overtreding"."""
    found = _PER_BREACH.search(text, start, end)
    ban = next((d for d in reversed(imposed) if d.kind == "liberty_restriction"), None)
    told = list(find_quantities(text, start, found.start())) if found and ban and not ban.has("substitute") else []
    if found and ban and told and told[-1].measure == "duration" and found.start() - told[-1].end < _NEAR:
        ban.take("substitute", told[-1])


def _length_of_the_measure(text: str, start: int, end: int, *, imposed: list[Draft]) -> None:
    """Read the length of a measure that was named before: "de maatregel wordt opgelegd voor de duur van"."""
    found = _THE_MEASURE.search(text, start, end)
    named = [d for d in imposed if d.kind in {"isd", "liberty_restriction"} and not d.has("total")]
    q = next(find_quantities(text, found.end(), min(end, found.end() + 30)), None) if found else None
    if q and q.measure == "duration" and len(named) == 1:
        named[0].take("total", q)


def _probation(text: str, start: int, end: int, *, imposed: list[Draft]) -> None:
    """Read a probation period that stands in a sentence of its own."""
    open_ = [d for d in imposed if (d.has("suspended") or d.partly) and not d.has("probation")]
    match = _PROBATION.search(text, start, end)
    q = next(find_quantities(text, match.end(), min(end, match.end() + 40)), None) if match and open_ else None
    if q and q.measure == "duration":
        open_[-1].take("probation", q)
