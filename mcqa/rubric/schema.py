"""The rubric format as JSON Schema (draft-07), for editors: completion, hover texts and red lines while typing."""

from __future__ import annotations

import json

from mcqa.rubric.format import FORMAT, RUBRIC, Choice, Flag, Kind, ListOf, Number, Record, Text

SCHEMA_FILE = "mcqa-rubric-1.schema.json"

Schema = dict[str, object]

_TEXT: Schema = {"type": ["string", "number", "boolean"], "pattern": "\\S"}


def json_schema() -> Schema:
    """Give the draft-07 schema of the rubric format."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:mcqa:schema:rubric:1",
        "title": FORMAT,
        "description": "A rubric for mcqa: standards, components, levels and the rule that makes ratings a verdict.",
        **_record(RUBRIC),
        # an overlay may leave to its base what a whole rubric must say
        "if": {"not": {"required": ["extends"]}},
        "then": _inherited(RUBRIC),
    }


def schema_text() -> str:
    """Give the schema as the text of the published file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _schema(kind: Kind) -> Schema:
    match kind:
        case Text():
            # a plain 1.10 or Yes is text here, though an editor that reads YAML 1.1 sees a number or a truth value
            return dict(_TEXT) if kind.pattern is None else {"type": ["string", "boolean"], "pattern": kind.pattern}
        case Choice():
            return {"enum": list(kind.options)}
        case Number():
            limits = {"minimum": kind.low, "maximum": kind.high, "exclusiveMinimum": kind.above}
            given = {name: limit for name, limit in limits.items() if limit is not None}
            return {"type": "integer" if kind.whole else "number", **given}
        case Flag():
            return {"type": "boolean"}
        case ListOf():
            least = {"minItems": kind.at_least} if kind.at_least else {}
            return {"type": "array", "items": _schema(kind.item), **least}
        case Record():
            return _record(kind)
        case _:
            return {"type": "object", "additionalProperties": dict(_TEXT)}


def _record(record: Record) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, key in record.keys.items() if key.required and not key.inherited],
        "properties": {name: {"description": key.doc, **_schema(key.kind)} for name, key in record.keys.items()},
    }


def _inherited(kind: Kind) -> Schema:
    """Give what is required, at any depth, where there is no base to inherit it from; empty where nothing is."""
    if isinstance(kind, ListOf):
        item = _inherited(kind.item)
        return {"items": item} if item else {}
    if not isinstance(kind, Record):
        return {}
    required = [name for name, key in kind.keys.items() if key.required and key.inherited]
    inside = {name: demand for name, key in kind.keys.items() if (demand := _inherited(key.kind))}
    schema: Schema = {"required": required} if required else {}
    if inside:
        schema["properties"] = inside
    for name, key in kind.keys.items():
        if key.required_with:
            beside, word = key.required_with
            schema["if"] = {"properties": {beside: {"const": word}}, "required": [beside]}
            schema["then"] = {"required": [name]}
    return schema
