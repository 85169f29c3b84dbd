"""Mentions of one person made one: full names, family names, first names, over the whole document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from khabar.document import Person, Role
from khabar.stages.people.lexicon import Lexicon
from khabar.stages.people.names import Name
from khabar.stages.people.positions import Office
from khabar.stages.people.words import Text

_RANK: tuple[Role, ...] = (
    "head_of_state", "head_of_government", "royal", "minister", "secretary_of_state", "governor", "region_president",
    "mayor", "ambassador", "parliamentarian", "agency_head", "party", "other_official", "security", "none",
)  # fmt: skip


@dataclass(slots=True)
class Group:
    """One person: the names found, and the offices that stand beside them."""

    names: list[Name]
    words: tuple[str, ...]
    held: list[Office] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    person: Person | None = None


def letters(text: Text, name: Name) -> tuple[str, ...]:
    """The words of a name, the first without its proclitic."""
    forms = [text.words[n].form for n in range(name.first, name.last)]
    forms[0] = forms[0][name.skip :] if name.skip else forms[0]
    return tuple(forms)


def family(words: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """The family name with its particles: `بن علي`, `ايت الطالب`."""
    k = len(words) - 1
    while k > 1 and words[k - 1] in lexicon.classes["particle"]:
        k -= 1
    return words[k:]


def group(text: Text, names: Sequence[Name], lexicon: Lexicon) -> list[Group]:
    """Names joined: a shorter name goes with the longest name that begins or ends with its words."""
    groups: list[Group] = []
    for name in names:
        name.words = letters(text, name)
    for name in sorted(names, key=lambda n: (-len(n.words), n.first)):
        home = _home(name, groups)
        if home is None:
            home = Group([], name.words)
            groups.append(home)
        home.names.append(name)
    return groups


def _home(name: Name, groups: Sequence[Group]) -> Group | None:
    best: Group | None = None
    for g in groups:
        if name.words == g.words:
            return g
        if _short_of(name.words, g.words):
            best = best or g
    return best


def _short_of(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    if len(short) >= len(full):
        return False
    if full[-len(short) :] == short or (len(short) > 1 and full[: len(short)] == short):
        return True
    if len(short) > 1 and short[0] == full[0] and short[-1] == full[-1]:
        return True
    return len(short) == 1 and short[0] == full[0]


def echoes(text: Text, groups: Sequence[Group], taken: bytearray, lexicon: Lexicon) -> list[tuple[Group, Name]]:
    """Further mentions: the family name, or the full name, of someone found elsewhere in the document."""
    wanted: dict[str, list[tuple[tuple[str, ...], Group]]] = {}
    for g in groups:
        if len(g.words) < 2:
            tails = [g.words]
        else:
            tails = [g.words, family(g.words, lexicon)]
            if len(g.words) > 2:
                tails.append(g.words[:2])
        for tail in dict.fromkeys(tails):
            if len(tail) > 1 or (len(tail[0]) > 2 and lexicon[tail[0]].weight > -28 and not lexicon[tail[0]].stop):
                wanted.setdefault(tail[0], []).append((tail, g))
    found: list[tuple[Group, Name]] = []
    for i, word in enumerate(text.words):
        if taken[i]:
            continue
        for skip in (0, 1):
            form = word.form[skip:]
            if skip and (len(form) < 3 or word.form[0] not in "وفبلك"):
                break
            options = wanted.get(form)
            if not options:
                continue
            match = _longest(text, i, options, taken)
            if match:
                tail, g = match
                name = Name(i, i + len(tail), skip, 0)
                name.words = tail
                found.append((g, name))
                for n in range(i, name.last):
                    taken[n] = 1
                break
    return found


def _longest(
    text: Text, i: int, options: Sequence[tuple[tuple[str, ...], Group]], taken: bytearray
) -> tuple[tuple[str, ...], Group] | None:
    best = None
    for tail, g in options:
        end = i + len(tail)
        if (best and len(tail) <= len(best[0])) or end > len(text):
            continue
        if all(
            text.words[i + n].form == tail[n] and text.joined(i + n) and not taken[i + n] for n in range(1, len(tail))
        ):
            best = tail, g
    return best


def roles(groups: Sequence[Group], title_roles: bool = True) -> None:
    """Give each group the office of highest rank that stands beside its names."""
    for g in groups:
        rank = len(_RANK)
        best: Office | None = None
        for office in g.held:
            r = _RANK.index(office.role) + (20 if office.former else 0)
            if best is None or r < rank:
                best, rank = office, r
        person = g.person
        assert person is not None
        if best:
            person.role, person.country, person.former = best.role, best.country, best.former
        if (best is None or best.role == "none") and g.titles:
            for title in g.titles:
                if title != "none":
                    person.role = title  # type: ignore[assignment]
                    break
