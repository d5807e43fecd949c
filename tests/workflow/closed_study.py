"""An invented study with a closed file and a published judgment in it, every word of both marked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec

from tests.study.codings import AT, adjudication, codebook_text, coding, protocol_head
from vonnis.archive.store import Store, open_store
from vonnis.study.coding import Locator, Passage
from vonnis.study.log import Link
from vonnis.study.permission import Statement
from vonnis.study.unit import Unit, complex_unit

ECLI = "ECLI:NL:RBFIC:2016:1"
CLOSED_WORDS = ("MARKQUOTE", "MARKNOTE", "MARKREASON", "MARKLINK")
OPEN_WORDS = ("MARKOPEN", "MARKSAID")

SOURCES = """
[[sources]]
id = "judgments"
kind = "open"
description = {nl = "Uitspraken", en = "Judgments"}

[[sources]]
id = "files"
kind = "closed_file"
description = {nl = "Dossiers", en = "Files"}
[sources.permission]
basis = "art. 15 Wjsg"
giver = "College"
reference = "2026/7"
given = 2026-01-01
until = 2026-12-31
"""
PROTOCOL = protocol_head("closed", years=(2016, 2020)) + SOURCES


def study(folder: Path, *, protocol: str = PROTOCOL) -> Path:
    """Make the study folder: D1 is of a closed file, D2 of a published judgment; A and B have answered."""
    folder.mkdir(parents=True)
    (folder / "study.toml").write_text(protocol, encoding="utf-8")
    (folder / "codebook.yaml").write_text(codebook_text(), encoding="utf-8")
    store = open_store(folder)
    signed = dt.date(2026, 1, 2)
    add(
        store,
        *people(),
        *(Statement(coder=name, source="files", signed=signed, reference="x", noted_by="E", at=AT) for name in "AB"),
        *answers(),
    )
    store.close()
    return folder


def people() -> tuple[Unit, ...]:
    """Return two complexes with a defendant each."""
    first = Unit(id="D1", level="defendant", complex="C1", defendant="D1", source_mode="closed_file", frame="list")
    other = Unit(
        id="D2", level="defendant", complex="C2", defendant="D2", source_mode="published", documents=(ECLI,), frame="x"
    )
    return complex_unit("C1"), first, complex_unit("C2"), other


def answers() -> tuple[msgspec.Struct, ...]:
    """Return answers, a decision and a link, with marked words."""
    file, said = Passage("D1-1", 0, 9, "MARKQUOTE"), Passage(ECLI, 3, 11, "MARKOPEN")
    return (
        coding("D1", "k_sex", 1, evidence=(file, Locator("pv 12", page="3")), note="MARKNOTE"),
        coding("D1", "k_sex", 0, coder="B", evidence=(file,)),
        coding("D2", "k_sex", 1, evidence=(said,), note="MARKSAID"),
        coding("D2", "k_year", 1980),
        msgspec.structs.replace(adjudication("D1", "k_sex", 1), reason="MARKREASON"),
        Link(kind="complex", one="C1", other="C2", standing="uncertain", reason="MARKLINK", linked_by="E", at=AT),
    )


def add(store: Store, *records: msgspec.Struct, at: dt.datetime = AT) -> None:
    """Add records in one action."""
    with store.action("test", actor="A", at=at, detail={}) as writing:
        writing.add(records)


def found_in(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Return those of the words that stand in any byte of any file of a folder, in UTF-8 or UTF-16."""
    data = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return [word for word in words if word.encode() in data or word.encode("utf-16-le") in data]
