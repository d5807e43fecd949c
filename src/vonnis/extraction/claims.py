"""Which earlier suspended sentences the prosecutor wants executed, wherever in a judgment that is told.

The claim stands in the demand, or under a heading of its own; how much is to be executed may be told beside it, or
where the court describes the earlier sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from vonnis.extraction.draft import Draft
from vonnis.extraction.executions import EXECUTION
from vonnis.extraction.phrases import PhraseReader
from vonnis.extraction.prosecutor import OF_INSTANCE, SENTENCE_END, is_not_prosecutor, sentences_of
from vonnis.extraction.quantities import find_quantities
from vonnis.extraction.record import Doubt
from vonnis.extraction.rules import rule
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.scan import Finder
from vonnis.judgment.section import Section
from vonnis.judgment.sections import topic_of
from vonnis.judgment.span import Span

CLAIM = Finder(
    rule(
        r"ten ?uitvoer ?legging|vordering na voorwaardelijke veroordeling|\btul\b(?!-zaak|-dossier)"
        r"|(?<!niet )ten uitvoer (?:te|zal|wordt|moet)|(?<!niet )\bworden ten ?uitvoer ?gelegd"
        r"|\bvoorwaardelijke \w*(?:straf|detentie)\b[^.;]{0,60}\b(?:nu|ook|nog) (?:\w+ )?(?:moet |moeten )?"
        r"(?:uitzit|uitzitten|ondergaan|verrichten|uitvoeren)\b"
        r"|\balsnog (?:\w+ ){0,2}(?:uitzit|uitzitten|ondergaat|ondergaan|verricht|verrichten|uitgevoerd|uitgezeten)\b"
        r"|\bomzetting van (?:de|een) [^.;]{0,80}(?:straf|detentie|boete)\b"
        r"(?=[^.;]{0,80}\b(?:in|naar) een (?:taak|werk)straf)"
        r"|\b(?:om te zetten|omgezet) (?:in|naar) een (?:taak|werk)straf"
    )
)
_OF_THE_JUDGMENT = rule(r"\bvernietiging van (?:het|dat) (?:\w+ )?vonnis\b[^.;]{0,160}$")
"""Before a claim for execution that is named only to say what of a judgment is to be quashed."""
_CLAIMED = rule(
    r"vordering(?:en)? (?:tot |na |strekkende tot )?(?:de )?(?:ten ?uitvoer|voorwaardelijke veroordeling)"
    r"|\btul\b|voorwaardelijk opgelegde|opgelegde voorwaardelijke|\bvoorwaardelijke straf(?:fen)?\b"
)
"""What is claimed when an earlier sentence is to be executed, and not how this one will be."""
_EXECUTION_WANTED = rule(
    r"gevorderd|vordert|vordering|persisteer|gepersisteerd|toewijz|toe te wijzen|toegewezen|gelast|ge[eëé]+ist|verzocht"
)
_CLAIM_REFUSED = rule(
    r"afwijz\w+ van (?:de |alle )?vordering(?:en)? (?:tot |na |strekkende tot )?(?:de )?"
    r"(?:ten ?uitvoer|voorwaardelijk|tul\b)"
)
"""That a claim for execution is given up, whatever else becomes of the earlier sentence."""
_AND_ANOTHER_REFUSED = rule(
    r",? (?:en|maar|terwijl|alsmede)(?: tot)? (?=(?:de |het |een )?(?:afwijz\w+ van [^.;]{0,20}vordering|vordering\b"
    r"(?:(?!toe te wijzen|toewijz|toegewezen)[^.;]){0,120}\b(?:afgewezen|af te wijzen|afwijzen|niet[- ]ontvankelijk)))"
)
"""Joins a claim for execution that is given up to one that is upheld."""
_GIVEN_UP = Finder(
    rule(
        r"(?:vordering(?:en)? (?:tot |na |strekkende tot )?(?:de )?(?:ten ?uitvoer ?legging"
        r"|voorwaardelijke veroordeling|tul\b)|\btul\b)[^.;]{0,120}\b(?:afgewezen|af te wijzen|afwijzen"
        r"|niet[- ]ontvankelijk"
        r"|niet (?:te )?(?:worden )?toe(?:gewezen|gewezen worden|wijzen| te wijzen))\b"
    )
)
"""That the prosecutor no longer wants its claims for execution."""
_CLAIM_WANTED = rule(r"(?<!niet )\b(?:toe te wijzen|toewijz\w+|toegewezen)\b")
"""That another claim, told before one that is given up, is upheld."""
_OF_ALL = rule(
    r"\b(?P<both>beide|twee|alle|de|voornoemde|genoemde) (?:\w*voorwaardelijk\w* )?(?:opgelegde |\w+ )?"
    r"(?:vorderingen|straffen|veroordelingen)\b"
)
"""A demand that more than one earlier sentence be executed."""
_EXECUTION_REFUSED = rule(
    r"afwijz|afgewezen|af te wijzen|niet[- ]ontvankelijk|verleng|geen standpunt"
    r"|\bzich\b[^.;]{0,120}\brefere|gerefereerd|niet (?:worden )?toe"
)
_DESCRIBES = rule(
    r"legging van (?:een |de )?\w+ (?:\([^)]{1,20}\) )?(?:dagen|weken|maanden|maand|uur|uren) (?:\w+ )?\w*straf\b"
    r"|legging \((?=\d|\w+ (?:dagen|weken|maand|maanden|uur|uren)\b)"
    r"|\bopen ?sta|\btul\b|opgelegd|veroordeeld|te weten|betreft|voorwaardelijk"
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
_EARLIER_ONE = rule(
    r"(?:(?:de|het|een|ook|eveneens|bij (?:vonnis|arrest) van \d{1,2} \w+ \d{4}|(?:\w+ )?voorwaardelijke?|opgelegde) )*"
)
_OF_THE_WHOLE = rule(
    r" van (?:de|die|deze) (?:\w+ ){0,2}?(?:\w*(?:straf|detentie|hechtenis) (?:van |voor de duur van )?)?"
)
"""Between a part that is to be executed and the whole: "1 maand van de 3 maanden"."""
_OR_ELSE = rule(r",? \b(?:meer )?subsidiair,? (?:tot |de )?(?=omzetting|omgezet|om te zetten|een omzetting)")
"""Opens the other form in which an earlier sentence is to be executed, if not as it is."""
_CONVERTED = rule(r"omgezet|omzetting|om te zetten|in de vorm van een (?:taak|werk)straf|in plaats daarvan")

_CASE_NUMBER = re.compile(r"(?<![\d./-])\d{2}\s?[-/.]\s?\d{6}\s?[-/.]\s?\d{2}(?!\d)")
_MARKS_A_NUMBER = re.compile(r"\d{6}\s?[-/.]\s?\d{2}\s*\($")
_NEAR = 30
_TWO = {"beide", "twee"}
_BOTH = 2


def _case_numbers(text: str, start: int, end: int) -> set[str]:
    """Return the numbers of cases (parketnummers) that stand between two places, as digits."""
    return {re.sub(r"\D", "", number) for number in _CASE_NUMBER.findall(text[start:end])}


def find_claim(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return where the execution of an earlier sentence is demanded, or None."""
    found = CLAIM.search(text, start, end)
    if found and _OF_THE_JUDGMENT.search(text, start, found.start()):
        return CLAIM.search(text, found.end(), end)
    return found


