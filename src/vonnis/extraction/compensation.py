"""Orders to pay the State for a victim (art. 36f Sr): one per amount that stands with a victim, or per table line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from vonnis.extraction.clauses import Clause
from vonnis.extraction.draft import ONE_UNIT, Draft
from vonnis.extraction.numbers import EACH_NUMBER, NUMERAL, number_of
from vonnis.extraction.quantities import Quantity, find_quantities
from vonnis.extraction.rules import rule
from vonnis.extraction.vocabulary import Noun

COMPENSATION = Noun("compensation_order", "money", frozenset({"substitute"}))
TABLE_REACH = 250
"""How far behind the order the words that send the reader to a table may stand, in characters."""

ABOVE_REACH = 200
"""How far above the order "this amount" may stand, in characters."""
THAT_AMOUNT = rule(r"\b(?:dit|dat|datzelfde|hetzelfde|dezelfde) bedrag\b")
"""What stands for an amount that was named before."""
_OF_A_TABLE = rule(r"(?:boven|voor|hier)?(?:genoemde|staande|vermelde|melde) (?:bedrag|tabel)|\btabel\b")
_MASK = r"\[(?!\d{1,3}\])[^\]\n]{1,40}\]"
"""What stands for a name; a number alone is a note."""
_PLACEHOLDER = re.compile(rf"(?!\[(?:verdachte|veroordeelde|medeverdachte|betrokkene)){_MASK}", re.IGNORECASE)
_TABLE_LINE = re.compile(rf"^[^\w\[\n]{{0,6}}{_MASK}[^\n]{{0,120}}$", re.MULTILINE)
"""A line that opens with a victim's placeholder."""
_FOR_VICTIM = rule(rf"ten behoeve van|{_MASK}|slachtoffer|benadeelde")
_ROW = re.compile(r"(?:^|\n)(?P<first>[^\n|]*\w[^\n|]*)\|[^\n€]*$")
"""Before the first amount in a row of a table, whose first cell names the victim."""
_SUM = rule(r"\W*(?:sub)?totaa?l")
"""The first cell of a row that counts the amounts above it together."""
_COMPONENT = rule(
    r"bestaande uit|(?<!gebreke )waarvan|zijnde|vermeerderd met|ter zake van|aan (?:im)?materiële|betreft"
)
_DISMISSED = rule(r"\)? (?:wordt|is|zal worden) afgewezen\b")
_NUMBERS_BEFORE = re.compile(
    rf"(?<![\w,.€])(?<!€\s)(?<!EUR\s)(?P<numbers>{NUMERAL}(?:\s*\([^)]{{1,30}}\))?(?:,\s*{NUMERAL}(?:\s*\([^)]{{1,30}}\))?)*)"
    r",?\s+(?:en|respectievelijk|resp\.)\s+$",
    re.IGNORECASE,
)
"""The numbers before the last of several, in one unit: "10, 5 en " before "3 dagen"."""
_INSTALMENT = rule(r"\btermijn(?:en|bedragen)? van $")
_DAYS_LISTED = rule(r"\baantal dagen\b|\(dagen\)|\| ?(?:dagen|\w+ in dagen)\b")
"""Announces a list or a table in which the days stand with the amounts."""
_DAYS_BEHIND = re.compile(
    r"(?:[ ]*(?:\||\n)[ ]*(?P<cell>\d{1,3})(?=[ ]*(?:\n|\||$))"
    r"|[ ]*\|[ ]*(?P<days>\d{1,3})[ ]dag(?:en)?(?=[ ]*(?:\n|\||$))"
    r"|[^\n]{0,80}?[,|][ ]*(?P<told>\d{1,3})\s+dag(?:en)?\b)"
)
_DEFAULT = rule(r"gijzeling|gegijzeld|hechtenis|jeugddetentie")


def orders_for(text: str, clause: Clause, *, amounts: Sequence[Quantity]) -> Iterator[Draft]:
    """Yield the orders of a clause: of its amounts those that are owed to a victim, each with its detention."""
    chosen: list[Quantity] = []
    victims = _Victims(text, clause)
    for q in _without_sums(text, clause, amounts):
        before = text[max(clause.start, q.start - 120) : q.start]
        known = chosen[-1] if chosen else None
        in_row = _ROW.search(before) is not None
        again = known is not None and (
            (q.value == known.value and not in_row and not victims.differ(known, q))
            or bool(_COMPONENT.search(text[known.end : q.start]))
        )
        if _INSTALMENT.search(before):
            continue
        named = not chosen or in_row or _FOR_VICTIM.search(before)
        if not again and named and not _DISMISSED.match(text, q.end, clause.end):
            chosen.append(q)
    drafts: list[Draft] = []
    for number, q in enumerate(chosen):
        draft = _order(q)
        stop = chosen[number + 1].start if number + 1 < len(chosen) else clause.end
        if not _take_days_of_list(text, draft, clause=clause):
            take_default(text, draft, start=q.end, stop=stop)
        drafts.append(draft)
    share_default(text, drafts, start=clause.start)
    yield from drafts


class _Line(NamedTuple):
    """The amounts in a line of an order, and the first cell where the line is a row of a table."""

    amounts: list[Quantity]
    cell: str | None


