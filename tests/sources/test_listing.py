"""Documents below files, folders and archives."""

from __future__ import annotations

import os
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.judgment.papers import word
from tests.sources.zips import Tree, locked, zipped
from vonnis.errors import UnreadableError
from vonnis.sources.document import Document
from vonnis.sources.limits import Limits
from vonnis.sources.listing import list_documents, load

BULK: Tree = {"2021.zip": {"01.zip": {"b.xml": b"b1", "a.xml": b"a1"}, "02.zip": {"b.xml": b"b2"}}, "c.xml": b"c"}


def laid_out(folder: Path, tree: Tree) -> Path:
    """Write a tree of files, where a mapping is a folder or, by its name, a zip."""
    folder.mkdir(exist_ok=True)
    for name, content in tree.items():
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
        elif name.endswith(".zip"):
            (folder / name).write_bytes(zipped(content))
        else:
            laid_out(folder / name, content)
    return folder


def listed(*paths: Path, limits: Limits | None = None) -> tuple[dict[str, bytes], list[str]]:
    """Return the documents by id, in their order, and the reasons for what could not be listed or read."""
    listing = list_documents(paths, limits=limits or Limits())
    reasons = [unreadable.reason for unreadable in listing.unreadable]
    found = {}
    for place in listing.places:
        try:
            found[place.id] = load(place, limits=limits or Limits()).data
        except UnreadableError as error:
            reasons.append(str(error))
    return found, reasons


TREES: dict[str, tuple[Tree, dict[str, bytes]]] = {
    "stems": ({"b.xml": b"1", "a.txt": b"2"}, {"a": b"2", "b": b"1"}),
    "folders in their order": (
        {"y": {"c.xml": b"1"}, "x": {"d.xml": b"2"}, "z.xml": b"3"},
        {"d": b"2", "c": b"1", "z": b"3"},
    ),
    "clashing stems": (
        {"x": {"a.xml": b"1"}, "y": {"a.xml": b"2", "b.xml": b"3"}},
        {"x/a.xml": b"1", "y/a.xml": b"2", "b": b"3"},
    ),
    "clashing by another ending": ({"a.xml": b"1", "a.txt": b"2"}, {"a.txt": b"2", "a.xml": b"1"}),
    "a stem that is another's path": (
        {"a.xml": b"1", "x": {"a.xml": b"2"}, "a.xml.txt": b"3"},
        {"{}/a.xml": b"1", "{}/a.xml.txt": b"3", "x/a.xml": b"2"},
    ),
    "zips within zips": (
        BULK,
        {"a": b"a1", "2021.zip!01.zip!b.xml": b"b1", "2021.zip!02.zip!b.xml": b"b2", "c": b"c"},
    ),
    "left alone": (
        {".hidden.xml": b"1", ".git": {"a.xml": b"2"}, "~$a.docx": b"3", "Thumbs.db": b"4", "a.xml": b"5"},
        {"a": b"5"},
    ),
    "left alone in a zip": ({"x.zip": {"__MACOSX/._a.xml": b"1", "m/.b.xml": b"2", "m/a.xml": b"3"}}, {"a": b"3"}),
    "an ending that says nothing": (
        {"a.dat": b"1", "b": b"2", "c.dat": zipped({"d.xml": b"3"})},
        {"a": b"1", "b": b"2", "d": b"3"},
    ),
    "an Office document is no archive": ({"a.docx": word(), "b.dotx": word()}, {"a": word(), "b": word()}),
    "an unknown ending in a zip": (
        {"x.zip": {"a.dat": b"1", "b.bin": zipped({"c.xml": b"2"})}},
        {"a": b"1", "c": b"2"},
    ),
}


@pytest.mark.parametrize(("tree", "expected"), TREES.values(), ids=TREES)
def test_tree(tmp_path: Path, tree: Tree, expected: dict[str, bytes]) -> None:
    folder = laid_out(tmp_path / "in", tree)
    found, reasons = listed(folder)
    named = {name.format(folder): data for name, data in expected.items()}
    if not any(data[:2] == b"PK" for data in expected.values()):
        assert list(found.items()) == list(named.items())
    assert (sorted(found), reasons) == (sorted(named), [])


def test_an_archive_as_the_argument_counts_by_its_name(tmp_path: Path) -> None:
    laid_out(tmp_path, {"2021.zip": {"a.xml": b"1"}, "2022.zip": {"a.xml": b"2"}})
    found, _ = listed(tmp_path / "2022.zip", tmp_path / "2021.zip")
    assert list(found) == ["2022.zip!a.xml", "2021.zip!a.xml"]


