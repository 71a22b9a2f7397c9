"""Figures and targets to load: the shipped ones, told once more of other regions.

    python -m benchmarks.made_figures FIGURES.csv ROWS TARGETS.csv ROWS

It is a program of its own, so that making the files leaves nothing behind in what is measured.
"""

import sys
from pathlib import Path
from typing import Final

import polars as pl

from warehouse.ground.project_files import SEEDS_DIR

PUBLISHED: Final = ("published_statistics", "monthly_bulletins")
MARK: Final = "模拟数据"
# A few shipped regions tell much and most tell little, so a copy gathers them in this many
# groups, each told of one region: no figure of it is then told twice.
GROUPS: Final = 22
FIGURE: Final = ("period", "period_basis", "measure", "scope")
# The oldest figures are of this year: a region must have had its code ever since.
SINCE: Final = "2004"


def write_figures(path: Path, rows: int) -> None:
    """Writes simulated figures, the same each time, as a statistics file.

    Args:
        path: The file.
        rows: How many: as many copies of those published as it takes, the last one cut short.
    """
    shipped = published()
    title = pl.format("{}：{}", pl.lit(MARK), "source_title").alias("source_title")
    told = shipped.join(_groups(shipped), on="region_name", maintain_order="left").with_columns(
        title
    )
    _copies(told, rows).drop("row_number", "copy").write_csv(path)


def write_targets(path: Path, rows: int) -> None:
    """Writes simulated targets, the same each time: those of the shipped plans in other regions.

    Args:
        path: The file.
        rows: How many: as many copies of the plans as it takes, the last one cut short.
    """
    shipped = pl.read_csv(SEEDS_DIR / "plans" / "plan_targets.csv", infer_schema=False)
    told = shipped.join(_groups(published()), on="region_name", maintain_order="left")
    codes = [
        pl.format("simulated-{}-{}", "copy", code).alias(code)
        for code in ("plan_code", "target_code")
    ]
    marked = _copies(told, rows).with_columns(*codes, pl.lit(MARK).alias("notes"))
    marked.drop("copy").write_csv(path)


def published() -> pl.DataFrame:
    """Answers the shipped figures that are told once more: not the panel of all provinces."""
    files = [SEEDS_DIR / "published" / f"{name}.csv" for name in PUBLISHED]
    return pl.concat([pl.read_csv(file, infer_schema=False) for file in files])


def _told_by_any() -> pl.DataFrame:
    """Answers the regions of all shipped figures, so that none is told of twice."""
    listed = pl.read_csv(SEEDS_DIR / "published" / "shipped_files.csv", infer_schema=False)
    files = [SEEDS_DIR.parent / name for name in listed["file_name"]]
    columns = [pl.scan_csv(file, infer_schema=False) for file in files]
    with_regions = [each for each in columns if "region_code" in each.collect_schema()]
    return pl.concat([each.select("region_code") for each in with_regions]).collect()


def _groups(published: pl.DataFrame) -> pl.DataFrame:
    """Answers the group of each shipped region: of those that tell nothing it tells, the least."""
    told = {
        str(name): set(rows.select(FIGURE).rows())
        for (name,), rows in published.group_by("region_name", maintain_order=True)
    }
    gathered: list[set[tuple[object, ...]]] = [set() for _ in range(GROUPS)]
    groups = {}
    for name in sorted(told, key=lambda each: -len(told[each])):
        group = min(
            range(GROUPS),
            key=lambda each: (len(gathered[each] & told[name]), len(gathered[each])),
        )
        gathered[group] |= told[name]
        groups[name] = group
    return pl.DataFrame({"region_name": list(groups), "group": list(groups.values())})


def _copies(told: pl.DataFrame, rows: int) -> pl.DataFrame:
    """Answers copies of rows, each of them of other regions, under their codes and names."""
    copies = pl.DataFrame({"copy": range(-(-rows // len(told)))})
    place = pl.col("copy") * GROUPS + pl.col("group")
    return (
        copies.join(
            told.drop("region_code", "region_name"), how="cross", maintain_order="left_right"
        )
        .head(rows)
        .with_columns(place.alias("place"))
        .join(_regions(), on="place", maintain_order="left")
        .drop("place", "group")
    )


def _regions() -> pl.DataFrame:
    """Answers regions that nothing is published of, prefectures first and spread over China."""
    regions = pl.read_csv(SEEDS_DIR / "reference" / "regions.csv", infer_schema=False)
    shipped = _told_by_any()["region_code"].drop_nulls().unique()
    return (
        regions.filter(
            pl.col("valid_to").is_null(),
            pl.col("valid_from") < SINCE,
            pl.col("region_level").is_in(["prefecture", "county"]),
            ~pl.col("region_code").is_in(shipped.implode()),
        )
        .sort(pl.col("region_code").str.reverse())
        .select("region_code", "region_name")
        .with_row_index("place")
        .with_columns(pl.col("place").cast(pl.Int64))
    )


if __name__ == "__main__":
    figures, figure_rows, targets, target_rows = sys.argv[1:]
    write_figures(Path(figures), int(figure_rows))
    write_targets(Path(targets), int(target_rows))
