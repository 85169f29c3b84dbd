"""Where persons are named: runs of name words, judged by their words and by what stands around them.

Every score is ten times a log odds. A word's own weight is in `data/people/words.tsv`; titles, offices and
reporting verbs beside it add theirs (`data/people/cues.tsv`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from khabar.stages.people.lexicon import Lexicon
from khabar.stages.people.positions import Office
from khabar.stages.people.words import Text

_LONGEST = 7
_WEIGHT = 30  # no word weighs more than this
_OPENERS = (
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
)
_APPOSED = ("، ", " ، ", " ", ", ", "،", " (", " - ", ' "', '" ', '"، ', '، "', ") ", ")، ")


@dataclass(slots=True)
class Name:
    """Words `first:last`; `skip` proclitics of the first do not belong to the name."""

    first: int
    last: int
    skip: int
    score: int
    before: Office | None = None
    after: Office | None = None
    title: str | None = None
    words: tuple[str, ...] = field(default=())


class Finder:
    """Finds the names of one text, given its offices and the words that other mentions hold."""

    def __init__(
        self, lexicon: Lexicon, text: Text, offices: Sequence[Office], blocked: bytearray, places: bytearray
    ) -> None:
        self.lexicon, self.text, self.blocked, self.places = lexicon, text, blocked, places
        self.ends = {o.last: o for o in offices}
        self.begins = {o.first: o for o in offices}

    def names(self) -> list[Name]:
        found: list[Name] = []
        i, n = 0, len(self.text)
        words = self.text.words
        while i < n:
            word = words[i]
            weight = word.weight
            if self.blocked[i] or ((weight < -25 and (word.inner is None or word.inner < 0)) and not word.particle):
                i += 1
                continue
            name = self.name(i, found[-1] if found else None)
            if name:
                found.append(name)
                i = name.last
            else:
                i += 1
        return found

    def name(self, i: int, previous: Name | None = None) -> Name | None:
        """The name that starts at word `i`, if there is enough for it."""
        word = self.text.words[i]
        if word.stop or (word.title and not word.weight > 0):
            return None
        cue, office, title = self._before(i, previous)
        options = [(word.weight, 0)]
        if word.inner is not None and not word.particle and word.weight < 15:
            conjunction = word.form[0] == "و"
            bonus = 10 if conjunction else -8
            if not word.unknown and word.weight < -12:
                bonus -= 20
            options.append((word.inner + bonus, 1))
            if conjunction and word.unknown:
                options[0] = (-10, 0)
        best: Name | None = None
        for weight, skip in options:
            if skip and office and word.form[0] != "و":
                continue
            name = self._grown(i, skip, weight, 0 if skip and cue >= 15 and word.form[0] == "و" else cue)
            if best is None or name.score > best.score:
                best = name
        assert best is not None
        best.before, best.title = office, title
        best.after = self._after(best.last)
        if best.after:
            best.score += 15
        elif best.last < len(self.text) and self.text.joined(best.last) and self.text.words[best.last].say:
            best.score += 8
        if best.last - best.first == 1:
            best.score -= 8 if cue >= 10 else 16
        if word.say and not office and not title:
            best.score -= 25
        if i and self.text.words[i - 1].form in self.lexicon.classes["thing"] and self.text.joined(i):
            return None
        return best if best.score > 8 else None

    def _grown(self, i: int, skip: int, weight: int, cue: int) -> Name:
        """The name at `i`, as long as its words carry it."""
        joiners = self.lexicon.classes["joiner"]
        score = max(-_WEIGHT, min(_WEIGHT, weight)) + cue
        last = i + 1
        particle = self.text.words[i].particle
        total, pending = score, 0
        k = last
        length = 0 if particle else 1
        while k < len(self.text) and k - i < _LONGEST and self.text.joined(k) and not self.blocked[k]:
            word = self.text.words[k]
            if (word.stop and not particle and word.form not in joiners) or word.form.isdigit():
                break
            if k in self.begins or (
                word.form[0] == "و" and word.inner is not None and word.inner > max(8, word.weight)
            ):
                break
            step = 8 if word.unknown else max(-_WEIGHT, min(_WEIGHT, word.weight))
            if word.nisba and step > -10:
                step += 8
            if self.places[k] and word.weight < 5:
                step -= 10
            if word.say and not particle:
                step -= 15
            if particle:
                step = max(step, 0) + 15
            elif word.form in joiners:
                step = 0
            elif length <= 1:
                step += 22 if cue >= 10 or weight >= 15 else 14
            elif length == 2:
                step -= 2
            else:
                step -= 6
            pending += step
            if not particle and word.form not in self.lexicon.classes["second"]:
                length += 1
            particle = word.particle or word.form in joiners
            k += 1
            if pending > 0 and not particle:
                total += min(pending, 20)
                pending = 0
                last = k
            elif pending < -12:
                break
        return Name(i, last, skip, total)

    def _before(self, i: int, previous: Name | None) -> tuple[int, Office | None, str | None]:
        """The cue that stands before word `i`."""
        gap = self.text.gap(i)
        office = self.ends.get(i)
        if office:
            if gap == " ":
                return (22, office, None)
            if gap in _OPENERS:
                return (16, office, None)
        if i == 0:
            return (3, None, None)
        before = self.text.words[i - 1]
        if before.title and gap in (" ", " / ", "/ ", " /", ". ", ". "):
            outer = self._office_before_title(i - 1)
            return (22, outer, before.title)
        if before.former and gap in (" ", "، "):
            for back in (i - 1, i - 2):
                office = self.ends.get(back)
                if office:
                    return (18, office, None)
            if i >= 2 and self.text.words[i - 2].title:
                return (18, None, self.text.words[i - 2].title)
        if before.nation and before.definite and i >= 2 and self.text.words[i - 2].title and gap == " ":
            return (15, None, self.text.words[i - 2].title)
        if before.definite and i >= 2 and gap == " " and self.text.joined(i - 1) and before.form.endswith(("ي", "يه")):
            further = self.text.words[i - 2]
            if further.title:
                return (16, None, further.title)
        if before.say and gap == " ":
            return (10, None, None)
        if before.say and gap in (' "', "، "):
            return (2, None, None)
        if previous is not None and previous.last == i and self.text.words[i].form.startswith("و"):
            return (10, None, None)
        if "\n" in gap or gap.startswith("."):
            return (4, None, None)
        return (0, None, None)

    def _office_before_title(self, t: int) -> Office | None:
        """`وزير الصحة الدكتور`, `وزير الصحة، معالي الدكتور`: the office before a row of titles."""
        while t > 0 and self.text.words[t].title and self.text.gap(t) in _OPENERS:
            office = self.ends.get(t)
            if office:
                return office
            t -= 1
        return self.ends.get(t) if self.text.gap(t) in _OPENERS else None

    def _after(self, k: int) -> Office | None:
        """The office that follows a name: `عواطف حيار، وزيرة التضامن`."""
        office = self.begins.get(k)
        if office and self.text.gap(k) in _APPOSED and not self.text.words[k].form.startswith("وو"):
            return office
        return None
