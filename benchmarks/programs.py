"""Score the programme stage on outlets that its weights never saw.

`python benchmarks/programs.py GOLD.jsonl... --news FOLDER` holds each outlet (the first part of the ids) out in turn,
a large one in parts, fits the weights on the rest, and prints the figures of all parts together and of each outlet.
Without the tagger, whose model may have seen them. `--errors N` prints the misses of N documents.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from khabar.config import read_config
from khabar.document import Document, Program
from khabar.evaluate import Report, alike, documents, pairs, read_rows
from khabar.knowledge.load import load_knowledge
from khabar.stages import lookup, programs, strip

sys.path.append(str(Path(__file__).parents[1] / "data" / "build"))
from fit_programs import MARKS, TRUST, Example, Look, examples, fit, marked

LARGE = 200  # articles of a part
OUTLETS = {"antcorpus_jawharafm": "jawhara", "sanad_alkhaleej": "khaleej", "almayadeen": "mayadeen"}
Row = dict[str, Any]


def parts(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The rows of each outlet, of a large one in parts of like size."""
    outlets: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        outlets[row["id"].split("-")[0]].append(row)
    for outlet, own in outlets.items():
        count = 1 + len(own) // LARGE
        for number in range(count):
            yield outlet, own[number::count]


def score(row: Row, document: Document, report: Report) -> bool:
    """Count the spans and the programmes of a document; is all of it right?"""
    want = {(m["start"], m["end"]): m.get("name", m["text"]) for m in row["mentions"] if m["label"] == "PROGRAM"}
    have = {
        document.body.to_source(m.start, m.end): m.value.name
        for m in document.of("PROGRAM")
        if isinstance(m.value, Program)
    }
    report.tally("exact").add(len(want.keys() & have.keys()), len(want), len(have))
    report.tally("overlap").add(len(pairs(want, have)[0]), len(want), len(have))
    gold, found = _distinct(want.values()), _distinct(have.values())
    report.tally("record").add(sum(any(alike(a, b) for b in found) for a in gold), len(gold), len(found))
    return want.keys() == have.keys()


def _distinct(names: Any) -> list[str]:
    out: list[str] = []
    for name in names:
        if not any(alike(name, other) for other in out):
            out.append(name)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+", help="annotated articles, JSON lines")
    parser.add_argument("--news", type=Path, help="folder of the corpora that program_marks.tsv names")
    parser.add_argument("--errors", type=int, default=0)
    arguments = parser.parse_args()
    knowledge = load_knowledge()
    look, settings = Look(knowledge), read_config()["programs"]
    clean, find = strip.make({}, knowledge), lookup.make(read_config()["lookup"], knowledge)
    rows = [row for path in arguments.gold for row in read_rows(path)]
    learnt: dict[str, list[Example]] = {row["id"]: list(examples(row, look)) for row in rows}
    marks = list(marked(MARKS, arguments.news, look)) if arguments.news else []
    reports: dict[str, Report] = defaultdict(Report)
    for outlet, held in parts(rows):
        out = {row["id"] for row in held}
        seen = [one for key, some in learnt.items() if key not in out for one in some] * TRUST
        seen += [one for corpus, one in marks if OUTLETS.get(corpus) != outlet]
        stage = programs.stage_of(fit(seen), settings, knowledge)
        for row, document in zip(held, documents(held), strict=True):
            stage(find(clean(document)))
            for report in (reports["all"], reports[outlet]):
                right = score(row, document, report)
            if not right and arguments.errors > 0:
                arguments.errors -= 1
                _print_errors(row, document)
    for outlet, report in reports.items():
        print(outlet)
        print("\n".join(f"  {line}" for line in report.lines()))


def _print_errors(row: Row, document: Document) -> None:
    text = row["text"]
    want = {(m["start"], m["end"]) for m in row["mentions"] if m["label"] == "PROGRAM"}
    have = {document.body.to_source(m.start, m.end) for m in document.of("PROGRAM")}
    for sign, spans in (("-", want - have), ("+", have - want)):
        for start, end in sorted(spans):
            around = f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 40]}"
            print(sign, row["id"], around.replace("\n", " "))


if __name__ == "__main__":
    main()
