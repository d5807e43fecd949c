"""Searching: exact, phrase, beginning, nearness, filters, accents, and that the index follows the library."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.corpus.material import add, judgment, opened, write
from vonnis.corpus.asking import terms_of
from vonnis.corpus.index import FILE, Index, Wanted
from vonnis.errors import CorpusError
from vonnis.workflow.corpus_search import Hit, hits

ONE, TWO, THREE, FOUR = (f"ECLI:NL:{court}:{year}:{n}" for court, year, n in (
    ("RBAMS", 2019, 1), ("RBROT", 2020, 2), ("RBAMS", 2021, 3), ("GHAMS", 2021, 4),
))  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    source = write(
        folder / "in",
        judgment(
            ONE, date="2019-05-05", lines=("De straf is geheel voorwaardelijk, één keer.", "Er zijn vele straffen.")
        ),
        judgment(TWO, date="2020-05-05", lines=("De straf is deels voorwaardelijk, een keer.", "Een fictief café.")),
        judgment(THREE, date="2021-05-05", lines=("Geheel onverwacht, en pas veel later, was alles voorwaardelijk.",)),
        judgment(FOUR, date="2021-06-05", lines=("Cafe Fictief: de gevangenisstraffen.",), type_="Conclusie"),
    )
    add(folder / "corpus", source)
    return folder / "corpus"


def found(corpus: Path, question: str, *, wider: bool = False, **wanted: object) -> list[Hit]:
    return list(hits(corpus, terms_of(question), wanted=Wanted(**wanted), wider=wider))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("voorwaardelijk", [THREE, TWO, ONE]),
        ('"geheel voorwaardelijk"', [ONE]),
        ("geheel voorwaardelijk", [THREE, ONE]),
        ("NEAR(geheel voorwaardelijk, 2)", [ONE]),
        ("NEAR(voorwaardelijk geheel, 9)", [THREE, ONE]),
        ("straff*", [ONE]),
        ("voorwaardelijk -deels", [THREE, ONE]),
        ("gevangenisstraffen", [FOUR]),
        ("vannisstraf", []),
        ("GEHEEL", [THREE, ONE]),
        ("nergens", []),
    ],
)
def test_what_is_found(corpus: Path, question: str, expected: list[str]) -> None:
    assert [hit.id for hit in found(corpus, question)] == expected


@pytest.mark.parametrize(
    ("question", "exact", "inexact"),
    [
        ("één", [ONE], [FOUR, THREE, TWO]),
        ("cafe", [FOUR], [TWO]),
        ("café", [TWO], [FOUR]),
        ('"fictief café"', [TWO], []),
    ],
)
def test_exact_matches_come_first(corpus: Path, question: str, exact: list[str], inexact: list[str]) -> None:
    got = found(corpus, question)
    assert [hit.id for hit in got if hit.exact] == exact
    assert [hit.id for hit in got] == exact + inexact


def test_other_forms_come_last_and_only_where_asked(corpus: Path) -> None:
    assert [hit.id for hit in found(corpus, "straf")] == [TWO, ONE]
    wider = [hit.id for hit in found(corpus, "straffen", wider=True)]
    assert wider == [ONE, TWO]
    assert [hit.id for hit in found(corpus, "gevangenisstraf", wider=True)] == [FOUR, THREE, TWO, ONE]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"courts": ("RBAMS",)}, [THREE, ONE]),
        ({"courts": ("RBAMS", "GHAMS")}, [FOUR, THREE, ONE]),
        ({"first": dt.date(2020, 1, 1)}, [FOUR, THREE, TWO]),
        ({"last": dt.date(2020, 5, 5)}, [TWO, ONE]),
        ({"first": dt.date(2021, 5, 5), "last": dt.date(2021, 5, 5)}, [THREE]),
        ({"type": "conclusie"}, [FOUR]),
        ({"type": "uitspraak", "courts": ("GHAMS",)}, []),
        ({"courts": ('a"b', "RBAMS")}, [THREE, ONE]),
    ],
)
def test_filters(corpus: Path, wanted: dict[str, object], expected: list[str]) -> None:
    got = found(corpus, "officier", **wanted)  # type: ignore[arg-type]
    assert [hit.id for hit in got] == expected


@pytest.mark.parametrize("question", ["voorwaardelijk", "één", "cafe", "straff*", "NEAR(geheel voorwaardelijk, 9)"])
def test_a_passage_stands_in_the_text(corpus: Path, question: str) -> None:
    library = opened(corpus)
    for hit in found(corpus, question):
        text = library.text(hit.id)
        assert hit.passage
        assert text[hit.start : hit.end] == hit.passage
        for start, end in hit.marks:
            assert hit.passage[start:end].strip()
    library.close()


def test_the_passage_shows_the_words_as_asked_where_it_can(corpus: Path) -> None:
    (first, *_) = found(corpus, "één")
    assert [first.passage[start:end] for start, end in first.marks] == ["één"]


def test_what_is_replaced_leaves_the_index(tmp_path: Path) -> None:
    add(tmp_path / "c", write(tmp_path / "old", judgment(ONE, lines=("Het verzonnen woord is zwartepiste.",))))
    new = judgment(ONE, lines=("Het verzonnen woord is bruidsboeket.",), modified="2022-01-01T00:00:00")
    done = add(tmp_path / "c", write(tmp_path / "new", new))
    assert (done.added, done.replaced) == (1, 1)
    assert found(tmp_path / "c", "zwartepiste") == []
    assert [hit.id for hit in found(tmp_path / "c", "bruidsboeket")] == [ONE]
    assert b"zwartepiste" not in b"".join(path.read_bytes() for path in (tmp_path / "c" / "search").iterdir())


def test_a_lost_index_is_made_again(tmp_path: Path) -> None:
    source = write(tmp_path / "in", judgment(ONE))
    add(tmp_path / "c", source)
    (tmp_path / "c" / FILE).unlink()
    with pytest.raises(CorpusError, match="no search index"):
        found(tmp_path / "c", "officier")
    add(tmp_path / "c", source)
    assert [hit.id for hit in found(tmp_path / "c", "officier")] == [ONE]


def test_a_damaged_index_is_said(tmp_path: Path) -> None:
    add(tmp_path / "c", write(tmp_path / "in", judgment(ONE)))
    (tmp_path / "c" / FILE).write_bytes(b"no database at all, whatever its name")
    with pytest.raises(CorpusError, match="delete it"):
        Index(tmp_path / "c")


def test_several_judgments_of_a_day_each_have_a_row(tmp_path: Path) -> None:
    many = [judgment(f"ECLI:NL:RBAMS:2021:{n}", date="2021-01-01") for n in range(5)]
    add(tmp_path / "c", write(tmp_path / "a", *many[:3]))
    add(tmp_path / "c", write(tmp_path / "b", *many[3:], judgment("ECLI:NL:RBAMS:2021:99", date="")))
    assert len(found(tmp_path / "c", "officier")) == 6
    assert len(found(tmp_path / "c", "officier", first=dt.date(2021, 1, 1), last=dt.date(2021, 1, 1))) == 5
