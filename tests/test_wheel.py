"""The built wheel holds data and models, and works from an empty folder with nothing of the checkout near.

Compiled it says the same as plain Python, which is what it is where there is no compiler.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMPILER = str(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cl").split()[0]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As it is built on a machine without a compiler."""
    return build(tmp_path_factory.mktemp("dist"), CC="/no/compiler")


def build(folder: Path, **environment: str) -> Path:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, env={**os.environ, **environment})
    return next(folder.glob("khabar-*.whl"))


def test_it_contains_data_models_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("khabar/data/kb/places.tsv", "khabar/data/arabic/fold.tsv", "khabar/default.toml", "khabar/py.typed"):
        assert name in names
    assert any(name.startswith("khabar/data/samples/") for name in names)
    assert any(name.startswith("khabar/models/") for name in names)


def test_it_is_plain_python_without_a_compiler(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith((".so", ".pyd"))]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with khabar as it is built on a machine with a compiler."""
    if shutil.which(COMPILER) is None:
        pytest.skip(f"no C compiler ({COMPILER})")
    folder = tmp_path_factory.mktemp("compiled")
    zipfile.ZipFile(build(folder, KHABAR_COMPILE="1")).extractall(folder)
    return folder


def test_compiled_it_says_the_same(compiled: Path) -> None:
    samples = ROOT / "data" / "samples"
    assert extracted(compiled, samples) == extracted(ROOT / "pipeline", samples)


def test_compiled_it_says_the_same_of_real_text(compiled: Path, raw_news: list[str], tmp_path: Path) -> None:
    articles = tmp_path / "news.jsonl"
    articles.write_text(
        "".join(json.dumps({"text": text}) + "\n" for text in raw_news if text.strip()), encoding="utf-8"
    )
    assert extracted(compiled, articles) == extracted(ROOT / "pipeline", articles)


def extracted(khabar: Path, articles: Path) -> list[str]:
    """The records of some articles by the khabar of a folder, whose rules are compiled where it is no checkout."""
    code = f"""
import khabar.stages.people.names as rules
from khabar.cli import main
assert rules.__file__.endswith(".py") is {khabar.is_relative_to(ROOT)}, rules.__file__
main()
"""
    command = [sys.executable, "-c", code, "extract", str(articles), "--quiet", "--country", "MA"]
    environment = {**os.environ, "PYTHONPATH": str(khabar)}
    return subprocess.check_output(command, env=environment, text=True, encoding="utf-8").splitlines()


def test_it_works_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    python = tmp_path / "env" / "bin" / "python"
    site = next((tmp_path / "env" / "lib").glob("python*/site-packages"))
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", site, wheel)
    # The dependencies are those that this test runs with; the checkout itself is not among them.
    (site / "dependencies.pth").write_text(str(Path(pytest.__file__).parents[1]) + "\n")
    empty = tmp_path / "empty"
    empty.mkdir()
    code = """
import khabar, pathlib
assert "site-packages/khabar" in khabar.__file__ and str(pathlib.Path.cwd()) not in khabar.__file__, khabar.__file__
record = khabar.extract("زار وزير الصحة جهة مراكش آسفي يوم 5 يناير 2022", country="MA")
print([r.code for r in record.regions], [d.value for d in record.dates])
"""
    out = subprocess.check_output([python, "-c", code], cwd=empty, text=True, encoding="utf-8")
    assert out.strip() == "['MA-07'] ['2022-01-05']"


def run(*command: str | Path) -> None:
    subprocess.run(list(map(str, command)), check=True)
