"""Compares the tables of two builds row by row: a change of the code that is to change no figure.

Ends with 0 only if all that both builds have is the same. What only the later one has is told and
allowed; a column or table that is gone, a type that changed and a row that differs are not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import duckdb
import typer

EXAMPLES = 5
NAMES_SHOWN = 8
SIDES = ("before", "after")

COLUMNS = """
select c.table_name, c.column_name, c.data_type
from duckdb_columns() as c
inner join duckdb_tables() as t using (database_name, schema_name, table_name)
where c.database_name = ? and c.schema_name = ?
order by c.table_name, c.column_index
"""
COMMENTS = """
select table_name, comment from duckdb_tables() where database_name = $1 and schema_name = $2
union all
select table_name || '.' || column_name, comment from duckdb_columns()
where database_name = $1 and schema_name = $2
"""
# Each row that one side has oftener than the other, once for every time; (rows, rows, differing).
DIFFERENCE = """
select (select count(*) from {before}), (select count(*) from {after}), (
    select count(*) from (
        (select {columns} from {before} except all select {columns} from {after})
        union all
        (select {columns} from {after} except all select {columns} from {before})
    )
)
"""

Layout = dict[str, dict[str, str]]


@dataclass
class Difference:
    """What one table has become.

    Attributes:
        rows: How many rows it has before and after.
        added: Columns that only the later build has.
        gone: Columns that only the earlier build has.
        retyped: Columns whose type has changed, with both types.
        differing: Rows that only one of the builds has, of both together.
        columns: Columns that differ already when they are compared alone.
    """

    rows: tuple[int, int]
    added: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    retyped: list[str] = field(default_factory=list)
    differing: int = 0
    columns: list[str] = field(default_factory=list)

    @property
    def is_grave(self) -> bool:
        """Whether something that was there has changed."""
        return bool(self.gone or self.retyped or self.differing)

    def __str__(self) -> str:
        """Answers all of it in a line."""
        told = {
            "columns added": self.added,
            "columns gone": self.gone,
            "columns retyped": self.retyped,
            "differing in": self.columns,
        }
        rows = f"{self.rows[0]:>7,} -> {self.rows[1]:>7,} rows; {self.differing:,} differ"
        return "; ".join([rows, *(f"{name}: {_short(of)}" for name, of in told.items() if of)])


def _short(names: Sequence[str]) -> str:
    more = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")


def layout(connection: duckdb.DuckDBPyConnection, side: str, schema: str) -> Layout:
    """Answers the type of every column of every table of one build."""
    found: Layout = {}
    for table, column, kind in connection.execute(COLUMNS, [side, schema]).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def difference(
    connection: duckdb.DuckDBPyConnection,
    place: tuple[str, str],
    columns: tuple[dict[str, str], dict[str, str]],
    ignored: Sequence[str],
) -> Difference:
    """Answers how a table that both builds have differs.

    Args:
        connection: To both builds, attached as before and after.
        place: Schema and table.
        columns: Types by column, before and after.
        ignored: Columns that are not compared, by name or as table.column.
    """
    before, after = columns
    both = [
        name
        for name in before
        if name in after and name not in ignored and f"{place[1]}.{name}" not in ignored
    ]
    first, second, differing = _counted(connection, place, both)
    return Difference(
        rows=(first, second),
        added=[name for name in after if name not in before],
        gone=[name for name in before if name not in after],
        retyped=[f"{n} {before[n]} -> {after[n]}" for n in both if before[n] != after[n]],
        differing=differing,
        columns=[n for n in both if differing and _counted(connection, place, [n])[2]],
    )


def _counted(
    connection: duckdb.DuckDBPyConnection, place: tuple[str, str], columns: Sequence[str]
) -> tuple[int, int, int]:
    before, after = (".".join(map(_quoted, (side, *place))) for side in SIDES)
    listed = ", ".join(map(_quoted, columns)) or "1"
    query = DIFFERENCE.format(before=before, after=after, columns=listed)
    first, second, differing = connection.execute(query).fetchall()[0]
    return first, second, differing


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def comments(connection: duckdb.DuckDBPyConnection, schema: str) -> tuple[Iterator[str], bool]:
    """Answers what to tell of the comments on tables and columns, and whether all are the same."""
    before, after = (
        dict(connection.execute(COMMENTS, [side, schema]).fetchall()) for side in SIDES
    )
    both = before.keys() & after.keys()
    missing = sorted(name for name in both if before[name] and not after[name])
    differing = sorted(n for n in both if before[n] != after[n] and n not in missing)
    same = len(both) - len(missing) - len(differing)

    def told() -> Iterator[str]:
        yield f"comments: {same} identical, {len(differing)} different, {len(missing)} missing"
        for state, names in (("different", differing), ("missing", missing)):
            for name in names[:EXAMPLES]:
                yield f"  {state}: {name}\n    - {before[name]}\n    + {after[name]}"
            if names[EXAMPLES:]:
                yield f"  {state}: {len(names) - EXAMPLES} more"

    return told(), not (missing or differing)


def main(
    before: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    after: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    *,
    schema: Annotated[str, typer.Option(help="Schema whose tables are compared.")] = "main",
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="Column not to compare, by name or as table.column; may be given more than once. "
            "Two builds of one home are the same in all columns. Two homes into which the same "
            "files were loaded differ in loaded_at, the time of loading, and in nothing else.",
        ),
    ] = None,
    strict_comments: Annotated[
        bool, typer.Option("--strict-comments", help="Let comments decide the ending too.")
    ] = False,
) -> None:
    """Compare the tables of two builds (warehouse.duckdb) row by row, exactly.

    Ends with 1 if a row or a type differs, or a column or table is gone; what is new is told.

    Comments are told, and decide only with --strict-comments.
    """
    is_same = True
    with duckdb.connect() as connection:
        for side, path in zip(SIDES, (before, after), strict=True):
            quoted = str(path).replace("'", "''")
            connection.execute(f"attach '{quoted}' as {side} (read_only)")
        first, second = (layout(connection, side, schema) for side in SIDES)
        for table in sorted(first.keys() | second.keys()):
            if table in first and table in second:
                found = difference(
                    connection, (schema, table), (first[table], second[table]), ignore or ()
                )
                is_same = is_same and not found.is_grave
                typer.echo(f"{'DIFFERS' if found.is_grave else 'same':<8}{table:<28}{found}")
            else:
                is_same = is_same and table not in first
                typer.echo(f"{'GONE' if table in first else 'new':<8}{table}")
        told, are_same = comments(connection, schema)
        typer.echo("\n".join(told))
    raise typer.Exit(code=not (is_same and (are_same or not strict_comments)))


if __name__ == "__main__":
    typer.run(main)
