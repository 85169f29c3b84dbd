"""Roles by context: where no sure office tells, the subject of the text and of the words around is weighed.

A softmax over few features, learnt by `data/build/fit_roles.py`; its weights are in `models/roles/weights.tsv`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp
from typing import Final

from khabar.document import Person, Role
from khabar.resources import models
from khabar.stages.people.holders import Holders
from khabar.stages.people.joining import Group
from khabar.stages.people.words import Text

Features = dict[str, float]

# Where an office gives these roles they are right on 98 of 100 people: they are not asked about.
SURE: Final[frozenset[Role]] = frozenset(
    {
        "head_of_state", "royal", "head_of_government", "minister", "secretary_of_state", "governor",
        "region_president", "mayor", "ambassador",
    }
)  # fmt: skip
_HEADS: Final[frozenset[Role]] = frozenset({"head_of_state", "royal", "head_of_government"})
SURENESS: Final = 0.98
ENOUGH: Final = 0.5  # a role that is less likely does not take the place of the one that the rules give
_MENTIONS: Final = 4  # of a person, that are looked at
_AROUND: Final = 15  # words on each side of a mention


@dataclass(slots=True, frozen=True)
class Weights:
    """The weight of each feature for each of the roles, in their order; `bias` is a feature of all."""

    roles: tuple[str, ...]
    rows: dict[str, tuple[float, ...]]


@dataclass(slots=True, frozen=True)
class Case:
    """A person whose role is in question, and what speaks for one."""

    home: Group
    person: Person
    features: Features


Judge = Callable[[Text, Sequence[Group], Sequence[Person], date | None], None]


class Cases:
    """The people of a text whose role is in question, with their features."""

    def __init__(self, tables: Holders) -> None:
        self._tables = tables

    def __call__(
        self, text: Text, groups: Sequence[Group], people: Sequence[Person], day: date | None
    ) -> Iterator[Case]:
        asked = [(h, p) for h, p in zip(groups, people, strict=True) if _asked(h, p)]
        if not asked:
            return
        subject = [(i, text.words[i].topic or "") for i in text.topical]
        whole = _whole(text, subject)
        for home, person in asked:
            features = {**_told(text, home, person), **whole, **_near(home, subject)}
            for role in self._held(home, person, day):
                features[f"held={role}"] = 1.0
            yield Case(home, person, features)

    def _held(self, home: Group, person: Person, day: date | None) -> set[Role]:
        """The roles that the one person of that name has had by a day, as the tables know."""
        known = self._tables.named(home.words) | ({person.entity} if person.entity else set())
        return {term.role for one in known for term in self._tables.until(one, day)} if len(known) == 1 else set()


def by_context(tables: Holders) -> Judge:
    """Decide the roles in question by the shipped weights; each person gets how sure the decision is."""
    cases, weights = Cases(tables), _weights()

    def judge(text: Text, groups: Sequence[Group], people: Sequence[Person], day: date | None) -> None:
        for home in groups:
            home.sure = SURENESS
        for case in list(cases(text, groups, people, day)):
            chances = likely(weights, case.features)
            role = likeliest(chances, case.person.role)
            if role != case.person.role and chances[role] >= ENOUGH:
                case.person.role = role  # type: ignore[assignment]
            case.home.sure = chances.get(case.person.role, 0.0)

    return judge


def likeliest(chances: Mapping[str, float], rule: Role) -> str:
    """The likeliest role; one that is seldom told by context alone only where the rules give it."""
    return max((r for r in chances if r not in SURE or r == rule), key=lambda r: chances[r])


def likely(weights: Weights, features: Features) -> dict[str, float]:
    """The probability of each role."""
    found = [(value, row) for feature, value in features.items() if (row := weights.rows.get(feature))]
    scores: list[float] = []
    for role, score in enumerate(weights.rows["bias"]):
        for value, row in found:
            score += value * row[role]
        scores.append(score)
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    total = sum(powers)
    return {role: power / total for role, power in zip(weights.roles, powers, strict=True)}


def _asked(home: Group, person: Person) -> bool:
    """Is the role in question? What words beside the name tell is not, nor who heads a state by the tables.

    Who the tables say is a minister may be spoken of as a party's: an office would have told.
    """
    if home.told == "table":
        return person.role not in _HEADS
    return home.told != "hint" and (home.told != "office" or person.role not in SURE)


def _told(text: Text, home: Group, person: Person) -> Features:
    """What the rules found, and how the person is named."""
    office = home.office
    rule = f"{home.told}>{person.role}"
    if home.told == "office" and office:
        bare = "bare " if office.last - office.first == len(office.head.words) else ""
        rule = f"{bare}{office.head.masculine}>{person.role}"
    features = {
        f"rule={rule}": 1.0,
        f"role={person.role}" if home.told else "silent": 1.0,
        "mentions": min(1.0, len(home.names) / 5),
        "headline": float(min(n.first for n in home.names) < 10),
        "single": float(len(home.words) == 1),
    }
    title = next((text.words[n.first - 1].base for n in home.names if n.title), None)
    if title:
        features[f"title={title}"] = 1.0
    return features


def _whole(text: Text, subject: Sequence[tuple[int, str]]) -> Features:
    """How much the text speaks of each subject: 0 to 1."""
    share = 25 / max(100, len(text))
    times: dict[str, int] = {}
    for _, topic in subject:
        times[topic] = times.get(topic, 0) + 1
    return {topic: min(1.0, share * count) for topic, count in times.items()}


def _near(home: Group, subject: Sequence[tuple[int, str]]) -> Features:
    """How much the words around the person speak of each subject: 0 to 1; a word near two mentions counts once."""
    names = sorted(home.names[:_MENTIONS], key=lambda n: n.first)
    share = 2 / 3 / len(names)
    found: Features = {}
    at = 0
    for name in names:
        at = max(at, bisect_left(subject, (name.first - _AROUND, "")))
        while at < len(subject) and subject[at][0] < name.last + _AROUND:
            topic = subject[at][1]
            found[topic] = min(1.0, found.get(topic, 0.0) + share)
            at += 1
    return {f"near {topic}": near for topic, near in found.items()}


def _weights() -> Weights:
    """The shipped weights."""
    table = models("roles", "weights.tsv").read_text(encoding="utf-8").splitlines()
    roles = tuple(table[0].split("\t")[1:])
    rows = (line.split("\t") for line in table[1:])
    return Weights(roles, {feature: tuple(map(float, row)) for feature, *row in rows})
