"""A scan skips nothing: what it lets through includes every match of the plain pattern, on any text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.judgment.patterns import all_patterns, is_found_by_matching
from vonnis.judgment.relaxing import relaxed
from vonnis.judgment.scan import Finder, Sign, Watch, once_a_text, scanned

PATTERNS = all_patterns()
FOUND = {name: pattern for name, pattern in PATTERNS.items() if is_found_by_matching(pattern)}
WORDS = sorted({word for pattern in PATTERNS.values() for word in re.findall(r"[a-zà-ÿ]{2,}", pattern.pattern)})
ODD = [
    "\u017f",
    "\u212a",
    "\u0131",
    "\u0130",
    "é",
    "É",
    "ÿ",
    "Ÿ",
    "–",
    "€",
    "“",
    "?",
    "\n",
    "\n\n",
    " ",
    ". ",
    "; ",
    ", ",
    ": ",
    "(",
    ")",
]
FIGURES = [
    "1",
    "2",
    "36f",
    "12 (twaalf)",
    "€ 500,-",
    "14 maanden",
    "2019",
    "1.",
    "- ",
    "[slachtoffer 1]",
    "A",
    "B E S L I S",
]


def _texts() -> st.SearchStrategy[str]:
    """Return texts of the words that the rules know, in any case, with what is awkward between them."""
    cased = st.sampled_from(WORDS).flatmap(lambda word: st.sampled_from([word, word.upper(), word.capitalize()]))
    piece = st.one_of(cased, st.sampled_from(FIGURES), st.sampled_from(ODD))
    gap = st.sampled_from([" ", " ", " ", "", "\n"])
    return st.lists(st.tuples(piece, gap), max_size=60).map(lambda parts: "".join(word + gap for word, gap in parts))


@pytest.mark.parametrize("name", FOUND)
@settings(max_examples=12, deadline=None)
@given(text=_texts())
def test_a_finder_finds_what_its_pattern_finds(name: str, text: str) -> None:
    pattern = FOUND[name]

    found = [match.span() for match in Finder(pattern).finditer(text)]

    assert found == [match.span() for match in pattern.finditer(text)]


@settings(max_examples=150, deadline=None)
@given(text=_texts())
def test_a_watch_lets_every_pattern_through_that_matches(text: str) -> None:
    seen = WATCH.look(text, 0, len(text))

    missed = [name for name, p in PATTERNS.items() if p.search(text) and not seen.may_have(p)]

    assert not missed


WATCH = Watch(*PATTERNS.values())


@settings(max_examples=60, deadline=None)
@given(text=_texts())
def test_a_glance_at_a_long_stretch_finds_what_each_pattern_finds(text: str) -> None:
    seen = WATCH.look(text * 3, 0, 3 * len(text))

    other = [
        name for name, p in FOUND.items() if seen.may_have(p) and _place(seen.search(p)) != _place(p.search(seen.words))
    ]

    assert not other


def _place(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match else None


@pytest.mark.parametrize("name", FOUND)
def test_a_finder_finds_in_real_judgments_what_its_pattern_finds(name: str, judgments: Path) -> None:
    pattern = FOUND[name]
    paths = sorted((judgments / "text").glob("*.txt"))[::23]

    for text in (path.read_text(encoding="utf-8")[:16_000] for path in paths):
        found = [match.span() for match in Finder(pattern).finditer(text)]
        assert found == [match.span() for match in pattern.finditer(text)]


def test_a_glance_at_real_sentences_finds_what_each_pattern_finds(judgments: Path) -> None:
    for path in sorted((judgments / "text").glob("*.txt"))[::11]:
        text = path.read_text(encoding="utf-8")[-6_000:]
        for sentence in re.finditer(r"[^.;\n]+", text):
            seen = WATCH.look(text, *sentence.span())
            for name, p in PATTERNS.items():
                plain = p.search(sentence.group())
                assert not plain or seen.may_have(p), name
                assert name not in FOUND or _place(seen.search(p)) == _place(plain), name


def test_every_character_that_equals_one_of_latin_1_without_case_is_known() -> None:
    latin = [chr(code) for code in range(256)]
    any_latin = re.compile(f"[{re.escape(''.join(latin))}]", re.IGNORECASE)
    beyond = [chr(code) for code in range(256, 0x10000) if any_latin.fullmatch(chr(code))]

    for character in latin:
        alone = re.compile(re.escape(character), re.IGNORECASE)
        if any(alone.fullmatch(other) for other in beyond):
            assert b"\\x3f" in relaxed(alone), character


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"hof", "Het HOF en het hof", [(4, 7), (15, 18)]),
        (r"(?<=het )hof", "De hof, het hof", [(12, 15)]),
        (r"\bdag\b", "dagen, dag", [(7, 10)]),
        (r"^dag", "dag\ndag", [(0, 3)]),
        (r"(?m)^dag", "dag\ndag", [(0, 3), (4, 7)]),
        (r"€ \d", "– € 5 – € 6", [(2, 5), (8, 11)]),
        (r"kind", "\u212aind", [(0, 4)]),
        (r"\w+é", "nadien één", [(7, 9)]),
    ],
)
def test_places_are_those_of_the_text(pattern: str, text: str, expected: list[tuple[int, int]]) -> None:
    finder = Finder(re.compile(pattern, re.IGNORECASE))

    assert [match.span() for match in finder.finditer(text)] == expected


def test_a_finder_keeps_to_its_stretch() -> None:
    finder = Finder(re.compile("hof"))

    assert finder.search("hof hof hof", 1, 7).span() == (4, 7)  # type: ignore[union-attr]
    assert finder.search("hof hof hof", 5, 10) is None
    assert finder.search("hof", 0, 99).span() == (0, 3)  # type: ignore[union-attr]


def test_a_glance_tries_only_what_it_watched_for() -> None:
    watched, other = re.compile("dag"), re.compile("week")
    seen = Watch(watched).look("een dag of een week", 0, 19)

    assert seen.has(watched)
    assert seen.search(watched).span() == (4, 7)  # type: ignore[union-attr]
    assert not seen.opens(watched)
    assert not seen.has(other)


def test_a_sign_made_later_is_looked_for_too() -> None:
    text = "een ongewoon woord"
    assert Sign("ongewoon").may_be_in(text)
    assert Sign("woord").may_be_in(text)
    assert not Sign("onwoord").may_be_in(text)


def test_a_scanned_text_has_one_byte_a_character() -> None:
    text = "€ 5 – één\u2028\U0001f600"

    assert len(scanned(text)) == len(text)


def test_a_pattern_that_cannot_be_relaxed_is_refused() -> None:
    with pytest.raises(ValueError, match="no relaxed form"):
        relaxed(re.compile(r"(a)?(?(1)b|c)"))


def test_a_text_is_read_once_while_it_is_among_the_last() -> None:
    read: list[str] = []

    @once_a_text
    def length(text: str) -> int:
        read.append(text)
        return len(text)

    texts = [f"vonnis {number}" for number in range(33)]
    assert [length(text) for text in (*texts[:32], *texts[:32])] == [len(text) for text in texts[:32]] * 2
    assert read == texts[:32]
    assert [length(texts[32]), length(texts[1]), length(texts[0])] == [9, 8, 8]
    assert read == [*texts, texts[0]]


def test_a_sign_that_is_made_after_a_text_was_looked_at_is_looked_for() -> None:
    text = "De rechtbank zag geen eenhoorn."
    assert Sign("rechtbank").may_be_in(text)
    assert Sign("eenhoorn").may_be_in(text)
