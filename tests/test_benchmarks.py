"""The benchmarks' arithmetic, their statements and their place in the README."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest

from benchmarks import (
    browser,
    builds,
    calibration,
    damage,
    detection,
    growth,
    idle,
    loads,
    made_figures,
    made_files,
    records,
    report,
    statements,
    told_years,
)
from benchmarks.__main__ import README
from benchmarks.clock import FailedCommandError, Timings, environment, run_watched
from benchmarks.floor import run
from loaders.lake.expected import expected_loads
from loaders.loading import load_file
from surveillance.monthly import SeriesWarnings
from tests.loaders.trials import Trial
from tests.shipped import figures
from warehouse.builds.manifest import MANIFEST_NAME, Manifest
from warehouse.builds.plan_steps import steps_of
from warehouse.builds.plans import Plan, plan_folder
from warehouse.builds.published import published_build
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

MIB = 1 << 20
PUBLISHED = PROJECT_DIR / "seeds" / "published" / "published_statistics.csv"


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


def test_memory_is_shown_where_it_was_looked_at() -> None:
    alone = Timings("alone", (1.0,), (300 * MIB,))
    table = report.Table("Load", against=alone, rows=(alone, Timings("within", (2.0,))))
    lines = table.as_markdown().splitlines()
    assert lines[2].endswith("| ÷ alone | most memory, MiB |")
    assert lines[4].endswith("| 1.00× | 300 |")
    assert lines[5].endswith("| 2.00× |  |")


WATCHED = """
import sys
from benchmarks.clock import run_watched
program = "held = b'x' * (64 << 20); print('done'); raise SystemExit(3)"
watched = run_watched([sys.executable, "-c", program], {}, status=3)
print(watched.peak_bytes, watched.cpu_seconds, watched.said)
"""


def test_a_watched_command_tells_what_it_took_and_said() -> None:
    # From a small process: a program's memory begins with that of the process that starts it.
    told = subprocess.run(
        [sys.executable, "-c", WATCHED], capture_output=True, text=True, check=True
    )
    peak_bytes, cpu_seconds, said = told.stdout.split()
    assert said == "done"
    assert float(cpu_seconds) > 0
    assert 64 * MIB < int(peak_bytes) < 1024 * MIB


def test_a_watched_command_that_fails_is_told() -> None:
    with pytest.raises(FailedCommandError):
        run_watched([sys.executable, "-c", "raise SystemExit(3)"], environment())


BUSY = '''
import subprocess, sys
child = """
import time
while time.process_time() < 0.3:
    pass
