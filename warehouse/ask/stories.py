"""A number's whole story, asked and told once for the command and the explorer."""

from dataclasses import dataclass

from loaders.words.periods import last_day_of
from warehouse.ask.parts import Ask, Row, in_their_unit, parts_of
from warehouse.ground.messages import Language, text

ROLES = {
    "numerator": "story_numerator",
    "denominator": "story_denominator",
    "published_rate": "story_published",
}

VALUES = """
select
    fct_indicator_values.*,
    dim_indicators.indicator_kind, dim_indicators.definition, dim_indicators.definition_en,
    dim_period_bases.period_basis_name, dim_period_bases.period_basis_name_en
from fct_indicator_values
inner join dim_indicators using (indicator_code)
inner join dim_period_bases using (period_basis)
where
    fct_indicator_values.region_code = ?
    and fct_indicator_values.period = ?
    and indicator_code = ?
    and (? is null or ? in (scope_code, scope_name, scope_name_en))
order by scope_sort_order, dim_period_bases.sort_order
"""

INPUTS = """
select
    inputs.*,
    dim_vintages.vintage_name, dim_vintages.vintage_name_en,
    dim_source_kinds.source_kind_name, dim_source_kinds.source_kind_name_en,
    dim_source_kinds.is_linked,
    dim_data_qualities.quality_name, dim_data_qualities.quality_name_en
from fct_indicator_inputs as inputs
inner join dim_vintages using (vintage_code)
inner join dim_source_kinds using (source_kind)
inner join dim_data_qualities using (quality_code)
where
    region_code = ? and period = ? and period_basis = ? and indicator_code = ? and scope_code = ?
order by
    case input_role when 'numerator' then 1 when 'denominator' then 2 else 3 end,
    measure_sort_order
"""

RECONCILED = """
select published_rate, recomputed_rate, outcome, explanation, explanation_en
from fct_rate_reconciliations
where
    region_code = ? and period = ? and period_basis = ? and indicator_code = ? and scope_code = ?
order by is_latest_vintage desc, published_rate
"""

BREAKS = """
select break_code, breaks_at, break_reason, break_reason_en, source
from dim_series_breaks
where break_code = ?
"""


@dataclass(frozen=True)
class Story:
    """One value with all that is behind it.

    Attributes:
        value: The row of fct_indicator_values, with the names of its codes.
        inputs: The figures it is made of and the printed rates, each with file, row and quote; a
            sum with its parts.
        printed: What came of computing each printed rate again.
        breaks: The break between it and the period before, if there is one.
    """

    value: Row
    inputs: list[Row]
    printed: list[Row]
    breaks: list[Row]


def stories(
    ask: Ask, region: str, period: str, indicator: str, scope: str | None = None
) -> list[Story]:
    """Answers the stories of a value, one for each scope and period basis that there is.

    Args:
        ask: Answers a query of the marts with its parameters as rows.
        region: A region's code.
        period: A period's code.
        indicator: An indicator's code.
        scope: A scope's code or name; all of them when left out.
    """
    values = ask(VALUES, (region, period, indicator, scope, scope))
    return [_story(ask, value) for value in values]


def answer(value: Row, language: Language) -> str:
    """Answers the value with its interval, or why there is none."""
    if value["computed_rate"] is None:
        return text("story_no_value", language)
    places = value["decimals"] + 1 if value["indicator_kind"] == "rate" else value["decimals"]
    shown = {
        name: f"{value[name]:,.{places}f}"
        for name in ("computed_rate", "lower_95", "upper_95")
        if value[name] is not None
    }
    unit = named(value, "unit", language)
    if "lower_95" not in shown:
        return f"{shown['computed_rate']} {unit}"
    method = "story_exact" if value["interval_method"] == "exact" else "story_byars"
    return text(
        "story_value",
        language,
        value=shown["computed_rate"],
        unit=unit,
        lower=shown["lower_95"],
        upper=shown["upper_95"],
        method=text(method, language),
    )


