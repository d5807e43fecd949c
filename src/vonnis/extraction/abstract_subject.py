"""Tell what a court's abstract is about: a charge, or something that imposes nothing.

The court of cassation and its advocates-general impose nothing, nor does a decision on a measure that runs, a request,
a complaint, custody, gain alone, or one on the way to a judgment. Here stands too what an abstract tells beside its
sentence: other sentences, of other persons or days, and the work of others.
"""

from __future__ import annotations

from vonnis.extraction.rules import rule

_CASSATION = rule(
    r"(?<!NL:)(?<!wijzing door )(?<!wijzing door de )(?<!wijzing van de )\bHR\b(?! ?\d)[:. ]"
    r"|(?<!door de )(?<!van de )\bhoge raad\b|(?<!het )\bhof heeft (?:geoordeeld|verdachte"
    r"|vastgesteld|bewezen|overwogen|kunnen)|['’]s hofs|\bAd \d\.|\bheeft hof\b|art\. ?8[01]a?(?:\.1)? ?RO\b"
    r"|\b8[01]a?(?:\.1)? RO\b|bewijsklacht|\bmiddel(?:en)? (?:over|m\.b\.t\.|falen|faalt)|\bklacht(?:en)? over"
    r"|conclusie (?:AG|A-G|advocaat)"
    r"|\bAG\b[: ]|\bcassatie(?:beroep|middel)?\b|vgl\. ECLI:NL:HR|(?<!veroordeling )\bt\.z\.v\. |\bm\.b\.t\. "
    r"|HR herhaalt|^Conclusie"
)
_NO_CHARGE = rule(
    r"^\W*(?:schorsing|opheffing|verlenging|beëindiging)(?: van de)? voorlopige hechtenis"
    r"|^(?:tbs|terbeschikkingstelling|pij|isd)\b[^.]{0,50}\.[^.]{0,220}\b(?:verleng(?:t|ing|d)|beëindig\w*"
    r"|voortzetting"
    r"|voortgezet)\b[^.]{0,20}(?:maatregel|terbeschikkingstelling|tbs)|\bverlengingsvordering\b"
    r"|^\W*(?:omzetting (?:van )?(?:de )?(?:tbs|terbeschikkingstelling)"
    r"|(?:tbs|terbeschikkingstelling)\b[^.]{0,40}\bomgezet in)\b"
    r"|verlengt de (?:\w+ van de )?(?:maatregel|terbeschikkingstelling|tbs|pij|isd)\b"
    r"|\bterbeschikkinggestelde\b|^\W*(?:tussentijdse )?toets(?:ing)?(?: van)?(?: de)? ISD"
    r"|\bverzoek(?:er|ster)\b[^.]{0,200}\.?[^.]{0,60}art(?:ikel|\.)? ?(?:530|533|591a?)\b"
    r"|heropen(?:t|d|ing van) (?:het )?onderzoek|onderzoek (?:ter terechtzitting )?(?:wordt )?heropend?t?\b"
    r"|^[^.]{0,90}(?:\bbezwaar tegen [^.]{0,40}DNA|\bWOTS\b|\bWETS\b|\b552a\b)|"
    r"^(?:onderzoek [^.]{1,30}\. )?[^.]{0,90}"
    r"(?:bezwaarschrift|klaagschrift|beklag\b|wraking|overlevering|uitlevering|\bEAB\b"
    r"|(?:tbs|terbeschikkingstelling|\bpij)[^.]{0,140}verlengd"
    r"|verlenging(?: van de)? (?:tbs|terbeschikking|van de tbs)|verlenging tbs|sanctiebeschikking|bestuurlijke boete"
    r"|Wet DNA|verzoek(?:schrift)? (?:ex|tot|om)|vordering (?:tot )?verlenging|tussentijdse|WAHV|Mulder|herziening"
    r"|ontneming|profijtontneming|vordering (?:tot )?(?:ten ?uitvoerlegging|herroeping)|tussenbeslissing"
    r"|(?:art(?:ikel|\.)? |ex\.? )(?:530|533|591a?)\b|rekesten"
    r"|\bbeschikking\b|raadkamer|tussenvonnis|tussenarrest|gevangenhouding)"
    r"|verzoek[^.]{0,60}tussentijdse beoordeling|vordering (?:tot )?tijdelijke opname"
)
_CONFIRMS_BUT = rule(r"^\W*bevestiging,? [^.]{0,30}(?:behalve|m\.?u\.?v|met uitzondering)[^.]{0,60}straf")
_PETITIONER = rule(
    r"\b(?:verzoek(?:er|ster)|betrokkene|(?:ter ?beschikking|tbs-?) ?gestelde|opgeëiste(?: persoon)?|klager)"
    r" (?:is|was|werd)\b[^.]{0,240}veroordeeld"
    r"|\bveroordeelde\b[^.]{0,40}\b(?:destijds|eerder|bij (?:vonnis|arrest))\b[^.]{0,60}veroordeeld"
    r"|\b(?:is|was|werd) (?:[^.]{0,40} )?in (?:19|20)\d\d\b[^.]{0,60}veroordeeld tot"
)
"""A petition, or a decision on a measure under way, tells of a sentence that stands already."""
_SENTENCED = rule(
    r"\bverdachte (?:is |wordt )?veroordeeld (?:wegens|voor|ter zake)"
    r"|(?<!\bna )veroordeling (?:tot|wegens|voor|ter zake)"
    r"|(?<!in eerste aanleg )veroordeeld tot|\bveroordeelt\b|\blegt op\b"
)

