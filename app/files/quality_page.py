"""Quality: can the figures be trusted?"""

from dataclasses import dataclass, replace
from html import escape

import polars as pl
import streamlit as st

from app.base import choices, database, numbers, regions, sentences
from app.base.selection import Selection, show_in_url
from app.base.words import Words
from app.figure import exhibits, tables

SHOWN = 60
# The selected regions alone.
OWN = "own"
QUOTE_SHOWN = 120
# Gravest first; the sign says the same as the word beside it.
SIGNS = {
    "does_not_reproduce": "✕",
    "other_basis": "△",
    "earlier_vintage": "◐",
    "reproduces": "●",
    "inputs_missing": "○",
}

RATES = """
select * from fct_rate_reconciliations
order by indicator_sort_order, region_code, period desc, file_sha256, row_number, cell
"""

STATEMENTS = """
select * from fct_statement_checks
where outcome = 'does_not_reproduce'
order by region_code, period desc, statement_code
"""

# Changes that a source prints between two years without the levels, and that do not follow.
OUTCOMES = """
select * from fct_printed_outcomes
where outcome = 'does_not_follow'
order by region_code, to_period desc, measure_code
"""

# Growth in money less growth in volume, the farthest from the province's or the nation's first.
PRICES = """
select * from fct_implied_prices
where is_far_from_reference
order by abs(price_gap_points) desc, region_code, to_period
"""

REVISIONS = """
select * from fct_figure_revisions
where is_revised
order by abs(revision_pct) desc, region_code, period
"""

# What a register counts beside what is published of the same, the widest gaps first.
REGISTERS = """
select * from fct_register_comparisons
order by abs(gap) desc, region_code, period desc, measure_sort_order, scope_sort_order
"""

BREAKS = """
select * from dim_series_breaks
order by breaks_at desc, break_code
"""


@dataclass(frozen=True)
class Within:
    """Of which regions the page tells.

    Attributes:
        codes: Their codes; of all where there is none.
    """

    codes: tuple[str, ...] = ()

    def ask(self, question: str) -> pl.DataFrame:
        """Answers the rows about these regions, and those that hold for every region."""
        found = database.ask(question)
        if not self.codes:
            return found
        return found.filter(
            pl.col("region_code").is_null() | pl.col("region_code").is_in(self.codes)
        )


def show(selection: Selection, words: Words) -> None:
    """Draws the page: printed rates, changes and totals, prices, registers, revisions, breaks."""
    names = regions.with_figures(words)
    chosen = tuple(code for code in selection.regions if code in names)
    among = OWN if selection.among == OWN and chosen else ""
    _draw_bar(selection, among, names, words)
    show_in_url(replace(selection, regions=chosen, among=among))
    within = Within(chosen if among else ())
    rates = within.ask(RATES)
    said = answer(rates, words)
    if among:
        listed = words("list_comma").join(names[code] for code in chosen)
        said = words("quality_within", regions=listed, said=said)
    st.html(sentences.first_line(said, words))
    _draw_rates(rates, words)
    _draw_statements(within, words)
    _draw_outcomes(within, words)
    _draw_prices(within, words)
    _draw_registers(within, words)
    _draw_revisions(within, words)
    _draw_breaks(within, words)


def _draw_bar(selection: Selection, among: str, names: dict[str, str], words: Words) -> None:
    with st.container(key="bar"):
        left, right = st.columns([6, 2])
    with left:
        choices.choose_regions(selection, regions.searchable(names, words), words)
    with right:
        offered = {"": words("among_all"), OWN: words("among_own")}
        choices.choose_one("among", among, offered, words)


def answer(rates: pl.DataFrame, words: Words) -> str:
    """Answers the page's question in one sentence."""
    if not rates.height:
        return words("quality_none")
    counted = dict(rates["outcome"].value_counts().iter_rows())
    known = rates.height - counted.get("inputs_missing", 0)
    return words(
        "quality_answer",
        rates=numbers.count(rates.height),
        known=numbers.count(known),
        **{code: numbers.count(counted.get(code, 0)) for code in SIGNS},
    )


