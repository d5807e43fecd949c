"""What was read before an erasure is not written after it, and what was written before is found and removed."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.workflow.closed_study import found_in, study
from tests.workflow.test_erasing import ENDED
from vonnis.archive.unerased import Unerased
from vonnis.errors import StudyError
from vonnis.study.tables import wide_table
from vonnis.workflow.dataset import write_dataset
from vonnis.workflow.erasing import Wanted, destroy


def test_what_was_read_before_an_erasure_is_not_written_after_it(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    reading = Unerased(folder)
    destroy(folder, Wanted(units=("D1",)), reason=ENDED)
    with pytest.raises(StudyError, match="words of the study were erased while this ran"), reading.writing():
        (folder / "private/passages.html").write_text("MARKQUOTE", encoding="utf-8")
    assert found_in(folder, ("MARKQUOTE",)) == []
    with Unerased(folder).writing():
        (folder / "private/passages.html").write_text("nothing", encoding="utf-8")


def test_an_erasure_waits_for_what_is_being_written_and_removes_it(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    erasing = threading.Thread(target=destroy, args=(folder, Wanted(units=("D1",))), kwargs={"reason": ENDED})
    with Unerased(folder).writing():
        erasing.start()
        erasing.join(0.3)
        assert erasing.is_alive()
        (folder / "private/passages.html").write_text("MARKQUOTE", encoding="utf-8")
    erasing.join()
    assert not (folder / "private/passages.html").exists()


def test_a_study_without_a_database_gets_none_by_looking(tmp_path: Path) -> None:
    with Unerased(tmp_path).writing():
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_dataset_that_an_erasure_overtakes_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = study(tmp_path / "study")

    def overtaken(tables: object) -> object:
        destroy(folder, Wanted(units=("D1",)), reason=ENDED)
        return wide_table(tables)  # type: ignore[arg-type]

    monkeypatch.setattr("vonnis.workflow.dataset.wide_table", overtaken)
    with pytest.raises(StudyError, match="nothing of what it had read was written; run it again"):
        write_dataset(folder, at=ENDED.at)
    assert not [path for path in (folder / "private").rglob("*") if "dataset" in path.name and path.is_file()]
