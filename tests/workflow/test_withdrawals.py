"""What a court withdraws is erased from the study too, and until then the study says that it is stale."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest

from tests.corpus.material import add as add_to_corpus
from tests.corpus.material import judgment, write
from tests.study.codings import AT, coding
from tests.workflow.closed_study import ECLI, OPEN_WORDS, add, found_in, study
from tests.workflow.test_erasing import words_of
from vonnis.archive.store import open_store
from vonnis.errors import CorpusError
from vonnis.sources.holdings import Holdings, connect, transaction
from vonnis.study.coding import Passage
from vonnis.workflow.corpus import Keeper
from vonnis.workflow.standing import standing_of
from vonnis.workflow.withdrawals import erase_withdrawn, stale_in

LATER = AT + dt.timedelta(days=9)


def withdraw(corpus: Path, *, reason: str = "withdrawn", at: dt.datetime = LATER) -> None:
    connection = connect(corpus)
    with transaction(connection):
        assert Holdings(connection).erase(ECLI, at=at.isoformat(), reason=reason)
    connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = study(tmp_path / "study")
    write(tmp_path / "source", judgment(ECLI))
    add_to_corpus(made / "corpus", tmp_path / "source")
    return made


def stale(folder: Path) -> list[tuple[str, str]]:
    with closing(open_store(folder)) as store:
        return [(one.document, one.ground) for one in stale_in(store, folder / "corpus")]


def test_a_withdrawn_judgment_makes_the_study_stale_until_it_is_erased(folder: Path) -> None:
    assert "judgments" not in {stage.name for stage in standing_of(folder).stages}
    withdraw(folder / "corpus")
    standing = standing_of(folder)
    (stage,) = [stage for stage in standing.stages if stage.name == "judgments"]
    assert (stage.state, stage.words[:36]) == ("stale", "1 judgment was withdrawn or replaced")
    assert "vonnis destroy --withdrawn" in standing.next
    (made,) = erase_withdrawn(folder, corpus=None, by="E", at=LATER)
    assert (made.ground, made.reference) == ("withdrawn", "corpus: withdrawn")
    assert (stale(folder), set(OPEN_WORDS) & words_of(folder)) == ([], set())
    assert erase_withdrawn(folder, corpus=None, by="E", at=LATER) == ()


def test_what_the_user_purged_is_erased_on_that_ground(folder: Path) -> None:
    Keeper(folder / "corpus", now=lambda: LATER).purge([ECLI])
    assert stale(folder) == [(ECLI, "request")]


def test_a_newer_text_is_quoted_anew_and_the_older_one_is_gone(folder: Path, tmp_path: Path) -> None:
    withdraw(folder / "corpus", reason="replaced by a newer version of its source")
    write(tmp_path / "newer", judgment(ECLI, modified="2027-01-01T00:00:00"))
    add_to_corpus(folder / "corpus", tmp_path / "newer")
    assert stale(folder) == [(ECLI, "replaced")]
    erase_withdrawn(folder, corpus=None, by="E", at=LATER + dt.timedelta(hours=1))
    assert (stale(folder), set(OPEN_WORDS) & words_of(folder)) == ([], set())
    with closing(open_store(folder)) as store:
        newer = (Passage(ECLI, 3, 11, "NEWWORDS"),)
        add(store, coding("D2", "k_sex", 1, at=LATER + dt.timedelta(hours=2), evidence=newer))
    assert words_of(folder) & {"NEWWORDS", "MARKOPEN"} == {"NEWWORDS"}
    assert (stale(folder), found_in(folder, OPEN_WORDS)) == ([], [])


def test_a_judgment_replaced_before_the_coding_is_not_stale(folder: Path, tmp_path: Path) -> None:
    withdraw(folder / "corpus", reason="replaced by a newer version of its source", at=AT - dt.timedelta(days=1))
    add_to_corpus(folder / "corpus", write(tmp_path / "newer", judgment(ECLI, modified="2027-01-01T00:00:00")))
    assert stale(folder) == []


def test_a_corpus_elsewhere_must_be_one(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="is no corpus folder"):
        erase_withdrawn(folder, corpus=tmp_path / "nothing", by="E", at=LATER)
