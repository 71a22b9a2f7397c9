"""`warehouse query`: read-only SQL on the published build."""

import io
import sys
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from warehouse.ask.formats import BYTES_FORMS, Written, write
from warehouse.ask.limits import SECONDS, Limits
from warehouse.ask.queries import open_query
from warehouse.command.homes import told_home
from warehouse.command.options import SpokenLanguage, examples, option, shared_options
from warehouse.command.speech import Speech
from warehouse.ground.errors import BadDateError, BytesToTerminalError, SqlNotTextError
from warehouse.ground.settings import Settings


class Format(StrEnum):
    """What a result can be written as."""

    TABLE = "table"
    CSV = "csv"
    CSV_PLAIN = "csv-plain"
    XLSX = "xlsx"
    JSON = "json"
    PARQUET = "parquet"


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    sql_argument = typer.Argument(
        help=speech.text("cli_query_argument_sql"), metavar="SQL", show_default=False
    )
    format_option = option("--format", speech.text("cli_query_option_format"))
    as_of_option = option("--as-of", speech.text("cli_query_option_as_of"), value_name="DATE")
    timeout_option = option("--timeout", speech.text("cli_query_option_timeout"))
    memory_option = option("--memory", speech.text("cli_query_option_memory"))
    lang_option, help_flag = shared_options(speech)
    shown = examples(
        speech,
        'warehouse query "select region_code, count(*) as n from fct_observations group by 1"',
        'warehouse query --format csv "from fct_indicator_values" > values.csv',
        "warehouse query - < question.sql",
        'warehouse query --as-of 2018-12-31 "from fct_indicator_values"',
    )

    @app.command("query", help=speech.text("cli_query_help"), epilog=shown, add_help_option=False)
    def command(
        sql: Annotated[str, sql_argument],
        *,
        form: Annotated[Format, format_option] = Format.TABLE,
        as_of: Annotated[str | None, as_of_option] = None,
        timeout: Annotated[float, timeout_option] = SECONDS,
        memory: Annotated[float | None, memory_option] = None,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        if form in BYTES_FORMS and sys.stdout.isatty():
            raise BytesToTerminalError(form=form.value)
        statement = _from_standard_input() if sql == "-" else sql
        written = _write(told_home(speech), statement, form, _day(as_of), Limits(timeout, memory))
        if written.has_more:
            speech.note("cli_query_rows_first", rows=written.rows)
        elif form is Format.TABLE:
            speech.note("cli_query_rows", rows=written.rows)
        if written.cells_cut:
            speech.note("cli_query_cells_cut", cells=written.cells_cut)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadDateError(value=text) from None


def _from_standard_input() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError:
        raise SqlNotTextError from None


def _write(home: Settings, sql: str, form: Format, as_of: date | None, limits: Limits) -> Written:
    if not sys.stdout.isatty() and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # what is read by programs does not go by locale
    with open_query(home, sql, as_of, limits) as connection:
        return write(connection, sql, form, sys.stdout)
