"""Read a court's abstract (inhoudsindicatie): a few sentences, often telegraphic, often cut off in the middle.

An abstract tells in passing what a dictum orders. Each sentence is taken for what it is about: what is imposed, what
was demanded, what an earlier court imposed, or what is refused; only the first counts as imposed. Abstracts of the
court of cassation and of its advocates-general impose nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vonnis.extraction.abstract_demands import (
    AND_A_MEASURE,
    BREAK,
    COMPARED,
    DEMANDS,
    FOLLOWED,
    NOT_AS_DEMANDED,
    compared_with,
    demand_in_the_end,
    is_as_demanded,
    is_laid,
    length_right_behind,
    without_asides,
)
from vonnis.extraction.abstract_executions import executions, with_executions
from vonnis.extraction.abstract_orders import (
    ADVICE_TAKEN,
    ADVISED,
    FORFEITS,
    GAIN,
    IMPOSES,
    JOINED,
    REFUSED,
    TO_A_VICTIM,
    TO_THE_STATE,
    UNTOLD_BAN,
    ban_of_no_form,
    gain,
    leave_to_orders,
    orders,
)
from vonnis.extraction.abstract_outcome import MEASURES, outcomes_of
from vonnis.extraction.abstract_parts import add_parts, custody_for_debt, lowered, surely_prison
from vonnis.extraction.abstract_rulings import (
    gets,
    headline_length,
    laid_lengths,
    lays_on,
    told_apart,
    years_beside_an_order,
)
from vonnis.extraction.abstract_sentences import sentences_of_abstract
from vonnis.extraction.abstract_subject import (
    OPENS_WITH_PUNISHMENT,
    OTHERS_WORK,
    decides_no_charge,
    is_of_cassation,
    speaks_of_one,
    stands_already,
    with_units_apart,
    without_running_ban,
)
from vonnis.extraction.answer import Answer
from vonnis.extraction.dictum import FORMLESS, PRINCIPAL
from vonnis.extraction.draft import Draft, Place
from vonnis.extraction.numbers import DIGITS, WORDS
from vonnis.extraction.phrases import PhraseReader
from vonnis.extraction.quantities import Quantity, find_quantities
from vonnis.extraction.record import Doubt, Outcome, Sanction
from vonnis.extraction.rules import rule
from vonnis.extraction.vocabulary import nouns
from vonnis.judgment.span import Span

_HEADED = rule(
    r"\W*(?:(?:straf|straf conform (?:de )?eis|opgelegd|uitspraak|vonnis) ?:|(?:nieuwe )?straf (?:van )?(?=\d)"
    r"|(?=\d{1,3} (?:mnd|maanden|jaar|jr|dagen|weken|uur),? (?:wv|waarvan)\b))"
)
"""Opens a sentence that tells what is imposed, with or without its kind: "Straf: 9 maanden"."""
_AND_ANOTHER = rule(r"[^.;]{0,30}?(?:\ben\b|\+|\bplus\b)(?: een)? ?(?:tot een )?")
"""Between two sanctions of one length that stand side by side: "40 uur voor feit 1 en een taakstraf van 40 uur"."""
_RULED = rule(r"veroordeelt|legt\b[^.]{0,20}\bop|opgelegd")
_EARLIER = rule(
    r"(?:politierechter|kinderrechter|rechtbank|kantonrechter|eerste (?:aanleg|rechter))[^.]{0,120}(?:opgelegd"
    r"|veroordeeld|\blegde\b)|in eerste aanleg|eerder (?:is|werd|was) (?:hij|zij|verdachte)"
    r"|\bvonnis waarvan beroep\b[^.]{0,120}\bveroordeeld tot"
    r"|anders dan (?:de )?(?:rechtbank"
    r"|politierechter)[^.]{0,10}$|reeds veroordeeld"
)
_APPEAL_COURT = rule(r"\bhof\b|\bhoger beroep\b|\bvernietig\w* (?:het |van het )?vonnis\b")
_OWN = rule(r"\bhof\b[^.]{0,80}(?:veroordeelt|legt|komt|verhoogt|verlaagt|matigt|vermindert)")
_CONFIRMS = rule(r"bevestig")
_REFUSED_AFTER = rule(
    r"^[^.;,]{0,20}\b(?:niet op|ontoereikend|niet toereikend|niet haalbaar)\b|^-?advies\b|^[^.;]{0,60}(?:afgewezen"
    r"|niet (?:aan de orde"
    r"|opgelegd|nodig)|wordt niet|geadviseerd)"
    r"|^[^.;]{0,20}\bzou(?:den)? "
    r"|^[^.;]{0,40}\bhad(?:den)? [^.;]{0,40}(?:in de rede|gelegen|voor de hand)"
    r"|^[^.;]{0,200}niet (?:meer |langer )?(?:passend|geboden|opportuun|geraden)"
)
_WOULD = rule(r"\bzou(?:den)? (?:[\w-]+ ){0,6}$")
_HAVE_BEEN = rule(r"[^.;]{0,60}\b(?:(?:zijn|hebben) opgelegd|opgelegd (?:zijn|hebben)|op hebben gelegd)\b")
"""With :data:`_WOULD` before it, what would have been laid in other circumstances."""
_TURNS = rule(r"\bwijst\b[^.;,]{0,60}$")
_DOWN = rule(r"[^.;,]{0,30}?(?<!\bvan )\baf\b")
"""With :data:`_TURNS` before it, what the court turns down: "wijst de ISD-maatregel af en legt ... op"."""
_YET = rule(r"\b(?:al|reeds|momenteel|thans|nog)\b[^.;,]{0,30}$")
_SERVES = rule(r"[^.;,]{0,20}?\b(?:uitzit|uitzat|uitdient|ondergaat|onderging)\b")
"""With :data:`_YET` before it, a sentence that is being served: "die al een gevangenisstraf van 12 jaar uitzit"."""
_BELOW_LAID = rule(r"\b(?:rechtbank|(?:politie|kinder|kanton)rechter) (?:legde|veroordeelde)\b[^.;:]{0,40}$")
"""Right before a sanction of the court below: "hof legt geen straf op, rechtbank legde 40 uur taakstraf op"."""
_OF_CO_DEFENDANT = rule(
    r"(?<!verdachte en )(?<!verdachte en de )(?<!verdachte en zijn )\bmede-?(?:verdachte|dader)n?"
    r"(?: \[[^\]]{1,30}\]| [A-Z]\.?)?,? (?:(?:een|krijgt|kreeg|tot|is|werd|wordt|veroordeeld|een straf van) )*$"
)
"""Right before a sanction of a co-defendant: "verdachte krijgt 3 jaar, medeverdachte 4 jaar cel"."""
_OTHER_PERSON = rule(
    r"(?<!verdachte en )(?<!verdachte en de )(?<!verdachte en zijn )(?<!verdachte en haar )"
    r"mede(?:dader|verdachte)\w*\b[^.]{0,60}(?:krijg|kreeg|kregen|veroordeeld|opgelegd)"
    r"|(?:rechtbank|rechter) had\b[^.]{0,120}\bopgelegd"
    r"|(?:^\W*|[.;] ?)(?:haar|zijn|hun) (?:[\w-]+ )?(?:\w*vriend(?:in)?|broer|zus|vader|moeder|partner|echtgeno\w+"
    r"|ex|zoon|dochter|neef|nicht|compagnon|maat|kompaan) (?:kreeg|krijgt|werd|is|was)\b[^.]{0,80}"
    r"(?:straf|veroordeeld|cel)"
)
_LABELLED = rule(r"\bverdachte (?:[A-D]|[1-9]|I{1,3})\b(?! ?(?:en|/|jaar|maanden))")
"""A defendant among others that are told apart by a letter or a number."""
_CHANGES = rule(
    r"\b(?:(?:verminder|verlaag|matig|verhoog)t (?:het hof |de rechtbank )?de |(?:matiging|vermindering|verlaging"
    r"|verhoging) (?:van de )?)$"
)
"""Before a sanction that is made less or more, and so imposed."""
_A_PART_OF = rule(
    r"\b(?P<how>(?:on)?voorwaardelijke?) (?:straf)?(?:deel|gedeelte) (?:van de |van een )?(?:opgelegde "
    r"|op te leggen )?$"
)
"""Before a sanction of which a part is suspended."""
_GOES_ON = rule(r"verleng|beëindig|voortzetting|voortgezet|omzetting|\bomgezet\b|tussentijds")
_ONE_OF_SEVERAL = re.compile(
    rf"(?<![\d.,€-])(?<!€ )(?<!EUR )\b(?:{DIGITS}|{WORDS})"
    rf"(?:,\s*(?:{DIGITS}|{WORDS}))*\s*(?:en|respectievelijk|resp\.?)\s+(?:van\s+)?$",
    re.IGNORECASE,
)
_OF_MANY = rule(
    r"^\w*straffen (?:(?:variërend|uiteenlopend|oplopend)\b[^.;]{0,20}?(?: van| tot)?|van (?=[^.;]{1,20} tot )|tot) $"
)
"""Between a plural noun and a length, what makes it one of a range: "gevangenisstraffen variërend van"."""
_ANY_SENTENCE = rule(r"\bstraf(?:fen)?\b")
_DIRECTLY = 40
_NURSED = rule(r"dwang|verple|overheidswege")
_NURSING_ORDERED = rule(
    r"\bbevel tot (?:dwang)?verpleging|\bbevolen dat (?:hij|zij|(?:de )?\w+) van overheidswege"
    r"|verpleging van overheidswege bevolen"
)
NAMELESS = "a length is laid on, and the abstract does not say of what punishment"
"""The doubt about "eiste 2 jaar, de rechtbank legde 20 maanden op"."""


class AbstractReader:
    """Reads one abstract."""

    def __init__(self, text: str, *, cassation: bool | None = None) -> None:
        """Read the abstract ``text``; without ``cassation`` its words say whether it is of the court of cassation."""
        self.source = text
        self.text = without_running_ban(with_units_apart(without_asides(text)))
        self.imposed: list[Draft] = []
        self.demanded: list[Draft] = []
        self.doubts: list[Doubt] = []
        self._refused: list[Draft] = []
        self._wanted: Quantity | None = None
        self._said: dict[re.Pattern[str], bool] = {}
        self._held: list[Draft] = []
        self._places: set[Place] = set()
        self._unnamed: list[Span] = []
        self._bans: list[Span] = []
        self._as_demanded = False
        self.cassation = is_of_cassation(text) if cassation is None else cassation
        self.no_charge = decides_no_charge(text)
        self.several = len({label.group() for label in _LABELLED.finditer(text)}) > 1
        self.of_one = speaks_of_one(text)
        self.confirmed = _CONFIRMS.search(text) is not None
        if self.cassation:
            return
        for start, end in sentences_of_abstract(self.text):
            self._sentence(start, end)
        self._demanded_in_passing()
        if all(draft.kind not in PRINCIPAL for draft in self.imposed):
            self.doubts += [Doubt("imposed", NAMELESS, place) for place in self._unnamed]
        if all(draft.kind != "liberty_restriction" for draft in self.imposed):
            self.doubts += [Doubt("imposed", UNTOLD_BAN, place) for place in self._bans[:1]]
        if any(draft.kind.startswith("tbs") for draft in self.imposed):
            self.doubts = [doubt for doubt in self.doubts if doubt.reason != FORMLESS]

    def _sentence(self, start: int, end: int) -> None:
        """Read one sentence for what it is about."""
        words = self.text[start:end]
        if self._is_about_gain(words):
            self._gain(start, end)
            return
        if self._of_another(start, end):
            return
        executed, split = executions(self.text, start, end)
        self.imposed = with_executions(executed, self.imposed) if executed else self.imposed
        doubts = len(self.doubts)
        drafts = list(self._without_below(self._drafts(start, split), start, split))
        drafts, held = told_apart(self.text, drafts, start=start, end=split)
        self._held = held or self._held
        if NOT_AS_DEMANDED.search(words):
            self.demanded.extend(d for d in self._refused if d.kind in PRINCIPAL)
        conform = is_as_demanded(words)
        if conform and (drafts or _ANY_SENTENCE.search(words)):
            self._as_demanded = True
        self._wanted = compared_with(self.text, start, end, source=self.source) or self._wanted
        demand = DEMANDS.search(words) if not conform else None
        if demand and COMPARED.search(words[: demand.start()]):
            self._wanted = length_right_behind(self.text, start + demand.end(), end) or self._wanted
        elif demand:
            remaining = self._demand(drafts, start, end, demand)
            if remaining is None:
                del self.doubts[doubts:]
                return
            drafts = remaining
        drafts = [*years_beside_an_order(self.text, start, drafts=drafts), *drafts]
        self._take(drafts)
        self._in_the_end(start, split)
        if all(draft.kind not in PRINCIPAL for draft in drafts):
            self._laid(start, split)
        add_parts(self.text, start, split, imposed=self.imposed, own=drafts)
        self.imposed.extend(orders(self.text, start, split, imposed=self.imposed))
        ban = ban_of_no_form(self.text, start, split, imposed=self.imposed)
        self._bans.extend([Span.of(self.source, *ban.span())] if ban else [])

    def _gain(self, start: int, end: int) -> None:
        """Read a sentence about gain, and the punishment with which it may open."""
        if all(draft.kind != "confiscation" for draft in self.imposed):
            self.imposed.extend(gain(self.text, start, end))
        custody_for_debt(self.text, start, end, imposed=self.imposed)
        about = GAIN.search(self.text, start, end)
        if about and not self.no_charge and OPENS_WITH_PUNISHMENT.match(self.text, start, about.start()):
            self._sentence(start, about.start())

    def _says(self, what: re.Pattern[str]) -> bool:
        """Tell whether the abstract says something anywhere, looked for once."""
        if what not in self._said:
            self._said[what] = what.search(self.text) is not None
        return self._said[what]

    def _is_about_gain(self, words: str) -> bool:
        """Tell whether a sentence is about gain to be paid back, and imposes nothing else."""
        if self.no_charge or (GAIN.search(words) and not FORFEITS.search(words)):
            return True
        return bool(TO_THE_STATE.search(words) and self._says(GAIN) and not TO_A_VICTIM.search(words))

    def _of_another(self, start: int, end: int) -> bool:
        """Tell whether a sentence tells of another person, or of what a court below imposed."""
        words = self.text[start:end]
        if _OTHER_PERSON.search(words):
            return True
        if self.several and _LABELLED.search(words):
            reason = "the abstract is about several defendants, and does not say which of them this judgment is about"
            self.doubts.append(Doubt("imposed", reason, Span.of(self.source, start, end)))
            return True
        below = _EARLIER.search(words) and self._says(_APPEAL_COURT)
        return bool(below) and not (_OWN.search(words) or self.confirmed)

    def _in_the_end(self, start: int, end: int) -> None:
        """Read what becomes of a sentence in the end, and what a headline tells without a punishment."""
        place = lowered(self.text, start, end, imposed=self.imposed)
        if place:
            self._places.add(place)
        if q := headline_length(self.text, start, end):
            self._unnamed.append(Span.of(self.source, q.start, q.end))

    def _without_below(self, drafts: list[Draft], start: int, end: int) -> Iterator[Draft]:
        """Yield the sanctions that do not stand between what tells of the court below and what tells of this one."""
        below, own = (what.search(self.text, start, end) for what in (_EARLIER, _OWN))
        for draft in drafts:
            if not (below and own and below.start() <= draft.first < own.start()):
                yield draft

    def _take(self, drafts: list[Draft]) -> None:
        """Take what a sentence imposes, unless an earlier one has said it."""
        earlier = list(self.imposed)
        known = {draft.kind for draft in earlier}
        for draft in drafts:
            if draft.kind not in known or (draft.has("total") and not self._said_before(draft, earlier)):
                self.imposed.append(draft)
                known.add(draft.kind)

    def _demand(self, drafts: list[Draft], start: int, end: int, demand: re.Match[str]) -> list[Draft] | None:
        """Take what a sentence says was demanded; return what it imposes beside it, or None where that is all."""
        words = self.text[start:end]
        ruled = _RULED.search(words[: demand.start()])
        behind = start + demand.start()
        if not ruled and (apart := self._demanded_apart(drafts, start, behind)) and demand.group()[:2].lower() == "ge":
            self._wanted = apart
            return drafts
        laid = (
            []
            if ruled
            else [d for d in drafts if d.places["noun"][0] > behind and is_laid(self.text, d, behind=behind, end=end)]
        )
        wanted = [d for d in drafts if d not in laid and (not ruled or d.places["noun"][0] >= behind)]
        changed = demand_in_the_end(self.text, start, end)
        if changed:
            wanted = self._changed(wanted, changed)
        self.demanded.extend(d for d in wanted if d.kind in PRINCIPAL | {"tbs"})
        if not wanted and self._wanted is None and demand.group()[:2].lower() == "ge":
            before = list(find_quantities(self.text, max(start, behind - _DIRECTLY), behind))
            directly = AND_A_MEASURE.fullmatch(self.text, before[-1].end, behind) if before else None
            self._wanted = before[-1] if directly else None
        if not wanted and self._wanted is None:
            stop = min([end, behind + len(demand.group()) + _DIRECTLY, *(d.first for d in laid)])
            self._wanted = next(find_quantities(self.text, behind, stop), None)
        self._lengths_laid(start + demand.end(), end)
        if laid or ruled:
            return [d for d in drafts if d not in wanted]
        return drafts if FOLLOWED.search(words) else None

    def _demanded_apart(self, drafts: list[Draft], start: int, behind: int) -> Quantity | None:
        """Return the length right before "geëist" that is of no sanction before it: "12 jaar cel, 15 jaar geëist"."""
        before = list(find_quantities(self.text, max(start, behind - _DIRECTLY), behind))
        if not (before and drafts) or (before[-1].start, before[-1].end) in self._places:
            return None
        last = max(place[1] for draft in drafts for place in draft.places.values())
        apart = last <= before[-1].start and BREAK.search(self.text, last, before[-1].start)
        return before[-1] if apart and AND_A_MEASURE.fullmatch(self.text, before[-1].end, behind) else None

    def _changed(self, wanted: list[Draft], to: Quantity) -> list[Draft]:
        """Return what was wanted as the prosecution changed it in the end, to a length that is nothing laid on."""
        self._places.add((to.start, to.end))
        last = [draft for draft in wanted if draft.places.get("total") == (to.start, to.end)]
        if not last and (first := next((d for d in wanted if d.noun.measure == to.measure), None)):
            first.values["total"], first.places["total"] = to.value, (to.start, to.end)
            return wanted
        self._wanted = to
        return last

    def _demanded_in_passing(self) -> None:
        """Read a demand by its length alone ("eis 36 maanden"), or as the same as the sentence ("conform de eis")."""
        punishments = [draft for draft in self.imposed if draft.kind in PRINCIPAL]
        wanted = self._wanted
        if wanted and not self.demanded:
            told = {d.kind: d.noun for d in punishments if d.noun.measure == wanted.measure and d.kind != "driving_ban"}
            if surely_prison(wanted):
                told = {"prison": nouns()["prison"]}
            if len(told) == 1:
                draft = Draft(next(iter(told.values())), (wanted.start, wanted.end))
                draft.take("total", wanted)
                self.demanded.append(draft)
        elif self._as_demanded and not self.demanded:
            self.demanded.extend(punishments)

    def _laid(self, start: int, end: int) -> None:
        """Read that a starting point is laid on ("en legt die op"), or a length in its place or that of a demand."""
        if self._held and lays_on(self.text, start, end):
            self._take(self._held)
            self._held = []
        elif (
            self._held
            or self.demanded
            or self._wanted
            or _HEADED.match(self.text, start, end)
            or gets(self.text, start, end)
        ):
            self._lengths_laid(start, end)

    def _lengths_laid(self, start: int, end: int) -> None:
        """Read the lengths laid on without a noun: "30 maanden geëist, 24 maanden opgelegd"."""
        if self._wanted and not self.demanded and surely_prison(self._wanted):
            self._demanded_in_passing()
        told = [draft.noun for draft in (*self._held, *self.demanded)]
        for q, draft in laid_lengths(self.text, start, end, of=told, taken=self._places):
            if draft is not None:
                self._take([draft])
            else:
                self._unnamed.append(Span.of(self.source, q.start, q.end))

    def _said_before(self, draft: Draft, earlier: list[Draft]) -> bool:
        """Tell whether an abstract, which likes to open with its news, repeats a sanction; the fuller one stays."""
        for known in list(self.imposed):
            unsaid = "total" not in known.values and known in earlier
            beside = self.text[max(place[1] for place in known.places.values()) : draft.first]
            if known not in earlier and _AND_ANOTHER.fullmatch(beside):
                continue
            if known.kind == draft.kind and (unsaid or known.values.get("total") == draft.values["total"]):
                if len(draft.values) > len(known.values):
                    self.imposed[self.imposed.index(known)] = draft
                return True
        return False

    def _drafts(self, start: int, end: int) -> list[Draft]:
        """Return the punishments and measures that a stretch states as imposed or demanded."""
        reader = PhraseReader(self.text, lengths_optional=True, of_one=self.of_one)
        reader.read(start, end)
        words = self.text[start:end]
        imposing = bool(IMPOSES.search(words) or DEMANDS.search(words))
        kept = []
        self._refused = []
        self._places = {place for draft in reader.drafts for place in draft.places.values()}
        followed = self._says(ADVICE_TAKEN)
        for draft in reader.drafts:
            (noun_start, noun_end), first = draft.places["noun"], draft.first
            if draft.kind == "tbs":
                draft.kind = self._form(noun_end, words)
            before = self.text[max(start, first - 100) : first]
            refused = REFUSED.search(before) or _REFUSED_AFTER.match(
                self.text[noun_end : self._end_of(draft, reader, end)]
            )
            if refused or self._is_no_sentence(draft, start, first) or self._of_no_judgment(draft, start, end):
                self._refused.extend([draft] if refused else [])
                continue
            of_advice = ADVISED.search(before)
            if of_advice and not followed:
                continue
            part = _A_PART_OF.search(self.text[start:noun_start])
            if part:
                draft.partly = True
            bare = not draft.has("total") and not draft.has("suspended") and not draft.partly
            if (
                bare
                and draft.noun.measure != "none"
                and draft.kind not in MEASURES
                and _REFERS.search(self.text[start:noun_start])
                and not (imposing and _BESIDE.search(self.text[start:noun_start]))
                and not _CHANGES.search(self.text[start:noun_start])
            ):
                continue
            told = part or of_advice
            if bare and not told and not self._stands_alone(start, noun_start, noun_end, end, imposing=imposing):
                continue
            if (
                draft.kind in MEASURES
                and bare
                and _GOES_ON.search(words)
                and not _LAID.search(self.text, start, noun_start)
            ):
                continue
            if draft.kind == "tbs":
                self._of_no_form(start, noun_start, noun_end)
                continue
            self._of_several(draft, start, among=reader.drafts)
            leave_to_orders(self.text, draft)
            kept.append(draft)
        return kept

    def _is_no_sentence(self, draft: Draft, start: int, first: int) -> bool:
        """Tell whether a draft is read elsewhere, stands already, or is work that others did."""
        noun = draft.places["noun"]
        works = self.text[slice(*noun)].endswith("werken") and OTHERS_WORK.search(self.text, start, noun[0])
        return (
            draft.kind in _ELSEWHERE or bool(works) or stands_already(self.text[start:first], confirmed=self.confirmed)
        )

    def _end_of(self, draft: Draft, reader: PhraseReader, end: int) -> int:
        """Return where the words on a sanction end: where the next in a list opens behind a comma, else ``end``."""
        noun_end = draft.places["noun"][1]
        after = min((d.first for d in reader.drafts if d.first > noun_end), default=end)
        return after if "," in self.text[noun_end:after] else end

    def _of_no_judgment(self, draft: Draft, start: int, end: int) -> bool:
        """Tell whether a sanction would have been laid in other circumstances, or is a co-defendant's."""
        first, last = draft.first, max(place[1] for place in draft.places.values())
        if _OF_CO_DEFENDANT.search(self.text, start, first):
            return True
        if _BELOW_LAID.search(self.text, start, first) and self._says(_APPEAL_COURT):
            return True
        pairs = ((_TURNS, _DOWN), (_YET, _SERVES))
        if any(one.search(self.text, start, first) and other.match(self.text, last, end) for one, other in pairs):
            return True
        would = _WOULD.search(self.text, start, first)
        return would is not None and _HAVE_BEEN.match(self.text, last, end) is not None

    def _form(self, noun_end: int, words: str) -> str:
        """Return which hospital order is meant: by the words behind it, its sentence, or the rest of the abstract."""
        if re.search(r"voorwaarden", self.text[noun_end : noun_end + 40], re.IGNORECASE):
            return "tbs_conditions"
        return "tbs_nursing" if _NURSED.search(words) or self._says(_NURSING_ORDERED) else "tbs"

    def _of_no_form(self, start: int, noun_start: int, noun_end: int) -> None:
        """Say of a hospital order beside another sentence that its form is not told ("8 jaren en tbs")."""
        order = Span.of(self.source, noun_start, noun_end)
        if _HOSPITAL_ORDER.match(order.quote) and JOINED.search(self.text, start, noun_start) and noun_start > start:
            self.doubts.append(Doubt("imposed", FORMLESS, order))

    def _of_several(self, draft: Draft, start: int, *, among: Sequence[Draft]) -> None:
        """Leave the length open where an abstract gives one to each of several defendants.

        Where it names nobody else, ``among`` the sanctions there may be one of each length.
        """
        if self.of_one and sum(other.places["noun"] == draft.places["noun"] for other in among) > 1:
            return
        place = draft.places.get("total")
        if place is None:
            return
        noun_start, noun_end = draft.places["noun"]
        of_many = noun_end <= place[0] and _OF_MANY.search(self.text[noun_start : place[0]])
        several = None if of_many else _ONE_OF_SEVERAL.search(self.text, start, place[0])
        if of_many or several:
            reason = f"the abstract gives several lengths of {draft.kind}, and does not say which is this defendant's"
            first = several.start() if several else noun_start
            self.doubts.append(Doubt("imposed", reason, Span.of(self.source, first, place[1])))
            del draft.values["total"], draft.places["total"]

    def _stands_alone(self, start: int, noun_start: int, noun_end: int, end: int, *, imposing: bool) -> bool:
        """Tell whether a noun without a length is still a sanction imposed: not "de opgelegde gevangenisstraf"."""
        before, after = self.text[start:noun_start], self.text[noun_end:end]
        if _EARLIER_ONE.search(before) or _TOPIC.match(after):
            return False
        return imposing or bool(JOINED.search(before))

    def sanctions(self, drafts: list[Draft]) -> tuple[Sanction, ...]:
        """Return finished sanctions."""
        return tuple(sanction for draft in drafts for sanction in draft.sanctions(self.source))

    def outcome(self) -> Answer[Outcome]:
        """Return how the case ended, as far as the abstract says so."""
        if self.cassation or self.no_charge:
            return Answer("not_stated")
        for outcome, place in outcomes_of(self.text, self.imposed):
            return Answer(outcome, {"outcome": (Span.of(self.source, *place),)})
        reason = "the abstract does not say how the case ended" if self.source else "there is no text"
        return Answer("not_stated", doubts=(Doubt("outcome", reason),))


