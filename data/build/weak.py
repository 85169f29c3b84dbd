"""Find the place names that are common words too: `python data/build/weak.py [SHARED]`.

Writes `data/kb/weak.tsv`, the counts beside it by which `make_kb.py` chooses the usual spelling, and the common words
of `data/places/common.tsv`. A form is weak where openly licensed news has it often, but hardly ever after a noun that
calls for a place (`مدينة`, `ولاية`, `قرب`), or where it is a person's name and no news says otherwise.
`weak_review.tsv` holds what a reader decided otherwise.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

from khabar.arabic.fold import fold
from khabar.knowledge.base import Knowledge
from khabar.knowledge.load import load_knowledge
from khabar.knowledge.matcher import Matcher

HERE = Path(__file__).parent
NEWS = {"almayadeen": 6000, "antcorpus_jawharafm": 6000, "sanad_alkhaleej": 8000}
_NOUNS = (
    "مدينه محافظه ولايه اقليم قريه بلده جماعه دائره بلديه منطقه مقاطعه حي جمهوريه دوله عاصمه مطار ميناء مملكه"
    " اماره جزيره عماله جهه قضاء ناحيه مديريه ريف ضاحيه مخيم مركز سلطنه مدينتي قرب شمال جنوب شرق غرب شمالي جنوبي"
    " شرقي غربي ضواحي وسط"
)
CALLING = frozenset(clitic + noun for noun in _NOUNS.split(" ") for clitic in ("", "ب", "و", "ل", "ال", "بال"))
PARTICLES = frozenset(["بن", "ابن", "ابو", "عبد", "الشيخ", "الدين", "الله"])
WORD = re.compile(r"[\u0621-\u064a]{2,}")
COMMON = 25  # occurrences in 20,000 articles
LARGE = 100_000  # people
LEAST, OFTEN, OFTEN_OF_NAMES = 3, 0.03, 0.1  # occurrences; share of them after a calling noun


def counts(shared: Path, matcher: Matcher) -> tuple[Counter[str], Counter[str]]:
    """How often each place form stands in the news, and how often after a calling noun."""
    seen: Counter[str] = Counter()
    called: Counter[str] = Counter()
    for name, most in NEWS.items():
        with lzma.open(shared / "news" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in islice(lines, most):
                text = fold(json.loads(line)["text"]).text[:4000]
                for hit in matcher.find(text):
                    if hit.table != "place":
                        continue
                    form = text[hit.start : hit.end]
                    if hit.proclitic and form.startswith("ل") and text[hit.start - 1] == "ل":
                        form = "ا" + form
                    seen[form] += 1
                    word = text[: hit.start - hit.proclitic].rstrip(" ").rsplit(" ", 1)[-1]
                    called[form] += word in CALLING
    return seen, called


def common(shared: Path) -> list[str]:
    """The words that news uses so often that an unknown place name is none of them."""
    seen: Counter[str] = Counter()
    for name, most in NEWS.items():
        with lzma.open(shared / "news" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in islice(lines, most):
                seen.update(WORD.findall(fold(json.loads(line)["text"]).text[:4000]))
    return sorted(word for word, count in seen.items() if count >= COMMON)


def weak(knowledge: Knowledge, seen: Counter[str], called: Counter[str], often: frozenset[str]) -> dict[str, str]:
    """Weak forms with the reason."""
    names = knowledge.given_names | knowledge.family_names
    any_names = names | knowledge.rare_given_names
    countries = [p for p in knowledge.places.values() if p.level == "country"]
    strong = _folded([n for p in countries for n in (p.name, *p.variants)])
    large = [p for p in knowledge.places.values() if p.level == "region" or (p.population or 0) >= LARGE]
    known_well = _folded([p.name for p in large])
    forms = _folded([n for p in knowledge.places.values() for n in (p.name, *p.variants)])
    heads = _folded([f for h in knowledge.heads.values() for f in (h.noun, *h.forms)]) | {"بحر", "سهول"}
    found = {}
    for form in sorted(forms - strong):
        words = form.split(" ")
        of_people = names if form in known_well else any_names
        of_head = len(words) > 1 and words[0] in heads  # جبل موسى
        is_name = not of_head and all(w in of_people or w in PARTICLES for w in words)
        if len(words) > 1 and not is_name:
            continue
        if seen[form] < LEAST:
            if is_name:
                found[form] = "family and given names"
        elif called[form] / seen[form] < (OFTEN_OF_NAMES if is_name else OFTEN):
            found[form] = "counts in news"
        elif len(words) == 1 and form[0] in "وفبلك" and form[1:] in often:
            found[form] = "a common word with a proclitic"
    for line in (HERE / "weak_review.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        form, verdict, _ = line.split("\t")
        found.pop(form, None)
        if verdict == "yes":
            found[form] = "review"
    return found


def _folded(names: list[str]) -> set[str]:
    return set(fold("\n".join(names)).text.split("\n")) - {""}


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "shared"
    known = load_knowledge()
    seen, called = counts(folder, Matcher(known))
    often = common(folder)
    spellings = "".join(f"{form}\t{n}\n" for form, n in sorted(seen.items()) if n >= LEAST)
    (HERE / "counts.tsv").write_text("form\tcount\n" + spellings, encoding="utf-8")
    rows = weak(known, seen, called, frozenset(often))
    text = "".join(f"{form}\t{why}\n" for form, why in sorted(rows.items()))
    (HERE.parent / "kb" / "weak.tsv").write_text("weak\tsource\n" + text, encoding="utf-8")
    print("weak.tsv:", len(rows))
    places = _folded([n for p in known.places.values() for n in (p.name, *p.variants)]) - rows.keys()
    words = "".join(f"{word}\tcounts in news\n" for word in often if word not in places)
    (HERE.parent / "places" / "common.tsv").write_text("word\tsource\n" + words, encoding="utf-8")
