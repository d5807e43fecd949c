"""The file that somebody wrote in: its parts, read with care, and the pictures that its drawings point at."""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from vonnis.errors import UnreadableError

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MAIN = re.compile(r"word/document\d*\.xml")
_LENGTH = re.compile(r"[0-9]{1,14}")
_OLDER = b"\xd0\xcf\x11\xe0"
"""How a file of Word before 2007 begins, and one that is locked with a password."""
_MOST = 500_000_000
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)


def draft_parts(data: bytes, name: str) -> dict[str, bytes]:
    """Return the parts of a Word document by their names.

    Raises:
        UnreadableError: the file is no Word document, is damaged, locked or far too large.
    """
    if data.startswith(_OLDER):
        message = f"{name} is an older .doc or locked with a password; save it as a .docx without one, then refresh"
        raise UnreadableError(message)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _MOST:
                message = f"{name} is too large to be a report"
                raise UnreadableError(message)
            parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    except _DAMAGED as error:
        message = f"{name} cannot be read as a Word document: {error}"
        raise UnreadableError(message) from error
    main = next(filter(_MAIN.fullmatch, parts), None)
    if main is None:
        message = f"{name} is no Word document; give the .docx that the report was written in"
        raise UnreadableError(message)
    if part_tree(parts, main).tag != f"{_WORD}document":
        message = f"{name} is in another format than Word's own; save it as “Word document (.docx)”, not as Strict"
        raise UnreadableError(message)
    return parts


def part_tree(parts: Mapping[str, bytes], name: str) -> Any:  # noqa: ANN401 - lxml's own type
    """Return the tree of a part, without what no reader sees: comments in the XML and notes to programs.

    Raises:
        UnreadableError: the part is no XML, or brings entities of its own, which Word forbids.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(parts[name], parser)
    except etree.XMLSyntaxError as error:
        message = f"{name} inside the document is broken: {error}"
        raise UnreadableError(message) from error
    if tree.getroottree().docinfo.internalDTD is not None:
        message = f"{name} inside the document is broken: it brings entities of its own, which Word forbids"
        raise UnreadableError(message)
    return tree


def picture_part(parts: Mapping[str, bytes], part: str, *, relation: str) -> str | None:
    """Return the name of the PNG that a drawing in a part points at; None where it lies elsewhere or is another."""
    folder, file = posixpath.split(part)
    relations = f"{folder}/_rels/{file}.rels"
    for entry in part_tree(parts, relations) if relations in parts else ():
        if entry.get("Id") == relation and entry.get("TargetMode", "Internal") == "Internal":
            # A target that begins with a slash starts at the root of the package.
            place = posixpath.normpath(posixpath.join(f"/{folder}", unquote(entry.get("Target", ""))))[1:]
            return place if place.startswith(f"{folder}/media/") and place.lower().endswith(".png") else None
    return None


def give_proportions(content: Any, width: float, *, height: float) -> None:  # noqa: ANN401 - lxml's own type
    """Give the picture in a control other proportions; its width stays as the writer set it, if that is a length."""
    for extent in content.iter(f"{_WP}extent", f"{_A}ext"):
        if _LENGTH.fullmatch(extent.get("cx", "")):
            extent.set("cy", str(round(int(extent.get("cx")) * height / width)))
