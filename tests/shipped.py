"""What ships, counted in its files: no test says a total that the next row makes untrue."""

import csv
from functools import cache
from typing import TypeAlias

from warehouse.ground.project_files import SEEDS_DIR

Row: TypeAlias = dict[str, str]
# The compiled figures, by their seeds.
STATISTICS = (
    *("published_statistics", "monthly_bulletins", "panel_figures", "panel_population_vehicles"),
    *("more_figures", "more_gdp_index_1978_nation"),
)


@cache
def rows(name: str) -> list[Row]:
    """Answers the rows of a seed, such as plans/plans.csv."""
    with (SEEDS_DIR / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def figures() -> list[Row]:
    """Answers every published figure, with its measure as its file calls it."""
    becomes = {row["figure"]: row for row in rows("plans/plan_history_figures.csv")}
    of_plans = [
        row | {"measure": becomes[row["figure"]]["measure_code"]}
        for row in rows("plans/plan_history.csv")
        if becomes[row["figure"]]["becomes"] == "observation"
    ]
    compiled = (rows(f"published/{name}.csv") for name in STATISTICS)
    return [*(row for file in compiled for row in file), *of_plans]


def targets_of(plan: str) -> list[Row]:
    """Answers the targets of a plan."""
    return [row for row in rows("plans/plan_targets.csv") if row["plan_code"] == plan]
