"""Excel workbooks as bytes, in and out: nothing of them is trusted, and two runs give the same file."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING

from vonnis.errors import MistakesError

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell

_MOST_BYTES = 300_000_000
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def saved(book: Workbook, at: dt.datetime) -> bytes:
    """Return the workbook's bytes with one time inside, so that two runs give the same file."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    book.properties.creator = "vonnis"
    book.save(raw)
    stamp = f"{at:%Y-%m-%dT%H:%M:%SZ}".encode()
    moment = (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
            info = zipfile.ZipInfo(name, date_time=moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return fixed.getvalue()


def opened(data: bytes, file: str) -> Workbook:
    """Return the workbook in bytes; ``file`` is what errors call it.

    Raises:
        MistakesError: the bytes are no workbook, or one that is far too large.
    """
    import zlib

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = (zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, EOFError, SyntaxError)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            large = sum(info.file_size for info in archive.infolist()) > _MOST_BYTES
        if not large:
            return load_workbook(io.BytesIO(data), data_only=True)
    except broken as error:
        sentence = "this is no Excel workbook (.xlsx); save it as .xlsx and try again"
        raise MistakesError((f"{file}: {sentence}",)) from error
    raise MistakesError((f"{file}: this workbook is far too large; split it into several",))


def text_of(cell: Cell | MergedCell) -> str:
    """Return what a cell holds as the text that was meant: whole numbers without a point, dates as YYYY-MM-DD."""
    value = cell.value
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
