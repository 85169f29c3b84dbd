"""Site profiles: the lines that recur from article to article of one source, learned and read back.

A profile is a TSV file, one line of a site a row: `line kind site documents of source`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args
from urllib.parse import urlsplit

from khabar.arabic.soft import soften
from khabar.document import Kind
from khabar.errors import ConfigError
from khabar.stages.strip.judge import judge
from khabar.stages.strip.lexicon import Lexicon
from khabar.stages.strip.lines import Line
from khabar.stages.strip.words import key

HEADER: Final = "line\tkind\tsite\tdocuments\tof\tsource"
LEAST: Final = 3  # documents: the least that a line recurs in
SHARE: Final = 0.01  # of the documents of its site
_SENTENCES: Final = 0.05  # the share from which a closed sentence recurs as boilerplate, not as a turn of phrase
_EDGES: Final = 0.8  # of its occurrences stand before the first paragraph or after the last
_LETTERS: Final = 3  # the least that a line must have to be known again

Recurring = Mapping[str, Kind]


@dataclass(slots=True, frozen=True)
class Row:
    """A line that recurs in `documents` of the `of` documents of `site`."""

    line: str
    kind: Kind
    site: str
    documents: int
    of: int


@dataclass(slots=True, frozen=True)
class Profile:
    """The recurring lines by site; those of site "" hold for every document."""

    sites: Mapping[str, Recurring]

    def of(self, url: str | None) -> Recurring:
        """The lines known for the site of `url`."""
        everywhere = self.sites.get("", {})
        own = self.sites.get(host(url), {}) if url else {}
        return {**everywhere, **own} if own else everywhere


def host(url: str | None) -> str:
    """`https://www.example.ma/a` -> `example.ma`; "" where there is none or the address is none (`http://[a/`)."""
    try:
        name = urlsplit(url).hostname if url else None
    except ValueError:
        return ""
    return (name or "").removeprefix("www.")


def learn(documents: Iterable[tuple[str | None, str]], lexicon: Lexicon) -> list[Row]:
    """Rows for the lines that recur in documents (address, text) and that the rules leave in.

    A text seen before counts once. A line counts where it stands at the edges of its documents:
    what recurs in their middle is a turn of phrase.
    """
    total: Counter[str] = Counter()
    seen: dict[str, set[int]] = defaultdict(set)
    found: dict[tuple[str, str], list[tuple[bool, Line]]] = defaultdict(list)
    for url, text in documents:
        site = host(url)
        lines = judge(text, lexicon)
        body = hash(tuple(line.ink for line in lines if line.paragraph))
        if body in seen[site]:
            continue
        seen[site].add(body)
        total[site] += 1
        once: set[str] = set()
        for edge, line in _short(lines):
            known = key(line.soft)
            if known not in once and sum(map(str.isalpha, known)) >= _LETTERS:
                once.add(known)
                found[site, known].append((edge, line))
    rows = [
        Row(group[0][1].ink, "nav", site, len(group), total[site])
        for (site, _), group in found.items()
        if _recurs(group, total[site])
    ]
    return sorted(rows, key=lambda row: (row.site, -row.documents, row.line))


def _short(lines: Sequence[Line]) -> Iterator[tuple[bool, Line]]:
    """The short lines that the rules leave in, and whether they stand at an edge of the article."""
    body = [i for i, line in enumerate(lines) if line.paragraph and line.kind is None]
    first, last = (body[0], body[-1]) if body else (len(lines), len(lines))
    for i, line in enumerate(lines):
        if line.soft and line.kind is None:
            yield i < first or i > last, line


def _recurs(group: Sequence[tuple[bool, Line]], total: int) -> bool:
    count = len(group)
    share = _SENTENCES if group[0][1].closed else SHARE
    return count >= LEAST and count >= share * total and sum(edge for edge, _ in group) >= _EDGES * count


def write(rows: Iterable[Row], source: str) -> str:
    """A profile file; `source` says where its lines were seen."""
    lines = ("\t".join((" ".join(r.line.split()), r.kind, r.site, str(r.documents), str(r.of), source)) for r in rows)
    return "\n".join((HEADER, *lines)) + "\n"


def read(paths: Sequence[str | Path], lexicon: Lexicon) -> Profile:
    """The profile of several files; ConfigError with file and line where a row is wrong."""
    sites: dict[str, dict[str, Kind]] = defaultdict(dict)
    for path in map(Path, paths):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"cannot be read: {error}", str(path), "`khabar clean --learn` writes one") from error
        if not lines or lines[0].split("\t")[:3] != HEADER.split("\t")[:3]:
            raise ConfigError("is no site profile", f"{path}:1", f"its first line is {HEADER!r}")
        for number, row in enumerate(lines[1:], start=2):
            cells = row.split("\t")
            if len(cells) < 3 or cells[1] not in get_args(Kind):
                kinds = ", ".join(get_args(Kind))
                raise ConfigError("is not a line, a kind and a site", f"{path}:{number}", f"kinds are {kinds}")
            sites[cells[2]][key(soften(cells[0]))] = cells[1]  # type: ignore[assignment]
    return Profile(dict(sites))
