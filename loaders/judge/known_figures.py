"""What is known already: the shipped figures and those loaded before, for comparison."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

import polars as pl

from loaders.judge.base_units import amounts
from loaders.judge.kinds.registries import Tools
from loaders.judge.known_readings import TOLD
from loaders.lake.reading import read_rows

COLUMNS = (
    *("region_code", "period", "period_basis", "measure", "scope"),
    *TOLD,
)
SHIPPED = (
    *("published_statistics", "monthly_bulletins", "panel_figures", "panel_population_vehicles"),
    *("more_figures", "more_gdp_index_1978_nation"),
)
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
        """Answers the figures, amount in base units, with what each reading of one tells.

        Columns are those of COLUMNS, amount, at_hand (the day on which it was there) and
        is_shipped; files loaded last come last.
        """
        return (
            pl.concat([*self._shipped(), *self._loaded()])
            .with_columns(amounts(self.tools).alias("amount"))
            .filter(pl.col("amount").is_not_null())
        )

    def _shipped(self) -> Iterator[pl.DataFrame]:
        compiled = self.tools.registry("published/shipped_files.csv", "seed_name")
        for name in SHIPPED:
            rows = pl.read_csv(
                self.tools.seeds_dir / "published" / f"{name}.csv",
                columns=list(COLUMNS),
                infer_schema=False,
            )
            day = date.fromisoformat(compiled[name]["compiled_date"])
            yield self._in_codes(rows.select(COLUMNS)).with_columns(
                pl.col("published_date").str.to_date(strict=False),
                at_hand=pl.lit(day),
                is_shipped=pl.lit(value=True),
            )

    def _in_codes(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Answers shipped rows, which are as printed, with the codes of measures and units."""
        words = self.tools.vocabulary
        named = rows.select("measure", "unit").unique()
        read = [(words.read_measure(measure, unit).value, unit) for measure, unit in named.rows()]
        units = [
            words.read_unit(unit or "", words.base_unit_of(found.code)).value if found else None
            for found, unit in read
        ]
        codes = pl.Series([found.code if found else None for found, _unit in read], dtype=pl.String)
        coded = named.with_columns(codes.alias("code"), pl.Series("unit_code", units, pl.String))
        keys = ["measure", "unit"]
        joined = rows.join(coded, on=keys, how="left", nulls_equal=True, maintain_order="left")
        return joined.with_columns(measure="code", unit="unit_code").select(rows.columns)

    def _loaded(self) -> list[pl.DataFrame]:
        loaded: list[tuple[int, datetime, pl.DataFrame]] = []
        for path in sorted(self.lake.glob("*/statistics.parquet")):
            with suppress(FileNotFoundError):  # just being replaced by another load
                rows = read_rows(path, list(COLUMNS))
                outcome = read_rows(path.with_name("outcome.parquet"))
                if not outcome.height:  # what a build lays beside, for the columns' sake
                    continue
                told = outcome.row(0, named=True)
                at_hand = told["loaded_at"].replace(tzinfo=UTC).astimezone().date()
                said = rows.select(COLUMNS).with_columns(
                    at_hand=pl.lit(at_hand), is_shipped=pl.lit(value=False)
                )
                loaded.append((told.get("load_number") or 0, told["loaded_at"], said))
        return [rows for *_turn, rows in sorted(loaded, key=lambda load: load[:2])]

    @cached_property
    def populations(self) -> pl.DataFrame:
        """Answers region_code and the largest population known of it, in persons."""
        return (
            self.figures.filter(pl.col("measure").is_in(POPULATIONS))
            .group_by("region_code")
            .agg(pl.col("amount").max().alias("population"))
            .filter(pl.col("region_code").is_not_null())
        )
