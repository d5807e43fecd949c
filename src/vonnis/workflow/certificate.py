"""The certificate of an erasure: what, when, by whom, on which ground, and what can no longer be traced.

It stands in ``certificates/`` of the study as a page to read and as JSON, and holds none of what was erased.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from vonnis import __version__
from vonnis.archive.files import write_atomically
from vonnis.study.erasure import Ground

FOLDER = "certificates"
GROUNDS: dict[Ground, str] = {
    "withdrawn": "a court withdrew the judgment",
    "replaced": "a court put another text in the place of the judgment",
    "permission_ended": "the permission ended",
    "retention_ended": "the time to keep it ended",
    "request": "somebody who may ask for it asked for it",
    "mistake": "it should never have been taken in",
}
"""Each ground in words."""


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """A variable of which answers lost their words: how many answers it has, and how many lost passages and notes.

    ``results`` are the planned results that rest on it.
    """

    variable: str
    answers: int
    passages: int
    notes: int
    results: tuple[str, ...] = ()


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """A unit or document that was erased, and whether the answers about it were kept."""

    unit: str = ""
    document: str = ""
    values_kept: bool = True


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """What one erasure did.

    Attributes:
        study, at, by, ground, reference: of which study, when, by whom, why, and after which letter.
        erased: the units and documents; none where all of it was erased before.
        keys: how many keys were thrown away.
        rules: how many rules of the meeting and reasons in the log were erased, which are about no unit.
        packs: the packs that were ended.
        lost: the variables whose numbers no longer lead to passages.
        files: files of the study that were removed.
        elsewhere: a sentence for each place outside the study that may still hold something.
        path: where the certificate stands in the study folder; None where nothing was left to erase.
    """

    study: str
    at: dt.datetime
    by: str
    ground: Ground
    reference: str
    erased: tuple[Gone, ...]
    keys: int
    rules: int = 0
    packs: tuple[str, ...] = ()
    lost: tuple[Lost, ...]
    files: tuple[str, ...]
    elsewhere: tuple[str, ...]
    vonnis: str = __version__
    path: str | None = None


def write_certificate(folder: Path, certificate: Certificate) -> Certificate:
    """Write a certificate into the study folder, beside earlier ones, and return it with its place."""
    (folder / FOLDER).mkdir(exist_ok=True)
    stem = f"erasure-{certificate.at:%Y%m%dT%H%M%SZ}"
    number = 1
    while (folder / FOLDER / f"{stem}-{number}.md").exists():
        number += 1
    named = msgspec.structs.replace(certificate, path=f"{FOLDER}/{stem}-{number}.md")
    data = msgspec.json.format(msgspec.json.encode(named), indent=1)
    write_atomically(folder / FOLDER / f"{stem}-{number}.json", data + b"\n")
    write_atomically(folder / FOLDER / f"{stem}-{number}.md", page(named))
    return named


def certified(folder: Path) -> Iterator[Gone]:
    """Yield what the certificates of a study folder name as erased."""
    for path in sorted((folder / FOLDER).glob("erasure-*.json")):
        with suppress(OSError, msgspec.DecodeError):
            yield from msgspec.json.decode(path.read_bytes(), type=Certificate).erased


def page(certificate: Certificate) -> str:
    """Return a certificate as a page to read and to sign."""
    units = [one.unit for one in certificate.erased if one.unit]
    documents = [one.document for one in certificate.erased if one.document]
    struck = [one.unit for one in certificate.erased if not one.values_kept]
    lines = [
        "# Certificate of erasure",
        "",
        f"Study: {certificate.study}",
        f"Moment: {certificate.at:%Y-%m-%d %H:%M:%S} UTC",
        f"By: {certificate.by}",
        f"Ground: {GROUNDS[certificate.ground]}",
        *([f"Reference: {certificate.reference}"] if certificate.reference else []),
        f"Program: vonnis {certificate.vonnis}",
        "",
        "## What was erased",
        "",
        *_listed("Units, with everything that was quoted or noted about them", units),
        *_listed("Documents, for every unit", documents),
        *(
            [f"- Rules of the coders' meeting and reasons in the log: {certificate.rules}."]
            if certificate.rules
            else []
        ),
        *_listed("Packs that were ended, so that nothing of them comes in any more", certificate.packs),
        f"- {certificate.keys} keys were thrown away; what was sealed under them cannot be opened by anybody.",
        *_listed("Answers about these units were taken out too, as the permission asks", struck),
        *_listed("Files removed from the study folder", certificate.files),
        "",
        "## What can no longer be traced to passages",
        "",
        *(_lost(certificate) or ["No answer had passages or notes."]),
        "",
        "## Elsewhere",
        "",
        *(f"- {sentence}" for sentence in certificate.elsewhere),
        "",
        "Signed: ______________________    Date: ______________",
        "",
    ]
    return "\n".join(lines)


def _listed(title: str, names: list[str] | tuple[str, ...]) -> list[str]:
    return [f"- {title}: {', '.join(names)}."] if names else []


def _lost(certificate: Certificate) -> list[str]:
    if not certificate.lost:
        return []
    return [
        "Numbers over these variables stand, and rest in part on answers whose passage is gone:",
        "",
        "| variable | answers | passages gone | notes gone | planned results that rest on it |",
        "|---|---|---|---|---|",
        *(
            f"| {one.variable} | {one.answers} | {one.passages} | {one.notes} | {', '.join(one.results) or 'none'} |"
            for one in certificate.lost
        ),
    ]
