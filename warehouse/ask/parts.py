"""The parts of a figure that was added up, as each was printed."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

Row: TypeAlias = dict[str, Any]
Ask: TypeAlias = Callable[[str, Sequence[object]], list[Row]]

SUM: Final = "rollup"
# What lies in a region on the last day of a period; a span of time is one region's.
WITHIN: Final = """
select region_code
from dim_regions
where
    parent_code = $region
    and valid_from <= $last_day
    and coalesce(valid_to, date '9999-12-31') > $last_day
"""
# Which figures of the measure and scope a sum is made of, by the way it was added up.
PARTS: Final = {
    "regions": f"region_code in ({WITHIN}) and period = $period and period_basis = $basis",
    "months": "region_code = $region and period_basis = 'single_month' and period_year = $year",
    "rolling_months": (
        "region_code = $region and period_basis = 'single_month'"
        " and period_end_date > last_day($last_day - interval 12 month)"
        " and period_end_date <= $last_day"
    ),
    "quarters": (
        "region_code = $region and period_basis = 'single_period' and period_year = $year"
        " and period like '%Q%'"
    ),
    "cumulated": (
        "region_code = $region and period_basis = 'cumulative_from_january'"
        " and period_end_date = $last_day"
    ),
    "years": (
        "region_code = $region and period_basis = 'year'"
        " and period_year between $year - 4 and $year"
    ),
}
FIGURES: Final = """
select
    region_name, region_name_en, period, period_basis, observed_value, published_value,
    published_decimals, published_unit, display_value, display_unit, vintage_code, vintage_name,
    vintage_name_en, basis_code, source_title, source_file, sheet_name, row_number, cell
from fct_observations
where
    measure_code = $measure and scope_code = $scope
    and is_latest_vintage and vintage_code != 'forecast' and {condition}
order by region_code, period_end_date, known_date desc
"""


def parts_of(ask: Ask, figure: Row, whole: Row) -> list[Row]:
    """Answers the figures that a sum is made of, each with its vintage and where it stands.

    Args:
        ask: Answers a query of the marts with its parameters as rows.
        figure: The sum: measure_code, basis_code, and in cell the way in which it was added up.
        whole: What it is the figure of: region_code, scope_code, period, period_basis, last_day.

    Returns:
        Its parts; none for a figure that is printed, or counted from records.
    """
    condition = PARTS.get(figure["cell"]) if figure["basis_code"] == SUM else None
    if condition is None:
        return []
    last_day = whole["last_day"]
    values = {
        "region": whole["region_code"],
        "measure": figure["measure_code"],
        "scope": whole["scope_code"],
        "period": whole["period"],
        "basis": whole["period_basis"],
        "year": last_day.year,
        "last_day": last_day,
    }
    parts = ask(*_numbered(FIGURES.format(condition=condition), values))
    return parts[:1] if figure["cell"] == "cumulated" else parts


def in_their_unit(figure: Row, parts: Sequence[Row]) -> Row:
    """Answers a sum in the unit in which its parts are printed, with as many decimals.

    Where they differ, or are sums themselves, it is told in the unit that people read.
    """
    if not parts:
        return figure
    units = {part["published_unit"] for part in parts}
    is_printed = len(units) == 1 and all(part["basis_code"] != SUM for part in parts)
    first = next((part for part in parts if part["observed_value"]), parts[0])
    name, value = (
        ("published_unit", "published_value")
        if is_printed
        else (
            "display_unit",
            "display_value",
        )
    )
    factor = first[value] / first["observed_value"] if first["observed_value"] else 1
    return figure | {
        "published_value": figure["observed_value"] * factor,
        "published_unit": first[name],
        "published_decimals": max(part["published_decimals"] for part in parts),
    }


def _numbered(sql: str, values: dict[str, object]) -> tuple[str, list[object]]:
    """Answers a statement with its parameters by number instead of name, and those it has."""
    given = [name for name in values if f"${name}" in sql]
    for number, name in enumerate(given, start=1):
        sql = sql.replace(f"${name}", f"${number}")
    return sql, [values[name] for name in given]
