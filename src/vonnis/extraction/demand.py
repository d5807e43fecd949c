"""What the prosecutor demanded, in this instance.

The demand stands under a heading of its own, in the head of the judgment, or among the reasons for the sentence. It is
read sentence by sentence: a sentence counts when the prosecutor of this instance demands in it, and so do the
sentences that go on from it. In appeal only the advocate-general's demand counts, never the first court's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from vonnis.extraction.answer import Answer
from vonnis.extraction.claims import ClaimReader, find_claim
from vonnis.extraction.confirmed import find_confirmed
from vonnis.extraction.dictum import PRINCIPAL
from vonnis.extraction.draft import Draft
from vonnis.extraction.executions import EXECUTION
from vonnis.extraction.phrases import PhraseReader
from vonnis.extraction.prosecutor import (
    BARE_LENGTH,
    BELOW,
    BY_PRONOUN,
    COURT,
    DEFENCE,
    DEMANDING,
    GOES_ON,
    OF_INSTANCE,
    OF_THIS_HEARING,
    OTHERS,
    PASSIVE,
    POSITION,
    SAID_OF_NOBODY,
    STRICT,
    TOLD_BY_COURT,
    demands_strictly,
    is_not_prosecutor,
    is_of_another,
    sentences_of,
)
from vonnis.extraction.quantities import find_quantities
from vonnis.extraction.record import Doubt, Instance, Sanction
from vonnis.extraction.rules import rule
from vonnis.extraction.vocabulary import find_mentions
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.scan import Finder, Glance
from vonnis.judgment.section import Section
from vonnis.judgment.span import Span

DEMANDED = PRINCIPAL | {"liberty_restriction", "tbs", "conduct_measure", "disqualification"}
"""The kinds that a demand is read for, beside execution; goods and compensation are left to the dictum."""

_PIECE_END = re.compile(r";\s*|\n\s*(?:[-–—•*·\uf0b7]|o\s|\(?\d{1,2}[.)]\s)\s*")
_OF_IT = rule(r"[\s–-]*(?:een (?:deel|gedeelte) (?:daarvan|hiervan|van deze)|(?:hier|daar)van|van deze)\b")
"""Opens a sentence that tells a part of what the sentence before it demands."""
_PER_CHARGE = rule(r"[\s–-]*(?:ten aanzien van|t\.a\.v\.|voor|ter zake van) (?:het )?(?:feit(?:en)?|onder|zaak)\b")
"""Opens the next line of a demand that is listed by charge."""
_AND_ONE_MORE = rule(
    r"\b(?:en|alsmede|evenals) (?:tot |om )?een (?=(?:\w*voorwaardelijke )?\w*(?:straf|detentie|boete|ontzegging) )"
    r"|(?<=legd )(?:en|alsmede) dat (?=(?:aan )?(?:de )?verdachte\b)"
    r"|\b(?:en|alsmede) (?:tot )?(?:de )?oplegging van (?=een )"
    r"|\b(?:en|alsmede) (?=(?:aan )?(?:de )?verdachte\b[^.;]{0,160}\b(?:te veroordelen|op te leggen))"
)
"""Opens a sanction demanded behind the execution of an earlier one."""
_OF_A_CLAIM = rule(
    r"[\s–-]*(?:ten aanzien van|met betrekking tot|wat betreft|omtrent|inzake|over|van|de|het)\b[^.;]{0,70}?"
    r"(?:ten ?uitvoer ?legging|voorwaardelijke veroordeling|(?-i:\bTUL\b))"
)
"""Opens a sentence that names a claim for execution before it says who makes it."""
_ELSEWHERE = {"head", "sentencing_reasons", "other", "indictment"}
_AT_LAST = {"finding_of_fact"}
"""Where a demand is looked for when it stands nowhere else."""
_CUSTODY = {"prison", "youth_detention"}
_NEED_NO_LENGTH = {"isd", "pij", "psychiatric_placement", "conduct_measure"}
_ACQUITTAL = rule(r"vrij(?:spraak|gesproken|spreken|te spreken)|ontsl(?:ag|agen|aan) van alle rechtsvervolging")
_NO_SENTENCE = rule(
    r"schuldig (?:\w+ )?zonder (?:oplegging van )?(?:een )?straf|geen straf of maatregel"
    r"|zonder oplegging van (?:een )?straf"
    r"|(?:openbaar ministerie|officier van justitie|\bOM)\b[^.;]{0,60}niet[- ]ontvankelijk"
    r"|niet[- ]ontvankelijk[^.;]{0,60}(?:openbaar ministerie|vervolging|officier van justitie)"
    r"|verdachte[^.;]{0,40}niet[- ]ontvankelijk"
)
"""A demand that nobody be punished, other than by acquittal."""
_SEEKS_ACQUITTAL = rule(r"standpunt (?:gesteld|ingenomen)[^.;]{0,160}vrij(?:gesproken|spraak|te spreken|spreken)")
_OF_A_PART = rule(
    r"\bonder \d|\bfeit(?:en)? \d|primair|subsidiair|partie|\bde(?:el|els)\b|gedeelte|onderdeel|bestanddeel|medeplegen"
)
"""What says that acquittal is sought of no more than a part of the charge."""
_UNNAMED = rule(
    r"\b(?:(?:(?:ge[eëé]iste|gevorderde)? ?straf|(?:straf)?eis) van|ge[eëé]iste) (?:\w+ ){1,2}(?:\([^)]{1,30}\) )?"
    r"(?:dagen|weken|maand|maanden|jaar|jaren)\b"
)
"""A length demanded without the kind of sentence."""
_CONFIRMATION = rule(r"vonnis[^.;]{0,60}(?:zal |wordt |worden |te )?bevestig|bevestiging van (?:het|dat) vonnis")
_AS_BELOW = rule(
    r"(?:dezelfde|een gelijke|gelijke) (?:straf|straffen|sanctie)\b[^.;]{0,90}"
    r"(?:rechtbank|eerste aanleg|rechter|opgelegd)"
    r"|(?:conform|overeenkomstig) het vonnis"
)
_SENTENCING = rule(
    r"straf|maatregel|detentie|boete|hechtenis|inrichting|terbeschikking|tbs\b|isd\b|pij\b|ontzegging|taak"
)
_ITSELF = rule(r"(?:straf)?eis\b")
"""A demand told by its name, also where the court does not speak of itself: "uit de eis (drie maanden) blijkt"."""
_MENTIONED = rule(
    r"(?:eerder|reeds|aan de mededader|medeverdachte) (?:\w+ )?opgelegde?|\bgeen (?:\w+ )?$|in plaats van (?:een )?$"
    r"|niet (?:worden )?volstaan (?:\w+ )*$"
)
_LIKE = (
    r"(?:soortgelijke?|vergelijkbare?|gelijksoortige?|gelijke|andere|eerdere) (?:\w+ )?"
    r"(?:\w*za(?:ak|ken)|gevallen|geval|feiten)"
)
_OF_THE_LIKE = rule(rf"\b{_LIKE}\b(?:(?!opgelegd|veroordeeld)[^.;,]){{0,90}}$")
_LAID_THERE = rule(
    r"(?:(?!\b(?:moet|moeten|dient|dienen|zou|kan|zal|te)\b)[^.;]){0,90}"
    r"\bopgelegd\b(?! (?:moet|moeten|dient|zou|kan|zal))"
)
"""With :data:`_OF_THE_LIKE` before it, what another court laid: "dat in een soortgelijke zaak 120 uren is opgelegd"."""
_WOULD = rule(r"\bzou(?:den)? (?:\w+ ){0,4}$")
_HAVE_BEEN = rule(
    r"[^.;]{0,80}\b(?:(?:zijn|hebben) (?:gevorderd|ge[eëé]+ist)|(?:gevorderd|ge[eëé]+ist) (?:zijn|hebben))"
)
"""With :data:`_WOULD` before it, what would have been demanded in other circumstances."""
_WITHOUT_LENGTH = rule(
    r"gelijk aan|hoogte van het voorarrest|duur van (?:het|de) (?:voorarrest|voorlopige|tijd)|(?:een|geheel"
    r"|deels) (?:\w+ )?(?:on)?voorwaardelijke?"
)
_CONFORM = Finder(
    rule(
        r"(?:conform|overeenkomstig|gelijk aan) (?:de|het) (?:(?:straf)?eis|vordering|gevorderde)"
        r"(?: van de (?:officier van justitie|advocaat-generaal))?"
        r"|(?:straf|maatregel)(?:fen)? zoals "
        r"(?:door de (?:officier van justitie|advocaat-generaal) )?(?:is |zijn )?(?:gevorderd|geëist)"
        r"|(?:straf|detentie|hechtenis|boete|maatregel)\b[^.;]{0,120}, zoals door de"
        r" (?:officier van justitie|advocaat-generaal) (?:is |zijn )?(?:gevorderd|geëist)"
    )
)
_DEVIATES = rule(
    r"\bniet\b|afwijk|hoger|lager|anders dan|benadeelde|raads(?:man|vrouw)|verdediging|ten ?uitvoer|schadevergoeding"
)
_ANSWERED = Finder(
    rule(
        r"(?:[,;]|\bterwijl|\bmaar) (?:en )?(?:de )?(?:raads(?:man|vrouw|lieden)|verdediging|advocaat(?!-))\b"
        r"[^.;]{0,40}?\b(?:heeft|acht|verzo\w+|bepleit|stelt|vindt|wil|meent)\b"
        r"|(?:[,;]|\bterwijl|\bmaar) (?:en )?(?:de rechtbank|het hof|de politierechter|de kinderrechter)"
        r" (?:acht|legt|zal|komt|vindt)\b"
        r"|, (?:acht|legt|zal|komt|vindt) (?:de rechtbank|het hof|de politierechter|de kinderrechter)\b"
        r"|[;\n] ?(?:[-–•*] ?)?(?:het (?:pleidooi|betoog|verweer|aanbod|verzoek)|hetgeen|wat) (?:(?:door|van) )?"
        r"(?:(?:en )?namens )?(?:de )?(?:raads(?:man|vrouw|lieden)|verdediging|advocaat(?!-)|verdachte)\b"
    )
)
_OR_ELSE = rule(
    r"\bprimair,? (?:de |een |tot |oplegging |op te leggen )(?:(?!ten ?laste)[^.;])*?"
    r"(?P<cut>\b(?:meer )?subsidiair,? (?:de |een |tot |oplegging |op te leggen ))"
)
"""A demand and its alternative in one sentence."""
_IN_ANOTHER_CASE = Finder(
    rule(
        r"(?:[,;]|\b(?:en|of|dan wel|maar)) (?:en |of |dan wel |maar )?(?:subsidiair,? )?"
        r"(?:indien|als|mocht(?:en)?|voor het geval(?: dat)?|ingeval) "
        r"(?:(?:de |uw |het |je )?(?:\w+kamer|rechtbank|hof|gerecht|\w*rechter)|(?:daar)?toe\b|dit|dat|deze|die)\b"
        r"(?![^.;,]{0,80}\b(?:verricht|uitgevoerd|betaald|voldaan|nakomt|nagekomen|overtre\w+)\b)"
        r"[^.;]{0,120}?\b(?:niet|geen|anders|evenmin|minder|wel)\b"
    )
)
"""Opens what is demanded only if the court does not follow: "en, indien de rechtbank dat niet passend acht, ..."."""
_TAKES_FLOOR = rule(r"[^.;]{0,60}\b(?:voert het woord|krijgt het woord|draagt de zaak voor|neemt het woord)\b")
"""Says in the record of a hearing who speaks from there on, whomever the sentence names behind it."""
_ALTERNATIVE = rule(
    r"[\s–-]*(?:[^.;]{3,60}\b(?:heeft|vordert) (?:meer )?subsidiair,|(?:subsidiair|meer subsidiair|indien|mocht"
    r"|voor het geval)\b)"
)


def find_demand(judgment: Judgment, instance: Instance, *, stop: int) -> Answer[tuple[Sanction, ...]]:
    """Return the sanctions that the prosecutor demands in this instance, as read before ``stop`` (the dictum).

    The evidence under ``demand_stated`` is the passage that states the demand; it is there also when acquittal alone
    was demanded.
    """
    reader = _DemandReader(judgment, stop, appeal=instance == "appeal")
    reader.read()
    stated = {"demand_stated": tuple(reader.stated[:1])} if reader.stated else {}
    demanded = tuple(sanction for draft in reader.drafts for sanction in draft.sanctions(judgment.text))
    return Answer((*reader.as_below, *demanded), stated, tuple(reader.doubts))


def find_conformity(judgment: Judgment, stop: int) -> Span | None:
    """Return the passage where the court says that it sentences as demanded, without saying what was demanded."""
    for section in judgment.sections:
        if section.start >= stop or section.kind not in {"sentencing_reasons", "other"}:
            continue
        for match in _CONFORM.finditer(judgment.text, section.start, min(section.end, stop)):
            if not _DEVIATES.search(judgment.text, max(section.start, match.start() - 200), match.end() + 80):
                return judgment.span(*match.span())
    return None


class _DemandReader:
    """Reads the demand of one judgment."""

    def __init__(self, judgment: Judgment, stop: int, *, appeal: bool) -> None:
        self.judgment = judgment
        self.text = judgment.text
        self.stop = stop
        self.appeal = appeal
        self.sections = [section for section in judgment.sections if section.start < stop]
        self.cues = OF_INSTANCE[appeal]
        self.drafts: list[Draft] = []
        self.stated: list[Span] = []
        self.claims = ClaimReader(judgment, stop=stop, appeal=appeal, stated=self.stated)
        self.doubts: list[Doubt] = []
        self.fallback: Span | None = None
        self.below: Span | None = None
        self.confirmation: Span | None = None
        self.unnamed: Span | None = None
        self.as_below: tuple[Sanction, ...] = ()
        self.phrases = PhraseReader(self.text, lengths_optional=True)

    def read(self) -> None:
        """Read the demand where it is most plainly stated, then the claims that earlier sentences be executed."""
        self._stated()
        self.claims.read()
        self.doubts.extend(self.claims.doubts)
        if not self.stated and self.fallback:
            self.stated.append(self.fallback)
        if not self.drafts:
            self._as_below()
            if self.unnamed and not self.as_below:
                self.stated = self.stated or [self.unnamed]
                self.doubts.append(Doubt("demanded", "the kind of sentence demanded is not named", self.unnamed))
        self._settle()

    def _stated(self) -> None:
        """Read the sections of the demand, else where it is told in others, else where nobody is said to demand it."""
        own = [section for section in self.sections if section.kind == "demand"]
        for section in own:
            self._section(section, inside=True)
        if self.drafts:
            return
        if not self.claims.executions:
            self._bare(own)
        for kinds in (_ELSEWHERE, _AT_LAST):
            places = [section for section in self.sections if section.kind in kinds]
            for section in places:
                self._section(section, inside=False)
            for section in places if not (self.drafts or self.claims.executions or self.fallback) else ():
                self._of_nobody(section)
            if self.drafts or self.claims.executions or self.fallback:
                return

    def _as_below(self) -> None:
        """Take the sentence of the court below where the prosecutor wants the same, or say that it is not told.

        Who wants the judgment below confirmed demands no sentence in so many words, and none is taken for one.
        """
        if self.confirmation:
            reason = "the demand is that the judgment below be confirmed; what that imposed is not taken for a demand"
            self.doubts.append(Doubt("demanded", reason, self.confirmation))
        if self.below is None:
            return
        below = find_confirmed(self.judgment, self.stop)
        self.as_below = tuple(sanction for sanction in below if sanction.kind in DEMANDED | {EXECUTION.kind})
        told = "as the judgment recites it" if self.as_below else "it is not repeated"
        self.doubts.append(Doubt("demanded", f"the demand is the sentence of the court below; {told}", self.below))

    def _section(self, section: Section, *, inside: bool) -> None:
        """Read the demand in one section."""
        body = max(section.heading.end if section.heading else section.start, section.start)
        named = [match.start() for match in self.cues.named.finditer(self.text, body, section.end)]
        if not (inside or (named and DEMANDING.search(self.text, body, section.end))):
            return
        going = False
        for start, end in sentences_of(self.text, body, section.end):
            if not (going or inside or bisect_left(named, start) < bisect_left(named, end)):
                continue
            seen = self.cues.watch.look(self.text, start, end)
            told = None if self.drafts or is_of_another(seen) else self._told_by_court(seen)
            if told:
                self._demand(start + told.start(), start + told.end())
            if is_not_prosecutor(seen, self.cues, appeal=self.appeal) or is_of_another(seen):
                going = False
                continue
            cue = seen.search(self.cues.demands)
            demands = bool(
                cue and (inside or demands_strictly(seen, cue) or POSITION.search(self.text, start + cue.start(), end))
            )
            demands = demands or (going and seen.opens(GOES_ON)) or (inside and seen.has(STRICT))
            if demands and not (self.drafts and _ALTERNATIVE.match(self.text, start)):
                answer = _ANSWERED.search(self.text, start + (cue.end() if cue else 0), end)
                other = _OR_ELSE.search(seen.words)
                cuts = [answer.start()] if answer else []
                cuts += [start + other.start("cut")] if other else []
                cuts += self._otherwise(start, end)
                stop = min(cuts, default=end)
                opens_here = cue is None or inside or _OF_A_CLAIM.match(self.text, start, start + cue.start())
                self._demand(start if opens_here or cue is None else start + cue.start(), stop)
            elif cue and self.fallback is None and _seeks_acquittal(seen.words):
                self.fallback = Span.of(self.text, start, end)
            going = demands

    def _otherwise(self, start: int, end: int) -> Iterator[int]:
        """Yield where a sentence goes on to what is demanded only if the court does not follow what stands before."""
        found = _IN_ANOTHER_CASE.search(self.text, start, end)
        if found is None or not any(find_mentions(self.text, start, found.start())):
            return
        if any(find_mentions(self.text, found.end(), end)) or any(find_quantities(self.text, found.end(), end)):
            yield found.start()

    def _bare(self, sections: list[Section]) -> None:
        """Read a demand that stands under its heading without a verb ("Eis: een gevangenisstraf van 6 maanden")."""
        for section in sections:
            body = section.heading.end if section.heading else section.start
            for number, (start, end) in enumerate(sentences_of(self.text, body, section.end)):
                seen = self.cues.watch.look(self.text, start, end)
                if is_not_prosecutor(seen, self.cues, appeal=self.appeal) or (
                    number and not _PER_CHARGE.match(self.text, start)
                ):
                    break
                self._demand(start, end)

    def _of_nobody(self, section: Section) -> None:
        """Read a demand whose sentence does not say who demands: in the passive, or of whom a pronoun means."""
        body = max(section.heading.end if section.heading else section.start, section.start)
        if SAID_OF_NOBODY.search(self.text, body, section.end) is None:
            return
        speaks = False
        for start, end in sentences_of(self.text, body, section.end):
            told = PASSIVE.search(self.text, start, end) or BY_PRONOUN.search(self.text, start, end)
            stop = told.start() if told else end
            names = [(m.end(), True) for m in self.cues.subject.finditer(self.text, start, stop)]
            names += [(m.end(), False) for m in OTHERS.finditer(self.text, start, stop)]
            speaks = max(names, default=(start, speaks))[1] or self._takes_floor(start, stop)
            if told is None or is_of_another(self.cues.watch.look(self.text, start, end)):
                continue
            passive = PASSIVE.match(self.text, told.start(), end) is not None
            here = not self.appeal or OF_THIS_HEARING.search(self.text, start, end)
            if (passive and here and not names) or (not passive and speaks):
                answer = _ANSWERED.search(self.text, told.end(), end)
                self._demand(start, answer.start() if answer else end)
                speaks = True

    def _takes_floor(self, start: int, stop: int) -> bool:
        """Tell whether a sentence of the record gives the prosecutor, whom it names first, the floor."""
        if _TAKES_FLOOR.match(self.text, start, stop) is None:
            return False
        subject, other = (names.search(self.text, start, stop) for names in (self.cues.subject, OTHERS))
        return subject is not None and (other is None or subject.start() <= other.start())

    def _told_by_court(self, seen: Glance) -> re.Match[str] | None:
        """Return what a sentence of the court's tells of the demand of this instance, if it does."""
        if not seen.has(self.cues.subject) or (self.appeal and seen.has(BELOW)):
            return None
        defence = seen.search(DEFENCE)
        told = seen.search(TOLD_BY_COURT)
        if told is None or (defence and defence.start() < told.start()):
            return None
        return told if seen.has(COURT) or _ITSELF.match(told.group()) else None

    def _demand(self, start: int, end: int) -> None:
        """Read one sentence in which the prosecutor demands, piece by piece."""
        if not _OF_IT.match(self.text, start):
            self.phrases = PhraseReader(self.text, lengths_optional=True)
        reader = self.phrases
        found: list[Draft] = []
        at = start
        for stop, then in self._pieces(start, end):
            execution = find_claim(self.text, at, stop)
            if execution:
                self.claims.demand(at, stop)
                described = self.claims.described(at, stop, execution)
                stop_here = min(execution.start(), max(described[0], at))
            else:
                stop_here = stop
            found += [
                draft for draft in reader.read(at, stop_here) if draft.kind in DEMANDED and self._is_demanded(draft)
            ]
            at = then
        words = self.text[start:end]
        if found:
            self.stated.append(Span.of(self.text, start, end))
            self.drafts += found
        elif self.fallback is None and self.cues.subject.search(words):
            self._demand_without_sentence(words, start, end)
        if not found and not self.drafts:
            self._of_kind_before(start, end)

    def _demand_without_sentence(self, words: str, start: int, end: int) -> None:
        """Keep a demand that names no sentence: acquittal, confirmation, the same sentence, or a length alone."""
        if (_ACQUITTAL.search(words) and not _SENTENCING.search(words)) or _NO_SENTENCE.search(words):
            self.fallback = Span.of(self.text, start, end)
        elif _CONFIRMATION.search(words):
            self.fallback = self.confirmation = Span.of(self.text, start, end)
        elif _AS_BELOW.search(words):
            self.fallback = self.below = Span.of(self.text, start, end)
        elif _UNNAMED.search(words):
            self.unnamed = Span.of(self.text, start, end)

    def _of_kind_before(self, start: int, end: int) -> None:
        """Read a length whose kind is the one kind of custody that the judgment names: "hij eiste 7 maanden"."""
        bare = BARE_LENGTH.search(self.text, start, end)
        q = next(find_quantities(self.text, bare.end(), end), None) if bare else None
        if bare is None or q is None or q.start != bare.end() or q.measure != "duration":
            return
        named = {m.noun.kind: m.noun for m in find_mentions(self.text, 0, self.stop) if m.noun.kind in _CUSTODY}
        if len(named) == 1:
            draft = Draft(next(iter(named.values())), (q.start, q.end))
            draft.take("total", q)
            self.drafts.append(draft)
            self.stated.append(Span.of(self.text, start, end))
        else:
            self.unnamed = Span.of(self.text, start, end)

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where each piece of a sentence ends and the next begins; each execution has a piece of its own."""
        for piece in [*_PIECE_END.finditer(self.text, start, end), None]:
            stop, then = piece.span() if piece else (end, end)
            execution = find_claim(self.text, start, stop)
            more = _AND_ONE_MORE.search(self.text, execution.end(), stop) if execution else None
            if more:
                yield more.start(), more.start()
            yield stop, then
            start = then

    def _is_demanded(self, draft: Draft) -> bool:
        """Tell whether a noun stands for a sanction demanded, not for one that is only mentioned."""
        start, end = draft.places["noun"]
        if _MENTIONED.search(self.text[max(0, start - 80) : start]):
            return False
        if _OF_THE_LIKE.search(self.text, max(0, draft.first - 160), draft.first) and _LAID_THERE.match(self.text, end):
            return False
        if _WOULD.search(self.text, max(0, start - 80), start) and _HAVE_BEEN.match(self.text, end):
            return False
        if draft.has("total") or draft.noun.measure == "none" or draft.kind in _NEED_NO_LENGTH:
            return True
        return bool(_WITHOUT_LENGTH.search(self.text[max(0, start - 40) : end + 90]))

    def _settle(self) -> None:
        """Leave each sanction once, and say of a hospital order what goes with it."""
        kept: list[Draft] = []
        for draft in self.drafts:
            if draft.kind == "tbs":
                around = self.text[draft.places["noun"][0] : draft.places["noun"][1] + 120]
                draft.kind = "tbs_nursing" if re.search("verpleg|dwang", around) else "tbs_conditions"
            if not any(_same(draft, known) for known in kept):
                kept.append(draft)
        self.drafts = [*kept, *self.claims.executions]
        for draft in kept:
            self.doubts.extend(draft.doubts(self.text, field="demanded"))


def _seeks_acquittal(words: str) -> bool:
    """Tell whether the prosecutor takes the position that the defendant be acquitted of everything."""
    return bool(_SEEKS_ACQUITTAL.search(words)) and not _OF_A_PART.search(words)


def _same(draft: Draft, known: Draft) -> bool:
    """Tell whether a draft says again what is known: the same kind with the same length, or with none."""
    if draft.kind != known.kind:
        return False
    return (
        draft.values.get("total") == known.values.get("total")
        or (not draft.has("total") and not draft.has("suspended"))
        or draft.noun.measure == "none"
    )
