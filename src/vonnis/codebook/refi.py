"""The codebook as REFI-QDA (``.qdc``), the format in which programs for qualitative analysis hand codebooks over.

A variable becomes a code that holds one code a category; its number, definition and rule stand in the description, as
the format has no place of its own for them. The form is that of the REFI-QDA Codebook schema 1.0 (Rotterdam Exchange
Format Initiative, 2018): ``CodeBook`` with ``Codes``, nested ``Code`` with ``guid``, ``name``, ``isCodable``, and
``Sets`` of codes, here one a level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from vonnis.codebook.codebook import Category, Codebook, Text, Variable

if TYPE_CHECKING:
    from lxml import etree

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"


def write_refi(codebook: Codebook, *, language: str) -> bytes:
    """Return a codebook as a REFI-QDA codebook in one language; the same codebook gives the same bytes."""
    from lxml import etree

    spaces = {None: NAMESPACE, "xsi": _SCHEMA}
    root = etree.Element(f"{{{NAMESPACE}}}CodeBook", nsmap=spaces)  # type: ignore[arg-type] # None is no prefix
    root.set("origin", "vonnis")
    root.set(f"{{{_SCHEMA}}}schemaLocation", f"{NAMESPACE} Codebook.xsd")
    codes = etree.SubElement(root, f"{{{NAMESPACE}}}Codes")
    for variable in codebook.variables:
        code = _code(codes, _guid(codebook, variable.name), variable.label[language])
        etree.SubElement(code, f"{{{NAMESPACE}}}Description").text = _described(variable, language)
        for category in variable.categories:
            guid = _guid(codebook, f"{variable.name}/{category.code}")
            inner = _code(code, guid, f"{category.code} {category.label[language]}")
            words = _category(category, language)
            if words:
                etree.SubElement(inner, f"{{{NAMESPACE}}}Description").text = words
    sets = etree.SubElement(root, f"{{{NAMESPACE}}}Sets")
    for level in codebook.levels:
        members = codebook.at(level)
        if members:
            group = etree.SubElement(
                sets, f"{{{NAMESPACE}}}Set", guid=_guid(codebook, f"level/{level}"), name=str(level)
            )
            for variable in members:
                etree.SubElement(group, f"{{{NAMESPACE}}}MemberCode", guid=_guid(codebook, variable.name))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _code(parent: etree._Element, guid: str, name: str) -> etree._Element:
    from lxml import etree

    return etree.SubElement(parent, f"{{{NAMESPACE}}}Code", guid=guid, name=name, isCodable="true")


def _guid(codebook: Codebook, what: str) -> str:
    """Return the id of a part of a codebook: made from its name, so that a later version keeps it."""
    return str(uuid5(NAMESPACE_URL, f"urn:vonnis:codebook:{codebook.name}:{what}"))


def _described(variable: Variable, language: str) -> str:
    facts = f"{variable.name} ({variable.level}, {variable.type})"
    texts: list[Text | None] = [variable.question, variable.definition, variable.rule, variable.example]
    asked = [f"asked_if: {variable.asked_if.text}"] if variable.asked_if else []
    return "\n".join([facts, *(text[language] for text in texts if text and text.get(language)), *asked])


def _category(category: Category, language: str) -> str:
    return (category.definition or {}).get(language, "")
