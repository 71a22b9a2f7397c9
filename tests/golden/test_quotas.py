"""Whether a quota will be kept: the probability against scipy, the season against hand counts."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.mock_models import MockModels
from tests.rests import discounted, exceeded, rest

EXACT_UP_TO = 500

# quota, used, share of the year, years known before (each worth less), what they counted in all
Month = tuple[int, float, float, float, float]


def limits_and_rests(models: MockModels, months: list[Month]) -> dict[str, pl.DataFrame]:
    """Answers the limits, and what is expected of the rests, of as many invented regions."""
    rows = pl.DataFrame(
        {
            "region_code": [f"{place:06d}" for place in range(len(months))],
            "measure_code": "deaths",
            "scope_code": "production",
            "period": "2019-06",
            "period_year": 2019,
            "limit_kind": "quota",
            "limit_code": "quota_deaths",
            "most_allowed": [float(month[0]) for month in months],
            "used": [float(month[1]) for month in months],
            "expected_share": [float(month[2]) for month in months],
            "prior_weight": [float(month[3]) for month in months],
            "prior_events": [float(month[4]) for month in months],
        }
    )
    return {
        "int_year_limits_listed": rows,
        "int_rests_expected": models.run("int_rests_expected", int_year_counts_followed=rows),
    }


def probabilities(
    models: MockModels, log_factorials: pl.DataFrame, months: list[Month]
) -> list[float]:
    answer = models.run(
        "int_limits_predicted",
        **limits_and_rests(models, months),
        int_log_factorials=log_factorials,
    )
    found: list[float] = answer.sort("region_code")["probability_exceeded"].to_list()
    return found


def test_a_case_worked_by_hand(models: MockModels, log_factorials: pl.DataFrame) -> None:
    # Half a year without a death: P(rest = 0) = (1/2)^(1/4) = 0.84090, P(rest = 1) is half of a
    # quarter of it, 0.10511. A quota of 0 is exceeded with 0.15910, one of 1 with 0.05399. The year
    # over: kept or not. Two deaths on a quota of one: exceeded. With one year of zero before the
    # rate has been watched for 1 1/2 years of 2: P(rest = 0) = (3/4)^(1/4) = 0.93060.
    months: list[Month] = [
        (0, 0, 0.5, 0, 0),
        (1, 0, 0.5, 0, 0),
        (5, 5, 1, 0, 0),
        (4, 5, 1, 3, 40),
        (1, 2, 0.5, 0, 0),
        (0, 0, 0.5, 1, 0),
    ]
    found = probabilities(models, log_factorials, months)
    assert found == pytest.approx([0.15910, 0.05399, 0, 1, 1, 0.06940], abs=5e-6)


def test_what_many_events_tell_is_bounded_by_how_rates_wander(models: MockModels) -> None:
    # 1000 deaths in a year before are worth 1000 / (1 + 0.1225 x 1000) = 8.0972, 400 in half a
    # year 400 / (1 + 0.04 x 400) = 23.5294: with the quarter 31.8766 in
    # 1 / 123.5 + 0.5 / 17 = 0.037509 years; half a year brings 424.92.
    (row,) = limits_and_rests(models, [(900, 400, 0.5, 1, 1000)])["int_rests_expected"].rows(
        named=True
    )
    assert row["size"] == pytest.approx(31.8766, abs=1e-4)
    assert row["expected_rest"] == pytest.approx(424.92, abs=0.02)


def test_nothing_is_said_early_in_a_year_of_which_nothing_else_is_known(
    models: MockModels,
) -> None:
    months: list[Month] = [(5, 1, 0.24, 0, 0), (5, 1, 0.25, 0, 0), (5, 1, 0.08, 0.6, 0)]
    found = limits_and_rests(models, months)["int_rests_expected"].sort("region_code")
    assert found["is_foreseen"].to_list() == [False, True, True]


def test_seven_years_of_zero_are_no_warning_in_january(
    models: MockModels, log_factorials: pl.DataFrame
) -> None:
    found = probabilities(models, log_factorials, [(0, 0, 31 / 365, *discounted([0] * 7))])
    # (1.4580 + 0.0849) / 2.4580 = 0.62771, its fourth root 0.89010
    assert found == [pytest.approx(1 - 0.89010, abs=1e-5)]


def test_twelve_a_year_for_ten_years_are_not_forgotten_in_february(
    models: MockModels, log_factorials: pl.DataFrame
) -> None:
    # Three in two months; about 11 more are expected, twelve or more break the quota of 14.
    found = probabilities(models, log_factorials, [(14, 3, 59 / 365, *discounted([12] * 10))])
    assert 0.4 < found[0] < 0.5


def test_the_prediction_is_that_of_a_poisson_rate_with_a_gamma_prior() -> None:
    # The mixture itself, integrated numerically: a rate of the gamma distribution, the rest Poisson
    # of (1 - share) x rate.
    quota, used, share, years, events = 20, 12, 0.6, 1.19, 16.8
    size, success = rest(used, share, years, events)
    rate = stats.gamma(size, scale=(1 - success) / success)
    mixed = rate.expect(lambda remaining: stats.poisson.sf(quota - used, remaining))
    assert exceeded(quota, used, share, years, events) == pytest.approx(mixed, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    months=st.lists(
        st.tuples(
            st.integers(0, EXACT_UP_TO),
            st.integers(0, EXACT_UP_TO),
            st.floats(0.02, 0.99),
            st.floats(0, 2.4),
            st.floats(0, 1e4),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_up_to_five_hundred_the_probability_is_scipys(
    models: MockModels, log_factorials: pl.DataFrame, months: list[Month]
) -> None:
    found = probabilities(models, log_factorials, months)
    assert found == pytest.approx([exceeded(*month) for month in months], abs=1e-8)


@settings(max_examples=60, deadline=None)
@given(
    quota=st.integers(2 * EXACT_UP_TO, 80_000),
    year=st.tuples(st.floats(0.05, 0.98), st.floats(0.8, 1.25), st.floats(0, 2.4)),
)
def test_above_five_hundred_the_approximation_is_within_three_thousandths(
    models: MockModels, log_factorials: pl.DataFrame, quota: int, year: tuple[float, float, float]
) -> None:
    share, pace, years = year
    month: Month = (quota, min(quota, round(quota * share * pace)), share, years, years * quota)
    (found,) = probabilities(models, log_factorials, [month])
    assert found == pytest.approx(exceeded(*month), abs=3e-3)


@settings(max_examples=40, deadline=None)
@given(
    month=st.tuples(
        st.just(0),
        st.integers(0, 60_000),
        st.floats(0.05, 0.98),
        st.floats(0.1, 2.4),
        st.floats(0, 3),
    )
)
def test_bounds_of_the_rest_are_scipys(
    models: MockModels, log_factorials: pl.DataFrame, month: Month
) -> None:
    quota, used, share, years, pace = month
    month = (quota, used, share, years, pace * used / share)
    shares = (0.025, 0.1, 0.9, 0.975)
    expected = [float(stats.nbinom.ppf(each, *rest(*month[1:]))) for each in shares]
    answer = models.run(
        "int_rests_bounded",
        int_rests_expected=limits_and_rests(models, [month])["int_rests_expected"],
        int_log_factorials=log_factorials,
    )
    found = answer.select("rest_lower_95", "rest_lower_80", "rest_upper_80", "rest_upper_95").row(0)
    assert found == pytest.approx(expected, rel=6e-3, abs=0 if expected[3] < 100 else 1)


CITY, COUNTY, PROVINCE = "330500", "330521", "330000"


def counts(region: str, years: dict[int, list[int]]) -> pl.DataFrame:
    """Answers counts from January as int_counts_cumulated has them."""
    rows = [
        (region, year, month, float(sum(deaths[:month])))
        for year, deaths in years.items()
        for month in range(1, len(deaths) + 1)
    ]
    return pl.DataFrame(
        rows, ["region_code", "period_year", "period_month", "cumulated_value"], orient="row"
    ).with_columns(
        measure_code=pl.lit("deaths"),
        scope_code=pl.lit("production"),
        single_months_value=pl.col("cumulated_value"),
        from_january_value=pl.lit(None, pl.Float64),
    )


def season(models: MockModels, quota_region: str, *told: pl.DataFrame) -> dict[int, float]:
    """Answers share_of_season by month for a quota of 2019."""
    quotas = pl.DataFrame(
        {
            "region_code": [quota_region],
            "measure_code": ["deaths"],
            "scope_code": ["production"],
            "period_year": [2019],
        }
    )
    line = [(COUNTY, COUNTY), (COUNTY, CITY), (COUNTY, PROVINCE), (CITY, CITY), (CITY, PROVINCE)]
    ancestors = pl.DataFrame(line, ["region_code", "ancestor_code"], orient="row").with_columns(
        valid_from=pl.lit(date(1, 1, 1)), valid_to=pl.lit(date(9999, 12, 31))
    )
    regions = pl.DataFrame(
        {
            "region_code": [COUNTY, CITY, PROVINCE],
            "region_level": ["county", "prefecture", "province"],
        }
    )
    answer = models.run(
        "int_seasons_shared",
        int_year_limits_listed=quotas,
        int_counts_cumulated=pl.concat(told),
        int_region_ancestors=ancestors,
        stg_regions=regions,
    )
    return dict(answer.sort("period_month").select("period_month", "share_of_season").iter_rows())


EVEN = [3] * 12  # 36 a year
FRONT = [8] * 6 + [2] * 6  # 60 a year, 48 of them by June


def test_the_season_is_the_share_of_earlier_complete_years(models: MockModels) -> None:
    # (18 + 48) / (36 + 60) by June. 2016 lacks December; 2008 is more than ten years before.
    years = {2008: FRONT, 2016: EVEN[:11], 2017: EVEN, 2018: FRONT, 2019: FRONT[:3]}
    found = season(models, CITY, counts(CITY, years))
    assert sorted(found) == list(range(1, 13))
    assert found[6] == pytest.approx(66 / 96)
    assert found[12] == pytest.approx(1)


def test_with_too_few_years_or_deaths_the_nearest_region_above_gives_the_season(
    models: MockModels,
) -> None:
    few = counts(COUNTY, {2017: [1] * 12, 2018: [1] * 12})  # 24 deaths
    one_year = counts(CITY, {2018: EVEN * 1})
    province = counts(PROVINCE, {2017: FRONT, 2018: FRONT})
    assert season(models, COUNTY, few, one_year, province)[6] == pytest.approx(48 / 60)
    city = counts(CITY, {2017: EVEN, 2018: EVEN})
    assert season(models, COUNTY, few, city, province)[6] == pytest.approx(18 / 36)
    assert season(models, COUNTY, few, one_year) == {}


def test_a_year_tells_its_season_by_one_series_alone(models: MockModels) -> None:
    # Single months add up to 36 and the figures from January on to 30, six being struck off in
    # December: only the months tell the season, and no share is above 1.
    told = counts(CITY, {2017: EVEN, 2018: FRONT}).with_columns(
        cumulated_value=pl.when(pl.col("period_month") == 12).then(30).otherwise("cumulated_value")
    )
    found = season(models, CITY, told)
    assert found[11] == pytest.approx((33 + 58) / 96)
    assert max(found.values()) == found[12] == 1


def test_figures_from_january_on_tell_the_season_where_they_never_fall(models: MockModels) -> None:
    told = counts(CITY, {2016: EVEN, 2017: EVEN, 2018: FRONT}).with_columns(
        single_months_value=pl.lit(None, pl.Float64),
        from_january_value=pl.when((pl.col("period_month") == 12) & (pl.col("period_year") == 2018))
        .then(57)
        .otherwise("cumulated_value"),
    )
    # 2018 falls from 58 to 57 in December and tells nothing.
    assert season(models, CITY, told)[6] == pytest.approx(36 / 72)
