"""Tell what a court's abstract is about: a charge, or something that imposes nothing.

The court of cassation and its advocates-general impose nothing, nor does a decision on a measure that runs, a request,
a complaint, custody, gain alone, or one on the way to a judgment.
"""

from __future__ import annotations

from vonnis.extraction.rules import rule

_CASSATION = rule(
    r"(?<!NL:)\bHR\b(?! ?\d)[:. ]|(?<!door de )(?<!van de )\bhoge raad\b|(?<!het )\bhof heeft (?:geoordeeld|verdachte"
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
    r"|\b(?:is|was|werd) (?:[^.]{0,40} )?in (?:19|20)\d\d\b[^.]{0,60}veroordeeld tot"
)
"""A petition, or a decision on a measure under way, tells of a sentence that stands already."""
_SENTENCED = rule(
    r"\bverdachte (?:is |wordt )?veroordeeld (?:wegens|voor|ter zake)|veroordeling (?:tot|wegens|voor|ter zake)"
    r"|(?<!in eerste aanleg )veroordeeld tot|\bveroordeelt\b|\blegt op\b"
)


def is_of_cassation(text: str) -> bool:
    """Tell whether the words of an abstract are those of the court of cassation or its advocates-general."""
    return _CASSATION.search(text) is not None


def decides_no_charge(text: str) -> bool:
    """Tell whether an abstract is about a decision on no charge."""
    if _NO_CHARGE.search(text) is None or _CONFIRMS_BUT.search(text):
        return False
    return not (_SENTENCED.search(text) and not _PETITIONER.search(text))
