"""Nothing lost at any moment: loads and reloads cut short before each change of the disk."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import polars as pl
import pytest

from loaders import loading, preparing, reloading
from loaders.lake.outcomes import Outcome
from loaders.loading import load_file
from loaders.preparing import Arrival
from loaders.reloading import reload_lake
from tests.crash_points import changes_of, cut_short
from tests.loaders.conftest import ACCIDENTS, FIGURES
from warehouse.ground import exchanging
from warehouse.ground.homes import opened_home
from warehouse.ground.load_records import load_folders
from warehouse.ground.settings import Settings

GDP = "330400,嘉兴市,2015,gdp,,3517.81,亿元,2016-02-29,公报,统计局\n"
REGISTER = "A1,2015-03-01,330400,production,3,\nA2,2015-04-01,330400,production,1,\n"
COVERS = 'covers_region = "330400"\ncovers_from = 2015-01-01\ncovers_to = {to}\n'
State: TypeAlias = dict[str, object]


def _state(home: Settings) -> State:
    """Answers what the lake says, whatever its folders and files are called."""
    found: State = {}
    for folder in load_folders(home):
        outcome = pl.read_parquet(folder / "outcome.parquet").row(0, named=True)
        rows = {
            path.stem: pl.read_parquet(path).drop("loaded_at", "load_number", strict=False).rows()
            for path in sorted(folder.glob("*.parquet"))
        }
        found[outcome["file_name"]] = rows
    return found


def _prepared(home: Settings, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "gdp.csv").write_text(FIGURES + GDP, encoding="utf-8")
    (folder / "register.csv").write_text(ACCIDENTS + REGISTER, encoding="utf-8")
    (folder / "other.csv").write_text("未知,表\n1,2\n", encoding="utf-8")
    _cover(folder, "2015-06-30")
    for name in ("gdp.csv", "register.csv", "other.csv"):
        load_file(home, folder / name)


def _cover(folder: Path, to: str) -> None:
    (folder / "register.csv.meta.toml").write_text(COVERS.format(to=to), encoding="utf-8")


def _change_rows(home: Settings) -> None:
    """Makes the lake, as an older version wrote it, differ from what reloading makes of it."""
    for path in home.lake.glob("*/statistics.parquet"):
        path.with_name("load.json").unlink()
        pl.read_parquet(path).with_columns(notes=pl.lit("old")).write_parquet(path)


def _open(home: Settings) -> None:
    """Opens a home as every command does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAREHOUSE_HOME", str(home.home))
        opened_home()


def _try_all(
    work: Callable[[Settings], object],
    prepare: Callable[[Settings], object],
    folder: Path,
) -> list[str]:
    """Cuts work short at each of its changes; answers where what came of it is wrong.

    Right is the state before or the state after, and the state after once the work is done again.
    """
    model = Settings(home=folder / "model")
    model.home.mkdir()
    prepare(model)
    before = _state(model)
    kept = folder / "kept"
    shutil.copytree(model.home, kept, symlinks=True)
    points = changes_of(lambda: work(model), model.home)
    after = _state(model)
    assert before != after
    assert points > 5
    wrong = []
    for point in range(1, points + 1):
        shutil.rmtree(model.home)
        shutil.copytree(kept, model.home, symlinks=True)
        place = cut_short(lambda: work(model), model.home, point)
        _open(model)
        left = _state(model)
        work(model)
        done = _state(model)
        if left not in (before, after) or done != after:
            wrong.append(f"{point} of {points}: {place}")
    return wrong


@pytest.fixture(autouse=True)
def _judged_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Judges each file once and lays the same rows ever after: what is tried here is the disk."""
    known: dict[tuple[str, bytes], Outcome] = {}

    def prepare(
        settings: Settings, arrival: Arrival, folder: Path, *_given: object, **_asked: object
    ) -> Outcome:
        beside = arrival.sidecar.read_bytes() if arrival.sidecar.is_file() else b""
        key = (arrival.sha256, beside)
        kept = tmp_path / "judged" / f"{arrival.sha256}-{len(beside)}{beside[-4:].hex()}"
        if key not in known:
            kept.mkdir(parents=True)
            known[key] = preparing.prepare(settings, arrival, kept, None, known=None)
        (folder / "scratch").mkdir()
        for path in kept.glob("*.parquet"):
            shutil.copyfile(path, folder / path.name)
        return known[key]

    for module in (loading, reloading):
        monkeypatch.setattr(module, "prepare", prepare)


@pytest.fixture(params=["at once", "in steps"], autouse=True)
def _system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries it on a file system that cannot exchange two folders, too."""
    if request.param == "in steps":
        monkeypatch.setattr(exchanging, "_at_once", lambda _made, _target: False)


def test_a_first_load_ends_anywhere(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "gdp.csv").write_text(FIGURES + GDP, encoding="utf-8")
    (given / "gdp.csv.meta.toml").write_text('source_title = "公报"\n', encoding="utf-8")
    wrong = _try_all(lambda home: load_file(home, given / "gdp.csv"), lambda _home: None, tmp_path)
    assert wrong == []


def test_a_load_with_a_changed_sidecar_ends_anywhere(tmp_path: Path) -> None:
    given = tmp_path / "given"

    def again(home: Settings) -> None:
        _cover(given, "2015-12-31")
        load_file(home, given / "register.csv")

    assert _try_all(again, lambda home: _prepared(home, given), tmp_path) == []


def test_a_reload_ends_anywhere(tmp_path: Path) -> None:
    given = tmp_path / "given"

    def before(home: Settings) -> None:
        _prepared(home, given)
        _change_rows(home)

    assert _try_all(reload_lake, before, tmp_path) == []
