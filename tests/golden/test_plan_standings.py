"""Where a plan stands: its indicators counted by status, conditions on one of them taken together.

Jiaxing's plan asks for eight outcome indicators (GDP rate, accidents, deaths, serious accidents,
workers' rate, road rate, fire rate, special equipment) and strives for a ninth, major accidents.
"""

from pathlib import Path

import polars as pl
import pytest

from tests.mock_models import MockModels
from warehouse.builds.published import connect, published_build
from warehouse.ground.project_files import REFERENCE_DIR
from warehouse.ground.settings import Settings

COUNTS = ("met", "not_comparable", "base_missing", "no_data", "intention")
STATUSES = pl.read_csv(
    REFERENCE_DIR / "target_statuses.csv",
    schema_overrides={"progress_ratio_from": pl.Float64},
)


@pytest.mark.parametrize(
    ("plan", "period", "indicators", "counted"),
    [
        # 2020: the GDP rate and deaths cross the reform of 2016; of accidents the base is not
        # printed; workers, road, fire, special equipment and serious accidents lack figures.
        ("jiaxing-2016-2020", "2020", 8, (0, 2, 1, 5, 1)),
        # The plan's own table of results: 0.09 ≤ 0.13, 1.14 ≤ 1.3, 1.83 ≤ 2.0, 318 ≤ 365.
        ("jiaxing-2011-2015", "2015", 4, (4, 0, 0, 0, 0)),
    ],
)
def test_indicators_of_a_plan_are_counted_by_status(
    published_home: Path, plan: str, period: str, indicators: int, counted: tuple[int, ...]
) -> None:
    with connect(published_build(Settings(home=published_home)).database) as connection:
        found = connection.sql(
            "select * from fct_plan_standings where plan_code = ? and as_of_period = ?",
            params=[plan, period],
        ).pl()
    columns = ["is_shown_first", "indicators", *(f"indicators_{name}" for name in COUNTS)]
    assert found.select(columns).rows() == [(True, indicators, *counted)]


def _standing(home: Path, targets: list[tuple[str, int, str]], as_of: int) -> tuple[str, str, int]:
    """What the model makes of targets on one indicator, each a code, a year and a status."""
    codes = [code for code, _, _ in targets]
    answer = MockModels.of_home(home).run(
        "fct_plan_indicators",
        fct_target_progress=pl.DataFrame(
            {
                "plan_code": "plan",
                "region_code": "330400",
                "indicator_code": "deaths",
                "as_of_period": str(as_of),
                "as_of_year": as_of,
                "target_code": codes,
                "target_year": [year for _, year, _ in targets],
                "status_code": [status for _, _, status in targets],
                "crossed_break_code": None,
            }
        ),
        dim_targets=pl.DataFrame({"target_code": codes, "scope_code": [None] * len(codes)}),
        dim_indicators=pl.DataFrame({"indicator_code": ["deaths"]}),
        dim_target_statuses=STATUSES,
    )
    return answer.select("status_code", "target_code", "conditions").row(0)


@pytest.mark.parametrize(
    ("as_of", "targets", "expected"),
    [
        # met and not met: both must hold, so not met
        (2020, [("a", 2020, "met"), ("b", 2020, "not_met")], ("not_met", "b", 2)),
        (2020, [("a", 2020, "met"), ("b", 2020, "met")], ("met", "a", 2)),
        # met so far, but nobody can say of the other
        (2020, [("a", 2020, "met"), ("b", 2020, "no_data")], ("no_data", "b", 2)),
        # the milestone of 2018 was missed; in 2018 that counts, in 2020 only the target does
        (2018, [("a", 2018, "not_met"), ("b", 2020, "on_track")], ("not_met", "a", 2)),
        (2020, [("a", 2018, "not_met"), ("b", 2020, "met")], ("met", "b", 1)),
        # only striven for
        (2020, [("a", 2020, "intention")], ("intention", "a", 1)),
    ],
)
def test_the_gravest_condition_says_where_an_indicator_stands(
    published_home: Path,
    as_of: int,
    targets: list[tuple[str, int, str]],
    expected: tuple[str, str, int],
) -> None:
    assert _standing(published_home, targets, as_of) == expected


@pytest.mark.parametrize(
    ("standings", "latest"),
    [
        # what figures say something of goes before a later year of which nothing is known
        ([("2018", "on_track"), ("2019", "no_data")], "2018"),
        # the twelve months to June end before the year does, and after the year before it
        ([("2018", "met"), ("2018-06", "met"), ("2017", "met")], "2018"),
        ([("2018-06", "met"), ("2017", "met"), ("2018", "no_data")], "2018-06"),
        # of nothing known the last that was asked about
        ([("2016", "no_data"), ("2020", "no_data")], "2020"),
        ([("2016", "intention"), ("2020", "intention")], "2020"),
        # a break is something known
        ([("2016", "met"), ("2020", "not_comparable")], "2020"),
    ],
)
def test_an_indicator_stands_where_it_was_last_told_of(
    published_home: Path, standings: list[tuple[str, str]], latest: str
) -> None:
    periods, statuses = zip(*standings, strict=True)
    answer = MockModels.of_home(published_home).run(
        "fct_plan_indicators",
        fct_target_progress=pl.DataFrame(
            {
                "plan_code": "plan",
                "region_code": "330400",
                "indicator_code": "deaths",
                "as_of_period": periods,
                "as_of_year": [int(period[:4]) for period in periods],
                "target_code": "a",
                "target_year": 2020,
                "status_code": statuses,
                "crossed_break_code": None,
            }
        ),
        dim_targets=pl.DataFrame({"target_code": ["a"], "scope_code": [None]}),
        dim_indicators=pl.DataFrame({"indicator_code": ["deaths"]}),
        dim_target_statuses=STATUSES,
    )
    assert answer.filter("is_own_latest")["as_of_period"].to_list() == [latest]
