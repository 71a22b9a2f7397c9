"""The figures and tables of the page Outlook."""

from dataclasses import replace
from datetime import date
from functools import partial
from html import escape

import polars as pl
import streamlit as st

from app.base import breaks, citations, numbers, reasons, target_paths
from app.base.selection import Selection, address
from app.base.words import Words
from app.figure import exhibits, tables
from app.figure.downloads import Sheet
from app.watch import levels, outlook_charts, outlook_questions, outlook_words

FAN = ("forecast", "lower_80", "upper_80", "lower_95", "upper_95")


def draw_fan(told: pl.DataFrame, title: str, words: Words) -> None:
    """Draws the values known and the years to come against the path to the target.

    Args:
        told: The years to come, rows of fct_forecasts with plan_code.
        title: The page's answer.
        words: The words of the page.
    """
    first = told.row(0, named=True)
    code = (first["region_code"], first["indicator_code"], first["scope_code"])
    history = outlook_questions.history(*code)
    until = date(int(told.select(pl.col("period").max()).item()), 12, 31)
    broken = breaks.between(history, words, until)
    limits = _limits(told, words)
    drawn = outlook_charts.Fan(
        history=history,
        told=_told(told, history),
        path=_path(told, broken),
        limits=limits,
        breaks=broken,
    )
    unit = first[words.column("unit")] or ""
    name = outlook_words.name(first, words)
    region = first[words.column("region_name")]
    exhibits.draw(
        exhibits.Figure(
            name="outlook",
            file="_".join([region, name.replace(" · ", "_"), words("page_outlook")]),
            chart=outlook_charts.fan(
                drawn, unit=unit, decimals=int(first["decimals"] or 0), words=words
            ),
            shows=words(
                "outlook_shows",
                region=region,
                name=name,
                unit=unit,
                years=history.height,
                to_come=told.height,
            ),
            says=title,
            signs=_signs(drawn, words),
            data=_sheet(history, told, words),
            sources=partial(
                citations.of_values,
                code[1],
                code[2],
                "year",
                [code[0]],
                [str(year) for year in history["year"]],
            ),
        ),
        words,
    )


def _told(told: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """Answers the years to come, joined to the last one known that they were told from."""
    years = told.select(
        year=pl.col("period").cast(pl.Int64),
        value="forecast",
        lower_80="lower_80",
        upper_80="upper_80",
        lower_95="lower_95",
        upper_95="upper_95",
        is_told=pl.lit(value=True),
    )
    last = history.filter(pl.col("year") == int(told["trained_to"][0]))
    joint = last.select(
        pl.col("year").cast(pl.Int64),
        "value",
        *(pl.col("value").alias(each) for each in FAN[1:]),
        is_told=pl.lit(value=False),
    )
    return pl.concat([joint, years])


def _limits(told: pl.DataFrame, words: Words) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "year": int(row["period"]),
                "value": row["target_limit"],
                "said": words(
                    "chart_label",
                    value=numbers.number(row["target_limit"], int(row["decimals"] or 0)),
                ),
            }
            for row in told.filter(pl.col("target_limit").is_not_null()).iter_rows(named=True)
        ],
        schema={"year": pl.Int64, "value": pl.Float64, "said": pl.String},
    )


def _path(told: pl.DataFrame, broken: pl.DataFrame) -> pl.DataFrame:
    found = [
        target_paths.paths(plan).filter(pl.col("target_code").is_in(told["target_code"].to_list()))
        for plan in told["plan_code"].drop_nulls().unique()
    ]
    if not found:
        return target_paths.EMPTY
    paths = pl.concat(found).rename({"target_code": "target"})
    return target_paths.broken(paths, broken)


def _signs(drawn: outlook_charts.Fan, words: Words) -> list[str]:
    return [
        f"● {words('mark_known')}",
        f"○ {words('mark_forecast')}",
        f"▓ {words('mark_80')}",
        f"░ {words('mark_95_interval')}",
        *([f"╌ {words('mark_path')}"] if drawn.path.height else []),
        *([f"■ {words('mark_limit')}"] if drawn.limits.height else []),
    ]


def _sheet(history: pl.DataFrame, told: pl.DataFrame, words: Words) -> Sheet:
    known = history.select(period=pl.col("year").cast(pl.String), actual="value")
    rows = pl.concat([known, told.select("period", *FAN, "target_limit")], how="diagonal")
    columns = ("period", "actual", *FAN, "target_limit")
    return Sheet.of(rows, {each: words(f"column_{each}") for each in columns})


def draw_scores(scores: pl.DataFrame, words: Words) -> None:
    """Draws how each method did where it could be tested.

    Args:
        scores: Rows of fct_forecast_scores.
        words: The words of the page.
    """
    if not scores.height:
        return
    columns = [
        tables.Column(words("column_method"), "nowrap"),
        tables.Column(words("column_chosen"), "nowrap"),
        tables.Column(words("column_back_tests"), "number"),
        tables.Column(words("column_crps"), "number"),
        tables.Column(words("column_log_score"), "number"),
        tables.Column(words("column_coverage_80"), "number"),
        tables.Column(words("column_coverage_95"), "number"),
    ]
    rows = [
        [
            row[words.column("method_name")],
            f"● {words('column_chosen')}" if row["is_chosen"] else "",
            numbers.count(row["back_tests"]),
            numbers.number(row["crps"], 2),
            numbers.number(row["log_score"], 2),
            outlook_words.per_cent(row["coverage_80"]),
            outlook_words.per_cent(row["coverage_95"]),
        ]
        for row in scores.iter_rows(named=True)
    ]
    st.html(f"<h2>{escape(words('outlook_scores'))}</h2>")
    exhibits.draw_table("scores", words("outlook_scores_caption"), columns, rows, words)