def test_members_whose_names_begin_with_a_folder_sign_are_read(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(zipped({"./a.xml": b"1", "./x/../b.xml": b"2", "./.hidden": b"3"}))
    assert listed(tmp_path) == ({"a": b"1", "b": b"2"}, [])


def test_the_same_name_below_two_arguments(tmp_path: Path) -> None:
    laid_out(tmp_path, {"x": {"a.xml": b"1"}, "y": {"a.xml": b"2"}})
    found, _ = listed(tmp_path / "x", tmp_path / "y")
    assert list(found) == [f"{tmp_path}/x/a.xml", f"{tmp_path}/y/a.xml"]


def test_a_file_that_is_reached_twice_is_listed_once(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "in", {"x": {"a.xml": b"1"}})
    (folder / "link.xml").symlink_to(folder / "x" / "a.xml")
    (folder / "x" / "up").symlink_to(folder)
    assert listed(folder, folder / "x", folder / "x" / "a.xml") == ({"link": b"1"}, [])


def test_a_hidden_file_that_is_asked_for(tmp_path: Path) -> None:
    laid_out(tmp_path, {".a.xml": b"1"})
    assert listed(tmp_path / ".a.xml")[0] == {".a": b"1"}


def test_a_name_that_is_no_text_can_still_be_written(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/zaak\xff.xml")).write_bytes(b"1")
    (place,) = list_documents([tmp_path]).places
    assert (place.id, load(place).data) == ("zaak\ufffd", b"1")
    assert place.origin.encode()


SMALL = Limits(document_bytes=2_000, members=20)
DAMAGED = zipped({"a.xml": b"abc" * 50}).replace(b"KLJN", b"KLKN")
BAD: dict[str, tuple[Tree, str]] = {
    "a folder without documents": ({"x": {}}, "holds no documents"),
    "an archive without documents": ({"x.zip": {}}, "without documents"),
    "a damaged archive": ({"x.zip": b"PK\x03\x04 nothing"}, "damaged or cut-off"),
    "a cut-off archive": ({"x.zip": zipped(BULK)[:-30]}, "damaged or cut-off"),
    "an archive that is text": ({"x.zip": b"De rechtbank"}, "damaged or cut-off"),
    "a locked archive": ({"x.zip": locked(zipped({"a.xml": b"1"}))}, "password"),
    "a member without a name": ({"x.zip": zipped({"a.xml": b"1"}).replace(b"a.xml", b"\0.xml")}, "without documents"),
    "a damaged member": ({"x.zip": DAMAGED}, "damaged"),
    "a member of an unknown version": (
        {"x.zip": {"inner": zipped({"a.xml": b"1"}).replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\x63")}},
        "does not know (zip file version 9.9)",
    ),
    "a bomb": ({"x.zip": {"a.xml": b"\0" * 20_000_000}}, "zip bomb"),
    "a bomb in a zip": ({"x.zip": {"y.zip": {"a.xml": b"\0" * 20_000_000}}}, "zip bomb"),
    "too deep": ({"a.zip": {"b.zip": {"c.zip": {"d.zip": {"e.zip": {"f.xml": b"1"}}}}}}, "archives deep"),
    "a large file": ({"a.txt": b"x" * 3_000}, "at most"),
    "a large member": ({"x.zip": {"a.txt": os.urandom(3_000)}}, "at most"),
    "many members": ({"x.zip": {f"{number}.xml": b"1" for number in range(30)}}, "30 members"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_named_and_the_rest_goes_on(tmp_path: Path, case: str) -> None:
    tree, words = BAD[case]
    folder, good = laid_out(tmp_path / "in", tree), laid_out(tmp_path / "good", {"goed.xml": b"1"})
    found, reasons = listed(folder, good, limits=SMALL if "large" in case or "many" in case else Limits())
    assert found == {"goed": b"1"}
    (reason,) = reasons
    assert reason.startswith(str(folder))
    assert words in reason
    assert "\n" not in reason


def test_a_link_that_leads_to_itself_is_named(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "in", {"goed.xml": b"1"})
    (folder / "kring").symlink_to("kring")
    found, (reason,) = listed(folder)
    assert (found, "kring cannot be read" in reason) == ({"goed": b"1"}, True)


def test_a_missing_path(tmp_path: Path) -> None:
    assert listed(tmp_path / "niets") == ({}, [f"{tmp_path}/niets does not exist; check the path."])


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.xml")
    assert listed(tmp_path)[1] == [f"{tmp_path}/pijp.xml is not a file; give a file, a folder or a zip."]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    laid_out(tmp_path, {"a.xml": b"1"})
    (tmp_path / "a.xml").chmod(0)
    assert "cannot be read" in listed(tmp_path)[1][0]


def test_a_file_that_is_gone_since_it_was_listed(tmp_path: Path) -> None:
    (place,) = list_documents([laid_out(tmp_path / "in", {"a.xml": b"1"})]).places
    Path(place.path).unlink()
    with pytest.raises(UnreadableError, match="does not exist"):
        load(place)


def test_an_archive_that_changed_since_it_was_listed(tmp_path: Path) -> None:
    (place,) = list_documents([laid_out(tmp_path / "in", {"x.zip": {"a.xml": b"1"}})]).places
    (tmp_path / "in" / "x.zip").write_bytes(zipped({"b.xml": b"22"}))
    with pytest.raises(UnreadableError, match="no longer in its archive"):
        load(place)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_places_are_read_in_other_processes(tmp_path: Path, method: str) -> None:
    places = list_documents([laid_out(tmp_path / "in", BULK)]).places
    here = [load(place) for place in places]
    assert all(len(pickle.dumps(place)) < 400 for place in places)
    with ProcessPoolExecutor(2, mp_context=get_context(method)) as pool:
        there: list[Document] = list(pool.map(load, places))
    assert there == here
