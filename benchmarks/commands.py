"""How soon the command answers."""

import sys

from benchmarks.clock import SCRIPTS, environment, time_command
from benchmarks.report import Table
from warehouse.ground.settings import Settings

RUNS = 7
WAREHOUSE = str(SCRIPTS / "warehouse")


def measure(home: Settings) -> Table:
    """Times commands that do next to nothing, so that mostly their start remains."""
    variables = environment(WAREHOUSE_HOME=str(home.home))
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "warehouse --help": [WAREHOUSE, "--help"],
        "warehouse load --help": [WAREHOUSE, "load", "--help"],
        "warehouse status": [WAREHOUSE, "status"],
        "warehouse refresh, nothing new": [WAREHOUSE, "refresh"],
        'warehouse query "select 1"': [WAREHOUSE, "query", "select 1"],
    }
    rows = tuple(
        time_command(what, command, variables, runs=RUNS) for what, command in commands.items()
    )
    return Table(title="Command", against=rows[0], rows=rows)
