"""`warehouse verify`: damage of archive, lake and builds is named, mended where it can be."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from loaders.loading import load_file
from loaders.reloading import reload_lake
from tests.conftest import Speak
from tests.loaders.conftest import FIGURES
from warehouse.builds.kept_builds import published_ids
from warehouse.builds.published import published_build
from warehouse.builds.publishing import build
from warehouse.command.verifying import verify
from warehouse.ground.errors import DamagedLoadError, MissingBuildError
from warehouse.ground.inbox import look_through
from warehouse.ground.journal import entries, journal_file
from warehouse.ground.load_records import archived
from warehouse.ground.settings import Settings

GDP = "330400,嘉兴市,2015,gdp,,3517.81,亿元,2016-02-29,公报,统计局\n"
DEATHS = "330400,嘉兴市,2015,deaths,production,77,人,2016-02-29,公报,统计局\n"


@pytest.fixture
def home(built: Settings, tmp_path: Path) -> Settings:
    """Answers a home with two loads and a build, its originals gone from where they came."""
    given = tmp_path / "given"
    given.mkdir()
    for name, row in (("gdp.csv", GDP), ("deaths.csv", DEATHS)):
        (given / name).write_text(FIGURES + row, encoding="utf-8")
        assert load_file(built, given / name).status == "accepted"
    return built


def _values(home: Settings) -> list[str]:
    paths = home.lake.glob("*/statistics.parquet")
    values = [value for path in paths for value in pl.read_parquet(path)["value"]]
    return sorted(values)


def _load_of(home: Settings, name: str) -> str:
    return next(
        str(each.details["file_sha256"])
        for each in entries(home)
        if each.details.get("file_name") == name
    )


def _turn_a_byte(path: Path, place: int = -20) -> None:
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)


def _rows(home: Settings) -> Path:
    return home.lake / _load_of(home, "deaths.csv")


def _cut(home: Settings) -> None:
    path = _rows(home) / "statistics.parquet"
    path.write_bytes(path.read_bytes()[:100])


def _change(home: Settings) -> None:
    """Other figures in a file that can be read: nobody but a fingerprint would notice."""
    path = _rows(home) / "statistics.parquet"
    pl.read_parquet(path).with_columns(value=pl.lit("770")).write_parquet(path)


def _add(home: Settings) -> None:
    shutil.copy(_rows(home) / "statistics.parquet", _rows(home) / "targets.parquet")


DAMAGE_OF_ROWS: list[Callable[[Settings], object]] = [
    lambda home: shutil.rmtree(_rows(home)),
    lambda home: shutil.rmtree(home.lake),
    lambda home: (_rows(home) / "outcome.parquet").unlink(),
    lambda home: (_rows(home) / "outcome.parquet").write_bytes(b""),
    lambda home: (_rows(home) / "statistics.parquet").unlink(),
    lambda home: _turn_a_byte(_rows(home) / "statistics.parquet"),
    _cut,
    _change,
    _add,
]


@pytest.mark.parametrize("damage", DAMAGE_OF_ROWS)
def test_rows_come_back_from_the_archive(
    home: Settings, damage: Callable[[Settings], object]
) -> None:
    damage(home)
    found = verify(home)
    assert found.is_whole
    assert {each.mending for each in found.damages} == {"from_archive"}
    assert "deaths.csv" in {each.file for each in found.damages}
    assert _values(home) == ["3517.81", "77"]
    assert verify(home).damages == []


@pytest.mark.parametrize(
    "line",
    [
        '{"loaded_at": "soon"}',
        '{"loaded_at": 5, "load_number": "x", "file_name": 7, "layout_given": [], "beside": 1}',
        '{"file_name": null, "rows_read": "many", "kind": 3}',
    ],
)
def test_odd_words_in_the_journal_say_nothing(home: Settings, line: str) -> None:
    sha256 = _load_of(home, "deaths.csv")
    details = {"file_sha256": sha256} | json.loads(line)
    entry = {"at": "x", "event": "load", "user": "u", "version": "1", "details": details}
    with journal_file(home).open("a", encoding="utf-8") as journal:
        journal.write(json.dumps(entry) + "\n")
    shutil.rmtree(home.lake)
    assert verify(home).is_whole
    assert _values(home) == ["3517.81", "77"]


def test_a_load_whose_fingerprints_are_gone_is_damaged(home: Settings) -> None:
    _change(home)
    (_rows(home) / "load.json").unlink()
    with pytest.raises(DamagedLoadError):
        build(home, lambda _done, _total: None)
    assert verify(home).is_whole
    assert _values(home) == ["3517.81", "77"]


@pytest.mark.parametrize("is_in_inbox", [True, False])
def test_a_sidecar_that_was_changed_in_the_archive_is_named_and_not_called_mended(
    built: Settings, tmp_path: Path, *, is_in_inbox: bool
) -> None:
    folder = built.inbox if is_in_inbox else tmp_path
    folder.mkdir(exist_ok=True)
    (folder / "gdp.csv").write_text(FIGURES + GDP, encoding="utf-8")
    (folder / "gdp.csv.meta.toml").write_text('notes = "a"\n', encoding="utf-8")
    assert load_file(built, folder / "gdp.csv").status == "accepted"
    look_through(built, 0)
    (kept,) = built.archive.glob("*.beside-*/.meta.toml")
    kept.write_text('notes = "b"\n', encoding="utf-8")
    (damage,) = verify(built).damages
    assert damage.place == f"archive/{kept.parent.name}"
    assert damage.mending == ("from_inbox" if is_in_inbox else "")
    assert bool(verify(built).damages) is not is_in_inbox


def test_rows_that_only_a_fingerprint_tells_from_others_are_never_built(home: Settings) -> None:
    _change(home)
    with pytest.raises(DamagedLoadError, match="warehouse verify"):
        build(home, lambda _done, _total: None)


def test_a_load_beside_damaged_rows_is_a_sentence(
    home: Settings, speak: Speak, tmp_path: Path
) -> None:
    _cut(home)
    path = tmp_path / "more.csv"
    path.write_text(FIGURES + GDP.replace("2015", "2016"), encoding="utf-8")
    status, _, said = speak("load", str(path), "--lang", "en")
    assert status == 1
    assert said.strip().endswith("names what cannot be brought back.")


@pytest.mark.parametrize("reading", ["verify", "reload"])
def test_an_original_that_was_changed_is_named_and_never_used(
    home: Settings, speak: Speak, reading: str
) -> None:
    original = archived(home, _load_of(home, "deaths.csv"))
    assert original is not None
    original.write_text(original.read_text(encoding="utf-8").replace("77", "770"), "utf-8")
    status, out, said = speak(reading, "--lang", "en")
    assert status == 1
    assert "deaths.csv" in out + said
    assert _values(home) == ["3517.81", "77"]
    assert reload_lake(home)[1].is_original_damaged or reload_lake(home)[0].is_original_damaged


def test_loading_a_file_again_mends_its_original(home: Settings, tmp_path: Path) -> None:
    original = archived(home, _load_of(home, "deaths.csv"))
    assert original is not None
    original.write_bytes(b"")
    assert load_file(home, tmp_path / "given" / "deaths.csv").status == "accepted"
    assert verify(home).damages == []


def test_an_original_comes_back_from_the_inbox(
    home: Settings, speak: Speak, tmp_path: Path
) -> None:
    home.inbox.mkdir()
    shutil.copy(tmp_path / "given" / "deaths.csv", home.inbox / "deaths.csv")
    speak("refresh")
    original = archived(home, _load_of(home, "deaths.csv"))
    assert original is not None
    original.unlink()
    (damage,) = verify(home).damages
    assert (damage.kind, damage.mending) == ("original_missing", "from_inbox")
    assert verify(home).damages == []


def test_what_is_damaged_for_good_is_set_aside_and_named_until_it_is_loaded_again(
    home: Settings, tmp_path: Path
) -> None:
    sha256 = _load_of(home, "deaths.csv")
    original = archived(home, sha256)
    assert original is not None
    original.unlink()
    _cut(home)
    found = verify(home)
    assert [each.mending for each in found.damages] == ["", "set_aside"]
    assert not found.is_whole
    assert (home.home / "damaged" / sha256 / "statistics.parquet").stat().st_size == 100
    assert _values(home) == ["3517.81"]
    assert [each.kind for each in verify(home).damages] == ["original_missing", "rows_missing"]
    load_file(home, tmp_path / "given" / "deaths.csv")
    assert verify(home).damages == []
    assert _values(home) == ["3517.81", "77"]


def test_only_looking_changes_nothing(home: Settings, speak: Speak) -> None:
    _cut(home)
    before = {path: path.stat().st_mtime_ns for path in home.lake.rglob("*")}
    status, out, _ = speak("verify", "--check", "--json")
    assert status == 1
    assert json.loads(out)["damages"][0]["is_mended"] is False
    assert {path: path.stat().st_mtime_ns for path in home.lake.rglob("*")} == before


def test_a_damaged_publication_is_set_aside_and_readers_led_to_the_one_before(
    home: Settings,
) -> None:
    first = published_build(home).build_id
    second = build(home, lambda _done, _total: None).build_id
    _turn_a_byte(home.builds / second / "warehouse.duckdb", 20_000)
    found = verify(home)
    assert (found.led_to, found.damages[0].file) == (first, second)
    assert published_build(home).build_id == first
    assert (home.builds / f"damaged-{second}").is_dir()
    assert published_ids(home) == [first]


def test_without_another_build_nothing_is_published(home: Settings, speak: Speak) -> None:
    only = published_build(home).build_id
    (home.builds / only / "build.json").write_text("{}")
    assert verify(home).led_to == ""
    with pytest.raises(MissingBuildError):
        published_build(home)
    status, _, said = speak("query", "select 1", "--lang", "en")
    assert (status, "Traceback" in said) == (2, False)


def test_a_link_to_itself_is_a_sentence_everywhere_and_is_mended(
    home: Settings, speak: Speak
) -> None:
    last = published_build(home).build_id
    home.current.unlink()
    home.current.symlink_to("current")
    for command in (("query", "select 1"), ("status",), ("build", "--if-changed")):
        status, _, said = speak(*command, "--lang", "en")
        assert "Traceback" not in said
        if command[0] != "build":
            assert status == 2
            home.current.unlink()
            home.current.symlink_to("current")
    home.current.unlink()
    home.current.symlink_to("current")
    assert verify(home).led_to >= last


def test_the_scheduled_job_verifies_what_changed_and_mends_it(home: Settings, speak: Speak) -> None:
    assert speak("refresh")[0] == 0
    _cut(home)
    status, out, said = speak("refresh", "--json", "--lang", "en")
    assert status == 0
    assert json.loads(out)["verified"]["damages"][0]["mending"] == "from_archive"
    assert "Brought back from the archive" in said
    assert _values(home) == ["3517.81", "77"]


def test_the_journal_tells_who_did_what_and_survives_a_line_cut_short(
    home: Settings, speak: Speak
) -> None:
    journal = journal_file(home)
    journal.write_bytes(journal.read_bytes()[:-30])
    speak("rollback")
    load_file(home, home.archive / next(iter(home.archive.iterdir())).name)
    status, out, _ = speak("journal", "--lang", "en")
    assert status == 0
    assert [line.split()[3] for line in out.splitlines()][-2:] == ["built", "loaded"]
    verify(home)
    assert verify(home).damages == []


def test_a_home_of_a_later_version_is_left_alone(home: Settings, speak: Speak) -> None:
    (home.home / "home.json").write_text('{"form": 99}')
    for command in ("status", "verify", "refresh", "build", "reload"):
        status, _, said = speak(command, "--lang", "en")
        assert status == 2
        assert "Update this program" in said
