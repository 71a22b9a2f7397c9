"""Frames into charts: one theme, one way of showing intervals, provisional and printed values."""

from dataclasses import dataclass

import altair as alt
import polars as pl

from app.base.words import Words
from app.figure.layering import Layers, layered
from app.figure.theme import HUES, INK, INK_ON_TILE, PALE

TREND_HEIGHT = 340
NUMBERS = "①②③④⑤"
ROW_HEIGHT = 24


@dataclass(frozen=True)
class Around:
    """What stands around values over time.

    Attributes:
        breaks: One row per break between the periods: when (date), year (where it stands among
            the years, a float) and reason.
        paths: One row per target and year of its path, with year, value, target (equal along a
            path) and said (at its end the value to reach, else null); empty unless all is annual.
    """

    breaks: pl.DataFrame
    paths: pl.DataFrame


def trend(
    points: pl.DataFrame, around: Around, *, unit: str, decimals: int, words: Words
) -> Layers:
    """Draws values over time with their 95 % interval, a line only between neighbouring periods.

    Where a series breaks stands a vertical rule, and no line crosses it. Paths to the targets of
    the region asked about are dashed, with the value to reach at their end. Of several regions each
    has a number at the end of every stretch, so that colours are not needed to tell them apart.

    Args:
        points: One row per region and period: region (name), place (0 for the region asked
            about), when (date), year (integer), period (as people say it), computed, lower, upper,
            printed (floats or null), is_provisional, is_annual, is_cumulative and continues
            (booleans; continues where a line may come from the period before).
        around: Breaks and paths.
        unit: Unit of the values, the title of their axis.
        decimals: Digits after the point.
        words: The words of the page.
    """
    frame = points.with_columns(shown=pl.coalesce("computed", "printed"))
    regions = frame.sort("place")["region"].unique(maintain_order=True).to_list()
    colour = alt.Color(
        "region:N", scale=alt.Scale(domain=regions, range=HUES[: len(regions)]), legend=None
    )
    when = _when(frame, around.paths, words)
    tips = [
        alt.Tooltip("region:N", title=words("column_region")),
        alt.Tooltip("period:N", title=words("column_period")),
        alt.Tooltip("computed:Q", title=words("column_value"), format=f",.{decimals}f"),
        alt.Tooltip("lower:Q", title=words("column_lower"), format=f",.{decimals}f"),
        alt.Tooltip("upper:Q", title=words("column_upper"), format=f",.{decimals}f"),
        alt.Tooltip("printed:Q", title=words("column_printed"), format=","),
    ]
    axis = alt.Axis(titleAngle=0, titleAlign="left", titleY=-12, titleX=0, tickCount=5)
    value = alt.Y("computed:Q", title=unit, scale=alt.Scale(zero=True, nice=True), axis=axis)
    lower = alt.Y("lower:Q", title=unit)
    calculated = alt.Chart(_lines(frame)).encode(x=when, color=colour)
    band = calculated.mark_area(opacity=0.15).encode(
        y=lower, y2=alt.Y2("upper:Q"), detail=alt.Detail("line:N")
    )
    whisker = calculated.mark_rule(strokeWidth=1.5, opacity=0.6).encode(
        y=lower, y2=alt.Y2("upper:Q")
    )
    line = calculated.mark_line(strokeWidth=2.5).encode(y=value, detail=alt.Detail("line:N"))
    point = calculated.mark_point(size=70, strokeWidth=2, opacity=1).encode(
        y=value,
        fill=alt.condition("datum.is_provisional", alt.value("white"), colour),
        tooltip=tips,
    )
    printed = (
        alt.Chart(frame.filter(pl.col("printed").is_not_null()))
        .mark_point(shape="diamond", size=110, strokeWidth=1.5, opacity=1)
        .encode(x=when, y=alt.Y("printed:Q", title=unit), color=colour, tooltip=tips)
    )
    named = alt.Chart(_ends(frame)).encode(
        x=when, y=alt.Y("shown:Q", title=unit), text=alt.Text("said:N"), color=colour
    )
    last = named.transform_filter("datum.is_last")
    label = last.mark_text(align="left", dx=10, fontWeight="bold")
    # a path that begins at the last value passes behind its name
    ground = last.mark_text(
        align="left", dx=10, fontWeight="bold", stroke="white", strokeWidth=5, aria=False
    )
    number = named.transform_filter("!datum.is_last").mark_text(
        dx=11, dy=alt.ExprRef("datum.is_below ? 13 : -10"), fontSize=13
    )
    rule = alt.Chart(around.breaks).encode(x=when)
    broken = rule.mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=INK)
    # a thin rule is hard to meet: its reason hangs on a broad one that is not seen
    met = rule.mark_rule(strokeWidth=15, opacity=0).encode(
        tooltip=alt.Tooltip("reason:N", title=words("mark_break"))
    )
    # an empty layer would be a picture without a name to a screen reader
    rules = [broken, met] if around.breaks.height else []
    ways, ends = _paths(around.paths, when, unit)
    drawn = (line, printed, point, *ends, label, number)
    layers = (band, whisker, *rules, *ways, ground, *drawn)
    padding = {"left": 5, "top": 8, "right": 96, "bottom": 5}
    return layered(*layers, height=TREND_HEIGHT, padding=padding)


