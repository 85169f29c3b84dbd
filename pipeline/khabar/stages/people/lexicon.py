"""The words of office and name: the tables of `data/people`, in folded forms, and the word analyser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from khabar.arabic.fold import folded
from khabar.document import MINISTERIAL, Role
from khabar.knowledge.base import Knowledge
from khabar.resources import data
from khabar.stages.people.seen import Seen
from khabar.stages.people.words import ALI, PROCLITICS, Word

_KEPT: Final = 20_000  # single word forms kept analysed


@dataclass(slots=True, frozen=True)
class Head:
    """An office noun: its words, the role that it gives, what it takes as its domain."""

    words: tuple[str, ...]
    role: Role
    domain: str
    definite: bool
    masculine: str
    country: str | None = None


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of `data/people`."""
    with data("people", name).open(encoding="utf-8") as lines:
        header = next(lines).rstrip("\n").split("\t")
        for line in lines:
            yield dict(zip(header, line.rstrip("\n").split("\t"), strict=True))


@dataclass(slots=True, frozen=True)
class Facts:
    """What the tables say of a form; offices, titles and nationalities are `known`. See Word."""

    stop: bool = False
    say: bool = False
    title: str | None = None
    office: bool = False
    particle: bool = False
    former: bool = False
    status: bool = False
    lead: bool = False
    nation: str | None = None
    known: bool = False
    weight: int | None = None
    listed: bool = False
    closes: bool = False
    topic: str | None = None


_NOTHING: Final = Facts()


