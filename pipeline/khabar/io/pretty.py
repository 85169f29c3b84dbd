"""A record as a person reads it: what was found, under plain headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from khabar.record import Date, Official, Place, Program, Record


def pretty(record: Record) -> str:
    """The record in a few lines; ends with an empty one."""
    head = [record.title or record.source or record.id, _known(record.published, record.country, record.url)]
    sections = {
        "ministers": map(_official, record.ministers),
        "officials": map(_official, record.officials),
        "regions": map(_place, record.regions),
        "places": (_place(p) for p in record.places if p.level not in ("region", "province")),
        "dates": map(_date, record.dates),
        "programs": map(_program, record.programs),
        "removed": (_short(r.text) for r in record.removed),
        "warnings": iter(record.warnings),
    }
    body = [line for name, found in sections.items() for line in _section(name, found)]
    return "\n".join([*filter(None, (" ".join(h.split()) for h in head)), *body]) + "\n\n"


def _section(name: str, found: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(found):
        yield f"  {name if number == 0 else '':<10} {line}"


def _known(*parts: object) -> str:
    return "  ".join(str(p) for p in parts if p is not None)


def _official(official: Official) -> str:
    if official.inferred:
        return f"{official.position or official.portfolio} → {official.canonical} (inferred)"
    former = "former" if official.former else None
    return _known(official.name, official.position or official.portfolio or official.role, former)


def _place(place: Place) -> str:
    return _known(place.name, place.level, place.code)


def _date(day: Date) -> str:
    return _known(day.value or "?", day.type, day.mod, None if day.calendar == "gregorian" else day.calendar)


def _program(program: Program) -> str:
    years = "-".join(str(y) for y in (program.start, program.end) if y is not None)
    return _known(program.name, program.kind, years or None)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."
