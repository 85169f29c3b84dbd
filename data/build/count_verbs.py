"""Count which words of the press are verbs: `python data/build/count_verbs.py ../shared/news`.

A word that follows `الذي`, `قد`, `لم` far more often than a preposition or `هذا` is a verb, and ends a programme's
name. Reads the openly licensed corpora alone; writes `data/programs/counted_verbs.tsv`.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

from khabar.arabic.fold import fold
from khabar.resources import data

CORPORA = {
    "almayadeen": "almayadeen (MIT)",
    "antcorpus_jawharafm": "ANT Corpus (Apache-2.0)",
    "sanad_alkhaleej": "SANAD (CC BY 4.0)",
}
BEFORE_VERBS = frozenset(["الذي", "التي", "الذين", "اللذين", "قد", "سوف", "لم", "لن"])
BEFORE_NOUNS = frozenset(["في", "من", "على", "الي", "علي", "عن", "بين", "مع", "هذا", "هذه", "كل"])
SEEN = 10  # times after a word that goes before verbs
SHARE = 0.9  # of those times among both
OFTEN = 0.02  # of all its places, so that a noun that happens to follow is none

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|\n")


def main() -> None:
    verbs, nouns, words = Counter[str](), Counter[str](), Counter[str]()
    for corpus in CORPORA:
        with lzma.open(Path(sys.argv[1]) / f"{corpus}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                tokens = _TOKEN.findall(fold(json.loads(line)["text"]).text)
                words.update(tokens)
                for before, word in pairwise(tokens):
                    if before in BEFORE_VERBS:
                        verbs[word] += 1
                    elif before in BEFORE_NOUNS:
                        nouns[word] += 1
    rows = ["verb\tafter_verbal\tafter_nominal\tsource"]
    for word, seen in sorted(verbs.items()):
        certain = seen >= SEEN and seen > SHARE * (seen + nouns[word]) and seen > OFTEN * words[word]
        if certain and word.isalpha() and not word.startswith("ال"):
            rows.append(f"{word}\t{seen}\t{nouns[word]}\tcounted in {', '.join(CORPORA.values())}")
    data("programs", "counted_verbs.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
