"""An invented judgment and records for it; no such case, court or person exists."""

from __future__ import annotations

from html.parser import HTMLParser

import msgspec

from vonnis.extraction.extractor import extract
from vonnis.extraction.record import Doubt, ExtractionRecord, Sanction
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.reading import read
from vonnis.judgment.span import Span

TEXT = """RECHTBANK FICTIEF
Strafrecht
Parketnummer: 99/000001-20
Datum uitspraak: 3 maart 2020

Vonnis van de rechtbank in de zaak tegen
[verdachte],
geboren te [geboorteplaats] op [geboortedatum] 1980.

1 De tenlastelegging
Aan verdachte is ten laste gelegd dat hij op 1 mei 2019 een fiets heeft weggenomen.

4 De eis van de officier van justitie
De officier van justitie heeft gevorderd dat verdachte wordt veroordeeld tot een gevangenisstraf van 18 maanden.

7 De wettelijke voorschriften
De beslissing berust op de artikelen 14a, 22c en 310 van het Wetboek van Strafrecht.

8 De beslissing
De rechtbank:
- verklaart bewezen dat verdachte het ten laste gelegde heeft begaan;
- veroordeelt verdachte tot een gevangenisstraf voor de duur van 10 maanden, waarvan 3 maanden voorwaardelijk,
met een proeftijd van 2 jaren;
- veroordeelt verdachte tot een taakstraf voor de duur van 120 uren, te vervangen door 60 dagen hechtenis.

Dit vonnis is gewezen door mr. [rechter], voorzitter, en uitgesproken op 3 maart 2020.
"""


def invented(text: str = TEXT) -> Judgment:
    """Return the invented judgment as it is read."""
    return read(text.encode(), name="fictief.txt")


def record_of(judgment: Judgment, **changes: object) -> ExtractionRecord:
    """Return the record of a judgment, with some of its fields replaced."""
    return msgspec.structs.replace(extract(judgment), **changes)


def bare(text: str, *places: tuple[int, int], doubts: tuple[Doubt, ...] = ()) -> tuple[Judgment, ExtractionRecord]:
    """Return a text without sections, and a record whose imposed sanctions stand at these places in it."""
    judgment = Judgment(id="bare", text=text)
    sanctions = tuple(Sanction(kind="fine", total="EUR 500.00", evidence=Span.of(text, *place)) for place in places)
    empty = record_of(Judgment(id="bare", text=""), evidence={}, failures=doubts)
    return judgment, msgspec.structs.replace(empty, text_sha256=judgment.text_sha256, imposed=sanctions)


class Page(HTMLParser):
    """What a page holds, as a browser's parser would see it: the words of the text pane, elements, links."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.marked: dict[str, str] = {}
        self._depth = 0
        self._classes: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; the words of the judgment stand in elements of the class ``words``."""
        found = dict(attrs)
        self.elements.append((tag, found))
        if tag == "div" and found.get("class") == "words":
            self._depth = 1
        elif self._depth and tag == "a":
            self._classes = (found.get("class") or "").split()

    def handle_endtag(self, tag: str) -> None:
        """Note where the words of a part, or a mark, end."""
        if tag == "div":
            self._depth = 0
        if tag == "a":
            self._classes = []

    def handle_data(self, data: str) -> None:
        """Gather the words of the judgment, and those of each passage by its class."""
        if not self._depth:
            return
        self.words.append(data)
        for name in self._classes:
            if name[0] == "p" and name[1:].isdigit():
                self.marked[name] = self.marked.get(name, "") + data

    @property
    def text(self) -> str:
        """The words of the text pane, joined."""
        return "".join(self.words)

    def ids(self) -> list[str]:
        """Return every id, in the order of the page."""
        return [value for _, found in self.elements if (value := found.get("id"))]

    def targets(self) -> list[str]:
        """Return where the links within the page lead."""
        links = (found.get("href") or "" for tag, found in self.elements if tag == "a")
        return [link[1:] for link in links if link.startswith("#")]
