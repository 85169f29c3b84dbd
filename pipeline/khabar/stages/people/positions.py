"""The grammar of Arabic office-holding: an office noun and its domain, as `وزير الاقتصاد والمالية`.

An office noun (`data/people/offices.tsv`) says what it takes as its domain; each kind of domain is one
function here, which gives the word after its end, or None where the noun names no office.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from khabar.document import Place, Role
from khabar.stages.people.evidence import Stretch
from khabar.stages.people.lexicon import Head, Lexicon
from khabar.stages.people.words import Text

_LONGEST_PHRASE = 16  # words in a domain
_LONGEST_RUN = 9  # words in a party's name
_STUDIES = frozenset({"للدراسات", "للابحاث", "للبحوث"})
_RELATIONS = frozenset({"العلاقات", "العلاقه", "التعاون"})


@dataclass(slots=True)
class Office:
    """Words `first:last` of the text word an office; `role` may be none, `public` tells POSITIONs apart."""

    first: int
    last: int
    head: Head
    role: Role
    public: bool
    former: bool = False
    country: str | None = None
    domain: tuple[int, int] = (0, 0)
    portfolio: tuple[int, int] | None = None
    nested: list[Office] = field(default_factory=list)


class Grammar:
    """Finds the offices of one text; `places` are its PLACE mentions by the word that they start at."""

    def __init__(self, lexicon: Lexicon, text: Text, places: dict[int, tuple[int, Place]]) -> None:
        self.lexicon, self.text, self.places = lexicon, text, places
        self.country: str | None = None
        self.portfolio: tuple[int, int] | None = None

    def offices(self) -> list[Office]:
        """All offices, in order; an office inside another is in its `nested`."""
        found: list[Office] = []
        at = 0
        for i in self.text.notable:
            if i >= at and self.text.words[i].office and not self._toward(i):
                office = self.office(i)
                if office:
                    found.append(office)
                    at = office.last
        return found

    def reconciled(self, offices: list[Office], told: Sequence[Stretch], names: Sequence[Stretch]) -> list[Office]:
        """The offices, where the model saw some too: its ends are taken, what it alone saw is added.

        `names` cut the offices that run into them.
        """
        by_first = {o.first: o for whole in offices for o in (whole, *whole.nested)}
        for stretch in told:
            office = by_first.get(stretch.first)
            if office:
                whole = [k for i, (k, _) in self.places.items() if stretch.first < i < stretch.last < k]
                office.last = max([stretch.last, *whole])  # an end inside a place is none
                office.nested = [o for o in office.nested if o.last <= office.last]
            elif not any(o.first < stretch.last and stretch.first < o.last for o in offices):
                added = self._told(stretch)
                if added:
                    offices.append(added)
        for name in names:
            for office in offices:
                if office.first < name.first < office.last:
                    office.last = name.first
                    office.nested = [o for o in office.nested if o.last <= name.first]
        return sorted(offices, key=lambda o: o.first)

    def _told(self, stretch: Stretch) -> Office | None:
        """An office that the model alone saw: its noun gives the role."""
        for head, _ in self._heads(stretch.first):
            self.country = self.portfolio = None
            role: Role = head.role if head.role not in ("none", "party", "security") else "other_official"
            return self.made(head, stretch.first, stretch.last, role)
        return None

    def office(self, i: int) -> Office | None:
        """The office that starts at word `i`."""
        for head, j in self._heads(i):
            self.country = self.portfolio = None
            parsed = _DOMAINS[head.domain](self, head, i, j)
            if parsed:
                return parsed
        return None

    def _toward(self, i: int) -> bool:
        """Is this the preposition in `من وإلى إسبانيا`, which the fold makes a wali?"""
        word, folded = self.text.words[i], self.text.folded
        return word.form == "والي" and folded.source[folded.starts[self.text.spans[i][0] + 1]] == "إ"

    def _heads(self, i: int) -> list[tuple[Head, int]]:
        """The office nouns that start at word `i`, longest first, with the word after each."""
        found = []
        words = [self.text.words[i].base]
        for j in range(i + 1, i + 1 + self.lexicon.longest_head):
            head = self.lexicon.heads.get(tuple(words))
            if head:
                found.append((head, j))
            if j >= len(self.text) or not self.text.joined(j):
                break
            words.append(self.text.words[j].form)
        return found[::-1]

    # what the domain functions ask of the text

    def base(self, j: int) -> str:
        return self.text.words[j].base if j < len(self.text) else ""

    def joined(self, j: int) -> bool:
        return self.text.joined(j)

    def nation(self, j: int) -> str | None:
        """The country of a nationality adjective at word `j`, joined to the word before."""
        if not self.joined(j):
            return None
        word = self.text.words[j]
        return word.nation if not word.clitics else None

    def enclosed(self, j: int) -> bool:
        """Joined, or with only a quotation mark or parenthesis opening between."""
        return self.joined(j) or self.text.gap(j) in (' "', " (", ' ("')

    def phrase(self, j: int, *, free: bool = False, complement: bool = False) -> int:
        """The word after the noun phrase that starts at word `j`.

        An idafa chain up to a definite noun, its adjectives, and coordinated nouns that are words of
        ministries and public bodies: `الفلاحة والصيد البحري والتنمية القروية`. `free` takes definite
        nouns beyond that vocabulary, `complement` one `ل` complement: `الهيئة العليا للانتخابات`.
        """
        k, last = j, j + _LONGEST_PHRASE
        settled = False  # has the idafa chain reached its definite end?
        quoted = self.text.gap(j).endswith('"')
        while k < min(last, len(self.text)):
            word = self.text.words[k]
            if k > j and not self.joined(k):
                gap = self.text.gap(k)
                if not (quoted and gap == '" ') and (settled or gap not in (' "', ' ("')):
                    break
                quoted = not quoted
            if word.title and k > j and self.text.words[k - 1].thing and self.joined(k + 1):
                k, settled = k + 2, True  # `مركز الملك سلمان للإغاثة`
                continue
            place = self.places.get(k)
            if place and (not settled or (place[1].level == "country" and k == j)):
                k, settled = place[0], True
                continue
            if word.stop or word.say or (word.title and k > j and not self.lexicon.known_domain(word.base)):
                if settled and k > j and word.form == "مع" and self.base(k - 1).lstrip("و") in _RELATIONS:
                    k += 1
                    continue
                break
            if k == j:
                settled = word.definite
                k += 1
                continue
            if word.nation and not word.clitics:
                if word.definite:
                    self.country = word.nation
                    k += 1
                    settled = True
                    continue
                break
            if word.office and not self.lexicon.known_domain(word.base):
                break
            if not settled:
                if word.form[0] in "بلكف" and word.clitics:
                    break
                if word.definite or self._noun(k):
                    settled = word.definite
                    k += 1
                    continue
                break
            step = self._continued(k, free=free, complement=complement)
            if step is None:
                break
            k, settled = step
        return k

    def _noun(self, k: int) -> bool:
        word = self.text.words[k]
        return word.weight < 12 or self.lexicon.known_domain(word.base)

    def _continued(self, k: int, *, free: bool, complement: bool) -> tuple[int, bool] | None:
        """One step of a settled phrase: the next word and whether the phrase is settled then."""
        word = self.text.words[k]
        form = word.form
        known = self.lexicon.known_domain
        if form in self.lexicon.classes["former"] or form in self.lexicon.classes["status"]:
            return None
        if form.startswith("ال"):
            if known(form) and word.weight < 15:
                return k + 1, True
            return (k + 1, True) if free and form.endswith(("يه", "ي")) and word.weight < -10 else None
        if form.startswith("وال") and (known(form[1:]) or (free and form.endswith(("يه", "ي")) and word.weight < -10)):
            return k + 1, True
        if (
            form == "و"
            and self.joined(k + 1)
            and self.text.words[k + 1].definite
            and known(self.text.words[k + 1].form)
        ):
            return k + 2, True
        if form.startswith("و") and known(form[1:]) and k + 1 < len(self.text) and self.joined(k + 1):
            after = self.text.words[k + 1]
            if after.form.startswith("ال") and not after.title:
                return k + 2, True
        if form.startswith("بال") and known(form) and self.base(k - 1).endswith(("ين", "ون")):
            return k + 1, True
        if complement:
            if form.startswith("لل") and (known("ال" + form[2:]) or (free and word.weight < 0)):
                return k + 1, True
            if (
                form.startswith("ل")
                and (known(form[1:]) or (free and word.weight < 0))
                and self.joined(k + 1)
                and self.text.words[k + 1].definite
            ):
                return k + 2, True
        return None

    def run(self, j: int) -> int:
        """The word after the name of a party or union, which may be any words: `حزب حراك تونس الإرادة`."""
        party = self.lexicon.classes["party_word"]
        k = max(self.phrase(j, free=True, complement=True), j + 1)
        while k - j < _LONGEST_RUN and (self.joined(k) or (self.enclosed(k) and self.text.words[k - 1].form in party)):
            word = self.text.words[k]
            if word.form in party or (word.form[0] == "ل" and word.form[1:] in party):  # `المكتب السياسي لحماس`
                k += 1
                continue
            if word.stop or word.say or word.title or word.office or word.former or word.weight > 0:
                break
            named = self.text.words[k - 1].form in party and not word.clitics  # `حركة حماس`
            if not (named or word.definite or word.form.startswith(("وال", "لل")) or k in self.places):
                break
            k += 1
        return k

    def idafa(self, k: int) -> bool:
        """Is word `k` a noun with a definite one after it: `تكنولوجيا الاتصال`?"""
        return self.joined(k + 1) and self.text.words[k + 1].definite and self._noun(k)

    def tail(self, k: int, *, where: bool = False) -> int:
        """The word after a trailing nationality (`المصري`) or, where asked, seat (`بالرباط`)."""
        nation = self.nation(k)
        if nation and self.text.words[k].definite:
            self.country = nation
            k += 1
        if where and self.joined(k):
            form = self.text.words[k].form
            if form[0] == "ب" and k in self.places:
                return self.places[k][0]
            if form in ("في", "لدي", "الي") and k + 1 in self.places and self.joined(k + 1):
                return self.places[k + 1][0]
            if form in ("في", "لدي") and self.joined(k + 1) and self.base(k + 1) == "مدينه" and k + 2 in self.places:
                return self.places[k + 2][0]
        return k

    def former(self, i: int, k: int) -> bool:
        """Is the office of words `i:k` marked as past: `الوزير السابق للثقافة`, `وزير العدل السابق`?"""
        marks = self.lexicon.classes["former"]
        if any(self.text.words[n].form in marks for n in range(i + 1, k)):
            return True
        return self.joined(k) and self.text.words[k].form in marks

    def made(self, head: Head, i: int, k: int, role: Role | None = None, domain: int | None = None) -> Office:
        role = role or head.role
        public = role not in ("none", "party", "security")
        country = self.country or head.country
        if country is None:
            for n in range(i + 1, k):
                if n in self.places:
                    country = self.places[n][1].country
        return Office(
            i, k, head, role, public, self.former(i, k), country, (domain if domain is not None else i + 1, k)
        )

    def bare(self, head: Head, i: int, j: int) -> Office | None:
        """A definite office of several words without its domain, no POSITION: `أوضح المدير الإقليمي، حميد الراشدي`."""
        if not head.definite or len(head.words) < 2 or head.role == "none":
            return None
        office = self.made(head, i, i + len(head.words))
        office.public = False
        return office

    def nested(self, outer: Office, j: int) -> Office:
        """`outer` with the offices that stand inside it, from word `j` on."""
        for n in range(j, outer.last):
            if self.text.words[n].office:
                country, inner = self.country, self.office(n)
                self.country = country
                if inner and inner.last <= outer.last:
                    outer.nested += [inner, *inner.nested]
                    inner.nested = []
                    break
        return outer


def _status(g: Grammar, j: int) -> int:
    """The word after markers of status between an office and its domain: `السابق`, `المنتدب`."""
    while g.joined(j) and g.text.words[j].form in (g.lexicon.classes["former"] | g.lexicon.classes["status"]):
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
        inner = g.office(j + 1) if g.text.words[j + 1].office else None
        k = inner.last if inner else g.phrase(j + 1)
        if k == j + 1:
            return None
        k = _charged(g, k)
        return g.nested(g.made(head, i, k, domain=start), j + 1)
    charged = _charged(g, j)
    if charged > j:
        return g.made(head, i, charged, domain=start)
    if g.joined(j) and g.text.words[j].nation:
        g.country = g.nation(j)
        k = _charged(g, j + 1)
        return g.made(head, i, k) if g.country else None
    if g.joined(j) and not head.definite and g.text.words[j].former:  # `وزير سابق`
        office = g.made(head, i, j + 1)
        office.public, office.former = False, True
        return office
    after = _status(g, j)
    if g.joined(after) and g.text.words[after].form in ("في", "ب") and head.role == "secretary_of_state":
        after += 1
    if not g.enclosed(after):
        return None
    word = g.text.words[after]
    first = word.form
    if head.role == "secretary_of_state" and g.idafa(after) and g.text.words[after - 1].form == "في":
        pass
    elif head.definite or after > j or (first.startswith("ل") and not word.definite and first not in ("لدي",)):
        complement = first.startswith("ل") and not word.stop and len(first) > 4
        if not complement and (head.role != "secretary_of_state" or not word.definite):
            return None
    elif (
        word.stop
        or word.say
        or (word.title and not word.definite)
        or word.clitics
        or (word.office and not g.lexicon.known_domain(word.base))
        or not (word.definite or g.lexicon.known_domain(first) or g.idafa(after))
        or (word.weight > 12 and not g.lexicon.known_domain(first))
    ):
        return None
    k = g.phrase(after, complement=True)
    if k == after:
        return None
    g.portfolio = after, k
    charge = _charged(g, k)
    if charge > k and head.role == "minister":
        g.portfolio = after, k
    k = charge
    if g.joined(k) and g.text.words[k].form in g.lexicon.classes["acting"]:
        k += 1
    k = _minister_of(g, k)
    return g.made(head, i, k, domain=start)


def _minister_of(g: Grammar, k: int) -> int:
    """The word after the state of a minister: `وزير التجارة في جمهورية الصين الشعبية`, `بفدرالية روسيا`."""
    if not g.joined(k):
        return k
    form = g.text.words[k].form
    if form == "في" and g.joined(k + 1) and g.text.words[k + 1].form in ("حكومه", "الحكومه", "كيان"):
        return g.phrase(k + 1, free=True)
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
    if k == j and g.joined(j) and g.text.words[j].form.startswith("لل"):
        k = g.phrase(j)
    return g.made(head, i, k)


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
    if head.definite:
        nation = g.nation(j)
        if nation and head.words[0] in ("الرييس", "الرييسه") and len(head.words) == 1:
            k = j + 1
            if g.joined(k) and g.text.words[k].form in ("الشمالي", "الجنوبي"):
                k += 1
            g.country = nation
            return g.made(head, i, k, "head_of_state")
        j = _status(g, j)
        j = j + 1 if nation else j
    bare = g.bare(head, i, j)
    if not g.enclosed(j):
        return bare
    word = g.text.words[j]
    first = word.form
    if first.startswith("لل"):
        lead = "ال" + first[2:]
    elif head.definite or (first[0] == "ل" and head.words[0].endswith("ا") and first != "لجنه"):
        if not first.startswith(("ل", "بال")) or len(first) < 4:
            return bare
        lead = first[1:]
    elif word.stop or word.say or (word.title and not word.definite):
        return None
    else:  # `مدير عام بالبنك العربي`
        lead = first[1:] if first[0] == "ب" and _role(g.lexicon, head, [first[1:]]) else first
    words = [lead] + [g.text.words[n].form for n in range(j + 1, min(j + 4, len(g.text))) if g.joined(n)]
    place = g.places.get(j)
    role = _role(g.lexicon, head, words)
    inner = g.places.get(j + 1) if lead == "مجلس" and g.joined(j + 1) else None
    if inner and g.base(j + 1).startswith("جهه"):  # glued: `مجلس جهةمراكشآسفي`
        return g.made(head, i, inner[0], "region_president")
    if role is None and place and place[1].level == "country" and head.masculine == "رييس":
        k = place[0]
        return g.made(head, i, g.tail(k), "head_of_state")
    if place and place[1].level in ("region", "province") and lead in ("جهه", "مجلس"):
        return g.made(head, i, place[0], role)
    if role is None:
        if word.weight > 12 or not (lead.startswith("ال") or g.lexicon.known_domain(lead)):
            return None
        role = "none" if head.role in ("none", "agency_head", "party") and head.masculine == "رييس" else head.role
    if role == "head_of_government":
        return _head_of_government(g, head, i, j)
    k = g.run(j) if role == "party" else g.phrase(j, free=True, complement=True)
    if k == j:
        return None
    if role == "agency_head" and any(g.text.words[n].form in _STUDIES for n in range(j, k)):
        role = "none"  # `مركز القدس للدراسات السياسية`
    if role == "parliamentarian":
        k = _at_body(g, k)
        if g.joined(k) and g.text.words[k].form.startswith("ل") and words[0] in ("فريق", "الفريق"):
            k = g.phrase(k)
    elif role == "agency_head" and words[0] in ("لجنه", "اللجنه"):
        end = _at_body(g, k)
        if end > k and any(g.base(n)[1:] in ("مجلس", "البرلمان") for n in range(k, end)):
            k, role = end, "parliamentarian"
    elif role == "mayor" and k in g.places and g.joined(k):
        k = g.places[k][0]
    else:
        k = _in_land(g, _at_body(g, k))
    return g.made(head, i, k, role)


def _in_land(g: Grammar, k: int) -> int:
    """The word after `بجهة الشرق`, `بالرباط`, `لجهة مراكش آسفي` at the end of a body's name."""
    if g.joined(k) and k in g.places and g.text.words[k].form[0] in "بل":
        return g.places[k][0]
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


