"""Whether what a coder read still stands in today's text: at its place, moved with the text, or in the same lines."""

from __future__ import annotations

import msgspec
import pytest

from tests.study.codings import coding
from vonnis.judgment.span import Span
from vonnis.study.coding import Evidence, Locator, Passage
from vonnis.study.seen import as_seen, found_again, noted

TEXT = "De eis is 1 dag.\nDe straf is 1 dag.\nEr is een slot."
QUOTE = "1 dag"
START = TEXT.rindex(QUOTE)


def passage(*, seen: bool = True) -> Passage:
    made = Passage("E1", START, START + len(QUOTE), QUOTE)
    return as_seen(made, TEXT) if seen else made


@pytest.mark.parametrize(
    ("text", "since", "start"),
    [
        (TEXT, "same", START),
        (TEXT + "\nEn meer.", "stands", START),
        ("Kop.\n" + TEXT, "stands", START + 5),
        ("Kop.\n" + TEXT + "\nEn meer.", "stands", START + 5),
        (TEXT.replace("De straf is 1 dag", "De straf is 4 maanden"), "gone", None),
        ("Kop.\n" + TEXT.replace("De straf is 1 dag", "De straf is 4 maanden"), "gone", None),
        (TEXT.replace("De straf is 1 dag", "De straf is 1 dag, voorwaardelijk"), "gone", None),
    ],
    ids=["same", "after", "before", "around", "edited", "edited and moved", "edited beside it"],
)
def test_a_passage_whose_text_was_noted(text: str, since: str, start: int | None) -> None:
    found = found_again(passage(), text)
    assert found.since == since
    assert found.span == (None if start is None else Span(start, start + len(QUOTE), QUOTE))


@pytest.mark.parametrize(
    ("text", "since"),
    [
        (TEXT, "stands"),
        ("Kop.\n" + TEXT, "not_known"),
        (TEXT.replace("1 dag", "4 maanden"), "gone"),
        (None, "not_known"),
    ],
    ids=["in its place", "elsewhere", "nowhere", "no text"],
)
def test_a_passage_of_an_older_study(text: str | None, since: str) -> None:
    assert found_again(passage(seen=False), text).since == since


@pytest.mark.parametrize(
    ("place", "text", "since"),
    [
        (Locator("E1", page="3"), TEXT, "not_known"),
        (as_seen(Locator("E1", page="3"), TEXT), TEXT, "same"),
        (as_seen(Locator("E1", page="3"), TEXT), TEXT + "!", "gone"),
        (Passage("E1", 0, 4), TEXT, "not_known"),
        (as_seen(Passage("E1", 0, 4), TEXT), TEXT + "!", "gone"),
    ],
    ids=["locator", "locator noted", "locator changed", "no words", "no words changed"],
)
def test_a_place_without_words_knows_the_whole_text_alone(place: Evidence, text: str, since: str) -> None:
    assert found_again(place, text).since == since


def test_a_passage_without_words_gets_them_from_the_text_that_it_was_noted_in() -> None:
    assert found_again(as_seen(Passage("E1", 0, 6), TEXT), TEXT).span == Span(0, 6, "De eis")


def test_a_coding_notes_the_texts_that_are_known() -> None:
    places = (passage(seen=False), Locator("dossier 7", page="3"))
    assert noted(coding("D1", "k_year", 1980, evidence=places), {"E1": TEXT}).evidence == (passage(), places[1])


def test_what_was_not_noted_leaves_no_trace_in_a_record() -> None:
    assert msgspec.json.encode(passage(seen=False)) == msgspec.json.encode(
        {"kind": "passage", "document": "E1", "start": START, "end": START + len(QUOTE), "quote": QUOTE}
    )
