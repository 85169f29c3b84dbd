"""The kinds of domain that an office noun takes: `وزير` a portfolio, `والي` a territory, `سفير` a state.

Each function reads the words from `j` on after the office noun `head` at word `i`, and gives the office, or None where
the noun names none there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from khabar.document import MINISTERIAL, Role
from khabar.stages.people.lexicon import Head, Lexicon

if TYPE_CHECKING:
    from khabar.stages.people.positions import Grammar, Office

_NAME: Final = 12  # a word that weighs more is a name before it is a ministry or body
_BODIES: Final[frozenset[Role]] = frozenset({"agency_head", "other_official", "none"})
_MILITARY: Final = frozenset({"العسكريه", "الحربيه"})
_COMMITTEES: Final = frozenset({"لجنه", "اللجنه", "الكتله", "كتله"})
_CLUBS: Final = frozenset({"لجنه", "اللجنه", "المكتب"})
_TO_WHOM: Final = frozenset({"له", "لها", "اليه", "اليها"})
_CANDIDATES: Final = frozenset({"مرشح", "المرشح"})
_SUFFIXES: Final = ("ها", "هم", "ه")
_AFFAIRS: Final = ("لشوون", "للشوون", "لشيون", "للشيون")


def _status(g: Grammar, j: int) -> int:
    """The word after markers of status between an office and its domain: `السابق`, `المنتدب`."""
    while g.joined(j) and g.text.words[j].form in g.lexicon.statuses:
        j += 1
    return j


def _charged(g: Grammar, k: int) -> int:
    """The word after `المكلف بالميزانية`, `مكلفة بالتنمية المستدامة`, `المسؤول عن ...`."""
    while (
        g.joined(k) and g.text.words[k].form in g.lexicon.classes["charged"] and k + 1 < len(g.text) and g.joined(k + 1)
    ):
        nxt = g.text.words[k + 1]
        if nxt.form.startswith("ب"):
            g.portfolio = k + 1, g.phrase(k + 1)
            k = g.portfolio[1]
        elif nxt.form == "عن" and g.joined(k + 2):
            k = g.phrase(k + 2)
        else:
            break
    return k


def _ministry(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`وزير الداخلية`, `الوزير المنتدب لدى رئيس الحكومة المكلف بالميزانية`, `الوزير الفرنسي`."""
    start = j
    if g.joined(j) and g.text.words[j].form in g.lexicon.classes["delegate"]:
        j += 1
    if g.joined(j) and g.text.words[j].form == "لدي" and g.joined(j + 1):
        return _delegate(g, head, i, j + 1, start)
    charged = _charged(g, j)
    if charged > j:
        return g.made(head, i, charged, domain=start)
    if g.joined(j) and g.text.words[j].nation:
        g.country = g.nation(j)
        return g.made(head, i, _charged(g, j + 1)) if g.country else None
    if g.joined(j) and not head.definite and g.text.words[j].former:  # `وزير سابق`
        office = g.made(head, i, j + 1)
        office.public, office.former = False, True
        return office
    after = _status(g, j)
    if g.joined(after) and g.text.words[after].form in ("في", "ب") and head.role == "secretary_of_state":
        after += 1
    if not g.enclosed(after) or not _portfolio(g, head, after, apart=after > j):
        return None
    k = g.phrase(after, complement=True)
    return g.made(head, i, _whole_ministry(g, head, after, k), domain=start) if k > after else None


def _delegate(g: Grammar, head: Head, i: int, j: int, start: int) -> Office | None:
    """`الوزير المنتدب لدى رئيس الحكومة`, `لدى وزير الخارجية المكلفة بالمغاربة المقيمين بالخارج`, from the patron on."""
    inner = g.office(j) if g.text.words[j].office else None
    k = inner.last if inner else g.phrase(j)
    return g.nested(g.made(head, i, _charged(g, k), domain=start), j) if k > j else None


def _portfolio(g: Grammar, head: Head, j: int, *, apart: bool) -> bool:
    """May a portfolio start at word `j`: `وزير [الصحة]`, `كاتب الدولة [للتكوين]`, `الوزير السابق [للثقافة]`?"""
    word = g.text.words[j]
    form, known = word.form, g.lexicon.known_domain
    state = head.role == "secretary_of_state"
    if state and g.text.words[j - 1].form == "في" and g.idafa(j):
        return True
    if head.definite or apart or (form.startswith("ل") and not word.definite and form != "لدي"):
        complement = form.startswith("ل") and not word.stop and len(form) > 4
        return complement or (state and word.definite)
    if word.stop or word.say or word.clitics or (word.title and not word.definite):
        return False
    if known(form):
        return not word.office or known(word.base)
    return not word.office and word.weight <= _NAME and (word.definite or g.idafa(j))


