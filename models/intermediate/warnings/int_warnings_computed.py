"""What is said of months: statistics in Python (surveillance/), the rest of a warning in SQL."""


def model(dbt, session):  # noqa: ANN001, ANN201, D103 - as dbt asks for it
    dbt.config(materialized="table")
    from surveillance.columns import KEY, WARNINGS, empty_table  # noqa: PLC0415 - within dbt

    columns = ", ".join([*KEY, "month_number", "observed_value"])
    months = dbt.ref("int_month_series_listed").filter("is_long_enough").project(columns)
    rows = months.fetchall()
    if not rows:
        return session.query(empty_table(WARNINGS))
    from surveillance.tables import warning_table  # noqa: PLC0415 - numpy and scipy take a moment

    return warning_table(rows)
