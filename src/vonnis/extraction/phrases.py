"""Read sanctions in a stretch of text: bind each quantity to its sanction, and to its part of it.

"een gevangenisstraf van 18 (achttien) maanden, waarvan 6 (zes) maanden voorwaardelijk met een proeftijd van twee jaar"
is one prison sentence with a total, a suspended part and a probation period. The same grammar reads the operative
clauses of a dictum, a demand, and a court's abstract. What a quantity means is decided by the words between it and the
quantity before it, and by the words behind it (:mod:`vonnis.extraction.roles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import cast

from vonnis.extraction.numbers import DIGITS, WORDS, number_of
from vonnis.extraction.quantities import Quantity, find_quantities
from vonnis.extraction.record import Doubt, Sanction, SanctionKind
from vonnis.extraction.roles import (
    BEFORE,
    PART_BEFORE,
    PART_WORD,
    PARTLY_BEFORE,
    PROBATION_BEFORE,
    SUSPENDED_AFTER,
    UNSUSPENDED_AFTER,
    role_of,
)
from vonnis.extraction.vocabulary import Mention, Noun, find_mentions
from vonnis.extraction.wordings import (
    IF_NOT,
    IN_ITS_PLACE,
    NOT_EXECUTED,
    OF_WHICH,
    PARTLY,
    SUSPENDED_WORD,
    WHOLLY,
)
from vonnis.judgment.scan import Glance, Watch
from vonnis.judgment.span import Span

REACH = 160
_NEAR = 90
"""How far behind a quantity the words that say what it is may stand, in characters."""

Place = tuple[int, int]


class Draft:
    """A sanction in the making; its parts come from several clauses."""

    def __init__(self, noun: Noun, place: Place) -> None:
        """Start a sanction at the place of its noun."""
        self.noun = noun
        self.kind = noun.kind
        self.values: dict[str, str] = {}
        self.places: dict[str, Place] = {"noun": place}
        self.charges: tuple[str, ...] = ()
        self.conditions: tuple[str, ...] = ()
        self.partly = False
        self.disagrees: list[Place] = []

    def __repr__(self) -> str:
        """Show kind and values."""
        return f"Draft({self.kind}, {self.values})"

    def has(self, part: str) -> bool:
        """Tell whether the part has a value."""
        return part in self.values

    def give(self, part: str, value: str, *, place: Place) -> None:
        """Set a part and its place, unless it has one already."""
        if part not in self.values:
            self.values[part] = value
            self.places[part] = place

    def take(self, part: str, quantity: Quantity) -> None:
        """Set a part from a quantity that stands in the text, unless it has one already."""
        self.give(part, quantity.value, place=(quantity.start, quantity.end))

    def under(self, noun: Noun) -> Draft:
        """Return this length and its substitute as those of another kind of sanction."""
        draft = Draft(noun, self.places["noun"])
        for part in ("total", "substitute"):
            if self.has(part):
                draft.give(part, self.values[part], place=self.places[part])
        return draft

    def halve(self, place: Place) -> None:
        """Read "de helft daarvan voorwaardelijk"; half of an odd number of months or days has no length of its own."""
        self.partly = True
        total = _ONE_UNIT.fullmatch(self.values.get("total", ""))
        money = _AMOUNT.fullmatch(self.values.get("total", ""))
        if total and int(total["n"]) % 2 == 0:
            self.give("suspended", f"{total['head']}{int(total['n']) // 2}{total['unit']}", place=place)
        elif money and int(money["cents"]) % 2 == 0:
            whole, cents = divmod((int(money["whole"]) * 100 + int(money["cents"])) // 2, 100)
            self.give("suspended", f"{money['code']} {whole}.{cents:02d}", place=place)

    def doubts(self, text: str, *, field: str) -> Iterator[Doubt]:
        """Yield a doubt for each number that the text gives twice, and not alike; ``field`` is that of the record."""
        for place in self.disagrees:
            yield Doubt(field, "the number in words differs from the number in digits", Span.of(text, *place))

    def sanction(self, text: str) -> Sanction:
        """Return the finished sanction with its passages."""
        start, end = self.places["noun"]
        if "total" in self.places:
            start, end = min(start, self.places["total"][0]), max(end, self.places["total"][1])
        parts: dict[str, Span] = {
            part: Span.of(text, *self.places[part])
            for part in ("suspended", "probation", "substitute", "after_deduction", "conditions")
            if part in self.places
        }
        return Sanction(
            kind=cast("SanctionKind", self.kind),  # "tbs" has been settled by now
            total=self.values.get("total"),
            suspended=self.values.get("suspended"),
            probation=self.values.get("probation"),
            substitute=self.values.get("substitute"),
            after_deduction=self.values.get("after_deduction"),
            charges=self.charges,
            conditions=self.conditions,
            evidence=Span.of(text, start, end),
            parts=parts,
        )


_DIRECTLY_AFTER_NOUN = re.compile(
    r"(?:\bvan|\btijd|\bduur|\bgedurende|\bvoor|\btot|:|\bgroot|\bhoogte|\bad|\bbedrage|^)\s*$", re.IGNORECASE
)
_CONSISTS_OF = re.compile(
    r"[\s,:(]*(?:bestaande\s+uit|te\s+weten|in\s+de\s+vorm\s+van|zijnde|namelijk)[\s,:]*(?:een\s+)?", re.IGNORECASE
)
_LENGTH_GAP = re.compile(r"\s*(?:(?:van|voor\s+de\s+(?:duur|tijd)\s+van|gedurende)\s+)?", re.IGNORECASE)
"""What stands between a noun and its length."""
_BARE_PART = re.compile(
    rf"(?:(?:(?:{OF_WHICH})\s+|\(\s*)(?:een\s+gedeelte\s+(?:van|groot)\s+)?|,\s*(?=[\w() ]{{1,40}}\bdaarvan\b))"
    rf"(?P<number>{DIGITS}|{WORDS})(?:\s*\([^)]{{1,30}}\))?\s+(?:daarvan\s+)?(?:geheel\s+)?(?P<how>(?:on)?voorwaardelijk|vw\b)",
    re.IGNORECASE,
)
_ADJECTIVE_GAP = re.compile(
    r"[\s,]*(?:en\s+|op\s+(?:een\s+|de\s+)?|(?:naar\s+)?de\s+)?(?:gemaximeerde\s+|op\s+te\s+leggen\s+|korte\s+|lange\s+|forse\s+|stevige\s+|flinke\s+"
    r"|maatregel\s+(?:van|tot)\s+|\(?(?:deel|gedeelte)\)?\s+van\s+(?:de|een)\s+)*$",
    re.IGNORECASE,
)
_NOT_A_PUNISHMENT = re.compile(
    r"(?:vervangende|verv\.|vv\.|voorlopige|voorlopig|subsidiair|bevel\s+tot"
    r"|inverzekeringstelling\s+en)\s+(?:voorlopige\s+)?$|(?:bevel\s+tot\s+)$",
    re.IGNORECASE,
)
_INSTEAD_OF = re.compile(
    r"(?:in\s+plaats\s+van|i\.p\.v\.|ter\s+vervanging\s+van)\s+(?:(?:de|een|het|deze|die|oplegging\s+van)\s+)*"
    r"(?:(?:[\w-]*voorwaardelijke?|korte|lange|opgelegde|op\s+te\s+leggen)\s+)*"
    rf"(?:(?:{DIGITS}|{WORDS})(?:\s*\([^)]{{1,30}}\))?\s+(?:dag(?:en)?|we[ek]+(?:en)?|maand(?:en)?|ja(?:ar|ren))\s+)?$",
    re.IGNORECASE,
)
_SUBSIDIARY = re.compile(r"\b(?:subsidiair|te\s+vervangen\s+door)\s+$", re.IGNORECASE)
_RESPECTIVELY = re.compile(
    rf"\b(?P<number>{DIGITS}|{WORDS})(?:\s*\([^)]{{1,30}}\))?\s+(?:respectievelijk|resp\.)\s+$", re.IGNORECASE
)
_ONE_MORE = re.compile(
    rf"\b(?:en|alsmede|daarnaast|voorts|benevens|tevens)\s+(?:(?:tot|daarnaast|voorts|tevens)\s+)?een\s+"
    rf"(?:(?:(?:{WHOLLY}|{PARTLY})\s+)?(?:on)?voorwaardelijke\s+)?$",
    re.IGNORECASE,
)
"""Opens one more sanction behind another: "subsidiair 30 dagen hechtenis, en een voorwaardelijke jeugddetentie"."""
_REFERENCE = re.compile(
    r"\b(?:deze|die|dit|dat|de|het|voormelde|voornoemde|genoemde|bedoelde|zijn|haar|(?:thans|aldus"
    r"|eerder)?\s*opgelegde|hem\s+opgelegde|uitvoering\s+van\s+de)\s+(?:(?!tot\b|een\b|op\b)\w+\s+){0,2}$",
    re.IGNORECASE,
)


class PhraseReader:
    """Reads the sanctions of a text, stretch by stretch; ``drafts`` grows, and later stretches may add parts."""

    def __init__(self, text: str, *, lengths_optional: bool = False) -> None:
        """Read ``text``; with ``lengths_optional`` a bare noun is a sanction too, as in an abstract or a demand."""
        self.text = text
        self.lengths_optional = lengths_optional
        self.drafts: list[Draft] = []
        self._current: Draft | None = None
        self._pending: Quantity | None = None
        self._replaced: Mention | Quantity | None = None

    def read(self, start: int, end: int) -> list[Draft]:
        """Read one stretch and return the drafts that it starts, in order."""
        known = len(self.drafts)
        self._current, self._pending = None, None
        quantities = list(find_quantities(self.text, start, end))
        mentions = [m for m in find_mentions(self.text, start, end) if not self._within(m, quantities)]
        events: list[Mention | Quantity] = sorted([*quantities, *mentions], key=lambda event: event.start)
        last_quantity = start
        for number, event in enumerate(events):
            following = events[number + 1] if number + 1 < len(events) else None
            stop = following.start if following else end
            if isinstance(event, Mention):
                self._mention(event, start, following)
                self._tail(event.end, stop, before_mention=isinstance(following, Mention))
            else:
                used = self._quantity(event, last_quantity, following, end)
                last_quantity = event.end
                if used == "total":
                    self._tail(event.end, stop, before_mention=isinstance(following, Mention))
                elif used == "substitute":
                    self._behind_substitute(event.end, end)
        return self._settle(known)

    @staticmethod
    def _within(mention: Mention, quantities: Sequence[Quantity]) -> bool:
        """Tell whether a noun is part of a quantity's own words."""
        return any(q.start <= mention.start < q.end for q in quantities)

    def _settle(self, known: int) -> list[Draft]:
        """Drop what turned out to be no sanction and return the drafts started since ``known``."""
        started = self.drafts[known:]
        for number, frame in enumerate(started):
            if _is_sum(frame, started[number + 1 :]):
                self.drafts.remove(frame)
                started = self.drafts[known:]
                break
        if not self.lengths_optional:
            started = [d for d in started if d.has("total") or d.noun.measure == "none" or d.kind in _NEED_NO_LENGTH]
            self.drafts[known:] = started
        return started

    def _latest(self, kind: str) -> Draft | None:
        """Return the latest draft of a kind."""
        return next((draft for draft in reversed(self.drafts) if draft.kind == kind), None)

    def _start(self, noun: Noun, place: Place) -> Draft:
        """Start a new sanction."""
        draft = Draft(noun, place)
        self.drafts.append(draft)
        self._current = draft
        return draft

    def _mention(self, mention: Mention, start: int, following: Mention | Quantity | None) -> None:
        """Take a noun for a new sanction, for one already named, or for no punishment at all."""
        pre = _LEADING.look(self.text, max(start, mention.start - 70), mention.start)
        if mention.noun.kind in _SUBSTITUTE_KINDS and self._only_substitutes(mention, pre):
            return
        if pre.has(_INSTEAD_OF):
            gap = self.text[mention.end : following.start] if following else ","
            self._replaced = following if _LENGTH_GAP.fullmatch(gap) and not self._pending else None
            self._pending = None
            return
        current = self._current
        if current and not current.has("total") and current.kind == mention.noun.kind and self._pending is None:
            return
        if current and self._is_frame(current, mention):
            self.drafts.remove(current)
        pending, self._pending = self._pending, None
        if (
            pending
            and mention.noun.measure == pending.measure
            and _ADJECTIVE_GAP.fullmatch(self._bare(pending.end, mention.start))
        ):
            draft = self._start(mention.noun, (mention.start, mention.end))
            self._give(draft, "total", pending)
        else:
            earlier = self._latest(mention.noun.kind)
            if earlier and (pre.has(_REFERENCE) or not self._takes_next(mention, following)):
                self._current = earlier
                return
            if self._names_only(mention, pre, following):
                self._current = None
                return
            draft = self._start(mention.noun, (mention.start, mention.end))
        adjective = pre.search(_ADJECTIVE)
        if adjective and "suspended" in draft.noun.carries:
            draft.partly = bool(adjective["partly"])
            if not draft.partly:
                place = max(start, mention.start - 70) + adjective.start("word")
                draft.give("suspended", "all", place=(place, place + len(adjective["word"])))

    def _names_only(self, mention: Mention, pre: Glance, following: Mention | Quantity | None) -> bool:
        """Tell whether a noun with an article refers to a sanction of another dictum, or of one read elsewhere."""
        if self.lengths_optional or mention.noun.measure == "none" or mention.noun.kind in _NEED_NO_LENGTH:
            return False
        return pre.has(_REFERENCE) and not self._takes_next(mention, following)

    def _is_frame(self, current: Draft, mention: Mention) -> bool:
        """Tell whether a noun only announces the next one: "een taakstraf, bestaande uit een leerstraf"."""
        frame = current.kind == "community_service" and mention.noun.kind == "training_order" and not current.values
        return frame and bool(_CONSISTS_OF.fullmatch(self.text, current.places["noun"][1], mention.start))

    def _bare(self, start: int, end: int) -> str:
        """Return the words between two places without adjectives of suspension."""
        return _SUSPENSION_ADJECTIVE.sub("", self.text[start:end])

    def _only_substitutes(self, mention: Mention, pre: Glance) -> bool:
        """Tell whether detention stands for another sanction's non-payment or non-performance, or for custody."""
        if pre.has(_NOT_A_PUNISHMENT):
            return True
        if pre.has(_ONE_MORE):
            return False
        current = self._current
        if current is None or "substitute" not in current.noun.carries:
            return False
        return bool(_SUBSTITUTE_CUE.search(self.text, current.places["noun"][1], mention.start)) or current.has(
            "substitute"
        )

    def _takes_next(self, mention: Mention, following: Mention | Quantity | None) -> bool:
        """Tell whether the quantity behind a noun is its length or amount."""
        if not isinstance(following, Quantity) or following.measure != mention.noun.measure:
            return False
        gap = self.text[mention.end : following.start]
        return len(gap) < _NEAR and not PART_BEFORE.search(gap) and not PROBATION_BEFORE.search(gap)

    def _quantity(self, q: Quantity, last: int, following: Mention | Quantity | None, end: int) -> str | None:
        """Give a quantity its role; return the role, or None where it has none here."""
        after = self.text[q.end : min(end, q.end + REACH)]
        role = self._role(q, max(last, q.start - 260), after)
        if role == "suspended" and any(d.places.get(role) == (q.start, q.end) for d in self.drafts):
            return role
        if role in {"suspended", "probation", "substitute", "after_deduction"}:
            target = self._target(role)
            if (
                target is None
                and role == "substitute"
                and not _SUBSIDIARY.search(self.text, max(0, q.start - 40), q.start)
            ):
                return self._total(q, following)
            if target is None:
                return None
            if role == "suspended" and self._is_unsuspended(after):
                self._subtract(target, q)
            else:
                self._give(target, role, q)
                if role == "substitute":
                    self._respectively(target, q)
            return role
        if role != "total":
            return role
        return self._total(q, following)

    def _respectively(self, latest: Draft, q: Quantity) -> None:
        """Give the sanction before the latest its substitute: "subsidiair 20 respectievelijk 30 dagen"."""
        found = _RESPECTIVELY.search(self.text, max(0, q.start - _NEAR), q.start)
        number, one = number_of(found["number"]) if found else None, _ONE_UNIT.fullmatch(q.value)
        earlier = self.drafts[self.drafts.index(latest) - 1] if self.drafts.index(latest) else latest
        if found and number and one and earlier.noun.measure == latest.noun.measure and not earlier.has("substitute"):
            earlier.give("substitute", f"{one['head']}{number}{one['unit']}", place=found.span("number"))

    def _says_again(self, q: Quantity) -> bool:
        """Tell whether a length in brackets is that of a prison sentence in another unit ("6 maanden (180 dagen)")."""
        current = self._current
        total = current.places.get("total") if current and "substitute" not in current.noun.carries else None
        return total is not None and self.text[total[1] : q.start].strip() == "("

    def _opens_bracket(self, q: Quantity) -> bool:
        """Tell whether a length in brackets is that of the noun before it ("een gevangenisstraf (90 dagen ...)")."""
        noun = self._current
        if noun is None or noun.has("total") or noun.noun.measure != q.measure:
            return False
        return self.text[noun.places["noun"][1] : q.start].strip() == "("

    def _total(self, q: Quantity, following: Mention | Quantity | None) -> str | None:
        """Take a quantity for the total of the sanction before it, or keep it for the noun behind it."""
        current = self._current
        fits = current is not None and not current.has("total") and current.noun.measure == q.measure
        if (
            isinstance(following, Mention)
            and following.noun.measure == q.measure
            and _ADJECTIVE_GAP.fullmatch(self._bare(q.end, following.start))
        ):
            linked = fits and current and _DIRECTLY_AFTER_NOUN.search(self.text[current.places["noun"][1] : q.start])
            same = current is not None and following.noun.kind == current.kind
            if not (linked or (fits and same)):
                self._pending = q
                return None
        if fits and current:
            self._give(current, "total", q)
            return "total"
        self._pending = q
        return None

    def _role(self, q: Quantity, since: int, after: str) -> str:
        """Return what a quantity is, by the words since a place and those after it."""
        if q is self._replaced:
            return "replaced"
        before = BEFORE.look(self.text, since, q.start)
        part = before.search(PART_WORD)
        current = self._current
        if part and current and not current.has("total") and current.places["noun"][0] > since + part.start():
            before = BEFORE.look(self.text, current.places["noun"][0], q.start)
        role = role_of(q, before, after=after)
        if role == "substitute" and self._opens_bracket(q):
            return "total"
        return "again" if role == "substitute" and self._says_again(q) else role

    def _target(self, role: str) -> Draft | None:
        """Return the sanction that a part belongs to: the one named last that can still take it."""
        need = "suspended" if role == "after_deduction" else role
        open_ = [d for d in self.drafts if need in d.noun.carries and not d.has(role)]
        if role == "after_deduction":
            open_ = [d for d in open_ if d.noun.measure == "hours"]
        if self._current in open_:
            return self._current
        if self._current is not None and need in self._current.noun.carries:
            return None
        if role == "probation":
            open_ = [d for d in open_ if d.has("suspended") or d.partly] or open_
        return open_[-1] if open_ else None

    @staticmethod
    def _is_unsuspended(after: str) -> bool:
        """Tell whether the part named is the part to be served."""
        served, not_served = UNSUSPENDED_AFTER.search(after), SUSPENDED_AFTER.search(after)
        return bool(served) and (not_served is None or served.start() < not_served.start()) if served else False

    def _subtract(self, target: Draft, q: Quantity) -> None:
        """Give the suspended part as what remains of the total, where both are in one unit."""
        total, part = _ONE_UNIT.fullmatch(target.values.get("total", "")), _ONE_UNIT.fullmatch(q.value)
        if total and part and total["unit"] == part["unit"] and int(total["n"]) > int(part["n"]):
            value = f"{total['head']}{int(total['n']) - int(part['n'])}{total['unit']}"
            target.give("suspended", value, place=(q.start, q.end))

    def _give(self, draft: Draft, part: str, q: Quantity) -> None:
        """Set a part from a quantity, and keep it in mind where its two spellings differ."""
        if part == "suspended" and draft.values.get("total") == q.value:
            draft.give(part, "all", place=(q.start, q.end))
            return
        if not q.agrees and not draft.has(part):
            draft.disagrees.append((q.start, q.end))
        draft.take(part, q)

    def _tail(self, start: int, stop: int, *, before_mention: bool) -> None:
        """Read what stands behind a sanction: "voorwaardelijk", "niet ten uitvoer", "waarvan 3 voorwaardelijk"."""
        draft = self._current
        if draft is None or "suspended" not in draft.noun.carries or draft.has("suspended"):
            return
        seen = _FOLLOWING.look(self.text, start, min(stop, start + 2 * REACH))
        if not (seen.may_have(SUSPENDED_AFTER) or seen.may_have(_BARE_PART) or seen.may_have(_HALF)):
            return
        half = seen.search(_HALF)
        if half:
            draft.halve((start + half.start(), start + half.end()))
            return
        tail = _TRAILING_ADJECTIVE.sub("", seen.words) if before_mention else seen.words
        bare = _BARE_PART.search(tail)
        if bare and draft.has("total"):
            self._bare_part(draft, bare, start)
            return
        part = PART_WORD.search(tail)
        found = SUSPENDED_AFTER.search(tail)
        at = start + found.start() if found else start
        if found and found.group()[:1] in "nN" and _IF_NOT.search(self.text, max(0, at - REACH), at):
            found = SUSPENDED_AFTER.search(tail, found.end())
        if found is None:
            return
        draft.partly = draft.partly or bool(PARTLY_BEFORE.search(tail[: found.start()]))
        if draft.partly or (part and part.start() < found.start()):
            draft.partly = True
            return
        draft.give("suspended", "all", place=(start + found.start(), start + found.end()))

    def _behind_substitute(self, start: int, end: int) -> None:
        """Read "voorwaardelijk" behind the substitute: "40 uren subsidiair 20 dagen, voorwaardelijk"."""
        draft = self._current
        behind = _SUSPENDED_BEHIND.match(self.text, start, end) if draft and not draft.partly else None
        if draft and behind and "suspended" in draft.noun.carries:
            draft.give("suspended", "all", place=behind.span("how"))

    def _bare_part(self, draft: Draft, match: re.Match[str], offset: int) -> None:
        """Read "waarvan 3 voorwaardelijk", whose unit is that of the total."""
        number = number_of(match["number"])
        total = _ONE_UNIT.fullmatch(draft.values["total"])
        if number is None or total is None:
            return
        q = Quantity(
            offset + match.start("number"),
            offset + match.end("how"),
            "duration",
            f"{total['head']}{number}{total['unit']}",
        )
        if match["how"].lower().startswith("on"):
            self._subtract(draft, q)
        else:
            self._give(draft, "suspended", q)


