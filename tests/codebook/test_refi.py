"""The codebook as REFI-QDA: valid against the rules of its schema, stable, with every code once."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from vonnis.codebook.codebook import Codebook
from vonnis.codebook.reading import parse_codebook
from vonnis.codebook.refi import NAMESPACE, write_refi
from vonnis.codebook.templates import TEMPLATES, template_files


@pytest.fixture(params=TEMPLATES)
def codebook(request: pytest.FixtureRequest) -> Codebook:
    return parse_codebook(template_files(request.param)["codebook.yaml"], file="codebook.yaml")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_valid(language: str, codebook: Codebook) -> None:
    schema = etree.XMLSchema(etree.parse(Path(__file__).parent / "refi_codebook.xsd"))
    schema.assertValid(etree.fromstring(write_refi(codebook, language=language)))


def test_each_variable_and_category_is_one_code_and_each_id_one_thing(codebook: Codebook) -> None:
    root = etree.fromstring(write_refi(codebook, language="nl"))
    guids = [code.get("guid") for code in root.iter(f"{{{NAMESPACE}}}Code")]
    assert len(guids) == sum(1 + len(variable.categories) for variable in codebook.variables)
    assert len(set(guids)) == len(guids)
    members = [member.get("guid") for member in root.iter(f"{{{NAMESPACE}}}MemberCode")]
    assert len(members) == len(codebook.variables)
    assert set(members) <= set(guids)


def test_both_languages_have_the_same_ids_and_the_same_bytes_come_twice(codebook: Codebook) -> None:
    nl, en = (write_refi(codebook, language=language) for language in ("nl", "en"))
    ids = [[each.get("guid") for each in etree.fromstring(one).iter()] for one in (nl, en)]
    assert ids[0] == ids[1]
    assert nl == write_refi(codebook, language="nl")
