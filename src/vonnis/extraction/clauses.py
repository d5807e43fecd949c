"""Cut a dictum into its operative clauses: what the court decides, one verb at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from vonnis.judgment.scan import Finder
from vonnis.judgment.sections import COURT_NOUN

VERBS = (
    "veroordeelt|verklaart|spreekt|bepaalt|beveelt|legt|gelast|stelt|ontzegt|ontzet|ontneemt|onttrekt|ontslaat"
    "|plaatst|wijst|heft"
    "|verlengt|verbindt|verstaat|draagt|beslist|compenseert|schorst|heropent|verwijst|vernietigt|bevestigt|verwerpt"
    "|kwalificeert"
    "|geeft|staat|acht|weigert|benoemt|trekt|zet|wijzigt|vult|vermindert|schat|verbiedt|neemt|houdt|past|laat"
    "|machtigt|keert|komt"
    "|doet|straft|merkt|vermeerdert|herroept|adviseert|tekent|maakt|ziet"
)
"""The verbs with which Dutch courts open a clause of the dictum (third person singular, present tense)."""

_NOUN_CLAUSE = (
    r"(?:een\s+)?(?:\w+waardelijke\s+)?(?:gevangenisstraf|jeugddetentie|taakstraf|werkstraf|leerstraf|geldboete"
    r"|hechtenis|maatregel|ontzegging|ontzetting|rijontzegging|schadevergoedingsmaatregel|verbeurdverklaring|onttrekking"
    r"|teruggave)\b"
)
_LABEL = r"(?:(?:feit(?:en)?|za(?:ak|ken)|straf|maatregel|ten\s+aanzien\s+van)\b[^\n:;]{0,60}:\s*)"
"""What may stand before a bare noun on its line: "Feit 3: een geldboete van € 125,00"."""
_PASSIVE = (
    r"(?:aan\s+)?(?:de\s+)?(?:verdachte|\[verdachte\])\s+(?:krijgt\b|(?:wordt|worden)\s+(?:de|een)\b[^.;\n]{0,120}?\bopgelegd"
    r"|wordt\s+(?:opgelegd|veroordeeld|ontzet)\b|wordt\s+geplaatst\s+in\s+een\s+inrichting\s+voor\b"
    r"|moet\s+(?:ook\s+|daarnaast\s+)?(?:een\s+\w+straf|[\w()]+\s+(?:\(\w+\)\s+)?(?:uur|uren)\s+(?:onbetaald\s+)?(?:werken|taakstraf|werkstraf))"
    r"|moet\s+(?:dit|dat|het|een)\s+bedrag\b[^.;\n]{0,80}?\baan\s+de\s+Staat\s+(?:betalen|voldoen)\b)"
    r"|verbeurd\s+(?:wordt|worden)\s+verklaard|aan\s+het\s+verkeer\s+(?:wordt|worden)\s+onttrokken"
)
"""A clause told in the passive: what the defendant gets, is sentenced to or must do."""
_WITHIN = r"(?:[^.;\n]|\.(?=\S)|(?<=\bd\.d)\.|(?<=\bnr)\.)"
"""A character within a sentence."""
_CLAIM = (
    r"(?:de|het)\s+(?:vordering(?:en)?|verzoek)\s+(?:(?:van\s+(?:de|het)\s+(?:officier\s+van\s+justitie"
    r"|openbaar\s+ministerie)|strekkende)\s+){0,2}(?:tot|na)\s+(?:(?:de|gehele|gedeeltelijke)\s+){0,2}"
    r"(?:ten\s?uitvoer\s?legging|voorwaardelijke\s+veroordeling|herroeping)\b"
    rf"{_WITHIN}{{0,400}}?\b(?:wordt|worden|is|zijn)\s"
    rf"|(?:de|het|een|voor|tot)\s(?:(?!\b(?:toegewezen|opgelegd)\b){_WITHIN}){{0,300}}?"
    r"\b(?:(?:wordt|worden)\s+(?:(?:dan\s+ook|daarom|derhalve)\s+)?(?:niet\s+opgelegd|afgewezen)"
    r"|bestaat\s+(?:dan\s+ook\s+)?geen\s+(?:aanleiding|reden|grond))\b"
    rf"|de\s+ten\s?uitvoer\s?legging\s+van\b(?:(?!\b(?:kan|kunnen|indien|als)\b){_WITHIN}){{0,400}}?"
    r"\bwordt\s+(?:(?:alsnog|daarom|niet)\s+){0,2}(?:gelast|bevolen)\b"
    rf"|de\s+proeftijd\b{_WITHIN}{{0,300}}?\bwordt\s+(?:met\s+)?{_WITHIN}{{0,40}}?\bverlengd\b"
)
"""A claim about an earlier sentence that is granted or refused in the passive, or anything that is refused so; its
sentence is a clause of its own."""
_CLAIM_ENDS = re.compile(r"[.;](?=\s)|\n")
_START = Finder(
    re.compile(
        rf"(?:^|[\n;:.]|\s(?=[-–—•]\s)|[a-z)\]]\s(?=(?-i:[A-Z])[a-z]+t\b))\s*(?:(?:[-–—•*·\uf0b7\uf0a7]|o(?=\s)|\(?[0-9]{{1,2}}[.)]|\(?[a-z][.)]|(?-i:[IVX]{{1,5}})(?:[.)]|(?=\s)))\s*){{0,6}}+"
        rf"(?:(?:en|voorts|tevens|alsmede|verder|daarnaast)\s+)?(?:(?:de"
        rf"|het)\s+{COURT_NOUN}[,:]?\s+|(?:zij|hij)\s+)?(?:(?:recht\s?doende|opnieuw)[^\n:;]{{0,60}}[:,]\s*)?"
        rf"(?P<verb>{VERBS})\b"
        rf"|(?:,\s*(?:en\s+)?|\ben\s+)(?:(?:tevens|voorts|daarbij)\s+)?(?P<joined>veroordeelt|bepaalt|beveelt|legt|gelast"
        rf"|ontzegt|stelt|verbindt|spreekt|ontslaat|plaatst|wijst)\b"
        rf"(?=(?:,\s*opnieuw[^,;]{{0,40}},)?\s+(?:de\s+|het\s+|dat\s|hem|haar|verdachte|aan\s|voor\s+dit\s|in\s+beide\s|daar|op\s|een\s|tevens|voorts|als\s|\[))"
        rf"|(?:[.;:]\n\s*|\n\s*(?:[-–—•*·\uf0b7\uf0a7]|o(?=\s)|\(?[0-9]{{1,2}}[.)])\s*|\n\s*{_LABEL})(?P<noun>{_NOUN_CLAUSE})"
        rf"|(?:[.;:\n]\s*)(?:(?:[-–—•*·\uf0b7\uf0a7]|\(?[0-9]{{1,2}}[.)])\s*)?(?:(?P<passive>{_PASSIVE})|(?P<claim>{_CLAIM}))",
        re.IGNORECASE,
    )
)


_NO_OPENING = re.compile(
    r"staat(?![^.;\n]{0,60}\btoe\b)|doet\s+(?:hij|zij|(?:de\s+)?verdachte)\s+(?:dat|dit)\s+niet"
    r"|acht\s+(?:\(\s*8\s*\)\s*)?(?:dagen|weken|maanden|jaar|jaren|uur|uren|euro|duizend|honderd)\b",
    re.IGNORECASE,
)
"""The State and the number eight, which open a line where a text has been broken at a width, and a condition."""
_IN_PASSING = frozenset(
    {"geeft", "staat", "acht", "neemt", "houdt", "past", "laat", "machtigt", "keert", "komt", "doet", "merkt", "maakt"}
    | {"straft", "ziet", "tekent", "trekt", "zet", "draagt", "stelt", "bepaalt", "legt"}
)
"""Verbs that stand within sentences too, in conditions and reasons."""
_BROKEN_AT = 45
"""A line at least so long, in characters, may go on in the next."""


def _runs_on(text: str, match: re.Match[str]) -> bool:
    """Tell whether a verb stands at the start of a line only because its sentence was broken there."""
    verb = match["verb"]
    if not verb:
        return False
    at = match.start("verb")
    if _NO_OPENING.match(text, at):
        return True
    if verb.lower() not in _IN_PASSING or verb[0].isupper() or text[match.start() : at].strip("\n;:. "):
        return False
    before = text[max(0, at - 400) : at]
    line = before.rstrip()
    return before.count("\n", len(line)) == 1 and line[-1:].isalpha() and len(line) - line.rfind("\n") > _BROKEN_AT


class Clause(msgspec.Struct, frozen=True):
    """An operative clause ``text[start:end]`` and its verb, in lower case.

    The verb is "" where a bare noun opens it, and "wijst" where a claim is granted or refused in the passive.
    """

    start: int
    end: int
    verb: str


def find_clauses(text: str, start: int, end: int) -> Iterator[Clause]:
    """Yield the operative clauses of the dictum ``text[start:end]``, in order; what precedes the first is left out."""
    opened: tuple[int, str] | None = None
    for match in _START.finditer(text, start, end):
        if _runs_on(text, match):
            continue
        verb = (match["verb"] or match["joined"] or "").lower()
        at = match.start(match.lastgroup or 0)
        if opened and opened[0] < at:
            yield Clause(opened[0], at, opened[1])
        if match["claim"] is None:
            opened = at, verb
            continue
        stop = _CLAIM_ENDS.search(text, match.end(), end)
        claimed = stop.start() if stop else end
        yield Clause(at, claimed, "wijst")
        opened = claimed, opened[1] if opened else "wijst"
    if opened and opened[0] < end:
        yield Clause(opened[0], end, opened[1])
