"""The floor: statements run straight by DuckDB in a process of their own, without dbt.

    python -m benchmarks.floor STATEMENTS.json

The file lists [kind, SQL] pairs; the seconds spent on each kind are printed as JSON.
"""

import json
import sys
import time
from collections import defaultdict
from pathlib import Path

import duckdb


def run(statements: list[tuple[str, str]]) -> dict[str, float]:
    """Runs SQL in order on one connection, and answers the seconds by kind."""
    seconds: defaultdict[str, float] = defaultdict(float)
    with duckdb.connect() as connection:
        for kind, sql in statements:
            started = time.perf_counter()
            connection.execute(sql).fetchall()
            seconds[kind] += time.perf_counter() - started
    return dict(seconds)


if __name__ == "__main__":
    listed = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.stdout.write(json.dumps(run([(kind, sql) for kind, sql in listed])))
