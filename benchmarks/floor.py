"""The floor: statements run straight by DuckDB in a process of their own, without dbt.

    python -m benchmarks.floor STATEMENTS.json [processor]

The file lists [kind, SQL] pairs; the seconds spent on each kind are printed as JSON: those of a
clock, or those of all processors.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import duckdb


def run(
    statements: list[tuple[str, str]], clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """Runs SQL in order on one connection, and answers the seconds by kind.

    Args:
        statements: Pairs of kind and SQL.
        clock: Tells the seconds.
    """
    seconds: defaultdict[str, float] = defaultdict(float)
    with duckdb.connect() as connection:
        for kind, sql in statements:
            started = clock()
            connection.execute(sql).fetchall()
            seconds[kind] += clock() - started
    return dict(seconds)


if __name__ == "__main__":
    listed = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    clock = time.process_time if sys.argv[2:] == ["processor"] else time.perf_counter
    sys.stdout.write(json.dumps(run([(kind, sql) for kind, sql in listed], clock)))
