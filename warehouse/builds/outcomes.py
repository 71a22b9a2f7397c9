"""What came of building a project: what each node ended in, and what was found wrong."""

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import duckdb

from warehouse.builds.build_records import Cell, Finding
from warehouse.builds.dbt_messages import ROWS_SHOWN

WAKE_SECONDS = 0.2
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What came of building a project into a database.

    Attributes:
        counts: How many nodes ended in each of dbt's statuses.
        warnings: Data tests of severity warn that found rows.
        failures: All that must not be published.
    """

    counts: dict[str, int] = field(default_factory=dict)
    warnings: list[Finding] = field(default_factory=list)
    failures: list[Finding] = field(default_factory=list)


def example_rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Cell]]:
    """Answers up to ten of the rows that a test's SQL finds; none where it cannot run alone."""
    try:
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description or []]
        rows = cursor.fetchmany(ROWS_SHOWN)
    except duckdb.Error:
        return []
    return [{name: _cell(value) for name, value in zip(names, row, strict=True)} for row in rows]


def in_thread(work: Callable[[], None], stop: Callable[[], None] | None = None) -> None:
    """Does work in a thread of its own, so that Ctrl-C ends the waiting at once.

    Args:
        work: What to do.
        stop: Called at Ctrl-C to make the work end, which is then waited for; without it the work
            may go on for a while.

    Raises:
        KeyboardInterrupt: The user stopped it.
        BaseException: What the work raised.
    """
    raised: list[BaseException] = []
    ended = threading.Event()

    def kept() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  raised again below
            raised.append(error)
        finally:
            ended.set()

    threading.Thread(target=kept, daemon=True).start()
    try:
        # Woken now and then: a signal that another thread received wakes no plain waiting.
        while not ended.wait(WAKE_SECONDS):
            pass
    except KeyboardInterrupt:
        if stop:
            stop()
            ended.wait()
        raise
    if raised:
        raise raised[0]


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)
