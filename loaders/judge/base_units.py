"""Figures in their base units, for comparing one with another while loading."""

import csv

import polars as pl

from loaders.judge.kinds.registries import Tools


def amounts(tools: Tools) -> pl.Expr:
    """Answers value × the unit's factor, in the measure's base unit; null for an unknown unit."""
    return pl.col("value").cast(pl.Float64, strict=False) * factors(tools)


def factors(tools: Tools) -> pl.Expr:
    """Answers how many of the measure's base units one of a figure's unit is."""
    bases = {code: row["base_unit"] for code, row in tools.measures.items()}
    base = pl.col("measure").replace_strict(bases, default=None, return_dtype=pl.String)
    return pl.concat_str(pl.col("unit"), base, separator="|").replace_strict(
        _factors(tools), default=None, return_dtype=pl.Float64
    )


def _factors(tools: Tools) -> dict[str, float]:
    path = tools.seeds_dir / "reference" / "units.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            f"{row['unit_code']}|{row['base_unit']}": float(row["factor"])
            for row in csv.DictReader(file)
        }
