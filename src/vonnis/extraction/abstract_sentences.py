"""Cut a court's abstract into its sentences: stops that end none, lines that go on below, dashes and semicolons."""

from __future__ import annotations

import re
from collections.abc import Iterator

_GOES_ON_BELOW = (
    "".join(
        rf"(?<!\b{word})(?<!\b{word} )"
        for word in ("van", "waarvan", "tot", "met", "en", "een", "de", "het", "voor", "te")
    )
    + "(?<!,)(?<!, )"
)
"""Not behind a word that leaves its line unfinished."""
_SENTENCE = re.compile(
    r"(?<!\bart)(?<!\bex)(?<!\bmr)(?<!\b[A-Za-z])(?<!\bpft)(?<!\bsubs)(?<!\bresp)(?<!\bwv)(?<!\bvw)(?<!m\.a)(?<!m\.a\.)(?<!\bo\.g\.v)(?<!\bgev)(?<!\bvv)(?<!\bbijz)(?<!\bvoorw)(?<!\bAfl)(?<!nr)[.!?]"
    rf"(?=\s|$)|{_GOES_ON_BELOW}\n(?!\s*(?-i:(?:en|met|waarvan|voorwaardelijk|voorw|tot|van)\b))"
    r"|(?<=\s)(?<!\bniet )(?<!zoals gevorderd )(?<!zoals geëist )[-–](?=\s)|;",
    re.IGNORECASE,
)

_LONGEST = 2_000
"""No sentence is read further than so many characters: courts write none so long, and a text without full stops would
take a time that grows with the square of its length."""


def sentences_of_abstract(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of an abstract; dashes and semicolons part them too, and no sentence is endless."""
    start = 0
    for end, then in [*(match.span() for match in _SENTENCE.finditer(text)), (len(text),) * 2]:
        while end - start > _LONGEST:
            stop = text.rfind(" ", start, start + _LONGEST) + 1
            stop = stop if stop > start else start + _LONGEST
            yield start, stop
            start = stop
        if end > start:
            yield start, end
        start = then
