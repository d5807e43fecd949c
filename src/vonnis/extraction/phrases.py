"""Read sanctions in a stretch of text: bind each quantity to its sanction, and to its part of it.

"een gevangenisstraf van 18 (achttien) maanden, waarvan 6 (zes) maanden voorwaardelijk met een proeftijd van twee jaar"
is one prison sentence with a total, a suspended part and a probation period. The same grammar reads the operative
clauses of a dictum, a demand, and a court's abstract. What a quantity means is decided by the words between it and the
quantity before it, and by the words behind it (:mod:`vonnis.extraction.roles`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vonnis.extraction.draft import ONE_UNIT, Draft, Place, is_sum
from vonnis.extraction.numbers import DIGITS, EACH_NUMBER, FRACTION, NUMERAL, WORDS, fraction_of, number_of
from vonnis.extraction.quantities import Quantity, find_quantities
from vonnis.extraction.roles import (
    ALL_PROBATION,
    BEFORE,
    OF_EACH,
    PART_BEFORE,
    PART_WORD,
    PARTLY_BEFORE,
    PROBATION_BEFORE,
    SUSPENDED_AFTER,
    SUSPENSION_ADJECTIVE,
    TRAILING_ADJECTIVE,
    UNSUSPENDED_AFTER,
    role_of,
)
from vonnis.extraction.vocabulary import Mention, Noun, find_mentions
from vonnis.extraction.wordings import (
    IF_NOT,
    IN_ITS_PLACE,
    IS_OR_SHOULD_BE,
    NOT_EXECUTED,
    OF_WHICH,
    PARTLY,
    PER_BREACH,
    SUSPENDED_WORD,
    WHOLLY,
)
from vonnis.judgment.scan import Glance, Watch

REACH = 160
_NEAR = 90
"""How far behind a quantity the words that say what it is may stand, in characters."""


_DIRECTLY_AFTER_NOUN = re.compile(
    r"(?:\bvan|\btijd|\bduur|\bgedurende|\bvoor|\btot|:|\bgroot|\bhoogte|\bad|\bbedrage|^)\s*$", re.IGNORECASE
)
_CONSISTS_OF = re.compile(
    r"[\s,:(]*(?:bestaande\s+uit|te\s+weten|in\s+de\s+vorm\s+van|zijnde|namelijk)[\s,:]*(?:(?:een|de)\s+)?",
    re.IGNORECASE,
)
_LENGTH_GAP = re.compile(r"\s*(?:(?:van|voor\s+de\s+(?:duur|tijd)\s+van|gedurende)\s+)?", re.IGNORECASE)
"""What stands between a noun and its length."""
_BARE_PART = re.compile(
    rf"(?:(?:(?:{OF_WHICH}|(?:hier|daar)van\s+{IS_OR_SHOULD_BE}(?:\s+er)?)\s+|\(\s*)(?:een\s+gedeelte\s+(?:van"
    rf"|groot)\s+)?"
    r"|,\s*(?=[\w() ]{1,40}\bdaarvan\b))"
    rf"(?P<number>{DIGITS}"
    rf"|{WORDS})(?:\s*\([^)]{{1,30}}\))?\s+(?:daarvan\s+)?(?:geheel\s+)?(?P<how>(?:on)?voorwaardelijk|vw\b"
    r"|(?:on)?voorw(?:aa?\w*)?(?=\.\.))",
    re.IGNORECASE,
)
_ADJECTIVE_GAP = re.compile(
    r"[\s,]*(?:en\s+|op\s+(?:een\s+|de\s+)?"
    r"|(?:(?:moet|gaat|gaan|zal|te)\s+)*werken[\s,(]*(?:(?:als|in\s+de\s+vorm\s+van)\s+)?(?:een\s+)?"
    r"|(?:(?:wordt|worden|zal)\s+)+geplaatst\s+in\s+een\s+|te\s+(?:(?:doen|laten)\s+)?plaatsen\s+in\s+een\s+|naar\s+een\s+|(?:naar\s+)?de\s+)?"
    r"(?:gemaximeerde\s+|op\s+te\s+leggen\s+|korte\s+|lange\s+|forse\s+|stevige\s+|flinke\s+"
    r"|maatregel\s+(?:van|tot)\s+|\(?(?:deel|gedeelte)\)?\s+van\s+(?:de|een)\s+)*$",
    re.IGNORECASE,
)
_NOT_A_PUNISHMENT = re.compile(
    r"(?:vervangende|verv\.|vv\.|voorlopige|voorlopig|subsidiair|bevel\s+tot"
    r"|inverzekeringstelling\s+en)\s+(?:voorlopige\s+)?$|(?:bevel\s+tot\s+)$"
    rf"|\b(?:subsidiair|te\s+vervangen\s+door)\s+(?:{DIGITS}|{WORDS})(?:\s*\([^)]{{1,30}}\))?\s+"
    r"(?:dag(?:en)?|we[ek]+(?:en)?|maand(?:en)?)\s+$",
    re.IGNORECASE,
)
_PER_BREACH = re.compile(rf"\s+{PER_BREACH}", re.IGNORECASE)
_INSTEAD_OF = re.compile(
    r"(?:in\s+plaats\s+van|i\.p\.v\.|ter\s+vervanging\s+van)\s+(?:(?:de|een|het|deze|die|oplegging\s+van)\s+)*"
    r"(?:(?:[\w-]*voorwaardelijke?|korte|lange|ge[eë]iste|gevorderde|opgelegde|op\s+te\s+leggen)\s+)*"
    rf"(?:(?:{DIGITS}|{WORDS})(?:\s*\([^)]{{1,30}}\))?\s+(?:dag(?:en)?|we[ek]+(?:en)?|maand(?:en)?|ja(?:ar"
    rf"|ren))\s+)?$",
    re.IGNORECASE,
)
_SUBSIDIARY = re.compile(r"\b(?:subsidiair|te\s+vervangen\s+door)\s+$", re.IGNORECASE)
_RESPECTIVELY = re.compile(
    rf"\b(?P<number>{DIGITS}|{WORDS})(?:\s*\([^)]{{1,30}}\))?\s+(?:respectievelijk|resp\.|(?P<and>en))\s+$",
    re.IGNORECASE,
)
_LISTED = re.compile(
    rf"\b(?:van|voor|:)\s+(?P<numbers>{NUMERAL}(?:\s*\([^)]{{1,30}}\))?(?:,\s*{NUMERAL}(?:\s*\([^)]{{1,30}}\))?)*)"
    r"\s+(?:en|respectievelijk|resp\.)\s+(?:van\s+)?$",
    re.IGNORECASE,
)
"""The numbers before the last of several lengths in one unit: "van 60, 50 en " before "40 uren"."""
_LAID_AGAIN = re.compile(r"\blegt\b(?:\s+\w+){0,4}?\s+op\s+de\s+$", re.IGNORECASE)
_PLURAL = re.compile(r"(?:straffen|boete[ns])$|ontzeggingen\b", re.IGNORECASE)
_EACH_ITS_OWN = re.compile(r"\b(?:respectievelijk|resp\b\.?)\s+(?:van\s+)?$", re.IGNORECASE)
"""Before the first of several lengths of a noun in the singular: "taakstraf van resp. 50 uren en 20 uren"."""
_AND_ANOTHER = re.compile(r"\s*(?:,|(?:,\s*)?(?:en|respectievelijk|resp\.))\s*(?:van\s+|een\s+van\s+)?", re.IGNORECASE)
_SO_MANY = re.compile(
    r"\b(?P<number>[2-9]|twee|drie|vier|vijf|zes)(?:\s*\(\w+\))?\s+(?:on?voorwaardelijke\s+)?$", re.IGNORECASE
)
_SO_OFTEN = re.compile(r"\b(?P<number>[2-9]|twee|drie|vier|vijf|zes)\s?(?:maal|keer|x|×)\s+(?:een\s+)?$", re.IGNORECASE)
_EACH = re.compile(r"\b(?:elk|ieder|telkens)\b", re.IGNORECASE)
_ONE_MORE = re.compile(
    rf"\b(?:en|alsmede|daarnaast|voorts|benevens|tevens)\s+(?:(?:tot|daarnaast|voorts|tevens)\s+)?een\s+"
    rf"(?:(?:(?:{WHOLLY}|{PARTLY})\s+)?(?:on)?voorwaardelijke\s+)?$"
    r"|[;\n]\s*(?:[-–•*]\s*)?(?:(?!vervang|gebreke|indien|beta)[^;\n]){0,60}\btot:?\s+(?:een\s+)?$",
    re.IGNORECASE,
)
"""Opens one more sanction behind another: "subsidiair 30 dagen hechtenis, en een voorwaardelijke jeugddetentie"."""
_OF_IT = re.compile(
    rf"[\s–-]*(?:(?:{FRACTION}|(?:{DIGITS}|{WORDS})\s+\w+|een\s+(?:deel|gedeelte))\s+(?:er|hier|daar)van\b"
    r"|(?:hier|daar)van\b)",
    re.IGNORECASE,
)
"""Opens a stretch that goes on about the sanction before it."""
_REFERENCE = re.compile(
    r"\b(?:deze|die|dit|dat|de|het|voormelde|voornoemde|genoemde|bedoelde|zijn|haar|(?:thans|aldus"
    r"|eerder)?\s*opgelegde|hem\s+opgelegde|uitvoering\s+van\s+de)\s+(?:(?!tot\b|een\b|op\b)\w+\s+){0,2}$",
    re.IGNORECASE,
)


class PhraseReader:
    """Reads the sanctions of a text, stretch by stretch; ``drafts`` grows, and later stretches may add parts."""

    def __init__(self, text: str, *, lengths_optional: bool = False, of_one: bool = True) -> None:
        """Read ``text``; with ``lengths_optional`` a bare noun is a sanction too, as in an abstract or a demand.

        With ``of_one`` all that is imposed is one defendant's: several lengths of one noun are several sanctions.
        """
        self.text = text
        self.lengths_optional, self.of_one = lengths_optional, of_one
        self.drafts: list[Draft] = []
        self._current: Draft | None = None
        self._pending: Quantity | None = None
        self._replaced: Mention | Quantity | None = None
        self._excepted: Quantity | None = None
        self._part: Quantity | None = None
        self._known = 0

    def read(self, start: int, end: int, *, of: Draft | None = None) -> list[Draft]:
        """Read one stretch and return the drafts that it starts, in order; ``of`` is one that it goes on about."""
        known = self._known = len(self.drafts)
        self._current, self._pending, self._excepted, self._part = None, None, None, None
        quantities = list(find_quantities(self.text, start, end))
        mentions = [m for m in find_mentions(self.text, start, end) if not self._within(m, quantities)]
        events: list[Mention | Quantity] = sorted([*quantities, *mentions], key=lambda event: event.start)
        last_quantity = start
        if of or (self.drafts and _OF_IT.match(self.text, start, end)):
            self._current = of or self.drafts[-1]
            self._tail(start, events[0].start if events else end, before_mention=False)
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
            if is_sum(frame, started[number + 1 :]):
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
            self._instead_of(mention, start, pre, following)
            return
        current = self._current
        if current and (self._is_named_again(current, mention) or self._takes_form_of(current, mention, following)):
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
            laid = self._takes_next(mention, following)
            another = isinstance(following, Quantity) and laid and _is_laid_again(earlier, pre, following)
            if earlier and ((pre.has(_REFERENCE) and not another) or not laid):
                self._current = earlier
                return
            if self._names_only(mention, pre, following):
                self._current = None
                return
            draft = self._start(mention.noun, (mention.start, mention.end))
        self._count(draft, mention, following)
        adjective = pre.search(_ADJECTIVE)
        if adjective and "suspended" in draft.noun.carries:
            draft.partly = bool(adjective["partly"]) or f"({adjective['word']})" in adjective.group()
            if not draft.partly:
                place = max(start, mention.start - 70) + adjective.start("word")
                draft.give("suspended", "all", place=(place, place + len(adjective["word"])))
                draft.served, self._excepted = self._excepted, None

    def _instead_of(self, mention: Mention, start: int, pre: Glance, following: Mention | Quantity | None) -> None:
        """Leave what another sanction replaces, and start that of "10 maanden i.p.v. 12 maanden gevangenisstraf"."""
        found = pre.search(_INSTEAD_OF)
        at = max(start, mention.start - 70) + (found.start() if found else 0)
        q = next(reversed([*find_quantities(self.text, max(start, at - _NEAR), at)]), None) if self._pending else None
        used = q is None or any((q.start, q.end) in draft.places.values() for draft in self.drafts)
        gap = self.text[mention.end : following.start] if following else ","
        self._replaced = following if _LENGTH_GAP.fullmatch(gap) and not self._pending else None
        self._pending = None
        if q is None or used or not self.lengths_optional or q.measure != mention.noun.measure:
            return
        if not self.text[q.end : at].strip(" (,"):
            self._give(self._start(mention.noun, (mention.start, mention.end)), "total", q)

    def _is_named_again(self, current: Draft, mention: Mention) -> bool:
        """Tell whether a noun repeats the last one, whose length is still to come or is that of the time in custody."""
        if current.has("total") or current.kind != mention.noun.kind or self._pending is not None:
            return False
        return _AS_LONG_AS.search(self.text, current.places["noun"][1], mention.start) is None

    def _count(self, draft: Draft, mention: Mention, following: Mention | Quantity | None) -> None:
        """Take a noun for so many sanctions of one length: "twee geldboetes van elk", "tweemaal een geldboete van"."""
        gap = self.text[mention.end : following.start] if isinstance(following, Quantity) else ""
        often = _SO_OFTEN.search(self.text, max(0, mention.start - _NEAR), mention.start)
        several = _SO_MANY.search(self.text, max(0, mention.start - _NEAR), mention.start)
        found = often or (several if _EACH.search(gap) else None)
        if found and self.of_one and (number := number_of(found["number"])):
            draft.times = number

    def _names_only(self, mention: Mention, pre: Glance, following: Mention | Quantity | None) -> bool:
        """Tell whether a noun with an article refers to a sanction of another dictum, or of one read elsewhere."""
        if self.lengths_optional or mention.noun.measure == "none" or mention.noun.kind in _NEED_NO_LENGTH:
            return False
        return pre.has(_REFERENCE) and not self._takes_next(mention, following)

    def _is_frame(self, current: Draft, mention: Mention) -> bool:
        """Tell whether a noun only announces the next one: "een taakstraf, bestaande uit een leerstraf"."""
        frame = current.kind == "community_service" and mention.noun.kind == "training_order" and not current.values
        return frame and bool(_CONSISTS_OF.fullmatch(self.text, current.places["noun"][1], mention.start))

    def _takes_form_of(self, current: Draft, mention: Mention, following: Mention | Quantity | None) -> bool:
        """Make hours a training order where a noun says so behind them: "50 uren, in de vorm van de leerstraf"."""
        if current.kind != "community_service" or mention.noun.kind != "training_order" or not current.has("total"):
            return False
        if isinstance(following, Quantity) and following.measure == "hours" and self._takes_next(mention, following):
            return False
        if _CONSISTS_OF.fullmatch(self.text, current.places["total"][1], mention.start) is None:
            return False
        current.kind, current.noun = mention.noun.kind, mention.noun
        return True

    def _bare(self, start: int, end: int) -> str:
        """Return the words between two places without adjectives of suspension."""
        return SUSPENSION_ADJECTIVE.sub("", self.text[start:end])

    def _only_substitutes(self, mention: Mention, pre: Glance) -> bool:
        """Tell whether detention stands for another sanction's non-payment or non-performance, or for custody."""
        if pre.has(_NOT_A_PUNISHMENT) or _PER_BREACH.match(self.text, mention.end):
            return True
        if pre.has(_ONE_MORE) or (mention.noun.kind == "youth_detention" and self._pending):
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
        if any(draft.places.get("suspended") == (q.start, q.end) for draft in self.drafts):
            return "suspended"
        after = self.text[q.end : min(end, q.end + REACH)]
        role = self._role(q, max(last, q.start - 260), after)
        if role == "excepted":
            self._except(q, after)
        elif role == "substitute" and self._is_of_part(q, after):
            role = "substitute of a part"
        elif role in {"suspended", "probation", "substitute", "after_deduction"}:
            target = self._target(role)
            if target is not None:
                self._give_part(target, role, q, after)
            elif role == "substitute" and not _SUBSIDIARY.search(self.text, max(0, q.start - 40), q.start):
                return self._total(q, following)
            else:
                return None
        return self._total(q, following) if role == "total" else role

    def _give_part(self, target: Draft, role: str, q: Quantity, after: str) -> None:
        """Give a sanction its part, the suspended one also where the words name what is served."""
        self._part = q if role == "suspended" else None
        if role == "suspended" and q.measure != target.noun.measure:
            return
        if role == "probation" and ALL_PROBATION.search(self.text, max(0, q.start - _NEAR), q.start):
            target.beside += [
                d for d in self.drafts[self._known :] if (d.has("suspended") or d.partly) and d is not target
            ]
        if role == "suspended" and self._is_unsuspended(after):
            target.serve_only(q)
        else:
            self._give(target, role, q)
        if role == "substitute":
            self._respectively(target, q)

    def _respectively(self, latest: Draft, q: Quantity) -> None:
        """Give the sanction before the latest its substitute: "subsidiair 20 respectievelijk 30 dagen"."""
        found = _RESPECTIVELY.search(self.text, max(0, q.start - _NEAR), q.start)
        if found and found["and"] and not self._are_of_one_noun(latest):
            return
        number, one = number_of(found["number"]) if found else None, ONE_UNIT.fullmatch(q.value)
        earlier = self.drafts[self.drafts.index(latest) - 1] if self.drafts.index(latest) else latest
        if found and number and one and earlier.noun.measure == latest.noun.measure and not earlier.has("substitute"):
            earlier.give("substitute", f"{one['head']}{number}{one['unit']}", place=found.span("number"))

    def _are_of_one_noun(self, latest: Draft) -> bool:
        """Tell whether the latest sanction and the one before it are named by one noun: "taakstraffen van 60 en 40"."""
        before = self.drafts[self.drafts.index(latest) - 1]
        return before is not latest and before.places["noun"] == latest.places["noun"]

    def _except(self, q: Quantity, after: str) -> None:
        """Read what of a suspended sanction is served, or keep it for the noun behind it."""
        draft = self._current
        if draft is None or not draft.has("total"):
            self._excepted = q
        elif "suspended" in draft.noun.carries and draft.noun.measure == q.measure:
            told = SUSPENDED_AFTER.search(after.partition(";")[0])
            if draft.values.get("suspended") == "all" or (told and not draft.has("suspended")):
                draft.serve_only(q)

    def _is_of_part(self, q: Quantity, after: str) -> bool:
        """Tell whether detention stands for a part only: "waarvan 40 uren, subsidiair 20 dagen, voorwaardelijk"."""
        part = self._part
        if part is None or part.measure == q.measure or SUSPENDED_AFTER.search(self.text, part.end, q.start):
            return False
        return _SUSPENDED_BEHIND.match(after) is not None

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
            self._several(current, q)
            self._give(self._current or current, "total", q)
            return "total"
        if current and self._is_one_more(current, q):
            self._give(self._start(current.noun, current.places["noun"]), "total", q)
            return "total"
        self._pending = q
        return None

    def _several(self, current: Draft, q: Quantity) -> None:
        """Start a sanction for each number before a length of several: "taakstraffen van 60, 50 en 40 uren"."""
        start, end = current.places["noun"]
        one = ONE_UNIT.fullmatch(q.value) if self.of_one and _PLURAL.search(self.text, start, end) else None
        listed = _LISTED.search(self.text, end, q.start) if one else None
        for number in EACH_NUMBER.finditer(self.text, *listed.span("numbers")) if listed else ():
            if one and (counted := number_of(number.group())) is not None:
                current.give("total", f"{one['head']}{counted}{one['unit']}", place=number.span())
                current = self._start(current.noun, (start, end))

    def _is_one_more(self, current: Draft, q: Quantity) -> bool:
        """Tell whether a length is that of one more sanction of a plural noun: "geldboetes van € 300 en € 150"."""
        total = current.places.get("total")
        if not self.of_one or total is None or current.noun.measure != q.measure:
            return False
        plural = _PLURAL.search(self.text, *current.places["noun"]) or _EACH_ITS_OWN.search(
            self.text, current.places["noun"][1], total[0]
        )
        return plural is not None and _AND_ANOTHER.fullmatch(self.text, total[1], q.start) is not None

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

    def _give(self, draft: Draft, part: str, q: Quantity) -> None:
        """Set a part from a quantity, and keep it in mind where its two spellings differ."""
        if part == "suspended" and draft.values.get("total") == q.value:
            draft.give(part, "all", place=(q.start, q.end))
            return
        if not q.agrees and not draft.has(part):
            draft.disagrees.append((q.start, q.end))
        draft.take(part, q)
        if part == "total" and draft.served:
            draft.serve_only(draft.served)

    def _tail(self, start: int, stop: int, *, before_mention: bool) -> None:
        """Read what stands behind a sanction: "voorwaardelijk", "niet ten uitvoer", "waarvan 3 voorwaardelijk"."""
        draft = self._current
        if draft is None or "suspended" not in draft.noun.carries or draft.has("suspended"):
            return
        seen = _FOLLOWING.look(self.text, start, min(stop, start + 2 * REACH))
        if not (seen.may_have(SUSPENDED_AFTER) or seen.may_have(_BARE_PART) or seen.may_have(_SHARE)):
            return
        named = seen.search(_SHARE)
        share = fraction_of(named["share"]) if named else None
        if named and share and draft.has("total"):
            served = (named["how"] or "").lower() == "on"
            draft.suspend_share(1 - share if served else share, (start + named.start(), start + named.end()))
            return
        tail = TRAILING_ADJECTIVE.sub("", seen.words) if before_mention else seen.words
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
        draft.partly = draft.partly or bool(
            PARTLY_BEFORE.search(tail[: found.start()]) or _PART_NEXT.match(tail, found.end())
        )
        together = self._together(draft, start, start + found.start())
        if draft.partly or (part and part.start() < found.start()):
            for one in together:
                one.partly = True
            return
        for one in together:
            one.give("suspended", "all", place=(start + found.start(), start + found.end()))

    def _together(self, draft: Draft, start: int, place: int) -> Sequence[Draft]:
        """Return the sanctions that words at a place suspend together, the latest last: "beide voorwaardelijk"."""
        of_each = OF_EACH.search(self.text, start, place)
        here = self.drafts[self._known : self.drafts.index(draft) + 1] if of_each else [draft]
        each = [one for one in here if "suspended" in one.noun.carries]
        each = each[-_PAIR:] if of_each and of_each["two"] else each
        draft.beside = [one for one in each if one is not draft]
        return each

    def _behind_substitute(self, start: int, end: int) -> None:
        """Read "voorwaardelijk" behind the substitute: "40 uren subsidiair 20 dagen, voorwaardelijk"."""
        draft = self._current
        behind = _SUSPENDED_BEHIND.match(self.text, start, end) if draft and not draft.partly else None
        if draft and behind and "suspended" in draft.noun.carries:
            for one in self._together(draft, start, behind.start("how")):
                one.give("suspended", "all", place=behind.span("how"))

    def _bare_part(self, draft: Draft, match: re.Match[str], offset: int) -> None:
        """Read "waarvan 3 voorwaardelijk", whose unit is that of the total."""
        number = number_of(match["number"])
        total = ONE_UNIT.fullmatch(draft.values["total"])
        currency = draft.values["total"].partition(" ")[0] if draft.noun.measure == "money" else None
        if number is None or not (total or currency):
            return
        value = f"{total['head']}{number}{total['unit']}" if total else f"{currency} {number}.00"
        place = offset + match.start("number"), offset + match.end("how")
        q = Quantity(*place, "duration" if total else "money", value)
        if match["how"].lower().startswith("on"):
            draft.serve_only(q)
        else:
            self._give(draft, "suspended", q)


