"""The grammar of Arabic office-holding: an office noun and its domain, as `وزير الاقتصاد والمالية`.

An office noun (`data/people/offices.tsv`) says what it takes as its domain; each kind of domain is one
function of `domains`. Here is what they ask of the text: noun phrases, names of bodies, nations, seats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from khabar.document import Place, Role
from khabar.stages.people.domains import DOMAINS
from khabar.stages.people.evidence import Stretch
from khabar.stages.people.lexicon import Head, Lexicon
from khabar.stages.people.words import ARTICLES, Text

_LONGEST_PHRASE: Final = 16  # words in a domain
_GIVEN: Final = 5  # the weight from which a given name is hardly another word
_LONGEST_RUN: Final = 9  # words in a party's name
_ACTING: Final = frozenset({"القايم", "القايمه"})
_RANKED: Final = frozenset({"العام", "العامه", "الدايم", "الدايمه"})
_VENUES: Final = frozenset({"قصر", "فندق", "قاعه"})
_RELATIONS: Final = frozenset({"العلاقات", "العلاقه", "التعاون"})
_NO_NAME: Final = -12  # a word that weighs less is none of a person's name


@dataclass(slots=True)
class Office:
    """Words `first:last` of the text word an office; `role` may be none, `public` tells POSITIONs apart."""

    first: int
    last: int
    head: Head
    role: Role
    public: bool
    former: bool
    country: str | None
    domain: tuple[int, int]
    portfolio: tuple[int, int] | None
    nested: list[Office]

    def __init__(
        self,
        first: int,
        last: int,
        head: Head,
        role: Role,
        public: bool,
        former: bool,
        country: str | None,
        domain: tuple[int, int],
    ) -> None:
        self.first, self.last, self.head, self.role, self.public = first, last, head, role, public
        self.former, self.country, self.domain = former, country, domain
        self.portfolio = None
        self.nested = []


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
            if i >= at and self.text.words[i].office and not self._misread(i):
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
                office.last = self._end(office, stretch.last)
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

    def _end(self, office: Office, told: int) -> int:
        """The word after an office by the model's end, where grammar has nothing against it.

        No office ends inside a place, before its `العام`, short of the name it reaches (`رئيس الفريق المفاوض كريم`),
        takes in a second office, or the place of the verb's doing: `توجه وزير الصحة إلى سقطرى`, `زيارة الوزير الأول
        الفرنسي للجزائر`.
        """
        words, own = self.text.words, office.last
        if told > own and self.joined(own):
            form = words[own].form
            second = words[own].office and form in _ACTING and self.base(own + 1).startswith("باعمال")
            bound = own in self.places and form[0] == "ل" and bool(words[own - 1].nation)
            going = form == "الي" and office.head.domain != "envoy"
            staying = form == "في" and self.base(own + 1) in _VENUES
            if second or bound or going or staying:
                return own
        reaching = self.joined(own) and words[own].form in self.lexicon.given
        if told < own and (words[told].form in _RANKED or (reaching and words[told].form.startswith("ال"))):
            return own
        return max([told, *(k for i, (k, _) in self.places.items() if office.first < i < told < k)])

    def _told(self, stretch: Stretch) -> Office | None:
        """An office that the model alone saw: its noun gives the role."""
        second = stretch.first + 1
        if self._misread(stretch.first) or (second < stretch.last and self.text.words[second].form.startswith("وال")):
            return None  # `الرئيس والشعب`
        for head, _ in self._heads(stretch.first):
            self.country = self.portfolio = None
            role: Role = head.role if head.role not in ("none", "party", "security") else "other_official"
            return self.made(head, stretch.first, stretch.last, role)
        return None

    def office(self, i: int) -> Office | None:
        """The office that starts at word `i`."""
        for head, j in self._heads(i):
            self.country = self.portfolio = None
            parsed = DOMAINS[head.domain](self, head, i, j)
            if parsed:
                return parsed
        return None

    def _misread(self, i: int) -> bool:
        """Does the fold make an office of word `i`: the preposition in `من وإلى إسبانيا`, `رئيسه` with a pronoun?"""
        word, folded = self.text.words[i], self.text.folded
        start, end = self.text.starts[i], self.text.ends[i]
        if word.form == "والي":
            return folded.source[folded.starts[start + 1]] == "إ"
        return word.base == "رييسه" and folded.source[folded.starts[end - 1]] == "ه"

    def _heads(self, i: int) -> list[tuple[Head, int]]:
        """The office nouns that start at word `i`, longest first, with the word after each."""
        found: list[tuple[Head, int]] = []
        words = [self.text.words[i].base]
        for j in range(i + 1, i + 1 + self.lexicon.longest_head.get(words[0], 0)):
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
        k, last = j, min(j + _LONGEST_PHRASE, len(self.text))
        settled = False  # has the idafa chain reached its definite end?
        quoted = self.text.gap(j).endswith('"')
        while k < last:
            if k > j and not self.joined(k):
                gap = self.text.gap(k)
                if not (quoted and gap == '" ') and (settled or gap not in (' "', ' ("')):
                    break
                quoted = not quoted
            step = self._step(j, k, settled=settled, free=free, complement=complement)
            if step is None:
                break
            k, settled = step
        return k

    def _step(self, j: int, k: int, *, settled: bool, free: bool, complement: bool) -> tuple[int, bool] | None:
        """One step of a phrase from word `j` at word `k`: the next word, and whether the phrase is settled then."""
        word = self.text.words[k]
        before = self.text.words[k - 1]
        if word.title and k > j and before.thing and not before.form.startswith(ARTICLES) and self.joined(k + 1):
            return k + 2, True  # `مركز الملك سلمان للإغاثة`
        place = self.places.get(k)
        if place and (not settled or (place[1].level == "country" and k == j)):
            return place[0], True
        if word.stop or word.say or (word.title and k > j and not self.lexicon.known_domain(word.base)):
            related = settled and k > j and word.form == "مع" and self.base(k - 1).lstrip("وب") in _RELATIONS
            return (k + 1, True) if related else None
        if k == j:
            return k + 1, word.definite or word.form.startswith("بال")
        if word.nation and not word.clitics:
            if not word.definite:
                return None
            self.country = word.nation
            return k + 1, True
        if word.office and not self.lexicon.known_domain(word.base):
            return None
        if settled:
            return self._continued(k, free=free, complement=complement)
        attached = bool(word.clitics) and word.form[0] in "بلكف"
        return (k + 1, word.definite) if not attached and (word.definite or self._noun(k)) else None

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
        if form.startswith("وال") and self._before_given(k):
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

    def _before_given(self, k: int) -> bool:
        """Is word `k` no name, but the next one a given name: `وزير الهجرة [والمهجرين] كمال العروي`?"""
        word, words = self.text.words[k], self.text.words
        if word.listed or word.weight > 0 or not self.joined(k + 1):
            return False
        return words[k + 1].form in self.lexicon.given and words[k + 1].weight > _GIVEN

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
            named |= not self.text.words[k - 1].definite and word.weight < _NO_NAME  # `نقابة وكلاء بيع الخضر`
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
