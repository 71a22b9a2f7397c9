"""Rows as text or bytes: a table, CSV, JSON, Parquet, a workbook. No number is written as 1e+13.

What goes to a terminal shows the characters that would command it (warehouse/ground/visible.py).
"""

import csv
import io
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import BinaryIO, TextIO, TypeAlias

import duckdb
from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from warehouse.ask.spreadsheets import MARK, safe, write_result
from warehouse.ground.errors import NoSuchFormError
from warehouse.ground.visible import on_one_line, visible

ROWS_AT_ONCE = 10_000
TABLE_ROWS = 10_000
NARROWEST_COLUMN = 12
ANY_WIDTH = 1_000_000
NULL = "null"
LINE_END = "\r\n"
Row: TypeAlias = Sequence[object]


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes:
        rows: How many rows.
        has_more: Whether the result has more rows than these.
        cells_cut: How many texts were longer than a cell.
    """

    rows: int
    has_more: bool = False
    cells_cut: int = 0


Writer: TypeAlias = Callable[[duckdb.DuckDBPyConnection, TextIO], Written]


def write_csv(cursor: duckdb.DuckDBPyConnection, out: TextIO) -> Written:
    """Writes a header and one line per row as spreadsheets open it; a null is an empty cell.

    The mark before all says that it is UTF-8; a text that looks like a formula gets an apostrophe.
    """
    if not out.isatty():
        out.write(MARK)
    return _write_csv(cursor, out, safe)


def write_plain_csv(cursor: duckdb.DuckDBPyConnection, out: TextIO) -> Written:
    """Writes the same for programs: no mark, every text as it is."""
    return _write_csv(cursor, out, str)


class _Lines:
    r"""Takes lines that end in \r\n, so that a \r in a cell is quoted, and writes a \n for it."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, line: str) -> None:
        self._out.write(f"{line.removesuffix(LINE_END)}\n")


def _write_csv(
    cursor: duckdb.DuckDBPyConnection, out: TextIO, made_safe: Callable[[str], str]
) -> Written:
    shown = on_one_line if out.isatty() else str
    writer = csv.writer(_Lines(out))
    writer.writerow([shown(made_safe(name)) for name in column_names(cursor)])
    count = 0
    for row in _rows(cursor):
        writer.writerow(
            [_bare(value) if _is_number(value) else shown(made_safe(_bare(value))) for value in row]
        )
        count += 1
    return Written(count)


def write_json(cursor: duckdb.DuckDBPyConnection, out: TextIO) -> Written:
    """Writes an array of objects, one line each; dates are ISO 8601, NaN is null.

    What would command a terminal is written as JSON may write any character: as its number.
    """
    names = [_quoted(name) for name in column_names(cursor)]
    count = 0
    out.write("[")
    for row in _rows(cursor):
        pairs = zip(names, map(json_text, row), strict=True)
        out.write(",\n" if count else "\n")
        out.write("{" + ", ".join(f"{name}: {value}" for name, value in pairs) + "}")
        count += 1
    out.write("\n]\n")
    return Written(count)


def write_table(cursor: duckdb.DuckDBPyConnection, out: TextIO) -> Written:
    """Writes a table to read, of the first rows where there are very many.

    No value is ever cut: to a file the table is as wide as it needs to be; on a terminal too
    narrow for it, there is one block per row.
    """
    names = [on_one_line(name) for name in column_names(cursor)]
    found = list(islice(_rows(cursor), TABLE_ROWS + 1))
    rows = found[:TABLE_ROWS]
    terminal = out.isatty()
    screen = Console(file=io.StringIO()).width if terminal else ANY_WIDTH
    table = _table(names, rows)
    natural = _natural_width(table)
    if natural > screen and len(names) * (NARROWEST_COLUMN + 2) > screen:
        table, natural = _blocks(names, rows), screen
    _render(table, out, min(natural, screen))
    return Written(len(rows), has_more=len(found) > len(rows))


def write_parquet(relation: duckdb.DuckDBPyRelation, out: BinaryIO) -> Written:
    """Writes a Parquet file, group by group: it need not fit into memory.

    Args:
        relation: What is asked, as connection.sql() answers it.
        out: Where to write.

    Raises:
        NoSuchFormError: Parquet cannot hold the type of a column.
    """
    import pyarrow as pa  # noqa: PLC0415 - slow, and only Parquet needs it
    from pyarrow import parquet  # noqa: PLC0415

    rows = 0
    try:
        reader = relation.to_arrow_reader(ROWS_AT_ONCE * 10)
        names = numbered(relation.columns)
        fields = [field.with_name(name) for field, name in zip(reader.schema, names, strict=True)]
        schema = pa.schema(fields)
        with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
            for batch in reader:
                writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
                rows += batch.num_rows
    except pa.ArrowException as error:
        problem = on_one_line(str(error).splitlines()[0])
        raise NoSuchFormError(form="Parquet", problem=problem) from None
    out.flush()
    return Written(rows)


def write_workbook(cursor: duckdb.DuckDBPyConnection, out: BinaryIO) -> Written:
    """Writes a workbook: numbers and days as such, all else as text.

    Raises:
        SheetTooSmallError: A sheet does not hold all of it; nothing is written.
    """
    rows, cut = write_result(column_names(cursor), _rows(cursor), plain_text, out)
    return Written(rows, cells_cut=cut)


BYTES_FORMS = ("parquet", "xlsx")
WRITERS: dict[str, Writer] = {
    "csv": write_csv,
    "csv-plain": write_plain_csv,
    "json": write_json,
    "table": write_table,
}


def write(connection: duckdb.DuckDBPyConnection, sql: str, form: str, out: TextIO) -> Written:
    """Runs a statement and writes what it answers.

    Args:
        connection: As warehouse.ask.queries.open_query answers it.
        sql: The statement.
        form: One of WRITERS or BYTES_FORMS.
        out: Where to write; the bytes of BYTES_FORMS to what is below it.
    """
    if form == "parquet":
        return write_parquet(connection.sql(sql), out.buffer)
    if form == "xlsx":
        return write_workbook(connection.execute(sql), out.buffer)
    return WRITERS[form](connection.execute(sql), out)


def column_names(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Answers the names of a result's columns, a repeated one with a number behind it."""
    return numbered([str(column[0]) for column in cursor.description or []])


def numbered(names: Sequence[str]) -> list[str]:
    """Answers names, a repeated one with a number behind it."""
    told: list[str] = []
    for each in names:
        name, number = each, 0
        while name in told:
            number += 1
            name = f"{each}_{number}"
        told.append(name)
    return told


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
    return _quoted(plain_text(value))


def _quoted(text: str) -> str:
    return on_one_line(json.dumps(text, ensure_ascii=False))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _bare(value: object) -> str:
    return "" if value is None else plain_text(value)


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
    return Text(NULL, style="dim") if value is None else Text(visible(plain_text(value)))


def _is_numeric(values: Iterator[object]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(map(_is_number, known))


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