def _is_sum(frame: Draft, parts: Sequence[Draft]) -> bool:
    """Tell whether hours are only the sum of those of the penalties behind them ("70 uren, te weten 40 uren ...")."""
    hours = [_ONE_UNIT.fullmatch(d.values.get("total", "")) for d in (frame, *parts) if d.noun.measure == "hours"]
    if frame.noun.measure != "hours" or len(hours) < len(_SUM_OF_TWO) or not all(hours):
        return False
    whole, *rest = (int(match["n"]) for match in hours if match)
    return whole == sum(rest)


_SUM_OF_TWO = ("whole", "first", "second")
_NEED_NO_LENGTH = {"isd", "pij", "psychiatric_placement", "conduct_measure", "liberty_restriction"}
_IF_NOT = re.compile(r"\b(?:als|indien|wanneer|voor\s+het\s+geval|mocht)\b[^.;,]{0,90}$", re.IGNORECASE)
"""Stands before "niet wordt uitgevoerd" where that says what happens to a sentence that is not performed."""
_SUBSTITUTE_KINDS = {"detention", "youth_detention"}
_SUBSTITUTE_CUE = re.compile(rf"\b(?:{IN_ITS_PLACE}|{IF_NOT})|/", re.IGNORECASE)
_HALF = re.compile(
    r"(?:\bwaarvan\s+|,\s*|\(\s*|\ben\s+)(?:de\s+|een\s+)?helft(?:\s+(?:daarvan|ervan|hiervan|van\s+(?:deze|die)\s+\w+))?"
    rf"\s+(?:geheel\s+)?(?:(?:on)?voorwaardelijk(?!e)\b|vw\b|[^.;]{{0,40}}?{NOT_EXECUTED})",
    re.IGNORECASE,
)
_SUSPENDED_BEHIND = re.compile(
    r"[\s,(]*(?:(?:vervangende\s+)?(?:hechtenis|jeugddetentie)[\s,]*)?(?:m\.?a\.?[\s,]*)?(?:geheel\s+)?"
    r"(?P<how>voorwaardelijk\b(?!\s+(?:deel|gedeelte))|vw\b\.?)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"(?P<code>[A-Z]{3}) (?P<whole>\d+)\.(?P<cents>\d\d)")
_ONE_UNIT = re.compile(r"(?P<head>PT?)(?P<n>\d+)(?P<unit>[YMWDH])")
_SUSPENSION_ADJECTIVE = re.compile(
    rf"\b(?:(?:{WHOLLY}|{PARTLY})\s+)?(?:on)?voorwaardelijke?\b|\bvw\b\.?|\bonvw\b\.?", re.IGNORECASE
)
_ADJECTIVE = re.compile(
    rf"(?P<partly>\b(?:{PARTLY})[\s-]+)?(?:\(?(?:{WHOLLY})\s+)?(?<![\w-])\(?(?P<word>{SUSPENDED_WORD})\)?\s+"
    r"(?:maatregel\s+(?:van|tot)\s+|op\s+te\s+leggen\s+|ontzegging\s+)?$",
    re.IGNORECASE,
)
_TRAILING_ADJECTIVE = re.compile(
    rf"(?:(?:{WHOLLY}|{PARTLY})\s+)?(?<![\w-])\(?(?:{SUSPENDED_WORD})\)?\s*(?:maatregel\s+(?:van|tot)\s*)?$",
    re.IGNORECASE,
)
_LEADING = Watch(_NOT_A_PUNISHMENT, _ONE_MORE, _INSTEAD_OF, _REFERENCE, _ADJECTIVE)
_FOLLOWING = Watch(_BARE_PART, SUSPENDED_AFTER, _HALF)
