"""`warehouse serve`: the explorer in a browser."""

from typing import Annotated

import duckdb
import typer

from warehouse.builds.published import connect, published_build
from warehouse.command.homes import told_home
from warehouse.command.options import SpokenLanguage, examples, option, shared_options
from warehouse.command.serving import serve
from warehouse.command.speech import Speech
from warehouse.ground.errors import BadRegionError, WarehouseError
from warehouse.ground.settings import Settings

DEFAULT_PORT = 8501
DEFAULT_HOST = "localhost"


def check_region(settings: Settings) -> None:
    """Checks that the region the explorer is to open with is one that the build knows.

    Args:
        settings: The home to show. What is wrong with its build the pages say.

    Raises:
        BadRegionError: WAREHOUSE_REGION names a region that is not there.
    """
    if not settings.region:
        return
    try:
        with connect(published_build(settings).database) as connection:
            known = connection.execute(
                "select 1 from dim_regions where region_code = ?", [settings.region]
            ).fetchone()
    except (WarehouseError, duckdb.Error):
        return
    if known is None:
        raise BadRegionError(value=settings.region)


def add_to(app: typer.Typer, speech: Speech) -> None:
    """Adds the command to the app."""
    port_option = typer.Option(
        "--port",
        help=speech.text("cli_serve_option_port"),
        show_default=False,
        envvar="PORT",
        metavar="PORT",
        min=1,
        max=65_535,
    )
    host_option = option("--host", speech.text("cli_serve_option_host"), value_name="HOST")
    uploads_option = typer.Option(
        "--allow-uploads",
        help=speech.text("cli_serve_option_allow_uploads"),
        show_default=False,
        envvar="WAREHOUSE_UPLOADS",
        metavar="",
    )
    lang_option, help_flag = shared_options(speech)
    shown = examples(
        speech,
        "warehouse serve",
        "warehouse serve --port 8600 --host 0.0.0.0",
        "warehouse serve --allow-uploads",
    )

    @app.command("serve", help=speech.text("cli_serve_help"), epilog=shown, add_help_option=False)
    def command(
        *,
        port: Annotated[int, port_option] = DEFAULT_PORT,
        host: Annotated[str, host_option] = DEFAULT_HOST,
        allow_uploads: Annotated[bool, uploads_option] = False,
        lang: Annotated[SpokenLanguage | None, lang_option] = None,
        _help: Annotated[bool, help_flag] = False,
    ) -> None:
        spoken = {"WAREHOUSE_LANG": lang.value} if lang else {}
        if allow_uploads:
            speech.note("cli_serve_uploads")
        home = told_home(speech)
        check_region(home)
        serve(
            home,
            host,
            port,
            ready=lambda address: speech.result(speech.text("cli_serve_ready", address=address)),
            environment={**spoken, "WAREHOUSE_UPLOADS": "1" if allow_uploads else ""},
        )
