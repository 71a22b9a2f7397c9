"""The data dictionary, written from the descriptions in a published build.

`python -m tools.write_data_dictionary` writes docs/data-dictionary.md anew.
"""

from pathlib import Path

from warehouse.builds.published import connect, published_build
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

FILE = PROJECT_DIR / "docs" / "data-dictionary.md"
INTRODUCTION = """# Data dictionary · 数据字典

The marts in schema `main` of `warehouse.duckdb`, made from the descriptions in the database
(`python -m tools.write_data_dictionary`). The same words stand in the file itself:
`select * from duckdb_columns()`.
"""
COLUMNS = """
select
    tables.table_name,
    tables.comment as table_comment,
    columns.column_name,
    lower(columns.data_type) as data_type,
    columns.comment
from duckdb_tables() as tables
inner join duckdb_columns() as columns
    on tables.schema_name = columns.schema_name and tables.table_name = columns.table_name
where tables.schema_name = 'main' and not tables.internal
order by tables.table_name like 'dim_%', tables.table_name, columns.column_index
"""


def written_from(database: Path) -> str:
    """Answers the dictionary of a build as Markdown.

    Args:
        database: The file of a published build.

    Raises:
        DamagedBuildError: The file is not a whole database.
    """
    with connect(database) as connection:
        rows = connection.execute(COLUMNS).fetchall()
    lines = [INTRODUCTION]
    last = ""
    for table, about, column, data_type, comment in rows:
        if table != last:
            lines += ["", f"## {table}", "", about, "", "| column | type | |", "|---|---|---|"]
            last = table
        lines.append(f"| `{column}` | {data_type} | {comment} |".replace("\n", " "))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(
        written_from(published_build(Settings.from_environment()).database), encoding="utf-8"
    )
