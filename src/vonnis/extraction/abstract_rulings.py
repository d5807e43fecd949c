"""Tell in a court's abstract a starting point from the sentence that the court then lays on, or puts in its place.

An orientation point, a guideline or what fits "in beginsel" is no sentence yet. It becomes one when the court lays it
on ("en legt die op") or goes on to a length of its own, which takes its noun from what was named before: "uitgangspunt
10 maanden gevangenisstraf, dat wordt 8 maanden", "eiste 2 jaar cel, de rechtbank legde 20 maanden op".
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from vonnis.extraction.abstract_parts import surely_prison
from vonnis.extraction.abstract_subject import stands_already
from vonnis.extraction.draft import Draft, Place
from vonnis.extraction.phrases import PhraseReader
from vonnis.extraction.quantities import Quantity, find_quantities
from vonnis.extraction.roles import BEFORE, role_of
from vonnis.extraction.rules import rule
from vonnis.extraction.vocabulary import Noun, nouns

_BENCHMARK = rule(
    r"oriëntatiepunt\w*|straftoemetingsrichtlijn\w*|strafmaatrichtlijn\w*|\brichtlijn(?:en)?\b|\buitgangspunt\w*"
    r"|\bstartpunt\b|\b(?:gaat|gaan|ging)(?: daarbij| hierbij)? uit van (?=een (?:\w+ )?\w*(?:straf|detentie|boete)\b"
    r"|(?:\d+|twee|drie|vier|vijf|zes|acht|negen|tien|twaalf|\w+tien) (?:maanden|jaar|jaren|weken|dagen|uur|uren)\b)"
    r"|\bin beginsel\b|\bdoorgaans\b|\bgebruikelijk\w*"
)
_HOLDS = rule(
    r"\b(?:gehanteerd|hanteert|hanteren|genomen|neemt|uitgegaan|uitgaan van|ga(?:at|an) uit van|geldt|gelden"
    r"|te weten|namelijk"
    r"|schrij(?:ft|ven) voor|noem(?:t|en)|vermeld(?:t|en)|indice(?:ert|ren)|adviseert|bedraagt|gerechtvaardigd"
    r"|aangewezen"
    r"|op zijn plaats|geïndiceerd|opgelegd|passend|past|passen)\b|(?:punt\w*|richtlijn(?:en)?) (?:hiervoor |daarvoor "
    r"|(?:van|volgens|uit) (?:het |de )?LOVS\w* )?(?:is|zijn|was)\b"
    r"|\boriëntatiepunt(?:en)?(?: van (?:het |de )?LOVS\w*)? ?\((?=[^)]{0,40}(?:straf|maand|jaar|uur|dagen|weken))"
    r"|\b(?:oriëntatie|uitgangs|start)punt(?: (?:hiervoor|daarvoor|(?:van het )?LOVS))?:?(?: van)? (?:een \w+ van )?"
    r"(?=(?:\d+|een|twee|drie|vier|vijf|zes|acht|negen|tien|twaalf|\w+tien) "
    r"(?:maand|jaar|jaren|we[ek]|dag|uur|uren|mnd|jr))"
)
_OWN_WORD = rule(
    r"\b(?:veroordeelt|veroordeeld tot|legt\b|komt\b[^.;]{0,30}\btot|volstaat|uiteindelijk|straft|matigt|uitspraak)\b"
)
_RULE_WORD = r"(?:in beginsel|doorgaans|gebruikelijk\w*)"
_AS_A_RULE = rule(rf"\b{_RULE_WORD} word(?:t|en)\b|\bword(?:t|en) (?:\w+ ){{0,3}}?{_RULE_WORD}\b")
"""What makes "opgelegd" tell what is laid as a rule: "doorgaans wordt 10 maanden gevangenisstraf opgelegd"."""
_AS = rule(r"\bals $")
_FITS = rule(r"in beginsel (?:\w+ ){0,2}(?:passend|past|geboden|aangewezen|op zijn plaats|gerechtvaardigd)\b")
"""Makes a principle of what stands before it: "een taakstraf van 100 uur in beginsel passend"."""
_TAKEN = rule(r"\b(?:neemt|nam|hanteert|hanteerde|geldt|gold|genomen|gehanteerd)\b")
"""With "als" before it, what tells a starting point before it is called so: "neemt 12 maanden als uitgangspunt"."""
_IMPOSED_SOON = rule(r"[^.;,]{0,30}\bopgelegd\b")
_COURT = r"(?:de rechtbank|het hof|het gerecht|de \w*rechter)"
_LAID_ON = rule(
    rf"\b(?:legt|legde|zal)\b(?: {_COURT})? (?:(?!niet\b|geen\b)\w+ ){{0,3}}?(?:die|deze|dit|dat|zo'n)(?: \w*straf"
    r"| ook| dan| daadwerkelijk| daarom| aan (?:de )?verdachte| hem| haar){0,3} op(?:leggen)?\b"
    r"|\b(?:die|deze|dit|dat)(?: straf)? (?:wordt|is) (?:(?!niet\b|geen\b)\w+ ){0,3}?opgelegd\b"
    rf"|\b(?:ziet|acht) (?:{_COURT} )?geen (?:reden|aanleiding|grond)(?: om)? (?:hiervan|daarvan"
    r"|ervan|van (?:dit|dat|het) \w+) af te wijken"
)
"""Lays on what was named just before: "... passend en legt die op"."""
_LAID_BEFORE = rule(
    rf"(?:\b(?:legt|geeft|gaf|legde|oplegt|oplegde|leggen)(?: {_COURT})?(?: (?!uit\b)\w+){{0,3}}"
    r"|\b(?:wordt|werd)(?: (?:het|dat|dit|deze|daarom|nu|hier|uiteindelijk|dan|ook|nog)){0,3}"
    r"|\bkrijgt(?: (?:hij|zij|verdachte|de|man|vrouw|nu|daarom|uiteindelijk)){0,4}"
    rf"|\b(?:komt|kwam)(?: {_COURT})?(?: \w+){{0,4}} (?:tot|op)"
    r"|\b(?:gematigd|verminderd|teruggebracht|verlaagd|verhoogd|matigt|vermindert|verlaagt|verhoogt)"
    r"(?: (?!met\b)\w+){0,4} (?:tot|naar)"
    rf"|\b(?:uitspraak|opgelegd|vonnis|rechtbank|hof|straf(?: van| op)?|conform (?:de )?eis):?"
    rf"|\bveroordeel[dt](?: \w+){{0,4}} tot|\bvolsta(?:at|an)(?: {_COURT})?(?: \w+){{0,2}} met"
    r") (?:een (?:(?:hogere|lagere|andere|mildere|zwaardere) )?straf(?: van|,? te weten|,? namelijk|:) "
    r"|een vermindering tot )?$"
)
"""Before a length that the court lays on without saying again of what."""
_CHANGED_BELOW = rule(
    r"\b(?:verhoogt|verlaagt|matigt|vermindert)\b[^.;]{0,20}\bstraf\b[^.;]{0,30}? (?:tot|naar) "
    r"(?=\d|\w+ (?:jaar|maanden))|\blegt\b[^.;:]{0,60}\bstraf op: (?=\d|\w+ (?:jaar|maanden))"
)
_AND_AN_ORDER = rule(r" ?(?:en|met|plus|\+|&) (?:een )?(?:maatregel (?:van )?)?")
"""Between a length and the hospital order beside it; the law knows no other punishment that goes with one."""
_NOTHING_BEFORE = re.compile(r"\W*")
_PART_BEHIND = rule(r",? (?:wv|waarvan)\b[^.;]{1,20}\b(?:vw|voorw)")
_OF_A_DEED = rule(r" (?:voor|wegens) (?!de\b|het\b|zijn\b|haar\b|dat\b|die\b|een\b|deze\b|ieder|elk)")
"""Behind a length with which a headline opens: "12 jaar voor moord"."""
_CONVICTED_TO = rule(r"\bveroordeling\b[^.;:]{0,60}[,:] ?$")
_ENDS = re.compile(r"\W*")
_GETS = rule(
    rf"\b(?:krijgt|kreeg|legt|legde)(?: (?:{_COURT}|hij|zij|hem|haar|nu|daarom|uiteindelijk|thans|dan|ook"
    r"|(?:de |aan )?(?:verdachte|man|vrouw)|een straf van)){0,4} (?=\d|(?:een|twee|drie|vier|vijf|zes|\w+tien|acht"
    r"|negen|tien|twaalf) )"
)
"""Before a length that somebody gets, right behind the verb."""
_LAID_BEHIND = rule(r" ?(?:(?:(?:is|wordt|worden|zijn) )?opgelegd|in plaats van|i\.p\.v\.)")
_NOT_LAID = rule(
    r" ?(?:na\b|hulp\b|later|eerder|geleden|de tijd|oud\b|overschr|om te\b|te laat|zwaarder|hoger|lager|langer|korter"
    r"|minder|aftrek|proeftijd|begeleiding|toezicht|behandeling|gesloten\b)"
)
"""Behind a length that is none of a sentence, or tells only by how much one changes."""


def told_apart(text: str, drafts: Sequence[Draft], *, start: int, end: int) -> tuple[list[Draft], list[Draft]]:
    """Return the sanctions of a sentence that may be imposed, and those that a starting point or a principle holds."""
    mark = _BENCHMARK.search(text, start, end)
    if not drafts or mark is None or not _HOLDS.search(text, start, end):
        return list(drafts), []
    as_a_rule = _AS_A_RULE.search(text, start, end) is not None
    told_first = _FITS.match(text, mark.start(), end) or (
        _AS.search(text, start, mark.start()) and _TAKEN.search(text, start, end)
    )
    since, place = (start, start) if told_first else (mark.start(), mark.end())
    held = [d for d in drafts if d.first >= since and (as_a_rule or not _is_ruled(text, place, draft=d, end=end))]
    return [d for d in drafts if d not in held], held


def _is_ruled(text: str, place: int, *, draft: Draft, end: int) -> bool:
    """Tell whether the court rules between a place and a sanction, or right behind it."""
    noun = draft.places["noun"]
    if _OWN_WORD.search(text, place, noun[0]) is not None:
        return True
    soon = _IMPOSED_SOON.match(text, max(noun[1], draft.places.get("total", noun)[1]), end)
    return soon is not None


def lays_on(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch lays on what was named before it, or in it."""
    return _LAID_ON.search(text, start, end) is not None


