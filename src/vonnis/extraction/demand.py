"""What the prosecutor demanded, in this instance.

The demand stands under a heading of its own, in the head of the judgment, or among the reasons for the sentence. It is
read sentence by sentence: a sentence counts when the prosecutor of this instance demands in it, and the list or the
sentences that continue it count too. In appeal only the advocate-general's demand counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vonnis.extraction.answer import Answer
from vonnis.extraction.dictum import EXECUTION, PRINCIPAL
from vonnis.extraction.phrases import Draft, PhraseReader
from vonnis.extraction.record import Doubt, Instance, Sanction
from vonnis.extraction.rules import rule
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.section import Section
from vonnis.judgment.span import Span

DEMANDED = PRINCIPAL | {"execution_of_suspended", "liberty_restriction", "tbs", "conduct_measure", "disqualification"}
"""The kinds that a demand is read for; goods and compensation are left to the dictum."""


_FIRST_PROSECUTOR = r"(?:hoofd)?officier(?:en)? van (?:j|J)ustitie|openbaar ministerie|\bOM\b|\bovj\b|officier"
_APPEAL_PROSECUTOR = r"advoca(?:at|ten)-generaal|\bA-?G\b|procureur-generaal|openbaar ministerie|\bOM\b"
_DEMANDS = (
    r"gevorderd|vordert|vorderde|vorderen|vordering strekt|vordering luidt|vordering houdt|geëist|ge[eë]+ist|\beist\b|\beiste\b|eis(?:en)? (?:luidt|strekt|van)"
    r"|rekwireer|gerekwireerd|requisitoir|rekwisitoir|gerequireerd|verzocht|verzoekt|geconcludeerd|concludeert|persisteert|gepersisteerd|bepleit|zich op het standpunt"
    r"|acht\b.{0,60}?passend|wenst|heeft zich gerefereerd"
)
_SENTENCE_END = re.compile(
    r"(?:(?<!\bmr)(?<!\bart)(?<!\bnr)(?<!\bdr)(?<!\bdrs)(?<!\bprof)(?<!\bmrs)(?<!\b[A-Z])(?<!\bd\.d)(?<!\bo\.a)(?<!\bca)[.?!])\s+(?=[A-Z“\"(\[]|[-–•]\s)"
)
_CONTINUES = rule(
    r"^[\s-]*(?:voorts|daarnaast|tevens|ook|verder|ten slotte|tot slot|daarbij|bovendien|(?:hij|zij|de officier|de advocaat-generaal) (?:heeft|vordert|eist)|de (?:officier van justitie|advocaat-generaal))"
)
_BULLET = re.compile(r"^\s*(?:[-–—•*·\uf0b7]|o\s|\(?\d{1,2}[.)]|een\s|een$)", re.IGNORECASE)
_FIRST_INSTANCE = rule(
    r"in eerste aanleg|eerste rechter|(?:door|bij vonnis van) de (?:rechtbank|politierechter|kinderrechter|kantonrechter)[^.;]{0,120}(?:veroordeeld|opgelegd)|de rechtbank heeft"
)
_NOT_A_DEMAND = rule(
    r"raads(?:man|vrouw)|verdediging heeft|de rechtbank (?:is van oordeel|acht|zal|overweegt|ziet)|het hof (?:is van oordeel|acht|zal|overweegt|ziet)"
)
_ACQUITTAL = rule(
    r"vrij(?:spraak|gesproken|spreken|te spreken)|ontslag van alle rechtsvervolging|ontslagen van alle rechtsvervolging|niet[- ]ontvankelijk"
)
_SENTENCING = rule(r"straf|maatregel|detentie|boete|hechtenis|inrichting|terbeschikking|tbs\b|isd\b|pij\b|ontzegging")
_EXECUTION = rule(r"ten ?uitvoer ?legging|\bTUL\b|ten uitvoer (?:te|zal|wordt|moet)")
_EXECUTION_REFUSED = rule(r"afwijz|afgewezen|af te wijzen|niet[- ]ontvankelijk|verleng|geen standpunt")
_EARLIER = rule(r"opgelegde|voorwaardelijk opgelegd")


def find_demand(judgment: Judgment, instance: Instance, stop: int) -> Answer[tuple[Sanction, ...]]:
    """Return the sanctions that the prosecutor demands in this instance, as read before ``stop`` (the dictum).

    The evidence under ``demand_stated`` is the passage that states the demand; it is there also when acquittal alone
    was demanded.
    """
    reader = _DemandReader(judgment, instance, stop)
    reader.read()
    stated = {"demand_stated": tuple(reader.stated[:1])} if reader.stated else {}
    return Answer(tuple(draft.sanction(judgment.text) for draft in reader.drafts), stated, tuple(reader.doubts()))


class _DemandReader:
    """Reads the demand of one judgment."""

    def __init__(self, judgment: Judgment, instance: Instance, stop: int) -> None:
        self.text = judgment.text
        self.sections = [section for section in judgment.sections if section.start < stop]
        prosecutor = _APPEAL_PROSECUTOR if instance == "appeal" else f"{_FIRST_PROSECUTOR}"
        self.appeal = instance == "appeal"
        self.cue = rule(
            rf"(?:{prosecutor})\b(?:(?!raads(?:man|vrouw))[^.]){{0,400}}?(?:{_DEMANDS})|(?:{_DEMANDS})(?:(?!raads(?:man|vrouw))[^.]){{0,60}}?(?:door )?(?:de |het )?(?:{prosecutor})\b"
        )
        self.drafts: list[Draft] = []
        self.stated: list[Span] = []
        self.acquittal: Span | None = None

    def read(self) -> None:
        """Read the sections in the order in which a demand is most plainly stated."""
        own = [section for section in self.sections if section.kind == "demand"]
        rest = [s for s in self.sections if s.kind in {"head", "sentencing_reasons", "other", "indictment"}]
        for sections, inside in ((own, True), (rest, False)):
            for section in sections:
                self._section(section, inside=inside)
            if any(draft.kind != "execution_of_suspended" for draft in self.drafts):
                break
        if not self.drafts and self.acquittal and not self.stated:
            self.stated.append(self.acquittal)
        self._settle()

    def _sentences(self, section: Section) -> Iterator[tuple[int, int]]:
        """Yield the sentences of a section; a list stays with the sentence that opens it."""
        start = section.start
        for match in _SENTENCE_END.finditer(self.text, section.start, section.end):
            if _BULLET.match(self.text, match.end(), section.end) and self.text[match.end() : match.end() + 1] in "-–•":
                continue
            yield start, match.start() + 1
            start = match.end()
        if start < section.end:
            yield start, section.end

    def _section(self, section: Section, *, inside: bool) -> None:
        """Read the demand in one section."""
        going = False
        heading = section.heading.end if section.heading else section.start
        for start, end in self._sentences(section):
            words = self.text[start:end]
            cue = self.cue.search(words)
            if (
                self.appeal
                and (_FIRST_INSTANCE.search(words))
                and not re.search("advocaat-generaal", words, re.IGNORECASE)
            ):
                going = False
                continue
            demands = (
                bool(cue)
                or (going and bool(_CONTINUES.match(words)))
                or (inside and start <= heading and bool(re.search(_DEMANDS, words)))
            )
            going = demands
            if not demands:
                continue
            begin = start + (cue.start() if cue else 0)
            self._demand(max(begin, heading if start <= heading < end else begin), end)

    def _demand(self, start: int, end: int) -> None:
        """Read one sentence in which the prosecutor demands."""
        words = self.text[start:end]
        if _EXECUTION.search(words) and not _EXECUTION_REFUSED.search(words):
            self._execution(start, end)
            return
        reader = PhraseReader(self.text, lengths_optional=True)
        reader.read(start, end)
        found = [draft for draft in reader.drafts if draft.kind in DEMANDED and self._is_demanded(draft)]
        if found:
            self.stated.append(Span.of(self.text, start, end))
            self.drafts.extend(found)
        elif self.acquittal is None and _ACQUITTAL.search(words) and not _SENTENCING.search(words):
            self.acquittal = Span.of(self.text, start, end)

    def _is_demanded(self, draft: Draft) -> bool:
        """Tell whether a noun stands for a sanction demanded, not for one that is only mentioned."""
        start = draft.places["noun"][0]
        before = self.text[max(0, start - 120) : start]
        if re.search(r"(?:eerder|reeds)\s+opgelegde?|geen\s+(?:\w+\s+)?$", before, re.IGNORECASE):
            return False
        return (
            draft.has("total")
            or draft.noun.measure == "none"
            or draft.kind in {"isd", "pij"}
            or bool(_WITHOUT_LENGTH.search(self.text[start - 40 : draft.places["noun"][1] + 90]))
        )

    def _execution(self, start: int, end: int) -> None:
        """Read a demand that an earlier suspended sentence be executed."""
        reader = PhraseReader(self.text, lengths_optional=True)
        reader.read(start, end)
        tul = _EXECUTION.search(self.text, start, end)
        at = tul.start() if tul else start
        for draft in reader.drafts:
            if draft.kind in DEMANDED and draft.places["noun"][0] < at and draft.has("total"):
                self.drafts.append(draft)
        later = [draft for draft in reader.drafts if draft.places["noun"][0] > at and draft.has("total")]
        if tul and later:
            execution = Draft(EXECUTION, (tul.start(), tul.end()))
            amount = later[0]
            execution.give("total", amount.values["total"], amount.places["total"])
            self.drafts.append(execution)
        if self.drafts:
            self.stated.append(Span.of(self.text, start, end))

    def _settle(self) -> None:
        """Leave each sanction once, and say of a hospital order what goes with it."""
        kept: list[Draft] = []
        seen: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
        for draft in self.drafts:
            if draft.kind == "tbs":
                draft.kind = (
                    "tbs_nursing"
                    if re.search("verpleging|dwang", self.text[draft.places["noun"][0] : draft.places["noun"][1] + 120])
                    else "tbs_conditions"
                )
            key = draft.kind, tuple(sorted((k, v) for k, v in draft.values.items() if k in {"total", "suspended"}))
            if key not in seen:
                seen.add(key)
                kept.append(draft)
        self.drafts = kept

    def doubts(self) -> Iterator[Doubt]:
        """Yield what was read but is not sure."""
        for draft in self.drafts:
            for place in draft.disagrees:
                yield Doubt(
                    "demanded", "the number in words differs from the number in digits", Span.of(self.text, *place)
                )


_WITHOUT_LENGTH = rule(
    r"gelijk aan|ter hoogte van het voorarrest|duur van (?:het|de) (?:voorarrest|voorlopige)|(?:een|geheel|deels) (?:\w+ )?(?:on)?voorwaardelijke?"
)
