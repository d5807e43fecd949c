"""What is timed: real published judgments, read into memory once, so that the disk is no part of it."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[2]
JUDGMENTS = ROOT.parent / "shared" / "judgments"

_WRAP = """<?xml version="1.0" encoding="utf-8"?>
<open-rechtspraak xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:RDF xmlns:dcterms="http://purl.org/dc/terms/"><rdf:Description>
<dcterms:identifier>ECLI:NL:XX:2000:{number}</dcterms:identifier><dcterms:type>Uitspraak</dcterms:type>
</rdf:Description></rdf:RDF>
<uitspraak xmlns="http://www.rechtspraak.nl/schema/rechtspraak-1.0" id="ECLI:NL:XX:2000:{number}:DOC">
{paragraphs}
</uitspraak>
</open-rechtspraak>
"""


def missing() -> str | None:
    """Return a sentence that says what is not there, or None when everything is."""
    if (JUDGMENTS / "xml").is_dir() and (JUDGMENTS / "text").is_dir():
        return None
    return (
        f"There is nothing to time: published judgments are looked for in {JUDGMENTS} and are never part of the "
        "repository. Put them there, and run this again."
    )


def published() -> dict[str, bytes]:
    """Return the published XML documents by file name."""
    return {path.name: path.read_bytes() for path in sorted((JUDGMENTS / "xml").glob("*.xml"))}


def wrapped() -> dict[str, bytes]:
    """Return the labelled criminal judgments, a paragraph a line, in the XML in which judgments are published."""
    texts = sorted((JUDGMENTS / "text").glob("*.txt"))
    return {f"{path.stem}.xml": _wrap(path.read_text(encoding="utf-8"), n) for n, path in enumerate(texts, 1)}


def copies(documents: dict[str, bytes], times: int, *, folder: Path) -> int:
    """Write every document so many times under different names, and return how many files that made."""
    for turn in range(times):
        for name, data in documents.items():
            (folder / f"{turn}-{name}").write_bytes(data)
    return times * len(documents)


def named(documents: dict[str, bytes], count: int, *, folder: Path) -> None:
    """Make ``count`` files in a new folder, a few hundred a folder, of documents that take turns.

    The files are links to a few, so that a hundred thousand take no room.
    """
    originals = folder.with_name(f"{folder.name}-originals")
    copies(documents, 1, folder=_made(originals))
    paths = sorted(originals.iterdir())
    for number in range(count):
        part = _made(folder / f"{number // _IN_A_FOLDER:04d}")
        (part / f"{number:06d}.xml").hardlink_to(paths[number % len(paths)])


_IN_A_FOLDER = 500


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _wrap(text: str, number: int) -> bytes:
    paragraphs = "\n".join(f"<para>{escape(line)}</para>" for line in text.splitlines())
    return _WRAP.format(number=number, paragraphs=paragraphs).encode()
