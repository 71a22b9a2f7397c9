"""The phrasings of plans that must be judged rightly, each from its row to its verdict, by hand.

Deaths of production in an invented place: 100, 90, 80, 70, 60 in 2016 to 2020 (400 in all, 80 a
year); 58, 55, 50, 49, 48 in 2021 to 2025 (260 in all, 52 a year). Residents: 50 million each year.
"""

from typing import Any

import polars as pl
import pytest

from tests.golden.read_targets import UNCHANGED, judged, read
from tests.mock_models import MockModels
from warehouse.ground.project_files import REFERENCE_DIR

DEATHS = dict(zip(range(2016, 2026), (100, 90, 80, 70, 60, 58, 55, 50, 49, 48), strict=True))
RESIDENTS = 50_000_000
# Columns of the models that have nothing to say here.
NOTHING = {
    "int_measures_summed": "region_code measure_code scope_code period_basis period_year "
    "period_end_date latest_value latest_vintage_code",
    "int_series_breaks_resolved": "region_code indicator_code scope_code break_code break_kind "
    "breaks_at input_role measure_code",
    "int_changes_tested": "region_code indicator_code scope_code from_period to_period "
    "period_basis change_p_value",
    "int_quotas_listed": "region_code measure_code scope_code period_year quota",
}
TYPES = {
    "period_year": pl.Int32,
    "period_end_date": pl.Date,
    "breaks_at": pl.Date,
    "latest_value": pl.Float64,
    "change_p_value": pl.Float64,
    "quota": pl.Float64,
}
PLANS = pl.DataFrame({"plan_code": ["p-2021-2025"], "period_from": [2021], "period_to": [2025]})
ROW: dict[str, Any] = {
    "plan_code": "p-2021-2025",
    "region_code": "330400",
    "indicator_code": "deaths",
    "scope": "production",
    "target_kind": "relative_reduction",
    "target_period": "2025",
}
SPAN = {"target_period": "2021-2025"}
CAP = {"target_kind": "absolute_cap", "unit": "人"}
FIRE = {"indicator_code": "火灾十万人口死亡率", "scope": "fire", "unit": "人/百万人"}

# The row, its limit and value at the end of 2025, and the verdict then.
PHRASINGS: dict[str, tuple[dict[str, Any], float | None, float | None, str]] = {
    # 60 - 15 % = 51; 48 in 2025
    "到2025年比2020年下降15%": (
        {"base_period": "2020", "target_value": "15%"},
        51,
        48,
        "met",
    ),
    # 80 a year - 15 % = 68 a year; 52 a year
    "年均较“十三五”下降15%": (
        SPAN | {"base_period": "十三五", "target_value": "15%"},
        68,
        52,
        "met",
    ),
    # 400 - 15 % = 340; 260 in all
    "“十四五”期间累计比“十三五”下降15%": (
        SPAN | {"base_period": "2016—2020", "target_value": "15", "unit": "%"},
        340,
        260,
        "met",
    ),
    # 260 in five years
    "五年控制在250人以内": (CAP | SPAN | {"target_value": "250"}, 250, 260, "not_met"),
    # 52 a year
    "年均控制在50人以内": (CAP | SPAN | {"target_value": "50"}, 50, 52, "not_met"),
    # 58, 55 in the first two years, 50 and less afterwards
    "年度控制在50人以内": (
        CAP | {"target_period": "每年", "target_value": "50"},
        50,
        48,
        "not_met",
    ),
    # 58 is 3.3 % less than 60, 48 is 2.0 % less than 49: 5 % would be 46.55
    "每年下降5%": (SPAN | {"target_value": "5%"}, 46.55, 48, "not_met"),
    # each year lies below the one before
    "逐年下降": (SPAN | {"target_kind": "yearly_decline"}, 49, 48, "met"),
    "不高于上年": (
        CAP | SPAN | {"base_basis": "上年", "target_value": "不高于上年"},
        49,
        48,
        "met",
    ),
    # (80 + 70 + 60) / 3 - 10 % = 63; 58 in 2021
    "比前三年平均值下降10%": (
        {"base_period": "2018-2020", "target_period": "2021", "target_value": "10%"},
        63,
        58,
        "met",
    ),
    # 52 deaths a year among 50 million are 1.04 a million, and 0.104 in 100,000
    "年均每百万人口火灾死亡率<1": (
        FIRE | SPAN | {"target_kind": "absolute_cap", "target_value": "<1"},
        0.1,
        0.104,
        "not_met",
    ),
}
# The national form of 2021 to 2025: deaths -15 %, accidents with ten deaths or more -20 %, the
# rates on GDP and workers -33 % and -20 %, and a yearly mean below one. By hand on the same
# figures: 60 - 15, 20 and 33 % are 51, 48 and 40.2; 48 in 2025.
NATIONAL = {
    "生产安全事故死亡人数下降15%": ({"base_period": "2020", "target_value": "-15%"}, 51, "met"),
    "重特大生产安全事故起数下降20%": ({"base_period": "2020", "target_value": "-20%"}, 48, "met"),
    "单位国内生产总值生产安全事故死亡率下降33%": (
        {"base_period": "2020", "target_value": "-33%"},
        40.2,
        "not_met",
    ),
    "工矿商贸就业人员十万人生产安全事故死亡率下降20%": (
        {"base_period": "2020", "target_value": "20", "unit": "percent"},
        48,
        "met",
    ),
    "年均起数<1": (
        CAP | SPAN | {"target_value": "<1", "value_basis": "年均"},
        1,
        "not_met",
    ),
}


