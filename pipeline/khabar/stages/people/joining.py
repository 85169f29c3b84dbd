"""Mentions of one person made one over the document, and each office given to the person beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from khabar.document import Role
from khabar.stages.people.lexicon import Lexicon
from khabar.stages.people.names import Name
from khabar.stages.people.positions import Office
from khabar.stages.people.words import PROCLITICS, Text

# Of several offices the one that speaks for the person; what a person was comes after what they are.
RANK: Final[tuple[Role, ...]] = (
    "head_of_state", "head_of_government", "royal", "minister", "secretary_of_state", "governor", "region_president",
    "mayor", "ambassador", "parliamentarian", "agency_head", "other_official", "party", "security", "none",
)  # fmt: skip
_CHAIRS: Final[frozenset[Role]] = frozenset({"agency_head", "other_official"})
_SHORTEST_ECHO: Final = 3  # letters of a family name looked for by itself
_COMMON: Final = -28  # a word that weighs less is not looked for by itself
_LONG: Final = 4  # letters of a word that may be spelt in two ways
# The share of letters in common in two spellings, beside a word in common and without.
_ALIKE: Final = 0.75
_ALIKE_ALONE: Final = 0.85
_MANY: Final = 25  # forms of names, from which it is quicker to look at each word once
_SON: Final = frozenset({"بن", "ابن", "بنت", "ولد"})
_PLURAL: Final = ("ان", "ين", "ون", "اء")
_LISTING: Final = frozenset(("، ", " ، ", ", ", " - "))
_CLAUSE: Final = 20  # words before a list that are looked at
_CHAIN: Final = frozenset((" ", "، ", " ، ", " - ", ", ", "\n"))


Ruling = Callable[["Group", Role], bool]  # is a person known for a role?


@dataclass(slots=True)
class Group:
    """One person: the mentions, the words of the fullest, the offices and titles that stand beside them.

    `told` is what gave the person's role: an `office`, a `title`, a `hint`, the `table`s, or nothing; `sure` how likely
    the role is.
    """

    names: list[Name]
    words: tuple[str, ...]
    offices: list[Office]
    told: str
    sure: float

    def __init__(self, name: Name) -> None:
        self.names, self.words = [name], name.words
        self.offices, self.told, self.sure = [], "", 1.0

    @property
    def fullest(self) -> Name:
        """The mention with most words, the first of several."""
        return max(self.names, key=lambda n: (len(n.words), n.skip == 0, -n.first))

    @property
    def office(self) -> Office | None:
        """The office of highest rank, present ones before former ones; of one role the longest wording.

        An officer's command comes before a chair: `مدير شرطة الشرق رئيس اللجنة الأمنية اللواء كريم`.
        """
        if not self.offices:
            return None
        best = min(self.offices, key=lambda o: (o.role == "none", _past(o), RANK.index(o.role), o.first - o.last))
        if best.role in _CHAIRS and any(n.title == "security" for n in self.names):
            return next((o for o in self.offices if o.role == "security"), best)
        return best


def _past(office: Office) -> bool:
    """Does the office come after present ones? Who headed a government is spoken of as its head beside a party's."""
    return office.former and office.role not in ("head_of_state", "head_of_government")


def letters(text: Text, name: Name) -> tuple[str, ...]:
    """The words of a name, the first without its proclitic."""
    forms = text.forms(name.first, name.last)
    forms[0] = forms[0][name.skip :]
    if name.skip and forms[0].startswith("ل") and text.words[name.first].form.startswith("لل", name.skip - 1):
        forms[0] = "ا" + forms[0]  # للمنصف
    return tuple(forms)


