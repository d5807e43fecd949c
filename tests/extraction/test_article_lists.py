"""Enumerations of articles, in invented sentences in the courts' wording."""

from __future__ import annotations

from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vonnis.extraction.article_lists import read_list

SLOWEST = 2.0  # seconds for 20,000 characters: a pattern that runs wild takes minutes

CASES = {
    "law last": ("14a, 57 en 310 van het Wetboek van Strafrecht", ["Sr 14a", "Sr 57", "Sr 310"]),
    "no and": ("57, 310, 311 van het Wetboek van Strafrecht.", ["Sr 57", "Sr 310", "Sr 311"]),
    "abbreviation": ("14a, 57 en 310 Sr", ["Sr 14a", "Sr 57", "Sr 310"]),
    "WvSr": ("33 en 33a WvSr", ["Sr 33", "Sr 33a"]),
    "law first with colon": (
        "Wetboek van Strafrecht: 14a, 57; Opiumwet: 2 en 10.",
        ["Sr 14a", "Sr 57", "Opiumwet 2", "Opiumwet 10"],
    ),
    "law first with art.": ("Wetboek van Strafrecht art. 36f, 63", ["Sr 36f", "Sr 63"]),
    "law first, a law a line": (
        "Wetboek van Strafrecht artikelen 9 en 57\nWegenverkeerswet 1994 artikelen 8 en 176",
        ["Sr 9", "Sr 57", "WVW 8", "WVW 176"],
    ),
    "two laws": (
        "45 en 287 van het Wetboek van Strafrecht en de artikelen 26 en 55 van de Wet wapens en munitie",
        ["Sr 45", "Sr 287", "WWM 26", "WWM 55"],
    ),
    "three laws, comma": (
        "23 en 24c Sr, 1a, 2 en 6 WED, artikel 41 van de Wegenverkeerswet 1994",
        ["Sr 23", "Sr 24c", "WED 1a", "WED 2", "WED 6", "WVW 41"],
    ),
    "alsmede": (
        "10 van het Wetboek van Strafrecht alsmede op de artikelen 2 en 10a van de Opiumwet",
        ["Sr 10", "Opiumwet 2", "Opiumwet 10a"],
    ),
    "after the time clause": (
        "57 van het Wetboek van Strafrecht, zoals dit luidde ten tijde van het feit, en artikel 2 van de Opiumwet",
        ["Sr 57", "Opiumwet 2"],
    ),
    "lid in words": ("8, tweede lid, aanhef en onder a, en 176 van de Wegenverkeerswet 1994", ["WVW 8", "WVW 176"]),
    "lid in digits": ("26 lid 1 en 55 lid 3 sub a WWM", ["WWM 26", "WWM 55"]),
    "lid and lid": ("140 lid 1 en 2 en 311 Sr", ["Sr 140", "Sr 311"]),
    "onder letters": ("2 onder B en C, 10 en 11 van de Opiumwet", ["Opiumwet 2", "Opiumwet 10", "Opiumwet 11"]),
    "onder degrees": ("273f, eerste lid, onder 1°, 4° en 6° en 300 Sr", ["Sr 273f", "Sr 300"]),
    "sub list": ("273f lid 1 sub 2, 5 en 8 en 57 Sr", ["Sr 273f", "Sr 57"]),
    "sub between commas": ("3 aanhef en onder B, 11, vijfde lid, van de Opiumwet", ["Opiumwet 3", "Opiumwet 11"]),
    "juncto": ("310 jo. 311 Sr", ["Sr 310", "Sr 311"]),
    "slash": ("45/317 Sr", ["Sr 45", "Sr 317"]),
    "doubled letters": ("77a, 77gg en 77we Sr", ["Sr 77a", "Sr 77gg", "Sr 77we"]),
    "Latin": (
        "138ab, 161sexies, 328ter, 420bis, 420quater en 420bis.1 Sr",
        ["Sr 138ab", "Sr 161sexies", "Sr 328ter", "Sr 420bis", "Sr 420quater", "Sr 420bis.1"],
    ),
    "misprints mended": ("161sexie en 420quarter Sr", ["Sr 161sexies", "Sr 420quater"]),
    "capitals": ("36F, 420BIS Sr", ["Sr 36f", "Sr 420bis"]),
    "loose letter": ("14 a, 14 b en 57 Sr", ["Sr 14a", "Sr 14b", "Sr 57"]),
    "glued": ("57,310en 311 Sr", ["Sr 57", "Sr 310", "Sr 311"]),
    "full stop for comma": ("38n, 57. 310 en 311 Sr", ["Sr 38n", "Sr 57", "Sr 310", "Sr 311"]),
    "full stop without space": ("57.310 en 311 Sr", ["Sr 57", "Sr 310", "Sr 311"]),
    "dotted law": ("1.2.2 van het Vuurwerkbesluit", ["Vuurwerkbesluit 1.2.2"]),
    "range of letters": ("14a t/m 14c en 57 Sr", ["Sr 14a", "Sr 14b", "Sr 14c", "Sr 57"]),
    "range of numbers": ("310 tot en met 312 Sr", ["Sr 310", "Sr 311", "Sr 312"]),
    "old": ("245 (oud) en 247 (oud) van het Wetboek van Strafrecht", ["Sr 245", "Sr 247"]),
    "same law again": ("57 van het Wetboek van Strafrecht en artikel 310 van dat wetboek", ["Sr 57", "Sr 310"]),
    "law not in the list": (
        "2 van de Opiumwet en artikel 3.2.1 van de Afvalstoffenverordening gemeente Voorbeeldstad 2011, zoals",
        ["Opiumwet 2", "Afvalstoffenverordening gemeente Voorbeeldstad 2011 3.2.1"],
    ),
    "law with words in small letters": (
        "3 van de Regeling voorbeeldstoffen en artikel 57 Sr",
        ["Regeling voorbeeldstoffen 3", "Sr 57"],
    ),
    "in connection with": ("13 in verbinding met artikel 55 WWM", ["WWM 13", "WWM 55"]),
    "country behind": ("1:136 en 1:224 van het Wetboek van Strafrecht van Aruba", ["Sr 1:136", "Sr 1:224"]),
    "next heading": ("57 en 310 Sr.\n10\nBijlagen\nDe bijlagen", ["Sr 57", "Sr 310"]),
    "lines": (
        "45, 47,\n63 en 77a van het Wetboek van Strafrecht en\n2 en 10 van de Opiumwet",
        ["Sr 45", "Sr 47", "Sr 63", "Sr 77a", "Opiumwet 2", "Opiumwet 10"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_list_is_read(text: str, expected: list[str]) -> None:
    found, _ = read_list(text, 0, end=len(text))
    assert [f"{item.law} {item.article}" for item in found] == expected


@pytest.mark.parametrize(
    ("text", "end"),
    [("57 en 310 Sr wordt gevolgd", "57 en 310 Sr"), ("57 Sr.\nDe rechtbank:", "57 Sr."), ("dus niets", "")],
    ids=["prose", "line", "nothing"],
)
def test_list_ends_before_prose(text: str, end: str) -> None:
    _, stop = read_list(text, 0, end=len(text))
    assert text[:stop].rstrip(".") == end.rstrip(".")


def test_old_is_noted() -> None:
    found, _ = read_list("245 (oud) en 57 Sr", 0, end=18)
    assert [item.old for item in found] == [True, False]


SUFFIX = st.sampled_from(["", "a", "b", "c", "f", "bis", "ter", "quater", "sexies", "gg"])
ARTICLE = st.builds("{}{}".format, st.integers(1, 480), SUFFIX)
LAW = st.sampled_from(
    [
        ("Sr", "het Wetboek van Strafrecht"),
        ("Opiumwet", "de Opiumwet"),
        ("WVW", "de Wegenverkeerswet 1994"),
        ("WWM", "de Wet wapens en munitie"),
        ("Sv", "het Wetboek van Strafvordering"),
    ]
)


@given(st.lists(st.tuples(LAW, st.lists(ARTICLE, min_size=1, max_size=8, unique=True)), min_size=1, max_size=4))
def test_what_a_court_writes_is_read_back(groups: list[tuple[tuple[str, str], list[str]]]) -> None:
    def spelled(articles: list[str]) -> str:
        return " en ".join(filter(None, [", ".join(articles[:-1]), articles[-1]]))

    text = " en de artikelen ".join(f"{spelled(articles)} van {name}" for (_, name), articles in groups) + "."
    found, _ = read_list(text, 0, end=len(text))
    assert [(item.law, item.article) for item in found] == [(law, a) for (law, _), own in groups for a in own]
    assert all(text[item.start : item.end] == item.article for item in found)


@pytest.mark.parametrize(
    "unit", ["1, ", "14a", "lid 1 ", "sub 2, 5 ", "en ", "tot en met ", "(oud) ", "zoals ", "van de ", "A b-"]
)
def test_long_repetition_is_read_in_time(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    start = thread_time()
    read_list(text, 0, end=len(text))
    assert thread_time() - start < SLOWEST
