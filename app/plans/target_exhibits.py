"""A target's way through the years: the chart of its page, with what can be taken away."""

from datetime import date
from html import escape

import polars as pl
import streamlit as st

from app.base import breaks, citations, target_paths
from app.base.words import Words
from app.figure import exhibits
from app.figure.downloads import Sheet
from app.plans import path_charts, plan_questions, verdicts

# What these ask for is no value of the target's year.
NOT_OF_A_YEAR = ("zero", "yearly_decline")


def draw_path(row: verdicts.Row, siblings: pl.DataFrame, lead: str, words: Words) -> None:
    """Draws how a target's value went against its path and limit, for what is an outcome.

    Args:
        row: The target's verdict.
        siblings: The verdicts of the targets on the same indicator, its milestones among them.
        lead: What stands above it, as HTML.
        words: The words of the page.
    """
    if not row["is_outcome"]:
        st.html(lead)
        return
    first = int(row["plan_from_year"]) - plan_questions.YEARS_BEFORE
    # What came after the as-of period was not known then.
    points = (
        plan_questions.series(row["region_code"], first, row["as_of_year"])
        .filter(pl.col("indicator_code") == row["indicator_code"])
        .with_columns(scope=pl.col(words.column("scope_name")))
    )
    path = (
        target_paths.paths(row["plan_code"])
        .filter(pl.col("target_code") == row["target_code"])
        .rename({"target_code": "target"})
    )
    limits = _limits(siblings, words)
    lead += f"<h2>{escape(words('target_path'))}</h2>"
    if not points.height and not limits.height:
        st.html(lead)
        st.caption(words("target_path_none"))
        return
    broken = _broken(row, points, limits, words)
    parted = target_paths.broken(path, broken)
    drawn = path_charts.Drawn(
        points.select(*path_charts.COLUMNS),
        parted.select("year", "value", "is_broken"),
        limits,
        broken.select("year", "reason", "said"),
    )
    chart = path_charts.large(
        drawn,
        unit=verdicts.unit(row, words),
        decimals=int(row["decimals"] or 0),
        words=words,
    )
    exhibits.draw(
        exhibits.Figure(
            name=f"target_{row['target_code']}".replace("-", "_"),
            file="_".join(
                [
                    row[words.column("region_name")],
                    row[words.column("target_name")],
                    str(row["target_year"] or ""),
                ]
            ),
            chart=chart,
            shows=path_charts.shows(row, points, words),
            lead=lead,
            data=Sheet.of(points, _headings(row, words)),
            sources=lambda: citations.of_target(row["target_code"], row["as_of_period"]),
            signs=_signs(points, path, limits, words),
        ),
        words,
    )
    if broken.height:
        st.html(_breaks(broken, words))


def _broken(
    row: verdicts.Row, points: pl.DataFrame, limits: pl.DataFrame, words: Words
) -> pl.DataFrame:
    """Answers the breaks from the first value to the end of the path, as breaks.between()."""
    ends = [*limits["year"], row["target_year"] or row["as_of_year"]]
    until = date(max(int(end) for end in ends), 12, 31)
    if points.height:
        return breaks.between(points, words, until)
    base = str(row["base_period"] or row["plan_from_year"])[-4:]
    asked = pl.DataFrame(
        {
            "region_code": [row["region_code"]],
            "indicator_code": [row["indicator_code"]],
            "scope_code": [row["base_scope_code"] or row["target_scope_code"]],
            "period_end_date": [date(int(base), 12, 31)],
        }
    )
    return breaks.between(asked, words, until)


def _headings(row: verdicts.Row, words: Words) -> dict[str, str]:
    unit = verdicts.unit(row, words)
    return {
        "year": words("column_period"),
        "scope": words("column_scope"),
        "value": f"{words('column_actual')} ({unit})" if unit else words("column_actual"),
        "lower": words("column_lower"),
        "upper": words("column_upper"),
    }


def _limits(siblings: pl.DataFrame, words: Words) -> pl.DataFrame:
    """Answers the limits of the indicator's targets, the milestones among them, with labels."""
    known = siblings.filter(
        pl.col("target_limit").is_not_null()
        & (pl.col("value_basis") == "year")
        & ~pl.col("is_each_year")
        & ~pl.col("rule_code").is_in(NOT_OF_A_YEAR)
    )
    return pl.DataFrame(
        [
            {
                "first": int(each["plan_from_year"]),
                "year": int(each["target_year"]),
                "value": float(each["target_limit"]),
                "label": words("chart_label", value=verdicts.shown(each["target_limit"], each, 1)),
            }
            for each in known.iter_rows(named=True)
        ],
        schema={
            "first": pl.Int64,
            "year": pl.Int64,
            "value": pl.Float64,
            "label": pl.String,
        },
    ).unique(["year", "value"], maintain_order=True)


def _signs(
    points: pl.DataFrame, path: pl.DataFrame, limits: pl.DataFrame, words: Words
) -> list[str]:
    scopes = points["scope"].unique(maintain_order=True).to_list()
    marks = [
        ("●", words("mark_actual", scopes=words("list_comma").join(scopes)), points.height),
        ("○", words("mark_provisional"), points["is_provisional"].sum()),
        ("┃", words("mark_interval"), points["lower"].is_not_null().sum()),
        ("╌", words("mark_path"), path.height),
        ("■", words("mark_limit"), limits.height),
    ]
    return [f"{sign} {said}" for sign, said, has in marks if has]


def _breaks(broken: pl.DataFrame, words: Words) -> str:
    return "".join(
        f'<p class="marks">'
        f"{escape(words('break_line', day=each['breaks_at'], reason=each['reason']))}</p>"
        for each in broken.iter_rows(named=True)
    )
