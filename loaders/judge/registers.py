"""What a register of accidents lacks before anything can be counted from it.

A count from records needs one declaration, which says of which place, which time and which
accidents the register is complete, and accidents that tell where they belong.
"""

from pathlib import Path
from typing import Final

import polars as pl

Lacks = dict[str, list[str]]

NO_COVERAGE: Final = "register_without_coverage"
NO_SCOPE: Final = "register_without_scope"
REFUSED: Final = "register_with_refused_rows"
NO_COUNTY: Final = "register_without_counties"
NO_INDUSTRY: Final = "register_without_industries"
PRODUCTION, ALL_KINDS = "production", "all_kinds"


def lacks(accidents: Path, coverage: pl.DataFrame, rows_refused: int) -> Lacks:
    """Answers what a register lacks, by the code of a remark, with how many or which.

    Args:
        accidents: The file of accepted accidents; it need not exist.
        coverage: What the register declares.
        rows_refused: How many of its rows were refused.
    """
    if not accidents.is_file():
        return {}
    rows = pl.scan_parquet(accidents, glob=False)
    if not coverage.height:
        return {NO_COVERAGE: [_number(rows)]}
    found: Lacks = {}
    if rows_refused:
        found[REFUSED] = [str(rows_refused)]
    if coverage["covers_scope"].null_count():
        found[NO_SCOPE] = _scopes(rows)
    alone = rows.filter(pl.col("region_code").is_in(coverage["covers_region"].unique().to_list()))
    by_flag = pl.col("scope").is_null() | (pl.col("scope") == ALL_KINDS)
    of_production = pl.when(by_flag).then("is_production").otherwise(pl.col("scope") == PRODUCTION)
    silent = rows.filter(of_production & pl.col("industry").is_null())
    for code, those in ((NO_COUNTY, alone), (NO_INDUSTRY, silent)):
        number = _number(those)
        if number != "0":
            found[code] = [number]
    return found


def _number(rows: pl.LazyFrame) -> str:
    return str(rows.select(pl.len()).collect().item())


def _scopes(rows: pl.LazyFrame) -> list[str]:
    """Answers the scopes that occur, as the models read them where a row names none."""
    by_flag = pl.when("is_production").then(pl.lit(PRODUCTION)).otherwise(pl.lit(ALL_KINDS))
    found = rows.select(pl.col("scope").fill_null(by_flag).unique().sort()).collect()
    return found.to_series().to_list()
