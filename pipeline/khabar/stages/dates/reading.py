"""A match of the grammar with its tokens, and what every point takes from one: calendar, modifier, figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from khabar.stages.dates.grammar import Node
from khabar.stages.dates.lexer import Token
from khabar.stages.dates.model import Meaning, Mod, Point, Step

Found = tuple[int, int, Meaning]  # first and last token (exclusive), meaning
Read = Callable[[Node, Sequence[Token]], Meaning | None]
HIJRI_FIGURES: Final = range(1300, 1500)  # years that a date in figures has only in the Hijri calendar
NOW: Final = Point(unit="now", shift=((0, "now"),))


class Reading:
    """A node with its tokens: captured values by name; `read` says what a node within means."""

    __slots__ = ("node", "read", "token", "tokens")

    def __init__(self, node: Node, tokens: Sequence[Token], read: Read) -> None:
        self.node, self.tokens, self.read = node, tokens, read
        named = {name: tokens[found] for name, found in node.captures.items() if isinstance(found, int)}
        self.token: Callable[[str], Token | None] = named.get

    @property
    def before(self) -> str:
        """The kind of the token before."""
        return self.tokens[self.node.first - 1].kind if self.node.first else ""

    def value(self, name: str) -> Any:
        token = self.token(name)
        return None if token is None else token.value

    def number(self, name: str) -> int | None:
        token = self.token(name)
        if token is None:
            return None
        return token.number.value if token.number is not None else token.value

    def step(self, *names: str) -> Step | None:
        """The step of the first of `names` that is there; one that ends in `this` is the anchor's own unit."""
        for name in names:
            token = self.token(name)
            if token is not None:
                if name.endswith("this"):
                    return Step(0)
                return Step(token.value, token.kind in ("RELTEXT", "OFIT"))
        return None

    def child(self, name: str) -> Meaning | None:
        """The meaning of a captured node, or of a captured number as a day."""
        found = self.node.captures.get(name)
        if isinstance(found, Node):
            return self.read(found, self.tokens)
        number = self.number(name)
        return None if number is None else Point(day=number)


def calendar(r: Reading, p: Point) -> None:
    """Year, its era and the month's calendar."""
    p.year = r.number("year")
    p.yrel = r.step("yrel", "ythis")
    month = r.token("month")
    if month is not None:
        p.month, p.hijri = month.value, month.kind.endswith("HMONTH")
    elif r.token("mnum") is not None:
        p.month = r.number("mnum")
    elif r.token("fig") is not None:
        p.month = r.number("fig")
        p.hijri = p.year is not None and p.year in HIJRI_FIGURES
    p.mrel = r.step("mrel", "mthis")
    era = r.token("era")
    if era is not None and p.month is None:
        p.hijri = era.kind == "ERAH"
    elif era is not None and era.kind == "ERAH":
        p.hijri = True
    if r.token("hijri") is not None:
        p.hijri = True


def modifier(r: Reading) -> Mod | None:
    """Where in its unit a point lies: `نهاية`, `منتصف`."""
    token = r.token("mod")
    if token is None:
        return None
    if token.kind == "FRAC":
        return "mid"
    mod: Mod = "end" if token.kind == "LAST" else token.value
    return mod


def point(r: Reading) -> Point | None:
    """What most points say: a day, week, month or year, with its parts."""
    p = Point(part=r.value("part"), ref=r.value("ref"), weekday=r.value("weekday"))
    calendar(r, p)
    p.day = r.number("day") if r.token("day") else 1 if r.token("first") else None
    if p.weekday is None and r.token("weekday") is not None:
        p.weekday = r.value("weekday")
    p.rel = r.step("rel", "rthis")
    p.wrel = r.step("wrel", "wthis")
    p.mod = modifier(r)
    if (same := r.token("same")) is not None:
        p.same = same.value if isinstance(same.value, str) else "day"
        p.rel = r.step("trel") or Step(0, True)
    elif r.token("tonight") is not None:
        step = r.step("trel")
        p.ref, p.part = (step.n if step and r.value("trel") != 0 else 0), "NI"
    elif (step := r.step("trel")) is not None:
        p.ref = step.n
    elif p.part and p.ref is None and p.weekday is None and p.day is None and not r.token("ndate"):
        p.ref = 0
    if not _numeric(r, p) or (p.day or 0) > 99 or (p.month or 0) > 12 or p.day == 0:
        return None
    p.unit = _unit(p)
    p.aim = p.unit == "year" and r.node.first > 0 and r.tokens[r.node.first - 1].kind == "PREP"
    return p


def _numeric(r: Reading, p: Point) -> bool:
    """Take over a date in figures; False where it is none."""
    if (full := r.value("ndate")) is not None:
        p.year, p.month, p.day = full
        p.hijri = full[0] in HIJRI_FIGURES
    elif (pair := r.value("ndm")) is not None:
        a, b = pair
        p.day, p.month = (a, b) if b <= 12 else (b, a)
        return 1 <= p.month <= 12 and 1 <= p.day <= 31
    elif (ym := r.value("ym")) is not None:
        p.year, p.month = ym
    return True


def _unit(p: Point) -> str:
    if p.same:
        return p.same
    if p.day is not None or p.weekday is not None or p.ref is not None:
        return "day"
    if p.month is not None or p.mrel is not None:
        return "month"
    return "week" if p.wrel is not None else "year"
