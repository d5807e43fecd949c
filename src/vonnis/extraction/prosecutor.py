"""Who demands: how the prosecutor of an instance is named, and by which words it is told what it demands.

A sentence of the prosecutor's is told from one of the defence or the court by whom it names first, and a demand from a
position on the evidence by its verb. The court may also tell the demand while it gives its own sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from vonnis.extraction.rules import rule
from vonnis.judgment.scan import Finder, Glance, Watch

_OF_THE_DEMAND = (
    r"\b(?:deze|haar|zijn) vordering\b(?=[^.;]{0,160}\b(?:strekt|houdt in|luidt))|\bdeze (?=strekt ertoe\b)"
)
"""Opens a sentence that goes on from the one that names the prosecutor's demand."""
_ITS_DEMAND = r"\bstrafeis\b|\bde eis (?=van (?:\d|een\b)|\(|[-–] )|\bge[eëé]iste (?=\w*(?:straf|detentie|boete)\b|\d)"
"""Names what only a prosecutor does: "lager dan de eis van 24 maanden gevangenisstraf"."""
_FIRST = rf"{_OF_THE_DEMAND}|"
_FIRST += r"(?:hoofd)?officier(?:en)? van justitie|openbaar ministerie|(?-i:\bOM\b)|\bovj\b|de officier"
_FIRST += rf"|{_ITS_DEMAND}"
_APPEAL = rf"{_OF_THE_DEMAND}|"
_APPEAL += r"advoca(?:at|ten)-generaal|(?-i:\bA-?G\b)|procureur-generaal|openbaar ministerie|(?-i:\bOM\b)"
_OPENS_NOTE = r"\bvordering (?:van )?(?:de |het )?(?=(?:ovj|om|a-?g|officier van justitie|advocaat-generaal) ?:)"
"""Opens the demand in a note of an oral judgment: "Vordering OvJ: 4 weken gevangenisstraf"."""
_DEMANDS = (
    r"hierin bestaande,? dat|\bvroeg\b|"
    r"inhoudende (?:dat|tot|een)|ertoe strekt|strekt ertoe|tot veroordeling van (?:de )?verdachte\b|\bhoudt in,? dat\b"
    rf"|{_OPENS_NOTE}"
    r"|gevorderd|vordert|vorderde|vorderen|(?<!de )(?<!het )vordering (?:strekt|luidt|houdt)|strekkende? tot"
    r"|\bstrekt tot\b|ge[eëé]+ist|\beis(?:t"
    r"|te)\b|\b(?:straf)?eis (?:luidt|strekt|van|is|was)"
    r"|rekwireer|gerekwireerd|re[ck]quireer|gerequireerd|requisitoir|verzocht|verzoekt|geconcludeerd|concludeert"
    r"|persisteer|gepersisteerd|bepleit|standpunt"
    r"|\bacht(?:te)?\b|vindt|\bvond\b|wenst|\bwil\b|van mening|van oordeel|\bvoorgestelde (?:\w+ )?\w*straf|voorgesteld"
    r"|stelt voor|meent|gevraagd"
    r"|vraagt|(?<=justitie )(?:dient|moet|kan|past)\b|(?<=generaal )(?:dient|moet|kan)\b"
)
_STRICT_WORDS = (
    r"hierin bestaande,? dat|\bvroeg om\b|\b(?:vroeg|wilde) de (?:officier(?: van justitie)?|advocaat-generaal)\b|"
    r"inhoudende (?:dat|tot)|(?:justitie|generaal|ministerie),? inhoudende een"
    r"|ertoe strekt|strekt ertoe|\bhoudt in,? dat\b"
    r"|^vordering (?:van )?(?:de |het )?(?:ovj|om|a-?g|officier van justitie|advocaat-generaal)$"
    r"|(?:justitie|generaal|ministerie) (?:\w+ ){0,4}tot veroordeling van"
    r"|strekkende tot|\bstrekt tot\b"
    r"|gevorderd|vordert|vorderde|ge[eëé]+ist|\beis(?:t|te)\b|rekwireer|requi|eis\b|vordering (?:strekt|luidt|houdt)"
    r"|verzocht|verzoekt|geconcludeerd|concludeert|gevraagd|vraagt|\bvoorgestelde (?:\w+ )?\w*straf"
)
STRICT = rule(_STRICT_WORDS)
"""Words that say of nobody but a prosecutor that it demands."""
_STRICTLY = Finder(STRICT)
_COURT_NAMED = r"(?:de rechtbank|het hof|het gerecht|de \w*rechter)"
_OWN = rf"(?:(?!\b(?:{_COURT_NAMED}|de raads\w+|de verdediging)\b)(?:[^.;]|\.(?=\d)))"
"""Words of the prosecutor's own: nobody else is named among them."""
_ITS_NAME = r"(?:justitie|ministerie|generaal|officier|\bOM|\bovj)"
_SANCTION = r"\w*(?:straf|detentie|boete|hechtenis|maatregel|ontzegging|\btbs|\bisd|\bpij)\b"
_FITS = (
    r"(?:passend|geboden|aangewezen|gerechtvaardigd|op (?:zijn|haar) plaats|in de rede|geïndiceerd|gepast|noodzakelijk)"
)
_FITTING = rf"{_FITS} (?:heeft ge)?(?:acht(?:te)?|vindt|vond)\b"
_TO_BE_GIVEN = (
    r"(?:opgelegd|op te leggen|oplegging|opleggen|oplegt|veroordeeld|te veroordelen|bestraft|volstaan|krijgen|krijgt"
    rf"|geplaatst|recht (?:zou )?doe(?:t|n)|verdient|{_FITS})\b"
)
_POSITION_WORDS = (
    rf"standpunt (?:gesteld|ingenomen){_OWN}{{0,400}}?{_TO_BE_GIVEN}"
    rf"|{_ITS_NAME}{_OWN}{{0,80}}?\b(?:vindt|vond|wil|meent|van mening"
    rf"|van oordeel)(?: is)?,? (?:ook |daarom )?dat (?:{_COURT_NAMED} )?{_OWN}{{0,300}}?{_TO_BE_GIVEN}"
    rf"|{_ITS_NAME}{_OWN}{{0,60}}?\b(?:acht|achtte|vindt|vond) "
    rf"{_OWN}{{0,200}}?{_SANCTION}{_OWN}{{0,160}}?{_FITS}"
    r"|oplegging (?:\w+ )?bepleit|bepleit(?:te)? (?:de )?oplegging"
    r"|(?<=volgens de )(?:officier van justitie|advocaat-generaal) (?:dient|moet|kan|is|zou|past) "
    rf"{_OWN}{{0,300}}?{_TO_BE_GIVEN}|(?<=volgens de )(?:officier van justitie|advocaat-generaal) past (?:\w+ )?een\b"
)
POSITION = Finder(rule(_POSITION_WORDS))
"""A demand in the words of a position ("vindt dat verdachte een taakstraf moet krijgen"), which can be one on the
evidence too."""
_THINKS = r"\b(?:acht|achtte|vindt|vond|wil|meent|bepleit\w*|volgens)\b|van mening|van oordeel"
DEMANDING = Finder(rule(rf"{_STRICT_WORDS}|{_THINKS}|standpunt (?:gesteld|ingenomen)|{_OPENS_NOTE}"))
"""A word for demanding, or for the opinion that may be a demand, somewhere in a section."""
_SHOULD_BE = r"\b(?:dient|dienen|moet|moeten|kan|kunnen) (?:te )?(?:\w+ )?worden\b"
GOES_ON = rule(
    r"[\s–-]*(?:voorts|daarnaast|tevens|ook|verder|ten slotte|tot slot|daarbij|bovendien|subsidiair|hij|zij|dit"
    r"|deze (?:straf|eis)|(?:als )?(?:bijzondere )?voorwaarden?|aan (?:de |het )?(?:voorwaardelijk|deze)"
    r"|een (?:deel|gedeelte) (?:daarvan|hiervan|van deze)|(?:hier|daar)van"
    r"|(?:voor|ten aanzien van|ter zake van) (?:(?:het|de) )?(?:feit(?:en)?|onder|zaak|overtreding(?:en)?)"
    r"|(?:de )?vordering(?:en)? (?:tot |na )?(?:de )?(?:ten ?uitvoer ?legging|tul|voorwaardelijke veroordeling)\b"
    rf"(?=[^.;]{{0,120}}(?:: ?(?:toe|af)\w*wijz|{_SHOULD_BE}|\btoe te wijzen))"
    r"|(?:toewijzing|afwijzing) van (?:de|beide|alle) vordering(?:en)?"
    rf"|(?:de )?ten ?uitvoer ?legging van(?=[^.;]{{0,200}}{_SHOULD_BE})"
    r"|(?:de|een) (?:eerder |reeds )?(?:voorwaardelijk )?opgelegde(?=[^.;]{0,160}\b(?:omgezet|ten ?uitvoer))"
    r"|van (?:de|beide|alle)(?=[^.;]{0,60}\bvoorwaardelijk\w*[^.;]{0,120}\bten ?uitvoer))\b"
)
"""Opens a sentence that goes on from the demand in the sentence before it."""
_OTHER_DEFENDANT = rule(
    r"(?:ten aanzien van|tegen|voor|aan|in de zaak van) (?:de )?(?:mede-?verdachten?|mededaders?)\b"
)
_DEFENDANT = rule(r"(?<!mede)(?<!mede-)\bverdachte\b")
DEFENCE = rule(r"raads(?:man|vrouw|lieden)|verdediging|\bde advocaat\b(?!-generaal)")
"""Names the defence."""
COURT = rule(
    r"\b(?:de rechtbank|het hof|het gerecht|de politierechter|de kinderrechter) (?:is (?:van oordeel|met)|acht|zal"
    r"|overweegt|ziet|komt|legt|heeft bij|volgt|wijkt|vindt)"
    r"|\b(?:acht|zal|ziet|komt|legt|volgt|wijkt|vindt|is)"
    r" (?:de rechtbank|het hof|het gerecht|de politierechter|de kinderrechter)\b"
)
"""The court speaks for itself."""
_UP_TO_ITS_OWN = (
    r"(?:(?!\b(?:maar|doch|omdat|zal|acht (?!(?:maand|week|weken|dag|ja|uu?r|voorw|onvoorw))|te (?:hoog|laag)"
    r"|passend|op(?: te )?leggen|in plaats|volstaan)\b"
    r"|(?<!, )(?<! en )(?<! van )(?<! weten )\been (?:\w+ )?\w*(?:straf|boete|detentie)\b)[^;.])*"
)
"""The words up to where the court turns to its own sentence."""
TOLD_BY_COURT = rule(
    r"(?:ge[eëé]+iste|gevorderde) (?:(?:geheel|gedeeltelijk|deels|(?:on)?voorwaardelijke?|een) ){0,3}"
    rf"\w*(?:straf|detentie|boete|hechtenis) (?:van|voor de duur van|ter hoogte van|groot) {_UP_TO_ITS_OWN}"
    r"|\b(?:straf)?eis(?: van de (?:officier van justitie|advocaat-generaal))?,? "
    r"?(?:\(|[-–] |te weten|zijnde|inhoudende|van (?!de\b))"
    rf" ?{_UP_TO_ITS_OWN}"
    rf"|(?:ge[eëé]+iste|gevorderde)(?: straf(?:fen)?)?,? (?:te weten|namelijk|zijnde) {_UP_TO_ITS_OWN}"
    rf"|ge[eëé]+iste (?=\d){_UP_TO_ITS_OWN}"
    r"|(?:justitie|ministerie|-generaal),? (?:die|welke|dat) [^.;]{0,300}?"
    rf"\b(?:gevorderd|ge[eëé]+ist|{_FITTING})\b"
    r"|\bdat (?:door )?de (?:officier van justitie|advocaat-generaal) [^.;]{0,300}?\b(?:gevorderd|ge[eëé]+ist)\b"
    rf"|\b(?:dan|bij|met|van|onder|boven) (?:de|het) [^.;]{{0,120}}?{_SANCTION}[^.;]{{0,90}}?, (?:die|welke) "
    r"(?:door )?de (?:officier van justitie|advocaat-generaal) [^.;]{0,60}?"
    rf"\b(?:gevorderd|ge[eëé]+ist|voorgesteld|gevraagd|genoemd|{_FITTING})\b"
)
"""What the court tells of the demand while it speaks of its own sentence: "lager dan de geëiste boete van € 500"."""
BELOW = rule(
    r"in eerste aanleg|eerste rechter|(?:rechtbank|politierechter|kinderrechter|kantonrechter"
    r"|vonnis)\b[^.;]{0,200}(?:veroordeeld|opgelegd)"
)
"""Words about the court below."""
_ASKED = r"(?:gevorderd|ge[eëé]+ist)\b"
_LENGTH = r"(?:\d+|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|\w+tien|\w+tig)(?: \([^)]{1,20}\))?"
PASSIVE = rule(
    rf"\b(?:is|zijn|werd|werden|wordt|worden) (?:(?!\b(?:door|dan|zoals|die|dat|welke)\b)[^.;:]){{0,300}}?\b{_ASKED}"
    rf"|(?<!dan )(?<!als )(?<!zoals )\b{_ASKED} (?:is|zijn|werd|werden|wordt|worden)\b(?! door)|\b(?:straf)?eis ?: "
)
"""A demand of which nobody is named: "ter zitting is gevorderd dat", "geëist wordt", "Eis: 6 maanden"."""
BY_PRONOUN = rule(
    rf"\b(?:hij|zij) (?:eist|eiste|vordert|vorderde|requireert|requireerde)\b"
    rf"|\b(?:hij|zij) vroeg om\b|\bdeze (?:(?!\b(?:door|dan|zoals)\b)[^.;,]){{0,160}}?"
    rf"\b(?:heeft {_ASKED}|{_ASKED} heeft\b)"
    rf"|\b(?:hij|zij) heeft (?:(?!\b(?:door|dan|zoals)\b)[^.;]){{0,300}}?\b{_ASKED}"
)
"""A demand of one who is named before: "hij eiste 7 maanden"."""
SAID_OF_NOBODY = Finder(
    rule(r"gevorderd|ge[eëé]+ist|eis ?:|\b(?:hij|zij) (?:eist|vordert|vorderde|vroeg|requireert|requireerde)")
)
"""What each match of the two above has in it; most sections have none, and are not read sentence by sentence."""
BARE_LENGTH = rule(
    rf"\b(?:eist|eiste|vordert|vorderde|{_ASKED}|eis van|straf van) "
    rf"(?={_LENGTH} (?:dag|dagen|week|weken|maand|maanden|jaar|jaren)\b)"
)
"""Before a length that is demanded without the kind of sentence."""
OTHERS = rule(
    r"raads(?:man|vrouw|lieden)|verdediging|\bde advocaat\b(?!-generaal)|\brechtbank\b|\bhof\b|rechter\b|benadeelde"
    r"|reclassering|deskundige|slachtoffer|officier|in eerste aanleg"
)
"""Whom else a pronoun may mean."""
OF_THIS_HEARING = rule(r"\bin (?:hoger )?beroep\b|\bzitting van het hof\b|\bbij het hof\b|\bthans\b")
"""What says in appeal that a demand was made before this court."""
_NEAR = 40
_BESIDE = rule(r"\b(?:met|anders dan|evenals|gelijk) (?:de |het )?(?:-? ?)$")
"""Makes the prosecutor one with whom the court agrees or not."""


