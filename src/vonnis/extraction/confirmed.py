"""The sentence that an appeal court confirms, as its judgment recites it."""

from __future__ import annotations

import re

from vonnis.extraction.dictum import PRINCIPAL
from vonnis.extraction.phrases import PhraseReader
from vonnis.extraction.record import Sanction
from vonnis.extraction.rules import rule
from vonnis.judgment.judgment import Judgment

_RECITES = rule(
    r"(?:rechtbank|politierechter|kinderrechter|kantonrechter|gerecht(?: in eerste aanleg)?|eerste aanleg|vonnis"
    r"|waarvan beroep)\b[^;]{0,500}?\b(?P<verb>veroordeeld|veroordeelde|veroordeelt|opgelegd)\b[^;\n]{0,500}"
)


def find_confirmed(judgment: Judgment, stop: int) -> tuple[Sanction, ...]:
    """Return the sentence of the court below as it is recited before ``stop``, the start of the dictum."""
    for match in _RECITES.finditer(judgment.text, 0, stop):
        end = re.compile(r"\.\s+[A-Z]").search(judgment.text, match.end("verb"), min(stop, match.end() + 200))
        reader = PhraseReader(judgment.text)
        reader.read(match.start(), end.start() if end else match.end())
        sanctions = tuple(draft.sanction(judgment.text) for draft in reader.drafts if draft.kind in PRINCIPAL)
        if sanctions:
            return sanctions
    return ()
