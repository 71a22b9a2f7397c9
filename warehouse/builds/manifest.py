"""What dbt's manifest.json says of a project: the one place that knows how dbt writes it down."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

MANIFEST_NAME = "manifest.json"
Written: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column as a .yml declares it.

    Attributes:
        name: As written.
        type: The declared type; empty where none is.
        description: Empty where none is.
        is_quoted: Whether dbt puts its name in quotes.
        constraints: As dbt writes them down.
    """

    name: str
    type: str
    description: str
    is_quoted: bool
    constraints: tuple[Written, ...]


@dataclass(frozen=True)
class Node:
    """A seed, model, data test or other node of a project.

    Attributes:
        unique_id: dbt's name for it, as model.project.name.
        kind: dbt's resource type: seed, model, test, snapshot, …
        name: Its own name.
        schema: Where it is kept.
        alias: What it is called there.
        relation: Its full name in SQL; empty for a test.
        file: The file that says what it is, relative to the project.
        description: What is said of it.
        materialized: How it is kept: seed, table, view, test, …
        language: sql or python.
        sql: Its compiled SQL, or Python; empty before it is compiled.
        raw: What its author wrote.
        build_path: Where dbt writes what it sent, relative to the project's folder or whole.
        rests_on: The unique ids of what it reads.
        attached: The unique id of the node a test is about, if of one.
        columns: The declared columns by name.
        constraints: Of the whole table, as dbt writes them down.
        config: All of its configuration.
    """

    unique_id: str
    kind: str
    name: str
    schema: str
    alias: str
    relation: str
    file: str
    description: str
    materialized: str
    language: str
    sql: str
    raw: str
    build_path: str
    rests_on: tuple[str, ...]
    attached: str | None
    columns: dict[str, Column]
    constraints: tuple[Written, ...]
    config: Written

    @property
    def is_under_contract(self) -> bool:
        """Whether its columns must be those that are declared."""
        return bool(self.config.get("contract", {}).get("enforced"))

    @property
    def is_table_or_view(self) -> bool:
        """Whether it is kept in the database."""
        return self.kind in {"seed", "model"}


@dataclass(frozen=True)
class Manifest:
    """A project as dbt has read, and perhaps compiled, it.

    Attributes:
        project: The project's name.
        nodes: By unique id.
        macros: The text of the project's own macros by unique id.
        blocks: The text of the project's own doc blocks by name.
        hooks: Unique ids of what is to run before or after all nodes.
        shadowing: Unique ids of the project's macros that have the name of one of dbt's.
    """

    project: str
    nodes: dict[str, Node]
    macros: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    hooks: tuple[str, ...] = ()
    shadowing: frozenset[str] = frozenset()

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Answers the manifest in a file.

        Raises:
            OSError: There is no such file.
            ValueError: The file is not a manifest.
        """
        try:
            return cls.of(json.loads(path.read_text(encoding="utf-8")))
        except (KeyError, TypeError, AttributeError) as error:
            reason = f"not dbt's manifest: {error}"
            raise ValueError(reason) from error

    @classmethod
    def of(cls, written: Written) -> "Manifest":
        """Answers a manifest from what dbt wrote down."""
        project = written["metadata"]["project_name"]
        nodes = {key: _node(each) for key, each in written["nodes"].items()}
        theirs = {
            each["name"] for each in written["macros"].values() if each["package_name"] != project
        }
        return cls(
            project=project,
            nodes={key: each for key, each in nodes.items() if each.kind != "operation"},
            macros={
                key: each["macro_sql"]
                for key, each in written["macros"].items()
                if each["package_name"] == project
            },
            blocks={
                each["name"]: each["block_contents"].strip()
                for each in written["docs"].values()
                if each["package_name"] == project
            },
            hooks=tuple(key for key, each in nodes.items() if each.kind == "operation"),
            shadowing=frozenset(
                key
                for key, each in written["macros"].items()
                if each["package_name"] == project and each["name"] in theirs
            ),
        )

    def named(self, name: str) -> Node:
        """Answers the seed or model of a name.

        Raises:
            KeyError: There is none.
        """
        for each in self.nodes.values():
            if each.name == name and each.is_table_or_view:
                return each
        raise KeyError(name)

    def descriptions(self, node: Node, columns: Iterable[str]) -> dict[str, str]:
        """Answers what is said of the columns of a seed or model; of some perhaps nothing.

        A column is described once, by the block of its name in models/columns.md; a model's .yml
        describes a column only where it means something else there.

        Args:
            node: The seed or model.
            columns: Names of the columns that it has in the database.
        """
        own = {name.lower(): each.description for name, each in node.columns.items()}
        shared = self.blocks if node.kind == "model" else {}
        said = {name: own.get(name.lower()) or shared.get(name.lower(), "") for name in columns}
        return {name: text for name, text in said.items() if text}


def _node(each: Written) -> Node:
    return Node(
        unique_id=each["unique_id"],
        kind=each["resource_type"],
        name=each["name"],
        schema=each["schema"],
        alias=each.get("alias") or each["name"],
        relation=each.get("relation_name") or "",
        file=each["original_file_path"],
        description=each.get("description") or "",
        materialized=each["config"].get("materialized") or "",
        language=each.get("language") or "sql",
        sql=each.get("compiled_code") or "",
        raw=each.get("raw_code") or "",
        build_path=each.get("build_path") or "",
        rests_on=tuple(each.get("depends_on", {}).get("nodes", ())),
        attached=each.get("attached_node"),
        columns={name: _column(column) for name, column in each["columns"].items()},
        constraints=tuple(each.get("constraints") or ()),
        config=each["config"],
    )


def _column(each: Written) -> Column:
    return Column(
        name=each["name"],
        type=each.get("data_type") or "",
        description=each.get("description") or "",
        is_quoted=bool(each.get("quote")),
        constraints=tuple(each.get("constraints") or ()),
    )
