"""Files to load, of any size: a register of accidents; and a lake of such registers.

    python -m benchmarks.made_files csv|csv-with-faults|xlsx FILE ROWS
    python -m benchmarks.made_files lake FOLDER ACCIDENTS

It is a program of its own, so that making the file leaves nothing behind in what is measured.
"""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import polars as pl
import xlsxwriter

from loaders.bytes.documents import BATCH_ROWS as BATCH_LOADED
from loaders.lake.schemas import LAKE, conform
from loaders.lake.writing import RowWriter

BATCH_ROWS: Final = 500_000
SCOPES: Final = ["production", "fire", "coal"]
REGIONS: Final = ["330402", "330411", "330421", "330424", "330481", "330482", "330483"]
TYPES: Final = ["高处坠落", "触电", "坍塌", "火灾", "淹溺"]
FIRST_DAY: Final = datetime.fromisoformat("2011-01-01T00:00")
MINUTES: Final = 60 * 24 * 365 * 10
# One row in so many has a number of deaths that is none; one in ten times as many has the
# accident's number of another one, and so contradicts it.
FAULT_EVERY: Final = 1_000
# A lake of so many registers. Of each register one accident in so many stands in the next one too:
# published later, on the same day or on no day, in turn.
REGISTERS: Final = 10
REPEATED_EVERY: Final = 100
FIRST_PUBLISHED: Final = date(2021, 3, 1)
FIRST_LOADED: Final = datetime.fromisoformat("2021-03-02T08:00")
# In codes, as a load writes them, and in a city of whose accidents nothing is printed.
TYPE_CODES: Final = ["09", "05", "10", "08", "06"]
COVERED_REGIONS: Final = ["330802", "330803", "330821", "330822", "330824", "330825", "330881"]
COVERED: Final[dict[str, object]] = {
    "row_number": 0,
    "covers_region": "330800",
    "covers_from": date(2011, 1, 1),
    "covers_to": date(2020, 12, 31),
}

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


def write_lake(lake: Path, rows: int) -> None:
    """Lays registers into a lake as loads would have left them; the first is declared complete.

    Args:
        lake: The lake.
        rows: How many accidents, a multiple of the number of registers. There are more readings
            of them: see REPEATED_EVERY.
    """
    size = rows // REGISTERS
    for place in range(REGISTERS):
        folder = lake / f"{place + 1:064x}"
        folder.mkdir(parents=True)
        with RowWriter(folder / "accidents.parquet", LAKE["accidents"]) as writer:
            for first in range(place * size, (place + 1) * size, BATCH_LOADED):
                batch = accidents(first, min(BATCH_LOADED, (place + 1) * size - first))
                writer.write(_as_laid(batch, place, pl.lit(FIRST_PUBLISHED), first - place * size))
            if place:
                before = accidents((place - 1) * size, size)
                repeated = before.filter(pl.col("number") % REPEATED_EVERY == 0)
                turn = pl.col("number") // REPEATED_EVERY % 3
                day = (
                    pl.when(turn == 0)
                    .then(pl.lit(FIRST_PUBLISHED + timedelta(days=1)))
                    .when(turn == 1)
                    .then(pl.lit(FIRST_PUBLISHED))
                )
                writer.write(_as_laid(repeated, place, day, size))
        _lay(folder, "outcome", _outcome(place, writer.rows))
    _lay(lake / f"{1:064x}", "coverage", COVERED)


def _as_laid(batch: pl.DataFrame, place: int, day: pl.Expr, above: int) -> pl.DataFrame:
    """Answers accidents as rows of a register below so many others."""
    laid = batch.with_row_index("row_number", offset=above + 2).with_columns(
        pl.lit(f"{place + 1:064x}").alias("file_sha256"),
        pl.col("occurred_at").str.to_datetime("%Y-%m-%d %H:%M"),
        pl.col("region_code").replace_strict(dict(zip(REGIONS, COVERED_REGIONS, strict=True))),
        pl.col("accident_type").replace_strict(dict(zip(TYPES, TYPE_CODES, strict=True))),
        day.alias("published_date"),
    )
    schema = LAKE["accidents"]
    missing = [pl.lit(None).alias(name) for name in schema.keys() - set(laid.columns)]
    return conform(laid.with_columns(missing), schema)


def _outcome(place: int, rows: int) -> dict[str, object]:
    return {
        "file_name": f"register-{place + 1}.csv",
        "kind": "accidents",
        "layout": "accidents",
        "status": "accepted",
        "loaded_at": FIRST_LOADED + timedelta(hours=place),
        "rows_refused": 0,
        "rows_duplicate": 0,
        "rows_ignored": 0,
        **dict.fromkeys(("rows_read", "rows_accepted", "records"), rows),
    }


def _lay(folder: Path, kind: str, row: dict[str, object]) -> None:
    laid = pl.DataFrame([{"file_sha256": folder.name, **row}], schema=LAKE[kind])
    laid.write_parquet(folder / f"{kind}.parquet")


if __name__ == "__main__":
    kind, target, wanted = sys.argv[1:]
    if kind == "lake":
        write_lake(Path(target), int(wanted))
    elif kind == "xlsx":
        write_workbook(Path(target), int(wanted))
    else:
        write_csv(Path(target), int(wanted), has_faults=kind == "csv-with-faults")
