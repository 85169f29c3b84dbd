"""Compile the rules with mypyc when a wheel is built, where that can be done; else the wheel is pure Python.

`KHABAR_COMPILE=1` makes a failure an error, `KHABAR_COMPILE=0` compiles nothing. The source is shipped either way,
an editable installation runs it, and what is extracted is the same.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# The rooms of rules: Python over words and tokens, where compiling gains most (docs/decisions.md).
PACKAGES = ("people", "dates", "places", "programs")


class CompileHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled modules to a wheel, and its platform to the wheel's name."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, where `version` is no editable installation."""
        wanted = os.environ.get("KHABAR_COMPILE", "")
        if version == "editable" or wanted == "0":
            return
        self._folder = Path(tempfile.mkdtemp(prefix="khabar-"))
        try:
            _compile(Path(self.root), self._folder)
        except (OSError, subprocess.CalledProcessError) as error:
            if wanted == "1":
                raise
            self.app.display_warning(f"not compiled, khabar will run as plain Python: {error}")
            return
        for room in self._folder.iterdir():
            made = [*room.glob(f"*{_suffix()}"), *(room / "khabar").rglob(f"*{_suffix()}")]
            build_data["force_include"] |= {str(path): str(path.relative_to(room)) for path in made}
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made on the way."""
        if folder := getattr(self, "_folder", None):
            shutil.rmtree(folder, ignore_errors=True)


def _compile(root: Path, folder: Path) -> None:
    """Compile each package in a copy of its own, all at once; OSError or CalledProcessError where that fails."""
    compiler = os.environ.get("CC") or sysconfig.get_config_var("CC")
    if compiler and shutil.which(compiler.split()[0]) is None:
        raise FileNotFoundError(f"no C compiler ({compiler})")

    def compile_one(name: str) -> None:
        unwanted = shutil.ignore_patterns("__pycache__", f"*{_suffix()}")
        shutil.copytree(root / "pipeline" / "khabar", folder / name / "khabar", ignore=unwanted)
        command = [sys.executable, __file__, name]
        subprocess.run(command, cwd=folder / name, check=True, stdout=subprocess.DEVNULL)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(compile_one, PACKAGES))


def _suffix() -> str:
    return str(sysconfig.get_config_var("EXT_SUFFIX"))


def _build(name: str) -> None:
    """Compile a package of the working directory, in a process of its own: mypyc and setuptools may end theirs."""
    from mypyc.build import mypycify
    from setuptools import setup

    modules = sorted(str(path) for path in Path("khabar/stages", name).glob("*.py"))
    # Types were checked with the project's settings; here libraries are not looked at, be they installed or not.
    Path("mypy.ini").write_text("[mypy]\nfollow_imports = silent\nignore_missing_imports = true\n", encoding="utf-8")
    extensions = mypycify(
        ["--config-file=mypy.ini", "--no-site-packages", *modules],
        opt_level="2",
        debug_level="0",
        multi_file=True,
        group_name=f"khabar_{name}",
    )
    setup(name="khabar", ext_modules=extensions, script_args=["-q", "build_ext", "--inplace"])
    sys.path.insert(0, str(Path.cwd()))
    import_module(f"khabar_{name}__mypyc")  # is it whole?


if __name__ == "__main__":
    _build(sys.argv[1])
