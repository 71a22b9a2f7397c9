"""`warehouse query`: read-only SQL on the published build."""

import sys
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from warehouse.ask.formats import WRITERS, write_parquet
from warehouse.ask.queries import open_query
from warehouse.command.options import SpokenLanguage, examples, option, shared_options
from warehouse.command.speech import Speech
from warehouse.ground.errors import BadDateError, ParquetToTerminalError
from warehouse.ground.homes import opened_home


class Format(StrEnum):
    """What a result can be written as."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    sql_argument = typer.Argument(
        help=speech.text("cli_query_argument_sql"), metavar="SQL", show_default=False
    )
    format_option = option("--format", speech.text("cli_query_option_format"))
    as_of_option = option("--as-of", speech.text("cli_query_option_as_of"), value_name="DATE")
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
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        if form is Format.PARQUET and sys.stdout.isatty():
            raise ParquetToTerminalError
        statement = sys.stdin.read() if sql == "-" else sql
        rows = _write(statement, form, _day(as_of))
        if form is Format.TABLE:
            speech.note("cli_query_rows", rows=rows)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadDateError(value=text) from None


def _write(sql: str, form: Format, as_of: date | None) -> int:
    with open_query(opened_home(), sql, as_of) as connection:
        if form is Format.PARQUET:
            return write_parquet(connection.sql(sql), sys.stdout.buffer)
        return WRITERS[form](connection.execute(sql), sys.stdout)
