"""The chain of instances, in both directions, whichever side states it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.corpus.material import add, judgment, relation, write
from vonnis.corpus.cases import Decision, Link, chain_of
from vonnis.judgment.judgment import Relation

FIRST, APPEAL, CASSATION, OPINION = (
    f"ECLI:NL:{court}:{year}:1" for court, year in (("RBAMS", 2019), ("GHAMS", 2020), ("HR", 2021), ("PHR", 2021))
)


def decision(ecli: str, *relations: tuple[str, str] | tuple[str, str, str]) -> Decision:
    return Decision(
        ecli=ecli,
        date=f"{ecli.split(':')[3]}-0{1 if ecli == OPINION else 2}-01",
        type="conclusie" if ecli == OPINION else "uitspraak",
        relations=tuple(Relation(tie[0], "hogerBeroep", tie[1], tie[2] if len(tie) > 2 else None) for tie in relations),
    )


def links(*decisions: Decision) -> dict[str, Link]:
    ordered = sorted(decisions, key=lambda one: one.ecli)
    return {link.ecli: link for link in chain_of(lambda: ordered)}


@pytest.mark.parametrize(
    "decisions",
    [
        (decision(FIRST), decision(APPEAL, (FIRST, "eerdereAanleg"))),
        (decision(FIRST, (APPEAL, "latereAanleg")), decision(APPEAL)),
        (decision(FIRST, (APPEAL, "latereAanleg")), decision(APPEAL, (FIRST, "eerdereAanleg"))),
    ],
    ids=["said by the later", "said by the earlier", "said by both"],
)
def test_a_tie_holds_both_ways(decisions: tuple[Decision, ...]) -> None:
    found = links(*decisions)
    assert found[FIRST].later == (APPEAL,)
    assert found[APPEAL].earlier == (FIRST,)
    assert {link.case for link in found.values()} == {FIRST}
    assert [ecli for ecli, link in found.items() if link.counts] == [APPEAL]
    assert (found[FIRST].status, found[APPEAL].status) == ("superseded", "last_known")


def test_a_whole_chain_counts_once_and_an_opinion_never() -> None:
    found = links(
        decision(FIRST),
        decision(APPEAL, (FIRST, "eerdereAanleg")),
        decision(OPINION, (APPEAL, "eerdereAanleg"), (CASSATION, "latereAanleg")),
        decision(CASSATION, (APPEAL, "eerdereAanleg"), (OPINION, "eerdereAanleg")),
    )
    assert [ecli for ecli, link in found.items() if link.counts] == [CASSATION]
    assert found[OPINION].status == "opinion"
    assert {link.case for link in found.values()} == {FIRST}


def test_a_known_later_decision_that_is_not_held_is_not_final() -> None:
    assert links(decision(APPEAL, (CASSATION, "latereAanleg")))[APPEAL].status == "not_final"


@pytest.mark.parametrize("effect", ["(Gedeeltelijke) vernietiging met verwijzen", "vernietigingEnTerugwijzing"])
def test_a_case_that_is_sent_back_is_not_final(effect: str) -> None:
    assert links(decision(CASSATION, (APPEAL, "eerdereAanleg", effect)))[CASSATION].status == "not_final"


def test_decisions_are_tied_through_one_that_is_not_held() -> None:
    found = links(decision(FIRST, (APPEAL, "latereAanleg")), decision(CASSATION, (APPEAL, "eerdereAanleg")))
    assert {link.case for link in found.values()} == {FIRST}
    assert found[CASSATION].counts


def test_a_judgment_alone_is_a_case() -> None:
    (link,) = links(decision(FIRST)).values()
    assert (link.case, link.counts, link.status, link.position) == (FIRST, True, "last_known", 1)


@pytest.mark.parametrize("stage", [None, "onbekend"])
def test_a_tie_without_direction_is_no_chain(stage: str | None) -> None:
    found = links(decision(FIRST, (APPEAL, stage)), decision(APPEAL))  # type: ignore[arg-type]
    assert {link.case for link in found.values()} == {FIRST, APPEAL}


def test_a_corpus_writes_its_cases(tmp_path: Path) -> None:
    source = write(
        tmp_path / "in",
        judgment(FIRST, date="2019-01-01"),
        judgment(APPEAL, date="2020-01-01", relation=relation(FIRST, "eerdereAanleg")),
    )
    add(tmp_path / "c", source)
    frame = pl.read_parquet(tmp_path / "c" / "cases.parquet")
    assert frame.filter(pl.col("counts"))["ecli"].to_list() == [APPEAL]
    assert frame["case"].unique().to_list() == [FIRST]


def test_real_documents_are_chained(tmp_path: Path, judgments: Path) -> None:
    add(tmp_path / "c", judgments / "xml", extracting=False)
    frame = pl.read_parquet(tmp_path / "c" / "cases.parquet")
    assert len(frame) == 95
    tied = frame.filter((pl.col("earlier").list.len() > 0) | (pl.col("later").list.len() > 0))
    assert len(tied) > 10
    assert frame.filter(pl.col("counts")).height == frame["case"].n_unique()
