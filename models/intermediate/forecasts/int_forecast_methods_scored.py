"""How methods do on years already known: statistics in Python (surveillance/)."""


def model(dbt, session):  # noqa: ANN001, ANN201, D103 - as dbt asks for it
    dbt.config(materialized="table")
    from surveillance.columns import SCORES, SERIES, empty_table  # noqa: PLC0415 - within dbt

    columns = ", ".join([*SERIES, "period_year", "numerator", "exposure"])
    rows = dbt.ref("int_forecast_years_listed").project(columns).fetchall()
    if not rows:
        return session.query(empty_table(SCORES))
    from surveillance.forecast_tables import scores_table  # noqa: PLC0415 - takes a moment

    return scores_table(rows)
