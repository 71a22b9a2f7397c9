"""What records cost in a build: from the lake to fct_accidents, the counts and their tests.

Beside them DuckDB does the least that it must for the same table and the same sums, in a process
of its own too: no layers, no tests, no regions above, no declarations.
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import duckdb

from benchmarks import statements
from benchmarks.builds import WAREHOUSE, UnlikeBuildError
from benchmarks.clock import Timings, Watched, environment, run, run_watched
from benchmarks.made_files import COVERED, REGISTERS
from benchmarks.report import MIB, Table, number
from warehouse.builds.database_file import STORAGE_VERSION
from warehouse.builds.manifest import Manifest
from warehouse.builds.plans import kept_plan
from warehouse.builds.published import published_build
from warehouse.ground.project_files import SEEDS_DIR
from warehouse.ground.settings import Settings

ACCIDENTS: Final = 10_000_000
ROUNDS: Final = 3
AIM: Final = 1.3
AIM_MIB: Final = 4_096
PATH: Final = "from the lake to fct_accidents, counts and tests"
BARE: Final = "the same table and sums in bare DuckDB"
RECORDS: Final = "source.work_safety_warehouse.lake.accidents"
COUNTS: Final = "model.work_safety_warehouse.int_accident_counts"
# What counts as the records' work; writing the file is a part of it.
COUNTED: Final = (statements.APART, "closing")
Note = Callable[[str], None]

# Reads the lake, keeps the valid reading of each accident, grades it by Decree 493, Art. 3, and
# writes one table with the columns of fct_accidents.
GRADED: Final = """
create table accidents as
with readings as (
    select * exclude (source_title), coalesce(source_title, file_name) as source_title
    from read_parquet('{lake}/*/accidents.parquet', union_by_name = true)
    inner join (
        select file_sha256, file_name, loaded_at
        from read_parquet('{lake}/*/outcome.parquet', union_by_name = true)
    ) using (file_sha256)
),
again as (
    select accident_id, count(*) as reading_count
    from readings group by accident_id having count(*) > 1
),
ranked as (
    select accident_id, file_sha256, row_number, reading_count, row_number() over (
        partition by accident_id order by published_date desc nulls last, loaded_at desc
    ) as reading_place
    from readings inner join again using (accident_id)
),
measured as (
    select
        readings.*,
        coalesce(reading_count, 1) as reading_count,
        case when coalesce(deaths, missing) is not null
            then coalesce(deaths, 0) + coalesce(missing, 0) end as deaths_with_missing,
        cast(direct_loss as decimal(23, 8)) * case direct_loss_unit
            when '亿元' then 100000000 when '万元' then 10000 when '元' then 1
        end as direct_loss_yuan
    from readings left join ranked using (accident_id, file_sha256, row_number)
    where coalesce(reading_place, 1) = 1
)
select
    measured.* exclude (cell, sheet_name, region_name, direct_loss_yuan, is_production),
    cast(occurred_at as date) as occurred_date,
    strftime(occurred_at, '%Y-%m') as period,
    coalesce(sheet_name, '') as sheet_name,
    coalesce(names.region_name, measured.region_name) as region_name,
    coalesce(is_production, case when scope = 'production' then true end) as is_production,
    cast(direct_loss_yuan as double) as direct_loss_yuan,
    true as is_covered,
    case
        when deaths_with_missing >= 30 or serious_injuries >= 100 or direct_loss_yuan >= 100000000
            then 'extraordinary'
        when deaths_with_missing >= 10 or serious_injuries >= 50 or direct_loss_yuan >= 50000000
            then 'major'
        when deaths_with_missing >= 3 or serious_injuries >= 10 or direct_loss_yuan >= 10000000
            then 'larger'
        else 'ordinary'
    end as severity_code,
    coalesce(severity != severity_code, false) as severity_differs
from measured
left join (
    select region_code, any_value(region_name) as region_name
    from read_csv('{regions}', header = true, all_varchar = true)
    group by all
) as names using (region_code)
"""
MONTHS: Final = """
create table months as
select
    region_code, scope, period, direct_loss_unit,
    count(*) as accidents,
    count(*) filter (severity_code = 'larger') as accidents_larger,
    count(*) filter (severity_code != 'ordinary') as accidents_serious,
    count(*) filter (severity_code in ('major', 'extraordinary')) as accidents_major,
    sum(deaths_with_missing) as deaths,
    sum(serious_injuries) as serious_injuries,
    sum(serious_injuries + minor_injuries) as injuries,
    sum(cast(direct_loss as decimal(23, 8))) as direct_loss_in_unit
from accidents
group by all
"""
# Whether all accidents are the same, graded alike, told by a digest, and months counted otherwise.
UNLIKE: Final = """
select
    (select {digest} from built.fct_accidents) != (select {digest} from bare.accidents),
    (select count(*) from (
        select scope, period, sum(accidents) as accidents, sum(deaths) as deaths,
            sum(serious_injuries) as serious_injuries,
            cast(sum(direct_loss_in_unit * 10000) as double) as direct_loss
        from bare.months group by all
    ) as bare full join (
        pivot (
            select scope_code as scope, period, measure_code, counted_value
            from built.intermediate.int_accident_counts
            where region_code = '{region}' and period_basis = 'single_month'
        ) on measure_code using any_value(counted_value)
    ) as built using (scope, period)
    where (bare.accidents, bare.deaths, bare.serious_injuries, bare.direct_loss)
        is distinct from
        (built.accidents, built.deaths, built.serious_injuries, built.direct_loss))
