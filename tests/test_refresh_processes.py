"""Refreshes in processes of their own: two at once, and killed on the way."""

import signal

import pytest

from tests.conftest import Speak
from tests.inbox_files import drop, loaded, says_who, start, unused, wait_until
from tests.mock_loading import refreshed
from warehouse.builds.kept_builds import published_ids
from warehouse.builds.published import published_build
from warehouse.command.refreshing import last_refresh
from warehouse.ground.errors import RefreshUnderWayError
from warehouse.ground.settings import Settings

SLOW_MODEL = "select sum(a.range * b.range) as s from range(10000000) as a, range(10000000) as b\n"


def test_a_second_refresh_leaves_at_once_and_says_who_is_at_it(
    built: Settings, tiny_variables: dict[str, str], speak: Speak
) -> None:
    drop(built, "slow.csv", "slow\n")
    first = start(tiny_variables)
    wait_until(lambda: says_who(built.home / ".refresh.lock"))
    with pytest.raises(RefreshUnderWayError):
        refreshed(built, load=unused)
    status, out, err = speak("refresh", "--json")
    first.kill()
    first.communicate()
    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert f"process {first.pid}" in err
    assert "UTC" in err
    assert "warehouse refresh" in RefreshUnderWayError(
        user="u", process="1", host="h", since="s"
    ).sentence("zh")


def test_of_two_refreshes_started_together_each_file_is_loaded_once(
    built: Settings, tiny_variables: dict[str, str]
) -> None:
    for number in range(20):
        drop(built, f"{number}.csv", f"{number}\n")
    both = [start(tiny_variables) for _ in range(2)]
    said = "".join(each.communicate()[1] for each in both)
    assert sorted(each.returncode for each in both) in ([0, 0], [0, 1])
    assert said.count("accepted") == 20
    assert len(published_ids(built)) == 2


def test_a_refresh_killed_while_loading_is_simply_run_again(
    built: Settings, tiny_variables: dict[str, str]
) -> None:
    drop(built, "first.csv", "a\n")
    path = drop(built, "second.csv", "slow\n")
    before = published_build(built).build_id
    killed = start(tiny_variables)
    wait_until(lambda: len(loaded(built)) == 1 and any(built.lake.glob(".loading-*")))
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert published_build(built).build_id == before
    record = last_refresh(built)
    assert record is not None
    assert record["finished_at"] is None
    drop(built, path.name, "quick\n")
    run = refreshed(built)
    assert [each.name for each in run.files] == ["second.csv"]
    assert run.build_status == "published"


def test_a_refresh_killed_while_building_is_simply_run_again(
    built: Settings, tiny_variables: dict[str, str]
) -> None:
    before = published_build(built).build_id
    drop(built, "one.csv")
    slow = built.project_dir / "models/slow.sql"
    slow.write_text(SLOW_MODEL, encoding="utf-8")
    log = built.dbt_folder / "logs" / "plan.log"
    log.unlink()
    killed = start(tiny_variables)
    wait_until(lambda: log.exists() and "START model slow" in log.read_text())
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert published_build(built).build_id == before
    slow.unlink()
    run = refreshed(built, load=unused)
    assert (run.files, run.build_status) == ([], "published")
    assert not built.building.exists()


# The command