def coverage(cells: pl.DataFrame, *, rows_title: str, words: Words) -> Layers:
    """Draws which years are covered: a row per region or measure, a column per year.

    Args:
        cells: One row per cell: row (name), order (number), year (integer), figures, vintages,
            sources (integers).
        rows_title: What a row is, for tooltips.
        words: The words of the page.
    """
    rows = cells.sort("order")["row"].unique(maintain_order=True).to_list()
    first, last, most = cells.select(
        first=pl.col("year").min(), last=pl.col("year").max(), most=pl.col("figures").max()
    ).row(0)
    dark = float(most) ** 0.6  # tiles of the upper part of the logarithmic scale
    base = alt.Chart(cells).encode(
        x=alt.X(
            "year:O",
            title=None,
            scale=alt.Scale(domain=list(range(first, last + 1))),
            axis=alt.Axis(orient="top", labelAngle=0, labelOverlap=True, ticks=False),
        ),
        y=alt.Y(
            "row:N", title=None, sort=rows, axis=alt.Axis(labelLimit=190, ticks=False, domain=False)
        ),
        tooltip=[
            alt.Tooltip("row:N", title=rows_title),
            alt.Tooltip("year:O", title=words("column_period")),
            alt.Tooltip("figures:Q", title=words("column_figures")),
            alt.Tooltip("vintages:Q", title=words("column_vintages")),
            alt.Tooltip("sources:Q", title=words("column_sources")),
        ],
    )
    tile = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color(
            "figures:Q",
            scale=alt.Scale(type="log", range=["#cfe3f1", "#0072B2"], domainMin=1),
            legend=None,
        )
    )
    digit = base.mark_text(fontSize=11).encode(
        text=alt.Text("figures:Q"),
        color=alt.ColorValue(
            INK_ON_TILE, condition={"test": f"datum.figures > {dark}", "value": "white"}
        ),
    )
    return layered(tile, digit, height=ROW_HEIGHT * len(rows) + 30)


def cumulated(parts: pl.DataFrame, *, title: str) -> Layers:
    """Draws since a first year what each part has added up to, and their sum.

    Args:
        parts: One row per year and part: year (text), order (integer), part (its name), value
            (float), total (float, the same for all parts of a year).
        title: Title of the axis of values.
    """
    names = parts.sort("order")["part"].unique(maintain_order=True).to_list()
    base = alt.Chart(parts).encode(x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)))
    axis = alt.Axis(titleAngle=0, titleAlign="left", titleY=-12, titleX=0, tickCount=5)
    bar = base.mark_bar(size=26).encode(
        y=alt.Y("value:Q", title=title, axis=axis),
        color=alt.Color(
            "part:N",
            scale=alt.Scale(domain=names, range=[HUES[0], PALE]),
            legend=alt.Legend(title=None, orient="bottom", columns=2, labelLimit=220),
        ),
        order=alt.Order("order:Q"),
    )
    total = base.transform_filter("datum.order == 0").encode(y=alt.Y("total:Q", title=title))
    line = total.mark_line(color=INK, strokeWidth=2)
    point = total.mark_point(color=INK, fill=INK, size=50, opacity=1)
    padding = {"left": 5, "top": 22, "right": 5, "bottom": 5}
    return layered(bar, line, point, height=220, padding=padding)


