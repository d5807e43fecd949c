"""Find what a court says in its reasons: on knowledge of the victim's age, on benchmarks, on repeat visits.

Only the court's own words count: not what it recites from the defence, the prosecutor, the defendant or an earlier
court. Knowledge and visits are asked only where the case is a possible sexual offence with a minor; benchmarks in any
criminal judgment. The wordings are ``reasons.yaml``. Findings that contradict each other are a doubt.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

import msgspec

from vonnis.extraction.answer import Answer
from vonnis.extraction.channels import is_sexual
from vonnis.extraction.record import Benchmark, BenchmarkClass, CourtReasons, Doubt, KnowledgeOfAge
from vonnis.extraction.rules import rule
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.scan import Finder, Sign
from vonnis.judgment.section import Section, SectionKind
from vonnis.judgment.span import Span

FIELD = "court_reasons"
KNOWLEDGE, VISITS = f"{FIELD}.knowledge_of_age", f"{FIELD}.repeat_visits"
SENTENCE_REACH = 700
VOICE_REACH = 600
HINT_REACH = 400
NEAR_REACH = 400
NEXT_REACH = 250

_HEARD: frozenset[SectionKind] = frozenset({"sentencing_reasons", "finding_of_fact", "other"})
_REASONED: frozenset[SectionKind] = frozenset({"sentencing_reasons"})
_FINDINGS = frozenset({"knew", "ought_to_have_known", "not_plausible", "yes", "no"})
_Word = KnowledgeOfAge | BenchmarkClass | Literal["yes", "no"]


class _Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"class_": "class"}):
    """A wording of ``reasons.yaml``."""

    class_: _Word
    hint: str
    pattern: str
    source: str
    bar: str | None = None
    rest: str | None = None
    unless: str | None = None
    near: str | None = None
    reach: int = NEAR_REACH
    reference: str | None = None
    about: bool = False
    since: dt.date | None = None

    @property
    def finds(self) -> bool:
        """Whether this is a finding of fact, which no question, condition or rule makes; else it names a benchmark."""
        return self.class_ in _FINDINGS


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of ``reasons.yaml``."""

    words: dict[str, str | tuple[str, ...]]
    about_minors: tuple[str, ...]
    voices: dict[str, str | tuple[str, ...]]
    headings_of_others: str
    headings_of_court: str
    knowledge: tuple[_Row, ...]
    visits: tuple[_Row, ...]
    benchmarks: tuple[_Row, ...]


class _Hit(NamedTuple):
    """A passage in the court's own words; ``turned`` where words before it turn its meaning around."""

    row: _Row
    start: int
    end: int
    sentence: tuple[int, int]
    turned: bool


@cache
def _table() -> _Table:
    """Return the wordings; raise msgspec.ValidationError where the file does not fit its shape."""
    return msgspec.yaml.decode(files(__package__).joinpath("reasons.yaml").read_bytes(), type=_Table)


def _joined(words: str | tuple[str, ...]) -> str:
    """Return alternatives as one pattern."""
    return words if isinstance(words, str) else f"(?:{'|'.join(words)})"


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern, with ``<name>`` replaced by the words of that name."""
    words = _table().words
    while names := [name for name in words if f"<{name}>" in pattern]:
        for name in names:
            pattern = pattern.replace(f"<{name}>", _joined(words[name]))
    return rule(pattern)


@cache
def _finder(pattern: str) -> Finder:
    """Return a finder of a pattern."""
    return Finder(_pattern(pattern))


@cache
def _hints(*, about: bool) -> dict[str, Sign]:
    """Return a sign for the letters that every match of a row holds, by these letters; ``about`` for findings too."""
    table = _table()
    findings = (*table.knowledge, *table.visits) if about else ()
    return {row.hint: Sign(re.escape(row.hint)) for row in (*findings, *table.benchmarks)}


@cache
def _voices(*groups: str, appeal: bool) -> Finder:
    """Return a pattern for who speaks: the group tells whether this court or another."""
    voices = {name: _joined(words) for name, words in _table().voices.items()}
    own, others = ("appeal", "first_instance") if appeal else ("first_instance", "appeal")
    pattern = "|".join(f"(?P<{name}>{voices[name]})" for name in groups)
    for name, words in (("own", voices[own]), ("others", voices[others]), ("party", voices["party"])):
        pattern = pattern.replace(f"<{name}>", words)
    return Finder(rule(pattern))


@cache
def _remark(name: str) -> re.Pattern[str]:
    """Return the pattern of one row of voices."""
    return rule(_joined(_table().voices[name]))


def find_court_reasons(judgment: Judgment, *, appeal: bool = False) -> Answer[CourtReasons]:
    """Return what the court finds and names in its reasons; ``appeal`` says that the court is a court of appeal.

    Passages of the plain values stand under ``court_reasons.knowledge_of_age`` and ``court_reasons.repeat_visits``.
    Both stay None, with a doubt, where passages contradict each other or can be read in two ways.
    """
    if judgment.text_is == "abstract" or not judgment.text:
        return Answer(CourtReasons())
    reading = _Reading(judgment, appeal=appeal)
    evidence: dict[str, tuple[Span, ...]] = {}
    doubts: list[Doubt] = []
    knowledge = visits = None
    if reading.about:
        knowledge = _decided(reading, _table().knowledge, KNOWLEDGE, evidence, doubts)
        visits = _decided(reading, _table().visits, VISITS, evidence, doubts)
    value = CourtReasons(
        knowledge_of_age=knowledge,  # type: ignore[arg-type]  # the rows of a table hold its classes alone
        benchmarks=_benchmarks(reading),
        repeat_visits=None if visits is None else visits == "yes",
    )
    return Answer(value, evidence, tuple(doubts))


@lru_cache(maxsize=2048)
def _names_own_words(heading: str) -> bool:
    """Tell whether a heading says that the court's considerations follow."""
    return _pattern(_table().headings_of_court).search(heading) is not None


