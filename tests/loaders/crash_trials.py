"""Homes whose loads are cut short at each change of the disk, and what must be left of them."""

import os
import shutil
import unittest.mock
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import polars as pl

from loaders.loading import load_file
from tests.crash_points import changes_of, cut_short
from tests.loaders.conftest import ACCIDENTS, FIGURES
from warehouse.ground.homes import opened_home
from warehouse.ground.load_records import load_folders
from warehouse.ground.settings import Settings

GDP = "330400,嘉兴市,2015,gdp,,3517.81,亿元,2016-02-29,公报,统计局\n"
REGISTER = "A1,2015-03-01,330400,production,3,\nA2,2015-04-01,330400,production,1,\n"
COVERS = 'covers_region = "330400"\ncovers_from = 2015-01-01\ncovers_to = {to}\n'
State: TypeAlias = dict[str, object]


@dataclass(frozen=True)
class Tally:
    """How many ends were tried, and at which of them something was lost or wrong."""

    points: int
    wrong: list[str]


def state_of(home: Settings) -> State:
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


def prepare_home(home: Settings, folder: Path) -> None:
    """Loads figures, a register with its sidecar and a file that is refused, from a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "gdp.csv").write_text(FIGURES + GDP, encoding="utf-8")
    (folder / "register.csv").write_text(ACCIDENTS + REGISTER, encoding="utf-8")
    (folder / "other.csv").write_text("未知,表\n1,2\n", encoding="utf-8")
    cover(folder, "2015-06-30")
    for name in ("gdp.csv", "register.csv", "other.csv"):
        load_file(home, folder / name)


def cover(folder: Path, to: str) -> None:
    """Declares until when the register tells everything."""
    (folder / "register.csv.meta.toml").write_text(COVERS.format(to=to), encoding="utf-8")


def change_rows(home: Settings) -> None:
    """Makes the lake, as an older version wrote it, differ from what reloading makes of it."""
    for path in home.lake.glob("*/statistics.parquet"):
        path.with_name("load.json").unlink()
        pl.read_parquet(path).with_columns(notes=pl.lit("old")).write_parquet(path)


def _open(home: Settings) -> None:
    """Opens a home as every command does."""
    with unittest.mock.patch.dict(os.environ, WAREHOUSE_HOME=str(home.home)):
        opened_home()


def try_all(
    work: Callable[[Settings], object],
    prepare: Callable[[Settings], object],
    folder: Path,
) -> Tally:
    """Cuts work short at each of its changes, and tells where what came of it is wrong.

    Right is the state before or the state after, and the state after once the work is done again.

    Args:
        work: What is cut short.
        prepare: Makes the home it begins with.
        folder: An empty folder.
    """
    model = Settings(home=folder / "model")
    model.home.mkdir()
    prepare(model)
    before = state_of(model)
    kept = folder / "kept"
    shutil.copytree(model.home, kept, symlinks=True)
    points = changes_of(lambda: work(model), model.home)
    after = state_of(model)
    assert before != after
    wrong = []
    for point in range(1, points + 1):
        shutil.rmtree(model.home)
        shutil.copytree(kept, model.home, symlinks=True)
        place = cut_short(lambda: work(model), model.home, point)
        _open(model)
        left = state_of(model)
        work(model)
        done = state_of(model)
        if left not in (before, after) or done != after:
            wrong.append(f"{point} of {points}: {place}")
    return Tally(points, wrong)
