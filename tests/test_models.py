"""Models: what is written about them is complete and true."""

import re
from pathlib import Path

import pytest
import yaml

from warehouse.builds.manifest import MANIFEST_NAME, Manifest, Node
from warehouse.builds.plans import plan_folder
from warehouse.builds.published import connect, published_build
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

# Names that users, scripts and checks rely on.
PROMISED = {
    "dim_regions": """
        region_code region_name region_name_en region_level parent_code valid_from valid_to
        successor_code
    """,
    "dim_indicators": """
        indicator_code indicator_name indicator_name_en numerator_measure denominator_measure
        multiplier unit unit_en decimals lower_is_better definition definition_en source
    """,
    "dim_measures": """
        measure_code measure_name measure_name_en base_unit
    """,
    "dim_scopes": """
        scope_code scope_name scope_name_en
    """,
    "fct_observations": """
        region_code period period_grain period_year period_basis measure_code scope_code
        observed_value published_value published_unit vintage_code published_date
        is_latest_vintage basis_code source_title source_publisher source_url source_quote
        file_sha256 row_number notes
    """,
    "fct_indicator_values": """
        region_code period period_grain period_year period_basis indicator_code scope_code
        numerator denominator multiplier computed_rate lower_95 upper_95 lower_998 upper_998
        interval_method published_rate rate_gap numerator_basis denominator_vintage
        first_published_rate is_provisional is_proxy_denominator comparable_with_previous
        change_pct change_is_beyond_chance
    """,
    "fct_indicator_trends": """
        region_code indicator_code scope_code from_period to_period points trend chi_squared reason
    """,
    "fct_rate_decompositions": """
        region_code indicator_code scope_code from_period to_period log_change_rate
        log_change_numerator log_change_denominator share_numerator share_denominator
    """,
    "fct_target_progress": """
        plan_code target_code region_code indicator_code target_kind base_period base_value
        target_period target_limit as_of_period actual_value path_value observed_annual_change
        required_annual_change progress_ratio status_code meets_printed meets_unrounded
        is_comparable base_is_stated change_is_beyond_chance reason
    """,
    "fct_quota_progress": """
        region_code scope_code period_year period_month quota used share_used share_of_year
        share_of_season probability_exceeded warning_level
    """,
    "fct_early_warnings": """
        region_code scope_code measure_code period observed expected upper_95 upper_998 cusum
        warning_level reason
    """,
    "fct_year_outlooks": """
        region_code scope_code indicator_code period used same_months_last_year expected_year_end
        lower_80 upper_80 probability_within path_value warning_level
    """,
    "fct_forecasts": """
        region_code indicator_code scope_code period forecast lower_80 upper_80 lower_95 upper_95
        probability_target_met method trained_from trained_to
    """,
    "dim_plans": """
        plan_code plan_name region_code
    """,
    "dim_targets": """
        plan_code target_code region_code region_name section indicator_name_zh indicator_code
        target_kind strength base_period base_is_stated alternative_base target_period
        target_value unit quote plan_file notes
    """,
}

# Marts of millions of rows, whose key a data test holds in place of a constraint.
KEYS_TESTED = {"fct_accidents": ["accident_id"]}

# One description per column name.
BLOCK = r"\{% docs (\w+) %\}\n(.*)\n\{% enddocs %\}"
MODELS = sorted(
    path for path in (PROJECT_DIR / "models").rglob("*") if path.suffix in {".sql", ".py"}
)


@pytest.fixture(scope="module")
def nodes(published_home: Path) -> dict[str, Node]:
    manifest = Manifest.read(plan_folder(Settings(home=published_home)) / MANIFEST_NAME)
    return {node.name: node for node in manifest.nodes.values() if node.kind == "model"}


def test_every_model_has_its_description_beside_it(nodes: dict[str, Node]) -> None:
    assert sorted(nodes) == sorted(path.stem for path in MODELS)
    assert all(path.with_suffix(".yml").exists() for path in MODELS)


def test_the_first_sentence_of_a_description_is_the_grain(nodes: dict[str, Node]) -> None:
    for name, node in nodes.items():
        assert node.description.startswith("One row per "), name


def test_a_description_beside_a_model_says_what_its_column_s_name_does_not() -> None:
    for path in sorted((PROJECT_DIR / "models").rglob("*.yml")):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
            for column in model.get("columns", []):
                said = column.get("description", "")
                assert f'doc("{column["name"]}")' not in said, (model["name"], column["name"])
                assert len(column) > 1, (model["name"], column["name"])


def test_every_column_in_the_database_is_described(
    nodes: dict[str, Node], published_home: Path
) -> None:
    build = published_build(Settings(home=published_home))
    with connect(build.database) as connection:
        columns = connection.execute(
            "select table_name, column_name, comment from duckdb_columns() where not internal"
        ).fetchall()
    assert {table for table, _, _ in columns} >= set(nodes)
    assert [(table, column) for table, column, comment in columns if not comment] == []


def test_the_database_says_of_tables_and_columns_what_is_written_of_them(
    nodes: dict[str, Node], published_home: Path
) -> None:
    build = published_build(Settings(home=published_home))
    with connect(build.database) as connection:
        relations = connection.execute(
            "select table_name, comment from duckdb_tables() where not internal"
            " union all select view_name, comment from duckdb_views() where not internal"
        ).fetchall()
        columns = connection.execute(
            "select table_name, column_name, comment from duckdb_columns() where not internal"
        ).fetchall()
    said = dict(relations)
    shared = dict(
        re.findall(BLOCK, (PROJECT_DIR / "models" / "columns.md").read_text(encoding="utf-8"))
    )
    assert {name: said[name] for name in nodes} == {
        name: node.description for name, node in nodes.items()
    }
    for name, column, comment in columns:
        if name in nodes:
            declared = nodes[name].columns.get(column)
            own = declared.description if declared else ""
            assert comment == (own or shared[column]), (name, column)


def test_every_mart_is_under_contract_with_a_key(nodes: dict[str, Node]) -> None:
    marts = [node for node in nodes.values() if node.file.startswith("models/marts")]
    assert marts
    for node in marts:
        assert node.is_under_contract, node.name
        keys = [rule for rule in node.constraints if rule["type"] == "primary_key"]
        assert (keys == []) == (node.name in KEYS_TESTED), node.name


def test_a_key_that_no_constraint_holds_is_tested_and_stops_publication(
    published_home: Path,
) -> None:
    manifest = Manifest.read(plan_folder(Settings(home=published_home)) / MANIFEST_NAME)
    stopping = {
        node.name
        for node in manifest.nodes.values()
        if node.kind == "test" and node.config["severity"].lower() == "error"
    }
    assert {
        f"unique_combination_{name}_{'__'.join(columns)}" for name, columns in KEYS_TESTED.items()
    } <= stopping


def test_marts_have_the_names_and_columns_that_others_rely_on(published_home: Path) -> None:
    build = published_build(Settings(home=published_home))
    with connect(build.database) as connection:
        columns = connection.execute(
            "select table_name, list(column_name) from duckdb_columns() "
            "where schema_name = 'main' and not internal group by all"
        ).fetchall()
    found = dict(columns)
    for mart, names in PROMISED.items():
        assert set(names.split()) <= set(found[mart]), mart


def test_models_leave_out_what_only_duckdb_has() -> None:
    # The same models are to run on a distributed engine: no qualify, no group by all, no casts
    # by ::, no reading of files.
    for path in MODELS:
        sql = path.read_text(encoding="utf-8").lower()
        for word in ("qualify ", "group by all", "::", "read_csv", "read_parquet", "read_text"):
            assert word not in sql, (path.name, word)