def _draw_rates(rates: pl.DataFrame, words: Words) -> None:
    told = rates.filter(pl.col("outcome") != "inputs_missing")
    missing = rates.filter(pl.col("outcome") == "inputs_missing")
    order = {code: place for place, code in enumerate(SIGNS)}
    told = told.sort(pl.col("outcome").replace_strict(order), maintain_order=True)
    _heading("quality_rates", words)
    if told.height:
        _draw_rate_table("rates", told, words("quality_rates_caption"), words)
    if missing.height:
        with st.expander(words("quality_missing", rates=numbers.count(missing.height))):
            _draw_rate_table("rates_missing", missing, words("quality_missing_caption"), words)


def _draw_rate_table(name: str, rates: pl.DataFrame, caption: str, words: Words) -> None:
    columns = [
        tables.Column(words("column_outcome"), "nowrap"),
        tables.Column(words("column_figure")),
        tables.Column(words("column_printed"), "number"),
        tables.Column(words("column_computed_again"), "number"),
        tables.Column(words("column_explanation"), "quote"),
    ]
    rows: list[list[tables.Cell]] = [
        [
            f"{SIGNS[row['outcome']]} {words('outcome_' + row['outcome'])}",
            (
                f"{_name(row, 'region_name', words)} {numbers.period(row, words)} "
                f"{_name(row, 'indicator_name', words)}"
            ),
            numbers.as_printed(row["published_rate"], row["published_decimals"]),
            numbers.number(row["recomputed_rate"], row["decimals"] + 1),
            _name(row, "explanation", words),
        ]
        for row in rates.iter_rows(named=True)
    ]
    exhibits.draw_table(name, caption, columns, rows, words)


def _draw_statements(within: Within, words: Words) -> None:
    found = within.ask(STATEMENTS)
    if not found.height:
        return
    _heading("quality_statements", words)
    columns = [
        tables.Column(words("column_figure")),
        tables.Column(words("column_explanation")),
        tables.Column(words("column_quote"), "quote"),
    ]
    rows = [
        [
            (
                f"{_name(row, 'region_name', words)} {row['period']} "
                f"{_name(row, 'measure_name', words)}"
            ),
            _name(row, "explanation", words),
            tables.short(row["source_quote"] or "", QUOTE_SHOWN),
        ]
        for row in found.iter_rows(named=True)
    ]
    caption = words("quality_statements_caption")
    exhibits.draw_table("statements", caption, columns, rows, words)


def _draw_outcomes(within: Within, words: Words) -> None:
    found = within.ask(OUTCOMES)
    if not found.height:
        return
    _heading("quality_outcomes", words)
    columns = [
        tables.Column(words("column_figure")),
        tables.Column(words("column_explanation")),
        tables.Column(words("column_quote"), "quote"),
    ]
    rows = [
        [
            (
                f"{_name(row, 'region_name', words)} {row['from_period']}–{row['to_period']} "
                f"{_name(row, 'measure_name', words)}"
            ),
            _name(row, "explanation", words),
            tables.short(row["source_quote"] or "", QUOTE_SHOWN),
        ]
        for row in found.iter_rows(named=True)
    ]
    exhibits.draw_table("outcomes", words("quality_outcomes_caption"), columns, rows, words)


def _draw_prices(within: Within, words: Words) -> None:
    found = within.ask(PRICES)
    if not found.height:
        return
    _heading("quality_prices", words)
    columns = [
        tables.Column(words("column_figure")),
        tables.Column(words("column_growth_in_money"), "number"),
        tables.Column(words("column_growth_in_volume"), "number"),
        tables.Column(words("column_implied_prices"), "number"),
        tables.Column(words("column_reference_prices"), "number"),
        tables.Column(words("column_explanation"), "quote"),
    ]
    rows: list[list[tables.Cell]] = [
        [
            (
                f"{_name(row, 'region_name', words)} {row['to_period']} "
                f"{_name(row, 'measure_name', words)}"
            ),
            numbers.change(row["nominal_growth_pct"], words),
            numbers.change(row["volume_growth_pct"], words),
            numbers.change(row["implied_price_pct"], words),
            (
                numbers.change(row["reference_price_pct"], words)
                + words("in_brackets", said=_name(row, "reference_region_name", words))
            ),
            words("prices_of_two_series" if row["is_of_two_series"] else "prices_of_one_series"),
        ]
        for row in found.head(SHOWN).iter_rows(named=True)
    ]
    caption = words("quality_prices_caption", years=numbers.count(found.height), shown=len(rows))
    exhibits.draw_table("prices", caption, columns, rows, words)


