"""A published build that is held by another program or may not be read is told as that."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import Speak
from warehouse.builds.published import published_build, why_closed
from warehouse.builds.publishing import unchanged_build
from warehouse.ground.errors import (
    BuildInUseError,
    BuildNotReadableError,
    DamagedBuildError,
    WarehouseError,
)
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

HOLD = """
import sys, duckdb
held = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(built: Settings) -> Iterator[int]:
    """Answers the process of another program that has opened the published build to write."""
    database = published_build(built).database
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process.pid
        process.kill()


def test_a_build_held_by_another_program_is_named_as_that(
    speak: Speak, built: Settings, holder: int
) -> None:
    for command in (("query", "select 1"), ("explain", "330400", "2015", "x"), ("status",)):
        status, _, err = speak(*command)
        assert status == 2
        assert f"process {holder}" in err
        assert "read-only" in err
        assert "warehouse build" not in err
        assert len(err.splitlines()) == 1
    _, out, _ = speak("status", "--json")
    assert '"is_damaged": false' in out
    assert built.home.exists()


@pytest.mark.usefixtures("holder")
def test_a_held_build_is_not_built_anew(built: Settings) -> None:
    assert unchanged_build(built) is not None


def test_every_page_says_that_a_build_is_held(
    built: Settings, holder: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(built.home))
    app = AppTest.from_file(PROJECT_DIR / "app" / "explorer.py").run(timeout=60)
    assert not app.exception
    assert any(str(holder) in each.proto.body for each in app.get("html"))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ('Could not set lock on file "x": Conflicting lock is held in y (PID 7).', BuildInUseError),
        ('Could not set lock on file "x": Conflicting lock is held', BuildInUseError),
        (f'Cannot open file "x": {os.strerror(errno.EACCES)}', BuildNotReadableError),
        (f'Could not read from file "x": {os.strerror(errno.EIO)}', BuildNotReadableError),
        (f'Cannot open file "x": {os.strerror(errno.EMFILE)}', BuildNotReadableError),
        ('The file "x" exists, but it is not a valid DuckDB database file!', DamagedBuildError),
        ("Corrupt database file: computed checksum 1 does not match", DamagedBuildError),
    ],
)
def test_what_duckdb_says_of_a_file_is_told_apart(said: str, kind: type[WarehouseError]) -> None:
    error = why_closed(duckdb.IOException(said), Path("builds/b/warehouse.duckdb"))
    assert type(error) is kind
    assert "builds/b" in error.sentence("zh") or kind is not BuildInUseError


def test_nobody_writes_into_what_is_published(tiny_published_home: Path) -> None:
    folder = published_build(Settings(home=tiny_published_home)).database.parent
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert set(modes.values()) == {0o440}, modes


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_build_that_may_not_be_read_is_named_as_that(speak: Speak, built: Settings) -> None:
    published_build(built).database.chmod(0)
    status, _, err = speak("query", "select 1")
    assert (status, os.strerror(errno.EACCES) in err) == (2, True)


@pytest.mark.usefixtures("built")
def test_a_build_that_lacks_what_is_asked_for_is_named_as_that(speak: Speak) -> None:
    status, out, err = speak("explain", "330400", "2015", "deaths")  # the tiny one has no marts
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert "earlier version" in err
