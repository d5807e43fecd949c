"""Orders of a dictum that an earlier suspended sentence be executed: how much of it, and in what form."""

from __future__ import annotations

from vonnis.extraction.clauses import Clause
from vonnis.extraction.draft import Draft
from vonnis.extraction.phrases import PhraseReader
from vonnis.extraction.quantities import Quantity, find_quantities
from vonnis.extraction.rules import rule
from vonnis.extraction.vocabulary import Noun

EXECUTION = Noun("execution_of_suspended", "none", frozenset({"substitute"}))
"""An earlier sentence to be executed, as a kind of sanction."""

EXECUTES = rule(
    r"(?:gelast|beveelt)\b(?: (?:ook|tevens|voorts|alsnog|thans|hierbij|daarom|,))*(?: de)?(?: (?:gehele"
    r"|gedeeltelijke|volledige))? ?"
    r"ten ?uitvoer ?legging(?! van (?:dit|deze (?:uitspraak|beslissing)|het (?:vonnis|arrest)\b(?! van)))"
    r"|(?:gelast|beveelt|bepaalt)(?:, [^.;,]{1,120},)? dat [^.;]{0,400}?"
    r"(?:alsnog [^.;]{0,80}?ten ?uitvoer|ten ?uitvoer (?:zal|zullen|moet"
    r"|wordt|dient|dienen|gelegd))"
    r"|wijst\b[^.;]{0,40}?(?:toe )?(?:de )?vordering[^.;]{0,60}?ten ?uitvoer ?legging[^.;]*?(?:toe\b|van (?:de|het))"
    r"|(?:de|het) (?:vordering|verzoek)\b[\s\S]*\b(?:toegewezen|toewijsbaar)\b"
    r"|de ten ?uitvoer ?legging van\b(?:(?!\b(?:kan|kunnen|indien|als)\b)[\s\S])*"
    r"\bwordt (?:(?:alsnog|daarom) )?(?:gelast|bevolen)\b"
    r"|(?:gelast|bepaalt|beveelt|legt|wijst)\b.{0,200}?in plaats van (?:de |een )?(?:last (?:tot|van) )?"
    r"(?:gedeeltelijke |gehele )?(?:ten ?uitvoer ?legging)"
)
"""What opens such an order."""
YET_EXECUTED = rule(
    r"\balsnog\b[^.;]{0,60}ten ?uitvoer|ten ?uitvoer[^.;]{0,30}\balsnog\b"
    r"|(?:gelast|beveelt) (?:\w+ ){0,3}?ten ?uitvoer ?legging"
)
"""What is executed after all, beside words that something is not."""
HOW_EXECUTED = rule(r"nachtdetentie|\bonvoorwaardelijke? (?:deel|gedeelte)\b")
"""How a sentence imposed by this very dictum is to be served."""
_SEVERAL = rule(r"ten ?uitvoer ?legging[^.;]{0,60}\bstraffen\b")
"""An order that several earlier sentences be executed, told one by one."""
_CONVERTS = rule(
    r"in plaats (?:daarvan|van)|omgezet|om te zetten|vervangen door een (?:taak|werk)straf|zet (?:deze"
    r"|die) (?:straf )?om|in de vorm van een (?:taak|werk)straf"
)
_CONVERTED_INTO = rule(
    r"omgezet (?:in|naar)|om te zetten in|zet (?:deze|die)[^.;]{0,40} om in|in plaats (?:daarvan|hiervan)"
    r"|in plaats van (?:de|die|deze) (?:[\w-]+ ){0,3}?\w*(?:straf|boete|detentie|hechtenis)\b"
    r"|(?:vervangt|wordt vervangen) [^.;]{0,40}?door|ten uitvoer (?:wordt |zal worden )?gelegd (?:als|in de vorm van)"
)
_PARTIAL = rule(
    r"(?:gedeelte(?:lijk|lijke)?|deel)\b.{0,400}?(?:te weten|groot|voor de duur van|ter grootte van|van|namelijk)"
)
_PART_IS = rule(
    r"(?:te weten|namelijk|en wel|groot|(?:gedeelte|deel) van|ter grootte van):?"
    r"(?: voor)?(?: de duur)?(?: van)?(?: een)? $"
)
_PART_FIRST = rule(r"ten ?uitvoer ?legging van (?:een (?:deel|gedeelte) van )?$")
"""Stands before the part to be executed: "de tenuitvoerlegging van 60 dagen van de straf van 120 dagen"."""
_OF_THAT = rule(r"(?: \w+straf)? (?:daar|hier)van\b(?:(?!\b(?:reeds|al|niet)\b)[^.;]){0,40}\bten ?uitvoer")
"""Stands behind the part to be executed: "met dien verstande dat 2 maanden daarvan ten uitvoer worden gelegd"."""
_OBJECT = rule(r"ten ?uitvoer ?legging|ten uitvoer")
_UNFINISHED = rule(r"(?:[:,(]|\b(?:weten|van|en|zijnde|namelijk)) ?(?:[-–•*] ?)?$")
"""The end of a clause whose sentence goes on behind it."""
_SAID = rule(r"(?:\btoe ?[.;]?|\.) ?(?:[-–•*] ?)?$")
"""The end of a clause that grants a claim and says no more, or of a sentence: what stands below is another order."""
_LABELS_ANOTHER = rule(r"[.;] ?\n ?(?:[-–•*] ?)?(?:feit|za(?:ak|ken)|straf|maatregel|ten aanzien van)\b[^\n:;]*: ?$")
"""The end of a clause whose last line names the charge of another order ("Feit 3: ")."""
_ANOTHER_LENGTH = rule(
    r"\. ?\n\s*(?=(?:[-–•*] ?)?(?:\d+|\w+tig|\w+tien|\w*honderd|een|één|twee|drie|vier|vijf|zes|acht|negen|tien|twaalf)"
    r"(?: \([^)]{1,30}\))? (?:uren|uur|dagen|weken|maanden|maand|week|jaar) "
    r"(?:taakstraf|werkstraf|leerstraf|gevangenisstraf|jeugddetentie|hechtenis)\b)"
)
"""Before a sentence of its own on a new line that opens with its length: "60 uren taakstraf"."""


