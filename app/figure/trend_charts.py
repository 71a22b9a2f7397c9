"""Values over time into charts: along the years, or month by month with a line for each year.

The axes fit the region asked about, which has the one accent; other regions stand thin and grey
beside it, as far as they lie within. Every line and path has its words at its end.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
import polars as pl

from app.base.words import Words
from app.figure.charts import TREND_HEIGHT
from app.figure.labels import Room, as_number, drawn, padding
from app.figure.layering import Layers, layered
from app.figure.leading import leading
from app.figure.theme import HUES, INK

ACCENT, OTHERS, PATH = HUES[:3]
NUMBERS = "①②③④⑤"
MONTHS = range(1, 13)
FEWEST_YEARS = 5
HEADROOM = 1.06


@dataclass(frozen=True)
class Around:
    """What stands around values over time.

    Attributes:
        breaks: One row per break up to the end of the paths: when (date), year (where it stands
            among the years, a float), reason, and said (what is written at its rule).
        paths: One row per target and year of its path, with year, value, target (equal along a
            path), said (at its end the value to reach, else null) and is_broken (whether it lies
            behind a break); empty unless all is annual.
    """

    breaks: pl.DataFrame
    paths: pl.DataFrame


@dataclass(frozen=True)
class Window:
    """What part of time and values a chart shows: that of the region asked about and its targets.

    Attributes:
        first: The first year, or the day with which the first month begins.
        last: The last one.
        top: The highest value.
    """

    first: float | date
    last: float | date
    top: float

    @classmethod
    def of(cls, points: pl.DataFrame, paths: pl.DataFrame) -> "Window":
        """Answers the window of the region asked about.

        Args:
            points: As for trend().
            paths: As Around.paths.
        """
        chosen = points.filter(pl.col("place") == points["place"].min())
        highest = [
            chosen.select(pl.max_horizontal("computed", "printed", "upper").max()).item(),
            paths["value"].max(),
        ]
        top = HEADROOM * max([float(each) for each in highest if each is not None] or [0]) or 1.0
        if not points["is_annual"].all():
            days = chosen["when"].to_list()
            return cls(min(days), max(days), top)
        years = [*chosen["year"], *paths["year"]]
        first, last = float(min(years)), float(max(years))
        lacking = max(0, FEWEST_YEARS - (last - first))
        return cls(first - lacking, last, top)

    def within(self, points: pl.DataFrame) -> pl.DataFrame:
        """Answers the points in the time that is shown."""
        return points.filter(pl.col(self.column).is_between(self.first, self.last))

    @property
    def column(self) -> str:
        """Answers the column that has the time: year or when."""
        return "when" if isinstance(self.first, date) else "year"


def lies_outside(points: pl.DataFrame, paths: pl.DataFrame) -> bool:
    """Answers whether part of what the other regions have lies outside the axes."""
    window = Window.of(points, paths)
    seen = window.within(points).filter(pl.coalesce("computed", "printed") <= window.top)
    return seen.height < points.height


def trend(
    points: pl.DataFrame, around: Around, *, unit: str, decimals: int, words: Words
) -> Layers:
    """Draws values over time with their 95 % interval, a line only between neighbouring periods.

    Where a series breaks stands a vertical rule, and no line crosses it. Paths to the targets of
    the region asked about are dashed, grey behind a break, with the value to reach at their end.

    Args:
        points: One row per region and period: region (name), place (0 for the region asked
            about), when (date), year (integer), period (as people say it), computed, lower, upper,
            printed (floats or null), is_provisional, is_annual, is_cumulative and continues
            (booleans; continues where a line may come from the period before), and opens (where
            its point leads), unless points lead nowhere.
        around: Breaks and paths.
        unit: Unit of the values, the title of their axis.
        decimals: Digits after the point.
        words: The words of the page.
    """
    window = Window.of(points, around.paths)
    frame = window.within(points).with_columns(shown=pl.coalesce("computed", "printed"))
    is_first = pl.col("place") == frame["place"].min()
    chosen, others = (
        frame.filter(is_first),
        frame.filter(~is_first & (pl.col("shown") <= window.top)),
    )
    x, y = _time(window, words), _Value(window, unit)
    tips = _tips(decimals, words)
    breaks = around.breaks.filter(pl.col(window.column).is_between(window.first, window.last))
    spoken = _ends(_lines(frame), frame, window, Around(breaks, around.paths))
    # a line of another region may leave the axes above: it is cut there
    lines = _lines(frame).filter(~is_first)
    other = alt.Chart(lines).mark_line(strokeWidth=1.2, color=OTHERS, clip=True, aria=False)
    dots = alt.Chart(others).mark_point(size=22, strokeWidth=1.2, opacity=1, color=OTHERS)
    layers = [
        *([other.encode(x=x, y=y("computed"), detail="line:N")] if lines.height else []),
        *(
            [leading(_filled(dots, OTHERS).encode(x=x, y=y("shown"), tooltip=tips), others)]
            if others.height
            else []
        ),
        *_of_breaks(breaks, x, words),
        *_of_paths(around.paths, x, y),
        *_of_chosen(chosen, x, y, tips),
        *drawn(spoken, x, y),
    ]
    return layered(*layers, height=TREND_HEIGHT, padding=padding(spoken))


def months(points: pl.DataFrame, *, unit: str, decimals: int, words: Words) -> Layers:
    """Draws what has come together since January, a line for each year over its twelve months.

    The latest year has the accent and its 95 % intervals, the years before are grey; each has its
    year at its end.

    Args:
        points: As for trend(), of one region.
        unit: Unit of the values, the title of their axis.
        decimals: Digits after the point.
        words: The words of the page.
    """
    frame = points.with_columns(
        month=pl.col("when").dt.month().cast(pl.Float64),
        shown=pl.coalesce("computed", "printed"),
        is_latest=pl.col("year") == pl.col("year").max(),
    ).sort("year", "month")
    top = HEADROOM * float(
        frame.select(pl.max_horizontal("shown", pl.when("is_latest").then("upper")).max()).item()
        or 1
    )
    x = alt.X(
        "month:Q",
        title=None,
        scale=alt.Scale(domain=[0.5, 12.5], nice=False),
        axis=alt.Axis(
            values=list(MONTHS),
            grid=False,
            labelOverlap=True,
            labelExpr=words("month_axis"),
        ),
    )
    y = _Value(Window(1.0, 12.0, top), unit)
    tips = _tips(decimals, words)
    latest, earlier = frame.filter("is_latest"), frame.filter(~pl.col("is_latest"))
    ends = frame.group_by("year", maintain_order=True).last()
    said = pl.DataFrame(
        [
            {
                "month": row["month"],
                "value": row["shown"],
                "said": words("period_year", year=row["year"]),
                "kind": "chosen" if row["is_latest"] else "other",
            }
            for row in ends.iter_rows(named=True)
        ]
    )
    spoken = Room("month", 12.0, top, [], []).placed(said)
    line = alt.Chart(earlier).mark_line(strokeWidth=1.2, color=OTHERS, aria=False)
    dots = alt.Chart(earlier).mark_point(size=30, strokeWidth=1.2, opacity=1, color=OTHERS)
    layers = [
        *([line.encode(x=x, y=y("shown"), detail="year:N")] if earlier.height else []),
        *(
            [leading(_filled(dots, OTHERS).encode(x=x, y=y("shown"), tooltip=tips), earlier)]
            if earlier.height
            else []
        ),
        *_of_chosen(
            latest.with_columns(is_annual=pl.lit(value=True), joins=pl.lit(value=True)), x, y, tips
        ),
        *drawn(spoken, x, y),
    ]
    return layered(*layers, height=TREND_HEIGHT, padding=padding(spoken))


def _filled(points: alt.Chart, colour: str) -> alt.Chart:
    """Provisional points are hollow."""
    filled: alt.Chart = points.encode(
        fill=alt.FillValue(colour, condition={"test": "datum.is_provisional", "value": "white"})
    )
    return filled


def _of_chosen(
    chosen: pl.DataFrame, x: alt.X, y: "_Value", tips: list[alt.Tooltip]
) -> list[alt.Chart]:
    """The region asked about: band or whiskers, line, points, printed values."""
    lines = _lines(chosen)
    calculated = alt.Chart(lines).encode(x=x)
    sure = alt.Chart(lines.filter(pl.col("lower").is_not_null())).encode(
        x=x, y=y("lower"), y2=alt.Y2("upper:Q")
    )
    point = calculated.mark_point(size=70, strokeWidth=2, opacity=1, color=ACCENT)
    printed = chosen.filter(pl.col("printed").is_not_null())
    diamond = alt.Chart(printed).mark_point(
        shape="diamond", size=110, strokeWidth=1.5, opacity=1, color=ACCENT
    )
    detail = alt.Detail("line:N")
    layers = []
    if lines["lower"].is_not_null().any():
        layers += [
            sure.mark_area(opacity=0.15, color=ACCENT, aria=False).encode(detail=detail),
            sure.mark_rule(strokeWidth=1.5, opacity=0.6, color=ACCENT),
        ]
    if lines.height:
        line = calculated.mark_line(strokeWidth=2.5, color=ACCENT, aria=False)
        layers.append(line.encode(y=y("computed"), detail=detail))
    if printed.height:
        layers.append(leading(diamond.encode(x=x, y=y("printed"), tooltip=tips), printed))
    if lines.height:
        layers.append(leading(_filled(point, ACCENT).encode(y=y("computed"), tooltip=tips), lines))
    return layers


def _of_breaks(breaks: pl.DataFrame, x: alt.X, words: Words) -> list[alt.Chart]:
    # an empty layer would be a picture without a name to a screen reader
    if breaks.is_empty():
        return []
    rule = alt.Chart(breaks).encode(x=x)
    reason = alt.Tooltip("reason:N", title=words("mark_break"))
    return [
        rule.mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=INK),
        # a thin rule is hard to meet: its reason hangs on a broad one that is not seen
        rule.mark_rule(strokeWidth=15, opacity=0).encode(tooltip=reason),
        rule.mark_text(align="left", baseline="top", dx=5, dy=1, fontSize=12).encode(
            y=alt.YValue(0), text=alt.Text("said:N")
        ),
    ]


def _of_paths(paths: pl.DataFrame, x: alt.X, y: "_Value") -> list[alt.Chart]:
    layers = []
    for colour, is_broken in ((PATH, False), (OTHERS, True)):
        part = paths.filter(pl.col("is_broken") == is_broken)
        if part.height:
            line = alt.Chart(part).mark_line(
                aria=False, strokeDash=[5, 4], strokeWidth=2, color=colour
            )
            layers.append(line.encode(x=x, y=y("value"), detail=alt.Detail("target:N")))
        ends = part.filter(pl.col("said").is_not_null())
        if ends.height:
            end = alt.Chart(ends).mark_point(
                shape="square", size=60, filled=True, color=colour, opacity=1
            )
            layers.append(end.encode(x=x, y=y("value")))
    return layers


class _Value:
    """The axis of values, the same for every layer, by the column that has them."""

    def __init__(self, window: Window, unit: str) -> None:
        self._scale = alt.Scale(domain=[0, window.top], nice=False, zero=True)
        self._axis = alt.Axis(titleAngle=0, titleAlign="left", titleY=-12, titleX=0, tickCount=5)
        self._unit = unit

    def __call__(self, column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", title=self._unit, scale=self._scale, axis=self._axis)


def _time(window: Window, words: Words) -> alt.X:
    """Years as whole numbers; months as the locale writes them."""
    if isinstance(window.first, date) or isinstance(window.last, date):
        return alt.X(
            "when:T",
            title=None,
            scale=alt.Scale(padding=16),
            axis=alt.Axis(format=words("month_format"), grid=False, labelOverlap=True),
        )
    first, last = int(window.first), int(window.last)
    step = max(1, (last - first) // 12)
    return alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[first - 0.5, last + 0.5], nice=False),
        axis=alt.Axis(
            values=list(range(first, last + 1, step)), format="d", grid=False, labelOverlap=True
        ),
    )


def _tips(decimals: int, words: Words) -> list[alt.Tooltip]:
    shown = f",.{decimals}f"
    return [
        alt.Tooltip("region:N", title=words("column_region")),
        alt.Tooltip("period:N", title=words("column_period")),
        alt.Tooltip("computed:Q", title=words("column_value"), format=shown),
        alt.Tooltip("lower:Q", title=words("column_lower"), format=shown),
        alt.Tooltip("upper:Q", title=words("column_upper"), format=shown),
        alt.Tooltip("printed:Q", title=words("column_printed"), format=","),
    ]


def _ends(lines: pl.DataFrame, frame: pl.DataFrame, window: Window, around: Around) -> pl.DataFrame:
    """Answers what is written where: each region's name at its last point, each path's value.

    Several regions are numbered, and the ends of their other stretches have the number alone.
    """
    column, paths, breaks = window.column, around.paths, around.breaks
    regions = frame.sort("place")["region"].unique(maintain_order=True).to_list()
    numbers = dict(zip(regions, NUMBERS, strict=False)) if len(regions) > 1 else {}
    stretches = lines.select("region", "when", "line")
    seen = frame.filter(pl.col("shown") <= window.top).join(
        stretches, on=["region", "when"], how="left"
    )
    last = (
        seen.with_columns(
            line=pl.col("line").fill_null(pl.concat_str("region", pl.lit(" "), "when")),
            is_last=pl.col("when") == pl.col("when").max().over("region"),
        )
        .sort("place", "when")
        .group_by("line", maintain_order=True)
        .last()
    )
    rows: list[dict[str, Any]] = []
    for row in last.iter_rows(named=True):
        number = numbers.get(row["region"], "")
        said = f"{number} {row['region']}".strip() if row["is_last"] else number
        kind = "chosen" if row["place"] == frame["place"].min() else "other"
        if said:
            rows.append({column: row[column], "value": row["shown"], "said": said, "kind": kind})
    rows += [
        {column: row["year"], "value": row["value"], "said": row["said"], "kind": "target"}
        for row in paths.filter(pl.col("said").is_not_null()).iter_rows(named=True)
    ]
    schema = {
        column: frame.schema[column] if column == "when" else pl.Float64,
        "value": pl.Float64,
        "said": pl.String,
        "kind": pl.String,
    }
    found = pl.DataFrame(rows, schema=schema, strict=False)
    ways = [
        list(path.sort("year").select("year", "value").iter_rows())
        for path in paths.partition_by("target", "is_broken")
    ]
    width = as_number(window.last) - as_number(window.first) + 1
    rules = [as_number(at) for at in breaks[column]]
    return Room(column, width, window.top, ways, rules).placed(found)


def _lines(points: pl.DataFrame) -> pl.DataFrame:
    """Answers the computed points, their unbroken stretches numbered: no line bridges a gap."""
    months_on = pl.col("when").dt.year().cast(pl.Int32) * 12 + pl.col("when").dt.month()
    longest = pl.when("is_annual").then(12).otherwise(1)
    gap = (months_on.diff().over("region") > longest) | ~pl.col("continues")
    if "joins" in points.columns:  # months of one year belong together, however far apart
        gap = pl.lit(value=False)
    return (
        points.filter(pl.col("computed").is_not_null())
        .sort("place", "when")
        .with_columns(gap=gap)
        .with_columns(
            line=pl.concat_str(
                "region", pl.col("gap").fill_null(value=False).cum_sum().over("region")
            )
        )
    )
