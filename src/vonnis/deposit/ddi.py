"""A deposit described in DDI-Codebook 2.5, the form that archives for the social sciences exchange."""

from __future__ import annotations

from typing import Any

from lxml import etree

from vonnis.codebook.missing import Missing
from vonnis.deposit.editions import Made
from vonnis.deposit.facts import Facts
from vonnis.deposit.sheet import Column, Sheet

NAMESPACE = "ddi:codebook:2_5"
_XML = "{http://www.w3.org/XML/1998/namespace}lang"
_INTERVALS = {"scale": "contin"}
_ACCESS = {
    "public": "Open access.",
    "restricted": "Restricted access: data about persons in criminal cases; ask the depositor.",
}


def ddi(made: Made, facts: Facts) -> bytes:
    """Return the description of an edition as XML; no count of persons stands in it."""
    root = etree.Element(f"{{{NAMESPACE}}}codeBook", version="2.5", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    root.set(_XML, "en")
    _study(root, made, facts)
    for number, sheet in enumerate(made.sheets, start=1):
        described = _add(root, "fileDscr", ID=f"F{number}", URI=f"csv/{sheet.name}.csv")
        text = _add(described, "fileTxt")
        _add(text, "fileName", f"{sheet.name}.csv")
        dimensions = _add(text, "dimensns")
        _add(dimensions, "caseQnty", str(sheet.frame.height))
        _add(dimensions, "varQnty", str(len(sheet.columns)))
        _add(text, "fileType", "text/csv")
    data = _add(root, "dataDscr")
    for number, sheet in enumerate(made.sheets, start=1):
        for column in sheet.columns:
            _variable(data, column, sheet, file=f"F{number}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:  # noqa: ANN401 - lxml's own type
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    child.text = text
    return child


def _in_languages(parent: Any, name: str, text: dict[str, str]) -> None:  # noqa: ANN401 - lxml's own type
    for language in ("en", "nl"):
        _add(parent, name, text[language]).set(_XML, language)


def _study(root: Any, made: Made, facts: Facts) -> None:  # noqa: ANN401 - lxml's own type
    day = f"{facts.at:%Y-%m-%d}"
    study = _add(root, "stdyDscr")
    citation = _add(study, "citation")
    titles = _add(citation, "titlStmt")
    _add(titles, "titl", facts.titled("en")).set(_XML, "en")
    _add(titles, "parTitl", facts.titled("nl")).set(_XML, "nl")
    _add(titles, "IDNo", f"{facts.identifier}-{made.edition}", agency="vonnis")
    authors = _add(citation, "rspStmt")
    _add(authors, "AuthEnty", facts.author["en"])
    production = _add(citation, "prodStmt")
    _add(production, "prodDate", day, date=day)
    _add(production, "software", facts.version)
    distribution = _add(citation, "distStmt")
    _add(distribution, "distDate", day, date=day)
    _add(_add(citation, "verStmt"), "version", facts.digest[:16], date=day)
    information = _add(study, "stdyInfo")
    subject = _add(information, "subject")
    for keyword in ("criminal law", "sentencing", "case-file study"):
        _add(subject, "keyword", keyword)
    _in_languages(information, "abstract", facts.question)
    summary = _add(information, "sumDscr")
    if facts.period:
        _add(summary, "timePrd", facts.period)
    _add(summary, "nation", "Netherlands", abbr="NL")
    _add(summary, "anlyUnit", ", ".join(sheet.level for sheet in made.sheets))
    _in_languages(summary, "universe", facts.population)
    _add(summary, "dataKind", "Coded from documents")
    _add(information, "notes", facts.mark or "From court judgments and case files")
    method = _add(_add(study, "method"), "dataColl")
    _add(method, "collMode", "Coding of documents with a codebook; every value points to a passage")
    _add(_add(method, "sources"), "dataSrc", facts.source["en"])
    use = _add(_add(study, "dataAccs"), "useStmt")
    _add(use, "restrctn", _ACCESS[made.edition])
    if licence := facts.licence_of(made.edition):
        _add(use, "conditions", f"Licence: {licence[0]} ({licence[1]})")


def _variable(data: Any, column: Column, sheet: Sheet, *, file: str) -> None:  # noqa: ANN401 - lxml's own type
    kind = _INTERVALS.get(column.measure, "discrete")
    variable = _add(data, "var", ID=f"{file}_{column.name}", files=file, intrvl=kind)
    variable.set("name", column.name)
    _in_languages(variable, "labl", column.label)
    if column.question:
        question = _add(variable, "qstn")
        _in_languages(question, "qstnLit", column.question)
    if column.missing:
        invalid = _add(variable, "invalrng")
        _add(invalid, "range", min=str(int(Missing.UNCLEAR)), max=str(int(Missing.WITHHELD)), UNITS="INT")
    _add(variable, "universe", sheet.title["en"])
    if column.definition:
        _in_languages(variable, "txt", column.definition)
    for code, label in column.values:
        _category(variable, code, label)
    for kind_ in Missing if column.missing else ():
        _category(variable, int(kind_), kind_.label, missing="Y")
    _add(variable, "varFormat", type="character" if column.kind == "text" else "numeric")
    if column.source:
        _add(variable, "notes", f"Part of the codebook variable {column.source}")


def _category(variable: Any, code: int, label: dict[str, str], **attributes: str) -> None:  # noqa: ANN401 - lxml's own type
    category = _add(variable, "catgry", **attributes)
    _add(category, "catValu", str(code))
    _in_languages(category, "labl", label)
