"""What is written down about a build, in build.json beside its database."""

import json
import operator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

Status: TypeAlias = Literal["published", "failed"]
Kind: TypeAlias = Literal["data_test", "unit_test", "model", "seed", "project"]
Cell: TypeAlias = str | int | float | bool | None

RECORD_NAME = "build.json"
DATABASE_NAME = "warehouse.duckdb"


@dataclass(frozen=True)
class Finding:
    """One thing a build found wrong: a data test that found rows, a model that failed.

    Attributes:
        kind: What found it.
        test: The test's name; the node's own name for a model or a seed.
        model: The model it is about.
        file: The file to look in, relative to the project.
        message: What dbt or DuckDB says, in one sentence.
        failures: How many rows a data test found.
        rows: Up to ten of those rows.
    """

    kind: Kind
    test: str
    model: str
    file: str
    message: str
    failures: int = 0
    rows: list[dict[str, Cell]] = field(default_factory=list)


@dataclass(frozen=True)
class BuildRecord:
    """One build: when, with what, and how it ended.

    Attributes:
        build_id: The UTC time of its start, as 20261122T001122Z.
        status: Whether it was published.
        started_at: UTC, ISO 8601.
        finished_at: UTC, ISO 8601.
        seconds: How long it took.
        counts: How many nodes ended in each of dbt's statuses (success, pass, warn, …).
        warnings: Data tests of severity warn that found rows.
        failures: What kept it from being published.
        inputs_sha256: Digest of all that the build was made of.
        versions: Of duckdb, dbt-core and dbt-duckdb.
        project_version: Of this project.
        number: Of the builds of this home; clocks may err, numbers go on.
        files: The SHA-256 of each file beside this record.
    """

    build_id: str
    status: Status
    started_at: str
    finished_at: str
    seconds: float
    counts: dict[str, int]
    warnings: list[Finding]
    failures: list[Finding]
    inputs_sha256: str
    versions: dict[str, str]
    project_version: str
    number: int = 0
    files: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> str:
        """Answers the record as JSON text with stable keys."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)

    def write(self, folder: Path) -> None:
        """Writes the record into a build's folder."""
        (folder / RECORD_NAME).write_text(self.as_json() + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "BuildRecord":
        """Answers the record in a build's folder.

        Raises:
            OSError: There is no such file.
            ValueError: The file is not a record.
        """
        found: dict[str, Any] = json.loads((folder / RECORD_NAME).read_text(encoding="utf-8"))
        try:
            lists = {
                key: [Finding(**finding) for finding in found[key]]
                for key in ("warnings", "failures")
            }
            record = cls(**{**found, **lists})
            _check(record)
        except (KeyError, TypeError, AttributeError, OverflowError) as error:
            reason = f"not a build's record: {error}"
            raise ValueError(reason) from error
        return record


def _check(record: BuildRecord) -> None:
    """Raises what a record raises that somebody else has written to."""
    for moment in (record.started_at, record.finished_at):
        if datetime.fromisoformat(moment).tzinfo is None:
            raise TypeError(moment)
    record.files.items()
    record.counts.items()
    operator.index(record.number)
