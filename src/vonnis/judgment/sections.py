"""Find the sections of a judgment: by role, title, bridgehead or heading text, in the spellings of two decades.

The dictum is found first, since it decides what is imposed: the last heading of a decision that is followed by an
operative verb wins, the signature ends it, and annexes follow. What stands before it is told apart by headings, some
of which ("Het oordeel van de rechtbank") take their meaning from the heading above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import msgspec.yaml

from vonnis.judgment.relaxing import relaxed
from vonnis.judgment.scan import Finder, Spans, scanned
from vonnis.judgment.section import Heading, Section, SectionKind

LONGEST_TITLE = 110
SHORT_TITLE = 40
LONGEST_SIGNATURE = 1_500
OPENER_REACH = 700

COURT_NOUN = (
    r"(?:rechtbank|(?:gerechts)?hof|(?:(?:economische|militaire) )?(?:politie|kinder|kanton|straf)rechter"
    r"|gerecht(?: in eerste aanleg)?|hoge raad|(?:meer|enkel)voudige (?:economische )?(?:straf)?kamer|economische kamer"
    r"|wrakingskamer|rechter|militaire kamer)"
)
"""How a court names itself, as a pattern without case."""

OPERATIVE_VERB = (
    r"(?:verklaart|veroordeelt|spreekt|bepaalt|legt|gelast|vernietigt|bevestigt|wijst|verlengt|heft|beveelt|verwerpt"
    r"|ontzegt|stelt|beslist|schorst|heropent|verwijst|ontslaat|verstaat|acht|kwalificeert|ontneemt|weigert|staat)"
)

_ARTICLE_COURT = rf"(?:de|het)\s+{COURT_NOUN}"
_BULLET = r"(?:[-–—•*·\uf0b7o]\s*|\(?[0-9a-z]{1,2}[.)]\s*)?"
_OPENER = re.compile(
    rf"(?:^|[\n:;.])\s*{_BULLET}(?:{_ARTICLE_COURT}\b[^\n:;.]{{0,120}}[:,]?\s*)?{_BULLET}{OPERATIVE_VERB}\b",
    re.IGNORECASE,
)
_BARE_SENTENCE = re.compile(
    r"\s*(?:(?:feit(?:en)?|zaak|ten\s+aanzien\s+van|parketnummer)\b[^\n:;]{0,60}:\s*)?(?:[-–•*]\s*)?(?:een\s+)?"
    r"(?:\w+waardelijke\s+)?(?:gevangenisstraf|jeugddetentie|taakstraf|werkstraf|leerstraf|geldboete|hechtenis)\s+"
    r"(?:voor\s+de\s+duur\s+van|ten\s+bedrage\s+van|ter\s+hoogte\s+van|van)\s",
    re.IGNORECASE,
)
"""A sentence without a verb, with which a note of an oral judgment may open its dictum: "Feit 1: geldboete van"."""
_DECIDES = re.compile(r"\bbeslist\b", re.IGNORECASE)
"""A heading that says itself that the court decides needs no operative verb behind it."""
_INLINE_DICTUM = (
    rf"(?<![\w-])(?:B\s?E\s?S\s?L\s?I\s?S\s?S\s?I\s?N\s?G|(?:De b|B)eslissing|(?:De u|U)itspraak|DE UITSPRAAK)"
    rf"(?:\s+(?i:van\s+{_ARTICLE_COURT}))?\s*:?\s+"
    rf"(?=(?i:{_ARTICLE_COURT})\b[^.;]{{0,80}}?[:,]?\s+(?i:{OPERATIVE_VERB})\b)"
)
_SUBHEAD = r"(?:[A-Za-z][^\n.;:]{2,60}\n+\s*)"
"""A line such as "Vrijspraak" or "Bewezenverklaring", of which dicta of some courts have one above each part."""
_BARE_DICTUM = (
    rf"(?:^|(?<=[\n.;]))[ ]*(?i:{_ARTICLE_COURT})(?i:,?\s*recht "
    rf"?doende[^\n:;.]{{0,60}})?(?:\s*[:,]\s+|[ ]*\n\s*)(?={_SUBHEAD}?{_BULLET}(?i:{OPERATIVE_VERB})\b)"
    rf"|(?:^|(?<=[\n.;]))[ ]*(?i:recht ?doende[^\n:;.]{{0,60}})[:,]\s+(?={_BULLET}(?i:{OPERATIVE_VERB})\b)"
    rf"|(?:^|(?<=[\n.;]))[ ]*(?i:{_ARTICLE_COURT}\s+(?:komt|beslist|doet|geeft)\b[^\n.;:]{{0,90}}[.:,])\s+"
    rf"(?={_BULLET}(?i:{OPERATIVE_VERB})\b)"
)
_OPERATIVE_LINE = Finder(
    re.compile(rf"\n{_BULLET}(?i:verklaart|veroordeelt|spreekt|legt|gelast|bepaalt|beveelt|vernietigt|bevestigt)\b")
)
"""A line that can only stand in a dictum; the lines of one that has no heading at all."""
_NEXT_LINE = 1_500
"""So far apart at most stand two lines of one dictum, in characters."""
_FEWEST_LINES = 2
_UNHEADED = Finder(re.compile(rf"(?P<inline>{_INLINE_DICTUM})|{_BARE_DICTUM}"))
"""Where a dictum opens that has no line of its own for a heading."""
_SIGNATURE = Finder(
    re.compile(
        r"\b(?:Dit|Deze)\s+(?:\w+\s)?(?:(?:eind|tussen|verkort(?:e)? |proces-verbaal)?(?:vonnis|arrest|beslissing"
        r"|beschikking|uitspraak))\s+"
        r"(?:is|wordt|werd)\b[^.;]{0,160}?\b(?:gewezen|gegeven|gedaan|uitgesproken|genomen|vastgesteld)\b"
        r"|\bAldus\s+(?:is\s+)?(?:dit\s+\w+\s+)?(?:gewezen|gedaan|gegeven|beslist|vastgesteld|uitgesproken"
        r"|op tegenspraak)\b"
        r"|(?:^|(?<=\n))(?:\d+\.?\s*)?Samenstelling\b|(?:^|(?<=\n))Gewezen door\b",
    )
)
_NUMBERING = (
    r"(?:(?:\(?\d{1,2}[a-z]?(?:[ ]?\.[ ]?\d{0,2})*[.):]?|\(?[IVX]{1,5}[.):]?|\(?[A-Za-z][.)])(?:[ ]+"
    r"|(?<=[.)])))+(?=[^\W\d])"
)
_NUMBER = re.compile(f"^{_NUMBERING}")
_BARE_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.?)\n")
_SPACED = re.compile(r"\b(?:[A-Z] ){3,}[A-Z]\b")
_ARTICLE = re.compile(r"^(DE|HET)(?=[A-Z]{5})")
_PLURAL = re.compile(r"\((s|en|fen)\)\?")
"""A plural ending in the heading table; a form of a court may have it in brackets ("straf(fen) en maatregel(en)")."""
_TRAIL = re.compile(r"[\s:.;\d*\])]+$")


class _Found(NamedTuple):
    """A heading, with the row of the table that it matches."""

    heading: Heading
    topic: str


_KIND_OF_TOPIC: dict[str, SectionKind] = {
    "indictment": "indictment",
    "finding_of_fact": "finding_of_fact",
    "sentencing": "sentencing_reasons",
    "applied_provisions": "applied_provisions",
}
_KIND_OF_ROW: dict[str, SectionKind] = {**_KIND_OF_TOPIC, "abstract": "abstract", "head": "head"}
_DEMAND_STANDS_UNDER = {None, "sentencing", "procedure", "qualification", "indictment", "finding_of_fact"}
_ROLE_TOPICS = {
    "uitspraak": "head",
    "conclusie": "head",
    "beslissing": "dictum",
    "inhoudsindicatie": "abstract",
    "bijlage": "annex",
}


@cache
def _table() -> dict[str, str]:
    """Return the heading table: for each row one pattern, without groups, spaces as patterns."""
    table = msgspec.yaml.decode(files(__package__).joinpath("headings.yaml").read_bytes(), type=dict[str, list[str]])
    joined = {row: re.sub(r" (?!\?)", " +", "|".join(patterns)) for row, patterns in table.items()}
    joined = {row: _PLURAL.sub(r"(\\(?(\1)\\)?)?", pattern) for row, pattern in joined.items()}
    return {row: re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern) for row, pattern in joined.items()}


@cache
def _titles() -> re.Pattern[str]:
    """Return the heading table as one pattern with a group per row."""
    return re.compile("|".join(f"(?P<{row}>{pattern})" for row, pattern in _table().items()))


@cache
def _likely_lines() -> Spans:
    """Return a linear-time pattern for a line end and a line that could be a heading; the table decides."""
    rows = relaxed(re.compile("|".join(_table().values()), re.IGNORECASE))
    spaced = rb"[^\n]{0,14}?(?:[A-Z] ){3}[A-Z][^\n]*"
    return Spans(
        rb"\n(?: ?(?:" + relaxed(re.compile(_NUMBERING)) + rb")?(?:" + rows + rb")|" + spaced + rb")[ :.;\d*\])]*(?m:$)"
    )


def title_of(line: str) -> str:
    """Return the bare title of a heading line: no number, no spaced letters, nothing trailing, in lower case."""
    line = _SPACED.sub(lambda spaced: _ARTICLE.sub(r"\1 ", spaced.group().replace(" ", "")), line.strip())
    return _TRAIL.sub("", _NUMBER.sub("", line)).lower()


@lru_cache(maxsize=4_096)
def topic_of(line: str) -> str | None:
    """Return the row of the heading table that a line matches, or None."""
    match = _titles().fullmatch(title_of(line))
    return match.lastgroup if match else None


def _looks_like_heading(text: str, start: int, end: int) -> bool:
    """Tell whether an unmarked line opens with a capital and is no line of a sentence that runs on."""
    bare = _NUMBER.sub("", text[start:end].strip())
    runs_on = end - start > SHORT_TITLE and text[end + 1 : end + 2].islower()
    return bare[:1].isupper() and not runs_on


def _found(text: str, headings: Sequence[Heading]) -> Iterator[_Found]:
    """Yield what the markup marks and what the lines look like, in the order of the text."""
    marked = {heading.start: heading for heading in headings}
    for heading in headings:
        if heading.role in _ROLE_TOPICS:
            yield _Found(heading, _ROLE_TOPICS[heading.role])
    for start, stop in _likely_lines().finditer(b"\n" + scanned(text)):
        end = stop - 1
        line = text[start:end]
        if not 1 < len(line) <= LONGEST_TITLE or line[-1] in ",;":
            continue
        known = marked.get(start)
        if known and known.role in _ROLE_TOPICS:
            continue
        topic = topic_of(line)
        if topic and (known or _looks_like_heading(text, start, end)):
            yield _Found(known or Heading(start, end), topic)


def _dictum(text: str, found: Sequence[_Found]) -> Heading | None:
    """Return where the last real dictum starts, or None where there is none."""
    real = [
        f.heading
        for f in found
        if f.topic == "dictum"
        and (
            _DECIDES.search(text, f.heading.start, f.heading.end)
            or _OPENER.search(text, max(f.heading.end - 1, 0), f.heading.end + OPENER_REACH)
            or _BARE_SENTENCE.match(text, f.heading.end)
        )
    ]
    if not real:
        real = _unheaded(text)
    if len(real) > 1:
        last_signature = max((signature.start() for signature in _SIGNATURE.finditer(text, real[0].end)), default=-1)
        real = [heading for heading in real if heading.end <= last_signature] or real
    return next(reversed(real), None)


def _unheaded(text: str) -> list[Heading]:
    """Return where a dictum may start that has no line of its own for a heading, the likeliest last."""
    unheaded = list(_UNHEADED.finditer(text))
    inline = [Heading(*match.span()) for match in unheaded if match["inline"]]
    return inline or [Heading(*match.span()) for match in unheaded] or _bare_run(text)


def _bare_run(text: str) -> list[Heading]:
    """Return where the last run of operative lines starts, for a dictum that nothing announces; none where none is."""
    lines = [match.start() + 1 for match in _OPERATIVE_LINE.finditer(text)]
    first = len(lines) - 1
    while first > 0 and lines[first] - lines[first - 1] <= _NEXT_LINE:
        first -= 1
    return [Heading(lines[first], lines[first])] if len(lines) - first >= _FEWEST_LINES else []


def _body_kind(topic: str | None, row: str) -> SectionKind:
    """Return the kind of the section under a heading of this row, beneath this topic."""
    if row == "demand_within" or (row == "prosecutor_within" and topic == "sentencing"):
        return "demand" if topic in _DEMAND_STANDS_UNDER else "other"
    if row == "defence_within":
        return "defence"
    if row == "court_within":
        return _KIND_OF_TOPIC.get(topic or "", "other")
    return _KIND_OF_ROW.get(row, "other")


def _opening(text: str, heading: Heading) -> int:
    """Return where the section of a heading starts: at the line before it, where that holds its number alone."""
    line = text.rfind("\n", 0, max(heading.start - 1, 0)) + 1
    return line if _BARE_NUMBER.fullmatch(text, line, heading.start) else heading.start


def _before_dictum(text: str, found: Sequence[_Found], end: int) -> Iterator[Section]:
    """Yield the sections from the start of the text to ``end``."""
    topic: str | None = None
    kind: SectionKind = "head"
    start, at = 0, None
    for heading, row in found:
        if heading.start >= end:
            break
        if row in {"dictum", "annex"} and (kind == "head" or heading.role is None):
            continue
        if not row.endswith("_within"):
            topic = row
        opens = _opening(text, heading)
        if opens > start or at:
            yield Section(kind, start, opens, at)
        kind, start, at = _body_kind(topic, row), opens, heading
    if start < end:
        yield Section(kind, start, end, at)


def _from_dictum(text: str, dictum: Heading, found: Sequence[_Found]) -> Iterator[Section]:
    """Yield dictum, signature and annexes."""
    annexes = [f.heading.start for f in found if f.topic == "annex" and f.heading.start > dictum.end]
    signature = _SIGNATURE.search(text, dictum.end)
    annex = next((start for start in annexes if not signature or start > signature.start()), None)
    end = signature.start() if signature else annex or (annexes[0] if annexes else len(text))
    if annexes and not signature:
        end = annexes[0]
    yield Section("dictum", _opening(text, dictum), end, dictum)
    if signature:
        last = text.find("\n", min(end + LONGEST_SIGNATURE, len(text)))
        stop = min(annex or len(text), last if last > 0 else len(text))
        yield Section("signature", end, stop)
        end = stop
    if end < len(text):
        yield Section("annex", end, len(text))


def find_sections(text: str, headings: Sequence[Heading] = ()) -> tuple[Section, ...]:
    """Return the sections of a canonical text, which cover it from its first character to its last.

    ``headings`` are what the document's own markup shows as headings; lines that read like one are found as well.
    """
    if not text:
        return ()
    found = sorted(_found(text, headings), key=lambda f: f.heading.start)
    dictum = _dictum(text, found)
    if dictum is None:
        return tuple(_before_dictum(text, found, len(text)))
    before = [section for section in _before_dictum(text, found, _opening(text, dictum)) if section.start < section.end]
    return (*before, *_from_dictum(text, dictum, found))
