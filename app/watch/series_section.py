"""One series of months: its control chart, its cumulative sum, and when it was out of line."""

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from app.base import breaks, sentences
from app.base.words import Words
from app.figure import exhibits, tables
from app.figure.downloads import Sheet
from app.watch import levels, warning_charts, warning_questions, warning_words

MONTHS_SHOWN = 36
OF_MONTHS = {
    "said": "period",
    "observed": "observed",
    "expected": "expected",
    "upper_95": "above_95",
    "upper_998": "above_998",
    "cusum": "cusum",
    "cusum_limit": "cusum_limit",
    "ears_c1": "ears_c1",
    "ears_c2": "ears_c2",
    "ears_c3": "ears_c3",
    "level_name": "level",
}


def draw(series: Mapping[str, Any], words: Words) -> None:
    """Draws a series of months.

    Args:
        series: Its row of fct_warning_series.
        words: The words of the page.
    """
    code = (series["region_code"], series["scope_code"], series["measure_code"])
    months = _months(warning_questions.months(*code), words)
    name, unit = warning_words.name(series, words), series[words.column("unit")]
    observed, expected, above_95, above_998 = warning_words.counts(series)
    level = levels.said(series["warning_level"], words)
    told = "watch_series" if series["warning_level"] else "watch_series_unjudged"
    says = words(
        told,
        month=warning_words.month(series, words),
        level=levels.name(series["warning_level"], words),
        observed=observed,
        expected=expected,
        above_95=above_95,
        above_998=above_998,
    )
    reason = series[words.column("meaning")]
    lead = f"<h2>{escape(name)} <small>{escape(level)}</small></h2>" + sentences.line(
        escape(words.sentences(says, reason)), words
    )
    broken = _breaks(series, months, words)
    figure = partial(
        exhibits.Figure,
        data=Sheet.of(months, {at: words(f"column_{code}") for at, code in OF_MONTHS.items()}),
        sources=partial(warning_questions.sources, *code),
        says=words.sentences(words("watch_name", name=name), says),
    )
    exhibits.draw(
        figure(
            name="control",
            file=f"{name.replace(' · ', '_')}_{words('watch_file_control')}",
            chart=warning_charts.control(months, broken, unit=unit, words=words),
            shows=words("watch_shows_control", name=name, unit=unit, months=months.height),
            signs=_signs(months, words),
            lead=lead,
        ),
        words,
    )
    summed = months.filter(pl.col("cusum").is_not_null())
    if summed.height:
        st.html(f"<h2>{escape(words('watch_cusum'))}</h2>")
        exhibits.draw(
            figure(
                name="cusum",
                file=f"{name.replace(' · ', '_')}_{words('watch_file_cusum')}",
                chart=warning_charts.cumulated(summed, unit=unit, words=words),
                shows=words("watch_shows_cusum", name=name, unit=unit, months=summed.height),
            ),
            words,
        )
    _draw_signals(months, name, words)


def _months(found: pl.DataFrame, words: Words) -> pl.DataFrame:
    """Answers the last three years, of what lies before a break only what falls into them."""
    number = 12 * pl.col("period_year") + pl.col("period_month")
    shown = found.filter(number > number.max() - MONTHS_SHOWN)
    said = [warning_words.month(row, words) for row in shown.iter_rows(named=True)]
    level = [levels.name(row, words) for row in shown["warning_level"]]
    return shown.with_columns(
        pl.col("month_begins").alias("when"),
        pl.col("month_begins").dt.month_end().alias("period_end_date"),
        said=pl.Series(said, dtype=pl.String),
        level=pl.col("warning_level").fill_null(levels.UNJUDGED),
        level_name=pl.Series(level, dtype=pl.String),
    )


def _breaks(series: Mapping[str, Any], months: pl.DataFrame, words: Words) -> pl.DataFrame:
    of_measure = months.with_columns(indicator_code=pl.lit(series["measure_code"]))
    return breaks.between(of_measure, words)


def _signs(months: pl.DataFrame, words: Words) -> list[str]:
    there = set(months["level"])
    shown = [level for level in levels.SIGNS if level in there]
    has_limits = months["upper_95"].is_not_null().any()
    return [
        *(levels.said(None if level == levels.UNJUDGED else level, words) for level in shown),
        *([f"─ {words('mark_expected')}", f"╌ {words('mark_limits')}"] if has_limits else []),
    ]


def _draw_signals(months: pl.DataFrame, name: str, words: Words) -> None:
    signals = months.filter(pl.col("warning_level").is_in(levels.GRAVE)).reverse()
    if not signals.height:
        st.html(f'<p class="marks">{escape(words("watch_no_signals", months=months.height))}</p>')
        return
    columns = [
        tables.Column(words("column_period"), "nowrap"),
        tables.Column(words("column_level"), "nowrap"),
        tables.Column(words("column_observed"), "number"),
        tables.Column(words("column_expected"), "number"),
        tables.Column(words("column_above_95"), "number"),
        tables.Column(words("column_above_998"), "number"),
        tables.Column(words("column_reason")),
    ]
    rows = [
        [
            row["said"],
            levels.said(row["warning_level"], words),
            *warning_words.counts(row),
            row[words.column("meaning")],
        ]
        for row in signals.iter_rows(named=True)
    ]
    exhibits.draw_table("signals", words("watch_signals", name=name), columns, rows, words)
