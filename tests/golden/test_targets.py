"""Targets judged: each kind at its boundaries, by hand; the plans' own numbers.

Unless a case says otherwise the base is 2015, the target 2020, and the plan 2016 to 2020.
"""

from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
import pytest

from tests.golden.read_targets import UNCHANGED
from tests.mock_models import MockModels
from warehouse.builds.published import connect, published_build
from warehouse.ground.project_files import REFERENCE_DIR
from warehouse.ground.settings import Settings

Given: TypeAlias = float | str | bool | None
PAIR: dict[str, Any] = {
    "target_code": "",
    "reading_code": "as_printed",
    "reading_order": 1,
    "plan_code": "plan",
    "region_code": "330400",
    "indicator_code": "deaths",
    "is_indicator": True,
    "is_rate": False,
    "rule_code": "",
    "is_higher_better": False,
    "is_strict": False,
    "value_basis": "year",
    "base_basis": "year",
    "base_last_year": None,
    "base_is_stated": True,
    "base_period": "2015",
    "target_from_year": 2016,
    "target_year": 2020,
    "is_each_year": False,
    "deadline_is_assumed": False,
    "target_value": None,
    "value_share": None,
    "compared_decimals": 0,
    "plan_from_year": 2016,
    "plan_to_year": 2020,
    "as_of_period": "2020",
    "as_of_year": 2020,
    "as_of_month": 12,
    "actual_period": "2020",
    "scope_code": "production",
    "base_scope_code": "production",
    "actual_printed": None,
    "actual_unrounded": None,
    "actual_numerator": None,
    "actual_denominator": None,
    "actual_denominator_measure": None,
    "base_printed": None,
    "base_unrounded": None,
    "base_numerator": None,
    "base_denominator": None,
    "years_known": 1,
    "actual_ignored_printed": None,
    "base_ignored_printed": None,
    "base_first": None,
    "comparability_reason_code": None,
    "crossed_break_code": None,
    "change_p_value": None,
    "is_provisional": False,
}
NUMBERS = (
    "target_value",
    "value_share",
    "actual_printed",
    "actual_unrounded",
    "actual_numerator",
    "actual_denominator",
    "base_printed",
    "base_unrounded",
    "base_numerator",
    "base_denominator",
    "actual_ignored_printed",
    "base_ignored_printed",
    "base_first",
    "change_p_value",
)
TEXTS = ("actual_denominator_measure", "comparability_reason_code", "crossed_break_code")
TYPES = {
    **dict.fromkeys(NUMBERS, pl.Float64),
    **dict.fromkeys(TEXTS, pl.String),
    "compared_decimals": pl.Int32,
    "base_last_year": pl.Int32,
}
QUOTAS = pl.DataFrame(
    {
        "region_code": ["330400"],
        "measure_code": ["deaths"],
        "scope_code": ["production"],
        "period_year": [2019],
        "quota": [5.0],
    }
)


def at(year: int, actual: float | None, **other: Given) -> dict[str, Any]:
    """Answers what a pair says of a year and its value."""
    period = str(year)
    return {"as_of_year": year, "as_of_period": period, "actual_unrounded": actual} | other


def fall(share: float, base: float | None = 100.0) -> dict[str, Any]:
    """Answers a target to fall by a share of the base."""
    return {
        "rule_code": "relative_reduction",
        "value_share": share,
        "target_value": 100 * share,
        "base_unrounded": base,
    }


def road(share: float) -> dict[str, Any]:
    """Answers Jiaxing's target for the road rate, a fall from the printed 1.83."""
    return fall(share, 1.83) | {"base_printed": 1.83, "compared_decimals": 2}


def total(share: float, base: float | None, known: int) -> dict[str, Any]:
    """Answers a target for the total of five years against the five before."""
    return fall(share, base) | {
        "rule_code": "vs_previous_five_year_total",
        "value_basis": "total_of_years",
        "base_basis": "total_of_years",
        "base_period": "2011-2015",
        "years_known": known,
    }


def cap(value: float, decimals: int = 0, **other: Given) -> dict[str, Any]:
    """Answers a ceiling."""
    given = {"rule_code": "absolute_cap", "target_value": value, "compared_decimals": decimals}
    return given | other


def floor(value: float, **other: Given) -> dict[str, Any]:
    """Answers a floor of cover in per cent."""
    given = {"rule_code": "floor", "target_value": value, "value_share": value / 100}
    return given | {"is_higher_better": True, "is_indicator": False, "base_period": None} | other


