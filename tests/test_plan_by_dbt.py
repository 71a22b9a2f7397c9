"""The plan against `dbt build`, typed as the README says, for a home with loaded files."""

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.checkouts import (
    DBT,
    READMES,
    commands,
    copy_what_a_build_is_made_of,
    run_as_a_reader,
)
from warehouse.builds.manifest import MANIFEST_NAME, Manifest
from warehouse.builds.plan_steps import in_place, steps_of
from warehouse.builds.plans import kept_plan
from warehouse.builds.published import published_build
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

BUILD = f"{DBT}build"
RELATIONS = """
select schema_name, table_name from duckdb_tables() where not internal
union all
select schema_name, view_name from duckdb_views() where not internal
"""
DECLARED = """
select schema_name, table_name, column_name, data_type, is_nullable from duckdb_columns()
where not internal and database_name = ?
order by all
"""
RULES = """
select schema_name, table_name, constraint_type, constraint_column_names
from duckdb_constraints()
where database_name = ?
order by all
"""
# Of every row, to the last bit of its doubles.
FINGERPRINT = "select count(*), sum(cast(hash({columns}) as hugeint)) from {side}.{relation}"


@pytest.fixture(scope="module")
def checkout(city_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Answers a checkout whose lake is that of city_home, after `dbt build`."""
    folder = copy_what_a_build_is_made_of(tmp_path_factory.mktemp("checkout"))
    (folder / ".venv").symlink_to(PROJECT_DIR / ".venv")
    shutil.copytree(city_home / "lake", folder / "data" / "lake")
    done = run_as_a_reader(BUILD, folder)
    assert done.returncode == 0, done.stdout
    return folder


@pytest.fixture(scope="module")
def results(checkout: Path) -> list[dict[str, Any]]:
    """Answers what each node of dbt's build ended in, unit tests left out."""
    written = json.loads((checkout / "target" / "run_results.json").read_text(encoding="utf-8"))
    every: list[dict[str, Any]] = written["results"]
    return [each for each in every if not each["unique_id"].startswith("unit_test.")]


def bare(sql: str) -> str:
    """Answers a statement without the spaces that templates leave, nor the names dbt passes by."""
    without = sql.replace("__dbt_tmp", "").replace("-- dbt seed --", "").replace(";", " ")
    return re.sub(r"\s*([(),])\s*", r"\1", re.sub(r"\s+", " ", without)).strip()


def test_every_statement_is_the_one_that_dbt_sends(city_home: Path, checkout: Path) -> None:
    plan = kept_plan(Settings(home=city_home))
    assert plan is not None
    theirs = Manifest.read(checkout / "target" / MANIFEST_NAME)
    assert {step.node.unique_id for step in plan.steps} == set(theirs.nodes)
    # In development dbt reads the lake and the project beside it, and names the file's database.
    settings = Settings(home=Path("data"), project_dir=Path())
    for step in steps_of(plan.manifest, checkout):
        sent = checkout / theirs.nodes[step.node.unique_id].build_path
        ours = " ".join(in_place(each, settings) for each in step.statements)
        dbt_s = sent.read_text(encoding="utf-8").replace('"development".', '"warehouse".')
        if step.node.language == "python":  # dbt adds how the answer is kept
            dbt_s = bare(dbt_s.replace("development", "warehouse"))[: len(bare(ours))]
        assert bare(ours) == bare(dbt_s), step.node.name


def test_every_table_is_the_one_that_dbt_makes(
    city_home: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(checkout)  # views of development read data/lake
    ours = published_build(Settings(home=city_home)).database
    with duckdb.connect() as connection:
        connection.execute(f"attach '{ours}' as ours (read_only)")
        connection.execute("attach 'target/development.duckdb' as theirs (read_only)")
        for question in (DECLARED, RULES):
            both = [connection.execute(question, [side]).fetchall() for side in ("ours", "theirs")]
            assert both[0] == both[1]
        columns: dict[tuple[str, str], list[str]] = {}
        for schema, table, name, *_ in connection.execute(DECLARED, ["ours"]).fetchall():
            columns.setdefault((schema, table), []).append(f'"{name}"')
        connection.execute("use theirs")
        relations = connection.execute(RELATIONS).fetchall()
        for schema, name in relations:
            asked = {
                "columns": ", ".join(columns[schema, name]),
                "relation": f'"{schema}"."{name}"',
            }
            both = [
                connection.execute(FINGERPRINT.format(side=side, **asked)).fetchall()
                for side in ("ours", "theirs")
            ]
            assert both[0] == both[1], name
    assert len(relations) > len(list((PROJECT_DIR / "models").rglob("*.sql")))


def test_a_build_finds_what_dbt_finds(city_home: Path, results: list[dict[str, Any]]) -> None:
    record = published_build(Settings(home=city_home)).record
    assert record.counts == dict(Counter(each["status"] for each in results))
    theirs = [
        (each["unique_id"].split(".")[2], each["message"], each["failures"])
        for each in results
        if each["status"] == "warn"
    ]
    ours = [(each.test, each.message, each.failures) for each in record.warnings]
    assert sorted(ours) == sorted(theirs)
    assert record.failures == []


def test_dbt_tries_the_models_on_mock_rows_too(checkout: Path) -> None:
    written = json.loads((checkout / "target" / "run_results.json").read_text(encoding="utf-8"))
    tried = [each["status"] for each in written["results"] if "unit_test." in each["unique_id"]]
    assert tried
    assert set(tried) == {"pass"}


# After what looks at target/, which these write anew.
@pytest.mark.parametrize(
    "command", [each for each in commands(READMES[0]) if each.startswith(DBT) and each != BUILD]
)
def test_another_command_of_dbt_works(checkout: Path, command: str) -> None:
    done = run_as_a_reader(command, checkout)
    assert done.returncode == 0, done.stdout + done.stderr
