"""The shipped text, and the chapters that a study writes itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from vonnis.errors import StudyError
from vonnis.report.prose.texts import sections, shipped, sources, write_texts


def test_both_languages_have_the_same_chapters() -> None:
    assert shipped("nl").keys() == shipped("en").keys()
    assert [s.id for s in sections("nl")] == [s.id for s in sections("en")]


def test_a_study_replaces_a_chapter_by_its_file_name(tmp_path: Path) -> None:
    folder = tmp_path / "report" / "nl"
    folder.mkdir(parents=True)
    (folder / "10-summary.md").write_text("# Eigen {#summary}\n\nEigen woorden.\n", encoding="utf-8")
    (folder / "85-beside.md").write_text("", encoding="utf-8")
    (folder / "86-extra.md").write_text("# Extra {#extra}\n\nMeer.\n", encoding="utf-8")
    ids = [section.id for section in sections("nl", tmp_path)]
    assert ids.count("summary") == 1
    assert "beside" not in ids
    assert ids.index("limits") < ids.index("extra") < ids.index("definitions")
    assert sections("nl", tmp_path)[ids.index("summary")].title.text == "Eigen"
    assert sections("en", tmp_path) == sections("en")


def test_the_shipped_text_is_copied_for_editing_and_keeps_what_is_there(tmp_path: Path) -> None:
    own = tmp_path / "report" / "en" / "10-summary.md"
    own.parent.mkdir(parents=True)
    own.write_text("# Mine {#summary}\n", encoding="utf-8")
    written = write_texts(tmp_path)
    assert own not in written
    assert own.read_text(encoding="utf-8") == "# Mine {#summary}\n"
    assert len(written) == 2 * len(shipped("nl")) - 1
    assert [source.text for source in sources("nl", tmp_path)] == [source.text for source in sources("nl")]


def test_one_id_for_two_chapters_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "report" / "nl"
    folder.mkdir(parents=True)
    (folder / "99-again.md").write_text("# Weer {#limits}\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"report/nl/99-again.md, line 1: the chapter id 'limits' stands twice"):
        sections("nl", tmp_path)


def test_a_text_that_is_no_text_is_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "report" / "nl"
    folder.mkdir(parents=True)
    (folder / "10-summary.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StudyError, match="cannot be read as text"):
        sections("nl", tmp_path)
