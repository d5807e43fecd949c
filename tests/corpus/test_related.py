"""What may belong to one complex is proposed, with the reason."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.corpus.material import add, judgment, write
from vonnis.cli.main import main
from vonnis.corpus.related import named_in, sample_of, shared_of

TALE = tuple(
    f"Verzonnen overweging {n} over appels, peren en de prijs van {n} kilo fruit op de markt." for n in range(40)
)
ONE, TWO, THREE, FAR, ELSEWHERE = (
    "ECLI:NL:RBAMS:2021:1",
    "ECLI:NL:RBAMS:2021:2",
    "ECLI:NL:RBAMS:2021:3",
    "ECLI:NL:RBAMS:2021:4",
    "ECLI:NL:RBROT:2021:5",
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    other = tuple(
        line.replace("appels", "stoelen").replace("fruit", "hout") + f" Nummer {n}." for n, line in enumerate(TALE)
    )
    source = write(
        tmp_path / "in",
        judgment(ONE, lines=TALE, date="2021-03-01", number="13/000001-21"),
        judgment(TWO, lines=TALE[:36], date="2021-03-02", number="13/000002-21"),
        judgment(THREE, lines=("Zie ook de zaak 13/000001-21.", *other), date="2021-03-20", number="13/000003-21"),
        judgment(FAR, lines=TALE, date="2021-09-01", number="13/000004-21"),
        judgment(ELSEWHERE, lines=TALE, date="2021-03-01", number="10/000005-21"),
    )
    add(tmp_path / "c", source)
    return tmp_path / "c"


def test_pairs_are_proposed_with_their_reasons(corpus: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "related", str(corpus), "--quiet"]) == 0
    frame = pl.read_parquet(corpus / "related.parquet")
    found = {(row["ecli"], row["other"]): row["reasons"] for row in frame.iter_rows(named=True)}
    assert found == {(ONE, TWO): ["near_duplicate"], (ONE, THREE): ["names_the_case"]}
    assert frame["complex"].to_list() == [ONE, ONE]
    assert f"{ONE}  {TWO}  near_duplicate" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Samenhang met 99/00001, 99/00002 P en 99/00003.", {"9900001", "9900002", "9900003"}),
        ("Deze zaak hangt samen. Samenhangende zaken: 99/00004", {"9900004"}),
        ("Er bestaat samenhang. Zie Kamerstukken 99/00005.", set()),
        ("Zie 99/00006 en parketnummer 99/123456-21.", {"9912345621"}),
    ],
)
def test_a_text_names_the_numbers_of_coherent_cases(text: str, named: set[str]) -> None:
    assert named_in(text) == named


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("a b c d e f g h", "a b c d e f g h", 1, 1),
        ("a b c d e f g", "t u v w x y z", 0, 0),
        (" ".join(TALE), " ".join(TALE[:20]), 0.3, 0.7),
    ],
    ids=["same", "different", "half"],
)
def test_the_share_is_estimated(one: str, other: str, low: float, high: float) -> None:
    assert low <= shared_of(sample_of(one), sample_of(other)) <= high


def test_short_and_empty_texts_are_no_trouble() -> None:
    assert shared_of(sample_of(""), sample_of("een")) == 0
