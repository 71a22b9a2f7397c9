"""What must always hold of vintages and rates, on rows that nobody thought of."""

import random
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mock_models import MockModels
from warehouse.ground.project_files import REFERENCE_DIR

KEY = ["region_code", "period", "period_basis", "measure_code", "scope_code"]
LOADED = [datetime.fromisoformat(f"2026-01-0{day}T08:30") for day in (1, 2, 3)]
VINTAGES = ["forecast", "unknown", "preliminary", "revised", "final"]

readings = st.fixed_dictionaries(
    {
        "region_code": st.sampled_from(["330400", "330783", "441900"]),
        "period": st.sampled_from(["2015", "2016"]),
        "observed_value": st.floats(0, 1e14),
        "published_decimals": st.integers(0, 4),
        "vintage_code": st.sampled_from(VINTAGES),
        "published_date": st.none() | st.dates(date(2010, 1, 1), date(2026, 12, 31)),
        "quality_code": st.sampled_from(["stated", "inferred", "low"]),
        "source_kind": st.sampled_from(["official", "plan", "press", "rehost", "unstated"]),
        "basis_code": st.sampled_from(["published", "published", "records"]),
        "loaded_at": st.none() | st.sampled_from(LOADED),
    }
)


@pytest.fixture(scope="module")
def models(published_home: Path) -> MockModels:
    return MockModels.of_home(published_home)


CELL = {"file_sha256": "0", "sheet_name": "", "row_number": 2, "cell": ""}
NO_DOUBTS = pl.DataFrame([CELL]).clear()


def seed(name: str) -> pl.DataFrame:
    return pl.read_csv(REFERENCE_DIR / f"{name}.csv")


