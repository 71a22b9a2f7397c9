"""Rows as text or bytes: a table, CSV, JSON, Parquet. Numbers are never written as 1e+13."""

import csv
import io
import json
import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import BinaryIO, TextIO, TypeAlias

import duckdb
from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

ROWS_AT_ONCE = 10_000
NARROWEST_COLUMN = 12
ANY_WIDTH = 1_000_000
NULL = "null"
Row: TypeAlias = Sequence[object]
Writer: TypeAlias = Callable[[duckdb.DuckDBPyConnection, TextIO], int]


def write_csv(cursor: duckdb.DuckDBPyConnection, out: TextIO) -> int:
    """Writes a header and one line per row; a null is an empty cell.

    For programs, so every text stays as it is; what people open in a spreadsheet is written by
    app/figure/downloads.py, which makes formulas harmless.

    Returns:
        The number of rows.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column_names(cursor))
    count = 0
    for row in _rows(cursor):
        writer.writerow(["" if value is None else plain_text(value) for value in row])
        count += 1
    return count


def write_json(cursor: duckdb.DuckDBPyConnection, out: TextIO) -> int:
    """Writes an array of objects, one line each; dates are ISO 8601, NaN is null.

    Returns:
        The number of rows.
    """
    names = [json.dumps(name, ensure_ascii=False) for name in column_names(cursor)]
    count = 0
    out.write("[")
    for row in _rows(cursor):
        pairs = zip(names, map(json_text, row), strict=True)
        out.write(",\n" if count else "\n")
        out.write("{" + ", ".join(f"{name}: {value}" for name, value in pairs) + "}")
        count += 1
    out.write("\n]\n")
    return count


def write_table(cursor: duckdb.DuckDBPyConnection, out: TextIO) -> int:
    """Writes a table to read; on a terminal too narrow for it, one block per row.

    No value is ever cut: to a file the table is as wide as it needs to be.

    Returns:
        The number of rows.
    """
    names = column_names(cursor)
    rows = list(_rows(cursor))
    terminal = out.isatty()
    screen = Console(file=io.StringIO()).width if terminal else ANY_WIDTH
    table = _table(names, rows)
    natural = _natural_width(table)
    if natural > screen and len(names) * (NARROWEST_COLUMN + 2) > screen:
        table, natural = _blocks(names, rows), screen
    _render(table, out, min(natural, screen))
    return len(rows)


def write_parquet(relation: duckdb.DuckDBPyRelation, out: BinaryIO) -> int:
    """Writes a Parquet file.

    Returns:
        The number of rows.
    """
    frame = relation.pl()
    content = io.BytesIO()
    frame.write_parquet(content)
    out.write(content.getvalue())
    out.flush()
    return int(frame.height)


WRITERS: dict[str, Writer] = {"csv": write_csv, "json": write_json, "table": write_table}


def column_names(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Answers the names of a result's columns, a repeated one with a number behind it."""
    names: list[str] = []
    for column in cursor.description or []:
        name, number = str(column[0]), 0
        while name in names:
            number += 1
            name = f"{column[0]}_{number}"
        names.append(name)
    return names


def plain_number(value: float | Decimal) -> str:
    """Answers a number in digits, without an exponent."""
    if not math.isfinite(value):
        return str(value)
    digits = format(Decimal(repr(value)) if isinstance(value, float) else value, "f")
    return f"{digits}.0" if isinstance(value, float) and "." not in digits else digits


def plain_text(value: object) -> str:
    """Answers a value as text: dates in ISO 8601, lists and structures as JSON."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() | Decimal():
            return plain_number(value)
        case datetime() | date() | time():
            return value.isoformat()
        case bytes():
            return value.hex()
        case list() | tuple() | dict():
            return json_text(value)
    return str(value)


def json_text(value: object) -> str:
    """Answers a value as JSON; what JSON has no form for becomes text, NaN becomes null."""
    match value:
        case None:
            return "null"
        case float() | Decimal() if not math.isfinite(value):
            return "null"
        case bool() | int() | float() | Decimal():
            return plain_text(value)
        case list() | tuple():
            return "[" + ", ".join(map(json_text, value)) + "]"
        case dict():
            pairs = (f"{json_text(str(name))}: {json_text(each)}" for name, each in value.items())
            return "{" + ", ".join(pairs) + "}"
    return json.dumps(plain_text(value), ensure_ascii=False)


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        yield from rows


def _table(names: list[str], rows: list[Row]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    numeric = [_is_numeric(row[n] for row in rows) for n in range(len(names))]
    for name, is_numeric in zip(names, numeric, strict=True):
        table.add_column(Text(name), justify="right" if is_numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    return table


def _blocks(names: list[str], rows: list[Row]) -> Table:
    """Answers one line per value, rows apart by a blank line."""
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(overflow="fold")
    for row in rows:
        for name, value in zip(names, row, strict=True):
            table.add_row(Text(name, style="bold"), _cell(value))
        table.add_row()
    return table


def _cell(value: object) -> Text:
    return Text(NULL, style="dim") if value is None else Text(plain_text(value))


def _is_numeric(values: Iterator[object]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(
        isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in known
    )


def _natural_width(table: Table) -> int:
    console = Console(file=io.StringIO(), width=ANY_WIDTH)
    return Measurement.get(console, console.options, table).maximum


def _render(table: Table, out: TextIO, width: int) -> None:
    text = io.StringIO()
    console = Console(
        file=text, width=width, force_terminal=out.isatty(), no_color=not out.isatty()
    )
    console.print(table)
    out.write("".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines()))
