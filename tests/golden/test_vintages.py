"""Figures and rates as they stood on a day."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse.builds.as_of import AS_OF_NAME, Past
from warehouse.builds.published import connect, published_build
from warehouse.ground.settings import Settings

Rows: TypeAlias = list[tuple[Any, ...]]
Ask: TypeAlias = Callable[..., Rows]
Warehouse: TypeAlias = Callable[..., Any]
GDP = "deaths_per_100m_yuan_gdp"


@pytest.fixture(scope="module")
def database(published_home: Path) -> Path:
    """Answers the published build's file."""
    return published_build(Settings(home=published_home)).database


@pytest.fixture(scope="module")
def ask(database: Path) -> Ask:
    """Answers a function that asks the published build one question."""

    def answer(sql: str, *values: object) -> Rows:
        with connect(database) as connection:
            return connection.execute(sql, list(values)).fetchall()

    return answer


def test_national_gdp_2010_was_revised_three_times(ask: Ask) -> None:
    found = ask(
        "select published_value, vintage_code, known_date, is_date_assumed "
        "from fct_figure_revisions where region_code = '000000' and period = '2010' "
        "and measure_code = 'gdp' order by revision_number"
    )
    assert [row[0] for row in found] == [397983, 401202, 401513, 408903]
    assert [row[1] for row in found] == ["preliminary", "revised", "final", "revised"]
    assert [row[2] for row in found[:3]] == [
        date(2011, 1, 31),
        date(2011, 9, 30),
        date(2012, 1, 31),
    ]
    assert [row[3] for row in found] == [False, False, False, True]


@pytest.mark.parametrize(
    ("day", "gdp"),
    [
        ("2011-06-30", 397983),
        ("2011-12-31", 401202),
        ("2012-06-30", 401513),
        ("2018-12-31", 408903),
    ],
)
def test_the_rate_of_2010_as_it_stood(ask: Ask, day: str, gdp: float) -> None:
    found = ask(
        "select denominator / 1e8, computed_rate from indicator_values_as_of(cast(? as date)) "
        "where region_code = '000000' and period = '2010' and indicator_code = ? "
        "and period_basis = 'year'",
        day,
        GDP,
    )
    assert found == [(gdp, pytest.approx(79552 / gdp))]


def test_nothing_was_known_before_it_was_published(ask: Ask) -> None:
    assert ask(
        "select count(*) from indicator_values_as_of(date '2010-12-31') where period = '2010' "
        "and period_basis = 'year'"
    ) == [(0,)]
    assert ask("select count(*) from indicator_values_as_of(date '1990-01-01')") == [(0,)]


# A sum of many terms may differ in its last digit with the order in which it was added up.
ROUNDED = "select * replace (round(change_p_value, 12) as change_p_value)"


@pytest.mark.parametrize(
    "mart",
    ["fct_indicator_values", "fct_observations", "fct_rollups", "fct_rate_reconciliations"],
)
def test_as_of_the_last_day_everything_is_as_it_is_now(database: Path, mart: str) -> None:
    chosen = ROUNDED if mart == "fct_indicator_values" else "select *"
    with connect(database) as connection:
        Past(connection, database, date(2100, 1, 1)).lay_over(f"from {mart}")
        for one, other in (("main", "temp"), ("temp", "main")):
            query = f"{chosen} from {one}.{mart} except {chosen} from {other}.{mart}"
            assert connection.execute(query).fetchall() == []


def test_the_rates_of_a_day_are_called_in_sql_as_they_are_by_the_command(
    database: Path, ask: Ask
) -> None:
    day = date(2012, 6, 30)
    called = f"{ROUNDED} from indicator_values_as_of(date '{day}') order by all"
    with connect(database) as connection:
        Past(connection, database, day).lay_over("from fct_indicator_values")
        asked = connection.execute(f"{ROUNDED} from fct_indicator_values order by all").fetchall()
    assert ask(called) == asked
    assert asked


@pytest.mark.parametrize("day", ["2011-06-30", "2011-12-31", "2015-03-01", "2020-01-01"])
def test_the_table_of_versions_answers_as_of_a_day_in_plain_sql(database: Path, day: str) -> None:
    columns = (
        "select region_code, period, period_basis, measure_code, scope_code, vintage_code,"
        " observed_value"
    )
    known = f"known_from <= date '{day}' and (known_to is null or date '{day}' < known_to)"
    versions = f"{columns} from fct_figure_revisions where {known}"
    models = f"{columns} from fct_observations where is_latest_vintage and basis_code != 'rollup'"
    with connect(database) as connection:
        Past(connection, database, date.fromisoformat(day)).lay_over("from fct_observations")
        for one, other in ((versions, models), (models, versions)):
            assert connection.execute(f"{one} except {other}").fetchall() == []
        assert connection.execute(versions).fetchall() != []


def test_gdp_2010_was_known_as_four_values_one_after_the_other(ask: Ask) -> None:
    found = ask(
        "select published_value, known_from, known_to from fct_figure_revisions "
        "where region_code = '000000' and period = '2010' and measure_code = 'gdp' "
        "order by revision_number"
    )
    # By days of publication; the revision by the census of 2013 has none: two years are assumed.
    assert found == [
        (397983, date(2011, 1, 31), date(2011, 9, 30)),
        (401202, date(2011, 9, 30), date(2012, 1, 31)),
        (401513, date(2012, 1, 31), date(2012, 12, 30)),
        (408903, date(2012, 12, 30), None),
    ]


