"""What a register of accidents is told to lack, when it is loaded."""

import pytest

from tests.loaders.conftest import Load, Look

HEADS = (
    "accident_id,occurred_at,region_code,scope,industry,deaths,is_production,"
    "covers_region,covers_from,covers_to,covers_scope\n"
)
WHOLE = "330400,2023-01-01,2023-12-31,production"


@pytest.mark.parametrize(
    ("rows", "remarks"),
    [
        ("a,2023-02-03,330402,,E,1,yes,,,,\n", {"register_without_coverage": ["1"]}),
        (f"a,2023-02-03,330402,,E,1,yes,{WHOLE}\n", {}),
        (
            (
                "a,2023-02-03,330402,,E,1,yes,330400,2023-01-01,2023-12-31,\n"
                "b,2023-02-04,330402,道路交通,E,1,no,,,,\n"
            ),
            {"register_without_scope": ["production", "road_traffic"]},
        ),
        (
            f"a,2023-02-03,330402,,E,1,yes,{WHOLE}\nb,2023-02-30,330402,,E,1,yes,,,,\n",
            {"register_with_refused_rows": ["1"]},
        ),
        (
            (
                f"a,2023-02-03,330400,,E,1,yes,{WHOLE}\nb,2023-02-03,330402,production,,1,,,,,\n"
                "c,2023-02-03,330402,建筑,,1,,,,,\nd,2023-02-03,330402,各类事故,,1,no,,,,\n"
            ),
            {"register_without_counties": ["1"], "register_without_industries": ["1"]},
        ),
    ],
)
def test_a_register_is_told_what_it_lacks(
    load: Load, rows: str, remarks: dict[str, list[str]]
) -> None:
    assert load("register.csv", HEADS + rows).remarks == remarks


def test_one_declaration_says_place_time_and_which_accidents(load: Load, look: Look) -> None:
    load("register.csv", HEADS + f"a,2023-02-03,330402,,E,1,yes,{WHOLE}\n")
    row = look("coverage").row(0, named=True)
    assert (row["covers_region"], row["covers_scope"]) == ("330400", "production")


def test_a_zone_of_ones_own_is_covered_by_its_key(load: Load, look: Look) -> None:
    regions = (
        "region_code,region_name,region_level,parent_code\n441900-songshanhu,松山湖,other,441900\n"
    )
    load("regions.csv", regions)
    declared = "441900-songshanhu,2023-01-01,2023-12-31,production"
    load("register.csv", HEADS + f"a,2023-02-03,441900-songshanhu,,E,1,yes,{declared}\n")
    assert look("coverage")["covers_region"].to_list() == ["441900-songshanhu"]
