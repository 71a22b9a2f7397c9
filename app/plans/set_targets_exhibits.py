"""What a target that is being set would mean: its chart and its tables."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from app.base import citations, numbers
from app.base.words import Words
from app.figure import exhibits, layering, tables
from app.figure.charts import TREND_HEIGHT
from app.figure.downloads import Sheet
from app.figure.theme import HUES, INK
from app.plans import plan_choice, verdicts
from app.plans.set_targets_words import Subject, chance, count, per_cent

if TYPE_CHECKING:
    from warehouse.planning.prospects import Base, Prospect

ACCENT, PATH, TREND = HUES[0], HUES[2], HUES[1]
# A plan that asks the same of several scopes is one row.
ASKED_ALIKE = ("plan_code", "requirement_code", "target_value", "target_year", "base_period")
Table = tuple[str, list[tables.Column], list[list[tables.Cell]]]


def draw_way(
    found: "Prospect", base: "Base", past: Sequence[dict[str, Any]], subject: Subject
) -> None:
    """Draws the years behind, the path ahead and what the trend expects.

    Args:
        found: What the target means.
        base: What it is compared with.
        past: Rows of fct_indicator_values, the comparable years.
        subject: What it is set for.
    """
    words = subject.words
    points = pl.DataFrame(
        [
            {
                "year": row["period_year"],
                "value": row["computed_rate"],
                "lower": row["lower_95"],
                "upper": row["upper_95"],
                "is_provisional": row["is_provisional"],
            }
            for row in past
        ],
        schema={
            "year": pl.Int64,
            "value": pl.Float64,
            "lower": pl.Float64,
            "upper": pl.Float64,
            "is_provisional": pl.Boolean,
        },
    )
    path = pl.DataFrame(
        [(base.last, base.value), *((each.year, each.value) for each in found.steps)],
        schema={"year": pl.Int64, "value": pl.Float64},
        orient="row",
    )
    ahead = pl.DataFrame(
        [
            (each.year, *(part / each.exposure * base.multiplier for part in each.trend))
            for each in found.steps
            if each.trend
        ],
        schema={
            "year": pl.Int64,
            "value": pl.Float64,
            "lower": pl.Float64,
            "upper": pl.Float64,
        },
        orient="row",
    )
    regions = [past[-1]["region_code"]]
    years = [row["period"] for row in past]
    key = (past[-1]["indicator_code"], past[-1]["scope_code"], "year")
    signs = [
        ("●", "set_mark_values", not points["is_provisional"].all()),
        ("○", "mark_provisional", bool(points["is_provisional"].any())),
        ("┃", "mark_interval", points["lower"].is_not_null().any()),
        ("╌", "mark_path", True),
        ("■", "set_mark_limit", True),
        ("▒", "set_mark_trend", ahead.height > 0),
    ]
    exhibits.draw(
        exhibits.Figure(
            name="set_target",
            file=words(
                "set_file", region=subject.region, indicator=subject.name, year=subject.end_year
            ),
            chart=_chart(points, path, ahead, found, subject),
            shows=words("set_shows", indicator=subject.name, unit=subject.unit),
            data=Sheet.of(
                pl.concat([points, path], how="diagonal").sort("year"),
                {
                    "year": words("column_year"),
                    "value": f"{words('column_value')} ({subject.unit})",
                    "lower": words("column_lower"),
                    "upper": words("column_upper"),
                },
            ),
            sources=lambda: citations.of_values(*key, regions, years),
            signs=[f"{sign} {words(code)}" for sign, code, has in signs if has],
        ),
        words,
    )


def _chart(
    points: pl.DataFrame,
    path: pl.DataFrame,
    ahead: pl.DataFrame,
    found: "Prospect",
    subject: Subject,
) -> layering.Layers:
    words = subject.words
    years = [*points["year"].to_list(), *path["year"].to_list()]
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[min(years) - 0.5, max(years) + 0.5], nice=False),
        axis=alt.Axis(
            values=list(range(min(years), max(years) + 1)),
            format="d",
            grid=False,
            labelOverlap=True,
            labelSeparation=8,
        ),
    )
    axis = alt.Axis(titleAngle=0, titleAlign="left", titleY=-12, titleX=0, tickCount=5)
    y = alt.Y("value:Q", title=subject.unit, scale=alt.Scale(zero=True, nice=True), axis=axis)
    lower, upper = alt.Y("lower:Q", title=subject.unit), alt.Y2("upper:Q")
    form = f",.{subject.indicator['decimals']}f"
    tips = [
        alt.Tooltip("year:Q", title=words("column_year"), format="d"),
        alt.Tooltip("value:Q", title=words("column_value"), format=form),
    ]
    end = pl.DataFrame(
        {
            "year": [found.steps[-1].year],
            "value": [found.limit],
            "label": [words("set_chart_limit", value=subject.number(found.limit))],
        }
    )
    trend = alt.Chart(ahead)
    drawn = [
        trend.mark_area(opacity=0.15, color=TREND).encode(x=x, y=lower, y2=upper),
        trend.mark_line(strokeWidth=2, color=TREND).encode(x=x, y=y, tooltip=tips),
    ]
    past = alt.Chart(points)
    mark = alt.Chart(end)
    layers = [
        *(drawn if ahead.height else []),
        alt.Chart(path)
        .mark_line(strokeDash=[6, 4], strokeWidth=2, color=PATH)
        .encode(x=x, y=y, tooltip=tips),
        alt.Chart(points.filter(pl.col("lower").is_not_null()))
        .mark_rule(strokeWidth=1.5, opacity=0.6, color=ACCENT)
        .encode(x=x, y=lower, y2=upper),
        past.mark_point(size=70, strokeWidth=2, opacity=1, color=ACCENT).encode(
            x=x,
            y=y,
            fill=alt.condition("datum.is_provisional", alt.value("white"), alt.value(ACCENT)),
            tooltip=tips,
        ),
        mark.mark_point(shape="square", size=70, filled=True, color=PATH, opacity=1).encode(
            x=x, y=y, tooltip=tips
        ),
        mark.mark_text(align="left", dx=9, dy=-2).encode(
            x=x, y=y, text=alt.Text("label:N"), color=alt.ColorValue(INK)
        ),
    ]
    padding = {"left": 5, "top": 8, "right": 96, "bottom": 5}
    return layering.layered(*layers, height=TREND_HEIGHT, padding=padding)


def cuts(
    cut_shares: Sequence[float], meant: Callable[[float], "Prospect"], subject: Subject
) -> Table:
    """Answers the table of what each reduction would mean.

    Args:
        cut_shares: The reductions.
        meant: Answers what a reduction means.
        subject: What the target is set for.
    """
    words = subject.words
    columns = [
        tables.Column(words("set_column_cut"), "number"),
        *([tables.Column(words("set_column_value"), "number")] if subject.is_rate else []),
        tables.Column(
            words("set_column_at_most", counted=subject.counted, unit=subject.count_unit), "wrap"
        ),
        tables.Column(words("set_column_fewer", base=subject.base), "wrap"),
        tables.Column(words("set_column_yearly"), "wrap"),
        tables.Column(words("set_column_chance"), "wrap"),
        *([tables.Column(words("set_column_growth"), "wrap")] if subject.is_rate else []),
        tables.Column(words("set_column_trend"), "wrap"),
        tables.Column(words("set_column_beyond"), "wrap"),
    ]
    rows: list[list[tables.Cell]] = []
    for share in cut_shares:
        found = meant(share)
        is_beyond = found.beyond_chance is not None and found.allowed <= found.beyond_chance[0]
        rows.append(
            [
                words("per_cent", number=per_cent(share)),
                *([subject.number(found.limit)] if subject.is_rate else []),
                count(found.allowed),
                _difference(found.before - found.allowed),
                numbers.change(100 * found.yearly_change, words),
                chance(found.by_chance, words),
                *([chance(found.by_growth_and_chance, words)] if subject.is_rate else []),
                chance(found.by_trend, words),
                words("yes" if is_beyond else "no"),
            ]
        )
    return words("set_cuts_caption", base=subject.base, year=subject.end_year), columns, rows


def steps(found: "Prospect", subject: Subject) -> Table:
    """Answers the table of the years up to the target."""
    words = subject.words
    columns = [
        tables.Column(words("column_year"), "nowrap"),
        *([tables.Column(words("set_column_value"), "number")] if subject.is_rate else []),
        tables.Column(
            words("set_column_at_most", counted=subject.counted, unit=subject.count_unit), "wrap"
        ),
        *(
            [tables.Column(words("set_column_expected", unit=subject.count_unit), "wrap")]
            if found.trend
            else []
        ),
    ]
    rows: list[list[tables.Cell]] = [
        [
            words("period_year", year=each.year),
            *([subject.number(each.value)] if subject.is_rate else []),
            count(each.events),
            *(
                [f"{each.trend[0]:,.0f} ({each.trend[1]:,.0f}–{each.trend[2]:,.0f})"]
                if each.trend
                else []
            ),
        ]
        for each in found.steps
    ]
    return words("set_steps_caption", year=subject.end_year), columns, rows


def scenarios(listed: Sequence[tuple[str, str, float, "Prospect"]], subject: Subject) -> Table:
    """Answers the table of what the target means under each scenario of growth.

    Args:
        listed: Name, source, growth in per cent and what the target means, for each.
        subject: What it is set for.
    """
    words = subject.words
    columns = [
        tables.Column(words("set_column_scenario"), "text"),
        tables.Column(words("set_column_growth_a_year"), "number"),
        tables.Column(
            words("set_column_at_most", counted=subject.counted, unit=subject.count_unit), "wrap"
        ),
        tables.Column(words("set_column_fewer", base=subject.base), "wrap"),
        tables.Column(words("set_column_events_yearly", counted=subject.counted), "wrap"),
        tables.Column(words("set_column_by_growth"), "wrap"),
        tables.Column(words("set_column_growth"), "wrap"),
        tables.Column(words("column_source"), "text"),
    ]
    rows: list[list[tables.Cell]] = [
        [
            name,
            numbers.change(growth, words),
            count(found.allowed),
            _difference(found.before - found.allowed),
            numbers.change(100 * (found.yearly_change_of_events or 0.0), words),
            words("per_cent", number=per_cent(found.by_growth or 0.0)),
            chance(found.by_growth_and_chance, words),
            source,
        ]
        for name, source, growth, found in listed
    ]
    caption = words("set_scenarios_caption", denominator=subject.divided_by)
    return caption, columns, rows


def others(targets: pl.DataFrame, yearly_pct: float, words: Words) -> Table:
    """Answers the table of what other plans ask for a year, the most demanding first.

    Args:
        targets: Rows of fct_target_progress on the indicator with a yearly change.
        yearly_pct: What the target being set asks for.
        words: The words of the page.
    """
    columns = [
        tables.Column(words("compared_plan"), "text"),
        tables.Column(words("evaluation_requirement"), "text"),
        tables.Column(words("compared_yearly"), "number"),
    ]
    rows: list[tuple[float, list[tables.Cell]]] = [
        (
            row["required_change_pct"],
            [
                plan_choice.name(row, words),
                verdicts.requirement(row, words),
                numbers.change(row["required_change_pct"], words),
            ],
        )
        for row in targets.unique(ASKED_ALIKE, maintain_order=True).iter_rows(named=True)
    ]
    own: list[tables.Cell] = [words("set_this"), "", numbers.change(yearly_pct, words)]
    rows.append((yearly_pct, own))
    return words("set_others_caption"), columns, [row for _, row in sorted(rows, key=_first)]


def _first(row: tuple[float, list[tables.Cell]]) -> float:
    return row[0]


def _difference(fewer: float) -> str:
    return count(fewer) if fewer >= 0 else f"{numbers.MINUS}{count(-fewer)}"
