"""Read in a court's abstract the orders that have no noun of their own in the table of sanctions.

Bans of contact, bans in plain words ("mag twee jaar geen auto besturen"), orders of compensation, goods that are
forfeited or withdrawn, and gain that is to be paid back to the State.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vonnis.extraction.compensation import COMPENSATION, THAT_AMOUNT, share_default, take_default
from vonnis.extraction.dictum import CONFISCATION, PRINCIPAL
from vonnis.extraction.draft import Draft
from vonnis.extraction.numbers import number_of
from vonnis.extraction.phrases import PhraseReader
from vonnis.extraction.quantities import Quantity, find_quantities
from vonnis.extraction.rules import rule
from vonnis.extraction.vocabulary import nouns
from vonnis.judgment.scan import once_a_text

NEAR = 60
"""So many characters at most stand between a word and the amount that belongs to it."""
_A_SENTENCE = 300
REFUSED = rule(
    r"(?:\bgeen(?: (?:reden|aanleiding|grond|plaats|ruimte)(?: meer)? (?:voor|tot|om))?"
    r"|\bniet(?: [-–(] ?zoals (?:gevorderd|geëist)[^-–)]{0,30}[-–)])?"
    r"|\bzonder|in plaats van|i\.p\.v\.|afwijzing (?:van )?(?:de )?(?:vordering (?:tot )?)?"
    r"|verzoek\w*(?: om| tot)?|kan (?:geen|niet)|noch|afgezien van|ter voorkoming van|kader)\s+"
    r"(?:(?:een|de|tot|om|van|oplegging|op|te|leggen|langere|hogere|lagere|zwaardere|voorwaardelijke"
    r"|onvoorwaardelijke|deels|geheel|andere|extra|aan|verdachte) )*$"
    r"|niet (?:is )?voldaan[^.;]{0,60}(?:opleggen|oplegging) van (?:een |de )?$"
    r"|\bniet\b[^.;,]{0,30}\bvolstaan (?:worden |kan |kunnen |kon )*met (?:(?:een|de|oplegging van) )*(?:\w+e )?$"
    r"|\b(?:raadsman|raadsvrouw|verdediging|advocaat) (?:dacht|denkt|wilde?|bepleit\w*|pleit\w*|vroeg|vraagt|verzocht"
    r"|verzoekt|stelde|stelt)(?:(?!\ben\b)[^.;,]){0,60}$"
)
ADVISED = rule(
    r"(?:advies\w*(?: om| tot| van)?|geadviseerd\w*|adviseer\w+(?: om| tot)?)\s+"
    r"(?:(?:gedrags)?deskundigen?\s+|(?:een|de|tot|om|van|oplegging|op|te|leggen|voorwaardelijke"
    r"|onvoorwaardelijke) )*$"
)
ADVICE_TAKEN = rule(r"advie\w+ (?:wordt |is |worden )?(?:op)?gevolgd|\bvolgt (?:het|dit|dat) advies")
JOINED = rule(
    r"(?:^|\b(?:een|en|met|oplegging|opleggen|daarnaast|tevens|alsmede|plus)|[.,:+(–•*-])\s*"
    r"(?:(?:on)?voorwaardelijke |forse |deels |geheel |(?:on|niet[- ])?gemaximeerde )*$"
)
GRANTED = rule(r"toewijz|toegewezen|\bwijst\b[^.]{0,120}\btoe\b")
IMPOSES = rule(
    r"veroorde+l|opgelegd|oplegging|oplegt|\blegt\b|\bkrijg|strafoplegging|\bstraf:|\bacht\b|passend|\bwordt\b"
    r"|\bmoet\b|\baanleiding (?:om )?[^.;]{1,60}op te leggen|gelast|ontzeg"
    r"|bevel|gevolgd door|volgt|verklaard|resulteert|toepassing|\b(?:verminder|verlaag|matig)t?\b"
    r"|\b(?:neemt|nemen|volgt|volgen) [^.;]{0,40}advies\b[^.;]{0,30}\bom\b[^.;]{0,60}\bop te leggen"
)

_CLAIMED = rule(
    r"\b(?:vordering|verzoek) (?:van (?:de |het )?[\w-]+(?: van justitie)? )?(?:strekkende )?(?:tot )?(?:de )?$"
)
_DISMISSED = rule(r"\bafgewezen\b|\bafwijzing\b|\bwijst\b[^.]{0,120}\baf\b")
_AS_A_RULE = rule(r"\bin (?:beginsel|aanmerking)\b[^.;]*$|\b(?:vatbaar|kan|kunnen)\b[^.;]{0,60}$")
_PLACE = r"(?:contact|locatie|gebieds|straat)-?"
_BAN = rf"(?:{_PLACE}(?:verbod)?(?:,? en (?:een )?{_PLACE})?verbod)"
_CONTACT_BAN = rule(
    r"\b(?:contact|locatie|gebieds)-?(?:verbod)?(?: en (?:een )?(?:contact|locatie|gebieds)-?verbod)?"
    r"(?: van| voor de duur van| gedurende|(?=[^.]*38v))"
)
_BAN_LAID = rule(
    rf"\boplegging (?:van )?(?:een )?{_BAN}"
    rf"|\blegt\b(?:(?!voorwaarde"
    rf"|eerder)[^.;]){{0,200}}?\b(?<!opgelegd )(?<!opgelegde ){_BAN}(?=(?:(?!voorwaarde)[^.;]){{0,80}}\bop\b)"
    rf"|\b(?:is|wordt|worden|zijn|heeft|krijgt)\b(?:(?!voorwaarde|eerder|overtred"
    rf"|schend)[^.;]){{0,200}}?\b(?<!opgelegd )(?<!opgelegde ){_BAN}"
    r"(?=(?:(?!voorwaarde)[^.;]){0,60}\bopgelegd\b)"
)
"""A ban that is laid as such, not as a condition of something else."""
_BAN_LISTED = rule(
    rf"(?:\b(?:en|alsmede|plus|tevens|daarnaast|evenals)|[,+&]) (?:tot )?(?:een )?{_BAN}\b(?!en\b)"
    rf"|\bkrijgt\b(?:(?!voorwaarde)[^.;]){{0,40}}?\b{_BAN}\b"
)
"""A ban in a row with a sentence, or told plainly: "gevangenisstraf van 3 maanden en een contactverbod"."""
_NO_VERB = r"(?! ?(?:is|was|werd)\b)"
_BAN_ALONE = rule(rf"\W*(?:(?:met|en|ook|tevens|daarnaast) )*(?:een )?{_BAN}\b{_NO_VERB}")
_BAN_BESIDE = rule(
    rf"(?:\b(?:en|met|plus|alsmede|tevens|daarnaast|evenals)|[,+&:]) ?(?:ook )?(?:een )?{_BAN}\b{_NO_VERB}"
)
"""A ban that is told beside a sentence, as a measure or as a condition of it."""
_SETTLED = rule(
    r"voorwaarden?\b|\bbijz\b|\bbvw\b|\bschorsing\b|\b(?:ge)?overtre\w+|\bschend\w+|\beerder|\bondanks\b|\bgeen\b"
    r"|\bverbonden\b"
)
"""In the sentence of a ban, what makes it a condition, or the ban of another decision."""
UNTOLD_BAN = "a ban stands beside a suspended sentence, and whether as a measure or as a condition is not said"
"""The doubt about "3 maanden voorwaardelijk met een contactverbod"."""
_ITS_LENGTH = rule(r" ?(?:van|voor|gedurende|voor de duur van|\() ?| (?=\d|\w)")
_MAY_BE_CONDITION = rule(r"voorwaard\w*|\bproeftijd\b|\bvw\b|\bvoorw\b|\bbijz\b|\bschorsing\b|\bovertre\w+|\bschend\w+")
_UNDER_CONDITIONS = rule(r"voorwaarden?\b|\bproeftijd\b|\bschorsing\b")
_BAN_FOR = rule(rf"\b{_BAN} (?:van|voor de duur van|gedurende|voor) (?=\d|(?:een|twee|drie|vier|vijf) )")
_KEPT_AWAY = rule(
    r"\bmag\b(?=[^.;]{0,80}\b(?:niet|geen)\b[^.;]{0,80}\b(?:contact|komen|kome|bevinden|ophouden|buurt)\b)"
)
_RESTRICTS = rule(r"\b38v\b")
_COMPENSATION = rule(
    r"schadevergoedingsmaatregel|schadevergoedingsmaatr\w*(?=\.\.)"
    r"|(?<=oplegging van de )schadevergoeding\w*(?=\.\.)|\bSVM\b|maatregel (?:van|tot) schadevergoeding"
)
_COMPENSATION_MENTION = rule(r"omzetting|gijzeling (?:bij|i\.p\.v)|vervangende hechtenis|36f")
_NOT_LAID = rule(r"(?:en)? (?:(?:wordt|is|worden|zijn) (?:\w+ ){0,2}?)?niet (?:\w+ ){0,2}?opgelegd\b")
"""Behind an order that is not laid: "de schadevergoedingsmaatregel wordt niet opgelegd"."""
_FOR_BOTH = rule(r"\bvoor (?:beide|allebei|elk van beide|elk van de twee)\b[^.;]{0,60}$")
_ITS_AMOUNT = rule(
    r"(?:en)?(?: ten behoeve van [^.;:€\d]{1,60}?(?=:| €| EUR\b))?"
    r"(?: (?:opgelegd )?(?:van|tot|voor(?= €| EUR\b)|ter hoogte van|ten bedrage van) (?:een (?:totaal ?)?bedrag van )?"
    r"| ?\((?:van |ad |hoogte )?|:? (?=€|EUR\b))"
)
_DAYS_IN_BRACKETS = rule(r" ?\((?:[a-z.]+ ){0,4}?\d{1,3} (?:dagen|dgn|dag)\b[^)]{0,40}\)")
"""The custody for an amount, right behind it: "€ 5.000 (60 dagen)"."""
_AND_ONE = rule(r" ?(?:,|en|respectievelijk|resp\.|\+|/) ?(?:van )?(?=€|EUR\b|\d)")
_SO_MANY = rule(r"\b(?P<number>[2-9]|twee|drie|vier|vijf|zes) (?:maal (?:een |de )?)?$")
_DUTY = rule(r"\bverplichting\b")
_OWED_DAMAGES = rule(r"\b(?:veroordeeld|moet|betaling)\b[^.;€]{0,60}\bschadevergoeding (?=van )")
_GRANTED_WITH_IT = rule(
    r"\)?(?:,? (?:te )?vermeerderd met (?:de )?(?:wettelijke )?rente)?"
    r",?(?: (?:met|en|plus|onder|alsmede))?(?: (?:oplegging|toepassing))?(?: van)?(?: de)? ?$"
)
"""Between the amount of a granted claim and the order for it: "toegewezen tot € 500 met SVM"."""
_OPENS = re.compile(r"\W*")
"""Before an order with which a sentence opens: "Schadevergoedingsmaatregel: € 500"."""
FORFEITS = rule(r"verbeurd ?verkla|verbeurdverklaring|\bvbv\b|\bverbeurd(?= ?[.;,+]|$)|verklaart[^.]{0,80}verbeurd")
_WITHDRAWS = rule(
    r"\bonttrekking(?= en verbeurdverklaring)|(?<=verbeurdverklaring en )onttrekking\b"
    r"|(?:onttrekking|onttrokken|(?<!tot )onttrekken) aan het verkeer"
)
_MAY_NOT = rule(
    r"\bmag\b(?=[^.;]{0,120}\b(?:niet|geen)\b)[^.;]{0,200}|\bmoet\b[^.;]{0,80}\brijbewijs\b[^.;]{0,60}"
    r"|\brijbewijs\b[^.;]{0,40}\bkwijt\b[^.;]{0,60}"
)
_OF_DRIVING = rule(
    r"\bauto ?rijden\b|\b(?:niet|geen)\b[^.;]{0,60}\b(?:rijden|besturen|achter het stuur)\b|\brijbewijs\b[^.;]{0,60}"
    r"\b(?:inlever\w*|afgeven|afstaan|kwijt)\b"
)
_OF_A_PROFESSION = rule(
    r"\b(?:niet|geen)\b[^.;]{0,60}\b(?:beroep|werken als|werkzaam (?:zijn )?als|ambt|functie)\b"
    r"|\bgeen (?!sprake\b|reden\b|gevaar\b|twijfel\b)(?:\w+ ){1,6}(?:zijn|worden)(?= ?(?:[.,;)]|$)| (?:omdat|en|of)\b)"
    r"|\bzijn beroep\b[^.;]{0,40}\bniet\b"
)
_OF_CONTACT = rule(
    r"\b(?:niet|geen)\b[^.;]{0,40}\bcontact\b|\bniet\b[^.;]{0,60}\b(?:in de buurt|nabij|in de omgeving)\b"
)
_PUNISHES = rule(r"\b(?:krijgt|veroordeeld|veroordeelt|\w*straf|\w*boete|cel)\b")
"""That anybody is punished at all."""
_OF_WHICH = rule(r",? waarvan\b")
_OF_A_RULE = rule(
    r"\b(?:binnen|na (?:het|de|afloop)|zonder|zolang|volgens|tenzij|ingevolge|krachtens|op grond van|artikel|alleen"
    r"|slechts)\b"
)
_ANYBODY = rule(
    r"(?:^|[.;:] ?)\W*(?:(?P<any>een|elke|iedere)|de) (?!\d)(?!(?:man|vrouw|verdachte|veroordeelde)\b)\w+ $"
)
"""Before "mag niet" in a rule that holds for all of a profession: "Een arts mag niet binnen twee jaar ..."."""
_WITHIN = rule(r"\bbinnen (?:de |een termijn van )?$")
"""Before the time in which something is to be done: "moet zijn rijbewijs binnen twee weken inleveren"."""
_ALREADY = rule(r"\b(?:al|reeds|sinds|geweest|voorwaardelijk\w*|eerder)\b")

GAIN = rule(r"\bontneming\w*|wederrechtelijk verkregen voordeel|w\.v\.v\.|wvv\b|profijtontneming|\bontneemt\b")
TO_THE_STATE = rule(
    r"\b(?:moet|dient|bepaalt|verplichting)\b(?:[^.;]|\.(?=\d)){0,120}\baan de staat\b(?:[^.;]"
    r"|\.(?=\d)){0,80}\b(?:betalen|betaald|voldoen"
    r"|terug\w*)"
    r"|\b(?:betal|terug ?te ?betal|terugbetal|voldo)\w+(?:[^.;]|\.(?=\d)){0,60}\baan de staat\b"
)
"""A payment to the State, which is gain where a text speaks of gain and no victim is named beside it."""
TO_A_VICTIM = rule(r"slachtoffer|benadeelde|schade|nabestaande")
_GAIN_ORDER = rule(
    r"ontneming van|ontneming(?= (?:€|EUR\b|\d))|verplichting (?:(?:is )?opgelegd )?tot (?:het )?betal(?:ing|en)"
    r"|veroordeeld tot betaling van|betalingsverplichting|vastgesteld op|ontnomen"
    r"|(?:te worden|te) betaald[^.]{0,30}vast op|te betalen[^.]{0,30}vast op"
    r"|\bbepaalt dat(?=(?:[^.;]|\.(?=\d)){0,60}\baan de staat\b)"
    r"|\b(?:moet|moeten|dient|dienen)\b(?=(?:[^.;]|\.(?=\d)){1,160}\b(?:terug ?(?:te )?betal|aan de staat))"
    r"|\bontneemt\b|\w*ontneming\b[^.;:€]{0,40}(?::|\bad\b)(?= ?(?:€|EUR\b))"
    r"|\bmoet\b(?=[^.;€]{0,40}(?:€|EUR)(?:[^.;]|\.(?=\d)){1,30}\bbetalen\b)"
    r"|\bvordering (?:tot |van )?(?:de )?(?:\w*ontneming\w*)\b[^.;€]{0,80}"
    r"\btoegewezen (?:tot|voor|van)\b"
)
_OWED = rule(
    r"\btoegewezen tot (?:een |het )?bedrag van"
    r"|(?:betalingsverplichting|verplichting (?:op )?tot betaling|te betalen)(?: \([^)]{0,120}\))?[^.;]{0,40}?"
    r"(?::| op| van)"
)
"""What must be paid back, which may be less than the gain."""
_NOTHING_OWED = rule(
    r"(?:betalingsverplichting|te betalen bedrag|verplichting tot betaling)[^.]{0,60}\b(?:nihil|nul)\b"
)
_CLAIM_FAILS = rule(
    r"\bontneming\w*[^;]{0,60}\b(?:wordt|is|zal worden) (?:geheel |integraal |daarom |dan ook )?afgewezen\b"
    r"(?! voor| tot)"
)
"""That a claim for gain is turned down as a whole."""
_TAKEN = rule(r"\bontneemt\b[^.;]{0,80}\b(?:voordeel|winst)\b")
_ABOUT = rule(r"\b(?:ruim|bijna|circa|ongeveer|meer dan|zo['’]n)\s+$")


@once_a_text
def _owes_nothing(text: str) -> bool:
    return _NOTHING_OWED.search(text) is not None


@once_a_text
def _amount_owed(text: str) -> re.Match[str] | None:
    return _OWED.search(text)


@once_a_text
def _may_be_a_condition(text: str) -> bool:
    return _MAY_BE_CONDITION.search(text) is not None


@once_a_text
def _punishes(text: str) -> bool:
    return _PUNISHES.search(text) is not None


@once_a_text
def _grants(text: str) -> bool:
    return GRANTED.search(text) is not None


_IN_PLAIN_WORDS = (
    (_OF_DRIVING, "driving_ban"),
    (_OF_A_PROFESSION, "disqualification"),
    (_OF_CONTACT, "liberty_restriction"),
)


def leave_to_orders(text: str, draft: Draft) -> None:
    """Take from a sanction the days of an order for a victim that is named between them."""
    place = draft.places.get("substitute")
    if place and _COMPENSATION.search(text, draft.places["noun"][1], place[0]):
        del draft.values["substitute"], draft.places["substitute"]


def orders(text: str, start: int, end: int, *, imposed: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the orders of one sentence of an abstract, beside the sanctions ``imposed`` by what stands before it."""
    kinds = {draft.kind for draft in imposed}
    if "liberty_restriction" not in kinds:
        yield from _contact_ban(text, start, end, named=bool(kinds & PRINCIPAL))
    for ban in [d for d in imposed if d.kind == "liberty_restriction" and start <= d.first < end and not d.values]:
        length = _BAN_FOR.search(text, start, end)
        _with(ban, next(find_quantities(text, length.end(), end), None) if length else None)
    known = [draft.values.get("total") for draft in imposed if draft.kind == "compensation_order"]
    if None not in known:
        more = _compensation(text, start, end, imposed)
        yield from (draft for draft in more if not known or draft.values.get("total", known[0]) not in known)
    yield from _plain_ban(text, start, end, kinds)
    for pattern, kind in ((FORFEITS, "forfeiture"), (_WITHDRAWS, "withdrawal_from_circulation")):
        match = pattern.search(text, start, end)
        if match and kind not in kinds and not _not_ordered(text, start, match):
            yield Draft(nouns()[kind], match.span())


