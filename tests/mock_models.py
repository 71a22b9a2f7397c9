"""Models on mock rows: a model's compiled SQL run by DuckDB on inputs that a test makes up."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from warehouse.builds.manifest import MANIFEST_NAME, Manifest

# What names things; a test need not bring it.
REGISTRIES = ("dim_", "stg_indicators", "stg_measures", "target_strengths")


@dataclass(frozen=True)
class MockModels:
    """The compiled models of a build.

    Attributes:
        manifest: What dbt says of the project.
    """

    manifest: Manifest

    @classmethod
    def of_home(cls, home: Path) -> "MockModels":
        """Answers the models as they were compiled for the build in this home."""
        return cls(Manifest.read(home / "dbt" / "plan" / MANIFEST_NAME))

    def run(self, model: str, **inputs: pl.DataFrame) -> pl.DataFrame:
        """Answers what a model makes of the inputs.

        Args:
            model: The model's name.
            **inputs: A frame for each model or seed that it refers to.

        Raises:
            duckdb.Error: An input is missing or lacks a column.
        """
        code = self.manifest.named(model).sql
        with duckdb.connect() as connection:
            connection.execute("attach ':memory:' as warehouse")
            for name, frame in inputs.items():
                schema = self._schema(name)
                connection.execute(f'create schema if not exists warehouse."{schema}"')
                connection.register("mock_rows", frame)
                connection.execute(f'create table warehouse."{schema}"."{name}" as from mock_rows')
                for column, kind in self._types(name).items():
                    if column not in frame.columns:
                        connection.execute(
                            f'alter table warehouse."{schema}"."{name}" add "{column}" {kind}'
                        )
            for name in self._left_out(model, inputs):
                connection.execute(self._empty(name))
            answer: pl.DataFrame = connection.sql(code).pl()
        return answer

    def _left_out(self, model: str, inputs: dict[str, pl.DataFrame]) -> list[str]:
        """Answers the registries that a model only takes names from, where a test brings none."""
        names = {each.rsplit(".", 1)[1] for each in self.manifest.named(model).rests_on}
        return sorted(name for name in names - set(inputs) if name.startswith(REGISTRIES))

    def _empty(self, name: str) -> str:
        columns = ", ".join(f'"{column}" {kind}' for column, kind in self._types(name).items())
        schema = self._schema(name)
        return (
            f'create schema if not exists warehouse."{schema}";'
            f' create table warehouse."{schema}"."{name}" ({columns})'
        )

    def _types(self, name: str) -> dict[str, str]:
        """Answers the columns of a registry that names things; nothing for other inputs."""
        if not name.startswith(REGISTRIES):
            return {}
        # what is shipped and loaded together has the columns of the seed
        node = self.manifest.named(name.removeprefix("stg_"))
        types: dict[str, str] = node.config["column_types"]
        return types or {column.name: column.type for column in node.columns.values()}

    def _schema(self, name: str) -> str:
        return self.manifest.named(name).schema
