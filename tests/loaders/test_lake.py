"""The lake: nothing half-done, two loads at once, rebuilt from the archive."""

import errno
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from loaders.lake import originals
from loaders.lake.expected import expected_loads
from loaders.loading import check_file, load_file
from loaders.reloading import reload_lake
from tests.loaders.conftest import ACCIDENTS, FIGURES, Load, Look, Write
from warehouse.ground.load_records import archived
from warehouse.ground.locks import waiting_lock
from warehouse.ground.settings import Settings

GDP = "330400,嘉兴市,2015,gdp,,3517.81,亿元,2016-02-29,公报,统计局\n"
KILL_AFTER = (0.2, 0.5, 0.8, 1.1, 1.5)


def _start(home: Path, *files: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "warehouse.command.cli", "load", *map(str, files)],
        env={**os.environ, "WAREHOUSE_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _many(write: Write, name: str, rows: int) -> Path:
    lines = [f"{name}-{n},2015-03-01,330400,production,{n % 3},2016-01-01\n" for n in range(rows)]
    return write(name, ACCIDENTS + "".join(lines))


def test_the_original_is_kept_byte_for_byte(load: Load, home: Settings, write: Write) -> None:
    path = write("good.csv", FIGURES + GDP)
    outcome = load(path)
    kept = archived(home, outcome.sha256)
    assert kept is not None
    assert kept.read_bytes() == path.read_bytes()


def test_a_corrected_file_stands_beside_the_first(load: Load, look: Look) -> None:
    load("first.csv", FIGURES + GDP)
    later = GDP.replace("3517.81", "3517.06").replace("2016-02-29", "2017-02-28")
    load("later.csv", FIGURES + later)
    assert sorted(look("statistics")["value"]) == ["3517.06", "3517.81"]


@pytest.mark.parametrize("seconds", KILL_AFTER)
def test_a_killed_load_leaves_nothing_half_done(
    home: Settings, write: Write, seconds: float
) -> None:
    path = _many(write, "many.csv", 60_000)
    process = _start(home.home, path)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    for folder in home.lake.glob("[0-9a-f]*") if home.lake.is_dir() else ():
        assert pl.read_parquet(folder / "accidents.parquet").height == 60_000
        assert (folder / "outcome.parquet").is_file()
    outcome = load_file(home, path)
    assert outcome.rows_read == 60_000
    assert outcome.status in {"accepted", "duplicate"}
    assert not list(home.home.glob(".loading-*"))


def test_two_loads_at_once_are_both_whole(home: Settings, write: Write) -> None:
    files = [_many(write, f"{name}.csv", 2_000) for name in "abcd"]
    started = [_start(home.home, *files[:3]), _start(home.home, *files[1:])]
    assert [process.wait() for process in started] == [0, 0]
    assert sorted(load.outcome["file_name"] for load in expected_loads(home)) == [
        f"{n}.csv" for n in "abcd"
    ]
    counted = pl.read_parquet([*home.lake.glob("*/accidents.parquet")])
    assert counted.height == 8_000
    assert counted["accident_id"].n_unique() == 8_000


def test_the_same_file_at_once_in_many_threads_is_there_once(home: Settings, write: Write) -> None:
    path = _many(write, "same.csv", 500)
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _n: load_file(home, path).status, range(4)))
    assert "accepted" in statuses
    assert pl.read_parquet([*home.lake.glob("*/accidents.parquet")]).height == 500


def test_reload_with_the_same_rules_changes_nothing(load: Load, home: Settings) -> None:
    load("good.csv", FIGURES + GDP + GDP.replace("嘉兴市", "泰州市"))
    load("form.csv", "未知,表\n1,2\n")
    results = reload_lake(home)
    assert [each.is_changed for each in results] == [False, False]


def test_reload_applies_todays_layouts(load: Load, home: Settings, look: Look) -> None:
    load("own.csv", "城市,年,亿元\n嘉兴市,2015,3517.81\n")
    folder = home.home / "layouts"
    folder.mkdir()
    (folder / "own.toml").write_text(
        'name = "own"\nkind = "statistics"\ntitle = "自有表"\n'
        '[columns]\nregion_name = "城市"\nperiod = "年"\nvalue = "亿元"\n'
        '[constants]\nmeasure = "gdp"\nunit = "亿元"\n',
        encoding="utf-8",
    )
    (changed,) = reload_lake(home)
    assert (changed.before["status"], changed.after["status"]) == ("refused", "accepted")
    assert look("statistics")["value"].to_list() == ["3517.81"]


def test_reload_keeps_rows_whose_original_is_lost(load: Load, home: Settings, look: Look) -> None:
    outcome = load("good.csv", FIGURES + GDP)
    kept = archived(home, outcome.sha256)
    assert kept is not None
    kept.unlink()
    (result,) = reload_lake(home)
    assert (result.is_original_lost, result.is_changed) == (True, False)
    assert look("statistics").height == 1


def test_reload_remembers_what_lay_beside_a_file(
    load: Load, home: Settings, look: Look, write: Write
) -> None:
    write(
        "register.csv.meta.toml",
        'covers_region = "330400"\ncovers_from = 2015-01-01\ncovers_to = 2015-06-30\n',
    )
    load("register.csv", ACCIDENTS + "A1,2015-03-01,330400,production,3,\n")
    (result,) = reload_lake(home)
    assert not result.is_changed
    assert look("coverage").height == 1


def test_check_stores_nothing(home: Settings, write: Write) -> None:
    outcome = check_file(home, write("good.csv", FIGURES + GDP)).outcome
    assert (outcome.status, outcome.rows_accepted, outcome.loaded_at) == ("accepted", 1, None)
    assert not list(home.lake.glob("*"))
    assert not home.archive.exists()


def test_a_load_that_waits_says_so_and_hears_ctrl_c(home: Settings, write: Write) -> None:
    path = write("good.csv", FIGURES + GDP)
    with waiting_lock(home.lake_lock, is_shared=True):  # as a build holds it
        process = subprocess.Popen(
            [sys.executable, "-m", "warehouse.command.cli", "load", str(path), "--lang", "en"],
            env={**os.environ, "WAREHOUSE_HOME": str(home.home)},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        assert process.stderr is not None
        assert "Ctrl-C to give up" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
        process.stderr.close()
    assert load_file(home, path).status == "accepted"


def test_an_original_that_finds_no_room_leaves_nothing_behind(
    home: Settings, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(originals, "sync_file", full)
    with pytest.raises(OSError, match="No space"):
        load_file(home, write("good.csv", FIGURES + GDP))
    assert list(home.archive.iterdir()) == []
    assert not list(home.home.glob(".loading-*"))


def test_what_a_load_left_that_was_killed_at_its_end_is_removed_by_its_repetition(
    load: Load, home: Settings
) -> None:
    outcome = load("good.csv", FIGURES + GDP)
    left = home.home / ".loading-killed"
    left.mkdir()
    (left / "lock").touch()
    assert load(outcome.file).status == "duplicate"
    assert not left.exists()
