"""Invented judgments for the tests of the extractors, in the courts' wording."""

from __future__ import annotations

import datetime as dt

from vonnis.judgment.canonical import canonical
from vonnis.judgment.judgment import Judgment, Metadata, TextIs
from vonnis.judgment.sections import find_sections

HEAD = """RECHTBANK VOORBEELDSTAD
Parketnummer: 99/000001-20
Vonnis van de meervoudige kamer van 15 oktober 2020
in de strafzaak tegen
[verdachte] ,
geboren op [geboortedatum] 1985 te [geboorteplaats] ,
wonende te [woonplaats] .
"""


def invented(
    text: str, *, date: dt.date | None = None, court: str | None = None, text_is: TextIs = "judgment"
) -> Judgment:
    """Return a judgment of a text, with the sections that its headings give."""
    plain = canonical(text)
    sections = () if text_is == "abstract" else find_sections(plain)
    return Judgment(
        id="invented", text=plain, sections=sections, metadata=Metadata(date=date, court=court), text_is=text_is
    )
