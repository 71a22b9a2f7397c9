"""What is said of a month of a series, column by column.

It imports nothing: of most homes nothing is to be said, and that should cost nothing.
"""

KEY = {
    "region_code": "varchar",
    "scope_code": "varchar",
    "measure_code": "varchar",
    "basis_code": "varchar",
    "segment_number": "integer",
}
SAID = {
    "history_years": "integer",
    "history_months": "integer",
    "expected": "double",
    "upper_95": "double",
    "upper_998": "double",
    "count_dispersion": "double",
    "monthly_trend": "double",
    "cusum": "double",
    "cusum_limit": "double",
    "is_cusum_signal": "boolean",
    "ears_c1": "double",
    "ears_c2": "double",
    "ears_c3": "double",
}
WARNINGS = {**KEY, "month_number": "integer", **SAID}
# How a method did on a series of years.
SERIES = {"region_code": "varchar", "indicator_code": "varchar", "scope_code": "varchar"}
SCORES = {
    **SERIES,
    "method_code": "varchar",
    "back_tests": "integer",
    "crps": "double",
    "log_score": "double",
    "coverage_80": "double",
    "coverage_95": "double",
    "is_chosen": "boolean",
    "chosen_by": "varchar",
}
# What is told of a year to come.
FORECASTS = {
    **SERIES,
    "period_year": "integer",
    "forecast": "double",
    "lower_80": "double",
    "upper_80": "double",
    "lower_95": "double",
    "upper_95": "double",
    "expected_events": "double",
    "denominator": "double",
    "probability_target_met": "double",
}


def empty_table(columns: dict[str, str]) -> str:
    """Answers the query for a table with these columns and no row.

    Example:
        >>> empty_table({"expected": "double"})
        'select cast(null as double) as expected limit 0'
    """
    nothing = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns.items())
    return f"select {nothing} limit 0"