def family(words: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """The family name with its particles: `بن علي`, `ايت الطالب`."""
    k = len(words) - 1
    if k > 1 and words[k] in lexicon.classes["second"]:
        k -= 1
    while k > 1 and words[k - 1] in lexicon.classes["particle"]:
        k -= 1
    return words[k:]


def group(text: Text, names: list[Name], lexicon: Lexicon) -> list[Group]:
    """Names joined: a shorter name goes with the longest name that begins or ends with its words."""
    groups: list[Group] = []
    for name in names:
        name.words = letters(text, name)
    _unwritten(names)
    _part(names, lexicon)
    alike: dict[tuple[str, ...], Group] = {}
    holding: dict[str, list[Group]] = {}  # each word
    for name in sorted(names, key=lambda n: (-len(n.words), n.first)):
        home = alike.get(name.words) or _home(name, holding.get(name.words[0], ()))
        if home is None:
            home = alike[name.words] = Group(name)
            groups.append(home)
            for word in set(name.words):
                holding.setdefault(word, []).append(home)
        else:
            home.names.append(name)
    return _respelt(groups, lexicon)


def _unwritten(names: list[Name]) -> None:
    """Read a name after لل without an article where another mention has none: `للافروف` is لافروف."""
    written = {word for name in names for word in name.words if not name.skip}
    for name in names:
        first = name.words[0]
        if name.skip and first.startswith("الا") and first not in written and first[1:] in written:
            name.words = (first[1:], *name.words[1:])


def _respelt(groups: list[Group], lexicon: Lexicon) -> list[Group]:
    """Make one person of two whose names differ in the spelling of a word: `نزهة الوفي` and `نزهة الوافي`, `الوفي`."""
    found: list[Group] = []
    for home in groups:
        other = next((g for g in found if _alike(home.words, g.words, lexicon)), None)
        if other is None:
            found.append(home)
        else:
            other.names += home.names
    return found


def _alike(one: tuple[str, ...], other: tuple[str, ...], lexicon: Lexicon) -> bool:
    """May two names be one in two spellings? Two given names that the lists know are two: `حسن`, `حسين`."""
    if len(one) == 1 and len(other) > 1:
        other = family(other, lexicon)
        if len(other) == 1 and one[0].removeprefix("ال") == other[0].removeprefix("ال"):
            return len(one[0]) >= _LONG  # `الناجي` for `جواد ناجي`
    if len(one) != len(other):
        return False
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if len(apart) != 1:
        return False
    a, b = apart[0]
    known = a in lexicon.given and b in lexicon.given
    least = _ALIKE_ALONE if len(one) == 1 else _ALIKE
    return not known and min(len(a), len(b)) >= _LONG and _share(a, b) >= least and _ratio(a, b) >= least


def _share(a: str, b: str) -> float:
    """The most that `_ratio` can be, by the letters of each that the other has at all."""
    return 2.0 * min(sum(map(b.__contains__, a)), sum(map(a.__contains__, b))) / (len(a) + len(b))


def _ratio(a: str, b: str) -> float:
    """The share of letters in common in their order."""
    return SequenceMatcher(None, a, b).ratio()


def _part(names: list[Name], lexicon: Lexicon) -> None:
    """Make right what the full names of the document tell: `يهاجم غالانت السنوار` names two, `لغالانت` is غالانت."""
    full: dict[tuple[str, ...], int] = {}
    for name in names:
        if len(name.words) > 1:
            full[name.words] = full.get(name.words, 0) + 1
    if not full:
        return
    families = {w[-1] for w in full}
    for name in list(names):
        first, rest = name.words[0], name.words[1:]
        others = {w[-1] for w in full if w != name.words} if first in families else families
        own = full.get(name.words, 0) > 1 or (*rest, first) in full  # `كولر هورست`
        if len(rest) == 1 and first in others and not own and first not in lexicon.given:
            _cut(names, name, others, lexicon)
        elif not name.skip and first[0] in PROCLITICS and not lexicon[first].listed:
            bare = (first[1:], *rest)
            if bare in full or (not rest and first[1:] in others):
                name.skip, name.words = 1, bare


def _cut(names: list[Name], name: Name, families: set[str], lexicon: Lexicon) -> None:
    """Leave a name of two words its first, a family name; the second is another's name, or none."""
    (first, second), k = name.words, name.last - 1
    word = lexicon[second]
    if second in lexicon.classes["regnal"]:
        return
    after, name.after = name.after, None
    name.last, name.words = k, (first,)
    if second in families or word.listed or word.weight > 0:
        names.append(Name(k, k + 1, 0, name.score, after=after, words=(second,)))
    elif second[0] in PROCLITICS and (second[1:] in families or (word.inner or 0) > 0):
        names.append(Name(k, k + 1, 1, name.score, after=after, words=(second[1:],)))


def _home(name: Name, groups: Sequence[Group]) -> Group | None:
    """Of the people whose name one may shorten, who all hold its first word, the one named last before it."""
    homes = [g for g in groups if _shortens(name.words, g.words)]
    if len(homes) == 1:
        return homes[0]
    return min(homes, key=lambda g: _distance(g, name), default=None)


def _distance(home: Group, name: Name) -> int:
    gaps = [name.first - n.first for n in home.names]
    before = [g for g in gaps if g >= 0]
    return min(before) if before else 10_000 + min(-g for g in gaps)


def _shortens(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """`العثماني` for `سعد الدين العثماني`; `محمد صالح` for `محمد علي صالح`."""
    if len(short) >= len(full):
        return False
    if full[-len(short) - 1] not in _SON and full[-len(short) :] == short:
        return True
    if full[: len(short)] == short:
        return True
    if len(short) == 1:
        return any(full[k] == short[0] and full[k - 1] not in _SON for k in range(1, len(full) - 1))
    return short[0] == full[0] and short[-1] == full[-1]


def echoes(text: Text, groups: Sequence[Group], taken: bytearray, lexicon: Lexicon) -> list[tuple[Group, Name]]:
    """Further mentions of people found elsewhere in the document: by full name, by its end or its beginning."""
    wanted: dict[str, list[tuple[tuple[str, ...], Group]]] = {}
    for home in groups:
        for words in _echo_forms(home.words, lexicon):
            wanted.setdefault(words[0], []).append((words, home))
            if words[0].startswith("ال"):
                wanted.setdefault("ل" + words[0][2:], []).append((words, home))  # after ل: للعثماني
    found: list[tuple[Group, Name]] = []
    for i, skip, form in _places_of(text, wanted):
        match = None if taken[i] else _longest(text, i, wanted[form], taken)
        if match and not _dated(text, i, lexicon):
            words, home = match
            if not (len(words) > 1 or _told_apart(home, words[0], lexicon) or _speaks(text, i)):
                continue
            found.append((home, Name(i, i + len(words), skip, words=words)))
            taken[i : i + len(words)] = b"\1" * len(words)
    return found


def _places_of(text: Text, forms: Collection[str]) -> list[tuple[int, int, str]]:
    """Where forms stand as words, or after one proclitic, in order: word index, letters of the proclitic, form."""
    return _by_word(text, forms) if len(forms) > _MANY else _by_form(text, forms)


def _by_form(text: Text, forms: Collection[str]) -> list[tuple[int, int, str]]:
    """The same, one form after the other: its time is that of forms times letters."""
    found: list[tuple[int, int, str]] = []
    folded, starts, ends = text.folded.text, text.starts, text.ends
    for form in forms:
        at = folded.find(form)
        while at >= 0:
            i = bisect_right(starts, at) - 1
            skip = at - starts[i]
            if ends[i] == at + len(form) and (skip == 0 or (skip == 1 and folded[at - 1] in PROCLITICS)):
                found.append((i, skip, form))
            at = folded.find(form, at + 1)
    return sorted(found)


def _by_word(text: Text, forms: Collection[str]) -> list[tuple[int, int, str]]:
    """The same, one word after the other: its time is that of words."""
    after = {f"{proclitic}{form}": form for form in forms for proclitic in PROCLITICS}
    found: list[tuple[int, int, str]] = []
    for i in range(len(text)):
        word = text.words[i].form
        if word in forms:
            found.append((i, 0, word))
        if inner := after.get(word):
            found.append((i, 1, inner))
    return found


def _echo_forms(words: tuple[str, ...], lexicon: Lexicon) -> list[tuple[str, ...]]:
    """The forms of a name that are looked for in the rest of the document."""
    forms = [words]
    if len(words) > 1:
        forms.append(family(words, lexicon))
    if len(words) > 2:
        forms += [words[:2], words[-2:]]
    return [f for f in dict.fromkeys(forms) if len(f) > 1 or _telling(f[0], lexicon)]


def _telling(form: str, lexicon: Lexicon) -> bool:
    """May this word by itself name a person?"""
    word = lexicon[form]
    if form in lexicon.classes["month"]:
        return True
    common = word.stop or word.say or word.title or form in lexicon.classes["second"]
    return len(form) >= _SHORTEST_ECHO and (word.weight > _COMMON or word.definite) and not common


def _told_apart(home: Group, form: str, lexicon: Lexicon) -> bool:
    """Is a word no common one, or what the person is called elsewhere: `أضاف النابلي`, so `عزل النابلي` too?"""
    rare = lexicon[form].weight > _COMMON or form in lexicon.classes["month"]
    return rare or any(n.words == (form,) for n in home.names)


def _speaks(text: Text, i: int) -> bool:
    """Is word `i` the one who speaks: `وقال الرشق "إن`, of `عزت الرشق`?"""
    return i > 0 and text.words[i - 1].say and text.joined(i) and (not text.joined(i + 1) or text.words[i + 1].stop)


def _dated(text: Text, i: int, lexicon: Lexicon) -> bool:
    """Is a word that names a month one here, and no person: `8 ماي`, `ماي 2019`, `شهر رمضان`, `في ماي`?"""
    form = text.words[i].form
    if form not in lexicon.classes["month"] and form not in lexicon.classes["hijri"]:
        return False
    before = text.words[i - 1].form if i else ""
    after = text.words[i + 1].form if i + 1 < len(text) else ""
    return before.isdigit() or after.isdigit() or before in ("شهر", "هلال", "في", "من", "منذ", "حتي")


def _longest(
    text: Text, i: int, options: Sequence[tuple[tuple[str, ...], Group]], taken: bytearray
) -> tuple[tuple[str, ...], Group] | None:
    best = None
    for words, home in options:
        end = i + len(words)
        if (best and len(words) <= len(best[0])) or end > len(text) or any(taken[i:end]):
            continue
        if all(text.words[i + n].form == words[n] and text.joined(i + n) for n in range(1, len(words))):
            best = words, home
    return best


def holders(
    text: Text, groups: Sequence[Group], offices: Sequence[Office], lexicon: Lexicon, ruling: Ruling
) -> dict[int, Group]:
    """The person beside each office, by the office's first word; each group is given its offices.

    `وزير العدل محمد أوجار` and `محمد أوجار، وزير العدل`; between two names the nearer punctuation decides. In
    `كوشنر، مستشار الرئيس الأمريكي ترامب` the second name has the inner office, and so has one who is known for it:
    `مستشار الرئيس الروسي فلاديمير بوتين`. Offices in a row are one person's:
    `المدير العام للأمن الوطني المدير العام لمراقبة التراب الوطني`.
    """
    before: dict[int, Group] = {}
    after: dict[int, Group] = {}
    apposed_to: set[int] = set()
    for home in groups:
        for name in home.names:
            if name.before and not _object(text, home, name) and not _of_cabinet(text, name.before):
                after[name.before.first] = home
            if name.after and not _passed(text, home, name) and not _addressed(text, name, lexicon):
                before[name.after.first] = home
                if name.before and "،" in text.gap(name.first):
                    apposed_to.add(name.after.first)
    found: dict[int, Group] = {}
    for office in offices:
        first = office.first
        direct = first in after and text.gap(office.last) == " "
        inner = next((o for o in office.nested if o.last == office.last), None)
        unnamed = direct and office.head.domain == "voice" and not office.head.definite
        apposed = first in before and before[first] is not after.get(first)
        known = inner is not None and first in after and _serves(office) and ruling(after[first], inner.role)
        if inner and first in after and (known or (direct and (unnamed or apposed))):
            found[inner.first] = after[first]  # `متحدث باسم رئيس الوزراء كريم الزياني` is not named
            after[first].offices.append(inner)
            if apposed:
                found[first] = before[first]
            continue
        own = direct or (first in after and first in apposed_to)
        choice = after.get(first) if own else before.get(first) or after.get(first)
        if choice:
            found[first] = choice
    _chained(text, offices, found, before)
    for office in offices:
        if office.first in found:
            found[office.first].offices.append(office)
    _shared(text, groups)
    _enumerated(text, groups, lexicon)
    return found


def _serves(office: Office) -> bool:
    """Is it an office beside another's: adviser, spokesman, deputy, envoy?"""
    return office.head.domain in ("adviser", "voice", "deputy", "envoy")


def _passed(text: Text, home: Group, name: Name) -> bool:
    """Is the office after a name no apposition: `واتهم أماش وزير العدل`, of one named in full with his own?

    Nor is it in what a speaker says: `وقال العروي "الرئيس المصري مهتم"`.
    """
    if text.gap(name.last).endswith('"') and name.first and text.words[name.first - 1].say:
        return True
    short = len(name.words) < len(home.words) and text.gap(name.last) == " "
    return short and any(n.before or n.after for n in home.names if len(n.words) == len(home.words))


def _of_cabinet(text: Text, office: Office) -> bool:
    """Does an office end with the government that is named after its head: `وزير في حكومة [كريم الزياني]`?"""
    return text.words[office.last - 1].base == "حكومه"


def _object(text: Text, home: Group, name: Name) -> bool:
    """Is a shortened name after an office its verb's object: `واتهم رئيس الحكومة وهبي`, of one with his own office?"""
    office = name.before
    if office is None or len(name.words) == len(home.words) or office.first == 0:
        return False
    if not text.words[office.first - 1].say or not text.joined(office.first) or not text.joined(name.first):
        return False
    own = {o.role for n in home.names if len(n.words) == len(home.words) for o in (n.before, n.after) if o}
    return bool(own - {"none"}) and office.role not in own


def _addressed(text: Text, name: Name, lexicon: Lexicon) -> bool:
    """Is the office after a name the one spoken to: `وطالب الزياني وزير الداخلية بالكشف عن التدابير`?

    Not where another object follows: `دعا كريم الزياني مفتي مصر الدول إلى التعاون`.
    """
    k = name.before.first if name.before and name.before.last == name.first else name.first
    while k > 1 and text.words[k - 1].title:
        k -= 1
    if k == 0 or not (text.joined(k) and text.joined(name.last)):
        return False
    end = name.after.last if name.after else name.last
    if text.joined(end) and text.words[end].definite and not text.words[end].clitics:
        return False
    verb = text.words[k - 1].form
    return verb in lexicon.classes["addressing"] or verb[1:] in lexicon.classes["addressing"]


def _shared(text: Text, groups: Sequence[Group]) -> None:
    """Give an office or title in the dual or plural to all of a list: `مستشارا الملك فؤاد عالي الهمة وياسر الزناكي`."""
    named = sorted(((n, home) for home in groups for n in home.names), key=lambda pair: pair[0].first)
    shared: Office | None = None
    title: str | None = None
    for (before, _), (name, home) in pairwise(named):
        if before.before:
            shared = before.before if _several(text, before.before) else None
        if before.title and before.first and text.words[before.first - 1].form.endswith(_PLURAL):
            title = before.title
        listed = name.first == before.last and name.skip and text.words[name.first].form[0] == "و"
        if not listed or name.before or name.after:
            shared = title = None
        elif shared and not home.offices:
            home.offices.append(shared)
        elif title and not name.title:
            name.title = title


def _enumerated(text: Text, groups: Sequence[Group], lexicon: Lexicon) -> None:
    """Give the role of a plural noun before or after a list to who is in it and has none.

    `سبعة نواب، وهم: كريم الزياني، سعاد العروي ومراد الخطيب`; `كريم الزياني ومراد الخطيب، القاضيان بالمحكمة`.
    """
    named = sorted(((n, home) for home in groups for n in home.names), key=lambda pair: pair[0].first)
    start = 0
    for at in range(1, len(named) + 1):
        if at < len(named) and _follows(text, named[at - 1][0], named[at][0]):
            continue
        row, start = named[start:at], at
        role = _plural_before(text, row[0][0], lexicon) or _plural_after(text, row[-1][0], lexicon)
        if role and len(row) > 1:
            for name, home in row:
                if not (home.offices or name.title):
                    name.title = role


def _follows(text: Text, one: Name, two: Name) -> bool:
    """Is `two` the next of a list: `، سعاد العروي`, `ومراد الخطيب`?"""
    if two.first != one.last or one.after or two.before:
        return False
    return text.gap(two.first) in _LISTING or bool(two.skip and text.words[two.first].form[0] == "و")


def _plural_before(text: Text, name: Name, lexicon: Lexicon) -> str | None:
    """The role of the last plural in the clause before a colon: `من الوزراء الذين سيحضرون: `."""
    if ":" not in text.gap(name.first):
        return None
    for n in range(name.first - 1, max(name.first - _CLAUSE, -1), -1):
        role = lexicon.plurals.get(text.words[n].base)
        if role:
            return role
        if n < name.first - 1 and {".", "\n", ":"} & set(text.gap(n + 1)):
            return None
    return None


def _plural_after(text: Text, name: Name, lexicon: Lexicon) -> str | None:
    """The role of a plural in apposition to a list: `، القاضيان بالمحكمة الابتدائية`."""
    if text.gap(name.last) not in _LISTING or name.last >= len(text):
        return None
    return lexicon.plurals.get(text.words[name.last].form)


def _several(text: Text, office: Office) -> bool:
    """Does the office noun stand in the dual or plural?"""
    noun, one = text.words[office.first].base, office.head.masculine.split()[0]
    return noun == "اعضاء" or (noun != one and noun in (one + "ا", one + "ي", one + "تا", one + "تي"))


def _chained(text: Text, offices: Sequence[Office], found: dict[int, Group], before: dict[int, Group]) -> None:
    """Give an office without a name beside it the holder of the office that it follows or precedes."""
    pairs = list(pairwise(offices))
    for one, two in pairs:
        if one.last != two.first or two.first in found or one.first not in found:
            continue
        coordinated = text.words[two.first].form[0] == "و" and text.words[two.first].clitics == 1
        if text.gap(two.first) in _CHAIN and (not coordinated or before.get(one.first) is found[one.first]):
            found[two.first] = found[one.first]
    for one, two in reversed(pairs):
        deputy = two.role == "security" and one.head.domain == "deputy"  # `نائب وزير الدفاع وقائد أركان الجيش، فلان`
        apart = text.words[two.first].clitics == 0 or "party" in (one.role, two.role) or deputy
        chained = one.last == two.first and text.gap(two.first) in _CHAIN and apart
        if chained and one.first not in found and two.first in found:
            found[one.first] = found[two.first]