def _not_ordered(text: str, start: int, match: re.Match[str]) -> bool:
    """Tell whether goods are only claimed, or spoken of as a rule."""
    before = text[start : match.start()]
    if REFUSED.search(before[-NEAR:]) or _AS_A_RULE.search(before):
        return True
    claimed = _CLAIMED.search(before)
    if claimed is None:
        return False
    return _DISMISSED.search(text, match.end()) is not None or ("tot" in claimed.group() and not _grants(text))


def _contact_ban(text: str, start: int, end: int, *, named: bool) -> Iterator[Draft]:
    """Yield a ban of contact or place that has a length, an article, or is laid as such.

    One in a row with a sentence that was ``named`` is a measure where nothing is suspended that it could go with.
    """
    ban = _CONTACT_BAN.search(text, start, end)
    if ban:
        within = min(end, ban.end() + 30)
        q = next((q for q in find_quantities(text, ban.end(), within) if q.measure == "duration"), None)
        if q or (_RESTRICTS.search(text, start, end) and not REFUSED.search(text, start, ban.start())):
            yield _with(Draft(nouns()["liberty_restriction"], ban.span()), q)
            return
    listed = _BAN_LISTED.search(text, start, end)
    if listed and named and not _may_be_a_condition(text) and not REFUSED.search(text, start, listed.start()):
        length = _ITS_LENGTH.match(text, listed.end(), end)
        q = next(find_quantities(text, length.end(), end), None) if length else None
        told = q if q and length and q.start == length.end() and q.measure == "duration" else None
        yield _with(Draft(nouns()["liberty_restriction"], listed.span()), told)
        return
    laid = _BAN_LAID.search(text, start, end)
    if laid and not _UNDER_CONDITIONS.search(text, start, end):
        draft = Draft(nouns()["liberty_restriction"], laid.span())
        away = _KEPT_AWAY.search(text, end, min(len(text), end + _A_SENTENCE))
        near = away is not None and away.start() - end < NEAR
        lengths = find_quantities(text, away.end(), min(len(text), away.end() + NEAR)) if away and near else ()
        yield _with(draft, next((q for q in lengths if q.measure == "duration"), None))


