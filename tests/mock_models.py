"""Models on mock rows: a model's compiled SQL run by DuckDB on inputs that a test makes up."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

# What names things; a test need not bring it.
REGISTRIES = ("dim_", "indicators", "target_strengths")


@dataclass(frozen=True)
class MockModels:
    """The compiled models of a build.

    Attributes:
        manifest: dbt's manifest.json of that build, read.
    """

    manifest: dict[str, dict[str, dict[str, object]]]

    @classmethod
    def of_home(cls, home: Path) -> "MockModels":
        """Answers the models as they were compiled for the build in this home."""
        path = home / "dbt" / "target" / "manifest.json"
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def run(self, model: str, **inputs: pl.DataFrame) -> pl.DataFrame:
        """Answers what a model makes of the inputs.

        Args:
            model: The model's name.
            **inputs: A frame for each model or seed that it refers to.

        Raises:
            duckdb.Error: An input is missing or lacks a column.
        """
        code = str(self.manifest["nodes"][f"model.work_safety_warehouse.{model}"]["compiled_code"])
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
        node: Any = self.manifest["nodes"][f"model.work_safety_warehouse.{model}"]
        names = {str(each).rsplit(".", 1)[1] for each in node["depends_on"]["nodes"]}
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
        kind = "model" if name.startswith("dim_") else "seed"
        node: Any = self.manifest["nodes"][f"{kind}.work_safety_warehouse.{name}"]
        return node["config"]["column_types"] or {
            column["name"]: column["data_type"] for column in node["columns"].values()
        }

    def _schema(self, name: str) -> str:
        for kind in ("model", "seed"):
            node = self.manifest["nodes"].get(f"{kind}.work_safety_warehouse.{name}")
            if node is not None:
                return str(node["schema"])
        reason = f"there is no model or seed {name}"
        raise KeyError(reason)
