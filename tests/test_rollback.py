"""Going back to an earlier build: one switch, what it refuses, and how long it holds."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import Run, Speak, spare_compiling, write_project
from warehouse.builds.kept_builds import published_ids
from warehouse.builds.published import published_build
from warehouse.builds.publishing import build, rollback, switch, unchanged_build
from warehouse.builds.rollbacks import NOTE_NAME, rollback_in_force
from warehouse.ground.errors import (
    BuildUnderWayError,
    DamagedEarlierBuildError,
    NoEarlierBuildError,
    UnknownBuildError,
)
from warehouse.ground.locks import exclusive_lock
from warehouse.ground.settings import Settings


def set_figure(settings: Settings, deaths: int) -> None:
    """Gives the tiny project one figure."""
    seed = settings.project_dir / "seeds/deaths.csv"
    seed.write_text(f"region_code,deaths\n330400,{deaths}\n", encoding="utf-8")


def build_with(settings: Settings, deaths: int) -> str:
    """Builds the tiny project with one figure, and answers the build's id."""
    set_figure(settings, deaths)
    return build(settings, lambda _done, _total: None).build_id


@pytest.fixture(scope="session")
def three_builds(tmp_path_factory: pytest.TempPathFactory, tiny_published_home: Path) -> Path:
    """Answers a home with three builds, of the figures 1, 2 and 3; the last one is published."""
    folder = tmp_path_factory.mktemp("three")
    settings = Settings(home=folder / "home", project_dir=write_project(folder / "project"))
    spare_compiling(tiny_published_home, settings.home)
    for figure in (1, 2, 3):
        build_with(settings, figure)
    return settings.home


@pytest.fixture
def three(tiny: Settings, three_builds: Path) -> tuple[str, str, str]:
    """Answers the ids of three builds, of the figures 1, 2 and 3; the last one is published."""
    shutil.copytree(three_builds, tiny.home, symlinks=True, dirs_exist_ok=True)
    set_figure(tiny, 3)
    first, second, third = published_ids(tiny)
    return first, second, third


def deaths(speak: Speak) -> str:
    """Answers the figure that readers are shown."""
    _, out, _ = speak(
        "query", "--format", "csv-plain", "select observed_value from fct_observations"
    )
    return out.splitlines()[1]


def test_rolling_back_shows_readers_the_build_before(
    speak: Speak, tiny: Settings, three: tuple[str, str, str]
) -> None:
    assert deaths(speak) == "3"
    status, out, err = speak("rollback")
    assert (status, out) == (0, "")
    assert f"Published {three[1]} again (before: {three[2]})" in err
    assert "warehouse build" in err
    assert deaths(speak) == "2"
    assert speak("rollback")[0] == 0
    assert deaths(speak) == "1"
    assert published_ids(tiny) == list(three)


def test_a_build_can_be_named_and_the_newest_taken_up_again(
    speak: Speak, tiny: Settings, three: tuple[str, str, str]
) -> None:
    speak("rollback", three[0])
    assert deaths(speak) == "1"
    status, out, _ = speak("rollback", three[2], "--json")
    assert status == 0
    answer = json.loads(out)
    assert answer["build_id"] == three[2]
    assert answer["left_id"] == three[0]
    assert answer["status"] == "switched"
    assert answer["set_aside"] == []
    assert rollback_in_force(tiny) is None


def test_rolling_back_to_what_is_published_switches_nothing(
    speak: Speak, three: tuple[str, str, str]
) -> None:
    status, out, err = speak("rollback", three[2], "--json")
    assert status == 0
    assert json.loads(out)["status"] == "unchanged"
    assert "already" in err


def test_without_an_earlier_build_nothing_happens(speak: Speak, tiny: Settings) -> None:
    status, out, err = speak("rollback")
    assert (status, out) == (2, "")
    assert "no earlier build" in err
    assert not tiny.builds.exists()
    only = build_with(tiny, 1)
    with pytest.raises(NoEarlierBuildError):
        rollback(tiny)
    assert published_build(tiny).build_id == only


@pytest.mark.parametrize("wanted", ["20010101T000000Z", "", "..", "current", ".lock"])
def test_an_unknown_build_is_answered_with_those_there_are(
    tiny: Settings, three: tuple[str, str, str], wanted: str
) -> None:
    with pytest.raises(UnknownBuildError) as refused:
        rollback(tiny, wanted)
    assert all(each in refused.value.sentence("zh") for each in three)
    assert published_build(tiny).build_id == three[2]


