"""Find the provisions that a judgment lists as applied: law, article, BWB id, and what is known of their version.

Only a list that the court presents as the ground of its decision counts: the section "Toepasselijke wettelijke
voorschriften", or a formula such as "De beslissing berust op de artikelen ..." and "Gelet op de artikelen ...".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from vonnis.extraction.answer import Answer
from vonnis.extraction.article_lists import Listed, read_list
from vonnis.extraction.laws import NO_PLACE, PLACE, jurisdiction_of, law_pattern, laws
from vonnis.extraction.period import find_offence_period
from vonnis.extraction.record import Doubt, Period, Provision
from vonnis.extraction.whose import has_defendant
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.scan import Finder
from vonnis.judgment.section import SectionKind

SEXUAL_OFFENCES_RENUMBERED = dt.date(2024, 7, 1)
"""The day on which articles 240-254 Sr took on another meaning (Wet seksuele misdrijven, Stb. 2024, 59)."""

FIELD = "statutes"
RENUMBERED = range(240, 255)
HEAD_REACH = 1_500
FORMULA_REACH = 2_500
CITATION_REACH = 300
SEEN_AHEAD = 300
GAP_IN_SECTION, GAP_BEHIND_FORMULA = 400, 120

_ELSEWHERE: frozenset[SectionKind] = frozenset({"abstract", "indictment", "demand", "defence", "annex"})
_FORMULA = Finder(
    re.compile(
        r"(?:berust(?:en)?|gegrond|gebaseerd|steun(?:t|en)|gelet|gezien|acht geslagen|toegepast|van toepassing"
        r"|toepasselijke?)\b"
        r"[^.\n]{0,90}?(?::\s*[-•*o]?\s*(?=\d|(?:wets)?artikel\s*\d)|\b(?:wets)?artikel(?:en)?\b(?!\s+(?:3[45]\d|42\d|6)\b)|\bartt?\.)"
        r"|\btoepassing van (?:de |het )?(?:artikelen|artt\.)|(?<=\n)(?:wets)?artikelen ?: ?(?=\d)"
        r"|\bartikelen\s+(?=\d[^\n]{0,400}?\bzijn\s+(?:van\s+toepassing|toegepast)\b)",
        re.IGNORECASE,
    )
)
_FORMULA_SUBJECT = re.compile(
    r"\b(?:beslissing(?:en)?|straf(?:fen)?|strafoplegging|maatregel(?:en)?|vonnis|arrest|uitspraak|rechtbank|hof|gerecht"
    r"|rechter|(?:politie|kinder|kanton)rechter|(?:wets)?artikelen|voorschriften|bepalingen|veroordeling)\b"
    r"|^\W*gelet|^\W*gezien",
    re.IGNORECASE,
)
_BORROWED = Finder(
    re.compile(
        r"(?:reeds|hiervoor|eerder|hierboven|voornoemde|genoemde|daar)\s+(?:aangehaalde|genoemde|vermelde|aangeduide)\s+"
        r"(?:wets)?(?:artikelen|wettelijke\s+(?:voorschriften|bepalingen)|bepalingen|voorschriften)",
        re.IGNORECASE,
    )
)
_PUNISHED_BY = Finder(
    re.compile(
        r"(?:\bstrafbaar\s+gesteld\s+(?:bij|in|door|op\s+grond\s+van)|\bstrafbaar\s+op\s+grond\s+van"
        r"|\bin\s+strijd\s+met\s+(?:een|het)\s+(?:in|bij)|\bovertreding\s+van(?:\s+het\s+bepaalde\s+(?:in|bij))?)"
        r"\s+(?:het\s+|de\s+)?(?=(?:artikel|artt?\.))",
        re.IGNORECASE,
    )
)
_AT_THE_TIME = Finder(
    re.compile(r"(?:luid(?:den|de|t|en|end)|gold(?:en)?|geldend)\b[^.;\n]{0,30}\bten\s+tijde\b", re.IGNORECASE)
)
_OPERATIVE = Finder(
    re.compile(
        r"\n\s*(?:de|het)\s+(?:rechtbank|(?:gerechts)?hof|gerecht|(?:kanton|politie|kinder)rechter)\s*:?\s*\n|\bverklaart\s+(?:niet\s+)?"
        r"(?:wettig|bewezen|het\s+ten)",
        re.IGNORECASE,
    )
)
_PLACE = re.compile(rf"\b{PLACE}\b", re.IGNORECASE)
_OVERSEAS_COURT = re.compile(r"\b(?:dit|het) Gerecht\b|Gerecht in eerste aanleg|Gemeenschappelijk Hof")
_SUPREME_COURT = re.compile(
    r"^\s*(?:hoge raad|parket bij de hoge raad|procureur-generaal)\b", re.IGNORECASE | re.MULTILINE
)
_CONVICTS = Finder(
    re.compile(
        r"\bveroordeelt\s+(?:de\s+)?(?:verdachte|\[(?!benadeelde|bedrijf|slachtoffer|aangever)|hem\b|haar\b)"
        r"|\bverdachte\b(?:(?!\bniet\b)[^.;\n]){0,40}\bstrafbaar\b",
        re.IGNORECASE,
    )
)
_THREE_DIGITS = re.compile(r"(\d{3})[a-z]*")


@cache
def _start() -> re.Pattern[str]:
    """Return a pattern for where a list starts: behind "artikelen", at a line of numbers, at a law before them."""
    line = r"(?:^|\n)\s*(?:[-–•*·o]\s*)?"
    word = r"(?:wets)?(?:artikel(?:en)?|artt?\b\.?)"
    few = rf"\d{{1,3}}[a-z]{{0,3}}\s*(?:[,;]|en\s+\d|van\s|{law_pattern()}"
    return re.compile(
        rf"\b{word}\W{{0,6}}(?=\d)|{word}(?:\s*:)?\s*\n\W*(?=\d)"
        rf"|{line}(?:de\s+)?(?={few}|\())|:\s*[-•*o]?\s*(?={few}))"
        rf"|{line}(?:(?:het|de|uit)\s+)*(?={law_pattern()}\s*[:,]?\s*(?:de\s+)?(?:{word})?\W*\d)",
        re.IGNORECASE,
    )


def _sections(judgment: Judgment) -> Iterator[tuple[int, int]]:
    """Yield the sections of applied provisions, without their headings, up to the dictum that may follow."""
    for section in judgment.of_kind("applied_provisions"):
        start = section.heading.end if section.heading else section.start
        stop = _OPERATIVE.search(judgment.text, start, section.end)
        yield start, stop.start() if stop else section.end


def _formulas(judgment: Judgment) -> Iterator[tuple[int, int]]:
    """Yield what stands behind a formula of the court ("gelet op de artikelen"), the last first."""
    text = judgment.text
    if _reviews(judgment):
        return
    stretches = [(s.start, s.end) for s in judgment.sections if s.kind not in _ELSEWHERE] or [(0, len(text))]
    for start, end in reversed(stretches):
        if not any(text.find(word, start, end) >= 0 for word in ("rtikel", "RTIKEL", "rt.")):
            continue
        for formula in reversed(list(_FORMULA.finditer(text, start, end))):
            line = text.rfind("\n", 0, formula.start()) + 1
            sentence = max(line, text.rfind(". ", 0, formula.start()) + 1)
            if _FORMULA_SUBJECT.search(text[sentence : formula.end()]):
                yield formula.start(), min(end, formula.end() + FORMULA_REACH)


def _reviews(judgment: Judgment) -> bool:
    """Tell whether this is cassation or an advocate-general's opinion, where such formulas are another court's."""
    by_ecli = any(code in (judgment.ecli or "") for code in (":HR:", ":PHR:"))
    return (
        by_ecli
        or judgment.metadata.type == "conclusie"
        or _SUPREME_COURT.search(judgment.text, 0, HEAD_REACH) is not None
    )


def _listed(text: str, start: int, end: int, *, gap: int) -> list[Listed]:
    """Return what the lists in a stretch hold, as long as no more than ``gap`` characters lie between two of them."""
    found: list[Listed] = []
    place = start
    while (opening := _start().search(text, place, min(end, place + gap + SEEN_AHEAD) if found else end)) is not None:
        if found and opening.end() - place > gap:
            break
        articles, stop = read_list(text, opening.end(), end=end)
        found += articles
        place = max(stop, opening.end())
    return found


def _home(judgment: Judgment, listed: list[Listed]) -> str:
    """Return the jurisdiction of the court: by its name, or by the places of a text whose code is not the Dutch one.

    The criminal codes of Curaçao, Aruba and Sint Maarten number their articles by book (1:136), the Dutch one does not.
    """
    named = jurisdiction_of(judgment.court or "")
    if named != NO_PLACE:
        return named
    by_book = any(item.law in {None, "Sr"} and ":" in item.article for item in listed)
    if by_book or _is_overseas(judgment.text):
        place = _PLACE.search(judgment.text)
        return jurisdiction_of(place.group()) if place else NO_PLACE
    return NO_PLACE


def _is_overseas(text: str) -> bool:
    """Tell whether the head of a text is that of a court in the Caribbean part of the Kingdom."""
    named = any(text.find(word, 0, HEAD_REACH) >= 0 for word in ("Gerecht", "Gemeenschappelijk"))
    return named and _OVERSEAS_COURT.search(text, 0, HEAD_REACH) is not None


def _version(listed: Listed, period: Period | None, judged: dt.date | None, *, at_the_time: bool) -> dt.date | None:
    """Return a day whose text of the article is the one applied, or None where that cannot be told.

    The court may say so ("zoals deze artikelen luidden ten tijde van het bewezen verklaarde"): then the day of the
    offence, if it was one day. Of the renumbered sexual offences the numbers of the law in force at the offence are
    meant (art. 1 Sr), so any offence period on one side of the renumbering decides.
    """
    start = period.from_ if period else None
    stop = period.to if period else None
    if at_the_time and start and start == stop:
        return start
    if not _is_renumbered(listed.law, listed.article):
        return None
    if stop and stop < SEXUAL_OFFENCES_RENUMBERED:
        return stop
    if start and start >= SEXUAL_OFFENCES_RENUMBERED:
        return None if listed.old else stop
    return judged if judged and judged < SEXUAL_OFFENCES_RENUMBERED else None


def _is_renumbered(law: str | None, article: str) -> bool:
    """Tell whether an article number means one offence until 30 June 2024 and another since."""
    number = _THREE_DIGITS.match(article)
    return law in {None, "Sr"} and number is not None and int(number[1]) in RENUMBERED


def _provisions(
    judgment: Judgment, listed: list[Listed], *, period: Period | None, at_the_time: bool
) -> tuple[Provision, ...]:
    """Return each listed article once, in the order of the list."""
    home = _home(judgment, listed)
    if any(item.law for item in listed):
        listed = [item for item in listed if item.law]
    kept: dict[tuple[str, str], Provision] = {}
    for item in listed:
        law = laws().get(item.law or "Sr")
        jurisdiction = item.jurisdiction or home
        name = item.law or "Sr"
        kept.setdefault(
            (name, item.article),
            Provision(
                law=name,
                article=item.article,
                bwb_id=law.bwb_id if law and jurisdiction == NO_PLACE else None,
                version=_version(item, period, judgment.date, at_the_time=at_the_time)
                if jurisdiction == NO_PLACE
                else None,
                jurisdiction=jurisdiction,
                evidence=judgment.span(item.start, item.end),
            ),
        )
    return tuple(kept.values())


def find_provisions(judgment: Judgment, *, offence_period: Period | None = None) -> Answer[tuple[Provision, ...]]:
    """Return the provisions that the judgment lists as applied, each with the place of its article number.

    An abstract has no such list: its answer is empty. ``offence_period`` spares a second search for it where the
    caller has it already. Doubts: a conviction without a list, a list that names no law (read as Sr), a list that
    leans on "de reeds aangehaalde artikelen", and articles whose number has two meanings since 1 July 2024.
    """
    if judgment.text_is == "abstract" or not judgment.text:
        return Answer(())
    criminal = has_defendant(judgment.text)
    own = [(start, end, _listed(judgment.text, start, end, gap=GAP_IN_SECTION)) for start, end in _sections(judgment)]
    found = [region for region in own if region[2]] or [
        (start, end, _listed(judgment.text, start, end, gap=GAP_BEHIND_FORMULA)) for start, end in _formulas(judgment)
    ]
    start, end, listed = max(found, key=lambda region: len(region[2]), default=(0, 0, []))
    if listed and (criminal or any(item.law for item in listed)):
        return _answer(judgment, listed, _block(judgment, listed, start, end), offence_period)
    whole = judgment.text_is == "judgment"  # a dictum alone is not where courts list the articles
    return Answer((), doubts=tuple(_without_list(judgment)) if criminal and whole else ())


def _block(judgment: Judgment, listed: list[Listed], start: int, end: int) -> tuple[int, int]:
    """Return the stretch from the start of the region to the end of the line that holds its last article."""
    line_end = judgment.text.find("\n", listed[-1].end, end)
    return start, line_end if line_end >= 0 else end


def _answer(
    judgment: Judgment, listed: list[Listed], block: tuple[int, int], period: Period | None
) -> Answer[tuple[Provision, ...]]:
    """Return the provisions of a list, with the doubts that its wording raises."""
    at_the_time = _AT_THE_TIME.search(judgment.text, *block) is not None
    if period is None and (at_the_time or any(_is_renumbered(item.law, item.article) for item in listed)):
        period = find_offence_period(judgment).value
    provisions = _provisions(judgment, listed, period=period, at_the_time=at_the_time)
    doubts = []
    if all(item.law is None for item in listed):
        reason = "The list names no law; its articles are read as those of the Wetboek van Strafrecht."
        doubts.append(Doubt(FIELD, reason, judgment.span(listed[0].start, listed[-1].end)))
    borrowed = _BORROWED.search(judgment.text, *block)
    if borrowed:
        reason = "The list also refers to articles quoted earlier in the judgment, which are not in it"
        reason += _cited(judgment, borrowed.start())
        doubts.append(Doubt(FIELD, reason, judgment.span(*borrowed.span())))
    unclear = [
        provision
        for provision in provisions
        if _is_renumbered(provision.law, provision.article)
        and provision.version is None
        and provision.jurisdiction == NO_PLACE
    ]
    if unclear and not (judgment.date and judgment.date < SEXUAL_OFFENCES_RENUMBERED):
        reason = (
            f"Article {unclear[0].article} Sr means one offence until 30 June 2024 and another since; the dates in the "
            "judgment do not tell which."
        )
        doubts.append(Doubt(FIELD, reason, unclear[0].evidence))
    return Answer(provisions, doubts=tuple(doubts))


def _cited(judgment: Judgment, stop: int) -> str:
    """Return the end of a sentence: which articles the court, before a place, says that the facts are punished by."""
    text = judgment.text
    cited: dict[str, None] = {}
    for section in judgment.sections:
        if section.kind in _ELSEWHERE or section.start >= stop:
            continue
        for formula in _PUNISHED_BY.finditer(text, section.start, min(section.end, stop)):
            articles, _ = read_list(text, formula.end(), end=min(section.end, formula.end() + CITATION_REACH))
            cited |= dict.fromkeys(f"{item.law} {item.article}" for item in articles if item.law)
    return f"; it cites earlier: {', '.join(cited)}." if cited else "."


def _without_list(judgment: Judgment) -> Iterator[Doubt]:
    """Yield a doubt where a list is missing: it borrows all its articles, or a conviction names none."""
    for section in judgment.of_kind("applied_provisions"):
        borrowed = _BORROWED.search(judgment.text, section.start, section.end)
        if borrowed:
            reason = "The judgment refers to the articles that it quoted earlier, and lists none itself"
            reason += _cited(judgment, borrowed.start())
            yield Doubt(FIELD, reason, judgment.span(*borrowed.span()))
            return
    for section in judgment.of_kind("dictum"):
        convicts = _CONVICTS.search(judgment.text, section.start, section.end)
        if convicts:
            reason = "The dictum holds a conviction, but no list of applied articles was found."
            yield Doubt(FIELD, reason, judgment.span(*convicts.span()))
            return
