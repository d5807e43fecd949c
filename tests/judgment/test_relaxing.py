"""A pattern is taken apart at its gaps into parts that a text must hold for the pattern to match in it."""

from __future__ import annotations

import re

import pytest

from vonnis.judgment.relaxing import needs, relaxed
from vonnis.judgment.scan import Spans, Watch, scanned


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("abc", [{"abc"}]),
        ("abc|def", [{"(?:abc|def)"}]),
        ("abc[^.;]{0,90}def", [{"abc", "def"}]),
        ("abc[^.;]{0,90}def|ghi", [{"ghi"}, {"abc", "def"}]),
        (r"abc (?:\w+ ){0,3}def", [{"abc ", "def"}]),
        ("abc(?:d[^.;]*e)?fgh", [{"abc", "fgh"}]),
        ("abc(?:def[^.;]*ghi)+jkl", [{"abcdef", "ghi", "jkl"}]),
        ("abc(?:def[^.;]*ghi|xyz)jkl", [{"abcxyzjkl"}, {"abcdef", "ghijkl"}]),
        ("abc[^.;]{0,90}d", [{"abc"}]),
        ("a[^.;]{0,90}d", [{"a", "d"}]),
        ("[^.;]{0,90}$", [set()]),
        ("abc[^.;]{0,90}$", [{"abc"}]),
        (r"(abc)[^.]{9}\1", [{"abc"}]),
    ],
)
def test_a_pattern_needs_what_stands_between_its_gaps(pattern: str, parts: list[set[str]]) -> None:
    found = [{_plain(piece) for piece in way} for way in needs(re.compile(pattern))]

    assert sorted(map(sorted, found)) == sorted(map(sorted, parts))


def _plain(piece: bytes) -> str:
    """Return a part as it was written, where it is of letters and spaces."""
    plain = re.sub(r"\\x(\w\w)", lambda code: chr(int(code[1], 16)), piece.decode())
    return re.sub(r"\(\?:(\w+)\)", r"\1", plain)


def test_a_pattern_with_more_ways_than_can_be_told_apart_still_needs_its_start() -> None:
    pattern = "abc" + "(?:d[^.]{0,90}e|f[^.]{0,90}g)" * 7 + "xyz"

    ways = list(needs(re.compile(pattern)))

    assert len(ways) <= 32
    assert all(any(_plain(piece).startswith("abc") for piece in way) for way in ways)


def test_a_pattern_without_gaps_is_relaxed_whole() -> None:
    assert _plain(relaxed(re.compile("abc(?=d)e{3}"))) == "abce+"


@pytest.mark.parametrize(
    ("pattern", "text", "place"),
    [
        (r"\beis", "de reis, de eisers", 12),
        (r"\b(?:de (?=x)|eis|vraag)", "reis of vraag", 8),
        (r"\b(?<!x)eis", "reis of eis", 8),
        (r"\b\d+ dagen", "v12 dagen, 12 dagen", 11),
        (r"\bkind", "het \u212aind", 4),
        (r"\bé", "één", 0),
        (r"één\b", "één", 0),
        (r"hof(?= van)", "het hof, het hof van", 13),
        (r"hof(?= van)(?!x)", "het hof, het hof van", 13),
        (r"(?:hof|rechter(?=lijk))", "de rechter, rechterlijk", 12),
        (r"hof\b(?= van)", "het hof, het hof van", 13),
        (r"hof(?= van) van \w+", "het hof, het hof van x", 13),
    ],
)
def test_a_place_seems_to_match_only_where_words_and_what_follows_allow(pattern: str, text: str, place: int) -> None:
    likely = Spans(relaxed(re.compile(pattern, re.IGNORECASE), ahead=True)).search(scanned(text))

    assert likely is not None
    assert likely[0] == place
    assert re.search(pattern, text, re.IGNORECASE).start() == place  # type: ignore[union-attr]


@pytest.mark.parametrize(("text", "expected"), [("een eis", True), ("een eiser", False), ("een reis", False)])
def test_a_part_of_a_pattern_keeps_the_edges_of_its_words(text: str, *, expected: bool) -> None:
    pattern = re.compile(r"\beis\b")

    assert Watch(pattern).look(text, 0, len(text)).may_have(pattern) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wijst de vordering af", True),
        ("af wijst", True),
        ("wijst toe", False),
        ("af", False),
        ("afwezig", False),
        ("afgewezen", True),
    ],
)
def test_a_watch_lets_through_where_all_parts_of_one_way_are(text: str, *, expected: bool) -> None:
    pattern = re.compile(r"\bwijst\b[^.;]{0,160}\baf\b|\bafgewezen\b")

    assert Watch(pattern).look(text, 0, len(text)).may_have(pattern) is expected
