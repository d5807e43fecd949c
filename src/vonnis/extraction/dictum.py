"""What the dictum imposes: its operative clauses, read one by one into sanctions.

Each clause is tried against the rows of ``_CLAUSES`` in order; the first row that applies reads it. A clause may
impose a sanction, add a part to one imposed earlier ("bepaalt dat van deze gevangenisstraf een gedeelte, groot ...,
niet ten uitvoer zal worden gelegd"), or have nothing to do with sanctions at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from vonnis.extraction.clauses import VERBS, Clause, find_clauses
from vonnis.extraction.compensation import (
    TABLE_REACH,
    names_table,
    order_for_amount_above,
    orders_for,
    tabled_orders,
    take_default,
)
from vonnis.extraction.conditions import settle_conditions
from vonnis.extraction.draft import Draft
from vonnis.extraction.executions import (
    EXECUTES,
    HOW_EXECUTED,
    YET_EXECUTED,
    converts,
    ends_early,
    goes_on,
    read_executions,
)
from vonnis.extraction.gain import gain_owed
from vonnis.extraction.numbers import FRACTION, fraction_of
from vonnis.extraction.phrases import PhraseReader
from vonnis.extraction.quantities import find_quantities
from vonnis.extraction.record import Doubt, Sanction
from vonnis.extraction.roles import BEFORE, is_excepted
from vonnis.extraction.rules import rule
from vonnis.extraction.vocabulary import Noun, find_mentions, nouns
from vonnis.extraction.wordings import ONLY_IF_A_COURT_SAYS_SO
from vonnis.judgment.scan import Glance, Watch
from vonnis.judgment.span import Span

CONFISCATION = Noun("confiscation", "money", frozenset({"substitute"}))
REVOCATION = Noun("other", "duration", frozenset())
_PUBLICATION = Noun("other", "none", frozenset())

PRINCIPAL = {
    "prison",
    "life_imprisonment",
    "detention",
    "youth_detention",
    "community_service",
    "training_order",
    "fine",
    "tbs_nursing",
    "tbs_conditions",
    "pij",
    "isd",
    "psychiatric_placement",
    "driving_ban",
}  # fmt: skip
"""Main punishments and measures: what a conviction shows."""


_REFUSED = rule(r"\bwijst\b[^.;]{0,160}\baf\b|\bniet[- ]ontvankelijk|\bafgewezen\b|\bgelast niet\b")
_NOT_EXECUTED = rule(
    r"\bniet (?:\w+ ){0,3}ten ?uitvoer ?(?:gelegd|zal|zullen|wordt|worden|te)?|\bniet (?:zal"
    r"|zullen) (?:worden )?ten ?uitvoer"
    rf"|{ONLY_IF_A_COURT_SAYS_SO}"
)
_OF_BOTH = rule(r"\bbeide (?:\w+ )?(?:straffen|sancties|\w+straffen|boetes|ontzeggingen)\b")
_PAIR = 2
_SHARE = rule(rf"(?<!\w){FRACTION}")
_KEEPS_AWAY = rule(
    r"\bdat (?:de )?(?:verdachte|veroordeelde|hij|zij)\b[^.;]{0,60}\b(?:voor de duur van|gedurende)\b[^.;]{0,60}"
    r"\b(?:geen|niet)\b[^.;]{0,60}\b(?:mag|zal)\b"
)
"""A ban of contact or place in plain words, with its length: "dat de verdachte drie jaar geen contact mag hebben"."""
_OF_CONTACT = rule(r"\bcontact\b|(?<!aanmerking )(?<!aanmerking mag )(?<!aanmerking zal )\bkomen\b|bevinden|ophouden")
_BUT = rule(r"\b(?:behalve|behoudens|uitgezonderd|met uitzondering|anders dan|niet)\b")
_OF_A_CONDITION = rule(r"voorwaarde|proeftijd")
_CUSTODY_WORD = rule(r"hechtenis|detentie|vast")
_PER_BREACH = rule(
    r"\bvoor (?:elke|iedere) keer dat (?:hij|zij|(?:de )?(?:verdachte|veroordeelde))\b[^.;]{0,60}"
    r"(?:\bovertreedt\b|\bniet (?:\w+ ){1,3}(?:voldoet|nakomt|naleeft|houdt)\b)"
)
_FOR_SO_LONG = rule(r",? ?en (?:stelt|bepaalt) (?:de |die )duur (?:(?:daar|hier)van )?(?:vast )?op ")
"""Behind a clause on the detention for each breach, before its length: "en stelt de duur vast op 1 week"."""
_PART = rule(r"\bgedeelte\b|\bdeel\b|\bwaarvan\b")
_REVOKES = rule(
    r"voorwaardelijke invrijheid ?stelling|alsnog (?:geheel |gedeeltelijk )?moet worden ondergaan|\balsnog ondergaat\b"
)
_PUBLISHES = rule(r"openbaarmaking van (?:deze|dit|de|het) (?:\w+ )?(?:uitspraak|vonnis|arrest)\b")
"""The additional punishment of art. 9 and 36 Sr that the judgment be made public."""
_DEDUCTS = rule(
    r"in mindering|\baftrek\b|afgetrokken|\btrekt\b[^.;]{0,120}?\baf\b|\btell?en [^.;]{0,40}\bmee\b"
    r"|art(?:ikel|\.) ?27\b|\bm\.a\.v\b"
    r"|\bvan de (?:\w+ )?straf af ?ga(?:an|at)\b|\bga(?:an|at) van de (?:\w+ )?straf af\b"
)
_CUSTODY = rule(
    r"verzekering|voorlopige hechtenis|voorarrest|(?:uit|over)leverings(?:detentie|hechtenis)|artikel 27|\bart\. ?27\b"
    r"|vrijheids(?:beneming|ontneming)|gedetineerd|1:62"
    r"|\bvast(?:gezeten|zat|zit| heeft gezeten| zat)\b|\bm\.a\.v\b"
    r"|(?:straf|detentie)\b[^.;]{0,120}\b(?:met|onder) aftrek(?= ?(?:[,.;)]|$))"
)
_NOT_DEDUCTED = rule(r"niet (?:in mindering|voor aftrek)|geen aftrek|zonder aftrek|in mindering (?:zal )?niet")
_OBLIGES = rule(
    r"verplichting (?:op|tot|om)|schadevergoedingsmaatregel|maatregel (?:op )?(?:van|tot) (?:schadevergoeding|betaling)"
    r"|\b36f\b|de (?:hoofdelijke )?verplichting"
    r"|\bdat (?:de )?(?:verdachte|veroordeelde|hij|zij|\[[^\]]{3,30}\])\b[^.;]{0,80}"
    r"\baan de Staat\b(?:[^.;]|\.(?=\d)){0,60}\b(?:betaalt|voldoet)\b"
    r"|\bdat (?:de )?(?:verdachte|veroordeelde|hij|zij|\[[^\]]{3,30}\]) (?:betaalt|voldoet) aan de Staat\b"
    r"|maatregel (?:op )?dat [^.;]{0,40}?verplicht|\baan de Staat\b(?:[^.;]|\.(?=\d)){0,160}?\b(?:betalen|voldoen)\b"
)
_TO_STATE = rule(
    r"\b(?:aan|jegens|van) (?:de Staat|het Land)\b|de Staat der Nederlanden|schadevergoedingsmaatregel"
    r"|maatregel van schadevergoeding|\b36f\b|ten behoeve van"
)
_FULFILS = rule(
    r"bepaalt(?: dat| voorts|,)[^;]{0,80}?(?:indien|voldaan|voor zover|bevrijd)|heeft voldaan aan|komt te vervallen"
    r"|zal zijn bevrijd|is vervallen"
)
_UNPERFORMED = rule(
    r"(?:taak|werk|leer)straf[^.;]{0,80}\bniet\b[^.;]{0,60}verricht[^.;]{0,60}(?:hechtenis|detentie)"
    r"|vervangende (?:hechtenis|jeugddetentie)[^;]{0,160}\bniet\b[^.;]{0,40}verricht"
    r"|\bniet\b[^.;]{0,60}\bmaatregel\b[^.;]{0,40}\bmee(?:werk|gewerk)\w*[^.;]{0,60}(?:hechtenis|detentie)"
    r"|\balleen (?:be)?hoe(?:ft|ven) te worden (?:betaald|voldaan|verricht|ondergaan)"
)
_UNLAWFUL_GAIN = rule(r"wederrechtelijk(?:e)? (?:verkregen|genoten) voordeel|ontneming")
_FORFEITS = rule(r"verklaart (?:\w+ ){0,2}verbeurd|verbeurd ?verklar|\bverbeurd\b|verbeurdverklaard")
_WITHDRAWS = rule(
    r"onttrokken aan het verkeer|onttrekt (?:\S+ ){0,12}?aan het verkeer|aan het verkeer (?:wordt |worden |is "
    r"|zijn )?onttrokken|onttrekking aan het verkeer"
)
_NEGATED_GOODS = rule(
    r"niet verbeurd|teruggave (?:[^.;]{0,60})niet verbeurd|wijst[^.;]{0,80}(?:verbeurd|onttrek)[^.;]{0,80}\baf\b"
)
_CONDITIONS = rule(
    r"^(?:stelt|geeft|draagt|legt)? ?(?:daarbij |hierbij )?(?:als |de |dat )?(?:voorts "
    r"|tevens )?(?:als )?(?:de )?(?:volgende )?(?:algemene|bijzondere|overige) (?:en (?:\w+ )?)?voorwaarden?"
)
_NO_PENALTY = rule(r"geen straf (?:of|en|noch) (?:geen )?maatregel|zonder (?:oplegging van )?straf")
_ENDS = re.compile(r"[.;](?=\s)|\n")
_PUNISHMENT = re.compile("straf|detentie|hechtenis|boete")
_EACH = rule(
    r"\b(?:in )?(?:beide|alle) (?:gevallen|gijzelingen|maatregelen)\b|\btelkens\b|\bin (?:ieder|elk) (?:der )?geval"
)
_CUSTODY_FOR_DEBT = rule(r"gijzeling|gegijzeld")
_MODIFIES = frozenset({"bepaalt", "beslist", "beveelt", "stelt", "verbindt", "verstaat"})
_IMPOSES = _MODIFIES | {"veroordeelt", "straft", "legt", "gelast", "ontzegt", "ontzet", "plaatst", "geeft", ""}
_CIVIL = rule(
    r"^(?:veroordeelt|wijst)\b[^.;]{0,260}?(?:benadeelde|\[|in de (?:proces)?kosten|tot betaling (?:aan|van)"
    r"|tot vergoeding)"
)
_ANY_PUNISHMENT = rule(
    r"straf|detentie|hechtenis|boete|maatregel|ontzegging|beschikking|inrichting|ziekenhuis|arbeid|bevoegdheid"
    r"|proeftijd|\bu(?:ur|ren?)\b|beroep|\bontzet|stillegging"
)
_EXTENDS = frozenset(
    {"verlengt", "wijzigt", "heropent", "schorst", "vernietigt", "spreekt", "heft", "wijst", "verwerpt"}
    | {"kwalificeert", "acht"}
)
_CHARGES = rule(
    r"(?:ten aanzien van|ter zake van|wegens|voor)(?: (?:het|de|parketnummer \S+))?(?: (?:onder"
    r"|feit(?:en)?))* ?(?P<numbers>\d{1,2}(?:(?:,| en| tot en met|,? en onder)? ?\d{1,2})*)(?: (?:primair"
    r"|subsidiair))? ?(?:bewezen ?verklaarde|ten ?laste ?gelegde|genoemde|vermelde)?"
)
FORMLESS = "a hospital order is imposed, and whether with nursing or with conditions is not said"
"""Why a hospital order is in doubt."""


class DictumReader:
    """Reads one dictum, ``text[start:end]``."""

    def __init__(self, text: str, start: int, end: int) -> None:
        """Read the dictum ``text[start:end]``."""
        self.text, self.start, self.end = text, start, end
        self.phrases = PhraseReader(text)
        self.deducted: Span | None = None
        self.confirms: Clause | None = None
        self._granted: Draft | None = None
        self.announced: Draft | None = None
        self.of_gain = False
        self.undecided: list[Doubt] = []
        self.clauses = list(self._merged(find_clauses(text, start, end)))
        for clause in self.clauses:
            self._read(clause)
        settle_conditions(text, self.clauses, drafts=self.drafts)
        self._settle_tbs()
        self._leave_headings()

    @property
    def drafts(self) -> list[Draft]:
        """Every sanction read, in order."""
        return self.phrases.drafts

    @property
    def punishes(self) -> bool:
        """Whether the dictum itself says how the defendant is punished: with what, or not at all."""
        named = any(draft.kind in PRINCIPAL for draft in self.drafts)
        return named or _NO_PENALTY.search(self.text, self.start, self.end) is not None

    def sanctions(self) -> tuple[Sanction, ...]:
        """Return the sanctions imposed, in the order of the text."""
        return tuple(sanction for draft in self.drafts for sanction in draft.sanctions(self.text))

    def doubts(self) -> Iterator[Doubt]:
        """Yield what was read but is not sure."""
        for draft in self.drafts:
            yield from draft.doubts(self.text, field="imposed")
        yield from self.undecided

    def _merged(self, clauses: Iterator[Clause]) -> Iterator[Clause]:
        """Yield the clauses, with a bare noun that continues an execution order joined to it."""
        held: Clause | None = None
        for clause in clauses:
            if held and not clause.verb and EXECUTES.match(self.words(held)) and goes_on(self.text, held):
                held = Clause(held.start, clause.end, held.verb)
                continue
            if held:
                yield held
            held = clause
            if early := ends_early(self.text, clause):
                yield Clause(clause.start, early, clause.verb)
                held = Clause(early, clause.end, "")
        if held:
            yield held

    def words(self, clause: Clause) -> str:
        """Return the words of a clause."""
        return self.text[clause.start : clause.end]

    def _read(self, clause: Clause) -> None:
        """Read a clause by the first row that applies."""
        seen = _WATCH.look(self.text, clause.start, clause.end)
        self.of_gain = self.of_gain or seen.has(_UNLAWFUL_GAIN)
        if seen.has(_DEDUCTS) and seen.has(_CUSTODY):
            self._deduct(clause, seen.words)
        for row in _rows_of(clause.verb):
            if row.applies(seen):
                row.read(self, clause, seen.words)
                return

    def _deduct(self, clause: Clause, words: str) -> None:
        """Note that time in custody is deducted, unless the clause says that it is not."""
        if self.deducted is None and not _NOT_DEDUCTED.search(words):
            found = _DEDUCTS.search(words)
            start = clause.start if clause.verb in _MODIFIES or found is None else clause.start + found.start()
            end = clause.start + (found.end() if found else len(words))
            self.deducted = Span.of(self.text, start, end)

    def confirm(self, clause: Clause, words: str) -> None:
        """Note that the court confirms a judgment, and read the orders for victims that it repeats."""
        self.confirms = clause
        order = _OBLIGES.search(words)
        if order and not _BUT.search(words, 0, order.start()):
            amounts = [q for q in find_quantities(self.text, clause.start, clause.end) if q.measure == "money"]
            self.drafts.extend(orders_for(self.text, clause, amounts=amounts))

    def impose(self, clause: Clause, _words: str) -> None:
        """Read a clause that imposes sanctions or adds parts to them."""
        if converts(self.text, clause, latest=self.drafts[-1] if self.drafts else None):
            return
        started = self.phrases.read(clause.start, clause.end)
        if clause.verb == "veroordeelt":
            self._charge(started, list(_CHARGES.finditer(self.text, clause.start, clause.end)))

    @staticmethod
    def _charge(drafts: list[Draft], named: list[re.Match[str]]) -> None:
        """Give sanctions the charges that are named last before each, or else first in the clause."""
        for draft in drafts if named else ():
            before = [match for match in named if match.end() <= draft.places["noun"][0]]
            draft.charges = tuple(re.findall(r"\d+", (before[-1:] or named)[0]["numbers"]))

    def suspend(self, clause: Clause, words: str) -> None:
        """Read a clause that suspends a sanction: the one it names, else the latest that can be suspended."""
        found = _NOT_EXECUTED.search(words)
        open_ = [draft for draft in self.drafts if "suspended" in draft.noun.carries]
        kinds = {mention.noun.kind for mention in find_mentions(self.text, clause.start, clause.end)}
        fitting = [draft for draft in open_ if draft.kind in kinds] or open_
        if found and fitting:
            target = fitting[-1]
            place = clause.start + found.start(), clause.start + found.end()
            part = [q for q in find_quantities(self.text, clause.start, place[0]) if q.measure == target.noun.measure]
            named = _SHARE.search(words, 0, found.start())
            share = fraction_of(named.group()) if named and not part else None
            if named and share:
                target.suspend_share(share, (clause.start + named.start(), clause.start + named.end()))
            elif part and is_excepted(
                BEFORE.look(self.text, clause.start, part[-1].start), words[part[-1].end - clause.start :]
            ):
                target.serve_only(part[-1])
            elif part and part[-1].value != target.values.get("total"):
                target.take("suspended", part[-1])
            else:
                target.beside = fitting[-_PAIR:-1] if _OF_BOTH.search(words, 0, found.start()) else []
                for one in (target, *target.beside):
                    one.give("suspended", "all", place=place)
        self.phrases.read(clause.start, clause.end)

    def conditions(self, clause: Clause, _words: str) -> None:
        """Read no more than a probation period from the conditions of a suspended sentence."""
        open_ = [d for d in self.drafts if d.has("suspended") and not d.has("probation")]
        bound = _BOUND_PROBATION.search(self.text, clause.start, clause.end) if open_ else None
        q = next(find_quantities(self.text, bound.start(), bound.end()), None) if bound else None
        if q and q.measure == "duration":
            open_[-1].take("probation", q)
            return
        for match in _PROBATION.finditer(self.text, clause.start, clause.end) if open_ else ():
            q = next(find_quantities(self.text, match.end(), min(match.end() + 60, clause.end)), None)
            if q and q.measure == "duration" and q.start - match.end() < _NEAR:
                open_[-1].take("probation", q)
                return

    def forfeit(self, clause: Clause, words: str) -> None:
        """Read forfeiture and withdrawal from circulation, each once in a dictum."""
        for pattern, kind in ((_FORFEITS, "forfeiture"), (_WITHDRAWS, "withdrawal_from_circulation")):
            match = pattern.search(words)
            if match and not any(draft.kind == kind for draft in self.drafts):
                place = clause.start + match.start(), clause.start + match.end()
                self.drafts.append(Draft(nouns()[kind], place))

    def oblige(self, clause: Clause, words: str) -> None:
        """Read orders to pay the State for a victim, one per amount that stands with a victim."""
        if self.of_gain and not _OF_DAMAGE.search(words):
            self.gain(clause, words)
            return
        clause = self._apart(clause, words)
        amounts = [q for q in find_quantities(self.text, clause.start, clause.end) if q.measure == "money"]
        if not amounts:
            if (again := order_for_amount_above(self.text, clause, since=self.start)) is not None:
                self.drafts.append(again)
            elif names_table(self.text, clause.start, min(self.end, clause.end + TABLE_REACH)):
                self._tabled(clause)
            else:
                self.default(clause, words)
            return
        # "Maatregel van schadevergoeding van EUR 500,00." is often followed by "Legt derhalve ... op", the same order.
        announced, self.announced = self.announced, None
        if announced and amounts[0].value == announced.values["total"]:
            return
        for draft in orders_for(self.text, clause, amounts=amounts):
            self.drafts.append(draft)
            self.announced = draft if not clause.verb else None

    def _apart(self, clause: Clause, words: str) -> Clause:
        """Read punishments in sentences before the one that obliges, and return the clause without them."""
        duty = _OBLIGES.search(words)
        ends = [end.end() for end in _ENDS.finditer(words, 0, duty.start())] if duty else []
        if not ends or not _PUNISHMENT.search(words, 0, ends[-1]):
            return clause
        self.impose(Clause(clause.start, clause.start + ends[-1], clause.verb), words[: ends[-1]])
        return Clause(clause.start + ends[-1], clause.end, clause.verb)

    def _tabled(self, clause: Clause) -> None:
        """Read the orders whose amounts stand in a table above, or say that they were not read."""
        orders = list(tabled_orders(self.text, self.start, clause.start))
        self.drafts.extend(orders)
        if not orders:
            reason = "the amounts of these orders stand elsewhere, and were not read"
            self.undecided.append(Doubt("imposed", reason, Span.of(self.text, clause.start, clause.end)))

    def default(self, clause: Clause, _words: str) -> None:
        """Read a clause that only says which detention follows when the latest order is not paid."""
        latest = next((d for d in reversed(self.drafts) if d.kind in {"compensation_order", "confiscation"}), None)
        each = _EACH.search(self.text, clause.start, clause.end)
        for order in [d for d in self.drafts if d.kind == "compensation_order"] if each else [latest]:
            if order and not order.has("substitute"):
                take_default(self.text, order, start=clause.start, stop=clause.end)

    def gain(self, clause: Clause, _words: str) -> None:
        """Read an order to pay back unlawful gain."""
        q = gain_owed(self.text, clause, since=self.start)
        if q and not any(draft.kind == "confiscation" for draft in self.drafts):
            draft = Draft(CONFISCATION, (q.start, q.end))
            draft.take("total", q)
            self.drafts.append(draft)

    def execute(self, clause: Clause, _words: str) -> None:
        """Read an order that earlier suspended sentences be executed."""
        orders = read_executions(self.text, clause)
        if len(orders) == 1:
            self._order(orders[0], clause.verb)
        else:
            self.drafts.extend(orders)

    def _order(self, draft: Draft, verb: str) -> None:
        """Keep an order, once where one clause grants the claim and the next gives the order."""
        granted, self._granted = self._granted, draft if verb in {"wijst", "herroept"} else None
        if granted is not None and granted is self.drafts[-1] and granted.kind == draft.kind and verb != "wijst":
            if draft.has("total") or not granted.has("total"):
                self.drafts[-1] = draft
            return
        self.drafts.append(draft)

    def revoke(self, clause: Clause, _words: str) -> None:
        """Read the revocation of a conditional release."""
        q = next((q for q in find_quantities(self.text, clause.start, clause.end) if q.measure == "duration"), None)
        draft = Draft(REVOCATION, (clause.start, clause.start + len(clause.verb)))
        if q:
            draft.take("total", q)
        self._order(draft, clause.verb)

    def skip(self, _clause: Clause, _words: str) -> None:
        """Leave a clause alone: it imposes nothing."""

    def restrict(self, clause: Clause, _words: str) -> None:
        """Read a ban of contact or place that is laid on in plain words, with its length.

        Where a measure was named before it, the ban says what that measure holds: it is no second one.
        """
        ban = _KEEPS_AWAY.search(self.text, clause.start, clause.end)
        q = next(find_quantities(self.text, *ban.span()), None) if ban else None
        if ban is None or q is None or q.measure != "duration":
            return
        bans = [draft for draft in self.drafts if draft.kind == "liberty_restriction"]
        named = next((d for d in bans if not _KEEPS_AWAY.match(self.text, d.places["noun"][0])), None)
        if named and named.values.get("total", q.value) == q.value:
            if not named.has("total"):
                named.take("total", q)
            return
        draft = Draft(nouns()["liberty_restriction"], ban.span())
        draft.take("total", q)
        self.drafts.append(draft)

    def breach(self, clause: Clause, _words: str) -> None:
        """Read which detention follows each time that a ban is broken."""
        bans = [d for d in self.drafts if d.kind == "liberty_restriction" and not d.has("substitute")]
        found = _PER_BREACH.search(self.text, clause.start, clause.end)
        if found is None:
            return
        before = [q for q in find_quantities(self.text, clause.start, found.start()) if found.start() - q.end < _NEAR]
        lasts = _FOR_SO_LONG.search(self.text, found.end(), min(self.end, found.end() + 2 * _NEAR))
        behind = (lasts.end(), lasts.end() + _NEAR) if lasts else (found.end(), clause.end)
        q = next((q for q in (*before, *find_quantities(self.text, *behind))), None)
        for ban in bans:
            if q and q.measure == "duration":
                ban.take("substitute", q)

    def publish(self, clause: Clause, _words: str) -> None:
        """Read an order that the judgment be made public at the defendant's cost."""
        self.drafts.append(Draft(_PUBLICATION, (clause.start, clause.end)))

    def _leave_headings(self) -> None:
        """Leave a ban without a length that is only the heading above the clause which lays it on."""
        bans = [draft for draft in self.drafts if draft.kind == "liberty_restriction"]
        for heading, ban in pairwise(bans):
            if not heading.values and ban.has("total"):
                self.drafts.remove(heading)

    def _settle_tbs(self) -> None:
        """Say for each hospital order whether nursing or conditions go with it."""
        named = [d for d in self.drafts if d.kind in {"tbs", "tbs_nursing", "tbs_conditions"}]
        for extra in named[1:]:
            self.drafts.remove(extra)
        if not named:
            return
        draft = named[0]
        kinds = {d.kind for d in named} - {"tbs"}
        words = self.text[self.start : self.end]
        if kinds:
            draft.kind = max(kinds)
        elif _NURSED.search(words):
            draft.kind = "tbs_nursing"
        elif _TBS_CONDITIONS.search(words):
            draft.kind = "tbs_conditions"
        else:
            self.drafts.remove(draft)
            self.undecided.append(Doubt("imposed", FORMLESS, Span.of(self.text, *draft.places["noun"])))