class ClaimReader:
    """Reads the claims of one judgment that earlier sentences be executed."""

    def __init__(self, judgment: Judgment, *, stop: int, appeal: bool, stated: list[Span]) -> None:
        """Read what stands before ``stop``; the passages that state a claim are put on the list ``stated``."""
        self.text = judgment.text
        self.stop = stop
        self.appeal = appeal
        self.cues = OF_INSTANCE[appeal]
        self.sections = [section for section in judgment.sections if section.start < stop]
        self.stated = stated
        self.executions: list[Draft] = []
        self.doubts: list[Doubt] = []
        self._given_up: set[str] = set()
        self._all_given_up = False
        self._untold: tuple[tuple[int, int], Span] | None = None

    def read(self) -> None:
        """Read the claims under headings of their own, and how much is executed where no claim has told it."""
        demands = [section for section in self.sections if section.kind == "demand"]
        for section in demands:
            for found in _GIVEN_UP.finditer(self.text, section.start, section.end):
                start = max(self.text.rfind(". ", 0, found.start()), self.text.rfind("\n", 0, found.start())) + 1
                self._give_up(start, found.end())
        self._headed()
        if self._untold and not self.executions:
            self._told_elsewhere(*self._untold)

    def _give_up(self, start: int, end: int) -> None:
        """Keep in mind which claims the prosecutor gives up: those of the case numbers named, or else all of them."""
        granted = [found.end() for found in _CLAIM_WANTED.finditer(self.text, start, end)]
        numbers = _case_numbers(self.text, (granted or [start])[-1], end)
        self._given_up |= numbers
        self._all_given_up = self._all_given_up or not numbers

    def _headed(self) -> None:
        """Read the claims for execution that stand under headings of their own, one of each case, if not yet read."""
        read: set[str] = set()
        for group in self._groups():
            numbers = _case_numbers(self.text, group[0].start, group[-1].end)
            if self.executions and not (read and numbers and not numbers & read):
                continue
            if self._all_given_up or (self._given_up and (not numbers or numbers & self._given_up)):
                continue
            self._claim(group)
            read |= numbers if self.executions else set()

    def _groups(self) -> Iterator[list[Section]]:
        """Yield the sections of each claim for execution that has a heading of its own."""
        group: list[Section] = []
        for section in self.sections:
            heading = section.heading
            topic = topic_of(self.text[heading.start : heading.end]) if heading else None
            if group and topic and topic.endswith("_within"):
                group.append(section)
                continue
            if group:
                yield group
            group = [section] if topic == "execution" else []
        if group:
            yield group

    def _claim(self, group: list[Section]) -> None:
        """Read one claim for execution; a claim that the prosecutor gives up is none."""
        start, end = group[0].start, group[-1].end
        wanted = None
        for at, stop in sentences_of(self.text, start, end):
            seen = self.cues.watch.look(self.text, at, stop)
            words = seen.words
            if (
                not seen.has(self.cues.subject)
                or is_not_prosecutor(seen, self.cues, appeal=self.appeal)
                or (self.appeal and "advocaat" not in words.lower())
            ):
                continue
            if _EXECUTION_REFUSED.search(words):
                return
            if wanted is None and _EXECUTION_WANTED.search(words):
                wanted = at, stop
        if wanted is None and not self.appeal:
            first = next(sentences_of(self.text, group[0].heading.end if group[0].heading else start, end), None)
            if (
                first
                and CLAIM.search(self.text, *first)
                and re.search("vordering", self.text[first[0] : first[1]], re.IGNORECASE)
            ):
                wanted = first
        if wanted:
            self.demand(*wanted, within=(start, end))

    def demand(self, start: int, end: int, within: tuple[int, int] | None = None) -> None:
        """Read a demand that an earlier suspended sentence be executed; its amount may stand elsewhere in the claim."""
        other = _AND_ANOTHER_REFUSED.search(self.text, start, end)
        if other and CLAIM.search(self.text, start, other.start()):
            self._give_up(other.start(), end)
            end = other.start()
        words = self.text[start:end]
        if _CLAIM_REFUSED.search(words) or _GIVEN_UP.search(words):
            self._give_up(start, end)
        if _CLAIM_REFUSED.search(words) or (_EXECUTION_REFUSED.search(words) and "verleng" not in words):
            return
        found = CLAIM.search(self.text, start, end)
        place = found.span() if found else (start, end)
        sources = (
            [self.described(start, end, found)] if within is None else [(start, end), *sentences_of(self.text, *within)]
        )
        for at, stop in sources:
            executed = self._amount(at, stop)
            if executed:
                self._execute((executed, *self._more(executed.places["total"][1], stop)), place)
                self.stated.append(Span.of(self.text, start, end))
                return
        if within is None and self._untold is None and _CLAIMED.search(words):
            self._untold = place, Span.of(self.text, start, end)

    def _told_elsewhere(self, place: tuple[int, int], demand: Span) -> None:
        """Read a demand for execution whose length stands elsewhere before the dictum, where it is told in one way.

        Where several sentences are to be executed, each that is told counts.
        """
        of_all = _OF_ALL.search(demand.quote)
        described = list(self._under_heading()) if of_all else []
        for stretches, fewest in ((described, _BOTH), ([*self._named(), *described], 1)):
            told: dict[str, Draft] = {}
            for stretch in stretches:
                if amount := self._amount(*stretch):
                    told.setdefault(amount.values["total"], amount)
            several = of_all is not None and (len(told) == _BOTH or of_all["both"].lower() not in _TWO)
            if len(told) >= fewest and (len(told) == 1 or several):
                self._execute(told.values(), place)
                return
        reason = "an earlier sentence is to be executed; which length of those told is not said"
        self.doubts.append(Doubt("demanded", reason, demand))
        self.executions.append(Draft(EXECUTION, place))

    def _execute(self, amounts: Iterable[Draft], place: tuple[int, int]) -> None:
        """Keep the executions of so much each, which are demanded at a place."""
        for draft in amounts:
            draft.places["noun"] = place
            self.executions.append(draft)

    def _named(self) -> Iterator[tuple[int, int]]:
        """Yield where execution is spoken of, but to mark a case number ("99/000001-20 (tul)"), to a sentence's end."""
        for found in CLAIM.finditer(self.text, 0, self.stop):
            if _MARKS_A_NUMBER.search(self.text, max(0, found.start() - _NEAR), found.start()):
                continue
            stop = SENTENCE_END.search(self.text, found.end(), self.stop)
            yield found.start(), stop.start() if stop else self.stop

    def _under_heading(self) -> Iterator[tuple[int, int]]:
        """Yield the sentences on earlier sentences that stand under a heading for their execution."""
        for section in self.sections:
            heading = section.heading
            if heading and topic_of(self.text[heading.start : heading.end]) == "execution":
                for start, stop in sentences_of(self.text, heading.end, min(section.end, self.stop)):
                    if _EARLIER.search(self.text, start, stop):
                        yield start, stop

    def described(self, start: int, end: int, found: re.Match[str] | None) -> tuple[int, int]:
        """Return the words that describe the earlier sentence: those behind the word for execution, else before it."""
        if found is None or self._amount(found.start(), end):
            return (found.start() if found else start), end
        described = _EARLIER.search(self.text, start, found.start())
        if described is None:
            return found.start(), end
        return described.start(), end if _CONVERTED.search(found.group()) else found.start()

    def _amount(self, start: int, end: int) -> Draft | None:
        """Return what is to be executed, with its substitute, from a sentence that describes the earlier sentence."""
        other = _OR_ELSE.search(self.text, start, end)
        end = other.start() if other else end
        words = self.text[start:end]
        if not _DESCRIBES.search(words):
            return None
        reader = PhraseReader(self.text, lengths_optional=True)
        drafts = [draft for draft in reader.read(start, end) if draft.has("total")]
        if not drafts:
            still = _STILL_OPEN.search(self.text, start, end)
            q = next(find_quantities(self.text, still.start(), still.end()), None) if still else None
            return _of_length(q.value, (q.start, q.end)) if q else None
        draft = (
            next((d for d in drafts if d.kind == "community_service"), drafts[0])
            if _CONVERTED.search(words)
            else drafts[0]
        )
        whole = draft.places["total"]
        before = [
            q
            for q in find_quantities(self.text, start, whole[0])
            if _OF_THE_WHOLE.fullmatch(self.text, q.end, whole[0])
        ]
        if before and draft.noun.measure == before[-1].measure:
            return _of_length(before[-1].value, (before[-1].start, before[-1].end))
        part = draft.values.get("suspended", "all")
        return _of_length(part, draft.places["suspended"]) if part != "all" else draft.under(EXECUTION)

    def _more(self, start: int, end: int) -> Iterator[Draft]:
        """Yield what else is to be executed: "van de werkstraf van 40 uren en van de geldboete van € 300"."""
        reader = PhraseReader(self.text, lengths_optional=True)
        while (joined := _AND_OF.match(self.text, start, end)) is not None:
            one = next((draft for draft in reader.read(joined.end(), end) if draft.has("total")), None)
            first = min(place[0] for part, place in one.places.items() if part in {"noun", "total"}) if one else end
            if one is None or not _EARLIER_ONE.fullmatch(self.text, joined.end(), first):
                return
            yield one.under(EXECUTION)
            start = max(one.places["noun"][1], one.places["total"][1])


def _of_length(value: str, place: tuple[int, int]) -> Draft:
    """Return an earlier sentence to be executed of which so much is told at a place."""
    draft = Draft(EXECUTION, place)
    draft.give("total", value, place=place)
    return draft
