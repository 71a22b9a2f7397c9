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
from surveillance.monthly import LATEST, SeriesWarnings, warn

Rows: TypeAlias = Iterable[tuple[str, str, str, str, int, int, float]]
KEY = ("region_code", "scope_code", "measure_code", "basis_code", "segment_number")
# What is said of a month, and its type.
SAID = {
    "history_years": pa.int32(),
    "history_months": pa.int32(),
    "expected": pa.float64(),
    "upper_95": pa.float64(),
    "upper_998": pa.float64(),
    "dispersion": pa.float64(),
    "monthly_trend": pa.float64(),
    "cusum": pa.float64(),
    "cusum_limit": pa.float64(),
    "is_cusum_signal": pa.bool_(),
    "ears_c1": pa.float64(),
    "ears_c2": pa.float64(),
    "ears_c3": pa.float64(),
}
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in KEY[:-1]),
        (KEY[-1], pa.int32()),
        ("month_number", pa.int32()),
        ("computed_reason", pa.string()),
        *SAID.items(),
    ]
)
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
    start = max(0, len(counts) - LATEST)
    is_known = ~np.isnan(counts[start:])
    months = first + start + np.flatnonzero(is_known)
    columns: dict[str, object] = {
        name: [value] * len(months) for name, value in zip(KEY, key, strict=True)
    }
    columns["month_number"] = months
    columns["computed_reason"] = [
        reason for reason, kept in zip(said.reason, is_known, strict=True) if kept
    ]
    names = {"history_years": "years", "history_months": "months", "monthly_trend": "trend"}
    for name in SAID:
        columns[name] = getattr(said, names.get(name, name))[is_known]
    arrays = [pa.array(columns[field.name], type=field.type, from_pandas=True) for field in SCHEMA]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)