_PAIR = 2
_NEED_NO_LENGTH = {"isd", "pij", "psychiatric_placement", "conduct_measure", "liberty_restriction"}
_IF_NOT = re.compile(r"\b(?:als|indien|wanneer|voor\s+het\s+geval|mocht)\b[^.;,]{0,90}$", re.IGNORECASE)
"""Stands before "niet wordt uitgevoerd" where that says what happens to a sentence that is not performed."""
_SUBSTITUTE_KINDS = {"detention", "youth_detention"}
_SUBSTITUTE_CUE = re.compile(rf"\b(?:{IN_ITS_PLACE}|{IF_NOT})|/", re.IGNORECASE)
_SHARE = re.compile(
    rf"(?:\bwaarvan\s+|(?:hier|daar)van\s+(?:is|wordt|blijft|zal|moet)\s+|,\s*|\(\s*|\ben\s+|\bvoor\s+"
    rf"|(?=[\w%/ ]{{2,30}}\s(?:daarvan|hiervan|ervan)\s))(?P<share>{FRACTION})"
    r"(?:\s+(?:daarvan|ervan|hiervan|van\s+(?:deze|die)\s+\w+))?(?:\s*\([^)]{1,30}\))?"
    rf"\s+(?:(?:is|wordt|blijft)\s+)?(?:geheel\s+)?(?:(?P<how>on)?(?:voorwaardelijk(?!e)\b|vw\b)"
    rf"|[^.;]{{0,40}}?{NOT_EXECUTED})",
    re.IGNORECASE,
)
_AS_LONG_AS = re.compile(r"\bgelijk\s+aan\b", re.IGNORECASE)
_PART_NEXT = re.compile(r"\s*(?:deel|gedeelte)\b", re.IGNORECASE)
_SUSPENDED_BEHIND = re.compile(
    r"[\s,(]*(?:(?:vervangende\s+)?(?:hechtenis|jeugddetentie)[\s,]*)?(?:m\.?a\.?[\s,]*)?(?:(?:beide|allebei)\s+)?(?:geheel\s+)?"
    r"(?P<how>voorwaardelijk\b(?!\s+(?:deel|gedeelte))|vw\b\.?)",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    rf"(?P<partly>\b(?:{PARTLY})[\s-]+)?(?:\(?(?:{WHOLLY})\s+)?(?<![\w-])\(?(?P<word>{SUSPENDED_WORD}"
    rf"|stok\s+achter\s+de\s+deur\s+(?:in\s+de\s+vorm\s+)?van(?:\s+een)?)\)?\s+"
    rf"(?:(?:{NUMERAL})\s+\w+\s+)?(?:maatregel\s+(?:van|tot)\s+|op\s+te\s+leggen\s+|ontzegging\s+)?$",
    re.IGNORECASE,
)
_LEADING = Watch(_NOT_A_PUNISHMENT, _ONE_MORE, _INSTEAD_OF, _REFERENCE, _ADJECTIVE)
_FOLLOWING = Watch(_BARE_PART, SUSPENDED_AFTER, _SHARE)


def _is_laid_again(earlier: Draft | None, pre: Glance, length: Quantity) -> bool:
    """Tell whether a measure of another length is laid beside an earlier one: "legt op de maatregel van ..."."""
    known = earlier.values.get("total", length.value) if earlier and "suspended" not in earlier.noun.carries else None
    return known not in {None, length.value} and _LAID_AGAIN.search(pre.words) is not None