@lru_cache(maxsize=2048)
def _opens_own_words(heading: str) -> bool:
    """Tell whether the court itself speaks under a heading."""
    return _names_own_words(heading) or _pattern(_table().headings_of_others).search(heading) is None


class _Reading:
    """One judgment, read for wordings in the court's own words."""

    def __init__(self, judgment: Judgment, *, appeal: bool) -> None:
        self.judgment = judgment
        self.text = judgment.text
        self.voices = _voices("conceded", "court", "found", "other", appeal=appeal)
        self.tellers = _voices("conceded", "court", "speaker", "person", appeal=appeal)
        minor = _table().about_minors
        self.about = is_sexual(self.text) and any(word in self.text for word in minor)
        reasoned = any(True for _ in judgment.of_kind("sentencing_reasons"))
        self.hinted = {hint for hint, sign in _hints(about=self.about).items() if sign.may_be_in(self.text)}
        self.kinds = _HEARD if self.about or not reasoned else _REASONED
        heard = [section for section in judgment.sections if self._is_heard(section)]
        self.heard = [(section.start, section.end) for section in heard]
        self.own = {section.start for section in heard if self._names_court(section)}

    def _is_heard(self, section: Section) -> bool:
        """Tell whether a section is the court's by its kind and its heading."""
        if section.kind not in self.kinds:
            return False
        heading = section.heading
        return heading is None or _opens_own_words(self.text[heading.start : heading.end])

    def _names_court(self, section: Section) -> bool:
        """Tell whether a section stands under a heading of the court's own considerations."""
        heading = section.heading
        return heading is not None and _names_own_words(self.text[heading.start : heading.end])

    def hits(self, rows: tuple[_Row, ...]) -> Iterator[_Hit]:
        """Yield the passages that are the court's own."""
        for row in rows:
            if row.hint not in self.hinted or (row.about and not self._is_possible(row)):
                continue
            for start, end in self.heard:
                if self.text.find(row.hint, start, end) >= 0:
                    yield from self._in_stretch(row, start, end)

    def _is_possible(self, row: _Row) -> bool:
        """Tell whether a wording that belongs to one kind of case and to one time can stand in this judgment."""
        day = self.judgment.date
        return self.about and not (row.since and day and day < row.since)

    def _in_stretch(self, row: _Row, start: int, end: int) -> Iterator[_Hit]:
        """Yield the passages of one row in one stretch."""
        for match in self._matches(row, start, end):
            opening, closing = self._sentence(match.start(), match.end(), start, end)
            spoken = match.end() if row.finds else match.start()  # "verdachte heeft verklaard dat hij wist": inside it
            if not self._is_own(row, (opening, spoken, closing), start):
                continue
            if self._says_nothing(row, match, (opening, closing), start):
                continue
            yield _Hit(
                row, match.start(), match.end(), (opening, closing), self._is_turned(row, match, opening, closing)
            )

    def _says_nothing(self, row: _Row, match: re.Match[str], sentence: tuple[int, int], first: int) -> bool:
        """Tell whether what stands around a passage makes it none: a condition, another subject, a point left aside."""
        opening, closing = sentence
        if row.finds and (
            _remark("no_finding").search(self.text, opening, closing)
            or _remark("supposed").search(self.text, self._last_turn(opening, match.start()), match.start())
            or _remark("in_general").match(self.text, opening, closing)
            or self._is_of_another(match, opening, first)
        ):
            return True
        if not row.finds and _remark("of_a_mate").search(self.text, opening, closing):
            return _remark("of_both").search(self.text, opening, closing) is None
        if row.near and not _pattern(row.near).search(
            self.text, max(0 if row.reach > NEAR_REACH else first, match.start() - row.reach), closing
        ):
            return True
        next_ones = self.text[closing : closing + NEXT_REACH].partition("\n")[0]
        if row.unless and _pattern(row.unless).search(self.text, opening, closing):
            return row.finds or _remark("departs").search(next_ones) is None
        aside = None if row.finds else _remark("left_aside").search(next_ones)
        return aside is not None and _remark("measures").search(next_ones, 0, aside.start()) is None

    def _is_of_another(self, match: re.Match[str], opening: int, first: int) -> bool:
        """Tell whether "hij" in a passage may be somebody else, whom the words before its sentence name."""
        if "verdachte" in match.group().lower():
            return False
        said = self.text[opening : match.end()]
        if "verdachte" not in said.lower() and _remark("another_here").search(said):
            return True
        return _remark("another").search(self.text, max(first, opening - NEXT_REACH), opening) is not None

    def _last_turn(self, opening: int, place: int) -> int:
        """Return where the part of a sentence opens in which a place stands: behind its last "maar", or its opening."""
        return max((turn.end() for turn in _remark("turn").finditer(self.text, opening, place)), default=opening)

    def _is_turned(self, row: _Row, match: re.Match[str], opening: int, closing: int) -> bool:
        """Tell whether words in the sentence of a passage turn its meaning around."""
        clause = self._last_turn(opening, match.start())
        if row.bar and _pattern(row.bar).search(self.text, clause, match.start()):
            return True
        return row.rest is not None and _pattern(row.rest).search(self.text, match.end(), closing) is not None

    def _matches(self, row: _Row, start: int, end: int) -> Iterator[re.Match[str]]:
        """Yield the matches of one row in one stretch, looked for around its hint alone, each once."""
        done, place = start, self.text.find(row.hint, start, end)
        while place >= 0:
            line = self.text.rfind("\n", max(done, place - HINT_REACH), place) + 1
            reach = min(end, place + HINT_REACH)
            match = _finder(row.pattern).search(self.text, max(done, place - HINT_REACH, line), reach)
            if match:
                yield match
            done = max(done, match.end()) if match else done
            place = self.text.find(row.hint, max(place + 1, done), end)

    def _sentence(self, start: int, end: int, first: int, last: int) -> tuple[int, int]:
        """Return the sentence around a passage, inside its stretch."""
        reach = max(first, start - SENTENCE_REACH)
        opening = max(self.text.rfind(". ", reach, start) + 2, self.text.rfind("\n", reach, start) + 1, reach)
        reach = min(last, end + SENTENCE_REACH)
        stops = [place for mark in (". ", ".\n", "\n") if (place := self.text.find(mark, end, reach)) >= 0]
        return opening, min([*stops, reach])

    def _is_own(self, row: _Row, sentence: tuple[int, int, int], first: int) -> bool:
        """Tell whether a passage is the court's own: nobody else has the word before a place, nor takes it behind."""
        opening, place, closing = sentence
        voices = list(self.voices.finditer(self.text, opening, closing))
        speaking = [match for match in voices if match.start() < place]
        if self._is_told(speaking, sentence) or _remark("closing").search(self.text, place, closing):
            return False
        after = [match.lastgroup for match in voices if match.start() >= place]
        if any(match.lastgroup == "court" for match in speaking) or after[:1] == ["court"]:
            return True
        return not self._goes_on(row, opening, closing, first)

    def _is_told(self, speaking: list[re.Match[str]], sentence: tuple[int, int, int]) -> bool:
        """Tell whether others speak up to a place in a sentence; behind a witness the court may go on."""
        others = [match for match in speaking if match.lastgroup == "other"]
        if not others or any(_remark("parties").search(match.group()) for match in others):
            return bool(others)
        opening, place, closing = sentence
        if _remark("accepted").search(self.text, opening, closing):
            return False
        goes_over = _remark("takes_over").search(self.text, others[-1].end(), place)
        return goes_over is None and speaking[-1].lastgroup == "other"

    def _goes_on(self, row: _Row, opening: int, closing: int, first: int) -> bool:
        """Tell whether someone else, told to speak in the sentences before one, still has the word in it.

        A party has it until the court speaks or concludes, or a paragraph opens under a heading of the court; a witness
        or the defendant, who name no benchmark, until a paragraph opens.
        """
        last = None
        for match in self.tellers.finditer(self.text, max(first, opening - VOICE_REACH), opening):
            if match.lastgroup != "conceded" and (row.finds or match.lastgroup != "person"):
                last = match
        if last is None or last.lastgroup == "court" or _remark("follows").search(self.text, opening, closing):
            return False
        opens = "\n" in self.text[last.end() : opening]
        return not (opens and (last.lastgroup == "person" or self._is_under_own_heading(first)))

    def _is_under_own_heading(self, start: int) -> bool:
        """Tell whether a heading says that what starts here are the court's considerations."""
        return start in self.own


