"""What is improbable: figures that are accepted, with a warning.

The limits are rows of seeds/reference/plausible_ratios.csv; they find slips such as 万 for 亿, and
are not a statement about what may happen.
"""

from typing import Final

import polars as pl

from loaders.judge import perhaps_cumulated
from loaders.judge.base_units import amounts
from loaders.judge.kinds.registries import Tools
from loaders.judge.known_figures import Reference
from loaders.judge.known_readings import FIGURE, TOLD, differing
from loaders.words.columns import DETAIL, FLAGS, LINE, REASONS

MANY: Final = 10
SHARE_KIND: Final = "share"
YEAR: Final = r"^\d{4}$"
# Counts below this jump tenfold from year to year by chance.
LARGE_COUNT: Final = 100


def find(rows: pl.DataFrame, tools: Tools, reference: Reference) -> pl.DataFrame:
    """Answers accepted figures that give to think.

    Args:
        rows: Accepted figures, as in loaders.lake.schemas.STATISTICS.
        tools: The registries.
        reference: The figures known before.

    Returns:
        sheet_name, row_number, cell, reason_codes and detail, one row a figure.
    """
    counted = rows.with_row_index("row").with_columns(amounts(tools).alias("amount"))
    told = _compared(counted).select("row", *FIGURE, "amount", *TOLD)
    new = told.select("row", *FIGURE, "amount", "value", "unit")
    readings = _compared(reference.figures)
    known = readings.select(*FIGURE, "amount")
    both = pl.concat([known, new.select(known.columns)]).filter(pl.col("amount").is_not_null())
    names = {code: row["measure_name"] for code, row in tools.measures.items()}
    ratios = _ratios(tools)
    found = pl.concat(
        [
            _flagged(rows.with_row_index("row")),
            _against_last_vintage(new, known),
            _against_neighbours(new, both, tools),
            _out_of_range(new, ratios, names),
            _ratios_out_of_range(new, both, ratios, names),
            _ratios_out_of_range(both, new, ratios, names),
            perhaps_cumulated.find(counted, tools.measures),
            _fractions(new, tools),
            differing(told.drop("amount"), readings.drop("amount"), tools),
        ]
    )
    gathered = (
        found.unique(maintain_order=True)
        .group_by("row", maintain_order=True)
        .agg(pl.col(REASONS).str.join("|"), pl.col(DETAIL).str.join(LINE))
    )
    places = rows.with_row_index("row").select("row", "sheet_name", "row_number", "cell")
    return places.join(gathered, on="row", maintain_order="left").drop("row")


def _compared(figures: pl.DataFrame) -> pl.DataFrame:
    """Answers figures whose basis and scope can be compared: a stock at year end is the year's."""
    is_year = pl.col("period").str.contains(YEAR)
    return figures.with_columns(
        pl.when(is_year).then(pl.lit("year")).otherwise("period_basis").alias("basis"),
        pl.col("scope").fill_null("none"),
    )


def _told(found: pl.DataFrame, reason: str | pl.Expr, detail: pl.Expr) -> pl.DataFrame:
    code = pl.lit(reason) if isinstance(reason, str) else reason
    return found.select(
        pl.col("row").cast(pl.UInt32), code.alias(REASONS), detail.cast(pl.String).alias(DETAIL)
    )


def _flagged(rows: pl.DataFrame) -> pl.DataFrame:
    about_value = rows.filter(pl.col(FLAGS).str.contains("value:", literal=True))
    unknown_name = rows.filter(pl.col(FLAGS).str.contains("region_name_unknown", literal=True))
    return pl.concat(
        [
            _told(about_value, "value_is_approximate", pl.col("value")),
            _told(unknown_name, "region_name_unknown", pl.col("region_name")),
        ]
    )


def _times(larger: str, smaller: str) -> pl.Expr:
    """Answers how many times as large one amount is as the other, at least 1."""
    ratio = pl.col(larger) / pl.col(smaller)
    return pl.max_horizontal(ratio, 1 / ratio)


