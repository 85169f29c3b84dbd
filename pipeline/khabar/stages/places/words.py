"""What the words around a place say: where an unknown name ends, and which neighbours rule a place out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from khabar.arabic.fold import Folded, fold
from khabar.knowledge.base import HeadEntry, Knowledge
from khabar.resources import data
from khabar.stages.places.readings import Candidate

_WORD: Final = re.compile(r"[\u0621-\u064a]{2,}")
_DAY_NAME: Final = re.compile(r"\d{1,2} (?:[\u0621-\u064a]+)")  # شارع 20 غشت
_LAST: Final = re.compile(r"[^\W_]+$")
_SITE: Final = re.compile(r"[\u0621-\u064a]{3,} (ال[\u0621-\u064a]+)")  # حقل عكاز الغازي
_PART: Final = re.compile(r" ال(?:اعلي|ادني|اسفل|اوسط|وسطي|(?:شمال|جنوب|شرق|غرب)يه?)(?!\w)")
_NO_COUNT: Final = re.compile(r" (?:علي|من|عن|ان|في|الي|مع|بان)(?!\w)|[^\w ]|$")  # unlike أكادير 24 قتيلا
_TITLE: Final = 16  # letters of a newspaper's name before a place
_TO: Final = "الي"
_ON: Final = "علي"  # على too, folded
_AND_IN: Final = "وفي"  # a given name too
_QUOTED: Final = re.compile(r"([^\"'\n]{2,30}?) ?[\"']")
_QUOTES: Final = ('"', "'")
_ADJECTIVES: Final = ("السعوديه", "الجليل")
_DEFINITE: Final = re.compile(r"(?:[وفبك]?ال|لل)\w{3}")
_ADJECTIVE: Final = re.compile(r"(?!ال)[\u0621-\u064a]{3,}يه")
_AGREES: Final = re.compile(r"(?:[وفبلك]?(?:ال|لل)?)[\u0621-\u064a]{2,}(?:ه|ات|ي)")
_BROKEN: Final = re.compile(r"[وفبلك]?[\u0621-\u064a]{2}ا[\u0621-\u064a]ي?[\u0621-\u064a]")  # مصادر, فصائل, صواريخ
_ONLY_FIRST: Final = ("ال", "ابن", "بن", "رياض", "ذي", "ذات", "ذو")  # within a name they begin what is no part of it
_COUNTED: Final = re.compile(r"(?<![:\d])\d+ \w{2,}ا $")  # 12 دبلوماسيا روسيا
_COUNT: Final = re.compile(r"\d ?$")
_PLURAL: Final = ("ات", "ين", "ون")
_LONGEST: Final = 4  # words of an unknown name
_LEAST: Final = 2  # letters
_PLACED: Final = re.compile(r"(?<!\w)(?:[وف]?(?:من|في|الي|نحو|نواحي|قرب|ضواحي|بين|عند) و?|[وف]?ب)$")
_DESCRIBED: Final = 3  # words of a name before its adjective
_RARE: Final = frozenset(["known", "rare"])
_COMMAS: Final = ("،", ",")
_GOES_ON: Final = re.compile(r" (?!و|في |من |ب|بين )\w")  # what a list does not


@dataclass(slots=True, frozen=True)
class Words:
    """Word lists, folded.

    `papers` are newspapers that bear a place's name, `outlets` what ends the name of a site of the web, `followers`
    adjectives and days that may follow a place, `after` the words that rule out the name before them, `toponyms` the
    first words of villages' names with their countries, `whole` words that are no place after a proclitic (`بتاتا`),
    `terms` what stands before a term of office (`انتهاء ولاية`).
    """

    no_name: frozenset[str]
    common: frozenset[str]
    begins: frozenset[str]
    ends_site: frozenset[str]
    titles: frozenset[str]
    ordinals: frozenset[str]
    adjectives: frozenset[str]
    positions: frozenset[str]
    papers: frozenset[str]
    outlets: frozenset[str]
    after: dict[str, frozenset[str]]
    followers: frozenset[str]
    toponyms: dict[str, frozenset[str]]
    before: dict[str, str]
    names: frozenset[str]
    whole: frozenset[str]
    terms: frozenset[str]
    nouns: dict[str, str]
    noun_forms: frozenset[str]

    @classmethod
    def read(cls, knowledge: Knowledge) -> Words:
        """The lists of `data/places` and the names of people."""
        kinds: defaultdict[str, set[str]] = defaultdict(set)
        for word, kind, _ in rows("names.tsv"):
            kinds[kind].add(word)
        before = {word: means for word, means, _ in rows("before.tsv")}
        before |= {c + w: m for w, m in before.items() if len(w) > 2 for c in "وبلفك" if c + w not in before}
        return cls(
            no_name=frozenset(kinds["no_name"]),
            common=frozenset(word for word, _ in rows("common.tsv")),
            begins=frozenset(kinds["begins_name"]),
            ends_site=frozenset(kinds["ends_site"]),
            titles=frozenset(kinds["title"]),
            ordinals=frozenset(kinds["ordinal"]),
            adjectives=frozenset(kinds["adjective"]) | _nationalities(),
            positions=frozenset(kinds["position"]),
            papers=frozenset(kinds["paper"]),
            outlets=frozenset(kinds["outlet"]),
            followers=frozenset(kinds["follows"]),
            after={word: frozenset(following.split("|")) for word, following, _ in rows("after.tsv")},
            toponyms={word: frozenset(where.split("|")) for word, where, _ in rows("toponyms.tsv")},
            before=before,
            names=knowledge.given_names | knowledge.family_names,
            whole=knowledge.given_names | knowledge.family_names | kinds["whole"],
            terms=frozenset(kinds["term"]),
            nouns={h.id: fold(h.noun).text for h in knowledge.heads.values()},
            noun_forms=frozenset(
                fold("\n".join(f for h in knowledge.heads.values() for f in h.forms)).text.split("\n")
            ),
        )

    def number(self, head: HeadEntry, form: str) -> Literal["one", "two", "many"]:
        """Is a head noun's form singular, dual (`إقليمي`) or plural (`أقاليم`)?"""
        noun = self.nouns[head.id]
        if form in (noun, "وادي") or " " in form:
            return "one"
        return "two" if form.endswith("ي") and form[:-2] == noun[:-1][: len(form) - 2] else "many"

    @staticmethod
    def is_counted(text: str, begin: int) -> bool:
        """Is the head noun that begins at `begin` counted (`20 منطقة استكملت`)?"""
        return _COUNT.search(text, max(0, begin - 3), begin) is not None

    def is_no_division(self, text: str, begin: int, at: int) -> bool:
        """Does no division's name stand at `at`, after a head noun that begins at `begin`?

        `انتهاء ولاية بوتفليقة` is a term, `مقاطعة المنتجات` a boycott, `محافظة وأمانة` has no name yet.
        """
        word = _WORD.match(text, at)
        token = word.group() if word else ""
        if token.startswith("ال"):
            return token.endswith(_PLURAL)
        joined = token.startswith("و") and token not in self.begins
        if joined and (token[2:] in self.common or text.startswith(" و", at + len(token))):
            return True
        return self._before(text, begin) in self.terms

    def name_end(self, text: str, at: int, head: HeadEntry) -> int | None:
        """Where an unknown name that begins at `at` ends; None where none begins.

        `دوار لورارقة بني يكرين`: a word, and what a word like بني, سيدي or عين calls for.
        """
        if text[at - 2 : at].rstrip()[-1] in _QUOTES:
            return self._quoted(text, at)
        if "person" in head.names:
            site = self._site(text, at)
            if site is not None:
                return site
        if "ended" in head.names:
            named = self._site(text, at)
            return named if named and text[at:named].rpartition(" ")[2] in self.ends_site else None
        if "any" in head.names and not head.countries:
            described = self._described(text, at, definite=not head.inside and not head.kinds)
            if described is not None:
                return described
        first = _WORD.match(text, at)
        return self._run(text, at) if first and self._may_begin(first.group(), head) else None

    def _quoted(self, text: str, at: int) -> int | None:
        """The end of the name that a quote before `at` has opened; what a proclitic begins is none."""
        quoted, first = _QUOTED.match(text, at), _WORD.match(text, at)
        if quoted is None or (first and self._is_clitic(first.group())):
            return None
        return quoted.end(1)

    def toponyms_in(self, text: str, country: str | None) -> Iterator[tuple[int, int]]:
        """Where names stand that begin with a word of villages' names (`ينحدر من أولاد تغزة`), after a preposition."""
        for word, where in self.toponyms.items():
            at = text.find(word) if country in where else -1
            while at >= 0:
                end = at + len(word)
                if text[end : end + 1] == " " and _PLACED.search(text, max(0, at - 8), at):
                    following = _WORD.match(text, end + 1)
                    if following and self._may_follow(following.group()):
                        yield at, following.end()
                at = text.find(word, end)

    def _may_follow(self, token: str) -> bool:
        """Is it no common word, and long enough to be the name after أولاد or كفر?"""
        rare = len(token) > _LEAST and token not in self.common and not token.endswith("ته")  # بني جلدته
        return rare and self._may_be_name(token) and not self._is_clitic(token)

    def is_struck(self, text: str, at: int) -> bool:
        """Does a word of war stand before `at` (`استهدفت موقع السماقة`)?"""
        return self.before.get(self._before(text, at)) == "strike"

    @staticmethod
    def goes_on(text: str, at: int, end: int) -> bool:
        """Does the quote before `at`, if there is one, close only after words that follow `end`?"""
        if text[at - 1] != '"' or text[end : end + 1] != " ":
            return False
        quoted = _QUOTED.match(text, at)
        return quoted is not None and text.count(" ", at, quoted.end(1)) < _LONGEST

    def item_end(self, text: str, at: int) -> int | None:
        """Where an unknown name in a list of places ends; None where none begins.

        A common word or a person's name is one only alone between two commas (`البيداء، النور، العقيق`).
        """
        if text[at - 1] in _QUOTES:
            return self._quoted(text, at)
        first = _WORD.match(text, at)
        token = first.group() if first else ""
        if first is None or token in self.noun_forms:
            return None
        comma, joined = text[max(0, at - 3) : at].strip(" و")[-1:] in _COMMAS, text[at - 1] == "و"
        end: int | None = first.end()
        if token in self.begins:
            end = self._run(text, at)
        elif self._is_clitic(token) or token.endswith("هما") or (joined and "و" + token in self.common):
            return None
        elif token in self.common or not self._may_be_name(token):
            alone = comma and not joined and text[first.end() : first.end() + 2].lstrip()[:1] in _COMMAS
            return end if alone else None
        return end if end and not (comma and _GOES_ON.match(text, end)) else None

    def is_adjective(self, text: str, at: int) -> bool:
        """Does a word without article that may be an adjective stand here (`مناطق منكوبة`)?"""
        word = _WORD.match(text, at)
        return word is None or (word.group().endswith("ه") and not word.group().startswith("ال"))

    def _run(self, text: str, at: int) -> int | None:
        """The end of the name that begins at `at`: a word, and what a word like بني calls for."""
        end, previous = at, ""
        for count in range(_LONGEST):
            word = _WORD.match(text, end if not count else end + 1)
            if word is None or (count and text[end] != " "):
                break
            token = word.group()
            if count and not self._continues(previous, token):
                break
            end, previous = word.end(), token
        if end == at or previous in self.begins or text[end : end + 1].isalnum():
            return None
        return end

    def _described(self, text: str, at: int, *, definite: bool) -> int | None:
        """The end of a name that an adjective of place follows (`مدينة مشهد الإيرانية`, `بلدة الخيام الجنوبية`).

        A noun without article that an adjective with article describes is a name, common word or not.
        """
        end = at
        for count in range(_DESCRIBED + 1):
            word = _WORD.match(text, end + (count > 0))
            if word is None or (count and text[end] != " "):
                return None
            token = word.group()
            placed = definite and token in self.positions and text.startswith("ال", at)
            if count and (placed or token in self.adjectives):
                return end
            if not self._may_be_name(token) or self._is_clitic(token) or token in self.noun_forms:
                return None
            if token in self.common and (count or (token.endswith("ه") and not token.startswith("ال"))):
                return None
            if token.startswith("ال") and (count or not definite or token.endswith(("ات", "ين", "يه"))):
                return None
            end = word.end()
        return None

    def is_described(self, text: str, end: int) -> bool:
        """Does an adjective of place follow?"""
        word = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
        return word is not None and word.group() in self.adjectives

    def _may_be_name(self, token: str) -> bool:
        return token not in self.no_name and token not in self.names and not token.endswith(("هم", "ها"))

    def _is_clitic(self, token: str) -> bool:
        """Does a proclitic begin it (`بجنوب`)?"""
        return token.startswith(("لل", "بال", "وال")) or (
            token[0] in "وبلفك" and (token[1:] in self.common or token[1:] in self.noun_forms)
        )

    def _may_begin(self, token: str, head: HeadEntry) -> bool:
        if token in self.begins:
            return True
        if token in self.no_name or len(token) < 3 or token in self.names or self._is_clitic(token):
            return False
        if "article" in head.names and token.startswith("ال"):
            return True
        if token in self.common or token.endswith(("هم", "ها")):
            return False
        if not token.startswith("ال") and token.endswith("ه" if head.names == _RARE else "يه"):
            return False  # an adjective: منطقة عازلة
        return "any" in head.names or "rare" in head.names

    def _continues(self, previous: str, token: str) -> bool:
        if previous in self.begins:
            return True
        return token in self.begins and not token.startswith("ال") and token not in _ONLY_FIRST

    def _site(self, text: str, at: int) -> int | None:
        """The end of a site's name: a date, or the name of a person (`شارع 20 غشت`, `ملعب مولاي عبد الله`)."""
        day = _DAY_NAME.match(text, at)
        if day:
            return day.end()
        called = _SITE.match(text, at)
        if called and called.group(1) in self.ends_site:
            return called.end()
        end, previous = at, ""
        for count in range(_LONGEST):
            word = _WORD.match(text, end if not count else end + 1)
            if word is None or (count and text[end] != " "):
                break
            token = word.group()
            if not self._of_person(token, first=not count):
                break
            end, previous = word.end(), token
        if end == at or previous in self.titles or previous in self.begins or text[at:end] == _ON:
            return None
        return self.site_end(text, end)

    def _of_person(self, token: str, *, first: bool) -> bool:
        if token in self.names or token in self.begins or token in self.titles:
            return True
        return not first and (token in self.ordinals or token.removeprefix("ال") in self.names)

    def site_end(self, text: str, end: int) -> int:
        """`end`, or the end of the adjective that belongs to a site's name (`مطار عدن الدولي`)."""
        word = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
        return word.end() if word and word.group() in self.ends_site else end

    @staticmethod
    def part_end(text: str, end: int) -> int | None:
        """Where an adjective of part ends that follows a name (`البلقان الغربي`)."""
        part = _PART.match(text, end)
        return part.end() if part else None

    def bears(self, folded: Folded, candidate: Candidate) -> bool:
        """Is this the family name after a given name (`إياد الدهماني`)?"""
        word = self._before(folded.text, candidate.start)
        if word == _AND_IN or (word == _ON and "على" in _source_before(folded, candidate.start)):
            return False
        return word in self.names or (word[:1] == "و" and word[1:] in self.names)

    def tells(self, text: str, candidate: Candidate) -> bool | None:
        """Do the words around a name that may be something else say that it is a place?

        `سورية` is the country after a preposition and where a clause begins, an adjective after a noun it agrees with
        (`ليرة سورية`); `الأطلسي` is the ocean after a coast, `الغرب` a direction after a word of way.
        """
        begin = candidate.start - candidate.proclitic
        starts = begin == 0 or text[begin - 1] != " "
        word = "" if starts else self._before(text, begin)
        means = self.before.get(word)
        reading = candidate.reading
        if reading.bloc:
            return False if means == "way" or text.startswith(" من ", candidate.end) else None
        if reading.water:
            return True if means == "coast" else None
        if not reading.country or not _ADJECTIVE.fullmatch(text, candidate.start, candidate.end):
            return None
        clitic = text[begin : candidate.start]
        if starts or means in ("preposition", "way") or clitic[-1:] in ("ب", "ل"):
            return True
        return False if _AGREES.fullmatch(word) or _BROKEN.fullmatch(word) else None

    def _before(self, text: str, at: int) -> str:
        before = text[max(0, at - 16) : at].rstrip(' "')
        word = before.rpartition(" ")[2]
        if word.isalnum():
            return word
        last = _LAST.search(before)
        return last[0] if last else ""

    def rules_out(self, text: str, candidate: Candidate) -> bool:
        """Is this the name of a newspaper or a channel, a prayer, or a part of a person's name?"""
        begin = candidate.start - candidate.proclitic
        if begin == 0 or text[begin - 1] not in ' "':
            return False
        word = self._before(text, begin)
        quoted = text[begin - 1] == '"' == text[candidate.end : candidate.end + 1]
        if self._is_outlet(text, begin, candidate.end) or self._is_noun(text, candidate):
            return True
        following = self.after.get(text[candidate.start : candidate.end])
        if following and text[candidate.end + 1 : candidate.end + 12].partition(" ")[0].strip("،.") in following:
            return True  # مسقط رأسه
        if quoted and text[candidate.start : candidate.end] in self.papers:
            return True  # «الشرق الأوسط» is the newspaper
        means = self.before.get(word)
        if means == "media" or (means == "accusative" and self._may_be_adjective(text, candidate)):
            return not candidate.proclitic
        if means == "prayer":
            return True
        if means == "kin":
            return not candidate.proclitic
        if candidate.proclitic:
            return False
        if self._may_be_adjective(text, candidate) and _COUNTED.search(text, max(0, begin - 24), begin):
            return True
        # القوات السعودية, الإمام الجليل: an adjective after a noun with its article
        return text[candidate.start : candidate.end] in _ADJECTIVES and bool(_DEFINITE.match(word))

    def _is_outlet(self, text: str, begin: int, end: int) -> bool:
        """Does it stand in the quoted name of a newspaper (`مجلة «صناعة المغرب»`), or begin a site's (`أكادير 24`)?"""
        if text[end : end + 1] == " ":
            word = text[end + 1 : end + 9].partition(" ")[0]
            if word in self.outlets or (word == "24" and _NO_COUNT.match(text, end + 3)):
                return True
        opened = text.rfind('"', max(0, begin - _TITLE), begin)
        return opened > 0 and self.before.get(self._before(text, opened)) == "media"

    def _is_noun(self, text: str, candidate: Candidate) -> bool:
        """Is it a common noun that an adjective describes, after a preposition (`في الزاوية الضيقة`)?"""
        form = text[candidate.start : candidate.end]
        if not form.startswith("ال") or " " in form or form[2:] not in self.common:
            return False
        word = _WORD.match(text, candidate.end + 1) if text[candidate.end : candidate.end + 1] == " " else None
        token = word.group() if word else ""
        if not token.startswith("ال") or token in self.adjectives or token in self.followers:
            return False
        agrees = token.endswith("ه") if form.endswith("ه") else candidate.reading.area and token != _TO
        if not agrees or _PART.match(text, candidate.end):
            return False
        begin = candidate.start - candidate.proclitic
        return candidate.proclitic > 0 or self.before.get(self._before(text, begin)) in ("preposition", "way")

    @staticmethod
    def _may_be_adjective(text: str, candidate: Candidate) -> bool:
        """Is it a country whose name is a nationality's accusative too (`جنديا سوريا`)?"""
        return candidate.reading.country and text.endswith("يا", candidate.start, candidate.end)


def _source_before(folded: Folded, at: int) -> str:
    """The last letters of the source before a folded place, where ى and ي still differ."""
    start = int(folded.starts[at])
    return folded.source[max(0, start - 6) : start]


def _nationalities() -> frozenset[str]:
    """The adjectives of nationality with their article, in both genders."""
    lines = data("people", "nationalities.tsv").read_text(encoding="utf-8").splitlines()[1:]
    masculine = fold("\n".join(line.split("\t")[1] for line in lines)).text.split("\n")
    return frozenset(f"ال{word}{end}" for word in masculine for end in ("", "ه"))


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table of `data/places`, without its header."""
    lines = data("places", name).read_text(encoding="utf-8").splitlines()[1:]
    return (line.split("\t") for line in lines)
