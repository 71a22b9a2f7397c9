"""Annual quotas and the work behind the outcomes, loaded as a bureau would and built."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import pytest

from tests.conftest import Run, spare_compiling
from tests.rests import discounted, exceeded
from warehouse.builds.published import connect, published_build
from warehouse.ground.settings import Settings

Rows: TypeAlias = list[tuple[Any, ...]]

HUZHOU, DEQING = "330500", "330521"
TARGET_COLUMNS = (
    "plan_code,target_code,region_code,region_name,section,indicator_name_zh,indicator_code,"
    "target_kind,strength,base_period,base_is_stated,alternative_base,target_period,target_value,"
    "unit,quote,plan_file,notes\n"
)
# The columns of plan_targets.csv and no more: the scope stands in the indicator's name, or nowhere.
QUOTAS = TARGET_COLUMNS + (
    "huzhou-quotas-2019,huzhou-quotas-2019-01,330500,湖州市,,生产安全事故死亡人数,deaths,external,"
    "hard,,,,2019,80,人,2019年死亡人数控制在80人以内,,\n"
    "huzhou-quotas-2019,huzhou-quotas-2019-02,330500,湖州市,,死亡人数控制指标,quota_deaths,external,"
    "hard,,,,2018,100,人,,,\n"
)
# With a scope of its own, in Chinese headings; and what is no quota.
BY_SCOPE = (
    "规划代码,目标代码,地区,指标代码,事故范围,目标类型,目标期,目标值,单位\n"
    "deqing-quotas,deqing-quotas-01,德清县,deaths,道路交通,上级下达,each year 2018-2019,12,人\n"
    "deqing-quotas,deqing-quotas-02,德清县,deaths,工矿商贸,上级下达,2019,2.5,人\n"
    "deqing-quotas,deqing-quotas-03,德清县,deaths,工矿商贸,上级下达,2019,3,起\n"
    "deqing-quotas,deqing-quotas-04,德清县,accidents,工矿商贸,上级下达,2019,-3,起\n"
)
HEADER = "region_code,period,period_basis,measure,scope,value,unit,vintage,published_date\n"


def deaths(period: str, basis: str, value: int, vintage: str = "unknown", day: str = "") -> str:
    return f"{HUZHOU},{period},{basis},deaths,production,{value},人,{vintage},{day}\n"


def month(year: int, number: int, value: int) -> str:
    """A month's deaths, published on the tenth of the next."""
    day = f"{year + number // 12}-{number % 12 + 1:02}-10"
    return deaths(f"{year}-{number:02}", "single_month", value, day=day)


def huzhou() -> str:
    """Three years of 90 deaths, 60 of them by June, and 2019 until June."""
    rows = [
        month(year, number, 10 if number <= 6 else 5)
        for year in (2016, 2017, 2018)
        for number in range(1, 13)
    ]
    rows += [month(2019, number, 9) for number in range(1, 7)]
    rows += [
        deaths("2019-02", "single_month", 11, "revised", "2019-05-05"),
        deaths("2018", "year", 93, "revised", "2019-06-05"),
    ]
    return HEADER + "".join(rows)


def chance(quota: int, used: float, share: float, years: dict[int, int]) -> float:
    """Answers the chance that a quota of 2019 is exceeded; of years in a row before it."""
    return exceeded(quota, used, share, *discounted([years[year] for year in sorted(years)[::-1]]))


COVERAGE = (
    "地区,时期,指标,数值,单位\n"
    "江苏省泰州市,2020,职业病危害项目申报率（危害严重行业）,97.5,%\n"
    "江苏省泰州市,2020,occ_hazard_declaration_rate_general,７６,%\n"
    "江苏省泰州市,2016,罚没款,1200.5,万元\n"
)


