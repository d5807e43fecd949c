"""An invented judgment as Rechtspraak XML, in the envelope and with the markup of the open-data service."""

from __future__ import annotations

import datetime as dt
from xml.sax.saxutils import escape

from vonnis.demo.plan import PlannedJudgment
from vonnis.demo.wordings import wordings
from vonnis.demo.writing import Block, compose, written_date

_ENVELOPE = """<?xml version="1.0" encoding="utf-8"?>
<open-rechtspraak>
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ecli="https://e-justice.europa.eu/ecli" \
xmlns:dcterms="http://purl.org/dc/terms/" xmlns:psi="http://psi.rechtspraak.nl/" \
xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">
    <rdf:Description>
      <dcterms:identifier>{ecli}</dcterms:identifier>
      <dcterms:format>text/xml</dcterms:format>
      <dcterms:accessRights>public</dcterms:accessRights>
      <dcterms:modified>{issued}T00:00:00</dcterms:modified>
      <dcterms:issued rdfs:label="Publicatiedatum">{issued}</dcterms:issued>
      <dcterms:publisher>vonnis, FICTIEF / FICTIONAL</dcterms:publisher>
      <dcterms:language>nl</dcterms:language>
      <dcterms:creator rdfs:label="Instantie">{court}</dcterms:creator>
      <dcterms:date rdfs:label="Uitspraakdatum">{date}</dcterms:date>
{numbers}
      <dcterms:type resourceIdentifier="http://psi.rechtspraak.nl/uitspraak">Uitspraak</dcterms:type>
      <psi:procedure rdfs:label="Procedure" \
resourceIdentifier="http://psi.rechtspraak.nl/procedure#{procedure}">{procedure_name}</psi:procedure>
{relation}      <dcterms:coverage>NL</dcterms:coverage>
      <dcterms:subject rdfs:label="Rechtsgebied" \
resourceIdentifier="http://psi.rechtspraak.nl/rechtsgebied#strafrecht">Strafrecht</dcterms:subject>
    </rdf:Description>
    <rdf:Description>
      <dcterms:identifier>{ecli}</dcterms:identifier>
      <dcterms:format>text/html</dcterms:format>
      <dcterms:title rdfs:label="Titel">FICTIEF / FICTIONAL {ecli}, {court}, {dutch_date}, {number_list}</dcterms:title>
    </rdf:Description>
  </rdf:RDF>
  <inhoudsindicatie id="{ecli}:INH" lang="nl" xmlns="http://www.rechtspraak.nl/schema/rechtspraak-1.0">
    <para>{notice}</para>
  </inhoudsindicatie>
  <uitspraak id="{ecli}:DOC" lang="nl" xmlns="http://www.rechtspraak.nl/schema/rechtspraak-1.0">
{body}
  </uitspraak>
</open-rechtspraak>
"""
_RELATION = """      <dcterms:relation rdfs:label="Formele relatie" ecli:resourceIdentifier="{ecli}" \
psi:type="http://psi.rechtspraak.nl/formeleRelatie#hogerBeroep" \
psi:aanleg="http://psi.rechtspraak.nl/aanleg#eerdereAanleg" \
psi:gevolg="http://psi.rechtspraak.nl/gevolg#{effect}">Eerste aanleg: {ecli}</dcterms:relation>
"""


def as_xml(judgment: PlannedJudgment, *, issued: dt.date) -> bytes:
    """Return the judgment as the open-data service would serve it, published on ``issued``."""
    style = wordings().styles[judgment.style]
    appeal = judgment.appeal_from is not None
    relation = ""
    if judgment.appeal_from:
        effect = "vernietiging" if judgment.appeal_effect == "quashed" else "bekrachtiging/bevestiging"
        relation = _RELATION.format(ecli=judgment.appeal_from, effect=effect)
    document = _ENVELOPE.format(
        ecli=judgment.ecli,
        issued=issued.isoformat(),
        court=escape(style.court),
        date=judgment.date.isoformat(),
        dutch_date=written_date(judgment.date),
        numbers="\n".join(
            f'      <psi:zaaknummer rdfs:label="Zaaknr">{escape(number)}</psi:zaaknummer>'
            for number in judgment.case_numbers
        ),
        number_list=escape(", ".join(judgment.case_numbers)),
        procedure="hogerBeroep" if appeal else "eersteAanlegMeervoudig",
        procedure_name="Hoger beroep" if appeal else "Eerste aanleg - meervoudig",
        relation=relation,
        notice=escape(wordings().notice),
        body="\n".join(_MARKUP[style.markup](block) for block in compose(judgment)),
    )
    return document.encode()


def _paras(lines: tuple[str, ...], indent: str) -> str:
    return "\n".join(f"{indent}<para>{escape(line)}</para>" for line in lines)


def _as_section(block: Block) -> str:
    if block.title is None:
        return f"    <parablock>\n{_paras(block.lines, '      ')}\n    </parablock>"
    role = f' role="{block.role}"' if block.role else ""
    number, _, title = block.title.partition(" ")
    heading = f"<title><nr>{escape(number)}</nr>{escape(title)}</title>"
    return f"    <section{role}>\n      {heading}\n      <para/>\n{_paras(block.lines, '      ')}\n    </section>"


def _as_bridgehead(block: Block) -> str:
    heading = f'    <bridgehead role="bold">{escape(block.title)}</bridgehead>\n' if block.title else ""
    return f"{heading}    <parablock>\n{_paras(block.lines, '      ')}\n    </parablock>\n    <para/>"


def _as_paras(block: Block) -> str:
    heading = f"    <para>{escape(block.title)}</para>\n    <para/>\n" if block.title else ""
    return f"{heading}{_paras(block.lines, '    ')}\n    <para/>"


_MARKUP = {"sections": _as_section, "bridgeheads": _as_bridgehead, "flat": _as_paras}
