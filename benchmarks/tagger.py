"""The tagger alone: exact F1 of its evidence, speed, load time, memory, and a reliability table.

python benchmarks/tagger.py ../shared/gold/dev.jsonl [--conll ../shared/ner/anercorp_camel/test.conll ...]
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path

from khabar.document import Document, Removed
from khabar.evaluate import Report, evaluate_conll
from khabar.resources import models
from khabar.stages.tagger import Tagger
from khabar.stages.tagger.model import load
from khabar.stages.tagger.tokens import tokens
from khabar.train.calibrate import reliability

LABELS = ("PERSON", "POSITION", "PROGRAM")


def documents(rows: list[dict]) -> list[Document]:
    """The gold bodies: boilerplate lines are taken out as the annotators have marked them."""
    made = []
    for row in rows:
        document = Document(row["text"], id=row["id"])
        stretches = [*row.get("lines", ()), *row.get("removed", ())]
        document.remove([Removed(x["start"], x["end"], "nav", "gold") for x in stretches])
        made.append(document)
    return made


def quality(rows: list[dict], tagged: list[Document]) -> tuple[Report, dict[str, list[tuple[float, bool]]]]:
    report = Report()
    scored: dict[str, list[tuple[float, bool]]] = {label: [] for label in LABELS}
    for row, document in zip(rows, tagged, strict=True):
        for label in LABELS:
            want = {(m["start"], m["end"]) for m in row["mentions"] if m["label"] == label}
            have = set()
            for e in document.evidence:
                if e.label == label:
                    span = document.body.to_source(*document.folded.span(e.start, e.end))
                    have.add(span)
                    scored[label].append((e.score, span in want))
            report.tally(label).add(len(want & have), len(want), len(have))
    return report, scored


PIECES_A_WORD = 1.3


def bert(rows: list[dict], count: int) -> None:
    """A BERT-base of random weights over so many of the documents, one thread: what CAMeL Tools' NER costs."""
    import torch
    from transformers import BertConfig, BertForTokenClassification

    torch.set_num_threads(1)
    network = BertForTokenClassification(BertConfig(num_labels=9)).eval()
    lengths = [int(len(tokens(d.folded.text)[0]) * PIECES_A_WORD) for d in documents(rows[:count])]
    start = time.process_time()
    with torch.no_grad():
        for length in lengths:
            for at in range(0, length, 254):
                network(torch.randint(0, 30000, (1, min(254, length - at) + 2)))
    spent = time.process_time() - start
    words = sum(lengths) / PIECES_A_WORD
    print(f"BERT-base: {words / spent:.0f} tokens/s, {count / spent:.2f} documents/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--conll", type=Path, nargs="*", default=[])
    parser.add_argument("--model", type=Path, default=models("news"))
    parser.add_argument("--head", default="aner")
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--program-threshold", type=float, default=0.2)
    parser.add_argument("--raw", action="store_true", help="without agreement in the document")
    parser.add_argument("--bert", type=int, default=0, help="run a BERT-base over so many documents beside it")
    a = parser.parse_args()
    with a.gold.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    start = time.perf_counter()
    load(a.model)
    print(f"load {time.perf_counter() - start:.2f} s")
    tagger = Tagger(a.model, a.threshold, {"PROGRAM": a.program_threshold}, agreement=not a.raw)
    report, scored = quality(rows, tagger.batch(documents(rows)))
    print("\n".join(report.lines()))
    for label, pairs in scored.items():
        bins = "  ".join(f"{said:.2f}: {right:.2f} ({count})" for said, right, count in reliability(pairs))
        print(f"reliability {label:9} {bins}")
    for path in a.conll:
        micro = evaluate_conll(path, lambda some: load(a.model).tag(a.head, some))
        print(path, *micro.lines(), sep="\n")
    speed(a.model, rows)
    if a.bert:
        bert(rows, a.bert)


def speed(model: Path, rows: list[dict]) -> None:
    """Documents folded beforehand, in batches of 64; the processor's seconds are counted, not the clock's."""
    tagger = Tagger(model)
    load.cache_clear()
    load(model)
    made = [d for _ in range(3) for d in documents(rows)]
    words = sum(len(tokens(d.folded.text)[0]) for d in made)
    for size in (64, 1):
        start = time.process_time()
        for at in range(0, len(made), size):
            tagger.batch(made[at : at + size])
        spent = time.process_time() - start
        print(f"batches of {size}: {words / spent:.0f} tokens/s, {len(made) / spent:.0f} documents/s")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