def test_the_file_holds_one_macro_and_the_rest_stands_beside_it(database: Path, ask: Ask) -> None:
    macros = ask(
        "select distinct function_name from duckdb_functions()"
        " where function_type = 'table_macro' and not internal"
    )
    assert macros == [("indicator_values_as_of",)]
    kept = json.loads((database.parent / AS_OF_NAME).read_text(encoding="utf-8"))
    assert {"fct_observations", "fct_target_progress", "fct_quota_progress"} < set(kept["marts"])


def test_an_older_duckdb_reads_the_file_and_asks_as_of_a_day(database: Path, ask: Ask) -> None:
    (rows,) = ask("select count(*) from indicator_values_as_of(date '2012-06-30')")
    client = Path(sys.executable).with_name("duckdb")  # duckdb-cli, a version behind ours
    question = "select count(*) from indicator_values_as_of(date '2012-06-30')"
    told = subprocess.run(
        [client, "-readonly", "-csv", "-noheader", database, question],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert told.stdout.split() == [str(rows[0])]


def test_each_step_of_the_macro_is_computed_once_in_any_version(ask: Ask) -> None:
    # Before DuckDB 1.4 a step that is not marked is computed wherever it is named, without end; and
    # a query that is kept as such loses its marks in the format of the published file.
    ((kept,),) = ask(
        "select macro_definition from duckdb_functions()"
        " where function_name = 'indicator_values_as_of'"
    )
    assert re.findall(r"\w+ as \(\s", kept, re.IGNORECASE) == []
    assert len(re.findall(r"\w+ as materialized \(", kept)) > 100


@pytest.mark.parametrize("day", ["date '2011-06-30'", "'2011-06-30'", "cast(? as date)", "?"])
def test_a_day_is_written_in_any_way(ask: Ask, day: str) -> None:
    question = f"select count(*) from indicator_values_as_of({day})"  # noqa: S608 - ours
    ((rows,),) = ask(question, *["2011-06-30"] * day.count("?"))
    ((told,),) = ask("select count(*) from indicator_values_as_of(date '2011-06-30')")
    assert rows == told
    assert ask("select count(*) from indicator_values_as_of(cast(null as date))") == [(0,)]


def test_an_earlier_build_answers_by_the_macros_it_has(tmp_path: Path) -> None:
    database = tmp_path / "warehouse.duckdb"
    with duckdb.connect(database) as connection:
        connection.execute("create table fct_rollups as select 1 as n")
        connection.execute(
            "create macro rollups_as_of(as_of_date) as table select year(as_of_date) as n"
        )
    with connect(database) as connection:
        Past(connection, database, date(2011, 6, 30)).lay_over("from fct_rollups")
        assert connection.execute("from fct_rollups").fetchall() == [(2011,)]


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(day=st.dates(date(2008, 1, 1), date(2024, 12, 31)))
def test_a_reading_published_later_changes_nothing_of_an_earlier_day(
    database: Path, tmp_path_factory: pytest.TempPathFactory, day: date
) -> None:
    copy = tmp_path_factory.mktemp("copy") / "warehouse.duckdb"
    shutil.copy(database, copy)
    then = f"{ROUNDED} from indicator_values_as_of(cast(? as date)) order by all"
    with duckdb.connect(copy) as connection:
        before = connection.execute(then, [day]).fetchall()
        # of every figure another reading, ten times as large, one day later
        connection.execute(
            "insert into intermediate.int_observations_dated by name "
            "(select * replace (observed_value * 10 as observed_value, row_number + 1000000 as "
            "row_number, cast(? as date) + 1 as known_date, cast(? as date) + 1 as published_date) "
            "from intermediate.int_observations_dated)",
            [day, day],
        )
        assert connection.execute(then, [day]).fetchall() == before


def test_the_command_answers_as_of_a_day(warehouse: Warehouse, published_home: Path) -> None:
    sql = (
        "select published_value from fct_observations where region_code = '000000' "
        "and period = '2010' and measure_code = 'gdp' and is_latest_vintage"
    )
    home = {"WAREHOUSE_HOME": str(published_home)}
    then = warehouse("query", "--format", "csv-plain", "--as-of", "2011-06-30", sql, **home)
    assert then.stdout.split() == ["published_value", "397983.0"], then.stderr
    now = warehouse("query", "--format", "csv-plain", sql, **home)
    assert now.stdout.split() == ["published_value", "408903.0"]
    wrong = warehouse("query", "--as-of", "2011-02-30", sql, **home)
    assert wrong.returncode == 2
    assert "2011-02-30 is not a date" in wrong.stderr
    named = warehouse("query", "--as-of", "2011-06-30", "from main.fct_observations", **home)
    assert named.returncode == 2
    assert "without its schema" in named.stderr


def test_a_series_of_several_vintages_says_so(ask: Ask) -> None:
    found = ask(
        "select distinct series_has_mixed_vintages from fct_indicator_values "
        "where region_code = '330400' and indicator_code = ? and period_basis = 'year' "
        "and scope_code = 'all_kinds'",
        GDP,
    )
    assert found == [(True,)]


def test_known_errors_are_corrected_and_say_so(ask: Ask) -> None:
    pingnan = ask(
        "select distinct region_code, is_corrected, correction_note is not null "
        "from fct_observations where row_number in (977, 978) "
        "and source_file = 'seeds/published/monthly_bulletins.csv'"
    )
    assert pingnan == [("350923", True, True)]
    pinghu = ask(
        "select published_value, quality_code, is_latest_vintage from fct_observations "
        "where region_code = '330482' and period = '2021' and measure_code = 'gdp' order by 1"
    )
    assert pinghu == [
        (698.48, "partial", False),
        (698.5, "partial", False),
        (907.5, "stated", True),
    ]
    assert ask("select distinct correction_status from fct_source_corrections") == [("applied",)]