"""
DIGEST: Final = (
    "sum(hash(accident_id, file_sha256, row_number, reading_count, severity_code,"
    " deaths_with_missing, direct_loss_yuan, region_name, source_title, period))"
)


def measure(
    folder: Path, note: Note, *, accidents: int = ACCIDENTS, rounds: int = ROUNDS
) -> list[Table]:
    """Builds a home of many accidents, and runs its statements and the bare ones in turn.

    Args:
        folder: A folder to make and to work in; it is removed again.
        note: Told what is being done.
        accidents: How many.
        rounds: How often each side runs.

    Raises:
        UnlikeBuildError: Both sides do not come to the same.
    """
    folder.mkdir()
    home = Settings(home=folder / "home")
    note(f"{accidents:,} accidents")
    made = [sys.executable, "-m", "benchmarks.made_files", "lake", str(home.lake), str(accidents)]
    run(made, environment())
    note("build")
    build = run_watched([WAREHOUSE, "build"], environment(WAREHOUSE_HOME=str(home.home)))
    files = {PATH: folder / "path.duckdb", BARE: folder / "bare.duckdb"}
    listed = {PATH: _of_path(home, files[PATH]), BARE: bare(home, files[BARE])}
    taken: dict[str, list[Watched]] = {PATH: [], BARE: []}
    for number_of_round in range(1, rounds + 1):
        for what, its in listed.items():
            note(f"{what}, round {number_of_round} of {rounds}")
            files[what].unlink(missing_ok=True)
            taken[what].append(_run(its, folder / "statements.json"))
    readings = _compared(files, accidents)
    timings = {what: _timings(what, its) for what, its in taken.items()}
    shutil.rmtree(folder)
    same = (
        f"{readings:,} accidents are in two of the {REGISTERS} registers; both sides keep the same"
        " readings, grade them alike and count the same."
    )
    whole = (
        "The whole build, with all that ships and dbt's compiling:"
        f" {number(build.cpu_seconds)} s of processors, {build.peak_bytes / MIB:,.0f} MiB at most."
    )
    return [
        Table(
            title=f"Records: {accidents:,} accidents, seconds of all processors",
            against=timings[BARE],
            rows=(timings[PATH], timings[BARE]),
            remarks=(
                f"The aim: at most {AIM} times, and at most {AIM_MIB:,} MiB.",
                same,
                whole,
            ),
        )
    ]


def _of_path(home: Settings, database: Path) -> list[statements.Statement]:
    """Answers the statements of the last build, those between lake and counts apart."""
    plan = kept_plan(home)
    if plan is None:
        reason = "the build left no plan"
        raise UnlikeBuildError(reason)
    path = below(plan.manifest, RECORDS) - below(plan.manifest, COUNTS)
    return statements.of_build(plan, home, published_build(home).database, database, apart=path)


def below(manifest: Manifest, above: str) -> set[str]:
    """Answers the unique ids of all nodes that are made of one.

    Args:
        manifest: What dbt says of the project.
        above: Its unique id.
    """
    found: set[str] = set()
    waiting = [above]
    while waiting:
        read = waiting.pop()
        for key, node in manifest.nodes.items():
            if read in node.rests_on and key not in found:
                found.add(key)
                waiting.append(key)
    return found


def bare(home: Settings, database: Path) -> list[statements.Statement]:
    """Answers what DuckDB must do at the least.

    Args:
        home: Where the lake is.
        database: The new file to write.
    """
    regions = SEEDS_DIR / "reference" / "regions.csv"
    lake, path, names = (str(each).replace("'", "''") for each in (home.lake, database, regions))
    return [
        ("opening", f"attach '{path}' as bare (storage_version '{STORAGE_VERSION}')"),
        ("opening", "use bare"),
        (statements.APART, GRADED.format(lake=lake, regions=names)),
        (statements.APART, MONTHS),
        ("closing", "checkpoint bare"),
    ]


def _run(listed: list[statements.Statement], file: Path) -> Watched:
    # As many threads as a build's DuckDB takes: one for each processor.
    file.write_text(json.dumps(listed), encoding="utf-8")
    return run_watched(
        [sys.executable, "-m", "benchmarks.floor", str(file), "processor"], environment()
    )


def _timings(what: str, taken: list[Watched]) -> Timings:
    seconds = [json.loads(each.said) for each in taken]
    return Timings(
        what,
        tuple(sum(each[kind] for kind in COUNTED) for each in seconds),
        tuple(each.peak_bytes for each in taken),
    )


def _compared(files: dict[str, Path], accidents: int) -> int:
    """Answers how many accidents have two readings, if both databases are alike."""
    with duckdb.connect() as connection:
        for name, path in zip(("built", "bare"), (files[PATH], files[BARE]), strict=True):
            quoted = str(path).replace("'", "''")
            connection.execute(f"attach '{quoted}' as {name} (read_only)")
        unlike = connection.execute(
            UNLIKE.format(region=COVERED["covers_region"], digest=DIGEST)
        ).fetchall()[0]
        rows, twice = connection.execute(
            "select count(*), count(*) filter (reading_count = 2) from built.fct_accidents"
        ).fetchall()[0]
    if unlike != (False, 0) or rows != accidents:
        reason = f"{rows:,} accidents; accidents and months that are unlike: {unlike}"
        raise UnlikeBuildError(reason)
    return int(twice)