_WATCH = Watch(
    *(
        _REFUSED,
        EXECUTES,
        _NOT_EXECUTED,
        YET_EXECUTED,
        _PART,
        _REVOKES,
        _DEDUCTS,
        _CUSTODY,
        _OBLIGES,
        _TO_STATE,
        _FULFILS,
    ),
    *(
        _UNPERFORMED,
        _UNLAWFUL_GAIN,
        _FORFEITS,
        _WITHDRAWS,
        _NEGATED_GOODS,
        _CONDITIONS,
        _CIVIL,
        _ANY_PUNISHMENT,
    ),
    *(_KEEPS_AWAY, _OF_CONTACT, _OF_A_CONDITION, _PER_BREACH, _CUSTODY_WORD),
    *(_PUNISHMENT, _CUSTODY_FOR_DEBT, HOW_EXECUTED, _SHARE, _PUBLISHES),
)
_NEAR = 40
"""So many characters at most stand between a word and the length that belongs to it."""
_PROBATION = rule(r"proeftijd[^.;]{0,60}?(?:van|op)")
_BOUND_PROBATION = rule(r"\bop [^.;]{1,40}? (?:bepaalde|gestelde|vastgestelde) proeftijd\b")
_OF_DAMAGE = rule(r"ten behoeve van|slachtoffer|benadeelde|schade|36f")
_NURSED = rule(r"van overheidswege|verpleegd|dwangverpleging|met verpleging|bevel tot verpleging")
_TBS_CONDITIONS = rule(r"(?:met|onder|stelt)[^.;]{0,80}voorwaarden")

