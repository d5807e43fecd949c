"""An attacker with nothing but the public files of a release, who wants a number that it withholds.

It knows the labels of the withheld numbers (``figures.json`` prints them without a value) and searches for a number in
every place that could hold one: beside the label in any text, in what charts say and how long their bars are, in the
rows of the data in every format, and in the metadata of every file.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pyreadstat
from bs4 import BeautifulSoup
from lxml import etree
from pypdf import PdfReader

NUMBER = r"(?<![\w.,])(\d{1,4}(?:[.,]\d+)?)\s?(%?)"
LANGUAGES = ("nl", "en")
WITHHELD = -6
EXTENDED = {"a": -9, "b": -8, "c": -7, "d": -6}


class Guess(NamedTuple):
    """A number that may be the withheld one: of which figure, what, and where it was found."""

    id: str
    number: float
    where: str


def withheld(release: Path) -> dict[str, list[str]]:
    """Return the labels of every withheld number, by its id; for a cell the head of its row alone as well."""
    figures = json.loads((release / "figures.json").read_text(encoding="utf-8"))["figures"]
    found: dict[str, list[str]] = {}
    for figure in figures:
        if figure["value"] is None:
            labels = [figure["label"], figure["label_nl"]]
            found[figure["id"]] = [*labels, *(label.rpartition(": ")[2] for label in labels if ": " in label)]
    return found


def texts(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield every text of every public file: words, attributes, alternative texts, metadata."""
    for name, data in sorted(files.items()):
        kind = name.rpartition(".")[2]
        if kind == "pdf":
            reader = PdfReader(io.BytesIO(data))
            yield name, "\n".join(page.extract_text() for page in reader.pages)
            yield f"{name} metadata", " ".join(map(str, (reader.metadata or {}).values()))
            yield f"{name} raw", data.decode("latin-1")
        elif kind == "docx":
            for part in zipfile.ZipFile(io.BytesIO(data)).namelist():
                yield f"{name} {part}", _docx(data, part)
        elif kind in ("html", "svg"):
            soup = BeautifulSoup(data, "lxml")
            yield f"{name} words", soup.get_text(" ")
            yield f"{name} attributes", "\n".join(str(value) for tag in soup.find_all() for value in tag.attrs.values())
            yield f"{name} scripts", "\n".join(tag.get_text() for tag in soup.find_all("script"))
        elif kind in ("sav", "dta"):
            yield name, " ".join(_labels(name, data))
        elif kind not in ("png", "parquet"):
            yield name, data.decode("utf-8", errors="replace")


def _docx(data: bytes, part: str) -> str:
    content = zipfile.ZipFile(io.BytesIO(data)).read(part)
    if not part.endswith((".xml", ".rels")):
        return content.decode("latin-1")
    tree = etree.fromstring(content)
    words = " ".join(str(word) for word in tree.itertext())
    return f"{words}\n" + "\n".join(str(value) for node in tree.iter() for value in node.attrib.values())


def _labels(name: str, data: bytes) -> Iterator[str]:
    _, metadata = read_table(name, data)
    yield from map(str, (metadata.file_label, metadata.notes, metadata.column_labels, metadata.variable_value_labels))


def beside_labels(release: Path, files: Mapping[str, bytes]) -> list[Guess]:
    """Return every number that follows a withheld label within a few characters, in any text."""
    found = []
    labels = withheld(release)
    for where, text in texts(files):
        for id_, names in labels.items():
            for name in names:
                for hit in re.finditer(re.escape(name) + r"[\s:|·=(]{1,6}" + NUMBER, text):
                    number = float(hit[1].replace(",", "."))
                    found.append(Guess(id_, number / 100 if hit[2] else number, where))
    return found


def in_charts(release: Path, files: Mapping[str, bytes]) -> list[Guess]:
    """Return what the marks of charts tell about a withheld label: a number, the length of a bar, or a row of dots."""
    names = {label: id_ for id_, labels in withheld(release).items() for label in labels}
    found = []
    for name, data in sorted(files.items()):
        for svg in BeautifulSoup(data, "lxml").find_all("svg") if name.endswith((".svg", ".html")) else ():
            dots: Counter[str] = Counter()
            for mark in svg.select("path[aria-label], circle[aria-label], text[aria-label]"):
                said, kind = str(mark["aria-label"]), mark.get("aria-roledescription")
                id_ = next((one for label, one in names.items() if label in said), None)
                if id_ is None:
                    continue
                dots[id_] += kind in ("circle", "point")
                found += [Guess(id_, float(number), f"{name}: a mark says it") for number in re.findall(r"\d+", said)]
                lengths = re.findall(r"[hv](-?\d+(?:\.\d+)?)", str(mark.get("d", "")))
                if kind == "bar":
                    found.append(Guess(id_, float(lengths[0]) if lengths else 0.0, f"{name}: it has a bar"))
            found += [Guess(id_, count, f"{name}: dots") for id_, count in dots.items() if count]
    return found


def read_table(name: str, data: bytes) -> tuple[pl.DataFrame, pyreadstat.metadata_container]:
    """Return the rows and metadata of a file of a statistical program."""
    read = pyreadstat.read_sav if name.endswith(".sav") else pyreadstat.read_dta
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        frame, metadata = read(path, user_missing=True)
    for column in metadata.missing_user_values:
        frame[column] = frame[column].map(lambda value: EXTENDED.get(value, value)).astype(float)
    return pl.from_pandas(frame), metadata


def rows(files: Mapping[str, bytes]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the public rows in every format."""
    for name, data in sorted(files.items()):
        if name.startswith("data/csv/"):
            yield name, pl.read_csv(io.BytesIO(data))
        elif name.endswith(".parquet"):
            yield name, pl.read_parquet(io.BytesIO(data))
        elif name.endswith((".sav", ".dta")):
            yield name, read_table(name, data)[0]


def rare_answers(files: Mapping[str, bytes], few: int) -> list[str]:
    """Return the combinations of answers in the public rows that fewer than so many share, and too few blanks."""
    found = []
    for name, frame in rows(files):
        counts = Counter(frame.rows())
        found += [f"{name}: {row} {count} times" for row, count in counts.items() if count < few]
        for column in frame.columns:
            blanks = sum(value == WITHHELD for value in frame[column].to_list())
            if 0 < blanks < few:
                found.append(f"{name}: {column} has {blanks} blanks, which bound each other answer")
    return found


def public_files(release: Path) -> dict[str, bytes]:
    """Return every file below a release by its name there."""
    return {
        path.relative_to(release).as_posix(): path.read_bytes() for path in sorted(release.rglob("*")) if path.is_file()
    }
