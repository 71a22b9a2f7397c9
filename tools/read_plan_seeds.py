"""Write what the shipped plans' words say beside them, read by the loaders' readers.

plan_targets.csv and plan_history.csv of seeds/plans are what was compiled and stay as they are.
What their words say stands in plan_target_words.csv and plan_history_units.csv, so that no model
parses a word. Run it after changing one of them or a reader.

    python -m tools.read_plan_seeds
"""

import polars as pl

from loaders.words.hedged_units import read_hedged_unit
from loaders.words.target_words import read_target_words
from warehouse.ground.project_files import SEEDS_DIR

PLANS = SEEDS_DIR / "plans"


def target_words(targets: pl.DataFrame) -> pl.DataFrame:
    """Answers plan_target_words.csv.

    Args:
        targets: plan_targets.csv, all columns as texts.
    """
    return pl.concat([targets.select("target_code"), read_target_words(targets)], how="horizontal")


def history_units(history: pl.DataFrame) -> pl.DataFrame:
    """Answers plan_history_units.csv.

    Args:
        history: plan_history.csv, all columns as texts.
    """
    printed = sorted(set(history["unit"]))
    read = [read_hedged_unit(unit).value for unit in printed]
    return pl.DataFrame(
        {
            "unit": printed,
            "published_unit": [each.unit if each else None for each in read],
            "hedging_words": [each.words if each else None for each in read],
            "value_qualifier": [each.qualifier if each else None for each in read],
        }
    )


def read(name: str) -> pl.DataFrame:
    """Answers a file of seeds/plans, all columns as texts."""
    return pl.read_csv(PLANS / f"{name}.csv", infer_schema=False)


def main() -> None:
    """Write both."""
    target_words(read("plan_targets")).write_csv(PLANS / "plan_target_words.csv")
    history_units(read("plan_history")).write_csv(PLANS / "plan_history_units.csv")


if __name__ == "__main__":
    main()