def values() -> pl.DataFrame:
    """Answers the deaths, as counts of production and as the rate of fires."""
    years = list(DEATHS)
    common = {
        "region_code": "330400",
        "period": [str(year) for year in years],
        "period_basis": "year",
        "period_year": years,
        "period_end_date": [f"{year}-12-31" for year in years],
        "numerator": [float(number) for number in DEATHS.values()],
        "is_provisional": False,
        "is_official_scope": True,
    }
    none = pl.Series([None] * len(years), dtype=pl.Float64)
    count = {"computed_rate": common["numerator"], "denominator": none, "multiplier": 1.0}
    rate = {
        "computed_rate": [number * 100_000 / RESIDENTS for number in DEATHS.values()],
        "denominator": float(RESIDENTS),
        "multiplier": 100_000.0,
    }
    frames = [
        pl.DataFrame(
            common
            | {"indicator_code": code, "scope_code": scope, "denominator_measure": measure}
            | of_kind
            | {"published_rate": none, "published_decimals": none}
            | {"first_published_rate": none},
            schema_overrides={"denominator_measure": pl.String},
        ).with_columns(pl.col("period_end_date").str.to_date())
        for code, scope, measure, of_kind in (
            ("deaths", "production", None, count),
            ("fire_deaths_per_100k_population", "fire", "population_resident", rate),
        )
    ]
    return pl.concat(frames, how="diagonal_relaxed")


def nothing(model: str) -> pl.DataFrame:
    """Answers a model's columns without a row."""
    return pl.DataFrame(
        schema={name: TYPES.get(name, pl.String) for name in NOTHING[model].split()}
    )


