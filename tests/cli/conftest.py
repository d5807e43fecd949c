"""Invented material for the command line: every form of input, good and bad, in one folder."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from vonnis.cli.main import main

JUDGMENT = """RECHTBANK FICTIEF
Strafrecht
Parketnummer: 99/{number:06}-20
Datum uitspraak: 3 maart 2020

Vonnis van de rechtbank in de zaak tegen
[verdachte],
geboren te [geboorteplaats] op [geboortedatum] 1980.

4 De eis van de officier van justitie
De officier van justitie heeft gevorderd dat verdachte wordt veroordeeld tot een gevangenisstraf van 18 maanden.

8 De beslissing
De rechtbank:
- verklaart bewezen dat verdachte het ten laste gelegde heeft begaan;
- veroordeelt verdachte tot een gevangenisstraf voor de duur van {months} maanden, waarvan 3 maanden voorwaardelijk,
met een proeftijd van 2 jaren;
- veroordeelt verdachte tot een taakstraf voor de duur van 120 uren, te vervangen door 60 dagen hechtenis.

Dit vonnis is gewezen door mr. [rechter], voorzitter, en uitgesproken op 3 maart 2020.
"""

XML = """<?xml version="1.0" encoding="utf-8"?>
<open-rechtspraak xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcterms="http://purl.org/dc/terms/">
<rdf:RDF><rdf:Description><dcterms:identifier>{ecli}</dcterms:identifier>
<dcterms:date>2020-03-03</dcterms:date></rdf:Description></rdf:RDF>
{body}
</open-rechtspraak>
"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>ECLI</title>
<entry><id>ECLI:NL:FIC:2020:1</id><title type="text">ECLI:NL:FIC:2020:1, Rechtbank Fictief, 03-03-2020, 1</title>
<summary type="text">Taakstraf 40 uren / 20 dagen. Verdachte is veroordeeld door de rechtbank.</summary>
<updated>2020-03-04T00:00:00Z</updated></entry>
<entry><id>ECLI:NL:FIC:2020:2</id><title type="text">ECLI:NL:FIC:2020:2, Rechtbank Fictief, 03-03-2020, 2</title>
<summary type="text">-</summary><updated>2020-03-04T00:00:00Z</updated></entry>
</feed>
"""


def judgment_text(number: int = 1) -> str:
    """Return an invented judgment; no such case, court or person exists."""
    return JUDGMENT.format(number=number, months=number % 9 + 4)


def judgment_xml(number: int = 1, *, with_text: bool = True) -> str:
    """Return an invented judgment as it would be published, or its metadata alone."""
    paragraphs = "".join(f"<para>{line}</para>" for line in judgment_text(number).splitlines())
    body = f'<uitspraak xmlns="http://www.rechtspraak.nl/schema/rechtspraak-1.0">{paragraphs}</uitspraak>'
    return XML.format(ecli=f"ECLI:NL:FIC:2020:{number}", body=body if with_text else "")


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


GOOD = 7
"""Records in the mixed folder: one text, two XML, two in zips, two entries of an index page."""
BAD = ("binary.bin", "empty.txt", "list.txt", "truncated.xml", "broken.zip")
"""Files in the mixed folder that cannot be read."""


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with good and bad inputs side by side."""
    folder = tmp_path / "mixed"
    (folder / "inner").mkdir(parents=True)
    (folder / "good.txt").write_text(judgment_text(1))
    (folder / "good.xml").write_text(judgment_xml(2))
    (folder / "inner" / "metadata.xml").write_text(judgment_xml(3, with_text=False))
    inner = zipped({"deep.xml": judgment_xml(4).encode()})
    (folder / "nested.zip").write_bytes(zipped({"2020.zip": inner, "shallow.txt": judgment_text(5).encode()}))
    (folder / "page.atom").write_text(ATOM)
    (folder / "binary.bin").write_bytes(bytes(range(256)) * 20)
    (folder / "empty.txt").touch()
    (folder / "list.txt").write_text("bread, milk, apples")
    (folder / "truncated.xml").write_text(judgment_xml(6)[:600])
    (folder / "broken.zip").write_bytes(zipped({"a.txt": b"x"})[:30])
    return folder


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder with enough judgments to keep several processes busy, and one that is none."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:03}.xml").write_text(judgment_xml(number))
    (folder / "none.txt").write_text("bread, milk, apples")
    return folder


Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def vonnis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """The program, called in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> subprocess.CompletedProcess[bytes]:
        code = main(list(map(str, arguments)))
        return subprocess.CompletedProcess([], code, *capfdbinary.readouterr())

    return run


@pytest.fixture
def program(tmp_path: Path) -> Run:
    """The program, run as a user runs it: as its own process, in a folder of its own."""

    def run(*arguments: object) -> subprocess.CompletedProcess[bytes]:
        command: Sequence[str] = [sys.executable, "-m", "vonnis", *map(str, arguments)]
        environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONWARNINGS": "error"}
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, env=environment, timeout=300)

    return run
