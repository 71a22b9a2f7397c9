"""The scheduled job: what is new is loaded, built and published; nothing is done twice."""

import io
import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.conftest import Speak
from tests.inbox_files import HOUR, drop, unused, wait_until
from tests.mock_loading import mock_load, refreshed
from warehouse.builds.kept_builds import published_ids
from warehouse.builds.published import published_build
from warehouse.builds.publishing import rollback
from warehouse.builds.rollbacks import rollback_in_force
from warehouse.command.refreshing import last_refresh
from warehouse.ground import inbox
from warehouse.ground.inbox import unseen
from warehouse.ground.links import open_within
from warehouse.ground.locks import exclusive_lock
from warehouse.ground.settings import Settings

# What is new


def test_a_new_file_is_loaded_built_and_published_and_stays_where_it_is(tiny: Settings) -> None:
    path = drop(tiny, "2016/一月.csv")
    run = refreshed(tiny)
    assert [(each.name, each.outcome.status) for each in run.files] == [
        ("2016/一月.csv", "accepted")
    ]
    assert run.build_status == "published"
    assert run.exit_status == 0
    assert published_build(tiny).record == run.build
    assert path.read_text(encoding="utf-8") == "a\nb\n"


def test_a_second_refresh_finds_nothing_new_and_builds_nothing(built: Settings) -> None:
    drop(built, "one.csv")
    first = refreshed(built)
    second = refreshed(built, load=unused)
    assert (second.files, second.build_status) == ([], "unchanged")
    assert second.build == first.build
    assert second.exit_status == 0


def test_an_empty_inbox_is_made_and_the_warehouse_built(tiny: Settings) -> None:
    run = refreshed(tiny, load=unused)
    assert tiny.inbox.is_dir()
    assert run.build_status == "published"


def test_two_files_of_one_content_are_loaded_once(built: Settings) -> None:
    drop(built, "one.csv")
    drop(built, "copy of one.csv")
    assert [each.name for each in refreshed(built).files] == ["copy of one.csv"]
    assert refreshed(built, load=unused).files == []


def test_a_file_that_was_changed_or_moved_is_judged_by_its_content(built: Settings) -> None:
    path = drop(built, "one.csv")
    refreshed(built)
    path.rename(built.inbox / "moved.csv")
    assert refreshed(built, load=unused).files == []
    drop(built, "moved.csv", "c\n")
    assert [each.name for each in refreshed(built).files] == ["moved.csv"]


def test_a_file_with_another_sidecar_is_loaded_again(built: Settings) -> None:
    path = drop(built, "accidents.csv")
    refreshed(built)
    drop(built, "accidents.csv.meta.toml", 'covers_region = "330400"\n')
    (again,) = refreshed(built).files
    assert again.name == "accidents.csv"
    built.archive.mkdir(exist_ok=True)
    kept = built.archive / f"{again.outcome.sha256}.meta.toml"
    shutil.copy(path.with_name("accidents.csv.meta.toml"), kept)
    assert refreshed(built, load=unused).files == []


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.csv",
        ".folder/one.csv",
        "~$statistics.xlsx",
        ".~lock.statistics.xlsx#",
        "one.csv.part",
        "one.XLSX.CRDOWNLOAD",
        "one.tmp",
        "one.csv.meta.toml",
        "Thumbs.db",
    ],
)
def test_what_is_no_file_of_figures_is_left(built: Settings, name: str) -> None:
    drop(built, name)
    run = refreshed(built, load=unused)
    assert (run.files, run.waiting) == ([], [])


def test_links_that_lead_nowhere_pipes_and_loops_are_left(built: Settings, speak: Speak) -> None:
    built.inbox.mkdir()
    (built.inbox / "gone.csv").symlink_to("nowhere.csv")
    (built.inbox / "loop").symlink_to(built.inbox)
    os.mkfifo(built.inbox / "pipe.csv")
    assert refreshed(built, load=unused).exit_status == 0
    assert "not read (put a file there): pipe.csv" in speak("refresh")[2]


def test_a_link_out_of_the_inbox_is_named(built: Settings, speak: Speak) -> None:
    drop(built, "one.csv")
    (built.inbox / "memory.csv").symlink_to("/proc/self/mem")
    run = refreshed(built)
    assert [each.name for each in run.files] == ["one.csv"]
    assert run.exit_status == 3
    assert "not followed (put the file itself there): memory.csv" in speak("refresh")[2]