_ELSEWHERE = {"forfeiture", "withdrawal_from_circulation"}
_REFERS = rule(
    r"\b(?:de|deze|die|het|opgelegde|eerder|eerdere|gevorderde|geëiste|hoogte van|duur van|omzetting van"
    r"|tot een eerdere)\s+(?:(?!maximale)\w+ )?$"
)
_BESIDE = rule(r"\bnaast de (?:\w+ )?$")
"""What an order is laid beside has been imposed too: "legt naast de gevangenisstraf een gebiedsverbod op"."""
_LAID = rule(r"\boplegging van (?:een |de )?$")
_EARLIER_ONE = rule(
    r"\b(?:in verband met|i\.v\.m\.|gelet op|vanwege) (?:de |een )?opgelegde $"
    r"|\b(?:momenteel|thans|(?:op dit|het) moment|nog) de ten ?uitvoer ?legging van (?:een |de )?$"
    r"|\b(?:inmiddels|eerder|reeds|al)\b[^.,]{0,40}$|(?:andere|eerdere|vorige) (?:straf)?zaak"
    r"|\b(?:keren|keer|malen) (?:onherroepelijk )?veroordeeld\b"
)
_HOSPITAL_ORDER = rule(r"tbs\b|terbeschikkingstelling")
_TOPIC = rule(r"^[^.]{0,40}(?:is|zijn) (?:niet|geen)|^ is weliswaar\b|^ ?\?|^[^.,]{0,20}\bdie (?:reeds|al|eerder)\b")
