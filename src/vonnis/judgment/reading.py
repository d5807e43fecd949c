"""Read a document as a judgment: tell its form, let the reader of that form make a draft, read its head."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path, PurePath

import msgspec

from vonnis.errors import NotAJudgmentError, UsageError
from vonnis.judgment.head import read_head
from vonnis.judgment.judgment import Judgment, Metadata, TextIs
from vonnis.judgment.readers import atom, rechtspraak
from vonnis.judgment.readers.draft import Draft
from vonnis.judgment.readers.envelope import read_metadata
from vonnis.judgment.readers.sniff import Form, form_of
from vonnis.judgment.readers.xml import parse_xml
from vonnis.judgment.site_block import read_site_block
from vonnis.judgment.steps import in_step
from vonnis.sources.document import Document
from vonnis.sources.listing import read_file

_LEGAL_WORDS = re.compile(
    r"\b(?:rechtbank|gerechtshof|hof|hoge raad|rechter|politierechter|kantonrechter|gerecht|raadkamer"
    r"|college van beroep|raad van state|vonnis|arrest|uitspraak|beschikking|beslissing|dictum|verdachte|veroordeelde?"
    r"|terbeschikkinggestelde"
    r"|officier van justitie|advocaat-generaal|openbaar ministerie|parketnummers?|rolnummer|zaaknummers?"
    r"|terechtzitting|ten ?laste ?gelegd?e?|tenlastelegging|bewezen|veroordeelt|vrijspraak|strafbaar|dagvaarding"
    r"|eiser|gedaagde|verweerder|appellante?|belanghebbende|beroep|conclusie|gevangenisstraf|taakstraf|werkstraf)\b",
    re.IGNORECASE,
)
_FEWEST_LEGAL_WORDS = 2


def read(source: str | os.PathLike[str] | bytes, *, name: str | None = None, text_is: TextIs = "judgment") -> Judgment:
    """Return the judgment in a file, or in bytes that are called ``name`` in messages and whose stem is the id.

    Raises:
        UnreadableError: the file is missing, or holds no one judgment; the message says why.
        UsageError: the document is an index page with several entries, which :func:`read_all` reads.
    """
    if isinstance(source, bytes):
        origin = name or "the document"
        document = Document(id=PurePath(origin).stem, origin=origin, data=source)
    else:
        document = _from_path(Path(source), name)
    judgments = read_all(document, text_is=text_is)
    first = next(judgments, None)
    if first is None:
        message = f"{document.origin} is an index page without entries; it holds no judgment."
        raise NotAJudgmentError(message)
    if next(judgments, None) is not None:
        message = f"{document.origin} holds several entries; read them with vonnis.judgment.reading.read_all."
        raise UsageError(message)
    return first


def read_all(document: Document, *, text_is: TextIs = "judgment") -> Iterator[Judgment]:
    """Yield each judgment in a document: one for most forms, one an entry for an index page.

    Raises:
        UnreadableError: the document holds no judgment that can be read; the message says why.
    """
    yield from in_step([reading(document, text_is=text_is)])[0]


def reading(document: Document, *, text_is: TextIs = "judgment") -> Generator[None, None, list[Judgment]]:
    """Read each judgment in a document step by step, for who has many documents (:mod:`vonnis.judgment.steps`).

    Raises:
        UnreadableError: as :func:`read_all`.
    """
    drafts = yield from _drafting(document, text_is)
    yield
    return [_judgment(_completed(draft, text_is), document, text_is) for draft in drafts]


def _from_path(path: Path, name: str | None) -> Document:
    """Return the file at a path."""
    return Document(id=PurePath(name or path).stem, origin=name or str(path), data=read_file(str(path)))


def _drafting(document: Document, text_is: TextIs) -> Generator[None, None, list[Draft]]:
    """Return what the reader of the document's form makes of it."""
    data, origin = document.data, document.origin
    form = form_of(data, origin)
    if form == "xml":
        return (yield from _drafting_xml(data, origin))
    return [_must_be_judgment(reader_of(form)(data, origin), origin, text_is)]


