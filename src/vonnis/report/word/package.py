"""The parts of a Word document, put together into one file; the same document gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from vonnis.report.document import Document, Picture
from vonnis.report.paper.typesetting import drawn, font_folder
from vonnis.report.tokens import tokens
from vonnis.report.word.body import WIDE_MM, Body, Drawn, field, paragraph, run
from vonnis.report.word.meanings import ITEM, NAMESPACE, meanings_part
from vonnis.report.words import words

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {
    "document": "document.main",
    "fontTable": "fontTable",
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "footnotes": "footnotes",
    "header": "header",
    "footer": "footer",
}
_LOCALES = {"nl": "nl-NL", "en": "en-GB"}
_PIXELS = 680.0
_SCALE = 2.0
_EARLIEST = 1980


def docx(made: Document) -> bytes:
    """Return a document as a Word file."""
    pictures = [block for block in made.blocks() if isinstance(block, Picture)]
    images = {f"word/media/{block.id}.png": png_of(block.wide) for block in pictures}
    places = {block.id: Drawn(f"image{number}", *size_of(block.wide)) for number, block in enumerate(pictures, start=1)}
    body = Body(made, places)
    content = body.whole()
    files_ = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _root_relations(),
        "docProps/core.xml": _core(made),
        "docProps/app.xml": _app(made),
        "word/document.xml": _document(content),
        "word/_rels/document.xml.rels": _relations(places, body.links),
        "word/_rels/footnotes.xml.rels": _relations({}, body.links, parts=False),
        "word/styles.xml": _styled("styles.xml", made),
        "word/numbering.xml": _styled("numbering.xml", made),
        "word/theme.xml": _styled("theme.xml", made),
        "word/fontTable.xml": _styled("fontTable.xml", made),
        "word/settings.xml": _settings(),
        "word/footnotes.xml": _footnotes(body.footnotes),
        "word/header.xml": _header(made),
        "word/footer.xml": _footer(made),
        ITEM: HEAD + meanings_part(made),
        **_item_properties(),
    }
    return zipped({**{name: text.encode() for name, text in files_.items()}, **images}, at=made.at)


def zipped(parts: Mapping[str, bytes], *, at: dt.datetime) -> bytes:
    """Return parts as a zip file whose entries all carry one time."""
    moment = (max(at.year, _EARLIEST), at.month, at.day, at.hour, at.minute, at.second)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            package.writestr(entry, data)
    return stream.getvalue()


@cache
def png_of(svg: str) -> bytes:
    """Return a drawing as a picture of twice its pixels, in the font that the program brings with it."""
    import vl_convert

    vl_convert.register_font_directory(str(font_folder()))
    data: bytes = vl_convert.svg_to_png(drawn(svg)[0], scale=_SCALE)
    return data


def size_of(svg: str) -> tuple[float, float]:
    """Return the width and height of a drawing on paper, in millimetres."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    width, height = (float(found[1]), float(found[2])) if found else (_PIXELS, _PIXELS)
    shown = WIDE_MM * min(width / _PIXELS, 1)
    return shown, shown * height / width


def _document(content: str) -> str:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header"/>'
        '<w:footerReference w:type="default" r:id="footer"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1360" w:right="1418" w:bottom="1247" w:left="1418" '
        'w:header="680" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    return f"{HEAD}<w:document {NAMESPACES}><w:body>{content}{section}</w:body></w:document>"


def _styled(name: str, made: Document) -> str:
    """Return a part of the template with the colours of the tokens and the language of the document."""
    text = files("vonnis.report").joinpath("word", name).read_text(encoding="utf-8")
    known = {key: value.lstrip("#") for key, value in tokens().light.items()} | {"language": _LOCALES[made.language]}
    return re.sub(r"@(\w+)@", lambda found: known[found[1]], text)


