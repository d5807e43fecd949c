"""Papers are read from every form with their numbers, days and signers, and one paper of two services is one."""

from __future__ import annotations

import datetime as dt
import io
import json

import docx
import pytest

from vonnis.errors import NotAJudgmentError, UnreadableError
from vonnis.judgment.span import Span
from vonnis.papers.finding import find
from vonnis.papers.head import read_head
from vonnis.papers.identity import dossier_of, published_id, session_of
from vonnis.papers.kinds import kind_of
from vonnis.papers.lexicon import shipped_lexicon
from vonnis.papers.paper import Actor, HouseDecision, Paper
from vonnis.papers.reading import merged, read_paper
from vonnis.sources.document import Document

XML = """<?xml version="1.0" encoding="utf-8"?>
<officiele-publicatie><metadata><meta name="DC.identifier" content="kst-99001-233"/>
<meta name="DCTERMS.issued" content="2023-10-20"/></metadata>
<kamerstuk><kamerstukkop><tekstregel inhoud="kamer">Tweede Kamer der Staten-Generaal</tekstregel>
<tekstregel inhoud="vergaderjaar">Vergaderjaar 2023-2024</tekstregel></kamerstukkop>
<dossier><dossiernummer><dossiernr>99 001</dossiernr></dossiernummer><titel>Verzonnen dossier</titel></dossier>
<stuk><stuknr><ondernummer kamer="2">233</ondernummer></stuknr>
<titel>BRIEF VAN DE STAATSSECRETARIS VAN VERZONNEN ZAKEN</titel>
<algemeen><vrije-tekst><tekst><al>Aan de Voorzitter van de Tweede Kamer der Staten-Generaal</al>
<al>Den Haag, 18 oktober 2023</al>
<al>Hierbij stuur ik u het <nadruk type="cur">actieplan</nadruk> Samen<noot id="n1"><noot.nr>1</noot.nr>
<noot.al>Kamerstuk 99 001, nr. 217.</noot.al></noot> en een reactie.</al>
<lijst><li><li.nr>1.</li.nr><al>eerste punt</al></li></lijst>
<tabel><tgroup><tbody><row><entry><al>jaar</al></entry><entry><al>bedrag</al></entry></row></tbody></tgroup></tabel>
</tekst><ondertekening><functie>De Staatssecretaris van Verzonnen Zaken,</functie>
<naam><voornaam>E.</voornaam> <achternaam>van der Linde</achternaam></naam></ondertekening>
</vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>"""

MOTION = """Tweede Kamer der Staten-Generaal
Vergaderjaar 2023–2024
99 001 Verzonnen dossier
Nr. 246 GEWIJZIGDE MOTIE VAN HET LID DE WIT-JANSMA C.S.
Voorgesteld 21 december 2023
De Kamer,
gehoord de beraadslaging,
verzoekt de regering iets te doen,
en gaat over tot de orde van de dag.
De Wit-Jansma
Van 't Hek
Oosterveld
"""


def document(text: str, id_: str = "x") -> Document:
    return Document(id=id_, origin=f"{id_}.txt", data=text.encode())


def decision(words: str, **more: object) -> dict[str, object]:
    meeting = {"Activiteit": {"Datum": "2023-12-22T00:00:00+01:00"}}
    return {"BesluitTekst": words, "GewijzigdOp": "2024-02-01T00:00:00Z", "Agendapunt": meeting} | more


def record(**more: object) -> bytes:
    row = {
        "DocumentNummer": "2023D51633", "Datum": "2023-12-21T00:00:00+01:00", "Soort": "Motie", "Onderwerp": "Iets",
        "Vergaderjaar": "2023-2024", "Volgnummer": 246, "Verwijderd": False,
        "Kamerstukdossier": [{"Nummer": 99001, "Toevoeging": None}],
        "DocumentActor": [
            {"ActorNaam": "A. de Wit-Jansma", "ActorFractie": "ABC", "Relatie": "Eerste ondertekenaar"},
            {"ActorNaam": "B. Oosterveld", "ActorFractie": "DEF", "Functie": None, "Relatie": "Mede ondertekenaar"},
        ],
        "Zaak": [{"Nummer": "2023Z99999", "Besluit": [decision("Aangenomen.")]}],
    }  # fmt: skip
    return json.dumps({"value": [row | more]}).encode()


HEADS = {
    "a number without Nr.": (),
    "Nr. before the number": ((">233<", ">Nr. 233<"),),
    "no number": (('<stuknr><ondernummer kamer="2">233</ondernummer></stuknr>', ""),),
    "no dossier number": (("<dossiernummer><dossiernr>99 001</dossiernr></dossiernummer>", ""),),
    "no session": (('<tekstregel inhoud="vergaderjaar">Vergaderjaar 2023-2024</tekstregel>', ""),),
}


