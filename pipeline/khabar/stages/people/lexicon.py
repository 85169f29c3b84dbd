"""The words of office and name: the tables of `data/people`, in folded forms, and the word analyser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from khabar.arabic.fold import folded
from khabar.document import MINISTERIAL, Role
from khabar.knowledge.base import Knowledge
from khabar.resources import data
from khabar.stages.people.words import ALI, PROCLITICS, Word

_KEPT = 80_000  # word forms kept analysed, and as many of those before them


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
    """What the tables say of a word without proclitics; offices, titles and nationalities are `known`."""

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


_NOTHING = Facts()


class Lexicon(dict[str, Word]):
    """Word forms, analysed when first asked for: `lexicon["للوزير"].base == "الوزير"`."""

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__()
        self._before: dict[str, Word] = {}
        self.heads = _heads()
        self.longest_head = max(len(words) for words in self.heads)
        self.office_words = frozenset(words[0] for words in self.heads)
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
        self._facts = self._all_facts()
        self._thing_ends = frozenset(w[-2:] for w in self.classes["thing"])
        self.weights: dict[str, int] = {}
        last: list[str] = []
        for row in rows("words.tsv"):
            words = row["words"].split()
            self.weights.update(dict.fromkeys(words, int(row["weight"])))
            last += words if row["place"] == "last" else []
        self.last = frozenset(last)
        self.given = knowledge.given_names
        self.names = knowledge.given_names | knowledge.family_names
        self.vocabulary = (
            _vocabulary(knowledge)
            | frozenset(_bare(self.classes["portfolio"]))
            | frozenset(w for d, _ in self.domains for w in d)
        )
        self.vocabulary -= self.office_words - self.classes["portfolio"]

    def __missing__(self, form: str) -> Word:
        word = self._before.get(form) or self._analyse(form)
        if len(self) >= _KEPT:
            self._before = dict(self)
            self.clear()
        self[form] = word
        return word

    def _all_facts(self) -> dict[str, Facts]:
        """What the tables say of the words that stand in any of them, but for the words of names."""
        classes = self.classes
        listed = [classes[name] for name in ("particle", "former", "status", "lead")]
        return {
            base: Facts(
                base in self.stop,
                base in self.say,
                self.titles.get(base),
                base in self.office_words,
                base in classes["particle"],
                base in classes["former"],
                base in classes["status"],
                base in classes["lead"],
                self.nations.get(base),
                base in self.office_words or base in self.titles or base in self.nations,
            )
            for base in chain(self.office_words, self.titles, self.nations, self.say, self.stop, *listed)
        }

    def _analyse(self, form: str) -> Word:
        if form == ALI:
            return replace(
                self._analyse(ALI[:-1]), stop=False, opens=True, weight=_ALI, unknown=False, listed=True, notable=True
            )
        facts = self._facts.get(form, _NOTHING)
        clitics, base, splits = 0, form, _splits(form)
        if splits and not (facts.known or facts.stop or facts.say):
            for taken, rest in splits:
                told = self._facts.get(rest, _NOTHING)
                if told.known or ((told.say or told.stop) and taken == 1 and form[0] in "وف"):
                    clitics, base, facts = taken, rest, told
                    break
        weight = self.weights.get(form)
        if form[-1] == "ا" and form[:-1] in self.names:
            weight = max(weight or 0, self.weights.get(form[:-1], 0))  # محمدا
        inner = None
        if splits and not clitics:
            inner = self.weights.get(splits[0][1], 0 if weight is None else -10)
        split = 0 if weight is not None or facts.known else self._split(form)
        weighed = _DEFAULT if weight is None else weight
        likely = weighed > _OPENS or (inner is not None and inner > _OPENS)
        opens = len(form) > 1 and not facts.stop and (facts.particle or likely)
        return Word(
            form,
            clitics,
            base,
            facts.stop or form.isdigit(),
            facts.say,
            facts.title,
            facts.office,
            facts.particle,
            facts.former,
            facts.status,
            facts.lead or (clitics > 0 and form in self.classes["lead"]),
            facts.nation,
            weighed,
            inner,
            unknown=weight is None,
            listed=form in self.names,
            closes=form in self.last and form not in self.given,
            thing=self._thing(form),
            bare=form[1:] if clitics or inner is not None else "",
            opens=opens,
            split=split,
            notable=facts.office or facts.title is not None or opens or split > 0,
        )

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


_DEFAULT = -2
_OPENS = -8  # a word that weighs less opens a name only where an office or title calls for one
_ALI = 12
_SHORTEST_GLUED = 7  # letters of two words glued together


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
