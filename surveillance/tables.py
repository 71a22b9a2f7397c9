"""From a table of months to a table of what is said of them: many series side by side.

Threads, not processes: the arithmetic is numpy's, which lets other threads work meanwhile, and
nothing has to be started or copied.
"""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from surveillance.arrays import Floats
from surveillance.columns import KEY, SAID, WARNINGS
from surveillance.monthly import SeriesWarnings, warn

Rows: TypeAlias = Iterable[tuple[str, str, str, str, int, int, float]]
TYPES = {
    "varchar": pa.string(),
    "integer": pa.int32(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
}
SCHEMA = pa.schema([(name, TYPES[kind]) for name, kind in WARNINGS.items()])
# Series that are computed together: enough to be worth a call, few enough to share out.
TOGETHER = 100


def warning_table(rows: Rows) -> pa.Table:
    """Answers what is said of the last months of each series.

    Args:
        rows: A region, scope, measure, basis, segment, number of the month since the year 0 and
            count per month that is known, in any order.

    Returns:
        A row per month that is known, of the last three years of each series.
    """
    series = _series(rows)
    keys = list(series)
    shares = [keys[start : start + TOGETHER] for start in range(0, len(keys), TOGETHER)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        answers = pool.map(lambda share: warn([series[key][1] for key in share]), shares)
        said = [each for answer in answers for each in answer]
    tables = [_table(key, *series[key], each) for key, each in zip(keys, said, strict=True)]
    return pa.concat_tables([SCHEMA.empty_table(), *tables])


def _series(rows: Rows) -> dict[tuple[str, str, str, str, int], tuple[int, Floats]]:
    """Answers by series its first month and the counts from then on, nan where none is known."""
    known: dict[tuple[str, str, str, str, int], dict[int, float]] = {}
    for region, scope, measure, basis, segment, month, count in rows:
        known.setdefault((region, scope, measure, basis, segment), {})[month] = count
    found = {}
    for each in sorted(known):
        first, last = min(known[each]), max(known[each])
        counts = np.full(last - first + 1, np.nan)
        counts[[month - first for month in known[each]]] = list(known[each].values())
        found[each] = (first, counts)
    return found


def _table(
    key: tuple[str, str, str, str, int], first: int, counts: Floats, said: SeriesWarnings
) -> pa.Table:
    start = len(counts) - len(said.reason)
    is_known = ~np.isnan(counts[start:])
    months = first + start + np.flatnonzero(is_known)
    columns: dict[str, object] = {
        name: [value] * len(months) for name, value in zip(KEY, key, strict=True)
    }
    columns["month_number"] = months
    names = {
        "count_dispersion": "dispersion",
        "history_years": "years",
        "history_months": "months",
        "monthly_trend": "trend",
    }
    for name in SAID:
        columns[name] = getattr(said, names.get(name, name))[is_known]
    arrays = [pa.array(columns[field.name], type=field.type, from_pandas=True) for field in SCHEMA]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)
