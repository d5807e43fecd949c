"""The schemas in the reference are the program's own; they take what it takes and refuse what it refuses."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from vonnis.cli.schemas import schemas
from vonnis.codebook.templates import TEMPLATES, template_files

SCHEMAS = schemas()


def validator(name: str) -> Any:
    schema = json.loads(SCHEMAS[name])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def as_json(value: object) -> Any:
    return json.loads(json.dumps(value, default=str))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_reference_holds_the_programs_own_schema(root: Path, name: str) -> None:
    assert (root / "docs" / "reference" / name).read_text(encoding="utf-8") == SCHEMAS[name]


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_templates_are_valid(name: str) -> None:
    held = template_files(name)
    assert (
        list(validator("codebook.schema.json").iter_errors(as_json(YAML(typ="safe").load(held["codebook.yaml"])))) == []
    )
    assert list(validator("study.schema.json").iter_errors(as_json(tomllib.loads(held["study.toml"])))) == []


def test_the_protocol_of_the_demonstration_is_valid() -> None:
    text = (files("vonnis.demo") / "protocol" / "study.toml").read_text(encoding="utf-8")
    assert list(validator("study.schema.json").iter_errors(as_json(tomllib.loads(text)))) == []


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("level: complex", "level: case"),
        ("evidence: none", "evidnce: none"),
        ("code: 97", "code: other"),
        ("name: k_sex", "id: k_sex"),
    ],
)
def test_a_mistake_is_no_valid_codebook(part: str, change: str) -> None:
    text = template_files("blank")["codebook.yaml"]
    assert part in text
    content = as_json(YAML(typ="safe").load(text.replace(part, change)))
    assert list(validator("codebook.schema.json").iter_errors(content))


def test_a_migration_is_valid() -> None:
    steps = [{"do": "recode", "variable": "k_sex", "code": 3, "into": [4]}]
    assert list(validator("migration.schema.json").iter_errors({"from": "1.0.0", "to": "1.1.0", "steps": steps})) == []