def years_beside_an_order(text: str, start: int, *, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the prison sentence that stands before a hospital order without its noun: "zes jaar en TBS met ..."."""
    order = next((draft for draft in drafts if draft.kind.startswith("tbs")), None)
    if order is None or any(draft.kind == "prison" for draft in drafts):
        return
    noun = order.places["noun"][0]
    q = next(reversed([*find_quantities(text, start, noun)]), None)
    if q is None or q.measure != "duration" or not _AND_AN_ORDER.fullmatch(text, q.end, noun):
        return
    if _NOTHING_BEFORE.fullmatch(text, start, q.start) or _LAID_BEFORE.search(text, start, q.start):
        draft = Draft(nouns()["prison"], (q.start, q.end))
        draft.take("total", q)
        yield draft


def gets(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch tells right behind its verb how much somebody gets: "krijgt nu 2 jaar"."""
    return _GETS.search(text, start, end) is not None or _CHANGED_BELOW.search(text, start, end) is not None


def laid_lengths(
    text: str, start: int, end: int, *, of: Sequence[Noun], taken: Container[Place]
) -> Iterator[tuple[Quantity, Draft | None]]:
    """Yield each length that a stretch lays on without a noun, and the sanction where one noun ``of`` those named fits.

    A length that stands already in a place ``taken`` by a sanction is left out.
    """
    last = start
    for q in find_quantities(text, start, end):
        before, last = BEFORE.look(text, last, q.start), q.end
        if (q.start, q.end) in taken or q.measure == "money" or _NOT_LAID.match(text, q.end, end):
            continue
        laid = _LAID_BEFORE.search(text, start, q.start) or _LAID_BEHIND.match(text, q.end, end)
        if laid is None and _opens_sentence(text, q.start):
            laid = _PART_BEHIND.match(text, q.end, end)
        if (
            not laid
            or stands_already(text[start : q.start], confirmed=False)
            or role_of(q, before, after=text[q.end : min(end, q.end + 160)]) != "total"
        ):
            continue
        fitting = {noun.kind: noun for noun in of if noun.measure == q.measure}
        if not fitting and surely_prison(q):
            fitting = {"prison": nouns()["prison"]}
        yield q, _with_parts(text, q, noun=fitting.popitem()[1], end=end) if len(fitting) == 1 else None


def _opens_sentence(text: str, place: int) -> bool:
    """Tell whether a place is the first of its sentence."""
    return text[:place].rstrip(" \"'-–•*([")[-1:] in {"", ".", ";", "\n", "!", "?"}


def headline_length(text: str, start: int, end: int) -> Quantity | None:
    """Return the length of a headline that names no punishment: "12 jaar voor moord", "Veroordeling moord, 12 jaar"."""
    for q in find_quantities(text, start, end):
        opens = _NOTHING_BEFORE.fullmatch(text, start, q.start) and _OF_A_DEED.match(text, q.end, end)
        closes = _CONVICTED_TO.search(text, start, q.start) and _ENDS.fullmatch(text, q.end, end)
        alone = _NOTHING_BEFORE.fullmatch(text, start, q.start) and _ENDS.fullmatch(text, q.end, end)
        if q.measure != "money" and (opens or closes or alone):
            return q
    return None


def _with_parts(text: str, q: Quantity, *, noun: Noun, end: int) -> Draft:
    """Return a sanction of this length with the parts that stand behind it."""
    draft = Draft(noun, (q.start, q.end))
    draft.take("total", q)
    reader = PhraseReader(text, lengths_optional=True, of_one=False)
    reader.drafts.append(draft)
    reader.read(q.end, end, of=draft)
    return draft
