"""Boilerplate: `python benchmarks/boilerplate.py`, khabar and its peers side by side in one run.

Pages: token F1 of the body against `html/*.gold.txt`, publication days right, time. Plain text: lines and body
lines against `gold/*.jsonl` by the scorer there, letters of the body lost, speed. A peer that is not installed is
left out and said to be: pip install 'newspaper4k[nlp]' resiliparse justext.
"""

import argparse
import importlib.util
import json
import lzma
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice, pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import trafilatura

from khabar.document import Document
from khabar.io.html import read_html
from khabar.knowledge.load import load_knowledge
from khabar.stages.strip import make

Page = tuple[str, str, str | None]  # HTML, gold body, day
Extractor = Callable[[str], tuple[str, str | None]]
Stripper = Callable[[str], list[tuple[int, int]]]

SHARED = Path(__file__).parents[2] / "shared"
STRIP = make({}, load_knowledge())


def khabar_page(html: str) -> tuple[str, str | None]:
    page = read_html(html)
    body = STRIP(Document(page.text, title=page.title, url=page.url)).body.text
    return body, page.published.isoformat() if page.published else None


def trafilatura_page(**options: Any) -> Extractor:
    def extract(html: str) -> tuple[str, str | None]:
        found = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True, **options)
        return (found.text or "", found.date) if found else ("", None)

    return extract


def justext_page(html: str) -> tuple[str, None]:
    justext = importlib.import_module("justext")
    paragraphs = justext.justext(html, justext.get_stoplist("Arabic"))
    return "\n".join(p.text for p in paragraphs if not p.is_boilerplate), None


def resiliparse_page(html: str) -> tuple[str, None]:
    extract = importlib.import_module("resiliparse.extract.html2text")
    return extract.extract_plain_text(html, main_content=True, alt_texts=False), None


def newspaper_page(html: str) -> tuple[str, str | None]:
    newspaper = importlib.import_module("newspaper")
    article = newspaper.Article("https://example.org/", language="ar")
    article.download(input_html=html)
    article.parse()
    day = article.publish_date
    return article.text, day.date().isoformat() if day else None


def khabar_lines(text: str) -> list[tuple[int, int]]:
    return [(r.start, r.end) for r in STRIP(Document(text)).removed]


def nothing(text: str) -> list[tuple[int, int]]:
    return []


def c4_lines(text: str) -> list[tuple[int, int]]:
    """C4's rules for lines: a terminal mark at the end and five words at least (Raffel et al. 2020, 2.2)."""
    return [
        (start, end)
        for start, end, line in lines_of(text)
        if not line.rstrip().endswith((".", "!", "?", "؟", '"', "”")) or len(line.split()) < 5
    ]


def refinedweb_lines(text: str) -> list[tuple[int, int]]:
    """RefinedWeb's corrections of lines: figures, counters, one word, call to action (Penedo et al. 2023, G.2)."""
    counter = re.compile(r"^\W*\d+\s+(?:\S+)$|^\S+\s+\d+\W*$")
    action = re.compile(r"تسجيل الدخول|sign-?in|اقرأ المزيد|read more|items in cart|عرض المزيد", re.I)
    return [
        (start, end)
        for start, end, line in lines_of(text)
        if not re.search(r"[^\W\d]", line)
        or counter.match(line.strip())
        or len(line.split()) == 1
        or (len(line.split()) <= 10 and action.search(line))
    ]


def justext_lines(text: str) -> list[tuple[int, int]]:
    """jusText on the lines as paragraphs of a page."""
    justext = importlib.import_module("justext")
    found = list(lines_of(text))
    html = "<html><body>" + "".join(f"<p>{escaped(line)}</p>" for _, _, line in found) + "</body></html>"
    paragraphs = justext.justext(html, justext.get_stoplist("Arabic"))
    good = Counter(p.text for p in paragraphs if not p.is_boilerplate)
    removed = []
    for start, end, line in found:
        key = " ".join(line.split())
        if good[key]:
            good[key] -= 1
        else:
            removed.append((start, end))
    return removed


def escaped(line: str) -> str:
    return line.replace("\x00", "").replace("&", "&amp;").replace("<", "&lt;")


def lines_of(text: str) -> Iterator[tuple[int, int, str]]:
    breaks = [-1, *(m.start() for m in re.finditer("\n", text)), len(text)]
    for before, after in pairwise(breaks):
        if text[before + 1 : after].strip():
            yield before + 1, after, text[before + 1 : after]


