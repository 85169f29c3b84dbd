"""Correct by hand, learn from it: records to doccano or Label Studio, their files back to training data.

Both tools count Unicode code points, as khabar does; what comes back is checked against the text that went out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from khabar.errors import InputError
from khabar.stages.assemble import text_id

Tool = Literal["doccano", "label-studio"]
TOOLS: tuple[Tool, ...] = ("doccano", "label-studio")
COLOURS = {
    "PERSON": "#1f77b4", "POSITION": "#9467bd", "PLACE": "#2ca02c", "DATE": "#ff7f0e", "PROGRAM": "#d62728",
    "ORG": "#8c564b",
}  # fmt: skip

_CARRIED = ("id", "published", "country", "title", "url", "source")
_NOT_CARRIED = ("id", "text", "start", "end", "label", "source_start", "source_end", "confidence", "by")
_FROM, _TO = "label", "text"

Row = dict[str, Any]


def interface(tool: Tool) -> str:
    """What the tool wants to know of the labels: Label Studio's labelling interface, doccano's label file."""
    if tool == "doccano":
        labels = [{"text": name, "background_color": colour} for name, colour in COLOURS.items()]
        return json.dumps(labels, indent=1) + "\n"
    rows = "\n".join(f'    <Label value="{name}" background="{colour}"/>' for name, colour in COLOURS.items())
    return (
        f'<View>\n  <Labels name="{_FROM}" toName="{_TO}">\n{rows}\n  </Labels>\n'
        f'  <View style="direction: rtl">\n    <Text name="{_TO}" value="$text" granularity="symbol"/>\n'
        "  </View>\n</View>\n"
    )


def export(records: Iterable[Mapping[str, Any]], tool: Tool) -> Iterator[Row]:
    """One task for each record (as `json.loads` gives it), its mentions already marked; InputError where it is none."""
    for number, record in enumerate(records, 1):
        try:
            yield _doccano(record) if tool == "doccano" else _label_studio(record)
        except (KeyError, TypeError, AttributeError) as error:
            raise InputError(f"is no record: {error!r}", f"record {number}", "write it with khabar extract") from error


def dump(tasks: Iterable[Row], tool: Tool) -> Iterator[str]:
    """The tasks as the tool reads them, piece by piece: lines of JSON for doccano, one JSON list for Label Studio."""
    if tool == "doccano":
        for task in tasks:
            yield json.dumps(task, ensure_ascii=False) + "\n"
        return
    yield "["
    for i, task in enumerate(tasks):
        yield (",\n" if i else "\n") + json.dumps(task, ensure_ascii=False)
    yield "\n]\n"


def _carried(record: Mapping[str, Any]) -> Row:
    """What must come back with a task: its facts, its text's id, and what a mention says beyond its span."""
    facts = {key: record.get(key) for key in _CARRIED}
    mentions = [
        [m["start"], m["end"], m["label"], {k: v for k, v in m.items() if k not in _NOT_CARRIED}]
        for m in record["mentions"]
    ]
    return {**facts, "text_id": text_id(record["text"]), "mentions": mentions}


def _doccano(record: Mapping[str, Any]) -> Row:
    return {
        "text": record["text"],
        "label": [[m["start"], m["end"], m["label"]] for m in record["mentions"]],
        "khabar": json.dumps(_carried(record), ensure_ascii=False),
    }


def _label_studio(record: Mapping[str, Any]) -> Row:
    result = [
        {
            "id": m["id"],
            "from_name": _FROM,
            "to_name": _TO,
            "type": "labels",
            "value": {"start": m["start"], "end": m["end"], "text": m["text"], "labels": [m["label"]]},
            "score": m["confidence"],
        }
        for m in record["mentions"]
    ]
    return {
        "data": {"text": record["text"], "khabar": _carried(record)},
        "predictions": [{"model_version": "khabar", "result": result}],
    }


def read_back(path: Path) -> Iterator[Row]:
    """Annotated documents from a file that doccano or Label Studio has exported; InputError where one does not fit.

    A mention that was left as it was keeps what it said (role, value, level); a new one has its span and label.
    """
    for where, row in _rows(path):
        try:
            document = _from_label_studio(row) if "data" in row else _from_doccano(row)
        except (KeyError, TypeError, IndexError, ValueError) as error:
            raise InputError(f"is no task of doccano or Label Studio: {error!r}", where) from error
        text, spans, carried, said = document
        if carried.get("text_id") not in (None, text_id(text)):
            raise InputError("the text is not the one that was exported: its offsets cannot be trusted", where)
        yield _document(text, spans, carried, said, where)


def _rows(path: Path) -> Iterator[tuple[str, Row]]:
    try:
        content = path.read_text(encoding="utf-8")
        if content.lstrip().startswith("["):
            for i, row in enumerate(json.loads(content), 1):
                yield f"{path}, task {i}", row
            return
        for number, line in enumerate(content.split("\n"), 1):
            if line.strip():
                yield f"{path}:{number}", json.loads(line)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"is not JSON: {error}", str(path)) from error


Span = tuple[int, int, str]
Parsed = tuple[str, list[Span], Row, dict[Span, str]]


def _from_doccano(row: Row) -> Parsed:
    carried = row.get("khabar") or row.get("meta", {}).get("khabar") or "{}"
    labels = row["label"] if "label" in row else row.get("labels")
    if labels is None:
        labels = [[e["start_offset"], e["end_offset"], e["label"]] for e in row["entities"]]
    spans = [(int(start), int(end), str(label)) for start, end, label in labels]
    return row["text"], spans, json.loads(carried) if isinstance(carried, str) else carried, {}


def _from_label_studio(row: Row) -> Parsed:
    """The first annotation that was not cancelled; where there is none, nobody has looked: an error."""
    done = [a for a in row.get("annotations", ()) if not a.get("was_cancelled")]
    if not done:
        raise ValueError("no annotation")
    spans: list[Span] = []
    said: dict[Span, str] = {}
    for region in done[0]["result"]:
        if region["type"] == "labels":
            value = region["value"]
            span = int(value["start"]), int(value["end"]), str(value["labels"][0])
            spans.append(span)
            if "text" in value:
                said[span] = value["text"]
    return row["data"]["text"], spans, row["data"].get("khabar") or {}, said


def _document(text: str, spans: list[Span], carried: Row, said: Mapping[Span, str], where: str) -> Row:
    known = {(start, end, label): rest for start, end, label, rest in carried.get("mentions", ())}
    mentions = []
    for span in sorted(set(spans), key=lambda s: (s[0], -s[1], s[2])):
        start, end, label = span
        if label not in COLOURS:
            raise InputError(f"unknown label {label!r}", where, f"known are {', '.join(COLOURS)}")
        if not 0 <= start < end <= len(text):
            raise InputError(f"{label} {start}-{end} lies outside the text", where)
        if said.get(span, text[start:end]) != text[start:end]:
            raise InputError(
                f"{label} {start}-{end} reads {text[start:end]!r}, the tool says {said[span]!r}", where,
                "an old Label Studio counts some signs twice: use 1.5 or later",
            )  # fmt: skip
        mentions.append({"start": start, "end": end, "text": text[start:end], "label": label, **known.get(span, {})})
    return {
        **{key: carried.get(key) for key in _CARRIED},
        "id": carried.get("id") or text_id(text),
        "text": text,
        "lines": [],
        "removed": [],
        "mentions": mentions,
    }