def _paths(paths: pl.DataFrame, when: alt.X, unit: str) -> tuple[list[alt.Chart], list[alt.Chart]]:
    """Answers the paths, and apart from them what stands at their ends."""
    if paths.is_empty():
        return [], []
    base = alt.Chart(paths).encode(x=when, y=alt.Y("value:Q", title=unit))
    line = base.mark_line(aria=False, strokeDash=[5, 4], strokeWidth=2, color=HUES[2]).encode(
        detail=alt.Detail("target:N")
    )
    ends = alt.Chart(paths.filter(pl.col("said").is_not_null())).encode(
        x=when, y=alt.Y("value:Q", title=unit)
    )
    end = ends.mark_point(shape="square", size=60, filled=True, color=HUES[2], opacity=1)
    said = ends.mark_text(align="left", dx=9, dy=-2).encode(text=alt.Text("said:N"))
    return [line], [end, said]


def _when(frame: pl.DataFrame, paths: pl.DataFrame, words: Words) -> alt.X:
    """Years as whole numbers; months as the locale writes them."""
    if frame["is_annual"].all():
        years = [*frame["year"], *paths["year"]]
        first, last = min(years), max(years)
        step = max(1, (last - first) // 12)
        return alt.X(
            "year:Q",
            title=None,
            scale=alt.Scale(domain=[first - 0.5, last + 0.5], nice=False),
            axis=alt.Axis(
                values=list(range(first, last + 1, step)),
                format="d",
                grid=False,
                labelOverlap=True,
            ),
        )
    return alt.X(
        "when:T",
        title=None,
        scale=alt.Scale(padding=16),
        axis=alt.Axis(format=words("month_format"), grid=False, labelOverlap=True),
    )


def _ends(points: pl.DataFrame) -> pl.DataFrame:
    """Answers the last point of each stretch with what is written there.

    At a region's last point that is its name; several regions are numbered, and other stretches
    have the number alone.
    """
    regions = points.sort("place")["region"].unique(maintain_order=True).to_list()
    numbers = dict(zip(regions, NUMBERS, strict=False)) if len(regions) > 1 else {}
    stretches = _lines(points).select("region", "when", "line")
    ends = (
        points.join(stretches, on=["region", "when"], how="left")
        .with_columns(
            line=pl.col("line").fill_null(pl.concat_str("region", pl.lit(" "), "when")),
            number=pl.col("region").replace_strict(numbers, default="", return_dtype=pl.String),
            is_last=pl.col("when") == pl.col("when").max().over("region"),
            # the number of the lower of two points stands below it, where the other is not
            is_below=pl.col("shown") < pl.col("shown").mean().over("when"),
        )
        .sort("place", "when")
        .group_by("line", maintain_order=True)
        .last()
    )
    name = pl.concat_str("number", "region", separator=" ").str.strip_chars()
    said = pl.when("is_last").then(name).otherwise("number")
    return ends.select("region", "when", "year", "shown", "is_last", "is_below", said=said).filter(
        pl.col("said") != ""
    )


def _lines(points: pl.DataFrame) -> pl.DataFrame:
    """Answers the computed points, their unbroken stretches numbered: no line bridges a gap."""
    months = pl.col("when").dt.year().cast(pl.Int32) * 12 + pl.col("when").dt.month()
    longest = pl.when("is_annual").then(12).otherwise(1)
    # a cumulative figure starts anew each January
    restart = pl.col("is_cumulative") & (pl.col("year").diff().over("region") > 0)
    return (
        points.filter(pl.col("computed").is_not_null())
        .sort("place", "when")
        .with_columns(gap=(months.diff().over("region") > longest) | restart | ~pl.col("continues"))
        .with_columns(
            line=pl.concat_str(
                "region", pl.col("gap").fill_null(value=False).cum_sum().over("region")
            )
        )
    )