PAGE_TOOLS: dict[str, tuple[str, Extractor]] = {
    "khabar": ("khabar", khabar_page),
    "trafilatura": ("trafilatura", trafilatura_page()),
    "trafilatura precision": ("trafilatura", trafilatura_page(favor_precision=True)),
    "newspaper4k (ar)": ("newspaper", newspaper_page),
    "resiliparse": ("resiliparse", resiliparse_page),
    "jusText (ar words)": ("justext", justext_page),
}
LINE_TOOLS: dict[str, tuple[str, Stripper]] = {
    "khabar": ("khabar", khabar_lines),
    "nothing removed": ("khabar", nothing),
    "C4 line rules": ("khabar", c4_lines),
    "RefinedWeb line rules": ("khabar", refinedweb_lines),
    "jusText on lines": ("justext", justext_lines),
}


def token_f1(gold: str, found: str) -> float:
    want, have = Counter(re.findall(r"\w+", gold)), Counter(re.findall(r"\w+", found))
    common = (want & have).total()
    return 2 * common / (want.total() + have.total()) if common else 0.0


def pages(folder: Path) -> list[Page]:
    found = []
    for path in sorted(folder.glob("*.html")):
        facts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        gold = path.with_suffix(".gold.txt").read_text(encoding="utf-8")
        found.append((path.read_text(encoding="utf-8"), gold, (facts.get("date") or "")[:10] or None))
    return found


def compare_pages(found: list[Page]) -> Iterator[str]:
    dated = sum(day is not None for _, _, day in found)
    yield f"{'pages (' + str(len(found)) + ')':<24}{'F1':>8}{'worst':>8}{'days':>8}{'ms/page':>9}"
    for name, (module, extract) in PAGE_TOOLS.items():
        if importlib.util.find_spec(module) is None:
            yield f"{name:<24}  not installed"
            continue
        extract(found[0][0])
        begin = time.process_time()
        results = [extract(html) for html, _, _ in found]
        took = (time.process_time() - begin) * 1000 / len(found)
        scores = [token_f1(gold, text) for (text, _), (_, gold, _) in zip(results, found, strict=True)]
        days = sum(day == want for (_, day), (_, _, want) in zip(results, found, strict=True) if want)
        yield f"{name:<24}{sum(scores) / len(scores):8.4f}{min(scores):8.4f}{f'{days}/{dated}':>8}{took:9.1f}"


def scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compare_lines(gold: Path) -> Iterator[str]:
    with gold.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        row["mentions"] = []
    score = scorer(gold.parent)
    size = sum(len(row["text"].encode()) for row in rows)
    yield f"{gold.name:<24}{'lines':>8}{'body':>8}{'inside':>8}{'lost %':>8}{'MB/s':>8}"
    for name, (module, strip) in LINE_TOOLS.items():
        if importlib.util.find_spec(module) is None:
            yield f"{name:<24}  not installed"
            continue
        took, results = timed(strip, [row["text"] for row in rows])
        removed = (
            {"id": row["id"], "removed": [{"start": a, "end": b} for a, b in spans]}
            for row, spans in zip(rows, results, strict=True)
        )
        figures, _ = score.score(rows, {r["id"]: r for r in removed})
        inside, lost = figures["stretches taken"]["accuracy"], figures["body letters lost"]["accuracy"] * 100
        yield (
            f"{name:<24}{figures['lines']['f1']:8.3f}{figures['lines.body']['f1']:8.3f}"
            f"{inside:8.2f}{lost:8.2f}{size / max(took, 1e-9) / 1e6:8.1f}"
        )


def timed(strip: Stripper, texts: list[str]) -> tuple[float, list[list[tuple[int, int]]]]:
    """Seconds of processor time, the best of three passes, and what was removed."""
    best, results = float("inf"), []
    for _ in range(3):
        begin = time.process_time()
        results = [strip(text) for text in texts]
        best = min(best, time.process_time() - begin)
    return best, results


def speed(folder: Path) -> Iterator[str]:
    """MB/s on raw news, the first 300 articles of each file."""
    yield f"{'raw news':<42}{'articles':>9}{'MB/s':>8}{'us each':>9}"
    size = seconds = 0.0
    for path in sorted(folder.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            texts = [text for line in islice(lines, 300) if (text := json.loads(line)["text"]).strip()]
        took, _ = timed(khabar_lines, texts)
        here = sum(len(text.encode()) for text in texts)
        size, seconds = size + here, seconds + took
        yield f"{path.name:<42}{len(texts):9}{here / took / 1e6:8.1f}{took / len(texts) * 1e6:9.0f}"
    yield f"{'all':<42}{'':>9}{size / seconds / 1e6:8.1f}"


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    print(f"{date.today()}, trafilatura {trafilatura.__version__}\n")
    for line in compare_pages(pages(SHARED / "html")):
        print(line)
    for name in ("dev", "train", "boilerplate"):
        print()
        for line in compare_lines(SHARED / "gold" / f"{name}.jsonl"):
            print(line)
    print()
    for line in speed(SHARED / "news"):
        print(line)


if __name__ == "__main__":
    main()
