"""What is impossible: rows that break one of these rules are refused.

The rules are a schema (dataframely): a rule's name is the reason's code.
"""

from datetime import datetime

import dataframely as dy
import polars as pl

from loaders.judge.base_units import amounts
from loaders.judge.kinds.registries import Tools
from loaders.words.columns import DETAIL, LINE, REASONS

ROUNDING = 1e-6


class Figures(dy.Schema):
    """Figures, each beside what it is compared with."""

    row = dy.UInt32()
    first_day = dy.Date(nullable=True)
    vintage = dy.String(nullable=True)
    measure = dy.String(nullable=True)
    amount = dy.Float64(nullable=True)
    is_count = dy.Bool(nullable=True)
    today = dy.Date()
    population = dy.Float64(nullable=True)
    published_date = dy.Date(nullable=True)

    @dy.rule()
    def published_in_future(cls) -> pl.Expr:
        """Nothing has been published on a day that is still to come."""
        return pl.col("published_date") <= pl.col("today")

    @dy.rule()
    def period_in_future(cls) -> pl.Expr:
        """A period that has not begun has a forecast or a quota at most."""
        begun = pl.col("first_day") <= pl.col("today")
        return begun | pl.col("vintage").eq_missing(pl.lit("forecast"))

    @dy.rule()
    def value_not_whole(cls) -> pl.Expr:
        """A number of accidents or persons is whole."""
        part = (pl.col("amount") - pl.col("amount").round()).abs()
        return ~pl.col("is_count") | (part < ROUNDING)

    @dy.rule()
    def more_deaths_than_population(cls) -> pl.Expr:
        """Nowhere die more people than live there."""
        return (pl.col("measure") != "deaths") | (pl.col("amount") <= pl.col("population"))


class Accidents(dy.Schema):
    """Accidents, each beside what it is compared with."""

    row = dy.UInt32()
    occurred_at = dy.Datetime(nullable=True)
    now = dy.Datetime()
    lost = dy.Int64(nullable=True)
    graver_from = dy.Int64(nullable=True)
    population = dy.Float64(nullable=True)
    published_date = dy.Date(nullable=True)
    handling_opened_date = dy.Date(nullable=True)
    handling_closed_date = dy.Date(nullable=True)
    measures_ordered = dy.Int32(nullable=True)
    measures_done = dy.Int32(nullable=True)

    @dy.rule()
    def published_in_future(cls) -> pl.Expr:
        """Nothing has been published on a day that is still to come."""
        return pl.col("published_date") <= pl.col("now").dt.date()

    @dy.rule()
    def occurred_in_future(cls) -> pl.Expr:
        """No accident is reported before it happens."""
        return pl.col("occurred_at") <= pl.col("now")

    @dy.rule()
    def severity_below_deaths(cls) -> pl.Expr:
        """A stated severity is not below what the deaths make it (Decree 493, Art. 3)."""
        return pl.col("lost") < pl.col("graver_from")

    @dy.rule()
    def more_deaths_than_population(cls) -> pl.Expr:
        """Nowhere die more people than live there."""
        return pl.col("lost") <= pl.col("population")

    @dy.rule()
    def handling_before_accident(cls) -> pl.Expr:
        """Nobody watches over the handling of an accident before it happens."""
        first = pl.min_horizontal("handling_opened_date", "handling_closed_date")
        return first >= pl.col("occurred_at").dt.date()

    @dy.rule()
    def handling_closed_before_opened(cls) -> pl.Expr:
        """A handling is closed on the day of its opening at the earliest."""
        return pl.col("handling_opened_date") <= pl.col("handling_closed_date")

    @dy.rule()
    def handling_in_future(cls) -> pl.Expr:
        """What is still to come has not been opened or closed."""
        last = pl.max_horizontal("handling_opened_date", "handling_closed_date")
        return last <= pl.col("now").dt.date()

    @dy.rule()
    def more_measures_done_than_ordered(cls) -> pl.Expr:
        """No more measures are done than have been ordered."""
        return pl.col("measures_done") <= pl.col("measures_ordered")


