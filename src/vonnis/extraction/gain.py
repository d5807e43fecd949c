"""How much of unlawful gain a dictum orders to be paid to the State, which may be less than it was estimated at."""

from __future__ import annotations

from vonnis.extraction.clauses import Clause
from vonnis.extraction.compensation import THAT_AMOUNT
from vonnis.extraction.quantities import Quantity, find_quantities
from vonnis.extraction.rules import rule

_PAYMENT = rule(r"verplichting|betaling aan de Staat|te betalen")
_DUTY = rule(r"\bbetalingsverplichting\b|\bte betalen bedrag\b|\bverplichting (?:op )?tot (?:het )?betal")
"""What names the duty beside the estimate: "stelt het voordeel vast op € 60.000 en de betalingsverplichting op ..."."""


def gain_owed(text: str, clause: Clause, *, since: int) -> Quantity | None:
    """Return the amount that a clause orders to be paid, or None where it orders none.

    "That amount" is the last one told behind ``since``, the start of the dictum.
    """
    if not _PAYMENT.search(text, clause.start, clause.end):
        return None
    money = [q for q in find_quantities(text, clause.start, clause.end) if q.measure == "money"]
    if not money and THAT_AMOUNT.search(text, clause.start, clause.end):
        money = [q for q in find_quantities(text, since, clause.start) if q.measure == "money"][-1:]
    duty = _DUTY.search(text, clause.start, clause.end)
    behind = (q for q in money if duty and q.start >= duty.end())
    return next(behind, money[0] if money else None)