def draw_targets(found: pl.DataFrame, selection: Selection, words: Words) -> None:
    """Draws the probability that each target of a year to come is met.

    Args:
        found: Rows of fct_forecasts with a target, and the name of its plan.
        selection: The selection of the page.
        words: The words of the page.
    """
    st.html(f"<h2>{escape(words('outlook_targets'))}</h2>")
    if not found.height:
        st.html(f"<p>{escape(words('outlook_no_targets'))}</p>")
        return
    columns = [
        tables.Column(words("column_period"), "nowrap"),
        tables.Column(words("bar_indicator")),
        tables.Column(words("bar_target"), "number"),
        tables.Column(words("column_forecast"), "number"),
        tables.Column(words("column_interval_80"), "number"),
        tables.Column(words("column_probability"), "number"),
        tables.Column(words("bar_plan")),
    ]
    rows: list[list[tables.Cell]] = []
    for row in found.iter_rows(named=True):
        decimals = int(row["decimals"] or 0)
        link = address("target", replace(selection, target=row["target_code"]))
        rows.append(
            [
                row["period"],
                tables.PageLink(outlook_words.name(row, words), link),
                numbers.number(row["target_limit"], decimals),
                numbers.number(row["forecast"], decimals),
                outlook_words.within(row, 80, decimals),
                outlook_words.per_cent(row["probability_target_met"]),
                row[words.column("plan_name")],
            ]
        )
    exhibits.draw_table("targets", words("outlook_targets_caption"), columns, rows, words)


def draw_year(found: pl.DataFrame, selection: Selection, words: Words) -> None:
    """Draws how the latest year is expected to end, for each target and quota.

    Args:
        found: Rows of fct_year_outlooks, those of the latest month of each.
        selection: The selection of the page.
        words: The words of the page.
    """
    years = found["period_year"].unique().sort(descending=True).to_list()
    title = words("outlook_year_of", year=years[0]) if years else words("outlook_year")
    st.html(f"<h2>{escape(title)}</h2>")
    if not found.height:
        st.html(f"<p>{escape(words('outlook_year_none'))}</p>")
        return
    columns = [
        tables.Column(words("column_asks"), "nowrap"),
        tables.Column(words("bar_indicator")),
        tables.Column(words("column_period"), "nowrap"),
        tables.Column(words("column_so_far"), "wrap"),
        tables.Column(words("column_year_before"), "wrap"),
        tables.Column(words("column_allowed"), "wrap"),
        tables.Column(words("column_year_end"), "wrap"),
        tables.Column(words("column_interval_80"), "wrap"),
        tables.Column(words("column_probability_within"), "wrap"),
        tables.Column(words("column_level"), "tight"),
        tables.Column(words("column_in_progress"), "tight"),
        tables.Column(words("column_reason")),
    ]
    rows: list[list[tables.Cell]] = []
    for row in found.iter_rows(named=True):
        shown = outlook_words.name(row, words)
        link = address("target", replace(selection, target=row["target_code"]))
        is_target = row["outlook_kind"] == "target"
        month = {"period": row["period"], "period_basis": "cumulative_from_january"}
        rows.append(
            [
                words(f"outlook_of_{row['outlook_kind']}"),
                tables.PageLink(shown, link) if is_target else shown,
                numbers.period(month, words),
                numbers.count(row["used"]),
                numbers.count(row["same_months_last_year"]),
                numbers.number(row["limit_value"], 0),
                numbers.number(row["expected_year_end"], 0),
                outlook_words.within(row, 80, 0),
                outlook_words.per_cent(row["probability_within"]),
                levels.said(row["warning_level"], words),
                words(f"in_progress_{row['verdict_in_progress']}"),
                reasons.reason(row["reason"], words),
            ]
        )
    exhibits.draw_table("year", words("outlook_year_caption"), columns, rows, words)


def draw_untold(found: pl.DataFrame, words: Words) -> None:
    """Draws of which series nothing is told, each with one line why.

    Args:
        found: Rows of fct_forecast_methods without a method.
        words: The words of the page.
    """
    if not found.height:
        return
    columns = [
        tables.Column(words("bar_indicator")),
        tables.Column(words("column_years_known"), "number"),
        tables.Column(words("column_reason")),
    ]
    rows = [
        [
            outlook_words.name(row, words),
            numbers.count(row["points"]),
            outlook_words.reason(row, words),
        ]
        for row in found.iter_rows(named=True)
    ]
    st.html(f"<h2>{escape(words('outlook_cannot'))}</h2>")
    exhibits.draw_table("untold", words("outlook_cannot_caption"), columns, rows, words)