def _footnotes(notes: list[str]) -> str:
    marks = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote>"
    )
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    own = "".join(
        f'<w:footnote w:id="{number}">{paragraph(mark + run(" ") + note, "FootnoteText")}</w:footnote>'
        for number, note in enumerate(notes, start=1)
    )
    return f"{HEAD}<w:footnotes {NAMESPACES}>{marks}{own}</w:footnotes>"


def _header(made: Document) -> str:
    marks = "  ".join(filter(None, (made.mark, made.watermark)))
    boxed = '<w:b/><w:color w:val="auto"/><w:spacing w:val="20"/>'
    boxed += '<w:bdr w:val="single" w:sz="6" w:space="0" w:color="auto"/>'
    left = run(f" {marks} ", boxed) if marks else ""
    title = f"{left}<w:r><w:tab/></w:r>{run(made.front.title)}"
    return f"{HEAD}<w:hdr {NAMESPACES}>{paragraph(title, 'Header')}</w:hdr>"


def _footer(made: Document) -> str:
    text = words(made.language)["page_of"]
    before, _, rest = text.partition("{page}")
    between, _, after = rest.partition("{pages}")
    content = run(before) + field(" PAGE ", "1") + run(between) + field(" NUMPAGES ", "1") + run(after)
    return f"{HEAD}<w:ftr {NAMESPACES}>{paragraph(content, 'Footer')}</w:ftr>"


def _settings() -> str:
    compatible = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat>'
    )
    notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    return (
        f'{HEAD}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>{notes}{compatible}'
        "</w:settings>"
    )


def _core(made: Document) -> str:
    moment = f"{made.at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    title = f"{made.mark}: {made.front.title}" if made.mark else made.front.title
    facts = (
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(made.front.author)}</dc:creator>"
        f"<dc:language>{_LOCALES[made.language]}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{facts}</cp:coreProperties>'
    )


def _app(made: Document) -> str:
    return (
        f'{HEAD}<Properties xmlns="{_OFFICE}/extended-properties"><Application>{escape(made.generator)}</Application>'
        "</Properties>"
    )


def _content_types() -> str:
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{type_}+xml"/>' for name, type_ in _PARTS.items()
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'{parts}<Override PartName="/customXml/itemProps1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>'
        '<Override PartName="/word/theme.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _item_properties() -> dict[str, str]:
    """Return the parts by which Word knows the data of the file again."""
    folder, name = ITEM.split("/")
    target = name.replace("item", "itemProps")
    relation = f'<Relationship Id="properties" Type="{_OFFICE}/relationships/customXmlProps" Target="{target}"/>'
    relations = f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>'
    return {
        f"{folder}/{target}": (
            f'{HEAD}<ds:datastoreItem xmlns:ds="{_OFFICE}/customXml" '
            f'ds:itemID="{{{str(uuid5(NAMESPACE_URL, NAMESPACE)).upper()}}}"><ds:schemaRefs/></ds:datastoreItem>'
        ),
        f"{folder}/_rels/{name}.rels": relations,
    }


def _root_relations() -> str:
    return (
        f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="document" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="core" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="app" Type="{_OFFICE}/relationships/extended-properties" Target="docProps/app.xml"/>'
        "</Relationships>"
    )


def _relations(places: Mapping[str, Drawn], links: Mapping[str, str], *, parts: bool = True) -> str:
    names = [*(name for name in _PARTS if name != "document"), "theme"] if parts else []
    found = [f'<Relationship Id="{name}" Type="{_OFFICE}/relationships/{name}" Target="{name}.xml"/>' for name in names]
    if parts:
        found.append(f'<Relationship Id="meanings" Type="{_OFFICE}/relationships/customXml" Target="../{ITEM}"/>')
    found += [
        f'<Relationship Id="{place.relation}" Type="{_OFFICE}/relationships/image" Target="media/{id_}.png"/>'
        for id_, place in places.items()
    ]
    found += [
        f'<Relationship Id="{id_}" Type="{_OFFICE}/relationships/hyperlink" Target="{escape(address)}" '
        'TargetMode="External"/>'
        for address, id_ in links.items()
    ]
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(found)}</Relationships>'
