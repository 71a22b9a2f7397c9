"""Building and publishing: what passes is published whole, what fails changes nothing."""

import errno
import json
import os
import shutil
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess, Popen
from typing import TypeAlias

import duckdb
import pytest

from tests.conftest import Speak
from warehouse.builds.build_records import BuildRecord
from warehouse.builds.dbt_messages import plain_lines, plain_sentence
from warehouse.builds.inputs import inputs_sha256
from warehouse.builds.kept_builds import last_failed, published_ids
from warehouse.builds.published import connect, published_build
from warehouse.builds.publishing import build, unchanged_build
from warehouse.ground.errors import BuildUnderWayError, DamagedBuildError, MissingBuildError
from warehouse.ground.locks import exclusive_lock
from warehouse.ground.settings import Settings

Run: TypeAlias = Callable[..., CompletedProcess[str]]
Start: TypeAlias = Callable[..., Popen[str]]

SLOW_MODEL = "select sum(a.range * b.range) as s from range(10000000) as a, range(10000000) as b\n"


def quietly(_done: int, _total: int) -> None:
    """Takes note of no progress."""


def write(settings: Settings, name: str, content: str) -> None:
    """Writes a file of the tiny project."""
    path = settings.project_dir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def wait_until(condition: Callable[[], bool]) -> None:
    """Waits for a condition; the test run's own limit ends a wait in vain."""
    pause = threading.Event()
    for _ in range(600):
        if condition():
            return
        pause.wait(0.1)
    pytest.fail("what the test waits for did not happen within a minute")


def break_rule(settings: Settings) -> None:
    """Makes the rule that deaths are not negative fail on two rows."""
    write(settings, "seeds/deaths.csv", "region_code,deaths\n330400,-3\n330500,-8\n330600,5\n")


def test_a_build_is_published_with_its_record(tiny: Settings) -> None:
    steps: list[tuple[int, int]] = []
    record = build(tiny, lambda done, total: steps.append((done, total)))
    published = published_build(tiny)
    assert record.status == "published"
    assert published.build_id == record.build_id
    assert published.record == record
    assert record.counts == {"success": 2, "pass": 3, "warn": 1}
    assert steps[-1] == (6, 6)
    with connect(published.database) as connection:
        assert connection.execute("select count(*) from fct_observations").fetchone() == (3,)
    assert not (tiny.builds / ".building").exists()


def test_a_warning_is_recorded_with_its_rows_and_does_not_stop_publishing(tiny: Settings) -> None:
    (warning,) = build(tiny, quietly).warnings
    assert warning.test == "deaths_are_few"
    assert warning.model == "fct_observations"
    assert warning.failures == 1
    assert warning.rows == [{"region_code": "330500", "observed_value": 8}]


def test_a_failing_test_publishes_nothing_and_names_test_and_rows(
    tiny: Settings, speak: Speak
) -> None:
    first = build(tiny, quietly)
    break_rule(tiny)
    status, out, err = speak("build")
    assert status == 1
    assert out == ""
    assert "deaths_are_not_negative" in err
    assert "fct_observations" in err
    assert "region_code=330400, observed_value=-3" in err
    assert "region_code=330500, observed_value=-8" in err
    assert "Traceback" not in err
    assert published_build(tiny).build_id == first.build_id


def test_at_most_ten_failing_rows_are_shown_and_the_rest_counted(
    tiny: Settings, speak: Speak
) -> None:
    rows = "".join(f"{330400 + n},-1\n" for n in range(25))
    write(tiny, "seeds/deaths.csv", f"region_code,deaths\n{rows}")
    _, _, err = speak("build")
    assert err.count("region_code=") == 10
    assert "25 row(s)" in err
    assert "15 more" in err


def test_a_failing_generic_test_names_its_column(tiny: Settings) -> None:
    write(tiny, "seeds/deaths.csv", "region_code,deaths\n330400,3\n330400,4\n")
    (failure,) = build(tiny, quietly).failures
    assert failure.test == "unique_fct_observations_region_code"
    assert failure.model == "fct_observations"
    assert failure.rows == [{"unique_field": "330400", "n_records": 2}]


def test_a_broken_model_is_named_with_its_file_and_one_sentence(
    tiny: Settings, speak: Speak
) -> None:
    write(tiny, "models/fct_observations.sql", "select nowhere from {{ ref('deaths') }}\n")
    status, _, err = speak("build")
    assert status == 1
    assert "fct_observations" in err
    assert "models/fct_observations.sql" in err
    assert '"nowhere" not found' in err
    assert "LINE 1" not in err
    assert str(tiny.project_dir) not in err


def test_a_broken_seed_is_named(tiny: Settings) -> None:
    write(
        tiny,
        "seeds/_seeds.yml",
        "seeds: [{name: deaths, config: {column_types: {region_code: int, deaths: date}}}]",
    )
    failures = build(tiny, quietly).failures
    assert [(each.kind, each.test, each.file) for each in failures] == [
        ("seed", "deaths", "seeds/deaths.csv")
    ]


