"""JSON Schema of a hand-written file, from the same annotations by which it is read."""

from __future__ import annotations

import datetime as dt
import inspect
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal, Union

import msgspec

Known = Mapping[Any, dict[str, Any]]
"""Schemas of types that are more than their annotation tells."""

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string", "minLength": 1},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
    Any: {},
}


def schema_of(type_: type[msgspec.Struct], *, title: str, known: Known | None = None) -> dict[str, Any]:
    """Return the schema (draft 2020-12) of a file that holds a struct; editors offer its keys and words from it."""
    definitions: dict[str, Any] = {}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return {**head, **_struct(type_, known or {}, definitions), "$defs": dict(sorted(definitions.items()))}


def _schema(type_: Any, known: Known, definitions: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401, PLR0911 - as annotated
    if type_ in known:
        return known[type_]
    origin, arguments = typing.get_origin(type_), typing.get_args(type_)
    if origin in {Union, types.UnionType}:
        inner = [one for one in arguments if one is not type(None)]
        return _schema(inner[0], known, definitions)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], known, definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1], known, definitions)}
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        if type_.__name__ not in definitions:
            definitions[type_.__name__] = {}
            definitions[type_.__name__] = _struct(type_, known, definitions)
        return {"$ref": f"#/$defs/{type_.__name__}"}
    return _PLAIN[type_]


def _struct(type_: type[msgspec.Struct], known: Known, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(type_)
    fields = msgspec.structs.fields(type_)
    told = (inspect.getdoc(type_) or "").partition("\n\n")[0].replace("\n", " ").replace("``", "`")
    return {
        "type": "object",
        "description": told,
        "properties": {field.encode_name: _schema(hints[field.name], known, definitions) for field in fields},
        "required": [field.encode_name for field in fields if field.required],
        "additionalProperties": False,
    }