_PUNISHED = (
    r"(?:\w+ )?(?:gevangenisstraf|celstraf|taakstraf|werkstraf|jeugddetentie|geldboete|hechtenis|rijontzegging)"
    r" (?:opgelegd )?(?:van |voor de duur van )?(?:€ ?|EUR )?"
    r"(?:\d|(?:twee|drie|vier|vijf|zes|acht|negen|tien|\w+tien|twaalf) )"
)
OPENS_WITH_PUNISHMENT = rule(rf"\W*{_PUNISHED}")
_SENTENCE_APART = rule(
    rf"[.;] (?:{_PUNISHED}|(?:\d{{1,3}}|\w+) (?:dagen|weken|maanden|jaar|uur|uren) "
    r"(?:gevangenisstraf|celstraf|cel|taakstraf|werkstraf|jeugddetentie)\b)"
)
"""A sentence that opens with a punishment, beside another decision with which an abstract opens."""
_OF_A_RUNNING_ONE = rule(
    r"\b(?:EAB|overlever\w*|uitlever\w*|tbs\w*|terbeschikking\w*|WOTS|WETS|klaag\w*|beklag|pij\w*|isd\w*|destijds|eerder"
    r"|uitgezeten|ondergaan|DNA\w*)\b"
)
"""What an abstract speaks of that tells of sentences which stand already."""

