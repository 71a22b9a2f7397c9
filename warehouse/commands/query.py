"""`warehouse query`: read-only SQL on the published build."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from warehouse.commands.options import (
    SpokenLanguage,
    examples,
    help_option,
    language_option,
    option,
)
from warehouse.errors import ParquetToTerminalError
from warehouse.formats import WRITERS, write_parquet
from warehouse.queries import open_query
from warehouse.settings import Settings
from warehouse.speech import Speech


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
    lang_option = language_option(speech)
    help_flag = help_option(speech)
    shown = examples(
        speech,
        'warehouse query "select region_code, count(*) as n from fct_observations group by 1"',
        'warehouse query --format csv "from fct_indicator_values" > values.csv',
        "warehouse query - < question.sql",
    )

    @app.command("query", help=speech.text("cli_query_help"), epilog=shown, add_help_option=False)
    def command(
        sql: Annotated[str, sql_argument],
        *,
        form: Annotated[Format, format_option] = Format.TABLE,
        _lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        if form is Format.PARQUET and sys.stdout.isatty():
            raise ParquetToTerminalError
        statement = sys.stdin.read() if sql == "-" else sql
        rows = _write(statement, form)
        if form is Format.TABLE:
            speech.note("cli_query_rows", rows=rows)


def _write(sql: str, form: Format) -> int:
    with open_query(Settings.from_environment(), sql) as connection:
        if form is Format.PARQUET:
            return write_parquet(connection.sql(sql), sys.stdout.buffer)
        return WRITERS[form](connection.execute(sql), sys.stdout)
