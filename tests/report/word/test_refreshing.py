"""A draft in Word: a refresh changes numbers, tables and charts, and leaves every other byte of the text alone."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import msgspec
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from tests.report.invented import AT, document, masthead, released
from vonnis.errors import UnreadableError
from vonnis.report.printing import Printer
from vonnis.report.word.meanings import ITEM, Meaning, changed_meanings, meanings
from vonnis.report.word.package import docx, zipped
from vonnis.report.word.refreshing import Refreshed, refresh

PART = "word/document.xml"
ONE_DAY = '<figure id="one_day_share"><name>één dag'
INSERTED = '<w:ins w:id="900" w:author="A" w:date="2026-01-01T00:00:00Z"><w:r><w:t>by hand</w:t></w:r></w:ins>'


@cache
def draft() -> bytes:
    return docx(document("nl"))


def parts(data: bytes) -> dict[str, bytes]:
    package = zipfile.ZipFile(io.BytesIO(data))
    return {name: package.read(name) for name in package.namelist()}


def edited(*changes: tuple[str, str], part: str = PART) -> bytes:
    """Return the draft with words replaced in its body, as somebody would who writes in it."""
    found = parts(draft())
    text = found[part].decode()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return zipped({**found, part: text.encode()}, at=AT)


def refreshed(data: bytes) -> Refreshed:
    printers = {language: Printer(released(), masthead(), language) for language in ("nl", "en")}
    return refresh(data, name="draft.docx", documents={"nl": document("nl"), "en": document("en")}, printers=printers)


def test_what_is_current_stays_as_it_is() -> None:
    done = refreshed(draft())
    assert (done.changed, done.stale) == ((), ())
    assert done.same > 80
    assert parts(done.data) == parts(draft())


def test_an_old_number_becomes_the_released_one_and_the_text_stays() -> None:
    done = refreshed(edited((">101<", ">99<"), ("Het materiaal telt", "Ik schreef dit zelf: het telt")))
    assert done.changed == ("clients: 99 became 101",)
    text = parts(done.data)[PART].decode()
    assert "Ik schreef dit zelf: het telt" in text
    expected = parts(edited(("Het materiaal telt", "Ik schreef dit zelf: het telt")))[PART]
    assert etree.canonicalize(text) == etree.canonicalize(expected.decode())


def test_a_table_that_differs_is_set_anew() -> None:
    caption = "table-sentence_class"
    text = parts(draft())[PART].decode()
    start = text.index(f'w:val="vonnis:nl:table:{caption}"')
    cell = text[start : text.index("</w:tbl>", start)]
    done = refreshed(edited((cell, cell.replace(">61<", ">60<"))))
    assert done.changed == (f"{caption}: the table was set anew",)
    assert cell in parts(done.data)[PART].decode()


def test_a_comment_in_a_table_stays_where_its_numbers_change() -> None:
    start = parts(draft())[PART].decode().index('w:val="vonnis:nl:table:table-sentence_class"')
    text = parts(draft())[PART].decode()[start:]
    cell = text[text.index("<w:tbl>") : text.index(">61<") + 4]
    comment = '<w:r><w:commentReference w:id="5"/></w:r>'
    old = cell.replace(">61<", ">60<")
    held = old[: old.rindex("<w:r>")] + comment + old[old.rindex("<w:r>") :]
    done = refreshed(edited((cell, held)))
    assert done.changed == ("table-sentence_class: the table was set anew",)
    after = parts(done.data)[PART].decode()
    assert (after.count(comment), after.count(">60<")) == (1, parts(draft())[PART].decode().count(">60<"))


def test_a_table_of_other_rows_with_a_comment_is_left_alone() -> None:
    text = parts(draft())[PART].decode()
    start = text.index('w:val="vonnis:nl:table:table-sentence_class"')
    row = text[text.rindex("<w:tr>", 0, text.index(">61<", start)) : text.index("</w:tr>", text.index(">61<", start))]
    done = refreshed(edited((f"{row}</w:tr>", ""), ("<w:tbl>", "<w:tbl>")))
    assert done.changed == ("table-sentence_class: the table was set anew",)
    comment = '<w:r><w:commentReference w:id="5"/></w:r>'
    place = text.index("<w:r>", text.index("<w:tbl>", start))
    noted = text[:place] + comment + text[place:]
    done = refreshed(edited((text, noted.replace(f"{row}</w:tr>", "", 1))))
    assert done.stale[0].startswith("table-sentence_class: has other rows or columns now, and holds a comment")
    assert done.changed == ()


def test_a_chart_that_differs_is_drawn_anew() -> None:
    found = parts(draft())
    name = "word/media/chart-sentence_class.png"
    done = refreshed(zipped({**found, name: b"old"}, at=AT))
    assert done.changed == ("chart-sentence_class: the chart was drawn anew",)
    assert parts(done.data)[name] == found[name]


def test_an_unknown_id_is_listed_and_left() -> None:
    done = refreshed(edited(("vonnis:nl:value:clients", "vonnis:nl:value:no_such_figure")))
    assert done.stale == ("no_such_figure: the release holds no such figure",)
    assert "no_such_figure" in parts(done.data)[PART].decode()


def test_a_number_that_is_withheld_now_shows_a_cross() -> None:
    done = refreshed(edited(("vonnis:nl:value:clients", "vonnis:nl:value:victims_by_age.13_years")))
    assert "victims_by_age.13_years" in done.withheld
    assert done.changed == ("victims_by_age.13_years: 101 became ×",)


def test_a_control_with_a_tracked_change_is_left_alone() -> None:
    shown = '<w:r><w:t xml:space="preserve">101</w:t></w:r>'
    done = refreshed(edited((shown, shown.replace("101", "99") + INSERTED)))
    assert done.stale == ("clients: holds a tracked change; accept or reject it, then refresh again",)
    assert "by hand" in parts(done.data)[PART].decode()


def test_tracked_changes_and_comments_around_a_number_stay() -> None:
    comment = '<w:commentRangeStart w:id="7"/>'
    data = edited((">101<", ">99<"), ("<w:sdt>", f"{comment}{INSERTED}<w:sdt>"))
    text = parts(refreshed(data).data)[PART].decode()
    assert comment in text
    assert INSERTED in text


def test_an_id_that_somebody_typed_becomes_a_control() -> None:
    done = refreshed(edited(("Het materiaal telt", "Van {{ girls_share:basis }} en {{ nobody }} telt")))
    assert done.changed == ("girls_share: {{ girls_share:basis }} became 36 van 41 slachtoffers",)
    assert done.stale == ("nobody: the release holds no such figure",)
    text = parts(done.data)[PART].decode()
    assert "{{ nobody }}" in text
    assert "{{ girls_share" not in text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        pytest.param("girls_share:interval", "", id="a part that it has"),
        pytest.param("clients:interval", "clients: the figure has no interval", id="no interval"),
        pytest.param("suspects_2015:n", "suspects_2015: the figure has no n", id="no n"),
        pytest.param("clients:numerator", "clients: the figure has no numerator", id="no numerator"),
        pytest.param("sentence_class.1_day_and_community_service:n", "the figure has no n", id="a cell"),
        pytest.param("girls_share:intervall", "girls_share: a figure has no part 'intervall'; it has", id="mistyped"),
    ],
)
def test_a_part_that_a_figure_lacks_is_told_and_what_was_typed_stays(asked: str, told: str) -> None:
    done = refreshed(edited(("Het materiaal telt", f"{{{{ {asked} }}}} telt")))
    assert (len(done.changed), len(done.stale)) == ((0, 1) if told else (1, 0))
    assert told in "".join(done.stale)
    assert (asked in parts(done.data)[PART].decode()) is bool(told)


@pytest.mark.parametrize(("threshold", "told"), [(50, "too much of it is withheld now"), (5, "no such chart")])
def test_a_chart_that_is_not_drawn_any_more_says_why_it_is_left(threshold: int, told: str) -> None:
    made = {"nl": msgspec.structs.replace(document("nl"), chapters=())}
    printers = {"nl": Printer(released(threshold=threshold), masthead(), "nl")}
    done = refresh(draft(), name="draft.docx", documents=made, printers=printers)
    assert told in next(line for line in done.stale if line.startswith("chart-sentence_class: "))


def test_a_withheld_id_that_somebody_typed_is_not_printed() -> None:
    done = refreshed(edited(("Het materiaal telt", "Van {{ victims_by_age.13_years }} telt")))
    assert done.stale == ("victims_by_age.13_years: withheld by disclosure control",)


def test_a_refreshed_document_is_valid(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("word") / "draft.docx"
    path.write_bytes(refreshed(edited((">101<", ">99<"), ("Het materiaal telt", "{{ clients }} telt"))).data)
    assert [error.description for error in OpenXmlValidator().validate(str(path)).errors] == []


@pytest.mark.parametrize("data", [b"no zip", zipped({"a.txt": b"x"}, at=AT)], ids=["bytes", "zip"])
def test_what_is_no_word_document_is_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"draft\.docx"):
        refreshed(data)


@pytest.mark.parametrize("name", [PART, "word/_rels/document.xml.rels"])
def test_a_broken_part_is_one_sentence(name: str) -> None:
    with pytest.raises(UnreadableError, match="is broken"):
        refreshed(zipped({**parts(draft()), name: b"<w:document"}, at=AT))


def test_a_file_that_was_damaged_is_one_sentence() -> None:
    data = bytearray(draft())
    start = zipfile.ZipFile(io.BytesIO(data)).getinfo(PART).header_offset + 30 + len(PART)
    data[start : start + 200] = b"\xff" * 200
    with pytest.raises(UnreadableError, match="cannot be read as a Word document"):
        refreshed(bytes(data))


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(b"<figures", id="broken"),
        pytest.param(b"", id="empty"),
        pytest.param(b'<figures xmlns="urn:vonnis:meanings" language="xx"/>', id="another language"),
        pytest.param(
            b'<!DOCTYPE figures [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
            b'<figures xmlns="urn:vonnis:meanings" language="nl">&a;<!-- a --><figure><name>&a;</name></figure>'
            b"</figures>",
            id="an entity",
        ),
    ],
)
def test_meanings_that_cannot_be_read_tell_nothing(kept: bytes) -> None:
    assert refreshed(zipped({**parts(draft()), ITEM: kept}, at=AT)).reworded == ()


def test_the_text_of_a_chart_tells_no_number_of_before() -> None:
    text = parts(draft())[PART].decode()
    start = text.index('w:val="vonnis:nl:chart:chart-sentence_class"')
    chart = text[start : text.index("</w:sdt>", start)]
    old = chart.replace("Grafiek. ", "Grafiek van 77 klanten. ")
    assert old.count("77") == 2
    done = refreshed(edited((chart, old)))
    assert done.changed == ("chart-sentence_class: the chart was drawn anew",)
    assert "77 klanten" not in parts(done.data)[PART].decode()


def test_a_chart_of_another_shape_keeps_its_width_alone() -> None:
    found = parts(draft())
    text = found[PART].decode()
    start = text.index('w:val="vonnis:nl:chart:chart-sentence_class"')
    size = text[text.index("<wp:extent", start) : text.index("/>", text.index("<wp:extent", start))]
    width, height = (int(number) for number in size.split('"')[1::2])
    small = f'<wp:extent cx="{width // 2}" cy="{height}"'
    data = edited((text[start:], text[start:].replace(size, small, 1)))
    done = refreshed(zipped({**parts(data), "word/media/chart-sentence_class.png": b"old"}, at=AT))
    after = parts(done.data)[PART].decode()
    assert f'<wp:extent cx="{width // 2}" cy="{round(width // 2 * height / width)}"' in after


def test_the_title_of_a_table_follows_its_numbers() -> None:
    done = refreshed(edited(('w:tblCaption w:val="Opgelegde straf', 'w:tblCaption w:val="Vroeger: opgelegde straf')))
    assert done.changed == ("table-sentence_class: the table was set anew",)
    assert "Vroeger" not in parts(done.data)[PART].decode()


def test_a_number_that_stands_for_something_else_is_told_once() -> None:
    counted = ("<detail>veroordeelde klanten", "<detail>wie eerder telde")
    old = edited((ONE_DAY, ONE_DAY.replace("één dag", "Twee dagen")), counted, part=ITEM)
    done = refreshed(old)
    assert (done.changed, done.stale) == ((), ())
    assert len(done.reworded) == 2
    assert any(line.startswith("one_day_share is “één dag") and "was “Twee dagen" in line for line in done.reworded)
    assert any(line.startswith("clients is explained as “veroordeelde klanten") for line in done.reworded)
    again = refreshed(done.data)
    assert again.reworded == ()


NOTED = " Zonder geldig antwoord: niet vermeld …."
"""What is added to a definition where answers are missing."""


def of_missing(id_: str, before: str, now: str) -> str:
    return f"{id_}: answers are missing otherwise than when the draft was made ({before} became {now})"


def test_a_first_missing_answer_is_told_as_what_it_is() -> None:
    plain = "definitie van one_day_share"
    now = document("nl")
    old = edited((f"<detail>{plain}", f"<detail>{plain}{NOTED}"), part=ITEM)
    done = refreshed(old)
    assert meanings(now)["one_day_share"].detail == plain
    assert (done.reworded, done.lacking) == ((), (of_missing("one_day_share", "“niet vermeld …”", "none"),))
    assert refreshed(done.data).lacking == ()


@pytest.mark.parametrize(
    ("counted", "reworded", "lacking"),
    [
        pytest.param("Clients. Without a valid answer: unclear …. Source: x.", 0, 1, id="of a table"),
        pytest.param("Clients. Without a valid answer: none. Source: x.", 0, 0, id="nothing"),
        pytest.param("Others. Without a valid answer: unclear …. Source: x.", 1, 0, id="counted otherwise too"),
        pytest.param("Clients. Source: x.", 0, 0, id="nothing is said"),
    ],
)
def test_other_words_and_other_missing_answers_are_told_apart(counted: str, reworded: int, lacking: int) -> None:
    old = {"t": Meaning("T", "Clients. Without a valid answer: none. Source: x.")}
    found = changed_meanings(["t"], before=old, now={"t": Meaning("T", counted)})
    assert (len(found.reworded), len(found.lacking)) == (reworded, lacking)


def test_meanings_are_those_of_the_language_of_the_draft() -> None:
    first = parts(draft())[PART].decode().split('w:val="vonnis:nl:value:', 1)[1].split('"', 1)[0]
    done = refreshed(edited((f"vonnis:nl:value:{first}", "vonnis:en:value:girls_share")))
    assert done.reworded == ()
    assert parts(done.data)[ITEM] == parts(draft())[ITEM]


def test_a_cell_in_the_text_stands_for_what_its_table_does() -> None:
    counted = '<figure id="sentence_class"><name>'
    cell = ('vonnis:nl:value:clients"', 'vonnis:nl:value:sentence_class.total"')
    old = zipped({**parts(edited(cell)), ITEM: parts(edited((counted, f"{counted}Vroeger: "), part=ITEM))[ITEM]}, at=AT)
    assert refreshed(old).reworded == ()
    without = parts(old)[PART].decode().replace("vonnis:nl:table:table-sentence_class", "somebody else")
    (line,) = refreshed(zipped({**parts(old), PART: without.encode()}, at=AT)).reworded
    assert line.startswith("sentence_class is “")
    assert "was “Vroeger: " in line


def test_a_draft_that_was_begun_elsewhere_tells_no_meanings() -> None:
    without = {name: data for name, data in parts(draft()).items() if name != ITEM}
    assert refreshed(zipped(without, at=AT)).reworded == ()
