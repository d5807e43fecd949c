"""Read a court's abstract (inhoudsindicatie): a few sentences, often telegraphic, often cut off in the middle.

An abstract tells in passing what a dictum orders. Each sentence is taken for what it is about: what is imposed, what
was demanded, what an earlier court imposed, or what is refused; only the first counts as imposed. Abstracts of the
court of cassation and of its advocates-general impose nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vonnis.extraction.abstract_outcome import MEASURES, outcomes_of
from vonnis.extraction.answer import Answer
from vonnis.extraction.compensation import COMPENSATION
from vonnis.extraction.dictum import CONFISCATION, FORMLESS, PRINCIPAL, REVOCATION
from vonnis.extraction.draft import Draft
from vonnis.extraction.executions import EXECUTION
from vonnis.extraction.numbers import DIGITS, WORDS
from vonnis.extraction.phrases import PhraseReader
from vonnis.extraction.quantities import Quantity, find_quantities
from vonnis.extraction.record import Doubt, Outcome, Sanction
from vonnis.extraction.rules import rule
from vonnis.extraction.vocabulary import nouns
from vonnis.extraction.wordings import PROBATION_WORD
from vonnis.judgment.span import Span

_CASSATION = rule(
    r"(?<!NL:)\bHR\b(?! ?\d)[:. ]|(?<!door de )(?<!van de )\bhoge raad\b|(?<!het )\bhof heeft (?:geoordeeld|verdachte"
    r"|vastgesteld|bewezen|overwogen|kunnen)|['’]s hofs|\bAd \d\.|\bheeft hof\b|art\. ?8[01]a?(?:\.1)? ?RO\b"
    r"|\b8[01]a?(?:\.1)? RO\b|bewijsklacht|\bmiddel(?:en)? (?:over|m\.b\.t\.|falen|faalt)|\bklacht(?:en)? over"
    r"|conclusie (?:AG|A-G|advocaat)"
    r"|\bAG\b[: ]|\bcassatie(?:beroep|middel)?\b|vgl\. ECLI:NL:HR|(?<!veroordeling )\bt\.z\.v\. |\bm\.b\.t\. "
    r"|HR herhaalt|^Conclusie"
)
_NO_CHARGE = rule(
    r"^(?:onderzoek [^.]{1,30}\. )?[^.]{0,90}"
    r"(?:bezwaarschrift|klaagschrift|beklag\b|wraking|overlevering|uitlevering|\bEAB\b"
    r"|(?:tbs|terbeschikkingstelling|\bpij)[^.]{0,140}verlengd"
    r"|verlenging(?: van de)? (?:tbs|terbeschikking|van de tbs)|verlenging tbs|sanctiebeschikking|bestuurlijke boete"
    r"|Wet DNA|verzoek(?:schrift)? (?:ex|tot|om)|vordering (?:tot )?verlenging|tussentijdse|WAHV|Mulder|herziening"
    r"|ontneming|profijtontneming|vordering (?:tot )?(?:ten ?uitvoerlegging|herroeping)|tussenbeslissing"
    r"|(?:art(?:ikel|\.)? |ex\.? )(?:530|533|591a?)\b|rekesten"
    r"|\bbeschikking\b|raadkamer|tussenvonnis|tussenarrest|gevangenhouding)"
    r"|verzoek[^.]{0,60}tussentijdse beoordeling|vordering (?:tot )?tijdelijke opname"
)
_GAIN = rule(r"\bontneming\w*|wederrechtelijk verkregen voordeel|w\.v\.v\.|wvv\b|profijtontneming")
_DEMANDS = rule(
    r"\b(?:eis ?:|eist|eiste|geëist\w*|vordert|vorderde|de eis\b|eis van|gevorderde? (?:straf|is)"
    r"|(?:officier van justitie|advocaat-generaal|OvJ|OM)[^.]{0,60}(?:gevorderd|vordert|eis))"
)
_RULED = rule(r"veroordeelt|legt\b[^.]{0,20}\bop|opgelegd")
_IMPOSED_BEHIND = rule(r" ?(?:(?:is|wordt|worden|zijn) )?opgelegd\b")
_COMPARED = rule(r"\b(?:dan|conform|overeenkomstig|af(?:wijk\w*|geweken)? van) (?:\w+ ){0,6}$")
_FOLLOWED = rule(
    r"\b(?:acht (?:de rechtbank|het hof|de politierechter)|(?:rechtbank|hof|rechter) acht) (?:de|het) [^.]{0,60}"
    r"(?:gevorderde|geëiste)"
    r"(?:(?!\bniet\b|\bte (?:hoog|laag)\b)[^.])*passend"
)
_EARLIER = rule(
    r"(?:politierechter|kinderrechter|rechtbank|kantonrechter|eerste (?:aanleg|rechter))[^.]{0,120}(?:opgelegd"
    r"|veroordeeld)|in eerste aanleg|eerder (?:is|werd|was) (?:hij|zij|verdachte)|anders dan (?:de )?(?:rechtbank"
    r"|politierechter)[^.]{0,10}$|reeds veroordeeld"
)
_OWN = rule(r"\bhof\b[^.]{0,80}(?:veroordeelt|legt)")
_CONFIRMS = rule(r"bevestig")
_REFUSED = rule(
    r"(?:\bgeen|\bniet(?: [-–(] ?zoals (?:gevorderd|geëist)[^-–)]{0,30}[-–)])?"
    r"|\bzonder|in plaats van|i\.p\.v\.|afwijzing (?:van )?(?:de )?(?:vordering (?:tot )?)?"
    r"|advies\w*(?: om| tot| van)?|geadviseerd\w*|adviseer\w+(?: om| tot)?"
    r"|verzoek\w*(?: om| tot)?|kan (?:geen|niet)|noch|afgezien van|ter voorkoming van|kader)\s+"
    r"(?:(?:een|de|tot|om|van|oplegging|op|te|leggen|langere|hogere|lagere|zwaardere|voorwaardelijke"
    r"|onvoorwaardelijke|deels|geheel|andere|extra|aan|verdachte) )*$"
    r"|niet (?:is )?voldaan[^.;]{0,60}(?:opleggen|oplegging) van (?:een |de )?$"
)
_REFUSED_AFTER = rule(
    r"^[^.;,]{0,20}\bniet op\b|^-?advies\b|^[^.;]{0,60}(?:afgewezen|niet (?:aan de orde"
    r"|opgelegd|nodig)|wordt niet|geadviseerd)"
    r"|^[^.;]{0,20}\bzou(?:den)? "
    r"|^[^.;]{0,40}\bhad(?:den)? [^.;]{0,40}(?:in de rede|gelegen|voor de hand)"
    r"|^[^.;]{0,200}niet (?:passend|geboden|opportuun|geraden)"
)
_OTHER_PERSON = rule(
    r"(?<!verdachte en )(?<!verdachte en de )(?<!verdachte en zijn )(?<!verdachte en haar )"
    r"mede(?:dader|verdachte)\w*\b[^.]{0,60}(?:krijg|kreeg|kregen|veroordeeld|opgelegd)"
)
_LABELLED = rule(r"\bverdachte (?:[A-D]|[1-9]|I{1,3})\b(?! ?(?:en|/|jaar|maanden))")
"""A defendant among others that are told apart by a letter or a number."""
_GOES_ON = rule(r"verleng|beëindig|voortzetting|voortgezet|omzetting|tussentijds")
_IMPOSES = rule(
    r"veroorde+l|opgelegd|oplegging|oplegt|\blegt\b|\bkrijg|strafoplegging|\bstraf:|\bacht\b|passend|\bwordt\b"
    r"|\bmoet\b|\baanleiding (?:om )?[^.;]{1,60}op te leggen|gelast|ontzeg"
    r"|bevel|gevolgd door|volgt|verklaard|resulteert|toepassing"
)
_EXECUTES = rule(
    r"\beerder (?:\w+ ){0,2}opgelegde [^.;]{3,60} (?:uitzitten|ondergaan|alsnog worden betaald)"
    r"|(?<!momenteel de )(?<!thans de )(?<!moment de )(?<!nog de )ten ?uitvoer ?legging|\btul\b"
    r"|omzetting van (?:de |een )?(?:eerder )?voorwaardelijk opgelegde"
)
_CLAIMED = rule(r"\bvordering (?:strekkende )?tot (?:de )?$")
_GRANTED = rule(r"toewijz|toegewezen|\bwijst\b[^.]{0,120}\btoe\b")
_BOTH = rule(r"\b(?:twee|beide) (?:vorderingen )?(?:tot )?$")
_CONVERTED = rule(r"omzetting van|omgezet|in plaats van")
_INTO_SERVICE = rule(r"\b(?:in|naar) een (?:taak|werk)straf\b")
_EXECUTION_REFUSED = rule(
    r"(?:afwijz|afgewezen|geen (?:aanleiding|reden|grond)\b"
    r"|wijst[^.]{0,60}\baf\b|niet[- ]ontvankelijk|verlenging|vordering (?:tot )?(?:tul"
    r"|ten ?uitvoer)[^.]{0,30}\baf)|\bbeslis(?:t|sing|singen) op [^.;]{0,90}ten ?uitvoer ?legging\s*$"
)
_EXECUTION_GRANTED = rule(
    r"\b(?:uitzitten|ondergaan)\b|gelast|beveelt|bevolen|toewijz(?:ing|en)|toegewezen|wijst[^.]{0,200}toe"
    r"|alsnog worden betaald|^\s*(?:de )?(?:(?:gedeeltelijke|gehele) )?ten ?uitvoer ?legging (?:van|voorwaardelijk)"
    r"|^\s*(?:gedeeltelijke|gehele) ten ?uitvoer ?legging\b"
    r"|^\s*omzetting (?:van|(?:de )?vordering|tul)\b"
    r"|(?:\ben|\+|,) (?:een )?tul(?: van)? (?:\d|een|twee|drie|vier|zes)\b"
    r"|en (?:de )?ten ?uitvoer ?legging|alsmede|daarnaast|tevens|^\s*tul\b|last tot|omgezet"
)
_REVOKES = rule(
    r"herroeping(?:[^.]{0,60}voorwaardelijke invrijheidstelling| (?:van de )?v\.?i\b\.?)[^.]{0,60}"
    r"(?:gelast|toegewezen|voor (?:een periode|de duur))|(?:toewijzing|gelast)[^.]{0,60}herroeping"
)
_CONTACT_BAN = rule(
    r"\b(?:contact|locatie|gebieds)-?(?:verbod)?(?: en (?:een )?(?:contact|locatie|gebieds)-?verbod)?"
    r"(?: van| voor de duur van| gedurende|(?=[^.]*38v))"
)
_RESTRICTS = rule(r"\b38v\b")
_COMPENSATION = rule(r"schadevergoedingsmaatregel|maatregel (?:van|tot) schadevergoeding")
_COMPENSATION_MENTION = rule(r"omzetting|gijzeling (?:bij|i\.p\.v)|vervangende hechtenis|36f")
_FORFEITS = rule(r"verbeurd ?verkla|verbeurdverklaring|\bverbeurd(?= ?[.;,+]|$)|verklaart[^.]{0,80}verbeurd")
_WITHDRAWS = rule(
    r"\bonttrekking(?= en verbeurdverklaring)|(?<=verbeurdverklaring en )onttrekking\b"
    r"|(?:onttrekking|onttrokken|(?<!tot )onttrekken) aan het verkeer"
)
_SENTENCE = re.compile(
    r"(?<!\bart)(?<!\bex)(?<!\bmr)(?<!\b[A-Za-z])(?<!\bpft)(?<!\bsubs)(?<!\bwv)(?<!\bvw)(?<!m\.a)(?<!\bo\.g\.v)(?<!\bAfl)[.!?]"
    r"(?=\s|$)|(?<!\bvan)(?<!\bvan )(?<!\btot)(?<!\btot )\n"
    r"|(?<=\s)(?<!\bniet )(?<!zoals gevorderd )(?<!zoals geëist )[-–](?=\s)|;",
    re.IGNORECASE,
)

_ONE_OF_SEVERAL = re.compile(
    rf"(?<![\d.,€-])\b(?:{DIGITS}|{WORDS})"
    rf"(?:,\s*(?:{DIGITS}|{WORDS}))*\s*(?:en|respectievelijk|resp\.?)\s+(?:van\s+)?$",
    re.IGNORECASE,
)
_BRACKETED = rule(
    r"\((?:eis|geëist|vordering|gevorderd)\b[^()]{0,120}\)|(?<=strafbeschikking )\([^()]{0,80}\)"
    r"|(?<=vernietigt vonnis )\([^()]{0,80}\)|(?<=vernietigt het vonnis )\([^()]{0,80}\)"
)
"""A demand, or a sentence of another decision, that is told in brackets ("42 mnd GS (eis: 5 jr)")."""


class AbstractReader:
    """Reads one abstract."""

    def __init__(self, text: str, *, cassation: bool | None = None) -> None:
        """Read the abstract ``text``; without ``cassation`` its words say whether it is of the court of cassation."""
        self.source = text
        self.text = _BRACKETED.sub(lambda aside: " " * len(aside.group()), text)
        self.imposed: list[Draft] = []
        self.demanded: list[Draft] = []
        self.doubts: list[Doubt] = []
        self.cassation = _CASSATION.search(text) is not None if cassation is None else cassation
        self.no_charge = _NO_CHARGE.search(text) is not None and not (
            _SENTENCED.search(text) and not _PETITIONER.search(text)
        )
        self.several = len({label.group() for label in _LABELLED.finditer(text)}) > 1
        if self.cassation:
            return
        for start, end in self._sentences():
            self._sentence(start, end)
        if any(draft.kind.startswith("tbs") for draft in self.imposed):
            self.doubts = [doubt for doubt in self.doubts if doubt.reason != FORMLESS]

    def _sentences(self) -> Iterator[tuple[int, int]]:
        """Yield the sentences of the abstract; dashes and semicolons part them too."""
        start = 0
        for match in _SENTENCE.finditer(self.text):
            if match.start() > start:
                yield start, match.start()
            start = match.end()
        if start < len(self.text):
            yield start, len(self.text)

    def _sentence(self, start: int, end: int) -> None:
        """Read one sentence for what it is about."""
        words = self.text[start:end]
        if self.no_charge or (_GAIN.search(words) and not _FORFEITS.search(words)):
            self._gain(start, end)
            return
        if _OTHER_PERSON.search(words):
            return
        if self.several and _LABELLED.search(words):
            reason = "the abstract is about several defendants, and does not say which of them this judgment is about"
            self.doubts.append(Doubt("imposed", reason, Span.of(self.source, start, end)))
            return
        below = _EARLIER.search(words) and re.search(r"\bhof\b", self.text, re.IGNORECASE)
        if below and not (_OWN.search(words) or _CONFIRMS.search(self.text)):
            return
        split = self._execution(start, end)
        drafts = self._drafts(start, split)
        demand = _DEMANDS.search(words)
        if demand and not _COMPARED.search(words[: demand.start()]):
            ruled = _RULED.search(words[: demand.start()])
            wanted = [d for d in drafts if not ruled or d.places["noun"][0] >= start + demand.start()]
            self.demanded.extend(d for d in wanted if d.kind in PRINCIPAL | {"tbs"})
            self._imposed_instead(start + demand.end(), end)
            if not ruled and not _FOLLOWED.search(words):
                return
            drafts = [d for d in drafts if d not in wanted] if ruled else drafts
        known = {draft.kind for draft in self.imposed}
        for draft in drafts:
            if draft.kind not in known or (draft.has("total") and not self._said_before(draft)):
                self.imposed.append(draft)
                known.add(draft.kind)
        if not drafts:
            self._probation(start, split)
        self._others(start, split)

    def _imposed_instead(self, start: int, end: int) -> None:
        """Read a length imposed where another was demanded: "30 maanden geëist, 24 maanden opgelegd"."""
        for q in find_quantities(self.text, start, end):
            if _IMPOSED_BEHIND.match(self.text, q.end, end) and self.demanded:
                noun = self.demanded[-1].noun
                if noun.measure == q.measure:
                    draft = Draft(noun, (q.start, q.end))
                    draft.take("total", q)
                    self.imposed.append(draft)

    def _said_before(self, draft: Draft) -> bool:
        """Tell whether an abstract, which likes to open with its news, repeats a sanction; the fuller one stays."""
        for known in self.imposed:
            if known.kind == draft.kind and known.values.get("total") in {None, draft.values["total"]}:
                if len(draft.values) > len(known.values):
                    self.imposed[self.imposed.index(known)] = draft
                return True
        return False

    def _probation(self, start: int, end: int) -> None:
        """Read a probation period that stands in a sentence of its own."""
        open_ = [d for d in self.imposed if (d.has("suspended") or d.partly) and not d.has("probation")]
        match = _PROBATION.search(self.text, start, end)
        q = next(find_quantities(self.text, match.end(), min(end, match.end() + 40)), None) if match and open_ else None
        if q and q.measure == "duration":
            open_[-1].take("probation", q)

    def _drafts(self, start: int, end: int) -> list[Draft]:
        """Return the punishments and measures that a stretch states as imposed or demanded."""
        reader = PhraseReader(self.text, lengths_optional=True, of_one=False)
        reader.read(start, end)
        words = self.text[start:end]
        imposing = bool(_IMPOSES.search(words) or _DEMANDS.search(words))
        kept = []
        for draft in reader.drafts:
            noun_start, noun_end = draft.places["noun"]
            first = min(
                noun_start, draft.places.get("total", (noun_start,))[0], draft.places.get("suspended", (noun_start,))[0]
            )
            if (
                draft.kind in _ELSEWHERE
                or _REFUSED.search(self.text[max(start, first - 60) : first])
                or _REFUSED_AFTER.match(self.text[noun_end:end])
            ):
                continue
            bare = not draft.has("total") and not draft.has("suspended") and not draft.partly
            if (
                bare
                and draft.noun.measure != "none"
                and draft.kind not in MEASURES
                and _REFERS.search(self.text[start:noun_start])
                and not (imposing and _BESIDE.search(self.text[start:noun_start]))
            ):
                continue
            if bare and not self._stands_alone(start, noun_start, noun_end, end, imposing=imposing):
                continue
            if draft.kind in MEASURES and bare and _GOES_ON.search(words) and not _LAID.search(self.text[:noun_start]):
                continue
            if draft.kind == "tbs":
                draft.kind = (
                    "tbs_conditions"
                    if re.search(r"voorwaarden", self.text[noun_end : noun_end + 40], re.IGNORECASE)
                    else "tbs_nursing"
                    if re.search("dwang|verple", words, re.IGNORECASE)
                    else "tbs"
                )
            if draft.kind == "tbs":
                self._of_no_form(start, noun_start, noun_end)
                continue
            self._of_several(draft, start)
            kept.append(draft)
        return kept

    def _of_no_form(self, start: int, noun_start: int, noun_end: int) -> None:
        """Say of a hospital order beside another sentence that its form is not told ("8 jaren en tbs")."""
        order = Span.of(self.source, noun_start, noun_end)
        if _HOSPITAL_ORDER.match(order.quote) and _JOINED.search(self.text, start, noun_start) and noun_start > start:
            self.doubts.append(Doubt("imposed", FORMLESS, order))

    def _of_several(self, draft: Draft, start: int) -> None:
        """Leave the length open where an abstract gives one to each of several defendants."""
        place = draft.places.get("total")
        several = _ONE_OF_SEVERAL.search(self.text, start, place[0]) if place else None
        if place and several:
            reason = f"the abstract gives several lengths of {draft.kind}, and does not say which is this defendant's"
            self.doubts.append(Doubt("imposed", reason, Span.of(self.source, several.start(), place[1])))
            del draft.values["total"], draft.places["total"]

    def _stands_alone(self, start: int, noun_start: int, noun_end: int, end: int, *, imposing: bool) -> bool:
        """Tell whether a noun without a length is still a sanction imposed: not "de opgelegde gevangenisstraf"."""
        before, after = self.text[start:noun_start], self.text[noun_end:end]
        if _EARLIER_ONE.search(before) or _TOPIC.match(after):
            return False
        return imposing or bool(_JOINED.search(before))

    def _others(self, start: int, end: int) -> None:
        """Read the orders that have no noun of their own in the table: bans of contact, compensation, goods."""
        kinds = {draft.kind for draft in self.imposed}
        ban = _CONTACT_BAN.search(self.text, start, end)
        if ban and "liberty_restriction" not in kinds:
            q = next(
                (q for q in find_quantities(self.text, ban.end(), min(end, ban.end() + 30)) if q.measure == "duration"),
                None,
            )
            by_article = _RESTRICTS.search(self.text, start, end) and not _REFUSED.search(self.text, start, ban.start())
            if q or by_article:
                draft = Draft(nouns()["liberty_restriction"], ban.span())
                if q:
                    draft.take("total", q)
                self.imposed.append(draft)
        compensation = _COMPENSATION.search(self.text, start, end)
        if (
            compensation
            and "compensation_order" not in kinds
            and not _COMPENSATION_MENTION.search(self.text, start, end)
            and (_IMPOSES.search(self.text, start, end) or self._listed(start, compensation.start()))
        ):
            draft = Draft(COMPENSATION, compensation.span())
            amount = _ITS_AMOUNT.match(self.text, compensation.end(), end)
            q = next(find_quantities(self.text, amount.end(), end), None) if amount else None
            if amount and q and q.measure == "money" and q.start == amount.end():
                draft.take("total", q)
            elif owed := self._owed(start, compensation.start()):
                draft.take("total", owed)
            self.imposed.append(draft)
        for pattern, kind in ((_FORFEITS, "forfeiture"), (_WITHDRAWS, "withdrawal_from_circulation")):
            match = pattern.search(self.text, start, end)
            if (
                match
                and kind not in kinds
                and not _REFUSED.search(self.text[max(start, match.start() - 60) : match.start()])
                and (not _CLAIMED.search(self.text[start : match.start()]) or _GRANTED.search(self.text))
            ):
                self.imposed.append(Draft(nouns()[kind], match.span()))

    def _owed(self, start: int, end: int) -> Quantity | None:
        """Return the amount of a duty that is told before the order ("de verplichting om € 500 te betalen is als")."""
        duty = _DUTY.search(self.text, start, end)
        q = next(find_quantities(self.text, duty.end(), end), None) if duty else None
        return q if q and q.measure == "money" else None

    def _listed(self, start: int, place: int) -> bool:
        """Tell whether an order stands in a list behind a sanction: "Gevangenisstraf 2 jaar en ..."."""
        before = any(start <= draft.places["noun"][0] < place for draft in self.imposed)
        return (before or _GRANTED.search(self.text, start, place) is not None) and _JOINED.search(
            self.text[start:place]
        ) is not None

    def _execution(self, start: int, end: int) -> int:
        """Read the execution of earlier sentences; return where the rest of the sentence ends."""
        revoked = _REVOKES.search(self.text, start, end)
        if revoked:
            q = next((q for q in find_quantities(self.text, revoked.start(), end) if q.measure == "duration"), None)
            draft = Draft(REVOCATION, revoked.span())
            if q:
                draft.take("total", q)
            self.imposed.append(draft)
            return revoked.start()
        match = _EXECUTES.search(self.text, start, end)
        if match is None:
            return end
        words = self.text[start:end]
        if _EXECUTION_REFUSED.search(words) or not _EXECUTION_GRANTED.search(words):
            return match.start()
        reader = PhraseReader(self.text, lengths_optional=True)
        reader.read(match.end(), end)
        draft = Draft(EXECUTION, match.span())
        q = next((q for q in find_quantities(self.text, match.start(), end)), None)
        totals = [d for d in reader.drafts if d.has("total")]
        service = [d for d in totals if d.kind == "community_service"]
        executed = next(iter(service if service and _CONVERTED.search(words) else totals), None)
        unknown = not service and _INTO_SERVICE.search(self.text, match.end(), end)
        if unknown:
            pass  # what it was turned into counts, and the abstract does not say how much that is
        elif executed:
            draft.give("total", executed.values["total"], place=executed.places["total"])
        elif q:
            draft.take("total", q)
        self._executed(draft, both=_BOTH.search(self.text, start, match.start()) is not None)
        return match.start()

    def _executed(self, draft: Draft, *, both: bool) -> None:
        """Take an execution, twice where ``both`` were granted; the fuller of two sentences about one stays."""
        known = [d for d in self.imposed if d.kind == "execution_of_suspended"]
        if draft.has("total"):
            self.imposed = [d for d in self.imposed if d not in known or d.has("total")]
        elif known:
            return
        self.imposed.append(draft)
        if both and not draft.has("total"):
            self.imposed.append(Draft(EXECUTION, draft.places["noun"]))

    def _gain(self, start: int, end: int) -> None:
        """Read an order to pay back unlawful gain: "ontneming van € 121.915,95"."""
        match = _GAIN_ORDER.search(self.text, start, end)
        if match is None or any(draft.kind == "confiscation" for draft in self.imposed):
            return
        q = next((q for q in find_quantities(self.text, match.end(), end) if q.measure == "money"), None)
        owed = _OWED.search(self.text)
        if owed and owed.start() > match.start() and (amount := next(find_quantities(self.text, owed.end()), None)):
            q, match = amount, owed
        if q and q.measure == "money" and q.start - match.end() < _NEAR:
            draft = Draft(CONFISCATION, (q.start, q.end))
            draft.take("total", q)
            self.imposed.append(draft)

    def sanctions(self, drafts: list[Draft]) -> tuple[Sanction, ...]:
        """Return finished sanctions."""
        return tuple(sanction for draft in drafts for sanction in draft.sanctions(self.source))

    def outcome(self) -> Answer[Outcome]:
        """Return how the case ended, as far as the abstract says so."""
        if self.cassation or self.no_charge:
            return Answer("not_stated")
        for outcome, place in outcomes_of(self.text, self.imposed):
            return Answer(outcome, {"outcome": (Span.of(self.source, *place),)})
        return Answer("not_stated", doubts=(Doubt("outcome", "the abstract does not say how the case ended"),))


_NEAR = 60
"""So many characters at most stand between a word and the amount that belongs to it."""
_PROBATION = rule(rf"\b(?:{PROBATION_WORD})")
_ITS_AMOUNT = rule(r" (?:van|ter hoogte van|ten bedrage van) | ?\((?:van |ad |hoogte )?")
_DUTY = rule(r"\bverplichting\b")
_ELSEWHERE = {"forfeiture", "withdrawal_from_circulation"}
_GAIN_ORDER = rule(
    r"ontneming van|verplichting (?:(?:is )?opgelegd )?tot betaling|veroordeeld tot betaling van|betalingsverplichting"
    r"|vastgesteld op|ontnomen"
    r"|(?:te worden|te) betaald[^.]{0,30}vast op|te betalen[^.]{0,30}vast op"
)
_OWED = rule(
    r"(?:betalingsverplichting|verplichting (?:op )?tot betaling|te betalen)(?: \([^)]{0,120}\))?[^.;]{0,40}?"
    r"(?::| op| van)"
)
"""What must be paid back, which may be less than the gain."""
_PETITIONER = rule(
    r"\b(?:verzoek(?:er|ster)|(?:ter ?beschikking|tbs-?) ?gestelde|opgeëiste(?: persoon)?|klager)"
    r" (?:is|was|werd)\b[^.]{0,80}veroordeeld"
    r"|\b(?:is|was|werd) (?:[^.]{0,40} )?in (?:19|20)\d\d\b[^.]{0,60}veroordeeld tot"
)
"""A petition, or a decision on a measure under way, tells of a sentence that stands already."""
_SENTENCED = rule(
    r"veroordeling (?:tot|wegens|voor|ter zake)|(?<!in eerste aanleg )veroordeeld tot|\bveroordeelt\b|\blegt op\b"
)
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
_JOINED = rule(
    r"(?:^|\b(?:een|en|met|oplegging|opleggen|daarnaast|tevens|alsmede|plus)|[,+(–•*-])\s*"
    r"(?:(?:on)?voorwaardelijke |forse |deels |geheel |(?:on|niet[- ])?gemaximeerde )*$"
)
_HOSPITAL_ORDER = rule(r"tbs\b|terbeschikkingstelling")
_TOPIC = rule(r"^[^.]{0,40}(?:is|zijn) (?:niet|geen)|^ is weliswaar\b|^ ?\?|^[^.,]{0,20}\bdie (?:reeds|al|eerder)\b")