@pytest.mark.parametrize("head", HEADS)
def test_the_title_of_a_dossier_is_not_what_a_paper_says(head: str) -> None:
    xml = XML.replace("Verzonnen dossier", "Klanten van minderjarige prostituees")
    for old, new in HEADS[head]:
        assert old in xml
        xml = xml.replace(old, new)
    about = [
        find(read_paper(Document(id="kst-99001-233", origin="x.xml", data=text.encode())), shipped_lexicon()).about(
            "clients"
        )
        for text in (xml, xml.replace("een reactie", "een reactie over klanten van minderjarige prostituees"))
    ]
    assert [len(found) for found in about] == [0, 1]


def test_an_official_publication_is_read_whole() -> None:
    paper = read_paper(Document(id="kst-99001-233", origin="x.xml", data=XML.encode()))
    assert (paper.id, paper.number, paper.dossiers, paper.session) == ("99001-233", "233", ("99001",), "2023-2024")
    assert (paper.date, kind_of(paper).kind) == (dt.date(2023, 10, 18), "plan")
    assert paper.actors == (Actor(name="van der Linde", office="Staatssecretaris van Verzonnen Zaken", first=True),)
    lines = paper.text.split("\n")
    assert "Hierbij stuur ik u het actieplan Samen en een reactie." in lines
    assert "1. eerste punt" in lines
    assert "jaar | bedrag" in lines


def test_a_footnote_follows_its_paragraph() -> None:
    lines = read_paper(Document(id="k", origin="x.xml", data=XML.encode())).text.split("\n")
    assert (
        lines[lines.index("Hierbij stuur ik u het actieplan Samen en een reactie.") + 1]
        == "1 Kamerstuk 99 001, nr. 217."
    )


def test_the_head_of_a_motion_is_read_with_its_passages() -> None:
    head = read_head(MOTION)
    assert (head.dossier, head.number, head.session, head.date) == ("99001", "246", "2023-2024", dt.date(2023, 12, 21))
    assert [actor.name for actor in head.actors] == ["De Wit-Jansma", "Van 't Hek", "Oosterveld"]
    for span in head.evidence.values():
        assert isinstance(span.check(MOTION), Span)


def test_a_record_of_the_house_tells_who_signed_and_what_was_decided() -> None:
    paper = read_paper(Document(id="2023D51633", origin="x.json", data=record()))
    assert (paper.id, paper.also) == ("99001-246", ("2023D51633", "2023Z99999"))
    assert [actor.party for actor in paper.actors] == ["ABC", "DEF"]
    assert paper.decisions == (HouseDecision(date=dt.date(2023, 12, 22), outcome="adopted", words="Aangenomen."),)


def test_a_decision_whose_meeting_is_not_known_has_no_day() -> None:
    case = {"Nummer": "2023Z99999", "Besluit": [decision("Aangenomen.", Agendapunt=None)]}
    paper = read_paper(Document(id="x", origin="x.json", data=record(Zaak=[case])))
    assert [one.date for one in paper.decisions] == [None]


def test_what_the_house_deleted_is_not_read() -> None:
    gone = {"Verwijderd": True}
    case = {"Nummer": "2023Z99999", "Besluit": [decision("Verworpen.", **gone), decision("Aangenomen.")]}
    other = {"Nummer": "2023Z1", "Besluit": [decision("Ingetrokken.")]} | gone
    actors = [{"ActorNaam": "A. Jansma"} | gone, {"ActorNaam": "B. Oosterveld"}]
    data = record(Zaak=[case, other], DocumentActor=actors)
    paper = read_paper(Document(id="x", origin="x.json", data=data))
    assert ([one.outcome for one in paper.decisions], [one.name for one in paper.actors]) == (
        ["adopted"], ["B. Oosterveld"],
    )  # fmt: skip
    assert "2023Z1" not in paper.also


def test_a_paper_outside_a_dossier_keeps_its_own_number() -> None:
    paper = read_paper(Document(id="x", origin="x.json", data=record(Kamerstukdossier=[], Volgnummer=-1)))
    assert (paper.id, paper.number) == ("2023D51633", None)


