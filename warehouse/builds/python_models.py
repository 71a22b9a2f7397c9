"""Running a model that is written in Python as dbt-duckdb does (environments, 1.11).

dbt compiles it to a text that says which relations its references are; what the model answers
becomes a table.
"""

from types import ModuleType

import duckdb

ANSWER = "__python_model_answer"


class PythonModelError(Exception):
    """A model in Python ended with an error."""


def run_python_model(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    code: str,
    instead: dict[str, str] | None = None,
    *,
    temporary: bool = False,
) -> None:
    """Runs a model that is written in Python and keeps what it answers as a table.

    Args:
        connection: The database that it reads and writes.
        relation: The table's name in SQL.
        code: What dbt compiled.
        instead: Names of tables to read in the place of those that the code names.
        temporary: Whether the table lasts as long as the connection only.

    Raises:
        PythonModelError: The model itself failed; its last line says how.
        duckdb.Error: The table cannot be written.
    """

    def load(name: str) -> duckdb.DuckDBPyRelation:
        return connection.query(f"select * from {(instead or {}).get(name, name)}")  # noqa: S608

    module = ModuleType("python_model")
    try:
        # The project's own code, as its models in SQL are.
        exec(code, module.__dict__)  # noqa: S102
        answer = module.model(module.dbtObj(load), connection)
    except duckdb.Error:
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise PythonModelError(reason) from error
    kind = "temporary table" if temporary else "table"
    connection.register(ANSWER, answer)
    connection.execute(f"create {kind} {relation} as select * from {ANSWER}")  # noqa: S608
    connection.unregister(ANSWER)
