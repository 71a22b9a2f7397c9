"""What a refresh remembers of what it opened: a cache, without which nothing is different."""

import os
import subprocess
import sys

import pytest

from tests.conftest import environment
from tests.inbox_files import drop, unused
from tests.mock_loading import refreshed
from warehouse.builds.published import published_build
from warehouse.ground.inbox import read_seen
from warehouse.ground.settings import Settings


def test_a_file_seen_before_is_not_read_again(built: Settings) -> None:
    path = drop(built, "large.csv", "a\n")
    refreshed(built)
    before = path.stat()
    path.write_text("b\n", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert refreshed(built, load=unused).files == []


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"one.csv": 1}', '{"one.csv": {}}'])
def test_without_its_memory_a_refresh_knows_what_is_in_the_lake(
    built: Settings, content: str | None
) -> None:
    drop(built, "one.csv")
    refreshed(built)
    memory = built.home / "inbox-seen.json"
    memory.unlink()
    if content is not None:
        memory.write_text(content, encoding="utf-8")
    assert refreshed(built, load=unused).build_status == "unchanged"
    assert list(read_seen(built)) == ["one.csv"]


def test_a_file_taken_away_is_forgotten(built: Settings) -> None:
    path = drop(built, "one.csv")
    refreshed(built)
    path.unlink()
    refreshed(built, load=unused)
    assert read_seen(built) == {}


def test_a_refresh_with_nothing_to_do_imports_nothing_heavy(
    built: Settings, tiny_variables: dict[str, str]
) -> None:
    drop(built, "one.csv")
    drop(built, "two.csv", "broken\n")
    refreshed(built)
    assert refreshed(built, load=unused).still_refused  # opens what the first one published
    script = (
        "import sys; sys.argv = ['warehouse', 'refresh'];"
        "from warehouse.command.cli import main; main();"
        "sys.exit(str([m for m in ('dbt', 'duckdb', 'polars', 'pyarrow', 'rich.progress',"
        " 'streamlit', 'loaders.loading')"
        " if m in sys.modules]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=environment(**tiny_variables),
    )
    assert "Nothing has changed" in ended.stderr
    assert ended.stderr.splitlines()[-1] == "[]"


def test_a_build_that_was_exchanged_is_opened_again(built: Settings) -> None:
    for _ in range(2):
        assert refreshed(built, load=unused).build_status == "unchanged"
    published_build(built).database.write_bytes(b"garbage")
    assert refreshed(built, load=unused).build_status == "published"


@pytest.mark.parametrize("content", ["", "[]", "{", '{"opened": 1}', '{"outcomes": 1}'])
def test_what_was_opened_is_only_remembered(built: Settings, content: str) -> None:
    drop(built, "broken.csv", "broken\n")
    refreshed(built)
    first = refreshed(built, load=unused)
    (built.home / "refresh-seen.json").write_text(content, encoding="utf-8")
    again = refreshed(built, load=unused)
    assert (again.build, again.still_refused) == (first.build, first.still_refused)


def test_a_change_is_built_though_the_build_was_opened_before(built: Settings) -> None:
    for _ in range(2):
        refreshed(built, load=unused)
    seed = built.project_dir / "seeds/deaths.csv"
    seed.write_text(seed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert refreshed(built, load=unused).build_status == "published"
