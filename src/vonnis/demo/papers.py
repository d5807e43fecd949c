"""The invented parliamentary papers of the demonstration, written in the forms in which services publish them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

import msgspec
import msgspec.yaml

from vonnis.demo.writing import written_date

FOLDER = "sources/papers"
_MARK = "FICTIEF / FICTIONAL"
_MINISTER = ("De Minister van Fictieve Zaken,", "A.B. Lindeboom")


class _Decided(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    outcome: str
    day: dt.date


class _Paper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    number: int
    day: dt.date
    head: str
    lines: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    decided: _Decided | None = None
    held: dt.date | None = None
    minister: bool = False
    record_only: bool = False
    subject: str = ""


class _Commitment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    day: dt.date
    due: dt.date
    name: str
    status: str
    text: str


class _Dossier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: str
    title: str


class _Material(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    dossier: _Dossier
    papers: tuple[_Paper, ...]
    commitments: tuple[_Commitment, ...]


@cache
def _material() -> _Material:
    return msgspec.yaml.decode(files(__package__).joinpath("papers.yaml").read_bytes(), type=_Material)


def paper_files() -> dict[str, bytes]:
    """Return every file with papers by its path in the study folder."""
    return {f"{FOLDER}/{name}": data for name, data in _files()}


def _files() -> Iterator[tuple[str, bytes]]:
    material = _material()
    for paper in material.papers:
        if not paper.record_only:
            yield f"kst-{material.dossier.number}-{paper.number}.xml", _xml(paper, material.dossier)
        if paper.decided or paper.record_only:
            yield f"{paper.day.year}D{paper.number:05}.json", _record(paper, material.dossier)
    for one in material.commitments:
        yield f"{one.id}.json", _commitment(one)


def _xml(paper: _Paper, dossier: _Dossier) -> bytes:
    """Return a paper as the official publications print it."""
    day = written_date(paper.day)
    place = {"MOTIE": f"Voorgesteld {day}", "VERSL": f"Vastgesteld {day}", "LIJST": ""}.get(
        paper.head[:5], f"Den Haag, {day}"
    )
    lines = [place, *paper.lines, *paper.signers, *(_MINISTER if paper.minister else ())]
    body = "".join(f"<al>{escape(line)}</al>\n" for line in lines if line)
    number = f"{dossier.number[:2]} {dossier.number[2:]}"
    text = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!-- {_MARK} -->\n<officiele-publicatie><metadata>'
        f'<meta name="DC.identifier" content="kst-{dossier.number}-{paper.number}"/>'
        f'<meta name="DCTERMS.issued" content="{paper.day.isoformat()}"/></metadata>\n<kamerstuk><kamerstukkop>'
        f"<tekstregel>Tweede Kamer der Staten-Generaal</tekstregel></kamerstukkop>\n<dossier><dossiernummer>"
        f"<dossiernr>{number}</dossiernr></dossiernummer><titel>{escape(dossier.title)}</titel></dossier>\n"
        f"<stuk><stuknr><ondernummer>{paper.number}</ondernummer></stuknr><titel>{escape(paper.head)}</titel>\n"
        f"<algemeen>{body}</algemeen></stuk></kamerstuk></officiele-publicatie>\n"
    )
    return text.encode()


def _record(paper: _Paper, dossier: _Dossier) -> bytes:
    """Return what the House knows of a paper: who signed it, and what was decided."""
    row: dict[str, Any] = {
        "DocumentNummer": f"{paper.day.year}D{paper.number:05}",
        "Datum": f"{paper.day.isoformat()}T00:00:00+01:00",
        "Soort": "Motie" if paper.signers else paper.head,
        "Onderwerp": paper.subject or f"FICTIEF: {paper.head}",
        "Volgnummer": paper.number,
        "Verwijderd": False,
        "Kamerstukdossier": [{"Nummer": int(dossier.number), "Toevoeging": None}],
        "DocumentActor": [
            {"ActorNaam": name, "Relatie": "Eerste ondertekenaar" if place == 0 else "Mede ondertekenaar"}
            for place, name in enumerate(paper.signers)
        ],
        "Zaak": [],
    }
    if paper.decided:
        meeting = {"Activiteit": {"Datum": f"{paper.decided.day.isoformat()}T00:00:00+01:00", "Verwijderd": False}}
        decided = {"BesluitTekst": f"{paper.decided.outcome}.", "Verwijderd": False, "Agendapunt": meeting}
        row["Zaak"] = [{"Nummer": f"{paper.day.year}Z{paper.number:05}", "Besluit": [decided]}]
    return _json(row)


def _commitment(one: _Commitment) -> bytes:
    return _json(
        {
            "Nummer": one.id,
            "Tekst": one.text,
            "Aanmaakdatum": f"{one.day.isoformat()}T00:00:00+02:00",
            "GewijzigdOp": f"{one.day.isoformat()}T12:00:00+02:00",
            "DatumNakoming": one.due.isoformat(),
            "Status": one.status,
            "Achternaam": one.name,
            "Functie": "Minister van Fictieve Zaken",
        }
    )


def _json(row: dict[str, Any]) -> bytes:
    return (json.dumps({"material": _MARK, "value": [row]}, ensure_ascii=False, indent=1) + "\n").encode()