def cut_short(folder: Path) -> None:
    """Cuts a database in half."""
    database = folder / "warehouse.duckdb"
    os.truncate(database, database.stat().st_size // 2)


def remove_database(folder: Path) -> None:
    """Removes a build's database."""
    (folder / "warehouse.duckdb").unlink()


def ruin_record(folder: Path) -> None:
    """Leaves half of a build's record."""
    (folder / "build.json").write_text("{", encoding="utf-8")


@pytest.mark.parametrize("damage", [cut_short, remove_database, ruin_record])
def test_a_damaged_build_is_refused_and_what_is_published_stays(
    tiny: Settings, three: tuple[str, str, str], damage: object
) -> None:
    assert callable(damage)
    damage(tiny.builds / three[1])
    with pytest.raises(DamagedEarlierBuildError):
        rollback(tiny)
    assert published_build(tiny).build_id == three[2]
    assert rollback(tiny, three[0]).build_id == three[0]


def test_one_turned_byte_of_a_table_is_noticed(tiny: Settings, three: tuple[str, str, str]) -> None:
    database = tiny.builds / three[1] / "warehouse.duckdb"
    content = database.read_bytes()
    assert b"330400" in content
    database.write_bytes(content.replace(b"330400", b"330401"))
    with pytest.raises(DamagedEarlierBuildError):
        rollback(tiny)


def test_rolling_back_takes_the_place_of_a_damaged_or_missing_publication(
    tiny: Settings, three: tuple[str, str, str]
) -> None:
    shutil.rmtree(tiny.builds / three[2])
    assert rollback(tiny).build_id == three[1]
    tiny.current.unlink()
    assert rollback(tiny).build_id == three[1]


def test_rolling_back_waits_for_no_build_under_way(
    tiny: Settings, three: tuple[str, str, str]
) -> None:
    with exclusive_lock(tiny.builds / ".lock"), pytest.raises(BuildUnderWayError):
        rollback(tiny)
    assert published_build(tiny).build_id == three[2]


def test_a_rollback_holds_until_something_new_comes_in(
    speak: Speak, tiny: Settings, three: tuple[str, str, str]
) -> None:
    speak("rollback", three[0])
    standing = unchanged_build(tiny)
    assert standing is not None
    assert standing.build_id == three[0]
    status, _, err = speak("build", "--if-changed")
    assert status == 0
    assert f"the earlier build {three[0]}" in err
    assert deaths(speak) == "1"
    (tiny.lake / "0cd5").mkdir(parents=True)
    (tiny.lake / "0cd5" / "outcome.parquet").touch()
    assert unchanged_build(tiny) is None
    assert speak("build", "--if-changed")[0] == 0
    assert deaths(speak) == "3"
    assert rollback_in_force(tiny) is None


def test_what_was_loaded_but_never_built_before_a_rollback_is_still_new(
    tiny: Settings, three: tuple[str, str, str]
) -> None:
    (tiny.lake / "0cd5").mkdir(parents=True)
    (tiny.lake / "0cd5" / "outcome.parquet").touch()
    assert rollback(tiny).build_id == three[1]
    assert unchanged_build(tiny) is None


def test_a_plain_build_ends_a_rollback_at_once(
    speak: Speak, tiny: Settings, three: tuple[str, str, str]
) -> None:
    speak("rollback", three[0])
    assert speak("build")[0] == 0
    assert deaths(speak) == "3"
    assert rollback_in_force(tiny) is None
    assert len(published_ids(tiny)) == 4


def test_a_failed_build_leaves_the_rollback_in_force(
    speak: Speak, tiny: Settings, three: tuple[str, str, str]
) -> None:
    speak("rollback", three[0])
    assert build_with(tiny, -1) not in published_ids(tiny)
    assert published_build(tiny).build_id == three[0]
    assert rollback_in_force(tiny) is not None


def test_the_build_gone_back_to_is_not_removed_while_it_is_published(
    tiny: Settings, three: tuple[str, str, str]
) -> None:
    few = Settings(home=tiny.home, project_dir=tiny.project_dir, keep_builds=2)
    rollback(few, three[0])
    build_with(few, -1)
    assert published_ids(few) == list(three)
    assert published_build(few).build_id == three[0]
    fourth = build_with(few, 4)
    # And the one published until now stays for readers who have just looked up its name.
    assert published_ids(few) == [three[0], three[2], fourth]
    assert published_build(few).build_id == fourth


def test_a_build_killed_before_its_switch_is_no_rollback(
    tiny: Settings, three: tuple[str, str, str]
) -> None:
    switch(tiny, three[1])
    assert rollback_in_force(tiny) is None
    assert unchanged_build(tiny) is None


def test_a_garbled_note_counts_for_nothing(tiny: Settings, three: tuple[str, str, str]) -> None:
    rollback(tiny)
    (tiny.builds / NOTE_NAME).write_text("[]", encoding="utf-8")
    assert rollback_in_force(tiny) is None
    assert published_build(tiny).build_id == three[1]


@pytest.mark.parametrize(("language", "said"), [("en", "Rolled back"), ("zh", "较早的版本")])
def test_status_says_that_an_earlier_build_is_published(
    speak: Speak, three: tuple[str, str, str], language: str, said: str
) -> None:
    _, out, _ = speak("status", "--lang", language)
    assert said not in out
    speak("rollback")
    status, out, _ = speak("status", "--lang", language)
    assert status == 0
    assert said in out
    _, out, _ = speak("status", "--json")
    assert json.loads(out)["rolled_back"]["left_id"] == three[2]


def test_rollback_explains_itself_in_chinese_with_an_example(speak: Speak) -> None:
    status, out, _ = speak("rollback", "--help", "--lang", "zh")
    assert status == 0
    assert "示例" in out
    assert out.count("warehouse rollback") >= 2


def test_rollback_imports_nothing_heavy(tiny_warehouse: Run, three: tuple[str, str, str]) -> None:
    done = tiny_warehouse("rollback", PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode == 0
    assert three[1] in done.stderr
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert imported & {"typer", "duckdb"} == {"typer", "duckdb"}
    assert imported & {"polars", "dbt", "pyarrow", "streamlit"} == set()