def verdicts(models: MockModels, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Answers each target's verdict at the end of 2025, from its row in a file."""
    reference = {
        name: pl.read_csv(
            REFERENCE_DIR / f"{name}.csv", infer_schema_length=None, try_parse_dates=True
        )
        for name in ("indicators", "measures", "indicator_scopes", "target_statuses")
    }
    reference["target_reasons"] = pl.read_csv(REFERENCE_DIR / "target_reasons.csv")
    numbers = pl.DataFrame({"whole_number": list(range(12))})
    readings = models.run(
        "int_target_readings_listed",
        int_targets_ranked=read(rows),
        dim_plans=PLANS,
        stg_indicators=reference["indicators"],
        stg_measures=reference["measures"],
    )
    selected = models.run(
        "int_target_values_selected",
        int_target_figures_listed=models.run(
            "int_target_figures_listed",
            fct_indicator_values=values(),
            stg_indicator_scopes=reference["indicator_scopes"],
            int_target_readings_listed=readings,
            int_measures_summed=nothing("int_measures_summed"),
        ),
        int_target_readings_listed=readings,
        int_log_factorials=numbers,
    )
    pairs = models.run(
        "int_target_pairs_chosen",
        int_target_readings_listed=readings,
        int_target_values_selected=selected,
        stg_indicators=reference["indicators"],
        stg_indicator_scopes=reference["indicator_scopes"],
        int_series_breaks_resolved=nothing("int_series_breaks_resolved"),
        int_changes_tested=nothing("int_changes_tested"),
        int_log_factorials=numbers,
    )
    limits = models.run(
        "int_target_limits_computed",
        int_target_pairs_chosen=pairs,
        int_quotas_listed=nothing("int_quotas_listed"),
    )
    reached = models.run(
        "int_target_verdicts_reached",
        int_target_limits_computed=limits,
        int_target_changes_answered=UNCHANGED,
        target_statuses=reference["target_statuses"],
        target_reasons=reference["target_reasons"],
    )
    return {
        row["target_code"]: row
        for row in reached.filter(
            (pl.col("as_of_period") == "2025") & (pl.col("reading_order") == 1)
        ).to_dicts()
    }


def test_each_phrasing_is_judged_as_it_means(models: MockModels) -> None:
    rows = [
        ROW | row | {"target_code": quote, "quote": quote}
        for quote, (row, *_expected) in PHRASINGS.items()
    ]
    found = verdicts(models, rows)
    for quote, (_row, limit, actual, status) in PHRASINGS.items():
        said = found[quote]
        seen = (said["limit_unrounded"], said["actual_unrounded"], said["status_code"])
        assert seen == (pytest.approx(limit), pytest.approx(actual), status), quote


def test_the_national_form_is_judged_as_it_means(models: MockModels) -> None:
    rows = [
        ROW | row | {"target_code": quote, "quote": quote}
        for quote, (row, *_expected) in NATIONAL.items()
    ]
    found = verdicts(models, rows)
    for quote, (_row, limit, status) in NATIONAL.items():
        assert found[quote]["limit_unrounded"] == pytest.approx(limit), quote
        assert found[quote]["status_code"] == status, quote


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a base of years that does not say what it is of": (
        {"base_period": "2016-2020", "target_value": "30%"},
        "base_basis_missing",
    ),
    "a total against a year": (
        SPAN
        | {
            "base_period": "2020",
            "target_value": "30%",
            "value_basis": "累计",
            "base_basis": "年度",
        },
        "spans_of_unlike_length",
    ),
    "five years against three": (
        SPAN
        | {"base_period": "2018-2020", "target_value": "30%"}
        | {"value_basis": "累计", "base_basis": "累计"},
        "spans_of_unlike_length",
    ),
    "a ceiling for several years that does not say which": (
        CAP | SPAN | {"target_value": "50"},
        "value_basis_missing",
    ),
    "a total of a rate": (
        SPAN
        | {"indicator_code": "亿元GDP死亡率", "target_kind": "absolute_cap", "target_value": "0.06"}
        | {"unit": "人/亿元", "value_basis": "累计"},
        "total_of_no_count",
    ),
    "no base": ({"target_value": "30%"}, "base_period_missing"),
    "each year and a base": (
        SPAN | {"base_period": "2020", "target_value": "5%", "quote": "每年下降5%"},
        "base_basis_missing",
    ),
    "no unit": ({"base_period": "2020", "target_value": "30"}, "target_unit_missing"),
    "more than everything": (
        {"base_period": "2020", "target_value": "130%"},
        "reduction_over_100",
    ),
    "a rise among falls": (
        {"base_period": "2020", "target_value": "增长30%"},
        "value_contradicts_kind",
    ),
    "a fraction under a per cent sign": (
        {"base_period": "2020", "target_value": "0.3", "unit": "%"},
        "value_may_be_share",
    ),
    "a floor of deaths": (
        {"target_kind": "floor", "target_value": "50", "unit": "人"},
        "kind_against_direction",
    ),
    "a base that is not before": (
        {"base_period": "2025", "target_value": "30%"},
        "base_not_before",
    ),
    "a base of a month": ({"base_period": "2020-06", "target_value": "30%"}, "base_not_years"),
    "an unknown indicator": (
        {"indicator_code": "死亡人次", "base_period": "2020", "target_value": "30%"},
        "indicator_unknown",
    ),
    "none at all from which year on": (
        {"plan_code": "wh145", "target_kind": "zero", "target_value": "0"},
        "target_span_missing",
    ),
    "a unit of something else": (CAP | {"target_value": "50", "unit": "起"}, "unit_contradicts"),
    "half a death": ({"target_kind": "external", "target_value": "4.5"}, "value_not_whole"),
    "a scope that is none": (
        {"base_period": "2020", "target_value": "30%", "scope": "生产事故们"},
        "scope_unknown",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_say_what_it_means_is_refused_with_the_question(name: str) -> None:
    row, reason = REFUSED[name]
    found = judged([ROW | {"target_code": "a"} | row])
    assert found["reason_codes"].to_list() == [reason]


READ: dict[str, tuple[dict[str, Any], float | None, str | None]] = {
    "per mille": (
        {"base_period": "2020", "target_value": "300", "unit": "‰"},
        0.3,
        "share",
    ),
    "tenths": ({"base_period": "2020", "target_value": "三成"}, 0.3, "share"),
    "minus": ({"base_period": "2020", "target_value": "-30", "unit": "percent"}, 0.3, "share"),
    "0.07 of 7 in ten billion": (
        {"indicator_code": "亿元GDP死亡率", "target_kind": "absolute_cap"}
        | {"target_value": "7", "unit": "人/百亿元"},
        0.07,
        "amount",
    ),
    # the indicator is judged in 万元
    "5000 of 0.5亿元": (
        {"indicator_code": "直接经济损失", "target_kind": "absolute_cap"}
        | {"target_value": "0.5", "unit": "亿元"},
        5000,
        "amount",
    ),
    "a quota in the cell's own unit": (
        {"target_kind": "external", "target_value": "0.01", "unit": "million"},
        10_000,
        "amount",
    ),
    "10 persons less": ({"base_period": "2020", "target_value": "10", "unit": "人"}, 10, "amount"),
    "3 points": (
        {"indicator_code": "应急预案备案率", "target_kind": "increase", "scope": None}
        | {"base_period": "2020", "target_value": "3个百分点"},
        3,
        "points",
    ),
    "0.3 % meant as such": ({"base_period": "2020", "target_value": "0.3%"}, 0.003, "share"),
}


@pytest.mark.parametrize("name", READ)
def test_units_of_targets_are_converted_like_those_of_figures(name: str) -> None:
    row, required, form = READ[name]
    [found] = read([ROW | {"target_code": "a"} | row]).to_dicts()
    assert (found["required_value"], found["required_form"]) == (pytest.approx(required), form)


def test_the_code_of_the_strength_is_what_is_printed() -> None:
    rows = [
        ROW
        | {"target_code": f"s{text}", "strength": text, "base_period": "2020", "target_value": "1%"}
        for text in ("约束性", "预期性", "hard", "")
    ]
    assert read(rows)["strength"].to_list() == ["binding", "expected", "not_stated", "not_stated"]
