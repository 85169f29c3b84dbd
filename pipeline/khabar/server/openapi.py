"""The service's description: requests and records as their own types define them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec

from khabar.record import Record
from khabar.server.body import Article


def inline(kind: type) -> dict[str, Any]:
    """The JSON Schema of a type, with what it refers to written out in place."""
    (schema,), parts = msgspec.json.schema_components([kind], ref_template="{name}")

    def resolved(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return resolved({**parts[node["$ref"]], **{k: v for k, v in node.items() if k != "$ref"}})
            return {key: resolved(value) for key, value in node.items() if key != "discriminator"}
        return [resolved(value) for value in node] if isinstance(node, list) else node

    plain: dict[str, Any] = resolved(schema)
    return plain


def one_or_many(kind: type) -> dict[str, Any]:
    """The JSON Schema of a thing or a list of them."""
    schema = inline(kind)
    return {"anyOf": [schema, {"type": "array", "items": schema}]}


def problem(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The description of answers that say what is wrong."""
    schema = {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {"application/json": {"schema": schema}}}
        for status in statuses
    }


EXTRACT: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": one_or_many(Article)}}},
    "responses": {
        "200": {
            "description": "The record or records.",
            "content": {"application/json": {"schema": one_or_many(Record)}},
        }
    },
}
