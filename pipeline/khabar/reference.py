"""The parts of `docs/` that are generated from the code: `python -m khabar.reference docs`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from khabar.record import json_schema


def generated() -> dict[str, str]:
    """File name -> content of every generated file."""
    return {
        "record.schema.json": json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n",
        "record.md": "\n".join(_record_page()) + "\n",
    }


def main(folder: str) -> None:
    """Write the generated files into `folder`."""
    for name, content in generated().items():
        Path(folder, name).write_text(content, encoding="utf-8")


def _record_page() -> Iterator[str]:
    schema = json_schema()
    definitions = schema["$defs"]
    yield "# The record, schema `khabar/1`"
    yield ""
    yield "One JSON object per document, one line of JSONL. Every field is always present; what is unknown is null."
    yield "Offsets are Unicode code points: `start` and `end` of a mention point into `text`, `source_start` and"
    yield "`source_end` into the source. The text and the removed stretches together give the source back."
    yield "This page and [record.schema.json](record.schema.json) are generated from the code (`make docs`)."
    for name in ["Record", *sorted(n for n in definitions if n != "Record")]:
        yield from _section(name, definitions[name])


def _section(name: str, definition: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield f"## {name}"
    yield ""
    yield definition.get("description", "")
    yield ""
    yield "| field | type | meaning |"
    yield "| --- | --- | --- |"
    for field, of in definition["properties"].items():
        yield f"| `{field}` | {_type(of)} | {of.get('description', '')} |"


def _type(of: dict[str, Any]) -> str:
    if "$ref" in of:
        name = of["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "enum" in of:
        return ", ".join(f"`{value}`" if value is not None else "null" for value in of["enum"])
    if "anyOf" in of:
        return " or ".join(_type(option) for option in of["anyOf"])
    if of.get("type") == "array":
        return f"list of {_type(of['items'])}"
    return str(of.get("format") or of.get("type"))


if __name__ == "__main__":
    main(sys.argv[1])