def coded(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows as int_observations_dated has them."""
    schema = pl.Schema(
        {
            "published_date": pl.Date(),
            "observed_value": pl.Float64(),
            "loaded_at": pl.Datetime("us"),
        }
    )
    constant = {
        "period_grain": "year",
        "period_basis": "year",
        "measure_code": "gdp",
        "scope_code": "none",
        "base_unit": "元",
        "published_unit": "亿元",
        "unit_code": "亿元",
        "source_title": "title",
        "source_publisher": "publisher",
        "source_url": "",
        "source_quote": "",
        "source_file": "file",
        "file_sha256": "0",
        "sheet_name": "",
        "cell": "",
        "value_qualifier": None,
        "notes": "",
        "is_corrected": False,
        "correction_note": None,
        "correction_note_en": None,
        "known_date": date(2026, 1, 1),
        "is_date_assumed": True,
    }
    return pl.DataFrame(rows, schema_overrides=schema).with_columns(
        **{name: pl.lit(value) for name, value in constant.items()},
        period_year=pl.col("period").cast(pl.Int32),
        period_end_date=pl.lit(date(2015, 12, 31)),
        published_value=pl.col("observed_value"),
    )


def ranked(models: MockModels, rows: pl.DataFrame) -> pl.DataFrame:
    return models.run(
        "int_observations_ranked",
        int_observations_dated=rows,
        vintages=seed("vintages"),
        data_qualities=seed("data_qualities"),
        source_kinds=seed("source_kinds"),
    ).sort("row_number")


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(readings, min_size=1, max_size=25), order=st.randoms(use_true_random=False))
def test_one_reading_of_a_figure_is_the_latest_whatever_the_order_of_rows(
    models: MockModels, rows: list[dict[str, object]], order: random.Random
) -> None:
    numbered = [{**row, "row_number": number} for number, row in enumerate(rows, start=2)]
    found = ranked(models, coded(numbered))
    per_figure = found.group_by(KEY).agg(
        latest=pl.col("is_latest_vintage").sum(),
        first=pl.col("is_first_vintage").sum(),
        only_forecasts=(pl.col("vintage_code") == "forecast").all(),
        latest_is_forecast=(
            (pl.col("vintage_code") == "forecast") & pl.col("is_latest_vintage")
        ).any(),
        published=(
            (pl.col("basis_code") == "published") & (pl.col("vintage_code") != "forecast")
        ).any(),
        latest_is_counted=((pl.col("basis_code") == "records") & pl.col("is_latest_vintage")).any(),
    )
    assert per_figure["latest"].to_list() == [1] * per_figure.height
    assert per_figure["first"].to_list() == [1] * per_figure.height
    # a forecast is used only where there is nothing else
    assert per_figure["latest_is_forecast"].to_list() == per_figure["only_forecasts"].to_list()
    # and what we count ourselves only where nothing was published
    assert per_figure.filter("published", "latest_is_counted").is_empty()
    order.shuffle(numbered)
    assert ranked(models, coded(numbered)).equals(found)


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(readings, min_size=1, max_size=15), other=readings)
def test_another_regions_figures_change_nothing(
    models: MockModels, rows: list[dict[str, object]], other: dict[str, object]
) -> None:
    numbered = [{**row, "row_number": number} for number, row in enumerate(rows, start=2)]
    elsewhere = {**other, "region_code": "999999", "row_number": 1}
    alone = ranked(models, coded(numbered))
    together = ranked(models, coded([*numbered, elsewhere]))
    assert together.filter(pl.col("region_code") != "999999").equals(alone)


@settings(max_examples=40, deadline=None)
@given(
    deaths=st.integers(0, 10**6),
    denominator=st.floats(1e-3, 1e15),
    factor=st.sampled_from([0.5, 2.0, 1024.0]),
)
def test_scaling_count_and_denominator_alike_leaves_the_rate(
    models: MockModels, deaths: int, denominator: float, factor: float
) -> None:
    key = {
        "region_code": ["one", "scaled"],
        "period_end_date": [date(2015, 12, 31)] * 2,
        "period_basis": "year",
        "indicator_code": "deaths_per_100m_yuan_gdp",
    }
    counts = [float(deaths), deaths * factor]
    parts = [denominator, denominator * factor]
    found = models.run(
        "int_indicator_values_computed",
        int_indicator_numerators_selected=pl.DataFrame(
            {
                **key,
                "period": "2015",
                "period_year": 2015,
                "scope_code": "all_kinds",
                "numerator": counts,
                "first_numerator": counts,
                "numerator_vintage": "final",
                "numerator_basis": "published",
            }
        ),
        int_indicator_denominators_spread=pl.DataFrame(
            {
                **key,
                "denominator_period": "2015",
                "denominator_period_basis": "year",
                "denominator_measure": "gdp",
                "denominator": parts,
                "first_denominator": parts,
                "denominator_vintage": "final",
                "is_proxy": False,
            }
        ),
        stg_indicators=seed("indicators"),
    )
    rates = dict(found.select("region_code", "computed_rate").iter_rows())
    assert rates["one"] == pytest.approx(deaths / denominator * 1e8, rel=1e-12)
    assert rates["scaled"] == pytest.approx(rates["one"], rel=1e-12)


@settings(max_examples=30, deadline=None)
@given(months=st.dictionaries(st.integers(1, 12), st.integers(0, 10**6), min_size=1))
def test_a_year_is_the_sum_of_its_months_or_names_those_it_lacks(
    models: MockModels, months: dict[int, int]
) -> None:
    rows = [
        {
            "region_code": "330400",
            "period": f"2015-{month:02d}",
            "period_year": 2015,
            "period_end_date": date(2015, month, 28),
            "period_basis": "single_month",
            "measure_code": "deaths",
            "scope_code": "production",
            "observed_value": float(deaths),
            "first_observed_value": float(deaths),
            **CELL,
            "base_unit": "人",
            "vintage_code": "preliminary",
            "published_date": date(2016, month, 1),
            "known_date": date(2016, month, 1),
            "is_date_assumed": False,
            "is_latest_vintage": True,
        }
        for month, deaths in months.items()
    ]
    found = models.run(
        "int_spans_summed",
        int_observations_ranked=pl.DataFrame(rows),
        stg_doubtful_rows=NO_DOUBTS,
        stg_measures=seed("measures"),
    )
    year = found.filter(pl.col("rollup_way") == "months").to_dicts()
    assert len(year) == 1
    assert year[0]["rolled_value"] == sum(months.values())
    assert year[0]["parts_present"] == len(months)
    lacking = [f"2015-{month:02d}" for month in range(1, 13) if month not in months]
    assert (year[0]["missing_parts"] or "") == "、".join(lacking)
    rolling = found.filter(pl.col("rollup_way") == "rolling_months")
    assert rolling.height == (1 if len(months) == 12 else 0)
