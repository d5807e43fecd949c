"""One judgment is found in a file, among several by name, or a clear sentence says why not."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import ATOM, judgment_text, judgment_xml, zipped
from vonnis.errors import UnreadableError, UsageError
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.reading import read
from vonnis.judgment.span import Span
from vonnis.workflow.explain import explain, find_judgment


@pytest.fixture
def several(tmp_path: Path) -> Path:
    """A zip with three judgments and a document that is none."""
    members = {f"{number}.xml": judgment_xml(number).encode() for number in (1, 2)}
    path = tmp_path / "several.zip"
    path.write_bytes(zipped({**members, "x.txt": judgment_text(3).encode(), "list.txt": b"bread, milk"}))
    return path


def test_the_only_judgment_is_found(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(judgment_text())
    assert find_judgment(path).id == "one"


def test_the_only_member_of_an_archive_is_found(tmp_path: Path) -> None:
    path = tmp_path / "one.zip"
    path.write_bytes(zipped({"inside.txt": judgment_text().encode()}))
    assert find_judgment(path).id == "inside"


@pytest.mark.parametrize(("wanted", "found"), [("2", "2"), ("x", "x"), ("ECLI:NL:FIC:2020:2", "2")])
def test_one_of_several_is_found_by_name(several: Path, wanted: str, found: str) -> None:
    assert find_judgment(several, wanted).id == found


def test_an_entry_of_an_index_page_is_an_abstract(tmp_path: Path) -> None:
    path = tmp_path / "page.atom"
    path.write_text(ATOM)
    assert find_judgment(path, "ECLI:NL:FIC:2020:1").text_is == "abstract"


def test_several_without_a_name_are_refused(several: Path) -> None:
    with pytest.raises(UsageError, match=r"several\.zip holds 4 judgments, .* add --id .* such as 1$"):
        find_judgment(several)


def test_an_index_page_without_a_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.atom"
    path.write_text(ATOM)
    with pytest.raises(UsageError, match="add --id with one of them, such as ECLI:NL:FIC:2020:1"):
        find_judgment(path)


def test_an_unknown_name_is_refused(several: Path) -> None:
    with pytest.raises(UsageError, match="no judgment called 9"):
        find_judgment(several, "9")


def test_a_name_for_two_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    path.write_bytes(zipped({"a.xml": judgment_xml(1).encode(), "b.xml": judgment_xml(1).encode()}))
    with pytest.raises(UsageError, match="several judgments called ECLI:NL:FIC:2020:1"):
        find_judgment(path, "ECLI:NL:FIC:2020:1")


@pytest.mark.parametrize("content", [b"", b"bread, milk, apples", bytes(range(256))])
def test_what_is_no_judgment_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=r"x\.txt"):
        find_judgment(path)


def test_a_named_member_that_cannot_be_read_says_so(several: Path) -> None:
    with pytest.raises(UnreadableError, match=r"list\.txt"):
        find_judgment(several, "list")


def test_a_failure_of_the_program_becomes_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_judgment: Judgment) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("vonnis.extraction.extractor.extract", broken)
    with pytest.raises(UnreadableError, match=r"fictief: vonnis itself failed here \(ZeroDivisionError\)"):
        explain(Judgment(id="fictief", text=""))


def test_a_missing_package_becomes_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "vonnis.workflow.explaining.page", raising=False)
    monkeypatch.setitem(sys.modules, "markupsafe", None)
    with pytest.raises(UsageError, match="needs the package markupsafe; install vonnis with its extra `report`"):
        explain(Judgment(id="fictief", text=""))


def test_a_judgment_of_sixty_pages_is_shown_at_once() -> None:
    text = judgment_text().replace("8 De beslissing", "Overweging. " * 17_000 + "\n\n8 De beslissing")
    judgment = read(text.encode(), name="lang.txt")
    started = time.thread_time()
    page = explain(judgment)
    assert len(page) > 200_000
    assert time.thread_time() - started < 5


def test_evidence_stays_exact_around_signs_outside_the_basic_plane() -> None:
    text = judgment_text().replace("RECHTBANK FICTIEF", "RECHTBANK 𝄞 FICTIEF é")
    page = explain(read(text.encode(), name="x.txt"))
    assert Span.of("𝄞é", 1, 2).quote in page
