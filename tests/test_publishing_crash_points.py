"""A build that ends at any moment: readers see the build before or the new one, whole."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.crash_points import changes_of, cut_short
from warehouse.builds import publishing
from warehouse.builds.build_records import Finding
from warehouse.builds.kept_builds import faults_of_build, published_ids
from warehouse.builds.outcomes import Outcome, Progress
from warehouse.builds.published import published_build
from warehouse.builds.publishing import build, rollback
from warehouse.ground.errors import DiskFullError, from_operating_system
from warehouse.ground.settings import Settings


def _quietly(_done: int, _total: int) -> None:
    """Says nothing."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Answers a home of two builds, whose project is built in a moment: one table, one row."""
    made = iter(range(1_000_000))

    def run(_settings: Settings, database: Path, _progress: Progress) -> tuple[Outcome, None]:
        with duckdb.connect(database) as connection:
            connection.execute(f"create table t as select {next(made)} as build")
        return Outcome(counts={"success": 1}), None

    monkeypatch.setattr(publishing, "run_project", run)
    settings = Settings(home=tmp_path / "home", keep_builds=2)
    build(settings, _quietly)
    build(settings, _quietly)
    return settings


def test_a_build_ends_anywhere(home: Settings, tmp_path: Path) -> None:
    before = published_build(home).build_id
    kept = tmp_path / "kept"
    shutil.copytree(home.home, kept, symlinks=True)
    points = changes_of(lambda: build(home, _quietly), home.home)
    assert points > 10
    wrong = []
    for point in range(1, points + 1):
        shutil.rmtree(home.home)
        shutil.copytree(kept, home.home, symlinks=True)
        place = cut_short(lambda: build(home, _quietly), home.home, point)
        shown = published_build(home)
        newest = published_ids(home)[-1]
        is_whole = not faults_of_build(home.builds / shown.build_id)
        again = build(home, _quietly)
        if (
            not is_whole
            or shown.build_id not in {before, newest}
            or published_build(home).build_id != again.build_id
            or published_ids(home)[-1] != again.build_id
            or (home.builds / ".building").exists()
        ):
            wrong.append(f"{point} of {points}: {place}")
    assert wrong == []


def test_a_rollback_ends_anywhere(home: Settings, tmp_path: Path) -> None:
    first, second = published_ids(home)
    kept = tmp_path / "kept"
    shutil.copytree(home.home, kept, symlinks=True)
    points = changes_of(lambda: rollback(home), home.home)
    for point in range(1, points + 1):
        shutil.rmtree(home.home)
        shutil.copytree(kept, home.home, symlinks=True)
        cut_short(lambda: rollback(home), home.home, point)
        assert published_build(home).build_id in {first, second}
        rollback(home, first)
        assert published_build(home).build_id == first


def test_a_clock_that_was_ahead_once_changes_no_order(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ahead(datetime):
        """A clock that is ten years ahead."""

        @classmethod
        def now(cls, tz: object = None) -> "Ahead":
            """Answers the moment."""
            assert tz is UTC
            return cls(2036, 1, 1, tzinfo=UTC)

    with monkeypatch.context() as clock:
        clock.setattr(publishing, "datetime", Ahead)
        ahead = build(home, _quietly).build_id
    third = build(home, _quietly).build_id
    assert ahead > third
    assert published_ids(home)[-2:] == [ahead, third]
    assert published_build(home).build_id == third
    assert rollback(home).build_id == ahead
    fourth = build(home, _quietly).build_id
    assert published_ids(home)[-1] == fourth
    assert build(home, _quietly).build_id == published_ids(home)[-1]
    assert ahead not in published_ids(home)


def test_the_build_that_readers_have_just_looked_up_stays(home: Settings) -> None:
    one = Settings(home=home.home, keep_builds=1)
    looked_up = published_build(one)
    build(one, _quietly)
    with duckdb.connect(looked_up.database, read_only=True) as connection:
        assert connection.execute("select count(*) from t").fetchall() == [(1,)]
    build(one, _quietly)
    assert not looked_up.database.exists()


def test_a_published_file_is_write_protected(home: Settings) -> None:
    folder = published_build(home).database.parent
    assert [path.stat().st_mode & 0o222 for path in folder.iterdir()] == [0, 0]


@pytest.mark.parametrize("place", ["a model", "the checkpoint"])
def test_a_full_disk_is_told_as_one_and_changes_nothing(
    home: Settings, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    before = published_build(home).build_id
    said = 'IO Error: Could not write file "x": No space left on device'

    def fail(*_given: object) -> Outcome:
        raise duckdb.IOException(said)

    if place == "a model":
        found = Finding("model", "fct", "fct", "models/fct.sql", said)
        monkeypatch.setattr(
            publishing, "run_project", lambda *_given: (Outcome(failures=[found]), None)
        )
    else:
        monkeypatch.setattr(publishing, "_write_checkpoint", fail)
    with pytest.raises(OSError, match="No space") as raised:
        build(home, _quietly)
    assert isinstance(from_operating_system(raised.value), DiskFullError)
    assert published_build(home).build_id == before
    assert not home.building.exists()