ZERO = {
    "rule_code": "zero",
    "target_value": 0.0,
    "base_period": None,
    "value_basis": "total_of_years",
}
QUOTA = {"rule_code": "external", "is_each_year": True, "base_period": None}
NO_BASE = {"base_period": None}

# What a target says and what is known, and the status and reason that follow.
CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    # 10 % less than 100 is 90
    "a fall exactly reached": (fall(0.1) | at(2020, 90), "met", "met"),
    "a fall missed by one": (fall(0.1) | at(2020, 91), "not_met", "not_met"),
    "a fall reached before its time": (fall(0.1) | at(2018, 89), "met", "met_early"),
    # required (0.9)^(1/5) - 1 = -0.02085 a year; 94 after three years is -0.02041: 0.979
    "on the path": (fall(0.1) | at(2018, 94), "on_track", "on_track"),
    # 96: -0.01352 a year: 0.648; 97: -0.01010: 0.484
    "behind the path": (
        fall(0.1) | at(2018, 96),
        "acceleration_needed",
        "acceleration_needed",
    ),
    "far behind the path": (fall(0.1) | at(2018, 97), "limited_progress", "limited_progress"),
    "as at the base": (fall(0.1) | at(2018, 100), "limited_progress", "limited_progress"),
    "worse than the base": (fall(0.1) | at(2018, 101), "deteriorating", "deteriorating"),
    "a base of zero kept": (fall(0.1, 0.0) | at(2020, 0), "met", "met"),
    "a base of zero lost": (fall(0.1, 0.0) | at(2020, 1), "not_met", "not_met"),
    "a base of zero lost on the way": (
        fall(0.1, 0.0) | at(2018, 1),
        "deteriorating",
        "above_without_ratio",
    ),
    "the year is missing": (fall(0.1) | at(2018, None), "no_data", "actual_missing"),
    "the base is missing": (fall(0.1, None) | at(2018, 90), "base_missing", "base_missing"),
    "both are missing": (fall(0.1, None) | at(2018, None), "no_data", "both_missing"),
    "across a break": (
        fall(0.15, 318.0) | at(2020, 86, comparability_reason_code="scope_changed"),
        "not_comparable",
        "not_comparable",
    ),
    "a ceiling exactly reached": (cap(365) | at(2020, 365), "met", "met"),
    "a ceiling missed by one": (cap(365) | at(2020, 366), "not_met", "not_met"),
    "a rate exactly at its ceiling": (cap(0.063, 3) | at(2020, 0.063), "met", "met"),
    "a rate one printed unit above": (cap(0.063, 3) | at(2020, 0.064), "not_met", "not_met"),
    "a rate above, but not as printed": (
        cap(0.063, 3) | at(2020, 0.0633),
        "met",
        "met_as_printed",
    ),
    "a rate within, but not as printed": (
        cap(1.647, 3) | at(2020, 1.6469, actual_printed=1.65),
        "not_met",
        "not_met_as_printed",
    ),
    "a ceiling without a base has no path": (
        cap(365) | NO_BASE | at(2018, 400),
        "base_missing",
        "path_missing",
    ),
    "a ceiling that the base was within": (
        cap(100, base_unrounded=80.0) | at(2018, 101),
        "deteriorating",
        "above_without_ratio",
    ),
    "a ceiling that the base was within, kept": (
        cap(100, base_unrounded=80.0) | at(2018, 99),
        "met",
        "met_early",
    ),
    # Jiaxing's two conditions on the road rate: 1.83 less 10 % is 1.647, the ceiling 1.65
    "the fall of a dual condition": (
        fall(0.1, 1.83) | {"compared_decimals": 2} | at(2020, 1.649),
        "not_met",
        "not_met",
    ),
    "the ceiling of a dual condition": (
        cap(1.65, 2, base_unrounded=1.83) | at(2020, 1.649),
        "met",
        "met",
    ),
    # Nobody printed the value: it is compared in the limit's thousandths, not in hundredths.
    "a fall to 1.647 reached": (road(0.1) | at(2020, 1.646), "met", "met"),
    "a fall to 1.647 exactly reached": (road(0.1) | at(2020, 1.647), "met", "met"),
    "a fall to 1.647 missed by a thousandth": (road(0.1) | at(2020, 1.648), "not_met", "not_met"),
    # 30 % less than 0.0893 is 0.06251; nobody printed the base either
    "a computed rate within its limit": (
        fall(0.3, 0.0893) | {"compared_decimals": 3} | at(2020, 0.0625),
        "met",
        "met",
    ),
    "a computed rate above its limit": (
        fall(0.3, 0.0893) | {"compared_decimals": 3} | at(2020, 0.0626),
        "not_met",
        "not_met",
    ),
    # Dongguan's base is 2016, the first year of the plan itself
    "the base year": (fall(0.1) | {"base_period": "2016"} | at(2016, 100), "on_track", "base_year"),
    # In 2020 a target for 2018 is judged by 2018, three of three years on
    "a target that was due before": (
        fall(0.1) | {"target_year": 2018} | at(2020, 90),
        "met",
        "met",
    ),
    "a total that was due before": (
        total(0, 10.0, 3) | {"target_year": 2018} | at(2020, 10),
        "met",
        "total_met",
    ),
    # no growth over 10 in five years; 3 in three years would be 5
    "a total on its way": (total(0, 10.0, 3) | at(2018, 3), "on_track", "total_on_track"),
    "a total above its pace": (
        total(0, 10.0, 3) | at(2018, 7),
        "deteriorating",
        "total_deteriorating",
    ),
    "a total used up early": (total(0, 10.0, 3) | at(2018, 11), "not_met", "total_exceeded"),
    "a total used up with a year unknown": (
        total(0, 10.0, 2) | at(2018, 11),
        "not_met",
        "total_exceeded",
    ),
    "a total with a year unknown": (total(0, 10.0, 2) | at(2018, 3), "no_data", "total_incomplete"),
    "a total exactly used": (total(0, 10.0, 5) | at(2020, 10), "met", "total_met"),
    "a total passed by one": (total(0, 10.0, 5) | at(2020, 11), "not_met", "total_not_met"),
    # 20 % less than 50 is 40; 26 in three years are 8.67 a year for 10: 13.3 of 20 per cent
    "a total that must fall faster": (
        total(0.2, 50.0, 3) | at(2018, 26),
        "acceleration_needed",
        "total_acceleration_needed",
    ),
    "a total without a base": (total(0.2, None, 3) | at(2018, 26), "base_missing", "base_missing"),
    "none so far": (ZERO | at(2018, 0, years_known=3), "on_track", "zero_on_track"),
    "none in all": (ZERO | at(2020, 0, years_known=5), "met", "zero_met"),
    "one is one too many": (ZERO | at(2018, 1, years_known=1), "not_met", "zero_broken"),
    "none known is not none": (ZERO | at(2018, 0, years_known=2), "no_data", "zero_missing"),
    "a floor exactly reached": (floor(85) | at(2020, 85), "met", "met_floor"),
    "a floor missed": (floor(85) | at(2020, 84), "not_met", "not_met_floor"),
    "a floor without a base has no path": (
        floor(85) | at(2018, 84),
        "base_missing",
        "path_missing",
    ),
    # Taizhou's steps of 20, 50, 80 and 98 %: each due in a year of its own
    "a step reached": (floor(50, target_year=2017) | at(2017, 50), "met", "met_floor"),
    "a step missed": (floor(80, target_year=2018) | at(2018, 79), "not_met", "not_met_floor"),
    "a quota just used": (QUOTA | at(2019, 5), "met", "met"),
    "a quota passed": (QUOTA | at(2019, 6), "not_met", "not_met"),
    "a quota not handed down": (QUOTA | at(2018, 6), "no_data", "quota_missing"),
    "an intention": ({"rule_code": "intention"} | at(2020, 3), "intention", "intention"),
    "a deed": ({"rule_code": "deed"} | at(2020, None), "no_data", "deed"),
}


