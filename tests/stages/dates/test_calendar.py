"""Every day of fifty years in every naming of the months, and every Hijri month of sixty."""

from datetime import date, timedelta

import pytest
from hijridate import Hijri

from khabar.document import Date, Document
from khabar.knowledge.base import Knowledge
from khabar.resources import data
from khabar.stages.dates import hijri, make

STAGE = make({}, Knowledge())
MONTHS = [line.split("\t") for line in data("dates", "months.tsv").read_text(encoding="utf-8").splitlines()[1:]]

NAMINGS = ("EG", "MA", "DZ", "TN", "LB", "IQ", "MR", "LY", "SD")
FIRST = date(1990, 1, 1)
DAYS = (date(2041, 1, 1) - FIRST).days


def naming(country: str) -> list[str]:
    """The twelve Gregorian months as a country calls them."""
    said: dict[str, dict[int, str]] = {used: {} for used in ("most", country)}
    for form, calendar, month, used, *_ in MONTHS:
        for key, names in said.items():
            if calendar == "gregorian" and key in used.split():
                names.setdefault(int(month), form)
    return [said[country].get(month) or said["most"][month] for month in range(1, 13)]


def values(text: str, country: str = "EG") -> list[str | None]:
    found = STAGE(Document(text, published=date(2015, 6, 1), country=country))
    return [m.value.value for m in found.of("DATE") if isinstance(m.value, Date)]


@pytest.mark.parametrize("month", range(1, 13))
def test_every_day_there_and_back(month: int) -> None:
    for name in {naming(country)[month - 1] for country in NAMINGS}:
        days = [day for n in range(DAYS) if (day := FIRST + timedelta(days=n)).month == month]
        text = "\n".join(f"انعقد اللقاء {day.day} {name} {day.year} بالمقر" for day in days)
        assert values(text) == [day.isoformat() for day in days], name


def test_the_namings_differ() -> None:
    assert naming("MA")[6:9] == ["يوليوز", "غشت", "شتنبر"]
    assert naming("TN")[0] == "جانفي" and naming("LB")[0] == "كانون الثاني" and naming("EG")[0] == "يناير"


def test_every_month_name_alone() -> None:
    for form, _, month, _, surety, _ in MONTHS:
        (value,) = values(f"في شهر {form} 1441" if int(month) and _is_hijri(form) else f"في شهر {form} 2021")
        assert value, form
        if not _is_hijri(form):
            assert value == f"2021-{int(month):02}", form
        assert surety in ("", "weak", "spelt", "bound", "zero", "paired")


def _is_hijri(form: str) -> bool:
    return any(row[0] == form and row[1] == "hijri" for row in MONTHS)


HIJRI = ["محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة"]
HIJRI += ["رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"]


def test_every_hijri_month() -> None:
    for year in range(1400, 1461):
        lines, wanted = [], []
        for month, name in enumerate(HIJRI, 1):
            for day in (1, 15, 29):
                lines.append(f"صدر في {day} {name} {year}هـ بالرياض")
                g = Hijri(year, month, day).to_gregorian()
                wanted.append(date(g.year, g.month, g.day).isoformat())
        assert values("\n".join(lines), "SA") == wanted


@pytest.mark.parametrize("calendar", ["hijri", "hijri_morocco"])
def test_hijri_months_follow_each_other(calendar: hijri.Calendar) -> None:
    for year in range(1400, 1461):
        for month in range(1, 13):
            start = hijri.month_start(year, month, calendar)
            assert (hijri.month_end(year, month, calendar) - start).days + 1 in (29, 30)
            assert hijri.from_gregorian(start, calendar) == (year, month, 1)
            assert hijri.from_gregorian(start - timedelta(days=1), calendar)[2] in (29, 30)


def test_morocco_follows_its_own_sightings() -> None:
    behind = [
        (hijri.month_start(year, month, "hijri_morocco") - hijri.month_start(year, month)).days
        for year in range(1400, 1461)
        for month in range(1, 13)
    ]
    assert set(behind) <= {0, 1, 2}
    assert behind.count(1) > len(behind) / 2
    for line in data("dates", "hijri_morocco_seen.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        year, month, start, _ = line.split("\t")
        assert hijri.month_start(int(year), int(month), "hijri_morocco").isoformat() == start
