"""Make the supplements to the place table from published packages: `python supplements.py FOLDER`.

FOLDER holds the unpacked packages named in `SOURCES`; each supplement is a file of places beside this script
that `make_kb.py` reads. They change only when a package does, so they are kept in the repository.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).parent
COLUMNS = ("place", "name", "level", "kind", "country", "parent", "latin", "code", "source")
SOURCES = {
    "world.tsv": "Debian package unicode-cldr-core 41-0.1 (subdivisions/ar.xml), PyPI pycountry 26.2.16 (levels)",
    "algeria.tsv": "PyPI algeria-wilayas-communes 1.1.0",
    "egypt.tsv": "PyPI egydata 1.1.0",
    "zones.tsv": "PyPI Babel (CLDR exemplar cities)",
}
# Countries outside the Arab League whose first-level divisions Arabic news names.
FEDERATIONS = frozenset(
    re.findall(
        r"\w+",
        "US CA MX BR AR AU IN PK AF IR TR RU UA DE ES IT FR GB BE CH AT NL PT GR SE NG ET ML NE TD SN KE CD ZA SS"
        " ER CN JP ID MY IL BD GE AZ AM KZ UZ CY VE CO CL",
    )
)
_NOISE = re.compile(r"²|\(.*?\)|ـ|^(?:منطقة|محافظة|مقاطعة|إقليم|ولاية|إقليم حكم ذاتي)\s|\s(?:أوبلاست|كراي|أوكروغ)$")
# Cities that are first-level divisions by themselves.
CITIES = frozenset(["ES-CE", "ES-ML", "US-DC"])
# The package's codes of governorates that are not those of ISO 3166-2.
_EGYPT = {
    "CAI": "C", "DKH": "DK", "DMT": "DT", "GIZ": "GZ", "ISM": "IS", "LXR": "LX", "MNY": "MN", "QLB": "KB",
    "QNA": "KN", "RED": "BA", "SIS": "JS",
}  # fmt: skip
Row = dict[str, str]


def world(folder: Path) -> Iterator[Row]:
    """First-level divisions with their Arabic names."""
    sys.path.insert(0, str(folder))
    pycountry = importlib.import_module("pycountry")
    first = {s.code: s.name for s in pycountry.subdivisions if not s.parent_code}
    for node in ElementTree.parse(folder / "ar.xml").iter("subdivision"):
        if node.get("alt"):
            continue
        code = node.get("type", "").upper()
        code = f"{code[:2]}-{code[2:]}"
        name = " ".join(_NOISE.sub("", node.text or "").split())
        if (
            code in first
            and code not in CITIES
            and code[:2] in FEDERATIONS
            and re.fullmatch(r"[\u0621-\u064a\s-]{3,}", name)
        ):
            yield _row(code, name, "region", "division", code[:2], code[:2], first[code], code, "unicode-cldr-41")


def algeria(folder: Path) -> Iterator[Row]:
    """The wilayas, dairas and communes of Algeria."""
    tree = json.loads((folder / "algeria.json").read_text(encoding="utf-8"))
    for wilaya in tree["wilayas"]:
        code = f"DZ-{wilaya['code']}"
        yield _row(code, wilaya["nom_ar"], "region", "wilaya", "DZ", "DZ", wilaya["nom_fr"], code, "algeria-wilayas")
        for number, daira in enumerate(wilaya["dairas"], 1):
            key = f"{code}-D{number:02d}"
            yield _row(key, daira["nom_ar"], "province", "daira", "DZ", code, daira["nom_fr"], "", "algeria-wilayas")
            for index, commune in enumerate(daira["communes"], 1):
                name, latin = commune["nom_ar"], commune["nom_fr"]
                yield _row(f"{key}-{index:02d}", name, "locality", "commune", "DZ", key, latin, "", "algeria-wilayas")


def egypt(folder: Path) -> Iterator[Row]:
    """Cities and districts of Egypt."""
    sys.path.insert(0, str(folder))
    cities = importlib.import_module("egydata.cities").cities
    for city in cities:
        code = _EGYPT.get(city["governorateCode"], city["governorateCode"])
        key = f"EG-C{city['id']:03d}"
        yield _row(key, city["name"], "locality", "city", "EG", f"EG-{code}", city["nameEn"], "", "egydata")


def zones() -> None:
    """The cities that time zones are called after, in English and Arabic."""
    babel = importlib.import_module("babel")
    territories = importlib.import_module("babel.core").get_global("territory_zones")
    country = {zone: code for code, names in territories.items() for zone in names if code not in ("001", "MA")}
    english = babel.Locale("en").time_zones
    found = set()
    for zone, names in babel.Locale("ar").time_zones.items():
        if "city" in names and zone in country:
            latin = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
            found.add((country[zone], latin, names["city"], "babel-2.18-cldr"))
    lines = ["\t".join(row) for row in [("country", "latin", "name", "source"), *sorted(found)]]
    (HERE / "zones.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _row(*cells: str) -> Row:
    return dict(zip(COLUMNS, (" ".join(c.split()) for c in cells), strict=True))


def _write(name: str, rows: Iterable[Row]) -> None:
    lines = ["\t".join(COLUMNS), *("\t".join(row[c] for c in COLUMNS) for row in rows)]
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(name, len(lines) - 1)


if __name__ == "__main__":
    source = Path(sys.argv[1])
    _write("world.tsv", world(source))
    _write("algeria.tsv", algeria(source))
    _write("egypt.tsv", egypt(source))
    zones()
