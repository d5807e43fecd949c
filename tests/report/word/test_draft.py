"""A draft that some other program damaged is refreshed where it can be, and else refused in one sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.report.invented import AT
from tests.report.word.test_refreshing import PART, draft, edited, parts, refreshed
from vonnis.errors import UnreadableError
from vonnis.report.word.package import zipped

CHART = "chart-sentence_class"
RELATIONS = "word/_rels/document.xml.rels"
TARGET = f'Target="media/{CHART}.png"'
NO_PICTURE = (f"{CHART}: its picture is no PNG inside this file; copy the chart from the new report in its place",)


def with_part(name: str, data: bytes) -> bytes:
    return zipped({**parts(draft()), f"word/media/{CHART}.png": b"old", name: data}, at=AT)


def pointing_at(target: str) -> bytes:
    """Return a draft with an old chart whose picture is said to lie elsewhere."""
    relations = parts(draft())[RELATIONS].decode()
    assert TARGET in relations
    return with_part(RELATIONS, relations.replace(TARGET, target).encode())


@pytest.mark.parametrize("width", ["", "12.5pt", "-5", "9" * 5000, "²"])
def test_a_width_that_is_no_length_is_left_alone(width: str) -> None:
    text = parts(draft())[PART].decode()
    start = text.index(f'w:val="vonnis:nl:chart:{CHART}"')
    size = text[text.index("<wp:extent", start) : text.index("/>", text.index("<wp:extent", start))]
    odd = f'<wp:extent cx="{width}" cy="7"'
    done = refreshed(with_part(PART, (text[:start] + text[start:].replace(size, odd, 1)).encode()))
    assert done.changed == (f"{CHART}: the chart was drawn anew",)
    assert odd in parts(done.data)[PART].decode()


@pytest.mark.parametrize(
    "target",
    [f"../word/media/{CHART}.png", f"/word/media/{CHART}.png", f"./media/{CHART}.png", f"media/%63{CHART[1:]}.png"],
)
def test_a_picture_is_found_by_any_way_that_leads_to_it(target: str) -> None:
    done = refreshed(pointing_at(f'Target="{target}"'))
    assert done.changed == (f"{CHART}: the chart was drawn anew",)
    assert parts(done.data)[f"word/media/{CHART}.png"] == parts(draft())[f"word/media/{CHART}.png"]
    assert parts(done.data).keys() == parts(draft()).keys()


@pytest.mark.parametrize(
    "target",
    [
        pytest.param('Target="../../elsewhere.png"', id="above the file"),
        pytest.param('Target="document.xml"', id="the text itself"),
        pytest.param('Target="media/image1.jpeg"', id="another kind"),
        pytest.param('Target="media/a.png" TargetMode="External"', id="outside"),
        pytest.param("", id="nowhere"),
    ],
)
def test_a_picture_that_lies_elsewhere_is_told_and_left(target: str) -> None:
    data = pointing_at(target)
    done = refreshed(data)
    assert (done.changed, done.stale) == ((), NO_PICTURE)
    assert parts(done.data) == parts(data)


def test_pictures_without_relations_are_told_and_left() -> None:
    without = {name: data for name, data in parts(draft()).items() if name != RELATIONS}
    done = refreshed(zipped(without, at=AT))
    assert NO_PICTURE[0] in done.stale
    assert parts(done.data) == without


def test_a_comment_in_the_xml_does_not_double_a_number() -> None:
    done = refreshed(edited((">101<", "><!-- 99 -->101<")))
    assert (done.changed, done.stale) == ((), ())
    old = refreshed(edited((">101<", "><?mark x?>99<")))
    assert old.changed == ("clients: 99 became 101",)
    assert "99<" not in parts(old.data)[PART].decode()


def test_a_number_is_asked_in_a_language_that_the_report_has() -> None:
    asked = parts(edited(("Het materiaal telt", "{{ clients }} telt")))
    core = asked["docProps/core.xml"].replace(b"nl-NL", b"de-DE")
    done = refreshed(zipped({**asked, "docProps/core.xml": core}, at=AT))
    assert done.changed == ("clients: {{ clients }} became 101",)


def test_a_text_under_the_name_that_word_for_the_web_gives_is_read() -> None:
    kept = {
        name.replace("document.xml", "document2.xml"): data for name, data in parts(edited((">101<", ">99<"))).items()
    }
    assert refreshed(zipped(kept, at=AT)).changed == ("clients: 99 became 101",)


def central(place: int, *, byte: int) -> bytes:
    """Return the draft with one byte changed in the first entry of its table of contents."""
    data = bytearray(draft())
    data[data.index(b"PK\x01\x02") + place] = byte
    return bytes(data)


def packed_otherwise() -> bytes:
    """Return the draft as a program packs it that knows another method, with one byte of that changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as package:
        package.writestr(PART, parts(draft())[PART])
    data = bytearray(stream.getvalue())
    data[data.index(PART.encode()) + len(PART) + 20] ^= 255
    return bytes(data)


ENTITY = b'<!DOCTYPE w [<!ENTITY a "99">]>'
STRICT = b'<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'


@pytest.mark.parametrize(
    ("made", "told"),
    [
        pytest.param(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"older \.doc or locked with a password", id="older"),
        pytest.param(lambda: with_part(PART, STRICT), r"draft\.docx is in another format", id="strict"),
        pytest.param(lambda: with_part(PART, ENTITY + b"<w/>"), "entities of its own", id="entities"),
        pytest.param(lambda: with_part(PART, b""), "is broken", id="nothing"),
        pytest.param(lambda: central(9, byte=8).replace(b"[Content", b"\xffContent"), "cannot be read", id="a name"),
        pytest.param(lambda: central(10, byte=99), "cannot be read", id="a method"),
        pytest.param(packed_otherwise, "cannot be read", id="another method, damaged"),
        pytest.param(lambda: central(45, byte=127), "cannot be read", id="a place"),
        pytest.param(lambda: central(24, byte=5), "cannot be read", id="a size"),
        pytest.param(lambda: central(27, byte=127), "too large", id="a great size"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(made: Callable[[], bytes], told: str) -> None:
    with pytest.raises(UnreadableError, match=told):
        refreshed(made())