def test_a_recorded_commitment_is_read() -> None:
    row = {
        "Nummer": "TZ202306-123", "Tekst": "De minister zegt toe te berichten.",
        "Aanmaakdatum": "2023-06-01T09:00:00+02:00", "GewijzigdOp": "2023-07-03T09:00:00Z",
        "DatumNakoming": "2023-12-31", "Status": "Openstaand", "Achternaam": "Linde", "Functie": "Minister",
    }  # fmt: skip
    paper = read_paper(Document(id="TZ", origin="x.json", data=json.dumps({"value": [row]}).encode()))
    assert (paper.date, paper.changed) == (dt.date(2023, 6, 1), dt.date(2023, 7, 3))
    assert (paper.id, paper.due, paper.done, kind_of(paper).kind) == (
        "TZ202306-123", dt.date(2023, 12, 31), False, "commitment",
    )  # fmt: skip


def test_the_same_paper_of_two_services_is_one() -> None:
    one = read_paper(Document(id="a", origin="a.json", data=record()), service="tweede-kamer")
    other = read_paper(document(MOTION))
    (paper,) = merged([one, other])
    assert paper.text == other.text
    assert paper.decisions == one.decisions
    assert paper.actors == one.actors
    assert paper.also == one.also


@pytest.mark.parametrize("form", ["txt", "docx", "html"])
def test_own_files_are_read_in_every_form(form: str) -> None:
    if form == "docx":
        made = docx.Document()
        for line in MOTION.splitlines():
            made.add_paragraph(line)
        stream = io.BytesIO()
        made.save(stream)
        data = stream.getvalue()
    else:
        body = "".join(f"<p>{line}</p>" for line in MOTION.splitlines())
        data = f"<html><body>{body}</body></html>".encode() if form == "html" else MOTION.encode()
    paper = read_paper(Document(id="motie", origin=f"motie.{form}", data=data))
    assert (paper.id, kind_of(paper).kind) == ("99001-246", "motion")
    assert [actor.name for actor in paper.actors] == ["De Wit-Jansma", "Van 't Hek", "Oosterveld"]


def test_a_file_is_known_by_its_name_where_its_head_says_nothing() -> None:
    paper = read_paper(document("Enkele woorden over beleid.\n", "kst-99001-300"))
    assert (paper.id, paper.dossiers) == ("99001-300", ("99001",))


def test_the_day_of_the_index_serves_where_a_paper_states_none() -> None:
    assert read_paper(document("Woorden."), listed=dt.date(2023, 1, 2)).date == dt.date(2023, 1, 2)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"<onbekend><al>x</al></onbekend>", NotAJudgmentError),
        (b"<officiele-publicatie><al>x", UnreadableError),
        (b'{"value": []}', UnreadableError),
        (b'{"value": ', UnreadableError),
        (b"\x89PNG....", NotAJudgmentError),
    ],
)
def test_what_is_no_paper_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"x\.bin"):
        read_paper(Document(id="x", origin="x.bin", data=data))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("MOTIE VAN HET LID JANSMA", "motion"),
        ("NADER GEWIJZIGDE MOTIE VAN HET LID JANSMA", "motion"),
        ("Brief regering", "letter"),
        ("Antwoord schriftelijke vragen", "answer"),
        ("LIJST VAN VRAGEN EN ANTWOORDEN", "answer"),
        ("Schriftelijke vragen", "question"),
        ("VERSLAG VAN EEN COMMISSIEDEBAT", "minutes"),
        ("AMENDEMENT VAN HET LID JANSMA", "amendment"),
        ("Toezegging", "commitment"),
        ("Iets anders", "other"),
    ],
)
def test_the_kind_is_told_by_what_its_publisher_calls_it(head: str, kind: str) -> None:
    assert kind_of(Paper(id="x", origin="own", stated_kind=head)).kind == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Actieplan Samen tegen een misstand", "plan"),
        ("Aanbieding programma Samen", "plan"),
        ("Voortgang actieplan Samen", "letter"),
        ("Reactie op het actieplan van een ander", "letter"),
    ],
)
def test_a_letter_that_sets_out_policy_is_a_plan(title: str, kind: str) -> None:
    assert kind_of(Paper(id="x", origin="own", stated_kind="Brief regering", title=title)).kind == kind


@pytest.mark.parametrize(
    ("written", "session"),
    [("2023–2024", "2023-2024"), ("2023/24", "2023-2024"), ("1999/00", "1999-2000"), ("2023-2025", None)],
)
def test_session_years_have_one_form(written: str, session: str | None) -> None:
    assert session_of(written) == session


def test_numbers_have_one_form() -> None:
    assert dossier_of("36 200", "vi") == "36200-VI"
    assert published_id("kst-36222-(R2178)-3") == "36222-3"
    assert published_id("kst-99001-233-h1") == "99001-233"
    assert published_id("ah-tk-20242025-680") == "ah-tk-20242025-680"