def ban_of_no_form(text: str, start: int, end: int, *, imposed: Sequence[Draft]) -> re.Match[str] | None:
    """Return a ban beside a suspended sentence of which the words do not tell whether it is a measure."""
    kinds = {draft.kind for draft in imposed}
    if "liberty_restriction" in kinds or not any(draft.has("suspended") or draft.partly for draft in imposed):
        return None
    ban = _BAN_ALONE.match(text, start, end) or _BAN_BESIDE.search(text, start, end)
    return ban if ban and not _SETTLED.search(text, start, end) else None


def _with(draft: Draft, total: Quantity | None) -> Draft:
    """Return a draft with its total, if there is one."""
    if total:
        draft.take("total", total)
    return draft


def _compensation(text: str, start: int, end: int, imposed: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the order to compensate a victim, twice where it is laid for both."""
    found = _COMPENSATION.search(text, start, end)
    if found is None or REFUSED.search(text, start, found.start()) or _NOT_LAID.match(text, found.end(), end):
        return
    amounts = list(_amounts(text, found.end(), end))
    if not amounts and _COMPENSATION_MENTION.search(text, start, end):
        return
    counted = _SO_MANY.search(text, start, found.start())
    named = counted.start() if counted else found.start()
    opens = bool(amounts) and _OPENS.fullmatch(text, start, found.start()) is not None
    listed = opens or _listed(text, start, named, imposed=imposed)
    if not IMPOSES.search(text, start, end) and not listed:
        return
    both = _FOR_BOTH.search(text, start, found.start()) is not None
    amounts = [] if both else amounts
    if not amounts and (owed := _owed(text, start, found.start()) or _granted(text, start, found.start())):
        amounts = [owed]
    number = max(len(amounts), (number_of(counted["number"]) or 1) if counted else 1, 2 if both else 1)
    drafts = [Draft(COMPENSATION, found.span()) for _ in range(number)]
    for draft, q in zip(drafts, amounts if len(amounts) == number else (), strict=False):
        draft.take("total", q)
        if days := _DAYS_IN_BRACKETS.match(text, q.end, end):
            draft.take("substitute", next(find_quantities(text, *days.span())))
    take_default(text, drafts[-1], start=found.end(), stop=end)
    share_default(text, drafts, start=found.end())
    yield from drafts


def _amounts(text: str, place: int, end: int) -> Iterator[Quantity]:
    """Yield the amounts right behind an order: "van € 500 en € 250"."""
    behind = _ITS_AMOUNT.match(text, place, end)
    for q in find_quantities(text, behind.end(), end) if behind else ():
        if behind is not None and q.start < behind.end():
            continue
        if behind is None or q.measure != "money" or q.start != behind.end():
            return
        yield q
        days = _DAYS_IN_BRACKETS.match(text, q.end, end)
        behind = _AND_ONE.match(text, days.end() if days else q.end, end)


def _owed(text: str, start: int, end: int) -> Quantity | None:
    """Return the amount of a duty that is told before the order ("de verplichting om € 500 te betalen is als")."""
    duty = _DUTY.search(text, start, end)
    q = next(find_quantities(text, duty.end(), end), None) if duty else None
    return q if q and q.measure == "money" else None


def _granted(text: str, start: int, end: int) -> Quantity | None:
    """Return the amount of a claim that is granted with the order ("toegewezen tot € 500 met SVM")."""
    granted = GRANTED.search(text, start, end) or _OWED_DAMAGES.search(text, start, end)
    if granted is None:
        return None
    before = next(reversed([*find_quantities(text, start, granted.start())]), None)
    if before and before.measure == "money" and not text[before.end : granted.start()].strip():
        return before if _GRANTED_WITH_IT.fullmatch(text, granted.end(), end) else None
    money = [q for q in find_quantities(text, granted.end(), end) if q.measure == "money"]
    return money[-1] if money and _GRANTED_WITH_IT.fullmatch(text, money[-1].end, end) else None


def _listed(text: str, start: int, place: int, *, imposed: Sequence[Draft]) -> bool:
    """Tell whether an order stands in a list behind a sanction: "Gevangenisstraf 2 jaar en ..."."""
    before = any(start <= draft.places["noun"][0] < place for draft in imposed)
    return (before or GRANTED.search(text, start, place) is not None) and JOINED.search(text[start:place]) is not None


def _plain_ban(text: str, start: int, end: int, kinds: set[str]) -> Iterator[Draft]:
    """Yield a ban of driving or of a profession in plain words: "mag vijf jaar niet werken als"."""
    found = _MAY_NOT.search(text, start, end)
    part = _OF_WHICH.search(text, found.start(), found.end()) if found else None
    stop = part.start() if part else found.end() if found else end
    if found is None or _ALREADY.search(text, found.start(), stop):
        return
    subject = _ANYBODY.search(text, start, found.start())
    if subject and (_OF_A_RULE.search(found.group()) or (subject["any"] and not (kinds or _punishes(text)))):
        return
    lengths = [
        q
        for q in find_quantities(text, found.start(), stop)
        if q.measure == "duration" and not _WITHIN.search(text, found.start(), q.start)
    ]
    for pattern, kind in _IN_PLAIN_WORDS:
        if kind == "liberty_restriction" and (_may_be_a_condition(text) or not kinds & PRINCIPAL):
            continue
        if len(lengths) == 1 and kind not in kinds and pattern.search(text, *found.span()):
            draft = _with(Draft(nouns()[kind], found.span()), lengths[0])
            reader = PhraseReader(text, lengths_optional=True)
            reader.drafts.append(draft)
            reader.read(stop, end if part else stop, of=draft)
            yield draft
            return


def gain(text: str, start: int, end: int) -> Iterator[Draft]:
    """Yield the order of a sentence to pay back unlawful gain: "ontneming van € 121.915,95"."""
    ordered = list(_GAIN_ORDER.finditer(text, start, end))
    if not ordered or _owes_nothing(text) or _CLAIM_FAILS.search(text, start, end):
        return
    q = next((q for q in find_quantities(text, ordered[0].end(), end) if q.measure == "money"), None)
    found = [order for order in ordered if q is None or order.end() <= q.start][-1]
    if q is None and THAT_AMOUNT.search(text, start, end):
        q = next((q for q in reversed([*find_quantities(text, 0, start)]) if q.measure == "money"), None)
        yield from [_with(Draft(CONFISCATION, (q.start, q.end)), q)] if q else []
        return
    owed = _amount_owed(text)
    if owed and owed.start() > found.start() and (amount := next(find_quantities(text, owed.end()), None)):
        q, found = amount, owed
    if q and q.measure == "money" and q.start - found.end() < NEAR:
        about = _ABOUT.search(text, max(0, q.start - 12), q.start)
        draft = _with(Draft(CONFISCATION, (q.start, q.end)), None if about else q)
        take_default(text, draft, start=q.end, stop=end)
        yield draft
    elif taken := _TAKEN.search(text, start, end):
        yield Draft(CONFISCATION, taken.span())
