"""What the Dutch service is asked, and what its answers mean."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.sources.service import Published, invented
from vonnis.errors import UsageError
from vonnis.sources.rechtspraak import Rechtspraak
from vonnis.sources.source import CourtFilter, Entry, MalformedError, Query, content_outside, outside

SOURCE = Rechtspraak()
AMSTERDAM = CourtFilter(identifier="http://x/Rechtbank_Amsterdam", code="RBAMS", names=("Rechtbank Amsterdam",))
DAY = dt.date(2021, 3, 31)


def query(**given: object) -> Query:
    asked = {"subjects": ["strafrecht"], "courts": [AMSTERDAM], "type_": "uitspraak", "with_text_only": True} | given
    return Query(filters=SOURCE.filters(**asked), first=dt.date(2021, 3, 1), last=DAY)  # type: ignore[arg-type]


def test_every_filter_is_asked_for() -> None:
    request = SOURCE.index_request(query(), offset=500, size=1_000, newest_first=True)
    assert request.path == "/uitspraken/zoeken"
    assert request.parameters == (
        ("date", "2021-03-01"), ("date", "2021-03-31"), ("type", "Uitspraak"), ("creator", AMSTERDAM.identifier),
        ("subject", "http://psi.rechtspraak.nl/rechtsgebied#strafrecht"), ("return", "DOC"), ("max", "1000"),
        ("from", "500"), ("sort", "DESC"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"), [({"type_": "vonnis"}, "uitspraak or conclusie"), ({"subjects": ["x y"]}, "no area of law")]
)
def test_unknown_words_are_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        query(**given)


FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><subtitle>Aantal gevonden ECLI\'s: {total}</subtitle>'
    "<entry{deleted}><id>ECLI:NL:RBAMS:2021:7</id><title>ECLI:NL:RBAMS:2021:7, Rechtbank Amsterdam, 31-03-2021, 13/1"
    "</title><updated>2021-04-01T08:00:00Z</updated></entry></feed>"
)


def test_a_page_of_the_index() -> None:
    page = SOURCE.read_index(FEED.format(total="10.778", deleted="").encode())
    assert page.announced == 10_778
    (entry,) = page.entries
    assert entry == Entry(
        ecli="ECLI:NL:RBAMS:2021:7", date=DAY, court="Rechtbank Amsterdam", updated="2021-04-01T08:00:00Z"
    )


@pytest.mark.parametrize("what", ["doc", "ecli"])
def test_a_withdrawn_line_says_so(what: str) -> None:
    page = SOURCE.read_index(FEED.format(total=1, deleted=f' deleted="{what}"').encode())
    assert page.entries[0].deleted == what


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"<feed", b"<html/>"),
        FEED.format(total=".", deleted="").encode(),
        *(FEED.format(total="", deleted="").encode(), FEED.format(total=1, deleted="").encode()[:90]),
    ],
    ids=["nothing", "cut off", "something else", "no number", "no total", "half"],
)  # fmt: skip
def test_a_broken_page_is_no_page(body: bytes) -> None:
    with pytest.raises(MalformedError):
        SOURCE.read_index(body)


def document(**given: object) -> Published:
    (one,) = invented(1, first=DAY, days=1)
    for name, value in {"with_text": True, **given}.items():
        setattr(one, name, value)
    return one


@pytest.mark.parametrize("with_text", [True, False])
def test_a_document_says_whether_it_has_a_text(with_text: bool) -> None:  # noqa: FBT001
    one = document(with_text=with_text)
    content = SOURCE.read_content(one.xml(), one.ecli)
    assert (content.has_text, content.date, content.type) == (with_text, DAY, "uitspraak")


def test_the_document_of_another_ecli_is_not_taken() -> None:
    with pytest.raises(MalformedError, match="answered with ECLI"):
        SOURCE.read_content(document().xml(), "ECLI:NL:RBAMS:2021:999999")


def test_a_document_that_names_no_ecli_is_taken_at_the_word_of_the_service() -> None:
    content = SOURCE.read_content(
        b"<open-rechtspraak><uitspraak>Vonnis.</uitspraak></open-rechtspraak>", "ECLI:NL:X:1:1"
    )
    assert (content.has_text, content.date, content.subjects) == (True, None, ())


@pytest.mark.parametrize("cut", [0, 10, 400, -5])
def test_half_a_document_is_not_taken(cut: int) -> None:
    one = document()
    with pytest.raises(MalformedError):
        SOURCE.read_content(one.xml()[:cut], one.ecli)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Entry(ecli="ECLI:NL:RBAMS:2021:7", date=dt.date(2021, 4, 1)), "its date is 2021-04-01"),
        (Entry(ecli="ECLI:NL:RBROT:2021:7", date=DAY, court="Rechtbank Rotterdam"), "its court is Rechtbank Rotterdam"),
        (Entry(ecli="ECLI:NL:RBAMS:2021:7", date=DAY), None),
        (Entry(ecli="ECLI:NL:XX:2021:7", date=DAY, court="rechtbank amsterdam"), None),
        (Entry(ecli="ECLI:NL:RBAMS:2021:7"), None),
    ],
    ids=["date", "court", "code", "name", "unstated"],
)
def test_what_the_index_gives_is_held_against_what_was_asked(line: Entry, said: str | None) -> None:
    assert outside(query(), line) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"subject": "http://psi.rechtspraak.nl/rechtsgebied#strafrecht"}, None),
        ({"subject": "http://psi.rechtspraak.nl/rechtsgebied#strafrecht_penitentiairStrafrecht"}, None),
        ({"subject": "http://psi.rechtspraak.nl/rechtsgebied#civielRecht"}, "its area of law"),
        ({"type": "Conclusie"}, "published as conclusie"),
        ({"date": dt.date(2020, 1, 1)}, "its date"),
    ],
)
def test_what_the_document_says_is_held_against_what_was_asked(given: dict[str, object], said: str | None) -> None:
    one = document(**given)
    reason = content_outside(query(courts=[]), SOURCE.read_content(one.xml(), one.ecli))
    assert (reason is None) if said is None else (said in str(reason))


def test_the_real_feeds_are_read_whole(judgments: Path) -> None:
    for path in sorted((judgments / "atom").iterdir()):
        page = SOURCE.read_index(path.read_bytes())
        assert (page.announced, len(page.entries)) == (10_778, 1_000)
        assert all(entry.date and entry.court and entry.updated for entry in page.entries)


def test_the_real_documents_are_read_whole(judgments: Path) -> None:
    texts = 0
    for path in sorted((judgments / "xml").iterdir()):
        ecli = path.stem.replace("_", ":")
        texts += SOURCE.read_content(path.read_bytes(), ecli).has_text
    assert 80 < texts < 95
