"""From tables of years to tables of how methods did and of what they tell."""

import math
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from surveillance.columns import FORECASTS, SCORES
from surveillance.forecasting import Future, Series, back_tests, futures
from surveillance.tables import TYPES
from surveillance.thresholds import cumulative

Key: TypeAlias = tuple[str, str, str]
# A region, indicator, scope, year, count, what it is divided by.
Years: TypeAlias = Iterable[tuple[str, str, str, int, float, float]]
# Of a series the method and the last year to tell; of a year the largest count within a target.
Wanted: TypeAlias = dict[Key, tuple[str, int]]
# What a rate may be, and whether it has to stay below, by series and year.
Limits: TypeAlias = dict[tuple[str, str, str, int], tuple[float, bool]]
# 78 worked out as 77.9999999 are 78.
ROUNDING = 1e-6


def scores_table(rows: Years) -> pa.Table:
    """Answers how each method did on each series.

    Args:
        rows: Years of series, in any order.
    """
    series = _series(rows)
    tested = back_tests(list(series.values()))
    found = [
        (
            *key,
            each.method,
            each.tests,
            each.ranked,
            each.logarithmic,
            each.within_80,
            each.within_95,
            each.is_chosen,
            each.chosen_by,
        )
        for key, methods in zip(series, tested, strict=True)
        for each in methods
    ]
    return _table(found, SCORES)


def forecasts_table(
    rows: Years, wanted: Wanted, multipliers: dict[str, float], limits: Limits
) -> pa.Table:
    """Answers the years to come of each series.

    Args:
        rows: Years of series, in any order.
        wanted: By series the method that tells it and the last year to be told.
        multipliers: By indicator, of a rate.
        limits: By series and year what the rate, or the count, may be at most, and whether it has
            to stay below that.
    """
    series = {key: each for key, each in _series(rows).items() if key in wanted}
    told = futures(
        list(series.values()),
        [wanted[key][0] for key in series],
        [wanted[key][1] for key in series],
    )
    found = [
        (*key, *_said(each, multipliers[key[1]], limits.get((*key, each.year))))
        for key, years in zip(series, told, strict=True)
        for each in years
    ]
    return _table(found, FORECASTS)


def _said(year: Future, multiplier: float, limit: tuple[float, bool] | None) -> tuple[object, ...]:
    unit = multiplier / year.exposure
    probability = None
    if limit is not None:
        events = limit[0] / unit
        most = math.ceil(events - ROUNDING) - 1 if limit[1] else math.floor(events + ROUNDING)
        probability = float(cumulative(most, year.mean, year.ratio))
    return (
        year.year,
        year.mean * unit,
        year.lower_80 * unit,
        year.upper_80 * unit,
        year.lower_95 * unit,
        year.upper_95 * unit,
        year.mean,
        year.exposure,
        probability,
    )


def _series(rows: Years) -> dict[Key, Series]:
    found = {}
    for key, years in groupby(sorted(rows), key=lambda row: row[:3]):
        _, _, _, numbers, counts, exposures = zip(*years, strict=True)
        found[key] = Series(numbers, np.array(counts, float), np.array(exposures, float))
    return found


def _table(rows: Sequence[tuple[object, ...]], columns: dict[str, str]) -> pa.Table:
    schema = pa.schema([(name, TYPES[kind]) for name, kind in columns.items()])
    values = zip(*rows, strict=True) if rows else ([] for _ in columns)
    arrays = [
        pa.array(column, type=field.type, from_pandas=True)
        for column, field in zip(values, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
