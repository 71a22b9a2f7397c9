"""Loads keep their order though a clock was ahead once: in SQL, and where files are judged."""

import re
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from loaders.lake.home_registries import read_registries
from loaders.lake.schemas import OUTCOME
from loaders.loading import load_file
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

LOADS = {
    "older": (None, "2026-01-01 08:00:00"),
    "first": (1, "2026-02-01 08:00:00"),
    "ahead": (2, "2036-01-01 08:00:00"),
    "ahead too": (3, "2036-01-02 08:00:00"),
    "later": (4, "2026-03-01 08:00:00"),
    "last": (5, "2026-03-02 08:00:00"),
}


def test_a_load_is_dated_before_the_one_that_followed() -> None:
    model = (PROJECT_DIR / "models/staging/stg_load_outcomes.sql").read_text(encoding="utf-8")
    model = re.sub(r"\{\{ config.*?\}\}", "", model)
    model = re.sub(r"\{\{ source\(.*?\) \}\}", "loads", model)
    loads = pl.DataFrame(
        [
            {"file_sha256": name, "load_number": number, "loaded_at": datetime.fromisoformat(at)}
            for name, (number, at) in LOADS.items()
        ],
        schema=OUTCOME,
    )
    with duckdb.connect() as connection:
        connection.register("loads", loads)
        found = connection.sql(model).project("file_sha256, cast(loaded_at as varchar)").fetchall()
    assert dict(found) == {
        **{name: moment for name, (_number, moment) in LOADS.items()},
        "ahead": "2026-03-01 07:59:58",
        "ahead too": "2026-03-01 07:59:59",
    }


def test_a_registry_loaded_later_counts_though_the_clock_was_ahead_before(tmp_path: Path) -> None:
    home = Settings(home=tmp_path / "home")
    words = "region_code,region_name,region_level,parent_code\n330400900,{},other,330400\n"
    for name, moment in (("甲区", "2036-01-01"), ("乙区", "2026-01-01")):
        path = tmp_path / f"{name}.csv"
        path.write_text(words.format(name), encoding="utf-8")
        outcome = load_file(home, path)
        assert outcome.rows_accepted == 1, outcome
        _date(home.lake / outcome.sha256 / "outcome.parquet", datetime.fromisoformat(moment))
    (row,) = read_registries(home.lake)["regions"]
    assert row["region_name"] == "乙区"


def _date(path: Path, moment: datetime) -> None:
    """Dates a load as a clock would have that was ahead, or right."""
    outcome = pl.read_parquet(path).with_columns(loaded_at=pl.lit(moment, pl.Datetime("us")))
    outcome.write_parquet(path)
