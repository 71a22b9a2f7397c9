"""The SQL of a build, for DuckDB alone: what the plan sends, and the comments."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TypeAlias

from warehouse.builds.build_records import DATABASE_NAME
from warehouse.builds.comments import columns_of, comments
from warehouse.builds.database_file import BLOCK_BYTES, STORAGE_VERSION
from warehouse.builds.plan_runs import KINDS
from warehouse.builds.plan_steps import Step, in_place
from warehouse.builds.plans import Plan
from warehouse.ground.settings import Settings

Statement: TypeAlias = tuple[str, str]

CATALOGUE = Path(DATABASE_NAME).stem
APART = "apart"


def of_build(
    plan: Plan, settings: Settings, published: Path, database: Path, apart: Collection[str] = ()
) -> list[Statement]:
    """Answers all statements of a build in an order in which they can run.

    Args:
        plan: Of the project.
        settings: The home and the project that are read.
        published: The database of such a build, for the columns that are described.
        database: The new file to write.
        apart: Unique ids of nodes whose statements are of the kind APART, whatever they are.

    Returns:
        Pairs of kind and SQL: opening, seed, model, comment, data_test, closing.
    """
    columns = columns_of(published)
    schemas = sorted({step.node.schema for step in plan.steps if step.node.relation})
    path = _quoted(str(database))
    form = f"storage_version '{STORAGE_VERSION}', block_size {BLOCK_BYTES}"
    statements = [
        ("opening", f"attach {path} as {CATALOGUE} ({form})"),
        ("opening", f"use {CATALOGUE}"),
        *(("opening", f"create schema if not exists {schema}") for schema in schemas),
    ]
    for step in plan.steps:
        names = columns.get((step.node.schema, step.node.alias), [])
        described = comments(plan.manifest, step.node, names) if step.node.relation else []
        its = of_step(step, settings, described)
        is_apart = step.node.unique_id in apart
        statements += [(APART if is_apart else kind, sql) for kind, sql in its]
    return [*statements, ("closing", f"checkpoint {CATALOGUE}")]


def of_step(step: Step, settings: Settings, said: Sequence[str] = ()) -> list[Statement]:
    """Answers the statements of one seed, model or data test.

    Args:
        step: Of the plan.
        settings: The home and the project that are read.
        said: The statements that keep its descriptions in the database.
    """
    kind = KINDS[step.node.kind]
    made = [(kind, in_place(statement, settings)) for statement in step.statements]
    if kind == "data_test":
        return list(made)
    described = [("comment", statement) for statement in said]
    return [(kind, "begin"), *made, *described, (kind, "commit")]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
