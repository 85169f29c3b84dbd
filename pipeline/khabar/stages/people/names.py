"""Where persons are named: runs of name words, judged by their words and by what stands around them.

Weights are ten times a log odds. A word's own weight is in `data/people/words.tsv`; a title, an office or a
reporting verb beside it adds a cue. A name is kept where words and cues together are evidence enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from khabar.document import MINISTERIAL
from khabar.stages.people.evidence import Stretch
from khabar.stages.people.lexicon import Lexicon
from khabar.stages.people.positions import Office
from khabar.stages.people.words import ARTICLES, Text, Word

_LONGEST: Final = 8  # words in a name
_CAP: Final = 30  # no word weighs more
ENOUGH: Final = 14  # evidence for a name
_STRONG: Final = 15  # a word that is hardly ever anything but a name
_LIKELY: Final = 5  # a word that is more often a name than not
_COMMON: Final = -26  # a word that hardly ever is one
_RARE: Final = -8  # no other word weighs less where an office or title calls for a name
# Cues before a name.
_OFFICE: Final = 24
_APART: Final = 18
_TITLE: Final = 24
_VERB: Final = 14
_LISTED: Final = 12
_LEAD: Final = 10
_OPENING: Final = 4
# Cues after it: a verb, the clause of a verb before it, an office.
_SAYS: Final = 8
_SAID: Final = 14
_HELD: Final = 15
_SUFFIXED: Final = -15  # of an unknown word that ends like one with a pronoun
_SUFFIXES: Final = ("ها", "هم", "هما", "اءه", "ايه", "يه", "ته", "نا")
# How readily a name goes on.
_SECOND: Final = 16
_GIVEN: Final = 32
_THIRD: Final = 2
_FAMILY: Final = 14

_TANWIN: Final = "\u064b"
_WHO: Final = frozenset({"وهو", "وهي"})
_WITHIN: Final = frozenset((" ", ' "', ' ("'))
_ALIAS: Final = 5  # words to a name's closing quotation mark, and one
_REACH: Final = 5  # words between a thing and the person it is named after
_GOD: Final = "الله"
_CRESCENT: Final = "هلال"
_OF_MONTHS: Final = frozenset({"شهر", "لشهر", "بشهر", "وشهر", _CRESCENT, "غره", "سلخ"})
_TITLED: Final = frozenset({" ", " / ", "/ ", " /", ". ", " .", " . "})  # between a title and its name
_OPENERS: Final = frozenset(
    (
        " ",
        "، ",
        ' "',
        '، "',
        " / ",
        "/ ",
        " - ",
        ": ",
        " : ",
        " ، ",
        " (",
        "\n",
        "، (",
        " /",
        ",",
        ", ",
        "،",
        ' ("',
        '" ',
        '"، ',
        ") ",
        ")، ",
    )
)
_APPOSED: Final = frozenset(("، ", " ، ", " ", ", ", "،", " (", " - ", ' "', '" ', '"، ', '، "', ") ", ")، ", "\n"))


@dataclass(slots=True)
class Name:
    """Words `first:last`; `skip` letters of the first are proclitics. `before` and `after` are offices beside it."""

    first: int
    last: int
    skip: int
    score: int
    before: Office | None
    after: Office | None
    title: str | None
    words: tuple[str, ...]

    def __init__(
        self,
        first: int,
        last: int,
        skip: int,
        score: int = 0,
        after: Office | None = None,
        words: tuple[str, ...] = (),
    ) -> None:
        self.first, self.last, self.skip, self.score = first, last, skip, score
        self.after, self.words = after, words
        self.before = self.title = None


def _two(office: Office, title: str | None) -> bool:
    """Are holder and titled another: `هنأ الرئيس التونسي الأمير محمد`, `استقبل وزير الداخلية السفير سامر`?"""
    if office.role == "head_of_state":
        return title == "royal"
    return office.role in MINISTERIAL and title in ("parliamentarian", "ambassador", "governor", "mayor")


class Finder:
    """Finds the names of one text, given its offices.

    `blocked` are words that no name may use, `places` words of places, which weigh against a name. `given` are names
    that are sure, `known` those of the tables, `enough` is the evidence that any other needs.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        text: Text,
        offices: Sequence[Office],
        blocked: bytearray,
        places: bytearray,
        given: Iterable[Stretch] = (),
        known: Iterable[Stretch] = (),
        enough: int = ENOUGH,
    ) -> None:
        self.lexicon, self.text, self.blocked, self.places = lexicon, text, blocked, places
        self.given = {s.first: s for s in given if not any(blocked[s.first : s.last])}
        self.known = {s.first: s for s in known if not any(blocked[s.first : s.last])}
        self.enough = enough
        for stretch in self.given.values():
            blocked[stretch.first : stretch.last] = b"\2" * (stretch.last - stretch.first)
        self.ends = {o.last: o for o in offices}
        self.ends |= {k: o for o in offices if (k := self._after_alias(o.last))}
        self.begins = {o.first: o for o in offices}
        self.seconds, self.joiners = lexicon.classes["second"], lexicon.classes["joiner"]

    def names(self) -> list[Name]:
        """All names, in order."""
        found: list[Name] = []
        last = 0
        for i in self._openings():
            if i < last:
                continue
            if i in self.given:
                name = None if self._ruled_out(self.given[i]) else self._told(self.given[i])
            elif self.blocked[i]:
                continue
            else:
                name = self._name(i, found[-1] if found else None)
                known = self.known.get(i)
                if known and not (name and self._longer(name, known)) and not (self._no_person(i) or self.thing(i)):
                    name = self._told(known)
            if name and not self._address(name):
                found.append(name)
                last = name.last
        return found

    def _address(self, name: Name) -> bool:
        """Is it a form of address and no name: `وأوضح معاليه أن`?"""
        return name.last - name.first == 1 and self.text.words[name.first].form in self.lexicon.classes["honorific"]

    def _after_alias(self, k: int) -> int:
        """The word after a short name in quotes or brackets: `محافظ مؤسسة النقد العربي السعودي «ساما» الدكتور فهد`."""
        text = self.text
        if k + 1 >= len(text) or text.gap(k) not in (' "', " (", ' ("'):
            return 0
        for n in range(k + 1, min(k + _ALIAS, len(text))):
            if text.gap(n)[0] in '")':
                return n
            if not text.joined(n):
                return 0
        return 0

    def _longer(self, name: Name, known: Stretch) -> bool:
        """Does a name cover that of the tables, and go on with a word of names: not `ترمب خائف`?"""
        if name.last == known.last:
            return name.skip == known.skip  # `بتسلئيل سموتريتش`
        if known.last - known.first > 1:
            return name.last > known.last
        return name.last > known.last and self.text.words[known.last].listed

    def _openings(self) -> list[int]:
        """The words that may open a name: by themselves, or because of what stands before them."""
        words = self.text.words
        called = {i for i in self.ends if i < len(words)}
        opening = {*self.given, *self.known}
        for i in self.text.notable:
            word = words[i]
            if word.opens:
                opening.add(i)
            if word.title and i + 1 < len(words):
                called.add(i + 1)
        for i in called:
            word = words[i]
            if word.listed or word.weight > _COMMON:
                opening.add(i)
        return sorted(opening)

    def _told(self, stretch: Stretch) -> Name:
        """A name that the tables or the model give; `أول` of `الفريق أول` and `مستر` are no part of it."""
        first = stretch.first
        word = self.text.words[first]
        if word.title and not word.listed and stretch.last - first > 1:
            stretch = Stretch(first + 1, stretch.last, 0, stretch.score)
        ranked = first and self.text.words[first].form in self.lexicon.classes["rank"]
        if ranked and self.text.words[first - 1].title and stretch.last - first > 1:
            stretch = Stretch(first + 1, stretch.last, 0, stretch.score)
        name = Name(stretch.first, stretch.last, stretch.skip, _CAP)
        self.beside(name)
        return name

    def beside(self, name: Name) -> None:
        """Fill in the offices and title that stand beside a name."""
        _, office, name.title = self._before(name.first, None)
        name.before = None if name.skip else office
        name.after = self._after(name.last)

    def _name(self, i: int, previous: Name | None) -> Name | None:
        """The name that starts at word `i`, if there is evidence enough."""
        word = self.text.words[i]
        if word.stop or len(word.form) < 2 or word.form in self.seconds:
            return None
        promising = word.particle or self._promising(i, word)
        if not promising and not self._called(i, previous):
            return None
        cue, office, title = self._before(i, previous)
        if word.title and not (word.weight > 0 and (office or word.weight > 10)):
            return None
        if cue < _LEAD and not promising:
            return None
        if self._no_person(i) or self.thing(i):
            return None
        if not word.listed and _TANWIN in self._written(i):
            return None
        best: Name | None = None
        for weight, skip in self._readings(word, cue, titled=title is not None):
            name = self._grown(i, skip, weight, _LISTED if skip and office else cue)
            if best is None or name.score > best.score:
                best = name
        if best is None:
            return None
        if best.skip:  # `وزير العدل ومحمد أوجار` are two
            office = None
        if not word.particle and self._starts_later(i, word, cue):
            return None
        best.before, best.title = office, title
        best.after = self._after(best.last)
        if best.after:
            best.score += _HELD
        elif self.text.joined(best.last) and self.text.words[best.last].say:
            best.score += _SAYS
        elif cue == _VERB and (word.definite or word.weight > 0) and self._clause(best.last):
            best.score += _SAID
        if best.last - best.first == 1:
            best.score -= 10 if cue >= _LISTED else 18
        return best if best.score >= self.enough else None

    def _promising(self, i: int, word: Word) -> bool:
        """May a name open here without any cue before it: is this word or the next one hardly anything else?"""
        if word.weight >= _LIKELY or (word.inner is not None and word.inner >= _LIKELY) or i + 1 in self.begins:
            return True
        after = self.text.words[i + 1] if self.text.joined(i + 1) else None
        return after is not None and (after.weight >= _LIKELY or after.particle)

    def _readings(self, word: Word, cue: int, *, titled: bool) -> list[tuple[int, int]]:
        """The weight of the first word read whole, and read without its proclitic."""
        weight = word.weight
        if cue >= _APART and (word.listed or weight > _COMMON):
            weight = max(weight, _RARE)
        readings = [(weight, 0)]
        if word.inner is not None and not word.particle and (weight < _STRONG or not word.listed):
            conjunction = word.form[0] == "و"
            if word.listed and weight > -5 and not conjunction:
                return readings
            if conjunction and titled and word.unknown:
                return readings  # `المهندس وحي أمان`
            if conjunction and not word.listed and word.inner > 0:
                return [(word.inner, 1)]
            inner = word.inner + (6 if conjunction else -8)
            if not word.unknown and weight < -12:
                inner -= 20
            readings.append((inner, 1))
        return readings

    def _starts_later(self, i: int, word: Word, cue: int) -> bool:
        """Is this a word before the name: `الناشط الأمازيغي أحمد`, `خرجات أمزازي`?"""
        if not self.text.joined(i + 1) or self.blocked[i + 1]:
            return False
        after = self.text.words[i + 1]
        if word.say and cue < _APART:
            return after.weight > 0 or after.particle
        if word.listed or after.definite or after.weight < _STRONG:
            return False
        return word.weight < (20 if word.definite and word.form.endswith(("ي", "يه")) else 0)

    def _clause(self, k: int) -> bool:
        """Does word `k` open what a reporting verb reports: `وأكد البريكي أن ...`, `قال حداد، في تصريح`?"""
        if k >= len(self.text):
            return False
        return self.text.gap(k)[0] in ',،:"' or self.text.words[k].form in self.lexicon.classes["clause"]

    def thing(self, i: int) -> bool:
        """Is word `i` in the name of a thing: `جامعة محمد الخامس`, `مدينة الشيخ زايد`, `المركز الوطني الحسن الثاني`?"""
        words = self.text.words
        if self.text.gap(i) not in _WITHIN:
            return False
        if self._quoted_outlet(i) or self._militia(i) or self._clan(i):
            return True
        k = i - 1
        while k > 0 and i - k < _REACH and (words[k].title or words[k].definite) and self.text.joined(k):
            if words[k].thing:
                break
            k -= 1
        if k < 0 or not words[k].thing:
            return False
        while i > k + 1 and words[i - 1].title:
            i -= 1
        idafa = i == k + 1 and not words[k].form.startswith(ARTICLES)
        return idafa or i not in self.ends  # not in `مدير المستشفى الدكتور كريم الزياني`

    def _ruled_out(self, stretch: Stretch) -> bool:
        """Is what the model takes for a name none: a militia's, an outlet's, `ربيعه الثالث`?"""
        i, after = stretch.first, stretch.first + 1
        if self._no_person(i):
            return True
        if stretch.last - i == 1:
            return self._militia(i) or self._quoted_outlet(i) or self._clan(i)
        counted = stretch.last - i == 2 and self.text.words[after].form in self.lexicon.classes["regnal"]
        return (counted and self._its(i)) or self._quoted_outlet(i)

    def _quoted_outlet(self, i: int) -> bool:
        """Does word `i` open the name of a site or paper: `الموقع الإسرائيلي "..."`?"""
        if not self.text.gap(i).endswith('"') or i == 0:
            return False
        words = self.text.words
        k = i - 2 if words[i - 1].nation and i > 1 else i - 1
        return words[k].base in self.lexicon.classes["outlet"]

    def _militia(self, i: int) -> bool:
        """Is word `i` alone what a militia is called: `ميليشيات الحوثي`?"""
        word = self.text.words[i]
        alone = word.definite and word.form.endswith("ي") and not self.places[i]
        return alone and self._after_one_of("militia", i)

    def _no_person(self, i: int) -> bool:
        """Is word `i` a month or a news agency?"""
        return self._month(i) or self._agency(i)

    def _month(self, i: int) -> bool:
        """Is word `i` a month: `شهر رمضان`, `(29 شعبان)`, or its crescent: `رؤية هلال رمضان`?"""
        words, months = self.text.words, self.lexicon.classes["hijri"]
        form = words[i].form
        if form in months:
            return i > 0 and (words[i - 1].form in _OF_MONTHS or words[i - 1].form.isdigit())
        crescent = form == _CRESCENT and i + 1 < len(words) and words[i + 1].form in months
        return crescent and i not in self.ends and not (i and words[i - 1].title)

    def _agency(self, i: int) -> bool:
        """Does word `i` name a news agency, or begin or end its name: `رويترز`, `لفرانس برس`?"""
        words, agencies = self.text.words, self.lexicon.agencies
        form = words[i].form
        if form not in self.lexicon.of_agencies and form[1:] not in self.lexicon.of_agencies:
            return False
        if form in agencies or form[1:] in agencies:
            return True
        near = [f"{words[n].form} {words[n + 1].form}" for n in (i - 1, i) if 0 <= n < len(words) - 1]
        return any(pair in agencies or pair[1:] in agencies for pair in near)

    def _clan(self, i: int) -> bool:
        """Is word `i` alone what a family is called: `عائلة العروي`?"""
        return self._after_one_of("clan", i) and not self._goes_on(i)

    def _after_one_of(self, name: str, i: int) -> bool:
        """Does word `i` follow one of a class, proclitics or not?"""
        form, nouns = self.text.words[i - 1].form if i else "", self.lexicon.classes[name]
        return form in nouns or form[1:] in nouns or form[2:] in nouns

    def _goes_on(self, i: int) -> bool:
        """Is word `i` followed by another word of a name: `عائلة كريم الزياني`?"""
        after = self.text.words[i + 1] if self.text.joined(i + 1) else None
        return after is not None and (after.listed or after.particle or after.weight > 0) and not after.stop

    def _grown(self, i: int, skip: int, weight: int, cue: int) -> Name:
        """The name from word `i` on, as long as its words carry it."""
        words, text = self.text.words, self.text
        first = words[i]
        name = Name(i, i + 1, skip, max(-_CAP, min(_CAP, weight)) + cue)
        opens = not first.closes and (weight >= _STRONG or cue >= _APART)
        particle = first.particle
        length = 0 if particle else 1
        pending = gained = 0
        k = i + 1
        while k - i < _LONGEST and text.joined(k) and not self.blocked[k]:
            word = words[k]
            if self._ends(word, particle) or k in self.begins:
                if length > 1 and self._surname(k):
                    name.last = k + 1
                break
            own = (
                (_SUFFIXED if word.form.endswith(_SUFFIXES) else 0)
                if word.unknown
                else max(-_CAP, min(_CAP, word.weight))
            )
            if word.listed:
                own = max(own, -14)
            if length == 1 and opens and word.form in self.lexicon.classes["regnal"] and not self._its(i):
                own = 10
            if word.definite and k + 1 < len(words) and words[k + 1].form == _GOD:
                own = 10  # `إبراهيم بن محمد الجار الله`
            elif own <= _COMMON and self._closes(i, k):
                own = 0
            if self.places[k] and own < 8:
                own -= 10
            if particle or word.form in self.joiners:
                pending += max(own, 0) + 10
            elif length == 1 and first.closes and not word.closes:
                pending += own + _THIRD
            elif length == 1 and first.listed and word.definite and k + 1 in self.begins:
                pending += own + _GIVEN + 2  # فتحي البحري مدير المعهد
            elif length <= 1:
                pending += own + (_GIVEN if opens and not word.say and own > _COMMON else _SECOND)
            else:
                pending += own + (_FAMILY if word.definite and not word.nation and not word.title else _THIRD)
            gained += own
            if not particle and word.form not in self.seconds:
                length += 1
            particle = word.particle or word.form in self.joiners
            k += 1
            if pending > 0 and not particle:
                name.score += max(-10, min(gained, 20))
                pending = gained = 0
                name.last = k
            elif pending < -14:
                break
        return name

    def _closes(self, i: int, k: int) -> bool:
        """Is word `k` a surname, by its place: `وزير الصحة علي المؤمن أن`, with a given name alone before it?"""
        word = self.text.words[k]
        alone = k == i + 1 and i in self.ends and self.text.words[i].listed
        return alone and word.definite and not word.clitics and self._clause(k + 1)

    def _written(self, i: int) -> str:
        """The word as the text has it, diacritics and all."""
        folded = self.text.folded
        return folded.source[folded.starts[self.text.starts[i]] : folded.starts[self.text.ends[i] - 1] + 2]

    def _its(self, i: int) -> bool:
        """Is word `i` a noun with a pronoun, not a king: `يتلمس ربيعه الثالث`?"""
        return self.text.words[i].form.endswith("ه") and "ه" in self._written(i)[-2:]

    def _surname(self, k: int) -> bool:
        """Is a title at the end of a full name part of it: `وقال محمد حسن الشيخ إن`?"""
        word, text = self.text.words[k], self.text
        if not word.title or word.clitics or not word.listed or self.blocked[k]:
            return False
        after = text.words[k + 1] if text.joined(k + 1) else None
        return after is None or after.stop or len(after.form) == 1

    def _ends(self, word: Word, particle: bool) -> bool:
        """Can this word not go on a name?"""
        form = word.form
        if len(form) < 2 or form.isdigit() or form[0] < "ء":
            return True
        if form in self.joiners:
            return False
        if word.stop or (word.title and (word.clitics > 0 or word.weight < 0)):
            return not particle
        if word.say and word.weight < 10:
            return not particle
        return form[0] == "و" and word.weight < 10 and not (word.listed or word.particle)

    def _called(self, i: int, previous: Name | None) -> bool:
        """May what stands before word `i` call for a name: an office, a name, a word that cues? If not, no cue does."""
        return i > 0 and (
            self.text.words[i - 1].cues or i in self.ends or (previous is not None and previous.last == i)
        )

    def _before(self, i: int, previous: Name | None) -> tuple[int, Office | None, str | None]:
        """The cue that stands before word `i`, with the office or title that gives it."""
        if i == 0:
            return _OPENING, None, None
        gap = self.text.gap(i)
        if not self._called(i, previous):
            return (_OPENING if "\n" in gap or gap[0] == "." else 0), None, None
        office = self.ends.get(i)
        if office and gap in _OPENERS:
            return (_OFFICE if gap == " " else _APART), office, None
        before = self.text.words[i - 1]
        if gap == " " and i >= 2 and self.text.words[i - 2].title and before.form in self.lexicon.classes["rank"]:
            return _TITLE, self._before_titles(i - 2), self._title(i - 2)
        if before.title and (gap in _TITLED or (gap == "." and len(before.form) == 1)):
            office, title = self._before_titles(i - 1), self._title(i - 1)
            if office and _two(office, title):
                office = None
            return _TITLE, office, title
        if gap in (" ", "، ", " ، "):
            marked = before.former or before.form in self.lexicon.charged
            marked |= before.definite and before.form.endswith(("ي", "يه"))
            if marked and i >= 2:
                office = self.ends.get(i - 1)
                if office:
                    return _APART, office, None
                further = self.text.words[i - 2]
                if further.title and self.text.joined(i - 1):
                    return _APART, None, further.title
        if previous is not None and previous.last == i and gap in (" ", "، "):
            office = self._in_cabinet(previous)
            if office:
                return _OFFICE, office, None
        if gap == " " and (before.say or before.lead or before.nation):
            return _VERB if before.say else _LEAD, None, None
        if previous is not None and previous.last == i and self.text.words[i].form[0] == "و":
            return _LISTED, None, None
        if previous is not None and previous.last == i - 1 and before.form == "و":
            return _LISTED, None, None
        if "\n" in gap or gap[0] == ".":
            return _OPENING, None, None
        return 0, None, None

    def _in_cabinet(self, head: Name) -> Office | None:
        """The office held under a head of government: `وزير التربية الأسبق في حكومة مهدي جمعة فتحي الجراي`."""
        words, k = self.text.words, head.first - 1
        if k < 1 or words[k].form not in ("حكومه", "بحكومه", "عهد") or not self.text.joined(head.first):
            return None
        k -= words[k - 1].form == "في"
        k -= words[k - 1].former
        return self.ends.get(k) or self.ends.get(head.first)

    def _title(self, t: int) -> str | None:
        """The role of a row of titles that ends at word `t`: `صاحب الجلالة الملك`, `الملك الراحل`."""
        words = self.text.words
        while (
            t > 0
            and words[t].title == "none"
            and words[t - 1].title
            and (self.text.joined(t) or self.text.gap(t) == "، ")
        ):
            t -= 1
        return words[t].title

    def _before_titles(self, t: int) -> Office | None:
        """The office before a row of titles: `وزير الصحة، معالي الدكتور`."""
        while True:
            office = self.ends.get(t)
            if office:
                return office if self.text.gap(t) in _OPENERS else None
            marked = t > 1 and self.text.gap(t) in (" ", "، ") and self.text.joined(t - 1)
            if marked and (self.text.words[t - 1].former or self.text.words[t - 1].form in self.lexicon.charged):
                return self.ends.get(t - 1)  # `وزير الشؤون البلدية المكلف المهندس`, `وزير العدل السابق، الشيخ`
            another = self.text.words[t].form[0] == "و" and self.text.words[t].clitics > 0  # `وصاحب السمو الأمير`
            if t == 0 or another or not self.text.words[t - 1].title or self.text.gap(t) not in _OPENERS:
                return None
            t -= 1

    def _after(self, k: int) -> Office | None:
        """The office that follows a name: `عواطف حيار، وزيرة التضامن`."""
        if (
            k + 1 in self.begins
            and self.text.words[k].form in _WHO
            and self.text.gap(k) == "، "
            and self.text.joined(k + 1)
        ):
            return self.begins[k + 1]
        office = self.begins.get(k)
        if office and self.text.gap(k) in _APPOSED and self.text.words[k].clitics == 0:
            return office
        return None
