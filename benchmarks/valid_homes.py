"""Homes of possible data, each of which must publish: true data always do.

    python -m benchmarks.valid_homes HOMES [FIRST]

Makes HOMES homes (`made_homes.py`), of the numbers from FIRST (1) on, loads and builds them one
after another, and prints what stopped a publication.
"""

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.made_homes import write_files
from warehouse.builds.build_records import BuildRecord
from warehouse.builds.plans import plan_folder
from warehouse.builds.publishing import build
from warehouse.ground.settings import Settings


@dataclass(frozen=True)
class Built:
    """What became of one home.

    Attributes:
        seed: The number that made it.
        record: The build.
        accepted: How many rows were accepted, by file.
        refused: How many were not.
    """

    seed: int
    record: BuildRecord
    accepted: dict[str, int]
    refused: dict[str, int]


def build_one(home: Settings, seed: int) -> Built:
    """Makes a home's files, loads and builds them.

    Args:
        home: An empty home; one with the project's plan (dbt/plan) takes seconds.
        seed: The number that makes the data.
    """
    from loaders.loading import load_file

    files = home.home / "made"
    files.mkdir(parents=True)
    accepted, refused = {}, {}
    for path in write_files(files, seed):
        outcome = load_file(home, path)
        accepted[path.name] = outcome.rows_accepted
        refused[path.name] = outcome.rows_refused
    record = build(home, lambda _done, _total: None)
    return Built(seed, record, accepted, refused)


def main(homes: int, first: int) -> int:
    """Builds homes, tells what became of each, and answers the exit status."""
    stopped = 0
    with tempfile.TemporaryDirectory(prefix="warehouse-homes-") as name:
        plan = Path(name) / "plan"
        for seed in range(first, first + homes):
            home = Settings(home=Path(name) / "home")
            if plan.exists():
                shutil.copytree(plan, plan_folder(home))
            made = build_one(home, seed)
            if not plan.exists():
                shutil.copytree(plan_folder(home), plan)
            shutil.rmtree(home.home)
            rows = sum(made.accepted.values())
            sys.stdout.write(f"{seed}: {made.record.status}, {rows:,} rows\n")
            for found in made.record.failures:
                stopped += 1
                sys.stdout.write(f"  {found.test} on {found.model}: {found.rows[:1]}\n")
            sys.stdout.flush()
    return 1 if stopped else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))  # noqa: PLR2004
