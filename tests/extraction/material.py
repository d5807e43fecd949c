"""Invented judgments for the tests of the extractors, in the courts' wording."""

from __future__ import annotations

import datetime as dt

from vonnis.judgment.canonical import canonical
from vonnis.judgment.judgment import Judgment, Metadata, TextIs

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
    metadata = Metadata(date=date, court=court)
    return Judgment(id="invented", text=canonical(text), headings=(), metadata=metadata, text_is=text_is)
