"""The schemas of the files that people write, made from the program itself.

``python -m vonnis.cli.schemas docs/reference`` writes them; a test holds them to the program.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from vonnis.archive.files import write_atomically
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.expression import Rule
from vonnis.codebook.migration import Migration
from vonnis.codebook.missing import Missing
from vonnis.disclosure.policy import Policy
from vonnis.located.schema import schema_of
from vonnis.study.older import Mapping
from vonnis.study.protocol import Protocol

_KNOWN: dict[Any, dict[str, Any]] = {
    Rule: {"type": "string", "minLength": 1, "description": "A rule, such as `v_sex = 1`."},
    Missing: {"enum": [kind.word for kind in Missing]},
}


def schemas() -> dict[str, str]:
    """Return each schema as JSON, by the name of its file."""
    made = {
        "codebook.schema.json": schema_of(Codebook, title="codebook.yaml", known=_KNOWN),
        "migration.schema.json": schema_of(Migration, title="a migration between two versions of a codebook"),
        "older.schema.json": schema_of(Mapping, title="how an older study is read"),
        "disclosure-policy.schema.json": _all_optional(
            schema_of(Policy, title="policy.yaml, or [disclosure] in study.toml")
        ),
        "study.schema.json": schema_of(Protocol, title="study.toml"),
    }
    return {name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in made.items()}


def _all_optional(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in which nothing need be stated, because what is left out holds as in the shipped file."""
    return {**schema, "required": []}


if __name__ == "__main__":
    for _name, _text in schemas().items():
        write_atomically(Path(sys.argv[1]) / _name, _text)