def _against_last_vintage(new: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    last = known.group_by(FIGURE).agg(pl.col("amount").last().alias("before"))
    found = new.join(last, on=list(FIGURE), nulls_equal=True).filter(
        (_times("amount", "before") >= MANY)
        & (pl.max_horizontal("amount", "before") >= MANY)
        & (pl.min_horizontal("amount", "before") > 0)
    )
    return _told(
        found,
        "ten_times_last_vintage",
        pl.format("{} / {}", _shown("amount"), _shown("before")),
    )


def _against_neighbours(new: pl.DataFrame, both: pl.DataFrame, tools: Tools) -> pl.DataFrame:
    """Answers annual figures ten times as large, or small, as the year before or after."""
    counts = [
        code
        for code, row in tools.measures.items()
        if row["measure_kind"] in {"count", "quota"} or code == "direct_loss"
    ]
    annual = pl.col("period").str.contains(YEAR) & (pl.col("amount") > 0)
    year = pl.col("period").cast(pl.Int32, strict=False)
    here = new.filter(annual).with_columns(year.alias("year"))
    others = both.filter(annual).with_columns(year.alias("there"))
    near = pl.concat(
        [here.with_columns((pl.col("year") + step).alias("there")) for step in (-1, 1)]
    )
    key = ["region_code", "measure", "scope", "basis", "there"]
    found = (
        near.join(others.group_by(key).agg(pl.col("amount").median().alias("neighbour")), on=key)
        .filter(_times("amount", "neighbour") >= MANY)
        .filter(
            ~pl.col("measure").is_in(counts)
            | (pl.min_horizontal("amount", "neighbour") >= LARGE_COUNT)
        )
    )
    return _told(
        found,
        "far_from_neighbouring_year",
        pl.format("{}: {}", pl.col("there"), _shown("neighbour")),
    )


def _fractions(new: pl.DataFrame, tools: Tools) -> pl.DataFrame:
    """Answers shares of at most 1 %: 0.95 under % is likely to be 95 %."""
    shares = [code for code, row in tools.measures.items() if row["measure_kind"] == SHARE_KIND]
    is_small = (pl.col("amount") > 0) & (pl.col("amount") <= 1)
    found = new.filter(pl.col("measure").is_in(shares) & is_small & (pl.col("unit") == "%"))
    hundredfold = (100 * pl.col("amount")).round_sig_figs(6)
    return _told(found, "share_like_a_fraction", pl.format("{} → {} ?", "value", hundredfold))


def _ratios(tools: Tools) -> pl.DataFrame:
    path = tools.seeds_dir / "reference" / "plausible_ratios.csv"
    return pl.read_csv(path, infer_schema=False).with_columns(
        pl.col("lowest", "highest").cast(pl.Float64)
    )


def _outside(value: pl.Expr) -> pl.Expr:
    return (value != 0) & ((value < pl.col("lowest")) | (value > pl.col("highest")))


def _out_of_range(new: pl.DataFrame, ratios: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """Answers figures that are improbable by themselves, such as printed rates."""
    alone = ratios.filter(pl.col("denominator_measure").is_null())
    found = new.join(alone, left_on="measure", right_on="numerator_measure").filter(
        _outside(pl.col("amount"))
    )
    detail = pl.format("{} {}…{}", _named("measure", names), _shown("lowest"), _shown("highest"))
    return _told(found, pl.col("reason_code"), detail)


def _ratios_out_of_range(
    numerators: pl.DataFrame,
    denominators: pl.DataFrame,
    ratios: pl.DataFrame,
    names: dict[str, str],
) -> pl.DataFrame:
    """Answers figures whose ratio to another of the same region and period is improbable.

    The row told is the one of the two that is new: the side that has a row.
    """
    place = ["region_code", "period", "basis"]
    upper = numerators.join(
        ratios.filter(pl.col("denominator_measure").is_not_null()),
        left_on="measure",
        right_on="numerator_measure",
    ).filter(pl.col("numerator_scope").is_null() | (pl.col("numerator_scope") == pl.col("scope")))
    same = pl.when(pl.col("numerator_scope").is_null()).then("scope").otherwise("denominator_scope")
    scopeless = pl.col("denominator_measure").str.contains(
        r"^(gdp|population|employed|motor|civil)"
    )
    upper = upper.with_columns(
        pl.when(scopeless).then(pl.lit("none")).otherwise(same).alias("wanted_scope")
    )
    lower = denominators.select(
        *place,
        pl.col("measure").alias("denominator_measure"),
        pl.col("scope").alias("wanted_scope"),
        pl.col("amount").alias("below"),
        *([pl.col("row").alias("row_below")] if "row" in denominators.columns else []),
    )
    found = upper.join(lower, on=[*place, "denominator_measure", "wanted_scope"]).filter(
        (pl.col("below") > 0) & _outside(pl.col("amount") / pl.col("below"))
    )
    if "row" not in numerators.columns:
        found = found.with_columns(pl.col("row_below").alias("row"))
    detail = pl.format(
        "{} / {}: {}",
        _named("measure", names),
        _named("denominator_measure", names),
        (pl.col("amount") / pl.col("below")).round_sig_figs(3),
    )
    return _told(found, pl.col("reason_code"), detail)


def _named(column: str, names: dict[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(names, default=pl.col(column))


def _shown(column: str) -> pl.Expr:
    return pl.col(column).round_sig_figs(6).cast(pl.String)