def ends_early(text: str, order: Clause) -> int | None:
    """Return where an order that has not said of what ends, if a line with a sentence of its own stands below it."""
    found = (
        _ANOTHER_LENGTH.search(text, order.start, order.end) if EXECUTES.match(text, order.start, order.end) else None
    )
    return found.end() if found and not any(find_quantities(text, order.start, found.start())) else None


def goes_on(text: str, order: Clause) -> bool:
    """Tell whether an order goes on in the line below it: it has not said of what, or is of several sentences."""
    words = text[order.start : order.end]
    if _LABELS_ANOTHER.search(words):
        return False
    if _UNFINISHED.search(words) or _SEVERAL.search(words):
        return True
    return not any(find_quantities(text, order.start, order.end)) and not _SAID.search(words)


def read_executions(text: str, clause: Clause) -> list[Draft]:
    """Return the earlier sentences that a clause orders to be executed, in whole, in part, or in another form."""
    words = text[clause.start : clause.end]
    inner = PhraseReader(text, lengths_optional=True)
    inner.read(clause.start, clause.end)
    if _SEVERAL.search(words) and not _CONVERTS.search(words):
        return [one.under(EXECUTION) for one in inner.drafts if one.has("total")]
    chosen = _executed(inner.drafts, words)
    amount = _amount(text, clause, chosen=chosen)
    if amount is None and not _OBJECT.search(words):
        return []
    verb = clause.start, clause.start + len(clause.verb)
    draft = Draft(EXECUTION, chosen.places["noun"] if chosen else verb)
    if amount:
        draft.take("total", amount)
    if chosen and chosen.has("substitute"):
        draft.give("substitute", chosen.values["substitute"], place=chosen.places["substitute"])
    return [draft]


def converts(text: str, clause: Clause, *, latest: Draft | None) -> bool:
    """Read a clause that says in what other form the ``latest`` order, just before it, is executed; tell whether."""
    found = _CONVERTED_INTO.search(text, clause.start, clause.end) if latest and latest.kind == EXECUTION.kind else None
    if latest is None or found is None:
        return False
    inner = PhraseReader(text, lengths_optional=True)
    form = next((d for d in inner.read(found.end(), clause.end) if d.has("total")), None)
    for part in ("total", "substitute") if form else ():
        if form and form.has(part):
            latest.values[part], latest.places[part] = form.values[part], form.places[part]
    return form is not None


def _executed(drafts: list[Draft], words: str) -> Draft | None:
    """Return the sentence that will now be executed: the converted form where there is one."""
    if _CONVERTS.search(words):
        hours = next((d for d in drafts if d.kind == "community_service" and d.has("total")), None)
        if hours:
            return hours
    with_total = [draft for draft in drafts if draft.has("total")]
    return next(iter(with_total or drafts), None)


def _amount(text: str, clause: Clause, *, chosen: Draft | None) -> Quantity | None:
    """Return how much of an earlier sentence is executed."""
    words = text[clause.start : clause.end]
    quantities = list(find_quantities(text, clause.start, clause.end))
    if not quantities:
        return None
    place = chosen.places.get("total") if chosen else None
    first = next((q for q in quantities if _PART_FIRST.search(text, clause.start, q.start)), None)
    first = first or next((q for q in quantities if _OF_THAT.match(text, q.end, clause.end)), None)
    converted = chosen is not None and chosen.kind == "community_service" and bool(_CONVERTS.search(words))
    if first and len(quantities) > 1 and not converted:
        return first
    if (chosen and chosen.kind != "community_service") or not _CONVERTS.search(words):
        partial = _PARTIAL.search(words)
        if partial:
            part = [q for q in quantities if _PART_IS.search(text, clause.start, q.start)]
            if part and chosen and part[-1].measure == chosen.noun.measure:
                return part[-1]
            after = [q for q in quantities if q.start >= clause.start + partial.end() - 1]
            if after and chosen and after[0].measure == chosen.noun.measure:
                return after[0]
        if chosen and chosen.has("suspended") and chosen.values["suspended"] != "all":
            place = chosen.places["suspended"]
    return next((q for q in quantities if place and q.start == place[0]), None)