class Lexicon:
    """Word forms, analysed when first asked for: `lexicon["للوزير"].base == "الوزير"`; `seen` has those of texts."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._kept: dict[str, Word] = {}
        self.heads = _heads()
        self.longest_head: dict[str, int] = {}  # words of the longest that starts with a word
        for words in self.heads:
            self.longest_head[words[0]] = max(len(words), self.longest_head.get(words[0], 0))
        self.office_words = frozenset(self.longest_head)
        self.glued = frozenset(w for w in self.office_words if len(w) > 3 and not w.startswith("ال"))
        self.glued_lengths = sorted({len(w) for w in self.glued})
        self._glued_ends = frozenset(w[-2:] for w in self.glued)
        self.domains = _domains()
        self.titles = {folded(r["form"]): r["role"] for r in rows("titles.tsv")}
        self.nations = _nations()
        self.plurals = {folded(row["form"]): row["role"] for row in rows("plurals.tsv")}
        self.say = frozenset(f for r in rows("verbs.tsv") for f in conjugated(folded(r["stem"])))
        self.classes = _classes()
        self.stop = self.classes["stop"] - self.say
        self.statuses = self.classes["former"] | self.classes["status"]
        self.charged = self.classes["charged"] | self.classes["acting"] | self.classes["status"]
        self._cue_forms = self.charged | self.classes["rank"]
        self._thing_ends = frozenset(w[-2:] for w in self.classes["thing"])
        self.given = knowledge.given_names
        self.agencies = _agencies(knowledge.given_names | knowledge.family_names)
        self.of_agencies = frozenset(word for agency in self.agencies for word in agency.split())
        self._facts = self._all_facts(knowledge.given_names | knowledge.family_names)
        self._maybe = _filter(self._facts)
        self.vocabulary = (
            _vocabulary(knowledge)
            | frozenset(_bare(self.classes["portfolio"]))
            | frozenset(w for d, _ in self.domains for w in d)
        )
        self.vocabulary -= self.office_words - self.classes["portfolio"]
        self.seen = Seen(self._analyse)

    def __getitem__(self, form: str) -> Word:
        word = self._kept.get(form)
        if word is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            word = self._kept[form] = self._analyse(form)
        return word

    def _all_facts(self, names: frozenset[str]) -> dict[str, Facts]:
        """What the tables say of the forms that stand in any of them. Those that only weigh share it."""
        facts: dict[str, Facts] = {}
        for row in rows("words.tsv"):
            shared = Facts(weight=int(row["weight"]), closes=row["place"] == "last")
            facts |= dict.fromkeys(row["words"].split(), shared)
        classes, topics = self.classes, _topics()
        listed = [classes[name] for name in ("particle", "former", "status", "lead")]
        told = {*self.office_words, *self.titles, *self.nations, *self.say, *self.stop, *names, *topics}.union(*listed)
        facts_of = cache(Facts)  # most names have the same
        for form in told:
            weighed = facts.get(form, _NOTHING)
            facts[form] = facts_of(
                form in self.stop,
                form in self.say,
                self.titles.get(form),
                form in self.office_words,
                form in classes["particle"],
                form in classes["former"],
                form in classes["status"],
                form in classes["lead"],
                self.nations.get(form),
                form in self.office_words or form in self.titles or form in self.nations,
                weighed.weight,
                form in names,
                weighed.closes and form not in self.given,
                topics.get(form),
            )
        return facts

    def _told(self, form: str) -> Facts:
        """What the tables say of a form. Most new ones are in none: the filter tells, without waiting for memory."""
        return self._facts.get(form, _NOTHING) if self._maybe[hash(form) & _PLACES] else _NOTHING

    def _analyse(self, form: str) -> Word:
        if form == ALI:
            return self._ali()
        word, own, splits = Word(form), self._told(form), _splits(form)
        facts = own
        if splits and not (own.known or own.stop or own.say):
            for taken, rest in splits:
                told = self._told(rest)
                if told.known or ((told.say or told.stop) and taken == 1 and form[0] in "وف"):
                    word.clitics, word.base, facts = taken, rest, told
                    break
        word.say, word.title, word.office, word.nation = facts.say, facts.title, facts.office, facts.nation
        word.particle, word.former, word.status = facts.particle, facts.former, facts.status
        word.lead = facts.lead or (word.clitics > 0 and own.lead)
        word.stop = facts.stop or form.isdigit()
        word.listed, word.closes, word.topic = own.listed, own.closes, own.topic
        word.thing = self._thing(form)
        self._weigh(word, own, splits)
        word.split = 0 if not word.unknown or facts.known else self._split(form)
        likely = word.weight > _OPENS or (word.inner is not None and word.inner > _OPENS)
        word.opens = len(form) > 1 and not facts.stop and (facts.particle or likely)
        word.notable = facts.office or facts.title is not None or word.opens or word.split > 0
        word.definite = len(word.base) > 3 and word.base.startswith("ال")
        word.cues = self._cues(word)
        return word

    def _cues(self, word: Word) -> bool:
        """See Word: what `names.Finder` asks of the word before a name."""
        told = word.title is not None or word.nation is not None or word.say or word.lead or word.former
        adjective = word.definite and word.form.endswith(("ي", "يه"))
        return told or adjective or word.form == "و" or word.form in self._cue_forms

    def _weigh(self, word: Word, own: Facts, splits: tuple[tuple[int, str], ...]) -> None:
        """How readily is a word part of a name, whole and without its proclitic?"""
        weight = own.weight
        if word.form[-1] == "ا":
            name = self._told(word.form[:-1])
            if name.listed:
                weight = max(weight or 0, name.weight or 0)  # محمدا
        if splits and not word.clitics:
            inner = self._told(splits[0][1]).weight
            word.inner = inner if inner is not None else 0 if weight is None else -10
        word.unknown = weight is None
        word.weight = _DEFAULT if weight is None else weight

    def _ali(self) -> Word:
        """The name علي, told from the preposition."""
        word = self._analyse(ALI[:-1])
        word.stop = word.unknown = False
        word.opens = word.listed = word.notable = True
        word.weight = _ALI
        return word

    def _thing(self, form: str) -> bool:
        """May what this word names be named after a person, proclitics or not?"""
        things = self.classes["thing"]
        return form[-2:] in self._thing_ends and (form in things or form[1:] in things or form[2:] in things)

    def _split(self, form: str) -> int:
        """Where a form parts that is an office noun glued to its domain or its verb: `وزيرالصحة`, `أكدوزير`."""
        if len(form) < _SHORTEST_GLUED:
            return 0
        at = form.find("ال", 3)
        if at > 0 and len(form) - at > 4 and self.known_domain(form[at:]):
            noun = form[:at]
            if noun in self.office_words or any(rest in self.office_words for _, rest in _splits(noun)):
                return at
        if form[-2:] not in self._glued_ends:
            return 0
        for length in self.glued_lengths:
            verb = form[:-length]
            if form[-length:] in self.glued and (verb in self.say or (verb[:1] == "و" and verb[1:] in self.say)):
                return len(form) - length
        return 0

    def known_domain(self, base: str) -> bool:
        """Is this a word of the names of ministries and public bodies?"""
        return base in self.vocabulary or (base.startswith("ال") and base[2:] in self.vocabulary)


_DEFAULT: Final = -2
_OPENS: Final = -8  # a word that weighs less opens a name only where an office or title calls for one
_ALI: Final = 12
_PLACES: Final = (1 << 19) - 1
_SHORTEST_GLUED: Final = 7  # letters of two words glued together


def _filter(forms: Iterable[str]) -> bytes:
    """A Bloom filter of one hash: a place is 0 where no form has it."""
    places = bytearray(_PLACES + 1)
    for form in forms:
        places[hash(form) & _PLACES] = 1
    return bytes(places)


def _splits(form: str) -> tuple[tuple[int, str], ...]:
    """The ways to tell proclitics off: letters taken, and the rest with its article written out."""
    if len(form) < 4 or form[0] not in PROCLITICS:
        return ()
    one = (1, "ال" + form[2:] if form.startswith("لل") else form[1:])
    if form[0] in "وف" and form[1] in "بلك" and len(form) > 4:
        return one, (2, "ال" + form[3:] if form.startswith("لل", 1) else form[2:])
    return (one,)


def _heads() -> dict[tuple[str, ...], Head]:
    """Office nouns by their words; what a row says of a form goes before what another row's inflection gives."""
    heads: dict[tuple[str, ...], Head] = {}
    table = list(rows("offices.tsv"))
    for inflect in (False, True):
        for row in table:
            for form in (folded(row["masculine"]), folded(row["feminine"])):
                for variant in _inflected(form) if inflect else filter(None, [form]):
                    head = _head(row, variant)
                    heads.setdefault(head.words, head)
    return heads


