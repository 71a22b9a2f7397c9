"""A target that is judged, on the page of its plan: asked, verdict, figures, why, the quote."""

from dataclasses import replace
from html import escape

import polars as pl

from app.base.selection import Selection, address
from app.base.words import Words
from app.figure import sparklines, tables
from app.plans import verdicts


def card(group: pl.DataFrame, series: pl.DataFrame, selection: Selection, words: Words) -> str:
    """Answers a target as HTML; conditions that must hold together stand on one card.

    Args:
        group: Its verdict, or those of its conditions.
        series: The yearly values of the plan's region, as plan_questions.series() answers them.
        selection: The selection of the page.
        words: The words of the page.
    """
    rows = group.rows(named=True)
    row = rows[0]
    link = address("target", replace(selection, target=row["target_code"]))
    name = tables.anchor(tables.PageLink(row[words.column("target_name")], link))
    is_joint = len(rows) > 1
    figures = [verdicts.figures(each, words) for each in rows]
    asked = "".join(
        _asked(each, said if said not in figures[at + 1 :] else "", words, with_status=is_joint)
        for at, (each, said) in enumerate(zip(rows, figures, strict=True))
    )
    if is_joint:
        together = escape(words("plan_joint", number=len(rows)))
        asked = f'<p class="asked">{together}</p>{asked}'
    # two conditions of one sentence have one reason and one quote
    why = dict.fromkeys(verdicts.reason(each, words) for each in rows)
    quotes = dict.fromkeys(verdicts.quote_html(each, words) for each in rows)
    parts = verdicts.parts(row, words) if verdicts.is_judged(row) else []
    return (
        f'<article class="target"><h3>{name} {verdicts.status(row, words, is_joint * "joint_")}'
        f"</h3>{_spark(row, series, words)}{asked}{verdicts.parts_html(parts)}"
        + "".join(f'<p class="why">{escape(said)}</p>' for said in why)
        + f"<details><summary>{escape(words('plan_quote'))}</summary>{''.join(quotes)}</details>"
        + "</article>"
    )


def _asked(row: verdicts.Row, figures: str, words: Words, *, with_status: bool) -> str:
    said = words(
        "plan_asked",
        requirement=verdicts.requirement(row, words),
        strength=row[words.column("strength_name")],
    )
    sign = f"{escape(row['sign'])} " if with_status else ""
    below = f'<p class="small">{escape(figures)}</p>' if figures else ""
    return f'<p class="asked">{sign}{escape(said)}</p>{below}'


def _spark(row: verdicts.Row, series: pl.DataFrame, words: Words) -> str:
    scope = row["target_scope_code"]
    values = series.filter(
        (pl.col("indicator_code") == row["indicator_code"])
        & (pl.col("year") <= row["as_of_year"])
        & ((pl.col("scope_code") == scope) if scope != "none" else pl.lit(value=True))
    ).unique("year", keep="last", maintain_order=True)
    if not row["is_outcome"] or values.height < sparklines.FEWEST:
        return ""
    limit = row["target_limit"] if row["value_basis"] == "year" else None
    told = words("list_comma").join(
        words(
            "spark_point",
            year=each["year"],
            value=verdicts.shown(each["value"], row),
            scope=scope_name,
        )
        for each in values.iter_rows(named=True)
        for scope_name in (each[words.column("scope_name")],)
    )
    drawn = values.with_columns(period_year="year", shown="value")
    return sparklines.sparkline(drawn, limit, row["target_year"], told)
