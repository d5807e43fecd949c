"""Whether a judgment is final, as far as its publisher's metadata tell.

Only the formal relations count: a later decision in the same case, the remedy that led to it, and its effect. The
words of the effects are those of the judiciary's value list (``FormeleRelaties``). Where the publisher names no later
decision the judgment may be final, or appealed and not yet decided, or the later decision unpublished: that is said as
``no_later_known``, never as final.
"""

from __future__ import annotations

from vonnis.extraction.answer import Answer
from vonnis.extraction.record import Doubt, Finality, LaterDecision, Standing
from vonnis.extraction.rules import rule
from vonnis.judgment.judgment import Judgment

_REVIEWS = frozenset({"hogerBeroep", "cassatie", "sprongcassatie", "herziening", "verzet"})
"""The remedies against a judgment; an advocate-general's opinion is a later document, but no decision."""
_CHANGES = rule(r"vernietig|herzien|gegrond verklaard|terugwij|verwij[sz]")
_UPHOLDS = rule(r"bekrachtig|bevestig|verwerp|niet[- ]ontvankelijk|ongegrond|ingetrokken")


def find_finality(judgment: Judgment) -> Answer[Finality]:
    """Return whether a judgment stands, with a doubt for each later decision that its publisher names."""
    later = tuple(
        LaterDecision(ecli=relation.ecli, type=relation.type, effect=relation.effect)
        for relation in judgment.metadata.relations
        if relation.stage == "latereAanleg" and relation.type in _REVIEWS
    )
    return Answer(Finality(status=_standing(later), later=later), doubts=tuple(map(_doubt, later)))


def _standing(later: tuple[LaterDecision, ...]) -> Standing:
    """Return what later decisions together did: one that changes the judgment outweighs others."""
    effects = [decision.effect or "" for decision in later]
    if not effects:
        return "no_later_known"
    if any(_CHANGES.search(effect) for effect in effects):
        return "changed"
    return "upheld" if all(_UPHOLDS.search(effect) for effect in effects) else "under_review"


def _doubt(later: LaterDecision) -> Doubt:
    """Return the doubt that a later decision casts: what is read may not stand."""
    effect = f", {later.effect}" if later.effect else ""
    reason = f"the judgment is not final: a later decision is known, {later.ecli} ({later.type}{effect})"
    return Doubt("outcome", reason)
