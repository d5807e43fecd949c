"""Invented documents in the form of the Rechtspraak open-data service."""

from __future__ import annotations

RS = "http://www.rechtspraak.nl/schema/rechtspraak-1.0"
ECLI = "ECLI:NL:RBFIC:2020:1"

HEAD = f"""<open-rechtspraak>
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ecli="https://e-justice.europa.eu/ecli"
    xmlns:dcterms="http://purl.org/dc/terms/" xmlns:psi="http://psi.rechtspraak.nl/"
    xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">
    <rdf:Description>
      <dcterms:identifier>{ECLI}</dcterms:identifier>
      <dcterms:modified>2020-03-04T05:06:07</dcterms:modified>
      <dcterms:issued rdfs:label="Publicatiedatum">2020-02-03</dcterms:issued>
      <dcterms:creator rdfs:label="Instantie">Rechtbank
        Fictie </dcterms:creator>
      <dcterms:date rdfs:label="Uitspraakdatum">2020-01-02</dcterms:date>
      <psi:zaaknummer rdfs:label="Zaaknr">08.990007.20 en 08-990014-18 (vordering TUL)</psi:zaaknummer>
      <dcterms:type>Uitspraak</dcterms:type>
      <psi:procedure>Eerste aanleg - meervoudig</psi:procedure>
      <psi:procedure>Op tegenspraak</psi:procedure>
      <dcterms:subject>Strafrecht</dcterms:subject>
      <dcterms:relation ecli:resourceIdentifier="ECLI:NL:GHFIC:2021:7" psi:type="http://psi.rechtspraak.nl/hogerBeroep"
        psi:aanleg="http://psi.rechtspraak.nl/latereAanleg"
        psi:gevolg="http://psi.rechtspraak.nl/gevolg#bekrachtiging/bevestiging">Hoger beroep</dcterms:relation>
      <dcterms:relation>Een verwijzing zonder ECLI</dcterms:relation>
      <dcterms:replaces>BX0000</dcterms:replaces>
    </rdf:Description>
    <rdf:Description>
      <dcterms:identifier>http://deeplink.rechtspraak.nl/uitspraak?id={ECLI}</dcterms:identifier>
      <dcterms:modified>2021-01-01T00:00:00</dcterms:modified>
      <dcterms:issued>2021-01-01</dcterms:issued>
    </rdf:Description>
  </rdf:RDF>
"""


def envelope(body: str = "", *, abstract: str = "", kind: str = "uitspraak") -> bytes:
    """Return a document: metadata, an abstract where one is given, and a body where one is given."""
    parts = [HEAD]
    if abstract:
        parts.append(f'<inhoudsindicatie xmlns="{RS}">{abstract}</inhoudsindicatie>')
    if body:
        parts.append(f'<{kind} xmlns="{RS}">{body}</{kind}>')
    return "".join([*parts, "</open-rechtspraak>"]).encode()