SENTENCE_END = re.compile(
    r"[.?!;\n](?:(?<=[.?!])\s+(?=[A-Z0-9“\"(\[]|[-–•]\s)"
    r"|(?<=[;\n])\s*(?=(?:De|Het) (?:raads(?:man|vrouw)|verdediging|rechtbank|hof\b|advocaat\b(?!-))))"
)
"""Where a sentence ends, or one of the defence or the court begins in a list."""
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|art|nr|dr|drs|prof|ca|d\.d|o\.a|subs|subsid|verv|voorw|vw|resp|jr|mnd|dgn|m\.a\.v|max|min)"
    r"|\b[A-Z])\.$"
)


class Cues(msgspec.Struct, frozen=True):
    """What tells the prosecutor of one instance: its name, its name with a word for demanding, and where to look."""

    subject: re.Pattern[str]
    demands: re.Pattern[str]
    named: Finder
    watch: Watch


def _cues(subject: str) -> Cues:
    """Return the cues for a prosecutor of this name."""
    name = rule(subject)
    demands = rule(rf"(?:{subject})[\s\S]{{0,700}}?(?:{_DEMANDS})|(?:{_DEMANDS})[\s\S]{{0,80}}?(?:{subject})")
    watch = Watch(name, demands, STRICT, GOES_ON, DEFENCE, COURT, BELOW, _OTHER_DEFENDANT, TOLD_BY_COURT)
    return Cues(name, demands, Finder(name), watch)


