"""How a run goes, told on stderr: a line that moves on a terminal, plain lines elsewhere, or JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import monotonic
from typing import TextIO

from khabar.engines.local import Tally
from khabar.io.items import Reject

REJECTS_SHOWN = 20
TERMINAL_EVERY = 0.2
LINES_EVERY = 30.0


class Console:
    """A monitor that speaks to people, or to a log collector with `as_json`.

    `total` is the size of the input in bytes, where it is known: it gives the time left.
    """

    def __init__(
        self, total: int | None = None, *, as_json: bool = False, quiet: bool = False, out: TextIO | None = None
    ) -> None:
        self._out = out or sys.stderr
        self._total, self._json, self._quiet = total, as_json, quiet
        self._terminal = self._out.isatty() and not as_json
        self._start = self._last = monotonic()
        self._rejects = 0
        self._drawn = False

    def reject(self, reject: Reject) -> None:
        """Name a reject; after the first ones, only count."""
        self._rejects += 1
        if self._json:
            self._log("reject", **reject.to_dict())
        elif self._rejects <= REJECTS_SHOWN:
            self._say(f"{reject.where}: rejected ({reject.stage}): {reject.error}")
        elif self._rejects == REJECTS_SHOWN + 1:
            self._say("further rejects are counted, not shown; --rejects FILE keeps them all")

    def progress(self, tally: Tally) -> None:
        """Show where the run is, now and then."""
        now = monotonic()
        if self._quiet or now - self._last < (TERMINAL_EVERY if self._terminal else LINES_EVERY):
            return
        self._last = now
        if self._json:
            self._log("progress", **_figures(tally), rate=round(self._rate(tally), 1))
        elif self._terminal:
            self._draw(self._line(tally))
        else:
            self._say(self._line(tally))

    def end(self, tally: Tally) -> None:
        """Say what came out."""
        if self._json:
            self._log("end", **_figures(tally), rate=round(self._rate(tally), 1), signal=tally.signal)
        elif not self._quiet and (self._drawn or tally.rejected or tally.read > 1):
            self._say(f"{self._line(tally, done=True)}")

    def say(self, message: str) -> None:
        """One line for people, or an event."""
        if self._json:
            self._log("note", message=message)
        else:
            self._say(message)

    def _rate(self, tally: Tally) -> float:
        return (tally.read - tally.resumed) / max(monotonic() - self._start, 1e-6)

    def _line(self, tally: Tally, *, done: bool = False) -> str:
        parts = [f"{tally.written:,} records", f"{self._rate(tally):,.0f}/s"]
        if tally.rejected:
            parts.insert(1, f"{tally.rejected:,} rejected")
        if done:
            parts.append(f"{monotonic() - self._start:.1f} s")
        elif self._total and tally.bytes:
            share = min(tally.bytes / self._total, 1.0)
            left = (monotonic() - self._start) * (1 - share) / share
            parts += [f"{share:.0%}", f"{_clock(left)} left"]
        return ", ".join(parts)

    def _draw(self, line: str) -> None:
        self._out.write(f"\r\x1b[K{line}")
        self._out.flush()
        self._drawn = True

    def _say(self, line: str) -> None:
        self._out.write(f"\r\x1b[K{line}\n" if self._drawn else f"{line}\n")
        self._out.flush()
        self._drawn = False

    def _log(self, event: str, **fields: object) -> None:
        self._out.write(json.dumps({"event": event, **fields}, ensure_ascii=False) + "\n")
        self._out.flush()


def write_stats(path: Path, tally: Tally) -> None:
    """Counts, seconds and rejects per stage, as JSON."""
    stages = sorted({*tally.seconds, *tally.rejects})
    stats = {
        **_figures(tally),
        "documents_per_second": round(tally.read / tally.elapsed, 1) if tally.elapsed else None,
        "characters": tally.counts["characters"],
        "mentions": {label: n for label, n in sorted(tally.counts.items()) if label.isupper()},
        "stages": {
            name: {"seconds": round(float(tally.seconds[name]), 4), "rejects": tally.rejects[name]} for name in stages
        },
    }
    path.write_text(json.dumps(stats, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _figures(tally: Tally) -> dict[str, object]:
    return {
        "read": tally.read,
        "written": tally.written,
        "rejected": tally.rejected,
        "seconds": round(tally.elapsed, 3),
        "bytes": tally.bytes,
    }


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
