"""What loaded files become: Parquet as the loaders write it, built with the real project.

The figures expected were worked out by hand from the rows in tests/lake_files.py.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from loaders.lake.schemas import LAKE
from tests.conftest import Run, spare_compiling
from tests.lake_files import (
    FIRST_LOAD,
    HUZHOU,
    JIASHAN,
    JIAXING,
    NANHU,
    SHAOXING,
    TONGXIANG,
    XINCHANG,
    YUECHENG,
    ZHUJI,
    figure,
    lay_accidents,
    lay_file,
    lay_register,
    lay_registries,
    lay_statistics,
    lay_targets,
    target,
)
from warehouse.builds.empty_lake import lay_empty_lake
from warehouse.builds.inputs import inputs_sha256
from warehouse.builds.older_targets import complete_older_targets
from warehouse.builds.published import connect, published_build
from warehouse.ground.settings import Settings

# Letters that mean something to a pattern, a format or a quoted string; the plan is another home's.
AWKWARD_NAME = "家 it's a [b] {c} 50% *d $e"


@pytest.fixture(scope="module")
def loaded(
    warehouse: Run, published_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Answers the published build of a home into which files have been loaded."""
    home = tmp_path_factory.mktemp("loaded") / AWKWARD_NAME
    spare_compiling(published_home, home)
    lay_accidents(home / "lake")
    lay_statistics(home / "lake")
    lay_targets(home / "lake")
    lay_register(home / "lake")
    lay_registries(home / "lake")
    built = warehouse("build", WAREHOUSE_HOME=str(home))
    assert built.returncode == 0, built.stderr
    with connect(published_build(Settings(home=home)).database) as connection:
        yield connection


def counted(
    loaded: duckdb.DuckDBPyConnection, region: str, period: str, basis: str, scope: str
) -> dict[str, float]:
    rows = loaded.execute(
        "select measure_code, observed_value from fct_observations where basis_code = 'records' "
        "and region_code = ? and period = ? and period_basis = ? and scope_code = ?",
        [region, period, basis, scope],
    ).fetchall()
    return dict(rows)


