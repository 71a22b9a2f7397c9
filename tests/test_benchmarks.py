"""The benchmarks' arithmetic, their statements and their place in the README."""

from pathlib import Path

import pytest

from benchmarks import report, statements
from benchmarks.__main__ import README
from benchmarks.clock import Timings, environment
from benchmarks.floor import run

SEED: statements.Node = {
    "resource_type": "seed",
    "relation_name": '"memory"."main"."deaths"',
    "original_file_path": "deaths.csv",
    "description": "One row per region: the region's deaths.",
    "config": {"materialized": "seed", "column_types": {"region_code": "varchar", "deaths": "int"}},
    "columns": {"deaths": {"name": "deaths", "description": "People's deaths."}},
}


def test_median_and_p95_lie_within_the_timings() -> None:
    timings = Timings("twenty", tuple(float(second) for second in range(1, 22)))
    assert timings.median == 11
    assert timings.p95 == 20


def test_ratios_compare_with_the_reference() -> None:
    floor, build = Timings("floor", (0.5, 0.4, 9.0)), Timings("build", (10.0, 8.0, 12.0))
    table = report.Table("Build", against=floor, rows=(build, floor), remarks=("Quiet.",))
    lines = table.as_markdown().splitlines()
    assert lines[0] == "### Build"
    assert lines[4] == "| build | 10.0 | 8.00 to 12.0 | 3 | 20× |"
    assert lines[5] == "| floor | 0.50 | 0.40 to 9.00 | 3 | 1.00× |"
    assert lines[-1] == "- Quiet."


def test_new_figures_replace_the_old_between_the_markers() -> None:
    text = f"before\n{report.START}\nold\n{report.END}\nafter\n"
    once = report.with_figures(text, "new")
    assert once == f"before\n{report.START}\n\nnew\n\n{report.END}\nafter\n"
    assert report.with_figures(once, "new") == once


def test_a_text_without_markers_is_refused() -> None:
    with pytest.raises(report.MissingMarkersError):
        report.with_figures("no place", "new")


def test_the_readme_has_a_place_for_the_figures() -> None:
    assert "new" in report.with_figures(README.read_text(encoding="utf-8"), "new")


def test_a_seed_is_loaded_with_its_types_and_described(tmp_path: Path) -> None:
    (tmp_path / "deaths.csv").write_text("region_code,deaths\n000000,3\n", encoding="utf-8")
    listed = statements.of_node(SEED, None, tmp_path)
    assert [kind for kind, _ in listed] == ["seed", "seed", "comment", "comment", "seed"]
    assert listed[3][1].endswith("is 'People''s deaths.'")
    assert set(run(listed)) == {"seed", "comment"}


def test_what_dbt_ran_is_run_under_the_final_name(tmp_path: Path) -> None:
    file = tmp_path / "model.sql"
    file.write_text('create table "main"."fct_deaths__dbt_tmp" as select 1', encoding="utf-8")
    node = {**SEED, "resource_type": "model", "build_path": str(file)}
    assert ("model", 'create table "main"."fct_deaths" as select 1') in statements.of_node(
        node, None, tmp_path
    )


def test_settings_of_the_warehouse_do_not_reach_what_is_timed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WAREHOUSE_KEEP_BUILDS", "1")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    given = environment(WAREHOUSE_HOME="home")
    assert {"WAREHOUSE_KEEP_BUILDS", "PYTHONDONTWRITEBYTECODE"}.isdisjoint(given)
    assert given["WAREHOUSE_HOME"] == "home"
