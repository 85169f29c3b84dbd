"""Settings: what is unknown or of the wrong type is said, with the file and the remedy."""

from itertools import pairwise
from pathlib import Path

import pytest

from khabar.config import default_text, load, read_config
from khabar.errors import ConfigError
from khabar.stages import BUILTIN


def test_the_default_names_every_built_in_stage_and_its_section() -> None:
    config = read_config()
    assert config["stages"] == list(BUILTIN)
    assert all(name in config for name in BUILTIN)


def test_a_file_says_only_what_differs(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('country = "TN"\n[strip]\nkeep = ["meta"]\n', encoding="utf-8")
    config = read_config(file)
    assert config["country"] == "TN"
    assert config["strip"]["keep"] == ["meta"]
    assert config["dates"] == read_config()["dates"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[strip]\nkep = []", "unknown setting 'kep' in [strip]. did you mean 'keep'?"),
        ("countri = 'MA'", "unknown setting 'countri'. did you mean 'country'?"),
        ("country = 5", "country is a int, not a str. the default is ''"),
        ("[dates]\nprefer = true", "dates.prefer is a bool, not a str. the default is 'past'"),
        ("country = ", "is not TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        read_config(file)
    assert str(file) in str(error.value)
    assert message in str(error.value)


def test_a_missing_file_and_an_unknown_stage(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml")
    with pytest.raises(ConfigError, match=r"did you mean .dates."):
        load({"stages": ["date"]})


def test_equal_settings_have_equal_hashes() -> None:
    assert load().provenance == load({}).provenance
    assert load().provenance.config != load(country="MA").provenance.config


def test_the_default_file_explains_every_setting() -> None:
    lines = default_text().splitlines()
    for before, line in pairwise(lines):
        if "=" in line and not line.startswith("#"):
            assert before.startswith("#") or "=" in before, line