def _whole_ministry(g: Grammar, head: Head, j: int, k: int) -> int:
    """The word after a ministry whose portfolio is `j:k`: its charge, `بالنيابة`, its state."""
    g.portfolio = j, k
    charge = _charged(g, k)
    if charge > k and head.role == "minister":
        g.portfolio = j, k
    if g.joined(charge) and g.text.words[charge].form in g.lexicon.classes["acting"]:
        charge += 1
    return _minister_of(g, charge)


def _minister_of(g: Grammar, k: int) -> int:
    """The word after the state of a minister: `وزير التجارة في جمهورية الصين الشعبية`, `بفدرالية روسيا`."""
    if not g.joined(k):
        return k
    form = g.text.words[k].form
    if form == "في" and g.joined(k + 1) and g.text.words[k + 1].form in ("حكومه", "الحكومه", "كيان"):
        return g.phrase(k + 1, free=True)
    if form in ("بحكومه", "بالحكومه"):
        return g.phrase(k, free=True)
    state = g.places.get(k + 1) if form == "في" and g.joined(k + 1) else None
    if state and g.text.words[k + 1].form in ("جمهوريه", "دوله", "مملكه", "المملكه"):
        return state[0]
    if form in ("بجمهوريه", "بدوله", "بمملكه", "بالمملكه", "بفدراليه", "بفيدراليه") and k in g.places:
        return g.places[k][0]
    return k


