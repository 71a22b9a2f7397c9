"""Files to load, of any size: a register of accidents.

    python -m benchmarks.made_files csv|csv-with-faults|xlsx FILE ROWS

It is a program of its own, so that making the file leaves nothing behind in what is measured.
"""

import sys
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl
import xlsxwriter

BATCH_ROWS: Final = 500_000
SCOPES: Final = ["production", "fire", "coal"]
REGIONS: Final = ["330402", "330411", "330421", "330424", "330481", "330482", "330483"]
TYPES: Final = ["高处坠落", "触电", "坍塌", "火灾", "淹溺"]
FIRST_DAY: Final = datetime.fromisoformat("2011-01-01T00:00")
MINUTES: Final = 60 * 24 * 365 * 10
# One row in so many has a number of deaths that is none; one in ten times as many has the
# accident's number of another one, and so contradicts it.
FAULT_EVERY: Final = 1_000

HEADINGS: Final = [
    *("事故编号", "发生时间", "地区代码", "事故范围", "行业", "事故类型"),
    *("死亡人数", "失踪人数", "重伤人数", "轻伤人数", "直接经济损失", "损失单位"),
    *("是否生产安全事故", "事故概况", "发布日期", "来源标题"),
]


def write_csv(path: Path, rows: int, *, has_faults: bool = False) -> None:
    """Writes accidents in ten columns, about 65 bytes each.

    Args:
        path: The file.
        rows: How many accidents.
        has_faults: Whether some rows must be refused.
    """
    with path.open("wb") as file:
        for first in range(0, rows, BATCH_ROWS):
            batch = accidents(first, min(BATCH_ROWS, rows - first))
            if has_faults:
                batch = batch.with_columns(_faults())
            batch.drop("number").write_csv(file, include_header=first == 0)


def accidents(first: int, rows: int) -> pl.DataFrame:
    """Answers accidents from a number on, the same each time."""
    number = pl.int_range(first, first + rows, dtype=pl.Int64).alias("number")
    day = pl.lit(FIRST_DAY) + pl.duration(minutes=(pl.col("number") * 7_919) % MINUTES)
    return pl.select(number).select(
        "number",
        (pl.col("number") + 1_000_000).cast(pl.String).alias("accident_id"),
        day.dt.strftime("%Y-%m-%d %H:%M").alias("occurred_at"),
        _one_of(REGIONS).alias("region_code"),
        _one_of(SCOPES).alias("scope"),
        _one_of(list("CEFGA")).alias("industry"),
        _one_of(TYPES).alias("accident_type"),
        (pl.col("number") % 3).cast(pl.String).alias("deaths"),
        (pl.col("number") % 5).alias("serious_injuries"),
        (pl.col("number") * 37 % 100_000 / 100).alias("direct_loss"),
        pl.lit("万元").alias("direct_loss_unit"),
    )


def _one_of(texts: list[str]) -> pl.Expr:
    return pl.lit(pl.Series(texts)).gather(pl.col("number") % len(texts))


def _faults() -> list[pl.Expr]:
    number = pl.col("number")
    return [
        pl.when(number % FAULT_EVERY == 0)
        .then(pl.lit("三五人"))
        .otherwise("deaths")
        .alias("deaths"),
        pl.when(number % (10 * FAULT_EVERY) == 1)
        .then((number + 1_000_001).cast(pl.String))
        .otherwise("accident_id")
        .alias("accident_id"),
    ]


def write_workbook(path: Path, rows: int) -> None:
    """Writes accidents as a clerk's register of sixteen columns: texts and numbers."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("事故登记")
        sheet.write_row(0, 0, HEADINGS)
        for at, row in enumerate(accidents(0, rows).iter_rows(named=True)):
            cells = (
                row["accident_id"],
                row["occurred_at"],
                row["region_code"],
                "生产安全事故",
                row["industry"],
                row["accident_type"],
                int(row["deaths"]),
                0,
                row["serious_injuries"],
                at % 7,
                row["direct_loss"],
                "万元",
                "是",
                "某企业作业人员在作业时发生事故",
                "2022-01-10",
                "事故台账",
            )
            sheet.write_row(at + 1, 0, cells)


if __name__ == "__main__":
    kind, target, wanted = sys.argv[1:]
    if kind == "xlsx":
        write_workbook(Path(target), int(wanted))
    else:
        write_csv(Path(target), int(wanted), has_faults=kind == "csv-with-faults")
