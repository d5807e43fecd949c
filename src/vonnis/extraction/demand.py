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
from vonnis.extraction.confirmed import find_confirmed
from vonnis.extraction.dictum import EXECUTION, PRINCIPAL
from vonnis.extraction.draft import Draft
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
    is_of_another,
)
from vonnis.extraction.quantities import find_quantities
from vonnis.extraction.record import Doubt, Instance, Sanction
from vonnis.extraction.rules import rule
from vonnis.extraction.vocabulary import find_mentions
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.scan import Finder, Glance
from vonnis.judgment.section import Section
from vonnis.judgment.sections import topic_of
from vonnis.judgment.span import Span

DEMANDED = PRINCIPAL | {"liberty_restriction", "tbs", "conduct_measure", "disqualification"}
"""The kinds that a demand is read for, beside execution; goods and compensation are left to the dictum."""

_SENTENCE_END = re.compile(
    r"[.?!]\s+(?=[A-Z0-9“\"(\[]|[-–•]\s)"
    r"|[;\n]\s*(?=(?:De|Het) (?:raads(?:man|vrouw)|verdediging|rechtbank|hof\b|advocaat\b(?!-)))"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|art|nr|dr|drs|prof|ca|d\.d|o\.a|subs|subsid|verv|voorw|vw|resp|jr|mnd|dgn|m\.a\.v|max|min)"
    r"|\b[A-Z])\.$"
)
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
_EXECUTION = Finder(
    rule(
        r"ten ?uitvoer ?legging|vordering na voorwaardelijke veroordeling|(?-i:\bTUL\b)"
        r"|(?<!niet )ten uitvoer (?:te|zal|wordt|moet)|(?<!niet )\bworden ten ?uitvoer ?gelegd"
    )
)
_CLAIMED = rule(
    r"vordering(?:en)? (?:tot |na |strekkende tot )?(?:de )?(?:ten ?uitvoer|voorwaardelijke veroordeling)"
    r"|(?-i:\bTUL\b)|voorwaardelijk opgelegde|opgelegde voorwaardelijke"
)
"""What is claimed when an earlier sentence is to be executed, and not how this one will be."""
_EXECUTION_WANTED = rule(
    r"gevorderd|vordert|vordering|persisteer|gepersisteerd|toewijz|toe te wijzen|toegewezen|gelast|ge[eëé]+ist|verzocht"
)
_CLAIM_REFUSED = rule(
    r"afwijz\w+ van (?:de |alle )?vordering(?:en)? (?:tot |na |strekkende tot )?(?:de )?"
    r"(?:ten ?uitvoer|voorwaardelijk|(?-i:TUL\b))"
)
"""That a claim for execution is given up, whatever else becomes of the earlier sentence."""
_EXECUTION_REFUSED = rule(r"afwijz|afgewezen|af te wijzen|niet[- ]ontvankelijk|verleng|geen standpunt|niet toe")
_DESCRIBES = rule(
    r"legging van (?:een |de )?\w+ (?:\([^)]{1,20}\) )?(?:dagen|weken|maanden|maand|uur|uren) (?:\w+ )?\w*straf\b"
    r"|\bopen ?sta|(?-i:\bTUL\b)|opgelegd|veroordeeld|te weten|betreft|voorwaardelijk"
    r"|legging van (?:de|een|het) (?:\w+ )?\w*(?:straf|detentie|hechtenis|boete)\b[^.;]{0,80}parketnummer"
)
_STILL_OPEN = rule(
    r"(?<=\bopenstaande )\w+(?: \([^)]{1,20}\))? (?:dagen|weken|maand|maanden|uren)\b"
    r"|\b\w+(?: \([^)]{1,20}\))? (?:dagen|weken|maand|maanden|uren)(?= die nog open ?staan\b)"
    r"|(?<=\bvoorwaardelijke straf van )\w+(?: \([^)]{1,20}\))? (?:dagen|weken|maand|maanden|uren)\b"
)
"""What is left of an earlier sentence, whose kind is not said: "de openstaande zes weken"."""
_EARLIER = rule(
    r"\bbij (?:vonnis|arrest)|\beerder\b|\bde voorwaardelijke\b"
    r"|\bvoorwaardelijk opgelegde|\bopgelegde voorwaardelijke|\bparketnummer"
)
_AND_OF = rule(r"(?: \w+(?:straf|detentie|hechtenis|boete))?(?: \([^)]{1,60}\))?,? (?:en|alsmede) van (?=\S)")
"""Joins one more earlier sentence to the one whose execution is demanded."""
_EARLIER_ONE = rule(r"(?:(?:de|het|een|ook|eveneens|(?:\w+ )?voorwaardelijke?|opgelegde) )*")
_ITSELF = rule(r"(?:straf)?eis\b")
"""A demand told by its name, also where the court does not speak of itself: "uit de eis (drie maanden) blijkt"."""
_MENTIONED = rule(
    r"(?:eerder|reeds|aan de mededader|medeverdachte) (?:\w+ )?opgelegde?|\bgeen (?:\w+ )?$|in plaats van (?:een )?$"
    r"|niet (?:worden )?volstaan (?:\w+ )*$"
)
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
    )
)
_OR_ELSE = rule(
    r"\bprimair,? (?:de |een |tot |oplegging |op te leggen )(?:(?!ten ?laste)[^.;])*?"
    r"(?P<cut>\b(?:meer )?subsidiair,? (?:de |een |tot |oplegging |op te leggen ))"
)
"""A demand and its alternative in one sentence."""
_ALTERNATIVE = rule(r"[\s–-]*(?:subsidiair|meer subsidiair|indien|mocht|voor het geval)\b")


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
        self.executions: list[Draft] = []
        self.stated: list[Span] = []
        self.doubts: list[Doubt] = []
        self.fallback: Span | None = None
        self.below: Span | None = None
        self.unnamed: Span | None = None
        self.untold: tuple[tuple[int, int], Span] | None = None
        self.as_below: tuple[Sanction, ...] = ()
        self.phrases = PhraseReader(self.text, lengths_optional=True)

    def read(self) -> None:
        """Read the demand where it is most plainly stated, then the claims that earlier sentences be executed."""
        self._stated()
        self._claims()
        if self.untold and not self.executions:
            self._told_elsewhere(*self.untold)
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
        if not self.executions:
            self._bare(own)
        for kinds in (_ELSEWHERE, _AT_LAST):
            places = [section for section in self.sections if section.kind in kinds]
            for section in places:
                self._section(section, inside=False)
            for section in places if not (self.drafts or self.executions or self.fallback) else ():
                self._of_nobody(section)
            if self.drafts or self.executions or self.fallback:
                return

    def _as_below(self) -> None:
        """Take the sentence of the court below where that is what the prosecutor wants, or say that it is not told."""
        if self.below is None:
            return
        self.as_below = find_confirmed(self.judgment, self.stop)
        told = "as the judgment recites it" if self.as_below else "its sentence is not repeated"
        reason = f"the demand is that the judgment below be confirmed; {told}"
        self.doubts.append(Doubt("demanded", reason, self.below))

    def _sentences(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the sentences of a stretch; a full stop after an abbreviation or an initial ends none."""
        for match in _SENTENCE_END.finditer(self.text, start, end):
            at = match.start()
            if _ABBREVIATED.search(self.text, max(start, at - 6), at + 1):
                continue
            yield start, at + 1
            start = match.end()
        if start < end:
            yield start, end

    def _section(self, section: Section, *, inside: bool) -> None:
        """Read the demand in one section."""
        body = max(section.heading.end if section.heading else section.start, section.start)
        named = [match.start() for match in self.cues.named.finditer(self.text, body, section.end)]
        if not (inside or (named and DEMANDING.search(self.text, body, section.end))):
            return
        going = False
        for start, end in self._sentences(body, section.end):
            if not (going or inside or bisect_left(named, start) < bisect_left(named, end)):
                continue
            seen = self.cues.watch.look(self.text, start, end)
            told = None if self.drafts or is_of_another(seen) else self._told_by_court(seen)
            if told:
                self._demand(start + told.start(), start + told.end())
            if self._not_prosecutor(seen) or is_of_another(seen):
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
                stop = min(cuts, default=end)
                self._demand(start + (cue.start() if cue and not inside else 0), stop)
            elif cue and self.fallback is None and _seeks_acquittal(seen.words):
                self.fallback = Span.of(self.text, start, end)
            going = demands

    def _bare(self, sections: list[Section]) -> None:
        """Read a demand that stands under its heading without a verb ("Eis: een gevangenisstraf van 6 maanden")."""
        for section in sections:
            body = section.heading.end if section.heading else section.start
            for number, (start, end) in enumerate(self._sentences(body, section.end)):
                seen = self.cues.watch.look(self.text, start, end)
                if self._not_prosecutor(seen) or (number and not _PER_CHARGE.match(self.text, start)):
                    break
                self._demand(start, end)

    def _of_nobody(self, section: Section) -> None:
        """Read a demand whose sentence does not say who demands: in the passive, or of whom a pronoun means."""
        body = max(section.heading.end if section.heading else section.start, section.start)
        if SAID_OF_NOBODY.search(self.text, body, section.end) is None:
            return
        speaks = False
        for start, end in self._sentences(body, section.end):
            told = PASSIVE.search(self.text, start, end) or BY_PRONOUN.search(self.text, start, end)
            stop = told.start() if told else end
            names = [(m.end(), True) for m in self.cues.subject.finditer(self.text, start, stop)]
            names += [(m.end(), False) for m in OTHERS.finditer(self.text, start, stop)]
            speaks = max(names, default=(start, speaks))[1]
            if told is None or is_of_another(self.cues.watch.look(self.text, start, end)):
                continue
            passive = PASSIVE.match(self.text, told.start(), end) is not None
            here = not self.appeal or OF_THIS_HEARING.search(self.text, start, end)
            if (passive and here and not names) or (not passive and speaks):
                answer = _ANSWERED.search(self.text, told.end(), end)
                self._demand(start, answer.start() if answer else end)
                speaks = True

    def _not_prosecutor(self, seen: Glance) -> bool:
        """Tell whether a sentence is the defence's, the court's, or about the court below."""
        subject = seen.search(self.cues.subject)
        for other in (DEFENCE, COURT):
            found = seen.search(other)
            if found and (subject is None or found.start() < subject.start()):
                return True
        return self.appeal and seen.has(BELOW) and not (subject and STRICT.search(seen.words, subject.start()))

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
            execution = _EXECUTION.search(self.text, at, stop)
            if execution:
                self._execution(at, stop)
                described = self._executed(at, stop, execution)
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
            if (_ACQUITTAL.search(words) and not _SENTENCING.search(words)) or _NO_SENTENCE.search(words):
                self.fallback = Span.of(self.text, start, end)
            elif _CONFIRMATION.search(words) or _AS_BELOW.search(words):
                self.fallback = self.below = Span.of(self.text, start, end)
            elif _UNNAMED.search(words):
                self.unnamed = Span.of(self.text, start, end)
        if not found and not self.drafts:
            self._of_kind_before(start, end)

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
            execution = _EXECUTION.search(self.text, start, stop)
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
        if _WOULD.search(self.text, max(0, start - 80), start) and _HAVE_BEEN.match(self.text, end):
            return False
        if draft.has("total") or draft.noun.measure == "none" or draft.kind in _NEED_NO_LENGTH:
            return True
        return bool(_WITHOUT_LENGTH.search(self.text[max(0, start - 40) : end + 90]))

    def _claims(self) -> None:
        """Read the claims for execution that stand under a heading of their own."""
        group: list[Section] = []
        for section in self.sections:
            heading = section.heading
            topic = topic_of(self.text[heading.start : heading.end]) if heading else None
            if topic == "execution":
                self._claim(group)
                group = [section]
            elif group and topic and topic.endswith("_within"):
                group.append(section)
            else:
                self._claim(group)
                group = []
        self._claim(group)

    def _claim(self, group: list[Section]) -> None:
        """Read one claim for execution; a claim that the prosecutor gives up is none."""
        if not group or self.executions:
            return
        start, end = group[0].start, group[-1].end
        wanted = None
        for at, stop in self._sentences(start, end):
            seen = self.cues.watch.look(self.text, at, stop)
            words = seen.words
            if (
                not seen.has(self.cues.subject)
                or self._not_prosecutor(seen)
                or (self.appeal and "advocaat" not in words.lower())
            ):
                continue
            if _EXECUTION_REFUSED.search(words):
                return
            if wanted is None and _EXECUTION_WANTED.search(words):
                wanted = at, stop
        if wanted is None and not self.appeal:
            first = next(self._sentences(group[0].heading.end if group[0].heading else start, end), None)
            if (
                first
                and _EXECUTION.search(self.text, *first)
                and re.search("vordering", self.text[first[0] : first[1]], re.IGNORECASE)
            ):
                wanted = first
        if wanted:
            self._execution(*wanted, within=(start, end))

    def _execution(self, start: int, end: int, within: tuple[int, int] | None = None) -> None:
        """Read a demand that an earlier suspended sentence be executed; its amount may stand elsewhere in the claim."""
        words = self.text[start:end]
        if _CLAIM_REFUSED.search(words) or (_EXECUTION_REFUSED.search(words) and "verleng" not in words):
            return
        found = _EXECUTION.search(self.text, start, end)
        place = found.span() if found else (start, end)
        sources = [self._executed(start, end, found)] if within is None else [(start, end), *self._sentences(*within)]
        for at, stop in sources:
            executed = self._amount(at, stop)
            if executed:
                for value, where in (executed, *self._more(executed[1][1], stop)):
                    draft = Draft(EXECUTION, place)
                    draft.give("total", value, place=where)
                    self.executions.append(draft)
                self.stated.append(Span.of(self.text, start, end))
                return
        if within is None and self.untold is None and _CLAIMED.search(words):
            self.untold = place, Span.of(self.text, start, end)

    def _told_elsewhere(self, place: tuple[int, int], demand: Span) -> None:
        """Read a demand for execution whose length stands elsewhere before the dictum, where it is told in one way."""
        told: dict[str, tuple[int, int]] = {}
        for found in _EXECUTION.finditer(self.text, 0, self.stop):
            stop = _SENTENCE_END.search(self.text, found.end(), self.stop)
            amount = self._amount(found.start(), stop.start() if stop else self.stop)
            if amount:
                told.setdefault(*amount)
        draft = Draft(EXECUTION, place)
        if len(told) == 1:
            ((value, where),) = told.items()
            draft.give("total", value, place=where)
        else:
            reason = "an earlier sentence is to be executed; which length of those told is not said"
            self.doubts.append(Doubt("demanded", reason, demand))
        self.executions.append(draft)

    def _executed(self, start: int, end: int, found: re.Match[str] | None) -> tuple[int, int]:
        """Return the words that describe the earlier sentence: those behind the word for execution, else before it."""
        if found is None or self._amount(found.start(), end):
            return (found.start() if found else start), end
        described = _EARLIER.search(self.text, start, found.start())
        return (described.start(), found.start()) if described else (found.start(), end)

    def _amount(self, start: int, end: int) -> tuple[str, tuple[int, int]] | None:
        """Return what is to be executed, from a sentence that describes the earlier sentence."""
        words = self.text[start:end]
        if not _DESCRIBES.search(words):
            return None
        reader = PhraseReader(self.text, lengths_optional=True)
        drafts = [draft for draft in reader.read(start, end) if draft.has("total")]
        if not drafts:
            still = _STILL_OPEN.search(self.text, start, end)
            q = next(find_quantities(self.text, still.start(), still.end()), None) if still else None
            return (q.value, (q.start, q.end)) if q else None
        draft = (
            next((d for d in drafts if d.kind == "community_service"), drafts[0])
            if _CONVERTED.search(words)
            else drafts[0]
        )
        part = draft.values.get("suspended", "all")
        return (part, draft.places["suspended"]) if part != "all" else (draft.values["total"], draft.places["total"])

    def _more(self, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield what else is to be executed: "van de werkstraf van 40 uren en van de geldboete van € 300"."""
        reader = PhraseReader(self.text, lengths_optional=True)
        while (joined := _AND_OF.match(self.text, start, end)) is not None:
            one = next((draft for draft in reader.read(joined.end(), end) if draft.has("total")), None)
            first = min(place[0] for part, place in one.places.items() if part in {"noun", "total"}) if one else end
            if one is None or not _EARLIER_ONE.fullmatch(self.text, joined.end(), first):
                return
            yield one.values["total"], one.places["total"]
            start = max(one.places["noun"][1], one.places["total"][1])

    def _settle(self) -> None:
        """Leave each sanction once, and say of a hospital order what goes with it."""
        kept: list[Draft] = []
        for draft in self.drafts:
            if draft.kind == "tbs":
                around = self.text[draft.places["noun"][0] : draft.places["noun"][1] + 120]
                draft.kind = "tbs_nursing" if re.search("verpleg|dwang", around) else "tbs_conditions"
            if not any(_same(draft, known) for known in kept):
                kept.append(draft)
        self.drafts = [*kept, *self.executions]
        for draft in kept:
            self.doubts.extend(draft.doubts(self.text, field="demanded"))


def _seeks_acquittal(words: str) -> bool:
    """Tell whether the prosecutor takes the position that the defendant be acquitted of everything."""
    return bool(_SEEKS_ACQUITTAL.search(words)) and not _OF_A_PART.search(words)


_CONVERTED = rule(r"omgezet|omzetting|om te zetten|in de vorm van een (?:taak|werk)straf|in plaats daarvan")


def _same(draft: Draft, known: Draft) -> bool:
    """Tell whether a draft says again what is known: the same kind with the same length, or with none."""
    if draft.kind != known.kind:
        return False
    return (
        draft.values.get("total") == known.values.get("total")
        or (not draft.has("total") and not draft.has("suspended"))
        or draft.noun.measure == "none"
    )