def _decided(
    reading: _Reading, rows: tuple[_Row, ...], field: str, evidence: dict[str, tuple[Span, ...]], doubts: list[Doubt]
) -> _Word | None:
    """Return the one class that the passages show, noting them, or None with a doubt where they disagree."""
    hits = _outermost(sorted(reading.hits(rows), key=lambda hit: (hit.start, hit.end)))
    if field == VISITS:
        hits = _of_any_victim(reading, hits)
    plain = [hit for hit in hits if not hit.turned]
    turned = [hit for hit in hits if hit.turned and not any(_overlap(hit, other) for other in plain)]
    shown = _last_word(reading, plain)
    judgment = reading.judgment
    if len(shown) == 1 and not turned:
        (class_,) = shown
        evidence[field] = tuple(judgment.span(hit.start, hit.end) for hit in plain if hit.row.class_ == class_)
        return class_
    if hits:
        hit = (turned or plain[-1:])[0]
        reason = "What the court says on this can be read in more than one way."
        doubts.append(Doubt(field, reason, judgment.span(hit.start, hit.end)))
    return None


def _last_word(reading: _Reading, plain: list[_Hit]) -> set[_Word]:
    """Return the classes that passages show; of those that differ, the one with which the court concludes."""
    shown = {hit.row.class_ for hit in plain}
    if "ought_to_have_known" in shown and _together(plain):
        return {"ought_to_have_known"}  # "niet wist, maar had moeten weten"; "wist, althans had moeten weten"
    concluding = {hit.row.class_ for hit in plain if _remark("concludes").search(reading.text, *hit.sentence)}
    if len(shown) > 1 and len(concluding) == 1 and plain[-1].row.class_ in concluding:
        return concluding
    return shown