def reader_of(form: Form) -> Callable[[bytes, str], Draft]:
    """Return the reader for a form, and load it only now, since few batches need all."""
    if form == "html":
        from vonnis.judgment.readers.html import read_html as reader
    elif form == "pdf":
        from vonnis.judgment.readers.pdf import read_pdf as reader
    elif form == "docx":
        from vonnis.judgment.readers.word import read_word as reader
    elif form == "odt":
        from vonnis.judgment.readers.odt import read_odt as reader
    else:
        from vonnis.judgment.readers.plain import read_plain as reader
    return reader


def _drafting_xml(data: bytes, origin: str) -> Generator[None, None, list[Draft]]:
    """Return the drafts in an XML document: Rechtspraak XML or a page of its index."""
    root = parse_xml(data, origin)
    yield
    if root.tag in atom.ROOTS:
        return list(atom.read_atom(root))
    if rechtspraak.local_name(root) not in rechtspraak.ROOTS:
        message = (
            f"{origin} is XML of another kind (its root element is <{rechtspraak.local_name(root)}>); "
            "vonnis reads Rechtspraak XML and Atom index pages."
        )
        raise NotAJudgmentError(message)
    text, headings = rechtspraak.compose(root, data)
    yield
    metadata = read_metadata(root)
    if not text and metadata.ecli is None:
        message = f"{origin} holds neither a text nor the identifier of a judgment."
        raise NotAJudgmentError(message)
    return [Draft(text=text, headings=headings, metadata=metadata)]


def _must_be_judgment(draft: Draft, origin: str, text_is: TextIs) -> Draft:
    """Return a draft that comes from no publisher, if its words are those of a Dutch court at all.

    A dictum or abstract is taken at the caller's word.
    """
    if not draft.text:
        message = f"{origin} holds no words; fetch or save the judgment again."
        raise NotAJudgmentError(message)
    if text_is != "judgment":
        return draft
    found: set[str] = set()
    for word in _LEGAL_WORDS.finditer(draft.text):
        found.add(word.group().lower())
        if len(found) >= _FEWEST_LEGAL_WORDS:
            return draft
    message = (
        f"{origin} is readable, but has none of the words of a Dutch judgment; give a judgment as a court wrote it."
    )
    raise NotAJudgmentError(message)


def _judgment(draft: Draft, document: Document, text_is: TextIs) -> Judgment:
    """Return the judgment that a completed draft becomes."""
    text_is = draft.text_is or text_is
    return Judgment(
        id=draft.id or document.id,
        text=draft.text,
        headings=draft.headings,
        metadata=draft.metadata or Metadata(),
        text_is=text_is,
    )


def _completed(draft: Draft, text_is: TextIs) -> Draft:
    """Return a draft with what its publisher leaves unsaid, as the site's block or the head of the text states it."""
    stated = draft.metadata or Metadata()
    whole = draft.text and (draft.text_is or text_is) == "judgment"
    if not whole or None not in {stated.ecli, stated.court, stated.date}:
        return draft
    block = read_site_block(draft.text)
    if block:
        headings = {heading.start: heading for heading in (*draft.headings, *block.headings)}
        draft = msgspec.structs.replace(draft, headings=tuple(headings[start] for start in sorted(headings)))
        stated = _filled(stated, block.metadata)
    return msgspec.structs.replace(draft, metadata=_filled(stated, read_head(draft.text)))


def _filled(stated: Metadata, found: Metadata) -> Metadata:
    """Return the metadata with each field that is empty filled from what was found, and with its passage."""
    missing = {
        field: value
        for field in stated.__struct_fields__
        if field != "evidence" and not getattr(stated, field) and (value := getattr(found, field))
    }
    evidence = {**stated.evidence, **{field: span for field, span in found.evidence.items() if field in missing}}
    return msgspec.structs.replace(stated, **missing, evidence=evidence)
