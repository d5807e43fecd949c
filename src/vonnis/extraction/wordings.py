"""Turns of phrase that more than one reader of sanctions knows, as patterns without groups and without case.

What a part is called ("waarvan", "gedeeltelijk"), how it is said to be suspended, and what a sanction turns into when
it is not performed. A turn of phrase that is added here is known wherever parts of sanctions are read.
"""

from __future__ import annotations

SUSPENDED_WORD = r"voorwaardelijke?|vw\.?|voorw\.?"
"""The adjective of a suspended sentence, whole and cut short."""
PARTLY = r"deels|deel(?=\s+(?:voorw|vw))|gedeeltelijk|grotendeels|voor\s+een\s+(?:groot\s+)?deel|ten\s+dele|partieel"
"""What says that no more than a part is suspended."""
WHOLLY = r"geheel|volledig|helemaal"
"""What says that the whole is suspended."""
PROBATION_WORD = r"proef ?tijd|proftijd\b|pro?e?ft\b\.?|pft\b\.?|(?-i:\bPT\b)|\bpt\b(?=\.? ?(?:\d|$))"
"""A probation period, whole and cut short."""
OF_WHICH = (
    r"waarvan\b(?!\s+de\s+(?:duur|lengte|omvang|hoogte)\b)|wv\b\.?|w\.v\."
    r"|van\s+welke?\s+(?:bedrag|(?:geld)?boete|\w*straf)\b"
)
"""What opens a part of a sanction."""
IS_OR_SHOULD_BE = r"(?:zouden|zou|moeten|moet|dienen|dient|zijn|is|worden|wordt|kunnen|kan|blijven|blijft)\b"
"""The verb of a sentence that tells a part of what the one before it tells: "daarvan zijn er 60 voorwaardelijk"."""
ONLY_IF_A_COURT_SAYS_SO = (
    r"\balleen\s+(?:wordt|worden)\s+(?:uitgevoerd|ten\s?uitvoer\s?gelegd)\s+(?:als|indien)\s+(?:een|de)\s+rechter\b"
)
"""How a court says in plain words that a part is suspended."""
NOT_EXECUTED = (
    r"\bniet\s+(?:(?:zal|zullen|zou|wordt|worden|dient|mag|te)\s+)*(?:worden\s+)?(?:ten\s?uitvoer|tenuitvoer"
    r"|uitgevoerd|ten uit voer)"
    r"|\bniet\s+(?:zal|zullen)\s+(?:worden\s+)?(?:ten\s?uitvoer|tenuitvoer)"
    r"|\bniet\s+(?:hoeft|hoeven)\s+(?:uit\s+te\s+zitten|te\s+(?:ondergaan|verrichten|betalen))"
    r"|\bniet\s+(?:hoeft|hoeven|behoeft|behoeven)\s+te\s+worden"
    r"\s+(?:uitgezeten|ondergaan|uitgevoerd|verricht|betaald|voldaan)"
    r"|\bniet\s+(?:zal|zullen|wordt|worden)\s+(?:worden\s+)?(?:ondergaan|uitgezeten|ingevorderd|geïnd)"
    r"|\balleen\s+(?:hoeft|hoeven|behoeft|behoeven)\s+te\s+worden\s+"
    r"(?:uitgezeten|ondergaan|uitgevoerd|verricht|betaald|voldaan)\s+(?:als|indien)\b"
    rf"|{ONLY_IF_A_COURT_SAYS_SO}"
    r"|\bplaatsing\s+achterwege\s+(?:blijft|zal\s+blijven)"
)
"""That a sentence or a part of it is not executed."""
IN_ITS_PLACE = r"vervang\w*|te\s+vervangen|verv\.|subsidiair|subsidaire|subs\b\.?|alternatief|gijzeling"
"""What names the detention that takes the place of a sanction which is not performed."""
IF_NOT = r"bij\s+gebreke|bij\s+niet|indien|voor\s+het\s+geval"
"""What opens the condition of such a detention."""
PER_BREACH = r"(?:per|voor\s+(?:iedere|elke))\s+(?:keer|overtreding|schending)\b"
"""What tells that detention follows each time that a ban is broken."""
