"""Read papers: from a harvested folder, from files of one's own, and the same paper from two services as one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

import msgspec

from vonnis.errors import NotAJudgmentError, UnreadableError
from vonnis.judgment.canonical import canonical
from vonnis.judgment.readers.plain import decode
from vonnis.judgment.readers.sniff import form_of
from vonnis.judgment.readers.xml import parse_xml
from vonnis.judgment.reading import reader_of
from vonnis.papers.head import Head, read_head
from vonnis.papers.identity import answer_id, paper_id
from vonnis.papers.paper import Paper
from vonnis.papers.readers import official
from vonnis.papers.readers.house import read_record
from vonnis.sources.answers import local_name
from vonnis.sources.document import Document
from vonnis.sources.officielebekendmakingen import ROOTS, OfficieleBekendmakingen
from vonnis.sources.tweede_kamer import TweedeKamerDocuments

_RECORD = re.compile(rb"\s*\{")
_NUMBER_IN_NAME = re.compile(r"(?:kst-)?(\d{5}(?:-[IVXLC]+)?)-(\d+)")


def read_paper(document: Document, *, listed: dt.date | None = None, service: str | None = None) -> Paper:
    """Return the paper in a document: XML of an official publication, a record of the House, PDF, Word, HTML or text.

    Args:
        document: the bytes, with id and place.
        listed: the day that the index of a service gives, for a paper that does not state its own.
        service: the service that it was harvested from; None for a file of the user's own.

    Raises:
        UnreadableError: it holds no paper; the message says why.
    """
    if _RECORD.match(document.data[:64]):
        paper = read_record(document.data, document.origin, service=service or TweedeKamerDocuments.name)
    elif form_of(document.data, document.origin) == "xml":
        paper = _official(document, service or OfficieleBekendmakingen.name)
    else:
        paper = _own(document)
    return paper if paper.date or listed is None else msgspec.structs.replace(paper, date=listed)


def _official(document: Document, service: str) -> Paper:
    root = parse_xml(document.data, document.origin)
    if local_name(root) not in ROOTS:
        message = (
            f"{document.origin} is XML of another kind (its root element is <{local_name(root)}>); papers are XML of "
            "the official publications"
        )
        raise NotAJudgmentError(message)
    text = official.compose(root)
    stated, head = official.stated_in(root), read_head(text)
    dossiers = stated.dossiers or ((head.dossier,) if head.dossier else ())
    number = stated.number or head.number
    title = official.dossier_title_in(root, text)
    return Paper(
        id=stated.id or _id_of(head, dossiers[0] if dossiers else None, number) or document.id,
        origin=service,
        text=text,
        title=stated.title or head.title,
        date=head.date or stated.date,
        held=head.held,
        dossiers=dossiers,
        number=number,
        session=stated.session or head.session,
        chamber="ek" if number and number.isalpha() else "tk",
        stated_kind=stated.kind or head.kind,
        actors=head.actors,
        evidence=head.evidence | ({"dossier_title": title} if title else {}),
    )


def _own(document: Document) -> Paper:
    """Return a file of the user's own; its head says what paper it is, and where it does not, its name does."""
    text = _words(document)
    if not text:
        message = f"{document.origin} holds no words; save the paper again"
        raise UnreadableError(message)
    head = read_head(text)
    named = _NUMBER_IN_NAME.fullmatch(PurePath(document.id).name)
    dossier = head.dossier or (named[1] if named else None)
    number = head.number if head.dossier else (named[2] if named else head.number)
    return Paper(
        id=_id_of(head, dossier, number) or document.id,
        origin=document.origin,
        text=text,
        title=head.title or text.partition("\n")[0][:200],
        date=head.date,
        held=head.held,
        dossiers=(dossier,) if dossier else (),
        number=number if dossier else None,
        session=head.session,
        chamber="ek" if number and number.isalpha() else "tk",
        stated_kind=head.kind,
        actors=head.actors,
        evidence=head.evidence,
    )


def _words(document: Document) -> str:
    """Return the text of a file; the lines of a plain one stay, since heads and signers of papers are short lines."""
    form = form_of(document.data, document.origin)
    if form == "plain":
        return canonical(decode(document.data, document.origin))
    return reader_of(form)(document.data, document.origin).text


def _id_of(head: Head, dossier: str | None, number: str | None) -> str | None:
    if head.annex:
        return answer_id(head.session, head.number) if head.session and head.number else None
    return paper_id(dossier, number) if dossier and number else None


def merged(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return each paper once, by its id, with what the services know about it put together, in the order of the ids.

    The text of the official publication goes before that of a file of one's own; signers and decisions are those of
    the House where it knows them.
    """
    found: dict[str, list[Paper]] = {}
    for paper in papers:
        found.setdefault(paper.id, []).append(paper)
    return tuple(_one(found[id_]) for id_ in sorted(found))


def _one(same: Sequence[Paper]) -> Paper:
    if len(same) == 1:
        return same[0]
    ranked = sorted(same, key=_rank)
    base = next((paper for paper in ranked if paper.text), ranked[0])
    facts = [paper for paper in ranked if not paper.text or paper.decisions]
    return msgspec.structs.replace(
        base,
        title=base.title or next((paper.title for paper in ranked if paper.title), ""),
        date=base.date or next((paper.date for paper in ranked if paper.date), None),
        held=base.held or next((paper.held for paper in ranked if paper.held), None),
        stated_kind=next((paper.stated_kind for paper in facts if paper.stated_kind), base.stated_kind),
        actors=next((paper.actors for paper in facts if paper.actors), base.actors),
        decisions=next((paper.decisions for paper in ranked if paper.decisions), ()),
        dossiers=tuple(dict.fromkeys(dossier for paper in ranked for dossier in paper.dossiers)),
        also=tuple(dict.fromkeys(other for paper in ranked for other in paper.also)),
    )


def _rank(paper: Paper) -> tuple[int, str]:
    order = (OfficieleBekendmakingen.name, TweedeKamerDocuments.name)
    return (order.index(paper.origin) if paper.origin in order else len(order), paper.origin)