def judge_figures(judged: pl.DataFrame, tools: Tools, populations: pl.DataFrame) -> pl.DataFrame:
    """Answers figures with the impossible ones named.

    Args:
        judged: Figures with reason_codes and detail.
        tools: The registries and the day.
        populations: region_code and population, in persons.
    """
    counts = [code for code, row in tools.measures.items() if row["measure_kind"] == "count"]
    quotas = [code for code, row in tools.measures.items() if row["measure_kind"] == "quota"]
    compared = _numbered(judged, populations).select(
        "row",
        pl.when(~pl.col("measure").is_in(quotas)).then(_first_day()).alias("first_day"),
        "vintage",
        "measure",
        amounts(tools).alias("amount"),
        pl.col("measure").is_in(counts).alias("is_count"),
        pl.lit(tools.today).alias("today"),
        "population",
        "published_date",
    )
    return _named(judged, compared, Figures)


def judge_accidents(judged: pl.DataFrame, tools: Tools, populations: pl.DataFrame) -> pl.DataFrame:
    """Answers accidents with the impossible ones named; arguments as of judge_figures."""
    graver_from = _graver_from(tools)
    end_of_today = datetime.combine(tools.today, datetime.max.time())
    compared = _numbered(judged, populations).select(
        "row",
        "occurred_at",
        pl.lit(end_of_today).cast(pl.Datetime("us")).alias("now"),
        pl.sum_horizontal(pl.col("deaths", "missing").cast(pl.Int64)).alias("lost"),
        pl.col("severity")
        .replace_strict(
            list(graver_from), list(graver_from.values()), default=None, return_dtype=pl.Int64
        )
        .alias("graver_from"),
        "population",
        "published_date",
        "handling_opened_date",
        "handling_closed_date",
        "measures_ordered",
        "measures_done",
    )
    return _named(judged, compared, Accidents)


def _graver_from(tools: Tools) -> dict[str, int | None]:
    """Answers for each severity the number of deaths at which the next one begins."""
    rows = sorted(
        tools.registry("reference/severities.csv", "severity_code").values(),
        key=lambda row: int(row["sort_order"]),
    )
    begins = [int(row["deaths_from"]) for row in rows]
    ends = dict(zip(sorted(begins), [*sorted(begins)[1:], None], strict=True))
    return {row["severity_code"]: ends[int(row["deaths_from"])] for row in rows}


def _first_day() -> pl.Expr:
    """Answers the first day of a canonical period; of a cumulative one, its last month's."""
    period = pl.col("period")
    quarter = period.str.extract(r"^\d{4}-Q([1-4])$").cast(pl.Int32) * 3 - 2
    month = period.str.extract(r"^\d{4}-(\d\d)$").cast(pl.Int32)
    return pl.date(period.str.head(4).cast(pl.Int32), pl.coalesce(quarter, month, 1), 1)


def _numbered(judged: pl.DataFrame, populations: pl.DataFrame) -> pl.DataFrame:
    numbered = judged.with_row_index("row")
    return numbered.join(populations, on="region_code", how="left", maintain_order="left")


def _named(judged: pl.DataFrame, compared: pl.DataFrame, schema: type[dy.Schema]) -> pl.DataFrame:
    """Answers the rows with the rules they break beside the reasons they already have."""
    _possible, failures = schema.filter(compared)
    if not len(failures):
        return judged
    details = failures.details()
    rules = [name for name in details.columns if name not in compared.columns]
    broken = details.select(
        "row",
        pl.concat_str(
            [pl.when(pl.col(rule) == "invalid").then(pl.lit(rule)) for rule in rules],
            separator="|",
            ignore_nulls=True,
        ).alias("broken"),
    )
    return (
        judged.with_row_index("row")
        .join(broken, on="row", how="left", maintain_order="left")
        .with_columns(
            pl.concat_str(REASONS, "broken", separator="|", ignore_nulls=True)
            .replace("", None)
            .alias(REASONS),
            _with_empty_lines().alias(DETAIL),
        )
        .drop("row", "broken")
    )


def _with_empty_lines() -> pl.Expr:
    """Answers the details with an empty line for each rule broken: a rule says it all."""
    count = pl.col("broken").str.count_matches("|", literal=True) + 1
    lines = pl.lit(LINE).repeat_by(count - 1).list.join("")
    return (
        pl.when(pl.col("broken").is_null())
        .then(DETAIL)
        .otherwise(pl.concat_str(DETAIL, lines, separator=LINE, ignore_nulls=True))
    )
