"""The plan: what it sends, builds and finds is what dbt itself sends, builds and finds."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import Run
from warehouse.builds.build_records import DATABASE_NAME
from warehouse.builds.dbt_runs import run_dbt_build
from warehouse.builds.manifest import MANIFEST_NAME, Column, Manifest, Node
from warehouse.builds.plan_limits import UnplannableError, check_plannable
from warehouse.builds.plan_runs import LOG_NAME
from warehouse.builds.plan_steps import in_place
from warehouse.builds.plans import kept_plan, plan_folder, plan_sha256
from warehouse.builds.published import published_build
from warehouse.builds.publishing import build
from warehouse.ground.settings import Settings


def quietly(_done: int, _total: int) -> None:
    """Takes note of no progress."""


# What is wrong is told as dbt tells it, and what rests on it is left alone.
SECOND = "select region_code, observed_value from {{ ref('fct_observations') }}\n"
THIRD = "select count(*) as regions from {{ ref('deaths') }}\n"
FAULTS = {
    "tests fail and warn": {
        "seeds/deaths.csv": "region_code,deaths\n330400,-3\n330400,-8\n330500,30\n"
    },
    "a seed has no rows": {"seeds/deaths.csv": "region_code,deaths\n"},
    "a seed has words for numbers": {"seeds/deaths.csv": "region_code,deaths\n330400,many\n"},
    "a model meets what it cannot convert": {
        "models/fct_observations.sql": "select cast(region_code as varchar) as region_code,"
        " cast('many' as integer) + deaths as observed_value from {{ ref('deaths') }}\n"
    },
    "a test cannot run": {
        "tests/dbt/singular/deaths_are_few.sql": "select x from {{ ref('deaths') }}\n"
    },
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_told_as_dbt_tells_it(fault: str, tiny: Settings) -> None:
    more = {"models/second.sql": SECOND, "models/third.sql": THIRD}
    for name, content in (more | FAULTS[fault]).items():
        (tiny.project_dir / name).write_text(content, encoding="utf-8")
    record = build(tiny, quietly)
    assert kept_plan(tiny) is not None
    assert "START model third" in (tiny.dbt_folder / "logs" / LOG_NAME).read_text(encoding="utf-8")
    theirs = run_dbt_build(tiny, tiny.home / DATABASE_NAME, quietly)
    assert record.counts == theirs.counts
    assert record.warnings == theirs.warnings
    assert record.failures == theirs.failures


# What a plan cannot hold is built by dbt, as if there were no plans.
PYTHON_MODEL = """
def model(dbt, session):
    dbt.config(materialized="table")
    return dbt.ref("deaths").project("region_code, deaths / {by} as share")