_YEAR = r"(?:19|20)\d\d"
_STANDS_ALREADY = rule(
    r"\b(?:eerder|eerdere|destijds|voordien)(?: \w+){0,2} opgelegde?n?(?: \w+){0,2} $"
    r"|\b(?:destijds|voordien|(?:al|reeds)? ?eerder) veroordeeld tot"
    r"(?:(?!\b(?:legt|krijgt|nu|thans|maar|wordt|veroordeelt)\b)[^.;]){0,120}$"
    r"|\b(?:bestuursrechtelijk|bestuurlijk|tuchtrechtelijk) (?:al |reeds )?(?:afgedaan|bestraft|gestraft) met "
    r"(?:een )?$"
    r"|\bdoor [^.;,]{3,60} (?:al|reeds) (?:eerder )?(?:een |tot )(?:een )?$"
    r"|\b(?:bedroeg|bedraagt|luidt|luidde) (?:de|het) (?:wettelijke? )?(?:maximale|maximum[- ]?)\s?$"
    r"|\b(?:strafbedreiging|strafmaximum|wettelijke? (?:straf)?maximum|maximumstraf)\b"
    r"(?:(?!\b(?:legt|oplegt|wordt (?:\w+ )?een|krijgt|veroordeelt|daarom|dus|volgt|(?:rechtbank|hof|rechter)"
    r" (?:acht|komt))\b)[^.;]){0,60}$"
    r"|\b(?:vroegere|eerdere|vorige) veroordeling(?:en)? (?:tot|wegens)[^.;]{0,30}$"
    r"|\b(?:nu|omdat|aangezien|nadat) (?:(?:de )?(?:verdachte|man|vrouw)|hij|zij|betrokkene)\b[^.,;]{0,80}"
    r"\b(?:is|was|werd) veroordeeld tot[^.;,]{0,40}$"
    r"|\b(?:omstandigheid|feit|gegeven) dat [^.,;]{0,100}\b(?:is|was|werd) veroordeeld tot[^.;,]{0,40}$"
)
"""Before a sanction of another judgment, which this one takes into account."""
_WHO = r"(?:hij|zij|verdachte|betrokkene|de|man|vrouw|al|reeds|eerder|nog|ook|voor het laatst)"
_BEFORE_IT = r"(?:(?!\b(?:krijgt|kreeg|legt|legde|nu|thans|maar|wordt|veroordeelt)\b)[^.;,]){0,40}$"
"""Between the words for an earlier sentence and its length: none of them goes on to the sentence of today."""
_SENTENCED_TO = rf" veroordeeld(?: \w+){{0,8}}? tot{_BEFORE_IT}"
_IN_A_YEAR = rule(
    rf"\b(?:is|was|werd|waren|werden)(?: {_WHO}){{0,3}} in (?:\w+ )?{_YEAR}"
    rf"(?: (?!veroordeeld|gepleegde?\b|en\b|wordt\b|is\b|die\b)[\w-]+){{0,10}}{_SENTENCED_TO}"
    rf"|\b(?:die|hij|zij|verdachte) in (?:\w+ )?{_YEAR} (?:(?!wordt\b)\w+ ){{0,3}}?(?:is|was|werd){_SENTENCED_TO}"
    rf"|\b(?:eerder|destijds|voordien) (?:is|was|werd) (?:hij|zij|verdachte|betrokkene|de \w+)(?: \w+){{0,6}}?"
    rf"{_SENTENCED_TO}|\b(?:is|was|werd) (?:hij |zij |al |reeds ){{0,2}}eerder(?: \w+){{0,6}}?{_SENTENCED_TO}"
    rf"|\b(?:is|was|werd)(?: {_WHO}){{0,3}} veroordeeld in (?:\w+ )?{_YEAR}(?: \w+){{0,8}}? tot{_BEFORE_IT}"
    r"|\b\w*(?:vonnis|arrest),? waarbij (?:aan )?(?:hem|haar|hij|zij|(?:de )?verdachte)\b[^.;]{0,80}$"
)
"""Tells a conviction by its year or as an earlier one, as nobody does the one that is given now."""
_REACH = 240
"""So many characters before a sanction are looked at: a longer way makes long texts slow."""
_SHORTER = {"dagen": "dag", "maanden": "maand", "weken": "week", "uren": "uur", "uur": "u", "mnd": "md", "jaar": "jr"}
_GLUED = rule(rf"(?<![A-Za-z])(?:{'|'.join(_SHORTER)})(?=(?-i:JD|JDET|GS|TS|WS)\b)")
"""A unit with an abbreviation glued to it: "5 dagenJD"."""
_WHILE_BANNED = rule(
    r"(?: |(?<!met) (?:\w+ ){1,2})(?:de|een|zijn|haar) (?:\w+ )?(?:rij-?ontzegging"
    r"|ontzegging van de rijbevoegdheid|rijverbod)"
)
_DRIVEN = rule(r"\b(?:rijden|gereden|reed|besturen|bestuurd) (?:van een \w+ )?(?:tijdens|gedurende|ondanks|met)(?= )")
OF_SOMEBODY_ELSE = rule(
    r"\b(?:eerder|reeds|destijds|voordien) (?:\w+ ){0,3}?veroordeeld\b|\b(?:is|was|werd) in (?:19|20)\d\d veroordeeld\b"
    r"|\b(?:broer|zus|vader|moeder|zoon|partner|vriend|vriendin|ex-\w+) van (?:de )?verdachte (?:is|was|werd)\b"
)
"""Before years without a noun that are not of this sentence, or not of this defendant."""
_MORE_PEOPLE = rule(
    r"\b(?:verdachten|veroordeelden|daders|mannen|vrouwen|jongens|meiden|jongeren|broers|zussen|personen|leden|ouders"
    r"|bestuurders|vennoten|echtpaar|duo|tweetal|drietal|mede-?(?:dader|verdachte)\w*|beiden"
    r"|twee(?:de)? \w*verdachte\w*)\b"
)
"""Words for more people than one defendant."""
OTHERS_WORK = rule(r"\b(?:liet|lieten|moesten|werknemers?|personeel|slachtoffers?|aangevers?|arbeiders?)\b")
"""Before hours that others had to work, which are no sentence."""


def speaks_of_one(text: str) -> bool:
    """Tell whether an abstract names nobody beside one defendant, so that several lengths are one person's."""
    return _MORE_PEOPLE.search(text) is None


def is_of_cassation(text: str) -> bool:
    """Tell whether the words of an abstract are those of the court of cassation or its advocates-general."""
    return _CASSATION.search(text) is not None


def decides_no_charge(text: str) -> bool:
    """Tell whether an abstract is about a decision on no charge."""
    if _NO_CHARGE.search(text) is None or _CONFIRMS_BUT.search(text):
        return False
    if _SENTENCE_APART.search(text) and not _OF_A_RUNNING_ONE.search(text):
        return False
    return not (_SENTENCED.search(text) and not _PETITIONER.search(text))


def without_running_ban(text: str) -> str:
    """Return an abstract with blanks for a driving ban during which somebody drove, which is no sentence."""
    for driven in _DRIVEN.finditer(text):
        banned = _WHILE_BANNED.match(text, driven.end())
        if banned:
            text = text[: banned.start()] + " " * len(banned.group()) + text[banned.end() :]
    return text


def with_units_apart(text: str) -> str:
    """Return an abstract, as long as before, with a space between a unit and the abbreviation that is glued to it."""
    return _GLUED.sub(lambda unit: _SHORTER[unit.group().lower()].ljust(len(unit.group())), text)


def stands_already(before: str, *, confirmed: bool) -> bool:
    """Tell by the words before a sanction whether it is one of another judgment, which this one takes into account.

    Where a judgment is ``confirmed``, one told by its year may be the one below.
    """
    near = before[-_REACH:]
    return bool(_STANDS_ALREADY.search(near)) or (not confirmed and _IN_A_YEAR.search(near) is not None)
