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
    for name, words in _table().words.items():
        pattern = pattern.replace(f"<{name}>", _joined(words))
    return rule(pattern)


@cache
def _finder(pattern: str) -> Finder:
    """Return a finder of a pattern."""
    return Finder(_pattern(pattern))


@cache
def _hints() -> dict[str, Sign]:
    """Return a sign for the letters that every match of a row holds, by these letters."""
    table = _table()
    return {row.hint: Sign(re.escape(row.hint)) for row in (*table.knowledge, *table.visits, *table.benchmarks)}


@cache
def _voices(*, appeal: bool) -> Finder:
    """Return a pattern for who speaks: the group tells whether this court or another."""
    voices = {name: _joined(words) for name, words in _table().voices.items()}
    own, others = ("appeal", "first_instance") if appeal else ("first_instance", "appeal")
    pattern = "|".join(f"(?P<{name}>{voices[name]})" for name in ("conceded", "court", "other"))
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
def _opens_own_words(heading: str) -> bool:
    """Tell whether the court itself speaks under a heading."""
    of_court = _pattern(_table().headings_of_court).search(heading)
    return bool(of_court) or _pattern(_table().headings_of_others).search(heading) is None


class _Reading:
    """One judgment, read for wordings in the court's own words."""

    def __init__(self, judgment: Judgment, *, appeal: bool) -> None:
        self.judgment = judgment
        self.text = judgment.text
        self.voices = _voices(appeal=appeal)
        minor = _table().about_minors
        self.about = is_sexual(self.text) and any(word in self.text for word in minor)
        reasoned = any(True for _ in judgment.of_kind("sentencing_reasons"))
        self.hinted = {hint for hint, sign in _hints().items() if sign.may_be_in(self.text)}
        self.kinds = _HEARD if self.about or not reasoned else _REASONED
        self.heard = [(section.start, section.end) for section in judgment.sections if self._is_heard(section)]

    def _is_heard(self, section: Section) -> bool:
        """Tell whether a section is the court's by its kind and its heading."""
        if section.kind not in self.kinds:
            return False
        heading = section.heading
        return heading is None or _opens_own_words(self.text[heading.start : heading.end])

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
            if not self._is_own(opening, spoken, closing, start):
                continue
            if row.finds and _remark("no_finding").search(self.text, opening, closing):
                continue
            turned = row.bar is not None and _pattern(row.bar).search(self.text, opening, match.start()) is not None
            yield _Hit(row, match.start(), match.end(), (opening, closing), turned)

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

    def _is_own(self, opening: int, place: int, closing: int, first: int) -> bool:
        """Tell whether a passage is the court's own: nobody else has the word before a place, nor takes it behind."""
        speaking = [match.lastgroup for match in self.voices.finditer(self.text, opening, place)]
        if "other" in speaking or _remark("closing").search(self.text, place, closing):
            return False
        after = (match.lastgroup for match in self.voices.finditer(self.text, place, closing))
        if "court" in speaking or next(after, None) == "court":
            return True
        earlier = [
            match.lastgroup
            for match in self.voices.finditer(self.text, max(first, opening - VOICE_REACH), opening)
            if match.lastgroup != "conceded"
        ]
        return not earlier or earlier[-1] == "court"


def _decided(
    reading: _Reading, rows: tuple[_Row, ...], field: str, evidence: dict[str, tuple[Span, ...]], doubts: list[Doubt]
) -> _Word | None:
    """Return the one class that the passages show, noting them, or None with a doubt where they disagree."""
    hits = sorted(reading.hits(rows), key=lambda hit: (hit.start, hit.end))
    plain = [hit for hit in hits if not hit.turned]
    shown = {hit.row.class_ for hit in plain}
    if "ought_to_have_known" in shown and ("not_plausible" in shown or _together(plain)):
        shown = {"ought_to_have_known"}  # "niet wist, maar had moeten weten"; "wist, althans had moeten weten"
    turned = [hit for hit in hits if hit.turned and not any(_overlap(hit, other) for other in plain)]
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


def _together(hits: list[_Hit]) -> bool:
    """Tell whether every finding that the defendant knew stands in one sentence with a finding that he ought to."""
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
