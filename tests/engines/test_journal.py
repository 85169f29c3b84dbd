"""What is durable, and what is cut."""

from pathlib import Path

import pytest

from khabar.engines.journal import Checkpoint, Journal, Part, UnfinishedError, publish


def test_a_part_is_cut_back_and_knows_its_length_though_nothing_is_written_to_it(tmp_path: Path) -> None:
    first = Part(tmp_path / "out", None)
    first.write(b"safe, then lost")
    first.sync()
    first.close()
    again = Part(tmp_path / "out", 4)
    assert again.sync() == 4
    again.write(b"!")
    assert again.sync() == 5
    again.close()
    publish(tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"safe!"


def test_a_part_that_lost_what_was_durable_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out.part").write_bytes(b"1234")
    with pytest.raises(UnfinishedError, match="shorter than its journal says"):
        Part(tmp_path / "out", 5)


def test_a_journal_gives_its_last_whole_line(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    assert journal.last({"run": 1}) is None
    journal.begin({"run": 1})
    assert journal.last({"run": 1}) is None
    for items in (10, 20):
        journal.note(Checkpoint([0, items, "a"], {"output": items}, {}))
    journal.close()
    with (tmp_path / "j").open("ab") as file:
        file.write(b'{"place": [0, 30')
    assert journal.last({"run": 1}) == Checkpoint([0, 20, "a"], {"output": 20}, {})
    journal.go_on()
    journal.note(Checkpoint([0, 30, "a"], {"output": 30}, {}, complete=True))
    journal.close()
    assert journal.last({"run": 1}) == Checkpoint([0, 30, "a"], {"output": 30}, {}, complete=True)


def test_a_journal_of_another_run_is_refused_with_what_differs(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    journal.begin({"inputs": ["a"], "model": "m1"})
    journal.close()
    with pytest.raises(UnfinishedError, match="differs in model"):
        journal.last({"inputs": ["a"], "model": "m2"})
