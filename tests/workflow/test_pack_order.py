"""A pack is in the log before it leaves, whenever the program dies; and it takes along what lies in zips."""

from __future__ import annotations

import os
import shutil
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.corpus.material import judgment
from tests.workflow.closed_study import ECLI
from tests.workflow.test_packing import HOME, LAPTOP, OUT, away, home
from vonnis.archive.store import Store, open_store
from vonnis.archive.vault import Vault
from vonnis.errors import UnwritableError
from vonnis.workflow import packing
from vonnis.workflow.erasing import Reason, Wanted, destroy
from vonnis.workflow.packing import pack
from vonnis.workflow.packs import BEGUN, FAILED, LEFT, packs_of

__all__ = ["home"]

STEPS = {
    "key": (Vault, "keep_identity"),
    "file": (packing, "write_atomically"),
    "line": (Store, "_log"),
}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", sorted(STEPS))
def test_a_pack_that_is_killed_leaves_no_file_without_line_and_key_and_no_key_that_no_line_names(
    home: Path, monkeypatch: pytest.MonkeyPatch, *, step: str, after: bool
) -> None:
    def dies(*given: object, **named: object) -> None:
        if after:
            does(*given, **named)
        os._exit(9)

    monkeypatch.setenv("VONNIS_KEYS", str(fresh(home)))
    out, child = home.parent / "A.age", os.fork()
    if child == 0:
        where, name = STEPS[step]
        does = getattr(where, name)
        monkeypatch.setattr(where, name, dies)
        pack(home, out, coder="A", to=str(LAPTOP.to_public()), at=OUT)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    with closing(open_store(home)) as store:
        told = {name: [line.detail for line in store.lines() if line.name == name] for name in (BEGUN, LEFT)}
        keys = store.vault.identities()
    assert [key for key in keys if not any(key in line for line in told[BEGUN])] == []
    if out.exists():
        assert [len(keys), len(told[LEFT])] == [1, 1]
    made = pack(home, out, coder="A", to=str(LAPTOP.to_public()), at=OUT)
    with closing(open_store(home)) as store:
        assert set(store.vault.identities()) - {made.pack} <= {one.pack for one in packs_of(store) if not one.ended}


def fresh(home: Path) -> Path:
    """Return a place for keys that holds the ring of a study and no pack."""
    with closing(open_store(home)) as store:
        ring = store.vault.closed(str(store.remark("ring"))).path
    place = home.parent / "keys"
    place.mkdir()
    shutil.copy(ring, place)
    return place


def test_a_pack_whose_file_cannot_be_written_is_logged_as_failed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        message = "no space is left"
        raise UnwritableError(message)

    monkeypatch.setenv("VONNIS_KEYS", str(fresh(home)))
    monkeypatch.setattr(packing, "write_atomically", full)
    with pytest.raises(UnwritableError):
        pack(home, home.parent / "A.age", coder="A", to=str(LAPTOP.to_public()), at=OUT)
    with closing(open_store(home)) as store:
        assert [line.name for line in store.lines()][-3:] == [BEGUN, LEFT, FAILED]
        assert ([one.ended for one in packs_of(store)], store.vault.identities()) == ([True], {})
    assert not destroy(home, Wanted(packs=True), reason=Reason(ground="request", by="E", at=HOME)).packs


def test_a_judgment_in_a_zip_travels_too(home: Path) -> None:
    name = f"{ECLI.replace(':', '_')}.xml"
    (home / "sources/judgments").mkdir(parents=True)
    with zipfile.ZipFile(home / "sources/judgments/all.zip", "w") as archive:
        archive.writestr(f"2016/{name}", judgment(ECLI))
        archive.writestr("other.xml", judgment("ECLI:NL:RBFIC:2016:2"))
    laptop = away(home, "B")
    assert [(each.name, each.read_bytes()) for each in (laptop / "sources/judgments").iterdir()] == [
        (name, judgment(ECLI))
    ]