def test_a_project_dbt_cannot_parse_is_reported_in_a_sentence(tiny: Settings) -> None:
    write(tiny, "models/fct_observations.sql", "select 1 from {{ ref('nothing') }}\n")
    (failure,) = build(tiny, quietly).failures
    assert failure.kind == "project"
    assert "nothing" in failure.message
    assert failure.file == "models/fct_observations.sql"


def test_a_data_test_that_cannot_run_is_reported_with_its_reason(
    tiny: Settings, speak: Speak
) -> None:
    write(tiny, "tests/dbt/singular/deaths_are_few.sql", "select x from {{ ref('deaths') }}\n")
    status, _, err = speak("build")
    assert status == 1
    assert "deaths_are_few on deaths cannot run" in err


def test_unit_tests_are_left_to_those_who_change_models(tiny: Settings) -> None:
    write(
        tiny,
        "models/units.yml",
        """
unit_tests:
  - name: deaths_are_kept
    model: fct_observations
    given:
      - {input: ref('deaths'), rows: [{region_code: 1, deaths: 2}]}
    expect: {rows: [{region_code: '1', observed_value: 3}]}
""",
    )
    assert build(tiny, quietly).counts == {"success": 2, "pass": 3, "warn": 1}


def test_only_the_last_failed_build_is_kept_and_says_why(tiny: Settings) -> None:
    break_rule(tiny)
    build(tiny, quietly)
    second = build(tiny, quietly)
    kept = list(tiny.builds.glob("failed-*"))
    assert [folder.name for folder in kept] == [f"failed-{second.build_id}"]
    assert last_failed(tiny) == second
    assert BuildRecord.read(kept[0]).failures[0].test == "deaths_are_not_negative"


def test_old_builds_are_removed_but_never_the_published_one(tiny: Settings) -> None:
    few = Settings(home=tiny.home, project_dir=tiny.project_dir, keep_builds=2)
    ids = [build(few, quietly).build_id for _ in range(3)]
    assert published_ids(few) == ids[1:]
    assert published_build(few).build_id == ids[2]


def test_two_builds_within_one_second_have_ids_of_their_own(tiny: Settings) -> None:
    assert build(tiny, quietly).build_id != build(tiny, quietly).build_id


def test_building_again_is_spared_while_nothing_changed(tiny: Settings) -> None:
    assert unchanged_build(tiny) is None
    record = build(tiny, quietly)
    assert unchanged_build(tiny) == record
    write(tiny, "seeds/deaths.csv", "region_code,deaths\n330400,4\n")
    assert unchanged_build(tiny) is None


def test_a_damaged_build_is_built_again_though_nothing_changed(tiny: Settings) -> None:
    build(tiny, quietly)
    published_build(tiny).database.write_bytes(b"garbage")
    assert unchanged_build(tiny) is None


def test_a_new_file_in_the_lake_changes_the_inputs(tiny: Settings) -> None:
    before = inputs_sha256(tiny)
    (tiny.lake / "accepted").mkdir(parents=True)
    (tiny.lake / "accepted" / "0cd5.parquet").touch()
    assert inputs_sha256(tiny) != before


def test_hidden_files_and_caches_do_not_change_the_inputs(tiny: Settings) -> None:
    before = inputs_sha256(tiny)
    write(tiny, "models/.fct_observations.sql.swp", "x")
    write(tiny, "models/__pycache__/x.pyc", "x")
    assert inputs_sha256(tiny) == before


def test_a_second_build_leaves_with_who_builds_and_since_when(
    tiny: Settings, tiny_warehouse: Run
) -> None:
    with exclusive_lock(tiny.builds / ".lock"):
        refused = tiny_warehouse("build")
    assert refused.returncode == 1
    assert f"process {os.getpid()}" in refused.stderr
    assert "UTC" in refused.stderr
    with exclusive_lock(tiny.builds / ".lock"):
        pass


def test_a_lock_that_says_nothing_still_holds(tiny: Settings) -> None:
    lock = tiny.builds / ".lock"
    with exclusive_lock(lock):
        lock.write_text("", encoding="utf-8")
        with pytest.raises(BuildUnderWayError), exclusive_lock(lock):
            pass


def test_a_build_killed_half_way_changes_nothing_and_the_next_one_works(
    tiny: Settings, tiny_warehouse: Run, start_tiny_warehouse: Start
) -> None:
    first = build(tiny, quietly)
    write(tiny, "models/slow.sql", SLOW_MODEL)
    log = tiny.dbt_folder / "logs" / "plan.log"
    log.unlink()
    killed = start_tiny_warehouse("build")
    wait_until(lambda: log.exists() and "START model slow" in log.read_text())
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert tiny.building.exists()
    assert published_build(tiny).build_id == first.build_id
    (tiny.project_dir / "models/slow.sql").unlink()
    assert tiny_warehouse("build").returncode == 0
    assert published_build(tiny).build_id != first.build_id
    assert not tiny.building.exists()