def test_a_later_publication_of_an_accident_supersedes_whatever_the_order_of_loading(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    rows = loaded.execute(
        "select accident_id, deaths, reading_count, source_file from fct_accidents "
        "where accident_id in ('crane', 'fall') order by all"
    ).fetchall()
    assert rows == [("crane", 2, 2, "accidents 2.csv"), ("fall", 1, 2, "accidents 1.csv")]


def test_severity_is_ours_and_another_one_stated_is_marked(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    rows = loaded.execute(
        "select accident_id, severity_code, severity_differs, deaths_with_missing, "
        "direct_loss_yuan, region_name, is_covered from fct_accidents "
        "where accident_id in ('boat', 'blast', 'bus') order by all"
    ).fetchall()
    assert rows == [
        ("blast", "major", False, 10, None, "嘉兴市", True),
        ("boat", "larger", True, 3, 10_000_000.0, "南湖区", True),
        ("bus", "larger", False, 3, 0.0, "湖州市", False),
    ]


def test_a_covered_month_without_an_accident_counts_zero(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    january = counted(loaded, JIAXING, "2020-01", "single_month", "production")
    assert len(january) == 9
    assert set(january.values()) == {0.0}


def test_a_month_counts_the_accidents_of_the_city_and_its_counties(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    february = {
        "accidents": 2,
        "deaths": 1 + 2 + 1,
        "serious_injuries": 1,
        "injuries": 2 + 1,
        "direct_loss": 500_000 + 10_000_000,
        "accidents_larger": 1,
        "accidents_serious": 1,
        "accidents_major": 0,
        "deaths_larger": 2 + 1,
    }
    for basis in ("single_month", "cumulative_from_january"):
        assert counted(loaded, JIAXING, "2020-02", basis, "production") == february


def test_a_year_is_counted_only_when_whole_and_a_loss_only_when_every_accident_states_it(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    assert counted(loaded, JIAXING, "2020", "year", "production") == {
        "accidents": 3,
        "deaths": 4 + 10,
        "serious_injuries": 1,
        "injuries": 3 + 3,
        "accidents_larger": 1,
        "accidents_serious": 2,
        "accidents_major": 1,
        "deaths_larger": 3,
    }
    assert counted(loaded, JIAXING, "2021", "year", "production") == {}
    half = counted(loaded, JIAXING, "2021-06", "cumulative_from_january", "production")
    assert (half["accidents"], half["deaths"], half["direct_loss"]) == (1, 2, 0)


def test_only_whole_months_of_the_declared_region_and_scope_are_counted(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    february = counted(loaded, HUZHOU, "2019-02", "single_month", "production")
    assert (february["accidents"], february["deaths"]) == (1, 1)
    months = loaded.execute(
        "select region_code, scope_code, min(period), max(period), count(distinct period) "
        "from fct_observations where basis_code = 'records' and period_basis = 'single_month' "
        "and region_code in ('321200', '330400', '330500') "
        "and scope_code in ('production', 'fire') "
        "group by all order by all"
    ).fetchall()
    assert months == [
        ("321200", "production", "2012-11", "2013-01", 3),
        (JIAXING, "production", "2020-01", "2021-06", 18),
        (HUZHOU, "fire", "2026-01", "2026-02", 2),
        (HUZHOU, "production", "2019-02", "2019-04", 3),
    ]


def test_an_old_code_counts_to_the_city_in_its_time_and_after_it(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    months = ("2012-11", "2012-12", "2013-01")
    deaths = [counted(loaded, "321200", month, "single_month", "production") for month in months]
    assert [each["deaths"] for each in deaths] == [1, 0, 2 + 4]


def test_what_was_published_comes_before_our_count_and_a_forecast_after_it(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    rows = loaded.execute(
        "select period, basis_code, vintage_code, observed_value, is_latest_vintage "
        "from fct_observations where region_code = ? and scope_code = 'production' "
        "and measure_code = 'deaths' and (period = '2020' and period_basis = 'year' "
        "or period = '2020-01' and period_basis = 'single_month') order by all",
        [JIAXING],
    ).fetchall()
    assert ("2020", "published", "preliminary", 86.0, True) in rows
    assert ("2020", "records", "unknown", 14.0, False) in rows
    assert ("2020-01", "published", "forecast", 9.0, False) in rows
    assert ("2020-01", "records", "unknown", 0.0, True) in rows
    bases = loaded.execute(
        "select period, numerator_basis, numerator from fct_indicator_values "
        "where region_code = ? and scope_code = 'production' and indicator_code = 'deaths' "
        "and (period = '2020' and period_basis = 'year' "
        "or period = '2020-01' and period_basis = 'single_month') order by all",
        [JIAXING],
    ).fetchall()
    assert bases == [("2020", "published", 86.0), ("2020-01", "records", 0.0)]


def test_a_counted_figure_names_the_declaration_it_rests_on(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    rows = loaded.execute(
        "select distinct source_title, source_kind, source_file, file_sha256, row_number, "
        "published_date from fct_observations where basis_code = 'records' and region_code = ?",
        [JIAXING],
    ).fetchall()
    assert rows == [
        ("嘉兴市事故台账", "records", "accidents 1.csv", f"{1:064x}", 2, date(2021, 7, 5))
    ]


def test_a_corrected_figure_supersedes_by_its_date_else_by_when_it_was_loaded(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    rows = loaded.execute(
        "select region_code, published_value, source_file from fct_observations "
        "where period = '2019' and measure_code = 'gdp' and is_latest_vintage "
        "and region_code in (?, ?) order by all",
        [JIASHAN, NANHU],
    ).fetchall()
    assert rows == [(NANHU, 70.6, "statistics 12.csv"), (JIASHAN, 110.0, "statistics 11.csv")]


def test_of_a_file_refused_as_a_whole_nothing_counts_but_its_outcome(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    rows = loaded.execute(
        "select status, refusal_code, (select count(*) from fct_observations "
        "where source_file = outcomes.file) from fct_load_outcomes as outcomes "
        "where file = 'statistics 14.csv'"
    ).fetchall()
    assert rows == [("refused", "file_damaged", 0)]


def test_what_a_loaded_figure_does_not_say_is_named_and_where_it_stood_is_kept(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    rows = loaded.execute(
        "select observed_value, scope_code, vintage_code, quality_code, source_title, "
        "source_publisher, source_kind, value_qualifier, sheet_name, row_number, cell "
        "from fct_observations where region_code = ? and period = '2019' and measure_code = 'gdp' "
        "and source_file = 'statistics 13.csv'",
        [TONGXIANG],
    ).fetchall()
    assert rows == [
        (96_050_000_000.0, "none", "unknown", "stated", "statistics 13.csv", "未注明", "unstated",
         "approximate", "表1", 2, "C3")
    ]  # fmt: skip


def test_a_figure_of_fifteen_digits_is_read_whole(loaded: duckdb.DuckDBPyConnection) -> None:
    rows = loaded.execute(
        "select observed_value from fct_observations where period = '2035'"
    ).fetchall()
    assert rows == [(100_000_000_000_000.0,)]


def test_a_loaded_target_supersedes_the_shipped_one_and_plans_are_found_in_targets(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    rows = loaded.execute(
        "select target_code, target_value, strength, base_is_stated, file_sha256, row_number "
        "from dim_targets where target_code in "
        "('dongyang-2016-2020-01', 'dongyang-2016-2020-02', 'huzhou-2021-2025-01') order by all"
    ).fetchall()
    assert rows == [
        ("dongyang-2016-2020-01", 51.0, "not_stated", True, None, None),
        ("dongyang-2016-2020-02", 16.0, "not_stated", True, f"{21:064x}", 2),
        ("huzhou-2021-2025-01", 10.0, "not_stated", False, f"{22:064x}", 2),
    ]
    plans = loaded.execute(
        "select plan_code, plan_name, region_code, period_from, period_to, plan_file "
        "from dim_plans where plan_code like 'huzhou%' order by all"
    ).fetchall()
    assert plans == [
        ("huzhou-2021-2025", "huzhou-2021-2025", HUZHOU, 2021, 2025, "targets 22.csv"),
        ("huzhou-outlook", "huzhou-outlook", HUZHOU, 2021, 2035, "targets 22.csv"),
    ]


def test_every_load_and_every_refused_row_can_be_looked_up(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    rows = loaded.execute(
        "select file, sha256, kind, layout, status, loaded_at, rows_read, rows_accepted, "
        "rows_refused, rows_ignored from fct_load_outcomes where rows_refused > 0"
    ).fetchall()
    loaded_at = FIRST_LOAD + timedelta(hours=2)
    assert rows == [
        ("accidents 2.csv", f"{2:064x}", "accidents", "accidents", "partial", loaded_at, 4, 2, 1, 1)
    ]
    refused = loaded.execute(
        "select file, row_number, original_text, reason_codes, detail from fct_refused_rows"
    ).fetchall()
    assert refused == [
        ("accidents 2.csv", 2, '["2019年2月30日","坍塌"]', "date_does_not_exist", "2019-02-30")
    ]
    warned = loaded.execute("select file, row_number, reason_codes from fct_warned_rows").fetchall()
    assert warned == [("statistics 13.csv", 3, "ten_times_last_vintage")]


def test_loading_a_file_anew_changes_the_inputs_and_an_empty_lake_does_not(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    before = inputs_sha256(settings)
    lay_empty_lake(settings.lake)
    assert inputs_sha256(settings) == before
    lay_file(settings.lake, 1, "statistics", [figure(NANHU, "1")])
    loaded_once = inputs_sha256(settings)
    lay_file(tmp_path / "again", 1, "statistics", [figure(NANHU, "2")])
    name = f"{1:064x}"
    (settings.lake / name).rename(tmp_path / "replaced")
    (tmp_path / "again" / name).rename(settings.lake / name)
    assert len({before, loaded_once, inputs_sha256(settings)}) == 3


def test_an_empty_lake_is_laid_once_and_anew_where_a_column_came_to_it(tmp_path: Path) -> None:
    lake = tmp_path / AWKWARD_NAME
    lay_empty_lake(lake)
    files = sorted(path for path in lake.rglob("*") if path.is_file())
    assert [path.stem for path in files] == sorted(LAKE)
    for path in files:
        assert pl.read_parquet(path, glob=False).schema == pl.Schema(LAKE[path.stem])
    pl.DataFrame({"file_sha256": []}).write_parquet(files[0])
    for path in files:
        os.utime(path, (0, 0))
    lay_empty_lake(lake)
    anew = [path for path in files if path.stat().st_mtime_ns]
    assert anew == [files[0]]
    assert pl.read_parquet(files[0], glob=False).schema == pl.Schema(LAKE[files[0].stem])


def test_targets_of_an_older_version_are_completed_once(tmp_path: Path) -> None:
    lake = tmp_path / AWKWARD_NAME
    lay_file(lake, 1, "targets", [target("huzhou-2021-2025-01")], old=True)
    path = lake / f"{1:064x}" / "targets.parquet"
    complete_older_targets(lake)
    rows = pl.read_parquet(path, glob=False)
    assert rows.schema == pl.Schema(LAKE["targets"])
    said = ("due_form", "due_last_year", "is_in_per_cent", "target_value")
    assert rows.select(said).rows() == [("time", 2025, True, 10.0)]
    os.utime(path, (0, 0))
    complete_older_targets(lake)
    assert path.stat().st_mtime_ns == 0


def test_targets_of_an_older_version_that_are_refused_today_are_kept_with_the_reason(
    tmp_path: Path,
) -> None:
    lake = tmp_path / AWKWARD_NAME
    # a fall without a base, and one that says against what
    lay_file(
        lake,
        1,
        "targets",
        [target("huzhou-2021-2025-01", base_period=None), target("huzhou-2021-2025-02")],
        old=True,
    )
    complete_older_targets(lake)
    folder = lake / f"{1:064x}"
    kept = pl.read_parquet(folder / "targets.parquet", glob=False)
    refused = pl.read_parquet(folder / "refused.parquet", glob=False)
    outcome = pl.read_parquet(folder / "outcome.parquet", glob=False)
    assert kept["target_code"].to_list() == ["huzhou-2021-2025-02"]
    assert refused.select("row_number", "reason_codes").rows() == [(2, "base_period_missing")]
    assert "huzhou-2021-2025-01" in refused["original_text"][0]
    assert outcome.select("rows_accepted", "rows_refused", "status", "reasons").rows() == [
        (1, 1, "partial", '{"base_period_missing": 1}')
    ]


# One declaration of one register: Shaoxing, production, the whole of 2019. Three die in Zhuji
# (manufacturing) and one in Yuecheng (construction) in January, one in Yuecheng in February of
# whom no industry is told, one in March of whom no county is told. Xinchang has no accident.
@pytest.mark.parametrize(
    ("region", "period", "scope", "deaths"),
    [
        (SHAOXING, "2019-01", "production", 4),
        (ZHUJI, "2019-01", "production", 3),
        (YUECHENG, "2019-01", "production", 1),
        (XINCHANG, "2019-01", "production", 0),
        (SHAOXING, "2019-01", "manufacturing_commerce", 3),
        (SHAOXING, "2019-01", "mining", 0),
        (ZHUJI, "2019-01", "manufacturing_commerce", 3),
        (ZHUJI, "2019-01", "construction", 0),
        # no industry is told: only the regions of that accident do not know
        (SHAOXING, "2019-02", "production", 1),
        (SHAOXING, "2019-02", "construction", None),
        (YUECHENG, "2019-02", "construction", None),
        (ZHUJI, "2019-02", "construction", 0),
        # no county is told: it may have been in any of them
        (SHAOXING, "2019-03", "production", 1),
        (SHAOXING, "2019-03", "construction", 1),
        (ZHUJI, "2019-03", "production", None),
        (XINCHANG, "2019-03", "construction", None),
        (SHAOXING, "2019-04", "agriculture", 0),
        (XINCHANG, "2019-04", "agriculture", 0),
        # nobody declared what was outside production
        (SHAOXING, "2019-01", "all_kinds", None),
    ],
)
def test_one_declaration_gives_the_city_its_counties_and_their_industries(
    loaded: duckdb.DuckDBPyConnection, region: str, period: str, scope: str, deaths: float | None
) -> None:
    assert counted(loaded, region, period, "single_month", scope).get("deaths") == deaths


def test_a_year_of_a_part_is_known_only_where_all_its_months_are(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    city = counted(loaded, SHAOXING, "2019", "year", "production")
    # 3 + 1 + 1 + 1; one accident is larger, with three deaths
    assert (city["deaths"], city["accidents"], city["accidents_larger"]) == (6, 4, 1)
    assert (city["deaths_larger"], city["accidents_major"]) == (3, 0)
    assert counted(loaded, ZHUJI, "2019", "year", "production") == {}
    assert counted(loaded, SHAOXING, "2019", "year", "construction") == {}


def test_a_register_is_told_apart_by_industry_type_and_severity_with_real_zeros(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    rows = loaded.execute(
        "select region_code, breakdown_code, measure_code, counted_value from fct_register_counts "
        "where period = '2019-01' and region_code in (?, ?) and breakdown = 'severity' "
        "order by region_code, measure_code, breakdown_sort_order",
        [SHAOXING, XINCHANG],
    ).fetchall()
    grades = ("ordinary", "larger", "major", "extraordinary")
    told: dict[tuple[str, str], list[float]] = defaultdict(list)
    for region, _grade, measure, value in rows:
        told[region, measure].append(value)
    assert [grade for _, grade, _, _ in rows[:4]] == list(grades)
    assert told == {
        (SHAOXING, "accidents"): [1, 1, 0, 0],
        (SHAOXING, "deaths"): [1, 3, 0, 0],
        (XINCHANG, "accidents"): [0, 0, 0, 0],
        (XINCHANG, "deaths"): [0, 0, 0, 0],
    }
    rows = loaded.execute(
        "select breakdown, period, count(*), sum(counted_value), sum(cumulated_value) "
        "from fct_register_counts where region_code = ? and measure_code = 'deaths' "
        "and period <= '2019-03' group by all order by all",
        [SHAOXING],
    ).fetchall()
    # In February nobody tells industry or type, so both, and what is cumulated, end in January.
    assert rows == [
        ("accident_type", "2019-01", 20, 4, 4),
        ("industry", "2019-01", 20, 4, 4),
        ("industry", "2019-03", 20, 1, None),
        ("severity", "2019-01", 4, 4, 4),
        ("severity", "2019-02", 4, 1, 5),
        ("severity", "2019-03", 4, 1, 6),
    ]


def test_what_is_published_is_compared_with_what_the_register_counts(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    rows = loaded.execute(
        "select region_code, period, counted_value, published_value, gap, gap_pct "
        "from fct_register_comparisons where region_code in (?, ?) order by all",
        [SHAOXING, ZHUJI],
    ).fetchall()
    assert rows == [
        (SHAOXING, "2019", 6, 6, 0, 0),
        (ZHUJI, "2019-01", 3, 2, -1, -50),
    ]


def test_what_a_home_brings_of_the_registries_is_joined_with_what_ships(
    loaded: duckdb.DuckDBPyConnection,
) -> None:
    town = loaded.execute(
        "select region_name, measure_name, display_value, display_unit from fct_observations "
        "where region_code = '441900-shilong' and measure_code = 'mending'"
    ).fetchall()
    assert town == [("石龙镇", "隐患整改率", 97.5, "%")]
    rates = loaded.execute(
        "select indicator_name, scope_code, computed_rate from fct_indicator_values "
        "where region_code = '441900-shilong' and denominator is not null order by all"
    ).fetchall()
    # 1900 / 2000; 3 / 0.15 million: what counts officially in 2022 is production
    assert rates == [("整改完成率", "none", 95), ("百万人口死亡率", "production", 20)]
    formula = loaded.execute(
        "select definition, definition_en, source from dim_indicators "
        "where indicator_code = 'mended_share'"
    ).fetchall()
    assert formula == [("整改数 ÷ 隐患数 × 100", "整改数 ÷ 隐患数 × 100", "indicators 53.csv")]
    plan = loaded.execute(
        "select plan_name, issuer, period_from, period_to, plan_file, region_name "
        "from dim_plans where plan_code = 'dongguan-2021-2025'"
    ).fetchall()
    assert plan == [("东莞某规划", "东莞市人民政府", 2021, 2025, "plans 55.csv", "东莞市")]


def test_what_ships_is_not_redefined_by_a_file(loaded: duckdb.DuckDBPyConnection) -> None:
    rows = loaded.execute("select measure_name from dim_measures where measure_code = 'deaths'")
    assert rows.fetchall() == [("死亡人数",)]