def formula(value: Row, language: Language) -> str:
    """Answers how the indicator is defined."""
    return text("story_definition", language, definition=named(value, "definition", language))


def figure(row: Row, language: Language) -> str:
    """Answers one figure behind a value as it was printed, with its vintage."""
    return text(
        ROLES[row["input_role"]],
        language,
        measure=named(row, "measure_name", language),
        value=f"{row['published_value']:,.{row['published_decimals']}f}",
        unit=row["published_unit"],
        vintage=named(row, "vintage_name", language),
    )


def part(row: Row, language: Language) -> str:
    """Answers one part of a sum as it was printed, with its vintage and where it stands."""
    is_sum = row["basis_code"] == "rollup"
    value, unit = (
        ("display_value", "display_unit")
        if is_sum
        else (
            "published_value",
            "published_unit",
        )
    )
    said = text(
        "story_part",
        language,
        region=named(row, "region_name", language),
        period=row["period"],
        value=f"{row[value]:,.{row['published_decimals']}f}",
        unit=row[unit],
        vintage=named(row, "vintage_name", language),
    )
    return said if is_sum else f"{said} · {place(row, language)}"


def place(row: Row, language: Language) -> str:
    """Answers where a figure stands: file, sheet, and cell or row."""
    sheet = f" {row['sheet_name']}" if row["sheet_name"] else ""
    if row["cell"]:
        return text("story_cell", language, file=row["source_file"], sheet=sheet, cell=row["cell"])
    number = row["row_number"]
    return text("story_row", language, file=row["source_file"], sheet=sheet, row=number)


def compared(story: Story, language: Language) -> list[str]:
    """Answers whether printed rates reproduce, and what may be said of the change before."""
    value = story.value
    lines = [
        text("story_reconciled", language, explanation=named(row, "explanation", language))
        for row in story.printed
    ]
    if value["change_pct"] is not None:
        beyond = value["change_is_beyond_chance"]
        code = "story_change_beyond" if beyond else "story_change_within"
        change = f"{value['change_pct']:+.1f}"
        lines.append(text(code, language, previous=value["previous_period"], change=change))
    elif value["comparability_reason_code"]:
        why = text(f"reason_{value['comparability_reason_code']}", language)
        lines.append(text("story_not_compared", language, reason=why))
    return lines + [broken(row, language) for row in story.breaks]


def broken(row: Row, language: Language) -> str:
    """Answers a break of a series: since when, why, and who says so."""
    reason = named(row, "break_reason", language)
    day, source = row["breaks_at"], row["source"]
    return text("story_break", language, day=day, reason=reason, source=source)


def named(row: Row, name: str, language: Language) -> str:
    """Answers a name in a language; the Chinese one where there is no English."""
    english = row.get(f"{name}_en") if language == "en" else None
    return str(english or row[name])


def _story(ask: Ask, value: Row) -> Story:
    names = ("region_code", "period", "period_basis", "indicator_code", "scope_code")
    key = [value[name] for name in names]
    return Story(
        value=value,
        inputs=[_with_parts(ask, value, row) for row in ask(INPUTS, key)],
        printed=ask(RECONCILED, key),
        breaks=ask(BREAKS, (value["crossed_break_code"],)),
    )


def _with_parts(ask: Ask, value: Row, figure: Row) -> Row:
    """Answers a figure behind a value; a sum in the unit of its parts, with them."""
    is_below = figure["input_role"] == "denominator"
    period = value["denominator_period"] if is_below else value["period"]
    whole = {
        "region_code": value["region_code"],
        "scope_code": "none" if is_below else value["scope_code"],
        "period": period,
        "period_basis": value["denominator_period_basis"] if is_below else value["period_basis"],
        "last_day": last_day_of(period),
    }
    parts = parts_of(ask, figure, whole)
    return in_their_unit(figure, parts) | {"parts": parts}