def _outermost(hits: list[_Hit]) -> list[_Hit]:
    """Leave out the passages inside a longer one, whose words decide: "niet is gebleken dat hij wist".

    Of several wordings that find the same in one passage, one stays.
    """
    once = list({(hit.row.class_, hit.start, hit.end): hit for hit in hits}.values())
    return [
        hit
        for hit in once
        if not any(
            other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start
            for other in once
            if not other.turned
        )
    ]


def _of_any_victim(reading: _Reading, hits: list[_Hit]) -> list[_Hit]:
    """Return what passages on visits say where there are several victims: of one it suffices that he came back."""
    if not _remark("victims").search(reading.text):
        return hits
    if any(hit.row.class_ == "yes" and not hit.turned for hit in hits):
        return [hit for hit in hits if hit.row.class_ == "yes" and not hit.turned]
    each = _remark("each")
    return [hit if each.search(reading.text, *hit.sentence) else hit._replace(turned=True) for hit in hits]


def _together(hits: list[_Hit]) -> bool:
    """Tell whether every finding that the defendant knew stands in one sentence with a finding that he ought to.

    So it is where the court finds no knowledge but that he ought to have known.
    """
    ought = {hit.sentence for hit in hits if hit.row.class_ == "ought_to_have_known"}
    return all(hit.sentence in ought for hit in hits if hit.row.class_ == "knew")


def _overlap(one: _Hit, other: _Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _benchmarks(reading: _Reading) -> tuple[Benchmark, ...]:
    """Return the benchmarks named, each once by what refers to it, in the order of the text."""
    found: dict[tuple[str, str | None], Benchmark] = {}
    for hit in sorted(reading.hits(_table().benchmarks), key=lambda hit: (hit.start, hit.end)):
        reference = _pattern(hit.row.reference).search(reading.text, *hit.sentence) if hit.row.reference else None
        name = reference.group() if reference else None
        class_: BenchmarkClass = hit.row.class_  # type: ignore[assignment]  # the table holds benchmarks alone
        evidence = reading.judgment.span(hit.start, hit.end)
        found.setdefault((class_, name), Benchmark(class_=class_, reference=name, evidence=evidence))
    referred = {class_ for class_, name in found if name}
    return tuple(one for (class_, name), one in found.items() if name or class_ not in referred)
