"""Tell what a quantity is to its sanction: total, suspended part, probation, substitute, or nothing of it.

The words between a quantity and the one before it decide, and the words behind it; the rows of ``_ROLES`` are tried in
order.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from vonnis.extraction.quantities import Quantity
from vonnis.extraction.wordings import (
    IF_NOT,
    IN_ITS_PLACE,
    IS_OR_SHOULD_BE,
    NOT_EXECUTED,
    OF_WHICH,
    PARTLY,
    PROBATION_WORD,
    SUSPENDED_WORD,
    WHOLLY,
)
from vonnis.judgment.scan import Glance, Watch

_SUSPENDED = (
    r"(?<![\w-])(?:voorwaardelijke?\b(?!\s+(?:veroordeling|invrijheid|opgelegde\s|opzet|ontslag|verzoek|sepot"
    r"|getuigen|beleid|einde|stillegging))"
    r"|(?<!bijz )(?<!bijz\. )voorw\b\.?"
    r"|(?<!bijz )(?<!bijz\. )(?<!en )vw\b\.?|vwd\b\.?)"
)
_UNSUSPENDED_WORDS = r"\b(?:onvoorwaardelijke?|onvw|onvoorw)\b"
_PART = rf"\b(?:{OF_WHICH}|gedeelte\b|deel\b|(?:hier|daar)van\s+(?:{IS_OR_SHOULD_BE}))"

_RATE_BEFORE = re.compile(r"(?:maatstaf|naar\s+rato)\s+(?:van|à|a)\s*$|berekend\s+naar\s*$", re.IGNORECASE)
_RATE_AFTER = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:taakstraf\s+|werkstraf\s+|hechtenis\s+|arbeid\s+)?(?:per|voor\s+(?:iedere|elke|ieder"
    r"|elk))\s+(?:in\s+)?(?:dag|volle|verzekering|uur|uren|doorgebrachte|twee|2)",
    re.IGNORECASE,
)
_LIMIT_BEFORE = re.compile(
    r"\b(?:maximum|maximaal|ten\s+hoogste|hoogstens|niet\s+langer\s+dan|binnen|uiterlijk|gedurende\s+de\s+eerste"
    r"|vanaf|sinds|na|minimaal|ten\s+minste|minstens|elke|iedere|om\s+de|afgelopen)\s+(?:van\s+|de\s+"
    r"|ruim\s+|bijna\s+|meer\s+dan\s+)?$"
    r"|(?<!feit\s)(?<!onder\s)(?<!en\s)(?<!,\s)(?<!\w)\d{1,3}\s+(?:tot|à|t/m|tot\s+en\s+met)\s+$"
    r"|\btussen\s+(?:de\s+)?(?:\d{1,3}|\w+)\s+en\s+(?:de\s+)?$",
    re.IGNORECASE,
)
_LIMIT_AFTER = re.compile(
    r"\s*(?:na|later|eerder|geleden|voor\s+het\s+einde|voorafgaand|te\s+beoordelen)\b", re.IGNORECASE
)
_DEDUCTED_BEFORE = re.compile(
    r"(?:aftrek\s+van|in\s+mindering(?:\s+\w+){0,3}|voorarrest\s+van|onder\s+aftrek)\s+(?:de\s+|deze\s+)?$",
    re.IGNORECASE,
)
_DEDUCTED_AFTER = re.compile(
    r"\s*(?:aan\s+)?(?:voorarrest|voorlopige\s+hechtenis|in\s+verzekering|die\s+(?:de\s+)?(?:verdachte|veroordeelde)"
    r"|doorgebracht)",
    re.IGNORECASE,
)
PROBATION_BEFORE = re.compile(
    rf"(?:{PROBATION_WORD})(?:[^.;]{{0,100}}?(?:\bvan|\bop|:|\bbedraagt|\bvast|\bvoor|\bis|\bduurt|\bte\s+weten"
    r"|\bvoor\s+de\s+duur\s+van)|,?)\s*(?:een\s+periode\s+van\s+)?$",
    re.IGNORECASE,
)
_PROBATION_AFTER = re.compile(
    rf"\s*(?:als\s+|aan\s+|bepaalde\s+|(?:vast)?gestelde\s+)?(?:{PROBATION_WORD})(?!\.?\s*(?:van\s+)?\d)"
    r"|\s+aan\s+(?:de|deze|die)\s+(?:\w+\s+)?voorwaarden\s+houdt",
    re.IGNORECASE,
)
_SUBSTITUTE_BEFORE = re.compile(
    rf"\b(?:{IN_ITS_PLACE}|{IF_NOT})[^;]{{0,220}}$|/\s*$|\(\s*$",
    re.IGNORECASE,
)
_SUBSTITUTE_AFTER = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:(?:aan|in)\s+)?(?:vervangende\s+|verv\.?\s+)?(?:hechtenis|jeugddetentie|gijzeling)"
    r"|\s*(?:\([^)]*\)\s*)?(?:voor\s+(?:iedere|elke)|per)\s+(?:keer|overtreding)\b",
    re.IGNORECASE,
)
_ANOTHER_CHARGE = re.compile(
    r"(?:\ben|,)\s+(?:voor|ten\s+aanzien\s+van|ter\s+zake\s+van)\s+(?:het\s+)?(?:feit|zaak"
    r"|onder)\s+\d+(?:\s+\w+)?\s+$",
    re.IGNORECASE,
)
"""Before a length that is a sentence for another charge: "160 uren en voor zaak 2 twee weken hechtenis"."""
_AND_BEFORE = re.compile(r"(?:\b(?:en|plus|alsmede)|\+)\s+$", re.IGNORECASE)
_YOUTH_DETENTION_AFTER = re.compile(
    r"\s*(?:\([^)]*\)\s*)?jeugddetentie\b(?!,?\s+(?:indien|wanneer|als\s+(?:hij|zij|de|deze)|voor\s+het\s+geval|bij)\b)",
    re.IGNORECASE,
)
"""Behind a length that is laid beside hours, not in their place: "60 uren werkstraf en 30 dagen jeugddetentie"."""
_BRACKETED_PART = re.compile(rf"\s*\)\s*(?:geheel\s+)?(?:{_SUSPENDED})", re.IGNORECASE)
_RESTING_BEFORE = re.compile(
    r"(?:resteert|resteren|resterende|na\s+(?:deze\s+|die\s+)?aftrek)[^.;]{0,60}$", re.IGNORECASE
)
_RESTING_AFTER = re.compile(
    r"\s*(?:taakstraf\s+|werkstraf\s+|arbeid\s+|te\s+verrichten\s+)*(?:resteert|resteren|resterend|overblij)",
    re.IGNORECASE,
)
_EXCEPT_BEFORE = re.compile(
    r"\b(?:op|behoudens|behalve|uitgezonderd|afgezien\s+van|met\s+uitzondering\s+van)\s+"
    r"(?:(?:een\s+)?(?:gedeelte|deel)\s+(?:van|groot)\s+|de\s+)?$",
    re.IGNORECASE,
)
_WHEREBY = re.compile(r"\bwaarbij\s+(?:een\s+(?:gedeelte|deel)\s+van\s+)?$", re.IGNORECASE)
_UNLESS_WITHIN = re.compile(r"\btenzij\b[^.;]{0,90}\bbinnen\s+(?:een\s+(?:periode|tijd)\s+van\s+)?$", re.IGNORECASE)
"""Before a probation period told by what must not happen: "tenzij hij binnen drie jaren opnieuw ..."."""
_ALL_BUT_AFTER = re.compile(r"\s*(?:\([^)]*\)\s*)?na\b", re.IGNORECASE)
_EQUAL_BEFORE = re.compile(
    r"\bgelijk\s+(?:is\s+)?aan\b[^.;]{0,120}(?:\bvan|\bzijnde|\bte\s+weten|\bnamelijk|\b(?:en\s+)?derhalve|\bdus"
    r"|\bofwel|\boftewel"
    r"|[:(,])\s*$",
    re.IGNORECASE,
)
"""Before a length that is that of the time in custody ("gelijk aan het voorarrest van 47 dagen")."""
_REST_BEFORE = re.compile(r"\b(?:overige|resterende|andere)\s+$", re.IGNORECASE)
_REST_SUSPENDED = re.compile(
    rf"\s*(?:\([^)]*\)\s*)?(?:(?:zijn|is|worden|wordt|blijven|blijft|zullen|zal)\s+)?(?:geheel\s+)?(?:{_SUSPENDED}"
    rf"|{NOT_EXECUTED})",
    re.IGNORECASE,
)
PART_BEFORE = re.compile(
    rf"{_PART}(?:(?!voorwaardelijk,\s+(?:de|het)\s)[^.;]){{0,110}}$"
    r"|\bdat\s+van\s+(?:deze|die|de)\s+(?:\w+\s+)?(?:\w+straf|(?:geld)?boete|\w*detentie|ontzegging|hechtenis)\s+$",
    re.IGNORECASE,
)
SUSPENDED_AFTER = re.compile(rf"{_SUSPENDED}|{NOT_EXECUTED}", re.IGNORECASE)
UNSUSPENDED_AFTER = re.compile(_UNSUSPENDED_WORDS, re.IGNORECASE)
PART_WORD = re.compile(_PART, re.IGNORECASE)
PARTLY_BEFORE = re.compile(rf"\b(?:{PARTLY})(?:\s+on)?[\s-]*$", re.IGNORECASE)
_DIRECTLY_SUSPENDED = re.compile(
    rf"\s*(?:{_SUSPENDED})(?!\s+(?:gevangenis|jeugd|taak|werk|cel|geld|rij|hechtenis))", re.IGNORECASE
)
_OF_IT = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:,?\s*(?:subsidiair|te\s+vervangen\s+door)\s+[^,;.]{1,60},\s*)?"
    r"(?:daarvan|hiervan|ervan|van\s+(?:deze|die|de)\s+\w+(?:,\s*(?:subsidiair|te\s+vervangen\s+door)\s+[^,;.]{1,60},)?)"
    r"\s+(?:(?:is|zijn|wordt|worden|blijft|blijven)\s+)?(?:vooralsnog\s+)?"
    rf"(?:(?:geheel\s+)?(?:on)?voorwaardelijk|{NOT_EXECUTED})",
    re.IGNORECASE,
)
_FOLLOWS_TOTAL = re.compile(
    r"^[\s,]*m\.?a\.?v?\b\.?[\s,]*(?:en|waaronder)?\s*$"
    r"|^[\s,]*(?:(?:met|onder)\s+aftrek(?:\s+van\s+(?:het\s+)?voorarrest)?\s*(?:,|,?\s*(?:en|waaronder))\s*$)"
    r"|^[\s,]*(?:gevangenisstraf|celstraf|cel|taakstraf|werkstraf|jeugddetentie)?[\s,(]*(?:w\.v\.|w/v|,)\s*$",
    re.IGNORECASE,
)
ALL_PROBATION = re.compile(
    r"\b(?:een\s+en\s+ander|beide|allebei|telkens|steeds)\s+(?:met|onder)\s+een\s+proeftijd\b", re.IGNORECASE
)
"""Before a probation period of all that is suspended: "een en ander met een proeftijd van"."""
SUSPENSION_ADJECTIVE = re.compile(
    rf"\b(?:(?:{WHOLLY}|{PARTLY})\s+)?(?:on)?voorwaardelijke?\b|\bvw\b\.?|\bonvw\b\.?", re.IGNORECASE
)
TRAILING_ADJECTIVE = re.compile(
    rf"(?:(?:{WHOLLY}|{PARTLY})\s+)?(?<![\w-])\(?(?:{SUSPENDED_WORD})\)?\s*(?:maatregel\s+(?:van|tot)\s*)?$",
    re.IGNORECASE,
)
OF_EACH = re.compile(
    r"\b(?:(?P<two>beide|allebei|laatste\s+twee)|alle(?:maal|drie)?|elk|ieder|telkens|steeds)(?:\s+straffen)?\s+"
    rf"(?:(?:is|zijn|wordt|worden)\s+)?(?:(?:{WHOLLY}|{PARTLY})\s+)?$",
    re.IGNORECASE,
)
"""Before what is said of each of several sanctions: "beide voorwaardelijk"."""
BEFORE = Watch(
    *(_RATE_BEFORE, _LIMIT_BEFORE, _DEDUCTED_BEFORE, PROBATION_BEFORE, _SUBSTITUTE_BEFORE, _RESTING_BEFORE),
    *(
        PART_BEFORE,
        PART_WORD,
        _FOLLOWS_TOTAL,
        _EXCEPT_BEFORE,
        _EQUAL_BEFORE,
        _REST_BEFORE,
        _ANOTHER_CHARGE,
        _AND_BEFORE,
        _UNLESS_WITHIN,
        _WHEREBY,
    ),
)
"""Looks at the words before a quantity."""


def role_of(q: Quantity, before: Glance, *, after: str) -> str:
    """Return what a quantity is, by the words before it (seen by :data:`BEFORE`) and the words behind it."""
    return next(role for role, applies in _ROLES if applies(q, before, after))


def is_excepted(before: Glance, after: str) -> bool:
    """Tell whether a quantity is what of a suspended sanction is served: "op één dag na", "behoudens 10 dagen"."""
    found = before.search(_EXCEPT_BEFORE)
    return found is not None and (found.group()[:2].lower() != "op" or _ALL_BUT_AFTER.match(after) is not None)


def _is_substitute(q: Quantity, before: Glance, after: str) -> bool:
    """Tell whether a duration is what an unpaid or unperformed sanction turns into."""
    if before.has(_ANOTHER_CHARGE) or _BRACKETED_PART.match(after):
        return False
    if before.has(_AND_BEFORE) and _YOUTH_DETENTION_AFTER.match(after):
        return False
    return q.measure == "duration" and (bool(_SUBSTITUTE_AFTER.match(after)) or before.has(_SUBSTITUTE_BEFORE))


def _is_part(q: Quantity, before: Glance, after: str) -> bool:
    """Tell whether a quantity is a part of the sanction before it, suspended or not."""
    if before.has(PART_BEFORE) or _OF_IT.match(after) or (before.has(_REST_BEFORE) and _REST_SUSPENDED.match(after)):
        return True
    follows = before.has(_FOLLOWS_TOTAL) or before.has(_WHEREBY)
    return bool(_DIRECTLY_SUSPENDED.match(after)) and follows and q.measure != "money"


_ROLES: tuple[tuple[str, Callable[[Quantity, Glance, str], bool]], ...] = (
    ("rate", lambda _q, before, after: before.has(_RATE_BEFORE) or bool(_RATE_AFTER.match(after))),
    (
        "probation",
        lambda q, before, after: (
            q.measure == "duration" and (bool(_PROBATION_AFTER.match(after)) or before.has(PROBATION_BEFORE))
        ),
    ),
    ("probation", lambda q, before, _after: q.measure == "duration" and before.has(_UNLESS_WITHIN)),
    ("excepted", lambda _q, before, after: is_excepted(before, after)),
    ("total", lambda _q, before, _after: before.has(_EQUAL_BEFORE) and not before.has(PART_BEFORE)),
    ("limit", lambda _q, before, after: before.has(_LIMIT_BEFORE) or bool(_LIMIT_AFTER.match(after))),
    ("deducted", lambda _q, before, after: before.has(_DEDUCTED_BEFORE) or bool(_DEDUCTED_AFTER.match(after))),
    ("substitute", _is_substitute),
    (
        "after_deduction",
        lambda q, before, after: (
            q.measure == "hours" and (before.has(_RESTING_BEFORE) or bool(_RESTING_AFTER.match(after)))
        ),
    ),
    ("suspended", _is_part),
    ("total", lambda _q, _before, _after: True),
)
