"""The same work on a real local Spark."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyspark")
pytest.importorskip("pyarrow")

from khabar.engines import recipe as recipes
from khabar.engines.recipe import Recipe
from khabar.engines.spark import outcomes, run, session
from khabar.errors import InputError
from khabar.io.items import ReadOptions
from khabar.record import from_json
from khabar.spark import extract

TEXTS = [f"ترأس وزير الصحة اليوم الأربعاء 5 يناير 2022 اجتماعا بجهة مراكش آسفي، رقم {i}." for i in range(150)]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A Spark of two cores that tries a task three times, started without a Java of the system."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("khabar.engines.java.shutil.which", lambda _: None)
        patch.delenv("JAVA_HOME", raising=False)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        found = session("local[2,3]")
        assert Path(os.environ["JAVA_HOME"]).name.startswith("khabar-java-")
        os.environ.pop("JAVA_HOME")
    found.sparkContext.setLogLevel("OFF")
    found.conf.set("spark.sql.shuffle.partitions", "2")
    yield found
    found.stop()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spark") / "in.jsonl"
    rows = [{"id": f"d{i}", "text": t, "published": "2022-01-05", "country": "MA"} for i, t in enumerate(TEXTS)]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join([*lines[:70], '{"text": ', '{"id": "e", "text": ""}', *lines[70:]]), encoding="utf-8")
    return path


def test_a_frame_of_documents_gives_a_typed_frame_of_the_same_records(spark: Any, source: Path) -> None:
    import khabar

    frame = spark.read.json(str(source)).where("text != ''")
    records = extract(frame)
    rows = {row.id: row.asDict(recursive=True) for row in records.collect()}
    assert len(rows) == 150
    for number in (0, 149):
        alone = khabar.extract(TEXTS[number], published="2022-01-05", country="MA").to_dict()
        row = rows[f"d{number}"]
        for field in ("text", "ministers", "officials", "places", "programs", "relations", "warnings", "provenance"):
            assert row[field] == alone[field], field
        assert [m["text"] for m in row["mentions"]] == [m["text"] for m in alone["mentions"]]
        assert [str(d["start"]) for d in row["dates"]] == [str(d["start"]) for d in alone["dates"]]
    assert dict(records.dtypes)["published"] == "date"


def test_files_give_the_lines_of_the_local_engine_and_bad_rows_the_rejects(
    spark: Any, source: Path, tmp_path: Path
) -> None:
    from khabar.engines.local import Job
    from khabar.engines.local import run as run_here

    class Silent:
        reject = progress = staticmethod(lambda _: None)

    counts = run(
        spark, [str(source)], str(tmp_path / "out"), Recipe(), ReadOptions(), rejects=str(tmp_path / "rejects")
    )
    assert counts == (150, 2)
    run_here(Job((str(source),), tmp_path / "here.jsonl", workers=0), Silent())
    there = [from_json(row.value) for row in spark.read.text(str(tmp_path / "out")).collect()]
    here = [from_json(line) for line in (tmp_path / "here.jsonl").open("rb")]

    def bare(records: list[Any]) -> dict[str, Any]:
        return {r.id: {**r.to_dict(), "source": None, "line": None} for r in records}

    assert bare(there) == bare(here)
    rejects = {(r.stage, r.error, r.id) for r in spark.read.json(str(tmp_path / "rejects")).collect()}
    assert rejects == {
        ("read", "does not parse as JSON: Expecting value at character 10", None),
        ("read", "has no text", "e"),
    }


def test_parquet_in_and_out(spark: Any, source: Path, tmp_path: Path) -> None:
    spark.read.json(str(source)).write.parquet(str(tmp_path / "in.parquet"))
    inputs = [str(tmp_path / "in.parquet")]
    assert run(spark, inputs, str(tmp_path / "out"), Recipe(), ReadOptions(), form="parquet") == (150, 2)
    found = spark.read.parquet(str(tmp_path / "out"))
    assert found.selectExpr("explode(regions) AS r").where("r.code = 'MA-07'").count() == 150


def test_a_killed_worker_costs_nothing_its_partition_is_done_again(
    spark: Any, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "killed"

    def deadly(items: Any) -> Any:
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return items

    frame = spark.read.json(str(source)).where("text != ''").repartition(2)
    alive = frame.mapInArrow(lambda batches: map(deadly, batches), frame.schema)
    assert extract(alive).count() == 150
    assert mark.exists()


def test_a_frame_without_the_column_says_so_on_the_driver(spark: Any) -> None:
    with pytest.raises(InputError, match="the data frame: has no column 'body', only 'text'"):
        outcomes(spark.createDataFrame([("x",)], "text string"), Recipe(), ReadOptions(fields={"text": "body"}))


def test_settings_travel_without_their_file(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('stages = ["language"]\n', encoding="utf-8")
    packed = Recipe(str(file)).packed()
    file.unlink()
    assert [name for name, _ in packed.pipeline().stages] == ["language"]
    assert packed.config is None
    assert recipes._made(packed) is packed.pipeline()
    assert sys.getsizeof(packed) < 1000
