"""Numeric libraries are told to keep to one thread before any of them is loaded; training may use more."""

import os
import subprocess
import sys

import pytest

CODE = """
import sys
from khabar import cli
told = []
cli.one_thread = lambda: told.append("numpy" in sys.modules)
sys.argv = ["khabar", {command!r}, "--help"]
try:
    cli.main()
except SystemExit:
    print(told, file=sys.stderr)
"""


@pytest.mark.parametrize(("command", "told"), [("extract", "[False]"), ("serve", "[False]"), ("train", "[]")])
def test_one_thread_a_process(command: str, told: str) -> None:
    code = CODE.format(command=command)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=dict(os.environ), check=True
    )
    assert done.stderr.strip() == told