@pytest.fixture(scope="module")
def home(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quotas")
    spare_compiling(published_home, folder / "home")
    return folder


@pytest.fixture(scope="module")
def outcomes(warehouse: Run, home: Path) -> dict[str, dict[str, Any]]:
    """Answers what became of each file that was loaded into the home."""
    texts = {"quotas": QUOTAS, "scopes": BY_SCOPE, "deaths": huzhou(), "coverage": COVERAGE}
    files = [home / f"{name}.csv" for name in texts]
    for file, text in zip(files, texts.values(), strict=True):
        file.write_text(text, encoding="utf-8")
    done = warehouse("load", *map(str, files), "--json", WAREHOUSE_HOME=str(home / "home"))
    assert done.returncode == 3, done.stderr
    return dict(zip(texts, json.loads(done.stdout)["files"], strict=True))


@pytest.fixture(scope="module")
def built(
    warehouse: Run, home: Path, outcomes: dict[str, dict[str, Any]]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Answers the published build of the home."""
    assert outcomes
    done = warehouse("build", WAREHOUSE_HOME=str(home / "home"))
    assert done.returncode == 0, done.stderr
    with connect(published_build(Settings(home=home / "home")).database) as connection:
        yield connection


def test_quotas_load_and_what_can_be_none_is_refused(outcomes: dict[str, dict[str, Any]]) -> None:
    assert (outcomes["quotas"]["kind"], outcomes["quotas"]["rows_accepted"]) == ("targets", 2)
    assert outcomes["scopes"]["rows_accepted"] == 1
    assert outcomes["scopes"]["reasons"] == {
        "value_not_whole": 1,
        "unit_contradicts": 1,
        "negative_count": 1,
    }


def test_progress_of_a_quota_by_the_end_of_june(built: duckdb.DuckDBPyConnection) -> None:
    rows = built.execute(
        "select quota, used, share_used, share_of_year, share_of_season, season_basis_code, "
        "season_years, probability_exceeded, warning_level, late_reported, carried_over, "
        "target_code, is_scope_assumed from fct_quota_progress where region_code = ? "
        "and scope_code = 'production' and period_year = 2019 and is_latest_month",
        [HUZHOU],
    ).fetchall()
    # 6 x 9 deaths and 2 more of February told in May: 56 of 80. 181 of 365 days; of the months of
    # 2016 to 2018 180 of 270 deaths. 2018 was 93 in the end: what it rose by is carried over.
    share = 180 / 270
    expected = chance(80, 56, share, {2018: 93, 2017: 90, 2016: 90})
    assert 0.5 < expected < 0.8  # yellow: about 84 by the end of the year, of 80
    assert rows == [
        (
            80,
            56,
            0.7,
            pytest.approx(181 / 365),
            pytest.approx(share),
            "own",
            3,
            pytest.approx(expected, abs=1e-9),
            "yellow",
            2,
            3,
            "huzhou-quotas-2019-01",
            False,
        )
    ]


def test_a_quota_without_a_scope_is_that_of_the_official_total(
    built: duckdb.DuckDBPyConnection,
) -> None:
    rows = built.execute(
        "select scope_code, quota, used, probability_exceeded, warning_level, reason, "
        "is_scope_assumed from fct_quota_progress "
        "where region_code = ? and period_year = 2018 and is_latest_month",
        [HUZHOU],
    ).fetchall()
    assert rows == [("production", 100, 93, 0, "none", "quota_kept", True)]


@pytest.mark.parametrize(
    ("day", "known"),
    [("2019-04-30", (3, 27, 0, 90 / 270)), ("2019-05-31", (4, 38, 2, 120 / 270))],
)
def test_as_of_a_day_only_what_was_known_by_then_is_used(
    warehouse: Run, home: Path, built: duckdb.DuckDBPyConnection, day: str, known: tuple[float, ...]
) -> None:
    # By April 3 x 9; by May 9 + 11 + 9 + 9, two of them told late. Of the 270 deaths of three
    # years 10 a month; that 2018 were 93 was not yet known.
    assert built
    number, used, late, share = known
    done = warehouse(
        "query",
        "select period_month, used, late_reported, probability_exceeded from fct_quota_progress "
        "where period_year = 2019 and is_latest_month",
        *("--as-of", day, "--format", "json"),
        WAREHOUSE_HOME=str(home / "home"),
    )
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)
    expected = chance(80, used, share, {2018: 90, 2017: 90, 2016: 90})
    assert list(row.values()) == [number, used, late, pytest.approx(expected, abs=1e-9)]


def test_a_quota_of_which_no_month_is_known_stays_a_target(
    built: duckdb.DuckDBPyConnection,
) -> None:
    assert built.execute(
        "select count(*) from fct_quota_progress where region_code = ?", [DEQING]
    ).fetchall() == [(0,)]
    assert built.execute(
        "select scope_code, target_value from dim_targets where region_code = ?", [DEQING]
    ).fetchall() == [("road_traffic", 12)]


def test_a_rate_of_coverage_loads_under_the_code_of_its_target(
    built: duckdb.DuckDBPyConnection, outcomes: dict[str, dict[str, Any]]
) -> None:
    assert outcomes["coverage"]["rows_accepted"] == 3
    rows = built.execute(
        "select targets.target_code, observations.observed_value, observations.base_unit, "
        "observations.observed_value >= targets.target_value "
        "from dim_targets as targets inner join fct_observations as observations "
        "on targets.region_code = observations.region_code "
        "and targets.indicator_code = observations.measure_code "
        "where observations.period = '2020' and targets.target_kind = 'floor' order by all"
    ).fetchall()
    # 严重 at least 100 %, 一般 at least 75 %
    assert rows == [
        ("taizhou-2016-2020-37", 97.5, "%", False),
        ("taizhou-2016-2020-39", 76.0, "%", True),
    ]
    fines = built.execute(
        "select observed_value, scope_code from fct_observations "
        "where measure_code = 'fines_collected' and region_code = '321200'"
    ).fetchall()
    assert fines == [(12_005_000.0, "none")]
