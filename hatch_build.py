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
from importlib import import_module
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Python over words and tokens, where compiling gains most, and what it all shares (docs/decisions.md).
COMPILED = (
    "document.py",
    "arabic/*.py",
    "knowledge/base.py",
    "knowledge/matcher.py",
    "stages/*.py",
    "stages/dates/*.py",
    "stages/people/*.py",
    "stages/places/*.py",
    "stages/programs/*.py",
    "stages/strip/*.py",
)


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
        made = [*self._folder.glob(f"*{_suffix()}"), *(self._folder / "khabar").rglob(f"*{_suffix()}")]
        build_data["force_include"] |= {str(path): str(path.relative_to(self._folder)) for path in made}
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made on the way."""
        if folder := getattr(self, "_folder", None):
            shutil.rmtree(folder, ignore_errors=True)


def _compile(root: Path, folder: Path) -> None:
    """Compile in a copy of the package, by a process of its own; OSError or CalledProcessError where that fails."""
    compiler = os.environ.get("CC") or sysconfig.get_config_var("CC")
    if compiler and shutil.which(compiler.split()[0]) is None:
        raise FileNotFoundError(f"no C compiler ({compiler})")
    unwanted = shutil.ignore_patterns("__pycache__", f"*{_suffix()}")
    shutil.copytree(root / "pipeline" / "khabar", folder / "khabar", ignore=unwanted)
    subprocess.run([sys.executable, __file__], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _suffix() -> str:
    return str(sysconfig.get_config_var("EXT_SUFFIX"))


def _build() -> None:
    """Compile the package of the working directory; mypyc and setuptools may end the process."""
    from mypyc.build import mypycify
    from setuptools import setup

    modules = sorted(str(path) for pattern in COMPILED for path in Path("khabar").glob(pattern))
    # Types were checked with the project's settings; here libraries are not looked at, be they installed or not.
    Path("mypy.ini").write_text("[mypy]\nfollow_imports = silent\nignore_missing_imports = true\n", encoding="utf-8")
    extensions = mypycify(
        ["--config-file=mypy.ini", "--no-site-packages", *modules],
        opt_level="2",
        debug_level="0",
        multi_file=True,
        group_name="khabar",
    )
    setup(name="khabar", ext_modules=extensions, script_args=["-q", "build_ext", "--inplace"])
    sys.path.insert(0, str(Path.cwd()))
    import_module("khabar__mypyc")  # is it whole?


if __name__ == "__main__":
    _build()
