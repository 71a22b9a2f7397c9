"""Running a plan: its statements in their order, on one connection, reported as dbt reports."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TypeAlias

import duckdb

from warehouse.builds.build_records import Cell, Finding, Kind
from warehouse.builds.dbt_messages import plain_sentence
from warehouse.builds.manifest import Node
from warehouse.builds.outcomes import Outcome, Progress, example_rows, in_thread
from warehouse.builds.plan_steps import Step, in_place
from warehouse.builds.plans import Plan
from warehouse.builds.python_models import PythonModelError, run_python_model
from warehouse.ground.settings import Settings

Connection: TypeAlias = duckdb.DuckDBPyConnection
Configuration: TypeAlias = dict[str, str | bool | int | float | list[str]]
KINDS: dict[str, Kind] = {"seed": "seed", "model": "model", "test": "data_test"}
# Nothing that waits for a step that ended so is done.
HOLDING_UP = {"error", "fail", "skipped"}
LOG_NAME = "plan.log"


class BrokenContractError(Exception):
    """A model's columns are not those that its contract declares: dbt says best how they differ."""


def run_plan(plan: Plan, database: Path, settings: Settings, progress: Progress) -> Outcome:
    """Builds and tests a project by its plan.

    Args:
        plan: The project's plan.
        database: The new file to write into.
        settings: The home whose lake is read; its log says when each step began and ended.
        progress: Called with the number of steps done and of steps in all.

    Raises:
        BrokenContractError: A model under contract has other columns than are declared.
        KeyboardInterrupt: The user stopped it.
        OSError: The log cannot be written.
    """
    log = settings.dbt_folder / "logs" / LOG_NAME
    log.parent.mkdir(parents=True, exist_ok=True)
    asked: Configuration = {name: str(value) for name, value in plan.configuration.items()}
    with (
        log.open("w", encoding="utf-8", buffering=1) as lines,
        duckdb.connect(database, config=asked) as connection,
    ):
        run = _Run(connection, settings, len(plan.steps), progress, lines.write)
        in_thread(lambda: run.all(plan.steps), run.stop)
    return run.outcome()


class _Run:
    """One run of a plan: what each step has ended in so far."""

    def __init__(
        self,
        connection: Connection,
        settings: Settings,
        total: int,
        progress: Progress,
        write: Callable[[str], object],
    ) -> None:
        self.connection = connection
        self.settings = settings
        self.total = total
        self.progress = progress
        self.write = write
        self.is_stopped = False
        self.ended: dict[str, str] = {}
        self.warnings: list[Finding] = []
        self.failures: list[Finding] = []

    def outcome(self) -> Outcome:
        counts = dict(Counter(self.ended.values()))
        return Outcome(counts=counts, warnings=self.warnings, failures=self.failures)

    def all(self, steps: Sequence[Step]) -> None:
        for schema in sorted({each.node.schema for each in steps if each.node.relation}):
            self.connection.execute(f'create schema if not exists "{schema}"')
        for step in steps:
            if self.is_stopped:
                return
            began = monotonic()
            name = f"{KINDS[step.node.kind]} {step.node.name}"
            self._say(f"START {name}")
            held_up = any(self.ended[each] in HOLDING_UP for each in step.waits_for)
            self.ended[step.node.unique_id] = "skipped" if held_up else self._done(step)
            status = self.ended[step.node.unique_id]
            self._say(f"{status.upper()} {name} in {monotonic() - began:.3f} s")
            self.progress(len(self.ended), self.total)

    def stop(self) -> None:
        self.is_stopped = True
        self.connection.interrupt()

    def _say(self, line: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.write(f"{now} {line}\n")

    def _done(self, step: Step) -> str:
        """Does a step and answers what it ended in, as dbt calls it."""
        statements = [in_place(each, self.settings) for each in step.statements]
        try:
            if step.node.kind == "test":
                return self._graded(step, statements[0])
            if step.node.language == "python":
                run_python_model(self.connection, step.node.relation, statements[0])
                return "success"
            if step.node.is_under_contract:
                self._check_contract(step.node)
            for statement in statements:
                self.connection.execute(statement)
        except PythonModelError as error:
            self.failures.append(_finding(step, str(error)))
            return "error"
        except duckdb.Error as error:
            self.failures.append(_finding(step, plain_sentence(str(error))))
            return "error"
        return "success"

    def _check_contract(self, node: Node) -> None:
        """Compares a model's columns with those declared, in any order, as dbt does."""
        query = in_place(node.sql, self.settings)
        found = self.connection.execute(f"describe {query}").fetchall()
        asked = ", ".join(f"cast(null as {each.type})" for each in node.columns.values())
        types = self.connection.execute(f"describe select {asked}").fetchall()
        declared = zip(node.columns.values(), types, strict=True)
        if {(name, kind) for name, kind, *_ in found} != {
            (column.name, kind) for column, (_, kind, *_) in declared
        }:
            raise BrokenContractError(node.name)

    def _graded(self, step: Step, query: str) -> str:
        """Runs a data test and answers pass, warn or fail (as dbt: task/test.py)."""
        row = self.connection.execute(query).fetchall()[0]
        failures, should_warn, should_error = row
        config = step.node.config
        is_error = str(config["severity"]).upper() == "ERROR" and should_error
        if not (is_error or should_warn):
            return "pass"
        status, rule = ("fail", "error_if") if is_error else ("warn", "warn_if")
        found = f"{failures} result{'' if failures == 1 else 's'}"
        finding = _finding(
            step,
            f"Got {found}, configured to {status} if {config[rule]}",
            failures,
            example_rows(self.connection, in_place(step.node.sql, self.settings)),
        )
        (self.failures if is_error else self.warnings).append(finding)
        return status


def _finding(
    step: Step, message: str, failures: int = 0, rows: list[dict[str, Cell]] | None = None
) -> Finding:
    node = step.node
    kind = KINDS[node.kind]
    return Finding(
        kind=kind,
        test=node.name,
        model=_about(node) if kind == "data_test" else node.name,
        file=node.file,
        message=message,
        failures=failures,
        rows=rows or [],
    )


def _about(node: Node) -> str:
    """Answers the model a test is about; of a test of several models, all of them."""
    return ", ".join(
        each.split(".")[2] for each in ([node.attached] if node.attached else node.rests_on)
    )