def _draw_registers(within: Within, words: Words) -> None:
    found = within.ask(REGISTERS)
    if not found.height:
        return
    _heading("quality_registers", words)
    columns = [
        tables.Column(words("column_figure")),
        tables.Column(words("column_counted"), "number"),
        tables.Column(words("column_printed_figure"), "number"),
        tables.Column(words("column_gap"), "number"),
        tables.Column(words("column_unit"), "nowrap"),
        tables.Column(words("column_source"), "quote"),
    ]
    rows: list[list[tables.Cell]] = [
        [
            (
                f"{_name(row, 'region_name', words)} {numbers.period(row, words)} "
                f"{_name(row, 'measure_name', words)} {_name(row, 'scope_name', words)}"
            ),
            _amount(row["counted_value"]),
            _amount(row["published_value"]),
            _amount(row["gap"]),
            row["base_unit"],
            f"{row['register_file']} / {row['source_file']}",
        ]
        for row in found.head(SHOWN).iter_rows(named=True)
    ]
    agreeing = found.filter(pl.col("gap") == 0).height
    caption = words(
        "quality_registers_caption",
        shown=len(rows),
        figures=numbers.count(found.height),
        agreeing=numbers.count(agreeing),
    )
    exhibits.draw_table("registers", caption, columns, rows, words)


def _draw_revisions(within: Within, words: Words) -> None:
    found = within.ask(REVISIONS)
    if not found.height:
        return
    _heading("quality_revisions", words)
    columns = [
        tables.Column(words("column_figure")),
        tables.Column(words("column_before"), "number"),
        tables.Column(words("column_revised"), "number"),
        tables.Column(words("column_unit"), "nowrap"),
        tables.Column(words("column_change"), "number"),
        tables.Column(words("column_vintage"), "nowrap"),
        tables.Column(words("column_source"), "quote"),
    ]
    rows: list[list[tables.Cell]] = []
    for row in found.head(SHOWN).iter_rows(named=True):
        scope = "" if row["scope_code"] == "none" else f" {_name(row, 'scope_name', words)}"
        rows.append(
            [
                (
                    f"{_name(row, 'region_name', words)} {numbers.period(row, words)} "
                    f"{_name(row, 'measure_name', words)}{scope}"
                ),
                _amount(row["previous_published_value"]),
                _amount(row["published_value"]),
                row["published_unit"],
                numbers.change(row["revision_pct"], words),
                _name(row, "vintage_name", words),
                row["source_title"],
            ]
        )
    caption = words(
        "quality_revisions_caption", shown=len(rows), revisions=numbers.count(found.height)
    )
    exhibits.draw_table("revisions", caption, columns, rows, words)


def _draw_breaks(within: Within, words: Words) -> None:
    found = within.ask(BREAKS)
    if not found.height:
        return
    _heading("quality_breaks", words)
    columns = [
        tables.Column(words("column_from"), "nowrap"),
        tables.Column(words("column_region")),
        tables.Column(words("column_series")),
        tables.Column(words("column_what_changed")),
        tables.Column(words("column_source"), "quote"),
    ]
    rows = [
        [
            str(row["breaks_at"]),
            _name(row, "region_name", words) or words("every_region"),
            " ".join(
                name
                for name in (_name(row, "measure_name", words), _name(row, "scope_name", words))
                if name
            )
            or words("every_series"),
            _name(row, "break_reason", words),
            words.sentences(
                row["source"], words("break_inferred") if row["quality_code"] == "inferred" else ""
            ),
        ]
        for row in found.iter_rows(named=True)
    ]
    exhibits.draw_table("breaks", words("quality_breaks_caption"), columns, rows, words)


def _heading(code: str, words: Words) -> None:
    st.html(f"<h2>{escape(words(code))}</h2>")


def _name(row: dict[str, object], column: str, words: Words) -> str:
    return str(row[words.column(column)] or "")


def _amount(value: float | None) -> str:
    return numbers.MISSING if value is None else f"{value:,.2f}".removesuffix(".00")
