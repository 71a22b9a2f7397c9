"""The statements of a build, made from dbt's manifest as dbt-duckdb would send them.

dbt stays the only author of the SQL: a model's and a test's query come from `dbt compile`. What is
said here is what dbt and its adapter put around them (dbt-core's materializations and dbt-duckdb's
create_table_as and seed macros, 1.11): tests/test_plan.py compares every statement with those that
dbt itself sent.
"""

import csv
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

from warehouse.builds.manifest import Column, Manifest, Node, Written
from warehouse.builds.plan_limits import UnplannableError
from warehouse.ground.settings import Settings

# What stands for these folders in compiled SQL, so that a plan holds for any home and checkout.
ANY_LAKE = "@the lake@"
ANY_PROJECT = "@the project@"
# Of a pattern for files; in brackets each stands for itself.
PATTERN_SIGNS = "[*?"


@dataclass(frozen=True)
class Step:
    """What a build does about one node.

    Attributes:
        node: The seed, model or data test.
        statements: What makes the table or view, in order; of a test the one query that counts; of
            a model in Python its code.
        waits_for: The unique ids of the steps that must have gone well before.
    """

    node: Node
    statements: tuple[str, ...]
    waits_for: frozenset[str]


def steps_of(manifest: Manifest, project_dir: Path) -> list[Step]:
    """Answers the steps of a build, each after all that it waits for.

    Args:
        manifest: The project, compiled.
        project_dir: Where the seeds' files lie.

    Raises:
        UnplannableError: A seed's file does not have the columns that are declared.
    """
    waits = waited_for(manifest)
    order = TopologicalSorter(waits).static_order()
    return [_step(manifest.nodes[key], waits[key], project_dir) for key in order]


def waited_for(manifest: Manifest) -> dict[str, frozenset[str]]:
    """Answers what each node waits for: what it reads, and the tests of all of that.

    A test holds up whatever rests on everything that the test reads (as `dbt build` has it:
    Linker.add_test_edges), so that what fails a test is carried no further.
    """
    nodes = manifest.nodes
    read = {key: frozenset(node.rests_on) for key, node in nodes.items()}
    tests = {key: read[key] for key, node in nodes.items() if node.kind == "test" and read[key]}
    found: dict[str, frozenset[str]] = {}
    above: dict[str, frozenset[str]] = {}
    for key in TopologicalSorter(read).static_order():
        if key not in nodes:
            above[key] = frozenset()  # a source: there before all
            continue
        above[key] = read[key].union(*(above[each] for each in read[key]))
        held_up_by = () if key in tests else (t for t, of in tests.items() if of <= above[key])
        found[key] = (read[key] & nodes.keys()).union(held_up_by)
    return found


def in_place(statement: str, settings: Settings) -> str:
    """Answers a statement that reads one home's lake and one project, whatever their paths."""
    for stand_in, folder in ((ANY_LAKE, settings.lake), (ANY_PROJECT, settings.project_dir)):
        if stand_in in statement:
            signs = (f"[{sign}]" if sign in PATTERN_SIGNS else sign for sign in str(folder))
            statement = statement.replace(stand_in, "".join(signs).replace("'", "''"))
    return statement


def _step(node: Node, waits_for: frozenset[str], project_dir: Path) -> Step:
    if node.kind == "seed":
        statements = _seed(node, project_dir)
    elif node.kind == "test":
        statements = (_test(node),)
    elif node.language == "python":
        statements = (node.sql,)
    elif node.materialized == "view":
        statements = (f"create view {node.relation} as (\n{node.sql}\n);",)
    elif node.is_under_contract:
        statements = _table_under_contract(node)
    else:
        statements = (f"create table {node.relation} as (\n{node.sql}\n);",)
    return Step(node, statements, waits_for)


def _seed(node: Node, project_dir: Path) -> tuple[str, ...]:
    path = project_dir / node.file
    types: dict[str, str] = node.config["column_types"]
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        heading, has_rows = next(lines, []), next(lines, None) is not None
    if missing := [name for name in heading if name not in types]:
        raise UnplannableError(node, f"a type for {', '.join(missing)} is not declared")
    columns = ", ".join(f'"{name}" {types[name]}' for name in heading)
    made = f"create table {node.relation} ({columns})"
    quoted = str(path).replace("'", "''")
    filled = f"COPY {node.relation} FROM '{quoted}' (FORMAT CSV, HEADER TRUE, DELIMITER ',')"
    return (made, filled) if has_rows else (made,)


def _table_under_contract(node: Node) -> tuple[str, ...]:
    names = ", ".join(map(_name, node.columns.values()))
    rules = [*map(_declared, node.columns.values()), *map(_of_table, node.constraints)]
    # Names and SQL are the project's own, as dbt has compiled them.
    chosen = f"select {names} from (\n{node.sql}\n) as model_subq"  # noqa: S608
    return (
        f"create table {node.relation} ({', '.join(rules)}) ;",
        f"insert into {node.relation} ({names}) (\n{chosen}\n);",
    )


def _name(column: Column) -> str:
    return f'"{column.name}"' if column.is_quoted else column.name


def _declared(column: Column) -> str:
    rules = (rule["type"].replace("_", " ") for rule in column.constraints)
    return " ".join((_name(column), column.type, *rules))


def _of_table(rule: Written) -> str:
    return f"{rule['type'].replace('_', ' ')} ({', '.join(rule['columns'])})"


def _test(node: Node) -> str:
    counted, config = str(node.config["fail_calc"]), node.config
    return (
        f"select {counted} as failures, {counted} {config['warn_if']} as should_warn,"
        f" {counted} {config['error_if']} as should_error\n"
        f"from (\n{node.sql}\n) dbt_internal_test"
    )
