"""Tell in a court's abstract what the prosecution demanded from what the court laid on.

Both stand in a few words beside each other: "eis 8 jaar, opgelegd 6 jaar", "legt 30 maanden op, zoals gevorderd",
"42 mnd GS (eis: 5 jr)", "12 jaar cel voor moord, 15 jaar geëist".
"""

from __future__ import annotations

from vonnis.extraction.draft import Draft
from vonnis.extraction.quantities import Quantity, find_quantities
from vonnis.extraction.rules import rule

DEMANDS = rule(
    r"\b(?:eis ?:|eis\)|(?:OM-?|ovj-?)?eis(?: OM| OvJ)? (?=\d)"
    r"|eis (?:was|is|luidde|bedroeg|bedraagt)\b|eist|eiste|geëist\w*|vordert|vorderde|de eis\b|eis van"
    r"|\b(?:ge)?re(?:kw|qu)ireer\w*|\b(?:OM|OvJ|officier(?: van justitie)?) (?:wilde?|vroeg|vraagt)\b"
    r"|gevorderde? (?:straf|is)|(?:OvJ|OM|officier(?: van justitie)?|A-?G) ?:"
    r"|(?:officier van justitie|advocaat-generaal|OvJ|OM)[^.]{0,160}(?:gevorderd|vordert|eis))"
)
_LAYS = rule(
    r"\b(?:rechtbank|hof|rechter|politierechter|kantonrechter) (?:komt|kwam|maakt|maakte|straft|doet|geeft)\b"
    r"|\bopgelegd\b|\bveroordeeld tot\b|\bveroordeel(?:t|de)\b|\b(?:op)?leg(?:t|de)\b|\bkr(?:ijgt|eeg)\b"
    r"|\b(?:rechtbank|hof|rechter|deze|die) (?:acht|vindt|vond|achtte)\b[^.;]{0,80}\b(?:passend|geboden|op zijn plaats)"
    r"|\bwerd het\b|\bwordt het\b|\buitspraak\b"
)
_CLAUSE = rule(r"[,:(]|\b(?:maar|terwijl)\b|\ben (?=(?:er )?(?:is|wordt|werd|legt|veroordeelt)\b)")
_AS_DEMANDED = rule(
    r"(?<!niet )(?<!deels )(?<!gedeeltelijk )(?<!nagenoeg )\b(?:conform|overeenkomstig|gelijk aan) (?:de |het )?"
    r"(?:straf)?(?:eis|vordering)\b(?! van de (?:verdediging|benadeelde|raads))"
    r"|\b(?:gaat|ging) mee (?:in|met) de (?:straf)?eis\b|\bneemt de (?:straf)?eis\b[^.;]{0,60}\bover\b"
    r"|\bde (?:straf)?eis\b[^.;]{0,60}\b(?:wordt|is) (?:geheel )?gevolgd\b|\blegt de (?:geëiste|gevorderde) straf op\b"
    r"|\bvolgt (?:hierin |daarin )?de (?:straf)?eis\b(?! van de (?:verdediging|raads)|[^.;:,]{0,40}\bniet\b)"
)
"""What makes the sentence beside it the demand too."""
_SO_DEMANDED = rule(
    r"\b(?:zoals|evenals|gelijk|net als)(?: ook)? (?:(?:door )?(?:de |het )?(?:officier(?: van justitie)?|OM|OvJ"
    r"|openbaar ministerie|A-?G|advocaat-generaal) (?:\w+ ){0,3}?)?(?:gevorderd|geëist|eiste?|vorderde?t?)\b"
)
"""The same told in a clause, where nothing is denied beside it: "zoals door de officier gevorderd"."""
_DENIES = rule(
    r"\b(?:geen|niet|noch|zonder|deels|gedeeltelijk|hoger|lager|bp|benadeelde\w*|schadevergoeding|vordering(?:en)?|schade)\b"
)
NOT_AS_DEMANDED = rule(
    r"\bzoals (?:(?!raads|verdediging|advocaat\b|reclassering|deskundige)[\w-]+ ){0,8}?"
    r"(?:gevorderd|geëist|gevraagd|eiste?\b|vorderde)|\bondanks de (?:straf)?(?:eis|vordering)"
    r"|\banders dan [^.;]{0,60}(?:gevorderd|geëist)"
    r"|\b(?:gevorderde|geëiste)\b|\bwijkt af van de (?:straf)?eis\b"
)
"""What makes a refused sanction one that was demanded."""
AND_A_MEASURE = rule(r" ?(?:(?:cel|en|plus|met) (?:een )?(?:tbs|pij|isd|aftrek|dwangverpleging)(?:-maatregel)? )*")
"""Between a length and the "geëist" behind it: "8 jaar en TBS geëist"."""
COMPARED = rule(
    r"\b(?:dan|in plaats van|i\.p\.v\.|tegenover|conform|overeenkomstig|af(?:wijk\w*|geweken)? van) (?:\w+ ){0,6}$"
)
FOLLOWED = rule(
    r"\b(?:acht (?:de rechtbank|het hof|de politierechter)|(?:rechtbank|hof|rechter) acht) (?:de|het) [^.]{0,60}"
    r"(?:gevorderde|geëiste)"
    r"(?:(?!\bniet\b|\bte (?:hoog|laag)\b)[^.])*passend"
)
_DEMAND_IN_BRACKETS = rule(r"\b(?:straf)?eis(?: van (?:de |het )?(?:OvJ|OM|officier(?: van justitie)?))? ?\(")
"""Before the length that was demanded, where the court speaks of its own: "afwijking van eis (acht jaren)"."""
_THAN_DEMANDED = rule(
    r"\bdan (?:de )?[\w ]{3,30} die (?:door )?(?:het OM|(?:de )?officier)[^.;]{0,40}(?:geëist|eiste|gevorderd"
    r"|vorderde)"
)
_DEMANDED_THAT = rule(r"\bdat\b")
_BRACKETED = rule(
    r"\((?:eis|geëist|vordering|gevorderd)\b(?!\))[^()]{0,120}\)|(?<=strafbeschikking )\([^()]{0,80}\)"
    r"|(?<=\beis )\((?=[^()]{0,60}\b(?:straf|cel|gs|tbs|uur|maand\w*|jaar|jr|mnd)\b|\d)[^()]{0,80}\)"
    r"|(?<=politierechter )\([^()]{0,80}\)(?=[^.;]{0,40}vernietig)"
    r"|(?<=rechtbank )\([^()]{0,80}\)(?=[^.;]{0,40}vernietig)"
    r"|(?<=rechtbank), die [^.;,]{0,120}\b(?:oplegde|opgelegd had|had opgelegd|heeft opgelegd)\b"
    r"|(?<=rechter), die [^.;,]{0,120}\b(?:oplegde|opgelegd had|had opgelegd|heeft opgelegd)\b"
    r"|\b(?:daar )?(?:waar|terwijl|hoewel) (?:de )?(?:rechtbank|politierechter|kinderrechter|eerste rechter) "
    r"[^.;,]{0,120}\b(?:oplegde|veroordeelde|opgelegd had|had opgelegd|heeft opgelegd)\b(?=,)"
    r"|(?<=vernietigt vonnis )\([^()]{0,80}\)|(?<=vernietigt het vonnis )\([^()]{0,80}\)"
)
"""A demand, or a sentence of another decision, that is told in brackets ("42 mnd GS (eis: 5 jr)") or beside its court
("anders dan de rechtbank, die 10 maanden oplegde")."""
_ITS_LENGTH = rule(r" ?(?:van )?(?:een \w+ van )?(?:OM |OvJ )?\(?")
BREAK = rule(r"[,(]|\b(?:maar|terwijl|tegen)\b")
_PROSECUTION = r"(?:OM|openbaar ministerie|officier(?: van justitie)?|OvJ|A-?G|advocaat-generaal)"
_CHANGED = r"(?:verminder|verlaag|matig|bijgesteld|bij ?stel|gewijzig|wijzig|teruggebracht|verhoog|aangepas)\w*"
_DEMAND_CHANGED = rule(
    rf"\beis\b(?:(?!\b(?:rechtbank|hof|rechter)\b)[^.;]){{0,80}}?\b(?:ge)?{_CHANGED}\b"
    rf"(?=[^.;]{{0,60}}\bdoor (?:het |de )?{_PROSECUTION}\b)[^.;]{{0,60}}? (?:tot|naar) (?:een \w+ van )?"
    rf"|\beis\b[^.;]{{0,80}}?\b(?:ter (?:terecht)?zitting|door (?:het |de )?{_PROSECUTION})\b[^.;]{{0,40}}?"
    rf"\b(?:ge)?{_CHANGED}\b[^.;]{{0,20}}? (?:tot|naar) (?:een \w+ van )?"
    rf"|\b{_PROSECUTION}\b[^.;,]{{0,40}}?\b(?:ge)?{_CHANGED} (?:\w+ ){{0,3}}?\w*eis\b[^.;]{{0,30}}? (?:tot|naar) "
    r"(?:een \w+ van )?"
)
"""Before what the prosecution demands in the end: "de eis van 12 maanden werd door het OM verminderd tot 8 maanden"."""


