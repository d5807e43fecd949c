"""The forms of Rechtspraak XML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.judgment.readers.envelopes import RS, envelope
from vonnis.judgment.readers.rechtspraak import compose
from vonnis.judgment.readers.xml import parse_xml
from vonnis.judgment.section import Heading

FORMS = {
    "paragraphs": ("<para>Een.</para><para>Twee.</para>", "Een.\nTwee."),
    "an empty paragraph is a blank line": ("<para>Een.</para><para/><para> </para><para>Twee.</para>", "Een.\n\nTwee."),
    "a block of paragraphs stands apart": (
        "<para>A</para><parablock><para>B</para><para>C</para></parablock>",
        "A\n\nB\nC",
    ),
    "printed over several lines": ("<para>\n  Een\n  twee\n</para>", "Een twee"),
    "emphasis": ("<para>Een <emphasis role='bold'>vet</emphasis>te letter</para>", "Een vette letter"),
    "nested emphasis": ("<para><emphasis>a<emphasis>b</emphasis>c</emphasis>d</para>", "abcd"),
    "line break": ("<para>Een<?linebreak?>twee</para>", "Een\ntwee"),
    "other instructions are no words": ("<para>Een<?iets anders?> twee</para>", "Een twee"),
    "instructions between blocks are no words": ("<?a b?><table><row><?a b?><entry>x</entry></row></table>", "x"),
    "comments are no words": ("<para>Een<!-- niet --> twee</para>", "Een twee"),
    "entities of XML": ("<para>A &amp; B &#233;&#xA0;&lt;c&gt;</para>", "A & B é <c>"),
    "numbered paragraph": ("<paragroup><nr>2.1</nr><para>Een.</para><para>Twee.</para></paragroup>", "2.1 Een.\nTwee."),
    "numbered block": ("<paragroup><nr>2.1</nr><parablock><para>Een.</para></parablock></paragroup>", "2.1 Een."),
    "a number within a number": (
        "<paragroup><nr>3</nr><paragroup><nr>3.1</nr><para>Een.</para></paragroup></paragroup>",
        "3\n3.1 Een.",
    ),
    "a number waits for words": ("<paragroup><nr>4</nr><para/><para>Een.</para></paragroup>", "4 Een."),
    "a number without words": ("<paragroup><nr>5</nr></paragroup><para>Een.</para>", "5\nEen."),
    "list": (
        "<itemizedlist><listitem><para>a</para></listitem><listitem><para>b</para></listitem></itemizedlist>",
        "a\nb",
    ),
    "numbered list item": ("<orderedlist><listitem><nr>1.</nr><para>a</para></listitem></orderedlist>", "1. a"),
    "footnote in a paragraph": (
        "<para>Een<footnote><para>Noot.</para></footnote> zin.</para><para>Twee.</para>",
        "Een zin.\nNoot.\nTwee.",
    ),
    "footnote after the body": (
        "<para>Een<footnote-ref linkend='n'/> zin.</para><footnote id='n' label='1'><para>Noot.</para></footnote>",
        "Een zin.\n\nNoot.",
    ),
    "superscript": ("<para>10 m<superscript>2</superscript></para>", "10 m2"),
    "link": ("<para>zie <link>ECLI</link>.</para>", "zie ECLI."),
    "picture": (
        "<mediaobject><alt>Een kaart</alt><imageobject><imagedata fileref='x'/></imageobject></mediaobject>",
        "Een kaart",
    ),
    "picture in a paragraph": (
        "<para>a <inlinemediaobject><alt>kaart</alt></inlinemediaobject> b</para>",
        "a\nkaart\nb",
    ),
    "words outside paragraphs": ("Los <para>Een.</para> einde", "Los\nEen.\neinde"),
    "an element that the schema does not know": ("<nieuw>Een</nieuw><para>a <nieuw>b</nieuw> c</para>", "Een\na b c"),
    "parts of the signature": ("<ondertekening><para>w.g.</para></ondertekening>", "w.g."),
    "simple parts of the head": (
        "<uitspraak.info><plaats>Ficta</plaats><zaaknr>1</zaaknr></uitspraak.info>",
        "Ficta\n\n1",
    ),
}


def text_of(body: str) -> str:
    return compose(parse_xml(envelope(body), "x.xml"))[0]


@pytest.mark.parametrize(("body", "expected"), FORMS.values(), ids=FORMS)
def test_form(body: str, expected: str) -> None:
    assert text_of(body) == expected


TABLE = """<informaltable><tgroup cols="2"><colspec colname="1"/>
  <thead><row><entry><para>Feit</para></entry><entry><para>Straf</para></entry></row></thead>
  <tbody><row><entry><para>1</para></entry><entry/></row>
  <row><entry><para>a</para><para>b</para></entry><entry><bridgehead>c</bridgehead></entry></row></tbody>
