"""A judgment is taken out of a study wherever it lies: a file, a zip, a zip in a zip; all else there stays."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from tests.corpus.material import judgment
from tests.workflow.closed_study import ECLI, study
from tests.workflow.test_erasing import ENDED
from vonnis.workflow.erasing import Wanted, destroy
from vonnis.workflow.judgment_files import TakenOut, stems_in, take_out

OTHER = "ECLI:NL:RBFIC:2016:2"
NAME, OTHERS = (f"{ecli.replace(':', '_')}.xml" for ecli in (ECLI, OTHER))
MARKED = judgment(ECLI, lines=("MARKOPEN",))
KEPT = judgment(OTHER, lines=("MARKKEPT", f"Zie ook {ECLI}."))


def packed(**members: bytes) -> bytes:
    """Return a zip, its members stored as they are, so that a search finds what is in them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def lay(folder: Path, name: str, data: bytes) -> Path:
    path = folder / "sources/judgments" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def taken(folder: Path) -> TakenOut:
    return take_out(folder, None, documents={ECLI}, looked_into={ECLI})


@pytest.mark.parametrize(
    ("name", "data", "gone", "left"),
    [
        (NAME, MARKED, NAME, None),
        ("verdict 7.xml", MARKED, "verdict 7.xml", None),
        ("all.zip", packed(**{NAME: MARKED}), f"all.zip!{NAME}", None),
        ("all.zip", packed(**{NAME: MARKED, OTHERS: KEPT}), f"all.zip!{NAME}", {OTHERS: KEPT}),
        ("all.zip", packed(**{"2016/x.xml": MARKED, OTHERS: KEPT}), "all.zip!2016/x.xml", {OTHERS: KEPT}),
        (
            "all.zip",
            packed(**{"in.zip": packed(**{NAME: MARKED, "a.xml": KEPT}), "b.xml": KEPT}),
            f"all.zip!in.zip!{NAME}",
            {"in.zip": {"a.xml": KEPT}, "b.xml": KEPT},
        ),
        (
            "all.zip",
            packed(**{"in.zip": packed(**{NAME: MARKED}), "b.xml": KEPT}),
            f"all.zip!in.zip!{NAME}",
            {"b.xml": KEPT},
        ),
    ],
    ids=["file", "other name", "alone in zip", "in zip", "other name in zip", "in inner zip", "alone in inner zip"],
)  # fmt: skip
def test_what_was_erased_goes_and_its_neighbours_stay(
    tmp_path: Path, name: str, data: bytes, gone: str, left: dict[str, object] | None
) -> None:
    path, beside = lay(tmp_path, name, data), lay(tmp_path, OTHERS, KEPT)
    assert taken(tmp_path) == TakenOut(gone=(f"sources/judgments/{gone}",))
    assert (path.exists(), beside.read_bytes()) == (left is not None, KEPT)
    if left is not None:
        assert contents(path.read_bytes()) == left
    assert b"MARKOPEN" not in b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    assert taken(tmp_path) == TakenOut()


def contents(data: bytes) -> dict[str, object]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    return {name: contents(data) if name.endswith(".zip") else data for name, data in found.items()}


def test_what_a_zip_held_is_overwritten_on_its_disk(tmp_path: Path) -> None:
    path = lay(tmp_path, "all.zip", packed(**{NAME: MARKED, OTHERS: KEPT}))
    with path.open("rb") as old:
        taken(tmp_path)
        left = old.read()
    assert left == bytes(len(left))
    assert [each.name for each in path.parent.iterdir()] == ["all.zip"]


def test_a_page_with_several_entries_and_a_zip_elsewhere_are_named(tmp_path: Path) -> None:
    title = "<title>{}, Rechtbank FICTIEF, 01-03-2021</title>"
    entry = f"<entry><id>{{}}</id>{title}<summary>Verdachte. Vonnis.</summary></entry>"
    page = "".join(entry.format(ecli, ecli) for ecli in (ECLI, OTHER))
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>ECLI</title>{page}</feed>'.encode()
    (tmp_path / "elsewhere.zip").write_bytes(packed(**{NAME: MARKED}))
    path = lay(tmp_path / "study", "page.atom", feed)
    (path.parent / "all.zip").symlink_to(tmp_path / "elsewhere.zip")
    found = taken(tmp_path / "study")
    assert found == TakenOut(left=(f"sources/judgments/page.atom ({ECLI})", f"sources/judgments/all.zip!{NAME}"))
    assert path.read_bytes() == feed
    assert (tmp_path / "elsewhere.zip").read_bytes() == packed(**{NAME: MARKED})


def test_a_file_that_has_another_name_elsewhere_stays_there(tmp_path: Path) -> None:
    path = lay(tmp_path / "study", NAME, MARKED)
    os.link(path, tmp_path / "corpus.xml")
    taken(tmp_path / "study")
    assert (path.exists(), (tmp_path / "corpus.xml").read_bytes()) == (False, MARKED)


def test_the_certificate_names_what_went_and_what_could_not(tmp_path: Path) -> None:
    folder = study(tmp_path / "study")
    lay(folder, "all.zip", packed(**{NAME: MARKED, OTHERS: KEPT}))
    broken = bytearray(packed(**{NAME: MARKED, OTHERS: KEPT}))
    broken[broken.index(b"MARKKEPT")] ^= 1
    lay(folder, "broken.zip", bytes(broken))
    assert stems_in(folder, None) == {NAME[:-4], OTHERS[:-4]}
    made = destroy(folder, Wanted(documents=(ECLI,)), reason=ENDED)
    assert made.files == (f"sources/judgments/all.zip!{NAME}",)
    (said,) = [sentence for sentence in made.elsewhere if sentence.startswith("Still in the study")]
    assert f"sources/judgments/broken.zip!{NAME}" in said