def _lines(text: str, clause: Clause, amounts: Sequence[Quantity]) -> Iterator[_Line]:
    """Yield the lines of a clause that hold amounts."""
    for at, found in groupby(amounts, lambda q: text.rfind("\n", clause.start, q.start)):
        line = list(found)
        cell, bar, _ = text[at + 1 : line[0].start].partition("|")
        yield _Line(line, cell if bar else None)


def _without_sums(text: str, clause: Clause, amounts: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield the amounts without the row of a table that adds them up, and of a row that adds up its own the sum.

    Rows that add up to an amount told outside them are what that amount consists of.
    """
    owed = [line for line in _lines(text, clause, amounts) if line.cell is None or not _SUM.match(line.cell)]
    counted = sum(_euros(line.amounts[0]) for line in owed if line.cell is not None)
    told = [_euros(q) for line in owed if line.cell is None for q in line.amounts]
    for line in owed:
        if line.cell is None:
            yield from line.amounts
        elif counted not in told:
            *parts, last = map(_euros, line.amounts)
            yield from line.amounts[-1:] if parts and sum(parts) == last else line.amounts


def _euros(q: Quantity) -> Decimal:
    """Return an amount as a number."""
    return Decimal(q.value.partition(" ")[2])


def order_for_amount_above(text: str, clause: Clause, *, since: int) -> Draft | None:
    """Return the order for "this amount", which the clause before it awards, or None where the clause names none."""
    if not THAT_AMOUNT.search(text, clause.start, clause.end):
        return None
    above = find_quantities(text, max(since, clause.start - ABOVE_REACH), clause.start)
    q = next((q for q in reversed(list(above)) if q.measure == "money"), None)
    if q is None:
        return None
    draft = _order(q)
    take_default(text, draft, start=clause.start, stop=clause.end)
    return draft


def names_table(text: str, start: int, end: int) -> bool:
    """Tell whether an order sends the reader to amounts that stand above ("bovengenoemde bedragen")."""
    return _OF_A_TABLE.search(text, start, end) is not None


def tabled_orders(text: str, start: int, end: int) -> Iterator[Draft]:
    """Yield the orders whose amounts stand in a table, a victim a line."""
    for line in _TABLE_LINE.finditer(text, start, end):
        quantities = list(find_quantities(text, *line.span()))
        q = next((q for q in quantities if q.measure == "money"), None)
        if q:
            draft = _order(q)
            for detention in (other for other in quantities if other.measure == "duration"):
                draft.take("substitute", detention)
            yield draft


def _order(q: Quantity) -> Draft:
    draft = Draft(COMPENSATION, (q.start, q.end))
    draft.take("total", q)
    return draft


def _take_days_of_list(text: str, draft: Draft, *, clause: Clause) -> bool:
    """Give an order the days that stand behind its amount in a list or table which the clause announces."""
    found = _DAYS_BEHIND.match(text, draft.places["total"][1], clause.end)
    group = found.lastgroup if found else None
    if group != "days" and not _DAYS_LISTED.search(text, clause.start, clause.end):
        return False
    if found and group:
        draft.give("substitute", f"P{found[group]}D", place=found.span(group))
    return found is not None


def take_default(text: str, draft: Draft, *, start: int, stop: int) -> None:
    """Give an order the detention that follows when it is not paid."""
    for q in find_quantities(text, start, stop):
        if q.measure == "duration" and _DEFAULT.search(text[max(start, q.start - 200) : min(stop, q.end + 40)]):
            draft.take("substitute", q)
            return


def share_default(text: str, drafts: Sequence[Draft], *, start: int) -> None:
    """Give each order its own days, told together behind the last: "10 respectievelijk 5 dagen gijzeling"."""
    place = drafts[-1].places.get("substitute") if drafts else None
    one = ONE_UNIT.fullmatch(drafts[-1].values["substitute"]) if place else None
    found = _NUMBERS_BEFORE.search(text, start, place[0]) if place and one else None
    numbers = list(EACH_NUMBER.finditer(text, *found.span("numbers"))) if found else []
    if one is None or len(numbers) + 1 != len(drafts):
        return
    for draft, number in zip(drafts, numbers, strict=False):
        if (days := number_of(number.group())) is not None:
            draft.give("substitute", f"{one['head']}{days}{one['unit']}", place=number.span())


class _Victims:
    """The victims of a clause by their placeholders, which stand all before or all behind their amounts."""

    def __init__(self, text: str, clause: Clause) -> None:
        self.names = list(_PLACEHOLDER.finditer(text, clause.start, clause.end))

    def of(self, q: Quantity, *, behind: bool) -> str | None:
        """Return the placeholder nearest to an amount on the side where the clause has them, or None."""
        if behind:
            return next((name.group() for name in self.names if name.start() >= q.end), None)
        return next((name.group() for name in reversed(self.names) if name.end() <= q.start), None)

    def differ(self, first: Quantity, second: Quantity) -> bool:
        """Tell whether two amounts are owed to different victims."""
        behind = self.of(first, behind=False) is None
        one, other = self.of(first, behind=behind), self.of(second, behind=behind)
        return one is not None and other is not None and one != other
