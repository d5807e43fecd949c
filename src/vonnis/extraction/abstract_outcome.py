"""Tell how a case ended by what a court's abstract says of it, beside the sanctions that were read in it.

An abstract seldom says so in so many words. What it imposes comes first, then what it calls the end of the case, then
what was proven; an offence that it only names counts last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vonnis.extraction.compensation import COMPENSATION
from vonnis.extraction.dictum import PRINCIPAL
from vonnis.extraction.draft import Draft, Place
from vonnis.extraction.record import Outcome
from vonnis.extraction.rules import rule

MEASURES = {
    "tbs",
    "tbs_nursing",
    "tbs_conditions",
    "pij",
    "isd",
    "conduct_measure",
    "liberty_restriction",
    "psychiatric_placement",
}
"""Measures that say by themselves that something was proven."""
_FOR_THE_ILL = {"tbs_nursing", "tbs_conditions", "psychiatric_placement"}
"""Measures that a discharge goes together with."""
_NO_END = {"confiscation", "execution_of_suspended"}
"""Orders that follow a case which has ended already."""

_ACQUITTED = rule(
    r"\bvrijspraak\b(?![^.;,]{0,60}\bbepleit)|\bvrijgesproken\b|\bspr(?:eekt|ak)\b[^.]{0,120}\bvrij\b"
    r"|\bvrij te spreken\b|integrale vrijspraak|\bvrij(?:g\w*|s\w*)?(?=\.\.)"
)
_OF_AN_ELEMENT = rule(
    r"(?:vrijspraak|vrijgesproken|\bvrij)(?: van)?(?: de| het| een)? (?:strafverzwarende?|bestanddeel|onderdeel"
    r"|deel van|gedeelte van|gekwalificeerde|kwalificatie|voorbedachten? rade?)"
)
"""Of less than a charge, so that the rest of the charge is proven."""
_CONVICTED = rule(
    r"(?<!voorwaardelijke )(?<!eerdere )(?<!onherroepelijke )\bveroordel\w+|\bveroordeelt\b"
    r"|^\W*(?:een |de )?(?:\S+ ){0,3}?veroordeeld (?:voor|wegens|tot(?! betaling))"
    r"|\b(?:wordt|worden|is|zijn) (?:\w+ ){0,6}?veroordeeld (?:voor|wegens|ter zake)"
    r"|\bverdachte veroordeeld\b|bewezen ?verklar\w+|bewezen ?verklaard|schuldig (?:gemaakt|bevonden)"
    r"|\b(?:acht|achten) (?:(?!niet\b|geen\b|evenmin\b|onvoldoende\b)\S+ ){0,8}?bewezen,? dat\b"
    r"|(?<!niet )\bis (?:wettig en overtuigend )?bewezen,? dat\b"
    r"|\bbewezen\b(?! dat)(?! verklaard kan)|wettig en overtuigend bewezen|schuldig aan|strafmotivering|strafmaat"
    r"|strafoplegging|\bopgelegd ?:|\bbepalen van de straf\b"
    r"|(?:behalve|m\.? ?u\.? ?v\.?|met uitzondering van|uitgezonderd|behoudens)(?: [^.;]{0,80})?"
    r" (?:opgelegde |op te leggen )?(?:\w*straf\b|straffen|geldboete|vervangende hechtenis|schadevergoedingsmaatregel)"
    r"|\bstraf\b[^.]{0,80}\bvernietigd?\b[^.]{0,60}\bbevestig|vernietigt? [^.]{0,60}\bstraf\b[^.]{0,60}\bbevestig"
)
_PROVEN = rule(r"bewezenverklaring van|schuldig bevonden|(?:acht|achten|is) [^.;]{0,90}bewezen,? dat")
_NOT_THAT = rule(r"\b(?:geen|niet|onvoldoende|zonder)\b[^.;]*$")
_DENIED_HERE = rule(r"\b(?:geen|niet|onvoldoende)\b(?! alleen)[^.;,]{0,60}$")
_NOT_PROVEN = rule(
    r"(?:niet|onvoldoende)\b[^.]{0,60}\bbewezen|geen (?:wettig en overtuigend )?bewijs"
    r"|\bonvoldoende (?:wettig (?:en overtuigend )?)?bewijs (?:aanwezig |voorhanden )?(?:om|dat (?:hij|zij"
    r"|(?:de )?verdachte))\b"
)
_NOT_ANOTHER = rule(
    r"niet (?:is )?(?:wettig en overtuigend )?bewezen(?: is)? dat [^.;]{0,60}\bzich (?:ook |tevens )?schuldig"
)
"""That something else is not proven, behind what the court tells as a fact."""
_LACKS_PROOF = rule(r"(?:onvoldoende|te weinig|geen|niet genoeg|gebrek aan)(?: [\w()]+){0,3} \(?(?:steun\)?)?bewijs\b")
_CUT_ACQUITTAL = rule(
    r"\b(?:zal|zullen|wordt|worden|dient|moet) (?:\w+ ){0,3}(?:daarom|dan ook|derhalve|hiervan|daarvan)"
    r" v(?:r|ri)?(?=\.\.)"
)
_DISCHARGED = rule(
    r"(?<!geen )ontslag van (?:alle )?rechts ?vervolging|ontslaat[^.]{0,60}van (?:alle )?rechts ?vervolging"
    r"|ontslagen van (?:alle )?rechts|(?<!geen )\bOVAR\b|van (?:alle )?rechts ?vervolging (?:te )?ontsl(?:agen|aan)"
    r"|\bkrijgt (?:\w+ ){0,2}?geen straf\b(?=[\s\S]{0,300}\bsprake (?:is|was) van (?:\w+ )?(?:noodweer|overmacht))"
)
_IN_PART = rule(r"\b(?:gedeeltelijke?|partiële|partieel|deels|ten dele)(?: \w+)?\s*$")
_OF_A_PART = rule(
    r",? (?:voor|van|ten aanzien van|inzake|terzake) (?:een deel|het overige|de overige|(?:het )?(?:\w+ )?feit\b"
    r"|\w+ feit)"
)
_UNACCOUNTABLE = rule(
    r"(?:volledig|geheel|volkomen) ontoerekeningsvatba\w+|volledige ontoerekening"
    r"|\b(?:verdachte|man|vrouw)(?: is| wordt| was)? ontoerekeningsvatba\w+"
    r"|\bverdachte (?:is |wordt )(?:daarom |dus |dan ook )?niet strafbaar\b"
)
_NOT_SO = rule(
    r"\b(?:geen|niet|verweer\w*|beroep op|bepleit\w*|betoog\w*|stel(?:t|ling)|verzoek\w*|aangevoerd|verdediging"
    r"|raads(?:man|vrouw)|advocaat|deskundigen?|psycholo\w+|psychiat\w+|rapport\w*|advies\w*)\b[^.;]*$"
)
_REJECTED = rule(r"[^.;?]{0,60}(?:\b(?:verworp|verwerp|niet|geen|onvoldoende)|\?)")
_NO_PENALTY = rule(
    r"schuldig ?verklaring zonder|zonder (?:oplegging van )?straf(?:oplegging)?\b"
    r"|geen (?:oplegging van )?straf of maatregel"
    r"|\b9a Sr\b|\btoepassing 9a\b|artikel 9a\b"
    r"|art\. 9a\b|geen straf(?:fen)? (?:is |wordt |worden )?opgelegd|legt[^.]{0,40}geen straf(?: of maatregel)? op\b"
    r"|(?:^|[.;,] )geen (?:oplegging van )?straf\b(?! ?baar)(?! (?:van|die|voor)\b)|\bkrijgt (?:\w+ ){0,5}?geen straf\b"
    r"|\bziet af van (?:het opleggen van (?:een )?|oplegging van (?:een )?)?straf(?:oplegging)?\b"
)
_INADMISSIBLE = rule(
    r"(?:openbaar ministerie|officier van justitie|\bOM\b|OvJ)[^.]{0,60}niet[- ]?ontvankelijk"
    r"|niet[- ]?ontvankelijk(?:verklaring|heid)?(?: van)?(?: het)? (?:openbaar ministerie|OM\b|de officier)"
    r"|niet[- ]ontvankelijk in (?:de|zijn|haar) (?:straf)?vervolging|niet[- ]ontvankelijk in (?:het|zijn"
    r"|haar) (?:hoger )?(?:beroep|appel)"
    r"|\b(?:verdachte|appellante?|rekwirante?)\b[^.;]{0,30} niet[- ]?ontvankelijk\w*(?:[^.;]|\bart\.){0,30}(?:beroep"
    r"|appel"
    r"|\b416\b)"
    r"|(?:^|(?<=[.;] ))(?:de )?(?:verdachte|appellante?) (?:is |wordt )?niet[- ]?ontvankelijk(?: verklaard)?"
    r"(?= ?[.;]| ?$)"
    r"|niet[- ]?ontvankelijkverklaring van (?:de )?(?:verdachte|appellante?) in (?:het|zijn|haar|diens) (?:\w+ )?"
    r"(?:hoger )?(?:beroep|appel)"
    r"|\b(?:mag|mogen|kan|kunnen|wordt|worden)\b[^.;]{0,40} niet (?:meer |verder |langer )(?:worden )?vervolgd\b"
)
_PLEADED = rule(
    r"\b(?:bepleit|verweer|verweren|betoogt?|strekkend\w*|verzoek\w*|verzocht|beroep op|waarbij|deels|gedeeltelijk"
    r"|(?:rechtbank|politierechter) (?:heeft|had))\b[^.;]*$"
)
_INADMISSIBLE_OTHER = rule(
    r"tul\b|ten ?uitvoer|benadeelde|(?<!eigen )(?<!deze )vordering(?! (?:\w+ ){0,3}ontneming)|verweer"
    r"|ontvankelijkheidsverweer"
)
_PARTLY = rule(r"\b(?:deels|gedeeltelijk|partieel|ten dele)\b")
_OFFENCE = rule(
    r"\b(?:medeplegen|medeplichtigheid|poging tot|doodslag|moord|diefstal|mishandeling|oplichting|witwassen|heling"
    r"|afpersing|bedreiging|verkrachting|ontucht|brandstichting|inbraak|overval|invoer|uitvoer|hennep\w*|vuurwapen\w*"
    r"|opiumwet|dealen|drugshandel|opruiing|stalking|geweldpleging|belaging|valsheid|verduistering|fraude)\b"
)
_DEED = rule(
    r"(?:^|[.!] )(?:De |Een )?(?:[\w-]+ ){0,2}?(?:verdachte|man|vrouw|jongen|jongeman)(?: uit \w+)? (?:heeft|hebben)"
    r"(?!,? (?:[^\s.]+ ){0,4}niet\b)(?! (?:\w+ )?(?:bekend|verklaard|ontkend|aangevoerd|gesteld"
    r"|erkend)\b)[^.]{1,220}\b(?:opgelicht|bestolen|gestolen|mishandeld|afgeperst|beroofd|overvallen"
    r"|gestoken|bedreigd|verkracht|misbruikt|aangerand|aanwezig gehad|voorhanden gehad|witgewassen|ingebroken|gedeald"
    r"|aangezet tot het plegen van strafbare feiten|in brand gestoken|belaagd|gestalkt)\b"
)
"""What a court tells as a fact of the defendant."""
_SENTENCING = rule(
    r"verminderd toerekeningsvatbaar|\b(?:leidt|leiden|wel|volgt|gehonoreerd),? (?:\w+ )?(?:tot )?strafvermindering"
    r"|\blegt [^.;]{0,30}geen (?:onvoorwaardelijke )?(?:gevangenis|cel|vrijheids)straf op\b"
)
"""What is said of one who is sentenced."""
_UPHOLDS = re.compile(
    r"\A(?![\s\S]*\b(?:behalve|m\.?u\.?v\b|uitzondering|voor het overige|partiële|vernietig\w*|verleng\w*|ontneming\w*"
    r"|\w*voordeel|verpleging|terbeschikking\w*))"
    r"[\s\S]*?(?:\bbevestig\w*\b[^.]{0,40}\bvonnis\b|\bvonnis\b[^.]{0,60}\bbevestigd\b|(?:\A"
    r"|\.\s)bevestiging(?=\s+met\b|\.|\Z))",
    re.IGNORECASE,
)
"""A judgment is confirmed as a whole, and nothing is said of what it held."""
_LAST_SIGNS: tuple[tuple[re.Pattern[str], Outcome], ...] = (
    (_OFFENCE, "conviction"),
    (_DEED, "conviction"),
    (_SENTENCING, "conviction"),
    (_UPHOLDS, "upheld"),
)
"""What an abstract that says no more is about: an offence, else the confirmation of a judgment."""


def outcomes_of(text: str, imposed: Sequence[Draft]) -> Iterator[tuple[Outcome, Place]]:
    """Yield the outcomes that an abstract supports, the weightiest first, each with its place."""
    yield from _of_sanctions(text, imposed)
    none = _NO_PENALTY.search(text)
    if none:
        yield "guilty_without_penalty", none.span()
    acquitted = _acquittal(text)
    convicted = _conviction(text, acquitted)
    refused = _refusal(text)
    if refused and not convicted:
        yield "inadmissible", refused.span()
    if convicted:
        yield "conviction", convicted.span()
    if acquitted:
        deed = _DEED.search(text) if _NOT_ANOTHER.match(text, acquitted.start()) else None
        yield ("conviction", deed.span()) if deed else ("acquittal", acquitted.span())
    if imposed and all(draft.kind in _NO_END for draft in imposed):
        return
    for pattern, outcome in _LAST_SIGNS:
        if found := pattern.search(text):
            yield outcome, found.span()


def _of_sanctions(text: str, imposed: Sequence[Draft]) -> Iterator[tuple[Outcome, Place]]:
    """Yield the outcome that follows from what is imposed."""
    principal = [draft for draft in imposed if draft.kind in PRINCIPAL]
    discharged = _discharge(text, imposed)
    if discharged and all(draft.kind in _FOR_THE_ILL for draft in principal):
        yield "discharge", discharged.span()
    if principal:
        yield "conviction", principal[0].places["noun"]
    measure = next((draft for draft in imposed if draft.kind in MEASURES | {COMPENSATION.kind}), None)
    if measure and not discharged:
        yield "conviction", measure.places["noun"]


def _discharge(text: str, imposed: Sequence[Draft]) -> re.Match[str] | None:
    """Return what says that the defendant is not punishable: not in part only, nor where something is forfeited."""
    if any(draft.kind == "forfeiture" for draft in imposed):
        return None
    for found in _DISCHARGED.finditer(text):
        part = _IN_PART.search(text, max(0, found.start() - 40), found.start()) or _OF_A_PART.match(text, found.end())
        if not part or not _conviction(text, None):
            return found
    found_ill = _UNACCOUNTABLE.search(text)
    if found_ill is None or _NOT_SO.search(text, 0, found_ill.start()) or _REJECTED.match(text, found_ill.end()):
        return None
    return found_ill


def _acquittal(text: str) -> re.Match[str] | None:
    """Return what says that the defendant was acquitted: not of an element of the charge only."""
    for found in _ACQUITTED.finditer(text):
        if not any(found.start() <= part.end() <= found.end() + 60 for part in _OF_AN_ELEMENT.finditer(text)):
            return found
    return _NOT_PROVEN.search(text) or (_CUT_ACQUITTAL.search(text) if _LACKS_PROOF.search(text) else None)


def _conviction(text: str, acquitted: re.Match[str] | None) -> re.Match[str] | None:
    """Return what says that something was proven; behind an acquittal that denies it, it must say so plainly."""
    denied = acquitted is not None and _NOT_PROVEN.search(text) is not None
    for found in _CONVICTED.finditer(text):
        if "veroord" in found.group().lower():
            return found
        if _DENIED_HERE.search(text, max(0, found.start() - 70), found.start()):
            continue
        if not (denied and acquitted and found.start() > acquitted.start()):
            return found
        if _PROVEN.match(text, found.start()) and not _NOT_THAT.search(text, 0, found.start()):
            return found
    return None


def _refusal(text: str) -> re.Match[str] | None:
    """Return what says that the prosecution, or the appeal, is inadmissible as a whole."""
    found = _INADMISSIBLE.search(text)
    if found is None or _INADMISSIBLE_OTHER.search(text, found.start(), min(len(text), found.end() + 60)):
        return None
    partly = _PARTLY.search(text, *found.span())
    return None if partly or _PLEADED.search(text, max(0, found.start() - 90), found.start()) else found
