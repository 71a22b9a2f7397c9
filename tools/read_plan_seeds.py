"""Write what the shipped plans' words say beside them, read by the loaders' readers.

plan_targets.csv and plan_history.csv of seeds/plans are what was compiled. What their words mean
stands in plan_target_words.csv and plan_history_units.csv, so that no model parses a word. Targets
go through the very reader that files go through: a row that it refuses stops this tool. Run it
after changing one of them or a reader.

    python -m tools.read_plan_seeds
"""

from datetime import UTC, datetime

import polars as pl

from loaders.judge.kinds import targets
from loaders.judge.kinds.registries import Tools
from loaders.lake.schemas import TARGET_WORDS
from loaders.words.columns import DETAIL, REASONS, new_memory
from loaders.words.hedged_units import read_hedged_unit
from warehouse.ground.project_files import SEEDS_DIR

PLANS = SEEDS_DIR / "plans"
# Columns whose words the reader turns into codes and numbers, and what it adds to them.
READ = (
    "indicator_code",
    "scope",
    "target_kind",
    "strength",
    "base_period",
    "base_is_stated",
    "target_value",
    "unit",
    "value_basis",
    "base_basis",
    "is_qualitative",
    *TARGET_WORDS,
)


def target_words(compiled: pl.DataFrame) -> pl.DataFrame:
    """Answers plan_target_words.csv.

    Args:
        compiled: plan_targets.csv, all columns as texts.

    Raises:
        ValueError: A row is refused, as it would be in a file.
    """
    numbered = compiled.with_row_index("row_number", 2).with_columns(
        pl.lit(None, dtype=pl.String).alias("cell")
    )
    judged = targets.judge(numbered, Tools.from_seeds(datetime.now(UTC).date()), new_memory())
    refused = judged.filter(pl.col(REASONS).is_not_null())
    if refused.height:
        message = str(refused.select("target_code", REASONS, DETAIL).rows())
        raise ValueError(message)
    return judged.select("target_code", *READ)


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
