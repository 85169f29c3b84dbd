"""The built wheel holds data and models, and works from an empty folder with nothing of the checkout near."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT)
    return next(folder.glob("khabar-*.whl"))


def test_it_contains_data_models_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("khabar/data/kb/places.tsv", "khabar/data/arabic/fold.tsv", "khabar/default.toml", "khabar/py.typed"):
        assert name in names
    assert any(name.startswith("khabar/data/samples/") for name in names)
    assert any(name.startswith("khabar/models/") for name in names)


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