"""


def test_a_model_in_python_is_run_by_the_plan(tiny: Settings) -> None:
    path = tiny.project_dir / "models/second.py"
    path.write_text(PYTHON_MODEL.format(by=2), encoding="utf-8")
    record = build(tiny, quietly)
    assert (record.status, kept_plan(tiny) is not None) == ("published", True)
    theirs = tiny.home / DATABASE_NAME
    assert run_dbt_build(tiny, theirs, quietly).counts == record.counts
    with duckdb.connect() as connection:
        for name, path_of in (("ours", published_build(tiny).database), ("theirs", theirs)):
            connection.execute(f"attach '{path_of}' as {name} (read_only)")
        both = [
            connection.execute(f"from {name}.main.second order by all").fetchall()
            for name in ("ours", "theirs")
        ]
    assert both[0]
    assert both[0] == both[1]


def test_a_model_in_python_that_fails_stops_publication(tiny: Settings) -> None:
    path = tiny.project_dir / "models/second.py"
    path.write_text(PYTHON_MODEL.format(by="{1 / 0}").replace('"region', 'f"region'), "utf-8")
    record = build(tiny, quietly)
    (failure,) = record.failures
    assert (record.status, failure.model, failure.kind) == ("failed", "second", "model")
    assert failure.message == "ZeroDivisionError: division by zero"


def test_a_project_with_a_hook_is_built_by_dbt(tiny: Settings) -> None:
    (tiny.project_dir / "models/second.sql").write_text(
        "{{ config(materialized='table', post_hook='select 1') }} select 1 as one\n",
        encoding="utf-8",
    )
    for _ in range(2):
        record = build(tiny, quietly)
        assert (record.status, record.counts["success"]) == ("published", 3)
        with pytest.raises(UnplannableError, match="post-hook is configured"):
            kept_plan(tiny)
    assert not (tiny.dbt_folder / "logs" / LOG_NAME).exists()


def changed(node: Node, **config: object) -> Node:
    """Answers a node with another configuration."""
    return replace(node, config={**node.config, **config})


CHECK = {"type": "check", "expression": "deaths > 0", "name": None}
NAMED = {"type": "primary_key", "expression": None, "name": "k", "columns": ["deaths"]}
CONTRACT = {"contract": {"enforced": True}}
DEATHS = Column("deaths", "integer", "", is_quoted=False, constraints=())
BEYOND: dict[str, tuple[str, Callable[[Node], Node], str]] = {
    "hook": ("model", lambda n: changed(n, **{"post-hook": [{"sql": "x"}]}), "post-hook"),
    "grant": ("model", lambda n: changed(n, grants={"select": ["all"]}), "grants"),
    "index": ("model", lambda n: changed(n, indexes=[{"columns": ["a"]}]), "indexes"),
    "header": ("model", lambda n: changed(n, sql_header="set x = 1"), "sql_header"),
    "docs": ("model", lambda n: changed(n, persist_docs={"columns": True}), "persist_docs"),
    "limit": ("test", lambda n: changed(n, limit=1), "limit is configured"),
    "stored": ("test", lambda n: changed(n, store_failures=True), "store_failures"),
    "types": ("seed", lambda n: changed(n, column_types={}), "no types"),
    "delimiter": ("seed", lambda n: changed(n, delimiter=";"), "in another manner"),
    "quotes": ("seed", lambda n: changed(n, quote_columns=True), "quote_columns"),
    "slow": ("seed", lambda n: changed(n, fast=False), "in another manner"),
    "kept": ("model", lambda n: replace(n, materialized="incremental"), "kept as incremental"),
    "snapshot": ("model", lambda n: replace(n, kind="snapshot"), "a snapshot kept as table"),
    "ephemeral": ("model", lambda n: replace(n, materialized="ephemeral"), "kept as ephemeral"),
    "language": ("model", lambda n: replace(n, language="r"), "written in r"),
    "no SQL": ("model", lambda n: replace(n, sql=""), "compiled nothing"),
    "clock": ("model", lambda n: replace(n, raw="{{ run_started_at }}"), "uses run_started_at"),
    "asks": ("model", lambda n: replace(n, raw="{% set x = run_query('x') %}"), "uses run_query"),
    "calls": ("test", lambda n: replace(n, raw="{% call statement('x') %}"), "call statement"),
    "adapter": ("model", lambda n: replace(n, raw="{{ adapter.get_x(y) }}"), r"uses adapter\."),
    "check": (
        "model",
        lambda n: replace(changed(n, **CONTRACT), constraints=(CHECK,)),
        "constraint of type check",
    ),
    "named key": (
        "model",
        lambda n: replace(changed(n, **CONTRACT), constraints=(NAMED,)),
        "constraint of type primary_key",
    ),
    "no type": (
        "model",
        lambda n: replace(changed(n, **CONTRACT), columns={"deaths": replace(DEATHS, type="")}),
        "a column has no type",
    ),
    "view": (
        "model",
        lambda n: replace(changed(n, **CONTRACT), materialized="view"),
        "a view is under contract",
    ),
}


@pytest.fixture(scope="module")
def tiny_manifest(tiny_published_home: Path) -> Manifest:
    """Answers what dbt says of the tiny project, which a plan can hold."""
    manifest = Manifest.read(plan_folder(Settings(home=tiny_published_home)) / MANIFEST_NAME)
    check_plannable(manifest)
    return manifest


@pytest.mark.parametrize("what", BEYOND)
def test_what_a_plan_cannot_hold_is_told(what: str, tiny_manifest: Manifest) -> None:
    kind, change, reason = BEYOND[what]
    node = next(each for each in tiny_manifest.nodes.values() if each.kind == kind)
    nodes = {**tiny_manifest.nodes, node.unique_id: change(node)}
    with pytest.raises(UnplannableError, match=reason) as told:
        check_plannable(replace(tiny_manifest, nodes=nodes))
    assert node.file in told.value.reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"hooks": ("operation.tiny.on_run_end",)}, "there is a hook"),
        ({"macros": {"macro.tiny.x": "{{ run_started_at }}"}}, "uses run_started_at"),
        (
            {
                "macros": {"macro.tiny.create_csv_table": ""},
                "shadowing": frozenset({"macro.tiny.create_csv_table"}),
            },
            "replaces a macro of dbt",
        ),
    ],
)
def test_what_changes_a_whole_project_is_told(
    change: dict[str, Any], reason: str, tiny_manifest: Manifest
) -> None:
    with pytest.raises(UnplannableError, match=reason):
        check_plannable(replace(tiny_manifest, **change))


def test_a_macro_that_only_names_places_is_no_hindrance(tiny_manifest: Manifest) -> None:
    key = "macro.tiny.generate_schema_name"
    check_plannable(replace(tiny_manifest, macros={key: ""}, shadowing=frozenset({key})))


def test_a_broken_contract_is_told_in_dbt_s_words(tiny: Settings) -> None:
    (tiny.project_dir / "models/second.sql").write_text(SECOND, encoding="utf-8")
    (tiny.project_dir / "models/second.yml").write_text(
        "models: [{name: second, config: {contract: {enforced: true}, materialized: table},"
        " columns: [{name: region_code, data_type: integer},"
        " {name: observed_value, data_type: integer}]}]",
        encoding="utf-8",
    )
    (failure,) = build(tiny, quietly).failures
    assert failure.test == "second"
    assert "enforced contract that failed" in failure.message


# When the plan is made anew.
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("models/second.sql", THIRD),
        ("seeds/more.csv", "region_code\n"),
        ("profiles.yml", "tiny: {}\n"),
        ("macros/mine.sql", "{% macro mine() %}{% endmacro %}"),
        ("tests/dbt/singular/more.sql", THIRD),
    ],
)
def test_a_change_of_the_project_makes_its_plan_void(
    name: str, content: str, tiny: Settings
) -> None:
    before = plan_sha256(tiny)
    assert plan_sha256(tiny) == before
    (tiny.project_dir / name).parent.mkdir(exist_ok=True)
    (tiny.project_dir / name).write_text(content, encoding="utf-8")
    assert plan_sha256(tiny) != before


def test_so_does_another_version_of_dbt_or_a_variable(
    tiny: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = tiny.project_dir / "models/second.sql"
    reading.write_text("select '{{ env_var('X_Y', '1') }}' as x", encoding="utf-8")
    seen = [plan_sha256(tiny)]
    monkeypatch.setenv("X_Y", "2")
    seen.append(plan_sha256(tiny))
    monkeypatch.setenv("WAREHOUSE_LAKE", "elsewhere")  # the plan holds for any lake
    assert plan_sha256(tiny) == seen[-1]
    monkeypatch.setattr("warehouse.builds.plans.version", lambda name: f"{name} of tomorrow")
    seen.append(plan_sha256(tiny))
    assert len(set(seen)) == len(seen)


def test_a_second_build_does_without_dbt(tiny_warehouse: Run, uncompiled: Settings) -> None:
    build(uncompiled, quietly)
    for name in ("dbt.log", LOG_NAME):
        (uncompiled.dbt_folder / "logs" / name).unlink()
    assert tiny_warehouse("build").returncode == 0
    assert [each.name for each in (uncompiled.dbt_folder / "logs").iterdir()] == [LOG_NAME]


@pytest.mark.parametrize("damage", ["", "{", '{"sha256": 1}', "null"])
def test_a_damaged_plan_is_made_anew(damage: str, tiny: Settings) -> None:
    build(tiny, quietly)
    (plan_folder(tiny) / "plan.json").write_text(damage, encoding="utf-8")
    assert kept_plan(tiny) is None
    assert build(tiny, quietly).status == "published"
    (plan_folder(tiny) / MANIFEST_NAME).write_text(damage, encoding="utf-8")
    assert kept_plan(tiny) is None


def test_paths_are_written_so_that_they_stand_for_themselves() -> None:
    settings = Settings(home=Path("/a's [1]?*"), project_dir=Path("/p[x]"))
    said = in_place("from '@the lake@/*/x.parquet', '@the project@/y'", settings)
    assert said == "from '/a''s [[]1][?][*]/lake/*/x.parquet', '/p[[]x]/y'"


def test_rows_of_seeds_and_a_copy_of_the_project_need_no_new_plan(
    tiny: Settings, tmp_path: Path
) -> None:
    build(tiny, quietly)
    copy = replace(tiny, project_dir=tmp_path / "a copy [2]")
    shutil.copytree(tiny.project_dir, copy.project_dir)
    seed = copy.project_dir / "seeds" / "deaths.csv"
    seed.write_text("region_code,deaths\n330400,4\n", encoding="utf-8")
    assert build(copy, quietly).status == "published"
    assert not (tiny.dbt_folder / "logs" / "dbt.log").exists()
    with duckdb.connect(published_build(copy).database, read_only=True) as asked:
        assert asked.execute("select observed_value from fct_observations").fetchall() == [(4,)]


def test_a_seed_with_another_heading_is_read_by_it(tiny: Settings) -> None:
    build(tiny, quietly)
    seed = tiny.project_dir / "seeds" / "deaths.csv"
    seed.write_text("deaths,region_code\n4,330400\n", encoding="utf-8")
    assert build(tiny, quietly).status == "published"
    with duckdb.connect(published_build(tiny).database, read_only=True) as asked:
        assert asked.execute("select observed_value from fct_observations").fetchall() == [(4,)]
    seed.write_text("region_code,deaths,source\n330400,4,x\n", encoding="utf-8")
    with pytest.raises(UnplannableError, match="a type for source is not declared"):
        kept_plan(tiny)
    assert build(tiny, quietly).status == "published"