def _role(lexicon: Lexicon, head: Head, words: list[str]) -> Role | None:
    """The role that the first words of the domain give, longest first."""
    name = head.masculine.removeprefix("ال")
    for n in range(min(4, len(words)), 0, -1):
        key = tuple(words[:n])
        for holder in (name, head.masculine, "*"):
            role = lexicon.domains.get((key, holder))
            if role:
                return _of_head(head, role)
    return None


def _of_head(head: Head, role: Role) -> Role:
    """A secretary of an agency and a director general of a ministry's department keep the role of their noun."""
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
    """`عمدة الدار البيضاء`, `عمدة مدينة فاس`, `عمدة المدينة`."""
    if not g.joined(j) or head.definite:
        return None
    k = _land(g, j)
    return g.made(head, i, k) if k else None


def _state(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`سفير إسبانيا بالرباط`, `السفير المغربي`, `سفيرة صاحب الجلالة بمدريد`, `القنصل العام للمغرب بوهران`."""
    k = j
    nation = g.nation(k)
    if nation:
        g.country, k = nation, k + 1
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
        k = g.phrase(k + 1)  # `لدى دولة فلسطين`
    if k == j and g.joined(k) and g.text.words[k].form in ("لدي", "بالامم"):
        k = g.phrase(k + 1)
    return g.made(head, i, k) if k > j else None


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
    role = _role(g.lexicon, head, [words[0].removeprefix("ل") if first == j else words[0], *words[1:3]])
    return g.made(head, i, k, role if role in ("party", "security", "none") else None)


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
    if word.office:
        inner = g.office(j)
        if inner and inner.public:
            return g.nested(g.made(head, i, inner.last), j)
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
    if word.office or word.form in ("الرييس", "للرييس", "الرييسه"):
        inner = g.office(j)
        if inner is None:
            if word.base != "الرييس":
                return None
            return g.made(head, i, g.tail(j + 1), "other_official")
        role: Role = "other_official"
        if inner.role == "head_of_government":
            role = "minister"
        elif inner.role in ("parliamentarian", "none", "party", "security"):
            role = inner.role
        k = inner.last
        if g.joined(k) and g.text.words[k].form in ("لشوون", "للشوون"):
            k = g.phrase(k)
        return g.nested(g.made(head, i, k, role), j)
    return None


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
    k = j + 1 if word.base in ("دوله", "مملكه", "سلطنه", "اماره", "دوقيه") else j
    place = g.places.get(j) or g.places.get(k)
    if place and g.joined(k):
        return g.made(head, i, place[0])
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
    if not g.joined(j) or g.text.words[j].form not in ("وزاره", "الوزاره", "محافظ", "اماره", "امين"):
        return None
    return g.made(head, i, g.phrase(j, free=True, complement=True))


def _force(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`قائد الجيش`, `قائد القوات البحرية`: not a POSITION; `قائد قيادة الجبيلات` is one."""
    if head.definite or not g.joined(j):
        return None
    noun = g.base(j)
    if noun not in g.lexicon.classes["force"]:
        return None
    return g.made(head, i, g.phrase(j, free=True), "other_official" if noun == "قياده" else None)


def _member(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`عضو المكتب السياسي لحزب التجمع الوطني للأحرار`: party, or nothing; not a POSITION."""
    k = j
    if g.joined(k) and g.text.words[k].form in ("في", "ب"):
        k += 1
    end = k
    if g.joined(k):
        end = g.run(k) if head.role == "party" else g.phrase(k, free=True, complement=True)
    if end == k:
        return g.made(head, i, j) if head.role == "party" else None
    party = head.role == "party" or any(
        g.base(n).removeprefix("ل") in g.lexicon.classes["party_word"] for n in range(k, min(end + 2, len(g.text)))
    )
    return g.made(head, i, end, "party" if party else "none")


def _on(g: Grammar, head: Head, i: int, j: int) -> Office | None:
    """`المشرف العام على مركز الملك سلمان للإغاثة`."""
    if not g.joined(j) or g.text.words[j].form != "علي" or not g.joined(j + 1):
        return None
    k = g.phrase(j + 1, free=True, complement=True)
    return g.made(head, i, k) if k > j + 1 else None


_DOMAINS: dict[str, Callable[[Grammar, Head, int, int], Office | None]] = {
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
}