</tgroup></informaltable>"""


def test_table_rows_are_lines() -> None:
    assert text_of(TABLE) == "Feit | Straf\n1\na\nb\nc"


def test_a_table_in_a_table() -> None:
    inner = "<informaltable><tgroup><tbody><row><entry>x</entry><entry>y</entry></row></tbody></tgroup></informaltable>"
    outer = f"<row><entry>{inner}</entry><entry>z</entry></row>"
    assert text_of(f"<table><tgroup><tbody>{outer}</tbody></tgroup></table>") == "x | y | z"


HEADINGS = {
    "title with number and role": (
        "<section role='beslissing'><title><nr>3</nr>De beslissing</title><para>x</para></section>",
        ("3 De beslissing", "beslissing"),
    ),
    "title without role": ("<section><title>Overig</title><para>x</para></section>", ("Overig", None)),
    "role without title": ("<section role='beslissing'><para>x</para></section>", ("", "beslissing")),
    "bridgehead": ("<bridgehead role='bold'>De <emphasis>eis</emphasis></bridgehead>", ("De eis", None)),
    "title over two lines": ("<section><title>De<?linebreak?>eis</title></section>", ("De eis", None)),
    "numbered bridgehead": ("<paragroup><nr>4</nr><bridgehead>Eis</bridgehead></paragroup>", ("4 Eis", None)),
}


@pytest.mark.parametrize(("body", "expected"), HEADINGS.values(), ids=HEADINGS)
def test_heading(body: str, expected: tuple[str, str | None]) -> None:
    text, headings = compose(parse_xml(envelope(f"<para>Kop.</para>{body}"), "x.xml"))
    assert [(text[heading.start : heading.end], heading.role) for heading in headings[1:]] == [expected]
    assert all(heading.marked for heading in headings)


@pytest.mark.parametrize("kind", ["uitspraak", "conclusie"])
def test_abstract_comes_first_and_the_body_opens_after_it(kind: str) -> None:
    data = envelope("<para>Kop.</para>", abstract="<para>Kort.</para>", kind=kind)
    text, headings = compose(parse_xml(data, "x.xml"))
    assert text == "Kort.\n\nKop."
    assert headings == (
        Heading(0, 0, "inhoudsindicatie", marked=True),
        Heading(7, 7, kind, marked=True),
    )


def test_metadata_only() -> None:
    assert compose(parse_xml(envelope(), "x.xml")) == ("", ())


def test_body_as_the_root() -> None:
    assert compose(parse_xml(f'<uitspraak xmlns="{RS}"><para>Een.</para></uitspraak>'.encode(), "x"))[0] == "Een."


def squeezed(text: str) -> str:
    return re.sub(r"\s|\|", "", text)


WORDS = st.text(st.sampled_from("abé 1."), max_size=8)
INLINE = st.recursive(
    WORDS,
    lambda inner: (
        st.builds(lambda a, b: f"{a}<emphasis>{b}</emphasis>", inner, inner)
        | st.builds(lambda a, b: f"{a}<?linebreak?>{b}", inner, inner)
    ),
    max_leaves=4,
)
BLOCK = st.recursive(
    st.builds("<para>{}</para>".format, INLINE) | st.builds("<bridgehead>{}</bridgehead>".format, INLINE),
    lambda inner: st.builds(
        "<{0}>{1}{2}</{0}>".format,
        st.sampled_from(
            ["parablock", "paragroup", "section", "listitem", "itemizedlist", "blockquote", "table", "row"]
        ),
        st.sampled_from(["", "<nr>1.1</nr>", "<title>T</title>", "los"]),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=8,
)


@given(st.lists(BLOCK, max_size=4).map("".join))
def test_every_character_of_the_body_comes_once_and_in_order(body: str) -> None:
    root = parse_xml(envelope(body), "x.xml")
    source = "".join(map(str, root[-1].itertext())) if body else ""
    assert squeezed(compose(root)[0]) == squeezed(source)


def test_every_character_of_real_documents_comes_once_and_in_order(judgments: Path) -> None:
    for path in sorted((judgments / "xml").glob("*.xml")):
        root = parse_xml(path.read_bytes(), path.name)
        parts = [part for part in root if etree.QName(part).localname in {"inhoudsindicatie", "uitspraak", "conclusie"}]
        source = "".join(str(piece) for part in parts for piece in part.itertext()).replace("\u00ad", "")
        assert squeezed(compose(root)[0]) == squeezed(source), path.name