def test_an_interrupted_build_leaves_quietly_and_publishes_nothing(
    tiny: Settings, start_tiny_warehouse: Start
) -> None:
    write(tiny, "models/slow.sql", SLOW_MODEL)
    log = tiny.dbt_folder / "logs" / "plan.log"
    interrupted = start_tiny_warehouse("build")
    wait_until(lambda: log.exists() and "START model slow" in log.read_text())
    interrupted.send_signal(signal.SIGINT)
    _, said = interrupted.communicate(timeout=60)
    assert interrupted.returncode == 130, said
    assert "Traceback" not in said
    assert not tiny.building.exists()
    with pytest.raises(MissingBuildError):
        published_build(tiny)


def test_a_half_written_parse_of_dbt_does_not_stop_the_next_build(tiny: Settings) -> None:
    shutil.rmtree(tiny.dbt_folder)
    (tiny.dbt_folder / "target").mkdir(parents=True)
    (tiny.dbt_folder / "target" / "partial_parse.msgpack").write_bytes(b"\x81")
    assert build(tiny, quietly).status == "published"


def test_a_published_file_is_whole_and_of_a_format_older_clients_read(tiny: Settings) -> None:
    build(tiny, quietly)
    database = published_build(tiny).database
    assert [path.name for path in database.parent.iterdir() if path.suffix == ".wal"] == []
    with connect(database) as connection:
        tags = connection.execute(
            "select tags['storage_version'] from duckdb_databases() where not internal"
        ).fetchone()
    assert tags == ("v1.0.0+",)


def test_descriptions_are_kept_and_those_of_missing_columns_passed_over(tiny: Settings) -> None:
    described = """
models:
  - name: fct_observations
    description: One row per region's total.
    columns:
      - {name: observed_value, description: "People's deaths."}
      - {name: no_such_column, description: Nothing.}
"""
    write(tiny, "models/fct_observations.yml", described)
    assert build(tiny, quietly).status == "published"
    with connect(published_build(tiny).database) as connection:
        said = connection.execute(
            "select comment from duckdb_tables() where comment is not null union all"
            " select comment from duckdb_columns() where not internal and comment is not null"
        ).fetchall()
    assert said == [("One row per region's total.",), ("People's deaths.",)]


def test_a_build_without_its_database_or_record_is_called_damaged(tiny: Settings) -> None:
    build(tiny, quietly)
    folder = published_build(tiny).database.parent
    (folder / "build.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DamagedBuildError):
        published_build(tiny)
    shutil.rmtree(folder)
    with pytest.raises(DamagedBuildError):
        published_build(tiny)


def test_a_published_build_cannot_be_written_to(tiny: Settings) -> None:
    build(tiny, quietly)
    with (
        connect(published_build(tiny).database) as connection,
        pytest.raises(duckdb.InvalidInputException, match="read-only"),
    ):
        connection.execute("create table x as select 1 as a")


def test_a_home_that_is_a_file_is_refused_in_a_sentence(
    uncompiled: Settings, tiny_warehouse: Run
) -> None:
    uncompiled.home.write_text("not a folder", encoding="utf-8")
    refused = tiny_warehouse("build")
    assert refused.returncode == 2
    assert "Cannot read or write" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) <= 2


def test_the_record_reads_back_as_it_was_written(tiny: Settings, tmp_path: Path) -> None:
    record = build(tiny, quietly)
    record.write(tmp_path)
    assert BuildRecord.read(tmp_path) == record
    assert json.loads(record.as_json())["build_id"] == record.build_id


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "Runtime Error in model m (models/m.sql)\n  Binder Error: no column\n\n  LINE 1: x\n ^",
            "Binder Error: no column",
        ),
        ("Database Error in seed s (seeds/s.csv)\n  bad value\n  compiled code at x", "bad value"),
        ("\x1b[31mall red\x1b[0m", "all red"),
        ("x" * 1000, "x" * 399 + "…"),
        ("", ""),
    ],
)
def test_what_dbt_says_is_put_in_one_line(said: str, kept: str) -> None:
    assert plain_sentence(said) == kept


def test_a_long_difference_is_cut_after_twelve_lines() -> None:
    assert len(plain_lines("\n".join(str(n) for n in range(50))).splitlines()) == 12


def test_no_room_on_the_disk_is_not_a_published_build(
    tiny: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device", str(tiny.builds))

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space"):
        build(tiny, quietly)
    with pytest.raises(MissingBuildError):
        published_build(tiny)
    assert not tiny.building.exists()
