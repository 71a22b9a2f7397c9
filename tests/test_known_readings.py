"""Loading tells which of two readings will count by the order in which the models rank them."""

from datetime import date
from pathlib import Path

import polars as pl

from loaders.judge.kinds.registries import Tools
from loaders.judge.known_readings import FIGURE, in_order
from tests.shipped import rows
from warehouse.builds.published import connect, published_build
from warehouse.ground.settings import Settings

COMPILED = pl.DataFrame(rows("published/shipped_files.csv")).select(
    pl.col("file_name").alias("source_file"), at_hand=pl.col("compiled_date").str.to_date()
)
# Sums and records are no readings of a file, and a count's range is no day.
READINGS = """
    select
        region_code, period, period_basis as basis, measure_code as measure, scope_code as scope,
        observed_value as amount, cast(published_decimals as integer) as decimals,
        vintage_code as vintage, published_date, source_kind, quality_code as quality,
        is_latest_vintage, known_date as day, source_title, source_file
    from fct_observations
    where basis_code = 'published'
    order by source_file desc, row_number desc
"""


def test_the_models_rank_readings_as_loading_says(published_home: Path) -> None:
    with connect(published_build(Settings(home=published_home)).database) as connection:
        found = connection.execute(READINGS)
        names = [column[0] for column in found.description]
        said = pl.DataFrame(found.fetchall(), names, orient="row", infer_schema_length=None)
    told = in_order(
        said.join(COMPILED, on="source_file", maintain_order="left").with_columns(
            is_shipped=pl.lit(value=True)
        ),
        Tools.from_seeds(date(2026, 11, 28)),
    )
    keys = list(FIGURE)
    several = told.filter(pl.len().over(keys) > 1)
    assert several.height > 100
    assert several.filter(pl.col("known_date") != pl.col("day")).height == 0
    first = several.unique(keys, keep="first", maintain_order=True)
    assert first.filter(~pl.col("is_latest_vintage")).select(keys).rows() == []
