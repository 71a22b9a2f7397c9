"""Public files as bureaus export them, one layout each; totals from an independent count.

The files are not shipped.
"""

import bz2
import csv

import fastexcel
import polars as pl
import pytest

from tests.loaders.conftest import Load, Look
from tests.originals import RECORDS, reads_originals

NBS = RECORDS / "cn_nbs_exports"
FARS = RECORDS / "us_fars_2013_2015"
OSHA = RECORDS / "us_osha_accidents_2011_2015"

pytestmark = reads_originals


def _sum(rows: pl.DataFrame) -> float:
    return float(rows["value"].cast(pl.Float64).sum())


def _xls_sum(name: str, header: int) -> tuple[int, float]:
    """Answers how many numbers stand below a header row, and their sum, read by fastexcel."""
    sheet = fastexcel.read_excel(str(NBS / name)).load_sheet(0, header_row=header).to_polars()
    numbers = sheet.select(pl.all().exclude("地区").cast(pl.Float64, strict=False))
    cells = [value for row in numbers.rows() for value in row if value is not None]
    return len(cells), sum(cells)


@pytest.mark.parametrize(
    ("name", "layout", "header"),
    [
        ("gdp_province_2015_2019__2020-data-integration.xls", "nbs_regions_by_year", 3),
        ("gdp_city_2015_2019__2020-data-integration.xls", "nbs_cities_by_year", 3),
        ("gdp_province_to_2023_hand_edited__xiaoqi737.xls", "nbs_province_gdp_without_titles", 0),
    ],
)
def test_exports_of_gdp_add_up(load: Load, look: Look, name: str, layout: str, header: int) -> None:
    outcome = load(NBS / name)
    assert (outcome.status, outcome.layout) == ("accepted", layout)
    cells, total = _xls_sum(name, header)
    rows = look("statistics")
    assert rows.height == cells
    assert _sum(rows) == pytest.approx(total)
    assert set(rows["measure"]) == {"gdp"}
    assert rows.select("region_code", "period").is_duplicated().sum() == 0


def test_a_gb18030_export_adds_up(load: Load, look: Look) -> None:
    path = NBS / "population_province_2015_2024_gb18030__1lmq.csv"
    assert load(path).status == "accepted"
    lines = path.read_text(encoding="gb18030").splitlines()
    cells = [int(cell) for line in lines[4:35] for cell in line.split(",")[1:]]
    rows = look("statistics")
    assert (rows.height, _sum(rows)) == (310, sum(cells))
    assert set(rows["unit"]) == {"万人"}
    assert rows.filter(region_code="330000", period="2015")["value"].to_list() == ["5985"]


def test_years_down_and_measures_across_add_up(load: Load, look: Look) -> None:
    path = NBS / "traffic_accidents_national_2015_2023__Lecberg.csv"
    load(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    found = look("statistics")
    for column, measure in enumerate(("accidents", "deaths", "direct_loss"), start=1):
        assert _sum(found.filter(measure=measure)) == sum(float(row[column]) for row in rows)


def test_measures_nobody_keeps_are_refused_with_the_nearest_named(load: Load, look: Look) -> None:
    outcome = load(NBS / "annual__ccbsdu.csv")
    assert outcome.reasons == {"measure_unknown": 80}
    assert look("statistics").sort("period")["value"].to_list()[0] == "10617154"
    assert "企业法人单位数" in look("refused")["detail"][0]


@pytest.mark.parametrize("year", [2013, 2014, 2015])
def test_fatal_crashes_add_up_though_columns_change(load: Load, look: Look, year: int) -> None:
    path = FARS / f"accident_{year}.csv.bz2"
    assert load(path).status == "accepted"
    with bz2.open(path, "rt", encoding="latin-1") as file:
        crashes = list(csv.DictReader(file))
    rows = look("accidents")
    assert rows.height == len(crashes)
    assert rows["deaths"].sum() == sum(int(crash["FATALS"]) for crash in crashes)
    unknown = [crash for crash in crashes if crash["HOUR"] == "99" or crash["MINUTE"] == "99"]
    midnight = rows.filter(pl.col("occurred_at").dt.strftime("%H:%M") == "00:00")
    assert midnight.height >= len(unknown)
    assert look("coverage").height == 1


def test_persons_are_folded_into_accidents(load: Load, look: Look) -> None:
    outcome = load(OSHA / "accident_injury.csv")
    assert (outcome.rows_accepted, outcome.records) == (9_216, 8_492)
    with (OSHA / "accident_injury.csv").open(encoding="utf-8", newline="") as file:
        degrees = [row["degree_of_inj"] for row in csv.DictReader(file)]
    rows = look("accidents")
    counted = tuple(rows[name].sum() for name in ("deaths", "serious_injuries", "minor_injuries"))
    assert counted == tuple(degrees.count(degree) for degree in "123")


def test_a_table_repeated_per_person_holds_each_accident_once(load: Load, look: Look) -> None:
    outcome = load(OSHA / "accident.csv")
    assert (outcome.rows_read, outcome.rows_accepted, outcome.rows_duplicate) == (9_216, 8_492, 724)
    assert look("accidents")["accident_id"].n_unique() == 8_492
    # a mark that somebody died is no number of deaths
    assert set(look("accidents").filter(deaths=1)["flags"]) == {"deaths:at_least"}