print(flush=True)
input()
"""
busy = subprocess.Popen(
    [sys.executable, "-c", child], stdin=subprocess.PIPE, stdout=subprocess.PIPE
)
busy.stdout.readline(); print(flush=True); input(); busy.communicate(b"\\n")
'''


def test_the_processor_time_of_a_server_is_that_of_what_it_starts_too() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        used = idle.processor_seconds(parent.pid)
        parent.communicate(b"\n")
    assert used >= 0.3


def test_pages_left_open_are_told_as_a_share_of_a_core() -> None:
    told = idle.Idle(readers=20, seconds=30, cpu_seconds=0.3).as_markdown()
    assert told.endswith("take 1.0 % of a core at the server (0.30 s of 30 s).")


def test_a_line_carries_bits_where_the_browser_counts_bytes() -> None:
    conditions = browser.Line(megabits=10, milliseconds=40).as_conditions()
    assert conditions["downloadThroughput"] == 1_250_000


@pytest.mark.parametrize(
    "place", ["figures", "explorer", "growth", "records", "calibration", "damage", "ends"]
)
def test_new_figures_replace_the_old_between_the_markers(place: str) -> None:
    start, end = report.markers(place)
    text = f"before\n{start}\nold\n{end}\nafter\n"
    once = report.with_figures(text, "new", place)
    assert once == f"before\n{start}\n\nnew\n\n{end}\nafter\n"
    assert report.with_figures(once, "new", place) == once


def test_a_text_without_markers_is_refused() -> None:
    with pytest.raises(report.MissingMarkersError):
        report.with_figures("no place", "new")


@pytest.mark.parametrize(
    "place", ["figures", "explorer", "growth", "records", "calibration", "damage", "ends"]
)
def test_the_readme_has_a_place_for_the_figures(place: str) -> None:
    assert "new" in report.with_figures(README.read_text(encoding="utf-8"), "new", place)


def test_made_accidents_are_the_same_each_time_and_all_accepted(tmp_path: Path) -> None:
    made_files.write_csv(tmp_path / "one.csv", 3_000)
    made_files.write_csv(tmp_path / "other.csv", 3_000)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()
    assert load_file(Settings(home=tmp_path / "home"), tmp_path / "one.csv").rows_accepted == 3_000


def test_faults_in_made_accidents_are_as_many_as_must_be_refused(tmp_path: Path) -> None:
    made_files.write_csv(tmp_path / "faulty.csv", 12_000, has_faults=True)
    outcome = load_file(Settings(home=tmp_path / "home"), tmp_path / "faulty.csv")
    assert outcome.rows_refused == loads.wrong(12_000)
    assert outcome.reasons == {"value_not_a_number": 12, "conflict_in_file": 4}


def test_a_made_workbook_is_all_accepted(tmp_path: Path) -> None:
    made_files.write_workbook(tmp_path / "register.xlsx", 50)
    outcome = load_file(Settings(home=tmp_path / "home"), tmp_path / "register.xlsx")
    assert (outcome.rows_accepted, outcome.rows_read) == (50, 50)


def test_of_a_made_lake_s_accidents_those_told_twice_count_as_published_last(
    tmp_path: Path,
) -> None:
    home = Settings(home=tmp_path)
    made_files.write_lake(home.lake, 3_000)
    run(records.bare(home, tmp_path / "bare.duckdb"))
    with duckdb.connect(tmp_path / "bare.duckdb") as connection:
        (counted,) = connection.execute(
            "select count(*), sum(reading_count), sum(is_covered::int) from accidents"
        ).fetchall()
        # Registers of 300: accidents 0, 100 and 200 of the first stand in the second too,
        # published a day later, on the same day and so loaded later, and on no day.
        twice = connection.execute(
            "select accident_id, right(file_sha256, 1) from accidents "
            "where reading_count = 2 and accident_id < '1000300' order by all"
        ).fetchall()
        months = connection.execute("select sum(accidents), sum(deaths) from months").fetchall()
    # The last register has no next one.
    assert counted == (3_000, 3_000 + 27, 3_000)
    assert twice == [("1000000", "2"), ("1000100", "2"), ("1000200", "1")]
    assert months == [(3_000, 1_000 * (0 + 1 + 2))]


def test_what_is_made_of_records_is_found_through_all_that_lies_between(
    tiny_published_home: Path,
) -> None:
    manifest = Manifest.read(plan_folder(Settings(home=tiny_published_home)) / MANIFEST_NAME)
    found = {each.split(".")[2] for each in records.below(manifest, "seed.tiny.deaths")}
    assert found == {
        "fct_observations",
        "unique_fct_observations_region_code",
        "not_null_fct_observations_region_code",
        "deaths_are_not_negative",
        "deaths_are_few",
    }
    assert records.below(manifest, "test.tiny.deaths_are_few") == set()


def test_made_figures_and_targets_are_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        made_figures.write_figures(tmp_path / f"{name}.csv", 3_000)
        made_figures.write_targets(tmp_path / f"{name}-targets.csv", 200)
    for ending in (".csv", "-targets.csv"):
        assert (tmp_path / f"one{ending}").read_bytes() == (
            tmp_path / f"other{ending}"
        ).read_bytes()


def test_made_figures_load_wholly_are_told_once_and_are_marked(tmp_path: Path) -> None:
    made_figures.write_figures(tmp_path / "figures.csv", 5_000)
    home = Settings(home=tmp_path / "home")
    outcome = load_file(home, tmp_path / "figures.csv")
    assert (outcome.rows_accepted, outcome.rows_read) == (5_000, 5_000)
    made = pl.read_csv(tmp_path / "figures.csv", infer_schema=False)
    assert made["source_title"].str.starts_with(made_figures.MARK).all()
    shipped = pl.read_csv(PUBLISHED, infer_schema=False)
    assert not set(made["region_code"]) & set(shipped["region_code"])
    # As often as in what ships, where one figure stands in several sources.
    figure = ["region_code", *made_figures.FIGURE]
    assert len(made.unique(figure)) / len(made) > 0.9


def test_made_targets_load_wholly_as_plans_of_their_own(tmp_path: Path) -> None:
    made_figures.write_targets(tmp_path / "targets.csv", 320)
    outcome = load_file(Settings(home=tmp_path / "home"), tmp_path / "targets.csv")
    assert (outcome.rows_accepted, outcome.rows_read) == (320, 320)
    made = pl.read_csv(tmp_path / "targets.csv", infer_schema=False)
    assert made["target_code"].is_unique().all()
    assert made["plan_code"].str.starts_with("simulated-").all()


def test_thirty_times_the_data_finds_a_region_for_every_figure(tmp_path: Path) -> None:
    made_figures.write_figures(tmp_path / "figures.csv", 29 * len(figures()))
    made = pl.read_csv(tmp_path / "figures.csv", infer_schema=False)
    assert len(made) == 29 * len(figures())
    assert made["region_code"].null_count() == 0


def test_a_home_of_twice_the_data_is_loaded_by_the_front_door(tmp_path: Path) -> None:
    home = Settings(home=tmp_path / "home")
    growth.load_more(home, tmp_path, figures=300, targets=150, times=2)
    assert sorted(each.outcome["kind"] for each in expected_loads(home)) == [
        "statistics",
        "targets",
    ]


def size(times: int, seconds: float, **steps: float) -> growth.Size:
    return growth.Size(
        times,
        counts=(200 * times, 15 * times, 220 * times, 150 * times),
        costs=(seconds, seconds - 1, 100 * MIB, 2.5 * MIB),
        steps={"seed": 0.1, **steps},
    )


def test_growth_is_told_size_by_size_and_beside_the_size_before() -> None:
    grown = growth.Growth((size(1, 20, rollups=0.5), size(10, 50, rollups=4)))
    lines = grown.as_markdown().splitlines()
    assert lines[4] == "| 1× | 200 | 15 | 220 | 150 | 20.0 | 19.0 | 100 | 2 |"
    assert lines[6] == ("| 10× ÷ 1× | 10× | 10× | 10× | 10× | 2.50× | 2.58× | 1.00× | 1.00× |")
    assert lines[8].startswith("- Growth is at most linear")
    assert lines[9].endswith("more: 16,667 ms from 1× to 10×.")
    assert lines[10].endswith(": rollups 4.00 s (8.00×), seed 0.10 s (1.00×).")


def test_growth_that_is_more_than_linear_is_told() -> None:
    grown = growth.Growth((size(1, 20, rollups=0.5), size(10, 201, rollups=6)))
    lines = grown.as_markdown().splitlines()
    assert lines[8] == (
        "- **Growth is more than linear:** build, s from 1× to 10×; processor, s from 1× to 10×."
    )


def test_damage_is_tallied_by_kind_and_altogether() -> None:
    good = Trial("flipped", "a.csv", "partial", seconds=1, rows=(5, 2, 1, 1, 1), peak_bytes=MIB)
    trials = [good, Trial("flipped", "b.csv", "hang", faults=("no answer",), seconds=20)]
    lines = damage.as_markdown([*trials, Trial("cut", "c.csv", "refused")]).splitlines()
    assert lines[2] == "| flipped | 2 | 0 | 1 | 0 | 2 | 1 | 1 | 1 | 0 | 1 | 0 | 0 | 20.0 | 1 |"
    assert lines[-1] == "| **all** | 3 | 1 | 1 | 0 | 2 | 1 | 1 | 1 | 0 | 1 | 0 | 0 | 20.0 | 1 |"


def test_the_statements_of_a_build_make_its_tables(
    tiny_published_home: Path, tmp_path: Path
) -> None:
    settings = Settings(home=tiny_published_home)
    manifest = Manifest.read(plan_folder(settings) / MANIFEST_NAME)
    plan = Plan(manifest, steps_of(manifest, tiny_published_home.parent / "project"), {})
    published = published_build(settings).database
    listed = statements.of_build(plan, settings, published, tmp_path / "warehouse.duckdb")
    assert set(run(listed)) == {"opening", "seed", "model", "comment", "data_test", "closing"}
    assert builds.unlike_tables(published, tmp_path / "warehouse.duckdb") == []


def test_chances_of_a_steady_world_happen_about_as_often_as_stated() -> None:
    (steady,) = calibration.measure(calibration.WORLDS[:1], 20_000).measured
    assert steady.stated == pytest.approx(steady.happened, abs=0.06)
    own, this_year, straight_on, _ = steady.scores.values()
    assert own < this_year < straight_on


def test_what_comes_until_a_later_month_is_told_as_the_warehouse_tells_a_year() -> None:
    # One year of none before and half a year without any: 1.5 years watched, half a year to come.
    to_december = told_years.Case(0, 0.5, 2, 1, 1, 0)
    assert to_december.rest() == pytest.approx((0.25, 1.5 / 2))
    assert told_years.Case(0, 0.5, 2, 0.75, 1, 0).rest() == pytest.approx((0.25, 1.5 / 1.75))
    told = told_years.ToldYears((to_december,), ()).as_markdown()
    # by chance none comes with 0.93, one with 0.06: two lie beyond 95 %
    assert "| 0 to 9 | 1, 0%, 0% | 0 |" in told
    assert "| 0 to 20 % | 7% → 100% (1) |" in told


def test_settings_of_the_warehouse_do_not_reach_what_is_timed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WAREHOUSE_KEEP_BUILDS", "1")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    given = environment(WAREHOUSE_HOME="home")
    assert {"WAREHOUSE_KEEP_BUILDS", "PYTHONDONTWRITEBYTECODE"}.isdisjoint(given)
    assert given["WAREHOUSE_HOME"] == "home"


def test_levels_of_detection_follow_the_rules_of_the_warehouse() -> None:
    # As the unit test of fct_early_warnings has it: 4, 9, 8 and 15 cases of 4 expected, limits 7
    # and 10; then two cases where 0.1 are expected, and a sum that signals.
    said = SeriesWarnings(
        reason=[""] * 4,
        years=np.full(4, 5),
        months=np.full(4, 60),
        **{
            name: np.full(4, value)
            for name, value in {
                "expected": 4.0,
                "upper_95": 7.0,
                "upper_998": 10.0,
                "dispersion": 1.0,
                "trend": 1.0,
                "cusum": 0.0,
                "cusum_limit": 5.0,
                "ears_c1": 9.0,
                "ears_c2": 9.0,
                "ears_c3": 9.0,
            }.items()
        },
        is_cusum_signal=np.array([False, False, False, True]),
    )
    found = detection.judged(np.array([4.0, 9.0, 8.0, 15.0]), said)
    assert found.grades.tolist() == [0, 1, 2, 4]
    assert found.signals("yellow").tolist() == [False, False, True, True]
    assert found.signals(detection.C2).tolist() == [False, False, False, True]
    few = replace(said, upper_95=np.full(4, 1.0), upper_998=np.full(4, 1.0))
    calm = replace(few, is_cusum_signal=np.zeros(4, dtype=bool))
    # two cases in three months are too few for any level
    assert detection.grades(np.array([0.0, 0.0, 0.0, 2.0]), calm).tolist() == [0, 0, 0, 0]


def test_detection_counts_what_is_found_when_and_what_is_wrong() -> None:
    planted = detection.Planted(first=2, last=3, factor=3.0, expected=1.5)
    one = detection.Judged(np.array([0, 1, 0, 2, 3, 0, 0, 0]), np.zeros(8) - 1, planted)
    quiet = detection.Judged(np.array([0, 0, 0, 0, 0, 0, 0, 1]), np.zeros(8) - 1, None)
    found = detection.Detection((one, quiet), ())
    assert found.found("blue") == 1.0
    assert found.found("orange") == 0.0
    assert found.delay("yellow") == 1.0
    # Two blue months, the one before the outbreak and the last of the quiet series, in the twelve
    # that are neither of an outbreak nor the two after it: 12 x 2 / 12 a year.
    assert found.false_alarms("blue") == 12 * 2 / 12
