"""Score the pipeline on a gold file: `python benchmarks/quality.py ../shared/gold/dev.jsonl [--errors N]`.

Runs the default pipeline on each document of the file and hands the records to `score.py` beside it.
Further arguments go to the scorer.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import khabar
from khabar.document import Document


def documents(gold: Path) -> list[Document]:
    with gold.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return [
        Document(
            row["text"],
            id=row["id"],
            published=date.fromisoformat(row["published"][:10]) if row["published"] else None,
            country=row["country"],
            title=row.get("title"),
        )
        for row in rows
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--config")
    arguments, rest = parser.parse_known_args()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for record in khabar.load(arguments.config).stream(documents(arguments.gold)):
            out.write(record.to_json() + "\n")
        out.flush()
        scorer = arguments.gold.parent / "score.py"
        sys.exit(subprocess.call([sys.executable, str(scorer), str(arguments.gold), out.name, *rest]))


if __name__ == "__main__":
    main()
