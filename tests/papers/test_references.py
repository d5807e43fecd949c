"""References between papers: found and resolved as well as a person marked them, and not where none is meant."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from tests.papers.labelled import labelled
from vonnis.papers.paper import Actor, Paper
from vonnis.papers.references import find_mentions
from vonnis.papers.resolving import Reference, Shelf, references_in

WANTED = 0.95


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[Reference, ...]]:
    papers, _ = labelled()
    shelf = Shelf(papers)
    return {paper.id: references_in(paper, shelf) for paper in papers}


def test_nearly_all_that_is_resolved_is_right(found: dict[str, tuple[Reference, ...]]) -> None:
    _, marks = labelled()
    resolved = [(id_, one) for id_, several in found.items() for one in several if one.paper]
    right = [
        any(
            mark.paper == id_
            and mark.target == one.paper
            and mark.start < one.mention.end
            and one.mention.start < mark.end
            for mark in marks
        )
        for id_, one in resolved
    ]
    assert len(resolved) >= 120
    assert sum(right) / len(right) >= WANTED


def test_nearly_all_that_a_person_marked_is_resolved(found: dict[str, tuple[Reference, ...]]) -> None:
    _, marks = labelled()
    wanted = [mark for mark in marks if mark.target]
    hit = [
        any(
            one.paper == mark.target and mark.start < one.mention.end and one.mention.start < mark.end
            for one in found[mark.paper]
        )
        for mark in wanted
    ]
    assert len(wanted) >= 115
    assert sum(hit) / len(hit) >= WANTED


def test_what_is_not_at_hand_is_not_guessed(found: dict[str, tuple[Reference, ...]]) -> None:
    _, marks = labelled()
    absent = [mark for mark in marks if mark.target is None]
    assert len(absent) >= 5
    for mark in absent:
        at = [one for one in found[mark.paper] if mark.start < one.mention.end and one.mention.start < mark.end]
        assert all(one.paper is None and one.reason for one in at)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Kamerstukken II 2015/16, 28638, nr. 233", ["28638-233"]),
        ("Kamerstuk 28 638, nr. 233", ["28638-233"]),
        ("28638-233", ["28638-233"]),
        ("(28 638, nrs. 174, 176 en 177)", ["28638-174", "28638-176", "28638-177"]),
        ("28 638, nrs. 10 t/m 12", ["28638-10", "28638-11", "28638-12"]),
        ("kst-36200-VI-12", ["36200-VI-12"]),
        ("36 200 VI, nr. 12", ["36200-VI-12"]),
        ("36 222 (R2178), nr. 3", ["36222-3"]),
        ("Kamerstukken I 2022/23, 36 222, C", ["36222-C"]),
        ("Aanhangsel van de Handelingen, vergaderjaar 2024–2025, nr. 680", ["ah-tk-20242025-680"]),
        ("Aanh. Hand. II 1999/00, nr. 12", ["ah-tk-19992000-12"]),
        ("2023D42860 en 2020Z20639", ["2023D42860", "2020Z20639"]),
        ("TZ202306-123", ["TZ202306-123"]),
        ("de motie op stuk nr. 12", ["99001-12"]),
        ("Wij danken voor hetgeen op stuk nummer 12 staat.", ["99001-12"]),
        ("28 638, nr. 233, 18 oktober 2023", ["28638-233"]),
        ("Er waren 28 638 meldingen, waarvan nr. 3 de grootste.", []),
        ("een bedrag van 28 638 euro", []),
        ("bel 0900-12345 of 06-12345678", []),
        ("postcode 1234 AB, nr. 16", []),
        ("artikel 273f, lid 1, nr. 2", []),
        ("Stb. 2024, 59", []),
    ],
)
def test_numbers_are_read_in_every_form(text: str, targets: list[str]) -> None:
    assert [one.target for one in find_mentions(text, dossier="99001")] == targets


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("de motie-Jansma c.s.", ("Jansma",)),
        ("de motie Jansma/Van der Veld", ("Jansma", "Van der Veld")),
        ("de nader gewijzigde motie-Ten Kate", ("Ten Kate",)),
        ("motie van de leden Jansma (ABC), De Wit (DEF) en El Ouali", ("Jansma", "De Wit", "El Ouali")),
        ("de motie van het lid De Wit-Jansma c.s. over straffen", ("De Wit-Jansma",)),
    ],
)
def test_a_motion_is_known_by_who_signed_it(text: str, names: tuple[str, ...]) -> None:
    (found,) = find_mentions(text)
    assert (found.form, found.names) == ("motion", names)


@pytest.mark.parametrize(
    "text",
    [
        "Ik dien een motie in.",
        "De motie is aangenomen.",
        "Ik zeg uw Kamer toe dat ik bericht.",
        "emotie-Jansma",
        "Het plan.",
    ],
)
def test_what_names_no_paper_is_no_mention(text: str) -> None:
    assert find_mentions(text) == ()


def motion(number: int, *, day: dt.date, signers: tuple[str, ...] = ("Jansma",), text: str = "") -> Paper:
    actors = tuple(Actor(name=name, first=place == 0) for place, name in enumerate(signers))
    return Paper(
        id=f"99001-{number}", origin="own", date=day, dossiers=("99001",), stated_kind="Motie", actors=actors, text=text
    )


def letter(text: str, *, day: dt.date = dt.date(2023, 6, 1)) -> Paper:
    return Paper(id="99001-50", origin="own", date=day, dossiers=("99001",), stated_kind="Brief regering", text=text)


def resolved(text: str, *papers: Paper) -> Reference:
    one = letter(text)
    (found,) = references_in(one, Shelf([one, *papers]))
    return found


def test_two_motions_of_one_member_are_not_chosen_between() -> None:
    day = dt.date(2023, 1, 1)
    found = resolved("de motie-Jansma", motion(1, day=day), motion(2, day=day))
    assert (found.paper, found.candidates) == (None, ("99001-1", "99001-2"))
    assert found.reason == "2 papers fit equally well"


def test_words_decide_between_two_motions_where_they_are_clear() -> None:
    day = dt.date(2023, 1, 1)
    papers = [
        motion(1, day=day, text="verzoekt de regering advertentiesites leeftijden te laten controleren"),
        motion(2, day=day, text="verzoekt de regering opvangplaatsen uit te breiden"),
    ]
    found = resolved("de motie-Jansma over leeftijden controleren op advertentiesites", *papers)
    assert (found.paper, found.rule) == ("99001-1", "name and words")


def test_a_later_motion_is_not_what_an_earlier_letter_speaks_of() -> None:
    assert resolved("de motie-Jansma", motion(1, day=dt.date(2024, 1, 1))).paper is None


def test_a_day_decides_between_two_motions() -> None:
    papers = [motion(1, day=dt.date(2022, 1, 1)), motion(2, day=dt.date(2023, 1, 1))]
    assert resolved("de motie-Jansma van 1 januari 2022", *papers).paper == "99001-1"


def test_every_mention_stands_where_it_says() -> None:
    papers, _ = labelled()
    for paper in papers:
        for one in find_mentions(paper.text, dossier=paper.dossier):
            assert 0 <= one.start < one.end <= len(paper.text)
            assert "\n" not in paper.text[one.start : one.end]


def test_every_number_of_a_range_is_meant() -> None:
    found = find_mentions("Kamerstuk 28638, nrs. 12 t/m 15.")
    assert [one.target for one in found] == ["28638-12", "28638-13", "28638-14", "28638-15"]


def test_a_text_of_one_endless_line_is_read_in_time_that_grows_with_its_length() -> None:
    text = " ".join(f"Kamerstuk 28 638, nr. {n % 900 + 1} en de motie-Jansma over opvang;" for n in range(4_000))
    began = time.process_time()
    assert len(find_mentions(text)) == 8_000
    assert time.process_time() - began < 4