def without_asides(text: str) -> str:
    """Return an abstract with blanks for a demand, or a sentence of another court, that is told in passing."""
    return _BRACKETED.sub(lambda aside: " " * len(aside.group()), text)


def is_as_demanded(words: str) -> bool:
    """Tell whether a sentence makes what it imposes the demand too: "conform de eis", "zoals gevorderd"."""
    if _AS_DEMANDED.search(words):
        return True
    return _SO_DEMANDED.search(words) is not None and not _DENIES.search(words)


def compared_with(text: str, start: int, end: int, *, source: str) -> Quantity | None:
    """Return the length that was demanded, where the court says how its own differs from it.

    ``source`` is the abstract with what it tells in brackets, ``text`` without.
    """
    more = _THAN_DEMANDED.search(text, start, end)
    if more:
        return next(find_quantities(text, more.start(), more.end()), None)
    aside = _DEMAND_IN_BRACKETS.search(source, start, end)
    q = next(find_quantities(source, aside.end(), end), None) if aside else None
    return q if aside and q and q.start == aside.end() else None


def length_right_behind(text: str, place: int, end: int) -> Quantity | None:
    """Return the length that stands right behind the word for a demand: "dan de geëiste drie jaar"."""
    q = next(find_quantities(text, place, end), None)
    return q if q and _ITS_LENGTH.fullmatch(text, place, q.start) else None


def is_laid(text: str, draft: Draft, *, behind: int, end: int) -> bool:
    """Tell whether a clause of its own ``behind`` a demand imposes a sanction: "... geëist, opgelegd is ..."."""
    place = draft.first
    opened = [m.end() for m in _CLAUSE.finditer(text, behind, place)]
    if not opened or _DEMANDED_THAT.search(text, behind, opened[-1]):
        return False
    closed = _CLAUSE.search(text, max(draft.places["noun"][1], place), end)
    clause = text[opened[-1] : closed.start() if closed else end]
    return _LAYS.search(clause) is not None and not DEMANDS.search(clause)


def demand_in_the_end(text: str, start: int, end: int) -> Quantity | None:
    """Return the length to which a sentence says that the prosecution changed its demand, or None."""
    found = _DEMAND_CHANGED.search(text, start, end)
    q = next(find_quantities(text, found.end(), end), None) if found else None
    return q if q and found and q.start == found.end() else None
