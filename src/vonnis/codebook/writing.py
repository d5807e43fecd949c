"""A codebook as the text of its file: what has its default value is left out, and reading gives the same codebook."""

from __future__ import annotations

from typing import Any

import msgspec

from vonnis.codebook.codebook import Codebook, content


def write_codebook(codebook: Codebook) -> str:
    """Return the text of a ``codebook.yaml`` that holds a codebook; remarks are not part of it."""
    return yaml_of(lean(codebook))


def lean(value: msgspec.Struct) -> dict[str, Any]:
    """Return a value as plain values, what stands at its default left out."""
    plain = content(value)
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(value):
        own = getattr(value, field.name)
        if not field.required and own == field.default:
            continue
        if not field.required and field.default_factory is not msgspec.NODEFAULT and own == field.default_factory():
            continue
        is_list = (
            isinstance(own, tuple)
            and own
            and isinstance(own[0], msgspec.Struct)
            and "text" not in own[0].__struct_fields__
        )
        found[field.name] = [lean(item) for item in own] if is_list else plain[field.name]
    return found


def yaml_of(value: dict[str, Any]) -> str:
    """Return plain values as YAML, in their own order, with Dutch letters as they are."""
    import yaml

    text: str = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=110)
    return text
