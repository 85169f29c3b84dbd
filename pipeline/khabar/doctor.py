"""Examine an installation: what is there, what is missing, and what brings it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from importlib.util import find_spec
from time import perf_counter

from packaging.requirements import Requirement

from khabar import resources

_DATA = ("arabic", "boilerplate", "dates", "geo", "kb", "people", "places", "programs", "samples")


@dataclass(slots=True, frozen=True)
class Check:
    """One thing examined; `passed` is None for what is optional and absent."""

    what: str
    found: str
    passed: bool | None


def examine() -> Iterator[Check]:
    """Check Python, the shipped data, the models, a first extraction and the extras."""
    here = ".".join(map(str, sys.version_info[:3]))
    yield Check("python", here, sys.version_info >= (3, 11))
    yield Check("khabar", f"{version('khabar')} in {resources.data().parent}", True)
    yield _compiled()
    yield from _data()
    yield _models()
    yield _extraction()
    yield from _extras()


def _compiled() -> Check:
    """Compiled or not, khabar says the same; an installation from a checkout to edit is never compiled."""
    spec = find_spec("khabar.stages.people.names")
    compiled = spec is not None and str(spec.origin).endswith(tuple(EXTENSION_SUFFIXES))
    return Check("rules", "compiled" if compiled else "plain Python", True)


def _data() -> Iterator[Check]:
    for folder in _DATA:
        files = list(resources.data(folder).glob("*"))
        yield Check(f"data/{folder}", f"{len(files)} files" if files else "missing: reinstall khabar", bool(files))


def _models() -> Check:
    names = sorted(p.name for p in resources.models().glob("*/") if p.is_dir())
    return Check(
        "models", ", ".join(names) or "none: names come from tables and grammar alone", True if names else None
    )


def _extraction() -> Check:
    from khabar import extract

    begin = perf_counter()
    try:
        record = extract("حل وزير الصحة اليوم الأربعاء بمدينة الرباط.", published="2022-01-05", country="MA")
    except Exception as error:
        return Check("extraction", f"{type(error).__name__}: {error}", False)
    seconds = perf_counter() - begin
    return Check("extraction", f"{len(record.mentions)} mentions in {seconds:.2f} s, loading included", True)


def _extras() -> Iterator[Check]:
    needs = [Requirement(line) for line in requires("khabar") or ()]
    for extra in metadata("khabar").get_all("Provides-Extra") or ():
        wanted = {r.name for r in needs if r.marker and r.marker.evaluate({"extra": extra}) and r.name != "khabar"}
        missing = sorted(name for name in wanted if not _installed(name))
        if missing:
            yield Check(f"khabar[{extra}]", f"not installed (pip install 'khabar[{extra}]')", None)
        else:
            yield Check(f"khabar[{extra}]", "installed", True)


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True