def judged(models: MockModels, pairs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers the verdicts on made-up pairs of a value and its base."""
    frame = pl.DataFrame([PAIR | pair for pair in pairs], schema_overrides=TYPES)
    limits = models.run(
        "int_target_limits_computed", int_target_pairs_chosen=frame, int_quotas_listed=QUOTAS
    )
    verdicts = models.run(
        "int_target_verdicts_reached",
        int_target_limits_computed=limits,
        int_target_changes_answered=UNCHANGED,
        target_statuses=pl.read_csv(REFERENCE_DIR / "target_statuses.csv"),
        target_reasons=pl.read_csv(REFERENCE_DIR / "target_reasons.csv"),
    )
    return verdicts.sort("target_code", "as_of_period").to_dicts()


def test_each_kind_is_judged_at_its_boundaries(models: MockModels) -> None:
    pairs = [{"target_code": name} | given for name, (given, _, _) in CASES.items()]
    found = {
        row["target_code"]: (row["status_code"], row["told_reason_code"])
        for row in judged(models, pairs)
    }
    assert found == {name: (status, reason) for name, (_, status, reason) in CASES.items()}


def test_limits_of_printed_and_unrounded_bases_stand_side_by_side(models: MockModels) -> None:
    # Jiaxing 2015: printed 0.09, that is 318 / 3517.81 = 0.0904; less 30 % 0.063 and 0.0633
    [row] = judged(
        models,
        [{"target_code": "a"} | fall(0.3, 318 / 3517.81) | {"base_printed": 0.09} | at(2020, 0.06)],
    )
    assert row["limit_printed"] == pytest.approx(0.063)
    assert row["limit_unrounded"] == pytest.approx(0.06328, abs=1e-5)


@pytest.mark.parametrize(
    ("values", "statuses"),
    [
        ({2016: 9, 2017: 8, 2018: 7}, ["on_track"] * 3),
        ({2016: 9, 2017: 9, 2018: 7}, ["on_track", "not_met", "not_met"]),
        ({2016: 9, 2017: None, 2018: 7}, ["on_track", "no_data", "no_data"]),
        ({2016: 9, 2017: 8, 2018: 7, 2019: 6, 2020: 5}, ["on_track"] * 4 + ["met"]),
    ],
)
def test_every_year_must_be_below_the_year_before(
    models: MockModels, values: dict[int, float | None], statuses: list[str]
) -> None:
    before = {2015: 10.0, **values}
    pairs = [
        {"target_code": "a", "base_unrounded": before[year - 1]}
        | {"rule_code": "yearly_decline", "base_basis": "previous_year"}
        | {"is_each_year": True, "is_strict": True}
        | at(year, value)
        for year, value in values.items()
    ]
    assert [row["status_code"] for row in judged(models, pairs)] == statuses


def test_per_cent_and_points_are_told_apart(models: MockModels) -> None:
    # 80 % and 5 % more is 84 %, and five points more 85 %
    given = {
        "rule_code": "increase",
        "is_higher_better": True,
        "target_value": 5.0,
        "base_unrounded": 80.0,
        "compared_decimals": 1,
    }
    rows = judged(
        models,
        [
            given | {"target_code": "per_cent", "value_share": 0.05} | at(2020, 84.5),
            given | {"target_code": "points"} | at(2020, 84.5),
        ],
    )
    assert [(row["limit_printed"], row["status_code"]) for row in rows] == [
        (pytest.approx(84), "met"),
        (85, "not_met"),
    ]


def test_the_path_gives_the_milestones_that_yangjiang_printed(published_home: Path) -> None:
    # 1 - (1 - r)^(3/5) for 30, 19, 6 and 10 %; printed 19.3, 11.8 (cut), 3.6 and 6
    asked = path_reductions(published_home, "yangjiang-2016-2020", "2018")
    assert [
        round(asked[f"yangjiang-2016-2020-{number}"], 2) for number in ("04", "06", "08", "02")
    ] == [
        19.27,
        11.88,
        3.64,
        6.13,
    ]


def test_dongguans_path_has_four_years(published_home: Path) -> None:
    # from 2016 to 2020: half of the way in 2018, 1 - 0.7^(2/4)
    asked = path_reductions(published_home, "dongguan-2016-2020", "2018")
    assert asked["dongguan-2016-2020-03"] == pytest.approx(16.33, abs=0.005)


def test_the_change_a_year_comes_from_the_path_where_the_base_is_unknown(
    published_home: Path,
) -> None:
    asked = dict(
        progress(
            published_home,
            "target_code, required_change_pct",
            "as_of_period = '2020' and target_year = 2020",
        )
    )
    # 0.7^(1/5) - 1 from a base that is known, and from one that is not; words ask for no change
    assert asked["jiaxing-2016-2020-01"] == pytest.approx(-6.885, abs=0.0005)
    assert asked["yangjiang-2016-2020-04"] == pytest.approx(-6.885, abs=0.0005)
    assert None in asked.values()


def path_reductions(home: Path, plan_code: str, as_of: str) -> dict[str, float]:
    """Answers the fall that the path of each of a plan's targets asks for by then."""
    with connect(published_build(Settings(home=home)).database) as connection:
        return dict(
            connection.execute(
                "select target_code, path_reduction_pct from fct_target_progress "
                "where plan_code = ? and as_of_period = ? and path_reduction_pct is not null",
                [plan_code, as_of],
            ).fetchall()
        )


def progress(home: Path, columns: str, condition: str) -> list[tuple[Any, ...]]:
    """Answers columns of fct_target_progress."""
    with connect(published_build(Settings(home=home)).database) as connection:
        rows = connection.table("fct_target_progress").filter(condition).order("target_code")
        return rows.project(columns).fetchall()


def test_limits_are_those_of_the_plans(published_home: Path) -> None:
    found = dict(
        progress(
            published_home,
            "target_code, round(target_limit, 4)",
            "as_of_period = '2020' and target_limit is not null "
            "and plan_code in ('taizhou-2016-2020', 'jiaxing-2016-2020')",
        )
    )
    assert [found[f"taizhou-2016-2020-0{number}"] for number in (4, 5, 6)] == [0.063, 0.837, 3.4028]
    assert [found[f"jiaxing-2016-2020-0{number}"] for number in (1, 2, 4, 6, 7, 8)] == [
        0.063,
        0.063,
        270.3,
        0.969,
        1.647,
        1.65,
    ]


def test_jiaxing_2020_is_not_comparable_and_not_met(published_home: Path) -> None:
    # 86 deaths of production activity against 318 of all kinds
    rows = progress(
        published_home,
        "status_code, meets_printed, meets_unrounded, meets_arithmetically, progress_ratio, "
        "comparability_reason_code",
        "as_of_period = '2020' "
        "and target_code in ('jiaxing-2016-2020-01', 'jiaxing-2016-2020-02', "
        "'jiaxing-2016-2020-04')",
    )
    assert rows == [("not_comparable", None, None, True, None, "scope_changed")] * 3


def test_jiaxings_closed_plan_comes_out_as_its_own_table_says(published_home: Path) -> None:
    # printed: all four 完成; changes 49, 29, 41 and 21 %. The printed base of the first, 0.176,
    # does not follow from 403 / 2315.5 = 0.1740, so its fall is reckoned from that: 48.3
    rows = progress(
        published_home,
        "status_code, round(100 * (1 - actual_value / base_value))",
        "as_of_period = '2015' and plan_code = 'jiaxing-2011-2015'",
    )
    assert rows == [("met", 48), ("met", 29), ("met", 41), ("met", 21)]


def test_taizhous_bases_stand_side_by_side(published_home: Path) -> None:
    # the five-year total read as base: 5895 accidents and 2073 deaths less 10 %
    rows = progress(
        published_home,
        "alternative_reading_code, round(alternative_target_limit, 1)",
        "as_of_period = '2020' and target_code in ('taizhou-2016-2020-01', 'taizhou-2016-2020-02')",
    )
    assert rows == [("five_year_total", 5305.5), ("five_year_total", 1865.7)]


def test_growth_alone_could_meet_a_rates_target(published_home: Path) -> None:
    # (1 - 0.10) / (1 - 0.30), (1 - 0.15) / (1 - 0.30) and (1 - 0.15) / (1 - 0.51), less one
    with connect(published_build(Settings(home=published_home)).database) as connection:
        rows = dict(
            connection.execute(
                "select plan_code, round(growth_with_count_target_pct, 1) from fct_target_slack "
                "where indicator_code = 'deaths_per_100m_yuan_gdp' and target_year = 2020"
            ).fetchall()
        )
    assert rows == {
        "dongguan-2016-2020": 28.6,
        "dongyang-2016-2020": 73.5,
        "jiaxing-2016-2020": 21.4,
        "taizhou-2016-2020": 28.6,
        "yangjiang-2016-2020": 28.6,
    }


def test_no_status_is_without_a_sentence_in_both_languages(published_home: Path) -> None:
    rows = progress(
        published_home,
        "target_code, as_of_period",
        "coalesce(reason, '') = '' or coalesce(reason_en, '') = '' "
        "or reason like '%{%' or reason_en like '%{%'",
    )
    assert rows == []
