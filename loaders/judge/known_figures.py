"""What is known already: the shipped figures and those loaded before, for comparison."""

from contextlib import suppress
from functools import cached_property
from pathlib import Path

import polars as pl

from loaders.judge.base_units import amounts
from loaders.judge.kinds.registries import Tools

COLUMNS = ("region_code", "period", "period_basis", "measure", "scope", "value", "unit")
SHIPPED = ("published_statistics.csv", "monthly_bulletins.csv")
POPULATIONS = ("population_resident", "population_registered")


class Reference:
    """Figures known before a file is loaded.

    Attributes:
        tools: The registries.
        lake: The home's lake; it need not exist.
    """

    def __init__(self, tools: Tools, lake: Path) -> None:
        """Reads nothing yet."""
        self.tools = tools
        self.lake = lake

    @cached_property
    def figures(self) -> pl.DataFrame:
        """Answers region_code, period, period_basis, measure, scope and amount in base units."""
        shipped = [
            pl.read_csv(
                self.tools.seeds_dir / "published" / name, columns=list(COLUMNS), infer_schema=False
            ).select(COLUMNS)
            for name in SHIPPED
        ]
        loaded: list[pl.DataFrame] = []
        for path in sorted(self.lake.glob("*/statistics.parquet")):
            with suppress(FileNotFoundError):  # just being replaced by another load
                loaded.append(pl.read_parquet(path, columns=list(COLUMNS), glob=False))
        return (
            pl.concat([*shipped, *loaded])
            .with_columns(amounts(self.tools).alias("amount"))
            .drop("value", "unit")
            .filter(pl.col("amount").is_not_null())
        )

    @cached_property
    def populations(self) -> pl.DataFrame:
        """Answers region_code and the largest population known of it, in persons."""
        return (
            self.figures.filter(pl.col("measure").is_in(POPULATIONS))
            .group_by("region_code")
            .agg(pl.col("amount").max().alias("population"))
            .filter(pl.col("region_code").is_not_null())
        )