def _head(row: dict[str, str], form: str) -> Head:
    words = tuple(form.split())
    role: Role = row["role"]  # type: ignore[assignment]
    masculine = folded(row["masculine"])
    return Head(words, role, row["domain"], words[0].startswith("ال"), masculine, row["country"] or None)


def _inflected(form: str) -> Iterator[str]:
    """The case and number forms of an office: definite, accusative, dual."""
    if not form:
        return
    yield form
    noun, *rest = form.split()
    if noun.startswith("ال"):
        if len(rest) == 1 and rest[0].startswith("ال"):
            yield from _inflected(f"{noun[2:]} {rest[0][2:]}")  # `منسقا جهويا`
        return
    yield " ".join([noun + "ا", *rest])
    if len(rest) == 1 and not rest[0].startswith("ال") and noun[-1] != "ه":
        yield f"{noun}ا {rest[0]}ا"  # `مديرا عاما`
    if noun.endswith("ه"):
        yield " ".join([noun[:-1] + "تي", *rest])
    else:
        yield " ".join([noun + "ي", *rest])
    if not rest:
        yield "ال" + noun


@cache
def _classes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("classes.tsv"):
        found.setdefault(row["class"], set()).add(folded(row["word"]))
    return {name: frozenset(words) for name, words in found.items()}


def _agencies(names: frozenset[str]) -> frozenset[str]:
    """The news agencies of one word that is no name, and of two."""
    with data("boilerplate", "agencies.tsv").open(encoding="utf-8") as lines:
        table = [line.split("\t")[:2] for line in lines]
    agencies = {folded(name) for name, kind in table if kind == "agency"}
    return frozenset(a for a in agencies if a.count(" ") == 1 or (" " not in a and len(a) > 4 and a not in names))


def _domains() -> dict[tuple[tuple[str, ...], str], Role]:
    """Role by the first words of a domain and the head ("*" for any)."""
    found: dict[tuple[tuple[str, ...], str], Role] = {}
    for row in rows("domains.tsv"):
        for head in row["heads"].split("|"):
            found[tuple(folded(row["domain"]).split()), folded(head)] = row["role"]  # type: ignore[assignment]
    return found


def _nations() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("nationalities.tsv"):
        words = folded(row["masculine"]).split()
        adjective = words[-1]
        feminine = () if adjective == "مالي" else (adjective + "ه",)  # المالية is finance
        for form in (adjective, *feminine):
            found.setdefault(form, row["country"])
            found.setdefault("ال" + form, row["country"])
    return found


def _topics() -> dict[str, str]:
    """The subject of each word form, proclitics included."""
    found: dict[str, str] = {}
    for row in rows("topics.tsv"):
        word = folded(row["word"])
        article = word.startswith("ال")
        for form in (word, "و" + word, "ب" + word, "لل" + word[2:] if article else "ل" + word):
            found.setdefault(form, row["topic"])
    return found


def conjugated(stem: str) -> Iterator[str]:
    """Third person of a perfect or imperfect stem, as written in the folded view."""
    yield stem
    if stem[0] in "يت" and len(stem) > 3:
        return
    yield stem[:-1] + "ت" if stem[-1] in "يا" else stem + "ت"


def _vocabulary(knowledge: Knowledge) -> frozenset[str]:
    """The words of ministries and public bodies, each also without article and conjunction."""
    names: list[str] = [i.name for i in knowledge.institutions.values()]
    names += [v for i in knowledge.institutions.values() for v in i.variants]
    names += {t.office for t in knowledge.terms if t.role in MINISTERIAL}
    return frozenset(_bare(names))


def _bare(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        for word in folded(name).replace("-", " ").split():
            yield word
            for taken, rest in _splits(word):
                if taken == 1 and word[0] in "ول" and rest.startswith("ال"):
                    yield rest
                    yield rest[2:]
                elif taken == 1 and word[0] == "و":
                    yield rest
            if word.startswith("ال"):
                yield word[2:]
