"""From a match of the grammar to what it says: the maker of each `make` of `data/dates/grammar.toml`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from khabar.stages.dates import clocks, days, lengths, periods, reading, spans
from khabar.stages.dates.grammar import Node, grammar
from khabar.stages.dates.lexer import Token
from khabar.stages.dates.model import Meaning
from khabar.stages.dates.reading import Found, Reading


def meaning(node: Node, tokens: Sequence[Token]) -> Meaning | None:
    """What a node says, None where it says no date after all."""
    return MAKERS[node.make](Reading(node, tokens, meaning))


def found(node: Node, tokens: Sequence[Token]) -> list[Found]:
    """The mentions of a top node."""
    if (many := LISTS.get(node.make)) is not None:
        return many(Reading(node, tokens, meaning)) or _retried(node, tokens)
    said = meaning(node, tokens)
    if said is None:
        parts = [f for part in node.parts if isinstance(part, Node) for f in found(part, tokens)]
        return parts or _retried(node, tokens)
    return [(node.first, node.last, said)]


def _retried(node: Node, tokens: Sequence[Token]) -> list[Found]:
    """A match that says nothing may hold one that does: `72.6 في عام 2018`."""
    rest = tokens[node.first + 1 : node.last]
    if node.make == "nothing" or len(rest) < 2:
        return []
    parsed = grammar().parse(grammar().types([token.kind for token in rest]))
    shift = node.first + 1
    return [(first + shift, last + shift, said) for top in parsed for first, last, said in found(top, rest)]


def _nothing(_: Reading) -> None:
    return None


MAKERS: dict[str, Callable[[Reading], Meaning | None]] = {
    "nothing": _nothing,
    "point": reading.point,
    "nth": days.nth,
    "until": reading.point,
    "sunset": reading.point,
    "spelt": reading.point,
    "namesake": reading.point,
    "this": reading.point,
    "lone_unit": lengths.lone_unit,
    "event": days.event,
    "week_days": days.week_days,
    "new_year": periods.new_year,
    "year_span": periods.year_span,
    "figures": spans.figures,
    "zoned": clocks.zoned,
    "lone": days.lone,
    "noon": clocks.noon,
    "single": lengths.single,
    "halves": periods.halves,
    "weekend": periods.weekend,
    "bare_year": periods.bare_year,
    "quarter": periods.quarter,
    "season": periods.season,
    "school": periods.school,
    "decade": periods.decade,
    "century": periods.century,
    "millennium": periods.millennium,
    "first_units": periods.first_units,
    "clock": clocks.clock,
    "amount": lengths.amount,
    "compound": lengths.compound,
    "timed": clocks.timed,
    "shifted": lengths.shifted,
    "every": lengths.every,
    "yearly": lengths.yearly,
    "interval": spans.interval,
    "months": spans.months,
    "turn": spans.turn,
    "night": days.night,
}

# what says several things, each with its own span
LISTS: dict[str, Callable[[Reading], list[Found]]] = {
    "several": days.several,
    "couple": spans.couple,
    "days": days.days,
    "events": days.events,
    "month_pair": periods.month_pair,
    "years": periods.years,
}
