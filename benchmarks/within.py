"""fastexcel alone, then a load of the same workbook, in one process.

    python -m benchmarks.within FILE.xlsx HOME

The seconds of each are printed as JSON.
"""

import json
import sys
import time
from pathlib import Path

import fastexcel

from warehouse.ground.settings import Settings


def take(source: Path, home: Settings) -> dict[str, float]:
    """Answers the seconds that each takes, once what they import is there."""
    from loaders.loading import load_file

    started = time.perf_counter()
    fastexcel.read_excel(source).load_sheet(0, header_row=None, dtypes="string").to_polars()
    between = time.perf_counter()
    load_file(home, source)
    return {"fastexcel": between - started, "load": time.perf_counter() - between}


if __name__ == "__main__":
    file, folder = map(Path, sys.argv[1:])
    sys.stdout.write(json.dumps(take(file, Settings(home=folder))))
