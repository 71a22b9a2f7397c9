"""What is told of years to come: statistics in Python (surveillance/)."""


def model(dbt, session):  # noqa: ANN001, ANN201, D103 - as dbt asks for it
    dbt.config(materialized="table")
    from surveillance.columns import FORECASTS, SERIES, empty_table  # noqa: PLC0415 - within dbt

    series, years = ", ".join(SERIES), dbt.ref("int_forecast_years_listed")
    methods = dbt.ref("int_forecast_methods_scored").filter("is_chosen")
    limits = dbt.ref("int_forecast_targets_chosen")
    rows = years.project(f"{series}, period_year, numerator, exposure").fetchall()
    if not rows:
        return session.query(empty_table(FORECASTS))
    from surveillance.forecast_tables import forecasts_table  # noqa: PLC0415 - takes a moment

    told = years.project(f"{series}, multiplier, last_year_told").distinct().fetchall()
    last_years = {tuple(row[:3]): row[4] for row in told}
    chosen = methods.project(f"{series}, method_code").fetchall()
    limited = limits.project(f"{series}, period_year, target_limit, is_strict").fetchall()
    return forecasts_table(
        rows,
        {tuple(row[:3]): (row[3], last_years[tuple(row[:3])]) for row in chosen},
        {row[1]: row[3] for row in told},
        {tuple(row[:4]): (row[4], row[5]) for row in limited},
    )