def _complete(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`رئيس الحكومة`, `الوزير الأول`, with its nation."""
    k = g.tail(j)
    if k == j and g.joined(j) and j in g.places and g.places[j][1].level == "country":
        k = g.places[j][0]
    return g.made(head, i, k)


def _optional(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`وكيل الملك بالرباط`, `قاضي التحقيق بالمحكمة الابتدائية بمراكش`, `النائب العام السوداني`."""
    k = g.tail(j, where=True)
    if k == j:
        k = _charged(g, j)
    if k == j:
        k = _at_body(g, j)
    if k == j and g.joined(j) and (g.text.words[j].form.startswith("لل") or g.text.words[j].form == "لشوون"):
        k = g.phrase(j)
    return g.made(head, i, _minister_of(g, k) if head.role == "minister" else k)


def _at_body(g: Grammar, k: int) -> int:
    """The word after `بالمحكمة الابتدائية بمراكش`, `لدى محكمة الاستئناف`, `بمجلس النواب`."""
    if not g.joined(k):
        return k
    form = g.text.words[k].form
    j = k
    if form in ("لدي", "في") and g.joined(k + 1):
        j, form = k + 1, "ب" + g.text.words[k + 1].form
    if form[0] == "ب" and (form[1:] in g.lexicon.classes["seat"] or form[1:] in g.lexicon.classes["court"]):
        end = g.phrase(j, complement=True)
        return g.tail(end, where=True)
    return k


def _body(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`رئيس مجلس جهة الشرق`, `المدير العام للأمن الوطني`, `الرئيس الأمريكي`, `رئيسا للحكومة`."""
    if head.definite and g.base(j) in _TO_WHOM:
        return None  # `نائب العمدة المفوض له قطاع النظافة`
    nation = g.nation(j) if head.definite else None
    if nation and head.words in (("الرييس",), ("الرييسه",)):
        return _president(g, head, i, j + 1, nation)
    if head.definite:
        j = _status(g, j)
        j = j + 1 if nation else j
    lead = _lead(g, head, j) if g.enclosed(j) else None
    if lead is None:
        return g.bare(head, i, j)
    words = [lead] + [g.text.words[n].form for n in range(j + 1, min(j + 4, len(g.text))) if g.joined(n)]
    role = told_of_body(g.lexicon, head, words)
    landed = _of_land(g, head, i, j, lead, role)
    if landed:
        return landed
    role = role or _unlisted(g, head, j, lead)
    if role is None:
        return None
    if role == "head_of_government":
        return _head_of_government(g, head, i, j)
    k = g.run(j) if role == "party" else g.phrase(j, free=True, complement=True)
    if k == j:
        return None
    k, role = _seated(g, j, k, words[0], role)
    if role == "agency_head" and _in_company(g, k):
        role = "none"
    return g.made(head, i, k, _told_within(g, j, k, words[0], role))


def _president(g: Grammar, head: Head, i: int, k: int, nation: str) -> Office:
    """`الرئيس الكوري الجنوبي`."""
    g.country = nation
    if g.joined(k) and g.text.words[k].form in ("الشمالي", "الجنوبي"):
        k += 1
    return g.made(head, i, k, "head_of_state")


def _lead(g: Grammar, head: Head, j: int) -> str | None:
    """The first word of a body's name, without preposition: `للأمن` is `الأمن`; None where no name starts."""
    word = g.text.words[j]
    first = word.form
    if first.startswith("لل"):
        return "ال" + first[2:]
    if head.definite or (first[0] == "ل" and head.words[0].endswith("ا") and first != "لجنه"):
        return first[1:] if first.startswith(("ل", "بال")) and len(first) >= 4 else None
    if word.stop or word.say or (word.title and not word.definite):
        return None
    inner = first[1:] if first[0] == "ب" else ""  # `مدير عام بالبنك العربي`
    return inner if inner and told_of_body(g.lexicon, head, [inner]) else first


def _of_land(g: Grammar, head: Head, i: int, j: int, lead: str, role: Role | None) -> Office | None:
    """The office over a region or state: `رئيس جهة الشرق`, `رئيس مجلس جهةمراكشآسفي` (glued), `رئيس مالي`."""
    inner = g.places.get(j + 1) if lead == "مجلس" and g.joined(j + 1) else None
    if inner and g.base(j + 1).startswith("جهه"):
        return g.made(head, i, inner[0], "region_president")
    place = g.places.get(j)
    if place is None:
        return None
    k, level = place[0], place[1].level
    if role is None and level == "country" and head.masculine == "رييس":
        return g.made(head, i, g.tail(k), "head_of_state")
    if level in ("region", "province") and lead in ("جهه", "مجلس"):
        return g.made(head, i, k, role)
    return None


def _unlisted(g: Grammar, head: Head, j: int, lead: str) -> Role | None:
    """The role over a body whose kind no table knows: that of the office noun, none for a `رئيس`."""
    if g.text.words[j].weight > _NAME or not (lead.startswith("ال") or g.lexicon.known_domain(lead)):
        return None
    return "none" if head.masculine == "رييس" else head.role


def _seated(g: Grammar, j: int, k: int, lead: str, role: Role) -> tuple[int, Role]:
    """The word after a body `j:k` with where it sits, `لجنة الداخلية بمجلس النواب`, and the role with that."""
    if role == "parliamentarian":
        k = _at_body(g, k)
        group = lead in ("فريق", "الفريق") and g.joined(k) and g.text.words[k].form.startswith("ل")
        return (g.phrase(k) if group else k), role
    if role == "mayor" and k in g.places and g.joined(k):
        return g.places[k][0], role
    end = _at_body(g, k)
    chambers = (g.base(n)[1:] in ("مجلس", "البرلمان") for n in range(k, end))
    if role == "agency_head" and lead in ("لجنه", "اللجنه") and any(chambers):
        return end, "parliamentarian"
    return _in_land(g, end), role


def _told_within(g: Grammar, j: int, k: int, lead: str, role: Role) -> Role:
    """The role that a later word of the body's name tells.

    `رئيس المجلس الوطني لحزب الاستقلال` and `رئيس الاتحاد العام التونسي للشغل` are of a party or union, `رئيس الاتحاد
    البحريني لكرة السلة` and `مدير مركز القدس للدراسات` of neither.
    """
    classes = g.lexicon.classes
    for n in range(j + 1, k):
        form = g.text.words[n].form
        if form in classes["chamber"] and lead in _COMMITTEES:
            return "parliamentarian"  # `رئيس اللجنة المالية النيابية`
        if form in classes["party_word"] and (role in _BODIES or lead in ("المجلس", "مجلس")):
            return "party"
        if form in classes["union"] and role == "none":
            return "party"
        if form in classes["sport"] and (role in ("party", "parliamentarian") or lead in _CLUBS):
            return "none"
        if role == "agency_head" and (form in classes["studies"] or form in classes["festival"]):
            return "none"  # `مدير إدارة المهرجان`
        if form in classes["trade"] and role == "party":
            return "none"  # `رئيس الفيدرالية الوطنية للمنعشين العقاريين`
        if form in _MILITARY and role == "agency_head":
            return "security"  # `رئيس جهاز الاستخبارات العسكرية`
        union = role in _BODIES and lead in ("الاتحاد", "البرلمان")
        if union and form.startswith("لل") and form not in _AFFAIRS:
            return "none"  # `رئيس الاتحاد الإفريقي للشباب`
    return role


def _in_company(g: Grammar, k: int) -> bool:
    """Does a company follow: `مدير قطاع التسويق في شركة الأمل`?"""
    if not g.joined(k):
        return False
    form = g.text.words[k].form
    return (g.base(k + 1) if form == "في" else form.removeprefix("ب")) in g.lexicon.classes["company"]


def _in_land(g: Grammar, k: int) -> int:
    """The word after `بجهة الشرق`, `بالرباط`, `لجهة مراكش آسفي` at the end of a body's name."""
    if g.joined(k) and k in g.places and g.text.words[k].form[0] in "بل":
        return g.places[k][0]
    if g.joined(k) and g.text.words[k].form == "في" and g.joined(k + 1) and k + 1 in g.places:
        end = g.places[k + 1][0]
        named = g.joined(end) and (g.text.words[end].title or g.text.words[end].form in g.lexicon.given)
        return end if named else k  # `مدير إدارة التعليم في محافظة الأحساء كريم الزياني`
    return k


def _head_of_government(g: Grammar, head: Head, i: int, j: int) -> Office:
    k = j + 1
    if g.text.words[j].form.endswith("مجلس") and g.joined(k):
        k += 1
    if g.joined(k) and k in g.places:
        k = g.places[k][0]
    elif g.joined(k) and g.text.words[k].form in ("كيان", "حكومه", "الاحتلال", "الوحده", "الوفاق", "تصريف"):
        k += 1
        if g.joined(k) and g.text.words[k].form in ("الاحتلال", "الوطنيه", "الاعمال"):
            k += 1
        if g.joined(k) and g.text.words[k].form == "الوطنيه":
            k += 1
    k = g.tail(k)
    return g.made(head, i, k, "head_of_government")


def told_of_body(lexicon: Lexicon, head: Head, words: list[str]) -> Role | None:
    """The role that the first words of the domain give, longest first; `فريقه` is read without its pronoun."""
    name = head.masculine.removeprefix("ال")
    if len(words) > 2 and words[0] == "مجلس" and words[1] == "اداره":
        return "agency_head" if told_of_body(lexicon, head, words[2:]) == "agency_head" else "none"
    for n in range(min(4, len(words)), 0, -1):
        for last in _unsuffixed(words[n - 1]):
            key = (*words[: n - 1], last)
            for holder in (name, head.masculine, "*"):
                role = lexicon.domains.get((key, holder))
                if role:
                    council = key == ("المجلس",) and len(words) > 1 and words[1].startswith("ال")
                    return "agency_head" if council and words[1] not in lexicon.nations else _of_head(head, role)
    return None


def _unsuffixed(form: str) -> tuple[str, ...]:
    """A word, and what it is without its pronoun: `حزبها` is `حزب`, `حركته` is `حركة`."""
    for suffix in _SUFFIXES:
        if form.endswith(suffix) and len(form) > len(suffix) + 2 and not form.startswith("ال"):
            noun = form[: -len(suffix)]
            return form, noun[:-1] + "ه" if noun.endswith("ت") else noun
    return (form,)


def _of_head(head: Head, role: Role) -> Role:
    """A secretary of an agency and a director general of a ministry's department keep the role of their noun."""
    if role == "agency_head" and head.masculine == "العضو المنتدب":
        return "none"  # of a company, whatever its part: `العضو المنتدب لمنطقة الشرق الأوسط`
    if role == "agency_head" and head.role in ("other_official", "party"):
        return "other_official"
    if role == "other_official" and head.role == "agency_head" and len(head.words) > 1:
        return "agency_head"
    return role


def _territory(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`والي جهة مراكش – اسفي`, `عامل الإقليم`, `العامل الأسبق لإقليم الحوز`, `محافظ البنك المركزي`."""
    if head.definite:
        k = _status(g, j)
        if k > j and g.joined(k) and k in g.places and g.text.words[k].form[0] == "ل":
            return g.made(head, i, g.places[k][0])
        return None
    if not g.joined(j):
        return None
    word = g.text.words[j]
    if word.base in ("بنك", "البنك", "المصرف", "موسسه", "الموسسه", "مصرف"):
        return g.made(head, i, g.phrase(j, free=True, complement=True), "agency_head")
    end = _land(g, j)
    if end is None:
        return None
    k = end
    while g.joined(k) and g.text.words[k].form.startswith("و") and k in g.places and g.places[k][1].level != "locality":
        k = g.places[k][0]
    ruler = head.masculine == "حاكم" and j in g.places and g.places[j][1].country == "AE"  # `حاكم الشارقة`
    return g.made(head, i, k, "royal" if ruler else None)


def _land(g: Grammar, j: int) -> int | None:
    """The word after a territory: a place, or `الجهة`, `عمالة مقاطعات الحي الحسني`."""
    if j in g.places and g.places[j][1].level in ("region", "province", "locality"):
        return g.places[j][0]
    land = g.lexicon.classes["land"]
    k = j
    while k < len(g.text) and (k == j or g.joined(k)) and g.text.words[k].form in land:
        k += 1
        if g.text.words[k - 1].definite:
            return k
    if k == j:
        return None
    if g.joined(k) and k in g.places:
        return g.places[k][0]
    if g.joined(k) and not g.text.words[k].stop:
        k += 1
        if g.joined(k) and g.text.words[k].definite and g.lexicon.known_domain(g.text.words[k].form):
            k += 1
        return k
    return None


def _town(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`عمدة الدار البيضاء`, `عمدة مدينة فاس`, `عمدة المدينة`; `أمين منطقة الرياض` too, though no `أمين اللجنة`."""
    if not g.joined(j) or head.definite:
        return None
    k = _land(g, j)
    return g.made(head, i, k, "mayor" if head.masculine == "امين" else None) if k else None


def _state(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`سفير إسبانيا بالرباط`, `السفير المغربي`, `سفيرة صاحب الجلالة بمدريد`, `القنصل العام للمغرب بوهران`."""
    k = j
    nation = g.nation(k)
    if nation:
        g.country, k = nation, k + 1
        if g.joined(k) and g.text.words[k].form in ("العام", "العامه", "الدايم", "الدايمه"):  # `القنصل البريطاني العام`
            k += 1
    elif g.joined(k) and g.text.words[k].form in ("سفاره", "بسفاره", "في"):  # `القائم بالأعمال في سفارة أوكرانيا`
        k = _embassy(g, k)
    elif g.joined(k) and k in g.places:
        k = g.places[k][0]
    elif g.joined(k) and g.text.words[k].base.removeprefix("ل") in g.lexicon.classes["state"]:
        k = g.phrase(k, free=True)
    elif g.joined(k) and g.text.words[k].form in ("صاحب", "خادم", "جلاله") and g.joined(k + 1):
        k += 3 if g.text.words[k].form == "خادم" else 2
    elif len(head.words) == 1:
        return None
    k = _status(g, k) if not g.former(i, k) else k
    if g.joined(k) and g.text.words[k].form in ("المعتمد", "المعتمده", "المقيم", "المقيمه"):
        k += 1
    k = g.tail(k, where=True)
    if k > j and g.joined(k) and g.text.words[k].form == "لدي" and g.joined(k + 1) and not g.text.words[k + 1].stop:
        k = g.phrase(k + 1, complement=True)  # `لدى دولة فلسطين`
    if k == j and g.joined(k) and g.text.words[k].form in ("لدي", "بالامم"):
        k = g.phrase(k + 1, complement=True)
    return g.made(head, i, k) if k > j else g.bare(head, i, j)  # `القنصلة العامة سعاد الزياني`


def _embassy(g: Grammar, k: int) -> int:
    """The word after `سفارة الولايات المتحدة`, `في سفارة دولة قطر`, `بسفارة أوكرانيا`."""
    noun = k + (g.text.words[k].form == "في")
    if not g.base(noun).endswith("سفاره") or not g.joined(noun + 1):
        return k
    place = g.places.get(noun + 1)
    return place[0] if place else g.phrase(noun + 1, free=True)


def _voice(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`الناطق الرسمي باسم الحكومة`, `المتحدث الرسمي لوزارة الداخلية`."""
    if not g.joined(j):
        return None
    form = g.text.words[j].form
    if form in ("باسم", "بلسان") and g.joined(j + 1):
        k = g.phrase(j + 1, free=True, complement=True)
        first = j + 1
    elif form.startswith("ل") and len(form) > 3:
        k = g.phrase(j, free=True, complement=True)
        first = j
    else:
        return None
    if k == first:
        return None
    words = [g.text.words[n].base for n in range(first, k)]
    role = told_of_body(g.lexicon, head, [words[0].removeprefix("ل") if first == j else words[0], *words[1:3]])
    return g.nested(g.made(head, i, k, role if role in ("party", "security", "none") else None), first)


def _adviser(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`مستشار الرئيس الأمريكي`, `مستشار صاحب الجلالة`, `المستشار بالديوان الملكي`."""
    if not g.joined(j):
        return None
    word = g.text.words[j]
    if word.base in ("الملك", "جلالته", "الرييس", "جلاله", "سمو") or word.form in ("للملك", "للرييس"):
        k = j + 2 if word.base in ("جلاله", "سمو") else j + 1
        return g.nested(g.made(head, i, g.tail(k)), j)
    if word.base == "صاحب" and g.joined(j + 1):
        return g.made(head, i, j + 2)
    if word.form in ("بالديوان", "بديوان") or (word.form == "في" and g.base(j + 1) in ("ديوان", "الديوان")):
        first = j + 1 if word.form == "في" else j
        inner = g.office(first + 1) if first + 1 < len(g.text) and g.text.words[first + 1].office else None
        k = inner.last if inner else g.phrase(first, free=True)
        return g.nested(g.made(head, i, k), j)
    patron = j + 1 if word.form in ("لدي", "ل") and g.joined(j + 1) else j  # `المستشار لدى رئيس الحكومة`
    if g.text.words[patron].office:
        inner = g.office(patron)
        if inner and inner.public:
            return _within(g, g.made(head, i, inner.last), j, _own_end(g, inner))
    if word.base in ("وزاره", "رياسه"):
        return g.made(head, i, g.phrase(j, free=True))
    return None


def _deputy(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`نائب رئيس الوزراء لشؤون الطاقة`, `النائب الثاني لرئيس مجلس الوزراء`, `نائب عن ولاية ميشيغان`."""
    if not g.joined(j):
        return None
    word = g.text.words[j]
    if word.form == "عن" and head.masculine == "نايب":
        return _seat(g, head, i, j, "parliamentarian")
    if head.masculine == "نايب" and _chamber(g, j):
        k = j + (2 if g.text.words[j + 1].definite else 3)
        k = g.phrase(k + 1, free=True) if g.joined(k) and g.text.words[k].form == "عن" and g.joined(k + 1) else k
        return g.made(head, i, k, "parliamentarian")
    if word.office or word.form in ("الرييس", "للرييس", "الرييسه"):
        inner = g.office(j)
        if inner is None:
            if word.base != "الرييس":
                return None
            return g.made(head, i, g.tail(j + 1), "other_official")
        role: Role = "other_official"
        if inner.role == "head_of_government" or (inner.role == "minister" and _in_cabinet(g, inner)):
            role = "minister"
        elif inner.role in ("parliamentarian", "none", "party", "security"):
            role = inner.role
        k = own = _own_end(g, inner)
        if own < inner.last or (g.joined(k) and g.text.words[k].form in _AFFAIRS):
            k = g.phrase(k, free=own < inner.last, complement=own < inner.last)
        deputy = _within(g, g.made(head, i, k, role), j, own)
        if own == j + 1:  # `نائب الرئيس للشؤون الخارجية`
            deputy.nested = []
        return deputy
    return None


def _within(g: Grammar, outer: Office, j: int, own: int) -> Office:
    """`outer` with the office at word `j` in it, which ends at word `own`: `مستشار [وزير النقل] لشؤون الطيران`."""
    g.nested(outer, j)
    for office in outer.nested:
        office.last = min(office.last, own)
    return outer


def _chamber(g: Grammar, j: int) -> bool:
    """Does the name of a chamber start at word `j`: `نائب [مجلس الشعب]`, `نائب [مجلس نواب الشعب]`?"""
    words = g.text.forms(j, j + 3)
    return (
        len(words) == 3
        and words[0] == "مجلس"
        and told_of_body(g.lexicon, g.lexicon.heads[("رييس",)], words) == "parliamentarian"
    )


def _in_cabinet(g: Grammar, inner: Office) -> bool:
    """Does the deputy of a minister sit in the cabinet: `نائب وزير الدفاع الوطني` in Algeria?"""
    return inner.country == "DZ" or g.base(inner.first + 2) == "الوطني"


def _own_end(g: Grammar, inner: Office) -> int:
    """The word after an office in another, without the complement of the outer one.

    `مساعد [وزير الداخلية] للإدارة العامة`, `نائب أول ل[رئيس الجمهورية] للشؤون الدولية`.
    """
    bare = inner.head.definite and inner.head.masculine == "رييس"
    whole = not bare and (inner.head.definite or inner.role not in MINISTERIAL | {"head_of_state"})
    for n in range(inner.first + len(inner.head.words) + (not bare), inner.last):
        form = g.text.words[n].form
        if form in _AFFAIRS or (form.startswith("لل") and not whole):
            return n
    return inner.last


def _acting(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`القائم بأعمال وزارة الإعلام`, `القائم بأعمال رئيس الوزراء`; of an embassy else."""
    if not g.joined(j):
        return None
    if g.text.words[j].office and (inner := g.office(j)):
        return g.nested(g.made(head, i, inner.last, inner.role), j)
    if g.base(j) == "وزاره":
        return g.made(head, i, g.phrase(j, free=True), "minister")
    return _state(g, head, i, j)


def _seat(g: Grammar, head: Head, i: int, j: int, role: Role | None = None) -> Office | None:
    """`النائبة عن كتلة نداء تونس`, `النائب البرلماني`, `البرلماني عن حزب العدالة والتنمية`, `النائب الأردني`."""
    k = j
    nation = g.nation(k)
    if nation or (g.joined(k) and g.text.words[k].form in g.lexicon.classes["side"]):
        k += 1
    while g.joined(k):
        end = k
        form = g.text.words[k].form
        if form in ("عن", "علي") and g.joined(k + 1):
            end = g.phrase(k + 1, free=True)
            end = k if end == k + 1 else end
        else:
            end = _at_body(g, k)
        if end == k:
            break
        k = end
    if k == j and len(head.words) == 1:
        return None
    return g.made(head, i, k, role)


def _envoy(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`مبعوث أممي إلى الصحراء المغربية`, `المبعوث الشخصي للأمين العام للأمم المتحدة`."""
    k = j
    if g.nation(k) or (g.joined(k) and g.text.words[k].form in ("الخاص", "خاص", "الاممي", "الشخصي")):
        k += 1
    if g.joined(k) and g.text.words[k].office and (inner := g.office(k)):
        k = inner.last
    elif g.joined(k) and head.masculine == "مبعوث" and (g.base(k) in ("الامم", "الاتحاد", "الرييس") or k in g.places):
        k = g.places[k][0] if k in g.places else g.phrase(k, free=True)
    elif g.joined(k) and g.text.words[k].form.startswith("لل") and len(head.words) > 1:
        k = g.phrase(k)
    if g.joined(k) and g.text.words[k].form == "الي" and g.joined(k + 1):
        place = g.places.get(k + 1)
        k = place[0] if place else k
        k = g.tail(k)
    if k == j and not head.definite:
        return None
    if k == j and head.masculine == "ممثل":
        return None
    return g.nested(g.made(head, i, k), j)


def _realm(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`ملك المغرب`, `أمير دولة قطر`, `ولي عهد أبوظبي`, `أمير منطقة عسير`, `حاكم الشارقة`."""
    if head.definite or not g.joined(j):
        return None
    word = g.text.words[j]
    if word.base in ("منطقه", "المنطقه") and head.masculine == "امير":
        k = _land(g, j)
        return g.made(head, i, k, "governor") if k else None
    if word.base in ("البلاد", "الدوله", "المملكه", "السلطنه"):
        return g.made(head, i, j + 1)
    if head.masculine == "مفتي" and word.base in ("الجمهوريه", "الديار"):
        return g.made(head, i, g.tail(j + 2 if word.base == "الديار" and g.joined(j + 1) else j + 1))
    k = j + 1 if word.base in ("دوله", "مملكه", "سلطنه", "اماره", "دوقيه") else j
    place = g.places.get(j) or g.places.get(k)
    if place and g.joined(k):
        province = head.masculine == "امير" and place[1].country == "SA" and place[1].level != "country"
        return g.made(head, i, place[0], "governor" if province else None)  # `أمير الرياض`
    return None


def _nation(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`العاهل المغربي`, `رئيس الدبلوماسية الروسية`."""
    nation = g.nation(j)
    if not nation:
        return None
    g.country = nation
    return g.made(head, i, j + 1)


def _court(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`قاضية لدى المحكمة الإدارية للاتحاد الإفريقي`."""
    k = _at_body(g, j)
    return g.made(head, i, k) if k > j else None


def _department(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`وكيل وزارة الإسكان للدراسات والبحوث`."""
    if g.joined(j) and j in g.places and g.text.words[j].form in ("محافظه", "اماره"):
        return g.made(head, i, g.places[j][0])
    if not g.joined(j) or g.text.words[j].form not in ("وزاره", "الوزاره", "محافظ", "اماره", "امين"):
        return None
    return g.made(head, i, g.phrase(j, free=True, complement=True))


def _force(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`قائد الجيش`, `قائد القوات البحرية`: not a POSITION; `قائد قيادة الجبيلات` is one."""
    if head.definite or not g.joined(j):
        return None
    noun = g.base(j)
    if noun not in g.lexicon.classes["force"]:
        words = g.text.forms(j, j + 4)
        party = told_of_body(g.lexicon, head, words) == "party"  # `قائد حركة الواحة`
        return g.made(head, i, g.run(j), "party") if party else None
    k = g.phrase(j, free=True)
    if g.joined(k) and g.text.words[k].form in ("في", "من") and g.base(k + 1) in g.lexicon.classes["force"]:
        k = g.phrase(k + 1, free=True)  # `قائد القوات البرية في الجيش الإيراني`
    return g.made(head, i, k, "other_official" if noun == "قياده" else None)


def _member(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`عضو المكتب السياسي لحزب التجمع الوطني للأحرار`: party; `عضو مجلس جماعة سلا`: a local official; or nothing."""
    k = j
    if g.joined(k) and g.text.words[k].form in ("في", "ب"):
        k += 1
    if k == j and g.text.words[i].title and head.role == "none" and g.base(j) in g.lexicon.given:
        return None  # `الأستاذ كريم الزياني`
    end = k
    if g.joined(k):
        end = g.run(k) if head.role == "party" else g.phrase(k, free=True, complement=True)
    if end == k:
        return g.made(head, i, j) if head.role == "party" else None
    party = head.role == "party" or any(
        g.base(n).removeprefix("ل") in g.lexicon.classes["party_word"] for n in range(k, min(end + 2, len(g.text)))
    )
    return g.made(head, i, end, "party" if party else _of_member(g, head, k, end))


def _of_member(g: Grammar, head: Head, k: int, end: int) -> Role:
    """The role of a member of the body `k:end`, by that of its head."""
    chair = g.lexicon.heads[("رييس",)]
    role = told_of_body(g.lexicon, chair, g.text.forms(k, end))
    if head.masculine != "عضو":
        return "party" if role == "party" and head.masculine in _CANDIDATES else "none"
    if role in ("mayor", "region_president"):
        return "other_official"
    if role == "agency_head" and any(g.text.words[n].form in g.lexicon.classes["chamber"] for n in range(k, end)):
        return "parliamentarian"  # `عضو لجنة النفط البرلمانية`
    return role if role in ("parliamentarian", "security", "party") else "none"


def _on(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`المشرف العام على مركز الملك سلمان للإغاثة`."""
    if not g.joined(j) or g.text.words[j].form != "علي" or not g.joined(j + 1):
        return None
    k = g.phrase(j + 1, free=True, complement=True)
    words = g.text.forms(j + 1, k)
    return g.made(head, i, k, told_of_body(g.lexicon, g.lexicon.heads[("مدير",)], words)) if words else None


def _told(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`مسؤول التواصل بالمركز`: an office only where the model sees one."""
    return None


def _affairs(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`مشرف شؤون المعلمين بالإدارة`."""
    if not g.joined(j) or g.base(j) not in ("شوون", "الشوون", "شيون", "الشيون"):
        return None
    return g.made(head, i, _at_body(g, g.phrase(j, free=True, complement=True)))


DOMAINS: Final[dict[str, Callable[[Grammar, Head, int, int], Office | None]]] = {
    "ministry": _ministry,
    "complete": _complete,
    "optional": _optional,
    "body": _body,
    "territory": _territory,
    "town": _town,
    "state": _state,
    "voice": _voice,
    "adviser": _adviser,
    "deputy": _deputy,
    "seat": _seat,
    "envoy": _envoy,
    "realm": _realm,
    "nation": _nation,
    "court": _court,
    "department": _department,
    "force": _force,
    "member": _member,
    "on": _on,
    "told": _told,
    "affairs": _affairs,
    "acting": _acting,
}
