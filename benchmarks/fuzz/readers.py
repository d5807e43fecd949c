"""Fuzz the readers: whatever the bytes are, a reader gives judgments or one of vonnis's own errors, and soon.

Run ``.venv/bin/python benchmarks/fuzz/readers.py`` for a minute of it, or with options of libFuzzer for more, such as
``-max_total_time=3600``. Seeds are invented documents of every form. What is found is written to ``crash-*`` or
``timeout-*`` in the working folder; give such a file as the argument to see it again.
"""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["vonnis", "pypdf", "docx"], enable_loader_override=False):
    from vonnis.errors import VonnisError
    from vonnis.judgment.canonical import canonical
    from vonnis.judgment.reading import read_all
    from vonnis.sources.document import Document
    from vonnis.sources.listing import list_documents, load

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.judgment.papers import LINES, locked_pdf, pdf, word
from tests.judgment.readers.envelopes import envelope

SECONDS_FOR_ONE = 20
BODY = (
    "<uitspraak.info><bridgehead>RECHTBANK</bridgehead></uitspraak.info><section role='beslissing'><title><nr>3</nr>"
    "De beslissing</title><paragroup><nr>3.1</nr><para>a<emphasis>b</emphasis>c<?linebreak?>d<footnote><para>e</para>"
    "</footnote></para></paragroup><informaltable><tgroup><tbody><row><entry><para>f</para></entry><entry/></row>"
    "</tbody></tgroup></informaltable></section>"
)
PAGE = "<html><meta charset=utf-8><h1>Vonnis</h1><table><tr><td>rechtbank<td>verdachte</table><pre>a\nb</pre></html>"
FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>ECLI:NL:RBFIC:2021:1</id><title>ECLI:NL:RBFIC:2021:1, '
    "Rechtbank, 04-01-2021, 1/2</title><summary>Straf</summary></entry></feed>"
)


def seeds() -> list[bytes]:
    """Return one small document of each form."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("x.xml", envelope("<para>Een.</para>"))
    text = "\n".join(LINES)
    return [
        envelope(BODY, abstract="<para>Kort.</para>"),
        *(PAGE.encode(), FEED.encode(), text.encode(), text.encode("utf-16"), text.encode("cp1252")),
        *(pdf(LINES, LINES), locked_pdf(""), word(), archive.getvalue()),
    ]


def check_reading(data: bytes) -> None:
    """Read bytes as a document, and check what a reader promises of its judgments."""
    try:
        for judgment in read_all(Document(id="x", origin="x", data=data)):
            assert canonical(judgment.text) == judgment.text
            assert sum(section.end - section.start for section in judgment.sections) == len(judgment.text)
            for span in judgment.metadata.evidence.values():
                span.check(judgment.text)
    except VonnisError as error:
        assert str(error).startswith("x")  # noqa: PT017 - either outcome is right


def check_archive(data: bytes, folder: Path) -> None:
    """List bytes as an archive and load what is in it."""
    path = folder / "x.zip"
    path.write_bytes(data)
    listing = list_documents([path])
    assert all(unreadable.reason.startswith(str(path)) for unreadable in listing.unreadable)
    for place in listing.places[:5]:
        try:
            load(place)
        except VonnisError as error:
            assert str(error).startswith(str(path))  # noqa: PT017 - either outcome is right


def main() -> None:
    """Run the fuzzer with the options of the command line."""
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds()):
            (corpus / str(number)).write_bytes(seed)

        def test_one(data: bytes) -> None:
            check_reading(data)
            if data[:2] == b"PK":
                check_archive(data, Path(name))

        given = sys.argv[1:] or ["-max_total_time=60"]
        where = [] if any(Path(word).exists() for word in given) else [str(corpus)]
        atheris.Setup([sys.argv[0], f"-timeout={SECONDS_FOR_ONE}", "-max_len=20000", *given, *where], test_one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
