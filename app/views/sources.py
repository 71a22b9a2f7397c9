"""The source panel: where one point comes from, word for word."""

from html import escape

import polars as pl
import streamlit as st

from app import bar, door, numbers
from app.selection import Selection
from app.words import Words

INPUTS = """
select
    inputs.*,
    measures.measure_name,
    measures.measure_name_en,
    vintages.vintage_name,
    vintages.vintage_name_en,
    kinds.source_kind_name,
    kinds.source_kind_name_en,
    kinds.is_linked,
    qualities.quality_name,
    qualities.quality_name_en,
    indicators.indicator_kind
from fct_indicator_inputs as inputs
inner join dim_measures as measures on inputs.measure_code = measures.measure_code
inner join dim_vintages as vintages on inputs.vintage_code = vintages.vintage_code
inner join dim_source_kinds as kinds on inputs.source_kind = kinds.source_kind
inner join dim_data_qualities as qualities on inputs.quality_code = qualities.quality_code
inner join dim_indicators as indicators on inputs.indicator_code = indicators.indicator_code
where
    inputs.region_code = ?
    and inputs.period = ?
    and inputs.period_basis = ?
    and inputs.indicator_code = ?
    and inputs.scope_code = ?
order by
    case inputs.input_role when 'numerator' then 1 when 'denominator' then 2 else 3 end,
    measures.sort_order
"""


def show(points: pl.DataFrame, selection: Selection, words: Words) -> None:
    """Draws a choice of point and the figures behind it with their sources and quotes.

    Args:
        points: The rows of fct_indicator_values on the page, with the regions' names.
        selection: The selection of the page; its period says which point is open.
        words: The words of the page.
    """
    st.html(f"<h2>{escape(words('sources_title'))}</h2>")
    rows = {f"{row['region_code']} {row['period']}": row for row in points.iter_rows(named=True)}
    names = {
        key: f"{row[words.column('region_name')]} {numbers.period(row, words)}"
        for key, row in rows.items()
    }
    first = points.filter(pl.col("place") == points["place"].min()).row(-1, named=True)
    default = f"{first['region_code']} {first['period']}"
    chosen = selection.period if selection.period in rows else default
    bar.choose_one("period", chosen, names, words)
    row = rows[chosen]
    key = ["region_code", "period", "period_basis", "indicator_code", "scope_code"]
    inputs = door.ask(INPUTS, [row[name] for name in key])
    st.html("".join(_figure(figure, words) for figure in inputs.iter_rows(named=True)))


def _figure(row: dict[str, str], words: Words) -> str:
    figure = numbers.number(float(row["published_value"]), int(row["published_decimals"]))
    role = "count" if row["indicator_kind"] == "count" else row["input_role"]
    title = words(
        f"source_{role}",
        measure=row[words.column("measure_name")],
        figure=figure,
        unit=row["published_unit"],
    )
    facts = [
        row[words.column("vintage_name")],
        row[words.column("source_kind_name")],
        *([row[words.column("quality_name")]] if row["quality_code"] != "stated" else []),
        *([str(row["published_date"])] if row["published_date"] else []),
        words("source_row", file=row["source_file"], row=row["row_number"]),
    ]
    return (
        f'<div class="source"><h3>{escape(title)}</h3>'
        f"<p>{_title(row)}{escape(words('list_comma'))}{escape(row['source_publisher'] or '')}</p>"
        f"<blockquote>{escape(words('quote', quote=row['source_quote'] or ''))}</blockquote>"
        f'<p class="small">{escape(" · ".join(facts))}</p>'
        + (
            f'<p class="small">{escape(words("note", note=row["notes"]))}</p>'
            if row["notes"]
            else ""
        )
        + "</div>"
    )


def _title(row: dict[str, str]) -> str:
    title, address = escape(row["source_title"]), row["source_url"] or ""
    if not row["is_linked"] or not address.startswith(("https://", "http://")):
        return title
    return f'<a href="{escape(address, quote=True)}" target="_blank" rel="noreferrer">{title}</a>'
