"""Invented PDF and Word documents, made as small as a test needs them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from pypdf import PdfReader, PdfWriter

LINES = (
    "RECHTBANK ZUTPHEN",
    "Parketnummer: 06/990021-09",
    "Uitspraak d.d.: 28 oktober 2009",
    "10. De beslissing",
    "De rechtbank veroordeelt verdachte tot een gevangenisstraf van 6 maanden.",
)


def pdf(*pages: Sequence[str]) -> bytes:
    """Return a PDF with these lines on its pages, in a plain typeface; a page without lines has no text layer."""
    count = len(pages)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{' '.join(f'{4 + 2 * n} 0 R' for n in range(count))}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj T* " for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 60 780 Td {shown}ET".encode("cp1252")
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * number} 0 R"
        objects.append(f"{page}/Resources<</Font<</F1 3 0 R>>>>>>".encode())
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    made = io.BytesIO(b"%PDF-1.4\n")
    made.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(made.tell())
        made.write(b"%d 0 obj%s\nendobj\n" % (number, body))
    table = made.tell()
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    made.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, entries))
    made.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, table))
    return made.getvalue()


def locked_pdf(password: str) -> bytes:
    """Return a PDF that is closed by a password; an empty one opens in any reader."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(LINES))))
    writer.encrypt(user_password=password, owner_password=f"{password}-owner", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def word(lines: Sequence[str] = LINES) -> bytes:
    """Return a Word document with these paragraphs; one that starts with a number is a heading."""
    document = Document()
    for line in lines:
        if line[:1].isdigit():
            document.add_heading(line, 2)
        else:
            document.add_paragraph(line)
    return saved(document)


def saved(document: WordDocument) -> bytes:
    """Return the bytes of a Word document."""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