_Reads = Callable[[DictumReader, Clause, str], None]


class _Row(NamedTuple):
    """A row of the table: which verbs may open such a clause (None: any), what tells it, and what reads it."""

    verbs: frozenset[str] | None
    applies: Callable[[Glance], bool]
    read: _Reads


def _row(verbs: str | frozenset[str] | None, applies: Callable[[Glance], bool], read: _Reads) -> _Row:
    """Return a row; verbs may be given as one string, and "–" in it stands for no verb."""
    known = frozenset(verbs.replace("–", "").split(" ")) if isinstance(verbs, str) else verbs
    return _Row(known, applies, read)


_OTHERS = frozenset({*VERBS.split("|"), ""})
_CLAUSES = (
    _row("bevestigt", lambda _: True, DictumReader.confirm),
    _row(
        "gelast beveelt wijst herroept bepaalt",
        lambda seen: seen.has(_REVOKES) and not seen.has(_REFUSED),
        DictumReader.revoke,
    ),
    _row(
        "gelast beveelt wijst bepaalt legt",
        lambda seen: (
            seen.opens(EXECUTES)
            and not (seen.has(_REFUSED) or seen.has(HOW_EXECUTED))
            and (not seen.has(_NOT_EXECUTED) or seen.has(YET_EXECUTED))
        ),
        DictumReader.execute,
    ),
    _row(
        "gelast beveelt bepaalt legt",
        lambda seen: seen.has(_PUBLISHES) and not seen.has(_REFUSED),
        DictumReader.publish,
    ),
    _row("legt stelt bepaalt veroordeelt", lambda seen: seen.has(_UNLAWFUL_GAIN), DictumReader.gain),
    _row(_MODIFIES, lambda seen: seen.opens(_FULFILS) and seen.has(_CUSTODY_FOR_DEBT), DictumReader.default),
    _row(None, lambda seen: seen.opens(_FULFILS) and not seen.has(_UNPERFORMED), DictumReader.skip),
    _row(
        "legt veroordeelt bepaalt beveelt –",
        lambda seen: seen.has(_OBLIGES) and seen.has(_TO_STATE),
        DictumReader.oblige,
    ),
    _row(
        _OTHERS - {"wijst", "bepaalt"},
        lambda seen: (seen.has(_FORFEITS) or seen.has(_WITHDRAWS)) and not seen.has(_NEGATED_GOODS),
        DictumReader.forfeit,
    ),
    _row(_MODIFIES, lambda seen: seen.has(_PER_BREACH) and seen.has(_CUSTODY_WORD), DictumReader.breach),
    _row(
        _MODIFIES,
        lambda seen: seen.has(_KEEPS_AWAY) and seen.has(_OF_CONTACT) and not seen.has(_OF_A_CONDITION),
        DictumReader.restrict,
    ),
    _row(
        _MODIFIES,
        lambda seen: seen.has(_NOT_EXECUTED) and (seen.has(_SHARE) or not seen.has(_PART)),
        DictumReader.suspend,
    ),
    _row(None, lambda seen: seen.opens(_CONDITIONS), DictumReader.conditions),
    _row(_MODIFIES, lambda seen: seen.has(_CUSTODY_FOR_DEBT), DictumReader.default),
    _row(_EXTENDS, lambda _: True, DictumReader.skip),
    _row(None, lambda seen: seen.opens(_CIVIL) and not seen.has(_PUNISHMENT), DictumReader.skip),
    _row(_IMPOSES, lambda seen: seen.has(_ANY_PUNISHMENT), DictumReader.impose),
    _row(_MODIFIES, lambda seen: seen.has(_NOT_EXECUTED), DictumReader.impose),
)
"""What a clause may be, in the order in which it is tried."""


@cache
def _rows_of(verb: str) -> tuple[_Row, ...]:
    """Return the rows for clauses that a verb opens."""
    return tuple(row for row in _CLAUSES if row.verbs is None or verb in row.verbs)