def test_a_name_in_gb18030_can_be_read_and_remembered(built: Settings) -> None:
    built.inbox.mkdir()
    path = built.inbox / os.fsdecode("统计.csv".encode("gb18030"))
    path.write_text("a\n", encoding="utf-8")
    assert [each.name for each in refreshed(built, mock_load).files] == ["统计.csv"]
    assert refreshed(built, load=unused).files == []


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_loaded(
    built: Settings, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(path: Path, folder: Path) -> io.BufferedReader:
        if path.name == "unreadable.csv":
            raise PermissionError
        return open_within(path, folder)

    monkeypatch.setattr(inbox, "open_within", opened)
    drop(built, "one.csv")
    drop(built, "unreadable.csv")
    run = refreshed(built)
    assert [each.name for each in run.files] == ["one.csv"]
    assert [(each.name, each.reason) for each in run.waiting] == [
        ("unreadable.csv", "cannot_be_read")
    ]
    assert run.exit_status == 3
    assert "Cannot be read (check the permissions): unreadable.csv" in speak("refresh")[2]


# Files still being written


@pytest.fixture
def growing(built: Settings) -> Iterator[Path]:
    """Answers a file of the inbox that somebody keeps writing."""
    path = drop(built, "growing.csv")
    stopped = threading.Event()

    def write() -> None:
        while not stopped.wait(0.02):
            with path.open("a", encoding="utf-8") as file:
                file.write("another line\n")

    writer = threading.Thread(target=write)
    writer.start()
    yield path
    stopped.set()
    writer.join()


def test_a_file_still_being_written_is_left_for_next_time(built: Settings, growing: Path) -> None:
    wait_until(lambda: growing.stat().st_size > 50)
    drop(built, "whole.csv")
    run = refreshed(built, settle_seconds=0.5)
    assert [each.name for each in run.files] == ["whole.csv"]
    assert [(each.name, each.reason) for each in run.waiting] == [("growing.csv", "being_written")]
    assert run.exit_status == 0
    assert unseen(built) == ["growing.csv"]


def test_a_file_copied_a_moment_ago_is_loaded_after_one_wait(built: Settings) -> None:
    drop(built, "fresh.csv", age=0)
    drop(built, "from a clock ahead.csv", "c\n", age=-HOUR)
    assert len(refreshed(built, settle_seconds=0.3).files) == 2


def test_nobody_waits_for_files_that_were_seen_before(built: Settings) -> None:
    drop(built, "from a clock ahead.csv", age=-HOUR)
    refreshed(built)
    with patch("warehouse.ground.inbox.time.sleep") as slept:
        refreshed(built, load=unused, settle_seconds=30)
    slept.assert_not_called()


# What is refused


def test_refused_rows_are_loaded_around_and_end_with_status_3(built: Settings) -> None:
    drop(built, "one.csv", "a\nbad\n")
    run = refreshed(built)
    assert run.files[0].outcome.status == "partial"
    assert (run.build_status, run.exit_status) == ("published", 3)
    assert refreshed(built, load=unused).exit_status == 0


def test_a_broken_file_is_new_once_and_then_still_refused(built: Settings, speak: Speak) -> None:
    drop(built, "broken.csv", "broken\n")
    first = refreshed(built)
    assert (first.exit_status, first.still_refused) == (3, [])
    second = refreshed(built, load=unused)
    assert (second.files, second.exit_status, second.build_status) == ([], 0, "unchanged")
    assert [(each.name, each.refusal) for each in second.still_refused] == [
        ("broken.csv", "file_damaged")
    ]
    (built.home / "inbox-seen.json").unlink()
    assert refreshed(built, load=unused).still_refused == second.still_refused
    status, _, err = speak("refresh")
    assert status == 0
    assert "1 file(s) refused before: broken.csv" in err


def test_what_was_refused_is_tried_again_when_a_layout_comes(built: Settings) -> None:
    drop(built, "broken.csv", "broken\n")
    refreshed(built)
    layout = built.home / "layouts" / "mine.toml"
    layout.parent.mkdir()
    layout.touch()
    later = time.time() + HOUR
    os.utime(layout, (later, later))
    run = refreshed(built)
    assert [each.name for each in run.files] == ["broken.csv"]
    assert run.still_refused == []


def test_an_outcome_that_cannot_be_read_is_made_again_from_the_file_in_the_inbox(
    built: Settings,
) -> None:
    drop(built, "one.csv")
    (loaded,) = refreshed(built).files
    outcome = built.lake / loaded.outcome.sha256 / "outcome.parquet"
    outcome.write_bytes(b"garbage")
    run = refreshed(built)
    assert [each.mending for each in run.verified.damages] == ["from_inbox", "from_archive"]
    assert run.exit_status == 0
    assert refreshed(built).verified.damages == []


def test_an_outcome_that_is_damaged_for_good_is_set_aside_and_ends_with_status_1(
    built: Settings,
) -> None:
    path = drop(built, "one.csv")
    (loaded,) = refreshed(built).files
    path.unlink()
    (built.lake / loaded.outcome.sha256 / "outcome.parquet").write_bytes(b"garbage")
    run = refreshed(built)
    assert run.exit_status == 1
    assert run.build_status == "published"
    record = last_refresh(built)
    assert record is not None
    assert record["exit_status"] == 1


# Building


def test_a_failing_build_ends_with_status_1_and_is_tried_again(tiny: Settings) -> None:
    seed = tiny.project_dir / "seeds/deaths.csv"
    good = seed.read_text(encoding="utf-8")
    drop(tiny, "one.csv", "a\nbad\n")
    seed.write_text("region_code,deaths\n330400,-3\n", encoding="utf-8")
    failed = refreshed(tiny)
    assert (failed.build_status, failed.exit_status) == ("failed", 1)
    assert len(failed.files) == 1
    assert refreshed(tiny, load=unused).exit_status == 1
    seed.write_text(good, encoding="utf-8")
    mended = refreshed(tiny, load=unused)
    assert (mended.build_status, mended.exit_status) == ("published", 0)


def test_a_build_under_way_is_left_alone_and_what_was_loaded_is_built_next_time(
    built: Settings, speak: Speak
) -> None:
    drop(built, "one.csv")
    with exclusive_lock(built.builds / ".lock"):
        run = refreshed(built)
        assert (len(run.files), run.exit_status) == (1, 1)
        status, out, err = speak("refresh", "--json")
    assert status == 1
    assert json.loads(out)["build"]["status"] == "failed"
    assert f"process {os.getpid()}" in err
    assert refreshed(built, load=unused).build_status == "published"


def test_a_rollback_holds_while_nothing_is_new_and_ends_with_the_next_file(
    built: Settings, speak: Speak
) -> None:
    drop(built, "one.csv")
    refreshed(built)
    first, second = published_ids(built)
    rollback(built)
    status, out, err = speak("refresh", "--json")
    assert status == 0
    assert json.loads(out)["build"] == {"status": "unchanged", "build_id": first, "failures": []}
    assert f"the earlier build {first}" in err
    assert published_build(built).build_id == first
    drop(built, "two.csv", "c\n")
    run = refreshed(built)
    assert run.build_status == "published"
    assert run.rollback is not None
    assert run.rollback.left_id == second
    assert rollback_in_force(built) is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_refresh_explains_itself_with_an_example(speak: Speak, language: str) -> None:
    status, out, _ = speak("refresh", "--help", "--lang", language)
    assert status == 0
    assert out.count("warehouse refresh") >= 2
    assert ("示例" in out) == (language == "zh")


HEADINGS = "region_code,period,measure,value,unit,vintage,published_date,source_title\n"
GOOD_ROW = "330400,2025,gdp,8000,亿元,preliminary,2026-03-01,公报\n"
REFUSED_ROW = "339999,2025,gdp,8000,亿元,preliminary,2026-03-01,公报\n"


def test_the_command_loads_with_the_real_loader_and_ends_as_the_files_deserve(
    speak: Speak, built: Settings
) -> None:
    good = drop(built, "good.csv", HEADINGS + GOOD_ROW)
    status, out, err = speak("refresh", "--json")
    (file,) = json.loads(out)["files"]
    assert (status, file["file"], file["status"]) == (0, "good.csv", "accepted"), err
    assert json.loads(out)["build"]["build_id"] == published_build(built).build_id
    drop(built, "mixed.csv", HEADINGS + GOOD_ROW + REFUSED_ROW)
    drop(built, "broken.xlsx", "PK no workbook\n")
    status, out, err = speak("refresh", "--json", "--lang", "zh")
    assert status == 3
    answer = json.loads(out)
    assert {each["file"]: each["status"] for each in answer["files"]} == {
        "mixed.csv": "partial",
        "broken.xlsx": "refused",
    }
    assert answer["build"]["status"] == "published"
    assert "region_unknown" in err
    assert "整个文件被拒绝" in err
    status, out, _ = speak("refresh", "--json")
    assert status == 0
    answer = json.loads(out)
    assert (answer["files"], answer["build"]["status"]) == ([], "unchanged")
    assert [each["file"] for each in answer["still_refused"]] == ["broken.xlsx"]
    assert good.read_text(encoding="utf-8") == HEADINGS + GOOD_ROW


def test_a_home_that_is_a_file_is_refused_in_a_sentence(speak: Speak, uncompiled: Settings) -> None:
    uncompiled.home.write_text("not a folder", encoding="utf-8")
    status, _, err = speak("refresh")
    assert status == 2
    assert len(err.splitlines()) == 1