OF_INSTANCE = {False: _cues(_FIRST), True: _cues(_APPEAL)}
"""The cues by whether a judgment is an appeal court's."""


def demands_strictly(seen: Glance, cue: re.Match[str]) -> bool:
    """Tell whether a cue is a word for demanding, or such a word follows ("acht bewezen en heeft gevorderd")."""
    if _STRICTLY.search(cue.group()):
        return True
    later = seen.search(STRICT, cue.end())
    beside = _BESIDE.search(seen.words[max(0, cue.start() - _NEAR) : cue.start()])
    return later is not None and beside is None and DEFENCE.search(seen.words, cue.end(), later.start()) is None


def is_of_another(seen: Glance) -> bool:
    """Tell whether a sentence is about what was demanded against a co-defendant."""
    other = seen.search(_OTHER_DEFENDANT)
    return other is not None and _DEFENDANT.search(seen.words, 0, other.start()) is None


def is_not_prosecutor(seen: Glance, cues: Cues, *, appeal: bool) -> bool:
    """Tell whether a sentence is the defence's, the court's, or about the court below."""
    subject = seen.search(cues.subject)
    for other in (DEFENCE, COURT):
        found = seen.search(other)
        if found and (subject is None or found.start() < subject.start()):
            return True
    return appeal and seen.has(BELOW) and not (subject and STRICT.search(seen.words, subject.start()))


def sentences_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a stretch; a full stop after an abbreviation or an initial ends none."""
    for match in SENTENCE_END.finditer(text, start, end):
        at = match.start()
        if _ABBREVIATED.search(text, max(start, at - 6), at + 1):
            continue
        yield start, at + 1
        start = match.end()
    if start < end:
        yield start, end
